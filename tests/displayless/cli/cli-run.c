/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the real hosoctl as a person or a script would. */
#include "cli-run.h"

#include "hs-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

void
cli_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        cli_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

CliPlace *
cli_place_new (void)
{
  CliPlace *self = g_new0 (CliPlace, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("hoso-cli-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

void
cli_place_free (CliPlace *self)
{
  cli_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

char *
cli_place_path (CliPlace *self, const char *name)
{
  return g_build_filename (self->dir, name, NULL);
}

static GSubprocess *
launch (CliPlace *place, const char *const *arguments, GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *binary =
    g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "src", "cli", "hosoctl", NULL);
  g_autofree char *data = cli_place_path (place, "data");
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, binary);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "HOSO_DATA_DIR", data, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOSO_LANGUAGE", "en", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "HOSO_PORTAL_URL");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

void
cli_run_free (CliRun *self)
{
  g_free (self->out);
  g_free (self->err);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

CliRun *
cli_runv (CliPlace *place, const char *const *arguments, const char *input)
{
  CliRun *self = g_new0 (CliRun, 1);
  g_autoptr (GSubprocess) process =
    launch (place, arguments,
            G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
              (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE));
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, input, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  self->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  self->json = hs_json_parse (self->out, -1, HS_JSON_DEFAULT, 0, NULL);
  return self;
}

static const char *const *
collect (GPtrArray *arguments, va_list args)
{
  const char *argument;

  while ((argument = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer) argument);
  g_ptr_array_add (arguments, NULL);
  return (const char *const *) arguments->pdata;
}

CliRun *
cli_run (CliPlace *place, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  CliRun *run;
  va_list args;

  va_start (args, place);
  run = cli_runv (place, collect (arguments, args), NULL);
  va_end (args);
  return run;
}

CliRun *
cli_expect (CliPlace *place, int status, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  CliRun *run;
  va_list args;

  va_start (args, status);
  run = cli_runv (place, collect (arguments, args), NULL);
  va_end (args);
  if (run->status != status)
    {
      g_autofree char *line = g_strjoinv (" ", (char **) arguments->pdata);

      g_test_message ("hosoctl %s: %d\n%s%s", line, run->status, run->out, run->err);
    }
  g_assert_cmpint (run->status, ==, status);
  return run;
}

gboolean
cli_run_and_kill (CliPlace *place, const char *const *arguments, guint n_lines)
{
  g_autoptr (GSubprocess) process =
    launch (place, arguments, G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));

  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL)
        {
          g_subprocess_wait (process, NULL, NULL);
          return FALSE;
        }
    }
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_if_signaled (process);
}

const char *
cli_text (CliRun *run, const char *pointer)
{
  JsonNode *node = run->json != NULL ? hs_json_pointer_get (run->json, pointer) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : "";
}

const char *
cli_code (CliRun *run)
{
  return cli_text (run, "/error/code");
}

void
cli_make_pdf (const char *path, gsize size)
{
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.4\n");
  gsize places[6];
  g_autoptr (GError) error = NULL;
  gsize start;

  places[1] = pdf->len;
  g_string_append (pdf, "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
  places[2] = pdf->len;
  g_string_append (pdf, "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n");
  places[3] = pdf->len;
  g_string_append (pdf, "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                        "/Resources<<>>>>\nendobj\n");
  places[4] = pdf->len;
  g_string_append (pdf, "4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n");
  places[5] = pdf->len;
  g_string_append_printf (pdf, "5 0 obj\n<</Length %" G_GSIZE_FORMAT ">>\nstream\n", size);
  for (gsize i = 0; i < size; i++)
    g_string_append_c (pdf, (char) ((i * 2654435761u >> 13) & 0xff));
  g_string_append (pdf, "\nendstream\nendobj\n");
  start = pdf->len;
  g_string_append (pdf, "xref\n0 6\n0000000000 65535 f \n");
  for (guint i = 1; i <= 5; i++)
    g_string_append_printf (pdf, "%010" G_GSIZE_FORMAT " 00000 n \n", places[i]);
  g_string_append_printf (
    pdf, "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);
  g_assert_true (g_file_set_contents (path, pdf->str, pdf->len, &error));
  g_assert_no_error (error);
}

char *
cli_make_dossier (CliPlace *place, const char *paper)
{
  g_autofree char *answers = hs_test_fixture ("journey/answers.json");
  g_autoptr (CliRun) begun = cli_expect (place, 0, "dossier", "new", "1.001193", "--json", NULL);
  char *id = g_strdup (cli_text (begun, "/id"));
  g_autoptr (CliRun) filled = cli_expect (place, 0, "dossier", "fill", id, answers, NULL);
  g_autoptr (CliRun) office = cli_expect (place, 0, "dossier", "office", id, "00004", NULL);
  g_autoptr (CliRun) delivery = cli_expect (place, 0, "dossier", "delivery", id, "counter", NULL);
  g_autoptr (CliRun) attached =
    cli_expect (place, 0, "dossier", "attach", id, "giay-chung-sinh", paper, NULL);
  g_autoptr (CliRun) declared = cli_expect (place, 0, "dossier", "declare", id, NULL);
  g_autoptr (CliRun) checked = cli_expect (place, 0, "dossier", "check", id, NULL);

  return id;
}
