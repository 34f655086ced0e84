/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 18 operators of conditions, each said as a rule of ours. What each gives for a missing answer is as in Form.io.
 * Source: github.com/formio/core 2.8, utils/operators (behaviour). */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <string.h>

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

static const HsFormioOperator operators[] = {
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

const HsFormioOperator *
hs_formio_operator (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (operators[i].name, name))
      return &operators[i];
  return NULL;
}
