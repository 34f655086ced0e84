/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed files. A blob is written to <id>.tmp under a lock, synced, renamed and only then named in
 * the database, all under its own key, which the row keeps sealed with the owner's. What a crash
 * leaves behind is a file no row names: the next open removes it. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SHA256_BYTES 32
#define TEMPORARY ".tmp"

typedef struct
{
  int fd;                   /* (owned) */
  char *temporary;          /* (owned) path while writing */
  guint8 key[HS_KEY_BYTES]; /* this blob's own */
  GChecksum *checksum;      /* (owned) of the plain bytes */
  HsBlobInfo *info;         /* (owned) what add gives back */
  guint8 *plain;            /* (owned) HS_BLOB_FRAME_BYTES */
  guint8 *sealed;           /* (owned) HS_BLOB_SEALED_BYTES */
  crypto_secretstream_xchacha20poly1305_state state;
} Writer;

void
hs_blob_info_free (HsBlobInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->sha256);
  g_free (self);
}

static char *
blob_path (HsStore *self, const char *id)
{
  return g_build_filename (self->blob_dir, id, NULL);
}

static gboolean
sync_blob_dir (HsStore *self, GError **error)
{
  int fd = open (self->blob_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    return hs_store_fail_errno ("Cannot open", self->blob_dir, error);
  good = fsync (fd) == 0 || hs_store_fail_errno ("Cannot sync", self->blob_dir, error);
  close (fd);
  return good;
}

static Writer *
writer_new (HsStore *self)
{
  Writer *w = g_new0 (Writer, 1);

  w->fd = -1;
  w->info = g_new0 (HsBlobInfo, 1);
  w->info->id = hs_world_uuid (self->world);
  w->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  w->temporary = g_strconcat (self->blob_dir, "/", w->info->id, TEMPORARY, NULL);
  w->plain = g_malloc (HS_BLOB_FRAME_BYTES);
  w->sealed = g_malloc (HS_BLOB_SEALED_BYTES);
  hs_world_random (self->world, w->key, sizeof w->key);
  return w;
}

static void
writer_free (Writer *w)
{
  if (w->fd >= 0)
    close (w->fd);
  if (w->temporary != NULL)
    g_unlink (w->temporary);
  g_free (w->temporary);
  g_checksum_free (w->checksum);
  hs_blob_info_free (w->info);
  sodium_memzero (w->plain, HS_BLOB_FRAME_BYTES);
  g_free (w->plain);
  g_free (w->sealed);
  sodium_memzero (w, sizeof *w);
  g_free (w);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writer, writer_free)

static gboolean
write_file (Writer *w, const guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      ssize_t n = write (w->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return hs_store_fail_errno ("Cannot write blob", w->info->id, error);
      data += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
write_frame (Writer *w, gsize length, GError **error)
{
  gboolean last = length < HS_BLOB_FRAME_BYTES;
  unsigned long long n = 0;

  g_checksum_update (w->checksum, w->plain, length);
  w->info->size += length;
  crypto_secretstream_xchacha20poly1305_push (&w->state, w->sealed, &n, w->plain, length, NULL, 0,
                                              last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                   : 0);
  return write_file (w, w->sealed, n, error);
}

/* The lock tells a process that opens the store that this temporary file is being written. */
static gboolean
open_temporary (Writer *w, GError **error)
{
  guint8 header[HS_BLOB_MAGIC_BYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  w->fd = open (w->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (w->fd < 0 || flock (w->fd, LOCK_EX | LOCK_NB) != 0)
    return hs_store_fail_errno ("Cannot create blob", w->info->id, error);
  memcpy (header, HS_BLOB_MAGIC, HS_BLOB_MAGIC_BYTES);
  crypto_secretstream_xchacha20poly1305_init_push (&w->state, header + HS_BLOB_MAGIC_BYTES, w->key);
  return write_file (w, header, sizeof header, error);
}

/* A whole last frame is followed by an empty final one. */
static gboolean
copy_source (Writer *w, GInputStream *source, guint64 max_bytes, GCancellable *cancellable,
             GError **error)
{
  gsize n = HS_BLOB_FRAME_BYTES;

  while (n == HS_BLOB_FRAME_BYTES)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !g_input_stream_read_all (source, w->plain, HS_BLOB_FRAME_BYTES, &n, cancellable, error))
        return FALSE;
      if (max_bytes > 0 && w->info->size + n > max_bytes)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       "The file has more than %" G_GUINT64_FORMAT " bytes", max_bytes);
          return FALSE;
        }
      if (!write_frame (w, n, error))
        return FALSE;
    }
  w->info->sha256 = g_strdup (g_checksum_get_string (w->checksum));
  return fsync (w->fd) == 0 || hs_store_fail_errno ("Cannot sync blob", w->info->id, error);
}

static char *
blob_place (const char *id, const char *owner, guint64 size)
{
  g_autofree char *size_text = g_strdup_printf ("%" G_GUINT64_FORMAT, size);

  return hs_seal_place ("blob", id, owner, size_text, NULL);
}

static gboolean
insert_row (HsStore *self, Writer *w, const char *owner, GError **error)
{
  g_autofree char *place = blob_place (w->info->id, owner, w->info->size);
  g_autoptr (GBytes) sealed = NULL;
  guint8 key[HS_KEY_BYTES];

  if (!hs_store_owner_key (self, owner, TRUE, key, error))
    return FALSE;
  sealed = hs_seal (self->world, key, place, w->key, HS_KEY_BYTES);
  sodium_memzero (key, sizeof key);
  return hs_sql_run (self->db, error,
                     "INSERT INTO blob (id, owner, size, sealed) VALUES (?, ?, ?, ?)", "ttib",
                     w->info->id, owner, (gint64) w->info->size, sealed);
}

/* In one transaction, so that no other process takes the renamed file for one nobody names. */
static gboolean
publish (HsStore *self, Writer *w, const char *owner, GError **error)
{
  g_autofree char *path = blob_path (self, w->info->id);
  gboolean good;

  if (!hs_store_begin (self, error))
    return FALSE;
  if (rename (w->temporary, path) != 0)
    good = hs_store_fail_errno ("Cannot name blob", w->info->id, error);
  else
    {
      g_free (w->temporary);
      w->temporary = g_strdup (path);
      good = sync_blob_dir (self, error) && insert_row (self, w, owner, error);
    }
  if (!hs_store_finish (self, good, error))
    return FALSE;
  g_clear_pointer (&w->temporary, g_free);
  return TRUE;
}

static gboolean
is_in_transaction (HsStore *self)
{
  gboolean inside;

  g_rec_mutex_lock (&self->lock);
  inside = self->depth > 0;
  g_rec_mutex_unlock (&self->lock);
  return inside;
}

HsBlobInfo *
hs_store_add_blob (HsStore *self, const char *owner, GInputStream *source, guint64 max_bytes,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (Writer) w = NULL;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (source), NULL);
  g_return_val_if_fail (!is_in_transaction (self), NULL);
  w = writer_new (self);
  if (!open_temporary (w, error) || !copy_source (w, source, max_bytes, cancellable, error) ||
      !publish (self, w, owner, error))
    return NULL;
  return g_steal_pointer (&w->info);
}

