/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compatible JsonLogic: compiles a rule into a tree with its operators found, notes what it reads, and
 * walks the tree with a budget. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include "form/schema/hs-form-regex.h"

#define STACK_ARGS 8

struct _HsLogic
{
  JsonNode *rule;    /* (owned) literals are borrowed from it */
  HsLogicNode *root; /* (owned) */
  GPtrArray *reads;  /* (owned) (element-type utf8) */
  gboolean reads_all;
  gboolean reads_clock;
};

typedef struct
{
  HsLogic *logic;
  gboolean for_form; /* the operators of hs_logic_compile_form() too */
  guint n_nodes;
  GPtrArray *path; /* (element-type utf8) owned tokens of the place */
  char *where;     /* (owned) (nullable) set with the error */
  GError **error;
} Compiler;

static HsLogicNode *compile (Compiler *c, JsonNode *json, guint depth);

static void
node_free (HsLogicNode *node)
{
  if (node == NULL)
    return;
  for (guint i = 0; i < node->n_args; i++)
    node_free (node->args[i]);
  g_free (node->args);
  g_clear_pointer (&node->regex, g_regex_unref);
  g_free (node);
}

static void G_GNUC_PRINTF (2, 3) fail (Compiler *c, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (c->where != NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  c->where = g_strdup ("");
  for (guint i = 0; i < c->path->len; i++)
    {
      char *longer = hs_json_pointer_append (c->where, c->path->pdata[i]);

      g_free (c->where);
      c->where = longer;
    }
  g_set_error_literal (c->error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
}

static void
compile_items (Compiler *c, HsLogicNode *node, JsonArray *array, guint depth)
{
  guint n = json_array_get_length (array);

  node->args = g_new0 (HsLogicNode *, MIN (n, HS_LOGIC_MAX_NODES) + 1);
  for (guint i = 0; i < n && c->where == NULL; i++)
    {
      g_ptr_array_add (c->path, g_strdup_printf ("%u", i));
      node->args[node->n_args++] = compile (c, json_array_get_element (array, i), depth + 1);
      g_ptr_array_set_size (c->path, (int) c->path->len - 1);
    }
}

static void
compile_pattern (Compiler *c, HsLogicNode *node)
{
  HsLogicNode *pattern = node->n_args == 2 ? node->args[1] : NULL;
  g_autoptr (GError) local = NULL;

  if (pattern == NULL || pattern->op != NULL || pattern->literal.type != HS_LOGIC_STRING)
    fail (c, "“matches” needs a value and a pattern written out");
  else
    {
      node->regex = hs_form_regex_compile (pattern->literal.string, &local);
      if (node->regex == NULL)
        fail (c, "%s", local->message);
    }
}

static HsLogicNode *
compile_op (Compiler *c, const char *name, JsonNode *values, guint depth)
{
  HsLogicNode *node = g_new0 (HsLogicNode, 1);

  g_ptr_array_add (c->path, g_strdup (name));
  node->op = hs_logic_find_op (name);
  if (node->op == NULL && c->for_form)
    node->op = hs_logic_find_form_op (name);
  if (node->op == NULL)
    fail (c, "there is no operator “%s”", name);
  else if (JSON_NODE_HOLDS_ARRAY (values))
    compile_items (c, node, json_node_get_array (values), depth);
  else
    {
      node->args = g_new0 (HsLogicNode *, 1);
      node->args[node->n_args++] = compile (c, values, depth + 1);
    }
  if (c->where == NULL && g_str_equal (name, "matches"))
    compile_pattern (c, node);
  c->logic->reads_clock |= g_str_equal (name, "today");
  g_ptr_array_set_size (c->path, (int) c->path->len - 1);
  return node;
}

static HsLogicNode *
compile (Compiler *c, JsonNode *json, guint depth)
{
  HsLogicNode *node;

  if (depth > HS_LOGIC_MAX_DEPTH)
    fail (c, "deeper than %u levels", HS_LOGIC_MAX_DEPTH);
  else if (++c->n_nodes > HS_LOGIC_MAX_NODES)
    fail (c, "longer than %u nodes", HS_LOGIC_MAX_NODES);
  if (c->where != NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (json) && json_object_get_size (json_node_get_object (json)) == 1)
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *values;

      json_object_iter_init (&iter, json_node_get_object (json));
      json_object_iter_next (&iter, &name, &values);
      return compile_op (c, name, values, depth);
    }
  node = g_new0 (HsLogicNode, 1);
  node->is_list = JSON_NODE_HOLDS_ARRAY (json);
  if (node->is_list)
    compile_items (c, node, json_node_get_array (json), depth);
  else
    node->literal = hs_logic_value_from_node (json);
  return node;
}

/* What is read. */

static void
add_read (HsLogic *self, const HsLogicNode *path)
{
  HsLogicRun run = { NULL };
  const char *text;

  if (path == NULL || path->op != NULL || path->is_list ||
      (path->literal.type != HS_LOGIC_STRING && path->literal.type != HS_LOGIC_NUMBER))
    {
      self->reads_all = TRUE;
      return;
    }
  text = hs_logic_to_text (&run, &path->literal);
  if (*text == '\0')
    self->reads_all = TRUE;
  else if (!g_ptr_array_find_with_equal_func (self->reads, text, g_str_equal, NULL))
    g_ptr_array_add (self->reads, g_strdup (text));
  g_clear_pointer (&run.owned, g_ptr_array_unref);
}

static void
add_reads_of_missing (HsLogic *self, HsLogicNode **keys, guint n_keys)
{
  if (n_keys > 0 && keys[0]->is_list)
    add_reads_of_missing (self, keys[0]->args, keys[0]->n_args);
  else
    for (guint i = 0; i < n_keys; i++)
      if (keys[i]->is_list) /* a name and its default, as for "var" */
        add_read (self, keys[i]->n_args > 0 ? keys[i]->args[0] : NULL);
      else
        add_read (self, keys[i]);
}

/* Items of a list are another world: their names are not the data's. */
static void
collect_reads (HsLogic *self, const HsLogicNode *node)
{
  const char *name = node->op != NULL ? node->op->name : "";

  if (g_str_equal (name, "var"))
    add_read (self, node->n_args > 0 ? node->args[0] : NULL);
  else if (g_str_equal (name, "missing"))
    add_reads_of_missing (self, node->args, node->n_args);
  else if (g_str_equal (name, "missing_some") && node->n_args > 1)
    add_reads_of_missing (self, node->args + 1, 1);
  for (guint i = 0; i < node->n_args; i++)
    if (node->op == NULL || !node->op->over_items || i != 1)
      collect_reads (self, node->args[i]);
}

static HsLogic *
compile_rule (JsonNode *rule, gboolean for_form, char **where, GError **error)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HsLogic) self = g_new0 (HsLogic, 1);
  Compiler c = { self, for_form, 0, path, NULL, error };

  self->rule = json_node_ref (rule);
  self->reads = g_ptr_array_new_with_free_func (g_free);
  self->root = compile (&c, rule, 0);
  if (c.where == NULL)
    {
      collect_reads (self, self->root);
      return g_steal_pointer (&self);
    }
  if (where != NULL)
    *where = g_steal_pointer (&c.where);
  g_free (c.where);
  return NULL;
}

