/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain bytes of a blob, frame by frame: a frame is given only after its tag was checked, the
 * end only after the final tag, the stated size and the end of the file agree. Skipping to an
 * offset decrypts what is before it: 1 GB/s, and no frame can be left out unseen. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct _HsBlobStream
{
  GInputStream parent_instance;
  int fd;   /* (owned) */
  char *id; /* (owned) for errors */
  crypto_secretstream_xchacha20poly1305_state state;
  guint64 left;   /* plain bytes not yet decrypted */
  gboolean ended; /* the final frame was seen and all agrees */
  guint8 *frame;  /* (owned) HS_BLOB_FRAME_BYTES plain */
  guint8 *sealed; /* (owned) HS_BLOB_SEALED_BYTES */
  gsize at;       /* next byte of frame */
  gsize filled;   /* bytes in frame */
};

G_DEFINE_FINAL_TYPE (HsBlobStream, hs_blob_stream, G_TYPE_INPUT_STREAM)

static gboolean
fail_damaged (HsBlobStream *self, const char *what, GError **error)
{
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "Blob %s is damaged: %s", self->id,
               what);
  return FALSE;
}

/* As much as there is, up to length; -1 on an error of the file. */
static gssize
read_file (HsBlobStream *self, guint8 *buffer, gsize length, GError **error)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = read (self->fd, buffer + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          hs_store_fail_errno ("Cannot read blob", self->id, error);
          return -1;
        }
      if (n == 0)
        break;
      done += n;
    }
  return done;
}

/* After the final frame: nothing may follow, nothing may be missing. */
static gboolean
check_end (HsBlobStream *self, GError **error)
{
  guint8 more;
  gssize n = read_file (self, &more, 1, error);

  if (n < 0)
    return FALSE;
  if (n > 0 || self->left > 0)
    return fail_damaged (self, "it does not end where it should", error);
  self->ended = TRUE;
  return TRUE;
}

static gboolean
next_frame (HsBlobStream *self, GError **error)
{
  unsigned long long plain = 0;
  unsigned char tag = 0;
  gssize n = read_file (self, self->sealed, HS_BLOB_SEALED_BYTES, error);

  if (n < 0)
    return FALSE;
  if (n < (gssize) crypto_secretstream_xchacha20poly1305_ABYTES)
    return fail_damaged (self, "it is cut short", error);
  self->at = self->filled = 0;
  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, self->frame, &plain, &tag,
                                                  self->sealed, n, NULL, 0) != 0)
    return fail_damaged (self, "a frame is not what was written", error);
  if (plain > self->left)
    return fail_damaged (self, "it is longer than it should be", error);
  self->left -= plain;
  if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL && !check_end (self, error))
    return FALSE;
  self->filled = plain;
  return TRUE;
}

static gssize
hs_blob_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                     GError **error)
{
  HsBlobStream *self = HS_BLOB_STREAM (stream);

  while (self->at == self->filled && !self->ended)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !next_frame (self, error))
      return -1;
  count = MIN (count, self->filled - self->at);
  memcpy (buffer, self->frame + self->at, count);
  self->at += count;
  return count;
}

static void
hs_blob_stream_finalize (GObject *object)
{
  HsBlobStream *self = HS_BLOB_STREAM (object);

  if (self->fd >= 0)
    close (self->fd);
  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->frame, HS_BLOB_FRAME_BYTES);
  g_free (self->frame);
  g_free (self->sealed);
  g_free (self->id);
  G_OBJECT_CLASS (hs_blob_stream_parent_class)->finalize (object);
}

static void
hs_blob_stream_class_init (HsBlobStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_blob_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = hs_blob_stream_read;
}

static void
hs_blob_stream_init (HsBlobStream *self)
{
  self->fd = -1;
  self->frame = g_malloc0 (HS_BLOB_FRAME_BYTES);
  self->sealed = g_malloc (HS_BLOB_SEALED_BYTES);
}

static gboolean
read_header (HsBlobStream *self, const guint8 *key, GError **error)
{
  guint8 header[HS_BLOB_MAGIC_BYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  gssize n = read_file (self, header, sizeof header, error);

  if (n < 0)
    return FALSE;
  if (n < (gssize) sizeof header || memcmp (header, HS_BLOB_MAGIC, HS_BLOB_MAGIC_BYTES) != 0 ||
      crypto_secretstream_xchacha20poly1305_init_pull (&self->state, header + HS_BLOB_MAGIC_BYTES,
                                                       key) != 0)
    return fail_damaged (self, "its header is not what was written", error);
  return TRUE;
}

static gboolean
skip_to (HsBlobStream *self, guint64 offset, GError **error)
{
  while (offset > 0)
    {
      gsize step;

      if (self->at == self->filled && !next_frame (self, error))
        return FALSE;
      step = MIN (offset, self->filled - self->at);
      self->at += step;
      offset -= step;
    }
  return TRUE;
}

GInputStream *
hs_blob_stream_new (int fd, const char *id, const guint8 key[HS_KEY_BYTES], guint64 size,
                    guint64 offset, GError **error)
{
  g_autoptr (HsBlobStream) self = g_object_new (HS_TYPE_BLOB_STREAM, NULL);

  self->fd = fd;
  self->id = g_strdup (id);
  self->left = size;
  if (offset > size)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_FAILED,
                   "Blob %s has no byte %" G_GUINT64_FORMAT, id, offset);
      return NULL;
    }
  if (!read_header (self, key, error) || !skip_to (self, offset, error))
    return NULL;
  return G_INPUT_STREAM (g_steal_pointer (&self));
}
