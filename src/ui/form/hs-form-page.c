/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The declaration: which section is shown, and which rows of repeats are open on top of it. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-page.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "form/hs-form-path.h"
#include "form/hs-form-sections.h"
#include "form/hs-form-sheet.h"
#include "form/hs-form-undo.h"
#include "form/hs-repeat-row.h"

#include <glib/gi18n.h>

struct _HsFormPage
{
  AdwBin parent_instance;

  HsForm *form;        /* (owned) */
  HsUnits *units;      /* (owned) (nullable) */
  char *section;       /* (owned) (nullable) id of the section shown */
  GHashTable *accused; /* (owned) set of section ids that were left or checked once */
  GHashTable *checked; /* (owned) set of ids of those whose errors were told in a summary */
  GHashTable *row_ids; /* (owned) set of ids of rows whose errors may be shown */
  gboolean one_page;   /* all sections are on one sheet */
  gboolean eager;      /* an error shows when its control is left */

  GtkWidget *stack; /* (unowned) child */
  GPtrArray
    *sheets; /* (owned) (element-type HsFormSheet) unowned: the section's, then rows in rows */
};

G_DEFINE_FINAL_TYPE (HsFormPage, hs_form_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SECTION = 1
} HsFormPageProperty;
static GParamSpec *props[PROP_SECTION + 1];

enum
{
  FINISHED,
  TURNED_BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static HsFormSheet *
top_sheet (HsFormPage *self)
{
  return self->sheets->len > 0 ? self->sheets->pdata[self->sheets->len - 1] : NULL;
}

static HsFieldRow *
find_row (HsFormSheet *sheet, HsFormField *field)
{
  return hs_field_list_find (hs_form_sheet_get_list (sheet), field);
}

/* Where the citizen is: "Part 2 of 6", and in a row what list it is of. */
static void
show_places (HsFormPage *self)
{
  g_autoptr (GPtrArray) sections = hs_form_sections_list_relevant (self->form);
  int index = hs_form_sections_find (sections, self->section);
  g_autoptr (GString) place = g_string_new (NULL);
  HsFormSection *section = index >= 0 ? sections->pdata[index] : NULL;

  if (!self->one_page && section != NULL)
    g_string_printf (place, _ ("Part %u of %u"), (guint) index + 1, sections->len);
  for (guint i = 0; i < self->sheets->len; i++)
    {
      HsFormField *repeat = hs_form_sheet_get_repeat (self->sheets->pdata[i]);

      if (repeat != NULL)
        g_string_append_printf (place, "%s%s", place->len > 0 ? " › " : "",
                                hs_form_field_get_label (repeat));
      if (repeat == NULL && section == NULL && !self->one_page)
        continue; /* the section was taken away; what it is called stays */
      hs_form_sheet_set_place (
        self->sheets->pdata[i], place->len > 0 ? place->str : NULL,
        repeat == NULL && !self->one_page ? hs_form_section_get_title (section) : NULL);
    }
}

static void go_on_cb (HsFormPage *self, HsFormSheet *sheet);
static void checked_cb (HsFormPage *self, HsFormSheet *sheet);
static void told_cb (HsFormPage *self, HsFormSheet *sheet);
static void go_back_cb (HsFormPage *self, HsFormSheet *sheet);
static void close_cb (HsFormPage *self, HsFormSheet *sheet);
static void chosen_cb (HsFormPage *self, const char *pointer);

static HsFormSheet *
push_sheet (HsFormPage *self)
{
  GtkWidget *sheet = hs_form_sheet_new (self->form, self->units, self->row_ids);

  g_signal_connect_object (sheet, "checked", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "go-on", G_CALLBACK (go_on_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "go-back", G_CALLBACK (go_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "close", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->sheets, sheet);
  return HS_FORM_SHEET (sheet);
}

static void
pop_sheet (HsFormPage *self)
{
  HsFormSheet *sheet = top_sheet (self);

  g_ptr_array_set_size (self->sheets, (gint) self->sheets->len - 1);
  if (self->sheets->len > 0)
    gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (top_sheet (self)));
  gtk_stack_remove (GTK_STACK (self->stack), GTK_WIDGET (sheet));
}

/* Closing a row is leaving it: its errors may be shown from now on. */
static void
close_row (HsFormPage *self)
{
  g_autoptr (HsFormRow) row = g_object_ref (hs_form_sheet_get_row (top_sheet (self)));
  g_autoptr (HsFormField) repeat = g_object_ref (hs_form_sheet_get_repeat (top_sheet (self)));
  HsFieldRow *list;

  g_hash_table_add (self->row_ids, g_strdup (hs_form_row_get_id (row)));
  pop_sheet (self);
  list = find_row (top_sheet (self), repeat);
  if (!HS_IS_REPEAT_ROW (list))
    return;
  hs_repeat_row_refresh_lines (HS_REPEAT_ROW (list));
  if (hs_form_path_find_row (repeat, row) != G_MAXUINT)
    hs_repeat_row_focus_line (HS_REPEAT_ROW (list), row);
  else
    hs_field_row_focus (list);
}

static void
close_rows (HsFormPage *self)
{
  while (self->sheets->len > 1)
    {
      g_hash_table_add (self->row_ids,
                        g_strdup (hs_form_row_get_id (hs_form_sheet_get_row (top_sheet (self)))));
      pop_sheet (self);
    }
}

static void
open_row (HsFormPage *self, HsFormField *repeat, HsFormRow *row)
{
  HsFormSheet *sheet;

  if (top_sheet (self) != NULL)
    hs_form_sheet_cover (top_sheet (self));
  sheet = push_sheet (self);
  hs_form_sheet_set_row (sheet, repeat, row);
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (sheet));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (sheet));
  show_places (self);
  if (g_hash_table_contains (self->row_ids, hs_form_row_get_id (row)))
    hs_form_sheet_check (sheet, FALSE);
}

