/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors for people and programs: the sentences are the application's, the code has a name that stays,
 * the exit code says whose turn it is. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "app/hs-error-words.h"
#include "app/hs-sentences.h"
#include "base/hs-base-error.h"
#include "portal/hs-portal-error.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  GQuark (*domain) (void);
  const char *name;
  const char *const *codes; /* in the order of the enumeration */
  guint n_codes;
} Domain;

static const char *const base_codes[] = { "json-syntax", "json-encoding", "json-duplicate",
                                          "json-depth",  "json-size",     "json-number",
                                          "value",       "calendar" };
static const char *const store_codes[] = { "failed", "newer", "key",      "damaged",
                                           "full",   "busy",  "not-found" };
static const char *const catalog_codes[] = { "format", "record", "damaged", "not-found" };
static const char *const form_codes[] = { "package",   "cycle",  "answers", "engine",      "font",
                                          "not-found", "person", "card",    "installation" };
static const char *const document_codes[] = { "empty",     "type",    "damaged", "encrypted",
                                              "too-large", "too-big", "sandbox", "helper" };
static const char *const portal_codes[] = {
  "unreachable", "busy",      "stalled",    "captive",  "tls",    "sign-in",   "forbidden",
  "refused",     "ambiguous", "incomplete", "conflict", "gone",   "offset",    "invalid",
  "too-large",   "nonsense",  "too-old",    "receipt",  "digest", "not-found",
};
static const char *const dossier_codes[] = { "incomplete", "slot",      "frozen",
                                             "busy",       "state",     "not-found",
                                             "account",    "not-asked", "form-ended" };

static const Domain domains[] = {
  { hs_base_error_quark, "base", base_codes, G_N_ELEMENTS (base_codes) },
  { hs_store_error_quark, "store", store_codes, G_N_ELEMENTS (store_codes) },
  { hs_catalog_error_quark, "catalogue", catalog_codes, G_N_ELEMENTS (catalog_codes) },
  { hs_form_error_quark, "form", form_codes, G_N_ELEMENTS (form_codes) },
  { hs_document_error_quark, "document", document_codes, G_N_ELEMENTS (document_codes) },
  { hs_portal_error_quark, "portal", portal_codes, G_N_ELEMENTS (portal_codes) },
  { hs_dossier_error_quark, "dossier", dossier_codes, G_N_ELEMENTS (dossier_codes) },
};

/* What hosoctl itself finds wrong: its message is the sentence for the user. */
typedef struct
{
  const char *name;
  const char *next; /* msgid */
  HsExit exit;
} OwnError;

static const OwnError own_errors[] = {
  [HS_CLI_ERROR_CALL] = { "call:bad-value", N_ ("See --help of this command."), HS_EXIT_USAGE },
  [HS_CLI_ERROR_NO_PORTAL] = { "call:bad-value", N_ ("Use --portal URL, or set $HOSO_PORTAL_URL."),
                               HS_EXIT_USAGE },
  [HS_CLI_ERROR_USAGE] = { "call:usage", N_ ("See --help of this command."), HS_EXIT_USAGE },
  [HS_CLI_ERROR_DATA_DIR] = { "call:folder",
                              N_ ("Set HOME or $HOSO_DATA_DIR to a path that begins with /."),
                              HS_EXIT_USAGE },
  [HS_CLI_ERROR_UNREADABLE] = { "store:damaged", N_ ("Restore the data folder from a backup."),
                                HS_EXIT_USAGE },
  [HS_CLI_ERROR_FOLDER] = { "call:folder", N_ ("Choose another folder."), HS_EXIT_USAGE },
  [HS_CLI_ERROR_SEVERAL] = { "call:several", N_ ("Type more of the identifier."), HS_EXIT_USAGE },
  [HS_CLI_ERROR_NO_DOSSIER] = { "dossier:not-found",
                                N_ ("See which there are with: hosoctl dossier list"),
                                HS_EXIT_USAGE },
  [HS_CLI_ERROR_NO_ATTACHMENT] = { "dossier:not-found",
                                   N_ ("See which there are with: hosoctl dossier show --json"),
                                   HS_EXIT_USAGE },
  [HS_CLI_ERROR_FROZEN] = { "dossier:frozen",
                            N_ ("Take it out with hosoctl unqueue first, or wait for the office to "
                                "ask for more."),
                            HS_EXIT_USAGE },
  [HS_CLI_ERROR_INCOMPLETE] = { "dossier:incomplete", N_ ("Finish the tasks that are still open."),
                                HS_EXIT_INVALID },
  [HS_CLI_ERROR_NO_UNIT] = { "catalogue:not-found",
                             N_ ("Look for its code with: hosoctl unit search"), HS_EXIT_USAGE },
  [HS_CLI_ERROR_NO_PROCEDURE] = { "catalogue:not-found", N_ ("Search for it by its name."),
                                  HS_EXIT_USAGE },
  [HS_CLI_ERROR_NO_FORM] = { "form:not-found", N_ ("Hand it in at the counter, or update Hồ Sơ."),
                             HS_EXIT_USAGE },
  [HS_CLI_ERROR_ANSWERS] = { "form:answers", N_ ("See --help of this command."), HS_EXIT_INVALID },
  [HS_CLI_ERROR_NO_PERSON] = { "profile:not-found", N_ ("See who is there: hosoctl profile list"),
                               HS_EXIT_USAGE },
  [HS_CLI_ERROR_SIGN_IN] = { "portal:sign-in", N_ ("Use --sign-in device or --sign-in browser."),
                             HS_EXIT_REFUSED },
};

