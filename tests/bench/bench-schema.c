/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validations a second: the schemas of the shipped forms with the answers of their tests that are
 * valid, and every group of the public suite. Usage: bench-schema CASES FIGURES: writes the cases for
 * the peers, and our nanoseconds for each group; schema.mjs compares. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema.h"

#include "base/hs-json.h"

#include "hs-test.h"

#include <string.h>

#define N_SLICES 7
#define SLICE_US 3000

static JsonNode *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_load (path, HS_JSON_RFC8259, &error);

  if (node == NULL)
    g_error ("%s: %s", path, error->message);
  return node;
}

static JsonObject *
make_group (const char *name, JsonNode *schema, gboolean formats)
{
  JsonObject *group = json_object_new ();

  json_object_set_string_member (group, "name", name);
  json_object_set_member (group, "schema", json_node_copy (schema));
  json_object_set_boolean_member (group, "formats", formats);
  json_object_set_array_member (group, "instances", json_array_new ());
  return group;
}

static HsSchema *
compile (JsonNode *node, HsSchemaSources *sources, gboolean formats)
{
  return hs_schema_compile (node, "", sources,
                            formats ? HS_SCHEMA_ASSERT_FORMATS : HS_SCHEMA_DEFAULT, NULL, NULL);
}

/* The answers of one form's tests that are valid. */
static void
add_form (JsonArray *groups, const char *package_path, const char *tests_path)
{
  g_autoptr (JsonNode) package = load (package_path);
  g_autoptr (JsonNode) tests = load (tests_path);
  JsonNode *root = json_object_get_member (json_node_get_object (package), "schema");
  JsonArray *cases = json_node_get_array (tests);
  g_autofree char *name = g_path_get_basename (package_path);
  g_autoptr (JsonObject) group = make_group (name, root, TRUE);
  g_autoptr (HsSchema) schema = compile (root, NULL, TRUE);
  JsonArray *instances = json_object_get_array_member (group, "instances");

  for (guint i = 0; schema != NULL && i < json_array_get_length (cases); i++)
    {
      JsonObject *test = json_array_get_object_element (cases, i);
      JsonNode *answers = json_object_get_member (test, "answers");
      gboolean valid = FALSE;

      if (answers != NULL && hs_schema_check (schema, answers, &valid, NULL) && valid)
        json_array_add_element (instances, json_node_copy (answers));
    }
  if (json_array_get_length (instances) > 0)
    json_array_add_object_element (groups, g_steal_pointer (&group));
  else
    g_print ("# %s: none of its answers is valid by its schema alone\n", name);
}

static JsonArray *
read_forms (void)
{
  g_autofree char *dir = g_build_filename (g_getenv ("HOSO_SOURCE_DIR"), "data/forms", NULL);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  JsonArray *groups = json_array_new ();
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *tests = NULL;

      if (!g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".tests.json"))
        continue;
      tests = g_strdup_printf ("%.*s.tests.json", (int) strlen (path) - 5, path);
      if (g_file_test (tests, G_FILE_TEST_EXISTS))
        add_form (groups, path, tests);
    }
  return groups;
}

static void
add_remotes (HsSchemaSources *sources, JsonArray *remotes, const char *dir, const char *prefix)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *uri = g_strconcat (prefix, name, NULL);
      g_autofree char *below = g_strconcat (uri, "/", NULL);
      JsonObject *remote;
      g_autoptr (JsonNode) node = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          add_remotes (sources, remotes, path, below);
          continue;
        }
      node = load (path);
      hs_schema_sources_add (sources, uri, node, NULL);
      remote = json_object_new ();
      json_object_set_string_member (remote, "uri", uri);
      json_object_set_member (remote, "schema", json_node_copy (node));
      json_array_add_object_element (remotes, remote);
    }
}

