/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl send, status, fetch, sign-in: what needs the portal. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "app/hs-sentences.h"
#include "base/hs-date.h"
#include "portal/hs-portal-error.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIGN_IN_SECONDS 300
#define TURN_MS 200
#define SIGN_IN_HELP N_ ("Sign in first, with: device or browser")

/* Signing in. */

static void
show_code_cb (const HsDeviceCode *code, gpointer data)
{
  HsCli *cli = data;

  hs_cli_tell (cli, _ ("Open this page on your phone or computer: %s"),
               code->verification_uri_complete != NULL ? code->verification_uri_complete
                                                       : code->verification_uri);
  hs_cli_tell (cli, _ ("Compare the code there: %s"), code->user_code);
}

static void
open_uri_cb (const char *uri, gpointer data)
{
  hs_cli_tell (data, _ ("Sign in on this page: %s"), uri);
  /* the address was told: a machine without a browser is no error */
  g_app_info_launch_default_for_uri (uri, NULL, NULL);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_sign_in (HsCli *cli, HsSession *session, gboolean browser, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint timeout = g_timeout_add_seconds (SIGN_IN_SECONDS, cancel_cb, cancellable);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) answer = NULL;
  gboolean good;

  if (browser)
    hs_session_sign_in_async (session, open_uri_cb, cli, cancellable, hs_cli_result_cb, &result);
  else
    hs_session_sign_in_device_async (session, show_code_cb, cli, cancellable, hs_cli_result_cb,
                                     &result);
  answer = hs_cli_await (&result);
  good = browser ? hs_session_sign_in_finish (session, answer, error)
                 : hs_session_sign_in_device_finish (session, answer, error);
  g_source_remove (timeout);
  return good;
}

gboolean
hs_cli_sign_in (HsCli *cli, const char *method, GError **error)
{
  HsCaseBook *book = hs_cli_get_book (cli, error);
  HsSession *session = book != NULL ? hs_case_book_get_session (book) : NULL;
  g_autofree char *name = NULL;

  if (book == NULL)
    return FALSE;
  if (session == NULL)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_PORTAL,
                           _ ("It was not said which portal"));
      return FALSE;
    }
  if (hs_session_is_signed_in (session))
    return TRUE;
  if (method == NULL)
    {
      g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_SIGN_IN, _ ("Nobody is signed in"));
      return FALSE;
    }
  if (strcmp (method, "device") != 0 && strcmp (method, "browser") != 0)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                   _ ("\"%s\" is not a way to sign in: device or browser"), method);
      return FALSE;
    }
  if (!run_sign_in (cli, session, strcmp (method, "browser") == 0, error))
    return FALSE;
  name = hs_session_dup_name (session);
  if (name != NULL)
    hs_cli_tell (cli, _ ("Signed in: %s"), name);
  else
    hs_cli_tell (cli, "%s", _ ("Signed in"));
  return TRUE;
}

/* Sending. */

static void
tell_phase_cb (HsSending *sending, GParamSpec *pspec, HsCli *cli)
{
  hs_cli_tell (cli, "  %s", hs_sending_phase_words (hs_sending_get_phase (sending)));
}

static void
tell_bytes_cb (HsSending *sending, GParamSpec *pspec, HsCli *cli)
{
  guint64 confirmed, total;
  g_autofree char *so_far = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  g_object_get (sending, "bytes-confirmed", &confirmed, "bytes-total", &total, NULL);
  so_far = hs_size_text (confirmed);
  all = hs_size_text (total);
  text = g_strdup_printf (_ ("The portal has %s of %s"), so_far, all);
  hs_cli_tell (cli, "  %s", text);
}

