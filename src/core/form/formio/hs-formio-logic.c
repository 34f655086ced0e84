/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JsonLogic of a Form.io form, over "data", "row" and "value", becomes JsonLogic over our names. What holds
 * another shape with us (boxes, days) is translated where that is exact and refused where it is not. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "form/rule/hs-logic.h"

#include <string.h>

#define MAX_DEPTH 60

typedef struct
{
  HsFormioNode *node;
  char *name; /* (owned) what a rule of ours calls it */
  char *box;  /* (owned) (nullable) one of the boxes of node */
} Target;

typedef struct
{
  HsFormioRule *rule;
  HsFormioNode *element; /* (nullable) whose items this part is run for */
  gboolean in_reduce;
  gboolean only_truth; /* the value itself does not matter, only whether there is one */
  guint depth;
} Rewriter;

static JsonNode *rewrite (Rewriter r, JsonNode *logic);

JsonNode *
hs_formio_text (const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);
  return node;
}

JsonNode *
hs_formio_boolean (gboolean value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_boolean (node, value);
  return node;
}

JsonNode *
hs_formio_null (void)
{
  return json_node_new (JSON_NODE_NULL);
}

static JsonNode *
take_operation (const char *op, JsonArray *arguments)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, op, arguments);
  json_node_take_object (node, object);
  return node;
}

JsonNode *
hs_formio_op (const char *op, JsonNode *first, JsonNode *second)
{
  JsonArray *arguments = json_array_new ();

  json_array_add_element (arguments, first);
  if (second != NULL)
    json_array_add_element (arguments, second);
  return take_operation (op, arguments);
}

JsonNode *
hs_formio_var (const char *name)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "var", name);
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
refuse (HsFormioRule *rule, const char *code)
{
  if (rule->code == NULL)
    rule->code = code;
  return NULL;
}

/* Names. */

static gboolean
is_index (const char *token)
{
  return *token != '\0' && strspn (token, "0123456789") == strlen (token) && strlen (token) < 6;
}

static HsFormioNode *
child_of (HsFormioContext *c, const char *path, const char *token, char **joined)
{
  *joined = *path != '\0' ? g_strconcat (path, ".", token, NULL) : g_strdup (token);
  return g_hash_table_lookup (c->by_path, *joined);
}

/* Follows tokens from a path; FALSE: rule->code. */
static gboolean
follow (HsFormioRule *rule, const char *base, char **tokens, Target *target)
{
  HsFormioContext *c = rule->context;
  HsFormioNode *node = *base != '\0' ? g_hash_table_lookup (c->by_path, base) : NULL;
  g_autofree char *path = g_strdup (base);
  g_autoptr (GString) name = NULL; /* once an index was followed */
  guint i;

  for (i = 0; tokens[i] != NULL; i++)
    {
      gboolean is_repeat =
        node != NULL && i > 0 && (node->kind == HS_FORMIO_ROWS || node->kind == HS_FORMIO_MANY);
      g_autofree char *joined = NULL;
      HsFormioNode *next;

      if (is_repeat)
        {
          g_autofree char *before = NULL;

          if (!is_index (tokens[i]))
            return refuse (rule, "rule-other-row") != NULL;
          before = name != NULL ? g_strdup (name->str)
                                : hs_formio_name_from (rule->rows, rule->depth, node);
          if (before == NULL)
            return refuse (rule, "rule-other-row") != NULL;
          if (name == NULL)
            name = g_string_new (before);
          g_string_append_printf (name, ".%s", tokens[i]);
          if (node->kind == HS_FORMIO_MANY)
            {
              node = child_of (c, path, "*", &joined);
              g_string_append (name, ".value");
            }
          continue;
        }
      next = child_of (c, path, tokens[i], &joined);
      g_free (path);
      path = g_steal_pointer (&joined);
      if (next == NULL && node != NULL && tokens[i + 1] == NULL &&
          (node->kind == HS_FORMIO_BOXES ||
           (node->kind == HS_FORMIO_CODE && g_str_equal (tokens[i], "value"))))
        break;
      if (next == NULL && tokens[i + 1] == NULL)
        return refuse (rule, "rule-unknown-field") != NULL;
      if (name != NULL && next != NULL)
        g_string_append_printf (name, ".%s", next->name);
      /* a key with dots: part of it is no component */
      node = next != NULL ? next : node;
      if (next == NULL)
        continue;
    }
  if (node == NULL)
    return refuse (rule, "rule-unknown-field") != NULL;
  target->node = node;
  target->box = tokens[i] != NULL && node->kind == HS_FORMIO_BOXES ? g_strdup (tokens[i]) : NULL;
  target->name =
    name != NULL ? g_strdup (name->str) : hs_formio_name_from (rule->rows, rule->depth, node);
  if (target->name == NULL)
    return refuse (rule, "rule-other-row") != NULL;
  g_ptr_array_add (rule->reads, node);
  return TRUE;
}

