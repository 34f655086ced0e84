/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of the database: forward only, each step in one transaction, a backup before the first.
 * A newer database is refused before SQLite may touch it. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER_BYTES 100
#define USER_VERSION_OFFSET 60 /* big-endian, SQLite file format 1.3 */

static gboolean
refuse_newer (guint version, int newest, GError **error)
{
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NEWER,
               "store.db has version %u, this program knows versions up to %d", version, newest);
  return FALSE;
}

gboolean
hs_schema_check_version (const char *path, int newest, GError **error)
{
  guint8 header[HEADER_BYTES];
  guint32 version = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t n;

  if (fd < 0)
    return errno == ENOENT || hs_store_fail_errno ("Cannot open", "store.db", error);
  n = read (fd, header, sizeof header);
  close (fd);
  if (n < HEADER_BYTES || memcmp (header, "SQLite format 3", 16) != 0)
    return TRUE; /* SQLite itself says what it is */
  memcpy (&version, header + USER_VERSION_OFFSET, sizeof version);
  version = GUINT32_FROM_BE (version);
  return version <= (guint32) newest || refuse_newer (version, newest, error);
}

static gboolean
read_version (sqlite3 *db, int *version, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hs_sql_query (db, error, "PRAGMA user_version", "");

  if (statement == NULL || hs_sql_step (statement, error) != HS_SQL_ROW)
    return FALSE;
  *version = sqlite3_column_int (statement, 0);
  return TRUE;
}

static gboolean
sync_path (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    return hs_store_fail_errno ("Cannot open", path, error);
  good = fsync (fd) == 0 || hs_store_fail_errno ("Cannot sync", path, error);
  close (fd);
  return good;
}

/* A whole copy beside the database, there before the first statement of a migration. */
static gboolean
back_up (sqlite3 *db, const char *path, int version, GError **error)
{
  g_autofree char *backup = g_strdup_printf ("%s.v%d.backup", path, version);
  g_autofree char *temporary = g_strconcat (backup, ".tmp", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean good;

  if (g_unlink (temporary) != 0 && errno != ENOENT)
    return hs_store_fail_errno ("Cannot remove", temporary, error);
  good =
    hs_sql_run (db, error, "VACUUM INTO ?", "t", temporary) &&
    (g_chmod (temporary, 0600) == 0 || hs_store_fail_errno ("Cannot protect", temporary, error)) &&
    sync_path (temporary, error) &&
    (rename (temporary, backup) == 0 || hs_store_fail_errno ("Cannot rename", temporary, error)) &&
    sync_path (folder, error);
  if (!good)
    g_unlink (temporary);
  return good;
}

/* Another process may have migrated in between: the version counts inside the transaction. */
static gboolean
step_up (sqlite3 *db, const char *const *migrations, int newest, GError **error)
{
  int version;

  if (!read_version (db, &version, error))
    return FALSE;
  for (; version < newest; version++)
    {
      g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", version + 1);

      if (!hs_sql_exec (db, migrations[version], error) || !hs_sql_exec (db, mark, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hs_schema_migrate (sqlite3 *db, const char *path, const char *const *migrations, int newest,
                   GError **error)
{
  int version;

  if (!read_version (db, &version, error))
    return FALSE;
  if (version > newest)
    return refuse_newer (version, newest, error);
  if (version == newest)
    return TRUE;
  if (version > 0 && !back_up (db, path, version, error))
    return FALSE;
  if (!hs_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (step_up (db, migrations, newest, error) && hs_sql_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
hs_schema_remove_backups (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *prefix = g_strconcat (strrchr (path, '/') + 1, ".v", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && g_unlink (file) != 0 && errno != ENOENT)
        return hs_store_fail_errno ("Cannot remove backup", name, error);
    }
  return TRUE;
}
