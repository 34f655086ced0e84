/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a rule from JSON, with the types of every part checked, so that what could go wrong with
 * an answer goes wrong on the form author's desk. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

struct _HsRule
{
  HsRuleNode *root; /* (owned) */
  GArray *reads;    /* (owned) (element-type guint) */
  gboolean reads_clock;
  gboolean reads_calendar;
};

typedef struct
{
  const HsRuleNames *names;
  HsRule *rule;
  guint n_nodes;
  GPtrArray *path; /* (element-type utf8) owned tokens of the place */
  char *where;     /* (owned) (nullable) set with the error */
  GError **error;
} Compiler;

static HsRuleNode *compile (Compiler *c, JsonNode *json, guint depth);

static void
node_free (HsRuleNode *node)
{
  if (node == NULL)
    return;
  for (guint i = 0; i < node->n_args; i++)
    node_free (node->args[i]);
  g_free (node->args);
  g_free (node->text);
  g_clear_pointer (&node->regex, g_regex_unref);
  g_free (node);
}

static void G_GNUC_PRINTF (2, 3) fail (Compiler *c, const char *format, ...)
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
static char *
name_types (guint types)
{
  static const char *const names[] = { NULL,     "yes/no", "a number", "text",
                                       "a date", "a list", "a row" };
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    if (types & HS_RULE_MASK (i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " or " : "", names[i]);
  return g_string_free (text, FALSE);
}

static void
enter (Compiler *c, const char *token)
{
  g_ptr_array_add (c->path, g_strdup (token));
}

static void
leave (Compiler *c)
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
        fail (c, "a number that cannot be kept exactly");
    }
  node->types = HS_RULE_MASK (node->literal.type);
  return node;
}

static void
compile_args (Compiler *c, HsRuleNode *node, JsonNode *json, guint depth)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (json) ? json_node_get_array (json) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;

  node->args = g_new0 (HsRuleNode *, n + 1);
  for (guint i = 0; i < n && c->where == NULL; i++)
    {
      g_autofree char *token = g_strdup_printf ("%u", i);

      if (array != NULL)
        enter (c, token);
      node->args[node->n_args++] =
        compile (c, array != NULL ? json_array_get_element (array, i) : json, depth + 1);
      if (array != NULL)
        leave (c);
    }
}

/* A list of expressions: {"in": [x, [a, b]]}. */
static HsRuleNode *
compile_array (Compiler *c, JsonNode *json, guint depth)
{
  HsRuleNode *node = g_new0 (HsRuleNode, 1);

  node->literal.type = HS_RULE_ARRAY;
  node->types = HS_RULE_MASK (HS_RULE_ARRAY);
  compile_args (c, node, json, depth);
  return node;
}

static void
add_read (HsRule *rule, guint field)
{
  for (guint i = 0; i < rule->reads->len; i++)
    if (g_array_index (rule->reads, guint, i) == field)
      return;
  g_array_append_val (rule->reads, field);
}

static gboolean
find_field (Compiler *c, HsRuleNode *path, guint *field, guint *types)
{
  if (path->op != NULL || path->literal.type != HS_RULE_STRING)
    fail (c, "the name of a field must be a text");
  else if (!c->names->find_field (c->names->data, path->text, field, types))
    fail (c, "there is no field “%s”", path->text);
  else
    {
      add_read (c->rule, *field);
      return TRUE;
    }
  return FALSE;
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
        fail (c, "“%s”: condition %u is not yes/no", node->op->name, i / 2 + 1);
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
      g_autofree char *a = name_types (node->args[0]->types),
                      *b = name_types (node->args[1]->types);

      fail (c, "“%s” compares %s with %s", node->op->name, a, b);
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
          g_autofree char *want = name_types (node->op->arg_types), *got = name_types (given);

          fail (c, "“%s” needs %s, its argument %u is %s", node->op->name, want, i + 1, got);
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
    fail (c, "“%s”: argument %d must be a text written out", node->op->name,
          node->op->literal_arg + 1);
  else if (g_str_equal (node->op->name, "lookup") &&
           !c->names->has_list (c->names->data, arg->text))
    fail (c, "there is no code list “%s”", arg->text);
  else if (g_str_equal (node->op->name, "matches"))
    {
      g_autoptr (GError) local = NULL;

      node->regex = hs_form_regex_compile (arg->text, &local);
      if (node->regex == NULL)
        fail (c, "%s", local->message);
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
    fail (c, "“%s” %s", name, complaint);
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
      fail (c, "an operation has exactly one member");
      return NULL;
    }
  op = hs_rule_find_op (members->data);
  if (op == NULL)
    {
      fail (c, "there is no operator “%s”", (const char *) members->data);
      return NULL;
    }
  node = g_new0 (HsRuleNode, 1);
  node->op = op;
  enter (c, op->name);
  compile_args (c, node, json_object_get_member (object, op->name), depth);
  if (c->where == NULL &&
      (node->n_args < op->min_args || (op->max_args != 255 && node->n_args > op->max_args)))
    fail (c, "“%s” has %u arguments", op->name, node->n_args);
  if (c->where == NULL)
    check_node (c, node);
  leave (c);
  return node;
}