HsLogic *
hs_logic_compile (JsonNode *rule, char **where, GError **error)
{
  g_return_val_if_fail (rule != NULL, NULL);
  return compile_rule (rule, FALSE, where, error);
}

HsLogic *
hs_logic_compile_form (JsonNode *rule, char **where, GError **error)
{
  g_return_val_if_fail (rule != NULL, NULL);
  return compile_rule (rule, TRUE, where, error);
}

void
hs_logic_free (HsLogic *self)
{
  if (self == NULL)
    return;
  node_free (self->root);
  g_ptr_array_unref (self->reads);
  json_node_unref (self->rule);
  g_free (self);
}

GPtrArray *
hs_logic_get_reads (HsLogic *self, gboolean *reads_all)
{
  if (reads_all != NULL)
    *reads_all = self->reads_all;
  return self->reads;
}

gboolean
hs_logic_reads_clock (HsLogic *self)
{
  return self->reads_clock;
}

/* Running. */

static void
run_list (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicList *list = hs_logic_list_new (run, node->n_args);

  if (list == NULL)
    return;
  for (guint i = 0; i < node->n_args && run->error == NULL; i++)
    hs_logic_run_node (run, node->args[i], data, &list->items[i]);
  result->type = HS_LOGIC_LIST;
  result->list = list;
}

static void
run_eager (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue on_stack[STACK_ARGS], *args = on_stack;

  if (node->n_args > STACK_ARGS)
    args = hs_logic_alloc (run, node->n_args * sizeof *args);
  for (guint i = 0; i < node->n_args && run->error == NULL; i++)
    hs_logic_run_node (run, node->args[i], data, &args[i]);
  if (run->error == NULL)
    node->op->run (run, data, args, node->n_args, result);
}

void
hs_logic_run_node (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data,
                   HsLogicValue *result)
{
  result->type = HS_LOGIC_UNDEFINED;
  if (!hs_logic_spend (run, 1))
    return;
  if (node->is_list)
    run_list (run, node, data, result);
  else if (node->op == NULL)
    *result = node->literal;
  else if (node->op->run_lazy != NULL)
    node->op->run_lazy (run, node, data, result);
  else
    run_eager (run, node, data, result);
}

static JsonNode *
apply (HsLogic *self, const HsLogicValue *data, GError **error)
{
  HsLogicRun run = { data->type == HS_LOGIC_SOURCE ? data->source->today : NULL, NULL, 0, 0, NULL };
  HsLogicValue value = { HS_LOGIC_UNDEFINED, { 0 } };
  g_autoptr (JsonNode) result = NULL;

  hs_logic_run_node (&run, self->root, data, &value);
  if (run.error == NULL)
    result = hs_logic_value_to_node (&run, &value, 0);
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  if (run.error == NULL)
    return g_steal_pointer (&result);
  g_propagate_error (error, run.error);
  return NULL;
}

JsonNode *
hs_logic_apply (HsLogic *self, JsonNode *data, GError **error)
{
  HsLogicValue value = hs_logic_value_from_node (data);

  g_return_val_if_fail (self != NULL, NULL);
  return apply (self, &value, error);
}

JsonNode *
hs_logic_apply_source (HsLogic *self, const HsLogicSource *source, GError **error)
{
  HsLogicValue value = { HS_LOGIC_SOURCE, { 0 } };

  g_return_val_if_fail (self != NULL && source != NULL, NULL);
  value.source = source;
  return apply (self, &value, error);
}

gboolean
hs_logic_is_truthy (JsonNode *value)
{
  HsLogicValue converted = hs_logic_value_from_node (value);

  return hs_logic_value_truthy (&converted);
}

gboolean
hs_logic_has_operator (const char *name)
{
  return hs_logic_find_op (name) != NULL;
}