/* "a[0].b" as "a.0.b" */
static char **
split_path (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = path; *c != '\0'; c++)
    if (*c == '[')
      g_string_append_c (text, '.');
    else if (*c != ']')
      g_string_append_c (text, *c);
  return g_strsplit (text->str, ".", -1);
}

static gboolean
resolve (HsFormioRule *rule, const char *path, Target *target)
{
  g_auto (GStrv) tokens = split_path (path);

  memset (target, 0, sizeof *target);
  if (tokens[0] == NULL)
    return refuse (rule, "rule-whole-form") != NULL;
  if ((g_str_equal (tokens[0], "value") || g_str_equal (tokens[0], "input")) &&
      rule->self != NULL &&
      (tokens[1] == NULL || rule->self->kind == HS_FORMIO_BOXES ||
       rule->self->kind == HS_FORMIO_CODE))
    return follow (rule, rule->self->path, tokens + 1, target);
  if (tokens[1] == NULL)
    return refuse (rule, "rule-whole-form") != NULL;
  if (g_str_equal (tokens[0], "data"))
    return follow (rule, "", tokens + 1, target);
  if (g_str_equal (tokens[0], "row"))
    return follow (rule, rule->parent != NULL ? rule->parent->path : "", tokens + 1, target);
  return refuse (rule, "rule-unknown-field") != NULL;
}

static void
target_clear (Target *target)
{
  g_clear_pointer (&target->name, g_free);
  g_clear_pointer (&target->box, g_free);
}

HsFormioKind
hs_formio_rule_kind (gpointer data, const char *path, gboolean *is_zero)
{
  HsFormioRule *rule = data;
  Target target;
  HsFormioKind kind = HS_FORMIO_NO_KIND;

  if (resolve (rule, path, &target))
    kind = target.box != NULL ? HS_FORMIO_YES_NO : target.node->kind;
  *is_zero = kind == HS_FORMIO_NUMBER && g_str_equal (target.node->type, "number");
  target_clear (&target);
  return kind;
}

/* A field of the item at hand. */
static JsonNode *
rewrite_item_var (Rewriter r, const char *path)
{
  HsFormioNode *child;
  g_autofree char *joined = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) tokens = NULL;

  if (r.in_reduce && g_str_equal (path, "accumulator"))
    return hs_formio_var (path);
  if (r.in_reduce)
    {
      if (!g_str_has_prefix (path, "current"))
        return refuse (r.rule, "rule-unknown-field");
      path += strlen (path) > strlen ("current") ? strlen ("current.") : strlen ("current");
    }
  if (*path == '\0' && r.element->kind == HS_FORMIO_CODES)
    return hs_formio_var (r.in_reduce ? "current" : "");
  if (*path == '\0' && r.element->kind == HS_FORMIO_MANY)
    return hs_formio_var (r.in_reduce ? "current.value" : "value");
  if (*path == '\0')
    return refuse (r.rule, "rule-type");
  tokens = split_path (path);
  joined = g_strconcat (r.element->path, ".", path, NULL);
  child = g_hash_table_lookup (r.rule->context->by_path, joined);
  if (child == NULL || child->rows != r.element)
    return refuse (r.rule, "rule-unknown-field");
  if (child->kind >= HS_FORMIO_SURVEY || child->kind == HS_FORMIO_BOXES ||
      child->kind == HS_FORMIO_DAY || child->kind == HS_FORMIO_DATE_TIME)
    return refuse (r.rule, "rule-type");
  name = g_strconcat (r.in_reduce ? "current." : "", child->relative, NULL);
  return hs_formio_var (name);
}

