/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Writes every dossier's changes to the disk before the window goes. finish: FALSE when something could
 * not be written; the citizen has been told. */
void hs_window_saving_run_async (HsAppContext *context, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean hs_window_saving_finish (GtkWindow *window, GAsyncResult *result);
/* (transfer none) (nullable): why some dossier is not saved now. */
const GError *hs_window_saving_find_error (HsAppContext *context);

G_END_DECLS
