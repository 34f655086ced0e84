/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl dossier: preparing one, step by step. Each command leaves the draft on the disk. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli-version.h"

#include "base/hs-file.h"
#include "form/print/hs-print.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PASSWORD_BYTES 1024

/* Steps, also of the journey. */

gboolean
hs_cli_flush (HsDossier *dossier, GError **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) answer = NULL;

  hs_dossier_flush_async (dossier, NULL, hs_cli_result_cb, &result);
  answer = hs_cli_await (&result);
  return hs_dossier_flush_finish (dossier, answer, error);
}

static gboolean
not_frozen (HsDossier *dossier, GError **error)
{
  if (!hs_dossier_is_frozen (dossier))
    return TRUE;
  g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_FROZEN,
                       _ ("The dossier is in the outbox or was sent, and cannot be changed"));
  return FALSE;
}

gboolean
hs_cli_fill (HsCli *cli, HsDossier *dossier, const char *path, GError **error)
{
  g_autoptr (JsonNode) answers = hs_cli_load_json (path, error);

  if (answers == NULL)
    return FALSE;
  if (!hs_dossier_fill (dossier, answers, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  return hs_cli_flush (dossier, error);
}

gboolean
hs_cli_set_office (HsCli *cli, HsDossier *dossier, const char *code, GError **error)
{
  HsUnit *unit;

  if (!not_frozen (dossier, error) || hs_cli_get_units (cli, error) == NULL)
    return FALSE;
  unit = hs_units_find (cli->units, code);
  if (unit == NULL)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_UNIT,
                   _ ("No commune or province has the code \"%s\""), code);
      return FALSE;
    }
  hs_dossier_set_office (dossier, unit);
  return hs_cli_flush (dossier, error);
}

gboolean
hs_cli_attach (HsCli *cli, HsDossier *dossier, const char *slot, const char *path,
               const char *password, HsAttachment **attachment, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) answer = NULL;

  hs_dossier_attach_async (dossier, slot, file, password, NULL, hs_cli_result_cb, &result);
  answer = hs_cli_await (&result);
  *attachment = hs_dossier_attach_finish (dossier, answer, error);
  if (*attachment == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  return hs_cli_flush (dossier, error);
}

gboolean
hs_cli_print_declaration (HsDossier *dossier, const char *path, GError **error)
{
  HsForm *form = hs_dossier_get_form (dossier);
  g_autofree char *recipient = NULL;
  const HsPrintOptions options =
    hs_dossier_get_print_options (dossier, g_get_real_time (), &recipient);
  g_autoptr (GBytes) pdf = NULL;

  if (form == NULL)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_FORM,
                           _ ("There is no form of this procedure to print"));
      return FALSE;
    }
  pdf = hs_print_to_pdf (form, &options, error);
  return pdf != NULL && hs_cli_save (path, pdf, error);
}

/* Commands. */

static HsExit
answer_dossier (HsCli *cli, HsDossier *dossier)
{
  hs_cli_answer_object (cli, hs_cli_dossier_to_json (dossier, TRUE));
  hs_cli_print_dossier (cli, dossier);
  return HS_EXIT_DONE;
}

/* What can be shown is shown; the exit code says that it is not all. */
static HsExit
answer_what_is_left (HsCli *cli, HsDossier *dossier)
{
  JsonObject *answer = hs_cli_dossier_to_json (dossier, TRUE);
  const GError *wrong;

  hs_dossier_get_form (dossier);
  wrong = hs_dossier_get_form_error (dossier);
  if (wrong != NULL)
    json_object_set_object_member (answer, "error", hs_cli_error_to_json (wrong));
  hs_cli_answer_object (cli, answer);
  hs_cli_print_dossier (cli, dossier);
  return wrong != NULL ? hs_cli_fail (cli, wrong) : HS_EXIT_DONE;
}

static HsExit
create (HsCli *cli, int argc, char **argv)
{
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, 1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_book (cli, &error) != NULL)
    dossier = hs_case_book_create (cli->book, argv[1], &error);
  return dossier != NULL ? answer_dossier (cli, dossier) : hs_cli_fail (cli, error);
}

