/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-portal.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* Which key proves a receipt, now and later.
 *
 * Now: one that /.well-known/portal publishes under the receipt's keyId. A portal may have changed its
 * keys since it was asked, so who does not find the key asks once more (hs_portal_refresh()).
 *
 * Which keys are the portal's: those seen first are trusted and remembered for its address (scheme, host
 * and port). Later ones are taken up while at least one known key is still published and no known keyId
 * has another key; a set that shares nothing with what is known is refused. This finds a portal that was
 * exchanged or set up anew; it is no defence against somebody who publishes a copied key beside his own,
 * for which TLS stands. A portal on this machine (the demo) makes new keys at each new state directory,
 * so there a replaced set is only told in the log, and taken over.
 *
 * Later: the public key is kept beside the receipt, so that it is proven without asking anybody. */

/* (nullable): 32 bytes, of info; the key published under that id (nullable). */
const guint8 *hs_receipt_find_key (const HsPortalInfo *info, const char *key_id);

/* Ed25519 over the exact receipt bytes, and that it speaks of this dossier, round and manifest.
 * receipt: {"payload": base64url of the signed JSON bytes, "signature": base64url, "keyId"}.
 * Returns the payload. Errors: HS_PORTAL_ERROR_RECEIPT; the message tells a key that is not published
 * from a signature that is wrong. */
JsonNode *
hs_receipt_verify (JsonNode *receipt, const HsPortalInfo *info, const char *dossier_id, guint round,
                   const char *manifest_sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What to keep of a receipt that was verified so: {payload, signature, keyId, publicKey (base64url), round,
 * manifestSha256}. */
JsonNode *hs_receipt_make_proof (JsonNode *receipt, const HsPortalInfo *info, guint round,
                                 const char *manifest_sha256) G_GNUC_WARN_UNUSED_RESULT;
/* The same check as hs_receipt_verify(), of what was kept, without a portal. Returns the payload.
 * Errors: HS_PORTAL_ERROR_RECEIPT. Thread: any. */
JsonNode *hs_receipt_verify_proof (JsonNode *proof, const char *dossier_id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Compares the keys of info with those known of the portal at that origin, and remembers new ones, sealed
 * in the store. Errors: HS_PORTAL_ERROR_RECEIPT names portal and keys when they were replaced; those of
 * the store. Thread: any; may block on disk. */
gboolean hs_receipt_keys_remember (HsStore *store, const char *origin, const HsPortalInfo *info,
                                   GError **error);

G_END_DECLS
