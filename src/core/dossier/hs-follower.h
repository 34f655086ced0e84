/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* Asks the portal what became of all dossiers, in one call, and fetches slips and results once. By itself
 * when its time has come (between start and stop), and when asked to. Thread: main.
 * Signal "changed" (char **dossier_ids): the store has news of these. */
#define HS_TYPE_FOLLOWER (hs_follower_get_type ())
G_DECLARE_FINAL_TYPE (HsFollower, hs_follower, HS, FOLLOWER, GObject)

HsFollower *hs_follower_new (HsStore *store, const char *portal_url,
                             HsSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* The shortest interval of all dossiers, 0 none; a shorter one than before begins at once. */
void hs_follower_set_interval (HsFollower *self, gint64 interval_us);
/* Also after a sign-in: what stopped for the want of one goes on. */
void hs_follower_start (HsFollower *self);
void hs_follower_stop (HsFollower *self);
/* For good: cancels, and waits for the thread. */
void hs_follower_shut_down (HsFollower *self);

/* At most once a minute unless forced: else nothing is asked, and it is no error. */
void hs_follower_refresh_async (HsFollower *self, gboolean force, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_follower_refresh_finish (HsFollower *self, GAsyncResult *result, GError **error);
/* From the store where it is there, else fetched and stored. */
void hs_follower_get_file_async (HsFollower *self, const char *dossier_id, const char *file_id,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
GBytes *hs_follower_get_file_finish (HsFollower *self, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