HsBlobInfo *
hs_store_add_blob_bytes (HsStore *self, const char *owner, GBytes *bytes, GError **error)
{
  g_autoptr (GInputStream) source = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  source = g_memory_input_stream_new_from_bytes (bytes);
  return hs_store_add_blob (self, owner, source, 0, NULL, error);
}

static gboolean
read_row (HsStore *self, const char *id, guint8 key[HS_KEY_BYTES], guint64 *size, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "SELECT owner, size, sealed FROM blob WHERE id = ?", "t", id);
  HsSqlStep step = row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR;
  g_autofree char *owner = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;

  if (step == HS_SQL_DONE)
    g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND, "There is no blob %s", id);
  if (step != HS_SQL_ROW)
    return FALSE;
  owner = g_strdup ((const char *) sqlite3_column_text (row, 0));
  *size = sqlite3_column_int64 (row, 1);
  sealed = hs_sql_column_bytes (row, 2);
  place = blob_place (id, owner, *size);
  if (!hs_store_owner_key (self, owner, FALSE, key, error))
    return FALSE;
  plain = hs_unseal (key, place, sealed);
  sodium_memzero (key, HS_KEY_BYTES);
  if (plain == NULL || g_bytes_get_size (plain) != HS_KEY_BYTES)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                   "Blob %s is damaged: its key does not open", id);
      return FALSE;
    }
  memcpy (key, g_bytes_get_data (plain, NULL), HS_KEY_BYTES);
  return TRUE;
}

