/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JsonLogic of what a script says, with the same result: where JsonLogic would take a missing answer for 0 and
 * JavaScript gives NaN, the result is guarded. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-script-private.h"

#include <string.h>

static const HsFormioExpr none = { NULL, HS_FORMIO_TYPE_ANY, NULL, FALSE };

HsFormioExpr
hs_formio_expr_new (JsonNode *node, HsFormioType type)
{
  HsFormioExpr expr = { node, type, NULL, FALSE };

  return expr;
}

static void
expr_clear (HsFormioExpr *expr)
{
  g_clear_pointer (&expr->node, json_node_unref);
  g_clear_pointer (&expr->guards, g_ptr_array_unref);
}

HsFormioExpr
hs_formio_expr_fail (HsFormioExpr *a, HsFormioExpr *b)
{
  if (a != NULL)
    expr_clear (a);
  if (b != NULL)
    expr_clear (b);
  return none;
}

static GPtrArray *
merge_guards (HsFormioExpr *a, HsFormioExpr *b)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  HsFormioExpr *both[] = { a, b };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; both[i]->guards != NULL && k < both[i]->guards->len; k++)
      g_ptr_array_add (all, json_node_ref (both[i]->guards->pdata[k]));
  return all;
}

static gboolean
is_var (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) &&
         json_object_has_member (json_node_get_object (node), "var");
}

static void
guard_var (GPtrArray *guards, HsFormioExpr *expr)
{
  if (is_var (expr->node) && !expr->is_zero)
    g_ptr_array_add (guards, json_node_copy (expr->node));
}

/* null is 0 in arithmetic, where JsonLogic's + makes nothing of it. */
static JsonNode *
take_operand (HsFormioExpr *expr)
{
  JsonNode *node = g_steal_pointer (&expr->node), *zero;

  if (!expr->is_zero)
    return node;
  zero = json_node_new (JSON_NODE_VALUE);
  json_node_set_int (zero, 0);
  return hs_formio_op ("or", node, zero);
}

/* {"and": [all answered, node]} */
static JsonNode *
guarded (GPtrArray *guards, JsonNode *node)
{
  JsonArray *all;
  JsonObject *object;
  JsonNode *result;

  if (guards == NULL || guards->len == 0)
    return node;
  all = json_array_new ();
  for (guint i = 0; i < guards->len; i++)
    json_array_add_element (
      all, hs_formio_op ("!==", json_node_copy (guards->pdata[i]), hs_formio_null ()));
  json_array_add_element (all, node);
  object = json_object_new ();
  json_object_set_array_member (object, "and", all);
  result = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (result, object);
  return result;
}

JsonNode *
hs_formio_expr_choose (JsonNode *condition, JsonNode *yes, JsonNode *no)
{
  JsonArray *parts = json_array_new ();
  JsonObject *object = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);

  json_array_add_element (parts, condition);
  json_array_add_element (parts, yes);
  json_array_add_element (parts, no);
  json_object_set_array_member (object, "if", parts);
  json_node_take_object (result, object);
  return result;
}

/* Arithmetic used as a value: a missing answer gives nothing. */
void
hs_formio_expr_settle (HsFormioExpr *expr)
{
  g_autoptr (GPtrArray) guards = g_steal_pointer (&expr->guards);

  if (expr->node != NULL && guards != NULL && guards->len > 0)
    expr->node = hs_formio_expr_choose (guarded (guards, hs_formio_boolean (TRUE)), expr->node,
                                        hs_formio_null ());
}

HsFormioExpr
hs_formio_expr_arithmetic (const char *op, HsFormioExpr *a, HsFormioExpr *b)
{
  JsonNode *left;
  HsFormioExpr expr;

  if (a->type != HS_FORMIO_TYPE_NUMBER || b->type != HS_FORMIO_TYPE_NUMBER)
    return hs_formio_expr_fail (a, b);
  expr = hs_formio_expr_new (NULL, HS_FORMIO_TYPE_NUMBER);
  expr.guards = merge_guards (a, b);
  guard_var (expr.guards, a);
  guard_var (expr.guards, b);
  left = take_operand (a);
  expr.node = hs_formio_op (op, left, take_operand (b));
  hs_formio_expr_fail (a, b);
  return expr;
}

/* + is a sum of numbers, or joins where one side is known to be a text. */
static HsFormioExpr
make_plus (HsFormioExpr *a, HsFormioExpr *b)
{
  if (a->type == HS_FORMIO_TYPE_NUMBER && b->type == HS_FORMIO_TYPE_NUMBER)
    return hs_formio_expr_arithmetic ("+", a, b);
  if ((a->type != HS_FORMIO_TYPE_TEXT && a->type != HS_FORMIO_TYPE_NUMBER) ||
      (b->type != HS_FORMIO_TYPE_TEXT && b->type != HS_FORMIO_TYPE_NUMBER))
    return hs_formio_expr_fail (a, b);
  hs_formio_expr_settle (a);
  hs_formio_expr_settle (b);
  return hs_formio_expr_new (hs_formio_op ("cat", a->node, b->node), HS_FORMIO_TYPE_TEXT);
}

static gboolean
may_equal (const char *op, HsFormioExpr *a, HsFormioExpr *b)
{
  gboolean strict = strlen (op) == 3;

  /* missing is undefined there and null here: only == null is the same */
  if (a->type == HS_FORMIO_TYPE_NULL || b->type == HS_FORMIO_TYPE_NULL)
    return !strict && a->type != b->type;
  return a->type == HS_FORMIO_TYPE_ANY || b->type == HS_FORMIO_TYPE_ANY || a->type == b->type ||
         !strict;
}

HsFormioExpr
hs_formio_expr_comparison (const char *op, HsFormioExpr *a, HsFormioExpr *b)
{
  g_autoptr (GPtrArray) guards = NULL;
  JsonNode *node;

  if (*op == '=' || *op == '!')
    {
      if (!may_equal (op, a, b))
        return hs_formio_expr_fail (a, b);
      hs_formio_expr_settle (a);
      hs_formio_expr_settle (b);
      return hs_formio_expr_new (hs_formio_op (op, a->node, b->node), HS_FORMIO_TYPE_BOOLEAN);
    }
  if (a->type == HS_FORMIO_TYPE_NULL || b->type == HS_FORMIO_TYPE_NULL ||
      a->type == HS_FORMIO_TYPE_BOOLEAN || b->type == HS_FORMIO_TYPE_BOOLEAN)
    return hs_formio_expr_fail (a, b);
  guards = merge_guards (a, b);
  guard_var (guards, a);
  guard_var (guards, b);
  node =
    guarded (guards, hs_formio_op (op, g_steal_pointer (&a->node), g_steal_pointer (&b->node)));
  hs_formio_expr_fail (a, b);
  return hs_formio_expr_new (node, HS_FORMIO_TYPE_BOOLEAN);
}

HsFormioExpr
hs_formio_expr_sum (const char *op, HsFormioExpr *a, HsFormioExpr *b)
{
  return *op == '+' ? make_plus (a, b) : hs_formio_expr_arithmetic (op, a, b);
}

HsFormioExpr
hs_formio_expr_logical (const char *op, HsFormioExpr *a, HsFormioExpr *b)
{
  HsFormioType type = a->type == b->type ? a->type : HS_FORMIO_TYPE_ANY;

  hs_formio_expr_settle (a);
  hs_formio_expr_settle (b);
  return hs_formio_expr_new (hs_formio_op (*op == '&' ? "and" : "or", a->node, b->node), type);
}
