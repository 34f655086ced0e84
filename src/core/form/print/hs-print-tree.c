/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers as sections and rows: one tree for the check-answers page, text and summary. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

static void
row_free (HsPrintRow *row)
{
  g_free (row->pointer);
  g_free (row->label);
  g_free (row->value);
  g_free (row);
}

static void
section_free (HsPrintSection *section)
{
  g_free (section->id);
  g_free (section->title);
  g_ptr_array_unref (section->rows);
  g_free (section);
}

/* As a reader sees it: with its unit, in capitals where the paper has capitals, NFC. */
char *
hs_print_text_of (HsFormField *field)
{
  g_autofree char *text = g_utf8_normalize (hs_form_field_get_text (field), -1, G_NORMALIZE_NFC);
  g_autofree char *trimmed = text != NULL ? g_strdup (g_strstrip (text)) : g_strdup ("");

  if (field->value != NULL)
    {
      /* what is kept, not how it was typed */
      g_free (trimmed);
      trimmed = hs_form_value_to_text (hs_form_package_get_plan (field->package),
                                       field->form != NULL ? field->form->units : NULL, field->def,
                                       field->value);
    }
  if (*trimmed != '\0' && field->def->upper_case)
    return g_utf8_strup (trimmed, -1);
  /* money has its đồng already */
  if (*trimmed != '\0' && field->def->unit != NULL && !field->unreadable &&
      field->def->kind != HS_FIELD_MONEY)
    return g_strdup_printf ("%s %s", trimmed, field->def->unit);
  return g_steal_pointer (&trimmed);
}

typedef struct
{
  GPtrArray *rows;
  guint depth;
} Collection;

static void
add_row (Collection *c, HsPrintRowKind kind, const char *pointer, const char *label, char *value,
         guint column)
{
  HsPrintRow *row = g_new0 (HsPrintRow, 1);

  row->kind = kind;
  row->pointer = g_strdup (pointer);
  row->label = g_strdup (label);
  row->value = value;
  row->depth = c->depth;
  row->column = column;
  g_ptr_array_add (c->rows, row);
}

static void add_field (Collection *c, HsFormField *field, guint column);

static void
add_record (Collection *c, HsFormField *repeat, HsFormRow *row, guint number)
{
  HsFormPlan *plan = hs_form_package_get_plan (repeat->package);
  g_autofree char *pointer = g_strdup_printf ("%s/%u", hs_form_field_get_pointer (repeat), number);
  g_autofree char *digits = g_strdup_printf ("%u", number + 1);
  g_autofree char *label =
    hs_form_plan_expand (hs_form_plan_word (plan, "value.row"), "n", digits, NULL);

  add_row (c, HS_PRINT_RECORD, pointer, label, g_strdup (""), 0);
  c->depth++;
  for (guint i = 0; i < row->scope->shown->len; i++)
    add_field (c, hs_form_row_get_field (row, row->scope->shown->pdata[i]), i);
  c->depth--;
}

static void
add_field (Collection *c, HsFormField *field, guint column)
{
  guint n;

  if (!field->relevant || field->def->kind == HS_FIELD_NOTE)
    return;
  add_row (c, field->rows != NULL ? HS_PRINT_REPEAT : HS_PRINT_VALUE,
           hs_form_field_get_pointer (field), field->def->label, hs_print_text_of (field), column);
  if (field->rows == NULL)
    return;
  n = g_list_model_get_n_items (G_LIST_MODEL (field->rows));
  c->depth++;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (field->rows), i);

      add_record (c, field, row, i);
    }
  c->depth--;
}

HsPrintTree *
hs_print_tree_new (HsForm *form)
{
  HsPrintTree *self;
  guint n;

  g_return_val_if_fail (HS_IS_FORM (form), NULL);
  self = g_new0 (HsPrintTree, 1);
  self->title = g_strdup (hs_form_package_get_title (form->package));
  self->empty = g_strdup (hs_form_plan_word (form->plan, "print.empty"));
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  n = g_list_model_get_n_items (G_LIST_MODEL (form->sections));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (G_LIST_MODEL (form->sections), i);
      HsPrintSection *print;
      Collection c = { NULL, 0 };

      if (!section->relevant)
        continue;
      print = g_new0 (HsPrintSection, 1);
      print->id = g_strdup (section->def->id);
      print->title = g_strdup (section->def->title);
      print->rows = c.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
      for (guint k = 0; k < section->def->fields->len; k++)
        add_field (&c, hs_form_row_get_field (form->root, section->def->fields->pdata[k]), k);
      g_ptr_array_add (self->sections, print);
    }
  return self;
}

void
hs_print_tree_free (HsPrintTree *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->empty);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

/* A heading has no value of its own; nothing else is left blank. */
static const char *
shown_value (HsPrintTree *self, HsPrintRow *row, HsPrintRow *next)
{
  gboolean heads = row->kind == HS_PRINT_RECORD ||
                   (row->kind == HS_PRINT_REPEAT && next != NULL && next->depth > row->depth);

  return *row->value != '\0' || heads ? row->value : self->empty;
}

static void
append_row (GString *text, HsPrintRow *row, const char *value)
{
  int indent = (int) (2 + 2 * row->depth);
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  g_string_append_printf (text, "%*s%s:", indent, "", row->label);
  if (lines[0] != NULL && *lines[0] != '\0')
    g_string_append_printf (text, " %s", lines[0]);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    g_string_append_printf (text, "\n%*s%s", indent + 2, "", lines[i]);
  g_string_append_c (text, '\n');
}

char *
hs_print_tree_to_text (HsPrintTree *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);
  text = g_string_new (self->title);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->sections->len; i++)
    {
      HsPrintSection *section = self->sections->pdata[i];

      if (section->rows->len == 0)
        continue;
      g_string_append_printf (text, "\n%s\n", section->title);
      for (guint k = 0; k < section->rows->len; k++)
        {
          HsPrintRow *row = section->rows->pdata[k];
          HsPrintRow *next = k + 1 < section->rows->len ? section->rows->pdata[k + 1] : NULL;

          append_row (text, row, shown_value (self, row, next));
        }
    }
  return g_string_free (text, FALSE);
}
