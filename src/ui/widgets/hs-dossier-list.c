/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers of one group, as home and the list of dossiers show them. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-dossier-list.h"

#include "widgets/hs-book-watch.h"
#include "widgets/hs-dossier-row.h"

struct _HsDossierList
{
  AdwBin parent_instance;
  HsBookWatch *watch; /* (owned) (nullable) after dispose */
  HsDossierGroup group;
  guint max_rows; /* 0: all */
  gboolean with_delete;
  AdwPreferencesGroup *box;
  GPtrArray *rows; /* (owned) (element-type HsDossierRow) unowned rows, in order */
};

typedef enum
{
  SIGNAL_DELETE_CLICKED
} HsDossierListSignal;
static guint signals[SIGNAL_DELETE_CLICKED + 1];

G_DEFINE_FINAL_TYPE (HsDossierList, hs_dossier_list, ADW_TYPE_BIN)

static void
delete_clicked_cb (HsDossierList *self, HsDossierRow *row)
{
  g_signal_emit (self, signals[SIGNAL_DELETE_CLICKED], 0, hs_dossier_row_get_dossier (row));
}

/* What should be shown: (element-type HsDossier). */
static GPtrArray *
list_wanted (HsDossierList *self, HsCaseBook *book)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);

      if (hs_dossier_words (hs_dossier_get_state (dossier)).group == self->group &&
          (self->max_rows == 0 || wanted->len < self->max_rows))
        g_ptr_array_add (wanted, g_steal_pointer (&dossier));
    }
  return wanted;
}

static gboolean
is_shown (HsDossierList *self, GPtrArray *wanted)
{
  if (wanted->len != self->rows->len)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    if (hs_dossier_row_get_dossier (g_ptr_array_index (self->rows, i)) !=
        g_ptr_array_index (wanted, i))
      return FALSE;
  return TRUE;
}

/* Rows are made anew only when the list itself changed, so that focus and reading position stay. */
static void
update (HsDossierList *self, HsCaseBook *book)
{
  g_autoptr (GPtrArray) wanted = list_wanted (self, book);

  gtk_widget_set_visible (GTK_WIDGET (self), wanted->len > 0);
  if (is_shown (self, wanted))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->box, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < wanted->len; i++)
    {
      GtkWidget *row = hs_dossier_row_new (g_ptr_array_index (wanted, i), self->with_delete);

      g_signal_connect_object (row, "delete-clicked", G_CALLBACK (delete_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->box, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
hs_dossier_list_dispose (GObject *object)
{
  g_clear_object (&HS_DOSSIER_LIST (object)->watch);
  G_OBJECT_CLASS (hs_dossier_list_parent_class)->dispose (object);
}

static void
hs_dossier_list_finalize (GObject *object)
{
  g_ptr_array_unref (HS_DOSSIER_LIST (object)->rows);
  G_OBJECT_CLASS (hs_dossier_list_parent_class)->finalize (object);
}

static void
hs_dossier_list_class_init (HsDossierListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_dossier_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_dossier_list_finalize;
  signals[SIGNAL_DELETE_CLICKED] =
    g_signal_new ("delete-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, HS_TYPE_DOSSIER);
}

static void
hs_dossier_list_init (HsDossierList *self)
{
  self->rows = g_ptr_array_new ();
  self->box = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

GtkWidget *
hs_dossier_list_new (HsCaseBook *book, HsDossierGroup group, guint max_rows, gboolean with_delete)
{
  HsDossierList *self = g_object_new (HS_TYPE_DOSSIER_LIST, NULL);

  g_return_val_if_fail (HS_IS_CASE_BOOK (book), NULL);
  self->group = group;
  self->max_rows = max_rows;
  self->with_delete = with_delete;
  self->watch = hs_book_watch_new (book);
  adw_preferences_group_set_title (self->box, hs_dossier_group_title (group));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self, book);
  return GTK_WIDGET (self);
}

guint
hs_dossier_list_get_n_rows (HsDossierList *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER_LIST (self), 0);
  return self->rows->len;
}
