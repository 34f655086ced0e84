/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite statements with typed binding, and its errors as what the caller can do. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <errno.h>

/* clang-format off */
G_DEFINE_QUARK (hs-store-error-quark, hs_store_error)
/* clang-format on */

static HsStoreError
to_store_error (sqlite3 *db)
{
  int reason = sqlite3_system_errno (db);

  switch (sqlite3_extended_errcode (db) & 0xff)
    {
    case SQLITE_FULL:
      return HS_STORE_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return HS_STORE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return HS_STORE_ERROR_DAMAGED;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return reason == ENOSPC || reason == EDQUOT ? HS_STORE_ERROR_FULL : HS_STORE_ERROR_FAILED;
    default:
      return HS_STORE_ERROR_FAILED;
    }
}

gboolean
hs_sql_fail (sqlite3 *db, const char *what, GError **error)
{
  g_set_error (error, HS_STORE_ERROR, to_store_error (db), "store.db: %s: %s (%d)", what,
               sqlite3_errmsg (db), sqlite3_extended_errcode (db));
  return FALSE;
}

gboolean
hs_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return hs_sql_fail (db, "cannot run a statement", error);
}

static int
bind_bytes (sqlite3_stmt *statement, int place, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return sqlite3_bind_blob64 (statement, place, data, length, SQLITE_TRANSIENT);
}

static sqlite3_stmt *
query (sqlite3 *db, GError **error, const char *sql, const char *format, va_list args)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  for (int i = 0; result == SQLITE_OK && format[i] != '\0'; i++)
    {
      if (format[i] == 't')
        result =
          sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
      else if (format[i] == 'i')
        result = sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
      else
        result = bind_bytes (statement, i + 1, va_arg (args, GBytes *));
    }
  if (result == SQLITE_OK)
    return g_steal_pointer (&statement);
  hs_sql_fail (db, "cannot prepare a statement", error);
  return NULL;
}

sqlite3_stmt *
hs_sql_query (sqlite3 *db, GError **error, const char *sql, const char *format, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, format);
  statement = query (db, error, sql, format, args);
  va_end (args);
  return statement;
}

HsSqlStep
hs_sql_step (sqlite3_stmt *statement, GError **error)
{
  switch (sqlite3_step (statement))
    {
    case SQLITE_ROW:
      return HS_SQL_ROW;
    case SQLITE_DONE:
      return HS_SQL_DONE;
    default:
      hs_sql_fail (sqlite3_db_handle (statement), "cannot read or write", error);
      return HS_SQL_ERROR;
    }
}

gboolean
hs_sql_run (sqlite3 *db, GError **error, const char *sql, const char *format, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  va_list args;

  va_start (args, format);
  statement = query (db, error, sql, format, args);
  va_end (args);
  return statement != NULL && hs_sql_step (statement, error) != HS_SQL_ERROR;
}

GBytes *
hs_sql_column_bytes (sqlite3_stmt *statement, int column)
{
  gconstpointer data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}

gboolean
hs_store_fail_errno (const char *what, const char *name, GError **error)
{
  int code = errno;

  g_set_error (error, HS_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? HS_STORE_ERROR_FULL : HS_STORE_ERROR_FAILED,
               "%s %s: %s", what, name, g_strerror (code));
  return FALSE;
}

gboolean
hs_store_fail_io (GError *io, GError **error)
{
  gboolean full = g_error_matches (io, G_IO_ERROR, G_IO_ERROR_NO_SPACE);

  g_set_error_literal (error, HS_STORE_ERROR, full ? HS_STORE_ERROR_FULL : HS_STORE_ERROR_FAILED,
                       io->message);
  return FALSE;
}
