/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft: on disk within a second, right after reopening, one owner at a time, and what it lacks. */
#include "dossier-test.h"
#include "dossier/hs-dossier-private.h"

#include <glib/gstdio.h>

static void
test_new_is_on_disk (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  HsDossier *dossier;

  dossier_test_set_up (&test, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  id = g_strdup (hs_dossier_get_id (dossier));
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_DRAFT);
  g_assert_cmpint (hs_dossier_get_saved_us (dossier), >, 0);
  g_assert_cmpstr (hs_dossier_get_title (dossier), ==, "Đăng ký khai sinh");
  g_object_unref (dossier);
  dossier_test_reopen (&test, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test.book)), ==, 1);
  g_assert_nonnull (hs_case_book_find (test.book, id));
  dossier_test_tear_down (&test);
}

static void
test_unknown_procedure (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;

  dossier_test_set_up (&test, NULL);
  g_assert_null (hs_case_book_create (test.book, "9.999999", &error));
  g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test.book)), ==, 0);
  dossier_test_tear_down (&test);
}

static gboolean
is_saved (gpointer data)
{
  HsDossier *dossier = data;

  return dossier->edit == dossier->saved_edit;
}

static void
test_saved_within_a_second (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (JsonNode) record = NULL;
  gint64 before, after;

  dossier_test_set_up (&test, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  before = g_get_monotonic_time ();
  hs_dossier_set_delivery (dossier, "post", "  12 phố Huế  ");
  /* nobody asks for it: the timer does */
  hs_test_wait (is_saved, dossier);
  after = g_get_monotonic_time ();
  g_assert_cmpint (after - before, <, G_USEC_PER_SEC);
  record = hs_store_get (test.store, HS_DOSSIER_KIND, hs_dossier_get_id (dossier), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_json_string (json_node_get_object (record), "address", NULL), ==,
                   "12 phố Huế");
  g_assert_null (hs_dossier_get_save_error (dossier));
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static gboolean
is_saved_or_failed (gpointer data)
{
  return is_saved (data) || hs_dossier_get_save_error (data) != NULL;
}

/* Typing without a pause must not put the save off for ever. */
static gboolean
type_cb (gpointer data)
{
  HsForm *form = hs_dossier_get_form (data);
  static guint n;
  g_autofree char *text = g_strdup_printf ("Đường số %u", n++);

  hs_form_set_text (form, "/nguoiYeuCau/diaChi", text);
  return G_SOURCE_CONTINUE;
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static gboolean
saved_enough (gpointer data)
{
  return *(guint64 *) data >= 40;
}

static void
test_saved_while_typing (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  gint64 before;
  guint source;

  dossier_test_set_up (&test, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  hs_form_set_text (hs_dossier_get_form (dossier), "/nguoiYeuCau/noiCuTruO", "trongNuoc");
  before = g_get_monotonic_time ();
  source = g_timeout_add (20, type_cb, dossier);
  hs_test_wait (saved_enough, &dossier->saved_edit);
  g_source_remove (source);
  /* 40 edits take 0.8 s: they were on disk at most a second after the last of them */
  g_assert_cmpint (g_get_monotonic_time () - before, <, 3 * G_USEC_PER_SEC);
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static void
test_everything_comes_back (void)
{
  DossierTest test = { NULL };
  HsDossier *dossier;
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_auto (GStrv) missing = NULL;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  draft = hs_form_dup_draft (hs_dossier_get_form (dossier));
  before = hs_json_write (draft);
  id = g_strdup (hs_dossier_get_id (dossier));
  dossier_test_flush (dossier);
  g_object_unref (dossier);
  dossier_test_reopen (&test, NULL);
  dossier = hs_case_book_find (test.book, id);
  g_assert_nonnull (dossier);
  g_assert_cmpstr (hs_unit_get_code (hs_dossier_get_office (dossier)), ==, TEST_OFFICE);
  g_assert_cmpstr (hs_dossier_get_delivery (dossier), ==, "counter");
  g_assert_true (hs_dossier_get_statement (dossier));
  again = hs_form_dup_draft (hs_dossier_get_form (dossier));
  after = hs_json_write (again);
  g_assert_cmpstr (after, ==, before);
  missing = hs_dossier_list_missing (dossier);
  g_assert_cmpstr (missing[0], ==, NULL);
  g_assert_true (hs_dossier_get_statement (dossier));
  dossier_test_tear_down (&test);
}

static void
test_edit_takes_statement_back (void)
{
  DossierTest test = { NULL };
  g_autoptr (HsDossier) dossier = NULL;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  hs_form_set_text (hs_dossier_get_form (dossier), "/con/hoTen", "Nguyễn An Khang");
  g_assert_false (hs_dossier_get_statement (dossier));
  g_assert_true (dossier_test_is_missing (dossier, "review:statement"));
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static void
test_tasks (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  guint done, total;

  dossier_test_set_up (&test, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_OFFICE), ==, HS_TASK_NOT_STARTED);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_REVIEW), ==, HS_TASK_BLOCKED);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_SEND), ==, HS_TASK_BLOCKED);
  g_assert_true (dossier_test_is_missing (dossier, "office:not-chosen"));
  g_assert_true (dossier_test_is_missing (dossier, "delivery:not-chosen"));
  g_assert_true (dossier_test_is_missing (dossier, "declaration:/con/hoTen"));
  /* a commune's procedure does not go to a province */
  hs_dossier_set_office (dossier, hs_units_find (test.units, "01"));
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_OFFICE), ==, HS_TASK_HAS_ERRORS);
  hs_dossier_set_office (dossier, hs_units_find (test.units, TEST_OFFICE));
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_OFFICE), ==, HS_TASK_DONE);
  hs_dossier_set_delivery (dossier, "post", NULL);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_DELIVERY), ==, HS_TASK_IN_PROGRESS);
  g_assert_true (dossier_test_is_missing (dossier, "delivery:address"));
  hs_dossier_set_delivery (dossier, "post", "12 phố Huế");
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_DELIVERY), ==, HS_TASK_DONE);
  dossier_test_fill (dossier);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_DECLARATION), ==, HS_TASK_DONE);
  g_assert_cmpstr (hs_dossier_get_title (dossier), ==, "Đăng ký khai sinh · NGUYỄN AN BÌNH");
  g_assert_true (dossier_test_is_missing (dossier, "papers:" TEST_PAPER));
  hs_dossier_get_task_progress (dossier, HS_TASK_PAPERS, &done, &total);
  g_assert_cmpuint (done, ==, 0);
  g_assert_cmpuint (total, ==, 1);
  dossier_test_put_paper (&test, dossier, TEST_PAPER, 100);
  hs_dossier_get_task_progress (dossier, HS_TASK_PAPERS, &done, &total);
  g_assert_cmpuint (done, ==, 1);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_REVIEW), ==, HS_TASK_NOT_STARTED);
  hs_dossier_set_statement (dossier, TRUE);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_REVIEW), ==, HS_TASK_DONE);
  g_assert_cmpint (hs_dossier_get_task_state (dossier, HS_TASK_SEND), ==, HS_TASK_NOT_STARTED);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static void
