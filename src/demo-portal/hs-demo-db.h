/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The portal's SQLite file: WAL, synchronous=FULL, foreign keys. An error sticks until the request is
 * over: then nothing more is committed, and the caller gets a 500. */
typedef struct
{
  sqlite3 *handle; /* (owned) */
  gboolean in_transaction;
  gboolean failed;            /* since hs_demo_db_reset() */
  gboolean die_before_commit; /* fault switch: SIGKILL where a power cut would hurt most */
} HsDemoDb;

HsDemoDb *hs_demo_db_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_db_free (HsDemoDb *self);
/* Forgets an earlier error and rolls back what was left open. */
void hs_demo_db_reset (HsDemoDb *self);

/* types: one letter a parameter; s text (nullable), i gint64, b GBytes (nullable). */
gboolean hs_demo_db_run (HsDemoDb *self, const char *sql, const char *types, ...);
/* (nullable): a statement to step with hs_demo_db_next(), which finalizes it at the end. */
sqlite3_stmt *hs_demo_db_query (HsDemoDb *self, const char *sql, const char *types, ...);
gboolean hs_demo_db_next (HsDemoDb *self, sqlite3_stmt **statement);
/* First column of the first row. */
gint64 hs_demo_db_int (HsDemoDb *self, gint64 fallback, const char *sql, const char *types, ...);
char *hs_demo_db_text (HsDemoDb *self, const char *sql, const char *types, ...);
/* Rows changed by the last statement. */
int hs_demo_db_changes (HsDemoDb *self);

gboolean hs_demo_db_begin (HsDemoDb *self);
gboolean hs_demo_db_commit (HsDemoDb *self);
void hs_demo_db_rollback (HsDemoDb *self);

/* Borrowed text of a column, NULL when it is null. */
const char *hs_demo_column (sqlite3_stmt *statement, int column);
GBytes *hs_demo_column_bytes (sqlite3_stmt *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoDb, hs_demo_db_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
