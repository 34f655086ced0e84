/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of the catalogue's file: filled once, renewed when the installed files change, made again when
 * damaged and saying so, shared by threads and processes. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define EXTRA                                                                                           \
  "{\"code\": \"9.300001\", \"title\": \"Việc mới\", \"legalName\": \"Thủ tục việc mới\", " \
  "\"field\": \"Thử nghiệm\","                                                                      \
  " \"source\": \"tự soạn\"}"

static char *
title_of (CatalogTest *test, const char *code)
{
  g_autoptr (HsProcedure) procedure = hs_catalogue_get_procedure (test->catalogue, code, NULL);

  return g_strdup (procedure != NULL ? hs_procedure_get_title (procedure) : "");
}

static void
assert_title (CatalogTest *test, const char *code, const char *expected)
{
  g_autofree char *title = title_of (test, code);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_renewed_with_the_files (void)
{
  CatalogTest test = { hs_test_world_new (), NULL };
  g_autofree char *share = catalog_test_copy_share (test.world);
  g_autofree char *fixture = hs_test_fixture ("catalogue/details.json");
  g_autofree char *extra = g_build_filename (share, "catalog/procedures/9.300001.json", NULL);
  g_autofree char *found = NULL;

  catalog_test_reopen (&test);
  hs_import_report_free (catalog_test_import (&test, fixture));
  assert_title (&test, "9.300001", "");
  /* an update of the program brings another file: it is there at the next opening, the import stays */
  catalog_test_write (share, "procedures/9.300001.json", EXTRA);
  catalog_test_reopen (&test);
  g_assert_null (hs_catalogue_get_warning (test.catalogue));
  assert_title (&test, "9.300001", "Việc mới");
  assert_title (&test, "9.000001", "Cấp thẻ thử nghiệm");
  found = catalog_test_search (&test, "viec moi", NULL, 1);
  g_assert_cmpstr (found, ==, "9.300001");
  /* and one that is gone is gone */
  g_assert_cmpint (g_remove (extra), ==, 0);
  catalog_test_reopen (&test);
  assert_title (&test, "9.300001", "");
  assert_title (&test, "9.000001", "Cấp thẻ thử nghiệm");
  catalog_test_close (&test);
  catalog_test_remove_tree (share);
}

/* A starter record that goes leaves what was imported of the same code. */
static void
test_import_stays_under_the_starter (void)
{
  CatalogTest test = { hs_test_world_new (), NULL };
  g_autofree char *share = catalog_test_copy_share (test.world);
  g_autofree char *fixture = hs_test_fixture ("catalogue/details.json");
  g_autofree char *birth = g_build_filename (share, "catalog/procedures/1.001193.json", NULL);

  catalog_test_reopen (&test);
  hs_import_report_free (catalog_test_import (&test, fixture));
  assert_title (&test, "1.001193", "Đăng ký khai sinh");
  g_assert_cmpint (g_remove (birth), ==, 0);
  catalog_test_reopen (&test);
  assert_title (&test, "1.001193", "Đăng ký khai sinh kiểu khác");
  catalog_test_close (&test);
  catalog_test_remove_tree (share);
}

static void
test_bad_files_leave_the_old (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *says;
  } bad[] = {
    { "procedures/9.300001.json", "{\"code\": \"9.300001\"", "catalog/procedures/9.300001.json" },
    { "procedures/9.300001.json", "[]", "not a JSON object" },
    { "procedures/9.300001.json", "{\"code\": \"9.300001\", \"title\": \"A\"}",
      "has no legalName" },
    { "procedures/9.300001.json", "{\"code\": \"abc\"}", "not the code" },
    { "common.json", "{\"procedures\": [1]}", "/procedures/0 is not an object" },
  };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      CatalogTest test = { hs_test_world_new (), NULL };
      g_autofree char *share = catalog_test_copy_share (test.world);
      g_autoptr (GError) error = NULL;
      HsWorld *fresh = hs_test_world_new ();

      catalog_test_reopen (&test);
      catalog_test_write (share, bad[i].name, bad[i].text);
      catalog_test_reopen (&test);
      g_assert_nonnull (strstr (hs_catalogue_get_warning (test.catalogue), bad[i].says));
      assert_title (&test, "1.001193", "Đăng ký khai sinh");
      /* nothing to fall back to: an error */
      g_free (fresh->share_dir);
      fresh->share_dir = g_strdup (share);
      g_assert_null (hs_catalogue_open (fresh, &error));
      g_assert_nonnull (strstr (error->message, bad[i].says));
      catalog_test_close (&test);
      hs_test_world_free (fresh);
      catalog_test_remove_tree (share);
    }
}

