/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the catalogue's tests share: a world with an open catalogue, a share_dir to change, answers as text. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"

#include <glib/gstdio.h>

void
catalog_test_reopen (CatalogTest *test)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&test->catalogue);
  test->catalogue = hs_catalogue_open (test->world, &error);
  g_assert_no_error (error);
  g_assert_nonnull (test->catalogue);
}

void
catalog_test_open (CatalogTest *test)
{
  test->catalogue = NULL;
  test->world = hs_test_world_new ();
  catalog_test_reopen (test);
}

void
catalog_test_close (CatalogTest *test)
{
  g_assert_finalize_object (test->catalogue);
  hs_test_world_free (test->world);
}

HsImportReport *
catalog_test_import (CatalogTest *test, const char *path)
{
  g_autoptr (GError) error = NULL;
  HsImportReport *report = hs_catalogue_import (test->catalogue, path, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

char *
catalog_test_real (const char *name)
{
  g_autofree char *relative = g_strconcat ("../data/catalogue/", name, NULL);
  char *path = hs_test_suite (relative);

  if (path == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("%s is not beside the public suites", name);

      g_test_skip (reason);
    }
  return path;
}

char *
catalog_test_search (CatalogTest *test, const char *text, const HsCatalogueFilter *filter, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) found = hs_catalogue_search (test->catalogue, text, filter, n, &error);
  GString *codes = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (found), <=, n);
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsProcedure) procedure = g_list_model_get_item (found, i);

      g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", hs_procedure_get_code (procedure));
    }
  return g_string_free (codes, FALSE);
}

static void
copy_file (const char *from_folder, const char *to_folder, const char *name)
{
  g_autofree char *from = g_build_filename (from_folder, name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) length, NULL));
}

char *
catalog_test_copy_share (HsWorld *world)
{
  static const char *const names[] = { "common.json", "life-events.json", "synonyms.json",
                                       "units.json" };
  g_autofree char *from = hs_world_share_path (world, "catalog");
  g_autofree char *from_procedures = g_build_filename (from, "procedures", NULL);
  char *share = g_dir_make_tmp ("hoso-share-XXXXXX", NULL);
  g_autofree char *to = g_build_filename (share, "catalog", NULL);
  g_autofree char *to_procedures = g_build_filename (to, "procedures", NULL);
  g_autoptr (GDir) dir = g_dir_open (from_procedures, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to_procedures, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_file (from, to, names[i]);
  while ((name = g_dir_read_name (dir)) != NULL)
    copy_file (from_procedures, to_procedures, name);
  g_free (world->share_dir);
  world->share_dir = g_strdup (share);
  return share;
}

void
catalog_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      catalog_test_remove_tree (child);
    }
  g_remove (path);
}

void
catalog_test_write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, "catalog", name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}
