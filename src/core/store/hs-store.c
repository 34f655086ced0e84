/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: one SQLite database of sealed records and one folder of sealed blobs. Names (kind, id,
 * owner) and ranks are in the clear and say nothing of a person; everything else is sealed. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define WAL_RETRY_US 20000

static const char *const migrations[] = {
  "CREATE TABLE profile (id TEXT PRIMARY KEY, protection INTEGER NOT NULL,"
  "  key_check BLOB NOT NULL);"
  "CREATE TABLE owner_key (owner TEXT PRIMARY KEY, sealed BLOB NOT NULL);"
  "CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL,"
  "  owner TEXT NOT NULL REFERENCES owner_key (owner), rank INTEGER NOT NULL,"
  "  version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kind, id));"
  "CREATE INDEX record_by_rank ON record (kind, rank DESC);"
  "CREATE INDEX record_by_owner ON record (owner);"
  "CREATE TABLE blob (id TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES owner_key (owner),"
  "  size INTEGER NOT NULL, sealed BLOB NOT NULL);"
  "CREATE INDEX blob_by_owner ON blob (owner);",
};

#define NEWEST ((int) G_N_ELEMENTS (migrations))

G_DEFINE_FINAL_TYPE (HsStore, hs_store, G_TYPE_OBJECT)

static void
hs_store_finalize (GObject *object)
{
  HsStore *self = HS_STORE (object);

  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_error (&self->only_read);
  g_clear_pointer (&self->key, sodium_free); /* overwrites it */
  g_hash_table_unref (self->deleted);
  g_free (self->blob_dir);
  g_free (self->path);
  g_clear_pointer (&self->world, hs_world_unref);
  g_rec_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hs_store_parent_class)->finalize (object);
}

static void
hs_store_class_init (HsStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_store_finalize;
}

static void
hs_store_init (HsStore *self)
{
  g_rec_mutex_init (&self->lock);
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* SQLite gives its log the mode of the database. */
static gboolean
make_private_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    return hs_store_fail_errno ("Cannot open", path, error);
  close (fd);
  return TRUE;
}

/* Sealed files without the database that has their keys: someone must look, not start anew. */
static gboolean
check_not_lost (HsStore *self, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  GStatBuf info;

  if (g_stat (self->path, &info) == 0 && info.st_size > 0)
    return TRUE;
  dir = g_dir_open (self->blob_dir, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_suffix (name, ".tmp"))
      {
        g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                     "%s is missing or empty, yet sealed files are in %s", self->path,
                     self->blob_dir);
        return FALSE;
      }
  return TRUE;
}

static gboolean
open_database (HsStore *self, GError **error)
{
  if (!hs_schema_check_version (self->path, NEWEST, error) || !check_not_lost (self, error) ||
      !make_private_file (self->path, error))
    return FALSE;
  if (sqlite3_open_v2 (self->path, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return hs_sql_fail (self->db, "cannot open", error);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  /* Until the version is known to be ours, closing must not write either. */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!hs_schema_migrate (self->db, self->path, migrations, NEWEST, error))
    return FALSE;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

/* Changing to WAL does not wait for others as other locks do (SQLite answers BUSY at once): several first starts meet
 * here. Bounded by BUSY_TIMEOUT_MS. */
static gboolean
change_to_wal (HsStore *self, GError **error)
{
  gint64 end_us = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GError) local = NULL;

  while (!hs_sql_exec (self->db, "PRAGMA journal_mode = WAL;", &local))
    {
      if (!g_error_matches (local, HS_STORE_ERROR, HS_STORE_ERROR_BUSY) ||
          g_get_monotonic_time () > end_us)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_clear_error (&local);
      g_usleep (WAL_RETRY_US);
    }
  return TRUE;
}

/* Not in a transaction: the Secret Service may ask the user, and others write meanwhile. */
static gboolean
prepare_database (HsStore *self, GError **error)
{
  return change_to_wal (self, error) &&
         hs_sql_exec (self->db,
                      "PRAGMA synchronous = FULL;"
                      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                      "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
                      error) &&
         hs_store_load_key (self, error);
}

/* A log that holds something is read along; without one nobody writes, and no file beside is needed. */
static gboolean
open_database_to_read (HsStore *self, GError **error)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  g_autofree char *address = NULL;
  GStatBuf info;

  if (uri == NULL || g_stat (self->path, &info) != 0 || info.st_size == 0)
    return hs_store_fail_errno ("Cannot open", self->path, error);
  address = g_strconcat (
    uri, g_stat (log, &info) == 0 && info.st_size > 0 ? "?mode=ro" : "?immutable=1", NULL);
  if (!hs_schema_check_version (self->path, NEWEST, error))
    return FALSE;
  if (sqlite3_open_v2 (address, &self->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) !=
      SQLITE_OK)
    return hs_sql_fail (self->db, "cannot open", error);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return hs_sql_exec (self->db, "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
                      error) &&
         hs_schema_migrate (self->db, self->path, migrations, NEWEST, error) &&
         hs_store_load_key (self, error);
}

