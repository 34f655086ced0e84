/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a component is shown: "when" and "eq", lists of conditions with the 18 operators, JsonLogic, and the
 * script that is data. What each operator gives for a missing answer is as in Form.io.
 * Source: github.com/formio/core 2.8, utils/conditions and utils/operators (behaviour). */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"

#include <string.h>

/* The field a condition names, and what we call it here. (nullable): rule->code. */
static HsFormioNode *
find_field (HsFormioRule *rule, const char *path, char **name, char **box)
{
  HsFormioNode *node = hs_formio_find (rule->context, rule->parent, path);
  const char *dot = strrchr (path, '.');

  if (node == NULL && dot != NULL)
    {
      g_autofree char *before = g_strndup (path, (gsize) (dot - path));

      node = hs_formio_find (rule->context, rule->parent, before);
      if (node != NULL && node->kind == HS_FORMIO_BOXES)
        *box = g_strdup (dot + 1);
      else
        node = NULL;
    }
  *name = node != NULL ? hs_formio_name_from (rule->rows, rule->depth, node) : NULL;
  if (*name == NULL)
    {
      rule->code = node != NULL ? "rule-other-row" : "rule-unknown-field";
      return NULL;
    }
  g_ptr_array_add (rule->reads, node);
  return node;
}

static gboolean
is_required (JsonObject *component)
{
  JsonObject *validate = component != NULL ? hs_json_object (component, "validate") : NULL;

  return validate != NULL && hs_json_bool (validate, "required", FALSE);
}

/* Of a list: any of its items. */
static JsonNode *
compare_any (HsFormioRule *rule, HsFormioNode *node, const char *name, const HsFormioOperator *op,
             JsonNode *value)
{
  HsFormioNode *item = node;
  JsonNode *comparison;

  if (node->kind == HS_FORMIO_MANY)
    {
      g_autofree char *path = g_strconcat (node->path, ".*", NULL);

      item = g_hash_table_lookup (rule->context->by_path, path);
    }
  if (item == NULL)
    return NULL;
  comparison =
    op->compare (item, hs_formio_var (node->kind == HS_FORMIO_MANY ? "value" : ""), value);
  if (comparison == NULL)
    return NULL;
  comparison = hs_formio_op ("some", hs_formio_var (name), comparison);
  if (!op->is_negative || !is_required (node->component))
    return comparison;
  /* what is missing is an empty list there, of which nothing is true; not where it is required: then it is
   * undefined, and undefined is not the value */
  return hs_formio_op ("or", hs_formio_op ("!", hs_formio_var (name), NULL), comparison);
}

static JsonNode *
read_one (HsFormioRule *rule, JsonObject *condition)
{
  const char *path = hs_json_string (condition, "component", "");
  const char *operation = hs_json_string (condition, "operator", "");
  JsonNode *value = json_object_get_member (condition, "value");
  g_autofree char *name = NULL;
  g_autofree char *box = NULL;
  HsFormioNode *node = find_field (rule, path, &name, &box);
  const HsFormioOperator *op;
  JsonNode *result;

  if (node == NULL)
    return NULL;
  if (box != NULL)
    {
      rule->code = "rule-type";
      return NULL;
    }
  op = hs_formio_operator (operation);
  if (op == NULL)
    {
      rule->code = "rule-operator";
      return NULL;
    }
  if ((node->kind == HS_FORMIO_MANY || node->kind == HS_FORMIO_CODES) && !op->whole)
    result = compare_any (rule, node, name, op, value);
  else
    result = op->compare (node, hs_formio_var (name), value);
  if (result == NULL)
    rule->code = "rule-type";
  return result;
}

/* "true", true, anything else */
static gboolean
is_show (JsonObject *conditional, gboolean fallback)
{
  JsonNode *show = json_object_get_member (conditional, "show");
  g_autofree char *text = show != NULL ? hs_formio_scalar_text (show) : NULL;

  if (show == NULL)
    return fallback;
  return text != NULL && strcmp (text, "false") != 0 && *text != '\0' && strcmp (text, "0") != 0;
}

static gboolean
read_conditions (HsFormioRule *rule, JsonObject *conditional, JsonNode **condition)
{
  JsonArray *conditions = hs_json_array (conditional, "conditions");
  gboolean any = g_str_equal (hs_json_string (conditional, "conjunction", ""), "any");
  g_autoptr (JsonArray) parts = json_array_new ();
  JsonNode *node;
  JsonObject *object;

  for (guint i = 0; i < json_array_get_length (conditions); i++)
    {
      JsonNode *element = json_array_get_element (conditions, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          rule->code = "rule-not-data";
          return FALSE;
        }
      if (*hs_json_string (json_node_get_object (element), "component", "") == '\0')
        continue; /* Form.io leaves it out, too */
      node = read_one (rule, json_node_get_object (element));
      if (node == NULL)
        return FALSE;
      json_array_add_element (parts, node);
    }
  if (json_array_get_length (parts) == 0)
    {
      node = hs_formio_boolean (!any);
    }
  else
    {
      object = json_object_new ();
      json_object_set_array_member (object, any ? "or" : "and", json_array_ref (parts));
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, object);
    }
  *condition = is_show (conditional, TRUE) ? node : hs_formio_op ("!", node, NULL);
  return TRUE;
}

