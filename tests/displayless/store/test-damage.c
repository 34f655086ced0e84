/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage is told as what it is and where: changed bytes, moved rows, lost files and keys, a database
 * of a newer program. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"
#include "store/hs-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static HsStore *
open_store (HsWorld *world)
{
  g_autoptr (GError) error = NULL;
  HsStore *store = hs_store_open (world, &error);

  g_assert_no_error (error);
  return store;
}

static void
put_number (HsStore *store, const char *id, const char *owner, gint64 number)
{
  g_autoptr (JsonNode) node = json_node_init_int (json_node_alloc (), number);

  g_assert_true (hs_store_put (store, "draft", id, owner, number, node, NULL));
}

static void
change (HsWorld *world, const char *sql)
{
  g_autofree char *path = hs_world_data_path (world, "store.db");
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_damaged (HsStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_store_get (store, "draft", id, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, id));
  g_clear_error (&error);
  g_assert_false (hs_store_check (store, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
}

/* Each statement changes record "first" so that it must not open any more. */
static const char *const changes[] = {
  "UPDATE record SET sealed = substr (sealed, 1, 30) || x'00' || substr (sealed, 32)"
  " WHERE id = 'first'",
  "UPDATE record SET sealed = substr (sealed, 1, length (sealed) - 1) WHERE id = 'first'",
  "UPDATE record SET sealed = x'' WHERE id = 'first'",
  "UPDATE record SET sealed = (SELECT sealed FROM record WHERE id = 'second')"
  " WHERE id = 'first'",
  "UPDATE record SET rank = 7 WHERE id = 'first'",
  "UPDATE record SET version = version + 1 WHERE id = 'first'",
  "UPDATE record SET owner = 'other' WHERE id = 'first'",
  "UPDATE owner_key SET sealed = (SELECT sealed FROM owner_key WHERE owner = 'other')"
  " WHERE owner = 'mine'",
  "PRAGMA foreign_keys = OFF; DELETE FROM owner_key WHERE owner = 'mine'",
};

static void
test_changed_records (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      HsWorld *world = hs_test_world_new ();
      HsStore *store = open_store (world);

      put_number (store, "first", "mine", 1);
      put_number (store, "second", "mine", 2);
      put_number (store, "third", "other", 3);
      g_test_message ("%s", changes[i]);
      change (world, changes[i]);
      assert_damaged (store, "first");
      g_assert_finalize_object (store);
      hs_test_world_free (world);
    }
}

typedef void (*Spoil) (const char *path);

static void
change_byte (const char *path, gint64 offset)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  data[offset < 0 ? (gint64) length + offset : offset] ^= 1;
  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

static void
spoil_magic (const char *path)
{
  change_byte (path, 0);
}

static void
spoil_header (const char *path)
{
  change_byte (path, 10);
}

static void
spoil_first_frame (const char *path)
{
  change_byte (path, 5000);
}

static void
spoil_last_frame (const char *path)
{
  change_byte (path, -1);
}

static void
cut_whole_frame (const char *path)
{
  g_assert_cmpint (truncate (path, 28 + 2 * (65536 + 17)), ==, 0);
}

static void
cut_one_byte (const char *path)
{
  GStatBuf info;

  g_stat (path, &info);
  g_assert_cmpint (truncate (path, info.st_size - 1), ==, 0);
}

static void
cut_all (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
}

static void
add_byte (const char *path)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (path, data, length + 1, NULL));
}

static void
swap_frames (const char *path)
{
  const gsize frame = 65536 + 17;
  g_autofree char *data = NULL;
  g_autofree char *first = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  first = g_memdup2 (data + 28, frame);
  memmove (data + 28, data + 28 + frame, frame);
  memcpy (data + 28 + frame, first, frame);
  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

static void
lose (const char *path)
{
  g_unlink (path);
}

static void
test_changed_blobs (void)
{
  static const Spoil spoils[] = {
    spoil_magic,  spoil_header, spoil_first_frame, spoil_last_frame, cut_whole_frame,
    cut_one_byte, cut_all,      add_byte,          swap_frames,      lose
  };
  g_autofree guint8 *data = g_malloc0 (150000);
  g_autoptr (GBytes) bytes = g_bytes_new (data, 150000);

  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      HsWorld *world = hs_test_world_new ();
      HsStore *store = open_store (world);
      g_autoptr (HsBlobInfo) info = hs_store_add_blob_bytes (store, "d", bytes, NULL);
      g_autofree char *name = g_strconcat ("blobs/", info->id, NULL);
      g_autofree char *path = hs_world_data_path (world, name);
      g_autoptr (GError) error = NULL;

      spoils[i](path);
      g_assert_null (hs_store_read_blob (store, info->id, NULL, &error));
      g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, info->id));
      g_clear_error (&error);
      g_assert_false (hs_store_check (store, &error));
      g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
      g_assert_finalize_object (store);
      hs_test_world_free (world);
    }
}

