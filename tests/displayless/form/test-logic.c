/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compatible JsonLogic: the public table of what all engines share, JavaScript's conversions, the bounds,
 * what a rule reads, and random rules against json-logic-js. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/rule/hs-logic.h"

#include <string.h>

#define MAX_PEER_CASES 500 /* $HOSO_LOGIC_CASES for more */

static void
assert_gives (const char *rule, const char *data, const char *expected)
{
  g_autoptr (JsonNode) rule_node = form_test_json (rule);
  g_autoptr (JsonNode) data_node = form_test_json (data);
  g_autoptr (JsonNode) expected_node = form_test_json (expected);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsLogic) logic = hs_logic_compile (rule_node, NULL, &error);
  g_autoptr (JsonNode) result = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  result = hs_logic_apply (logic, data_node, &error);
  g_assert_no_error (error);
  text = hs_json_write (result);
  if (!hs_json_equal (result, expected_node))
    g_error ("%s of %s gives %s, expected %s", rule, data, text, expected);
}

static void
test_suite (void)
{
  g_autofree char *path = hs_test_suite ("jsonlogic/compatible.json");
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *cases;
  guint n = 0;

  if (path == NULL)
    {
      g_test_skip ("the public JsonLogic table is not there");
      return;
    }
  root = hs_json_load (path, HS_JSON_DEFAULT, &error);
  g_assert_no_error (error);
  cases = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonNode *node = json_array_get_element (cases, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (HsLogic) logic = NULL;
      g_autoptr (JsonNode) result = NULL;

      if (object == NULL)
        continue;
      n++;
      logic = hs_logic_compile (json_object_get_member (object, "rule"), NULL, &error);
      g_assert_no_error (error);
      result = hs_logic_apply (logic, json_object_get_member (object, "data"), &error);
      g_assert_no_error (error);
      if (!hs_json_equal (result, json_object_get_member (object, "result")))
        g_error ("case %u: %s", n, hs_json_string (object, "description", ""));
    }
  g_assert_cmpuint (n, ==, 278);
}

