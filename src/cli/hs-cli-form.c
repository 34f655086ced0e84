/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl form: for authors of forms (check), and for filling and printing one without a dossier. FORM is
 * the id of a shipped form or the path of a package. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli-version.h"

#include "form/hs-form-package-tests.h"
#include "form/print/hs-print.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PAIRS_BYTES (1024 * 1024)

/* Problems. */

JsonArray *
hs_cli_problems_to_json (HsForm *form)
{
  GListModel *problems = hs_form_get_problems (form);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "at", hs_form_problem_get_pointer (problem));
      json_object_set_string_member (object, "rule", hs_form_problem_get_rule (problem));
      json_object_set_string_member (object, "label", hs_form_problem_get_label (problem));
      json_object_set_string_member (object, "message", hs_form_problem_get_message (problem));
      json_object_set_string_member (object, "section", hs_form_problem_get_section (problem));
      json_object_set_boolean_member (object, "warning", hs_form_problem_is_warning (problem));
      json_array_add_object_element (list, object);
    }
  return list;
}

void
hs_cli_print_problems (HsCli *cli, HsForm *form)
{
  GListModel *problems = hs_form_get_problems (form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      hs_cli_print (cli, "  %s %s: %s [%s %s]", hs_form_problem_is_warning (problem) ? "!" : "✗",
                    hs_form_problem_get_label (problem), hs_form_problem_get_message (problem),
                    hs_form_problem_get_pointer (problem), hs_form_problem_get_rule (problem));
    }
}

/* Opening a form. */

HsFormPackage *
hs_cli_load_package (HsCli *cli, const char *form, GError **error)
{
  if (hs_cli_get_world (cli, error) == NULL)
    return NULL;
  if (strchr (form, '/') == NULL && !g_str_has_suffix (form, ".json"))
    return hs_form_package_find (cli->world, form, error);
  return hs_form_package_load_file_in (cli->world, form, error);
}

static HsForm *
open_form (HsCli *cli, const char *id, GError **error)
{
  g_autoptr (HsFormPackage) package = hs_cli_load_package (cli, id, error);

  if (package == NULL || hs_cli_get_units (cli, error) == NULL)
    return NULL;
  return hs_form_new (package, cli->world, cli->units);
}

