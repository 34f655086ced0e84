/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile for tests of dossiers, and the steps they have in common. */
#include "dossier-test.h"

#include "dossier/hs-dossier-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

static GHashTable *secrets;

static char *
lookup_secret (gpointer data, const char *name, GError **error)
{
  return g_strdup (g_hash_table_lookup (secrets, name));
}

static gboolean
store_secret (gpointer data, const char *name, const char *secret, GError **error)
{
  g_hash_table_replace (secrets, g_strdup (name), g_strdup (secret));
  return TRUE;
}

static gboolean
clear_secret (gpointer data, const char *name, GError **error)
{
  g_hash_table_remove (secrets, name);
  return TRUE;
}

static const HsSecretStore memory = { lookup_secret, store_secret, clear_secret };

static void
open_all (DossierTest *self, const char *portal_url)
{
  g_autoptr (GError) error = NULL;

  self->store = hs_store_open (self->world, &error);
  g_assert_no_error (error);
  self->catalogue = hs_catalogue_open (self->world, &error);
  g_assert_no_error (error);
  self->units = hs_units_load (self->world, &error);
  g_assert_no_error (error);
  self->book = hs_case_book_open (self->store, self->catalogue, self->units, portal_url, &error);
  g_assert_no_error (error);
}

void
dossier_test_set_up (DossierTest *self, const char *portal_url)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("hoso-test-XXXXXX", &error);

  g_assert_no_error (error);
  dossier_test_set_up_in (self, dir, portal_url);
}

void
dossier_test_set_up_in (DossierTest *self, const char *dir, const char *portal_url)
{
  g_clear_pointer (&secrets, g_hash_table_unref);
  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->world = hs_world_new (dir, g_getenv ("HOSO_SHARE_DIR"), g_getenv ("HOSO_WORKER_DIR"));
  self->world->secrets = &memory;
  open_all (self, portal_url);
}

void
dossier_test_close_book (DossierTest *self)
{
  if (self->book != NULL)
    hs_case_book_pause (self->book);
  g_clear_object (&self->book);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
}

void
dossier_test_reopen (DossierTest *self, const char *portal_url)
{
  dossier_test_close_book (self);
  open_all (self, portal_url);
}

void
dossier_test_tear_down (DossierTest *self)
{
  dossier_test_close_book (self);
  hs_test_world_free (self->world);
  g_clear_pointer (&secrets, g_hash_table_unref);
}

void
dossier_test_flush (HsDossier *dossier)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hs_dossier_flush_async (dossier, NULL, hs_test_result_cb, &pending);
  result = hs_test_await (&pending);
  g_assert_true (hs_dossier_flush_finish (dossier, result, &error));
  g_assert_no_error (error);
}

void
dossier_test_put_paper (DossierTest *self, HsDossier *dossier, const char *slot, gsize size)
{
  HsSlot *place = hs_dossier_find_slot (dossier, slot);
  g_autofree guint8 *data = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HsBlobInfo) blob = NULL;
  g_autoptr (HsAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hs_world_uuid (self->world);
  g_autofree char *name = g_strdup_printf ("%s-%.4s.pdf", slot, id);

  for (gsize i = 0; i < size; i++)
    data[i] = i < 5 ? "%PDF-"[i] : (guint8) (i * 2654435761u >> 13);
  bytes = g_bytes_new (data, size);
  blob = hs_store_add_blob_bytes (self->store, hs_dossier_get_id (dossier), bytes, &error);
  g_assert_no_error (error);
  attachment = hs_attachment_new (&(HsAttachmentFacts){ .id = id,
                                                        .slot = slot,
                                                        .file_name = name,
                                                        .original_name = "paper.pdf",
                                                        .media_type = "application/pdf",
                                                        .size = blob->size,
                                                        .sha256 = blob->sha256,
                                                        .blob = blob->id,
                                                        .n_pages = 1 });
  g_assert_nonnull (place);
  g_list_store_append (hs_slot_get_store (place), attachment);
  hs_dossier_update_slots (dossier);
  hs_dossier_edited (dossier);
}

