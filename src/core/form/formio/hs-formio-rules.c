/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a form: relevance, calculation, what is required, checks across fields. What cannot be said as
 * data is told, and the field then asks for less, never for more: shown instead of hidden, and not required. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"
#include <string.h>

HsFormioRule
hs_formio_rule_for (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  /* "row" of one of several values is what its component is in */
  gboolean one = node->parent != NULL && node->parent->kind == HS_FORMIO_MANY;
  HsFormioRule rule = { c,    node->rows, node->depth, one ? node->parent->parent : node->parent,
                        node, reads,      FALSE,       NULL };

  return rule;
}

gboolean
hs_formio_is_repeat (HsFormioNode *node)
{
  return node->kind == HS_FORMIO_ROWS || node->kind == HS_FORMIO_MANY;
}

/* The one value of the rows of a "multiple" component. */
static gboolean
is_item (HsFormioNode *node)
{
  return node->parent != NULL && node->parent->kind == HS_FORMIO_MANY;
}

/* Cycles. */

static void
push (GPtrArray *stack, HsFormioNode *node, guint mark)
{
  if (node == NULL || node->mark == mark)
    return;
  node->mark = mark;
  g_ptr_array_add (stack, node);
}

static void
push_inside (HsFormioContext *c, GPtrArray *stack, HsFormioNode *repeat)
{
  for (guint i = 0; i < c->nodes->len; i++)
    if (hs_formio_is_under (c->nodes->pdata[i], repeat))
      push (stack, c->nodes->pdata[i], c->mark);
}

/* TRUE when what node would read depends on node. */
static gboolean
makes_cycle (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  c->mark++;
  for (guint i = 0; i < reads->len; i++)
    {
      push (stack, reads->pdata[i], c->mark);
      if (hs_formio_is_repeat (reads->pdata[i]) ||
          ((HsFormioNode *) reads->pdata[i])->kind == HS_FORMIO_OBJECT)
        push_inside (c, stack, reads->pdata[i]);
    }
  while (stack->len > 0)
    {
      HsFormioNode *at = stack->pdata[stack->len - 1];

      if (at == node || (hs_formio_is_repeat (node) && hs_formio_is_under (at, node)))
        return TRUE;
      g_ptr_array_set_size (stack, (int) stack->len - 1);
      push (stack, at->parent, c->mark);
      for (guint i = 0; i < at->reads->len; i++)
        {
          HsFormioNode *read = at->reads->pdata[i];
          gboolean is_new = read->mark != c->mark;

          push (stack, read, c->mark);
          if (is_new && hs_formio_is_repeat (read))
            push_inside (c, stack, read);
        }
    }
  return FALSE;
}

static gboolean
take_reads (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  if (makes_cycle (c, node, reads))
    return FALSE;
  for (guint i = 0; i < reads->len; i++)
    g_ptr_array_add (node->reads, reads->pdata[i]);
  return TRUE;
}

/* Relevance. */

static JsonNode *
both (JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a != NULL ? a : b;
  return hs_formio_op ("and", a, b);
}

static JsonNode *
original_of (JsonObject *component, const char *what)
{
  const char *dot = strchr (what, '.');
  JsonObject *inner;
  g_autofree char *first = NULL;

  if (dot == NULL)
    return json_object_get_member (component, what);
  first = g_strndup (what, (gsize) (dot - what));
  inner = hs_json_object (component, first);
  return inner != NULL ? json_object_get_member (inner, dot + 1) : NULL;
}

/* The condition of one component around or at node, added to *all. FALSE: it could not be said. */
static gboolean
add_condition (HsFormioContext *c, HsFormioNode *node, JsonObject *component, HsFormioItem *item,
               JsonNode **all)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = hs_formio_rule_for (c, node, reads);
  JsonNode *condition = NULL;
  const char *what;

  if (!hs_formio_condition (&rule, component, &condition, &what))
    {
      hs_formio_note (item, rule.code, what, original_of (component, what));
      return FALSE;
    }
  if (condition == NULL)
    return TRUE;
  if (!take_reads (c, node, reads))
    {
      hs_formio_note (item, "rule-cycle", what, original_of (component, what));
      json_node_unref (condition);
      return FALSE;
    }
  *all = both (*all, condition);
  return TRUE;
}

static void
fill_relevance (HsFormioContext *c, HsFormioNode *node)
{
  JsonNode *all = NULL;

  if (node->parent != NULL)
    {
      node->is_uncertain = node->parent->is_uncertain;
      node->is_conditional = node->parent->is_conditional && !hs_formio_is_repeat (node->parent);
    }
  if (node->is_off && (node->parent == NULL || !node->parent->is_off))
    all = hs_formio_boolean (FALSE);
  else if (!node->is_off)
    {
      for (guint i = 0; i < node->above->len; i++)
        if (!add_condition (c, node, node->above->pdata[i], node->above_items->pdata[i], &all))
          node->is_uncertain = TRUE;
      if (node->component != NULL && !is_item (node) &&
          !add_condition (c, node, node->component, node->item, &all))
        node->is_uncertain = TRUE;
    }
  node->is_conditional |= all != NULL || node->is_off;
  if (all != NULL)
    json_object_set_member (c->relevant, node->pointer, all);
}

