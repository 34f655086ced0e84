/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one repeat, kept in a balanced tree: a thousand rows are not renumbered when one comes or
 * goes. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

struct _HsFormRows
{
  GObject parent_instance;
  GSequence *rows;  /* (owned) (element-type HsFormRow) */
  GPtrArray *cache; /* (owned) (element-type HsFormRow) borrowed, in order, while is_cached */
  gboolean is_cached;
};

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_FORM_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return hs_form_rows_count (HS_FORM_ROWS (model));
}

static gpointer
get_item (GListModel *model, guint index)
{
  HsFormRow *row = hs_form_rows_get (HS_FORM_ROWS (model), index);

  return row != NULL ? g_object_ref (row) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HsFormRows, hs_form_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
free_row (gpointer data)
{
  HsFormRow *row = data;

  row->place = NULL;
  g_object_unref (row);
}

static void
hs_form_rows_finalize (GObject *object)
{
  HsFormRows *self = HS_FORM_ROWS (object);

  g_sequence_free (self->rows);
  g_ptr_array_unref (self->cache);
  G_OBJECT_CLASS (hs_form_rows_parent_class)->finalize (object);
}

static void
hs_form_rows_class_init (HsFormRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_rows_finalize;
}

static void
hs_form_rows_init (HsFormRows *self)
{
  self->rows = g_sequence_new (free_row);
  self->cache = g_ptr_array_new ();
}

HsFormRows *
hs_form_rows_new (void)
{
  return g_object_new (HS_TYPE_FORM_ROWS, NULL);
}

guint
hs_form_rows_count (HsFormRows *self)
{
  return (guint) g_sequence_get_length (self->rows);
}

HsFormRow *
hs_form_rows_get (HsFormRows *self, guint index)
{
  GSequenceIter *at;

  if (index >= hs_form_rows_count (self))
    return NULL;
  if (self->is_cached)
    return self->cache->pdata[index];
  at = g_sequence_get_iter_at_pos (self->rows, (int) index);
  return g_sequence_get (at);
}

HsFormRow **
hs_form_rows_peek (HsFormRows *self, guint *n)
{
  if (!self->is_cached)
    {
      g_ptr_array_set_size (self->cache, 0);
      for (GSequenceIter *at = g_sequence_get_begin_iter (self->rows); !g_sequence_iter_is_end (at);
           at = g_sequence_iter_next (at))
        g_ptr_array_add (self->cache, g_sequence_get (at));
      self->is_cached = TRUE;
    }
  *n = self->cache->len;
  return (HsFormRow **) self->cache->pdata;
}

static GSequenceIter *
put (HsFormRows *self, GSequenceIter *before, HsFormRow *row)
{
  row->place = g_sequence_insert_before (before, g_object_ref (row));
  return row->place;
}

void
hs_form_rows_insert (HsFormRows *self, guint index, HsFormRow *row)
{
  put (self, g_sequence_get_iter_at_pos (self->rows, (int) index), row);
  self->is_cached = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), index, 0, 1);
}

HsFormRow *
hs_form_rows_take (HsFormRows *self, guint index)
{
  GSequenceIter *at = g_sequence_get_iter_at_pos (self->rows, (int) index);
  HsFormRow *row = g_object_ref (g_sequence_get (at));

  row->last_index = index;
  g_sequence_remove (at);
  self->is_cached = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
  return row;
}

void
hs_form_rows_replace (HsFormRows *self, GPtrArray *rows)
{
  guint n_old = hs_form_rows_count (self);

  g_sequence_remove_range (g_sequence_get_begin_iter (self->rows),
                           g_sequence_get_end_iter (self->rows));
  for (guint i = 0; i < rows->len; i++)
    put (self, g_sequence_get_end_iter (self->rows), rows->pdata[i]);
  self->is_cached = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, rows->len);
}
