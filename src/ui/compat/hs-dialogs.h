/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Dialogs whose widgets differ between the oldest and the newest GTK and libadwaita, in the shape of the
 * newer ones. parent is nullable everywhere. Thread: main. */

/* One message and "Close". details (nullable): technical text in small letters, selectable. */
void hs_dialog_tell (GtkWindow *parent, const char *heading, const char *body, const char *details);

/* A question before a loss: TRUE in finish when the citizen chose `accept`; FALSE without error when not.
 * destructive: accept is drawn as such, and Enter does not choose it. */
void hs_dialog_ask_async (GtkWindow *parent, const char *heading, const char *body,
                          const char *accept, gboolean destructive, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_dialog_ask_finish (GAsyncResult *result, GError **error);

/* Files. filter_name and media_types (NULL-terminated) are nullable: all files. Cancelled by the
 * citizen: NULL with G_IO_ERROR_CANCELLED, which hs_app_show_error() does not show. */
void hs_dialog_open_file_async (GtkWindow *parent, const char *title, const char *filter_name,
                                const char *const *media_types, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
GFile *hs_dialog_open_file_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for several at once: (transfer full) of GFile. */
void hs_dialog_open_files_async (GtkWindow *parent, const char *title, const char *filter_name,
                                 const char *const *media_types, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GListModel *
hs_dialog_open_files_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_dialog_save_file_async (GtkWindow *parent, const char *title, const char *name,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
GFile *hs_dialog_save_file_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void hs_dialog_about (GtkWindow *parent);

/* Opens an address in the citizen's browser. Errors: G_IO_ERROR when no program takes it. */
void hs_launch_uri_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_launch_uri_finish (GAsyncResult *result, GError **error);

G_END_DECLS
