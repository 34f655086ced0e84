/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Killed while a draft moves: it is in one version or the other, whole. The program starts itself as the one that
 * moves a draft to and fro until it is killed. */
#include "version-scene.h"

#include "dossier/hs-dossier-private.h"

#include <signal.h>
#include <stdio.h>

/* A profile that has its key in a file, as the other process has it too. */
static void
open_plain (DossierTest *self, const char *data_dir)
{
  g_autoptr (GError) error = NULL;

  self->world = hs_world_new (data_dir, g_getenv ("HOSO_SHARE_DIR"), g_getenv ("HOSO_WORKER_DIR"));
  self->store = hs_store_open (self->world, &error);
  g_assert_no_error (error);
  self->catalogue = hs_catalogue_open (self->world, &error);
  g_assert_no_error (error);
  self->units = hs_units_load (self->world, &error);
  g_assert_no_error (error);
  self->book = hs_case_book_open (self->store, self->catalogue, self->units, NULL, &error);
  g_assert_no_error (error);
}

static int
run_mover (const char *data_dir)
{
  DossierTest self = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  gboolean good;

  open_plain (&self, data_dir);
  dossier = g_list_model_get_item (G_LIST_MODEL (self.book), 0);
  good = dossier != NULL && hs_dossier_claim (dossier, &error);
  while (good)
    {
      g_autoptr (HsFormMove) plan = hs_dossier_plan_move (dossier, &error);

      good = plan != NULL && hs_dossier_move_form (dossier, plan, &error) &&
             hs_dossier_move_back (dossier, &error);
      printf ("moved\n");
      fflush (stdout);
    }
  fprintf (stderr, "mover: %s\n", error != NULL ? error->message : "no dossier");
  return 1;
}

static void
kill_mover (const char *program, const char *data_dir, guint n_moves, guint32 spin_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--mover", data_dir, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  gint64 until;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint i = 0; i < n_moves; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_nonnull (line);
    }
  /* somewhere in the next move */
  until = g_get_monotonic_time () + spin_us;
  while (g_get_monotonic_time () < until)
    ;
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
}

/* TRUE: it was killed in the new version. Afterwards it is in the old one. */
static gboolean
check_survivor (Scene *scene, const char *data_dir, const char *id)
{
  HsDossier *dossier;
  g_autofree char *before = NULL;
  gboolean is_new;

  open_plain (&scene->profile, data_dir);
  dossier = hs_case_book_find (scene->profile.book, id);
  g_assert_nonnull (hs_dossier_get_form (dossier));
  before = hs_dossier_dup_version_before (dossier);
  is_new = g_str_equal (version_scene_version_of (dossier), "2.0.0");
  if (is_new)
    {
      g_assert_cmpstr (version_scene_text_of (dossier, NEW_FIELD), ==,
                       "Xã Gia Lâm, Thành phố Hà Nội");
      g_assert_cmpuint (version_scene_count_kept (dossier), ==, 1);
      g_assert_cmpstr (before, ==, "1.0.0");
      g_assert_true (hs_dossier_move_back (dossier, NULL));
    }
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpstr (version_scene_text_of (dossier, EMAIL), ==, "lan.tran@example.vn");
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 0);
  dossier_test_close_book (&scene->profile);
  g_clear_pointer (&scene->profile.world, hs_world_unref);
  return is_new;
}

static void
test_killed_while_moving (gconstpointer program)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_dir = g_dir_make_tmp ("hoso-test-XXXXXX", &error);
  g_autofree char *id = NULL;
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Scene scene = { { NULL } };
  guint n_new = 0;

  g_test_message ("seed %u", seed);
  version_scene_install (&version_first);
  version_scene_install_peoples ("1.0.0", "");
  open_plain (&scene.profile, data_dir);
  id = version_scene_begin (&scene);
  dossier_test_close_book (&scene.profile);
  g_clear_pointer (&scene.profile.world, hs_world_unref);
  version_scene_install (&version_second);
  for (guint i = 0; i < 10; i++)
    {
      kill_mover (program, data_dir, 1 + i % 2, g_rand_int_range (rand, 0, 250000));
      n_new += check_survivor (&scene, data_dir, id);
    }
  g_test_message ("killed in the new version %u times of 10", n_new);
  scene.profile.world = hs_world_new (data_dir, version_scene_get_share_dir (), NULL);
  hs_test_world_free (scene.profile.world);
}

int
main (int argc, char **argv)
{
  int status;

  if (argc == 3 && g_str_equal (argv[1], "--mover"))
    return run_mover (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR |
                          G_LOG_LEVEL_CRITICAL); /* a damaged form is warned of */
  version_scene_make_installation ();
  g_test_add_data_func ("/dossier/version/killed-while-moving", argv[0], test_killed_while_moving);
  status = g_test_run ();
  version_scene_remove_installation ();
  return status;
}
