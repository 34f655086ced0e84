/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of a dossier's form: the draft stays with the one it was begun in, moves in one transaction, comes
 * back, and never moves once frozen. */
#include "version-scene.h"

#include "dossier/hs-dossier-private.h"

#include "form/version/hs-form-kept.h"

#include <string.h>

/* A draft stays with its package; the newer one is only offered. */
static void
test_pinned (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  HsFormChange change;
  HsFormPackage *newer;
  g_auto (GStrv) basis = NULL;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, NULL));
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  newer = hs_dossier_get_newer_form (dossier, &change);
  g_assert_nonnull (newer);
  g_assert_cmpstr (hs_form_package_get_version (newer), ==, "2.0.0");
  g_assert_cmpint (change, ==, HS_FORM_CHANGE_MAJOR);
  basis = hs_dossier_dup_form_basis (dossier);
  g_assert_cmpstr (basis[0], ==, "Thông tư 09/2026/TT-BTP");
  g_assert_null (basis[1]);
  /* what is installed can go, and the draft opens */
  version_scene_uninstall_form ();
  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  g_assert_cmpstr (version_scene_text_of (dossier, "/con/hoTen"), ==, "Nguyễn An Bình");
}

/* Words only: taken when the dossier is opened to be filled, and the citizen's answers are as they were. */
static void
test_patch_is_taken (Scene *scene, gconstpointer data)
{
  static const VersionEdition patch = { .version = "1.0.1", .label = "Quê quán của trẻ" };
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  HsFormField *field;

  version_scene_install (&patch);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0"); /* it is only looked at */
  g_assert_true (hs_dossier_claim (dossier, NULL));
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.1");
  field = hs_form_find_field (hs_dossier_get_form (dossier), OLD_FIELD);
  g_assert_cmpstr (hs_form_field_get_label (field), ==, "Quê quán của trẻ");
  g_assert_cmpstr (hs_form_field_get_text (field), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_null (hs_dossier_dup_version_before (dossier));
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, N_FORM_BLOBS);
  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.1");
}

/* A newer version that is not accepted yet, or an older one, is not offered. */
static void
test_not_offered (Scene *scene, gconstpointer data)
{
  static const VersionEdition older = { .version = "0.9.0" }, over = { .version = "2.0.0",
                                                                       .renamed = TRUE,
                                                                       .valid_to = "2026-11-24" };
  const VersionEdition *const editions[] = { &older, &over };
  g_autofree char *id = version_scene_begin (scene);

  for (guint i = 0; i < G_N_ELEMENTS (editions); i++)
    {
      g_autoptr (HsDossier) dossier = NULL;
      g_autoptr (GError) error = NULL;

      version_scene_install (editions[i]);
      dossier = version_scene_reopen (scene, id);
      g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
      g_assert_null (hs_dossier_plan_move (dossier, &error));
      g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
    }
}

static void
count_cb (HsDossier *dossier, GParamSpec *pspec, guint *n)
{
  *n += 1;
}

static void
test_move_and_back (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  guint n = 0;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, NULL));
  hs_dossier_set_statement (dossier, TRUE);
  g_signal_connect (dossier, "notify::form", G_CALLBACK (count_cb), &n);
  version_scene_move (dossier);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, NEW_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 1);
  g_assert_false (hs_dossier_get_statement (dossier));
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  /* edits after it are saved as ever */
  hs_form_set_text (hs_dossier_get_form (dossier), NEW_FIELD, "Huế");
  dossier_test_flush (dossier);

  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, NEW_FIELD), ==, "Huế");
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 1);
  before = hs_dossier_dup_version_before (dossier);
  g_assert_cmpstr (before, ==, "1.0.0");

  g_assert_true (hs_dossier_move_back (dossier, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpstr (version_scene_text_of (dossier, EMAIL), ==, "lan.tran@example.vn");
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 0);
  g_assert_null (hs_dossier_dup_version_before (dossier));
  g_assert_false (hs_dossier_move_back (dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  /* and once more */
  version_scene_move (dossier);
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, 2 * N_FORM_BLOBS);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
}

/* What was planned from other answers is not done. */
static void
test_stale_plan (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (GError) error = NULL;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  hs_form_set_text (hs_dossier_get_form (dossier), OLD_FIELD, "Huế");
  g_assert_false (hs_dossier_move_form (dossier, plan, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, OLD_FIELD), ==, "Huế");
}

/* The record cannot be written: then nothing of the move is on disk or in the program. */
static void
test_all_or_nothing (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (JsonNode) foreign = NULL;
  g_autoptr (JsonNode) there = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GError) error = NULL;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, &error));
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  /* somebody who does not ask for the lock */
  foreign = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, &error);
  version_scene_set_text (foreign, "/writer", "somebody else");
  g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, foreign, &error));
  g_assert_false (hs_dossier_move_form (dossier, plan, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (version_scene_text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  there = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, &error);
  g_assert_true (hs_json_equal (there, foreign));
  before = hs_store_get (scene->profile.store, "form-before", id, &error);
  g_assert_null (before);
  g_assert_cmpuint (version_scene_count_blobs (scene, id), ==, N_FORM_BLOBS);
}

/* The other window's form follows. */
static void
test_other_process_moves (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsCaseBook) other = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "1.0.0"); /* it has made the form */
  other = hs_case_book_open (scene->profile.store, scene->profile.catalogue, scene->profile.units,
                             NULL, &error);
  g_assert_no_error (error);
  version_scene_move (hs_case_book_find (other, id));
  hs_dossier_release (hs_case_book_find (other, id));
  g_signal_connect (dossier, "notify::form", G_CALLBACK (count_cb), &n);
  g_assert_true (hs_dossier_claim (dossier, &error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 1);
}

