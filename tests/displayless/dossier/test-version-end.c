/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last day of a form: it is told of before, and nothing is frozen or sent after it. */
#include "../demo-portal/portal-run.h"
#include "version-scene.h"

#include "dossier/hs-dossier-private.h"

#include <string.h>

/* 30 days before its last day it says so; after it, nothing is frozen. */
static void
test_valid_to (Scene *scene, gconstpointer data)
{
  static const struct
  {
    int year, month, day;
    HsFormValidity validity;
  } days[] = {
    { 2026, 11, 30, HS_FORM_VALID }, { 2026, 12, 1, HS_FORM_VALID },
    { 2026, 12, 2, HS_FORM_ENDING }, { 2026, 12, 31, HS_FORM_ENDING },
    { 2027, 1, 1, HS_FORM_ENDED },
  };
  static const VersionEdition ending = { .version = "1.0.0", .valid_to = "2026-12-31" };
  g_autofree char *id = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  HsDate last;

  version_scene_install (&ending);
  id = version_scene_begin (scene);
  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  version_scene_complete (scene, dossier);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      version_scene_set_day (days[i].year, days[i].month, days[i].day);
      g_assert_cmpint (hs_dossier_get_form_validity (dossier, &last), ==, days[i].validity);
      g_assert_cmpint (last.month, ==, 12);
      g_assert_cmpint (dossier_test_is_missing (dossier, "declaration:form-ended"), ==,
                       days[i].validity == HS_FORM_ENDED);
    }
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_DECLARATION), ==,
                   HS_TASK_HAS_ERRORS);
  g_assert_null (hs_case_book_queue (scene->profile.book, dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED);
  g_assert_nonnull (strstr (error->message, "2026-12-31"));
  g_assert_nonnull (strstr (error->message, "Thông tư 09/2026/TT-BTP"));
  g_assert_false (hs_dossier_is_frozen (dossier));
  /* the way out */
  version_scene_move (dossier);
  g_assert_false (dossier_test_is_missing (dossier, "declaration:form-ended"));
  hs_dossier_set_statement (dossier, TRUE);
  g_clear_error (&error);
  {
    g_autoptr (HsSending) sending = hs_case_book_queue (scene->profile.book, dossier, &error);

    g_assert_no_error (error);
  }
  version_scene_set_day (2026, 11, 25);
}

/* Frozen in time, but the last day passes while it waits in the outbox. */
static void
test_ended_in_the_outbox (void)
{
  static const char *const approve[] = { "--auto-approve", "lan", NULL };
  static const VersionEdition ending = { .version = "1.0.0", .valid_to = "2026-12-31" };
  Scene scene = { NULL };
  Portal *portal;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;

  version_scene_install (&ending);
  version_scene_install_peoples ("1.0.0", "");
  portal = portal_start (approve);
  dossier_test_set_up (&scene.profile, portal->url);
  version_scene_set_clock (g_get_real_time ());
  if (g_get_real_time () > G_GINT64_CONSTANT (1798700000000000))
    version_scene_set_day (2026, 12, 30);
  scene.profile.world->now_us = version_scene_read_clock;
  dossier_test_sign_in (&scene.profile);
  dossier = dossier_test_complete (&scene.profile, 2000);
  {
    g_autoptr (GError) error = NULL;

    sending = hs_case_book_queue (scene.profile.book, dossier, &error);
    g_assert_no_error (error);
  }
  version_scene_set_day (2027, 1, 1);
  hs_case_book_resume_one (scene.profile.book, dossier);
  dossier_test_settle (sending);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&scene.profile);
  portal_free (portal);
  version_scene_set_day (2026, 11, 25);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR |
                          G_LOG_LEVEL_CRITICAL); /* a damaged form is warned of */
  version_scene_make_installation ();
#define ADD(name, function)                                                                        \
  g_test_add ("/dossier/version/" name, Scene, NULL, version_scene_set_up, function,               \
              version_scene_tear_down)
  ADD ("valid-to", test_valid_to);
  g_test_add_func ("/dossier/version/ended-in-the-outbox", test_ended_in_the_outbox);
  status = g_test_run ();
  version_scene_remove_installation ();
  return status;
}