static void
open_row_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsFormPage *self = HS_FORM_PAGE (widget);
  g_autoptr (HsFormRow) row = NULL;
  HsFormField *repeat;
  const char *pointer;
  guint index;

  g_variant_get (target, "(&su)", &pointer, &index);
  repeat = hs_form_find_field (self->form, pointer);
  if (repeat == NULL || hs_form_field_get_rows (repeat) == NULL)
    return;
  row = g_list_model_get_item (hs_form_field_get_rows (repeat), index);
  if (row == NULL)
    return;
  open_row (self, repeat, row);
  hs_form_sheet_begin (top_sheet (self));
}

static void
left_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsFormPage *self = HS_FORM_PAGE (widget);
  HsFormField *field = hs_form_find_field (self->form, g_variant_get_string (target, NULL));
  HsFieldRow *row = NULL;

  if (self->eager && field != NULL && top_sheet (self) != NULL)
    row = find_row (top_sheet (self), field);
  if (row != NULL)
    hs_field_row_accuse (row);
}

/* A row that is gone (undone, or its repeat's row) has nothing to fill in. */
static void
drop_lost_rows (HsFormPage *self)
{
  guint keep = 1;

  while (keep < self->sheets->len)
    {
      HsFormSheet *sheet = self->sheets->pdata[keep];
      HsFormField *repeat = hs_form_sheet_get_repeat (sheet);

      if (hs_form_find_field (self->form, hs_form_field_get_pointer (repeat)) != repeat ||
          hs_form_path_find_row (repeat, hs_form_sheet_get_row (sheet)) == G_MAXUINT)
        break;
      keep++;
    }
  while (self->sheets->len > keep)
    pop_sheet (self);
}

/* What leaving a section does: from now on its errors may be shown. */
static void
leave_section (HsFormPage *self)
{
  if (self->section != NULL)
    g_hash_table_add (self->accused, g_strdup (self->section));
}

static void
checked_cb (HsFormPage *self, HsFormSheet *sheet)
{
  if (hs_form_sheet_get_row (sheet) != NULL || self->section == NULL ||
      g_hash_table_contains (self->checked, self->section))
    return;
  g_hash_table_add (self->checked, g_strdup (self->section));
  leave_section (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECTION]);
}

