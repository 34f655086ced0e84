/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a component is shown: "when" and "eq", lists of conditions with the 18 operators, JsonLogic, and the
 * script that is data. What each operator gives for a missing answer is as in Form.io.
 * Source: github.com/formio/core 2.8, utils/conditions and utils/operators (behaviour). */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"

#include <string.h>

/* One comparison; consumes var. NULL: cannot be said of such a field. */
typedef JsonNode *(*Compare) (HsFormioNode *node, JsonNode *var, JsonNode *value);

static JsonNode *
negate (JsonNode *node)
{
  return node != NULL ? hs_formio_op ("!", node, NULL) : NULL;
}

static JsonNode *
never (JsonNode *var)
{
  json_node_unref (var);
  return hs_formio_boolean (FALSE);
}

static JsonNode *
unsayable (JsonNode *var)
{
  json_node_unref (var);
  return NULL;
}

static gboolean
is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

/* The value of a condition in our shape. (nullable) */
static JsonNode *
our_value (HsFormioNode *node, JsonNode *value)
{
  g_autoptr (JsonObject) entry = hs_formio_entry (node);
  g_autofree char *unreadable = NULL;

  if (node->kind == HS_FORMIO_YES_NO && is_text (value))
    {
      if (g_str_equal (json_node_get_string (value), "true"))
        return hs_formio_boolean (TRUE);
      return g_str_equal (json_node_get_string (value), "false") ? hs_formio_boolean (FALSE) : NULL;
    }
  if (node->kind == HS_FORMIO_CODES)
    return hs_formio_convert (HS_FORMIO_CODE, entry, value, &unreadable);
  if (node->kind == HS_FORMIO_TEXT && !is_text (value))
    return NULL;
  return hs_formio_convert (node->kind, entry, value, &unreadable);
}

static JsonNode *
is_equal (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  JsonNode *ours;

  if (node->kind == HS_FORMIO_DATE_TIME || node->kind == HS_FORMIO_TIME ||
      node->kind == HS_FORMIO_TAGS || node->kind == HS_FORMIO_ADDRESS ||
      node->kind >= HS_FORMIO_SURVEY)
    return unsayable (var);
  if (value == NULL)
    return never (var);
  if (node->kind == HS_FORMIO_BOXES)
    {
      g_autofree char *code = hs_formio_scalar_text (value);

      return code != NULL ? hs_formio_op ("in", hs_formio_text (code), var) : never (var);
    }
  ours = our_value (node, value);
  return ours != NULL ? hs_formio_op ("===", var, ours) : never (var);
}

static JsonNode *
is_not_equal (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return negate (is_equal (node, var, value));
}

static JsonNode *
is_empty (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  (void) value;
  if (node->kind == HS_FORMIO_OBJECT || node->kind == HS_FORMIO_SURVEY)
    return unsayable (var);
  if (node->kind == HS_FORMIO_NUMBER)
    return hs_formio_op ("===", var, hs_formio_null ());
  return hs_formio_op ("!", var, NULL);
}

static JsonNode *
is_not_empty (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return negate (is_empty (node, var, value));
}

/* Only a number is greater or less than anything. */
static JsonNode *
compare_number (HsFormioNode *node, JsonNode *var, JsonNode *value, const char *op)
{
  JsonNode *limit, *comparison;
  double number;

  if (node->kind != HS_FORMIO_NUMBER || !hs_formio_number (value, &number))
    return never (var);
  limit = our_value (node, value);
  comparison = hs_formio_op (op, json_node_copy (var), limit);
  return hs_formio_op ("and", hs_formio_op ("!==", var, hs_formio_null ()), comparison);
}

static JsonNode *
is_greater (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_number (node, var, value, ">");
}

static JsonNode *
is_at_least (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_number (node, var, value, ">=");
}

static JsonNode *
is_less (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_number (node, var, value, "<");
}

static JsonNode *
is_at_most (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_number (node, var, value, "<=");
}

static gboolean
is_textual (HsFormioNode *node)
{
  return node->kind == HS_FORMIO_TEXT || node->kind == HS_FORMIO_CODE ||
         node->kind == HS_FORMIO_CODES;
}

static JsonNode *
includes (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  g_autofree char *part = value != NULL ? hs_formio_scalar_text (value) : NULL;

  if (!is_textual (node))
    return node->kind == HS_FORMIO_DATE || node->kind == HS_FORMIO_DAY ? unsayable (var)
                                                                       : never (var);
  if (part == NULL)
    return never (var);
  return hs_formio_op ("and", hs_formio_op ("!==", json_node_copy (var), hs_formio_null ()),
                       hs_formio_op ("in", hs_formio_text (part), var));
}

static JsonNode *
not_includes (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return negate (includes (node, var, value));
}

static JsonNode *
integer (gint64 value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_int (node, value);
  return node;
}

/* One of its ends is the text. */
static JsonNode *
compare_end (HsFormioNode *node, JsonNode *var, JsonNode *value, gboolean at_start)
{
  glong length;
  JsonNode *part;

  if (!is_textual (node))
    return unsayable (var);
  if (!is_text (value))
    return never (var);
  length = g_utf8_strlen (json_node_get_string (value), -1);
  if (length == 0)
    {
      json_node_unref (var);
      return hs_formio_boolean (TRUE);
    }
  part = hs_formio_op ("substr", json_node_copy (var), integer (at_start ? 0 : -length));
  if (at_start)
    json_array_add_int_element (
      json_object_get_array_member (json_node_get_object (part), "substr"), length);
  return hs_formio_op ("and", hs_formio_op ("!==", var, hs_formio_null ()),
                       hs_formio_op ("===", part, hs_formio_text (json_node_get_string (value))));
}

