/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kill -9 while a form is being filled: after the restart at most the last second is missing. The program
 * starts itself as the one that types. */
#include "dossier-test.h"
#include "dossier/hs-dossier-private.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELD "/con/queQuan"
#define TYPE_MS 15

/* The child. */

typedef struct
{
  HsDossier *dossier;
  guint n;
} Typist;

static gboolean
type_cb (gpointer data)
{
  Typist *typist = data;
  g_autofree char *text = g_strdup_printf ("Làng số %u", ++typist->n);

  hs_form_set_text (hs_dossier_get_form (typist->dossier), FIELD, text);
  /* what is said here was typed before */
  printf ("%u %" G_GINT64_FORMAT "\n", typist->n, g_get_monotonic_time ());
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

static int
run_typist (const char *data_dir)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  HsWorld *world =
    hs_world_new (data_dir, g_getenv ("HOSO_SHARE_DIR"), g_getenv ("HOSO_WORKER_DIR"));
  HsStore *store = hs_store_open (world, &error);
  HsCatalogue *catalogue = store != NULL ? hs_catalogue_open (world, &error) : NULL;
  HsUnits *units = catalogue != NULL ? hs_units_load (world, &error) : NULL;
  HsCaseBook *book =
    units != NULL ? hs_case_book_open (store, catalogue, units, NULL, &error) : NULL;
  Typist typist = { NULL, 0 };

  if (book != NULL)
    typist.dossier = hs_case_book_create (book, TEST_PROCEDURE, &error);
  if (typist.dossier == NULL)
    {
      fprintf (stderr, "typist: %s\n", error->message);
      return 1;
    }
  g_timeout_add (TYPE_MS, type_cb, &typist);
  g_main_loop_run (loop);
  return 0;
}

/* The test. */

typedef struct
{
  GArray *times; /* (owned) (element-type gint64) of edit 1, 2, ... */
  gint64 killed; /* monotonic */
} Typed;

static Typed
type_and_kill (const char *program, const char *data_dir, guint n_edits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--typist", data_dir, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  Typed typed = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0 };

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  while (typed.times->len < n_edits)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      gint64 at;

      g_assert_no_error (error);
      g_assert_nonnull (line);
      at = g_ascii_strtoll (strchr (line, ' ') + 1, NULL, 10);
      g_array_append_val (typed.times, at);
    }
  g_subprocess_send_signal (child, SIGKILL);
  typed.killed = g_get_monotonic_time ();
  g_subprocess_wait (child, NULL, NULL);
  /* typed between our last reading and the signal */
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      gint64 at;

      if (line == NULL || strchr (line, ' ') == NULL)
        break;
      at = g_ascii_strtoll (strchr (line, ' ') + 1, NULL, 10);
      g_array_append_val (typed.times, at);
    }
  return typed;
}

/* Number of the edit that is on the disk. */
static guint
read_saved (const char *data_dir)
{
  g_autoptr (GError) error = NULL;
  HsWorld *world =
    hs_world_new (data_dir, g_getenv ("HOSO_SHARE_DIR"), g_getenv ("HOSO_WORKER_DIR"));
  DossierTest test = { .world = world };
  HsFormField *field;
  HsDossier *dossier;
  guint n = 0;

  dossier_test_reopen (&test, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test.book)), ==, 1);
  dossier = g_list_model_get_item (G_LIST_MODEL (test.book), 0);
  field = hs_form_find_field (hs_dossier_get_form (dossier), FIELD);
  if (*hs_form_field_get_text (field) != '\0')
    {
      g_assert_true (g_str_has_prefix (hs_form_field_get_text (field), "Làng số "));
      n = g_ascii_strtoull (strrchr (hs_form_field_get_text (field), ' ') + 1, NULL, 10);
    }
  g_assert_true (hs_store_check (test.store, &error));
  g_assert_no_error (error);
  g_object_unref (dossier);
  dossier_test_close_book (&test);
  hs_world_unref (world);
  return n;
}

static const char *program;

static void
test_kill_while_filling (void)
{
  /* before the first save, in its middle, between saves */
  static const guint edits[] = { 1, 5, 26, 27, 28, 30, 60, 90, 121 };

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      HsWorld *place = hs_test_world_new ();
      Typed typed = type_and_kill (program, place->data_dir, edits[i]);
      guint saved = read_saved (place->data_dir);

      g_test_message ("%u typed, %u saved", typed.times->len, saved);
      g_assert_cmpuint (saved, <=, typed.times->len + 1);
      /* the first edit that is lost was made less than a second before */
      if (saved < typed.times->len)
        g_assert_cmpint (typed.killed - g_array_index (typed.times, gint64, saved), <,
                         G_USEC_PER_SEC);
      g_array_unref (typed.times);
      hs_test_world_free (place);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--typist") == 0)
    return run_typist (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dossier/crash/kill-while-filling", test_kill_while_filling);
  return g_test_run ();
}
