/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl journey: the whole way of a dossier in one command, from the catalogue to the office's slip,
 * from a file of answers and files to attach. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "app/hs-sentences.h"
#include "widgets/hs-dossier-words.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define POLL_MS 500

typedef struct
{
  char *answers;  /* (owned) */
  char *office;   /* (owned) */
  char *delivery; /* (owned) */
  char *address;  /* (owned) (nullable) */
  char **attach;  /* (owned) (nullable) "slot=file" */
  char *method;   /* (owned) */
  char *folder;   /* (owned) */
  int wait;       /* seconds: for the portal, then for the office */
  guint step;
  char *slip; /* (owned) (nullable) path written */
} Journey;

static void
journey_clear (Journey *self)
{
  g_free (self->answers);
  g_free (self->office);
  g_free (self->delivery);
  g_free (self->address);
  g_strfreev (self->attach);
  g_free (self->method);
  g_free (self->folder);
  g_free (self->slip);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Journey, journey_clear)

static void
say (HsCli *cli, Journey *journey, const char *what, const char *detail)
{
  journey->step++;
  if (cli->json)
    hs_cli_tell (cli, "%2u. %s: %s", journey->step, what, detail);
  else
    {
      hs_cli_print (cli, "%2u. %s: %s", journey->step, what, detail);
      fflush (stdout);
    }
}

static char *
dup_attached_words (const char *slot, HsAttachment *file)
{
  guint n_pages = hs_attachment_get_n_pages (file);
  g_autofree char *size = hs_size_text (hs_attachment_get_size (file));

  /* TRANSLATORS: the paper's name in the call, the file's name, its size, its pages */
  return g_strdup_printf (
    ngettext ("for %s the file %s (%s, %u page)", "for %s the file %s (%s, %u pages)", n_pages),
    slot, hs_attachment_get_file_name (file), size, n_pages);
}

static gboolean
attach_all (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  for (guint i = 0; journey->attach != NULL && journey->attach[i] != NULL; i++)
    {
      const char *equals = strchr (journey->attach[i], '=');
      g_autofree char *slot =
        equals != NULL ? g_strndup (journey->attach[i], equals - journey->attach[i]) : NULL;
      g_autofree char *detail = NULL;
      HsAttachment *file;

      if (slot == NULL)
        {
          g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                       _ ("--attach \"%s\" is not of the form PAPER=FILE"), journey->attach[i]);
          return FALSE;
        }
      if (!hs_cli_attach (cli, dossier, slot, equals + 1, NULL, &file, error))
        return FALSE;
      detail = dup_attached_words (slot, file);
      say (cli, journey, _ ("Paper attached"), detail);
    }
  return TRUE;
}

static gboolean
fill (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  HsForm *form;

  if (journey->answers != NULL)
    {
      if (!hs_cli_fill (cli, dossier, journey->answers, error))
        return FALSE;
      form = hs_dossier_get_form (dossier);
      say (cli, journey, _ ("Declaration filled"), hs_dossier_get_title (dossier));
      if (!hs_form_is_valid (form))
        hs_cli_print_problems (cli, form);
    }
  if (journey->office != NULL)
    {
      if (!hs_cli_set_office (cli, dossier, journey->office, error))
        return FALSE;
      say (cli, journey, _ ("Office chosen"), hs_unit_get_path (hs_dossier_get_office (dossier)));
    }
  if (!hs_cli_set_delivery (dossier, journey->delivery, journey->address, error))
    return FALSE;
  say (cli, journey, _ ("How to get the result"), hs_delivery_words (journey->delivery));
  return attach_all (cli, journey, dossier, error);
}

static gboolean
is_complete (HsCli *cli, HsDossier *dossier, GError **error)
{
  g_auto (GStrv) missing = hs_dossier_list_missing (dossier);
  g_autofree char *joined = g_strjoinv (" ", missing);

  if (missing[0] == NULL)
    return TRUE;
  for (guint i = 0; missing[i] != NULL; i++)
    {
      g_autofree char *words = hs_cli_missing_words (dossier, missing[i]);

      hs_cli_tell (cli, "  - %s", words);
    }
  g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_INCOMPLETE,
               _ ("The dossier is not complete yet (%s); the draft stays here as %s"), joined,
               hs_dossier_get_id (dossier));
  return FALSE;
}

