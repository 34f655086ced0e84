/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signing in and out, and asking the portal for news, for the window. */
void hs_window_account_sign_in (GtkWindow *window, HsAppContext *context);
void
hs_window_account_sign_out (GtkWindow *window, HsAppContext *context, GCancellable *cancellable);
/* Quietly: a portal that does not answer is no news. */
void
hs_window_account_refresh (GtkWidget *widget, HsAppContext *context, GCancellable *cancellable);

G_END_DECLS