static gboolean
load_answers (HsForm *form, const char *path, GError **error)
{
  g_autoptr (JsonNode) answers = hs_cli_load_json (path, error);

  if (answers == NULL)
    return FALSE;
  if (hs_form_load_draft (form, answers, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

/* form check FILE… */

/* "birth.json" has its tests in "birth.tests.json". */
static char *
tests_path (const char *path)
{
  g_autofree char *base =
    g_str_has_suffix (path, ".json") ? g_strndup (path, strlen (path) - 5) : g_strdup (path);

  return g_strconcat (base, ".tests.json", NULL);
}

static gboolean
check_tests (HsCli *cli, HsFormPackage *package, const char *path, JsonObject *verdict,
             GError **error)
{
  g_autofree char *beside = tests_path (path);
  g_autoptr (JsonNode) tests = NULL;
  g_autoptr (HsFormTestReport) report = NULL;
  JsonArray *lines;

  if (!g_file_test (beside, G_FILE_TEST_EXISTS))
    {
      hs_cli_print (cli, _ ("%s: the package is right; it has no tests (%s)"), path, beside);
      return TRUE;
    }
  tests = hs_cli_load_json (beside, error);
  if (tests == NULL || hs_cli_get_units (cli, error) == NULL)
    return FALSE;
  report = hs_form_package_run_tests (package, cli->world, cli->units, tests, error);
  if (report == NULL)
    return FALSE;
  lines = json_array_new ();
  hs_cli_print (cli,
                ngettext ("%s: the package is right; of its %u test %u passed, %u failed",
                          "%s: the package is right; of its %u tests %u passed, %u failed",
                          report->n_passed + report->n_failed),
                path, report->n_passed + report->n_failed, report->n_passed, report->n_failed);
  for (guint i = 0; i < report->lines->len; i++)
    {
      const char *line = report->lines->pdata[i];

      if (!g_str_has_prefix (line, "ok "))
        hs_cli_print (cli, "  %s", line);
      json_array_add_string_element (lines, line);
    }
  json_object_set_int_member (verdict, "testsPassed", report->n_passed);
  json_object_set_int_member (verdict, "testsFailed", report->n_failed);
  json_object_set_array_member (verdict, "tests", lines);
  return report->n_failed == 0;
}

/* against is nullable: the version before. */
static HsExit
check_one (HsCli *cli, const char *path, const char *against, JsonArray *verdicts)
{
  JsonObject *verdict = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = hs_form_package_load_file_in (cli->world, path, &error);
  HsExit status = HS_EXIT_DONE;
  char code[64];

  json_object_set_string_member (verdict, "file", path);
  json_array_add_object_element (verdicts, verdict);
  if (package != NULL)
    {
      json_object_set_string_member (verdict, "id", hs_form_package_get_id (package));
      json_object_set_string_member (verdict, "version", hs_form_package_get_version (package));
      json_object_set_string_member (verdict, "sha256", hs_form_package_get_sha256 (package));
    }
  if (package == NULL || !check_tests (cli, package, path, verdict, &error) ||
      (against != NULL && !hs_cli_check_against (cli, package, against, verdict, &error)))
    status = error != NULL && error->domain == G_IO_ERROR ? HS_EXIT_USAGE : HS_EXIT_INVALID;
  if (error != NULL)
    {
      g_autofree char *prefix = g_strconcat (path, ": ", NULL);
      const char *message = error->message;

      if (g_str_has_prefix (message, prefix))
        message += strlen (prefix);
      hs_cli_print (cli, _ ("%s: not valid: %s [%s]"), path, message,
                    hs_cli_code_name (error, code));
      json_object_set_object_member (verdict, "error", hs_cli_verdict_to_json (error, status));
    }
  json_object_set_boolean_member (verdict, "valid", status == HS_EXIT_DONE);
  return status;
}

static HsExit
check (HsCli *cli, int argc, char **argv)
{
  g_autofree char *against = NULL;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &against,
      N_ ("Also compare with the version before: the version number has to say what has changed"),
      N_ ("FORM") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  JsonArray *verdicts;
  JsonNode *node;
  HsExit worst = HS_EXIT_DONE;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_world (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  verdicts = json_array_new ();
  for (int i = 1; i < argc; i++)
    {
      HsExit status = check_one (cli, argv[i], against, verdicts);

      worst = MAX (worst, status);
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, verdicts);
  hs_cli_answer (cli, node);
  return worst;
}

/* form fill FORM POINTER=TEXT… */

/* The row after the last of a repeat is added when it is named: /members/0/name in an empty list. */
static void
add_rows (HsForm *form, const char *pointer)
{
  for (const char *slash = strchr (pointer, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *name = g_strndup (pointer, (gsize) (slash - pointer));
      HsFormField *field = slash > pointer ? hs_form_find_field (form, name) : NULL;
      GListModel *rows = field != NULL ? hs_form_field_get_rows (field) : NULL;
      g_autofree char *next =
        rows != NULL ? g_strdup_printf ("/%u/", g_list_model_get_n_items (rows)) : NULL;

      if (next != NULL && g_str_has_prefix (slash, next))
        hs_form_insert_row (form, name, g_list_model_get_n_items (rows));
    }
}

static gboolean
fill_one (HsForm *form, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *pointer = equals != NULL ? g_strndup (pair, equals - pair) : NULL;
  HsFormField *field;

  if (pointer != NULL && hs_form_find_field (form, pointer) == NULL)
    add_rows (form, pointer);
  field = pointer != NULL ? hs_form_find_field (form, pointer) : NULL;
  if (field == NULL)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_ANSWERS,
                   _ ("\"%s\" does not name a field of the form (POINTER=TEXT)"), pair);
      return FALSE;
    }
  if (hs_form_field_get_kind (field) == HS_FIELD_COMPUTED || hs_form_field_get_rows (field) != NULL)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_ANSWERS,
                   _ ("\"%s\" is a list or computed by the form, no text can be put there"), pair);
      return FALSE;
    }
  hs_form_set_text (form, pointer, equals + 1);
  return TRUE;
}

/* path: "-" for standard input. */
static gboolean
fill_from (HsForm *form, const char *path, GError **error)
{
  g_autofree char *text = hs_cli_load_text (path, MAX_PAIRS_BYTES, error);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  if (text == NULL)
    return FALSE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (*lines[i] != '\0' && !fill_one (form, lines[i], error))
        return FALSE;
    }
  return TRUE;
}