/* The list of sections says the same as the summary. */
static void
told_cb (HsFormPage *self, HsFormSheet *sheet)
{
  if (hs_form_sheet_get_row (sheet) == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECTION]);
}

static void
go (HsFormPage *self, int step)
{
  g_autoptr (GPtrArray) sections = hs_form_sections_list_relevant (self->form);
  int index = hs_form_sections_find (sections, self->section) + step;

  leave_section (self);
  if (self->one_page)
    index = step < 0 ? -1 : (int) sections->len;
  if (index < 0)
    g_signal_emit (self, signals[TURNED_BACK], 0);
  else if ((guint) index >= sections->len)
    g_signal_emit (self, signals[FINISHED], 0);
  else
    hs_form_page_show_section (self, hs_form_section_get_id (sections->pdata[index]));
}

static void
go_on_cb (HsFormPage *self, HsFormSheet *sheet)
{
  if (hs_form_sheet_get_row (sheet) != NULL)
    close_row (self);
  else
    go (self, 1);
}

static void
add_another (HsFormPage *self, HsFormSheet *sheet)
{
  g_autoptr (HsFormField) repeat = g_object_ref (hs_form_sheet_get_repeat (sheet));
  guint n = g_list_model_get_n_items (hs_form_field_get_rows (repeat));
  g_autoptr (HsFormRow) row = NULL;

  if (!hs_form_sheet_check (sheet, TRUE))
    return;
  hs_form_insert_row (self->form, hs_form_field_get_pointer (repeat), n);
  row = g_list_model_get_item (hs_form_field_get_rows (repeat), n);
  if (row == NULL)
    return;
  pop_sheet (self);
  open_row (self, repeat, row);
  hs_form_sheet_begin (top_sheet (self));
}

static void
go_back_cb (HsFormPage *self, HsFormSheet *sheet)
{
  if (hs_form_sheet_get_row (sheet) != NULL)
    add_another (self, sheet);
  else
    go (self, -1);
}

static void
close_cb (HsFormPage *self, HsFormSheet *sheet)
{
  close_row (self);
}

/* Opens what the pointer lies in: its section, then row by row. Rows open already on that way stay. NULL: it is
 * not in sight, because it or what it lies in is not asked now. */
static HsFieldRow *
go_to (HsFormPage *self, const char *pointer)
{
  g_autoptr (GPtrArray) steps = hs_form_path_list (self->form, pointer);
  HsFormField *field = hs_form_find_field (self->form, pointer);
  HsFormField *root = steps->len > 0 ? ((HsFormStep *) steps->pdata[0])->repeat : field;
  const char *section = root != NULL ? hs_form_sections_of_field (self->form, root) : NULL;
  guint same = 0;

  if (field == NULL || section == NULL)
    return NULL;
  if (g_strcmp0 (section, self->section) != 0)
    hs_form_page_show_section (self, section);
  if (g_strcmp0 (section, self->section) != 0)
    return NULL;
  while (same < steps->len && same + 1 < self->sheets->len &&
         hs_form_sheet_get_row (self->sheets->pdata[same + 1]) ==
           ((HsFormStep *) steps->pdata[same])->row)
    same++;
  while (self->sheets->len > same + 1)
    {
      g_hash_table_add (self->row_ids,
                        g_strdup (hs_form_row_get_id (hs_form_sheet_get_row (top_sheet (self)))));
      pop_sheet (self);
    }
  for (guint i = same; i < steps->len; i++)
    open_row (self, ((HsFormStep *) steps->pdata[i])->repeat,
              ((HsFormStep *) steps->pdata[i])->row);
  return find_row (top_sheet (self), field);
}

static void
chosen_cb (HsFormPage *self, const char *pointer)
{
  HsFieldRow *row = go_to (self, pointer);

  if (row != NULL)
    hs_form_sheet_reveal (top_sheet (self), row);
}

