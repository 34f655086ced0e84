/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random schemas and instances: our verdict is that of @hyperjump/json-schema. All keywords that
 * assert or apply, references that go round, anchors that are dynamic, resources within resources.
 * $HOSO_CASES says how many schemas (500); each has ten instances. */
#define G_LOG_DOMAIN "hoso"

#include "schema-test.h"
#include "schema-writer.h"

#include "base/hs-json.h"

#include <string.h>

#define N_CASES 500
#define N_INSTANCES 10
#define N_BATCH 500 /* schemas a peer process gets */

static char *
ask_peer (const char *modules, const char *lines)
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *script =
    g_build_filename (g_getenv ("HOSO_SOURCE_DIR"), "tests/peers/schema-peer.mjs", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *answers = NULL;

  if (node == NULL)
    return NULL;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, node, script, modules, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, lines, NULL, &answers, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (process) == 3)
    g_clear_pointer (&answers, g_free);
  else
    g_assert_true (g_subprocess_get_successful (process));
  return answers;
}

static void
compare_instance (HsSchema *schema, const char *line, JsonNode *instance, gboolean theirs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  gboolean ours = FALSE;

  hs_schema_check (schema, instance, &ours, &error);
  g_assert_no_error (error);
  errors = hs_schema_list_errors (schema, instance, 0, &error);
  g_assert_no_error (error);
  if (ours != theirs || (errors->len == 0) != ours)
    {
      g_autofree char *text = hs_json_write (instance);

      g_test_message ("ours %d (%u errors), theirs %d: %s of %s", ours, errors->len, theirs, text,
                      line);
      g_test_fail ();
    }
}

typedef struct
{
  guint n;       /* verdicts compared */
  guint n_valid; /* of them */
} Tally;

static void
compare (const char *line, const char *answer, Tally *tally)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) asked = hs_json_parse (line, -1, HS_JSON_DEFAULT, 0, &error);
  g_autoptr (JsonNode) answered = hs_json_parse (answer, -1, HS_JSON_DEFAULT, 0, NULL);
  g_autoptr (HsSchema) schema = NULL;
  JsonArray *instances, *verdicts;

  g_assert_no_error (error);
  g_assert_nonnull (answered);
  schema = hs_schema_compile (hs_json_pointer_get (asked, "/schema"), "", NULL, HS_SCHEMA_DEFAULT,
                              NULL, &error);
  if (schema == NULL || !JSON_NODE_HOLDS_ARRAY (answered))
    {
      g_test_message ("%s: ours: %s; theirs: %s", line, schema == NULL ? error->message : "right",
                      answer);
      g_test_fail ();
      return;
    }
  instances = json_node_get_array (hs_json_pointer_get (asked, "/instances"));
  verdicts = json_node_get_array (answered);
  for (guint i = 0; i < json_array_get_length (instances); i++)
    {
      gboolean theirs = json_array_get_boolean_element (verdicts, i);

      compare_instance (schema, line, json_array_get_element (instances, i), theirs);
      tally->n++;
      tally->n_valid += theirs ? 1 : 0;
    }
}

static gboolean
compare_batch (SchemaWriter *writer, const char *modules, guint first, guint n, Tally *tally)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *answers = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) verdicts = NULL;

  for (guint i = 0; i < n; i++)
    schema_writer_write (writer, out, first + i, N_INSTANCES);
  answers = ask_peer (modules, out->str);
  if (answers == NULL)
    return FALSE;
  lines = g_strsplit (out->str, "\n", -1);
  verdicts = g_strsplit (answers, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (verdicts));
  for (guint i = 0; i < n; i++)
    compare (lines[i], verdicts[i], tally);
  return TRUE;
}

static guint32
get_seed (void)
{
  const char *given = g_getenv ("HOSO_TEST_SEED");
  guint32 seed =
    given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : (guint32) g_get_real_time ();

  g_test_message ("HOSO_TEST_SEED=%u", seed);
  return seed;
}

static void
test_peer (void)
{
  const char *modules = g_getenv ("HOSO_PEERS"), *wanted = g_getenv ("HOSO_CASES");
  guint n = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : N_CASES;
  SchemaWriter *writer;
  Tally tally = { 0, 0 };

  if (modules == NULL)
    {
      g_test_skip ("@hyperjump/json-schema is not there ($HOSO_PEERS)");
      return;
    }
  writer = schema_writer_new (get_seed ());
  for (guint i = 0; i < n; i += N_BATCH)
    if (!compare_batch (writer, modules, i, MIN (N_BATCH, n - i), &tally))
      {
        schema_writer_free (writer);
        g_test_skip ("node or @hyperjump/json-schema is not there");
        return;
      }
  schema_writer_free (writer);
  g_test_message ("%u verdicts (%u valid) on %u random schemas compared", tally.n, tally.n_valid,
                  n);
  g_assert_cmpuint (tally.n, ==, n * N_INSTANCES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/peer/hyperjump", test_peer);
  return g_test_run ();
}
