/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl form import, export, verdict: forms of Form.io become packages, answers go back in its shapes. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "base/hs-file.h"
#include "form/formio/hs-formio-export.h"
#include "form/formio/hs-formio-import.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_FORM_BYTES (6 * 1024 * 1024)

/* What became of a component, in words. Codes are the core's and stay as they are. */
static const struct
{
  const char *code, *words;
} reasons[] = {
  { "address-as-text", N_ ("the address is written as one line") },
  { "button", N_ ("a button; Hồ Sơ has its own") },
  { "calculate-fixed", N_ ("the computed value cannot be overwritten") },
  { "captcha", N_ ("a question against robots; not needed") },
  { "datamap", N_ ("a table of free names and values has no place in a declaration") },
  { "day-as-text", N_ ("a day without a year is written as text") },
  { "default", N_ ("the starting value does not fit the field's rules") },
  { "drawing", N_ ("a drawing cannot be taken over") },
  { "duplicate-key", N_ ("another component has the same key; that one was taken") },
  { "file", N_ ("a file: hand it in as a paper of the dossier") },
  { "hidden", N_ ("always hidden, with no value of its own: not asked, not sent") },
  { "hidden-not-sent", N_ ("an answer that is hidden is not sent") },
  { "hidden-shown", N_ ("hidden in the form; shown here, because it is sent") },
  { "key-renamed", N_ ("its name here is another; answers are exported under the old key") },
  { "limit", N_ ("a limit beyond what can be checked") },
  { "limit-date", N_ ("a limit of days that is a script") },
  { "list-empty", N_ ("its list of choices is empty: written as text") },
  { "list-network", N_ ("its list must be fetched from the network: written as text") },
  { "list-shipped", N_ ("its list is fetched there; the list shipped with Hồ Sơ is used") },
  { "list-unreadable", N_ ("its list of choices cannot be read: written as text") },
  { "logic", N_ ("advanced logic (triggers and actions) is not taken over") },
  { "masks", N_ ("an input mask of that kind is not checked") },
  { "nested-form", N_ ("another form inside this one; import that form itself") },
  { "no-key", N_ ("the component has no key to keep its answer under") },
  { "no-text", N_ ("a text with nothing in it, or never shown") },
  { "not-an-object", N_ ("not a component at all") },
  { "password", N_ ("passwords have no place in a declaration") },
  { "pattern", N_ ("a pattern that cannot be read is not checked") },
  { "plain-text", N_ ("the text is shown without its formatting") },
  { "radio-checkbox", N_ ("ticks that exclude each other by name") },
  { "required-container", N_ ("that a whole block must be filled is not checked") },
  { "required-loosened",
    N_ ("not required any more, because when it is shown could not be taken over") },
  { "resource", N_ ("entries of another form on the server") },
  { "reviewpage", N_ ("a page to review; Hồ Sơ has its own") },
  { "rule-computed-name", N_ ("a rule that computes which answer it reads") },
  { "rule-cycle", N_ ("a rule that depends on itself") },
  { "rule-not-data", N_ ("a rule that is not written as data") },
  { "rule-operator", N_ ("a rule with an operation that is not known") },
  { "rule-other-row", N_ ("a rule about rows that it is not in") },
  { "rule-too-deep", N_ ("a rule too deep to be read") },
  { "rule-type", N_ ("a rule about a kind of answer that is kept otherwise here") },
  { "rule-unknown-field", N_ ("a rule about something that is not a field") },
  { "rule-whole-form", N_ ("a rule about all answers at once") },
  { "script", N_ ("a script; scripts are never run") },
  { "script-source", N_ ("a source of data made by scripts") },
  { "signature", N_ ("a drawn signature; Hồ Sơ signs the whole dossier") },
  { "too-deep", N_ ("too deep inside other components") },
  { "tree", N_ ("a tree of entries cannot be taken over") },
  { "unique", N_ ("that nobody else gave the same answer is only known to the server") },
  { "unknown", N_ ("an unknown kind of component") },
};

static const char *
reason_words (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].code, code))
      return _ (reasons[i].words);
  return code;
}

