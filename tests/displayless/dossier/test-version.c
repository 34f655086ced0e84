/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of a dossier's form: the draft stays with the one it was begun in, moves in one transaction, comes
 * back, never moves once frozen, and is not sent after its last day. The program starts itself as the one
 * that moves a draft to and fro until it is killed. */
#include "../demo-portal/portal-run.h"
#include "dossier-test.h"
#include "dossier/hs-dossier-private.h"

#include "base/hs-file.h"
#include "base/hs-text.h"
#include "form/hs-form-kept.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OLD_FIELD "/con/queQuan"
#define NEW_FIELD "/con/noiQueQuan"
#define EMAIL "/nguoiYeuCau/email"
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* An installation whose birth declaration the test writes. */

typedef struct
{
  DossierTest profile;
} Scene;

static char *share_dir;   /* (owned) of this program, for all its tests */
static char *shipped_dir; /* (owned) of the build */

static gint64 clock_us;

static gint64
read_clock (gpointer data)
{
  return clock_us;
}

static void
set_day (int year, int month, int day)
{
  const HsDate date = { year, month, day };

  clock_us = hs_date_to_days (&date) * DAY_US + 3 * G_TIME_SPAN_HOUR;
}

static char *
form_path (void)
{
  return g_build_filename (share_dir, "forms", "khai-sinh.json", NULL);
}

typedef struct
{
  const char *version;
  gboolean renamed;     /* the place of origin has another name, the e-mail is dropped */
  const char *valid_to; /* (nullable) */
  const char *law;      /* (nullable) one more */
  const char *label;    /* (nullable) of the place of origin */
} Edition;

static void
set_text (JsonNode *root, const char *pointer, const char *text)
{
  g_assert_true (
    hs_json_pointer_set (root, pointer, json_node_init_string (json_node_alloc (), text)));
}

/* As a publisher would: another version of what this program ships. */
static void
install (const Edition *edition)
{
  static const char steps[] =
    "[{\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"steps\":[{\"rename\":{\"from\":\"" OLD_FIELD
    "\",\"to\":\"" NEW_FIELD "\"}},{\"drop\":{\"at\":\"" EMAIL "\",\"why\":\"Không còn hỏi.\"}}]}]";
  g_autofree char *source = g_build_filename (shipped_dir, "forms", "khai-sinh.json", NULL);
  g_autofree char *path = form_path ();
  g_autofree char *json = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (source, &json, NULL, &error));
  text = g_string_new (json);
  if (edition->renamed)
    g_string_replace (text, "queQuan", "noiQueQuan", 0);
  root = hs_json_parse (text->str, -1, HS_JSON_EXACT_NUMBERS, 0, &error);
  g_assert_no_error (error);
  set_text (root, "/meta/version", edition->version);
  if (edition->renamed)
    hs_json_pointer_set (root, "/migrate", hs_json_parse (steps, -1, HS_JSON_DEFAULT, 0, &error));
  if (edition->valid_to != NULL)
    set_text (root, "/meta/validTo", edition->valid_to);
  if (edition->law != NULL)
    json_array_add_string_element (
      json_node_get_array (hs_json_pointer_get (root, "/meta/legalBasis")), edition->law);
  if (edition->label != NULL)
    set_text (root, "/schema/properties/con/properties/queQuan/title", edition->label);
  written = hs_json_write_pretty (root);
  g_assert_true (g_file_set_contents (path, written, -1, &error));
  g_assert_no_error (error);
}

static void
link_folder (const char *name)
{
  g_autofree char *source = g_build_filename (shipped_dir, name, NULL);
  g_autofree char *link = g_build_filename (share_dir, name, NULL);

  if (g_file_test (source, G_FILE_TEST_EXISTS))
    g_assert_cmpint (symlink (source, link), ==, 0);
}

static const Edition first = { .version = "1.0.0" };
static const Edition second = { .version = "2.0.0",
                                .renamed = TRUE,
                                .law = "Thông tư 09/2026/TT-BTP" };