G_DEFINE_QUARK (hs - cli - error - quark, hs_cli_error)

static const OwnError *
own_error (const GError *error)
{
  return error->domain == HS_CLI_ERROR ? &own_errors[error->code] : NULL;
}

static const struct
{
  GIOErrorEnum code;
  const char *name;
} io_names[] = {
  { G_IO_ERROR_NOT_FOUND, "file:not-found" },
  { G_IO_ERROR_EXISTS, "file:exists" },
  { G_IO_ERROR_IS_DIRECTORY, "file:is-a-folder" },
  { G_IO_ERROR_NOT_DIRECTORY, "file:not-a-folder" },
  { G_IO_ERROR_INVALID_FILENAME, "file:bad-name" },
  { G_IO_ERROR_FILENAME_TOO_LONG, "file:bad-name" },
  { G_IO_ERROR_PERMISSION_DENIED, "file:no-permission" },
  { G_IO_ERROR_MESSAGE_TOO_LARGE, "file:too-large" },
  { G_IO_ERROR_READ_ONLY, "io:read-only" },
  { G_IO_ERROR_NO_SPACE, "io:no-space" },
  { G_IO_ERROR_BUSY, "io:busy" },
  { G_IO_ERROR_TIMED_OUT, "io:timed-out" },
  { G_IO_ERROR_CANCELLED, "io:cancelled" },
};

static const char *
io_name (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (io_names); i++)
    if ((int) io_names[i].code == code)
      return io_names[i].name;
  return "io:failed";
}

const char *
hs_cli_code_name (const GError *error, char buffer[64])
{
  if (own_error (error) != NULL)
    return own_error (error)->name;
  if (error->domain == G_IO_ERROR)
    return io_name (error->code);
  if (error->domain == G_FILE_ERROR)
    return io_name ((int) g_io_error_from_file_error ((GFileError) error->code));
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (domains[i].domain () == error->domain && error->code >= 0 &&
        (guint) error->code < domains[i].n_codes)
      {
        g_snprintf (buffer, 64, "%s:%s", domains[i].name, domains[i].codes[error->code]);
        return buffer;
      }
  g_snprintf (buffer, 64, "%s:%d", g_quark_to_string (error->domain), error->code);
  return buffer;
}

