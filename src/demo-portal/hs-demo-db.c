/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Few lines around SQLite, so that a handler reads as what it does. What was answered with 2xx is on
 * the disk: WAL with synchronous=FULL. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-db.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA_VERSION 1

static const char schema[] =
  "CREATE TABLE dossier (id TEXT PRIMARY KEY, owner TEXT NOT NULL, service TEXT NOT NULL,"
  " authority TEXT NOT NULL, status INTEGER NOT NULL, reference TEXT, round INTEGER NOT NULL,"
  " created_us INTEGER NOT NULL, received_us INTEGER, due_us INTEGER, accepted INTEGER NOT NULL"
  " DEFAULT 0) STRICT;"
  "CREATE TABLE round (dossier TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE,"
  " n INTEGER NOT NULL, manifest_sha256 TEXT NOT NULL, announcement TEXT NOT NULL, request TEXT,"
  " created_us INTEGER NOT NULL, PRIMARY KEY (dossier, n)) STRICT;"
  "CREATE TABLE attachment (dossier TEXT NOT NULL, round INTEGER NOT NULL, id TEXT NOT NULL,"
  " position INTEGER NOT NULL, evidence TEXT NOT NULL, name TEXT NOT NULL, media TEXT NOT NULL,"
  " size INTEGER NOT NULL, sha256 TEXT NOT NULL, copy_kind TEXT NOT NULL,"
  " PRIMARY KEY (dossier, round, id),"
  " FOREIGN KEY (dossier, round) REFERENCES round ON DELETE CASCADE) STRICT;"
  "CREATE TABLE upload (id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier ON DELETE"
  " CASCADE, attachment TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,"
  " offset INTEGER NOT NULL, state TEXT NOT NULL, received INTEGER NOT NULL DEFAULT 0,"
  " expires_us INTEGER NOT NULL) STRICT;"
  /* what is left of an upload that ended badly stays as a row, so that its URL answers 410 */
  "CREATE UNIQUE INDEX upload_natural ON upload (dossier, attachment, sha256)"
  " WHERE state IN ('open', 'verified');"
  "CREATE TABLE submission (dossier TEXT NOT NULL, round INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,"
  " manifest_sha256 TEXT NOT NULL, reference TEXT NOT NULL, received_us INTEGER NOT NULL,"
  " answer TEXT NOT NULL, replays INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (dossier, round),"
  " FOREIGN KEY (dossier, round) REFERENCES round) STRICT;"
  "CREATE TABLE serial (authority TEXT NOT NULL, day TEXT NOT NULL, n INTEGER NOT NULL,"
  " PRIMARY KEY (authority, day)) STRICT;"
  "CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
  " dossier TEXT NOT NULL REFERENCES dossier ON DELETE CASCADE, owner TEXT NOT NULL,"
  " recorded_us INTEGER NOT NULL, body TEXT NOT NULL) STRICT;"
  "CREATE INDEX event_owner ON event (owner, seq);"
  "CREATE INDEX event_dossier ON event (dossier, seq);"
  "CREATE TABLE file (id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier ON DELETE"
  " CASCADE, kind TEXT NOT NULL, name TEXT NOT NULL, media TEXT NOT NULL, sha256 TEXT NOT NULL,"
  " bytes BLOB NOT NULL, created_us INTEGER NOT NULL) STRICT;"
  "CREATE TABLE payment (id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier ON DELETE"
  " CASCADE, amount INTEGER NOT NULL, request TEXT NOT NULL UNIQUE, status TEXT NOT NULL,"
  " back_to INTEGER NOT NULL, created_us INTEGER NOT NULL, expires_us INTEGER NOT NULL) STRICT;"
  "CREATE TABLE sign_in (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, family TEXT NOT NULL,"
  " owner TEXT NOT NULL, client TEXT NOT NULL, scope TEXT NOT NULL, expires_us INTEGER NOT NULL,"
  " used_us INTEGER NOT NULL DEFAULT 0, redirect_uri TEXT, challenge TEXT, nonce TEXT) STRICT;"
  "CREATE INDEX sign_in_family ON sign_in (family);"
  "CREATE TABLE device (hash TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client TEXT NOT "
  "NULL,"
  " scope TEXT NOT NULL, owner TEXT, state TEXT NOT NULL, place TEXT, expires_us INTEGER NOT NULL,"
  " polled_us INTEGER NOT NULL DEFAULT 0, interval_s INTEGER NOT NULL) STRICT;"
  "CREATE TABLE catalogue (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,"
  " sha256 TEXT NOT NULL, size INTEGER NOT NULL, deleted INTEGER NOT NULL, path TEXT NOT NULL,"
  " seq INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT;"
  "CREATE TABLE journal (n INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL,"
  " act TEXT NOT NULL, dossier TEXT NOT NULL, round INTEGER, detail TEXT) STRICT;";

static void
note_failure (HsDemoDb *self, const char *what)
{
  g_warning ("database: %s: %s", what, sqlite3_errmsg (self->handle));
  self->failed = TRUE;
}

static gboolean
execute (HsDemoDb *self, const char *sql)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  note_failure (self, sql);
  return FALSE;
}

