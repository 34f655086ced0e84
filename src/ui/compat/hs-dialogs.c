/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialogs through the widgets of GTK 4.8 and libadwaita 1.2, which newer versions still carry: what they
 * deprecate is named in this file only. */
#define G_LOG_DOMAIN "hoso"

#include "compat/hs-dialogs.h"

#include "compat/hs-accessible.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WEBSITE "https://github.com/hosoapp/hoso"

static GtkWidget *
make_details (const char *details)
{
  GtkWidget *label = gtk_label_new (details);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

void
hs_dialog_tell (GtkWindow *parent, const char *heading, const char *body, const char *details)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (message, "close");
  adw_message_dialog_set_close_response (message, "close");
  if (details != NULL)
    {
      GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("_Details"));

      gtk_expander_set_child (GTK_EXPANDER (expander), make_details (details));
      adw_message_dialog_set_extra_child (message, expander);
    }
  hs_accessible_mend_parts (dialog);
  hs_accessible_name_once (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (GTask *task, const char *response)
{
  g_task_return_boolean (task, g_strcmp0 (response, "accept") == 0);
  g_object_unref (task);
}

void
hs_dialog_ask_async (GtkWindow *parent, const char *heading, const char *body, const char *accept,
                     gboolean destructive, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  g_task_set_source_tag (task, hs_dialog_ask_async);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "accept", accept, NULL);
  adw_message_dialog_set_response_appearance (
    message, "accept", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, destructive ? "cancel" : "accept");
  adw_message_dialog_set_close_response (message, "cancel");
  hs_accessible_mend_parts (dialog);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), task);
  hs_accessible_name_once (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
hs_dialog_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The native chooser lives until it answers: the task owns it, it owns the task's end. */
static void
chosen_cb (GTask *task, int response, GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no file was chosen");
  g_object_unref (task);
}

static void
choose (GtkWindow *parent, GtkFileChooserAction action, gboolean many, const char *title,
        const char *name, const char *filter_name, const char *const *media_types, GTask *task)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), many);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (media_types != NULL)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, filter_name);
      for (guint i = 0; media_types[i] != NULL; i++)
        gtk_file_filter_add_mime_type (filter, media_types[i]);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  g_task_set_task_data (task, chooser, g_object_unref);
  g_signal_connect_swapped (chooser, "response", G_CALLBACK (chosen_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GFile *
take_first (GAsyncResult *result, GError **error)
{
  g_autoptr (GListModel) files = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  files = g_task_propagate_pointer (G_TASK (result), error);
  return files != NULL ? g_list_model_get_item (files, 0) : NULL;
}

void
hs_dialog_open_file_async (GtkWindow *parent, const char *title, const char *filter_name,
                           const char *const *media_types, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hs_dialog_open_file_async);
  choose (parent, GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, title, NULL, filter_name, media_types, task);
}

GFile *
hs_dialog_open_file_finish (GAsyncResult *result, GError **error)
{
  return take_first (result, error);
}

void
hs_dialog_open_files_async (GtkWindow *parent, const char *title, const char *filter_name,
                            const char *const *media_types, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hs_dialog_open_files_async);
  choose (parent, GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, title, NULL, filter_name, media_types, task);
}

GListModel *
hs_dialog_open_files_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hs_dialog_save_file_async (GtkWindow *parent, const char *title, const char *name,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hs_dialog_save_file_async);
  choose (parent, GTK_FILE_CHOOSER_ACTION_SAVE, FALSE, title, name, NULL, NULL, task);
}

GFile *
hs_dialog_save_file_finish (GAsyncResult *result, GError **error)
{
  return take_first (result, error);
}

void
hs_dialog_about (GtkWindow *parent)
{
  GtkWidget *about =
    g_object_new (ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "modal", TRUE, "application-name",
                  "Hồ Sơ", "application-icon", HS_APP_ID, "version", HS_VERSION, "developer-name",
                  _ ("The Hồ Sơ contributors"), "license-type", GTK_LICENSE_GPL_3_0, "website",
                  WEBSITE, "comments",
                  _ ("Prepares and sends dossiers for administrative procedures.\n\nHồ Sơ is not "
                     "software of a state body. It is made by volunteers and has no say in how "
                     "an office decides."),
                  NULL);

  gtk_window_present (GTK_WINDOW (about));
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
hs_launch_uri_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GdkDisplay *display =
    parent != NULL ? gtk_widget_get_display (GTK_WIDGET (parent)) : gdk_display_get_default ();
  g_autoptr (GdkAppLaunchContext) launch = gdk_display_get_app_launch_context (display);

  g_task_set_source_tag (task, hs_launch_uri_async);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (launch), cancellable,
                                           launched_cb, task);
}

gboolean
hs_launch_uri_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
