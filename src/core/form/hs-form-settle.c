/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After an edit: runs what depends on it, in the order of the plan, and stops where nothing changed.
 * What is stored after any sequence of edits equals a run of everything. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#define BITS 64

static void
mark (HsForm *self, guint node, HsFormRow *row)
{
  guint local = ((HsPlanNode *) self->plan->nodes->pdata[node])->local;
  GPtrArray *rows = self->pending[node];

  if (row->queued[local])
    return;
  row->queued[local] = TRUE;
  if (rows == NULL)
    rows = self->pending[node] = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (rows, g_object_ref (row));
  self->dirty[node / BITS] |= G_GUINT64_CONSTANT (1) << (node % BITS);
}

/* All rows of scope, which lies under row's. */
static void
mark_down (HsForm *self, guint node, guint scope, HsFormRow *row)
{
  HsFormScope *target = hs_form_plan_scope (self->plan, scope), *step = target;
  HsFormField *repeat;
  HsFormRow **rows;
  guint n;

  if (target == row->scope)
    {
      mark (self, node, row);
      return;
    }
  while (step->depth > row->scope->depth + 1)
    step = hs_form_plan_scope (self->plan, step->parent);
  repeat = hs_form_row_get_field (row, hs_form_plan_field (self->plan, step->repeat));
  rows = hs_form_rows_peek (repeat->rows, &n);
  for (guint i = 0; i < n; i++)
    mark_down (self, node, scope, rows[i]);
}

static void
mark_dependents (HsForm *self, HsPlanNode *node, HsFormRow *row)
{
  for (guint i = 0; i < node->dependents->len; i++)
    {
      HsPlanEdge *edge = &g_array_index (node->dependents, HsPlanEdge, i);
      HsPlanNode *dependent = self->plan->nodes->pdata[edge->node];
      HsFormScope *via = hs_form_plan_scope (self->plan, edge->via);
      HsFormRow *at = row;

      while (at->scope != via)
        at = at->repeat->row;
      mark_down (self, edge->node, dependent->scope, at);
    }
}

void
hs_form_mark_value (HsForm *self, HsFormField *field)
{
  if (field->row != NULL)
    mark (self, self->plan->value_node[field->def->index], field->row);
}

void
hs_form_mark_row (HsForm *self, HsFormRow *row)
{
  for (guint i = 0; i < row->scope->nodes->len; i++)
    mark (self, g_array_index (row->scope->nodes, guint, i), row);
  for (guint i = 0; i < row->scope->repeats->len; i++)
    {
      HsFormField *repeat = hs_form_row_get_field (row, row->scope->repeats->pdata[i]);
      guint n;
      HsFormRow **rows = hs_form_rows_peek (repeat->rows, &n);

      for (guint k = 0; k < n; k++)
        hs_form_mark_row (self, rows[k]);
    }
}

static void
note_error (HsForm *self, GError *error)
{
  if (error == NULL)
    return;
  if (self->rule_error == NULL)
    {
      g_message ("form %s: %s", hs_form_package_get_id (self->package), error->message);
      self->rule_error = error;
    }
  else
    g_error_free (error);
}

static gboolean
decide (HsForm *self, HsFormRow *row, HsRule *rule)
{
  HsFormView view = { self, row };
  HsRuleContext context = hs_form_view_context (&view);
  GError *error = NULL;
  gboolean is_so;

  hs_rule_decide (rule, &context, &is_so, &error);
  note_error (self, error);
  return is_so;
}

static gboolean
run_value (HsForm *self, HsFormField *field)
{
  HsFormView view = { self, field->row };
  HsRuleContext context;
  GError *error = NULL;
  JsonNode *value = NULL;

  if (field->def->calculate == NULL)
    return TRUE; /* it was marked because it changed */
  context = hs_form_view_context (&view);
  hs_rule_evaluate (field->def->calculate, &context, &value, &error);
  note_error (self, error);
  if (value != NULL && !hs_form_value_fits (field->def, value))
    g_clear_pointer (&value, json_node_unref);
  if (value != NULL)
    value = hs_form_value_normalize (field->def, value);
  return hs_form_field_put (field, NULL, value, FALSE);
}

