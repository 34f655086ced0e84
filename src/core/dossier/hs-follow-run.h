/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-portal-thread.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* One round of asking: all new events into the store, then the files they name. changed: (element-type
 * utf8) gets the ids of dossiers with news. poll_seconds: what the portal asks for, 0 nothing. Errors:
 * those of the portal and the store; what was stored before stays. Thread: the portal's. */
gboolean hs_follow_poll (HsPortalThread *thread, HsStore *store, const char *portal_url,
                         HsSession *session, GHashTable *changed, guint *poll_seconds,
                         GCancellable *cancellable, GError **error);

/* NULL without error: it was not fetched yet. Thread: any. */
GBytes *hs_follow_read_file (HsStore *store, const char *dossier_id, const char *file_id,
                             GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fetches and stores it, unless it is there. Thread: the portal's. */
GBytes *hs_follow_fetch_file (HsPortalThread *thread, HsStore *store, const char *dossier_id,
                              const char *file_id, GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