/* rule, data, result; what the public table does not have. */
static const char *const conversions[][3] = {
  { "{'==': [null, 0]}", "null", "false" },
  { "{'==': [[], '']}", "null", "true" },
  { "{'==': [[1, [2, null]], '1,2,']}", "null", "true" },
  { "{'==': ['0x1F', 31]}", "null", "true" },
  { "{'==': [' 12 ', 12]}", "null", "true" },
  { "{'==': ['', 0]}", "null", "true" },
  { "{'==': [true, '1']}", "null", "true" },
  { "{'==': [{'var': 'a'}, {'var': 'a'}]}", "{'a': [1]}", "true" },
  { "{'==': [{'var': 'a'}, {'var': 'b'}]}", "{'a': [1], 'b': [1]}", "false" },
  { "{'===': [1, 1.0]}", "null", "true" },
  { "{'in': [{'var': 'a'}, [{'var': 'a'}]]}", "{'a': {'x': 1, 'y': 2}}", "true" },
  { "{'<': ['10', '9']}", "null", "true" },
  { "{'<': ['10', 9]}", "null", "false" },
  { "{'<=': [null, 0]}", "null", "true" },
  { "{'<': [1, 2, 3]}", "null", "true" },
  { "{'<=': [1, 1, 0]}", "null", "false" },
  { "{'<': ['a', 1]}", "null", "false" },
  { "{'!!': ['0']}", "null", "true" },
  { "{'!!': [[]]}", "null", "false" },
  { "{'!!': [{'var': ''}]}", "{}", "true" },
  { "{'+': ['3.5abc', 1]}", "null", "4.5" },
  { "{'+': [null, 1]}", "null", "null" },
  { "{'+': [0.1, 0.2]}", "null", "0.30000000000000004" },
  { "{'+': []}", "null", "0" },
  { "{'*': ['5']}", "null", "'5'" },
  { "{'-': [null]}", "null", "0" },
  { "{'-': ['3', true]}", "null", "2" },
  { "{'/': [1, 0]}", "null", "null" },
  { "{'%': [-5, 3]}", "null", "-2" },
  { "{'%': [5.5, 2]}", "null", "1.5" },
  { "{'max': []}", "null", "null" },
  { "{'max': ['3', 2, null]}", "null", "3" },
  { "{'min': [1, 'x']}", "null", "null" },
  { "{'cat': [1e21, ' ', 1e-7, ' ', -0.0, ' ', true, null, [1, [2]]]}", "null",
    "'1e+21 1e-7 0 true1,2'" },
  { "{'substr': ['tiếng Việt', -4]}", "null", "'Việt'" },
  { "{'substr': ['abcdef', 1, -2]}", "null", "'bcd'" },
  { "{'substr': [null, 0, 2]}", "null", "'nu'" },
  { "{'substr': ['a😀b', 3]}", "null", "'b'" },
  { "{'substr': ['a😀b', 2]}", "null", "'�b'" },
  { "{'var': 'list.length'}", "{'list': [1, 2, 3]}", "3" },
  { "{'var': 'text.1'}", "{'text': 'xyz'}", "'y'" },
  { "{'var': 1}", "['a', 'b']", "'b'" },
  { "{'var': '1.0'}", "[0, ['b']]", "'b'" },
  { "{'var': ['a.b', 7]}", "{'a': null}", "7" },
  { "{'var': ['a', 7]}", "{'a': null}", "null" },
  { "{'missing': ['a', 'b', 'c.d']}", "{'a': '', 'b': 0}", "['a', 'c.d']" },
  { "{'missing_some': [1, ['a', 'b']]}", "{'a': 1}", "[]" },
  { "{'missing_some': [2, ['a', 'b']]}", "{'a': 1}", "['b']" },
  { "{'and': []}", "null", "null" },
  { "{'or': [0, '', []]}", "null", "[]" },
  { "{'if': []}", "null", "null" },
  { "{'if': [0, 1, '', 2]}", "null", "null" },
  { "{'merge': [1, [2, [3]], null]}", "null", "[1, 2, [3], null]" },
  { "{'map': [{'var': 'x'}, {'var': 'y'}]}", "{'x': [{'y': 1}, 5, null]}", "[1, null, null]" },
  { "{'reduce': [[1, 2, 3], {'+': [{'var': 'current'}, {'var': 'accumulator'}]}, 10]}", "null",
    "16" },
  { "{'reduce': [[1], {'var': ''}, 2]}", "null", "{'current': 1, 'accumulator': 2}" },
  { "{'all': [[], true]}", "null", "false" },
  { "{'none': ['abc', true]}", "null", "true" },
  { "{'log': 'x'}", "null", "'x'" },
  { "{}", "null", "{}" },
  { "{'a': 1, 'b': {'var': 'x'}}", "{'x': 2}", "{'a': 1, 'b': {'var': 'x'}}" },
  { "[{'var': 'x'}, 3]", "{'x': 2}", "[2, 3]" },
};

static void
test_conversions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    assert_gives (conversions[i][0], conversions[i][1], conversions[i][2]);
}

