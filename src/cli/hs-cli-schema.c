/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl schema: an instance against a JSON Schema 2020-12, and the public suite's files, so that
 * anyone can see for himself what the validator makes of them. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "base/hs-file.h"
#include "form/schema/hs-schema.h"

#include <glib/gi18n.h>
#include <string.h>

#define SUITE_URI "http://localhost:1234/"
#define MAX_FILE_BYTES (64 * 1024 * 1024)
#define MAX_FOLDERS 16 /* deep, below the remotes */

/* A text as RFC 8259 has it, as for hosoctl json check. */
static JsonNode *
load_json (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = hs_file_load (path, MAX_FILE_BYTES, error);
  JsonNode *node;

  if (bytes == NULL)
    return NULL;
  /* with \u0000, which RFC 8259 allows and the suite has */
  node = hs_json_parse_bytes (bytes, HS_JSON_RFC8259, error);
  if (node == NULL)
    g_prefix_error (error, "%s: ", path);
  return node;
}

/* schema validate */

static gboolean
add_remote (HsSchemaSources *sources, const char *pair, GError **error)
{
  const char *equals = strrchr (pair, '=');
  g_autofree char *uri = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;
  g_autoptr (JsonNode) document = NULL;

  if (uri == NULL)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL, _ ("“%s” is not URI=FILE"), pair);
      return FALSE;
    }
  document = load_json (equals + 1, error);
  return document != NULL && hs_schema_sources_add (sources, uri, document, error);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static JsonNode *
error_to_json (const HsSchemaError *error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "instance", error->instance);
  json_object_set_string_member (object, "schema", error->schema);
  json_object_set_string_member (object, "keyword", error->keyword);
  set_text (object, "limit", error->limit);
  set_text (object, "actual", error->actual);
  set_text (object, "property", error->property);
  return json_node_init_object (json_node_alloc (), object);
}

/* The schema is at fault, or a bound was reached: no verdict. */
static HsExit
answer_no_verdict (HsCli *cli, const GError *error, const char *where)
{
  JsonObject *answer = json_object_new ();

  set_text (answer, "where", where);
  json_object_set_object_member (answer, "error", hs_cli_verdict_to_json (error, HS_EXIT_USAGE));
  hs_cli_tell_trouble (cli, error);
  hs_cli_answer_object (cli, answer);
  return HS_EXIT_USAGE;
}

static HsExit
answer_errors (HsCli *cli, GPtrArray *errors)
{
  JsonObject *answer = json_object_new ();
  JsonArray *list = json_array_new ();

  hs_cli_print (cli, "%s", errors->len == 0 ? _ ("valid") : _ ("not valid:"));
  for (guint i = 0; i < errors->len; i++)
    {
      JsonNode *node = error_to_json (errors->pdata[i]);
      g_autofree char *line = hs_json_write (node);

      hs_cli_print (cli, "%s", line);
      json_array_add_element (list, node);
    }
  json_object_set_boolean_member (answer, "valid", errors->len == 0);
  json_object_set_array_member (answer, "errors", list);
  hs_cli_answer_object (cli, answer);
  return errors->len == 0 ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

static HsExit
validate_files (HsCli *cli, const char *schema_path, const char *instance_path, char **remotes,
                HsSchemaFlags flags)
{
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) instance = NULL;
  g_autoptr (HsSchema) schema = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *where = NULL;

  for (guint i = 0; remotes != NULL && remotes[i] != NULL; i++)
    if (!add_remote (sources, remotes[i], &error))
      return answer_no_verdict (cli, error, NULL);
  root = load_json (schema_path, &error);
  instance = root != NULL ? load_json (instance_path, &error) : NULL;
  if (instance == NULL)
    return answer_no_verdict (cli, error, NULL);
  schema = hs_schema_compile (root, "", sources, flags, &where, &error);
  if (schema != NULL)
    errors = hs_schema_list_errors (schema, instance, 0, &error);
  if (errors == NULL)
    return answer_no_verdict (cli, error, where);
  return answer_errors (cli, errors);
}

