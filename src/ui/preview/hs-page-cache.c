/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages are rendered, in which order, and which are kept. The helper draws one page at a time, so
 * there is one request in flight: the first wish nobody has answered yet. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-page-cache.h"

#define MAX_WIDTH 4096u /* hs_document_render_async() */

typedef struct
{
  guint page;
  guint width;         /* device pixels */
  GdkTexture *texture; /* (owned) */
  gsize bytes;
  guint64 used; /* turn of the last wish or look-up */
} Picture;

typedef struct
{
  gpointer owner; /* (unowned) only compared */
  GArray *wishes; /* (owned) of HsPageWish */
} Wishes;

struct _HsPageCache
{
  GObject parent_instance;
  HsDocument *document;      /* (owned) */
  gsize budget;              /* bytes */
  gsize bytes;               /* held by pictures */
  guint64 turn;              /* counts up with every change of wishes */
  GPtrArray *pictures;       /* (owned) of Picture */
  GPtrArray *wishes;         /* (owned) of Wishes, in order of importance */
  GHashTable *errors;        /* (owned) page + 1 -> GError */
  GCancellable *cancellable; /* (owned) (nullable) of the request in flight */
  HsPageWish in_flight;      /* valid while cancellable is there */
};

typedef enum
{
  SIGNAL_PAGE_READY
} HsPageCacheSignal;
static guint signals[SIGNAL_PAGE_READY + 1];

G_DEFINE_FINAL_TYPE (HsPageCache, hs_page_cache, G_TYPE_OBJECT)

static void work (HsPageCache *self);

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_object (&picture->texture);
  g_free (picture);
}

static void
wishes_free (gpointer data)
{
  Wishes *wishes = data;

  g_array_unref (wishes->wishes);
  g_free (wishes);
}

static Picture *
find_picture (HsPageCache *self, guint page, guint width)
{
  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = g_ptr_array_index (self->pictures, i);

      if (picture->page == page && picture->width == width)
        return picture;
    }
  return NULL;
}

static gboolean
is_wanted (HsPageCache *self, guint page, guint width)
{
  for (guint i = 0; i < self->wishes->len; i++)
    {
      Wishes *wishes = g_ptr_array_index (self->wishes, i);

      for (guint j = 0; j < wishes->wishes->len; j++)
        {
          HsPageWish *wish = &g_array_index (wishes->wishes, HsPageWish, j);

          if (wish->page == page && wish->width == width)
            return TRUE;
        }
    }
  return FALSE;
}

/* The least recently used picture nobody wants; with `any`, wanted or not. */
static gboolean
find_victim (HsPageCache *self, gboolean any, guint *index)
{
  guint64 oldest = G_MAXUINT64;

  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = g_ptr_array_index (self->pictures, i);

      if (picture->used < oldest && (any || !is_wanted (self, picture->page, picture->width)))
        {
          oldest = picture->used;
          *index = i;
        }
    }
  return oldest != G_MAXUINT64;
}

static void
drop (HsPageCache *self, guint index)
{
  Picture *picture = g_ptr_array_index (self->pictures, index);

  self->bytes -= picture->bytes;
  g_ptr_array_remove_index (self->pictures, index);
}

static void
make_room (HsPageCache *self, gsize bytes)
{
  guint index;

  while (self->bytes + bytes > self->budget &&
         (find_victim (self, FALSE, &index) || find_victim (self, TRUE, &index)))
    drop (self, index);
}

static void
keep (HsPageCache *self, const HsPageWish *wish, const HsPixels *pixels)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->page = wish->page;
  picture->width = wish->width;
  picture->bytes = g_bytes_get_size (pixels->bytes);
  picture->used = ++self->turn;
  picture->texture =
    gdk_memory_texture_new (pixels->width, pixels->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                            pixels->bytes, pixels->stride);
  make_room (self, picture->bytes);
  self->bytes += picture->bytes;
  g_ptr_array_add (self->pictures, picture);
}

/* The first wish not answered; FALSE when all are, or when another picture would go over the budget and
 * push out what is wanted more. */
static gboolean
find_next (HsPageCache *self, HsPageWish *next)
{
  gsize wanted_bytes = 0;

  for (guint i = 0; i < self->wishes->len; i++)
    {
      Wishes *wishes = g_ptr_array_index (self->wishes, i);

      for (guint j = 0; j < wishes->wishes->len; j++)
        {
          HsPageWish *wish = &g_array_index (wishes->wishes, HsPageWish, j);
          const HsPageSize *size = hs_document_get_page_size (self->document, wish->page);
          double ratio = size != NULL && size->width > 0 ? size->height / size->width : 1.5;
          gsize bytes = (gsize) ((double) wish->width * (double) wish->width * ratio * 4);

          if (wanted_bytes > 0 && wanted_bytes + bytes > self->budget)
            return FALSE;
          wanted_bytes += bytes;
          if (find_picture (self, wish->page, wish->width) != NULL ||
              g_hash_table_contains (self->errors, GUINT_TO_POINTER (wish->page + 1)))
            continue;
          *next = *wish;
          return TRUE;
        }
    }
  return FALSE;
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsPageCache) self = user_data;
  HsPageWish wish = self->in_flight;
  GError *error = NULL;
  g_autoptr (HsPixels) pixels = NULL;

  pixels = hs_document_render_finish (HS_DOCUMENT (source), result, &error);
  g_clear_object (&self->cancellable);
  if (pixels != NULL)
    keep (self, &wish, pixels);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_hash_table_insert (self->errors, GUINT_TO_POINTER (wish.page + 1), g_steal_pointer (&error));
  if (error == NULL)
    g_signal_emit (self, signals[SIGNAL_PAGE_READY], 0, wish.page);
  g_clear_error (&error);
  work (self);
}

