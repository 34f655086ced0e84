/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations: forward, whole or not at all, with a backup of what was before. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"
#include "store/hs-store-private.h"

static const char *const steps[] = {
  "CREATE TABLE a (x); INSERT INTO a VALUES (1)",
  "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1",
  "CREATE TABLE b (z)",
};

static const char *const broken[] = {
  "CREATE TABLE a (x)",
  "UPDATE a SET x = 5; THIS IS NOT SQL",
};

typedef struct
{
  HsWorld *world; /* (owned) */
  char *path;     /* (owned) */
  sqlite3 *db;    /* (owned) */
} Place;

static void
place_init (Place *place)
{
  place->world = hs_test_world_new ();
  place->path = hs_world_data_path (place->world, "store.db");
  g_assert_cmpint (sqlite3_open (place->path, &place->db), ==, SQLITE_OK);
}

static void
place_clear (Place *place)
{
  sqlite3_close (place->db);
  hs_test_world_free (place->world);
  g_free (place->path);
}

static int
ask (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) row = hs_sql_query (db, &error, sql, "");

  g_assert_no_error (error);
  g_assert_cmpint (hs_sql_step (row, &error), ==, HS_SQL_ROW);
  return sqlite3_column_int (row, 0);
}

static gboolean
has_backup (Place *place, int version)
{
  g_autofree char *path = g_strdup_printf ("%s.v%d.backup", place->path, version);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_forward_with_backup (void)
{
  Place place;
  g_autoptr (GError) error = NULL;
  g_autofree char *backup = NULL;
  sqlite3 *old = NULL;

  place_init (&place);
  g_assert_true (hs_schema_migrate (place.db, place.path, steps, 1, &error));
  g_assert_false (has_backup (&place, 0));
  g_assert_true (hs_schema_migrate (place.db, place.path, steps, 3, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (place.db, "SELECT y FROM a"), ==, 2);
  g_assert_cmpint (ask (place.db, "PRAGMA user_version"), ==, 3);
  g_assert_true (has_backup (&place, 1));
  g_assert_false (has_backup (&place, 2));

  backup = g_strconcat (place.path, ".v1.backup", NULL);
  g_assert_cmpint (sqlite3_open (backup, &old), ==, SQLITE_OK);
  g_assert_cmpint (ask (old, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (old, "SELECT x FROM a"), ==, 1);
  sqlite3_close (old);

  g_assert_true (hs_schema_migrate (place.db, place.path, steps, 3, &error));
  g_assert_true (hs_schema_remove_backups (place.path, &error));
  g_assert_false (has_backup (&place, 1));
  place_clear (&place);
}

static void
test_whole_or_not (void)
{
  Place place;
  g_autoptr (GError) error = NULL;

  place_init (&place);
  g_assert_true (hs_schema_migrate (place.db, place.path, broken, 1, &error));
  g_assert_cmpint (sqlite3_exec (place.db, "INSERT INTO a VALUES (1)", NULL, NULL, NULL), ==, 0);
  g_assert_false (hs_schema_migrate (place.db, place.path, broken, 2, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED);
  g_assert_cmpint (ask (place.db, "SELECT x FROM a"), ==, 1);
  g_assert_cmpint (ask (place.db, "PRAGMA user_version"), ==, 1);
  place_clear (&place);
}

static void
test_newer_is_refused (void)
{
  Place place;
  g_autoptr (GError) error = NULL;

  place_init (&place);
  g_assert_true (hs_schema_migrate (place.db, place.path, steps, 3, &error));
  g_assert_false (hs_schema_migrate (place.db, place.path, steps, 2, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_false (hs_schema_check_version (place.path, 2, &error));
  g_assert_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NEWER);
  g_assert_true (hs_schema_check_version (place.path, 3, NULL));
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/forward-with-backup", test_forward_with_backup);
  g_test_add_func ("/schema/whole-or-not", test_whole_or_not);
  g_test_add_func ("/schema/newer-is-refused", test_newer_is_refused);
  return g_test_run ();
}