static const char *
result_words (HsFormioResult result)
{
  static const char *const words[] = { N_ ("taken over"), N_ ("changed"), N_ ("not taken over") };

  return _ (words[result]);
}

static void
write_item (GString *text, HsFormioItem *item)
{
  g_string_append_printf (text, "%s (%s, %s): %s\n", item->label, item->path, item->type,
                          result_words (item->result));
  for (guint i = 0; i < item->notes->len; i++)
    {
      HsFormioNote *note = item->notes->pdata[i];

      g_string_append_printf (text, "    %s%s%s [%s]\n", note->what,
                              *note->what != '\0' ? ": " : "", reason_words (note->code),
                              note->code);
      if (note->original != NULL)
        {
          g_auto (GStrv) lines = g_strsplit (note->original, "\n", -1);

          for (guint k = 0; lines[k] != NULL; k++)
            g_string_append_printf (text, "        | %s\n", lines[k]);
        }
    }
}

static char *
totals_words (HsFormioImport *import)
{
  return g_strdup_printf (_ ("%u components: %u taken over, %u changed, %u not taken over"),
                          hs_formio_import_get_items (import)->len,
                          hs_formio_import_count (import, HS_FORMIO_TAKEN),
                          hs_formio_import_count (import, HS_FORMIO_CHANGED),
                          hs_formio_import_count (import, HS_FORMIO_DROPPED));
}

static char *
report_text (HsFormioImport *import)
{
  GPtrArray *items = hs_formio_import_get_items (import);
  g_autofree char *totals = totals_words (import);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n\n", hs_formio_import_get_title (import), totals);
  for (guint i = 0; i < items->len; i++)
    write_item (text, items->pdata[i]);
  return g_string_free (text, FALSE);
}

/* JSON, or text where the name of the file says so. */
static gboolean
save_report (HsFormioImport *import, const char *path, GError **error)
{
  g_autoptr (JsonNode) report = hs_formio_import_dup_report (import);
  char *text =
    g_str_has_suffix (path, ".txt") ? report_text (import) : hs_json_write_pretty (report);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return hs_cli_save (path, bytes, error);
}

/* Only what a person must look at. */
static void
print_report (HsCli *cli, HsFormioImport *import)
{
  GPtrArray *items = hs_formio_import_get_items (import);
  g_autofree char *totals = totals_words (import);

  hs_cli_print (cli, "%s", totals);
  for (guint i = 0; i < items->len; i++)
    {
      HsFormioItem *item = items->pdata[i];
      g_autoptr (GString) text = g_string_new (NULL);

      if (item->result == HS_FORMIO_TAKEN)
        continue;
      for (guint k = 0; k < item->notes->len; k++)
        {
          HsFormioNote *note = item->notes->pdata[k];

          g_string_append_printf (text, "%s%s%s%s", k > 0 ? "; " : "", note->what,
                                  *note->what != '\0' ? ": " : "", reason_words (note->code));
        }
      hs_cli_print (cli, "  %s %s (%s): %s", item->result == HS_FORMIO_DROPPED ? "✗" : "!",
                    item->label, item->path, text->str);
    }
}

static gboolean
check_format (const char *format, GError **error)
{
  if (format != NULL && g_str_equal (format, "formio"))
    return TRUE;
  if (format == NULL)
    g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL, _ ("Say which format: formio"));
  else
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                 _ ("\"%s\" is not a format that is known; formio is"), format);
  return FALSE;
}