static void
tell_waiting_cb (HsSending *sending, GParamSpec *pspec, HsCli *cli)
{
  const GError *error = hs_sending_get_error (sending);
  gint64 at_us = hs_sending_get_retry_at_us (sending);
  g_autofree char *clock = at_us != 0 ? hs_time_to_clock (at_us) : NULL;
  g_autofree char *next = NULL;

  if (error == NULL || hs_sending_get_phase (sending) == HS_SENDING_FAILED)
    return;
  hs_cli_tell_trouble (cli, error);
  if (clock == NULL)
    return;
  next = g_strdup_printf (_ ("The next try is at %s"), clock);
  hs_cli_tell (cli, "  %s", next);
}

/* TRUE: it waits for something that time alone may bring. */
static gboolean
worth_waiting (const GError *error)
{
  return !g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN) &&
         !g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT) &&
         !g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
}

static gboolean
run_sending (HsSending *sending, gint64 until_us, GError **error)
{
  for (;;)
    {
      HsSendingPhase phase = hs_sending_get_phase (sending);
      const GError *why = hs_sending_get_error (sending);

      if (phase == HS_SENDING_DONE)
        return TRUE;
      if (phase == HS_SENDING_FAILED ||
          (phase == HS_SENDING_WAITING && why != NULL &&
           (g_get_monotonic_time () >= until_us || !worth_waiting (why))))
        {
          g_propagate_error (error, g_error_copy (why));
          return FALSE;
        }
      hs_cli_turn (TURN_MS);
    }
}

gboolean
hs_cli_send (HsCli *cli, HsDossier *dossier, guint wait_seconds, GError **error)
{
  HsCaseBook *book = hs_cli_get_book (cli, error);
  g_autoptr (HsSending) sending = NULL;
  gint64 until_us = g_get_monotonic_time () + wait_seconds * G_GINT64_CONSTANT (1000000);
  gboolean good;

  if (book == NULL)
    return FALSE;
  if (hs_dossier_get_receipt (dossier) != NULL)
    return TRUE;
  sending = hs_case_book_get_sending (book, dossier);
  if (sending != NULL)
    g_object_ref (sending);
  else
    sending = hs_case_book_queue (book, dossier, error);
  if (sending == NULL)
    return FALSE;
  g_signal_connect (sending, "notify::phase", G_CALLBACK (tell_phase_cb), cli);
  g_signal_connect (sending, "notify::bytes-confirmed", G_CALLBACK (tell_bytes_cb), cli);
  g_signal_connect (sending, "notify::error", G_CALLBACK (tell_waiting_cb), cli);
  hs_cli_tell (cli, "  %s", hs_sending_phase_words (HS_SENDING_WAITING));
  hs_case_book_resume_one (book, dossier);
  good = run_sending (sending, until_us, error);
  g_signal_handlers_disconnect_by_data (sending, cli);
  return good;
}

static void
answer_sent (HsCli *cli, HsDossier *dossier)
{
  hs_cli_answer_object (cli, hs_cli_dossier_to_json (dossier, TRUE));
  hs_cli_print (cli, _ ("Sent. Reference number: %s"), hs_dossier_get_reference_no (dossier));
  hs_cli_print (cli, "%s", _ ("The portal's receipt is verified and kept."));
}

static HsExit
send_dossier (HsCli *cli, int argc, char **argv)
{
  g_autofree char *method = NULL;
  gboolean wait = FALSE;
  int timeout = 600;
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &method, SIGN_IN_HELP, N_ ("WAY") },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &wait,
      N_ ("Wait when the portal is busy or cannot be reached"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout, N_ ("Wait at most so many seconds (600)"),
      N_ ("SECONDS") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) sign_in_error = NULL;
  HsDossier *dossier;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  dossier = hs_cli_find_dossier (cli, argv[1], &error);
  if (dossier == NULL)
    return hs_cli_fail (cli, error);
  /* who has something to mend first need not sign in */
  if (hs_dossier_get_receipt (dossier) == NULL && method != NULL &&
      hs_case_book_get_sending (cli->book, dossier) == NULL)
    {
      g_auto (GStrv) missing = hs_dossier_list_missing (dossier);

      if (missing[0] != NULL)
        g_clear_pointer (&method, g_free);
    }
  /* it goes into the outbox even when nobody can sign in now: "send later" */
  if (method != NULL && !hs_cli_sign_in (cli, method, &sign_in_error))
    hs_cli_tell_trouble (cli, sign_in_error);
  if (!hs_cli_send (cli, dossier, wait ? MAX (timeout, 0) : 0, &error))
    return hs_cli_fail (cli, sign_in_error != NULL && hs_dossier_is_frozen (dossier) ? sign_in_error
                                                                                     : error);
  answer_sent (cli, dossier);
  return HS_EXIT_DONE;
}

