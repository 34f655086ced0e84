/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier as one row of a list. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-dossier-row.h"

#include "app/hs-sentences.h"
#include "compat/hs-accessible.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

struct _HsDossierRow
{
  AdwActionRow parent_instance;
  HsDossier *dossier; /* (owned) (nullable) after dispose */
  GtkImage *icon;
  GtkButton *button;
  GtkWidget *delete_button; /* (nullable) */
  char *style;              /* (owned) (nullable) css class the icon has now */
};

typedef enum
{
  SIGNAL_DELETE_CLICKED
} HsDossierRowSignal;
static guint signals[SIGNAL_DELETE_CLICKED + 1];

G_DEFINE_FINAL_TYPE (HsDossierRow, hs_dossier_row, ADW_TYPE_ACTION_ROW)

/* Drafts, and what is still on its way: there the send page shows how far it is. */
static gboolean
is_here (HsDossier *dossier)
{
  return hs_dossier_get_state (dossier) < HS_DOSSIER_SUBMITTED;
}

static void
open_dossier (HsDossierRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              is_here (self->dossier) ? "win.open-dossier" : "win.show-tracking",
                              "s", hs_dossier_get_id (self->dossier));
}

static void
delete_clicked_cb (HsDossierRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DELETE_CLICKED], 0);
}

static void
update (HsDossierRow *self)
{
  HsDossierWords words = hs_dossier_words (hs_dossier_get_state (self->dossier));
  const char *title = hs_dossier_get_title (self->dossier);
  g_autofree char *summary = hs_dossier_summary (self->dossier);
  g_autofree char *name = hs_sentences (title, summary, NULL);
  g_autofree char *button_name = g_strdup_printf ("%s: %s", words.button, title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), summary);
  gtk_image_set_from_icon_name (self->icon, words.icon);
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style);
  g_free (self->style);
  self->style = g_strdup (words.style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), self->style);
  gtk_button_set_label (self->button, words.button);
  if (words.group == HS_DOSSIER_GROUP_ANSWER)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  if (self->delete_button != NULL)
    gtk_widget_set_visible (self->delete_button, is_here (self->dossier));
  hs_accessible_set_name (GTK_WIDGET (self), name);
  hs_accessible_set_name (GTK_WIDGET (self->button), button_name);
}

static void
hs_dossier_row_dispose (GObject *object)
{
  g_clear_object (&HS_DOSSIER_ROW (object)->dossier);
  G_OBJECT_CLASS (hs_dossier_row_parent_class)->dispose (object);
}

static void
hs_dossier_row_finalize (GObject *object)
{
  g_free (HS_DOSSIER_ROW (object)->style);
  G_OBJECT_CLASS (hs_dossier_row_parent_class)->finalize (object);
}

static void
hs_dossier_row_class_init (HsDossierRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_dossier_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_dossier_row_finalize;
  signals[SIGNAL_DELETE_CLICKED] =
    g_signal_new ("delete-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
hs_dossier_row_init (HsDossierRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  self->icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (open_dossier), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
}

static void
add_delete_button (HsDossierRow *self)
{
  g_autofree char *name = g_strdup_printf (_ ("Delete: %s"), hs_dossier_get_title (self->dossier));

  self->delete_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (self->delete_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->delete_button, "flat");
  gtk_widget_set_tooltip_text (self->delete_button, _ ("Delete"));
  hs_accessible_set_name (self->delete_button, name);
  g_signal_connect_object (self->delete_button, "clicked", G_CALLBACK (delete_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->delete_button);
}

GtkWidget *
hs_dossier_row_new (HsDossier *dossier, gboolean with_delete)
{
  HsDossierRow *self = g_object_new (HS_TYPE_DOSSIER_ROW, NULL);

  g_return_val_if_fail (HS_IS_DOSSIER (dossier), NULL);
  self->dossier = g_object_ref (dossier);
  if (with_delete)
    add_delete_button (self);
  g_signal_connect_object (dossier, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

HsDossier *
hs_dossier_row_get_dossier (HsDossierRow *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER_ROW (self), NULL);
  return self->dossier;
}