static void
add_suite_file (JsonArray *groups, const char *path)
{
  g_autoptr (JsonNode) root = load (path);
  g_autofree char *file = g_path_get_basename (path);
  JsonArray *array = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *read = json_array_get_object_element (array, i);
      JsonArray *tests = json_object_get_array_member (read, "tests");
      g_autofree char *name =
        g_strdup_printf ("%s: %s", file, hs_json_string (read, "description", ""));
      JsonObject *group = make_group (name, json_object_get_member (read, "schema"), FALSE);

      for (guint k = 0; k < json_array_get_length (tests); k++)
        json_array_add_element (json_object_get_array_member (group, "instances"),
                                json_node_copy (json_object_get_member (
                                  json_array_get_object_element (tests, k), "data")));
      json_array_add_object_element (groups, group);
    }
}

static JsonArray *
read_suite (HsSchemaSources *sources, JsonArray *remotes)
{
  g_autofree char *dir = hs_test_suite ("json-schema/tests/draft2020-12");
  g_autofree char *remotes_dir = hs_test_suite ("json-schema/remotes");
  g_autoptr (GDir) folder = dir != NULL ? g_dir_open (dir, 0, NULL) : NULL;
  JsonArray *groups = json_array_new ();
  const char *name;

  if (folder == NULL)
    {
      g_print ("# the public suite is not there ($HOSO_SUITES): forms only\n");
      return groups;
    }
  add_remotes (sources, remotes, remotes_dir, "http://localhost:1234/");
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *path = g_build_filename (dir, name, NULL);

        add_suite_file (groups, path);
      }
  return groups;
}

/* Nanoseconds to check all instances once: the best of several short runs, for others use the
 * machine too. */
static double
measure (HsSchema *schema, JsonArray *instances)
{
  guint n = json_array_get_length (instances);
  g_autofree JsonNode **all = g_new (JsonNode *, n);
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < n; i++)
    all[i] = json_array_get_element (instances, i);
  for (guint slice = 0; slice < N_SLICES; slice++)
    {
      gint64 start = g_get_monotonic_time (), now;
      guint passes = 0;

      do
        {
          for (guint k = 0; k < 16; k++, passes++)
            for (guint i = 0; i < n; i++)
              {
                gboolean valid;

                hs_schema_check (schema, all[i], &valid, NULL);
              }
          now = g_get_monotonic_time ();
        }
      while (now - start < SLICE_US);
      best = MIN (best, (double) (now - start) * 1000 / passes);
    }
  return best;
}

static JsonArray *
measure_set (JsonArray *groups, HsSchemaSources *sources, const char *set)
{
  JsonArray *figures = json_array_new ();
  double total_ns = 0, compile_us = 0;
  guint n_checks = 0;

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);
      JsonArray *instances = json_object_get_array_member (group, "instances");
      gint64 start = g_get_monotonic_time ();
      g_autoptr (HsSchema) schema = compile (json_object_get_member (group, "schema"), sources,
                                             json_object_get_boolean_member (group, "formats"));
      double ns;

      compile_us += (double) (g_get_monotonic_time () - start);
      ns = schema != NULL ? measure (schema, instances) : -1;
      json_array_add_double_element (figures, ns);
      if (ns < 0)
        continue;
      total_ns += ns;
      n_checks += json_array_get_length (instances);
    }
  g_print ("%s: ours %.0f validations/s (%u instances of %u schemas, compiled in %.1f ms)\n", set,
           n_checks > 0 ? n_checks * 1e9 / total_ns : 0, n_checks, json_array_get_length (groups),
           compile_us / 1000);
  return figures;
}

static void
save (JsonObject *object, const char *path)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = hs_json_write (node);
  g_autoptr (GError) error = NULL;

  json_object_unref (object);
  if (!g_file_set_contents (path, text, -1, &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  JsonArray *remotes = json_array_new (), *forms = read_forms (),
            *suite = read_suite (sources, remotes);
  JsonObject *cases = json_object_new (), *figures = json_object_new ();

  if (argc != 3)
    g_error ("bench-schema CASES FIGURES");
  json_object_set_array_member (cases, "forms", forms);
  json_object_set_array_member (cases, "suite", suite);
  json_object_set_array_member (cases, "remotes", remotes);
  json_object_set_array_member (figures, "forms", measure_set (forms, NULL, "forms"));
  json_object_set_array_member (figures, "suite", measure_set (suite, sources, "suite"));
  save (cases, argv[1]);
  save (figures, argv[2]);
  return 0;
}
