/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a commune: the province first, or the name of the commune at once, or the name it had until
 * 2025-06-30 (asked for, or where no commune has that name now); where that one was divided, which part
 * is asked. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-unit-row.h"

#include "base/hs-text.h"
#include "form/hs-picker.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 60
#define OLD "old:" /* before the code of an old unit in the list */

struct _HsUnitRow
{
  HsFieldRow parent_instance;

  HsUnits *units;        /* (owned) */
  HsPicker *picker;      /* (unowned) child */
  HsUnit *province;      /* (owned) (nullable) the list holds its communes */
  GtkWidget *old_button; /* (unowned) (nullable) once opened: search by old names */
  HsOldUnit *old_unit;   /* (owned) (nullable) the list holds what it became */
  GListModel *old_found; /* (owned) (nullable) of HsOldUnit, in the list now */
};

G_DEFINE_FINAL_TYPE (HsUnitRow, hs_unit_row, HS_TYPE_FIELD_ROW)

static void
add_units (HsUnitRow *self, GListModel *found)
{
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (found, i);

      hs_picker_add (self->picker, hs_unit_get_code (unit),
                     self->province != NULL ? hs_unit_get_full_name (unit)
                                            : hs_unit_get_path (unit));
    }
}

static gboolean
is_by_old_name (HsUnitRow *self)
{
  return self->old_button != NULL &&
         gtk_check_button_get_active (GTK_CHECK_BUTTON (self->old_button));
}

/* What it was called, and what that is now. */
static char *
dup_old_label (HsOldUnit *old)
{
  GListModel *successors = hs_old_unit_get_successors (old);
  guint n = g_list_model_get_n_items (successors);
  g_autoptr (HsUnit) first = g_list_model_get_item (successors, 0);

  if (n == 1)
    /* TRANSLATORS: old name of a commune, its name now */
    return g_strdup_printf (_ ("%s → now %s"), hs_old_unit_get_path (old),
                            hs_unit_get_path (first));
  return g_strdup_printf (ngettext ("%s → now in %u commune", "%s → now in %u communes", n),
                          hs_old_unit_get_path (old), n);
}

static void
list_old (HsUnitRow *self, const char *text)
{
  g_clear_object (&self->old_found);
  self->old_found = hs_units_search_old (self->units, text, MAX_SHOWN);
  for (guint i = 0; i < g_list_model_get_n_items (self->old_found); i++)
    {
      g_autoptr (HsOldUnit) old = g_list_model_get_item (self->old_found, i);
      g_autofree char *code = g_strconcat (OLD, hs_old_unit_get_code (old), NULL);
      g_autofree char *label = dup_old_label (old);

      hs_picker_add (self->picker, code, label);
    }
}

static void
search_old (HsUnitRow *self, const char *text)
{
  if (self->old_unit != NULL)
    {
      add_units (self, hs_old_unit_get_successors (self->old_unit));
      return;
    }
  hs_picker_set_nothing (self->picker, hs_text_is_blank (text)
                                         ? _ ("Type the name your commune had before 1 July 2025.")
                                         : NULL);
  if (!hs_text_is_blank (text))
    list_old (self, text);
}

static void
search_cb (HsUnitRow *self, const char *text)
{
  g_autoptr (GListModel) found = NULL;

  if (is_by_old_name (self) || self->old_unit != NULL)
    {
      search_old (self, text);
      return;
    }
  if (!hs_text_is_blank (text))
    found = hs_units_search (self->units, text,
                             self->province != NULL ? hs_unit_get_code (self->province) : NULL,
                             MAX_SHOWN);
  else if (self->province != NULL)
    found = hs_units_list_communes (self->units, hs_unit_get_code (self->province));
  else
    found = g_object_ref (hs_units_get_provinces (self->units));
  hs_picker_set_nothing (self->picker, NULL);
  add_units (self, found);
  /* Many know only the name it had: a name of no commune now is looked for among the old ones. */
  if (g_list_model_get_n_items (found) == 0 && self->province == NULL)
    list_old (self, text);
}

static void
set_province (HsUnitRow *self, HsUnit *province)
{
  g_set_object (&self->province, province);
  hs_picker_set_heading (self->picker, province != NULL ? hs_unit_get_full_name (province) : NULL,
                         _ ("‹ All provinces and cities"));
  hs_picker_search_again (self->picker);
}

static void
take (HsUnitRow *self, const char *code)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  hs_form_set_value (hs_field_row_get_form (row), hs_field_row_get_pointer (row),
                     json_node_init_string (json_node_alloc (), code));
  hs_picker_close (self->picker);
  hs_field_row_leave (row);
}

