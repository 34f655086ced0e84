/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Opens the file, or makes it. Must be called under the lock of the catalogue's folder. A file that is
 * damaged or not ours is moved aside (with its -wal and -shm) and *warning says so. Errors: G_IO_ERROR. */
sqlite3 *hs_catalog_db_open (HsWorld *world, const char *path, char **warning,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same file where nothing can be written, only to read it; and where there is none that can be read, an
 * empty one in memory with the schema. Errors: G_IO_ERROR, HS_CATALOG_ERROR_DAMAGED. */
sqlite3 *hs_catalog_db_open_to_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
sqlite3 *hs_catalog_db_open_in_memory (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One more connection to a file that was opened before: a long import must not keep searches waiting. */
sqlite3 *hs_catalog_db_connect (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_catalog_db_close (sqlite3 *db);

/* Sets error from the connection's last failure: DAMAGED, G_IO_ERROR_NO_SPACE, _BUSY or _FAILED.
 * Always returns FALSE. */
gboolean hs_catalog_db_fail (sqlite3 *db, const char *doing, GError **error);
gboolean hs_catalog_db_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *
hs_catalog_db_prepare (sqlite3 *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE and *row while there are rows, TRUE and !*row at the end. */
gboolean hs_catalog_db_step (sqlite3 *db, sqlite3_stmt *statement, gboolean *row, GError **error);
/* Runs a statement that gives no rows, then resets it. */
gboolean hs_catalog_db_run (sqlite3 *db, sqlite3_stmt *statement, GError **error);
/* Binds text, NULL as NULL; the text must live until the statement is reset. */
void hs_catalog_db_bind (sqlite3_stmt *statement, int index, const char *text);
const char *
hs_catalog_db_text (sqlite3_stmt *statement, int column); /* (transfer none), NULL as "" */

gboolean hs_catalog_db_begin (sqlite3 *db, GError **error);
/* Commits when ok, else rolls back and returns FALSE. */
gboolean hs_catalog_db_end (sqlite3 *db, gboolean ok, GError **error);

char *
hs_catalog_db_get_meta (sqlite3 *db, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_catalog_db_set_meta (sqlite3 *db, const char *name, const char *value, GError **error);

static inline void
hs_catalog_db_finalize (sqlite3_stmt *statement)
{
  sqlite3_finalize (statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, hs_catalog_db_finalize)

G_END_DECLS