static HsExit
validate (HsCli *cli, int argc, char **argv)
{
  g_autofree char *schema = NULL;
  g_autofree char *instance = NULL;
  g_auto (GStrv) remotes = NULL;
  gboolean formats = FALSE;
  const GOptionEntry entries[] = {
    { "schema", 0, 0, G_OPTION_ARG_FILENAME, &schema, N_ ("The schema"), N_ ("FILE") },
    { "instance", 0, 0, G_OPTION_ARG_FILENAME, &instance, N_ ("What is to be checked"),
      N_ ("FILE") },
    { "remote", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &remotes,
      N_ ("A document that the schema refers to; nothing is fetched"), N_ ("URI=FILE") },
    { "assert-formats", 0, 0, G_OPTION_ARG_NONE, &formats, N_ ("Check “format” too"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 0, 0))
    return HS_EXIT_USAGE;
  if (schema != NULL && instance != NULL)
    return validate_files (cli, schema, instance, remotes,
                           formats ? HS_SCHEMA_ASSERT_FORMATS : HS_SCHEMA_DEFAULT);
  g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                       _ ("Give the schema with --schema and the instance with --instance"));
  return hs_cli_fail (cli, error);
}

/* schema test: files of the public suite. */

typedef struct
{
  HsCli *cli;
  HsSchemaSources *sources; /* (owned) */
  HsSchemaFlags flags;
  guint n_passed, n_failed; /* of the file */
  JsonArray *failures;      /* (unowned) of the file */
} Suite;

/* Every *.json below dir as http://localhost:1234/<path>. */
static gboolean
add_remotes (HsSchemaSources *sources, const char *dir, const char *prefix, guint depth,
             GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, error);
  const char *name;

  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *uri = g_strconcat (prefix, name, NULL);
      g_autofree char *below = g_strconcat (uri, "/", NULL);
      g_autoptr (JsonNode) document = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (depth < MAX_FOLDERS && !add_remotes (sources, path, below, depth + 1, error))
            return FALSE;
          continue;
        }
      if (!g_str_has_suffix (name, ".json"))
        continue;
      document = load_json (path, error);
      if (document == NULL || !hs_schema_sources_add (sources, uri, document, error))
        return FALSE;
    }
  return TRUE;
}

/* (nullable) The suite's "remotes" beside, or above, the file's folder. */
static char *
find_remotes (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *remotes = g_build_filename (dir, "remotes", NULL);
      char *above;

      if (g_file_test (remotes, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&remotes);
      above = g_build_filename (dir, "..", NULL);
      g_free (dir);
      dir = above;
    }
  return NULL;
}

static void
add_failure (Suite *suite, const char *group, const char *test, const char *why)
{
  JsonObject *failure = json_object_new ();

  suite->n_failed++;
  json_object_set_string_member (failure, "group", group);
  json_object_set_string_member (failure, "test", test);
  json_object_set_string_member (failure, "why", why);
  json_array_add_object_element (suite->failures, failure);
  hs_cli_print (suite->cli, "  ✗ %s: %s: %s", group, test, why);
}

static void
run_case (Suite *suite, HsSchema *schema, const GError *fault, const char *group, JsonObject *test)
{
  const char *name = hs_json_string (test, "description", "");
  JsonNode *data = json_object_get_member (test, "data");
  gboolean expected = hs_json_bool (test, "valid", FALSE), valid = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) errors = NULL;

  if (schema == NULL)
    add_failure (suite, group, name, fault->message);
  else if (data == NULL)
    add_failure (suite, group, name, _ ("the case has no data"));
  else if (!hs_schema_check (schema, data, &valid, &error) ||
           (errors = hs_schema_list_errors (schema, data, 0, &error)) == NULL)
    add_failure (suite, group, name, error->message);
  else if ((errors->len == 0) != valid)
    add_failure (suite, group, name, _ ("the two ways of checking disagree"));
  else if (valid != expected)
    add_failure (suite, group, name, expected ? _ ("should be valid") : _ ("should not be valid"));
  else
    suite->n_passed++;
}

