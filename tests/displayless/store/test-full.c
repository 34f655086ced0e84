/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fills up inside SQLite and inside a blob: the right error, nothing lost, and all goes
 * on once there is room. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"
#include "store/hs-store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define SMALL (1024 * 1024)
#define LARGE (16 * 1024 * 1024)

static JsonNode *
long_text (gsize n)
{
  g_autofree char *text = g_strnfill (n, 'x');

  return json_node_init_string (json_node_alloc (), text);
}

/* Puts records until one fails; how many were put. */
static guint
fill (HsStore *store)
{
  g_autoptr (JsonNode) node = long_text (20000);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("r%u", i);
      g_autoptr (GError) error = NULL;

      if (hs_store_put (store, "k", id, "d", i, node, &error))
        continue;
      g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL);
      return i;
    }
  g_assert_not_reached ();
}

static void
assert_all_there (HsStore *store, guint n)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = hs_store_list (store, "k", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (ids), ==, n);
  g_assert_true (hs_store_check (store, &error));
  g_assert_no_error (error);
}

static void
test_full_in_sqlite (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = long_text (50000);
  HsStore *store;
  guint n;

  if (!hs_test_mount_small (world->data_dir, SMALL))
    {
      hs_test_world_free (world);
      return;
    }
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  n = fill (store);
  g_assert_cmpuint (n, >, 5);
  assert_all_there (store, n);

  /* A transaction fails as a whole, also when the caller goes on after the error. */
  g_assert_true (hs_store_begin (store, NULL));
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%d", i);

      hs_store_put (store, "k", id, "d", 1, node, NULL);
    }
  g_assert_false (hs_store_put (store, "k", "last", "d", 1, node, NULL));
  g_assert_false (hs_store_end (store, TRUE, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL);
  g_clear_error (&error);
  assert_all_there (store, n);

  g_assert_true (hs_test_remount (world->data_dir, FALSE, LARGE));
  g_assert_true (hs_store_put (store, "k", "again", "d", 1, node, &error));
  assert_all_there (store, n + 1);
  g_assert_finalize_object (store);
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  assert_all_there (store, n + 1);
  g_assert_finalize_object (store);
  hs_test_unmount (world->data_dir);
  hs_test_world_free (world);
}

static void
test_full_in_blob (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree guint8 *data = g_malloc0 (2 * SMALL);
  g_autoptr (GBytes) large = g_bytes_new (data, 2 * SMALL);
  g_autoptr (GBytes) small = g_bytes_new (data, 1000);
  g_autoptr (HsBlobInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  HsStore *store;

  if (!hs_test_mount_small (world->data_dir, SMALL))
    {
      hs_test_world_free (world);
      return;
    }
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  g_assert_null (hs_store_add_blob_bytes (store, "d", large, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL);
  g_clear_error (&error);
  /* What was written of it is gone, so the rest still works. */
  info = hs_store_add_blob_bytes (store, "d", small, &error);
  g_assert_no_error (error);
  ids = hs_store_list_blobs (store, NULL, &error);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, info->id);
  g_assert_true (hs_store_check (store, &error));
  g_assert_finalize_object (store);
  hs_test_unmount (world->data_dir);
  hs_test_world_free (world);
}

/* From no room at all upwards: an open either works or says why, and never leaves a key behind that
 * a later open could not use. */
static void
test_full_while_opening (void)
{
  for (gsize pages = 0; pages < 40; pages++)
    {
      HsWorld *world = hs_test_world_new ();
      g_autoptr (GError) error = NULL;
      HsStore *store;

      if (!hs_test_mount_small (world->data_dir, MAX (pages, 1) * 4096))
        {
          hs_test_world_free (world);
          return;
        }
      store = hs_store_open (world, &error);
      if (store == NULL)
        g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL);
      g_clear_object (&store);
      g_clear_error (&error);
      g_assert_true (hs_test_remount (world->data_dir, FALSE, LARGE));
      store = hs_store_open (world, &error);
      g_assert_no_error (error);
      g_assert_finalize_object (store);
      hs_test_unmount (world->data_dir);
      hs_test_world_free (world);
    }
}

/* Where there is nothing yet, nothing can be opened. */
static void
test_read_only (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;

  if (!hs_test_mount_small (world->data_dir, LARGE))
    {
      hs_test_world_free (world);
      return;
    }
  g_assert_true (hs_test_remount (world->data_dir, TRUE, LARGE));
  g_assert_null (hs_store_open (world, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED);
  hs_test_unmount (world->data_dir);
  hs_test_world_free (world);
}

/* What is there can be read on a disk that takes nothing, and writing says why not. */
static void
test_reading_goes_on (gconstpointer full)
{
  const int expected = full != NULL ? HS_STORE_ERROR_FULL : HS_STORE_ERROR_FAILED;
  HsWorld *world = hs_test_world_new ();
  g_autofree char *filler = hs_world_data_path (world, "filler");
  g_autofree guint8 *data = g_malloc0 (LARGE);
  g_autoptr (JsonNode) node = long_text (1000);
  g_autoptr (JsonNode) found = NULL;
  g_autoptr (GBytes) plain = g_bytes_new (data, 1000);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (HsBlobInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  HsStore *store;
  FILE *file;

  if (!hs_test_mount_small (world->data_dir, SMALL))
    {
      hs_test_world_free (world);
      return;
    }
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  g_assert_true (hs_store_put (store, "k", "r", "d", 1, node, &error));
  info = hs_store_add_blob_bytes (store, "d", plain, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (store);
  if (full != NULL)
    {
      file = fopen (filler, "w");
      setvbuf (file, NULL, _IONBF, 0);
      g_assert_cmpuint (fwrite (data, 1, LARGE, file), <, LARGE);
      fclose (file);
    }
  else
    g_assert_true (hs_test_remount (world->data_dir, TRUE, SMALL));

  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  found = hs_store_get (store, "k", "r", &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  read = hs_store_read_blob (store, info->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, plain));
  g_assert_true (hs_store_check (store, &error));
  g_assert_no_error (error);
  g_assert_false (hs_store_put (store, "k", "new", "d", 1, node, &error));
  g_assert_error (error, HS_STORE_ERROR, expected);
  g_clear_error (&error);
  g_assert_null (hs_store_add_blob_bytes (store, "d", plain, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (hs_store_delete (store, "k", "r", NULL));
  g_assert_finalize_object (store);

  /* and with room again all goes on */
  if (full != NULL)
    g_assert_cmpint (g_remove (filler), ==, 0);
  else
    g_assert_true (hs_test_remount (world->data_dir, FALSE, SMALL));
  store = hs_store_open (world, &error);
  g_assert_no_error (error);
  g_assert_true (hs_store_put (store, "k", "new", "d", 1, node, &error));
  g_assert_finalize_object (store);
  hs_test_unmount (world->data_dir);
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/full/in-sqlite", test_full_in_sqlite);
  g_test_add_func ("/full/in-blob", test_full_in_blob);
  g_test_add_func ("/full/while-opening", test_full_while_opening);
  g_test_add_func ("/full/read-only", test_read_only);
  g_test_add_data_func ("/store/full/reading-goes-on", "full", test_reading_goes_on);
  g_test_add_data_func ("/store/read-only/reading-goes-on", NULL, test_reading_goes_on);
  return g_test_run ();
}