static HsExit
import (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *report = NULL;
  g_autofree char *id = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("What the file is: formio"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("The form package to write"),
      N_ ("PACKAGE") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &report,
      N_ ("Write what was taken over and what not, as JSON, or as text to a name in .txt"),
      N_ ("FILE") },
    { "id", 0, 0, G_OPTION_ARG_STRING, &id, N_ ("Id of the form package"), N_ ("ID") },
    { NULL },
  };
  g_autoptr (GBytes) definition = NULL;
  g_autoptr (HsFormioImport) imported = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (!check_format (from, &error))
    return hs_cli_fail (cli, error);
  if (to == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with -o where the form package is to go"));
      return hs_cli_fail (cli, error);
    }
  if (hs_cli_get_world (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  definition = hs_file_load (argv[1], MAX_FORM_BYTES, &error);
  imported = definition != NULL ? hs_formio_import (definition, id, cli->world, &error) : NULL;
  if (imported == NULL || !hs_cli_save (to, hs_formio_import_get_package (imported), &error) ||
      (report != NULL && !save_report (imported, report, &error)))
    return hs_cli_fail (cli, error);
  print_report (cli, imported);
  hs_cli_print (cli, _ ("Form package written to %s"), to);
  answer = hs_formio_import_dup_report (imported);
  json_object_set_string_member (json_node_get_object (answer), "file", to);
  hs_cli_answer (cli, json_node_copy (answer));
  return HS_EXIT_DONE;
}

static HsForm *
open_package (HsCli *cli, const char *path, GError **error)
{
  g_autoptr (HsFormPackage) package = NULL;

  if (hs_cli_get_world (cli, error) == NULL || hs_cli_get_units (cli, error) == NULL)
    return NULL;
  package = hs_form_package_load_file_in (cli->world, path, error);
  return package != NULL ? hs_form_new (package, cli->world, cli->units) : NULL;
}

static gboolean
write_json (HsCli *cli, JsonNode *node, const char *to, GError **error)
{
  g_autofree char *pretty = hs_json_write_pretty (node);
  g_autoptr (GBytes) bytes = NULL;

  if (to == NULL)
    {
      hs_cli_print (cli, "%s", g_strchomp (pretty));
      return TRUE;
    }
  bytes = g_bytes_new (pretty, strlen (pretty));
  return hs_cli_save (to, bytes, error);
}

static HsExit export(HsCli *cli, int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *path = NULL;
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("What to write: formio"), N_ ("FORMAT") },
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("The answers"), N_ ("FILE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("Write to this file"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) answers = NULL;
  g_autoptr (JsonNode) submission = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (!check_format (format, &error))
    return hs_cli_fail (cli, error);
  if (path == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with --answers which answers are meant"));
      return hs_cli_fail (cli, error);
    }
  form = open_package (cli, argv[1], &error);
  answers = form != NULL ? hs_cli_load_json (path, &error) : NULL;
  if (answers == NULL || !hs_form_load_draft (form, answers, &error))
    return hs_cli_fail (cli, error);
  submission = hs_formio_export (form, &error);
  if (submission == NULL || !write_json (cli, submission, to, &error))
    return hs_cli_fail (cli, error);
  hs_cli_answer (cli, json_node_copy (submission));
  return HS_EXIT_DONE;
}

/* form verdict PACKAGE SUBMISSION */

static HsExit
verdict (HsCli *cli, int argc, char **argv)
{
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) submission = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *list;
  JsonNode *node;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 2, 2))
    return HS_EXIT_USAGE;
  form = open_package (cli, argv[1], &error);
  submission = form != NULL ? hs_cli_load_json (argv[2], &error) : NULL;
  if (submission != NULL)
    draft = hs_formio_read_submission (hs_form_get_package (form), submission, TRUE, &error);
  if (draft == NULL || !hs_form_load_draft (form, draft, &error))
    return hs_cli_fail (cli, error);
  errors = hs_formio_list_errors (form, &error);
  if (errors == NULL)
    return hs_cli_fail (cli, error);
  list = json_array_new ();
  for (guint i = 0; i < errors->len; i++)
    {
      HsFormioError *one = errors->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "path", one->path);
      json_object_set_string_member (object, "rule", one->rule);
      json_array_add_object_element (list, object);
      hs_cli_print (cli, "%s %s", one->path, one->rule);
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, list);
  hs_cli_answer (cli, node);
  return errors->len == 0 ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

const HsCommand hs_cli_formio_commands[] = {
  { "form import", N_ ("--from formio FILE -o PACKAGE"),
    N_ ("Make a form package of a form of another program, and say what was lost"), import },
  { "form export", N_ ("--to formio PACKAGE --answers FILE"),
    N_ ("Write answers as the other program keeps them"), export },
  { "form verdict", N_ ("PACKAGE SUBMISSION"),
    N_ ("Every broken rule of a Form.io submission, by an imported form package"), verdict },
  { NULL },
};
