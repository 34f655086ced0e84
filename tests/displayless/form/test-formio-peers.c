/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imported forms against @formio/core, see tests/peers/formio-peer.mjs: forms and submissions made by chance, and the
 * same set of (path, rule) from both. What is different on purpose has a name here, is counted, and stays rare. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"
#include "form/formio/hs-formio-import.h"
#include "hs-test.h"

#include <string.h>

#define N_FORMS 60
#define N_CASES 6

/* Why one (path, rule) may be in one verdict only. */
typedef enum
{
  /* Form.io takes a number for a text, drops a text from a number, compares an unreadable day; we say at the field
   * that it cannot be read. */
  WRONG_TYPE,
  /* A rule that reads such a value: JavaScript compares whatever is there, a form has no such answer. */
  READS_WRONG_TYPE,
  /* A choice is always from its list; there only with "onlyAvailableItems". */
  LIST_ALWAYS,
  /* There pattern, maxLength and numbers of words are not run over the values of "multiple": they are asked for the
   * whole list, which is no text. */
  EACH_OF_MANY,
  /* A survey is answered there when one question is; we ask each. */
  WHOLE_SURVEY,
  /* Answers are trimmed before they are measured. */
  TRIMMED,
  /* A repeat that is not in the submission at all is judged there as one empty row. */
  ABSENT_ROWS,
  /* "integer" is only looked at by the browser. */
  INTEGER,
  /* A script that reads a.b where a was cleared throws: there that is no answer, here a.b is missing. */
  SCRIPT_THROWS,
  /* "is not" of a list that is not there: an empty list is not even that there, a hidden one is. */
  NO_LIST,
  N_CLASSES,
} Class;

static const char *const class_names[] = {
  "wrong-type", "reads-wrong-type", "list-always", "each-of-many",  "whole-survey",
  "trimmed",    "absent-rows",      "integer",     "script-throws", "no-list",
};
/* At most so many of 1,000 (path, rule), each; well above what was measured over 2,000 forms. */
static const guint most[] = { 80, 30, 10, 40, 10, 10, 10, 15, 15, 5 };

typedef struct
{
  HsWorld *world;
  JsonObject *known; /* of the form at hand */
  JsonObject *one;   /* the case at hand */
  gint64 seed;
  guint n_forms, n_cases, n_same, n_errors;
  guint counts[N_CLASSES];
  guint n_unexplained;
} Tally;

static gboolean
has_key (JsonObject *one, const char *member, const char *key)
{
  JsonArray *list = json_object_get_array_member (one, member);

  for (guint i = 0; i < json_array_get_length (list); i++)
    if (g_str_equal (json_array_get_string_element (list, i), key))
      return TRUE;
  return FALSE;
}

/* "bang[0].hoTen" -> "hoTen" */
static char *
last_key (const char *path)
{
  const char *dot = strrchr (path, '.');
  char *key = g_strdup (dot != NULL ? dot + 1 : path);
  char *bracket = strchr (key, '[');

  if (bracket != NULL)
    *bracket = '\0';
  return key;
}

static gboolean
is_in_absent (JsonObject *one, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *key = last_key (parts[i]);

      if (has_key (one, "absent", key))
        return TRUE;
    }
  return FALSE;
}

/* N_CLASSES: no reason known. */
static Class
explain (Tally *tally, const char *path, const char *rule, gboolean is_ours)
{
  g_autofree char *key = last_key (path);
  JsonObject *about = hs_json_object (tally->known, key);
  const char *kind = about != NULL ? hs_json_string (about, "kind", "") : "";

  if (is_ours && g_str_equal (rule, "number") && about != NULL &&
      hs_json_bool (about, "integer", FALSE))
    return INTEGER;
  if (has_key (tally->one, "wrong", key))
    return WRONG_TYPE;
  if (has_key (tally->one, "tainted", key))
    return READS_WRONG_TYPE;
  if (is_in_absent (tally->one, path))
    return ABSENT_ROWS;
  if (has_key (tally->one, "spacedReaders", key))
    return TRIMMED;
  if (has_key (tally->one, "throwing", key))
    return SCRIPT_THROWS;
  if (is_ours && g_str_equal (rule, "onlyAvailableItems") && about != NULL &&
      !hs_json_bool (about, "listed", FALSE))
    return LIST_ALWAYS;
  if (is_ours && g_str_equal (kind, "many") &&
      (g_str_equal (rule, "pattern") || g_str_equal (rule, "maxLength")))
    return EACH_OF_MANY;
  if (is_ours && g_str_equal (kind, "survey") && g_str_equal (rule, "required"))
    return WHOLE_SURVEY;
  if (has_key (tally->one, "listing", key))
    return NO_LIST;
  return N_CLASSES;
}

static void
count_difference (Tally *tally, const char *path, const char *rule, gboolean is_ours)
{
  Class class = explain (tally, path, rule, is_ours);

  if (class != N_CLASSES)
    {
      tally->counts[class]++;
      return;
    }
  tally->n_unexplained++;
  g_test_message ("seed %" G_GINT64_FORMAT ", %s: only %s: %s %s", tally->seed,
                  hs_json_string (tally->one, "kind", ""), is_ours ? "ours" : "theirs", path, rule);
}

