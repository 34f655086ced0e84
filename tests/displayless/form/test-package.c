/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The packages that ship: each loads, passes its own tests, and is what the catalogue asks for. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/hs-form-package-tests.h"

#include <sys/wait.h>

/* Every package that lies in data/forms loads, has tests of its own, and passes them. */
static void
test_own_tests (void)
{
  g_autoptr (GPtrArray) ids = form_test_shipped ();

  for (guint k = 0; k < ids->len; k++)
    {
      g_autofree char *name = g_strconcat (ids->pdata[k], ".tests.json", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) tests = hs_json_load (path, HS_JSON_EXACT_NUMBERS, &error);
      g_autoptr (HsFormTestReport) report = NULL;
      FormTest t;

      g_assert_no_error (error);
      form_test_set_up (&t, ids->pdata[k]);
      g_assert_cmpstr (hs_form_package_get_id (t.package), ==, ids->pdata[k]);
      report = hs_form_package_run_tests (t.package, t.world, t.units, tests, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < report->lines->len; i++)
        if (!g_str_has_prefix (report->lines->pdata[i], "ok "))
          g_test_message ("%s: %s", (const char *) ids->pdata[k],
                          (const char *) report->lines->pdata[i]);
      g_assert_cmpuint (report->n_failed, ==, 0);
      g_assert_cmpuint (report->n_passed, >=, 12);
      form_test_tear_down (&t);
    }
}

/* A procedure that is filled here names a package that is for it; its papers' conditions are rules of
 * that package. And every package is for a procedure. */
static void
test_procedures (void)
{
  g_autofree char *folder =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "catalog", "procedures", NULL);
  g_autoptr (GPtrArray) ids = form_test_shipped ();
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonNode) record = hs_json_load (path, HS_JSON_EXACT_NUMBERS, NULL);
      const char *id = hs_json_string (json_node_get_object (record), "form", NULL);
      const char *code = hs_json_string (json_node_get_object (record), "code", NULL);
      JsonArray *evidence = hs_json_array (json_node_get_object (record), "evidence");
      JsonArray *procedures;
      gboolean is_for_it = FALSE;
      FormTest t;

      if (id == NULL)
        continue;
      form_test_set_up (&t, id);
      g_hash_table_add (used, g_strdup (id));
      procedures =
        hs_json_array (hs_json_object (hs_form_package_get_root (t.package), "meta"), "procedures");
      for (guint i = 0; i < json_array_get_length (procedures); i++)
        is_for_it = is_for_it || g_str_equal (json_array_get_string_element (procedures, i), code);
      if (!is_for_it)
        g_error ("%s is not for %s", id, code);
      for (guint i = 0; i < json_array_get_length (evidence); i++)
        {
          JsonObject *paper = json_array_get_object_element (evidence, i);
          g_autoptr (GError) error = NULL;
          g_autofree char *rule = NULL;
          gboolean is_so;

          if (!json_object_has_member (paper, "condition"))
            continue;
          rule = hs_json_write (json_object_get_member (paper, "condition"));
          hs_form_eval_condition (t.form, rule, &is_so, &error);
          g_assert_no_error (error);
        }
      form_test_tear_down (&t);
    }
  g_dir_close (dir);
  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains (used, ids->pdata[i]))
      g_error ("no procedure is filled with %s", (const char *) ids->pdata[i]);
}

static void
test_failing_test_is_told (void)
{
  static const struct
  {
    const char *test;
    const char *line; /* part of it */
  } cases[] = {
    { "{'name':'a','answers':{},'expect':{'errors':[]}}",
      "unexpected error /nguoiYeuCau/hoTen required" },
    { "{'name':'a','expect':{'values':{'/con/hoTen':'X'}}}", "value /con/hoTen null" },
    { "{'name':'a','expect':{'hidden':['/con/hoTen']}}", "not hidden /con/hoTen" },
    { "{'name':'a','expect':{'shown':['/me/hoTen']}}", "hidden /me/hoTen" },
    { "{'name':'a','expect':{'shown':['/me/x']}}", "no field /me/x" },
    { "{'name':'a','expect':{'warnings':[{'at':'/con/hoTen','id':'x'}]}}",
      "no warning /con/hoTen x" },
    { "{'name':'a','answers':{'con':{'x':1}},'expect':{}}", "the form has no such field" },
    { "{'name':'a','change':{'/con/hoTen':'Trần An'},'expect':{'values':{'/con/hoTen':'Trần An'}}}",
      "ok 1 - a" },
  };
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("[%s]", cases[i].test);
      g_autoptr (JsonNode) tests = form_test_json (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (HsFormTestReport) report =
        hs_form_package_run_tests (t.package, t.world, t.units, tests, &error);

      g_assert_no_error (error);
      g_test_message ("%s", (const char *) report->lines->pdata[0]);
      g_assert_nonnull (strstr (report->lines->pdata[0], cases[i].line));
    }
  form_test_tear_down (&t);
}

