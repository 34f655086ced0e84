/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue's SQLite file: schema, damage, and the few calls the other parts use. Every table but
 * "record" is derived from it and can be made again. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalog-db.h"

#include "catalog/hs-catalogue.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define APPLICATION_ID 1215458130 /* "HrSR", only ours */
#define SCHEMA_VERSION 1
#define BUSY_MS 30000

/* record: what each origin said (0 starter, 1 details, 2 index), never mixed.
 * procedure: the merged facts, one row a key. search: the same in the order of popularity, folded;
 * its id is the row of fts. */
static const char schema[] =
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE record (key TEXT NOT NULL, origin INTEGER NOT NULL, json TEXT NOT NULL,"
  " PRIMARY KEY (key, origin)) WITHOUT ROWID;"
  "CREATE TABLE procedure (key TEXT PRIMARY KEY, title TEXT NOT NULL, legal_name TEXT NOT NULL,"
  " field TEXT NOT NULL, agency TEXT NOT NULL, promulgator TEXT NOT NULL, levels TEXT NOT NULL,"
  " online TEXT NOT NULL, form TEXT, audience TEXT NOT NULL, aliases TEXT NOT NULL,"
  " weight INTEGER NOT NULL, has_details INTEGER NOT NULL, details TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE search (id INTEGER PRIMARY KEY, key TEXT NOT NULL, title TEXT NOT NULL,"
  " marks TEXT NOT NULL, aliases TEXT NOT NULL, alias_marks TEXT NOT NULL, other TEXT NOT NULL,"
  " weight INTEGER NOT NULL, field TEXT NOT NULL, levels TEXT NOT NULL, online TEXT NOT NULL,"
  " audience TEXT NOT NULL);"
  "CREATE VIRTUAL TABLE fts USING fts5 (title, aliases, other, marks, content = '', detail = "
  "'column',"
  " prefix = '1 2 3', tokenize = \"unicode61 remove_diacritics 0\");"
  "CREATE TABLE life_event (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT "
  "NULL,"
  " icon TEXT NOT NULL, audience TEXT NOT NULL);"
  "CREATE TABLE life_event_procedure (event TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT "
  "NULL,"
  " PRIMARY KEY (event, key)) WITHOUT ROWID;"
  "CREATE TABLE synonym (means TEXT NOT NULL, say TEXT NOT NULL, PRIMARY KEY (means, say)) WITHOUT "
  "ROWID;"
  "CREATE TABLE ignored (word TEXT PRIMARY KEY) WITHOUT ROWID;";

static GIOErrorEnum
to_io_error (sqlite3 *db, int code)
{
  switch (code)
    {
    case SQLITE_FULL:
      return G_IO_ERROR_NO_SPACE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return G_IO_ERROR_BUSY;
    case SQLITE_READONLY:
      return G_IO_ERROR_READ_ONLY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      {
        int reason = sqlite3_system_errno (db);

        return reason != 0 ? g_io_error_from_errno (reason) : G_IO_ERROR_FAILED;
      }
    default:
      return G_IO_ERROR_FAILED;
    }
}

gboolean
hs_catalog_db_fail (sqlite3 *db, const char *doing, GError **error)
{
  int code = sqlite3_errcode (db) & 0xff;
  const char *reason = sqlite3_errmsg (db);

  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_DAMAGED,
                 "catalogue.db is damaged: %s (%s)", reason, doing);
  else
    g_set_error (error, G_IO_ERROR, (int) to_io_error (db, code), "catalogue.db: %s (%s)", reason,
                 doing);
  return FALSE;
}

gboolean
hs_catalog_db_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return hs_catalog_db_fail (db, sql, error);
  return TRUE;
}

sqlite3_stmt *
hs_catalog_db_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    hs_catalog_db_fail (db, sql, error);
  return statement;
}

gboolean
hs_catalog_db_step (sqlite3 *db, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code = sqlite3_step (statement);

  *row = code == SQLITE_ROW;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return hs_catalog_db_fail (db, sqlite3_sql (statement), error);
  return TRUE;
}

gboolean
hs_catalog_db_run (sqlite3 *db, sqlite3_stmt *statement, GError **error)
{
  gboolean row;
  gboolean ok = hs_catalog_db_step (db, statement, &row, error);

  sqlite3_reset (statement);
  return ok;
}

void
hs_catalog_db_bind (sqlite3_stmt *statement, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, index);
}

const char *
hs_catalog_db_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? text : "";
}

gboolean
hs_catalog_db_begin (sqlite3 *db, GError **error)
{
  return hs_catalog_db_exec (db, "BEGIN IMMEDIATE", error);
}

