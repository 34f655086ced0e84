/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back to the version of the form that a draft was moved from. It asks first: what was written since
 * is not in the old answers. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-form-back.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "compat/hs-dialogs.h"

#include <glib/gi18n.h>

struct _HsFormBack
{
  AdwBin parent_instance;

  HsDossier *dossier;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) what is asked and not answered yet */
  GtkWidget *button;         /* (unowned) children */
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (HsFormBack, hs_form_back, ADW_TYPE_BIN)

static void
update (HsFormBack *self)
{
  g_autofree char *before = hs_dossier_dup_version_before (self->dossier);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), before != NULL);
  if (before == NULL)
    return;
  text = g_strdup_printf (_ ("Back to version %s"), before);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  hs_accessible_set_name (self->button, text);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsFormBack) self = data;
  g_autoptr (GError) error = NULL;

  if (!hs_dialog_ask_finish (result, &error) || self->dossier == NULL)
    return;
  if (hs_dossier_move_back (self->dossier, &error))
    hs_app_toast (GTK_WIDGET (self), _ ("The form is back in its earlier version."));
  else
    hs_app_show_error (GTK_WIDGET (self), error);
}

static void
clicked_cb (HsFormBack *self)
{
  hs_dialog_ask_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                       _ ("Back to the earlier version of the form?"),
                       _ ("Your answers will be as they were before you moved to the new version. "
                          "What you have written since is not in them."),
                       _ ("Use the earlier version"), TRUE, self->cancellable, asked_cb,
                       g_object_ref (self));
}

static void
hs_form_back_dispose (GObject *object)
{
  HsFormBack *self = HS_FORM_BACK (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_form_back_parent_class)->dispose (object);
}

static void
hs_form_back_class_init (HsFormBackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_form_back_dispose;
}

static void
hs_form_back_init (HsFormBack *self)
{
  self->cancellable = g_cancellable_new ();
  self->button = gtk_button_new ();
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 22);
  gtk_button_set_child (GTK_BUTTON (self->button), self->label);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
hs_form_back_set_dossier (HsFormBack *self, HsDossier *dossier)
{
  g_return_if_fail (HS_IS_FORM_BACK (self));
  g_return_if_fail (self->dossier == NULL);
  self->dossier = g_object_ref (dossier);
  g_signal_connect_object (dossier, "notify::form", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
