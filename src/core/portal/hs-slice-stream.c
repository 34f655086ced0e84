/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a file that one PATCH sends. A file that ends too early must fail the request: the HTTP library
 * would wait for the missing bytes, or send fewer than it said. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-slice-stream.h"

struct _HsSliceStream
{
  GInputStream parent_instance;
  GInputStream *base; /* (owned) */
  guint64 left;       /* bytes not read yet */
  GMutex lock;        /* guards failure: reads run in a pool thread */
  GError *failure;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HsSliceStream, hs_slice_stream, G_TYPE_INPUT_STREAM)

static void
keep_failure (HsSliceStream *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_mutex_lock (&self->lock);
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  g_mutex_unlock (&self->lock);
}

static gssize
hs_slice_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                      GError **error)
{
  HsSliceStream *self = HS_SLICE_STREAM (stream);
  GError *local = NULL;
  gssize n;

  if (self->left == 0)
    return 0;
  n = g_input_stream_read (self->base, buffer, MIN (count, self->left), cancellable, &local);
  if (n == 0)
    local = g_error_new (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                         "The file ends %" G_GUINT64_FORMAT " bytes too early", self->left);
  if (local != NULL)
    {
      keep_failure (self, local);
      g_propagate_error (error, local);
      return -1;
    }
  self->left -= n;
  return n;
}

static gboolean
hs_slice_stream_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return g_input_stream_close (HS_SLICE_STREAM (stream)->base, cancellable, error);
}

static void
hs_slice_stream_finalize (GObject *object)
{
  HsSliceStream *self = HS_SLICE_STREAM (object);

  g_clear_object (&self->base);
  g_mutex_clear (&self->lock);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (hs_slice_stream_parent_class)->finalize (object);
}

static void
hs_slice_stream_class_init (HsSliceStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_slice_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = hs_slice_stream_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = hs_slice_stream_close;
}

static void
hs_slice_stream_init (HsSliceStream *self)
{
  g_mutex_init (&self->lock);
}

HsSliceStream *
hs_slice_stream_new (GInputStream *base, guint64 length)
{
  HsSliceStream *self = g_object_new (HS_TYPE_SLICE_STREAM, NULL);

  self->base = g_object_ref (base);
  self->left = length;
  return self;
}

GError *
hs_slice_stream_dup_failure (HsSliceStream *self)
{
  GError *failure;

  g_mutex_lock (&self->lock);
  failure = self->failure != NULL ? g_error_copy (self->failure) : NULL;
  g_mutex_unlock (&self->lock);
  return failure;
}