/* Calculation. */

static JsonNode *
read_calculation (HsFormioRule *rule, JsonObject *component)
{
  JsonNode *original = json_object_get_member (component, "calculateValue");
  g_autoptr (JsonNode) logic = NULL;

  if (JSON_NODE_HOLDS_OBJECT (original))
    return hs_formio_rewrite (rule, original);
  logic =
    hs_formio_script_parse (json_node_get_string (original), "value", hs_formio_rule_kind, rule);
  if (logic == NULL)
    {
      rule->code = "script";
      return NULL;
    }
  return hs_formio_rewrite (rule, logic);
}

static gboolean
has_calculation (JsonObject *component)
{
  JsonNode *node = json_object_get_member (component, "calculateValue");

  if (node == NULL)
    return FALSE;
  return JSON_NODE_HOLDS_OBJECT (node)
           ? json_object_get_size (json_node_get_object (node)) > 0
           : !hs_text_is_blank (hs_json_string (component, "calculateValue", ""));
}

/* TRUE: the field is calculated now. */
static gboolean
fill_calculation (HsFormioContext *c, HsFormioNode *node)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = hs_formio_rule_for (c, node, reads);
  JsonNode *logic, *original;

  if (node->component == NULL || is_item (node) || node->is_off ||
      !has_calculation (node->component))
    return FALSE;
  original = json_object_get_member (node->component, "calculateValue");
  rule.or_null = TRUE;
  if (node->kind != HS_FORMIO_TEXT && node->kind != HS_FORMIO_NUMBER &&
      node->kind != HS_FORMIO_YES_NO && node->kind != HS_FORMIO_CODE &&
      node->kind != HS_FORMIO_DATE)
    {
      hs_formio_note (node->item, "rule-type", "calculateValue", original);
      return FALSE;
    }
  logic = read_calculation (&rule, node->component);
  if (logic != NULL && !take_reads (c, node, reads))
    {
      rule.code = "rule-cycle";
      g_clear_pointer (&logic, json_node_unref);
    }
  if (logic == NULL)
    {
      hs_formio_note (node->item, rule.code, "calculateValue", original);
      return FALSE;
    }
  if (node->kind == HS_FORMIO_TEXT || node->kind == HS_FORMIO_CODE)
    logic = hs_formio_op ("cat", logic, NULL);
  if (hs_json_bool (node->component, "allowCalculateOverride", FALSE))
    hs_formio_note (node->item, "calculate-fixed", "allowCalculateOverride", NULL);
  json_object_set_member (c->calculate, node->pointer, logic);
  json_object_remove_member (node->schema, "default");
  return TRUE;
}

/* All. */

static void
fill_node (HsFormioContext *c, HsFormioNode *node)
{
  gboolean is_calculated;

  fill_relevance (c, node);
  is_calculated = fill_calculation (c, node);
  hs_formio_fill_required (c, node, is_calculated);
  if (node->component == NULL || node->is_off)
    return;
  hs_formio_fill_checks (c, node);
  hs_formio_fill_messages (node);
}

static void
fill_text (HsFormioContext *c, HsFormioText *text)
{
  HsFormioNode place = { 0 };
  JsonNode *all = NULL;

  place.rows = text->rows;
  place.depth = text->rows != NULL ? text->rows->depth + 1 : 0;
  place.parent = text->parent;
  for (guint i = 0; i <= text->above->len; i++)
    {
      JsonObject *component = i < text->above->len ? text->above->pdata[i] : text->component;
      HsFormioItem *item = i < text->above->len ? text->above_items->pdata[i] : text->item;
      g_autoptr (GPtrArray) reads = g_ptr_array_new ();
      HsFormioRule rule = { c, place.rows, place.depth, place.parent, NULL, reads, FALSE, NULL };
      JsonNode *condition = NULL;
      const char *what;

      if (!hs_formio_condition (&rule, component, &condition, &what))
        hs_formio_note (item, rule.code, what, original_of (component, what));
      else
        all = both (all, condition);
    }
  if (all != NULL)
    json_object_set_member (text->label, "x-relevant", all);
}

void
hs_formio_fill_rules (HsFormioContext *c)
{
  for (guint i = 0; i < c->nodes->len; i++)
    fill_node (c, c->nodes->pdata[i]);
  for (guint i = 0; i < c->texts->len; i++)
    fill_text (c, c->texts->pdata[i]);
}
