/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a rule from JSON, with the types of every part checked, so that what could go wrong with
 * an answer goes wrong on the form author's desk. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

typedef HsRuleCompiler Compiler;


void
hs_rule_node_free (HsRuleNode *node)
{
  if (node == NULL)
    return;
  for (guint i = 0; i < node->n_args; i++)
    hs_rule_node_free (node->args[i]);
  g_free (node->args);
  g_free (node->text);
  g_clear_pointer (&node->regex, g_regex_unref);
  g_free (node);
}

void
hs_rule_compile_fail (Compiler *c, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autoptr (GString) where = g_string_new (NULL);
  va_list args;

  if (c->where != NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  for (guint i = 0; i < c->path->len; i++)
    {
      g_autofree char *longer = hs_json_pointer_append (where->str, c->path->pdata[i]);

      g_string_assign (where, longer);
    }
  c->where = g_string_free (g_steal_pointer (&where), FALSE);
  g_set_error_literal (c->error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
}

/* "a number or a date" */
char *
hs_rule_name_types (guint types)
{
  static const char *const names[] = { NULL,     "yes/no", "a number", "text",
                                       "a date", "a list", "a row" };
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    if (types & HS_RULE_MASK (i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " or " : "", names[i]);
  return g_string_free (text, FALSE);
}

void
hs_rule_compile_enter (Compiler *c, const char *token)
{
  g_ptr_array_add (c->path, g_strdup (token));
}

void
hs_rule_compile_leave (Compiler *c)
{
  g_ptr_array_set_size (c->path, (int) c->path->len - 1);
}

static HsRuleNode *
compile_literal (Compiler *c, JsonNode *json)
{
  HsRuleNode *node = g_new0 (HsRuleNode, 1);

  if (JSON_NODE_HOLDS_NULL (json))
    node->literal.type = HS_RULE_NULL;
  else if (json_node_get_value_type (json) == G_TYPE_BOOLEAN)
    {
      node->literal.type = HS_RULE_BOOLEAN;
      node->literal.boolean = json_node_get_boolean (json);
    }
  else if (json_node_get_value_type (json) == G_TYPE_STRING)
    {
      node->literal.type = HS_RULE_STRING;
      node->text = g_utf8_normalize (json_node_get_string (json), -1, G_NORMALIZE_NFC);
      node->literal.string = node->text;
    }
  else
    {
      node->literal.type = HS_RULE_NUMBER;
      if (!hs_decimal_from_node (json, &node->literal.number))
        hs_rule_compile_fail (c, "a number that cannot be kept exactly");
    }
  node->types = HS_RULE_MASK (node->literal.type);
  return node;
}

void
hs_rule_compile_args (Compiler *c, HsRuleNode *node, JsonNode *json, guint depth)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (json) ? json_node_get_array (json) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;

  node->args = g_new0 (HsRuleNode *, n + 1);
  for (guint i = 0; i < n && c->where == NULL; i++)
    {
      g_autofree char *token = g_strdup_printf ("%u", i);

      if (array != NULL)
        hs_rule_compile_enter (c, token);
      node->args[node->n_args++] = hs_rule_compile_node (
        c, array != NULL ? json_array_get_element (array, i) : json, depth + 1);
      if (array != NULL)
        hs_rule_compile_leave (c);
    }
}

/* A list of expressions: {"in": [x, [a, b]]}. */
static HsRuleNode *
compile_array (Compiler *c, JsonNode *json, guint depth)
{
  HsRuleNode *node = g_new0 (HsRuleNode, 1);

  node->literal.type = HS_RULE_ARRAY;
  node->types = HS_RULE_MASK (HS_RULE_ARRAY);
  hs_rule_compile_args (c, node, json, depth);
  return node;
}

/* How far above the rule's own row a name looks: what is in the rows of an aggregate is below it. */
static guint
levels_up (Compiler *c, const char *path)
{
  guint up = 0;

  for (; g_str_has_prefix (path, "../"); path += 3)
    up++;
  return c->rows == NULL ? up : c->rows->up + (up > c->rows->down ? up - c->rows->down : 0);
}

static gboolean
find_field (Compiler *c, HsRuleNode *path, guint *field, guint *types)
{
  const HsRuleNames *names = c->names;
  gboolean found;

  if (path->op != NULL || path->literal.type != HS_RULE_STRING)
    {
      hs_rule_compile_fail (c, "the name of a field must be a text written out");
      return FALSE;
    }
  found = c->rows != NULL
            ? names->find_in_row (names->data, c->rows->scope, path->text, field, types)
            : names->find_field (names->data, path->text, field, types);
  if (!found)
    hs_rule_compile_fail (c, "there is no field “%s”", path->text);
  else
    hs_rule_add_read (c->rule, *field, levels_up (c, path->text));
  return found;
}

static void
check_var (Compiler *c, HsRuleNode *node)
{
  guint types = 0;

  if (!find_field (c, node->args[0], &node->field, &types))
    return;
  node->types = types | HS_RULE_MASK (HS_RULE_NULL);
  if (node->n_args == 2)
    node->types = types | node->args[1]->types;
}

static void
check_missing (Compiler *c, HsRuleNode *node)
{
  guint types;

  for (guint i = 0; i < node->n_args; i++)
    find_field (c, node->args[i], &node->args[i]->field, &types);
}

static void
check_if (Compiler *c, HsRuleNode *node)
{
  node->types = node->n_args % 2 == 0 ? HS_RULE_MASK (HS_RULE_NULL) : 0;
  for (guint i = 0; i < node->n_args; i++)
    {
      gboolean is_condition = i % 2 == 0 && i + 1 < node->n_args;

      if (!is_condition)
        node->types |= node->args[i]->types;
      else if ((node->args[i]->types &
                ~(HS_RULE_MASK (HS_RULE_BOOLEAN) | HS_RULE_MASK (HS_RULE_NULL))) != 0)
        hs_rule_compile_fail (c, "“%s”: condition %u is not yes/no", node->op->name, i / 2 + 1);
    }
}

/* Comparisons: both sides of one type, or one side the null of a missing answer. */
static void
check_same (Compiler *c, HsRuleNode *node)
{
  guint common = ~0u;

  for (guint i = 0; i < node->n_args; i++)
    if ((node->args[i]->types & ~HS_RULE_MASK (HS_RULE_NULL)) != 0)
      common &= node->args[i]->types;
  if ((common & ~HS_RULE_MASK (HS_RULE_NULL)) == 0)
    {
      g_autofree char *a = hs_rule_name_types (node->args[0]->types),
                      *b = hs_rule_name_types (node->args[1]->types);

      hs_rule_compile_fail (c, "“%s” compares %s with %s", node->op->name, a, b);
    }
}

static void
check_arg_types (Compiler *c, HsRuleNode *node)
{
  for (guint i = 0; i < node->n_args; i++)
    {
      guint given = node->args[i]->types & ~HS_RULE_MASK (HS_RULE_NULL);

      if ((given & ~node->op->arg_types) != 0)
        {
          g_autofree char *want = hs_rule_name_types (node->op->arg_types),
                          *got = hs_rule_name_types (given);

          hs_rule_compile_fail (c, "“%s” needs %s, its argument %u is %s", node->op->name, want,
                                i + 1, got);
          return;
        }
    }
}

static void
check_literal_arg (Compiler *c, HsRuleNode *node)
{
  HsRuleNode *arg;

  if (node->op->literal_arg < 0 || (guint) node->op->literal_arg >= node->n_args)
    return;
  arg = node->args[node->op->literal_arg];
  if (arg->op != NULL || arg->literal.type != HS_RULE_STRING)
    hs_rule_compile_fail (c, "“%s”: argument %d must be a text written out", node->op->name,
                          node->op->literal_arg + 1);
  else if (g_str_equal (node->op->name, "lookup") &&
           !c->names->has_list (c->names->data, arg->text))
    hs_rule_compile_fail (c, "there is no code list “%s”", arg->text);
  else if (g_str_equal (node->op->name, "matches"))
    {
      g_autoptr (GError) local = NULL;

      node->regex = hs_form_regex_compile (arg->text, &local);
      if (node->regex == NULL)
        hs_rule_compile_fail (c, "%s", local->message);
    }
}

static void
check_node (Compiler *c, HsRuleNode *node)
{
  const char *name = node->op->name, *complaint;

  node->types = node->op->result | (node->op->takes_null ? 0 : HS_RULE_MASK (HS_RULE_NULL));
  check_arg_types (c, node);
  check_literal_arg (c, node);
  if (c->where != NULL)
    return;
  if (g_str_equal (name, "var"))
    check_var (c, node);
  else if (g_str_equal (name, "missing"))
    check_missing (c, node);
  else if (g_str_equal (name, "if") || g_str_equal (name, "?:"))
    check_if (c, node);
  else if (strchr ("<>=", *name) != NULL || g_str_has_prefix (name, "!="))
    check_same (c, node);
  if (c->where == NULL && node->op->check != NULL && (complaint = node->op->check (node)) != NULL)
    hs_rule_compile_fail (c, "“%s” %s", name, complaint);
  if (g_str_equal (name, "today") || g_str_equal (name, "age"))
    c->rule->reads_clock = TRUE;
  if (g_str_has_prefix (name, "date.") && node->n_args == 3 &&
      g_strcmp0 (node->args[2]->text, "workingDays") == 0)
    c->rule->reads_calendar = TRUE;
}

static HsRuleNode *
compile_op (Compiler *c, JsonNode *json, guint depth)
{
  JsonObject *object = json_node_get_object (json);
  g_autoptr (GList) members = json_object_get_members (object);
  HsRuleNode *node;
  const HsRuleOp *op;

  if (members == NULL || members->next != NULL)
    {
      hs_rule_compile_fail (c, "an operation has exactly one member");
      return NULL;
    }
  op = hs_rule_find_op (members->data);
  if (op == NULL)
    {
      hs_rule_compile_fail (c, "there is no operator “%s”", (const char *) members->data);
      return NULL;
    }
  node = g_new0 (HsRuleNode, 1);
  node->op = op;
  hs_rule_compile_enter (c, op->name);
  if (op->over_rows && hs_rule_is_over_rows (json_object_get_member (object, op->name)))
    {
      hs_rule_compile_over_rows (c, node, json_object_get_member (object, op->name), depth);
      hs_rule_compile_leave (c);
      return node;
    }
  hs_rule_compile_args (c, node, json_object_get_member (object, op->name), depth);
  if (c->where == NULL && op->min_args == 255)
    hs_rule_compile_fail (c, "“%s” needs the name of rows written out", op->name);
  if (c->where == NULL &&
      (node->n_args < op->min_args || (op->max_args != 255 && node->n_args > op->max_args)))
    hs_rule_compile_fail (c, "“%s” has %u arguments", op->name, node->n_args);
  if (c->where == NULL)
    check_node (c, node);
  hs_rule_compile_leave (c);
  return node;
}

HsRuleNode *
hs_rule_compile_node (Compiler *c, JsonNode *json, guint depth)
{
  if (depth > HS_RULE_MAX_DEPTH)
    hs_rule_compile_fail (c, "deeper than %u levels", HS_RULE_MAX_DEPTH);
  else if (++c->n_nodes > HS_RULE_MAX_NODES)
    hs_rule_compile_fail (c, "longer than %u nodes", HS_RULE_MAX_NODES);
  else if (JSON_NODE_HOLDS_OBJECT (json))
    return compile_op (c, json, depth);
  else if (JSON_NODE_HOLDS_ARRAY (json))
    return compile_array (c, json, depth);
  else
    return compile_literal (c, json);
  return NULL;
}

HsRule *
hs_rule_compile (JsonNode *expression, guint want, const HsRuleNames *names, char **where,
                 GError **error)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HsRule) rule = NULL;
  Compiler c = { names, NULL, NULL, 0, path, NULL, error };

  g_return_val_if_fail (expression != NULL && names != NULL, NULL);
  rule = c.rule = hs_rule_new (expression);
  rule->root = hs_rule_compile_node (&c, expression, 0);
  if (c.where == NULL && want != 0 &&
      (rule->root->types & ~(want | HS_RULE_MASK (HS_RULE_NULL))) != 0)
    {
      g_autofree char *wanted = hs_rule_name_types (want);
      g_autofree char *got = hs_rule_name_types (rule->root->types);

      hs_rule_compile_fail (&c, "the rule must give %s but gives %s", wanted, got);
    }
  if (c.where == NULL)
    {
      rule->types = rule->root->types;
      return g_steal_pointer (&rule);
    }
  if (where != NULL)
    *where = g_steal_pointer (&c.where);
  g_free (c.where);
  return NULL;
}