static HsRuleNode *
compile (Compiler *c, JsonNode *json, guint depth)
{
  if (depth > HS_RULE_MAX_DEPTH)
    fail (c, "deeper than %u levels", HS_RULE_MAX_DEPTH);
  else if (++c->n_nodes > HS_RULE_MAX_NODES)
    fail (c, "longer than %u nodes", HS_RULE_MAX_NODES);
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
  g_autoptr (HsRule) rule = g_new0 (HsRule, 1);
  Compiler c = { names, rule, 0, path, NULL, error };

  g_return_val_if_fail (expression != NULL && names != NULL, NULL);
  rule->reads = g_array_new (FALSE, FALSE, sizeof (guint));
  rule->root = compile (&c, expression, 0);
  if (c.where == NULL && want != 0 &&
      (rule->root->types & ~(want | HS_RULE_MASK (HS_RULE_NULL))) != 0)
    {
      g_autofree char *wanted = name_types (want), *got = name_types (rule->root->types);

      fail (&c, "the rule must give %s but gives %s", wanted, got);
    }
  if (c.where == NULL)
    return g_steal_pointer (&rule);
  if (where != NULL)
    *where = g_steal_pointer (&c.where);
  g_free (c.where);
  return NULL;
}

void
hs_rule_free (HsRule *self)
{
  if (self == NULL)
    return;
  node_free (self->root);
  g_array_unref (self->reads);
  g_free (self);
}

guint
hs_rule_get_types (HsRule *self)
{
  return self->root->types;
}

GArray *
hs_rule_get_reads (HsRule *self)
{
  return self->reads;
}

gboolean
hs_rule_reads_clock (HsRule *self)
{
  return self->reads_clock;
}

gboolean
hs_rule_reads_calendar (HsRule *self)
{
  return self->reads_calendar;
}

static gboolean
run_rule (HsRule *self, const HsRuleContext *context, HsRuleRun *run, HsRuleValue *value,
          GError **error)
{
  run->context = context;
  run->owned = NULL;
  hs_rule_run_node (run, self->root, value);
  if (run->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&run->error));
  return FALSE;
}

static JsonNode *
value_to_node (const HsRuleValue *value)
{
  g_autofree char *date = NULL;
  JsonArray *array;
  JsonNode *node;

  switch (value->type)
    {
    case HS_RULE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value->boolean);
    case HS_RULE_NUMBER:
      return hs_decimal_to_node (&value->number);
    case HS_RULE_STRING:
      return json_node_init_string (json_node_alloc (), value->string);
    case HS_RULE_DATE:
      date = hs_date_to_iso (&value->date);
      return json_node_init_string (json_node_alloc (), date);
    case HS_RULE_ARRAY:
      array = json_array_new ();
      for (guint i = 0; i < value->array.n_items; i++)
        {
          JsonNode *item = value_to_node (&value->array.items[i]);

          json_array_add_element (array, item != NULL ? item : json_node_new (JSON_NODE_NULL));
        }
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, array);
      return node;
    case HS_RULE_NULL:
    case HS_RULE_ROW:
    default:
      return NULL;
    }
}

gboolean
hs_rule_evaluate (HsRule *self, const HsRuleContext *context, JsonNode **value, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok = run_rule (self, context, &run, &result, error);

  *value = ok ? value_to_node (&result) : NULL;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}

gboolean
hs_rule_decide (HsRule *self, const HsRuleContext *context, gboolean *is_so, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok = run_rule (self, context, &run, &result, error);

  *is_so = ok && result.type == HS_RULE_BOOLEAN && result.boolean;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}

gboolean
hs_rule_evaluate_text (HsRule *self, const HsRuleContext *context, char **text, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok = run_rule (self, context, &run, &result, error);

  *text = ok ? hs_rule_value_to_text (&result) : NULL;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}