static gboolean
declare_and_print (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  g_autofree char *path = g_build_filename (journey->folder, "to-khai.pdf", NULL);

  hs_dossier_set_statement (dossier, TRUE);
  if (!hs_cli_flush (dossier, error) || !is_complete (cli, dossier, error))
    return FALSE;
  say (cli, journey, _ ("Checked and declared to be true"), _ ("nothing is missing"));
  if (hs_dossier_get_form (dossier) == NULL)
    return TRUE;
  if (!hs_cli_print_declaration (dossier, path, error))
    return FALSE;
  say (cli, journey, _ ("Declaration printed"), path);
  return TRUE;
}

static gboolean
save_file (HsCli *cli, Journey *journey, HsDossier *dossier, HsEvent *event, GError **error)
{
  const char *file = hs_event_get_file (event);
  g_autoptr (GBytes) bytes = hs_cli_get_file (cli, dossier, file, error);
  g_autofree char *base = g_path_get_basename (hs_event_get_file_name (event));
  g_autofree char *path = NULL;

  if (bytes == NULL)
    return FALSE;
  /* a name of the portal's: no path, no hidden file */
  path = g_build_filename (journey->folder, *base == '.' ? file : base, NULL);
  if (!hs_cli_save (path, bytes, error))
    return FALSE;
  say (cli, journey, _ ("From the office"), path);
  if (journey->slip == NULL)
    journey->slip = g_steal_pointer (&path);
  return TRUE;
}

/* Oldest first: the slip comes before any result. */
static gboolean
save_files (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  GListModel *events = hs_dossier_get_events (dossier);

  for (guint i = g_list_model_get_n_items (events); i > 0; i--)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i - 1);

      if (hs_event_get_file (event) != NULL && !save_file (cli, journey, dossier, event, error))
        return FALSE;
    }
  return TRUE;
}

/* The office answers in its own time: the wait is bounded, and no answer yet is no error. */
static gboolean
wait_for_office (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  gint64 until_us = g_get_monotonic_time () + journey->wait * G_GINT64_CONSTANT (1000000);

  for (;;)
    {
      gint64 next_us = g_get_monotonic_time () + POLL_MS * 1000;

      if (!hs_cli_refresh (cli, error))
        return FALSE;
      if (!save_files (cli, journey, dossier, error))
        return FALSE;
      if (journey->slip != NULL)
        return TRUE;
      if (g_get_monotonic_time () >= until_us)
        return TRUE;
      while (g_get_monotonic_time () < next_us)
        hs_cli_turn (POLL_MS);
    }
}

static void
finish (HsCli *cli, Journey *journey, HsDossier *dossier)
{
  JsonObject *answer = hs_cli_dossier_to_json (dossier, TRUE);
  const char *label = hs_dossier_get_status_label (dossier);

  if (journey->slip != NULL)
    json_object_set_string_member (answer, "slip", journey->slip);
  hs_cli_answer_object (cli, answer);
  hs_cli_print (cli, "%s: %s", _ ("Reference number"), hs_dossier_get_reference_no (dossier));
  hs_cli_print (cli, "%s: %s", _ ("State"),
                *label != '\0' ? label : hs_cli_state_words (hs_dossier_get_state (dossier)));
  if (journey->slip != NULL)
    hs_cli_print (cli, "%s: %s", _ ("Slip"), journey->slip);
  else
    hs_cli_print (cli, "%s", _ ("The office has not issued the appointment slip yet."));
}

static gboolean
go (HsCli *cli, Journey *journey, HsDossier *dossier, GError **error)
{
  const char *message;

  if (!fill (cli, journey, dossier, error) || !declare_and_print (cli, journey, dossier, error))
    return FALSE;
  if (!hs_cli_sign_in (cli, journey->method, error))
    return FALSE;
  say (cli, journey, _ ("Signed in"), hs_case_book_get_portal_url (cli->book));
  if (!hs_cli_send (cli, dossier, MAX (journey->wait, 0), error))
    return FALSE;
  say (cli, journey, _ ("Sent, receipt verified"), hs_dossier_get_reference_no (dossier));
  if (!wait_for_office (cli, journey, dossier, error))
    return FALSE;
  message = hs_dossier_get_status_message (dossier);
  say (cli, journey, _ ("The office says"), hs_dossier_get_status_label (dossier));
  if (message != NULL)
    hs_cli_print (cli, "    %s", message);
  return TRUE;
}

