/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl logic: what a rule gives, and how the engine does on a table of rules that others wrote. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "form/rule/hs-logic.h"
#include "form/rule/hs-rule.h"

#include <glib/gi18n.h>
#include <string.h>

/* logic test FILE… */

typedef struct
{
  JsonNode *rule;
  JsonNode *data;     /* (nullable) */
  JsonNode *expected; /* (nullable) NULL: an error is expected */
  const char *name;   /* (nullable) */
} Case;

typedef struct
{
  guint n_passed;
  guint n_failed;
  JsonArray *failures; /* (owned) */
} Totals;

/* {"description", "rule", "data", "result"} or [rule, data, result]. FALSE: it is neither. */
static gboolean
read_case (JsonNode *node, Case *c)
{
  memset (c, 0, sizeof *c);
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 3)
    {
      JsonArray *array = json_node_get_array (node);

      c->rule = json_array_get_element (array, 0);
      c->data = json_array_get_element (array, 1);
      c->expected = json_array_get_element (array, 2);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  c->rule = json_object_get_member (json_node_get_object (node), "rule");
  c->data = json_object_get_member (json_node_get_object (node), "data");
  c->expected = json_object_get_member (json_node_get_object (node), "result");
  c->name = hs_json_string (json_node_get_object (node), "description", NULL);
  return c->rule != NULL &&
         (c->expected != NULL || json_object_has_member (json_node_get_object (node), "error"));
}

static gboolean
passes (const Case *c, char **got)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsLogic) logic = hs_logic_compile (c->rule, NULL, &error);
  g_autoptr (JsonNode) result = logic != NULL ? hs_logic_apply (logic, c->data, &error) : NULL;

  if (result == NULL)
    {
      *got = g_strdup (error->message);
      return c->expected == NULL;
    }
  *got = hs_json_write (result);
  return c->expected != NULL && hs_json_equal (result, c->expected);
}

static void
run_case (HsCli *cli, const char *path, const Case *c, Totals *totals)
{
  g_autofree char *got = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *expected = NULL;
  JsonObject *failure;

  if (passes (c, &got))
    {
      totals->n_passed++;
      return;
    }
  totals->n_failed++;
  rule = hs_json_write (c->rule);
  expected = c->expected != NULL ? hs_json_write (c->expected) : g_strdup (_ ("an error"));
  hs_cli_print (cli, _ ("%s: failed: %s gives %s, expected %s"), path,
                c->name != NULL ? c->name : rule, got, expected);
  failure = json_object_new ();
  json_object_set_string_member (failure, "file", path);
  json_object_set_string_member (failure, "rule", rule);
  json_object_set_string_member (failure, "got", got);
  json_object_set_string_member (failure, "expected", expected);
  json_array_add_object_element (totals->failures, failure);
}

/* Texts in the table are headings. */
static gboolean
run_file (HsCli *cli, const char *path, Totals *totals, GError **error)
{
  g_autoptr (JsonNode) root = hs_cli_load_json (path, error);
  JsonArray *cases;

  if (root == NULL)
    return FALSE;
  cases = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
    {
      JsonNode *node = json_array_get_element (cases, i);
      Case c;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        continue;
      if (read_case (node, &c))
        run_case (cli, path, &c, totals);
      else
        {
          g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                       _ ("%s: entry %u is not a case with rule, data and result"), path, i);
          return FALSE;
        }
    }
  if (cases == NULL)
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL, _ ("%s: not a list of cases"), path);
  return cases != NULL;
}

static HsExit
test (HsCli *cli, int argc, char **argv)
{
  Totals totals = { 0, 0, NULL };
  g_autoptr (JsonArray) failures = json_array_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, -1))
    return HS_EXIT_USAGE;
  totals.failures = failures;
  for (int i = 1; i < argc; i++)
    if (!run_file (cli, argv[i], &totals, &error))
      return hs_cli_fail (cli, error);
  hs_cli_print (cli, _ ("%u passed, %u failed"), totals.n_passed, totals.n_failed);
  answer = json_object_new ();
  json_object_set_int_member (answer, "passed", totals.n_passed);
  json_object_set_int_member (answer, "failed", totals.n_failed);
  json_object_set_array_member (answer, "failures", json_array_ref (failures));
  hs_cli_answer_object (cli, answer);
  return totals.n_failed == 0 ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

/* logic eval [--strict] RULE DATA */