static gboolean
has_focus_inside (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* What was taken back comes into sight, unless it is where the citizen is writing anyway. */
static void
show_change (GtkWidget *widget, const char *pointer, gboolean again)
{
  HsFormPage *self = HS_FORM_PAGE (widget);
  HsFormField *field = pointer != NULL ? hs_form_find_field (self->form, pointer) : NULL;
  HsFieldRow *row =
    field != NULL && top_sheet (self) != NULL ? find_row (top_sheet (self), field) : NULL;
  g_autofree char *text = NULL;

  if (field == NULL || (row != NULL && has_focus_inside (GTK_WIDGET (row))))
    return;
  row = go_to (self, pointer);
  if (row == NULL)
    return;
  if (hs_form_field_is_relevant (field))
    hs_form_sheet_reveal (top_sheet (self), row);
  text = again ? g_strdup_printf (_ ("Done again: %s"), hs_form_field_get_label (field))
               : g_strdup_printf (_ ("Undone: %s"), hs_form_field_get_label (field));
  hs_app_toast (GTK_WIDGET (self), text);
}

static void
hs_form_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SECTION)
    g_value_set_string (value, HS_FORM_PAGE (object)->section);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_form_page_dispose (GObject *object)
{
  HsFormPage *self = HS_FORM_PAGE (object);

  g_ptr_array_set_size (self->sheets, 0);
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->stack = NULL;
  g_clear_object (&self->form);
  g_clear_pointer (&self->units, hs_units_unref);
  G_OBJECT_CLASS (hs_form_page_parent_class)->dispose (object);
}

static void
hs_form_page_finalize (GObject *object)
{
  HsFormPage *self = HS_FORM_PAGE (object);

  g_free (self->section);
  g_hash_table_unref (self->accused);
  g_hash_table_unref (self->checked);
  g_hash_table_unref (self->row_ids);
  g_ptr_array_unref (self->sheets);
  G_OBJECT_CLASS (hs_form_page_parent_class)->finalize (object);
}

static void
hs_form_page_class_init (HsFormPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hs_form_page_get_property;
  object_class->dispose = hs_form_page_dispose;
  object_class->finalize = hs_form_page_finalize;
  props[PROP_SECTION] =
    g_param_spec_string ("section", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[FINISHED] = g_signal_new ("finished", HS_TYPE_FORM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[TURNED_BACK] = g_signal_new ("turned-back", HS_TYPE_FORM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "form.open-row", "(su)", open_row_action);
  gtk_widget_class_install_action (widget_class, "form.left", "s", left_action);
}

static void
hs_form_page_init (HsFormPage *self)
{
  self->accused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->row_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sheets = g_ptr_array_new ();
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  hs_accessible_follow_stack (GTK_STACK (self->stack));
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

/* All sections on one sheet, each under its title. */
static void
build_one_page (HsFormPage *self)
{
  GListModel *sections = hs_form_get_sections (self->form);
  HsFormSheet *sheet = push_sheet (self);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);

      hs_form_sheet_add_section (sheet, section, TRUE);
    }
  hs_form_sheet_set_place (sheet, NULL,
                           hs_form_package_get_title (hs_form_get_package (self->form)));
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (sheet));
}

GtkWidget *
hs_form_page_new (HsForm *form, HsUnits *units)
{
  HsFormPage *self = g_object_new (HS_TYPE_FORM_PAGE, NULL);
  GListModel *all = hs_form_get_sections (form);
  g_autoptr (GPtrArray) sections = NULL;

  self->form = g_object_ref (form);
  self->units = units != NULL ? hs_units_ref (units) : NULL;
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (all, i);
      /* an answer may bring a section or take one away */
      g_signal_connect_object (section, "notify::relevant", G_CALLBACK (show_places), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (form, "changed", G_CALLBACK (drop_lost_rows), self, G_CONNECT_SWAPPED);
  hs_form_undo_install (GTK_WIDGET (self), form, show_change);
  self->one_page = hs_form_sections_are_few (form);
  if (self->one_page)
    build_one_page (self);
  sections = hs_form_sections_list_relevant (self->form);
  if (sections->len > 0)
    hs_form_page_show_section (
      self, hs_form_section_get_id (
              sections->pdata[self->one_page ? 0 : hs_form_sections_find_open (sections)]));
  return GTK_WIDGET (self);
}

const char *
hs_form_page_get_section (HsFormPage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PAGE (self), NULL);
  return self->section;
}