static void
make_installation (void)
{
  g_autofree char *forms = NULL;
  g_autoptr (GError) error = NULL;

  shipped_dir = g_strdup (g_getenv ("HOSO_SHARE_DIR"));
  share_dir = g_dir_make_tmp ("hoso-share-XXXXXX", &error);
  g_assert_no_error (error);
  forms = g_build_filename (share_dir, "forms", NULL);
  g_assert_cmpint (g_mkdir (forms, 0700), ==, 0);
  link_folder ("catalog");
  link_folder ("forms/lists");
  link_folder ("portal-api");
  link_folder ("profile");
  g_setenv ("HOSO_SHARE_DIR", share_dir, TRUE);
}

static void
remove_installation (void)
{
  static const char *const names[] = { "forms/khai-sinh.json", "forms/lists", "forms", "catalog",
                                       "portal-api",           "profile" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (share_dir, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (share_dir), ==, 0);
  g_free (share_dir);
  g_free (shipped_dir);
}

static void
set_up (Scene *scene, gconstpointer data)
{
  install (&first);
  set_day (2026, 11, 25);
  dossier_test_set_up (&scene->profile, NULL);
  scene->profile.world->now_us = read_clock;
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  dossier_test_tear_down (&scene->profile);
}

/* Begun with the first version, and on disk. */
static char *
begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = hs_case_book_create (scene->profile.book, TEST_PROCEDURE, &error);

  g_assert_no_error (error);
  dossier_test_fill (dossier);
  dossier_test_flush (dossier);
  return g_strdup (hs_dossier_get_id (dossier));
}

/* As the next start of the program sees it. */
static HsDossier *
reopen (Scene *scene, const char *id)
{
  dossier_test_reopen (&scene->profile, NULL);
  return g_object_ref (hs_case_book_find (scene->profile.book, id));
}

static const char *
version_of (HsDossier *dossier)
{
  HsForm *form = hs_dossier_get_form (dossier);

  return form != NULL ? hs_form_package_get_version (hs_form_get_package (form)) : "none";
}

static const char *
text_of (HsDossier *dossier, const char *pointer)
{
  HsFormField *field = hs_form_find_field (hs_dossier_get_form (dossier), pointer);

  return field != NULL ? hs_form_field_get_text (field) : "none";
}

static guint
count_kept (HsDossier *dossier)
{
  return g_list_model_get_n_items (hs_form_get_not_moved (hs_dossier_get_form (dossier)));
}

static guint
count_blobs (Scene *scene, const char *id)
{
  g_auto (GStrv) blobs = hs_store_list_blobs (scene->profile.store, id, NULL);

  return g_strv_length (blobs);
}

static void
move (HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormMove) plan = NULL;

  g_assert_true (hs_dossier_claim (dossier, &error));
  g_assert_no_error (error);
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  g_assert_true (hs_dossier_move_form (dossier, plan, &error));
  g_assert_no_error (error);
}

/* A draft stays with its package; the newer one is only offered. */
static void
test_pinned (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  HsFormChange change;
  HsFormPackage *newer;
  g_auto (GStrv) basis = NULL;

  install (&second);
  dossier = reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, NULL));
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  newer = hs_dossier_get_newer_form (dossier, &change);
  g_assert_nonnull (newer);
  g_assert_cmpstr (hs_form_package_get_version (newer), ==, "2.0.0");
  g_assert_cmpint (change, ==, HS_FORM_CHANGE_MAJOR);
  basis = hs_dossier_dup_form_basis (dossier);
  g_assert_cmpstr (basis[0], ==, "Thông tư 09/2026/TT-BTP");
  g_assert_null (basis[1]);
  /* what is installed can go, and the draft opens */
  {
    g_autofree char *path = form_path ();

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_clear_object (&dossier);
  dossier = reopen (scene, id);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  g_assert_cmpstr (text_of (dossier, "/con/hoTen"), ==, "Nguyễn An Bình");
}