static gboolean
fits (Rewriter *r, HsFormioNode *node)
{
  switch (node->kind)
    {
    case HS_FORMIO_TEXT:
    case HS_FORMIO_NUMBER:
    case HS_FORMIO_YES_NO:
    case HS_FORMIO_CODE:
    case HS_FORMIO_CODES:
    case HS_FORMIO_DATE:
      return TRUE;
    case HS_FORMIO_DATE_TIME:
    case HS_FORMIO_DAY:
    case HS_FORMIO_TIME:
    case HS_FORMIO_TAGS:
    case HS_FORMIO_ADDRESS:
    case HS_FORMIO_ROWS:
    case HS_FORMIO_MANY:
      return r->only_truth;
    case HS_FORMIO_BOXES:
    case HS_FORMIO_SURVEY:
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      return FALSE;
    }
}

static JsonNode *
rewrite_var (Rewriter r, JsonNode *argument)
{
  JsonNode *standard = NULL, *var = NULL;
  const char *path;
  Target target;

  if (JSON_NODE_HOLDS_ARRAY (argument))
    {
      JsonArray *array = json_node_get_array (argument);
      guint n = json_array_get_length (array);

      if (n == 0 || n > 2)
        return refuse (r.rule, "rule-computed-name");
      standard = n == 2 ? json_array_get_element (array, 1) : NULL;
      argument = json_array_get_element (array, 0);
    }
  if (!JSON_NODE_HOLDS_VALUE (argument) || json_node_get_value_type (argument) != G_TYPE_STRING)
    return refuse (r.rule, "rule-computed-name");
  path = json_node_get_string (argument);
  if (r.element != NULL)
    var = rewrite_item_var (r, path);
  else if (resolve (r.rule, path, &target))
    {
      if (target.box != NULL)
        var = hs_formio_op ("in", hs_formio_text (target.box), hs_formio_var (target.name));
      else
        var = fits (&r, target.node) ? hs_formio_var (target.name) : refuse (r.rule, "rule-type");
      if (var != NULL && r.rule->or_null && g_str_equal (path, "value"))
        var = hs_formio_op ("or", var, hs_formio_null ());
      target_clear (&target);
    }
  else
    target_clear (&target);
  if (var == NULL || standard == NULL)
    return var;
  standard = rewrite (r, standard);
  if (standard == NULL)
    {
      json_node_unref (var);
      return NULL;
    }
  return hs_formio_op ("or", var, standard);
}

/* Operators. */

/* A code is a text here: data.so === 1 becomes === "1". Consumes and gives arguments. */
static void
match_codes (Rewriter r, JsonArray *from, JsonArray *to)
{
  for (guint i = 0; i < 2 && json_array_get_length (from) == 2; i++)
    {
      JsonNode *side = json_array_get_element (from, i);
      JsonNode *other = json_array_get_element (to, 1 - i);
      const char *path = JSON_NODE_HOLDS_OBJECT (side)
                           ? hs_json_string (json_node_get_object (side), "var", NULL)
                           : NULL;
      g_autofree char *text = NULL;
      gboolean is_zero;

      if (path == NULL || r.element != NULL || !JSON_NODE_HOLDS_VALUE (other) ||
          hs_formio_rule_kind (r.rule, path, &is_zero) != HS_FORMIO_CODE)
        continue;
      text = hs_formio_scalar_text (other);
      json_node_set_string (other, text);
    }
}

static JsonNode *
rewrite_all (Rewriter r, const char *op, JsonNode *arguments)
{
  g_autoptr (JsonArray) out = json_array_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (arguments) ? json_node_get_array (arguments) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;

  r.only_truth = g_str_equal (op, "!") || g_str_equal (op, "!!");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *part = rewrite (r, array != NULL ? json_array_get_element (array, i) : arguments);

      if (part == NULL)
        return NULL;
      json_array_add_element (out, part);
    }
  if (array != NULL && (g_str_has_prefix (op, "==") || g_str_has_prefix (op, "!=")))
    match_codes (r, array, out);
  return take_operation (op, json_array_ref (out));
}

/* The list that an item operator goes through: a repeat, or a choice of several. */
static HsFormioNode *
find_list (Rewriter r, JsonNode *list)
{
  const char *path = JSON_NODE_HOLDS_OBJECT (list)
                       ? hs_json_string (json_node_get_object (list), "var", NULL)
                       : NULL;
  HsFormioNode *node = NULL;
  Target target;

  if (path == NULL || r.element != NULL)
    return NULL;
  if (resolve (r.rule, path, &target) && target.box == NULL &&
      (target.node->kind == HS_FORMIO_ROWS || target.node->kind == HS_FORMIO_MANY ||
       target.node->kind == HS_FORMIO_CODES))
    node = target.node;
  target_clear (&target);
  return node;
}

