/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole store looked through: SQLite's own check, every record and every frame of every blob. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

static gboolean
check_pages (HsStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) row = hs_sql_query (self->db, error, "PRAGMA integrity_check(1)", "");
  const char *verdict;

  if (row == NULL || hs_sql_step (row, error) != HS_SQL_ROW)
    return FALSE;
  verdict = (const char *) sqlite3_column_text (row, 0);
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "store.db is damaged: %s", verdict);
  return FALSE;
}

static gboolean
check_references (HsStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) row = hs_sql_query (self->db, error, "PRAGMA foreign_key_check", "");

  switch (row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR)
    {
    case HS_SQL_DONE:
      return TRUE;
    case HS_SQL_ROW:
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                   "store.db is damaged: a row of table %s has no owner's key",
                   (const char *) sqlite3_column_text (row, 0));
      return FALSE;
    case HS_SQL_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
check_records (HsStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "SELECT kind, id, owner, rank, version, sealed FROM record", "");
  HsSqlStep step = HS_SQL_ERROR;

  while (row != NULL && (step = hs_sql_step (row, error)) == HS_SQL_ROW)
    {
      g_autoptr (JsonNode) value = hs_store_unseal_record (self, row, error);

      if (value == NULL)
        return FALSE;
    }
  return step == HS_SQL_DONE;
}

static gboolean
check_blob (HsStore *self, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GInputStream) stream = hs_store_open_blob (self, id, 0, &local);
  gssize n = stream != NULL ? 1 : -1;

  while (n > 0)
    n = g_input_stream_skip (stream, HS_BLOB_FRAME_BYTES, NULL, &local);
  if (n == 0 || g_error_matches (local, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND))
    return TRUE; /* not found: deleted since it was listed */
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
hs_store_check (HsStore *self, GError **error)
{
  g_auto (GStrv) blobs = NULL;
  gboolean good;

  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_rec_mutex_lock (&self->lock);
  good = check_pages (self, error) && check_references (self, error) && check_records (self, error);
  g_rec_mutex_unlock (&self->lock);
  if (!good)
    return FALSE;
  blobs = hs_store_list_blobs (self, NULL, error);
  for (guint i = 0; blobs != NULL && blobs[i] != NULL; i++)
    if (!check_blob (self, blobs[i], error))
      return FALSE;
  return blobs != NULL;
}
