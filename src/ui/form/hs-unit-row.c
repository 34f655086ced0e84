/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a commune: the province first, or the name of the commune at once. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-unit-row.h"

#include "base/hs-text.h"
#include "form/hs-picker.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 60

struct _HsUnitRow
{
  HsFieldRow parent_instance;

  HsUnits *units;   /* (owned) */
  HsPicker *picker; /* (unowned) child */
  HsUnit *province; /* (owned) (nullable) the list holds its communes */
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

static void
search_cb (HsUnitRow *self, const char *text)
{
  g_autoptr (GListModel) found = NULL;

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
chosen_cb (HsUnitRow *self, const char *code)
{
  HsFieldRow *row = HS_FIELD_ROW (self);
  HsUnit *unit = hs_units_find (self->units, code);

  if (unit == NULL)
    return;
  if (hs_unit_get_parent (unit) == NULL)
    {
      set_province (self, unit);
      return;
    }
  hs_form_set_value (hs_field_row_get_form (row), hs_field_row_get_pointer (row),
                     json_node_init_string (json_node_alloc (), code));
  hs_picker_close (self->picker);
  hs_field_row_leave (row);
}

static void
opened_cb (HsUnitRow *self)
{
  g_clear_object (&self->province);
  hs_picker_set_heading (self->picker, NULL, NULL);
}

static void
back_cb (HsUnitRow *self)
{
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