/* "ID: why it cannot be opened", told already; here for programs. */
static void
add_unreadable (JsonArray *array, const char *const *unreadable)
{
  for (guint i = 0; unreadable[i] != NULL; i++)
    {
      const char *colon = strchr (unreadable[i], ':');
      g_autofree char *id =
        colon != NULL ? g_strndup (unreadable[i], colon - unreadable[i]) : g_strdup (unreadable[i]);
      g_autoptr (GError) error =
        g_error_new_literal (HS_CLI_ERROR, HS_CLI_ERROR_UNREADABLE, unreadable[i]);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", id);
      json_object_set_object_member (object, "error", hs_cli_error_to_json (error));
      json_array_add_object_element (array, object);
    }
}

static HsExit
list (HsCli *cli, int argc, char **argv)
{
  const char *const *unreadable;
  g_autoptr (GError) error = NULL;
  JsonArray *array;
  JsonNode *node;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 0, 0))
    return HS_EXIT_USAGE;
  if (hs_cli_get_book (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cli->book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (cli->book), i);
      const char *reference = hs_dossier_get_reference_no (dossier);

      hs_cli_print (cli, "%s  %-24s %s  %s", hs_dossier_get_id (dossier),
                    hs_cli_state_words (hs_dossier_get_state (dossier)),
                    reference != NULL ? reference : "-", hs_dossier_get_title (dossier));
      json_array_add_object_element (array, hs_cli_dossier_to_json (dossier, FALSE));
    }
  unreadable = hs_case_book_get_unreadable (cli->book);
  add_unreadable (array, unreadable);
  if (json_array_get_length (array) == 0)
    hs_cli_print (cli, "%s", _ ("No dossiers yet. Begin one with: hosoctl dossier new CODE"));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  hs_cli_answer (cli, node);
  return unreadable[0] != NULL ? HS_EXIT_USAGE : HS_EXIT_DONE;
}

/* Parses, finds the dossier named first; NULL: *status says it all. */
static HsDossier *
begin (HsCli *cli, int *argc, char ***argv, const GOptionEntry *entries, int min, int max,
       HsExit *status)
{
  g_autoptr (GError) error = NULL;
  HsDossier *dossier;

  *status = HS_EXIT_USAGE;
  if (!hs_cli_parse (cli, argc, argv, entries, min, max))
    return NULL;
  dossier = hs_cli_find_dossier (cli, (*argv)[1], &error);
  if (dossier == NULL)
    *status = hs_cli_fail (cli, error);
  return dossier;
}

static HsExit
show (HsCli *cli, int argc, char **argv)
{
  HsExit status;
  HsDossier *dossier = begin (cli, &argc, &argv, NULL, 1, 1, &status);

  return dossier != NULL ? answer_what_is_left (cli, dossier) : status;
}

static HsExit
end (HsCli *cli, HsDossier *dossier, gboolean good, const GError *error)
{
  return good ? answer_dossier (cli, dossier) : hs_cli_fail (cli, error);
}

/* Somebody of the household into the declaration. */
static gboolean
fill_people (HsCli *cli, HsDossier *dossier, char **people, GError **error)
{
  HsForm *form;

  if (people == NULL)
    return TRUE;
  /* claiming may bring another form */
  if (!not_frozen (dossier, error) || !hs_dossier_claim (dossier, error))
    return FALSE;
  form = hs_dossier_get_form (dossier);
  if (form == NULL && hs_dossier_get_form_error (dossier) != NULL)
    g_propagate_error (error, g_error_copy (hs_dossier_get_form_error (dossier)));
  else if (form == NULL)
    g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_FORM,
                         _ ("This version has no form for the procedure"));
  return form != NULL && hs_cli_fill_people (cli, form, people, error) &&
         hs_cli_flush (dossier, error);
}

static HsExit
fill (HsCli *cli, int argc, char **argv)
{
  g_auto (GStrv) people = NULL;
  const GOptionEntry entries[] = {
    { "person", 0, 0, G_OPTION_ARG_STRING_ARRAY, &people,
      N_ ("Fill in the data of somebody of the household, as mother=ID; in a row of a list "
          "member@/members/0=ID"),
      N_ ("ROLE=WHO") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, entries, 1, 2, &status);

  if (dossier == NULL)
    return status;
  if (argc == 2 && people == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Neither answers nor a person were given"));
      return hs_cli_fail (cli, error);
    }
  good = (argc == 2 || hs_cli_fill (cli, dossier, argv[2], &error)) &&
         fill_people (cli, dossier, people, &error);
  return end (cli, dossier, good, error);
}

static HsExit
office (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, NULL, 2, 2, &status);

  if (dossier == NULL)
    return status;
  good = hs_dossier_claim (dossier, &error) && hs_cli_set_office (cli, dossier, argv[2], &error);
  return end (cli, dossier, good, error);
}