static HsExit
unqueue (HsCli *cli, int argc, char **argv)
{
  g_autofree char *method = NULL;
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &method, SIGN_IN_HELP, N_ ("WAY") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;
  HsDossier *dossier;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  dossier = hs_cli_find_dossier (cli, argv[1], &error);
  if (dossier == NULL || (method != NULL && !hs_cli_sign_in (cli, method, &error)))
    return hs_cli_fail (cli, error);
  hs_case_book_unqueue_async (cli->book, dossier, NULL, hs_cli_result_cb, &result);
  answer = hs_cli_await (&result);
  if (!hs_case_book_unqueue_finish (cli->book, answer, &error))
    return hs_cli_fail (cli, error);
  hs_cli_answer_object (cli, hs_cli_dossier_to_json (dossier, TRUE));
  hs_cli_print (cli, "%s", _ ("Taken out of the outbox. It can be changed and sent again."));
  return HS_EXIT_DONE;
}

/* Following. */

gboolean
hs_cli_refresh (HsCli *cli, GError **error)
{
  HsCaseBook *book = hs_cli_get_book (cli, error);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) answer = NULL;

  if (book == NULL)
    return FALSE;
  hs_case_book_refresh_async (book, TRUE, NULL, hs_cli_result_cb, &result);
  answer = hs_cli_await (&result);
  return hs_case_book_refresh_finish (book, answer, error);
}

GBytes *
hs_cli_get_file (HsCli *cli, HsDossier *dossier, const char *file_id, GError **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) answer = NULL;

  hs_case_book_get_file_async (cli->book, dossier, file_id, NULL, hs_cli_result_cb, &result);
  answer = hs_cli_await (&result);
  return hs_case_book_get_file_finish (cli->book, answer, error);
}

static void
answer_all (HsCli *cli)
{
  GListModel *book = G_LIST_MODEL (cli->book);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < g_list_model_get_n_items (book); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (book, i);

      if (!hs_dossier_is_frozen (dossier))
        continue;
      hs_cli_print_dossier (cli, dossier);
      json_array_add_object_element (array, hs_cli_dossier_to_json (dossier, TRUE));
    }
  if (json_array_get_length (array) == 0)
    hs_cli_print (cli, "%s", _ ("No dossier was sent from this machine."));
  json_node_take_array (node, array);
  hs_cli_answer (cli, node);
}