static void
test_malformed_tests (void)
{
  static const char *const cases[] = {
    "{}",
    "[1]",
    "[{'name':'a'}]",
    "[{'expect':{}}]",
    "[{'name':'a','base':'b','expect':{}}]",
    "[{'name':'a','today':'x','expect':{}}]",
    "[{'name':'a','answers':{'con':1},'change':{'/con/x':1},'expect':{}}]"
  };
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) tests = form_test_json (cases[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (hs_form_package_run_tests (t.package, t.world, t.units, tests, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
    }
  form_test_tear_down (&t);
}

/* What the rest of the program relies on. */
static void
test_identity (void)
{
  g_autoptr (GError) error = NULL;
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  g_assert_cmpstr (hs_form_package_get_id (t.package), ==, "khai-sinh");
  g_assert_cmpuint (strlen (hs_form_package_get_sha256 (t.package)), ==, 64);
  g_assert_cmpstr (
    hs_json_string (hs_json_object (hs_form_package_get_root (t.package), "meta"), "subject", NULL),
    ==, "/con/hoTen");
  g_assert_null (hs_form_package_find (t.world, "../khai-sinh", &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (hs_form_package_find (t.world, "khong-co", &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND);
  form_test_tear_down (&t);
}

/* Conditions of papers, as the catalogue writes them. */
static void
test_conditions (void)
{
  static const struct
  {
    const char *rule;
    gboolean is_so;
    const char *error;
  } cases[] = {
    { "{'==':[{'var':'con.loaiKhaiSinh'},'duChaMe']}", TRUE },
    { "{'!=':[{'var':'con.loaiKhaiSinh'},'boRoi']}", TRUE },
    { "{'==':[{'var':'con.loaiKhaiSinh'},'mangThaiHo']}", FALSE },
    { "{'var':'ketHon.coGiay'}", TRUE },
    { "{'<':[{'date.diff':[{'var':'con.ngaySinh'},{'today':[]},'days']},60]}", TRUE },
    { "true", TRUE },
    { "{'var':'con.hoTen'}", FALSE, "must give yes/no" },
    { "{'var':'con.khac'}", FALSE, "no field" },
    { "{'var':", FALSE, "line 1" },
    { "5", FALSE, "must give yes/no" },
  };
  g_autoptr (JsonNode) answers = form_test_complete_answers ();
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  g_assert_true (hs_form_load_draft (t.form, answers, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rule = g_strdelimit (g_strdup (cases[i].rule), "'", '"');
      g_autoptr (GError) error = NULL;
      gboolean is_so = !cases[i].is_so;
      gboolean ok = hs_form_eval_condition (t.form, rule, &is_so, &error);

      g_test_message ("%s", rule);
      g_assert_true (ok == (cases[i].error == NULL));
      g_assert_true (!is_so == !cases[i].is_so);
      if (!ok)
        g_assert_nonnull (strstr (error->message, cases[i].error));
    }
  form_test_tear_down (&t);
}

/* What the office gets fits the schema of the package, as a validator nobody here wrote reads it. */
static void
test_peer_validator (void)
{
  static const char *const program =
    "import json,sys\n"
    "try: from jsonschema import Draft202012Validator as V\n"
    "except ImportError: sys.exit(77)\n"
    "s=json.load(open(sys.argv[1],encoding='utf-8'))['schema']; V.check_schema(s)\n"
    "for e in V(s).iter_errors(json.load(open(sys.argv[2],encoding='utf-8'))): sys.exit(str(e))\n";
  static const char *const births[] = { "duChaMe", "chiCoMe", "chiCoCha", "boRoi" };
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *package =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "khai-sinh.json", NULL);
  g_autoptr (JsonNode) answers = form_test_complete_answers ();
  g_autofree char *path = NULL;
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  path = hs_world_data_path (t.world, "answers.json");
  g_assert_true (hs_form_load_draft (t.form, answers, NULL));
  for (guint i = 0; python != NULL && i < G_N_ELEMENTS (births); i++)
    {
      const char *argv[] = { python, "-c", program, package, path, NULL };
      g_autoptr (JsonNode) submission = NULL;
      g_autofree char *text = NULL, *complaint = NULL;
      int status;

      hs_form_set_text (t.form, "/con/loaiKhaiSinh", births[i]);
      submission = hs_form_dup_submission (t.form);
      text = hs_json_write (submission);
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                                   &complaint, &status, NULL));
      if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
        {
          g_clear_pointer (&python, g_free);
          break;
        }
      g_assert_cmpstr (complaint, ==, "");
      g_assert_true (g_spawn_check_wait_status (status, NULL));
    }
  if (python == NULL)
    g_test_skip ("python3-jsonschema is not installed");
  form_test_tear_down (&t);
}

/* Budget of the specification: an edit in this form settles well under a millisecond. */
static void
test_speed (void)
{
  g_autoptr (JsonNode) answers = form_test_complete_answers ();
  const guint n = 200;
  gint64 start;
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  g_assert_true (hs_form_load_draft (t.form, answers, NULL));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    hs_form_set_text (t.form, "/con/ngaySinh", i % 2 == 0 ? "19/11/2026" : "20/11/2026");
  g_test_message ("%.1f µs an edit", (double) (g_get_monotonic_time () - start) / n);
  /* generous, for slow machines and sanitizers */
  g_assert_cmpint ((g_get_monotonic_time () - start) / n, <, 5000);
  form_test_tear_down (&t);
}

/* What the installation lacks is not the form's fault. */
static void
test_without_share_folder (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "khai-sinh.json", NULL);
  g_autoptr (GError) error = NULL;
  HsWorld *world = hs_test_world_new ();

  g_free (world->share_dir);
  world->share_dir = g_build_filename (world->data_dir, "nowhere", NULL);
  g_assert_null (hs_form_package_load_file_in (world, path, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_INSTALLATION);
  g_assert_nonnull (strstr (error->message, "nowhere/forms/lists"));
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/package/own-tests", test_own_tests);
  g_test_add_func ("/form/package/procedures", test_procedures);
  g_test_add_func ("/form/package/failing-test-is-told", test_failing_test_is_told);
  g_test_add_func ("/form/package/malformed-tests", test_malformed_tests);
  g_test_add_func ("/form/package/identity", test_identity);
  g_test_add_func ("/form/package/conditions", test_conditions);
  g_test_add_func ("/form/package/peer-validator", test_peer_validator);
  g_test_add_func ("/form/package/without-share-folder", test_without_share_folder);
  g_test_add_func ("/form/package/speed", test_speed);
  return g_test_run ();
}