gboolean
hs_cli_set_delivery (HsDossier *dossier, const char *mode, const char *address, GError **error)
{
  static const char *const modes[] = { "counter", "post", "electronic", NULL };

  if (!not_frozen (dossier, error) || !hs_dossier_claim (dossier, error))
    return FALSE;
  if (!g_strv_contains (modes, mode))
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                   _ ("\"%s\" is not a way to get the result: counter, post or electronic"), mode);
      return FALSE;
    }
  hs_dossier_set_delivery (dossier, mode, address);
  return hs_cli_flush (dossier, error);
}

static HsExit
delivery (HsCli *cli, int argc, char **argv)
{
  g_autofree char *address_file = NULL;
  const GOptionEntry entries[] = {
    { "address-file", 0, 0, G_OPTION_ARG_FILENAME, &address_file,
      N_ ("The address is in this file, - for standard input: other users of the machine can see "
          "arguments"),
      N_ ("FILE") },
    { NULL },
  };
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, entries, 2, 3, &status);

  if (dossier == NULL)
    return status;
  if (address_file != NULL && (address = hs_cli_load_address (address_file, &error)) == NULL)
    return hs_cli_fail (cli, error);
  if (address == NULL && argc > 3)
    address = g_strdup (argv[3]);
  good = hs_cli_set_delivery (dossier, argv[2], address, &error);
  return end (cli, dossier, good, error);
}

static HsExit
attach (HsCli *cli, int argc, char **argv)
{
  g_autofree char *password_file = NULL;
  const GOptionEntry entries[] = {
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file,
      N_ ("The password of a locked PDF is the first line of this file"), N_ ("FILE") },
    { NULL },
  };
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;
  HsAttachment *attachment;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, entries, 3, 3, &status);

  if (dossier == NULL)
    return status;
  if (password_file != NULL)
    {
      g_autoptr (GBytes) bytes = hs_file_load (password_file, MAX_PASSWORD_BYTES, &error);

      if (bytes == NULL)
        return hs_cli_fail (cli, error);
      password = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      password[strcspn (password, "\r\n")] = '\0';
    }
  good = hs_cli_attach (cli, dossier, argv[2], argv[3], password, &attachment, &error);
  return end (cli, dossier, good, error);
}

static gboolean
detach_file (HsDossier *dossier, const char *id, GError **error)
{
  GListModel *slots = hs_dossier_get_slots (dossier);

  if (!not_frozen (dossier, error) || !hs_dossier_claim (dossier, error))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *files = hs_slot_get_attachments (slot);

      for (guint k = 0; k < g_list_model_get_n_items (files); k++)
        {
          g_autoptr (HsAttachment) file = g_list_model_get_item (files, k);

          if (!g_str_has_prefix (hs_attachment_get_id (file), id))
            continue;
          hs_dossier_detach (dossier, file);
          return hs_cli_flush (dossier, error);
        }
    }
  g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_ATTACHMENT,
               _ ("The dossier has no attachment \"%s\""), id);
  return FALSE;
}

static HsExit
detach (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, NULL, 2, 2, &status);

  if (dossier == NULL)
    return status;
  good = detach_file (dossier, argv[2], &error);
  return end (cli, dossier, good, error);
}