/* Words only: taken when the dossier is opened to be filled, and the citizen's answers are as they were. */
static void
test_patch_is_taken (Scene *scene, gconstpointer data)
{
  static const Edition patch = { .version = "1.0.1", .label = "Quê quán của trẻ" };
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  HsFormField *field;

  install (&patch);
  dossier = reopen (scene, id);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0"); /* it is only looked at */
  g_assert_true (hs_dossier_claim (dossier, NULL));
  g_assert_cmpstr (version_of (dossier), ==, "1.0.1");
  field = hs_form_find_field (hs_dossier_get_form (dossier), OLD_FIELD);
  g_assert_cmpstr (hs_form_field_get_label (field), ==, "Quê quán của trẻ");
  g_assert_cmpstr (hs_form_field_get_text (field), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_null (hs_dossier_dup_version_before (dossier));
  g_assert_cmpuint (count_blobs (scene, id), ==, 1);
  g_clear_object (&dossier);
  dossier = reopen (scene, id);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.1");
}

/* A newer version that is not accepted yet, or an older one, is not offered. */
static void
test_not_offered (Scene *scene, gconstpointer data)
{
  static const Edition older = { .version = "0.9.0" },
                       over = { .version = "2.0.0", .renamed = TRUE, .valid_to = "2026-11-24" };
  const Edition *const editions[] = { &older, &over };
  g_autofree char *id = begin (scene);

  for (guint i = 0; i < G_N_ELEMENTS (editions); i++)
    {
      g_autoptr (HsDossier) dossier = NULL;
      g_autoptr (GError) error = NULL;

      install (editions[i]);
      dossier = reopen (scene, id);
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
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  guint n = 0;

  install (&second);
  dossier = reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, NULL));
  hs_dossier_set_statement (dossier, TRUE);
  g_signal_connect (dossier, "notify::form", G_CALLBACK (count_cb), &n);
  move (dossier);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (version_of (dossier), ==, "2.0.0");
  g_assert_cmpstr (text_of (dossier, NEW_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpuint (count_kept (dossier), ==, 1);
  g_assert_false (hs_dossier_get_statement (dossier));
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  /* edits after it are saved as ever */
  hs_form_set_text (hs_dossier_get_form (dossier), NEW_FIELD, "Huế");
  dossier_test_flush (dossier);

  g_clear_object (&dossier);
  dossier = reopen (scene, id);
  g_assert_cmpstr (version_of (dossier), ==, "2.0.0");
  g_assert_cmpstr (text_of (dossier, NEW_FIELD), ==, "Huế");
  g_assert_cmpuint (count_kept (dossier), ==, 1);
  before = hs_dossier_dup_version_before (dossier);
  g_assert_cmpstr (before, ==, "1.0.0");

  g_assert_true (hs_dossier_move_back (dossier, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpstr (text_of (dossier, EMAIL), ==, "lan.tran@example.vn");
  g_assert_cmpuint (count_kept (dossier), ==, 0);
  g_assert_null (hs_dossier_dup_version_before (dossier));
  g_assert_false (hs_dossier_move_back (dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  /* and once more */
  move (dossier);
  g_assert_cmpuint (count_blobs (scene, id), ==, 2);
  g_assert_cmpstr (version_of (dossier), ==, "2.0.0");
}

/* What was planned from other answers is not done. */
static void
test_stale_plan (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (GError) error = NULL;

  install (&second);
  dossier = reopen (scene, id);
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  hs_form_set_text (hs_dossier_get_form (dossier), OLD_FIELD, "Huế");
  g_assert_false (hs_dossier_move_form (dossier, plan, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (text_of (dossier, OLD_FIELD), ==, "Huế");
}

/* The record cannot be written: then nothing of the move is on disk or in the program. */
static void
test_all_or_nothing (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (JsonNode) foreign = NULL;
  g_autoptr (JsonNode) there = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GError) error = NULL;

  install (&second);
  dossier = reopen (scene, id);
  g_assert_true (hs_dossier_claim (dossier, &error));
  plan = hs_dossier_plan_move (dossier, &error);
  g_assert_no_error (error);
  /* somebody who does not ask for the lock */
  foreign = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, &error);
  set_text (foreign, "/writer", "somebody else");
  g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, foreign, &error));
  g_assert_false (hs_dossier_move_form (dossier, plan, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  there = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, &error);
  g_assert_true (hs_json_equal (there, foreign));
  before = hs_store_get (scene->profile.store, "form-before", id, &error);
  g_assert_null (before);
  g_assert_cmpuint (count_blobs (scene, id), ==, 1);
}

/* The other window's form follows. */
static void
test_other_process_moves (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsCaseBook) other = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  install (&second);
  dossier = reopen (scene, id);
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0"); /* it has made the form */
  other = hs_case_book_open (scene->profile.store, scene->profile.catalogue, scene->profile.units,
                             NULL, &error);
  g_assert_no_error (error);
  move (hs_case_book_find (other, id));
  hs_dossier_release (hs_case_book_find (other, id));
  g_signal_connect (dossier, "notify::form", G_CALLBACK (count_cb), &n);
  g_assert_true (hs_dossier_claim (dossier, &error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (version_of (dossier), ==, "2.0.0");
  g_assert_cmpuint (count_kept (dossier), ==, 1);
}

static void
complete (Scene *scene, HsDossier *dossier)
{
  hs_dossier_set_office (dossier, hs_units_find (scene->profile.units, TEST_OFFICE));
  hs_dossier_set_delivery (dossier, "counter", NULL);
  dossier_test_put_paper (&scene->profile, dossier, TEST_PAPER, 2000);
  hs_dossier_set_statement (dossier, TRUE);
}

/* What is frozen stays as it is: no patch, no move; and what was kept for the way back has gone. */
static void
test_frozen_never_moves (Scene *scene, gconstpointer data)
{
  static const Edition third = { .version = "2.0.1", .renamed = TRUE };
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (HsFormMove) plan = NULL;
  g_autoptr (HsJournal) journal = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GError) error = NULL;

  install (&second);
  dossier = reopen (scene, id);
  plan = hs_dossier_plan_move (dossier, &error);
  move (dossier);
  complete (scene, dossier);
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

  install (&third);
  dossier = reopen (scene, id);
  g_assert_null (hs_dossier_get_newer_form (dossier, NULL));
  g_assert_cmpstr (version_of (dossier), ==, "2.0.0");
}

/* The tray is no part of what is sent. */
static void
test_tray_is_not_sent (Scene *scene, gconstpointer data)
{
  g_autofree char *id = begin (scene);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (JsonNode) submission = NULL;
  g_autofree char *sent = NULL;
  g_autoptr (HsFormKept) kept = NULL;

  install (&second);
  dossier = reopen (scene, id);
  move (dossier);
  submission = hs_form_dup_submission (hs_dossier_get_form (dossier));
  sent = hs_json_write (submission);
  g_assert_null (strstr (sent, "lan.tran"));
  kept = g_list_model_get_item (hs_form_get_not_moved (hs_dossier_get_form (dossier)), 0);
  g_assert_true (hs_form_drop_not_moved (hs_dossier_get_form (dossier), kept));
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier = reopen (scene, id);
  g_assert_cmpuint (count_kept (dossier), ==, 0);
}

/* Bytes that are not those the draft was begun with. */
static void
test_other_bytes (Scene *scene, gconstpointer data)
{
  static const char *const places[] = { "/form/sha256", "/draft/package/sha256" };
  g_autofree char *id = begin (scene);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (JsonNode) record = hs_store_get (scene->profile.store, HS_DOSSIER_KIND, id, NULL);
      g_autoptr (JsonNode) good = json_node_copy (record);
      g_autoptr (HsDossier) dossier = NULL;
      g_autofree char *text = hs_json_write (record);
      g_autoptr (JsonNode) copy = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, NULL);

      set_text (copy, places[i], "0000");
      g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, copy, NULL));
      dossier = reopen (scene, id);
      g_assert_null (hs_dossier_get_form (dossier));
      g_assert_error (hs_dossier_get_form_error (dossier), HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
      g_assert_true (dossier_test_is_missing (dossier, "declaration:form-unreadable"));
      g_assert_true (hs_store_put (scene->profile.store, HS_DOSSIER_KIND, id, id, 0, good, NULL));
      g_clear_object (&dossier);
      dossier = reopen (scene, id);
      g_assert_nonnull (hs_dossier_get_form (dossier));
    }
}

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
  static const Edition ending = { .version = "1.0.0", .valid_to = "2026-12-31" };
  g_autofree char *id = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  HsDate last;

  install (&ending);
  id = begin (scene);
  install (&second);
  dossier = reopen (scene, id);
  complete (scene, dossier);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      set_day (days[i].year, days[i].month, days[i].day);
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
  move (dossier);
  g_assert_false (dossier_test_is_missing (dossier, "declaration:form-ended"));
  hs_dossier_set_statement (dossier, TRUE);
  g_clear_error (&error);
  {
    g_autoptr (HsSending) sending = hs_case_book_queue (scene->profile.book, dossier, &error);

    g_assert_no_error (error);
  }
  set_day (2026, 11, 25);
}

/* Frozen in time, but the last day passes while it waits in the outbox. */
static void
test_ended_in_the_outbox (void)
{
  static const char *const approve[] = { "--auto-approve", "lan", NULL };
  static const Edition ending = { .version = "1.0.0", .valid_to = "2026-12-31" };
  Scene scene = { NULL };
  Portal *portal;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;

  install (&ending);
  portal = portal_start (approve);
  dossier_test_set_up (&scene.profile, portal->url);
  clock_us = g_get_real_time ();
  if (clock_us > G_GINT64_CONSTANT (1798700000000000))
    set_day (2026, 12, 30);
  scene.profile.world->now_us = read_clock;
  dossier_test_sign_in (&scene.profile);
  dossier = dossier_test_complete (&scene.profile, 2000);
  {
    g_autoptr (GError) error = NULL;

    sending = hs_case_book_queue (scene.profile.book, dossier, &error);
    g_assert_no_error (error);
  }
  set_day (2027, 1, 1);
  hs_case_book_resume_one (scene.profile.book, dossier);
  dossier_test_settle (sending);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&scene.profile);
  portal_free (portal);
  set_day (2026, 11, 25);
}