test_slots_follow_answers (void)
{
  DossierTest test = { NULL };
  g_autoptr (HsDossier) dossier = NULL;
  HsSlot *born, *witness, *abandoned, *surrogate;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  born = hs_dossier_find_slot (dossier, TEST_PAPER);
  witness = hs_dossier_find_slot (dossier, "van-ban-nguoi-lam-chung");
  abandoned = hs_dossier_find_slot (dossier, "bien-ban-bo-roi");
  surrogate = hs_dossier_find_slot (dossier, "xac-nhan-mang-thai-ho");
  g_assert_true (hs_slot_is_needed (born));
  g_assert_true (hs_slot_is_satisfied (born));
  /* another of the group is enough */
  g_assert_true (hs_slot_is_satisfied (witness));
  g_assert_false (hs_slot_is_relevant (abandoned));
  g_assert_false (hs_slot_is_relevant (surrogate));
  hs_form_set_text (hs_dossier_get_form (dossier), "/con/loaiKhaiSinh", "mangThaiHo");
  g_assert_true (hs_slot_is_needed (surrogate));
  g_assert_true (dossier_test_is_missing (dossier, "papers:xac-nhan-mang-thai-ho"));
  hs_form_set_text (hs_dossier_get_form (dossier), "/con/loaiKhaiSinh", "duChaMe");
  g_assert_false (hs_slot_is_needed (surrogate));
  dossier_test_flush (dossier);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static void
test_detach_and_reattach (void)
{
  DossierTest test = { NULL };
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsAttachment) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *files;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 5000);
  files = hs_slot_get_attachments (hs_dossier_find_slot (dossier, TEST_PAPER));
  file = g_list_model_get_item (files, 0);
  hs_dossier_detach (dossier, file);
  g_assert_cmpuint (g_list_model_get_n_items (files), ==, 0);
  g_assert_true (dossier_test_is_missing (dossier, "papers:" TEST_PAPER));
  dossier_test_flush (dossier);
  hs_dossier_reattach (dossier, file);
  g_assert_cmpuint (g_list_model_get_n_items (files), ==, 1);
  bytes = hs_store_read_blob (test.store, hs_attachment_get_blob (file), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 5000);
  /* closed without it: its bytes go */
  hs_dossier_detach (dossier, file);
  hs_dossier_release (dossier);
  dossier_test_flush (dossier);
  {
    GAsyncResult *pending = NULL;
    g_autoptr (GAsyncResult) result = NULL;

    /* the worker runs in order: what was asked before is done when this is */
    g_assert_true (hs_dossier_claim (dossier, &error));
    hs_dossier_set_delivery (dossier, "electronic", NULL);
    hs_dossier_flush_async (dossier, NULL, hs_test_result_cb, &pending);
    result = hs_test_await (&pending);
    g_assert_true (hs_dossier_flush_finish (dossier, result, &error));
  }
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = hs_store_read_blob (test.store, hs_attachment_get_blob (file), NULL, &error);
  g_assert_null (bytes);
  g_clear_error (&error);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static gboolean