static void
build_section (HsFormPage *self, HsFormSection *section)
{
  HsFormSheet *sheet;

  close_rows (self);
  if (self->sheets->len > 0)
    pop_sheet (self);
  sheet = push_sheet (self);
  hs_form_sheet_add_section (sheet, section, FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (sheet));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (sheet));
  if (g_hash_table_contains (self->accused, self->section))
    hs_form_sheet_check (sheet, FALSE);
}

static void
reveal_section (HsFormPage *self, HsFormSection *section)
{
  g_autoptr (HsFormField) first = g_list_model_get_item (hs_form_section_get_fields (section), 0);
  HsFieldRow *row = first != NULL ? find_row (top_sheet (self), first) : NULL;

  if (row != NULL)
    hs_form_sheet_reveal (top_sheet (self), row);
}

void
hs_form_page_show_section (HsFormPage *self, const char *section)
{
  g_autoptr (GPtrArray) sections = NULL;
  gboolean first;
  int index;

  g_return_if_fail (HS_IS_FORM_PAGE (self));
  sections = hs_form_sections_list_relevant (self->form);
  index = hs_form_sections_find (sections, section);
  if (index < 0)
    return;
  if (g_strcmp0 (self->section, section) == 0)
    {
      if (self->sheets->len > 1)
        close_rows (self); /* the line in the list of sections means the section itself */
      return;
    }
  first = self->section == NULL;
  if (!self->one_page)
    leave_section (self);
  g_free (self->section);
  self->section = g_strdup (section);
  if (self->one_page && !first)
    reveal_section (self, sections->pdata[index]);
  else if (!self->one_page)
    build_section (self, sections->pdata[index]);
  show_places (self);
  if (!self->one_page)
    hs_form_sheet_begin (top_sheet (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECTION]);
}

void
hs_form_page_get_progress (HsFormPage *self, guint *number, guint *total)
{
  g_autoptr (GPtrArray) sections = NULL;
  int index;

  g_return_if_fail (HS_IS_FORM_PAGE (self));
  sections = hs_form_sections_list_relevant (self->form);
  index = hs_form_sections_find (sections, self->section);
  *number = self->one_page || index < 0 ? 0 : (guint) index + 1;
  *total = self->one_page || index < 0 ? 0 : sections->len;
}

gboolean
hs_form_page_show_field (HsFormPage *self, const char *pointer)
{
  HsFieldRow *row;

  g_return_val_if_fail (HS_IS_FORM_PAGE (self), FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);
  row = go_to (self, pointer);
  if (row == NULL)
    return FALSE;
  hs_field_row_accuse (row);
  hs_form_sheet_reveal (top_sheet (self), row);
  return TRUE;
}

gboolean
hs_form_page_tells_errors (HsFormPage *self, const char *section)
{
  g_return_val_if_fail (HS_IS_FORM_PAGE (self), FALSE);
  g_return_val_if_fail (section != NULL, FALSE);
  if (self->sheets->len > 0 && hs_form_sheet_tells (self->sheets->pdata[0], section))
    return TRUE;
  return !self->one_page && g_strcmp0 (section, self->section) != 0 &&
         g_hash_table_contains (self->checked, section) &&
         hs_form_sections_has_error (self->form, section);
}

void
hs_form_page_check (HsFormPage *self)
{
  g_return_if_fail (HS_IS_FORM_PAGE (self));
  if (top_sheet (self) != NULL)
    hs_form_sheet_check (top_sheet (self), TRUE);
}

void
hs_form_page_set_eager (HsFormPage *self, gboolean eager)
{
  g_return_if_fail (HS_IS_FORM_PAGE (self));
  self->eager = eager;
}
