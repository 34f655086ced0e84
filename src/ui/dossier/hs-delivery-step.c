/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the result is received. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-delivery-step.h"

#include "base/hs-text.h"
#include "compat/hs-accessible.h"
#include "widgets/hs-dossier-words.h"

struct _HsDeliveryStep
{
  AdwBin parent_instance;

  HsDossier *dossier; /* (owned) */
  gboolean updating;  /* the buttons are being set from the dossier */

  GtkWidget *counter_button;
  GtkWidget *post_button;
  GtkWidget *electronic_button;
  GtkWidget *address_revealer;
  GtkWidget *address_entry;
  GtkWidget *choice_error;
  GtkWidget *address_error;
};

G_DEFINE_FINAL_TYPE (HsDeliveryStep, hs_delivery_step, ADW_TYPE_BIN)

static gboolean
is_active (GtkWidget *button)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (button));
}

static gboolean
is_chosen (HsDeliveryStep *self)
{
  return is_active (self->counter_button) || is_active (self->post_button) ||
         is_active (self->electronic_button);
}

static gboolean
lacks_address (HsDeliveryStep *self)
{
  return is_active (self->post_button) &&
         hs_text_is_blank (gtk_editable_get_text (GTK_EDITABLE (self->address_entry)));
}

static void
accuse (HsDeliveryStep *self, gboolean no_choice, gboolean no_address)
{
  gtk_widget_set_visible (self->choice_error, no_choice);
  gtk_widget_set_visible (self->address_error, no_address);
  hs_accessible_set_error (self->address_entry, no_address ? self->address_error : NULL);
  if (no_address)
    gtk_widget_add_css_class (self->address_entry, "error");
  else
    gtk_widget_remove_css_class (self->address_entry, "error");
}

static void
changed_cb (HsDeliveryStep *self)
{
  const char *mode = NULL;
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address_entry));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->address_revealer),
                                 is_active (self->post_button));
  /* early to forgive: an error goes as soon as it is mended, and comes at the next check */
  accuse (self, gtk_widget_get_visible (self->choice_error) && !is_chosen (self),
          gtk_widget_get_visible (self->address_error) && lacks_address (self));
  if (self->updating)
    return;
  if (is_active (self->counter_button))
    mode = "counter";
  else if (is_active (self->post_button))
    mode = "post";
  else if (is_active (self->electronic_button))
    mode = "electronic";
  if (mode != NULL)
    hs_dossier_set_delivery (self->dossier, mode, is_active (self->post_button) ? address : NULL);
}

static void
continue_cb (HsDeliveryStep *self)
{
  if (hs_delivery_step_check (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "dossier.next", NULL);
}

static void
show (HsDeliveryStep *self)
{
  const char *mode = hs_dossier_get_delivery (self->dossier);
  const char *address = hs_dossier_get_delivery_address (self->dossier);

  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->counter_button),
                               g_strcmp0 (mode, "counter") == 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->post_button), g_strcmp0 (mode, "post") == 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->electronic_button),
                               g_strcmp0 (mode, "electronic") == 0);
  if (address != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->address_entry), address);
  self->updating = FALSE;
  changed_cb (self);
}

static void
hs_delivery_step_dispose (GObject *object)
{
  HsDeliveryStep *self = HS_DELIVERY_STEP (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_DELIVERY_STEP);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_delivery_step_parent_class)->dispose (object);
}

static void
hs_delivery_step_class_init (HsDeliveryStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_delivery_step_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/dossier/hs-delivery-step.ui");
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, counter_button);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, post_button);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, electronic_button);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, address_revealer);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, address_entry);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, choice_error);
  gtk_widget_class_bind_template_child (widget_class, HsDeliveryStep, address_error);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
}

static void
hs_delivery_step_init (HsDeliveryStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hs_delivery_step_new (HsDossier *dossier)
{
  HsDeliveryStep *self = g_object_new (HS_TYPE_DELIVERY_STEP, NULL);

  self->dossier = g_object_ref (dossier);
  show (self);
  return GTK_WIDGET (self);
}

gboolean
hs_delivery_step_check (HsDeliveryStep *self)
{
  gboolean no_choice, no_address;

  g_return_val_if_fail (HS_IS_DELIVERY_STEP (self), FALSE);
  no_choice = !is_chosen (self);
  no_address = lacks_address (self);
  accuse (self, no_choice, no_address);
  if (no_choice)
    gtk_widget_grab_focus (self->counter_button);
  else if (no_address)
    gtk_widget_grab_focus (self->address_entry);
  return !no_choice && !no_address;
}

const char *
hs_delivery_get_words (const char *mode)
{
  return hs_delivery_words (mode);
}
