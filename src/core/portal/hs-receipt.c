/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt is the only proof that a dossier was received: Ed25519 over the exact bytes of a payload, and the
 * payload must speak of this dossier, round and manifest. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-receipt.h"
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

const guint8 *
hs_receipt_find_key (const HsPortalInfo *info, const char *id)
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

/* What does not depend on where the key comes from. */
static JsonNode *
verify_with (JsonObject *receipt, const guint8 *key, const char *dossier_id, guint round,
             const char *manifest_sha256, GError **error)
{
  g_autoptr (GBytes) payload = NULL, signature = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *wrong;

  payload = hs_base64url_decode (hs_json_string (receipt, "payload", NULL), MAX_PAYLOAD);
  signature = hs_base64url_decode (hs_json_string (receipt, "signature", NULL), crypto_sign_BYTES);
  if (payload == NULL || signature == NULL || g_bytes_get_size (signature) != crypto_sign_BYTES)
    return fail (error, "its bytes cannot be read");
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

JsonNode *
hs_receipt_verify (JsonNode *receipt, const HsPortalInfo *info, const char *dossier_id, guint round,
                   const char *manifest_sha256, GError **error)
{
  JsonObject *object;
  const char *key_id;
  const guint8 *key;

  g_return_val_if_fail (info != NULL && dossier_id != NULL && manifest_sha256 != NULL, NULL);
  if (receipt == NULL || !JSON_NODE_HOLDS_OBJECT (receipt))
    return fail (error, "it is missing");
  object = json_node_get_object (receipt);
  key_id = hs_json_string (object, "keyId", NULL);
  if (!hs_url_is_token (key_id, 100))
    return fail (error, "it names no key");
  key = hs_receipt_find_key (info, key_id);
  if (key != NULL)
    return verify_with (object, key, dossier_id, round, manifest_sha256, error);
  g_set_error (
    error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT,
    "The receipt cannot be verified: the portal signs with a key it does not publish, %s", key_id);
  return NULL;
}

JsonNode *
hs_receipt_make_proof (JsonNode *receipt, const HsPortalInfo *info, guint round,
                       const char *manifest_sha256)
{
  static const char *const members[] = { "payload", "signature", "keyId" };
  JsonObject *from = json_node_get_object (receipt);
  JsonNode *proof = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  const guint8 *key = hs_receipt_find_key (info, hs_json_string (from, "keyId", NULL));
  g_autofree char *text = key != NULL ? hs_base64url_encode (key, 32) : NULL;

  json_node_take_object (proof, object);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (object, members[i], hs_json_string (from, members[i], ""));
  json_object_set_string_member (object, "publicKey", text != NULL ? text : "");
  json_object_set_int_member (object, "round", round);
  json_object_set_string_member (object, "manifestSha256", manifest_sha256);
  return proof;
}

JsonNode *
hs_receipt_verify_proof (JsonNode *proof, const char *dossier_id, GError **error)
{
  JsonObject *object;
  g_autoptr (GBytes) key = NULL;
  const char *manifest_sha256;
  gint64 round;

  g_return_val_if_fail (dossier_id != NULL, NULL);
  if (proof == NULL || !JSON_NODE_HOLDS_OBJECT (proof))
    return fail (error, "it was kept without its key");
  object = json_node_get_object (proof);
  key =
    hs_base64url_decode (hs_json_string (object, "publicKey", NULL), crypto_sign_PUBLICKEYBYTES);
  manifest_sha256 = hs_json_string (object, "manifestSha256", NULL);
  round = hs_json_int (object, "round", -1);
  if (key == NULL || g_bytes_get_size (key) != crypto_sign_PUBLICKEYBYTES ||
      manifest_sha256 == NULL || round < 0 || round > G_MAXINT)
    return fail (error, "what was kept of it is not whole");
  return verify_with (object, g_bytes_get_data (key, NULL), dossier_id, round, manifest_sha256,
                      error);
}
