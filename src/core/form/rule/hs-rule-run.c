/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a compiled rule: walks its tree with a budget of steps; memory of the run is given back at
 * its end. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-memo.h"
#include "form/rule/hs-rule-private.h"

#include <string.h>

#define MAX_STACK_ARGS 8
#define TOO_MANY_STEPS "a rule took more than 1,000,000 steps"

void
hs_rule_run_fail (HsRuleRun *run, const char *message)
{
  if (run->error == NULL)
    run->error = g_error_new_literal (HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
}

static gpointer
own (HsRuleRun *run, gpointer memory)
{
  if (run->owned == NULL)
    run->owned = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (run->owned, memory);
  return memory;
}

const char *
hs_rule_run_own (HsRuleRun *run, char *text)
{
  return text != NULL ? own (run, text) : NULL;
}

void
hs_rule_set_string (HsRuleRun *run, HsRuleValue *result, char *text)
{
  result->type = text != NULL ? HS_RULE_STRING : HS_RULE_NULL;
  result->string = hs_rule_run_own (run, text);
  if (text != NULL && strlen (text) > HS_RULE_MAX_TEXT)
    hs_rule_run_fail (run, "a rule made a text longer than 64 KiB");
}

/* (nullable) */
char *
hs_rule_value_to_text (const HsRuleValue *value)
{
  switch (value->type)
    {
    case HS_RULE_STRING:
      return g_strdup (value->string);
    case HS_RULE_NUMBER:
      return hs_decimal_to_text (&value->number);
    case HS_RULE_DATE:
      return hs_date_to_text (&value->date);
    case HS_RULE_NULL:
    case HS_RULE_BOOLEAN:
    case HS_RULE_ARRAY:
    case HS_RULE_ROW:
    default:
      return NULL;
    }
}

gboolean
hs_rule_value_equal (const HsRuleValue *a, const HsRuleValue *b)
{
  if (a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case HS_RULE_BOOLEAN:
      return !a->boolean == !b->boolean;
    case HS_RULE_NUMBER:
      return hs_decimal_compare (&a->number, &b->number) == 0;
    case HS_RULE_STRING:
      return strcmp (a->string, b->string) == 0;
    case HS_RULE_DATE:
      return a->date.year == b->date.year && a->date.month == b->date.month &&
             a->date.day == b->date.day;
    case HS_RULE_ARRAY:
      for (guint i = 0; i < a->array.n_items && i < b->array.n_items; i++)
        if (!hs_rule_value_equal (&a->array.items[i], &b->array.items[i]))
          return FALSE;
      return a->array.n_items == b->array.n_items;
    case HS_RULE_NULL:
      return TRUE;
    case HS_RULE_ROW:
    default:
      return FALSE;
    }
}

static void
run_array (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  HsRuleValue *items = own (run, g_new0 (HsRuleValue, node->n_args + 1));

  for (guint i = 0; i < node->n_args && run->error == NULL; i++)
    hs_rule_run_node (run, node->args[i], &items[i]);
  result->type = HS_RULE_ARRAY;
  result->array.items = items;
  result->array.n_items = node->n_args;
}

static void
run_eager (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  HsRuleValue on_stack[MAX_STACK_ARGS], *args = on_stack;

  if (node->n_args > MAX_STACK_ARGS)
    args = own (run, g_new0 (HsRuleValue, node->n_args));
  for (guint i = 0; i < node->n_args; i++)
    {
      hs_rule_run_node (run, node->args[i], &args[i]);
      if (run->error != NULL || (args[i].type == HS_RULE_NULL && !node->op->takes_null))
        return;
    }
  node->op->run (run, node, args, result);
}

/* An aggregate sees nothing but the rows below one row, and what is around that: from the same row it gives
 * the same. */
static void
run_over_rows (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  const HsRuleContext *context = run->context;
  gconstpointer row = context->memo != NULL ? context->find_row (context->data, node->up) : NULL;
  guint before = run->steps, steps;

  if (row != NULL && hs_rule_memo_get (context->memo, node, row, result, &steps))
    {
      run->steps += steps;
      if (run->steps > HS_RULE_MAX_STEPS)
        hs_rule_run_fail (run, TOO_MANY_STEPS);
      return;
    }
  node->op->run_over_rows (run, node, result);
  if (row != NULL && run->error == NULL)
    hs_rule_memo_put (context->memo, node, row, result, run->steps - before);
}

void
hs_rule_run_node (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  result->type = HS_RULE_NULL;
  if (run->error != NULL)
    return;
  if (++run->steps > HS_RULE_MAX_STEPS)
    hs_rule_run_fail (run, TOO_MANY_STEPS);
  else if (node->op == NULL && node->literal.type == HS_RULE_ARRAY)
    run_array (run, node, result);
  else if (node->op == NULL)
    *result = node->literal;
  else if (node->over_rows)
    run_over_rows (run, node, result);
  else if (node->op->run_lazy != NULL)
    node->op->run_lazy (run, node, result);
  else
    run_eager (run, node, result);
}

const HsRuleOp *
hs_rule_find_op (const char *name)
{
  const HsRuleOp *tables[] = { hs_rule_logic_ops, hs_rule_text_ops, hs_rule_date_ops,
                               hs_rule_number_ops };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const HsRuleOp *op = tables[i]; op->name != NULL; op++)
      if (g_str_equal (op->name, name))
        return op;
  return NULL;
}