/* Takes why. What was kept can be shown and taken along, also when nothing can be added. */
static gboolean
open_to_read (HsStore *self, GError *why)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->db, sqlite3_close);
  self->only_read = why;
  if (open_database_to_read (self, &error))
    {
      g_message ("store.db can only be read: %s", why->message);
      return TRUE;
    }
  g_debug ("store.db cannot be read either: %s", error->message);
  return FALSE;
}

HsStore *
hs_store_open (HsWorld *world, GError **error)
{
  g_autoptr (HsStore) self = NULL;
  g_autoptr (GError) why = NULL;

  g_return_val_if_fail (world != NULL, NULL);
  self = g_object_new (HS_TYPE_STORE, NULL);
  self->world = hs_world_ref (world);
  self->path = hs_world_data_path (world, "store.db");
  self->blob_dir = hs_world_data_path (world, "blobs");
  self->key = sodium_malloc (HS_KEY_BYTES);
  if (self->key == NULL)
    {
      hs_store_fail_errno ("Cannot lock memory for", "the profile key", error);
      return NULL;
    }
  if (open_database (self, &why) && prepare_database (self, &why) &&
      hs_store_open_blob_dir (self, &why))
    return g_steal_pointer (&self);
  if ((g_error_matches (why, HS_STORE_ERROR, HS_STORE_ERROR_FULL) ||
       g_error_matches (why, HS_STORE_ERROR, HS_STORE_ERROR_FAILED)) &&
      open_to_read (self, g_error_copy (why)))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}

HsWorld *
hs_store_get_world (HsStore *self)
{
  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  return self->world;
}

HsProtection
hs_store_get_protection (HsStore *self)
{
  g_return_val_if_fail (HS_IS_STORE (self), HS_PROTECTION_KEY_FILE);
  return self->protection;
}

/* SQLite rolls a transaction back by itself when the disk is full: what follows in it must not
 * be written one by one. */
static gboolean
is_lost (HsStore *self)
{
  return self->depth > 0 && sqlite3_get_autocommit (self->db);
}

static gboolean
fail_lost (GError **error)
{
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FULL,
               "store.db: the transaction was given up after an earlier error in it");
  return FALSE;
}

gboolean
hs_store_begin (HsStore *self, GError **error)
{
  g_autofree char *nested = NULL;
  gboolean good;

  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  if (self->only_read != NULL)
    {
      g_propagate_error (error, g_error_copy (self->only_read));
      return FALSE;
    }
  g_rec_mutex_lock (&self->lock);
  nested = g_strdup_printf ("SAVEPOINT level%u", self->depth);
  good = is_lost (self)
           ? fail_lost (error)
           : hs_sql_exec (self->db, self->depth == 0 ? "BEGIN IMMEDIATE" : nested, error);
  if (good)
    self->depth++;
  else
    g_rec_mutex_unlock (&self->lock);
  return good;
}

static gboolean
end_outermost (HsStore *self, gboolean commit, GError **error)
{
  if (hs_sql_exec (self->db, commit ? "COMMIT" : "ROLLBACK", error))
    return TRUE;
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
end_nested (HsStore *self, gboolean commit, GError **error)
{
  g_autofree char *back = g_strdup_printf ("ROLLBACK TO level%u", self->depth);
  g_autofree char *release = g_strdup_printf ("RELEASE level%u", self->depth);

  return (commit || hs_sql_exec (self->db, back, error)) && hs_sql_exec (self->db, release, error);
}

gboolean
hs_store_end (HsStore *self, gboolean commit, GError **error)
{
  gboolean good, lost;

  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_return_val_if_fail (self->depth > 0, FALSE);
  lost = is_lost (self);
  self->depth--;
  if (lost)
    good = !commit || fail_lost (error);
  else if (self->depth == 0)
    good = end_outermost (self, commit, error);
  else
    good = end_nested (self, commit, error);
  g_rec_mutex_unlock (&self->lock);
  return good;
}

gboolean
hs_store_finish (HsStore *self, gboolean good, GError **error)
{
  if (good)
    return hs_store_end (self, TRUE, error);
  hs_store_end (self, FALSE, NULL);
  return FALSE;
}
