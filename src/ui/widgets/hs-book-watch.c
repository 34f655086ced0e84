/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signal for "the list of dossiers, or one of them, is not what it was". */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-book-watch.h"

struct _HsBookWatch
{
  GObject parent_instance;
  HsCaseBook *book; /* (owned) */
  guint idle;       /* source of the pending signal, 0 none */
};

typedef enum
{
  SIGNAL_CHANGED
} HsBookWatchSignal;
static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (HsBookWatch, hs_book_watch, G_TYPE_OBJECT)

static gboolean
emit_cb (gpointer data)
{
  HsBookWatch *self = data;

  self->idle = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, self->book);
  return G_SOURCE_REMOVE;
}

static void
touch (HsBookWatch *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (emit_cb, self);
}

static void
watch_dossier (HsBookWatch *self, HsDossier *dossier)
{
  g_signal_handlers_disconnect_by_func (dossier, touch, self);
  g_signal_connect_object (dossier, "notify", G_CALLBACK (touch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (touch), self, G_CONNECT_SWAPPED);
}

static void
items_changed_cb (HsBookWatch *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (self->book), i);

      watch_dossier (self, dossier);
    }
  touch (self);
}

static void
hs_book_watch_dispose (GObject *object)
{
  HsBookWatch *self = HS_BOOK_WATCH (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->book);
  G_OBJECT_CLASS (hs_book_watch_parent_class)->dispose (object);
}

static void
hs_book_watch_class_init (HsBookWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_book_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, HS_TYPE_CASE_BOOK);
}

static void
hs_book_watch_init (HsBookWatch *self)
{
}

HsBookWatch *
hs_book_watch_new (HsCaseBook *book)
{
  HsBookWatch *self = g_object_new (HS_TYPE_BOOK_WATCH, NULL);

  g_return_val_if_fail (HS_IS_CASE_BOOK (book), NULL);
  self->book = g_object_ref (book);
  g_signal_connect_object (book, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);

      watch_dossier (self, dossier);
    }
  return self;
}
