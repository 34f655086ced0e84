/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A repeat: the list of its rows, and adding, moving, removing. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-repeat-row.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "form/hs-form-path.h"
#include "form/hs-repeat-item.h"

#include <glib/gi18n.h>

/* The list grows to this, then it scrolls by itself. */
#define MAX_LIST_HEIGHT 420

struct _HsRepeatRow
{
  HsFieldRow parent_instance;

  GHashTable *accused; /* (owned) (nullable) set of ids of rows whose errors may be shown */
  GPtrArray *lines;    /* (owned) (element-type GtkListItem) unowned, those bound to a row now */
  HsFormRow *goal;     /* (owned) (nullable) the row whose line is to have the focus */
  HsRepeatAct goal_act;
  guint focusing;   /* tick callback that waits for the line, 0: none */
  guint n_ticks;    /* how often it waited */
  guint refreshing; /* idle that brings the lines up to date, 0: none */

  GtkWidget *box;    /* (unowned) child: list, "none yet", button */
  GtkWidget *frame;  /* (unowned) scrolls the list */
  GtkWidget *list;   /* (unowned) GtkListView */
  GtkWidget *none;   /* (unowned) what stands there while there are no rows */
  GtkWidget *button; /* (unowned) adds a row */
};

G_DEFINE_FINAL_TYPE (HsRepeatRow, hs_repeat_row, HS_TYPE_FIELD_ROW)

static HsFormField *
field_of (HsRepeatRow *self)
{
  return hs_field_row_get_field (HS_FIELD_ROW (self));
}

static HsForm *
form_of (HsRepeatRow *self)
{
  return hs_field_row_get_form (HS_FIELD_ROW (self));
}

static guint
count_rows (HsRepeatRow *self)
{
  return g_list_model_get_n_items (hs_form_field_get_rows (field_of (self)));
}

static void
refresh_line (HsRepeatRow *self, GtkListItem *line)
{
  HsRepeatItem *item = HS_REPEAT_ITEM (gtk_list_item_get_child (line));
  HsFormRow *row = hs_repeat_item_get_row (item);

  if (row != NULL)
    hs_repeat_item_refresh (item, gtk_list_item_get_position (line), count_rows (self),
                            self->accused != NULL &&
                              g_hash_table_contains (self->accused, hs_form_row_get_id (row)),
                            hs_form_field_is_read_only (field_of (self)));
}

static gboolean
refresh_idle_cb (gpointer data)
{
  HsRepeatRow *self = data;

  self->refreshing = 0;
  hs_repeat_row_refresh_lines (self);
  return G_SOURCE_REMOVE;
}

/* Many edits may come between two frames. */
static void
queue_refresh (HsRepeatRow *self)
{
  if (self->refreshing == 0 && self->lines->len > 0)
    self->refreshing = g_idle_add (refresh_idle_cb, self);
}

static void
form_changed_cb (HsRepeatRow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    queue_refresh (self); /* else "map" does */
}

static HsRepeatItem *
find_item (HsRepeatRow *self, HsFormRow *row)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      GtkWidget *item = gtk_list_item_get_child (self->lines->pdata[i]);

      if (hs_repeat_item_get_row (HS_REPEAT_ITEM (item)) == row)
        return HS_REPEAT_ITEM (item);
    }
  return NULL;
}

static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HsRepeatRow *self = HS_REPEAT_ROW (widget);
  HsRepeatItem *item = self->goal != NULL ? find_item (self, self->goal) : NULL;

  if ((item == NULL || !gtk_widget_get_mapped (GTK_WIDGET (item))) && ++self->n_ticks < 10)
    return G_SOURCE_CONTINUE;
  if (item != NULL)
    hs_repeat_item_focus (item, self->goal_act);
  g_clear_object (&self->goal);
  self->focusing = 0;
  return G_SOURCE_REMOVE;
}

/* The line of a row far down is made only when it has been scrolled to. */
static void
focus_line (HsRepeatRow *self, HsFormRow *row, HsRepeatAct act)
{
  guint index = hs_form_path_find_row (field_of (self), row);

  if (index == G_MAXUINT)
    return;
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", index);
  g_set_object (&self->goal, row);
  self->goal_act = act;
  self->n_ticks = 0;
  if (self->focusing == 0)
    self->focusing = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
}

static void
open_row (HsRepeatRow *self, guint index)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "form.open-row", "(su)",
                              hs_form_field_get_pointer (field_of (self)), index);
}