/* A file, or JSON written in the call itself. */
static JsonNode *
load_argument (const char *argument, HsJsonFlags flags, GError **error)
{
  g_autoptr (GError) local = NULL;
  JsonNode *node = hs_json_parse (argument, -1, flags, 0, &local);

  if (node != NULL)
    return node;
  if (!g_file_test (argument, G_FILE_TEST_EXISTS) && strpbrk (argument, "{[\"") != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return hs_cli_load_json (argument, error);
}

/* Data of a strict rule: members by name ("a.b"), each with the type its value has. */
typedef struct
{
  JsonNode *data;
  GPtrArray *found;  /* (element-type JsonNode) borrowed, by id: an answer, or any row's answer */
  GPtrArray *inside; /* (element-type utf8) owned, by id: its pointer in a row, NULL outside */
  GPtrArray *arrays; /* (owned) memory of lists */
  JsonNode *row;     /* (nullable) the row that is looked at */
} Fields;

static guint
type_of (JsonNode *node)
{
  HsDate date;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return HS_RULE_MASK (HS_RULE_ARRAY);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return 0;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return HS_RULE_MASK (HS_RULE_BOOLEAN);
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return HS_RULE_MASK (HS_RULE_NUMBER);
  return HS_RULE_MASK (hs_date_parse_iso (json_node_get_string (node), &date) ? HS_RULE_DATE
                                                                              : HS_RULE_STRING);
}

static char *
to_pointer (const char *path)
{
  return g_strdelimit (g_strconcat ("/", path, NULL), ".", '/');
}

/* inside (nullable): pointer in a row; taken. */
static gboolean
add_field (Fields *fields, JsonNode *node, char *inside, guint *id, guint *types)
{
  *id = fields->found->len;
  *types =
    JSON_NODE_HOLDS_NULL (node) ? HS_RULE_MASK_ANY & ~HS_RULE_MASK (HS_RULE_NULL) : type_of (node);
  g_ptr_array_add (fields->found, node);
  g_ptr_array_add (fields->inside, inside);
  return TRUE;
}

static gboolean
find_field_cb (gpointer data, const char *path, guint *id, guint *types)
{
  Fields *fields = data;
  g_autofree char *pointer = to_pointer (path);
  JsonNode *node = hs_json_pointer_get (fields->data, pointer);

  return node != NULL && add_field (fields, node, NULL, id, types);
}

/* Rows are a list of objects of the data; rows inside rows are not looked into. */
static gboolean
find_rows_cb (gpointer data, guint scope, const char *path, HsRuleRows *rows)
{
  Fields *fields = data;
  gsize length = strlen (path);

  for (gsize i = 1; scope == HS_RULE_OWN_SCOPE && i <= length; i++)
    {
      g_autofree char *name = g_strndup (path, i);
      g_autofree char *pointer = to_pointer (name);
      JsonNode *node =
        path[i] == '.' || path[i] == '\0' ? hs_json_pointer_get (fields->data, pointer) : NULL;
      guint types;

      if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
        continue;
      add_field (fields, node, NULL, &rows->repeat, &types);
      rows->scope = rows->repeat;
      rows->levels = 1;
      rows->rest = path[i] == '.' ? path + i + 1 : path + i;
      return TRUE;
    }
  return FALSE;
}

/* A field of a row has the type of the first row that has it. */
static gboolean
find_in_row_cb (gpointer data, guint scope, const char *path, guint *id, guint *types)
{
  Fields *fields = data;
  g_autofree char *pointer = to_pointer (path);
  JsonArray *rows = json_node_get_array (fields->found->pdata[scope]);

  if (g_str_has_prefix (path, "../"))
    return find_field_cb (data, path + 3, id, types);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = hs_json_pointer_get (json_array_get_element (rows, i), pointer);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
        return add_field (fields, node, g_steal_pointer (&pointer), id, types);
    }
  return FALSE;
}

static void
each_row_cb (gpointer data, guint up, guint repeat, HsRuleRowFunc visit, gpointer visit_data)
{
  Fields *fields = data;
  JsonArray *rows = json_node_get_array (fields->found->pdata[repeat]);
  gboolean more = TRUE;

  for (guint i = 0; more && i < json_array_get_length (rows); i++)
    {
      fields->row = json_array_get_element (rows, i);
      more = visit (visit_data);
    }
  fields->row = NULL;
}

static gboolean
has_list_cb (gpointer data, const char *name)
{
  return FALSE;
}

static void
set_scalar (JsonNode *node, HsRuleValue *value)
{
  value->type = HS_RULE_NULL;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      value->type = HS_RULE_BOOLEAN;
      value->boolean = json_node_get_boolean (node);
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      value->type = HS_RULE_STRING;
      if (hs_date_parse_iso (json_node_get_string (node), &value->date))
        value->type = HS_RULE_DATE;
      else
        value->string = json_node_get_string (node);
    }
  else if (hs_decimal_from_node (node, &value->number))
    value->type = HS_RULE_NUMBER;
}

