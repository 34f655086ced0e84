/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "dossier/hs-attachment.h"
#include "dossier/hs-journal.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* What became of a dossier after it was frozen, read from the store as one: plain data, so a thread can
 * read it and the main thread take it. */
typedef struct
{
  HsJournal *journal; /* (owned) (nullable) */
  JsonNode *status;   /* (owned) (nullable) an object: receipt, and what the office said last */
  GPtrArray *events;  /* (owned) (element-type HsEvent) newest first */
} HsProgress;

/* Thread: any. Errors: HS_STORE_ERROR. */
HsProgress *
hs_progress_read (HsStore *store, const char *dossier_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_progress_free (HsProgress *self);

/* Stores the verified receipt and ends the journal's entry, as one. answer is the portal's, payload
 * what hs_receipt_verify() gave, proof what hs_receipt_make_proof() did. Errors:
 * HS_PORTAL_ERROR_NONSENSE when the answer and the receipt do not agree or the reference number is no
 * text one can print. */
gboolean hs_progress_take_receipt (HsStore *store, HsJournal *journal, JsonNode *answer,
                                   JsonNode *payload, JsonNode *proof, GError **error);
/* Proves every receipt once more with what was kept of it; n_proven (nullable): how many. One kept without
 * its key is passed over. Errors: HS_PORTAL_ERROR_RECEIPT names the dossier, HS_STORE_ERROR. Thread: any. */
gboolean hs_progress_check_receipts (HsStore *store, guint *n_proven, GError **error);
/* The dossier is taken out of the outbox: it is a draft again. Call it inside begin()/end(). */
gboolean hs_progress_forget (HsStore *store, const char *dossier_id, GError **error);
/* Something done here, for the history: type "local.queued", ... */
gboolean
hs_progress_note (HsStore *store, const char *dossier_id, const char *type, GError **error);
/* One page of the portal's events. Those of dossiers that are not here, and those that cannot be read, are
 * passed over; one that is already there changes nothing. changed: (element-type utf8) gets the ids of dossiers that changed. Call
 * it inside hs_store_begin()/end(). Errors: HS_STORE_ERROR. */
gboolean
hs_progress_take_events (HsStore *store, JsonArray *items, GHashTable *changed, GError **error);

/* 1..100 characters, all printable, none a space at an end. */
gboolean hs_progress_is_reference (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsProgress, hs_progress_free)

G_END_DECLS