static void
move_row (HsRepeatRow *self, HsFormRow *row, guint from, guint to, HsRepeatAct act)
{
  hs_form_move_row (form_of (self), hs_form_field_get_pointer (field_of (self)), from, to);
  focus_line (self, row, act);
}

/* What "Undo" of a removal needs. */
typedef struct
{
  HsForm *form;        /* (owned) */
  HsFormField *repeat; /* (owned) */
  HsFormRow *row;      /* (owned) */
  guint index;
  gulong handler;        /* of "changed" */
  gboolean edited_since; /* the removal is no longer the last step */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_signal_handler_disconnect (removal->form, removal->handler);
  g_object_unref (removal->form);
  g_object_unref (removal->repeat);
  g_object_unref (removal->row);
  g_free (removal);
}

static void
edited_since_cb (HsForm *form, const char *pointer, Removal *removal)
{
  removal->edited_since = TRUE;
}

static void
undo_removal_cb (gpointer data)
{
  Removal *removal = data;

  if (hs_form_path_find_row (removal->repeat, removal->row) != G_MAXUINT)
    return; /* it was brought back by the keyboard */
  if (!removal->edited_since && hs_form_can_undo (removal->form))
    hs_form_undo (removal->form);
  else if (hs_form_find_field (removal->form, hs_form_field_get_pointer (removal->repeat)) ==
           removal->repeat)
    hs_form_path_put_back (removal->form, removal->repeat, removal->row, removal->index);
}

static void
remove_row (HsRepeatRow *self, HsFormRow *row, guint index)
{
  Removal *removal = g_new0 (Removal, 1);
  g_autofree char *words = g_strdup_printf (_ ("“%s” was removed"), hs_form_row_get_title (row));
  g_autoptr (HsFormRow) next = NULL;

  removal->form = g_object_ref (form_of (self));
  removal->repeat = g_object_ref (field_of (self));
  removal->row = g_object_ref (row);
  removal->index = index;
  hs_form_remove_row (removal->form, hs_form_field_get_pointer (removal->repeat), index);
  removal->handler =
    g_signal_connect (removal->form, "changed", G_CALLBACK (edited_since_cb), removal);
  hs_app_toast_undo (GTK_WIDGET (self), words, undo_removal_cb, removal, removal_free);
  if (count_rows (self) == 0)
    {
      gtk_widget_grab_focus (self->button);
      return;
    }
  next = g_list_model_get_item (hs_form_field_get_rows (field_of (self)),
                                MIN (index, count_rows (self) - 1));
  focus_line (self, next, HS_REPEAT_EDIT);
}

static void
act_cb (HsRepeatItem *item, guint act, GtkListItem *line)
{
  HsRepeatRow *self =
    HS_REPEAT_ROW (gtk_widget_get_ancestor (GTK_WIDGET (item), HS_TYPE_REPEAT_ROW));
  g_autoptr (HsFormRow) row = NULL;
  guint index = gtk_list_item_get_position (line);

  if (hs_repeat_item_get_row (item) == NULL || index >= count_rows (self))
    return;
  row = g_object_ref (hs_repeat_item_get_row (item));
  if (act == HS_REPEAT_EDIT)
    open_row (self, index);
  else if (act == HS_REPEAT_UP && index > 0)
    move_row (self, row, index, index - 1, act);
  else if (act == HS_REPEAT_DOWN && index + 1 < count_rows (self))
    move_row (self, row, index, index + 1, act);
  else if (act == HS_REPEAT_REMOVE)
    remove_row (self, row, index);
}

static void
add_cb (HsRepeatRow *self)
{
  guint n = count_rows (self);

  hs_form_insert_row (form_of (self), hs_form_field_get_pointer (field_of (self)), n);
  if (count_rows (self) > n)
    open_row (self, n);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *line, HsRepeatRow *self)
{
  GtkWidget *item = hs_repeat_item_new ();

  gtk_list_item_set_child (line, item);
  g_signal_connect_object (item, "act", G_CALLBACK (act_cb), line, 0);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *line, HsRepeatRow *self)
{
  hs_repeat_item_set_row (HS_REPEAT_ITEM (gtk_list_item_get_child (line)),
                          gtk_list_item_get_item (line));
  g_ptr_array_add (self->lines, line);
  refresh_line (self, line);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *line, HsRepeatRow *self)
{
  hs_repeat_item_set_row (HS_REPEAT_ITEM (gtk_list_item_get_child (line)), NULL);
  g_ptr_array_remove_fast (self->lines, line);
}