static void
assert_refused (const char *rule, const char *where, const char *message)
{
  g_autoptr (JsonNode) node = form_test_json (rule);
  g_autoptr (GError) error = NULL;
  g_autofree char *place = NULL;

  g_assert_null (hs_logic_compile (node, &place, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_cmpstr (place, ==, where);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new ("[0");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused ("{'if': [true, {'method': [1]}]}", "/if/1/method",
                  "there is no operator “method”");
  assert_refused ("{'matches': ['a', 'a']}", "/matches", "there is no operator “matches”");
  for (guint i = 0; i < 65; i++)
    g_string_append (deep, "{'!': ");
  g_string_append_c (deep, '1');
  for (guint i = 0; i < 65; i++)
    g_string_append_c (deep, '}');
  node = form_test_json (deep->str);
  g_assert_null (hs_logic_compile (node, NULL, &error));
  g_assert_cmpstr (error->message, ==, "deeper than 64 levels");
  g_clear_error (&error);
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, ",0");
  g_string_append_c (text, ']');
  g_clear_pointer (&node, json_node_unref);
  node = form_test_json (text->str);
  g_assert_null (hs_logic_compile (node, NULL, &error));
  g_assert_cmpstr (error->message, ==, "longer than 10000 nodes");
}

/* Rules made to take all time or memory there is. */
static const char *const greedy[] = {
  /* a text that doubles */
  "{'reduce': [{'var': ''}, {'cat': [{'var': 'accumulator'}, {'var': 'accumulator'}]}, "
  "'xxxxxxxx']}",
  /* a list that doubles */
  "{'reduce': [{'var': ''}, {'merge': [{'var': 'accumulator'}, {'var': 'accumulator'}]}, [1, 2]]}",
  /* a small value that is huge once written out */
  "{'reduce': [{'var': ''}, [{'var': 'accumulator'}, {'var': 'accumulator'}], 1]}",
  "{'cat': {'reduce': [{'var': ''}, [{'var': 'accumulator'}, {'var': 'accumulator'}], 1]}}",
  /* a value as deep as the list is long */
  "{'reduce': [{'var': ''}, [{'var': 'accumulator'}], 1]}",
  "{'==': ['', {'reduce': [{'var': ''}, [{'var': 'accumulator'}], 1]}]}",
  /* every item with every item, with every item */
  "{'map': [{'var': ''}, {'map': [[1,2,3,4,5,6,7,8,9,10], {'map': [[1,2,3,4,5,6,7,8,9,10], {'map': "
  "[[1,2,3,4,5,6,7,8,9,10], 1]}]}]}]}",
};

static void
test_bounds (void)
{
  g_autoptr (JsonNode) data = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < 1000; i++)
    json_array_add_int_element (array, i);
  json_node_take_array (data, array);
  for (guint i = 0; i < G_N_ELEMENTS (greedy); i++)
    {
      g_autoptr (JsonNode) rule = form_test_json (greedy[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HsLogic) logic = hs_logic_compile (rule, NULL, &error);
      g_autoptr (JsonNode) result = NULL;
      gint64 start = g_get_monotonic_time ();

      g_assert_no_error (error);
      result = hs_logic_apply (logic, data, &error);
      g_assert_null (result);
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_test_message ("%s after %" G_GINT64_FORMAT " ms", error->message,
                      (g_get_monotonic_time () - start) / 1000);
    }
}

static void
assert_reads (const char *rule, const char *expected, gboolean expect_all)
{
  g_autoptr (JsonNode) node = form_test_json (rule);
  g_autoptr (HsLogic) logic = hs_logic_compile (node, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean all;
  GPtrArray *reads = hs_logic_get_reads (logic, &all);

  for (guint i = 0; i < reads->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) reads->pdata[i]);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (all, ==, expect_all);
}

static void
test_reads (void)
{
  assert_reads ("{'+': [{'var': 'a.b'}, {'var': ['c', {'var': 'd'}]}, {'var': 'a.b'}]}", "a.b c d",
                FALSE);
  assert_reads ("{'map': [{'var': 'rows'}, {'+': [{'var': 'fee'}, 1]}]}", "rows", FALSE);
  assert_reads ("{'reduce': [{'var': 'rows'}, {'var': 'current'}, {'var': 'start'}]}", "rows start",
                FALSE);
  assert_reads ("{'missing': ['a', ['b', 0]]}", "a b", FALSE);
  assert_reads ("{'missing_some': [1, ['a', 'b']]}", "a b", FALSE);
  assert_reads ("{'missing': {'merge': ['a', 'b']}}", "", TRUE);
  assert_reads ("{'var': {'cat': ['a', 'b']}}", "", TRUE);
  assert_reads ("{'var': ''}", "", TRUE);
  assert_reads ("{'var': 3}", "3", FALSE);
}

static JsonNode *
look_up_cb (gpointer data, const char *path)
{
  return g_hash_table_lookup (data, path);
}

static void
test_source (void)
{
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonNode) list = form_test_json ("[1, 2]");
  g_autoptr (JsonNode) name = form_test_json ("'Lan'");
  g_autoptr (JsonNode) rule = form_test_json (
    "[{'var': '../a.name'}, {'var': 'list.length'}, {'var': ['no', 5]}, {'missing': ['list', "
    "'x']}, "
    "{'today': []}, {'date.add': [{'today': []}, 1, 'years']}, {'length': [{'var': '../a.name'}]}, "
    "{'matches': [{'var': '../a.name'}, '^L']}, {'matches': [5, '5']}]");
  HsLogicSource source = { look_up_cb, table, "2024-02-29" };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsLogic) logic = hs_logic_compile_form (rule, NULL, &error);
  g_autoptr (JsonNode) result = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (table, (gpointer) "list", list);
  g_hash_table_insert (table, (gpointer) "../a.name", name);
  g_assert_no_error (error);
  g_assert_true (hs_logic_reads_clock (logic));
  result = hs_logic_apply_source (logic, &source, &error);
  g_assert_no_error (error);
  text = hs_json_write (result);
  g_assert_cmpstr (text, ==, "[\"Lan\",2,5,[\"x\"],\"2024-02-29\",\"2025-02-28\",3,true,false]");
}