static void
compare (Tally *tally, JsonArray *theirs, GPtrArray *ours)
{
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = json_array_get_length (theirs);
  gboolean same = n == ours->len;

  for (guint i = 0; i < n; i++)
    {
      JsonArray *pair = json_array_get_array_element (theirs, i);

      g_hash_table_add (set, g_strdup_printf ("%s %s", json_array_get_string_element (pair, 0),
                                              json_array_get_string_element (pair, 1)));
    }
  tally->n_errors += n;
  for (guint i = 0; i < ours->len; i++)
    {
      HsFormioError *error = ours->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s %s", error->path, error->rule);

      if (g_hash_table_remove (set, text))
        continue;
      same = FALSE;
      count_difference (tally, error->path, error->rule, TRUE);
    }
  for (guint i = 0; i < n; i++)
    {
      JsonArray *pair = json_array_get_array_element (theirs, i);
      const char *path = json_array_get_string_element (pair, 0);
      const char *rule = json_array_get_string_element (pair, 1);
      g_autofree char *text = g_strdup_printf ("%s %s", path, rule);

      if (g_hash_table_contains (set, text))
        count_difference (tally, path, rule, FALSE);
    }
  tally->n_cases++;
  tally->n_same += same;
}

static void
judge (Tally *tally, HsFormPackage *package, JsonObject *one)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsForm) form = hs_form_new (package, tally->world, NULL);
  g_autoptr (JsonNode) draft =
    hs_formio_read_submission (package, json_object_get_member (one, "data"), TRUE, &error);
  g_autoptr (GPtrArray) ours = NULL;

  g_assert_no_error (error);
  if (!hs_form_load_draft (form, draft, &error))
    g_test_message ("seed %" G_GINT64_FORMAT, tally->seed);
  g_assert_no_error (error);
  g_assert_null (hs_form_get_rule_error (form));
  ours = hs_formio_list_errors (form, &error);
  g_assert_no_error (error);
  tally->one = one;
  compare (tally, json_object_get_array_member (one, "errors"), ours);
}

static void
judge_form (Tally *tally, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = hs_json_parse (line, -1, HS_JSON_DEFAULT, 0, &error);
  g_autoptr (GBytes) definition = NULL;
  g_autoptr (HsFormioImport) imported = NULL;
  g_autoptr (HsFormPackage) package = NULL;
  JsonObject *object;
  JsonArray *cases;

  g_assert_no_error (error);
  object = json_node_get_object (root);
  tally->seed = hs_json_int (object, "seed", 0);
  tally->known = json_object_get_object_member (object, "known");
  definition = hs_json_write_bytes (json_object_get_member (object, "form"));
  imported = hs_formio_import (definition, NULL, tally->world, &error);
  if (error != NULL)
    g_test_message ("seed %" G_GINT64_FORMAT, tally->seed);
  g_assert_no_error (error);
  /* all that is generated can be taken over */
  for (guint i = 0; i < hs_formio_import_get_items (imported)->len; i++)
    {
      HsFormioItem *item = hs_formio_import_get_items (imported)->pdata[i];

      for (guint k = 0; k < item->notes->len; k++)
        g_assert_cmpstr (((HsFormioNote *) item->notes->pdata[k])->code, ==, "key-renamed");
    }
  package = hs_form_package_load (hs_formio_import_get_package (imported), &error);
  g_assert_no_error (error);
  cases = json_object_get_array_member (object, "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    judge (tally, package, json_array_get_object_element (cases, i));
  tally->n_forms++;
}

/* (nullable): skipped */
static char *
run_peer (guint seed, guint n_forms)
{
  const char *modules = g_getenv ("HOSO_PEERS"), *source = g_getenv ("HOSO_SOURCE_DIR");
  g_autofree char *script =
    g_build_filename (source != NULL ? source : ".", "tests/peers/formio-peer.mjs", NULL);
  g_autofree char *core = NULL;
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *first = g_strdup_printf ("%u", seed);
  g_autofree char *forms = g_strdup_printf ("%u", n_forms);
  g_autofree char *cases = g_strdup_printf ("%u", N_CASES);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) peer = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (modules != NULL)
    core = g_build_filename (modules, "node_modules/@formio/core", NULL);
  if (core == NULL || node == NULL || !g_file_test (core, G_FILE_TEST_IS_DIR))
    {
      g_test_skip (node == NULL ? "node" : "HOSO_PEERS: no @formio/core");
      return NULL;
    }
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  peer = g_subprocess_launcher_spawn (launcher, &error, node, script, modules, first, forms, cases,
                                      NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (peer, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (peer));
  return text;
}

static void
test_same_verdicts (void)
{
  const char *wanted = g_getenv ("HOSO_TEST_SEED"), *more = g_getenv ("HOSO_FORMIO_FORMS");
  guint seed = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) % 1000000 : 1;
  guint n_forms = more != NULL ? (guint) g_ascii_strtoull (more, NULL, 10) : N_FORMS;
  g_autofree char *text = run_peer (seed, n_forms);
  g_auto (GStrv) lines = NULL;
  Tally tally = { 0 };

  if (text == NULL)
    return;
  g_test_message ("seeds from %u", seed);
  tally.world = hs_test_world_new ();
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    judge_form (&tally, lines[i]);
  g_test_message ("%u forms, %u submissions: %u verdicts the same, %u broken rules", tally.n_forms,
                  tally.n_cases, tally.n_same, tally.n_errors);
  for (guint i = 0; i < N_CLASSES; i++)
    {
      g_test_message ("  different because of %s: %u", class_names[i], tally.counts[i]);
      g_assert_cmpuint (tally.counts[i] * 1000, <=, most[i] * tally.n_errors);
    }
  g_assert_cmpuint (tally.n_forms, ==, n_forms);
  g_assert_cmpuint (tally.n_unexplained, ==, 0);
  g_assert_cmpuint (tally.n_same * 100, >=, tally.n_cases * 65);
  hs_test_world_free (tally.world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formio/peers/same-verdicts", test_same_verdicts);
  return g_test_run ();
}