static guint
count_aside (HsWorld *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->data_dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal") &&
         !g_str_has_suffix (name, "-shm");
  return n;
}

static void
overwrite (const char *path, gsize from, gsize length)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (gsize i = from; i < size && i < from + length; i++)
    text[i] = (char) (i * 31);
  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
}

static void
test_damaged_is_moved_aside (void)
{
  static const struct
  {
    gsize from;
    gsize length;
  } damages[] = { { 0, 100 }, { 0, 1000000 }, { 100, 60 }, { 4096, 40000 } };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      CatalogTest test;
      g_autofree char *path = NULL;

      catalog_test_open (&test);
      path = hs_world_data_path (test.world, "catalogue.db");
      g_clear_object (&test.catalogue);
      overwrite (path, damages[i].from, damages[i].length);
      catalog_test_reopen (&test);
      g_assert_nonnull (strstr (hs_catalogue_get_warning (test.catalogue), "imported"));
      g_assert_cmpuint (count_aside (test.world), ==, 1);
      assert_title (&test, "1.001193", "Đăng ký khai sinh");
      /* it is said once */
      catalog_test_reopen (&test);
      g_assert_null (hs_catalogue_get_warning (test.catalogue));
      catalog_test_close (&test);
    }
}

static void
test_foreign_database_is_moved_aside (void)
{
  CatalogTest test = { hs_test_world_new (), NULL };
  g_autofree char *path = hs_world_data_path (test.world, "catalogue.db");
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE other (a)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  catalog_test_reopen (&test);
  g_assert_cmpuint (count_aside (test.world), ==, 1);
  assert_title (&test, "1.001193", "Đăng ký khai sinh");
  catalog_test_close (&test);
}

static gpointer
open_in_thread (gpointer data)
{
  HsWorld *world = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsCatalogue) catalogue = hs_catalogue_open (world, &error);
  g_autoptr (GListModel) found = NULL;

  g_assert_no_error (error);
  found = hs_catalogue_search (catalogue, "khai sinh", NULL, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, 5);
  return NULL;
}

static void
test_opened_at_once (void)
{
  HsWorld *world = hs_test_world_new ();
  GThread *threads[6];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_in_thread, world);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  hs_test_world_free (world);
}

/* The same program again, as another process on the same folder. */
static void
test_processes_at_once (void)
{
  CatalogTest test;
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  test.world = hs_test_world_new ();
  test.catalogue = NULL;
  g_subprocess_launcher_setenv (launcher, "HOSO_TEST_CATALOGUE_CHILD", test.world->data_dir, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      GSubprocess *child = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", NULL);

      g_assert_no_error (error);
      g_ptr_array_add (children, child);
    }
  catalog_test_reopen (&test);
  for (guint i = 0; i < children->len; i++)
    g_assert_true (g_subprocess_wait_check (g_ptr_array_index (children, i), NULL, NULL));
  g_assert_null (hs_catalogue_get_warning (test.catalogue));
  g_assert_cmpuint (count_aside (test.world), ==, 0);
  catalog_test_close (&test);
}

