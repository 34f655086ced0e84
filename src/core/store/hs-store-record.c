/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: JSON documents sealed with their owner's key, and the end of an owner. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <string.h>

#define RECORD_COLUMNS "kind, id, owner, rank, version, sealed"
#define MAX_RECORD_BYTES (64 * 1024 * 1024)

static char *
record_place (const char *kind, const char *id, const char *owner, gint64 rank, gint64 version)
{
  g_autofree char *rank_text = g_strdup_printf ("%" G_GINT64_FORMAT, rank);
  g_autofree char *version_text = g_strdup_printf ("%" G_GINT64_FORMAT, version);

  return hs_seal_place ("record", kind, id, owner, rank_text, version_text, NULL);
}

/* What the reader would refuse must not be written. */
static gboolean
check_readable (const char *text, const char *kind, const char *id, GError **error)
{
  int depth = 0, deepest = 0;
  gboolean quoted = FALSE;
  const char *p = text;

  for (; *p != '\0'; p++)
    {
      if (quoted && *p == '\\')
        p++;
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == '{' || *p == '['))
        deepest = MAX (deepest, ++depth);
      else if (!quoted && (*p == '}' || *p == ']'))
        depth--;
    }
  if (deepest <= HS_JSON_MAX_DEPTH && p - text <= MAX_RECORD_BYTES)
    return TRUE;
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED,
               "Record %s/%s is too large or too deep to be stored", kind, id);
  return FALSE;
}

/* The version that a put makes: 1 for a new row. */
static gboolean
next_version (HsStore *self, const char *kind, const char *id, gint64 *version, GError **error)
{
  g_autoptr (sqlite3_stmt) row = hs_sql_query (
    self->db, error, "SELECT version FROM record WHERE kind = ? AND id = ?", "tt", kind, id);
  HsSqlStep step = row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR;

  *version = step == HS_SQL_ROW ? sqlite3_column_int64 (row, 0) + 1 : 1;
  return step != HS_SQL_ERROR;
}

static gboolean
put_text (HsStore *self, const char *kind, const char *id, const char *owner, gint64 rank,
          const char *text, GError **error)
{
  g_autofree char *place = NULL;
  g_autoptr (GBytes) sealed = NULL;
  guint8 key[HS_KEY_BYTES];
  gint64 version;

  if (!next_version (self, kind, id, &version, error) ||
      !hs_store_owner_key (self, owner, TRUE, key, error))
    return FALSE;
  place = record_place (kind, id, owner, rank, version);
  sealed = hs_seal (self->world, key, place, text, strlen (text));
  sodium_memzero (key, sizeof key);
  return hs_sql_run (self->db, error,
                     "INSERT INTO record (" RECORD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner,"
                     " rank = excluded.rank, version = excluded.version,"
                     " sealed = excluded.sealed",
                     "tttiib", kind, id, owner, rank, version, sealed);
}

gboolean
hs_store_put (HsStore *self, const char *kind, const char *id, const char *owner, gint64 rank,
              JsonNode *value, GError **error)
{
  gboolean good;
  char *text;

  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_return_val_if_fail (kind != NULL && id != NULL && owner != NULL && value != NULL, FALSE);
  text = hs_json_write (value);
  good = check_readable (text, kind, id, error) && hs_store_begin (self, error) &&
         hs_store_finish (self, put_text (self, kind, id, owner, rank, text, error), error);
  sodium_memzero (text, strlen (text));
  g_free (text);
  return good;
}

/* row has RECORD_COLUMNS. */
JsonNode *
hs_store_unseal_record (HsStore *self, sqlite3_stmt *row, GError **error)
{
  g_autofree char *kind = g_strdup ((const char *) sqlite3_column_text (row, 0));
  g_autofree char *id = g_strdup ((const char *) sqlite3_column_text (row, 1));
  g_autofree char *owner = g_strdup ((const char *) sqlite3_column_text (row, 2));
  g_autofree char *place =
    record_place (kind, id, owner, sqlite3_column_int64 (row, 3), sqlite3_column_int64 (row, 4));
  g_autoptr (GBytes) sealed = hs_sql_column_bytes (row, 5);
  g_autoptr (GBytes) plain = NULL;
  JsonNode *value = NULL;
  guint8 key[HS_KEY_BYTES];

  if (!hs_store_owner_key (self, owner, FALSE, key, error))
    {
      g_prefix_error (error, "Record %s/%s: ", kind, id);
      return NULL;
    }
  plain = hs_unseal (key, place, sealed);
  sodium_memzero (key, sizeof key);
  if (plain != NULL)
    value = hs_json_parse_bytes (plain, HS_JSON_DEFAULT, NULL);
  if (value == NULL)
    g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "Record %s/%s is damaged", kind,
                 id);
  return value;
}

