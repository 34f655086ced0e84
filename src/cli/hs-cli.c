/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share: options, opening what is needed, answers on stdout, waiting. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "base/hs-base-error.h"
#include "base/hs-file.h"
#include "portal/hs-url.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_JSON_BYTES (16 * 1024 * 1024)
#define MAX_ADDRESS_BYTES 4096

static const HsCommand *
this_command (HsCli *cli)
{
  const HsCommand *const groups[] = {
    hs_cli_json_commands,   hs_cli_catalogue_commands, hs_cli_form_commands,
    hs_cli_formio_commands, hs_cli_schema_commands,    hs_cli_dossier_commands,
    hs_cli_send_commands,   hs_cli_journey_commands,   hs_cli_store_commands,
    hs_cli_logic_commands,  hs_cli_explain_commands,   hs_cli_profile_commands,
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const HsCommand *command = groups[i]; command->name != NULL; command++)
      if (strcmp (command->name, cli->command) == 0)
        return command;
  g_assert_not_reached ();
}

gboolean
hs_cli_wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

HsExit
hs_cli_answer_usage (HsCli *cli, const char *why)
{
  g_autoptr (GError) error = g_error_new_literal (HS_CLI_ERROR, HS_CLI_ERROR_USAGE, why);
  JsonObject *object;

  if (!cli->json)
    return HS_EXIT_USAGE;
  object = json_object_new ();
  json_object_set_object_member (object, "error", hs_cli_error_to_json (error));
  hs_cli_answer_object (cli, object);
  return HS_EXIT_USAGE;
}

static gboolean
refuse_call (HsCli *cli, GOptionContext *context, const char *why)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

  fprintf (stderr, "hosoctl %s: %s\n\n%s", cli->command, why, help);
  hs_cli_answer_usage (cli, why);
  return FALSE;
}

/* Before anything is frozen for a portal that cannot be one. */
static gboolean
check_portal (const char *url, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *origin = NULL;

  if (url == NULL || *url == '\0')
    return TRUE;
  origin = hs_url_dup_origin (url, &reason);
  if (origin == NULL)
    g_set_error (
      error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
      _ ("\"%s\" is not the address of a portal: https://NAME, or http:// on this machine"), url);
  return origin != NULL;
}

gboolean
hs_cli_parse (HsCli *cli, int *argc, char ***argv, const GOptionEntry *entries, int min, int max)
{
  const HsCommand *command = this_command (cli);
  char *portal = NULL;
  gboolean json;
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("One JSON value on standard output"), NULL },
    { "portal", 0, 0, G_OPTION_ARG_STRING, &portal,
      N_ ("Address of the portal, else $HOSO_PORTAL_URL"), N_ ("URL") },
    { NULL },
  };
  g_autofree char *program = g_strconcat ("hosoctl ", cli->command, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  json = hs_cli_wants_json (*argc, *argv);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_free (portal);
      cli->json = json; /* GOption has taken back what it had set */
      return refuse_call (cli, context, error->message);
    }
  if (portal != NULL)
    {
      g_free (cli->portal);
      cli->portal = portal;
      if (!check_portal (portal, &error))
        {
          hs_cli_fail (cli, error);
          return FALSE;
        }
    }
  if (*argc - 1 < min)
    return refuse_call (cli, context, _ ("arguments are missing"));
  if (max >= 0 && *argc - 1 > max)
    return refuse_call (cli, context, _ ("too many arguments"));
  return TRUE;
}

/* Opening. */

HsWorld *
hs_cli_get_world (HsCli *cli, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cli->world != NULL)
    return cli->world;
  cli->world = hs_world_new_system (&local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME))
    g_set_error_literal (error, HS_CLI_ERROR, HS_CLI_ERROR_DATA_DIR,
                         _ ("It is not known where your data is: the folder for it has no absolute "
                            "path"));
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return cli->world;
}

HsStore *
hs_cli_get_store (HsCli *cli, GError **error)
{
  if (cli->store == NULL && hs_cli_get_world (cli, error) != NULL)
    cli->store = hs_store_open (cli->world, error);
  return cli->store;
}

HsCatalogue *
hs_cli_get_catalogue (HsCli *cli, GError **error)
{
  if (cli->catalogue == NULL && hs_cli_get_world (cli, error) != NULL)
    cli->catalogue = hs_catalogue_open (cli->world, error);
  return cli->catalogue;
}

HsUnits *
hs_cli_get_units (HsCli *cli, GError **error)
{
  if (cli->units == NULL && hs_cli_get_world (cli, error) != NULL)
    cli->units = hs_units_load (cli->world, error);
  return cli->units;
}

HsCaseBook *
hs_cli_get_book (HsCli *cli, GError **error)
{
  const char *portal = cli->portal != NULL && *cli->portal != '\0' ? cli->portal : NULL;
  const char *const *unreadable;

  if (cli->book != NULL)
    return cli->book;
  if (!check_portal (portal, error) || hs_cli_get_store (cli, error) == NULL ||
      hs_cli_get_catalogue (cli, error) == NULL || hs_cli_get_units (cli, error) == NULL)
    return NULL;
  cli->book = hs_case_book_open (cli->store, cli->catalogue, cli->units, portal, error);
  if (cli->book == NULL)
    return NULL;
  unreadable = hs_case_book_get_unreadable (cli->book);
  for (guint i = 0; unreadable[i] != NULL; i++)
    hs_cli_tell (cli, _ ("A dossier cannot be opened, and was left as it is: %s"), unreadable[i]);
  return cli->book;
}

