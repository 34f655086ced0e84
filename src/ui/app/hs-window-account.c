/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the header's account button does, and the refresh that follows a sign-in. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-window-account.h"

#include "app/hs-feedback.h"
#include "compat/hs-dialogs.h"
#include "settings/hs-sign-in-dialog.h"

#include <glib/gi18n.h>

void
hs_window_account_sign_in (GtkWindow *window, HsAppContext *context)
{
  HsSession *session = hs_app_context_get_session (context);

  if (session == NULL)
    {
      hs_dialog_tell (window, _ ("No portal is chosen"),
                      _ ("You can prepare dossiers without one. To send them, enter the portal's "
                         "address in the settings, then start Hồ Sơ again."),
                      NULL);
      return;
    }
  gtk_window_present (GTK_WINDOW (hs_sign_in_dialog_new (window, session)));
}

static void
sign_out_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hs_session_sign_out (HS_SESSION (source), cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    hs_app_toast (window, _ ("Signed out. Your dossiers stay on this computer."));
  else
    hs_app_show_error (window, error);
}

void
hs_window_account_sign_out (GtkWindow *window, HsAppContext *context, GCancellable *cancellable)
{
  HsSession *session = hs_app_context_get_session (context);
  g_autoptr (GTask) task = NULL;

  if (session == NULL)
    return;
  task = g_task_new (session, cancellable, signed_out_cb, g_object_ref (window));
  g_task_set_source_tag (task, hs_window_account_sign_out);
  g_task_run_in_thread (task, sign_out_in_thread);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!hs_case_book_refresh_finish (HS_CASE_BOOK (source), result, &error))
    g_debug ("refresh: %s", error->message);
}

void
hs_window_account_refresh (GtkWidget *widget, HsAppContext *context, GCancellable *cancellable)
{
  HsSession *session = hs_app_context_get_session (context);

  if (session != NULL && hs_session_is_signed_in (session))
    hs_case_book_refresh_async (hs_app_context_get_case_book (context), FALSE, cancellable,
                                refreshed_cb, g_object_ref (widget));
}