static void
work (HsPageCache *self)
{
  if (self->document == NULL)
    return;
  if (self->cancellable != NULL)
    {
      if (!is_wanted (self, self->in_flight.page, self->in_flight.width))
        g_cancellable_cancel (self->cancellable); /* scrolled away: rendered_cb goes on */
      return;
    }
  if (!find_next (self, &self->in_flight))
    return;
  self->cancellable = g_cancellable_new ();
  hs_document_render_async (self->document, self->in_flight.page, self->in_flight.width,
                            self->cancellable, rendered_cb, g_object_ref (self));
}

static void
hs_page_cache_dispose (GObject *object)
{
  HsPageCache *self = HS_PAGE_CACHE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hs_page_cache_parent_class)->dispose (object);
}

static void
hs_page_cache_finalize (GObject *object)
{
  HsPageCache *self = HS_PAGE_CACHE (object);

  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->wishes);
  g_hash_table_unref (self->errors);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hs_page_cache_parent_class)->finalize (object);
}

static void
hs_page_cache_class_init (HsPageCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_page_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_page_cache_finalize;
  signals[SIGNAL_PAGE_READY] =
    g_signal_new ("page-ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hs_page_cache_init (HsPageCache *self)
{
  self->pictures = g_ptr_array_new_with_free_func (picture_free);
  self->wishes = g_ptr_array_new_with_free_func (wishes_free);
  self->errors = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_error_free);
}

HsPageCache *
hs_page_cache_new (HsDocument *document, gsize budget)
{
  HsPageCache *self = g_object_new (HS_TYPE_PAGE_CACHE, NULL);

  g_return_val_if_fail (HS_IS_DOCUMENT (document), NULL);
  self->document = g_object_ref (document);
  self->budget = budget;
  return self;
}

HsDocument *
hs_page_cache_get_document (HsPageCache *self)
{
  g_return_val_if_fail (HS_IS_PAGE_CACHE (self), NULL);
  return self->document;
}

void
hs_page_cache_want (HsPageCache *self, gpointer owner, const HsPageWish *wishes, guint n)
{
  Wishes *mine = NULL;

  g_return_if_fail (HS_IS_PAGE_CACHE (self) && owner != NULL);
  for (guint i = 0; i < self->wishes->len && mine == NULL; i++)
    if (((Wishes *) g_ptr_array_index (self->wishes, i))->owner == owner)
      mine = g_ptr_array_index (self->wishes, i);
  if (mine == NULL)
    {
      mine = g_new0 (Wishes, 1);
      mine->owner = owner;
      mine->wishes = g_array_new (FALSE, FALSE, sizeof (HsPageWish));
      g_ptr_array_add (self->wishes, mine);
    }
  g_array_set_size (mine->wishes, 0);
  self->turn++;
  for (guint i = 0; i < n; i++)
    {
      HsPageWish wish = { wishes[i].page, CLAMP (wishes[i].width, 1u, MAX_WIDTH) };
      Picture *picture = find_picture (self, wish.page, wish.width);

      g_array_append_val (mine->wishes, wish);
      if (picture != NULL)
        picture->used = self->turn;
    }
  work (self);
}

GdkTexture *
hs_page_cache_look_up (HsPageCache *self, guint page, guint width, gboolean *exact)
{
  Picture *best = NULL;

  g_return_val_if_fail (HS_IS_PAGE_CACHE (self), NULL);
  width = CLAMP (width, 1u, MAX_WIDTH);
  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = g_ptr_array_index (self->pictures, i);

      if (picture->page == page && (best == NULL || ABS ((int) picture->width - (int) width) <
                                                      ABS ((int) best->width - (int) width)))
        best = picture;
    }
  if (exact != NULL)
    *exact = best != NULL && best->width == width;
  return best != NULL ? best->texture : NULL;
}

const GError *
hs_page_cache_get_error (HsPageCache *self, guint page)
{
  g_return_val_if_fail (HS_IS_PAGE_CACHE (self), NULL);
  return g_hash_table_lookup (self->errors, GUINT_TO_POINTER (page + 1));
}

gsize
hs_page_cache_get_bytes (HsPageCache *self)
{
  g_return_val_if_fail (HS_IS_PAGE_CACHE (self), 0);
  return self->bytes;
}

gboolean
hs_page_cache_is_idle (HsPageCache *self)
{
  HsPageWish next;

  g_return_val_if_fail (HS_IS_PAGE_CACHE (self), TRUE);
  return self->cancellable == NULL && !find_next (self, &next);
}