JsonNode *
hs_store_get (HsStore *self, const char *kind, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) row = NULL;
  JsonNode *value = NULL;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL && id != NULL, NULL);
  g_rec_mutex_lock (&self->lock);
  row = hs_sql_query (self->db, error,
                      "SELECT " RECORD_COLUMNS " FROM record WHERE kind = ? AND id = ?", "tt", kind,
                      id);
  if (row != NULL && hs_sql_step (row, error) == HS_SQL_ROW)
    value = hs_store_unseal_record (self, row, error);
  g_clear_pointer (&row, sqlite3_finalize);
  g_rec_mutex_unlock (&self->lock);
  return value;
}

/* First column of all rows; takes query. */
static char **
collect_ids (sqlite3_stmt *query, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) row = query;
  HsSqlStep step = HS_SQL_ERROR;

  while (row != NULL && (step = hs_sql_step (row, error)) == HS_SQL_ROW)
    g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (row, 0)));
  if (step != HS_SQL_DONE)
    return NULL;
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

char **
hs_store_list (HsStore *self, const char *kind, const char *owner, GError **error)
{
  char **ids;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_rec_mutex_lock (&self->lock);
  ids = collect_ids (
    hs_sql_query (self->db, error,
                  "SELECT id FROM record WHERE kind = ?1 AND (?2 IS NULL OR owner = ?2)"
                  " ORDER BY rank DESC, id",
                  "tt", kind, owner),
    error);
  g_rec_mutex_unlock (&self->lock);
  return ids;
}

char **
hs_store_list_blobs (HsStore *self, const char *owner, GError **error)
{
  char **ids;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_rec_mutex_lock (&self->lock);
  ids = collect_ids (hs_sql_query (self->db, error,
                                   "SELECT id FROM blob WHERE ?1 IS NULL OR owner = ?1 ORDER BY id",
                                   "t", owner),
                     error);
  g_rec_mutex_unlock (&self->lock);
  return ids;
}

gboolean
hs_store_delete (HsStore *self, const char *kind, const char *id, GError **error)
{
  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_return_val_if_fail (kind != NULL && id != NULL, FALSE);
  return hs_store_begin (self, error) &&
         hs_store_finish (self,
                          hs_sql_run (self->db, error,
                                      "DELETE FROM record WHERE kind = ? AND id = ?", "tt", kind,
                                      id),
                          error);
}

static gboolean
delete_rows (HsStore *self, const char *owner, GError **error)
{
  return hs_sql_run (self->db, error, "DELETE FROM record WHERE owner = ?", "t", owner) &&
         hs_sql_run (self->db, error, "DELETE FROM blob WHERE owner = ?", "t", owner) &&
         hs_sql_run (self->db, error, "DELETE FROM owner_key WHERE owner = ?", "t", owner);
}

/* The log still has the page with the key as it was: emptied at once, with secure_delete nothing of
 * the key is left in the database either. */
static gboolean
forget_log (HsStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "PRAGMA wal_checkpoint(TRUNCATE)", "");

  if (row == NULL || hs_sql_step (row, error) != HS_SQL_ROW)
    return FALSE;
  if (sqlite3_column_int (row, 0) == 0)
    return TRUE;
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_BUSY,
               "store.db: another process reads, so the log with deleted keys is not yet emptied");
  return FALSE;
}

static gboolean
delete_owner (HsStore *self, const char *owner, GError **error)
{
  g_auto (GStrv) blobs = hs_store_list_blobs (self, owner, error);
  g_autoptr (GError) local = NULL;

  if (blobs == NULL || !hs_store_begin (self, error) ||
      !hs_store_finish (self, delete_rows (self, owner, error), error))
    return FALSE;
  g_hash_table_add (self->deleted, g_strdup (owner));
  /* The key is gone; what it sealed goes too, and every old page that still has the key. */
  for (guint i = 0; blobs[i] != NULL; i++)
    if (!hs_store_unlink_blob (self, blobs[i], error))
      return FALSE;
  if (!hs_schema_remove_backups (self->path, error))
    return FALSE;
  if (forget_log (self, &local))
    return TRUE;
  if (!g_error_matches (local, HS_STORE_ERROR, HS_STORE_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* the owner is gone all the same; the log is emptied by the next deletion, or by the last to close */
  g_message ("%s", local->message);
  return TRUE;
}

gboolean
hs_store_delete_owner (HsStore *self, const char *owner, GError **error)
{
  gboolean good;

  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_return_val_if_fail (owner != NULL, FALSE);
  g_rec_mutex_lock (&self->lock);
  if (self->depth > 0)
    g_critical ("An owner is not deleted inside a transaction");
  good = self->depth == 0 && delete_owner (self, owner, error);
  g_rec_mutex_unlock (&self->lock);
  return good;
}