static gboolean
read_row_locked (HsStore *self, const char *id, guint8 key[HS_KEY_BYTES], guint64 *size,
                 GError **error)
{
  gboolean good;

  g_rec_mutex_lock (&self->lock);
  good = read_row (self, id, key, size, error);
  g_rec_mutex_unlock (&self->lock);
  return good;
}

static GInputStream *
open_blob (HsStore *self, const char *id, guint64 offset, guint64 *size, GError **error)
{
  g_autofree char *path = blob_path (self, id);
  guint8 key[HS_KEY_BYTES];
  GInputStream *stream = NULL;
  int fd;

  if (!read_row_locked (self, id, key, size, error))
    return NULL;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    stream = hs_blob_stream_new (fd, id, key, *size, offset, error);
  else if (errno == ENOENT)
    g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                 "Blob %s is damaged: its file is missing", id);
  else
    hs_store_fail_errno ("Cannot open blob", id, error);
  sodium_memzero (key, sizeof key);
  return stream;
}

GInputStream *
hs_store_open_blob (HsStore *self, const char *id, guint64 offset, GError **error)
{
  guint64 size;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (!is_in_transaction (self), NULL);
  return open_blob (self, id, offset, &size, error);
}

GBytes *
hs_store_read_blob (HsStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 size;
  guint8 *data;
  gsize n;

  g_return_val_if_fail (HS_IS_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (!is_in_transaction (self), NULL);
  stream = open_blob (self, id, 0, &size, error);
  if (stream == NULL)
    return NULL;
  data = g_try_malloc (size + 1);
  if (data == NULL)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED, "No memory for blob %s", id);
      return NULL;
    }
  bytes = hs_bytes_new_secret (data, size);
  /* One byte more than there is: so the end, and with it the final tag, is read. */
  if (!g_input_stream_read_all (stream, data, size + 1, &n, cancellable, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

gboolean
hs_store_unlink_blob (HsStore *self, const char *id, GError **error)
{
  g_autofree char *path = blob_path (self, id);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  return hs_store_fail_errno ("Cannot remove blob", id, error);
}

gboolean
hs_store_delete_blob (HsStore *self, const char *id, GError **error)
{
  g_return_val_if_fail (HS_IS_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (!is_in_transaction (self), FALSE);
  return hs_store_begin (self, error) &&
         hs_store_finish (
           self, hs_sql_run (self->db, error, "DELETE FROM blob WHERE id = ?", "t", id), error) &&
         hs_store_unlink_blob (self, id, error);
}

/* TRUE when a writer of this or another process holds the file. */
static gboolean
is_being_written (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean busy;

  if (fd < 0)
    return FALSE;
  busy = flock (fd, LOCK_EX | LOCK_NB) != 0;
  close (fd);
  return busy;
}

static gboolean
has_row (HsStore *self, const char *id, gboolean *found, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "SELECT 1 FROM blob WHERE id = ?", "t", id);
  HsSqlStep step = row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR;

  *found = step == HS_SQL_ROW;
  return step != HS_SQL_ERROR;
}

static gboolean
sweep (HsStore *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (self->blob_dir, 0, &local);
  const char *name;

  if (dir == NULL)
    return hs_store_fail_io (local, error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = blob_path (self, name);
      gboolean keep;

      if (g_str_has_suffix (name, TEMPORARY))
        keep = is_being_written (path);
      else if (!has_row (self, name, &keep, error))
        return FALSE;
      if (!keep && g_unlink (path) != 0 && errno != ENOENT)
        return hs_store_fail_errno ("Cannot remove", path, error);
    }
  return TRUE;
}

gboolean
hs_store_open_blob_dir (HsStore *self, GError **error)
{
  if (g_mkdir_with_parents (self->blob_dir, 0700) != 0)
    return hs_store_fail_errno ("Cannot make", self->blob_dir, error);
  return hs_store_begin (self, error) && hs_store_finish (self, sweep (self, error), error);
}
