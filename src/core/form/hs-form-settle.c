/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After an edit: runs what depends on it, in the order of the plan, and stops where nothing changed.
 * What is stored after any sequence of edits equals a run of everything. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "form/rule/hs-rule-memo.h"

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

void
hs_form_mark_verdict (HsForm *self, HsFormField *field)
{
  if (field->row != NULL)
    mark (self, self->plan->verdict_node[field->def->index], field->row);
}

void
hs_form_note_error (HsForm *self, GError *error)
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

gboolean
hs_form_decide (HsForm *self, HsFormRow *row, HsRule *rule)
{
  HsFormView view = { self, row };
  HsRuleContext context = hs_form_view_context (&view);
  GError *error = NULL;
  gboolean is_so;

  hs_rule_decide (rule, &context, &is_so, &error);
  hs_form_note_error (self, error);
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
  hs_form_note_error (self, error);
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
    relevant = hs_form_decide (self, field->row, field->def->conditions->pdata[i]);
  relevant = relevant && hs_form_uses_are_so (self, field->row, field->def->shown_if);
  if (!relevant == !field->relevant)
    return FALSE;
  field->relevant = relevant;
  hs_form_field_touch (field, HS_CHANGED_RELEVANT);
  return TRUE;
}

/* (nullable) the first that is so now */
static HsFormDemand *
find_demand (HsForm *self, HsFormField *field)
{
  for (guint i = 0; i < field->def->demands->len; i++)
    {
      HsFormDemand *demand = field->def->demands->pdata[i];

      if (hs_form_uses_are_so (self, field->row, demand->uses))
        return demand;
    }
  return NULL;
}

static gboolean
is_locked (HsForm *self, HsFormField *field)
{
  for (guint i = 0; i < field->def->locked_if->len; i++)
    if (hs_form_use_is_so (self, field->row, &g_array_index (field->def->locked_if, HsGuardUse, i)))
      return TRUE;
  return FALSE;
}

static gboolean
run_demand (HsForm *self, HsFormField *field)
{
  HsFieldDef *def = field->def;
  HsFormDemand *demand = find_demand (self, field);
  gboolean required = def->schema_required || demand != NULL ||
                      (def->require != NULL && hs_form_decide (self, field->row, def->require));
  gboolean read_only =
    def->calculate != NULL || def->schema_read_only || is_locked (self, field) ||
    (def->read_only != NULL && hs_form_decide (self, field->row, def->read_only));
  gboolean changed;

  if (def->calculate != NULL || def->kind == HS_FIELD_NOTE)
    required = FALSE;
  changed =
    !required != !field->required || !read_only != !field->read_only || demand != field->demand;
  field->demand = demand;
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
  gboolean fired = hs_form_decide (self, row, check->when);

  if (!fired == !row->fired[check->local])
    return FALSE;
  row->fired[check->local] = fired;
  return TRUE;
}

static gboolean
run_node (HsForm *self, HsPlanNode *node, HsFormRow *row)
{
  HsFormField *field;

  row->queued[node->local] = FALSE;
  if (!hs_form_row_is_in (row))
    return FALSE; /* taken out while it waited; when it comes back all of it runs */
  if (node->kind == HS_NODE_GUARD)
    return hs_form_run_guard (self, self->plan->guards->pdata[node->subject], row);
  if (node->kind == HS_NODE_CONSTRAINT)
    {
      hs_form_run_constraint (self, self->plan->constraints->pdata[node->subject], row);
      return FALSE; /* it marked whom it blames */
    }
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
      hs_form_run_verdict (self, field);
      return FALSE;
    case HS_NODE_CHECK:
    case HS_NODE_GUARD:
    case HS_NODE_CONSTRAINT:
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

/* What a node reads does not change while it runs in its rows: no rule reads what it writes itself. */
static void
run_in_rows (HsForm *self, HsPlanNode *node, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (run_node (self, node, rows->pdata[i]))
      mark_dependents (self, node, rows->pdata[i]);
  hs_rule_memo_clear (self->memo);
}

void
hs_form_settle (HsForm *self)
{
  guint at = 0;

  if (self->plan->reads_clock && hs_form_read_clock (self))
    hs_form_mark_row (self, self->root);
  self->memo = hs_rule_memo_new ();
  while ((at = next_dirty (self, at)) != HS_NO_INDEX)
    {
      g_autoptr (GPtrArray) rows = g_steal_pointer (&self->pending[at]);
      HsPlanNode *node = self->plan->nodes->pdata[at];

      self->dirty[at / BITS] &= ~(G_GUINT64_CONSTANT (1) << (at % BITS));
      run_in_rows (self, node, rows);
    }
  g_clear_pointer (&self->memo, hs_rule_memo_free);
}