static HsExit
fill (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  g_autofree char *pairs = NULL;
  g_autofree char *to = NULL;
  g_auto (GStrv) people = NULL;
  const GOptionEntry entries[] = {
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("Begin with these answers"), N_ ("FILE") },
    { "from-file", 0, 0, G_OPTION_ARG_FILENAME, &pairs,
      N_ ("Read POINTER=TEXT lines from a file, - for standard input: other users of the machine "
          "can see arguments"),
      N_ ("FILE") },
    { "person", 0, 0, G_OPTION_ARG_STRING_ARRAY, &people,
      N_ ("Fill in the data of somebody of the household, as mother=ID; in a row of a list "
          "member@/members/0=ID"),
      N_ ("ROLE=WHO") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("Write the answers to this file"),
      N_ ("FILE") },
    { NULL },
  };
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pretty = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  form = open_form (cli, argv[1], &error);
  if (form == NULL || (from != NULL && !load_answers (form, from, &error)))
    return hs_cli_fail (cli, error);
  if (pairs != NULL && !fill_from (form, pairs, &error))
    return hs_cli_fail (cli, error);
  for (int i = 2; i < argc; i++)
    if (!(strcmp (argv[i], "-") == 0 ? fill_from (form, "-", &error)
                                     : fill_one (form, argv[i], &error)))
      return hs_cli_fail (cli, error);
  if (!hs_cli_fill_people (cli, form, people, &error))
    return hs_cli_fail (cli, error);
  draft = hs_form_dup_draft (form);
  pretty = hs_json_write_pretty (draft);
  if (to != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (pretty, strlen (pretty));

      if (!hs_cli_save (to, bytes, &error))
        return hs_cli_fail (cli, error);
    }
  else
    hs_cli_print (cli, "%s", g_strchomp (pretty));
  hs_cli_answer (cli, json_node_copy (draft));
  return HS_EXIT_DONE;
}

/* form validate FORM [--answers] ANSWERS */

static HsExit
validate (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  const GOptionEntry entries[] = {
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("The answers to check"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (HsForm) form = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;
  gboolean valid;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 2))
    return HS_EXIT_USAGE;
  if ((argc == 3) == (from != NULL))
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say which answers are to be checked, once"));
      return hs_cli_fail (cli, error);
    }
  form = open_form (cli, argv[1], &error);
  if (form == NULL || !load_answers (form, from != NULL ? from : argv[2], &error))
    return hs_cli_fail (cli, error);
  if (hs_form_get_rule_error (form) != NULL)
    return hs_cli_fail (cli,
                        hs_form_get_rule_error (form)); /* nobody knows whether they are right */
  valid = hs_form_is_valid (form);
  if (valid && !hs_form_check_submission (form, &error))
    return hs_cli_fail (cli, error);
  hs_cli_print (cli, "%s", valid ? _ ("The answers are complete and right.") : _ ("To be mended:"));
  hs_cli_print_problems (cli, form);
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "valid", valid);
  json_object_set_array_member (answer, "problems", hs_cli_problems_to_json (form));
  json_object_set_member (answer, "submission", hs_form_dup_submission (form));
  hs_cli_answer_object (cli, answer);
  return valid ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

/* form print FORM [ANSWERS] [--answers FILE] [--summary | --text] -o FILE */

typedef struct
{
  char *answers;   /* (owned) (nullable) */
  char *to;        /* (owned) (nullable) "-": standard output, for text */
  char *dossier;   /* (owned) (nullable) */
  char *recipient; /* (owned) (nullable) */
  gboolean summary;
  gboolean text;
  gboolean final;
} PrintCall;