static JsonNode *
starts_with (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_end (node, var, value, TRUE);
}

static JsonNode *
ends_with (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_end (node, var, value, FALSE);
}

/* Days compare as the texts they are: 2024-01-31. */
static JsonNode *
compare_date (HsFormioNode *node, JsonNode *var, JsonNode *value, const char *op)
{
  JsonNode *day = is_text (value) ? our_value (node, value) : NULL;

  if (node->kind != HS_FORMIO_DATE && node->kind != HS_FORMIO_DAY)
    {
      g_clear_pointer (&day, json_node_unref);
      return unsayable (var);
    }
  if (day == NULL)
    return unsayable (var);
  return hs_formio_op ("and", hs_formio_op ("!==", json_node_copy (var), hs_formio_null ()),
                       hs_formio_op (op, var, day));
}

static JsonNode *
is_later (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_date (node, var, value, ">");
}

static JsonNode *
is_not_earlier (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_date (node, var, value, ">=");
}

static JsonNode *
is_earlier (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_date (node, var, value, "<");
}

static JsonNode *
is_not_later (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_date (node, var, value, "<=");
}

static JsonNode *
is_same_day (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return compare_date (node, var, value, "===");
}

static JsonNode *
is_other_day (HsFormioNode *node, JsonNode *var, JsonNode *value)
{
  return negate (is_same_day (node, var, value));
}

static const struct
{
  const char *name;
  Compare compare;
  gboolean whole;       /* of a list as it is, not of any of its items */
  gboolean is_negative; /* true of what is missing */
} operators[] = {
  { "isEqual", is_equal, FALSE, FALSE },
  { "isNotEqual", is_not_equal, FALSE, TRUE },
  { "isEmpty", is_empty, TRUE, FALSE },
  { "isNotEmpty", is_not_empty, TRUE, FALSE },
  { "greaterThan", is_greater, FALSE, FALSE },
  { "greaterThanOrEqual", is_at_least, FALSE, FALSE },
  { "lessThan", is_less, FALSE, FALSE },
  { "lessThanOrEqual", is_at_most, FALSE, FALSE },
  { "includes", includes, FALSE, FALSE },
  { "notIncludes", not_includes, FALSE, TRUE },
  { "startsWith", starts_with, FALSE, FALSE },
  { "endsWith", ends_with, FALSE, FALSE },
  { "dateGreaterThan", is_later, FALSE, FALSE },
  { "dateGreaterThanOrEqual", is_not_earlier, FALSE, FALSE },
  { "dateLessThan", is_earlier, FALSE, FALSE },
  { "dateLessThanOrEqual", is_not_later, FALSE, FALSE },
  { "isDateEqual", is_same_day, FALSE, FALSE },
  { "isNotDateEqual", is_other_day, FALSE, TRUE },
};

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
compare_any (HsFormioRule *rule, HsFormioNode *node, const char *name, guint op, JsonNode *value)
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
  comparison = operators[op].compare (
    item, hs_formio_var (node->kind == HS_FORMIO_MANY ? "value" : ""), value);
  if (comparison == NULL)
    return NULL;
  comparison = hs_formio_op ("some", hs_formio_var (name), comparison);
  if (!operators[op].is_negative || !is_required (node->component))
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
  JsonNode *result = NULL;

  if (node == NULL)
    return NULL;
  if (box != NULL)
    {
      rule->code = "rule-type";
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (!g_str_equal (operators[i].name, operation))
        continue;
      if ((node->kind == HS_FORMIO_MANY || node->kind == HS_FORMIO_CODES) && !operators[i].whole)
        result = compare_any (rule, node, name, i, value);
      else
        result = operators[i].compare (node, hs_formio_var (name), value);
      if (result == NULL)
        rule->code = "rule-type";
      return result;
    }
  rule->code = "rule-operator";
  return NULL;
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
  *condition = is_show (conditional, TRUE) ? node : negate (node);
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
    result = is_empty (node, hs_formio_var (name), NULL);
  else if (box != NULL)
    result = hs_formio_op ("===", hs_formio_op ("in", hs_formio_text (box), hs_formio_var (name)),
                           hs_formio_boolean (strcmp (text, "true") == 0));
  else if (node->kind == HS_FORMIO_CODES)
    result = hs_formio_op ("in", hs_formio_text (text), hs_formio_var (name));
  else if (node->kind == HS_FORMIO_MANY)
    result = compare_any (rule, node, name, 0, value);
  else
    result = is_equal (node, hs_formio_var (name), value);
  if (result == NULL)
    {
      rule->code = "rule-type";
      return FALSE;
    }
  *condition = g_strcmp0 (show, "true") == 0 ? result : negate (result);
  return TRUE;
}

static HsFormioKind
kind_cb (gpointer data, const char *path, gboolean *is_zero)
{
  return hs_formio_rule_kind (data, path, is_zero);
}

static gboolean
read_script (HsFormioRule *rule, const char *script, JsonNode **condition)
{
  g_autoptr (JsonNode) logic = hs_formio_script_parse (script, "show", kind_cb, rule);

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