/* "when" and "eq": values are compared as texts. */
static gboolean
read_legacy (HsFormioRule *rule, JsonObject *conditional, JsonNode **condition)
{
  JsonNode *eq = json_object_get_member (conditional, "eq"), *show_node;
  g_autofree char *text = eq != NULL ? hs_formio_scalar_text (eq) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *box = NULL;
  g_autofree char *show = NULL;
  HsFormioNode *node = find_field (rule, hs_json_string (conditional, "when", ""), &name, &box);
  g_autoptr (JsonNode) value = text != NULL ? hs_formio_text (text) : NULL;
  JsonNode *result;

  if (node == NULL)
    return FALSE;
  show_node = json_object_get_member (conditional, "show");
  show = show_node != NULL ? hs_formio_scalar_text (show_node) : NULL;
  if (text == NULL || *text == '\0') /* "nothing": is empty */
    result = hs_formio_operator ("isEmpty")->compare (node, hs_formio_var (name), NULL);
  else if (box != NULL)
    result = hs_formio_op ("===", hs_formio_op ("in", hs_formio_text (box), hs_formio_var (name)),
                           hs_formio_boolean (strcmp (text, "true") == 0));
  else if (node->kind == HS_FORMIO_CODES)
    result = hs_formio_op ("in", hs_formio_text (text), hs_formio_var (name));
  else if (node->kind == HS_FORMIO_MANY)
    result = compare_any (rule, node, name, hs_formio_operator ("isEqual"), value);
  else
    result = hs_formio_operator ("isEqual")->compare (node, hs_formio_var (name), value);
  if (result == NULL)
    {
      rule->code = "rule-type";
      return FALSE;
    }
  *condition = g_strcmp0 (show, "true") == 0 ? result : hs_formio_op ("!", result, NULL);
  return TRUE;
}

static gboolean
read_script (HsFormioRule *rule, const char *script, JsonNode **condition)
{
  g_autoptr (JsonNode) logic = hs_formio_script_parse (script, "show", hs_formio_rule_kind, rule);

  if (logic == NULL)
    {
      rule->code = "script";
      return FALSE;
    }
  *condition = hs_formio_rewrite (rule, logic);
  return *condition != NULL;
}

static gboolean
says_nothing (JsonNode *logic)
{
  static const char *const sure[] = { "==", "===", "!=", "!==", "<",   "<=",   ">",
                                      ">=", "!",   "!!", "in",  "all", "some", "none" };

  for (guint i = 0; i < G_N_ELEMENTS (sure); i++)
    if (JSON_NODE_HOLDS_OBJECT (logic) &&
        json_object_has_member (json_node_get_object (logic), sure[i]))
      return FALSE;
  return TRUE;
}

/* null is no answer, and what has no answer is shown. */
static JsonNode *
or_null (JsonNode *logic)
{
  if (logic == NULL || !says_nothing (logic))
    return logic;
  return hs_formio_op ("or", hs_formio_op ("===", json_node_copy (logic), hs_formio_null ()),
                       logic);
}

/* The later of the three ways wins, as there. */
static gboolean
read_simple (HsFormioRule *rule, JsonObject *conditional, JsonNode **condition)
{
  JsonArray *conditions = hs_json_array (conditional, "conditions");
  JsonNode *json = json_object_get_member (conditional, "json");

  if (conditions != NULL && *hs_json_string (conditional, "conjunction", "") != '\0' &&
      json_array_get_length (conditions) > 0)
    return read_conditions (rule, conditional, condition);
  if (*hs_json_string (conditional, "when", "") != '\0')
    return read_legacy (rule, conditional, condition);
  if (json == NULL || !JSON_NODE_HOLDS_OBJECT (json) ||
      json_object_get_size (json_node_get_object (json)) == 0)
    return TRUE;
  *condition = or_null (hs_formio_rewrite (rule, json));
  return *condition != NULL;
}

gboolean
hs_formio_condition (HsFormioRule *rule, JsonObject *component, JsonNode **condition,
                     const char **what)
{
  JsonObject *conditional = hs_json_object (component, "conditional");
  const char *script = hs_json_string (component, "customConditional", "");
  JsonNode *simple = NULL, *custom = NULL;

  *condition = NULL;
  *what = "conditional";
  if (conditional != NULL && !read_simple (rule, conditional, &simple))
    return FALSE;
  *what = "customConditional";
  if (!hs_text_is_blank (script) && !read_script (rule, script, &custom))
    {
      g_clear_pointer (&simple, json_node_unref);
      return FALSE;
    }
  if (simple != NULL && custom != NULL)
    *condition = hs_formio_op ("and", simple, custom);
  else
    *condition = simple != NULL ? simple : custom;
  return TRUE;
}