static void
get_field_cb (gpointer data, guint id, HsRuleValue *value)
{
  Fields *fields = data;
  const char *inside = fields->inside->pdata[id];
  JsonNode *node =
    inside != NULL ? hs_json_pointer_get (fields->row, inside) : fields->found->pdata[id];
  HsRuleValue *items;
  guint n;

  value->type = HS_RULE_NULL;
  if (node == NULL)
    return;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      set_scalar (node, value);
      return;
    }
  n = json_array_get_length (json_node_get_array (node));
  items = g_new0 (HsRuleValue, n + 1);
  g_ptr_array_add (fields->arrays, items);
  for (guint i = 0; i < n; i++)
    set_scalar (json_array_get_element (json_node_get_array (node), i), &items[i]);
  value->type = HS_RULE_ARRAY;
  value->array.items = items;
  value->array.n_items = n;
}

/* (nullable) with the error set. */
static JsonNode *
evaluate_strict (HsCli *cli, JsonNode *rule, JsonNode *data, char **where, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) inside = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func (g_free);
  Fields fields = { data, found, inside, arrays, NULL };
  HsRuleNames names = { find_field_cb, has_list_cb, &fields, find_rows_cb, find_in_row_cb };
  HsRuleContext context = { .get_field = get_field_cb, .data = &fields, .each_row = each_row_cb };
  g_autoptr (HsRule) compiled = hs_rule_compile (rule, 0, &names, where, error);
  g_autoptr (HsCalendar) calendar = NULL;
  JsonNode *value = NULL;

  if (compiled == NULL || hs_cli_get_world (cli, error) == NULL)
    return NULL;
  if (hs_rule_reads_calendar (compiled))
    {
      calendar = hs_calendar_load (cli->world, error);
      if (calendar == NULL)
        return NULL;
    }
  context.today = hs_date_in_vietnam (hs_world_now_us (cli->world), NULL, NULL);
  context.calendar = calendar;
  if (!hs_rule_evaluate (compiled, &context, &value, error))
    return NULL;
  return value != NULL ? value : json_node_new (JSON_NODE_NULL);
}

static JsonNode *
evaluate (HsCli *cli, gboolean strict, JsonNode *rule, JsonNode *data, char **where, GError **error)
{
  g_autoptr (HsLogic) logic = NULL;

  if (strict)
    return evaluate_strict (cli, rule, data, where, error);
  logic = hs_logic_compile (rule, where, error);
  return logic != NULL ? hs_logic_apply (logic, data, error) : NULL;
}

/* A rule that is not right, or cannot be computed with this data. */
static void
answer_wrong (HsCli *cli, const char *where, GError **error)
{
  JsonObject *answer;
  char code[64];

  if (where != NULL && *where != '\0')
    g_prefix_error (error, "%s: ", where);
  hs_cli_print (cli, _ ("not valid: %s [%s]"), (*error)->message, hs_cli_code_name (*error, code));
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "valid", FALSE);
  json_object_set_object_member (answer, "error", hs_cli_verdict_to_json (*error, HS_EXIT_INVALID));
  hs_cli_answer_object (cli, answer);
}

static HsExit
eval (HsCli *cli, int argc, char **argv)
{
  gboolean strict = FALSE;
  const GOptionEntry entries[] = {
    { "strict", 0, 0, G_OPTION_ARG_NONE, &strict,
      N_ ("As rules of form packages are: no conversion between types, exact numbers"), NULL },
    { NULL },
  };
  g_autoptr (JsonNode) rule = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autofree char *where = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;
  HsJsonFlags flags;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 2))
    return HS_EXIT_USAGE;
  flags = strict ? HS_JSON_EXACT_NUMBERS : HS_JSON_DEFAULT;
  rule = load_argument (argv[1], flags, &error);
  if (rule != NULL && argc == 3)
    data = load_argument (argv[2], flags, &error);
  if (rule == NULL || (argc == 3 && data == NULL))
    return hs_cli_fail (cli, error);
  if (data == NULL)
    data = json_node_new (JSON_NODE_NULL);
  result = evaluate (cli, strict, rule, data, &where, &error);
  if (result == NULL)
    {
      answer_wrong (cli, where, &error);
      return HS_EXIT_INVALID;
    }
  text = hs_json_write (result);
  hs_cli_print (cli, "%s", text);
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "valid", TRUE);
  json_object_set_member (answer, "value", g_steal_pointer (&result));
  hs_cli_answer_object (cli, answer);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_logic_commands[] = {
  { "logic test", N_ ("FILE…"),
    N_ ("Run tables of JsonLogic cases against the engine for imported rules"), test },
  { "logic eval", N_ ("RULE [DATA]"),
    N_ ("Say what a JsonLogic rule gives; files, or JSON written out"), eval },
  { NULL },
};
