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

/* Rows. */

typedef struct
{
  HsFormView *view;
  HsFieldDef *repeat;
  HsRuleRowFunc visit;
  gpointer visit_data;
} Visit;

static gboolean visit_below (Visit *v, HsFormRow *row);

static gboolean
visit_rows (Visit *v, HsFormField *repeat)
{
  gboolean is_last = repeat->def == v->repeat;
  HsFormRow **rows;
  guint n;

  if (!repeat->relevant)
    return TRUE;
  rows = hs_form_rows_peek (repeat->rows, &n);
  for (guint i = 0; i < n; i++)
    {
      v->view->row = rows[i];
      v->view->form->n_row_visits++;
      if (is_last ? !v->visit (v->visit_data) : !visit_below (v, rows[i]))
        return FALSE;
    }
  return TRUE;
}

/* One repeat nearer to the one that is asked for. */
static gboolean
visit_below (Visit *v, HsFormRow *row)
{
  HsFormPlan *plan = v->view->form->plan;
  HsFieldDef *step = v->repeat;

  while (hs_form_plan_scope (plan, step->scope) != row->scope)
    {
      guint repeat = hs_form_plan_scope (plan, step->scope)->repeat;

      if (repeat == HS_NO_INDEX)
        return FALSE;
      step = hs_form_plan_field (plan, repeat);
    }
  return visit_rows (v, hs_form_row_get_field (row, step));
}

static void
each_row_cb (gpointer data, guint up, guint repeat, HsRuleRowFunc visit, gpointer visit_data)
{
  HsFormView *view = data;
  HsFormRow *from = view->row, *row = from;
  Visit v = { view, hs_form_plan_field (view->form->plan, repeat), visit, visit_data };

  for (; up > 0 && row->repeat != NULL; up--)
    row = row->repeat->row;
  if (up == 0)
    visit_below (&v, row);
  view->row = from;
}

static gconstpointer
find_row_cb (gpointer data, guint up)
{
  HsFormView *view = data;
  HsFormRow *row = view->row;

  for (; up > 0 && row->repeat != NULL; up--)
    row = row->repeat->row;
  return up == 0 ? row : NULL;
}

/* Compatible rules. */

static JsonNode *
dup_value (HsFormField *field)
{
  JsonArray *array;
  JsonNode *node;
  HsFormRow **rows;
  guint n;

  if (!field->relevant || field->unreadable || hs_form_field_is_empty (field))
    return NULL;
  if (field->rows == NULL)
    return json_node_copy (field->value);
  array = json_array_new ();
  rows = hs_form_rows_peek (field->rows, &n);
  for (guint i = 0; i < n; i++)
    json_array_add_element (array, hs_form_row_dup_answers (rows[i], TRUE));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
get_json_cb (gpointer data, const char *path)
{
  HsFormView *view = data;
  HsFormRow *row = view->row;
  g_autofree char *pointer = NULL;
  g_autoptr (JsonNode) answers = NULL;
  HsFieldDef *field;
  JsonNode *found;

  for (; g_str_has_prefix (path, "../"); path += 3)
    {
      if (row->repeat == NULL)
        return NULL;
      row = row->repeat->row;
    }
  pointer = *path != '\0' ? g_strconcat ("/", path, NULL) : g_strdup ("");
  g_strdelimit (pointer, ".", '/');
  field = g_hash_table_lookup (row->scope->by_relative, pointer);
  if (field != NULL)
    return dup_value (hs_form_row_get_field (row, field));
  answers = hs_form_row_dup_answers (row, TRUE);
  found = hs_json_pointer_get (answers, pointer);
  return found != NULL ? json_node_copy (found) : NULL;
}

HsRuleContext
hs_form_view_context (HsFormView *view)
{
  HsRuleContext context = { get_field_cb,      look_up_cb,           view,
                            view->form->today, view->form->calendar, each_row_cb,
                            get_json_cb,       find_row_cb,          view->form->memo };

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