has_save_error (gpointer data)
{
  return hs_dossier_get_save_error (data) != NULL;
}

static void
test_two_processes (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) mine = NULL;
  g_autoptr (HsCaseBook) other_book = NULL;
  HsDossier *other;
  guint n_saved = 0;

  /* given a dossier that one book edits and another one shows */
  dossier_test_set_up (&test, NULL);
  mine = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  other_book = hs_case_book_open (test.store, test.catalogue, test.units, NULL, &error);
  g_assert_no_error (error);
  other = hs_case_book_find (other_book, hs_dossier_get_id (mine));
  /* then the other one cannot take it, and says so when it is edited there */
  g_assert_false (hs_dossier_claim (other, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
  g_clear_error (&error);
  /* when the first one has gone on and let go */
  hs_dossier_set_delivery (mine, "electronic", NULL);
  dossier_test_flush (mine);
  hs_dossier_release (mine);
  g_assert_true (hs_dossier_claim (other, &error));
  g_assert_no_error (error);
  /* then the other one has what was written */
  g_assert_cmpstr (hs_dossier_get_delivery (other), ==, "electronic");
  g_signal_connect (other, "notify::saved-us", G_CALLBACK (count_cb), &n_saved);
  hs_dossier_set_delivery (other, "counter", NULL);
  dossier_test_flush (other);
  g_assert_cmpuint (n_saved, ==, 1);
  hs_dossier_release (other);
  /* and the first one, edited on what is old now, does not overwrite it */
  hs_dossier_set_delivery (mine, "post", "12 phố Huế");
  hs_test_wait (has_save_error, mine);
  g_assert_error (hs_dossier_get_save_error (mine), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
  {
    g_autoptr (JsonNode) record =
      hs_store_get (test.store, HS_DOSSIER_KIND, hs_dossier_get_id (mine), &error);

    g_assert_cmpstr (hs_json_string (json_node_get_object (record), "delivery", NULL), ==,
                     "counter");
  }
  hs_dossier_mark_saved (mine, mine->edit);
  g_clear_object (&mine);
  g_clear_object (&other_book);
  dossier_test_tear_down (&test);
}

static void
test_busy_is_retried (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) mine = NULL;
  g_autoptr (HsCaseBook) other_book = NULL;
  HsDossier *other;

  dossier_test_set_up (&test, NULL);
  mine = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  other_book = hs_case_book_open (test.store, test.catalogue, test.units, NULL, &error);
  g_assert_no_error (error);
  other = hs_case_book_find (other_book, hs_dossier_get_id (mine));
  hs_dossier_set_delivery (other, "electronic", NULL);
  hs_test_wait (has_save_error, other);
  g_assert_error (hs_dossier_get_save_error (other), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
  g_assert_cmpstr (hs_dossier_get_delivery (other), ==, "electronic");
  hs_dossier_release (mine);
  /* nothing was lost: it is saved as soon as that is possible */
  hs_test_wait (is_saved, other);
  g_assert_null (hs_dossier_get_save_error (other));
  g_clear_object (&mine);
  g_clear_object (&other_book);
  dossier_test_tear_down (&test);
}

/* A full disk is said, nothing is thrown away, and it is saved as soon as there is room. */
static void
test_full_disk (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (JsonNode) ballast = NULL;
  g_autofree char *text = g_strnfill (60000, 'x');
  g_autofree char *dir = g_dir_make_tmp ("hoso-test-XXXXXX", &error);
  HsForm *form;

  if (!hs_test_mount_small (dir, 24 * 1024 * 1024))
    {
      g_rmdir (dir);
      return;
    }
  dossier_test_set_up_in (&test, dir, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  form = hs_dossier_get_form (dossier);
  ballast = json_node_init_string (json_node_alloc (), text);
  for (guint i = 0; error == NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("ballast-%u", i);

      g_assert_cmpuint (i, <, 10000);
      hs_store_put (test.store, "ballast", id, "profile", 0, ballast, &error);
    }
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL);
  g_clear_error (&error);
  /* edits that need room, until there is none */
  for (guint i = 0; hs_dossier_get_save_error (dossier) == NULL; i++)
    {
      g_autofree char *address = g_strnfill (20000 + 5000 * i, 'y');

      g_assert_cmpuint (i, <, 100);
      hs_dossier_set_delivery (dossier, "post", address);
      hs_test_wait (is_saved_or_failed, dossier);
    }
  g_assert_error (hs_dossier_get_save_error (dossier), HS_STORE_ERROR, HS_STORE_ERROR_FULL);
  hs_form_set_text (form, "/con/hoTen", "Nguyễn An Bình");
  g_assert_true (hs_test_remount (dir, FALSE, 64 * 1024 * 1024));
  hs_test_wait (is_saved, dossier);
  g_assert_null (hs_dossier_get_save_error (dossier));
  {
    g_autofree char *id = g_strdup (hs_dossier_get_id (dossier));

    g_clear_object (&dossier);
    dossier_test_reopen (&test, NULL);
    dossier = g_object_ref (hs_case_book_find (test.book, id));
    g_assert_cmpstr (hs_dossier_get_title (dossier), ==, "Đăng ký khai sinh · NGUYỄN AN BÌNH");
  }
  g_clear_object (&dossier);
  dossier_test_close_book (&test);
  hs_test_unmount (dir);
  dossier_test_tear_down (&test);
}

static void
test_delete_while_saving (void)
{
  DossierTest test = { NULL };
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsRecordSave) save = NULL;
  g_autoptr (HsBlobInfo) blob = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("paper", 5);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;

  /* given a save and a paper that are under way */
  dossier_test_set_up (&test, NULL);
  dossier = hs_case_book_create (test.book, TEST_PROCEDURE, &error);
  g_assert_no_error (error);
  hs_dossier_set_delivery (dossier, "counter", NULL);
  save = hs_dossier_snapshot (dossier);
  /* when the dossier is deleted */
  g_assert_true (hs_case_book_delete (test.book, dossier, &error));
  g_assert_no_error (error);
  /* then neither brings anything of it back */
  g_assert_false (hs_record_save_run (save, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  blob = hs_store_add_blob_bytes (test.store, hs_dossier_get_id (dossier), bytes, &error);
  g_assert_null (blob);
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND);
  left = hs_store_list_blobs (test.store, hs_dossier_get_id (dossier), NULL);
  g_assert_cmpstr (left[0], ==, NULL);
  g_clear_object (&dossier);
  dossier_test_reopen (&test, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test.book)), ==, 0);
  dossier_test_tear_down (&test);
}