/* Random rules against json-logic-js. */

static const char *const op_names[] = {
  "var", "var",  "var",  "missing", "missing_some", "if",     "?:",    "and", "or",     "==",
  "===", "!=",   "!==",  "!",       "!!",           "<",      "<=",    ">",   ">=",     "+",
  "-",   "*",    "/",    "%",       "min",          "max",    "merge", "map", "filter", "reduce",
  "all", "none", "some", "in",      "cat",          "substr", "log",
};
static const char *const texts[] = { "",         "0",      "1",        "a",       "b",
                                     "a.b",      "abc",    "-1",       " 2 ",     "3x",
                                     "1e3",      "0x10",   "true",     "a,b",     "ế😀",
                                     "x.0",      "length", "a.length", "current", "accumulator",
                                     "Infinity", ".5",     "z" };
static const char *const numbers[] = { "0",   "1",    "-1",   "2",    "3",   "10",
                                       "0.5", "-2.5", "1e21", "1e-7", "100", "4294967296" };
static const char *const keys[] = { "a", "b", "x", "length", "current" };

static void
append_text (GString *text, GRand *rand)
{
  g_string_append_printf (text, "\"%s\"", texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

static void
append_scalar (GString *text, GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      g_string_append (text, "null");
      break;
    case 1:
      g_string_append (text, g_rand_boolean (rand) ? "true" : "false");
      break;
    case 2:
    case 3:
    case 4:
      append_text (text, rand);
      break;
    default:
      g_string_append (text, numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))]);
    }
}

static void
append_data (GString *text, GRand *rand, guint depth)
{
  int kind = g_rand_int_range (rand, 0, depth > 3 ? 1 : 4), n = g_rand_int_range (rand, 0, 4);

  if (kind < 2)
    {
      append_scalar (text, rand);
      return;
    }
  g_string_append_c (text, kind == 2 ? '[' : '{');
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      if (kind == 3)
        g_string_append_printf (text, "\"%s\":", keys[i]);
      append_data (text, rand, depth + 1);
    }
  g_string_append_c (text, kind == 2 ? ']' : '}');
}