static int
run_child (const char *data_dir)
{
  HsWorld *world =
    hs_world_new (data_dir, g_getenv ("HOSO_SHARE_DIR"), g_getenv ("HOSO_WORKER_DIR"));
  g_autoptr (GError) error = NULL;
  g_autoptr (HsCatalogue) catalogue = hs_catalogue_open (world, &error);
  g_autofree char *fixture = hs_test_fixture ("catalogue/details.json");
  g_autoptr (HsImportReport) report = NULL;

  if (catalogue != NULL)
    report = hs_catalogue_import (catalogue, fixture, NULL, &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  hs_world_unref (world);
  return report != NULL && hs_catalogue_get_warning (catalogue) == NULL ? 0 : 1;
}

static gpointer
search_in_thread (gpointer data)
{
  HsCatalogue *catalogue = data;

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GListModel) found =
        hs_catalogue_search (catalogue, "đăng ký khai sinh", NULL, 10, NULL);
      g_autoptr (HsProcedure) procedure = hs_catalogue_get_procedure (catalogue, "1.004222", NULL);

      g_assert_nonnull (procedure);
      g_assert_cmpuint (g_list_model_get_n_items (found), >, 0);
    }
  return NULL;
}

static void
test_used_while_importing (void)
{
  CatalogTest test;
  g_autofree char *fixture = hs_test_fixture ("catalogue/details.json");
  GThread *threads[3];

  catalog_test_open (&test);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("search", search_in_thread, test.catalogue);
  for (guint i = 0; i < 5; i++)
    hs_import_report_free (catalog_test_import (&test, fixture));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  catalog_test_close (&test);
}

/* On a disk that takes nothing the catalogue is still read: as it was, or as it is installed. */
static void
test_disk_takes_nothing (gconstpointer full)
{
  const int expected = full != NULL ? G_IO_ERROR_NO_SPACE : G_IO_ERROR_READ_ONLY;
  CatalogTest test = { hs_test_world_new (), NULL };
  g_autofree char *fixture = hs_test_fixture ("catalogue/details.json");
  g_autoptr (HsImportReport) report = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_test_mount_small (test.world->data_dir, full != NULL ? 16384 : 16 * 1024 * 1024))
    {
      hs_test_world_free (test.world);
      return;
    }
  if (full == NULL)
    {
      catalog_test_reopen (&test);
      hs_import_report_free (catalog_test_import (&test, fixture));
      g_clear_object (&test.catalogue);
      g_assert_true (hs_test_remount (test.world->data_dir, TRUE, 16 * 1024 * 1024));
    }
  catalog_test_reopen (&test);
  g_assert_nonnull (hs_catalogue_get_warning (test.catalogue));
  found = catalog_test_search (&test, "khai sinh", NULL, 1);
  g_assert_cmpstr (found, ==, "1.001193");
  assert_title (&test, "9.000001", full != NULL ? "" : "Cấp thẻ thử nghiệm");
  report = hs_catalogue_import (test.catalogue, fixture, NULL, &error);
  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, expected);
  g_assert_finalize_object (test.catalogue);
  hs_test_unmount (test.world->data_dir);
  hs_test_world_free (test.world);
}

int
main (int argc, char **argv)
{
  const char *child = g_getenv ("HOSO_TEST_CATALOGUE_CHILD");

  if (child != NULL)
    return run_child (child);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/refresh/renewed-with-the-files", test_renewed_with_the_files);
  g_test_add_func ("/catalog/refresh/import-stays-under-the-starter",
                   test_import_stays_under_the_starter);
  g_test_add_func ("/catalog/refresh/bad-files-leave-the-old", test_bad_files_leave_the_old);
  g_test_add_func ("/catalog/refresh/damaged-is-moved-aside", test_damaged_is_moved_aside);
  g_test_add_func ("/catalog/refresh/foreign-database-is-moved-aside",
                   test_foreign_database_is_moved_aside);
  g_test_add_func ("/catalog/refresh/opened-at-once", test_opened_at_once);
  g_test_add_func ("/catalog/refresh/processes-at-once", test_processes_at_once);
  g_test_add_data_func ("/catalog/refresh/read-only-disk", NULL, test_disk_takes_nothing);
  g_test_add_data_func ("/catalog/refresh/full-disk", "full", test_disk_takes_nothing);
  g_test_add_func ("/catalog/refresh/used-while-importing", test_used_while_importing);
  return g_test_run ();
}