static void
set_old_unit (HsUnitRow *self, HsOldUnit *old)
{
  g_autofree char *heading =
    old != NULL ? g_strdup_printf (_ ("%s is now in several communes. Which one is it?"),
                                   hs_old_unit_get_path (old))
                : NULL;

  g_set_object (&self->old_unit, old);
  gtk_widget_set_visible (self->old_button, old == NULL); /* the question takes its room */
  hs_picker_set_heading (self->picker, heading, _ ("‹ Search again"));
  hs_picker_search_again (self->picker);
}

/* One successor is the answer; of several, the citizen knows which. */
static void
choose_old (HsUnitRow *self, const char *code)
{
  for (guint i = 0; self->old_found != NULL && i < g_list_model_get_n_items (self->old_found); i++)
    {
      g_autoptr (HsOldUnit) old = g_list_model_get_item (self->old_found, i);
      GListModel *successors = hs_old_unit_get_successors (old);
      g_autoptr (HsUnit) first = g_list_model_get_item (successors, 0);

      if (!g_str_equal (hs_old_unit_get_code (old), code))
        continue;
      if (g_list_model_get_n_items (successors) == 1)
        take (self, hs_unit_get_code (first));
      else
        set_old_unit (self, old);
      return;
    }
}

static void
chosen_cb (HsUnitRow *self, const char *code)
{
  HsUnit *unit = hs_units_find (self->units, code);

  if (g_str_has_prefix (code, OLD))
    choose_old (self, code + strlen (OLD));
  else if (unit != NULL && hs_unit_get_parent (unit) == NULL)
    set_province (self, unit);
  else if (unit != NULL)
    take (self, code);
}

static void
old_toggled_cb (HsUnitRow *self)
{
  g_clear_object (&self->province);
  g_clear_object (&self->old_unit);
  hs_picker_set_heading (self->picker, NULL, NULL);
  hs_picker_search_again (self->picker);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  hs_units_prepare_old (data);
  g_task_return_boolean (task, TRUE);
}

/* The table of old names is read while the first letters are typed, not between two of them. */
static void
prepare_old_names (HsUnitRow *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, prepare_old_names);
  g_task_set_task_data (task, hs_units_ref (self->units), (GDestroyNotify) hs_units_unref);
  g_task_run_in_thread (task, prepare_in_thread);
}

static void
opened_cb (HsUnitRow *self)
{
  prepare_old_names (self);
  if (self->old_button == NULL)
    {
      self->old_button =
        gtk_check_button_new_with_label (_ ("Search by the old name (before 1 July 2025)"));
      hs_picker_set_footer (self->picker, self->old_button);
      g_signal_connect_object (self->old_button, "toggled", G_CALLBACK (old_toggled_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (self->old_button, TRUE);
  g_clear_object (&self->province);
  g_clear_object (&self->old_unit);
  hs_picker_set_heading (self->picker, NULL, NULL);
}

static void
back_cb (HsUnitRow *self)
{
  if (self->old_unit != NULL)
    set_old_unit (self, NULL);
  else
    set_province (self, NULL);
}

static void
refresh (HsFieldRow *row)
{
  HsUnitRow *self = HS_UNIT_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);
  const char *text = hs_form_field_get_text (field);
  JsonNode *value = hs_form_field_get_value (field);

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    {
      HsUnit *unit = hs_units_find (self->units, json_node_get_string (value));
      if (unit != NULL)
        text = hs_unit_get_path (unit);
    }
  hs_picker_set_chosen (self->picker, hs_form_field_get_label (field), text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->picker), !hs_form_field_is_read_only (field));
}

static GtkWidget *
get_control (HsFieldRow *row)
{
  return hs_picker_get_button (HS_UNIT_ROW (row)->picker);
}

static void
hs_unit_row_dispose (GObject *object)
{
  HsUnitRow *self = HS_UNIT_ROW (object);

  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_object (&self->province);
  g_clear_object (&self->old_unit);
  g_clear_object (&self->old_found);
  G_OBJECT_CLASS (hs_unit_row_parent_class)->dispose (object);
}

static void
hs_unit_row_class_init (HsUnitRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_unit_row_dispose;
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_unit_row_init (HsUnitRow *self)
{
}

void
hs_unit_row_build (HsUnitRow *self, HsUnits *units)
{
  self->units = hs_units_ref (units);
  self->picker = HS_PICKER (hs_picker_new ());
  hs_field_row_set_control (HS_FIELD_ROW (self), GTK_WIDGET (self->picker));
  hs_field_row_describe (HS_FIELD_ROW (self), hs_picker_get_button (self->picker));
  g_signal_connect_object (self->picker, "search", G_CALLBACK (search_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "back", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
}