static gboolean
run_relevant (HsForm *self, HsFormField *field)
{
  gboolean relevant = field->row->repeat == NULL || field->row->repeat->relevant;

  for (guint i = 0; relevant && i < field->def->conditions->len; i++)
    relevant = decide (self, field->row, field->def->conditions->pdata[i]);
  if (!relevant == !field->relevant)
    return FALSE;
  field->relevant = relevant;
  hs_form_field_touch (field, HS_CHANGED_RELEVANT);
  return TRUE;
}

static gboolean
run_demand (HsForm *self, HsFormField *field)
{
  HsFieldDef *def = field->def;
  gboolean required =
    def->schema_required || (def->require != NULL && decide (self, field->row, def->require));
  gboolean read_only = def->calculate != NULL || def->schema_read_only ||
                       (def->read_only != NULL && decide (self, field->row, def->read_only));
  gboolean changed = !required != !field->required || !read_only != !field->read_only;

  if (def->calculate != NULL || def->kind == HS_FIELD_NOTE)
    required = FALSE;
  if (!required != !field->required)
    hs_form_field_touch (field, HS_CHANGED_REQUIRED);
  if (!read_only != !field->read_only)
    hs_form_field_touch (field, HS_CHANGED_READ_ONLY);
  field->required = required;
  field->read_only = read_only;
  return changed;
}

static gboolean
run_check (HsForm *self, HsFormCheck *check, HsFormRow *row)
{
  gboolean fired = decide (self, row, check->when);

  if (!fired == !row->fired[check->local])
    return FALSE;
  row->fired[check->local] = fired;
  return TRUE;
}

/* The label inside a sentence: its first letter small, unless it is an abbreviation. */
static char *
lower_first (const char *label)
{
  const char *second = g_utf8_next_char (label);
  GString *text;

  if (*label == '\0' || g_unichar_isupper (g_utf8_get_char (second)))
    return g_strdup (label);
  text = g_string_new (NULL);
  g_string_append_unichar (text, g_unichar_tolower (g_utf8_get_char (label)));
  g_string_append (text, second);
  return g_string_free (text, FALSE);
}

static char *
make_message (HsForm *self, HsFormField *field, const char *keyword, const HsSchemaVerdict *verdict)
{
  g_autofree char *lower = lower_first (field->def->label);
  const char *template = hs_form_plan_message (self->plan, field->def, keyword);

  return hs_form_plan_expand (template != NULL ? template : keyword, "label", lower, "Label",
                              field->def->label, "limit", verdict != NULL ? verdict->limit : "",
                              "actual", verdict != NULL ? verdict->actual : "", NULL);
}

/* Code lists and units are checked here: the schema only names them. */
static const char *
find_unlisted (HsForm *self, HsFormField *field)
{
  HsFieldDef *def = field->def;

  if (def->value_kind == HS_VALUE_CODE &&
      !g_hash_table_contains (def->list->labels, json_node_get_string (field->value)))
    return "enum";
  if (def->value_kind == HS_VALUE_CODES && def->list != NULL)
    {
      JsonArray *array = json_node_get_array (field->value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!g_hash_table_contains (def->list->labels, json_array_get_string_element (array, i)))
          return "enum";
    }
  if (def->value_kind == HS_VALUE_UNIT && self->units != NULL &&
      hs_units_find (self->units, json_node_get_string (field->value)) == NULL)
    return "format";
  return NULL;
}

/* Missing, then impossible: what is wrong with the field by itself. (nullable) the keyword */
static const char *
judge_alone (HsForm *self, HsFormField *field, HsSchemaVerdict *verdict)
{
  const char *keyword;

  if (field->unreadable)
    return "type";
  if (hs_form_field_is_empty (field))
    return field->required ? "required" : NULL;
  if (field->rows != NULL)
    {
      hs_field_schema_check_count (field->def->schema, hs_form_rows_count (field->rows), verdict);
      return verdict->keyword;
    }
  keyword = find_unlisted (self, field);
  if (keyword != NULL)
    return keyword;
  hs_field_schema_check (field->def->schema, field->value, verdict);
  return verdict->keyword;
}