void
dossier_test_fill (HsDossier *dossier)
{
  g_autofree char *path = hs_test_fixture ("journey/answers.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answers = hs_json_load (path, HS_JSON_EXACT_NUMBERS, &error);

  g_assert_no_error (error);
  g_assert_true (hs_dossier_fill (dossier, answers, &error));
  g_assert_no_error (error);
}

HsDossier *
dossier_test_complete (DossierTest *self, gsize paper_bytes)
{
  g_autoptr (GError) error = NULL;
  HsDossier *dossier = hs_case_book_create (self->book, TEST_PROCEDURE, &error);
  g_auto (GStrv) missing = NULL;

  g_assert_no_error (error);
  dossier_test_fill (dossier);
  hs_dossier_set_office (dossier, hs_units_find (self->units, TEST_OFFICE));
  hs_dossier_set_delivery (dossier, "counter", NULL);
  dossier_test_put_paper (self, dossier, TEST_PAPER, paper_bytes > 0 ? paper_bytes : 3000);
  hs_dossier_set_statement (dossier, TRUE);
  missing = hs_dossier_list_missing (dossier);
  g_assert_cmpstr (missing[0], ==, NULL);
  return dossier;
}

static void
ignore_code_cb (const HsDeviceCode *code, gpointer data)
{
}

void
dossier_test_sign_in (DossierTest *self)
{
  HsSession *session = hs_case_book_get_session (self->book);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hs_session_sign_in_device_async (session, ignore_code_cb, NULL, NULL, hs_test_result_cb,
                                   &pending);
  result = hs_test_await (&pending);
  g_assert_true (hs_session_sign_in_device_finish (session, result, &error));
  g_assert_no_error (error);
}

static gboolean
is_settled (gpointer data)
{
  HsSendingPhase phase = hs_sending_get_phase (data);

  return phase == HS_SENDING_DONE || phase == HS_SENDING_FAILED ||
         (phase == HS_SENDING_WAITING && hs_sending_get_error (data) != NULL);
}

void
dossier_test_settle (HsSending *sending)
{
  const GError *error;

  hs_test_wait (is_settled, sending);
  error = hs_sending_get_error (sending);
  if (error != NULL)
    g_test_message ("settled: %s %d: %s", g_quark_to_string (error->domain), error->code,
                    error->message);
}

HsSending *
dossier_test_send (DossierTest *self, HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  HsSending *sending = hs_case_book_queue (self->book, dossier, &error);

  g_assert_no_error (error);
  hs_case_book_resume_one (self->book, dossier);
  dossier_test_settle (sending);
  return sending;
}

void
dossier_test_refresh (DossierTest *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hs_case_book_refresh_async (self->book, TRUE, NULL, hs_test_result_cb, &pending);
  result = hs_test_await (&pending);
  g_assert_true (hs_case_book_refresh_finish (self->book, result, &error));
  g_assert_no_error (error);
}

gboolean
dossier_test_is_missing (HsDossier *dossier, const char *what)
{
  g_auto (GStrv) missing = hs_dossier_list_missing (dossier);

  return g_strv_contains ((const char *const *) missing, what);
}

char *
dossier_test_make_other_edition (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *form = NULL;
  g_autofree char *source =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "khai-sinh.json", NULL);
  g_autofree char *catalog = g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "catalog", NULL);
  char *dir = g_dir_make_tmp ("hoso-seed-XXXXXX", &error);
  g_autofree char *forms = g_build_filename (dir, "forms", NULL);
  g_autofree char *target = g_build_filename (forms, "khai-sinh.json", NULL);
  g_autofree char *link = g_build_filename (dir, "catalog", NULL);
  g_autofree char *other = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (source, &form, NULL, &error));
  other = g_strconcat (form, "\n", NULL);
  g_assert_cmpint (g_mkdir (forms, 0700), ==, 0);
  g_assert_true (g_file_set_contents (target, other, -1, &error));
  g_assert_cmpint (symlink (catalog, link), ==, 0);
  return dir;
}

void
dossier_test_remove_other_edition (const char *dir)
{
  g_autofree char *forms = g_build_filename (dir, "forms", NULL);
  g_autofree char *form = g_build_filename (forms, "khai-sinh.json", NULL);
  g_autofree char *link = g_build_filename (dir, "catalog", NULL);

  g_assert_cmpint (g_unlink (form), ==, 0);
  g_assert_cmpint (g_rmdir (forms), ==, 0);
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}