static void
test_swapped_blob_files (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("same size", 9);
  g_autoptr (HsBlobInfo) a = hs_store_add_blob_bytes (store, "d", bytes, NULL);
  g_autoptr (HsBlobInfo) b = hs_store_add_blob_bytes (store, "d", bytes, NULL);
  g_autofree char *blobs = hs_world_data_path (world, "blobs");
  g_autofree char *from = g_build_filename (blobs, a->id, NULL);
  g_autofree char *to = g_build_filename (blobs, b->id, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_assert_null (hs_store_read_blob (store, b->id, NULL, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED);
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
assert_not_opened (HsWorld *world, HsStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_store_open (world, &error));
  g_assert_error (error, HS_STORE_ERROR, (int) code);
}

static void
test_newer_is_not_touched (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *path = hs_world_data_path (world, "store.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  put_number (store, "a", "d", 1);
  g_assert_finalize_object (store);
  change (world, "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));
  assert_not_opened (world, HS_STORE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  hs_test_world_free (world);
}

/* The newer version may so far be only in the log of a process that was killed. */
static void
test_newer_in_the_log (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *path = hs_world_data_path (world, "store.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;
  sqlite3 *db = NULL;

  put_number (store, "a", "d", 1);
  g_assert_finalize_object (store);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));
  assert_not_opened (world, HS_STORE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  sqlite3_close (db);
  hs_test_world_free (world);
}

static void
test_no_database (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *path = hs_world_data_path (world, "store.db");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (HsBlobInfo) info = hs_store_add_blob_bytes (store, "d", bytes, NULL);

  g_assert_finalize_object (store);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_not_opened (world, HS_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (path,
                                      "this is no database, but long enough to be read as "
                                      "the header of one, if one looked at nothing but size",
                                      -1, NULL));
  assert_not_opened (world, HS_STORE_ERROR_DAMAGED);
  hs_test_world_free (world);
}

static void
test_key_file_lost_or_damaged (void)
{
  static const char *const bad[] = {
    "",
    "not a key",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "000000000000000000000000000000000000000000000000000000000000000z",
    "00000000000000000000000000000000000000000000000000000000000000000000",
  };
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *path = hs_world_data_path (world, "store.key");
  g_autofree char *key = NULL;

  put_number (store, "a", "d", 1);
  g_assert_finalize_object (store);
  g_assert_true (g_file_get_contents (path, &key, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_not_opened (world, HS_STORE_ERROR_KEY);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_true (g_file_set_contents (path, bad[i], -1, NULL));
      assert_not_opened (world, HS_STORE_ERROR_KEY);
    }
  g_assert_true (g_file_set_contents (path, key, -1, NULL));
  store = open_store (world);
  g_assert_true (hs_store_check (store, NULL));
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static char *
refuse_lookup (gpointer data, const char *name, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "nobody answers");
  return NULL;
}

static char *
find_nothing (gpointer data, const char *name, GError **error)
{
  return NULL;
}

static char *
find_other (gpointer data, const char *name, GError **error)
{
  return g_strnfill (64, 'a');
}

static void
test_secret_lost (void)
{
  static const HsSecretStore bad[] = { { refuse_lookup, NULL, NULL },
                                       { find_nothing, NULL, NULL },
                                       { find_other, NULL, NULL } };
  HsWorld *world = hs_test_world_new ();
  g_autofree char *file = hs_world_data_path (world, "store.key");
  HsStore *store;

  hs_test_world_add_secrets (world);
  store = open_store (world);
  put_number (store, "a", "d", 1);
  g_assert_finalize_object (store);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      world->secrets = &bad[i];
      assert_not_opened (world, HS_STORE_ERROR_KEY);
      g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damage/changed-records", test_changed_records);
  g_test_add_func ("/damage/changed-blobs", test_changed_blobs);
  g_test_add_func ("/damage/swapped-blob-files", test_swapped_blob_files);
  g_test_add_func ("/damage/newer-is-not-touched", test_newer_is_not_touched);
  g_test_add_func ("/damage/newer-in-the-log", test_newer_in_the_log);
  g_test_add_func ("/damage/no-database", test_no_database);
  g_test_add_func ("/damage/key-file-lost-or-damaged", test_key_file_lost_or_damaged);
  g_test_add_func ("/damage/secret-lost", test_secret_lost);
  return g_test_run ();
}