static HsExit
exit_of_portal (int code)
{
  switch ((HsPortalError) code)
    {
    case HS_PORTAL_ERROR_UNREACHABLE:
    case HS_PORTAL_ERROR_BUSY:
    case HS_PORTAL_ERROR_STALLED:
    case HS_PORTAL_ERROR_CAPTIVE:
    case HS_PORTAL_ERROR_TLS:
    case HS_PORTAL_ERROR_AMBIGUOUS:
      return HS_EXIT_UNREACHABLE;
    case HS_PORTAL_ERROR_SIGN_IN:
    case HS_PORTAL_ERROR_FORBIDDEN:
    case HS_PORTAL_ERROR_REFUSED:
    case HS_PORTAL_ERROR_INCOMPLETE:
    case HS_PORTAL_ERROR_CONFLICT:
    case HS_PORTAL_ERROR_GONE:
    case HS_PORTAL_ERROR_OFFSET:
    case HS_PORTAL_ERROR_INVALID:
    case HS_PORTAL_ERROR_TOO_LARGE:
    case HS_PORTAL_ERROR_NONSENSE:
    case HS_PORTAL_ERROR_TOO_OLD:
    case HS_PORTAL_ERROR_RECEIPT:
    case HS_PORTAL_ERROR_DIGEST:
    case HS_PORTAL_ERROR_NOT_FOUND:
    default:
      return HS_EXIT_REFUSED;
    }
}

HsExit
hs_cli_exit_of (const GError *error)
{
  if (own_error (error) != NULL)
    return own_error (error)->exit;
  if (error->domain == HS_PORTAL_ERROR)
    return exit_of_portal (error->code);
  if (g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS) ||
      g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON) ||
      g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_CARD) ||
      g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_INCOMPLETE) ||
      g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED))
    return HS_EXIT_INVALID;
  if (g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT))
    return HS_EXIT_REFUSED;
  return HS_EXIT_USAGE;
}

/* In the window sending goes on by itself; a command has ended. */
static gboolean
goes_on_when_run (const GError *error)
{
  static const HsPortalError codes[] = {
    HS_PORTAL_ERROR_UNREACHABLE, HS_PORTAL_ERROR_BUSY,       HS_PORTAL_ERROR_STALLED,
    HS_PORTAL_ERROR_AMBIGUOUS,   HS_PORTAL_ERROR_INCOMPLETE, HS_PORTAL_ERROR_GONE,
    HS_PORTAL_ERROR_OFFSET,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, HS_PORTAL_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static HsErrorWords
words_of (const GError *error)
{
  HsErrorWords words;

  if (own_error (error) != NULL)
    return (HsErrorWords){ error->message, "", _ (own_error (error)->next) };
  words = hs_error_words (error);
  if (goes_on_when_run (error))
    words.next = _ ("Run the command again: it goes on where it stopped.");
  return words;
}

JsonObject *
hs_cli_error_to_json (const GError *error)
{
  const HsErrorWords words = words_of (error);
  JsonObject *object = json_object_new ();
  char buffer[64];

  json_object_set_string_member (object, "code", hs_cli_code_name (error, buffer));
  json_object_set_string_member (object, "message", error->message);
  json_object_set_string_member (object, "heading", words.heading);
  json_object_set_string_member (object, "next", words.next);
  json_object_set_int_member (object, "exit", hs_cli_exit_of (error));
  if (hs_portal_error_get_code (error) != NULL)
    json_object_set_string_member (object, "problem", hs_portal_error_get_code (error));
  return object;
}

JsonObject *
hs_cli_verdict_to_json (const GError *error, HsExit status)
{
  JsonObject *object = hs_cli_error_to_json (error);

  json_object_set_int_member (object, "exit", status);
  return object;
}

/* The code, and the exact message where it is not the sentence shown already. */
static void
tell_details (const GError *error)
{
  char buffer[64];
  const char *code = hs_cli_code_name (error, buffer);

  if (own_error (error) != NULL)
    fprintf (stderr, "  [%s]\n", code);
  else
    fprintf (stderr, "  [%s] %s\n", code, error->message);
}

void
hs_cli_tell_trouble (HsCli *cli, const GError *error)
{
  const HsErrorWords words = words_of (error);

  hs_cli_tell (cli, "  %s", words.heading);
  tell_details (error);
}

HsExit
hs_cli_fail (HsCli *cli, const GError *error)
{
  const HsErrorWords words = words_of (error);
  g_autofree char *text = hs_sentences (words.heading, words.body, NULL);

  fprintf (stderr, "hosoctl %s: %s\n", cli->command, text);
  if (*words.next != '\0')
    fprintf (stderr, "  %s\n", words.next);
  tell_details (error);
  if (cli->json && !cli->answered)
    {
      JsonObject *object = json_object_new ();

      json_object_set_object_member (object, "error", hs_cli_error_to_json (error));
      hs_cli_answer_object (cli, object);
    }
  return hs_cli_exit_of (error);
}
