/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tray of answers that a new version of the form has no place for. Being done with one can be taken
 * back; nothing here is ever sent. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-not-moved-list.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "dossier/hs-move-words.h"

#include <glib/gi18n.h>

#define MAX_HEIGHT 260 /* pixels: the form below stays in sight */

struct _HsNotMovedList
{
  AdwBin parent_instance;

  HsForm *form;        /* (owned) (nullable) */
  GtkWidget *expander; /* (unowned) children */
  GtkWidget *title;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (HsNotMovedList, hs_not_moved_list, ADW_TYPE_BIN)

/* Being done with one, to be taken back. */
typedef struct
{
  HsForm *form;     /* (owned) */
  HsFormKept *kept; /* (owned) */
} Done;

static void
done_free (gpointer data)
{
  Done *done = data;

  g_object_unref (done->form);
  g_object_unref (done->kept);
  g_free (done);
}

static void
put_back_cb (gpointer data)
{
  Done *done = data;

  hs_form_put_not_moved (done->form, done->kept);
}

static void
copy_cb (GtkButton *button, HsFormKept *kept)
{
  g_autofree char *text =
    g_strdup_printf (_ ("Copied: %s. Paste it where it belongs."), hs_form_kept_get_text (kept));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          hs_form_kept_get_text (kept));
  hs_app_toast (GTK_WIDGET (button), text);
}

static void
done_cb (GtkButton *button, HsFormKept *kept)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (button), HS_TYPE_NOT_MOVED_LIST);
  HsNotMovedList *self = HS_NOT_MOVED_LIST (list);
  g_autofree char *text = g_strdup_printf (_ ("Done with: %s"), hs_form_kept_get_label (kept));
  Done *done = g_new0 (Done, 1);

  done->form = g_object_ref (self->form);
  done->kept = g_object_ref (kept);
  hs_app_toast_undo (list, text, put_back_cb, done, done_free);
  hs_form_drop_not_moved (done->form, done->kept); /* the button is gone from here on */
}

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_button (const char *text, const char *name, GCallback callback, HsFormKept *kept)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  g_autofree char *full = g_strdup_printf ("%s: %s", text, name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  hs_accessible_set_name (button, full);
  g_signal_connect_object (button, "clicked", callback, kept, 0);
  return button;
}

static const char *
why (HsFormKept *kept)
{
  const char *note = hs_form_kept_get_note (kept);

  return note != NULL
           ? note
           : hs_move_reason_words (hs_form_move_reason_from_name (hs_form_kept_get_reason (kept)));
}

static GtkWidget *
new_row_cb (gpointer item, gpointer data)
{
  HsFormKept *kept = item;
  const char *label = hs_form_kept_get_label (kept);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name =
    g_strdup_printf ("%s: %s. %s", label, hs_form_kept_get_text (kept), why (kept));

  gtk_box_append (GTK_BOX (words), new_text (label, "caption"));
  gtk_box_append (GTK_BOX (words), new_text (hs_form_kept_get_text (kept), "heading"));
  if (*why (kept) != '\0')
    gtk_box_append (GTK_BOX (words), new_text (why (kept), "dim-label"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), new_button (_ ("Copy"), label, G_CALLBACK (copy_cb), kept));
  gtk_box_append (GTK_BOX (line), new_button (_ ("Done"), label, G_CALLBACK (done_cb), kept));
  gtk_widget_add_css_class (line, "padded");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  hs_accessible_set_name (row, name);
  return row;
}

static void
count_cb (HsNotMovedList *self)
{
  guint n = self->form != NULL ? g_list_model_get_n_items (hs_form_get_not_moved (self->form)) : 0;
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u answer was not carried over", "%u answers were not carried over", n), n);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  hs_accessible_set_name (self->expander, title);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
hs_not_moved_list_dispose (GObject *object)
{
  HsNotMovedList *self = HS_NOT_MOVED_LIST (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (GTK_LIST_BOX (self->list), NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->form);
  G_OBJECT_CLASS (hs_not_moved_list_parent_class)->dispose (object);
}

static void
hs_not_moved_list_class_init (HsNotMovedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_not_moved_list_dispose;
}

static void
hs_not_moved_list_init (HsNotMovedList *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->title = new_text ("", "heading");
  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), self->title);
  gtk_expander_set_expanded (GTK_EXPANDER (self->expander), TRUE);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  hs_accessible_set_name (self->list, hs_move_kind_title (HS_FORM_MOVE_NOT_MOVED));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_box_append (
    GTK_BOX (content),
    new_text (_ ("The new version of the form has no place for them. Copy what you still need, and "
                 "say “Done” to what you have dealt with. None of it is sent."),
              NULL));
  gtk_box_append (GTK_BOX (content), scrolled);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), content);
  adw_bin_set_child (ADW_BIN (self), self->expander);
  gtk_widget_add_css_class (GTK_WIDGET (self), "notice");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
hs_not_moved_list_new (void)
{
  return g_object_new (HS_TYPE_NOT_MOVED_LIST, NULL);
}

void
hs_not_moved_list_set_form (HsNotMovedList *self, HsForm *form)
{
  g_return_if_fail (HS_IS_NOT_MOVED_LIST (self));
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (hs_form_get_not_moved (self->form), self);
  g_set_object (&self->form, form);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list),
                           form != NULL ? hs_form_get_not_moved (form) : NULL, new_row_cb, self,
                           NULL);
  if (form != NULL)
    g_signal_connect_object (hs_form_get_not_moved (form), "items-changed", G_CALLBACK (count_cb),
                             self, G_CONNECT_SWAPPED);
  count_cb (self);
}
