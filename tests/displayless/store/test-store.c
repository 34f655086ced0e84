/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers rely on in the store: put is get, order, owners, transactions, blobs, keys. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"
#include "store/hs-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define CANARY "Nguyễn Thị Bí Mật 001199012345"

static HsStore *
open_store (HsWorld *world)
{
  g_autoptr (GError) error = NULL;
  HsStore *store = hs_store_open (world, &error);

  g_assert_no_error (error);
  return store;
}

static void
put (HsStore *store, const char *kind, const char *id, const char *owner, gint64 rank,
     const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, &error);

  g_assert_no_error (error);
  hs_store_put (store, kind, id, owner, rank, node, &error);
  g_assert_no_error (error);
}

static void
assert_record (HsStore *store, const char *kind, const char *id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_store_get (store, kind, id, &error);
  g_autofree char *text = node != NULL ? hs_json_write (node) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_list (HsStore *store, const char *kind, const char *owner, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = hs_store_list (store, kind, owner, &error);
  g_autofree char *joined = ids != NULL ? g_strjoinv (" ", ids) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, expected);
}

static char *
blob_text (HsStore *store, const char *id, guint64 offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = hs_store_open_blob (store, id, offset, &error);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  return g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                    g_bytes_get_size (bytes));
}

static void
test_records_survive_reopening (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);

  assert_record (store, "draft", "a", NULL);
  put (store, "draft", "a", "d1", 10, "{\"b\":1,\"a\":[true,null,0.5,\"ạ\"]}");
  put (store, "draft", "b", "d2", 30, "\"second\"");
  put (store, "draft", "c", "d1", 20, "9007199254740993");
  put (store, "draft", "a", "d1", 40, "{\"a\":\"new\"}");
  g_assert_finalize_object (store);

  store = open_store (world);
  assert_record (store, "draft", "a", "{\"a\":\"new\"}");
  assert_record (store, "draft", "c", "9007199254740993");
  assert_record (store, "other", "a", NULL);
  assert_list (store, "draft", NULL, "a b c");
  assert_list (store, "draft", "d1", "a c");
  assert_list (store, "draft", "d9", "");
  hs_store_delete (store, "draft", "b", NULL);
  g_assert_true (hs_store_delete (store, "draft", "never", NULL));
  assert_list (store, "draft", NULL, "a c");
  g_assert_true (hs_store_check (store, NULL));
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_transactions_nest (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);

  g_assert_true (hs_store_begin (store, NULL));
  put (store, "k", "outer", "profile", 1, "1");
  g_assert_true (hs_store_begin (store, NULL));
  put (store, "k", "inner", "profile", 1, "2");
  g_assert_true (hs_store_end (store, FALSE, NULL));
  assert_record (store, "k", "inner", NULL);
  g_assert_true (hs_store_begin (store, NULL));
  put (store, "k", "kept", "profile", 1, "3");
  g_assert_true (hs_store_end (store, TRUE, NULL));
  g_assert_true (hs_store_end (store, TRUE, NULL));
  assert_list (store, "k", NULL, "kept outer");

  g_assert_true (hs_store_begin (store, NULL));
  put (store, "k", "outer", "profile", 1, "99");
  put (store, "k", "gone", "other-owner", 1, "4");
  hs_store_delete (store, "k", "kept", NULL);
  g_assert_true (hs_store_end (store, FALSE, NULL));
  assert_list (store, "k", NULL, "kept outer");
  assert_record (store, "k", "outer", "1");
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_too_deep_is_refused (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_node_init_null (json_node_alloc ());

  for (int i = 0; i < HS_JSON_MAX_DEPTH + 1; i++)
    {
      g_autoptr (JsonArray) array = json_array_new ();

      json_array_add_element (array, g_steal_pointer (&node));
      node = json_node_init_array (json_node_alloc (), array);
    }
  g_assert_false (hs_store_put (store, "k", "deep", "profile", 1, node, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED);
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_blobs_of_every_size (void)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 200000 };
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize n = sizes[i];
      g_autofree char *data = g_malloc (n + 1);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) back = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (HsBlobInfo) info = NULL;
      g_autofree char *sum = NULL;

      for (gsize j = 0; j < n; j++)
        data[j] = 'a' + j % 26;
      bytes = g_bytes_new (data, n);
      sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      info = hs_store_add_blob_bytes (store, "d1", bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (info->size, ==, n);
      g_assert_cmpstr (info->sha256, ==, sum);
      back = hs_store_read_blob (store, info->id, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, back));
      for (gsize j = 0; j < G_N_ELEMENTS (sizes) && sizes[j] <= n; j++)
        {
          g_autofree char *tail = blob_text (store, info->id, sizes[j]);

          g_assert_cmpuint (strlen (tail), ==, n - sizes[j]);
          g_assert_cmpint (memcmp (tail, data + sizes[j], n - sizes[j]), ==, 0);
        }
      g_assert_null (hs_store_open_blob (store, info->id, n + 1, &error));
      g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED);
    }
  g_assert_true (hs_store_check (store, NULL));
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static guint
count_files (HsWorld *world, const char *folder)
{
  g_autofree char *path = hs_world_data_path (world, folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_blob_limits_and_ends (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) again = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (HsBlobInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_store_add_blob (store, "d", source, 9, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (hs_store_add_blob (store, "d", again, 10, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (world, "blobs"), ==, 0);

  info = hs_store_add_blob (store, "d", again, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (world, "blobs"), ==, 1);
  g_assert_true (hs_store_delete_blob (store, info->id, &error));
  g_assert_true (hs_store_delete_blob (store, info->id, &error));
  g_assert_null (hs_store_read_blob (store, info->id, NULL, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, info->id));
  g_assert_cmpuint (count_files (world, "blobs"), ==, 0);
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_leftovers_are_swept (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *orphan =
    hs_world_data_path (world, "blobs/11111111-1111-4111-8111-111111111111");
  g_autofree char *torn = hs_world_data_path (world, "blobs/half.tmp");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("kept", 4);
  g_autoptr (HsBlobInfo) info = hs_store_add_blob_bytes (store, "d", bytes, NULL);

  g_assert_finalize_object (store);
  g_assert_true (g_file_set_contents (orphan, "x", 1, NULL));
  g_assert_true (g_file_set_contents (torn, "x", 1, NULL));
  store = open_store (world);
  g_assert_cmpuint (count_files (world, "blobs"), ==, 1);
  g_assert_true (hs_store_check (store, NULL));
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

/* All bytes of all files below, as one. */
static void
gather (const char *path, GByteArray *all)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        gather (child, all);
      else if (g_file_get_contents (child, &data, &length, NULL))
        g_byte_array_append (all, (const guint8 *) data, length);
    }
}

static gboolean
disk_has (HsWorld *world, gconstpointer needle, gsize length)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  gather (world->data_dir, all);
  return memmem (all->data, all->len, needle, length) != NULL;
}

static void
test_nothing_readable_on_disk (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autoptr (GBytes) bytes = g_bytes_new_static (CANARY, strlen (CANARY));
  g_autoptr (HsBlobInfo) info = hs_store_add_blob_bytes (store, "d", bytes, NULL);

  put (store, "draft", "a", "d", 1, "{\"họ tên\":\"" CANARY "\"}");
  for (int closed = 0; closed < 2; closed++)
    {
      g_assert_true (disk_has (world, "SQLite format 3", 15));
      g_assert_false (disk_has (world, CANARY, strlen (CANARY)));
      g_assert_false (disk_has (world, "Bí Mật", strlen ("Bí Mật")));
      g_assert_false (disk_has (world, "001199012345", 12));
      g_assert_false (disk_has (world, "họ tên", strlen ("họ tên")));
      g_assert_false (disk_has (world, info->sha256, 64));
      g_clear_object (&store);
    }
  hs_test_world_free (world);
}

static GBytes *
sealed_key_of (HsWorld *world, const char *owner)
{
  g_autofree char *path = hs_world_data_path (world, "store.db");
  g_autoptr (GBytes) found = NULL;
  sqlite3_stmt *row = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_prepare_v2 (db, "SELECT sealed FROM owner_key WHERE owner = ?", -1, &row, NULL), ==, 0);
  sqlite3_bind_text (row, 1, owner, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  found = g_bytes_new (sqlite3_column_blob (row, 0), sqlite3_column_bytes (row, 0));
  sqlite3_finalize (row);
  sqlite3_close (db);
  return g_steal_pointer (&found);
}

/* The wrapped key must be nowhere: who has the profile key could else unseal a copy of the data. */
static void
test_owner_dies_with_key (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *backup = hs_world_data_path (world, "store.db.v1.backup");
  g_autoptr (GBytes) content = g_bytes_new_static ("paper", 5);
  g_autoptr (HsBlobInfo) dead = hs_store_add_blob_bytes (store, "dead", content, NULL);
  g_autoptr (HsBlobInfo) alive = hs_store_add_blob_bytes (store, "alive", content, NULL);
  g_autoptr (GBytes) key = sealed_key_of (world, "dead");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  put (store, "draft", "a", "dead", 1, "1");
  put (store, "draft", "b", "alive", 1, "2");
  g_assert_true (g_file_set_contents (backup, "with the key", -1, NULL));
  g_assert_true (disk_has (world, g_bytes_get_data (key, NULL), g_bytes_get_size (key)));
  hs_store_delete_owner (store, "dead", &error);
  g_assert_no_error (error);
  /* The tag and some of the ciphertext would be enough to tell a trace from chance. */
  g_assert_false (disk_has (world, (const char *) g_bytes_get_data (key, NULL) + 25, 32));
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
  assert_list (store, "draft", NULL, "b");
  assert_record (store, "draft", "b", "2");
  g_assert_null (hs_store_read_blob (store, dead->id, NULL, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND);
  text = blob_text (store, alive->id, 0);
  g_assert_cmpstr (text, ==, "paper");
  g_assert_cmpuint (count_files (world, "blobs"), ==, 1);
  g_assert_true (hs_store_delete_owner (store, "never there", NULL));
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_delete_beside_reader (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_autofree char *path = hs_world_data_path (world, "store.db");
  g_autoptr (JsonNode) value = json_node_init_int (json_node_alloc (), 1);
  g_autoptr (GError) error = NULL;
  sqlite3 *reader = NULL;

  put (store, "draft", "a", "dead", 1, "1");
  /* another process reads: the log cannot be emptied now, but the owner is gone */
  g_assert_cmpint (sqlite3_open (path, &reader), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (reader, "BEGIN; SELECT count(*) FROM record", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_true (hs_store_delete_owner (store, "dead", &error));
  g_assert_no_error (error);
  assert_list (store, "draft", NULL, "");
  g_assert_cmpint (sqlite3_close (reader), ==, SQLITE_OK);
  /* and what was under way for it does not bring it back */
  g_assert_false (hs_store_put (store, "draft", "a", "dead", 1, value, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND);
  assert_list (store, "draft", NULL, "");
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static void
test_key_in_secret_service (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *file = hs_world_data_path (world, "store.key");
  const HsSecretStore *secrets;
  g_autoptr (GError) error = NULL;
  HsStore *store;

  hs_test_world_add_secrets (world);
  store = open_store (world);
  g_assert_cmpint (hs_store_get_protection (store), ==, HS_PROTECTION_SECRET_SERVICE);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  put (store, "k", "a", "profile", 1, "1");
  g_assert_finalize_object (store);
  store = open_store (world);
  assert_record (store, "k", "a", "1");
  g_assert_finalize_object (store);

  secrets = world->secrets;
  world->secrets = NULL;
  g_assert_null (hs_store_open (world, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_KEY);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  world->secrets = secrets;
  store = open_store (world);
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

typedef struct
{
  HsWorld *world;
  int n_waiting; /* (atomic) so that all begin together */
  int number;    /* (atomic) */
} FirstStart;

static gpointer
start_first (gpointer data)
{
  FirstStart *start = data;
  g_autofree char *id = g_strdup_printf ("r%d", g_atomic_int_add (&start->number, 1));
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), id);
  g_autoptr (HsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_atomic_int_add (&start->n_waiting, -1);
  while (g_atomic_int_get (&start->n_waiting) > 0)
    g_thread_yield ();
  store = hs_store_open (start->world, &error);
  g_assert_no_error (error);
  g_assert_true (hs_store_put (store, "k", id, "d", 1, node, &error));
  g_assert_no_error (error);
  return NULL;
}

/* Each has a connection of its own, as a process has: all end with the one key. */
static void
test_first_starts_share_a_key (gconstpointer with_secrets)
{
  HsWorld *world = hs_test_world_new ();
  FirstStart start = { .world = world, .n_waiting = 4 };
  GThread *threads[4];
  g_autoptr (HsStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  if (with_secrets != NULL)
    hs_test_world_add_secrets (world);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("first-start", start_first, &start);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  g_assert_true (hs_store_check (store, &error));
  g_assert_no_error (error);
  ids = hs_store_list (store, "k", NULL, &error);
  g_assert_cmpuint (g_strv_length (ids), ==, G_N_ELEMENTS (threads));
  g_clear_object (&store);
  hs_test_world_free (world);
}

static void
test_key_file_is_private (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  static const char *const files[] = { "store.key", "store.db", "store.db-wal" };

  g_assert_cmpint (hs_store_get_protection (store), ==, HS_PROTECTION_KEY_FILE);
  put (store, "k", "a", "profile", 1, "1");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = hs_world_data_path (world, files[i]);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
    }
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

static gpointer
put_in_thread (gpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("%p-%d", (void *) g_thread_self (), i);

      g_assert_true (hs_store_begin (data, NULL));
      put (data, "k", id, "profile", i, "[1,2]");
      g_assert_true (hs_store_end (data, i % 2 == 0, NULL));
    }
  return NULL;
}

static void
test_threads_do_not_mix (void)
{
  HsWorld *world = hs_test_world_new ();
  HsStore *store = open_store (world);
  g_auto (GStrv) ids = NULL;
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("put", put_in_thread, store);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  ids = hs_store_list (store, "k", NULL, NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, 4 * 10);
  g_assert_finalize_object (store);
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/records-survive-reopening", test_records_survive_reopening);
  g_test_add_func ("/store/transactions-nest", test_transactions_nest);
  g_test_add_func ("/store/too-deep-is-refused", test_too_deep_is_refused);
  g_test_add_func ("/store/blobs-of-every-size", test_blobs_of_every_size);
  g_test_add_func ("/store/blob-limits-and-ends", test_blob_limits_and_ends);
  g_test_add_func ("/store/leftovers-are-swept", test_leftovers_are_swept);
  g_test_add_func ("/store/nothing-readable-on-disk", test_nothing_readable_on_disk);
  g_test_add_func ("/store/owner-dies-with-key", test_owner_dies_with_key);
  g_test_add_func ("/store/delete-beside-reader", test_delete_beside_reader);
  g_test_add_func ("/store/key-in-secret-service", test_key_in_secret_service);
  g_test_add_data_func ("/store/first-starts-share-a-key/file", NULL,
                        test_first_starts_share_a_key);
  g_test_add_data_func ("/store/first-starts-share-a-key/secret-service", "secrets",
                        test_first_starts_share_a_key);
  g_test_add_func ("/store/key-file-is-private", test_key_file_is_private);
  g_test_add_func ("/store/threads-do-not-mix", test_threads_do_not_mix);
  return g_test_run ();
}