static HsFormCheck *
find_check (HsForm *self, HsFormField *field, gboolean is_warning)
{
  for (guint i = 0; i < field->def->checks->len; i++)
    {
      HsFormCheck *check = self->plan->checks->pdata[g_array_index (field->def->checks, guint, i)];

      if (check->is_warning == is_warning && field->row->fired[check->local])
        return check;
    }
  return NULL;
}

static void
set_message (HsFormField *field, char **slot, char *message, HsFieldChanges change)
{
  if (g_strcmp0 (*slot, message) != 0)
    hs_form_field_touch (field, change);
  g_free (*slot);
  *slot = message;
}

static void
run_verdict (HsForm *self, HsFormField *field)
{
  HsSchemaVerdict verdict = { NULL, "", "" };
  const char *keyword = NULL, *rule = NULL;
  HsFormCheck *warning = NULL;
  char *message = NULL;

  if (field->relevant && field->def->kind != HS_FIELD_NOTE)
    {
      HsFormCheck *check;

      keyword = judge_alone (self, field, &verdict);
      check = keyword == NULL ? find_check (self, field, FALSE) : NULL;
      if (keyword != NULL)
        message = make_message (self, field, keyword, &verdict);
      else if (check != NULL)
        message = g_strdup (check->message);
      rule = keyword != NULL ? keyword : check != NULL ? check->id : NULL;
      warning = rule == NULL ? find_check (self, field, TRUE) : NULL;
    }
  field->error_rule = rule;
  set_message (field, &field->error, message, HS_CHANGED_ERROR);
  field->warning_rule = warning != NULL ? warning->id : NULL;
  set_message (field, &field->warning, warning != NULL ? g_strdup (warning->message) : NULL,
               HS_CHANGED_WARNING);
}

static gboolean
run_node (HsForm *self, HsPlanNode *node, HsFormRow *row)
{
  HsFormField *field;

  row->queued[node->local] = FALSE;
  if (!hs_form_row_is_in (row))
    return FALSE; /* taken out while it waited; when it comes back all of it runs */
  if (node->kind == HS_NODE_CHECK)
    return run_check (self, self->plan->checks->pdata[node->subject], row);
  field = hs_form_row_get_field (row, hs_form_plan_field (self->plan, node->subject));
  switch (node->kind)
    {
    case HS_NODE_VALUE:
      return run_value (self, field);
    case HS_NODE_RELEVANT:
      return run_relevant (self, field);
    case HS_NODE_DEMAND:
      return run_demand (self, field);
    case HS_NODE_VERDICT:
      run_verdict (self, field);
      return FALSE;
    case HS_NODE_CHECK:
    default:
      return FALSE;
    }
}

static guint
next_dirty (HsForm *self, guint from)
{
  guint n_words = (self->plan->nodes->len + BITS - 1) / BITS;

  for (guint word = from / BITS; word < n_words; word++)
    if (self->dirty[word] != 0)
      return word * BITS + (guint) __builtin_ctzll (self->dirty[word]);
  return HS_NO_INDEX;
}

void
hs_form_settle (HsForm *self)
{
  guint at = 0;

  if (self->plan->reads_clock && hs_form_read_clock (self))
    hs_form_mark_row (self, self->root);
  while ((at = next_dirty (self, at)) != HS_NO_INDEX)
    {
      g_autoptr (GPtrArray) rows = g_steal_pointer (&self->pending[at]);
      HsPlanNode *node = self->plan->nodes->pdata[at];

      self->dirty[at / BITS] &= ~(G_GUINT64_CONSTANT (1) << (at % BITS));
      for (guint i = 0; i < rows->len; i++)
        if (run_node (self, node, rows->pdata[i]))
          mark_dependents (self, node, rows->pdata[i]);
    }
}
