/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule sees of a form: relevant answers, code lists, units, the day. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

static void
set_items (HsFormField *field, HsRuleValue *value)
{
  JsonArray *array = field->rows == NULL ? json_node_get_array (field->value) : NULL;
  guint n = array != NULL ? json_array_get_length (array)
                          : g_list_model_get_n_items (G_LIST_MODEL (field->rows));

  if (field->items == NULL)
    {
      field->items = g_new0 (HsRuleValue, n + 1);
      for (guint i = 0; i < n; i++)
        {
          field->items[i].type = array != NULL ? HS_RULE_STRING : HS_RULE_ROW;
          field->items[i].string = array != NULL ? json_array_get_string_element (array, i) : NULL;
        }
    }
  value->type = HS_RULE_ARRAY;
  value->array.items = field->items;
  value->array.n_items = n;
}

static void
set_value (HsFormField *field, HsRuleValue *value)
{
  switch (field->def->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
    case HS_VALUE_MONEY:
      if (hs_decimal_from_node (field->value, &value->number))
        value->type = HS_RULE_NUMBER;
      return;
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
      if (hs_date_parse_iso (json_node_get_string (field->value), &value->date))
        value->type = HS_RULE_DATE;
      return;
    case HS_VALUE_YES_NO:
      value->type = HS_RULE_BOOLEAN;
      value->boolean = json_node_get_boolean (field->value);
      return;
    case HS_VALUE_CODES:
    case HS_VALUE_ROWS:
      set_items (field, value);
      return;
    case HS_VALUE_NONE:
    case HS_VALUE_TEXT:
    case HS_VALUE_CODE:
    case HS_VALUE_UNIT:
    default:
      value->type = HS_RULE_STRING;
      value->string = json_node_get_string (field->value);
    }
}

static void
get_field_cb (gpointer data, guint id, HsRuleValue *value)
{
  HsFormView *view = data;
  HsFieldDef *def = hs_form_plan_field (view->form->plan, id);
  HsFormScope *scope = hs_form_plan_scope (view->form->plan, def->scope);
  HsFormRow *row = view->row;
  HsFormField *field;

  while (row->scope != scope && row->repeat != NULL)
    row = row->repeat->row;
  value->type = HS_RULE_NULL;
  if (row->scope != scope)
    return;
  field = hs_form_row_get_field (row, def);
  if (field->relevant && !hs_form_field_is_empty (field) && !field->unreadable)
    set_value (field, value);
}

static const char *
look_up_cb (gpointer data, const char *name, const char *code)
{
  HsFormView *view = data;
  HsCodeList *list;
  HsUnit *unit;

  if (g_str_equal (name, HS_UNITS_LIST))
    {
      unit = view->form->units != NULL ? hs_units_find (view->form->units, code) : NULL;
      return unit != NULL ? hs_unit_get_path (unit) : NULL;
    }
  list = hs_form_plan_list (view->form->plan, name);
  return list != NULL ? g_hash_table_lookup (list->labels, code) : NULL;
}

HsRuleContext
hs_form_view_context (HsFormView *view)
{
  HsRuleContext context = { get_field_cb, look_up_cb, view, view->form->today,
                            view->form->calendar };

  return context;
}

gboolean
hs_form_read_clock (HsForm *self)
{
  HsDate today = hs_date_in_vietnam (hs_world_now_us (self->world), NULL, NULL);
  gboolean same = today.year == self->today.year && today.month == self->today.month &&
                  today.day == self->today.day;

  self->today = today;
  return !same;
}
