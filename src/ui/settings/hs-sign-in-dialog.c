/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, two ways; what is under way is cancelled when the window closes or the way changes. */
#define G_LOG_DOMAIN "hoso"

#include "settings/hs-sign-in-dialog.h"
#include "compat/hs-accessible.h"

#include "app/hs-feedback.h"
#include "app/hs-portal-title.h"
#include "compat/hs-dialogs.h"
#include "compat/hs-qr.h"

#include <glib/gi18n.h>

struct _HsSignInDialog
{
  AdwWindow parent_instance;
  HsSession *session;        /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) of the way under way */

  GtkStack *stack;
  GtkWidget *back_button;
  GtkLabel *where_label;
  GtkLabel *error_label;
  GtkWidget *browser_button;
  GtkLabel *browser_label;
  GtkLabel *uri_label;
  GtkLabel *device_label;
  GtkPicture *qr_picture;
  GtkLabel *device_uri;
  GtkLabel *code_label;
  GtkLabel *expires_label;
};

G_DEFINE_FINAL_TYPE (HsSignInDialog, hs_sign_in_dialog, ADW_TYPE_WINDOW)

static void
show_page (HsSignInDialog *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back_button, !g_str_equal (name, "choose"));
}

static void
stop (HsSignInDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static GCancellable *
start (HsSignInDialog *self, const char *page)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  show_page (self, page);
  return self->cancellable;
}

/* Either way has ended. A cancelled one was replaced or closed and says nothing. */
static void
end (HsSignInDialog *self, gboolean signed_in, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (signed_in)
    {
      GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
      g_autofree char *name = hs_session_dup_name (self->session);
      g_autofree char *toast = g_strdup_printf (_ ("Signed in as %s"), name != NULL ? name : "?");

      if (parent != NULL)
        hs_app_toast (GTK_WIDGET (parent), toast);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  text = hs_app_error_text (error);
  gtk_label_set_label (self->error_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  show_page (self, "choose");
  gtk_widget_grab_focus (self->browser_button);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hs_launch_uri_finish (result, &error))
    return;
  g_debug ("browser: %s", error->message);
  gtk_label_set_label (
    self->browser_label,
    _ ("No browser could be opened. Copy this address into one on this computer:"));
  gtk_widget_set_visible (GTK_WIDGET (self->uri_label), TRUE);
}

static void
open_uri (const char *uri, gpointer user_data)
{
  HsSignInDialog *self = user_data;

  gtk_label_set_label (self->uri_label, uri);
  hs_launch_uri_async (GTK_WINDOW (self), uri, self->cancellable, launched_cb, g_object_ref (self));
}

static void
browser_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = hs_session_sign_in_finish (HS_SESSION (source), result, &error);

  end (self, signed_in, error);
}

static void
browser_cb (HsSignInDialog *self)
{
  hs_session_sign_in_async (self->session, open_uri, self, start (self, "browser"), browser_done_cb,
                            g_object_ref (self));
}

static void
show_code (const HsDeviceCode *code, gpointer user_data)
{
  HsSignInDialog *self = user_data;
  const char *address = code->verification_uri_complete != NULL ? code->verification_uri_complete
                                                                : code->verification_uri;
  g_autoptr (GdkTexture) qr = hs_qr_texture_new (address);
  guint minutes = MAX (1, code->expires_in / 60);
  g_autofree char *expires = g_strdup_printf (
    ngettext ("The page must show the same code. It is valid for %u minute.",
              "The page must show the same code. It is valid for %u minutes.", minutes),
    minutes);

  gtk_label_set_label (self->device_label,
                       qr != NULL ? _ ("Scan the QR code with your phone, or open this address:")
                                  : _ ("Open this address on your phone or another computer:"));
  gtk_picture_set_paintable (self->qr_picture, GDK_PAINTABLE (qr));
  gtk_widget_set_visible (GTK_WIDGET (self->qr_picture), qr != NULL);
  gtk_label_set_label (self->device_uri, code->verification_uri);
  gtk_label_set_label (self->code_label, code->user_code);
  gtk_label_set_label (self->expires_label, expires);
  gtk_widget_set_visible (GTK_WIDGET (self->device_uri), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->code_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->expires_label), TRUE);
}

static void
device_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = hs_session_sign_in_device_finish (HS_SESSION (source), result, &error);

  end (self, signed_in, error);
}

static void
device_cb (HsSignInDialog *self)
{
  hs_session_sign_in_device_async (self->session, show_code, self, start (self, "device"),
                                   device_done_cb, g_object_ref (self));
}

static void
back_cb (HsSignInDialog *self)
{
  stop (self);
  show_page (self, "choose");
  gtk_widget_grab_focus (self->browser_button);
}

static gboolean
hs_sign_in_dialog_close_request (GtkWindow *window)
{
  stop (HS_SIGN_IN_DIALOG (window));
  return GTK_WINDOW_CLASS (hs_sign_in_dialog_parent_class)->close_request (window);
}

static void
hs_sign_in_dialog_dispose (GObject *object)
{
  HsSignInDialog *self = HS_SIGN_IN_DIALOG (object);

  stop (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_sign_in_dialog_parent_class)->dispose (object);
}

static void
hs_sign_in_dialog_class_init (HsSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_sign_in_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hs_sign_in_dialog_close_request;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/settings/hs-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, where_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, browser_button);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, browser_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, uri_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, device_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, qr_picture);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, device_uri);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, code_label);
  gtk_widget_class_bind_template_child (widget_class, HsSignInDialog, expires_label);
  gtk_widget_class_bind_template_callback (widget_class, browser_cb);
  gtk_widget_class_bind_template_callback (widget_class, device_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hs_sign_in_dialog_init (HsSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
}

HsSignInDialog *
hs_sign_in_dialog_new (GtkWindow *parent, HsSession *session)
{
  HsSignInDialog *self = g_object_new (HS_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);
  g_autofree char *portal = hs_portal_title (hs_session_get_portal_url (session));
  g_autofree char *where =
    g_strdup_printf (_ ("Sign in at: %s. How do you want to do it?"), portal);

  self->session = g_object_ref (session);
  gtk_label_set_label (self->where_label, where);
  gtk_widget_grab_focus (self->browser_button);
  return self;
}