/* Killed while it moves: the draft is in one version or the other, whole. */

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
  is_new = g_str_equal (version_of (dossier), "2.0.0");
  if (is_new)
    {
      g_assert_cmpstr (text_of (dossier, NEW_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
      g_assert_cmpuint (count_kept (dossier), ==, 1);
      g_assert_cmpstr (before, ==, "1.0.0");
      g_assert_true (hs_dossier_move_back (dossier, NULL));
    }
  g_assert_cmpstr (version_of (dossier), ==, "1.0.0");
  g_assert_cmpstr (text_of (dossier, OLD_FIELD), ==, "Xã Gia Lâm, Thành phố Hà Nội");
  g_assert_cmpstr (text_of (dossier, EMAIL), ==, "lan.tran@example.vn");
  g_assert_cmpuint (count_kept (dossier), ==, 0);
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
  install (&first);
  open_plain (&scene.profile, data_dir);
  id = begin (&scene);
  dossier_test_close_book (&scene.profile);
  g_clear_pointer (&scene.profile.world, hs_world_unref);
  install (&second);
  for (guint i = 0; i < 10; i++)
    {
      kill_mover (program, data_dir, 1 + i % 2, g_rand_int_range (rand, 0, 250000));
      n_new += check_survivor (&scene, data_dir, id);
    }
  g_test_message ("killed in the new version %u times of 10", n_new);
  scene.profile.world = hs_world_new (data_dir, share_dir, NULL);
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
  make_installation ();
#define ADD(name, function)                                                                        \
  g_test_add ("/dossier/version/" name, Scene, argv[0], set_up, function, tear_down)
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
  ADD ("valid-to", test_valid_to);
  g_test_add_data_func ("/dossier/version/killed-while-moving", argv[0], test_killed_while_moving);
  g_test_add_func ("/dossier/version/ended-in-the-outbox", test_ended_in_the_outbox);
  status = g_test_run ();
  remove_installation ();
  return status;
}
