/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-portal.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* A thread of its own for one HsPortal, which must not leave it. */
typedef struct _HsPortalThread HsPortalThread;

/* session and url are nullable: then hs_portal_thread_get() says that no portal was chosen. */
HsPortalThread *hs_portal_thread_new (const char *name, HsStore *store, const char *url,
                                      HsSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the job that runs: cancel it first. */
void hs_portal_thread_free (HsPortalThread *self);
void hs_portal_thread_run (HsPortalThread *self, GTask *task, GTaskThreadFunc func);

/* In the thread: made at the first call. Errors: HS_DOSSIER_ERROR_STATE, those of hs_portal_new(). */
HsPortal *hs_portal_thread_get (HsPortalThread *self, GError **error);
/* In the thread: discovers, and keeps the portal's limit in the store for the next start. */
const HsPortalInfo *
hs_portal_thread_discover (HsPortalThread *self, GCancellable *cancellable, GError **error);
/* In the thread: asks the portal anew who it is, and compares its receipt keys with those known of it
 * (hs-receipt.h). Errors: HS_PORTAL_ERROR_RECEIPT when they were replaced, those of hs_portal_refresh(). */
const HsPortalInfo *
hs_portal_thread_refresh (HsPortalThread *self, GCancellable *cancellable, GError **error);
/* In the thread: the portal as one that publishes the key of that receipt (an object), asked anew where it
 * did not; it may still not publish it. Errors: those of hs_portal_thread_refresh(). */
const HsPortalInfo *hs_portal_thread_find_signer (HsPortalThread *self, JsonNode *receipt,
                                                  GCancellable *cancellable, GError **error);
/* In the thread: the lasting id at the portal of who is signed in. Errors: HS_PORTAL_ERROR_SIGN_IN, those of a
 * call. */
char *hs_portal_thread_find_account (HsPortalThread *self, GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The limit for one file as that portal said last, bytes; 0 unknown. Thread: any. */
guint64 hs_portal_thread_read_limit (HsStore *store, const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPortalThread, hs_portal_thread_free)

G_END_DECLS
