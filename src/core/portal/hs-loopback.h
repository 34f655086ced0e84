/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* Private to portal: waits for the browser to bring a sign-in back. Listens on 127.0.0.1, and [::1] where there
 * is one, on a free port; takes one request for a path nobody can guess. Thread: one. Source: RFC 8252 7.3. */
typedef struct _HsLoopback HsLoopback;

HsLoopback *hs_loopback_new (HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_loopback_free (HsLoopback *self);
const char *hs_loopback_get_redirect_uri (HsLoopback *self);

/* The query's parameters (element-type utf8 utf8). deadline_us: the world's monotonic clock, looked at every
 * tick_ms of real time. Errors: HS_PORTAL_ERROR_SIGN_IN when the time is over or the query is not usable. */
GHashTable *hs_loopback_wait (HsLoopback *self, gint64 deadline_us, guint tick_ms,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsLoopback, hs_loopback_free)

G_END_DECLS