static void
append_rule (GString *text, GRand *rand, guint depth)
{
  int kind = depth > 4 ? 0 : g_rand_int_range (rand, 0, 10);
  const char *op = op_names[g_rand_int_range (rand, 0, G_N_ELEMENTS (op_names))];
  int n = g_rand_int_range (rand, 0, 4);

  if (depth > 0 && kind < 3)
    {
      append_scalar (text, rand);
      return;
    }
  if (kind == 3)
    {
      g_string_append_c (text, '[');
      for (int i = 0; i < n; i++)
        {
          g_string_append (text, i > 0 ? "," : "");
          append_rule (text, rand, depth + 1);
        }
      g_string_append_c (text, ']');
      return;
    }
  g_string_append_printf (text, "{\"%s\":", op);
  if (g_str_equal (op, "var") && g_rand_boolean (rand))
    append_text (text, rand);
  else if (g_rand_int_range (rand, 0, 6) == 0)
    append_rule (text, rand, depth + 1);
  else
    {
      g_string_append_c (text, '[');
      for (int i = 0; i < n; i++)
        {
          g_string_append (text, i > 0 ? "," : "");
          append_rule (text, rand, depth + 1);
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, '}');
}

static char *
ask_peer (const char *modules, const char *cases)
{
  g_autofree char *script =
    g_build_filename (g_getenv ("HOSO_SOURCE_DIR"), "tests/peers/logic-peer.mjs", NULL);
  const char *argv[] = { "node", script, modules, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *answers = NULL;

  if (process == NULL)
    return NULL;
  g_subprocess_communicate_utf8 (process, cases, NULL, &answers, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return answers;
}

/* TRUE: compared; FALSE: what we do not copy. */
static gboolean
compare_with_peer (const char *line, const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) pair = hs_json_parse (line, -1, HS_JSON_DEFAULT, 0, &error);
  g_autoptr (JsonNode) verdict = hs_json_parse (answer, -1, HS_JSON_DEFAULT, 0, NULL);
  JsonArray *array = json_node_get_array (pair);
  JsonObject *peer;
  g_autoptr (HsLogic) logic = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autofree char *got = NULL;

  if (verdict == NULL)
    return FALSE; /* half a surrogate pair */
  peer = json_node_get_object (verdict);
  if (json_object_has_member (peer, "skip"))
    return FALSE;
  logic = hs_logic_compile (json_array_get_element (array, 0), NULL, &error);
  g_assert_no_error (error);
  result = hs_logic_apply (logic, json_array_get_element (array, 1), &error);
  if (json_object_has_member (peer, "error"))
    {
      if (result != NULL)
        g_error ("%s: json-logic-js throws, ours gives %s", line, got = hs_json_write (result));
      return TRUE;
    }
  if (result == NULL)
    g_error ("%s: %s, json-logic-js: %s", line, error->message, answer);
  if (!hs_json_equal (result, json_object_get_member (peer, "result")))
    {
      got = hs_json_write (result);
      g_error ("%s: ours %s, json-logic-js %s", line, got, answer);
    }
  return TRUE;
}

static void
test_peer (void)
{
  const char *modules = g_getenv ("HOSO_PEERS"), *wanted = g_getenv ("HOSO_LOGIC_CASES");
  guint n_cases = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : MAX_PEER_CASES;
  g_autoptr (GRand) rand = NULL;
  g_autoptr (GString) cases = g_string_new (NULL);
  g_autofree char *answers = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) verdicts = NULL;
  guint n_compared = 0;

  if (modules == NULL)
    {
      g_test_skip ("json-logic-js is not there ($HOSO_PEERS)");
      return;
    }
  rand = g_rand_new_with_seed (form_test_seed ());
  for (guint i = 0; i < n_cases; i++)
    {
      g_string_append_c (cases, '[');
      append_rule (cases, rand, 0);
      g_string_append_c (cases, ',');
      append_data (cases, rand, 0);
      g_string_append (cases, "]\n");
    }
  answers = ask_peer (modules, cases->str);
  if (answers == NULL)
    {
      g_test_skip ("node is not there");
      return;
    }
  lines = g_strsplit (cases->str, "\n", -1);
  verdicts = g_strsplit (answers, "\n", -1);
  for (guint i = 0; i < n_cases; i++)
    n_compared += compare_with_peer (lines[i], verdicts[i]);
  g_test_message ("%u of %u random rules compared", n_compared, n_cases);
  g_assert_cmpuint (n_compared, >, n_cases / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logic/public-table", test_suite);
  g_test_add_func ("/logic/conversions", test_conversions);
  g_test_add_func ("/logic/refused", test_refused);
  g_test_add_func ("/logic/bounds", test_bounds);
  g_test_add_func ("/logic/reads", test_reads);
  g_test_add_func ("/logic/source", test_source);
  g_test_add_func ("/logic/json-logic-js", test_peer);
  return g_test_run ();
}
