/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Locks the calling process for good: resource limits, Landlock (system files read-only), seccomp
 * (reading files and memory only: no sockets, programs, threads or writing). Must be called while
 * there is one thread. With need_landlock a kernel without it is an error; otherwise another wall
 * already stands. layers: HS_RENDER_LAYER_* that stand now.
 * Errors: HS_DOCUMENT_ERROR_SANDBOX; the process must not go on. */
gboolean hs_lock (gboolean need_landlock, guint *layers, GError **error);

/* The three layers, in the order they must be put up. */
gboolean hs_lock_limits (GError **error);
gboolean hs_lock_landlock (gboolean *there, GError **error);
gboolean hs_lock_seccomp (GError **error);

G_END_DECLS
