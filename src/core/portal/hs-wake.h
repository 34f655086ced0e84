/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Private to portal. Cancelling wakes a main context that another thread iterates; what happens then is done there.
 * A source of the cancellable would do the same, but GLib 2.74 leaks one that is cancelled from another thread while
 * it is being destroyed. cancellable is nullable. */
gulong hs_wake_connect (GCancellable *cancellable, GMainContext *context);
void hs_wake_disconnect (GCancellable *cancellable, gulong handler);

/* Waits so long (microseconds), or until it is cancelled; data is not used. */
void hs_wake_wait_in_real_time (gpointer data, gint64 us, GCancellable *cancellable);

G_END_DECLS
