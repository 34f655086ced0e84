/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of rules: fields, conditions, comparisons. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#include <string.h>

#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)
#define NUMBER HS_RULE_MASK (HS_RULE_NUMBER)
#define STRING HS_RULE_MASK (HS_RULE_STRING)
#define DATE HS_RULE_MASK (HS_RULE_DATE)
#define ARRAY HS_RULE_MASK (HS_RULE_ARRAY)

static void
run_var (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  run->context->get_field (run->context->data, node->field, result);
  if (result->type == HS_RULE_NULL && node->n_args == 2)
    hs_rule_run_node (run, node->args[1], result);
}

static void
run_missing (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  HsRuleValue *items = g_new0 (HsRuleValue, node->n_args + 1);
  guint n = 0;

  hs_rule_run_own (run, (char *) items);
  for (guint i = 0; i < node->n_args; i++)
    {
      HsRuleValue value = { HS_RULE_NULL };

      run->context->get_field (run->context->data, node->args[i]->field, &value);
      if (value.type == HS_RULE_NULL)
        items[n++] = node->args[i]->literal;
    }
  result->type = HS_RULE_ARRAY;
  result->array.items = items;
  result->array.n_items = n;
}

static void
run_if (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  for (guint i = 0; i < node->n_args; i += 2)
    {
      HsRuleValue condition;

      if (i + 1 == node->n_args)
        {
          hs_rule_run_node (run, node->args[i], result);
          return;
        }
      hs_rule_run_node (run, node->args[i], &condition);
      if (run->error != NULL)
        return;
      if (condition.type == HS_RULE_BOOLEAN && condition.boolean)
        {
          hs_rule_run_node (run, node->args[i + 1], result);
          return;
        }
    }
}

/* "and" is decided by the first FALSE, "or" by the first TRUE; else null if any part was null. */
static void
run_connective (HsRuleRun *run, HsRuleNode *node, gboolean decides, HsRuleValue *result)
{
  gboolean any_null = FALSE;

  for (guint i = 0; i < node->n_args && run->error == NULL; i++)
    {
      HsRuleValue part;

      hs_rule_run_node (run, node->args[i], &part);
      any_null |= part.type == HS_RULE_NULL;
      if (part.type == HS_RULE_BOOLEAN && !part.boolean == !decides)
        {
          *result = part;
          return;
        }
    }
  result->type = any_null ? HS_RULE_NULL : HS_RULE_BOOLEAN;
  result->boolean = !decides;
}

static void
run_and (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  run_connective (run, node, FALSE, result);
}

static void
run_or (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  run_connective (run, node, TRUE, result);
}

static void
set_boolean (HsRuleValue *result, gboolean value)
{
  result->type = HS_RULE_BOOLEAN;
  result->boolean = value;
}

static void
run_not (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  set_boolean (result, !args[0].boolean);
}

static void
run_equal (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  set_boolean (result, hs_rule_value_equal (&args[0], &args[1]));
}

static void
run_unequal (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  set_boolean (result, !hs_rule_value_equal (&args[0], &args[1]));
}

gboolean
hs_rule_value_compare (HsRuleRun *run, const HsRuleValue *a, const HsRuleValue *b, int *order)
{
  if (a->type == HS_RULE_NUMBER && b->type == HS_RULE_NUMBER)
    *order = hs_decimal_compare (&a->number, &b->number);
  else if (a->type == HS_RULE_DATE && b->type == HS_RULE_DATE)
    *order = hs_date_compare (&a->date, &b->date);
  else
    {
      hs_rule_run_fail (run, "a rule compares a number with a date");
      return FALSE;
    }
  return TRUE;
}

static gboolean
holds (const char *op, int order)
{
  if (g_str_equal (op, "<"))
    return order < 0;
  if (g_str_equal (op, "<="))
    return order <= 0;
  return g_str_equal (op, ">") ? order > 0 : order >= 0;
}

static void
run_order (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gboolean all = TRUE;

  for (guint i = 0; i + 1 < node->n_args; i++)
    {
      int order;

      if (!hs_rule_value_compare (run, &args[i], &args[i + 1], &order))
        return;
      all = all && holds (node->op->name, order);
    }
  set_boolean (result, all);
}

static void
run_in (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gboolean found = FALSE;

  if (args[1].type == HS_RULE_STRING && args[0].type != HS_RULE_STRING)
    hs_rule_run_fail (run, "“in” looks for something else than text in a text");
  else if (args[1].type == HS_RULE_STRING)
    found = strstr (args[1].string, args[0].string) != NULL;
  else
    for (guint i = 0; i < args[1].array.n_items && !found; i++)
      found = hs_rule_value_equal (&args[0], &args[1].array.items[i]);
  set_boolean (result, found);
}

static const char *
check_in (HsRuleNode *node)
{
  guint where = node->args[1]->types & ~HS_RULE_MASK (HS_RULE_NULL);

  if ((where & ~(STRING | ARRAY)) != 0)
    return "looks only in a text or a list";
  if (where == STRING && (node->args[0]->types & ~HS_RULE_MASK (HS_RULE_NULL)) != STRING)
    return "looks for something else than text in a text";
  return NULL;
}

#define ANY HS_RULE_MASK_ANY
#define ORDERED (NUMBER | DATE)

const HsRuleOp hs_rule_logic_ops[] = {
  { "var", 1, 2, ANY, 0, TRUE, 0, NULL, NULL, run_var },
  { "missing", 1, 255, STRING, ARRAY, TRUE, -1, NULL, NULL, run_missing },
  { "if", 2, 255, ANY, 0, TRUE, -1, NULL, NULL, run_if },
  { "?:", 3, 3, ANY, 0, TRUE, -1, NULL, NULL, run_if },
  { "and", 1, 255, BOOLEAN, BOOLEAN, FALSE, -1, NULL, NULL, run_and },
  { "or", 1, 255, BOOLEAN, BOOLEAN, FALSE, -1, NULL, NULL, run_or },
  { "!", 1, 1, BOOLEAN, BOOLEAN, FALSE, -1, NULL, run_not, NULL },
  { "==", 2, 2, ANY, BOOLEAN, TRUE, -1, NULL, run_equal, NULL },
  { "===", 2, 2, ANY, BOOLEAN, TRUE, -1, NULL, run_equal, NULL },
  { "!=", 2, 2, ANY, BOOLEAN, TRUE, -1, NULL, run_unequal, NULL },
  { "!==", 2, 2, ANY, BOOLEAN, TRUE, -1, NULL, run_unequal, NULL },
  { "<", 2, 3, ORDERED, BOOLEAN, FALSE, -1, NULL, run_order, NULL },
  { "<=", 2, 3, ORDERED, BOOLEAN, FALSE, -1, NULL, run_order, NULL },
  { ">", 2, 2, ORDERED, BOOLEAN, FALSE, -1, NULL, run_order, NULL },
  { ">=", 2, 2, ORDERED, BOOLEAN, FALSE, -1, NULL, run_order, NULL },
  { "in", 2, 2, ANY, BOOLEAN, FALSE, -1, check_in, run_in, NULL },
  { NULL },
};