static HsDossier *
begin (HsCli *cli, Journey *journey, const char *words, GError **error)
{
  g_autoptr (GListModel) found = NULL;
  g_autoptr (HsProcedure) procedure = NULL;
  HsDossier *dossier;

  if (hs_cli_get_book (cli, error) == NULL)
    return NULL;
  /* a code, or the words a person would search with */
  procedure = hs_catalogue_get_procedure (cli->catalogue, words, NULL);
  if (procedure == NULL)
    {
      found = hs_catalogue_search (cli->catalogue, words, NULL, 1, error);
      if (found == NULL)
        return NULL;
      procedure = g_list_model_get_item (found, 0);
    }
  if (procedure == NULL)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_PROCEDURE,
                   _ ("There is no procedure for \"%s\""), words);
      return NULL;
    }
  say (cli, journey, _ ("Procedure found"), hs_procedure_get_legal_name (procedure));
  dossier = hs_case_book_create (cli->book, hs_procedure_get_code (procedure), error);
  if (dossier != NULL)
    say (cli, journey, _ ("Dossier begun"), hs_dossier_get_id (dossier));
  return dossier;
}

static HsExit
journey (HsCli *cli, int argc, char **argv)
{
  g_auto (Journey) trip = { .wait = 60 };
  g_autofree char *address_file = NULL;
  const GOptionEntry entries[] = {
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &trip.answers, N_ ("File of answers"), N_ ("FILE") },
    { "office", 0, 0, G_OPTION_ARG_STRING, &trip.office, N_ ("Office that receives it"),
      N_ ("UNIT") },
    { "delivery", 0, 0, G_OPTION_ARG_STRING, &trip.delivery,
      N_ ("How to get the result: counter, post or electronic"), N_ ("MODE") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &trip.address, N_ ("Where the post goes"),
      N_ ("ADDRESS") },
    { "address-file", 0, 0, G_OPTION_ARG_FILENAME, &address_file,
      N_ ("The address is in this file, - for standard input: other users of the machine can see "
          "arguments"),
      N_ ("FILE") },
    { "attach", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &trip.attach,
      N_ ("Attach a file for a paper; may be repeated"), N_ ("PAPER=FILE") },
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &trip.method,
      N_ ("Sign in first, with: device or browser"), N_ ("WAY") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &trip.folder, N_ ("Folder for what is written"),
      N_ ("FOLDER") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &trip.wait,
      N_ ("Seconds to wait for the portal, and for the office (60)"), N_ ("SECONDS") },
    { NULL },
  };
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (address_file != NULL)
    {
      g_free (trip.address);
      trip.address = hs_cli_load_address (address_file, &error);
      if (trip.address == NULL)
        return hs_cli_fail (cli, error);
    }
  /* GOption would not free what it replaces */
  trip.delivery = trip.delivery != NULL ? trip.delivery : g_strdup ("counter");
  trip.method = trip.method != NULL ? trip.method : g_strdup ("device");
  trip.folder = trip.folder != NULL ? trip.folder : g_strdup (".");
  if (g_mkdir_with_parents (trip.folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (&error, HS_CLI_ERROR, HS_CLI_ERROR_FOLDER,
                   _ ("The folder %s cannot be made: %s"), trip.folder, g_strerror (code));
      return hs_cli_fail (cli, error);
    }
  dossier = begin (cli, &trip, argv[1], &error);
  if (dossier == NULL || !go (cli, &trip, dossier, &error))
    return hs_cli_fail (cli, error);
  finish (cli, &trip, dossier);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_journey_commands[] = {
  { "journey", N_ ("PROCEDURE"),
    N_ ("Go the whole way of a dossier: fill, attach, send, follow to the office's slip"),
    journey },
  { NULL },
};