static void
activate_cb (HsRepeatRow *self, guint position)
{
  open_row (self, position);
}

static void
rows_changed_cb (HsRepeatRow *self)
{
  gboolean any = count_rows (self) > 0;

  gtk_widget_set_visible (self->frame, any);
  gtk_widget_set_visible (self->none, !any);
  queue_refresh (self); /* first and last have other buttons now */
}

static void
refresh (HsFieldRow *row)
{
  HsRepeatRow *self = HS_REPEAT_ROW (row);

  gtk_widget_set_visible (self->button, !hs_form_field_is_read_only (field_of (self)));
  rows_changed_cb (self);
}

/* Where a row is added; nothing is typed here. */
static GtkWidget *
get_control (HsFieldRow *row)
{
  HsRepeatRow *self = HS_REPEAT_ROW (row);

  return gtk_widget_get_visible (self->button) ? self->button : self->list;
}

static void
hs_repeat_row_dispose (GObject *object)
{
  HsRepeatRow *self = HS_REPEAT_ROW (object);

  g_clear_handle_id (&self->refreshing, g_source_remove);
  if (self->focusing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focusing);
  self->focusing = 0;
  g_clear_object (&self->goal);
  /* lines are unbound here, while the row still knows its field */
  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;
  g_clear_pointer (&self->accused, g_hash_table_unref);
  G_OBJECT_CLASS (hs_repeat_row_parent_class)->dispose (object);
}

static void
hs_repeat_row_finalize (GObject *object)
{
  g_ptr_array_unref (HS_REPEAT_ROW (object)->lines);
  G_OBJECT_CLASS (hs_repeat_row_parent_class)->finalize (object);
}

static void
hs_repeat_row_class_init (HsRepeatRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_repeat_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_repeat_row_finalize;
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_repeat_row_init (HsRepeatRow *self)
{
  self->lines = g_ptr_array_new ();
}

static void
build_list (HsRepeatRow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *rows =
    gtk_no_selection_new (g_object_ref (hs_form_field_get_rows (field_of (self))));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (rows), factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->list), TRUE);
  hs_accessible_set_name (self->list, hs_form_field_get_label (field_of (self)));
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  self->frame = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->frame), MAX_LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->frame), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->frame), self->list);
  gtk_widget_add_css_class (self->frame, "repeat-list");
}

static void
build_button (HsRepeatRow *self)
{
  g_autofree char *name =
    g_strdup_printf (_ ("Add: %s"), hs_form_field_get_label (field_of (self)));
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (inside),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", "list-add-symbolic", "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (inside), gtk_label_new (_ ("Add")));
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), inside);
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  hs_accessible_set_name (self->button, name);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
}

void
hs_repeat_row_build (HsRepeatRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  build_list (self);
  build_button (self);
  self->none = hs_field_row_new_text (_ ("Nothing in the list yet."), "dim-label");
  gtk_box_append (GTK_BOX (self->box), self->none);
  gtk_box_append (GTK_BOX (self->box), self->frame);
  gtk_box_append (GTK_BOX (self->box), self->button);
  hs_field_row_set_control (row, self->box);
  g_signal_connect_object (hs_form_field_get_rows (field_of (self)), "items-changed",
                           G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form_of (self), "changed", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
}

void
hs_repeat_row_set_accused (HsRepeatRow *self, GHashTable *row_ids)
{
  g_return_if_fail (HS_IS_REPEAT_ROW (self));
  g_clear_pointer (&self->accused, g_hash_table_unref);
  self->accused = g_hash_table_ref (row_ids);
  queue_refresh (self);
}

void
hs_repeat_row_refresh_lines (HsRepeatRow *self)
{
  g_return_if_fail (HS_IS_REPEAT_ROW (self));
  for (guint i = 0; i < self->lines->len; i++)
    refresh_line (self, self->lines->pdata[i]);
}

void
hs_repeat_row_focus_line (HsRepeatRow *self, HsFormRow *row)
{
  g_return_if_fail (HS_IS_REPEAT_ROW (self));
  focus_line (self, row, HS_REPEAT_EDIT);
}

guint
hs_repeat_row_get_n_lines (HsRepeatRow *self)
{
  g_return_val_if_fail (HS_IS_REPEAT_ROW (self), 0);
  return self->lines->len;
}