/* What is known is shown even when the portal cannot be asked; the exit code then says so. */
static HsExit
status (HsCli *cli, int argc, char **argv)
{
  g_autofree char *method = NULL;
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &method, SIGN_IN_HELP, N_ ("WAY") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HsDossier *dossier = NULL;
  HsExit result = HS_EXIT_DONE;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 0, 1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_book (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  if (argc > 1 && (dossier = hs_cli_find_dossier (cli, argv[1], &error)) == NULL)
    return hs_cli_fail (cli, error);
  if (hs_case_book_get_portal_url (cli->book) != NULL &&
      (!hs_cli_sign_in (cli, method, &error) || !hs_cli_refresh (cli, &error)))
    {
      cli->stale = TRUE;
      hs_cli_tell (cli, "%s", _ ("The portal could not be asked; this is what is known here."));
      hs_cli_tell_trouble (cli, error);
      result = hs_cli_exit_of (error);
    }
  if (dossier == NULL)
    {
      answer_all (cli);
      return result;
    }
  hs_cli_answer_object (cli, hs_cli_dossier_to_json (dossier, TRUE));
  hs_cli_print_dossier (cli, dossier);
  return result;
}

static HsExit
fetch (HsCli *cli, int argc, char **argv)
{
  g_autofree char *method = NULL;
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("The file to write"), N_ ("FILE") },
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &method, SIGN_IN_HELP, N_ ("WAY") },
    { NULL },
  };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  HsDossier *dossier;
  JsonObject *answer;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 2, 2))
    return HS_EXIT_USAGE;
  if (to == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with -o where the file is to go"));
      return hs_cli_fail (cli, error);
    }
  dossier = hs_cli_find_dossier (cli, argv[1], &error);
  if (dossier == NULL || (method != NULL && !hs_cli_sign_in (cli, method, &error)))
    return hs_cli_fail (cli, error);
  bytes = hs_cli_get_file (cli, dossier, argv[2], &error);
  if (bytes == NULL || !hs_cli_save (to, bytes, &error))
    return hs_cli_fail (cli, error);
  answer = json_object_new ();
  json_object_set_string_member (answer, "file", to);
  json_object_set_int_member (answer, "size", g_bytes_get_size (bytes));
  hs_cli_answer_object (cli, answer);
  hs_cli_print (cli, _ ("Written to %s"), to);
  return HS_EXIT_DONE;
}

/* Signing in and out as commands. */

static void
answer_session (HsCli *cli)
{
  HsSession *session = hs_case_book_get_session (cli->book);
  g_autofree char *name = hs_session_dup_name (session);
  JsonObject *answer = json_object_new ();

  json_object_set_boolean_member (answer, "signedIn", hs_session_is_signed_in (session));
  if (name != NULL)
    json_object_set_string_member (answer, "name", name);
  hs_cli_answer_object (cli, answer);
}

static HsExit
sign_in (HsCli *cli, int argc, char **argv)
{
  gboolean browser = FALSE;
  const GOptionEntry entries[] = {
    { "browser", 0, 0, G_OPTION_ARG_NONE, &browser, N_ ("In the system's browser"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 0, 0))
    return HS_EXIT_USAGE;
  if (!hs_cli_sign_in (cli, browser ? "browser" : "device", &error))
    return hs_cli_fail (cli, error);
  if (cli->world->secrets == NULL)
    hs_cli_tell (cli, "%s",
                 _ ("There is no keyring on this machine: the sign-in ends with this command. Use "
                    "--sign-in with the command that needs it."));
  answer_session (cli);
  return HS_EXIT_DONE;
}

static HsExit
sign_out (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsSession *session;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 0, 0))
    return HS_EXIT_USAGE;
  if (hs_cli_get_book (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  session = hs_case_book_get_session (cli->book);
  if (session == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_NO_PORTAL,
                           _ ("It was not said which portal"));
      return hs_cli_fail (cli, error);
    }
  if (!hs_session_sign_out (session, NULL, &error))
    return hs_cli_fail (cli, error);
  hs_cli_print (cli, "%s", _ ("Signed out."));
  answer_session (cli);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_send_commands[] = {
  { "send", N_ ("ID"), N_ ("Send a dossier, once, or go on where sending stopped"), send_dossier },
  { "unqueue", N_ ("ID"), N_ ("Take a dossier that was not submitted out of the outbox"), unqueue },
  { "status", N_ ("[ID]"), N_ ("Ask what became of what was sent"), status },
  { "fetch", N_ ("ID FILE-ID"), N_ ("Save a slip or result of the office to a file"), fetch },
  { "sign-in", "", N_ ("Sign in at the portal"), sign_in },
  { "sign-out", "", N_ ("Sign out, and let the portal forget it"), sign_out },
  { NULL },
};