gboolean
hs_catalog_db_end (sqlite3 *db, gboolean ok, GError **error)
{
  if (ok && hs_catalog_db_exec (db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

char *
hs_catalog_db_get_meta (sqlite3 *db, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  statement = hs_catalog_db_prepare (db, "SELECT value FROM meta WHERE name = ?1", error);
  if (statement == NULL)
    return NULL;
  hs_catalog_db_bind (statement, 1, name);
  if (!hs_catalog_db_step (db, statement, &row, error))
    return NULL;
  return g_strdup (row ? hs_catalog_db_text (statement, 0) : "");
}

gboolean
hs_catalog_db_set_meta (sqlite3 *db, const char *name, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = hs_catalog_db_prepare (db, "INSERT OR REPLACE INTO meta VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  hs_catalog_db_bind (statement, 1, name);
  hs_catalog_db_bind (statement, 2, value);
  return hs_catalog_db_run (db, statement, error);
}

static gboolean
read_number (sqlite3 *db, const char *sql, int *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hs_catalog_db_prepare (db, sql, error);
  gboolean row = FALSE;

  if (statement == NULL || !hs_catalog_db_step (db, statement, &row, error))
    return FALSE;
  *number = row ? sqlite3_column_int (statement, 0) : 0;
  return TRUE;
}

static gboolean
make_schema (sqlite3 *db, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d; %s", APPLICATION_ID,
                     SCHEMA_VERSION, schema);

  return hs_catalog_db_begin (db, error) &&
         hs_catalog_db_end (db, hs_catalog_db_exec (db, sql, error), error);
}

/* Our file, whole, of this version; an empty one gets the schema. */
static gboolean
check_file (sqlite3 *db, GError **error)
{
  int n_tables, application, version;
  g_autoptr (sqlite3_stmt) check = NULL;
  gboolean row;

  if (!read_number (db, "SELECT count(*) FROM sqlite_master", &n_tables, error) ||
      !read_number (db, "PRAGMA application_id", &application, error) ||
      !read_number (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (n_tables == 0)
    return make_schema (db, error);
  if (application != APPLICATION_ID || version != SCHEMA_VERSION)
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_DAMAGED,
                   "catalogue.db is not a catalogue of this program (application %d, version %d)",
                   application, version);
      return FALSE;
    }
  check = hs_catalog_db_prepare (db, "PRAGMA quick_check(1)", error);
  if (check == NULL || !hs_catalog_db_step (db, check, &row, error))
    return FALSE;
  if (row && g_strcmp0 (hs_catalog_db_text (check, 0), "ok") != 0)
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_DAMAGED, "catalogue.db is damaged: %s",
                   hs_catalog_db_text (check, 0));
      return FALSE;
    }
  return TRUE;
}

static sqlite3 *
connect_with (const char *path, int flags, GError **error)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, flags | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR,
                   db != NULL ? (int) to_io_error (db, sqlite3_errcode (db) & 0xff)
                              : G_IO_ERROR_FAILED,
                   "%s cannot be opened: %s", path, db != NULL ? sqlite3_errmsg (db) : "no memory");
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_MS);
  /* Foreign tables and functions in a changed file are not trusted. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return db;
}

sqlite3 *
hs_catalog_db_connect (const char *path, GError **error)
{
  sqlite3 *db = connect_with (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  if (db == NULL)
    return NULL;
  /* SQLite falls back by itself, and says so only at the first writing */
  if (sqlite3_db_readonly (db, "main") == 1)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "%s can only be read", path);
      sqlite3_close (db);
      return NULL;
    }
  if (hs_catalog_db_exec (
        db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;",
        error))
    return db;
  sqlite3_close (db);
  return NULL;
}

static sqlite3 *
open_and_check (const char *path, GError **error)
{
  sqlite3 *db = hs_catalog_db_connect (path, error);

  if (db != NULL && !check_file (db, error))
    g_clear_pointer (&db, sqlite3_close);
  return db;
}

/* What is in a log that cannot be read along with it is left out: an older catalogue is still one. */
sqlite3 *
hs_catalog_db_open_to_read (const char *path, GError **error)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, error);
  g_autofree char *unchanging = uri != NULL ? g_strconcat (uri, "?immutable=1", NULL) : NULL;
  sqlite3 *db;

  if (uri == NULL)
    return NULL;
  db = connect_with (path, SQLITE_OPEN_READONLY, NULL);
  if (db != NULL && check_file (db, NULL))
    return db;
  sqlite3_close (db);
  db = connect_with (unchanging, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
  if (db != NULL && !check_file (db, error))
    g_clear_pointer (&db, sqlite3_close);
  return db;
}

sqlite3 *
hs_catalog_db_open_in_memory (GError **error)
{
  return open_and_check (":memory:", error);
}

/* Keeps what is left of the file for a person to look at. */
static gboolean
move_aside (HsWorld *world, const char *path, char **aside, GError **error)
{
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_utc (hs_world_now_us (world) / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  static const char *const tails[] = { "", "-wal", "-shm" };
  g_autofree char *target = NULL;

  for (guint n = 1; target == NULL; n++)
    {
      g_autofree char *name = n == 1 ? g_strdup_printf ("%s.damaged-%s", path, stamp)
                                     : g_strdup_printf ("%s.damaged-%s-%u", path, stamp, n);

      if (!g_file_test (name, G_FILE_TEST_EXISTS))
        target = g_steal_pointer (&name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autofree char *from = g_strconcat (path, tails[i], NULL);
      g_autofree char *to = g_strconcat (target, tails[i], NULL);

      if (g_rename (from, to) != 0 && (i == 0 || errno != ENOENT))
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                       "%s cannot be moved aside: %s", from, g_strerror (code));
          return FALSE;
        }
    }
  *aside = g_steal_pointer (&target);
  return TRUE;
}

sqlite3 *
hs_catalog_db_open (HsWorld *world, const char *path, char **warning, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *name = NULL;
  sqlite3 *db = open_and_check (path, &problem);

  if (db != NULL)
    return db;
  if (!g_error_matches (problem, HS_CATALOG_ERROR, HS_CATALOG_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (!move_aside (world, path, &aside, error))
    return NULL;
  name = g_path_get_basename (aside);
  *warning = g_strdup_printf (
    "%s; it was moved to %s and made again from the installed files, procedures imported "
    "before must be imported again",
    problem->message, name);
  return open_and_check (path, error);
}

void
hs_catalog_db_close (sqlite3 *db)
{
  sqlite3_close (db);
}
