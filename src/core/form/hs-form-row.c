/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a repeat, and the root of all answers, which is a row too. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "base/hs-text.h"

#define MAX_TITLE_FIELDS 2
/* of each: what was pasted by mistake must not fill the page */
#define MAX_TITLE_CHARS 80

G_DEFINE_FINAL_TYPE (HsFormRow, hs_form_row, G_TYPE_OBJECT)

static void
hs_form_row_finalize (GObject *object)
{
  HsFormRow *self = HS_FORM_ROW (object);

  hs_form_row_detach (self);
  g_clear_object (&self->package);
  g_free (self->id);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_object (&self->shown);
  g_free (self->fired);
  g_free (self->held);
  g_free (self->blames); /* emptied when it was detached */
  g_free (self->queued);
  g_free (self->title);
  G_OBJECT_CLASS (hs_form_row_parent_class)->finalize (object);
}

static void
hs_form_row_class_init (HsFormRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_row_finalize;
}

static void
hs_form_row_init (HsFormRow *self)
{
}

HsFormRow *
hs_form_row_new (HsForm *form, HsFormField *repeat, guint scope, const char *id)
{
  HsFormRow *self = g_object_new (HS_TYPE_FORM_ROW, NULL);

  self->package = g_object_ref (form->package);
  self->form = form;
  self->repeat = repeat;
  self->scope = hs_form_plan_scope (form->plan, scope);
  self->id = g_strdup (id);
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  self->fired = g_new0 (guint8, self->scope->n_checks + 1);
  self->held = g_new0 (guint8, self->scope->n_guards + 1);
  self->blames = g_new0 (GPtrArray *, self->scope->n_constraints + 1);
  self->queued = g_new0 (guint8, self->scope->nodes->len + 1);
  for (guint i = 0; i < self->scope->fields->len; i++)
    g_ptr_array_add (self->fields, hs_form_field_new (form, self, self->scope->fields->pdata[i]));
  return self;
}

HsFormField *
hs_form_row_get_field (HsFormRow *self, HsFieldDef *def)
{
  return self->fields->pdata[def->local];
}

/* Someone may hold a field longer than its row or form lives: it then knows of neither. */
void
hs_form_row_detach (HsFormRow *self)
{
  for (guint i = 0; self->fields != NULL && i < self->fields->len; i++)
    {
      HsFormField *field = self->fields->pdata[i];
      guint n = 0;
      HsFormRow **rows = field->rows != NULL ? hs_form_rows_peek (field->rows, &n) : NULL;

      for (guint k = 0; k < n; k++)
        hs_form_row_detach (rows[k]);
      field->form = NULL;
      field->row = NULL;
    }
  for (guint i = 0; self->blames != NULL && i < self->scope->n_constraints; i++)
    g_clear_pointer (&self->blames[i], g_ptr_array_unref);
  self->form = NULL;
  self->repeat = NULL;
}

guint
hs_form_row_get_index (HsFormRow *self)
{
  return self->place != NULL ? (guint) g_sequence_iter_get_position (self->place)
                             : self->last_index;
}

gboolean
hs_form_row_is_in (HsFormRow *self)
{
  HsFormRow *row = self;

  while (row->place != NULL && row->repeat != NULL && row->repeat->row != NULL)
    row = row->repeat->row;
  return row->form != NULL && row == row->form->root;
}

void
hs_form_row_touch (HsFormRow *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      HsFormField *field = self->fields->pdata[i];
      guint n = 0;
      HsFormRow **rows = field->rows != NULL ? hs_form_rows_peek (field->rows, &n) : NULL;

      hs_form_field_touch (field, HS_CHANGED_PLACE);
      for (guint k = 0; k < n; k++)
        hs_form_row_touch (rows[k]);
    }
}

const char *
hs_form_row_get_id (HsFormRow *self)
{
  g_return_val_if_fail (HS_IS_FORM_ROW (self), NULL);
  return self->id;
}

/* As the answer is spelt, not as it was typed: the same as after it was loaded. */
static char *
dup_answer (HsFormRow *self, HsFormField *field)
{
  if (field->def->kind != HS_FIELD_NOTE && field->typed != NULL && field->value != NULL)
    return hs_form_value_to_text (hs_form_package_get_plan (self->package),
                                  self->form != NULL ? self->form->units : NULL, field->def,
                                  field->value);
  return g_strdup (hs_form_field_get_text (field));
}

static void
append_short (GString *title, const char *text)
{
  const char *end = text;
  guint n = 0;

  for (; *end != '\0' && n < MAX_TITLE_CHARS; n++)
    end = g_utf8_next_char (end);
  g_string_append_len (title, text, end - text);
  if (*end != '\0')
    g_string_append (title, "…");
}

const char *
hs_form_row_get_title (HsFormRow *self)
{
  g_autoptr (GString) title = NULL;
  guint n = 0, index;

  g_return_val_if_fail (HS_IS_FORM_ROW (self), NULL);
  index = hs_form_row_get_index (self);
  if (self->title != NULL && self->title_index == index)
    return self->title;
  g_free (self->title);
  self->title_index = index;
  title = g_string_new (NULL);
  for (guint i = 0; i < self->scope->shown->len && n < MAX_TITLE_FIELDS; i++)
    {
      g_autofree char *text =
        dup_answer (self, hs_form_row_get_field (self, self->scope->shown->pdata[i]));

      if (((HsFieldDef *) self->scope->shown->pdata[i])->kind == HS_FIELD_NOTE ||
          hs_text_is_blank (text))
        continue;
      if (n++ > 0)
        g_string_append (title, " · ");
      append_short (title, text);
    }
  if (n > 0)
    self->title = g_strdup (title->str);
  else
    {
      g_autofree char *number = g_strdup_printf ("%u", index + 1);

      self->title = hs_form_plan_expand (
        hs_form_plan_word (hs_form_package_get_plan (self->package), "value.row"), "n", number,
        NULL);
    }
  return self->title;
}

GListModel *
hs_form_row_get_fields (HsFormRow *self)
{
  g_return_val_if_fail (HS_IS_FORM_ROW (self), NULL);
  if (self->shown == NULL)
    {
      self->shown = g_list_store_new (HS_TYPE_FORM_FIELD);
      for (guint i = 0; i < self->scope->shown->len; i++)
        g_list_store_append (self->shown,
                             hs_form_row_get_field (self, self->scope->shown->pdata[i]));
    }
  return G_LIST_MODEL (self->shown);
}