/* TRUE, with error: the id is of one that is here and cannot be read. */
static gboolean
is_unreadable (HsCli *cli, const char *id, GError **error)
{
  const char *const *unreadable = hs_case_book_get_unreadable (cli->book);

  for (guint i = 0; *id != '\0' && unreadable[i] != NULL; i++)
    if (g_str_has_prefix (unreadable[i], id))
      {
        g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_UNREADABLE,
                     _ ("The dossier cannot be opened, and was left as it is: %s"), unreadable[i]);
        return TRUE;
      }
  return FALSE;
}

HsDossier *
hs_cli_find_dossier (HsCli *cli, const char *id, GError **error)
{
  HsCaseBook *book = hs_cli_get_book (cli, error);
  HsDossier *found = NULL;
  guint n_found = 0;

  if (book == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);

      if (*id == '\0' || !g_str_has_prefix (hs_dossier_get_id (dossier), id))
        continue;
      found = dossier;
      n_found++;
    }
  if (n_found == 1)
    return found;
  if (n_found == 0 && is_unreadable (cli, id, error))
    return NULL;
  if (n_found == 0)
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_DOSSIER,
                 _ ("There is no dossier \"%s\" on this machine"), id);
  else
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_SEVERAL,
                 ngettext ("%u dossier begins with \"%s\"; it is not clear which one is meant",
                           "%u dossiers begin with \"%s\"; it is not clear which one is meant",
                           n_found),
                 n_found, id);
  return NULL;
}

void
hs_cli_clear (HsCli *cli)
{
  if (cli->book != NULL)
    hs_case_book_pause (cli->book);
  g_clear_object (&cli->book);
  /* what came back meanwhile is let go */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&cli->household);
  g_clear_pointer (&cli->units, hs_units_unref);
  g_clear_object (&cli->catalogue);
  g_clear_object (&cli->store);
  g_clear_pointer (&cli->world, hs_world_unref);
  g_clear_pointer (&cli->portal, g_free);
}

/* Answers. */

void
hs_cli_print (HsCli *cli, const char *format, ...)
{
  va_list args;

  if (cli->json)
    return;
  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
}

void
hs_cli_tell (HsCli *cli, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fputc ('\n', stderr);
}

static void
mark_stale_cb (JsonArray *array, guint index, JsonNode *node, gpointer data)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_boolean_member (json_node_get_object (node), "stale", TRUE);
}

/* Of one object, or of each in a list. */
static void
mark_stale (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), mark_stale_cb, NULL);
  else
    mark_stale_cb (NULL, 0, node, NULL);
}

void
hs_cli_answer (HsCli *cli, JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;
  g_autofree char *text = NULL;

  if (!cli->json || cli->answered)
    return;
  if (cli->stale)
    mark_stale (owned);
  text = hs_json_write (owned);
  puts (text);
  fflush (stdout);
  cli->answered = TRUE;
}

void
hs_cli_answer_object (HsCli *cli, JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  hs_cli_answer (cli, node);
}

/* Waiting. */

void
hs_cli_result_cb (GObject *source, GAsyncResult *result, gpointer result_out)
{
  *(GAsyncResult **) result_out = g_object_ref (result);
}

GAsyncResult *
hs_cli_await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static gboolean
turned_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
hs_cli_turn (guint milliseconds)
{
  gboolean turned = FALSE;
  guint source = g_timeout_add (milliseconds, turned_cb, &turned);

  g_main_context_iteration (NULL, TRUE);
  if (!turned)
    g_source_remove (source);
}

/* Files. */

JsonNode *
hs_cli_load_json (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = hs_file_load (path, MAX_JSON_BYTES, error);
  JsonNode *node = bytes != NULL ? hs_json_parse_bytes (bytes, HS_JSON_EXACT_NUMBERS, error) : NULL;

  if (bytes != NULL && node == NULL)
    g_prefix_error (error, "%s: ", path);
  return node;
}

/* The place is at fault, not a file that could be chosen again. */
static gboolean
is_wrong_place (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
}

gboolean
hs_cli_save (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (hs_file_save (path, bytes, 0600, &local))
    return TRUE;
  if (is_wrong_place (local))
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_FOLDER, _ ("%s cannot be written: %s"), path,
                 local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

char *
hs_cli_load_text (const char *path, gsize max_bytes, GError **error)
{
  g_autoptr (GBytes) bytes =
    hs_file_load (strcmp (path, "-") == 0 ? "/dev/stdin" : path, max_bytes, error);
  const char *data;
  gsize length;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (length > 0 && !g_utf8_validate_len (data, length, NULL))
    {
      g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE, "%s is not a text in UTF-8", path);
      return NULL;
    }
  return g_strstrip (g_strndup (length > 0 ? data : "", length));
}

char *
hs_cli_load_address (const char *path, GError **error)
{
  char *text = hs_cli_load_text (path, MAX_ADDRESS_BYTES, error);

  return text != NULL ? g_strdelimit (text, "\r\n\t", ' ') : NULL;
}
