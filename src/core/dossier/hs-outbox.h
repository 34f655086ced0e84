/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-sending-private.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* Frozen dossiers on their way, one at a time, oldest first. One process of a profile sends (file lock);
 * in another one everything waits with HS_DOSSIER_ERROR_BUSY. Thread: main.
 * Signal "sent" (HsDossier *): its receipt is verified and stored. */
#define HS_TYPE_OUTBOX (hs_outbox_get_type ())
G_DECLARE_FINAL_TYPE (HsOutbox, hs_outbox, HS, OUTBOX, GObject)

HsOutbox *hs_outbox_new (HsStore *store, const char *portal_url,
                         HsSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none): shows what the journal says. journal is not consumed. */
HsSending *hs_outbox_add (HsOutbox *self, HsDossier *dossier, HsJournal *journal);
HsSending *hs_outbox_find (HsOutbox *self, HsDossier *dossier); /* (transfer none) (nullable) */
/* All but those that failed. */
void hs_outbox_resume (HsOutbox *self);
/* This one, because a person asks for it; the others stay as they are. */
void hs_outbox_resume_one (HsOutbox *self, HsDossier *dossier);
void hs_outbox_pause (HsOutbox *self);
/* For good: cancels, and waits for the thread. Nothing else may be called afterwards. */
void hs_outbox_shut_down (HsOutbox *self);
void hs_outbox_signed_in (HsOutbox *self);
void hs_outbox_revoke_async (HsOutbox *self, HsDossier *dossier, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_outbox_revoke_finish (HsOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
