/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of compatible JsonLogic, each as json-logic-js 2 has it: lists. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

static void
run_merge (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  HsLogicList *list;
  guint n = 0;

  for (guint i = 0; i < n_args && n <= HS_LOGIC_MAX_ITEMS; i++)
    n += hs_logic_value_is_array (&args[i]) ? hs_logic_value_length (&args[i]) : 1;
  list = hs_logic_list_new (run, n);
  n = 0;
  for (guint i = 0; list != NULL && i < n_args; i++)
    {
      guint length = hs_logic_value_is_array (&args[i]) ? hs_logic_value_length (&args[i]) : 1;

      if (!hs_logic_spend (run, length))
        return;
      for (guint k = 0; k < length; k++)
        list->items[n++] =
          hs_logic_value_is_array (&args[i]) ? hs_logic_value_item (&args[i], k) : args[i];
    }
  hs_logic_set_list (result, list);
}

/* What the list operators begin with. rule (nullable): of the items. */
static guint
run_items (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *items)
{
  *items = hs_logic_undefined ();
  if (node->n_args > 0)
    hs_logic_run_node (run, node->args[0], data, items);
  return hs_logic_value_is_array (items) ? hs_logic_value_length (items) : 0;
}

static void
run_on_item (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *item, HsLogicValue *result)
{
  *result = hs_logic_undefined ();
  if (hs_logic_spend (run, 1) && node->n_args > 1)
    hs_logic_run_node (run, node->args[1], item, result);
}

static void
run_map (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);
  HsLogicList *list = hs_logic_list_new (run, n);

  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (&items, i);

      run_on_item (run, node, &item, &list->items[i]);
    }
  hs_logic_set_list (result, list);
}

static void
run_filter (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);
  HsLogicList *list = hs_logic_list_new (run, n);

  if (list != NULL)
    list->n_items = 0;
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (&items, i), verdict;

      run_on_item (run, node, &item, &verdict);
      if (hs_logic_value_truthy (&verdict))
        list->items[list->n_items++] = item;
    }
  hs_logic_set_list (result, list);
}

static void
run_reduce (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items, initial = { HS_LOGIC_NULL, { 0 } };
  guint n = run_items (run, node, data, &items);

  if (node->n_args > 2)
    hs_logic_run_node (run, node->args[2], data, &initial);
  *result = initial;
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicScope *scope = hs_logic_alloc (run, sizeof *scope);
      HsLogicValue value = { HS_LOGIC_SCOPE, { 0 } };

      if (scope == NULL)
        return;
      scope->current = hs_logic_value_item (&items, i);
      scope->accumulator = *result;
      value.scope = scope;
      run_on_item (run, node, &value, result);
    }
}

/* The first item whose verdict is `wanted`. */
static gboolean
any_item (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *items, guint n, gboolean wanted)
{
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (items, i), verdict;

      run_on_item (run, node, &item, &verdict);
      if (!hs_logic_value_truthy (&verdict) == !wanted)
        return TRUE;
    }
  return FALSE;
}

static void
run_all (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  hs_logic_set_boolean (result, n > 0 && !any_item (run, node, &items, n, FALSE));
}

static void
run_none (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  hs_logic_set_boolean (result, !any_item (run, node, &items, n, TRUE));
}

static void
run_some (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  hs_logic_set_boolean (result, any_item (run, node, &items, n, TRUE));
}

const HsLogicOp hs_logic_list_ops[] = {
  { "merge", run_merge, NULL, FALSE },  { "map", NULL, run_map, TRUE },
  { "filter", NULL, run_filter, TRUE }, { "reduce", NULL, run_reduce, TRUE },
  { "all", NULL, run_all, TRUE },       { "none", NULL, run_none, TRUE },
  { "some", NULL, run_some, TRUE },     { NULL },
};