static void
test_delete (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autofree char *id = NULL;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  dossier_test_flush (dossier);
  id = g_strdup (hs_dossier_get_id (dossier));
  g_assert_true (hs_case_book_delete (test.book, dossier, &error));
  g_assert_no_error (error);
  g_assert_null (hs_case_book_find (test.book, id));
  g_clear_object (&dossier);
  dossier_test_reopen (&test, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test.book)), ==, 0);
  g_assert_true (hs_store_check (test.store, &error));
  dossier_test_tear_down (&test);
}

static void
test_incomplete_is_not_queued (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  hs_dossier_set_statement (dossier, FALSE);
  g_assert_null (hs_case_book_queue (test.book, dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_INCOMPLETE);
  g_assert_false (hs_dossier_is_frozen (dossier));
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

static void
test_frozen_manifest (void)
{
  DossierTest test = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (HsJournal) journal = NULL;
  g_autoptr (JsonNode) announcement = NULL;
  g_autoptr (JsonArray) files = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;

  dossier_test_set_up (&test, NULL);
  dossier = dossier_test_complete (&test, 0);
  sending = hs_case_book_queue (test.book, dossier, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_assert_true (hs_dossier_is_frozen (dossier));
  /* nothing of it changes any more */
  hs_dossier_set_delivery (dossier, "electronic", NULL);
  hs_dossier_set_statement (dossier, FALSE);
  g_assert_cmpstr (hs_dossier_get_delivery (dossier), ==, "counter");
  g_assert_true (hs_dossier_get_statement (dossier));
  /* and what is announced hashes to what is said of it */
  journal = hs_journal_load (test.store, hs_dossier_get_id (dossier), &error);
  g_assert_no_error (error);
  announcement = hs_journal_dup_announcement (journal);
  json_object_remove_member (json_node_get_object (announcement), "manifestSha256");
  text = hs_json_write (announcement);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_assert_cmpstr (sha256, ==, journal->manifest_sha256);
  files = hs_journal_dup_attachments (journal);
  g_assert_cmpuint (json_array_get_length (files), ==, 3);
  g_assert_cmpstr (hs_json_string (json_array_get_object_element (files, 0), "evidenceTypeId", ""),
                   ==, "answers");
  g_assert_cmpstr (hs_json_string (json_array_get_object_element (files, 1), "evidenceTypeId", ""),
                   ==, "declaration");
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dossier/draft/new-is-on-disk", test_new_is_on_disk);
  g_test_add_func ("/dossier/draft/unknown-procedure", test_unknown_procedure);
  g_test_add_func ("/dossier/draft/saved-within-a-second", test_saved_within_a_second);
  g_test_add_func ("/dossier/draft/saved-while-typing", test_saved_while_typing);
  g_test_add_func ("/dossier/draft/everything-comes-back", test_everything_comes_back);
  g_test_add_func ("/dossier/draft/edit-takes-statement-back", test_edit_takes_statement_back);
  g_test_add_func ("/dossier/draft/tasks", test_tasks);
  g_test_add_func ("/dossier/draft/slots-follow-answers", test_slots_follow_answers);
  g_test_add_func ("/dossier/draft/detach-and-reattach", test_detach_and_reattach);
  g_test_add_func ("/dossier/draft/two-processes", test_two_processes);
  g_test_add_func ("/dossier/draft/busy-is-retried", test_busy_is_retried);
  g_test_add_func ("/dossier/draft/full-disk", test_full_disk);
  g_test_add_func ("/dossier/draft/delete", test_delete);
  g_test_add_func ("/dossier/draft/delete-while-saving", test_delete_while_saving);
  g_test_add_func ("/dossier/draft/incomplete-is-not-queued", test_incomplete_is_not_queued);
  g_test_add_func ("/dossier/draft/frozen-manifest", test_frozen_manifest);
  return g_test_run ();
}