/* What is frozen stays as it is: no patch, no move; and what was kept for the way back has gone. */
static void
test_frozen_never_moves (Scene *scene, gconstpointer data)
{
  static const VersionEdition third = { .version = "2.0.1", .renamed = TRUE };
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (HsJournal) journal = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GError) error = NULL;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  plan = hs_dossier_plan_move (dossier, &error);
  version_scene_move (dossier);
  version_scene_complete (scene, dossier);
  sending = hs_case_book_queue (scene->profile.book, dossier, &error);
  g_assert_no_error (error);
  before = hs_store_get (scene->profile.store, "form-before", id, &error);
  g_assert_null (before);
  journal = hs_journal_load (scene->profile.store, id, &error);
  g_assert_nonnull (strstr (journal->manifest, "\"version\":\"2.0.0\""));
  g_assert_null (strstr (journal->manifest, "lan.tran@example.vn"));
  g_assert_false (hs_dossier_move_form (dossier, plan, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (hs_dossier_move_back (dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN);
  g_clear_object (&sending);
  g_clear_object (&dossier);

  version_scene_install (&third);
  dossier = version_scene_reopen (scene, id);
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  g_assert_cmpstr (version_scene_version_of (dossier), ==, "2.0.0");
}

/* The tray is no part of what is sent. */
static void
test_tray_is_not_sent (Scene *scene, gconstpointer data)
{
  g_autofree char *id = version_scene_begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (JsonNode) submission = NULL;
  g_autofree char *sent = NULL;
  g_autoptr (HsFormKept) kept = NULL;

  version_scene_install (&version_second);
  dossier = version_scene_reopen (scene, id);
  version_scene_move (dossier);
  submission = hs_form_dup_submission (hs_dossier_get_form (dossier));
  sent = hs_json_write (submission);
  g_assert_null (strstr (sent, "lan.tran"));
  kept = g_list_model_get_item (hs_form_get_not_moved (hs_dossier_get_form (dossier)), 0);
  g_assert_true (hs_form_drop_not_moved (hs_dossier_get_form (dossier), kept));
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier = version_scene_reopen (scene, id);
  g_assert_cmpuint (version_scene_count_kept (dossier), ==, 0);
}

/* Bytes that are not those the draft was begun with. */
static void
test_other_bytes (Scene *scene, gconstpointer data)
{
  static const char *const places[] = { "/form/sha256", "/draft/package/sha256" };
  g_autofree char *id = version_scene_begin (scene);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (JsonNode) record = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, NULL);
      g_autoptr (JsonNode) good = json_node_copy (record);
      g_autoptr (HsDossier) dossier = NULL;
      g_autofree char *text = hs_json_write (record);
      g_autoptr (JsonNode) copy = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, NULL);

      version_scene_set_text (copy, places[i], "0000");
      g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, copy, NULL));
      dossier = version_scene_reopen (scene, id);
      g_assert_null (hs_dossier_get_form (dossier));
      g_assert_error (hs_dossier_get_form_error (dossier), HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
      g_assert_true (dossier_test_is_missing (dossier, "declaration:form-unreadable"));
      g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, good, NULL));
      g_clear_object (&dossier);
      dossier = version_scene_reopen (scene, id);
      g_assert_nonnull (hs_dossier_get_form (dossier));
    }
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
  ADD ("pinned", test_pinned);
  ADD ("patch-is-taken", test_patch_is_taken);
  ADD ("not-offered", test_not_offered);
  ADD ("move-and-back", test_move_and_back);
  ADD ("stale-plan", test_stale_plan);
  ADD ("all-or-nothing", test_all_or_nothing);
  ADD ("other-process-moves", test_other_process_moves);
  ADD ("frozen-never-moves", test_frozen_never_moves);
  ADD ("tray-is-not-sent", test_tray_is_not_sent);
  ADD ("other-bytes", test_other_bytes);
  status = g_test_run ();
  version_scene_remove_installation ();
  return status;
}