static HsExit
declare (HsCli *cli, int argc, char **argv)
{
  gboolean take_back = FALSE;
  const GOptionEntry entries[] = {
    { "take-back", 0, 0, G_OPTION_ARG_NONE, &take_back, N_ ("Take the statement back"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HsExit status;
  gboolean good;
  HsDossier *dossier = begin (cli, &argc, &argv, entries, 1, 1, &status);

  if (dossier == NULL)
    return status;
  if (!not_frozen (dossier, &error) || !hs_dossier_claim (dossier, &error))
    return hs_cli_fail (cli, error);
  hs_dossier_set_statement (dossier, !take_back);
  good = hs_cli_flush (dossier, &error);
  return end (cli, dossier, good, error);
}

static HsExit
check (HsCli *cli, int argc, char **argv)
{
  HsExit status;
  HsDossier *dossier = begin (cli, &argc, &argv, NULL, 1, 1, &status);
  g_auto (GStrv) missing = NULL;
  JsonObject *answer;
  JsonArray *array;

  if (dossier == NULL)
    return status;
  missing = hs_dossier_list_missing (dossier);
  hs_cli_print (cli, "%s",
                missing[0] == NULL ? _ ("Everything is there: the dossier can be sent.")
                                   : _ ("Still missing:"));
  array = json_array_new ();
  for (guint i = 0; missing[i] != NULL; i++)
    {
      g_autofree char *words = hs_cli_missing_words (dossier, missing[i]);

      hs_cli_print (cli, "  - %s [%s]", words, missing[i]);
      json_array_add_string_element (array, missing[i]);
    }
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "ready", missing[0] == NULL);
  json_object_set_array_member (answer, "missing", array);
  if (hs_dossier_get_form (dossier) != NULL)
    json_object_set_array_member (answer, "problems",
                                  hs_cli_problems_to_json (hs_dossier_get_form (dossier)));
  hs_cli_answer_object (cli, answer);
  return missing[0] == NULL ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

static HsExit
print_dossier (HsCli *cli, int argc, char **argv)
{
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("The PDF to write"), N_ ("PDF") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HsExit status;
  HsDossier *dossier = begin (cli, &argc, &argv, entries, 1, 1, &status);
  JsonObject *answer;

  if (dossier == NULL)
    return status;
  if (to == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with -o where the PDF is to go"));
      return hs_cli_fail (cli, error);
    }
  if (!hs_cli_print_declaration (dossier, to, &error))
    return hs_cli_fail (cli, error);
  answer = json_object_new ();
  json_object_set_string_member (answer, "file", to);
  hs_cli_answer_object (cli, answer);
  hs_cli_print (cli, _ ("Printed to %s"), to);
  return HS_EXIT_DONE;
}

static HsExit
delete_dossier (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  HsExit status;
  HsDossier *dossier = begin (cli, &argc, &argv, NULL, 1, 1, &status);
  JsonObject *answer;

  if (dossier == NULL)
    return status;
  id = g_strdup (hs_dossier_get_id (dossier));
  if (!hs_case_book_delete (cli->book, dossier, &error))
    return hs_cli_fail (cli, error);
  answer = json_object_new ();
  json_object_set_string_member (answer, "deleted", id);
  hs_cli_answer_object (cli, answer);
  hs_cli_print (cli, _ ("Deleted from this machine, with everything in it: %s"), id);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_dossier_commands[] = {
  { "dossier new", N_ ("CODE"), N_ ("Begin a dossier for a procedure"), create },
  { "dossier list", "", N_ ("List the dossiers on this machine"), list },
  { "dossier show", N_ ("ID"), N_ ("Show one: its tasks, papers and history"), show },
  { "dossier fill", N_ ("ID [ANSWERS]"),
    N_ ("Fill the declaration from a file of answers, or from people of the household"), fill },
  { "dossier move-form", N_ ("ID"), N_ ("Move the draft to the newest version of its form"),
    hs_cli_dossier_move_form },
  { "dossier office", N_ ("ID UNIT"), N_ ("Choose the office that receives it"), office },
  { "dossier delivery", N_ ("ID MODE [ADDRESS]"),
    N_ ("Choose how to get the result: counter, post (with an address) or electronic"), delivery },
  { "dossier attach", N_ ("ID PAPER FILE"), N_ ("Attach a PDF, JPEG or PNG for a paper"), attach },
  { "dossier detach", N_ ("ID ATTACHMENT"), N_ ("Take an attachment out again"), detach },
  { "dossier declare", N_ ("ID"), N_ ("Declare that everything in it is true"), declare },
  { "dossier check", N_ ("ID"), N_ ("Say what is still missing"), check },
  { "dossier print", N_ ("ID"), N_ ("Print the declaration to a PDF"), print_dossier },
  { "dossier delete", N_ ("ID"), N_ ("Delete a dossier from this machine for good"),
    delete_dossier },
  { NULL },
};
