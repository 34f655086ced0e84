/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hoso-demo-portal: the portal of the public-service contract in small, on loopback, for trying Hồ Sơ and
 * for its tests. First line on stdout: its URL. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-control.h"
#include "hs-demo-office.h"
#include "hs-demo-paper.h"
#include "hs-demo.h"

#include "base/hs-file.h"

#include <glib-unix.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FAULT_HELP                                                                                 \
  "Faults: KIND[=VALUE][,path=PREFIX or *SUFFIX][,method=M][,skip=N][,once or ,count=N]\n"         \
  "  delay=MS  status=CODE (or 500)  429=SECONDS  cut-request=BYTES  cut-answer=BYTES\n"           \
  "  reset-answer=BYTES  act-then-fail[=CODE]  wrong-hash  wrong-digest  expired-upload\n"         \
  "  die=before|commit|after  token-lifetime=SECONDS\n"                                            \
  "While it runs: GET, POST {\"faults\": [...]} and DELETE /_demo/faults; GET /_demo/journal;\n"   \
  "POST /_demo/clock {\"advanceSeconds\": N}; POST /_demo/dossiers/ID/ACT {\"reason\", "           \
  "\"amount\"}\n"                                                                                  \
  "with ACT receive, supplement, payment, refuse, start, finish, return or stop."

typedef struct
{
  int port;
  char *state_dir;
  char *url_file;
  char *seed_dir;
  char *autopilot;
  char *auto_approve;
  char **faults;
  gboolean ipv6;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->state_dir);
  g_free (self->url_file);
  g_free (self->seed_dir);
  g_free (self->autopilot);
  g_free (self->auto_approve);
  g_strfreev (self->faults);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &self->port, "Port on loopback; 0: any free one", "N" },
    { "ipv6", 0, 0, G_OPTION_ARG_NONE, &self->ipv6, "Listen on [::1] too", NULL },
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->state_dir,
      "Where the portal keeps its state", "DIR" },
    { "url-file", 0, 0, G_OPTION_ARG_FILENAME, &self->url_file,
      "Write the URL here once it listens", "FILE" },
    { "seed-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->seed_dir, "Catalogue and forms to publish",
      "DIR" },
    { "autopilot", 0, 0, G_OPTION_ARG_STRING, &self->autopilot,
      "Play the officer, so many times faster than life, or \"instant\"", "SPEED" },
    { "auto-approve", 0, 0, G_OPTION_ARG_STRING, &self->auto_approve,
      "Sign in at once as this demo resident (lan, minh, hoa)", "RESIDENT" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults, "Something to go wrong; repeatable",
      "SPEC" },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new ("- public-service portal for trying out");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, FAULT_HELP);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "what is \"%s\"?",
                 (*argv)[1]);
  else if (self->port < 0 || self->port > 65535)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         "--port takes 0 to 65535");
  else if (self->auto_approve != NULL && hs_demo_resident_find (self->auto_approve) == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no demo resident \"%s\"",
                 self->auto_approve);
  else
    return TRUE;
  return FALSE;
}

static gboolean
parse_speed (const char *text, double *speed, GError **error)
{
  char *end = NULL;

  *speed = 0;
  if (text == NULL)
    return TRUE;
  *speed = strcmp (text, "instant") == 0 ? INFINITY : g_ascii_strtod (text, &end);
  if (*speed > 0 && (end == NULL || (*end == '\0' && end != text)))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "--autopilot takes a number above 0, or \"instant\"");
  return FALSE;
}

static char *
dup_share_dir (const Arguments *arguments)
{
  const char *share = g_getenv ("HOSO_SHARE_DIR");

  if (arguments->seed_dir != NULL)
    return g_strdup (arguments->seed_dir);
  return g_strdup (share != NULL ? share : HS_PKGDATADIR);
}

static gboolean
stop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
tell_url (HsDemo *demo, const Arguments *arguments, GError **error)
{
  g_autofree char *line = g_strconcat (demo->url, "\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

  if (arguments->url_file != NULL && !hs_file_save (arguments->url_file, bytes, 0600, error))
    return FALSE;
  g_print ("%s\n", demo->url);
  fflush (stdout);
  return TRUE;
}

static gboolean
run (const Arguments *arguments, GError **error)
{
  g_autofree char *share = dup_share_dir (arguments);
  g_autofree char *state = arguments->state_dir != NULL
                             ? g_strdup (arguments->state_dir)
                             : g_build_filename (g_get_user_state_dir (), "hoso-demo-portal", NULL);
  HsDemoOptions options = { .state_dir = state,
                            .share_dir = share,
                            .port = (guint16) arguments->port,
                            .ipv6 = arguments->ipv6,
                            .auto_approve = arguments->auto_approve };
  g_autoptr (HsDemo) demo = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *lock_path = g_build_filename (state, "lock", NULL);
  g_autoptr (HsFileLock) lock = NULL;

  if (!parse_speed (arguments->autopilot, &options.autopilot, error))
    return FALSE;
  demo = hs_demo_new (&options, error);
  if (demo == NULL)
    return FALSE;
  lock = hs_file_lock_take (lock_path, error);
  if (lock == NULL)
    return FALSE;
  for (guint i = 0; arguments->faults != NULL && arguments->faults[i] != NULL; i++)
    if (!hs_demo_control_add_fault (demo, arguments->faults[i], error))
      return FALSE;
  if (!hs_demo_listen (demo, &options, error) || !tell_url (demo, arguments, error))
    return FALSE;
  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  /* stdout is the URL's */
  g_log_writer_default_set_use_stderr (TRUE);
  if (!parse_arguments (&arguments, &argc, &argv, &error))
    {
      g_printerr ("hoso-demo-portal: %s\n", error->message);
      return 2;
    }
  if (!run (&arguments, &error))
    {
      g_printerr ("hoso-demo-portal: %s\n", error->message);
      return error->domain == G_OPTION_ERROR ? 2 : 1;
    }
  hs_demo_paper_shut_down ();
  return 0;
}
