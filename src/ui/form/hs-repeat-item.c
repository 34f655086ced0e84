/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line in the list of a repeat's rows. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-repeat-item.h"

#include "compat/hs-accessible.h"
#include "form/hs-field-row.h"
#include "form/hs-form-path.h"

#include <glib/gi18n.h>

#define N_ACTS 4

struct _HsRepeatItem
{
  GtkBox parent_instance;

  HsFormRow *row; /* (owned) (nullable) */

  GtkWidget *icon;            /* (unowned) children */
  GtkWidget *title;           /* (unowned) */
  GtkWidget *state;           /* (unowned) */
  GtkWidget *buttons[N_ACTS]; /* (unowned) by HsRepeatAct */
};

G_DEFINE_FINAL_TYPE (HsRepeatItem, hs_repeat_item, GTK_TYPE_BOX)

static guint act_signal;

static const struct
{
  const char *icon; /* (nullable): the word itself */
  const char *name; /* with the row's title behind it */
} acts[N_ACTS] = {
  [HS_REPEAT_EDIT] = { NULL, N_ ("Edit") },
  [HS_REPEAT_UP] = { "go-up-symbolic", N_ ("Move up") },
  [HS_REPEAT_DOWN] = { "go-down-symbolic", N_ ("Move down") },
  [HS_REPEAT_REMOVE] = { "user-trash-symbolic", N_ ("Remove") },
};

static void
clicked_cb (HsRepeatItem *self, GtkWidget *button)
{
  for (guint i = 0; i < N_ACTS; i++)
    if (self->buttons[i] == button)
      {
        g_signal_emit (self, act_signal, 0, i);
        return;
      }
}

static GtkWidget *
new_button (HsRepeatItem *self, HsRepeatAct act)
{
  GtkWidget *button = acts[act].icon != NULL ? gtk_button_new_from_icon_name (acts[act].icon)
                                             : gtk_button_new_with_label (_ (acts[act].name));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, acts[act].icon != NULL ? _ (acts[act].name) : NULL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
hs_repeat_item_dispose (GObject *object)
{
  g_clear_object (&HS_REPEAT_ITEM (object)->row);
  G_OBJECT_CLASS (hs_repeat_item_parent_class)->dispose (object);
}

static void
hs_repeat_item_class_init (HsRepeatItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_repeat_item_dispose;
  act_signal = g_signal_new ("act", HS_TYPE_REPEAT_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hs_repeat_item_init (HsRepeatItem *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->title = hs_field_row_new_text (NULL, NULL);
  self->state = hs_field_row_new_text (NULL, "caption");
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->state);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->icon);
  gtk_box_append (GTK_BOX (self), words);
  for (guint i = 0; i < N_ACTS; i++)
    {
      self->buttons[i] = new_button (self, i);
      gtk_box_append (GTK_BOX (buttons), self->buttons[i]);
    }
  gtk_box_append (GTK_BOX (self), buttons);
}

GtkWidget *
hs_repeat_item_new (void)
{
  return g_object_new (HS_TYPE_REPEAT_ITEM, NULL);
}

void
hs_repeat_item_set_row (HsRepeatItem *self, HsFormRow *row)
{
  g_return_if_fail (HS_IS_REPEAT_ITEM (self));
  g_set_object (&self->row, row);
}

HsFormRow *
hs_repeat_item_get_row (HsRepeatItem *self)
{
  g_return_val_if_fail (HS_IS_REPEAT_ITEM (self), NULL);
  return self->row;
}

static void
set_state (HsRepeatItem *self, const char *icon, const char *css_class, const char *text)
{
  static const char *const classes[] = { "success", "error", "accent", "dim-label" };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      gtk_widget_remove_css_class (self->icon, classes[i]);
      gtk_widget_remove_css_class (self->state, classes[i]);
    }
  gtk_widget_add_css_class (self->icon, css_class);
  gtk_widget_add_css_class (self->state, g_str_equal (css_class, "error") ? "error" : "dim-label");
  gtk_label_set_text (GTK_LABEL (self->state), text);
}

static void
show_state (HsRepeatItem *self, gboolean accused)
{
  HsFormField *wrong = hs_form_path_first_error (self->row);
  g_autofree char *text = NULL;

  if (wrong != NULL && accused)
    {
      text = g_strdup_printf (_ ("Error: %s"), hs_form_field_get_error (wrong));
      set_state (self, "dialog-error-symbolic", "error", text);
    }
  else if (wrong != NULL)
    set_state (self, "document-edit-symbolic", "accent", _ ("Not finished"));
  else
    set_state (self, "emblem-ok-symbolic", "success", _ ("Done"));
}

void
hs_repeat_item_refresh (HsRepeatItem *self, guint index, guint n_rows, gboolean accused,
                        gboolean read_only)
{
  const char *title;
  g_autofree char *said = NULL;
  GtkWidget *line;

  g_return_if_fail (HS_IS_REPEAT_ITEM (self));
  if (self->row == NULL)
    return;
  title = hs_form_row_get_title (self->row);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  show_state (self, accused);
  for (guint i = 0; i < N_ACTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s: %s", _ (acts[i].name), title);

      hs_accessible_set_name (self->buttons[i], name);
      gtk_widget_set_visible (self->buttons[i], i == HS_REPEAT_EDIT || !read_only);
    }
  gtk_widget_set_sensitive (self->buttons[HS_REPEAT_UP], index > 0);
  gtk_widget_set_sensitive (self->buttons[HS_REPEAT_DOWN], index + 1 < n_rows);
  said = g_strdup_printf ("%s. %s", title, gtk_label_get_text (GTK_LABEL (self->state)));
  if ((line = gtk_widget_get_parent (GTK_WIDGET (self))) != NULL)
    hs_accessible_set_name (line, said);
}

void
hs_repeat_item_focus (HsRepeatItem *self, HsRepeatAct act)
{
  static const HsRepeatAct instead[] = { HS_REPEAT_UP, HS_REPEAT_DOWN, HS_REPEAT_EDIT };

  g_return_if_fail (HS_IS_REPEAT_ITEM (self));
  if (gtk_widget_grab_focus (self->buttons[act]))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (instead); i++)
    if (gtk_widget_grab_focus (self->buttons[instead[i]]))
      return;
}
