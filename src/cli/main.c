/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl: everything a page can do, without a display. This file finds the command and sets the
 * language; the commands are in hs-cli-*.c, one file per group. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const HsCommand *const groups[] = {
  hs_cli_json_commands,   hs_cli_catalogue_commands, hs_cli_form_commands,
  hs_cli_formio_commands, hs_cli_schema_commands,    hs_cli_dossier_commands,
  hs_cli_send_commands,   hs_cli_journey_commands,   hs_cli_store_commands,
  hs_cli_logic_commands,  hs_cli_explain_commands,   hs_cli_profile_commands,
};

/* Vietnamese unless the user's language list says English first, or $HOSO_LANGUAGE says something. */
static const char *
choose_language (void)
{
  const char *forced = g_getenv ("HOSO_LANGUAGE");
  const char *const *languages;

  if (forced != NULL && *forced != '\0')
    return forced;
  languages = g_get_language_names_with_category ("LC_MESSAGES");
  /* en_US is what many machines say without anybody having chosen it: only LANGUAGE is a choice */
  if (g_getenv ("LANGUAGE") != NULL && languages[0] != NULL &&
      g_str_has_prefix (languages[0], "en"))
    return "en";
  return "vi";
}

static void
set_language (void)
{
  const char *locale_dir = g_getenv ("HOSO_LOCALE_DIR");
  const char *language = choose_language ();

  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  /* gettext translates nothing in the "C" locale, whatever LANGUAGE says */
  if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0 ||
      g_strcmp0 (setlocale (LC_MESSAGES, NULL), "POSIX") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : HS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static void
print_command (FILE *out, const HsCommand *command)
{
  /* gettext ("") is the header of the catalogue */
  if (*command->arguments != '\0')
    fprintf (out, "  %s %s\n", command->name, _ (command->arguments));
  else
    fprintf (out, "  %s\n", command->name);
  fprintf (out, "      %s\n", _ (command->summary));
}

static void
print_help (FILE *out)
{
  fprintf (out, "%s\n  hosoctl %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…] [ARGUMENT…]"),
           _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      for (const HsCommand *command = groups[i]; command->name != NULL; command++)
        print_command (out, command);
      fputc ('\n', out);
    }
  fprintf (out, "%s\n  --json   %s\n  --help   %s\n\n", _ ("Every command takes:"),
           _ ("One JSON value on standard output, in stable bytes"),
           _ ("What the command does, and its options"));
  fprintf (out, "%s\n", _ ("Exit codes:"));
  fprintf (out, "  0  %s\n  1  %s\n  2  %s\n  3  %s\n  4  %s\n", C_ ("exit code", "done"),
           _ ("the input is not valid"), _ ("the call or its files are wrong"),
           _ ("the portal refused"), _ ("the portal cannot be reached"));
}

/* The longest name that the words begin with. n_words: how many it has. */
static const HsCommand *
find_command (int argc, char **argv, int *n_words)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const HsCommand *command = groups[i]; command->name != NULL; command++)
      {
        g_auto (GStrv) words = g_strsplit (command->name, " ", -1);
        int n = g_strv_length (words);
        gboolean same = argc > n;

        for (int k = 0; same && k < n; k++)
          same = strcmp (argv[k + 1], words[k]) == 0;
        if (!same)
          continue;
        *n_words = n;
        return command;
      }
  return NULL;
}

/* What was printed must have arrived: a script that reads it must not take half of it for all. */
static int
end_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  fprintf (stderr, "hosoctl: %s\n", _ ("The output could not be written: it is not complete."));
  return MAX (status, HS_EXIT_USAGE);
}

/* What our own parts tell of trouble is for people here; all else goes the usual way. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *domain = NULL;
  const char *message = NULL;

  for (gsize i = 0; i < n_fields; i++)
    {
      if (strcmp (fields[i].key, "GLIB_DOMAIN") == 0)
        domain = fields[i].value;
      else if (strcmp (fields[i].key, "MESSAGE") == 0)
        message = fields[i].value;
    }
  if (g_strcmp0 (domain, G_LOG_DOMAIN) != 0 || message == NULL ||
      (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE)) == 0)
    return g_log_writer_default (level, fields, n_fields, data);
  fprintf (stderr, "hosoctl: %s\n", message);
  return G_LOG_WRITER_HANDLED;
}

/* There is no such command. */
static int
refuse_command (int argc, char **argv)
{
  HsCli cli = { .command = "", .json = hs_cli_wants_json (argc, argv) };
  g_autofree char *why = argc > 1 && !g_str_has_prefix (argv[1], "-")
                           ? g_strdup_printf (_ ("There is no command \"%s\""), argv[1])
                           : g_strdup (_ ("It was not said what to do"));

  fprintf (stderr, "hosoctl: %s\n\n", why);
  print_help (stderr);
  return hs_cli_answer_usage (&cli, why);
}

static int
run_command (const HsCommand *command, int argc, char **argv)
{
  HsCli cli = { .command = command->name, .portal = g_strdup (g_getenv ("HOSO_PORTAL_URL")) };
  HsExit status = command->run (&cli, argc, argv);

  hs_cli_clear (&cli);
  return status;
}

int
main (int argc, char **argv)
{
  const HsCommand *command;
  int n_words = 0;

  /* before any thread: the portal speaks HTTP/1.1 */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  set_language ();
  g_log_set_writer_func (write_log, NULL, NULL);
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
                   strcmp (argv[1], "help") == 0))
    {
      print_help (stdout);
      return end_output (HS_EXIT_DONE);
    }
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      printf ("hosoctl %s\n", HS_VERSION);
      return end_output (HS_EXIT_DONE);
    }
  command = find_command (argc, argv, &n_words);
  return end_output (command != NULL ? run_command (command, argc - n_words, argv + n_words)
                                     : refuse_command (argc, argv));
}