static void
print_call_clear (PrintCall *call)
{
  g_free (call->answers);
  g_free (call->to);
  g_free (call->dossier);
  g_free (call->recipient);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PrintCall, print_call_clear)

/* What goes to the file. */
static GBytes *
print_bytes (HsCli *cli, HsForm *form, const PrintCall *call, GError **error)
{
  HsPrintOptions options = { .official = !call->summary,
                             .draft = !call->final,
                             .dossier = call->dossier,
                             .recipient = call->recipient,
                             .now_us = hs_world_now_us (cli->world) };
  g_autoptr (HsPrintTree) tree = NULL;
  char *text;

  if (!call->text)
    return hs_print_to_pdf (form, &options, error);
  tree = hs_print_tree_new (form);
  text = hs_print_tree_to_text (tree);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
check_print_call (PrintCall *call, int argc, char **argv, GError **error)
{
  if (argc == 3 && call->answers == NULL)
    call->answers = g_strdup (argv[2]);
  else if (argc == 3 || call->answers == NULL)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Name one file with the answers"));
      return FALSE;
    }
  if (call->summary && call->text)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("--summary and --text exclude each other"));
      return FALSE;
    }
  if (call->to == NULL && !call->text)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with -o where the PDF is to go"));
      return FALSE;
    }
  return TRUE;
}

static HsExit
print_form (HsCli *cli, int argc, char **argv)
{
  g_auto (PrintCall) call = { 0 };
  const GOptionEntry entries[] = {
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &call.answers, N_ ("The answers to print"),
      N_ ("FILE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &call.to, N_ ("The file to write"), N_ ("FILE") },
    { "summary", 0, 0, G_OPTION_ARG_NONE, &call.summary,
      N_ ("A summary instead of the official declaration"), NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &call.text,
      N_ ("Plain text instead of a PDF; without -o it is printed here"), NULL },
    { "final", 0, 0, G_OPTION_ARG_NONE, &call.final, N_ ("Without the mark of a draft"), NULL },
    { "dossier", 0, 0, G_OPTION_ARG_STRING, &call.dossier,
      N_ ("Code of the dossier, in the footer"), N_ ("CODE") },
    { "recipient", 0, 0, G_OPTION_ARG_STRING, &call.recipient, N_ ("The office it is addressed to"),
      N_ ("NAME") },
    { NULL },
  };
  g_autoptr (HsForm) form = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 2))
    return HS_EXIT_USAGE;
  if (!check_print_call (&call, argc, argv, &error))
    return hs_cli_fail (cli, error);
  form = open_form (cli, argv[1], &error);
  if (form == NULL || !load_answers (form, call.answers, &error))
    return hs_cli_fail (cli, error);
  bytes = print_bytes (cli, form, &call, &error);
  if (bytes == NULL || (call.to != NULL && !hs_cli_save (call.to, bytes, &error)))
    return hs_cli_fail (cli, error);
  answer = json_object_new ();
  if (call.to != NULL)
    {
      json_object_set_string_member (answer, "file", call.to);
      hs_cli_print (cli, _ ("Printed to %s"), call.to);
    }
  else
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      json_object_set_string_member (answer, "text", text);
      hs_cli_print (cli, "%s", g_strchomp (text));
    }
  json_object_set_int_member (answer, "size", (gint64) g_bytes_get_size (bytes));
  hs_cli_answer_object (cli, answer);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_form_commands[] = {
  { "form check", N_ ("FILE…"), N_ ("Check form packages, and run the tests beside them"), check },
  { "form compare", N_ ("OLD NEW"), N_ ("Say what a new version of a form changes"),
    hs_cli_form_compare },
  { "form move", N_ ("FORM"), N_ ("Move a draft to another version of its form"),
    hs_cli_form_move },
  { "form fill", N_ ("FORM [POINTER=TEXT…]"), N_ ("Fill a form; the answers go to a file"), fill },
  { "form validate", N_ ("FORM [--answers] ANSWERS"),
    N_ ("Say what is missing or wrong in answers"), validate },
  { "form print", N_ ("FORM ANSWERS"), N_ ("Print the declaration to a PDF, or as text"),
    print_form },
  { NULL },
};
