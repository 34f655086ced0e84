/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the citizen should know about the version of a dossier's form, and the way to its differences. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-form-notice.h"

#include "dossier/hs-move-words.h"

#include <glib/gi18n.h>

struct _HsFormNotice
{
  AdwBin parent_instance;

  HsDossier *dossier; /* (owned) (nullable) */
  GtkWidget *label;   /* (unowned) children */
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (HsFormNotice, hs_form_notice, ADW_TYPE_BIN)

static void
update (HsFormNotice *self)
{
  g_autofree char *text = NULL;
  HsFormNews news = hs_form_news (self->dossier, &text);

  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_visible (self->button, hs_dossier_get_newer_form (self->dossier, NULL) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), news != HS_FORM_NEWS_NONE);
  if (news == HS_FORM_NEWS_ENDING || news == HS_FORM_NEWS_ENDED)
    gtk_widget_add_css_class (self->label, "warning");
  else
    gtk_widget_remove_css_class (self->label, "warning");
}

static void
see_cb (HsFormNotice *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.move-form", "s",
                              hs_dossier_get_id (self->dossier));
}

static void
hs_form_notice_dispose (GObject *object)
{
  g_clear_object (&HS_FORM_NOTICE (object)->dossier);
  G_OBJECT_CLASS (hs_form_notice_parent_class)->dispose (object);
}

static void
hs_form_notice_class_init (HsFormNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_form_notice_dispose;
}

static void
hs_form_notice_init (HsFormNotice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (self->label), 1);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->button = gtk_button_new_with_label (_ ("See what changes"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (see_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "notice");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
hs_form_notice_set_dossier (HsFormNotice *self, HsDossier *dossier)
{
  g_return_if_fail (HS_IS_FORM_NOTICE (self));
  g_return_if_fail (self->dossier == NULL);
  self->dossier = g_object_ref (dossier);
  g_signal_connect_object (dossier, "notify::form", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
