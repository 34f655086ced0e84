/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt is the only proof that a dossier was received: Ed25519 over the exact bytes of a payload, and the
 * payload must speak of this dossier, round and manifest. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-portal.h"
#include "portal/hs-url.h"

#include <sodium.h>
#include <string.h>

#define MAX_PAYLOAD (64 * 1024)

static JsonNode *
fail (GError **error, const char *why)
{
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT, "The receipt is not valid: %s",
               why);
  return NULL;
}

/* (nullable): 32 bytes. */
static const guint8 *
find_key (const HsPortalInfo *info, const char *id)
{
  if (id == NULL)
    return NULL;
  if (g_strcmp0 (info->receipt_key_id, id) == 0)
    return info->receipt_key;
  for (guint i = 0; info->receipt_keys != NULL && i < info->receipt_keys->len; i++)
    {
      const HsReceiptKey *key = &g_array_index (info->receipt_keys, HsReceiptKey, i);

      if (g_strcmp0 (key->id, id) == 0)
        return key->key;
    }
  return NULL;
}

static const char *
find_contradiction (JsonObject *payload, const char *dossier_id, guint round,
                    const char *manifest_sha256)
{
  static const char *const members[] = { "submissionId", "referenceNo", "receivedAt" };

  if (g_strcmp0 (hs_json_string (payload, "dossierId", NULL), dossier_id) != 0)
    return "it speaks of another dossier";
  if (hs_json_int (payload, "round", -1) != round)
    return "it speaks of another round";
  if (g_strcmp0 (hs_json_string (payload, "manifestSha256", NULL), manifest_sha256) != 0)
    return "it speaks of other contents";
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (*hs_json_string (payload, members[i], "") == '\0')
        return "it lacks its number or time";
    }
  return NULL;
}

JsonNode *
hs_receipt_verify (JsonNode *receipt, const HsPortalInfo *info, const char *dossier_id, guint round,
                   const char *manifest_sha256, GError **error)
{
  JsonObject *object;
  g_autoptr (GBytes) payload = NULL, signature = NULL;
  g_autoptr (JsonNode) node = NULL;
  const guint8 *key;
  const char *wrong;

  g_return_val_if_fail (info != NULL && dossier_id != NULL && manifest_sha256 != NULL, NULL);
  if (receipt == NULL || !JSON_NODE_HOLDS_OBJECT (receipt))
    return fail (error, "it is missing");
  object = json_node_get_object (receipt);
  payload = hs_base64url_decode (hs_json_string (object, "payload", NULL), MAX_PAYLOAD);
  signature = hs_base64url_decode (hs_json_string (object, "signature", NULL), crypto_sign_BYTES);
  if (payload == NULL || signature == NULL || g_bytes_get_size (signature) != crypto_sign_BYTES)
    return fail (error, "its bytes cannot be read");
  key = find_key (info, hs_json_string (object, "keyId", NULL));
  if (key == NULL)
    return fail (error, "the portal has no such key");
  if (crypto_sign_verify_detached (g_bytes_get_data (signature, NULL),
                                   g_bytes_get_data (payload, NULL), g_bytes_get_size (payload),
                                   key) != 0)
    return fail (error, "its signature is wrong");
  node = hs_json_parse_bytes (payload, HS_JSON_DEFAULT, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "what is signed is not a JSON object");
  wrong = find_contradiction (json_node_get_object (node), dossier_id, round, manifest_sha256);
  return wrong == NULL ? g_steal_pointer (&node) : fail (error, wrong);
}