static gboolean
prepare_schema (HsDemoDb *self, GError **error)
{
  gint64 version = hs_demo_db_int (self, -1, "PRAGMA user_version", "");

  if (version == SCHEMA_VERSION)
    return TRUE;
  if (version != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "portal.db has version %" G_GINT64_FORMAT ", this program knows %d", version,
                   SCHEMA_VERSION);
      return FALSE;
    }
  hs_demo_db_begin (self);
  execute (self, schema);
  execute (self, "PRAGMA user_version = " G_STRINGIFY (SCHEMA_VERSION));
  if (hs_demo_db_commit (self))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "portal.db cannot be set up: %s",
               sqlite3_errmsg (self->handle));
  return FALSE;
}

HsDemoDb *
hs_demo_db_open (const char *path, GError **error)
{
  g_autoptr (HsDemoDb) self = g_new0 (HsDemoDb, 1);

  if (sqlite3_open_v2 (path, &self->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW,
                       NULL) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be opened: %s", path,
                   self->handle == NULL ? "no memory" : sqlite3_errmsg (self->handle));
      return NULL;
    }
  sqlite3_busy_timeout (self->handle, 5000);
  execute (self, "PRAGMA journal_mode = WAL");
  execute (self, "PRAGMA synchronous = FULL");
  execute (self, "PRAGMA foreign_keys = ON");
  execute (self, "PRAGMA trusted_schema = OFF");
  if (self->failed)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s is not usable: %s", path,
                   sqlite3_errmsg (self->handle));
      return NULL;
    }
  if (!prepare_schema (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
hs_demo_db_free (HsDemoDb *self)
{
  if (self->handle != NULL && self->in_transaction)
    hs_demo_db_rollback (self);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

void
hs_demo_db_reset (HsDemoDb *self)
{
  if (self->in_transaction)
    hs_demo_db_rollback (self);
  self->failed = FALSE;
  self->die_before_commit = FALSE;
}

static void
bind_bytes (sqlite3_stmt *statement, int i, GBytes *bytes)
{
  gsize size;
  gconstpointer data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  if (data == NULL)
    sqlite3_bind_zeroblob (statement, i, 0);
  else
    sqlite3_bind_blob64 (statement, i, data, size, SQLITE_TRANSIENT);
}

static sqlite3_stmt *
prepare (HsDemoDb *self, const char *sql, const char *types, va_list args)
{
  sqlite3_stmt *statement = NULL;
  int i = 0;

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      note_failure (self, sql);
      return NULL;
    }
  for (const char *type = types; *type != '\0'; type++)
    {
      i++;
      if (*type == 's')
        sqlite3_bind_text (statement, i, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
      else if (*type == 'i')
        sqlite3_bind_int64 (statement, i, va_arg (args, gint64));
      else
        bind_bytes (statement, i, va_arg (args, GBytes *));
    }
  return statement;
}

gboolean
hs_demo_db_next (HsDemoDb *self, sqlite3_stmt **statement)
{
  int result;

  if (*statement == NULL)
    return FALSE;
  result = sqlite3_step (*statement);
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    note_failure (self, sqlite3_sql (*statement));
  g_clear_pointer (statement, sqlite3_finalize);
  return FALSE;
}

gboolean
hs_demo_db_run (HsDemoDb *self, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = prepare (self, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  while (hs_demo_db_next (self, &statement))
    ;
  return !self->failed;
}

sqlite3_stmt *
hs_demo_db_query (HsDemoDb *self, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = prepare (self, sql, types, args);
  va_end (args);
  return statement;
}

gint64
hs_demo_db_int (HsDemoDb *self, gint64 fallback, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = prepare (self, sql, types, args);
  va_end (args);
  if (!hs_demo_db_next (self, &statement) || sqlite3_column_type (statement, 0) == SQLITE_NULL)
    return fallback;
  return sqlite3_column_int64 (statement, 0);
}

char *
hs_demo_db_text (HsDemoDb *self, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = prepare (self, sql, types, args);
  va_end (args);
  if (!hs_demo_db_next (self, &statement))
    return NULL;
  return g_strdup (hs_demo_column (statement, 0));
}

int
hs_demo_db_changes (HsDemoDb *self)
{
  return sqlite3_changes (self->handle);
}

gboolean
hs_demo_db_begin (HsDemoDb *self)
{
  g_return_val_if_fail (!self->in_transaction, FALSE);
  if (!execute (self, "BEGIN IMMEDIATE"))
    return FALSE;
  self->in_transaction = TRUE;
  return TRUE;
}

gboolean
hs_demo_db_commit (HsDemoDb *self)
{
  if (!self->in_transaction)
    return FALSE;
  if (self->die_before_commit)
    kill (getpid (), SIGKILL);
  if (self->failed || !execute (self, "COMMIT"))
    {
      hs_demo_db_rollback (self);
      return FALSE;
    }
  self->in_transaction = FALSE;
  return TRUE;
}

void
hs_demo_db_rollback (HsDemoDb *self)
{
  if (!self->in_transaction)
    return;
  self->in_transaction = FALSE;
  /* SQLite has rolled back by itself after some errors (full disk): then there is nothing to do */
  if (sqlite3_get_autocommit (self->handle) == 0)
    execute (self, "ROLLBACK");
}

const char *
hs_demo_column (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

GBytes *
hs_demo_column_bytes (sqlite3_stmt *statement, int column)
{
  return g_bytes_new (sqlite3_column_blob (statement, column),
                      sqlite3_column_bytes (statement, column));
}
