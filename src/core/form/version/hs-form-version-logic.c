/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules in one spelling, and what follows from how two of them are written. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-version-private.h"

#include <string.h>

#define MAX_STEPS 20000

/* {"op": operands}: the operator, and its operands as a list; NULL: a value, not an operation. */
static const char *
operator_of (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) members = object != NULL ? json_object_get_members (object) : NULL;

  return members != NULL && members->next == NULL ? members->data : NULL;
}

static JsonNode *
operands_of (JsonNode *node)
{
  return json_object_get_member (json_node_get_object (node), operator_of (node));
}

static JsonNode *
make (const char *name, JsonArray *operands)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, name, operands);
  json_node_take_object (node, object);
  return node;
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Elements in the order of their text, each once when unique. Consumes the list. */
static JsonArray *
sort (JsonArray *array, gboolean unique)
{
  g_autoptr (JsonArray) given = array;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) nodes =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) json_node_unref);
  JsonArray *sorted = json_array_new ();

  for (guint i = 0; i < json_array_get_length (given); i++)
    {
      char *text = hs_json_write (json_array_get_element (given, i));

      g_ptr_array_add (texts, text);
      if (!g_hash_table_contains (nodes, text))
        g_hash_table_insert (nodes, text, json_array_dup_element (given, i));
    }
  g_ptr_array_sort (texts, compare_texts);
  for (guint i = 0; i < texts->len; i++)
    if (!unique || i == 0 || !g_str_equal (texts->pdata[i], texts->pdata[i - 1]))
      json_array_add_element (sorted,
                              json_node_copy (g_hash_table_lookup (nodes, texts->pdata[i])));
  return sorted;
}

static void
add_flat (JsonArray *list, const char *name, JsonNode *operand)
{
  const char *inner = operator_of (operand);
  JsonArray *operands;

  if (inner == NULL || !g_str_equal (inner, name))
    {
      json_array_add_element (list, operand);
      return;
    }
  operands = json_node_get_array (operands_of (operand));
  for (guint i = 0; i < json_array_get_length (operands); i++)
    json_array_add_element (list, json_array_dup_element (operands, i));
  json_node_unref (operand);
}

/* "and" and "or" of yes/no: flat, in order, each operand once. */
static JsonNode *
make_junction (const char *name, JsonArray *operands)
{
  g_autoptr (JsonArray) list = sort (operands, TRUE);

  if (json_array_get_length (list) == 1)
    return json_array_dup_element (list, 0);
  return make (name, g_steal_pointer (&list));
}

static gboolean
is_literal (JsonNode *node)
{
  return !JSON_NODE_HOLDS_OBJECT (node);
}

/* A value or a list of values has no spelling but its own. */
static JsonNode *
normalize_value (JsonNode *node, gboolean condition)
{
  JsonArray *array, *list;
  JsonNode *copy;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return json_node_copy (node);
  array = json_node_get_array (node);
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (list, hs_rule_normalize (json_array_get_element (array, i), condition));
  copy = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (copy, list);
  return copy;
}

static JsonArray *
normalize_operands (const char *name, JsonNode *node, gboolean condition)
{
  JsonArray *given = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean junction = condition && (g_str_equal (name, "and") || g_str_equal (name, "or"));
  JsonArray *list = json_array_new ();
  guint n = given != NULL ? json_array_get_length (given) : 1;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *operand =
        hs_rule_normalize (given != NULL ? json_array_get_element (given, i) : node, condition);

      if (junction)
        add_flat (list, name, operand);
      else
        json_array_add_element (list, operand);
    }
  return list;
}