static JsonNode *
rewrite_items (Rewriter r, const char *op, JsonNode *arguments)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (arguments) ? json_node_get_array (arguments) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (JsonArray) out = json_array_new ();
  Rewriter inner = r;
  HsFormioNode *node;

  if (n < 2 || (node = find_list (r, json_array_get_element (array, 0))) == NULL)
    return refuse (r.rule, "rule-type");
  inner.element = node;
  inner.in_reduce = g_str_equal (op, "reduce");
  r.only_truth = TRUE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *part = rewrite (i == 1 ? inner : r, json_array_get_element (array, i));

      if (part == NULL)
        return NULL;
      json_array_add_element (out, part);
    }
  return take_operation (op, json_array_ref (out));
}

static JsonNode *
rewrite_operation (Rewriter r, const char *op, JsonNode *arguments)
{
  static const char *const items[] = { "map", "filter", "all", "none", "some", "reduce", NULL };
  static const char *const plain[] = {
    "if", "?:",  "==",  "===", "!=", "!==", "!", "!!", "or", "and", ">",      ">=",    "<",
    "<=", "max", "min", "+",   "-",  "*",   "/", "%",  "in", "cat", "substr", "merge", NULL
  };

  if (g_str_equal (op, "var"))
    return rewrite_var (r, arguments);
  if (g_strv_contains (items, op))
    return rewrite_items (r, op, arguments);
  if (g_strv_contains (plain, op))
    return rewrite_all (r, op, arguments);
  if (g_str_equal (op, "getDate"))
    {
      if (JSON_NODE_HOLDS_ARRAY (arguments) &&
          json_array_get_length (json_node_get_array (arguments)) == 1)
        arguments = json_array_get_element (json_node_get_array (arguments), 0);
      if (JSON_NODE_HOLDS_VALUE (arguments) &&
          json_node_get_value_type (arguments) == G_TYPE_STRING)
        {
          JsonNode *day = hs_formio_script_parse_day (json_node_get_string (arguments));

          return day != NULL && JSON_NODE_HOLDS_VALUE (day) ? day
                                                            : refuse (r.rule, "rule-operator");
        }
      return rewrite (r, arguments);
    }
  /* made of moment() and dates here, which only we write */
  if (g_str_equal (op, "today") || g_str_equal (op, "date.add"))
    return rewrite_all (r, op, arguments);
  return refuse (r.rule, "rule-operator");
}

static JsonNode *
rewrite (Rewriter r, JsonNode *logic)
{
  JsonObject *object;
  JsonObjectIter iter;
  const char *op;
  JsonNode *arguments;

  if (++r.depth > MAX_DEPTH)
    return refuse (r.rule, "rule-too-deep");
  if (JSON_NODE_HOLDS_VALUE (logic) || JSON_NODE_HOLDS_NULL (logic))
    return json_node_copy (logic);
  if (JSON_NODE_HOLDS_ARRAY (logic))
    {
      g_autoptr (JsonNode) all = rewrite_all (r, "merge", logic);

      return all != NULL
               ? json_node_copy (json_object_get_member (json_node_get_object (all), "merge"))
               : NULL;
    }
  object = json_node_get_object (logic);
  if (json_object_get_size (object) != 1)
    return refuse (r.rule, "rule-not-data");
  json_object_iter_init_ordered (&iter, object);
  if (!json_object_iter_next_ordered (&iter, &op, &arguments))
    return refuse (r.rule, "rule-not-data");
  return rewrite_operation (r, op, arguments);
}

JsonNode *
hs_formio_rewrite (HsFormioRule *rule, JsonNode *logic)
{
  Rewriter r = { rule, NULL, FALSE, FALSE, 0 };
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (HsLogic) compiled = NULL;

  rule->code = NULL;
  result = rewrite (r, logic);
  if (result == NULL)
    return NULL;
  compiled = hs_logic_compile_form (json_node_copy (result), NULL, NULL);
  return compiled != NULL ? g_steal_pointer (&result) : refuse (rule, "rule-operator");
}