static gboolean
run_group (Suite *suite, JsonNode *node)
{
  JsonObject *group = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *root = group != NULL ? json_object_get_member (group, "schema") : NULL;
  JsonArray *tests = hs_json_array (group, "tests");
  g_autoptr (HsSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  if (root == NULL || tests == NULL)
    return FALSE;
  schema = hs_schema_compile (root, "", suite->sources, suite->flags, NULL, &error);
  for (guint i = 0; i < json_array_get_length (tests); i++)
    {
      JsonNode *test = json_array_get_element (tests, i);

      if (!JSON_NODE_HOLDS_OBJECT (test))
        return FALSE;
      run_case (suite, schema, error, hs_json_string (group, "description", ""),
                json_node_get_object (test));
    }
  return TRUE;
}

static gboolean
run_file (Suite *suite, const char *path, GError **error)
{
  g_autoptr (JsonNode) root = load_json (path, error);
  JsonArray *groups;

  if (root == NULL)
    return FALSE;
  groups = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    if (!run_group (suite, json_array_get_element (groups, i)))
      groups = NULL;
  if (groups != NULL)
    return TRUE;
  g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_UNREADABLE,
               _ ("%s is not a list of groups with “schema” and “tests”"), path);
  return FALSE;
}

static HsExit
test_files (Suite *suite, char **paths, guint n)
{
  JsonObject *answer = json_object_new ();
  JsonArray *files = json_array_new ();
  guint n_passed = 0, n_failed = 0;
  HsExit status = HS_EXIT_DONE;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *file = json_object_new ();
      g_autoptr (GError) error = NULL;

      suite->n_passed = suite->n_failed = 0;
      suite->failures = json_array_new ();
      json_object_set_string_member (file, "file", paths[i]);
      json_object_set_array_member (file, "failures", suite->failures);
      json_array_add_object_element (files, file);
      if (!run_file (suite, paths[i], &error))
        {
          hs_cli_tell_trouble (suite->cli, error);
          json_object_set_object_member (file, "error",
                                         hs_cli_verdict_to_json (error, HS_EXIT_USAGE));
          status = HS_EXIT_USAGE;
        }
      json_object_set_int_member (file, "passed", suite->n_passed);
      json_object_set_int_member (file, "failed", suite->n_failed);
      hs_cli_print (suite->cli, _ ("%s: %u passed, %u failed"), paths[i], suite->n_passed,
                    suite->n_failed);
      n_passed += suite->n_passed;
      n_failed += suite->n_failed;
    }
  hs_cli_print (suite->cli, _ ("All: %u passed, %u failed"), n_passed, n_failed);
  json_object_set_array_member (answer, "files", files);
  json_object_set_int_member (answer, "passed", n_passed);
  json_object_set_int_member (answer, "failed", n_failed);
  hs_cli_answer_object (suite->cli, answer);
  return status != HS_EXIT_DONE ? status : n_failed > 0 ? HS_EXIT_INVALID : HS_EXIT_DONE;
}

static HsExit
test (HsCli *cli, int argc, char **argv)
{
  g_autofree char *remotes = NULL;
  gboolean formats = FALSE;
  const GOptionEntry entries[] = {
    { "remotes", 0, 0, G_OPTION_ARG_FILENAME, &remotes,
      N_ ("What answers http://localhost:1234/ (the suite's own folder when it is near)"),
      N_ ("DIR") },
    { "assert-formats", 0, 0, G_OPTION_ARG_NONE, &formats, N_ ("Check “format” too"), NULL },
    { NULL },
  };
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autoptr (GError) error = NULL;
  Suite suite = { cli, sources };

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  if (remotes == NULL)
    remotes = find_remotes (argv[1]);
  if (remotes != NULL && !add_remotes (sources, remotes, SUITE_URI, 0, &error))
    return answer_no_verdict (cli, error, NULL);
  suite.flags = formats ? HS_SCHEMA_ASSERT_FORMATS : HS_SCHEMA_DEFAULT;
  return test_files (&suite, argv + 1, (guint) argc - 1);
}

const HsCommand hs_cli_schema_commands[] = {
  { "schema validate", N_ ("--schema FILE --instance FILE"),
    N_ ("Check an instance with a JSON Schema 2020-12"), validate },
  { "schema test", N_ ("FILE…"), N_ ("Run files of the public JSON Schema suite"), test },
  { NULL },
};