static JsonArray *
swap (JsonArray *pair)
{
  JsonArray *swapped = json_array_new ();

  json_array_add_element (swapped, json_array_dup_element (pair, 1));
  json_array_add_element (swapped, json_array_dup_element (pair, 0));
  json_array_unref (pair);
  return swapped;
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

static JsonArray *
sort_set (JsonArray *operands)
{
  JsonNode *set =
    json_array_get_length (operands) == 2 ? json_array_get_element (operands, 1) : NULL;
  JsonArray *values = set != NULL && JSON_NODE_HOLDS_ARRAY (set) ? json_node_get_array (set) : NULL;
  JsonArray *list;

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    if (!is_literal (json_array_get_element (values, i)))
      return operands;
  if (values == NULL)
    return operands;
  list = json_array_new ();
  json_array_add_element (list, json_array_dup_element (operands, 0));
  json_array_add_array_element (list, sort (json_array_ref (values), TRUE));
  json_array_unref (operands);
  return list;
}

JsonNode *
hs_rule_normalize (JsonNode *rule, gboolean condition)
{
  static const char *const symmetric[] = { "==", "!=", "===", "!==", NULL };
  const char *name;
  JsonArray *operands;

  if (rule == NULL)
    return json_node_new (JSON_NODE_NULL);
  name = operator_of (rule);
  if (name == NULL)
    return normalize_value (rule, condition);
  operands = normalize_operands (name, operands_of (rule), condition);
  if (!condition)
    return make (name, operands);
  if (g_str_equal (name, "and") || g_str_equal (name, "or"))
    return make_junction (name, operands);
  if (is_one_of (name, symmetric) && json_array_get_length (operands) == 2)
    return make (name, sort (operands, FALSE));
  if (g_str_equal (name, ">") && json_array_get_length (operands) == 2)
    return make ("<", swap (operands));
  if (g_str_equal (name, ">=") && json_array_get_length (operands) == 2)
    return make ("<=", swap (operands));
  if (g_str_equal (name, "in"))
    return make (name, sort_set (operands));
  return make (name, operands);
}

/* What follows. */

typedef struct
{
  guint steps;
} Proof;

static gboolean implies (Proof *proof, JsonNode *a, JsonNode *b);

static gboolean
is_operation (JsonNode *node, const char *name)
{
  const char *its = operator_of (node);

  return its != NULL && g_str_equal (its, name) && JSON_NODE_HOLDS_ARRAY (operands_of (node));
}

static JsonNode *
operand (JsonNode *node, guint i)
{
  JsonArray *operands = json_node_get_array (operands_of (node));

  return i < json_array_get_length (operands) ? json_array_get_element (operands, i) : NULL;
}

static gboolean
number_at (JsonNode *node, guint i, HsDecimal *number)
{
  JsonNode *its = operand (node, i);

  return its != NULL && JSON_NODE_HOLDS_VALUE (its) && hs_decimal_from_node (its, number);
}

static gboolean
same_operand (JsonNode *a, JsonNode *b, guint i)
{
  JsonNode *x = operand (a, i), *y = operand (b, i);

  return x != NULL && y != NULL && hs_json_equal (x, y);
}

static gboolean
has_two (JsonNode *node)
{
  return json_array_get_length (json_node_get_array (operands_of (node))) == 2;
}

/* x < 16 follows from nothing but x < less, and x < 18 follows from it. */
static gboolean
limit_implies (JsonNode *a, JsonNode *b)
{
  static const char *const names[] = { "<", "<=" };
  HsDecimal x, y;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!is_operation (a, names[i]) || !is_operation (b, names[i]) || !has_two (a) ||
          !has_two (b))
        continue;
      if (same_operand (a, b, 0) && number_at (a, 1, &x) && number_at (b, 1, &y))
        return hs_decimal_compare (&x, &y) <= 0;
      if (same_operand (a, b, 1) && number_at (a, 0, &x) && number_at (b, 0, &y))
        return hs_decimal_compare (&x, &y) >= 0;
    }
  return FALSE;
}

/* A value of fewer values is one of more. */
static gboolean
set_implies (JsonNode *a, JsonNode *b)
{
  JsonNode *x, *y;

  if (!is_operation (a, "in") || !is_operation (b, "in") || !same_operand (a, b, 0))
    return FALSE;
  x = operand (a, 1);
  y = operand (b, 1);
  if (x == NULL || y == NULL || !JSON_NODE_HOLDS_ARRAY (x) || !JSON_NODE_HOLDS_ARRAY (y))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (x)); i++)
    {
      JsonNode *value = json_array_get_element (json_node_get_array (x), i);
      gboolean found = FALSE;

      for (guint k = 0; !found && k < json_array_get_length (json_node_get_array (y)); k++)
        found = hs_json_equal (value, json_array_get_element (json_node_get_array (y), k));
      if (!found || !is_literal (value))
        return FALSE;
    }
  return TRUE;
}

/* Does b (or a) hold with any, or with all, of a junction's operands on the other side? */
static gboolean
side_implies (Proof *proof, JsonNode *junction, JsonNode *other, gboolean junction_first,
              gboolean all)
{
  JsonArray *operands = json_node_get_array (operands_of (junction));

  for (guint i = 0; i < json_array_get_length (operands); i++)
    {
      JsonNode *one = json_array_get_element (operands, i);
      gboolean holds = junction_first ? implies (proof, one, other) : implies (proof, other, one);

      if (holds != all)
        return holds;
    }
  return all;
}

static gboolean
implies (Proof *proof, JsonNode *a, JsonNode *b)
{
  if (++proof->steps > MAX_STEPS)
    return FALSE;
  if (hs_json_equal (a, b) || limit_implies (a, b) || set_implies (a, b))
    return TRUE;
  if (is_operation (a, "or"))
    return side_implies (proof, a, b, TRUE, TRUE);
  if (is_operation (b, "and"))
    return side_implies (proof, b, a, FALSE, TRUE);
  return (is_operation (a, "and") && side_implies (proof, a, b, TRUE, FALSE)) ||
         (is_operation (b, "or") && side_implies (proof, b, a, FALSE, FALSE));
}

gboolean
hs_rule_implies (JsonNode *a, JsonNode *b)
{
  Proof proof = { 0 };

  return implies (&proof, a, b);
}
