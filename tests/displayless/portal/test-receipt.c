/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only the receipt for this dossier, round and contents, signed by the portal's key and not changed by one bit, is
 * a receipt. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"
#include "portal/hs-url.h"

#include <sodium.h>
#include <string.h>

#define PAYLOAD                                                                                    \
  "{\"dossierId\":\"" TEST_DOSSIER "\",\"round\":1,\"manifestSha256\":\"" TEST_HASH                \
  "\",\"submissionId\":\"s1\",\"referenceNo\":\"H50.12-261124-0007\","                             \
  "\"receivedAt\":\"2026-11-24T08:00:00+07:00\",\"authorityId\":\"22336\",\"iss\":\"https://p\"}"

typedef struct
{
  guint8 public_key[32], secret_key[64];
  HsPortalInfo info;
} Keys;

static void
set_up (Keys *keys)
{
  memset (keys, 0, sizeof *keys);
  portal_fixture_keys (keys->public_key, keys->secret_key);
  keys->info.receipt_key_id = (char *) "k1";
  memcpy (keys->info.receipt_key, keys->public_key, 32);
}

static JsonNode *
make_receipt (Keys *keys, const guint8 *payload, gsize length, const char *key_id, int flip)
{
  g_autofree guint8 *bytes = g_memdup2 (payload, length);
  guint8 signature[64];
  g_autofree char *p = NULL, *s = NULL, *json = NULL;

  crypto_sign_detached (signature, NULL, payload, length, keys->secret_key);
  if (flip >= 0 && flip < 512)
    signature[flip / 8] ^= 1 << (flip % 8);
  else if (flip >= 512)
    bytes[(flip - 512) / 8] ^= 1 << (flip % 8);
  p = hs_base64url_encode (bytes, length);
  s = hs_base64url_encode (signature, sizeof signature);
  json =
    g_strdup_printf ("{\"payload\":\"%s\",\"signature\":\"%s\",\"keyId\":\"%s\"}", p, s, key_id);
  return hs_json_parse (json, -1, HS_JSON_DEFAULT, 0, NULL);
}

static JsonNode *
verify (Keys *keys, JsonNode *receipt, GError **error)
{
  return hs_receipt_verify (receipt, &keys->info, TEST_DOSSIER, 1, TEST_HASH, error);
}

static void
test_good (void)
{
  Keys keys;
  g_autoptr (JsonNode) receipt = NULL, payload = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&keys);
  receipt = make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k1", -1);
  payload = verify (&keys, receipt, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_json_string (json_node_get_object (payload), "referenceNo", NULL), ==,
                   "H50.12-261124-0007");
}

/* A key that was replaced still proves the receipts of its time. */
static void
test_earlier_key (void)
{
  Keys keys;
  HsReceiptKey key = { (char *) "k0", { 0 } };
  g_autoptr (JsonNode) receipt = NULL, payload = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&keys);
  memcpy (key.key, keys.public_key, 32);
  memset (keys.info.receipt_key, 7, 32);
  keys.info.receipt_keys = g_array_new (FALSE, FALSE, sizeof key);
  g_array_append_val (keys.info.receipt_keys, key);
  receipt = make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k0", -1);
  payload = verify (&keys, receipt, &error);
  g_assert_no_error (error);
  g_assert_nonnull (payload);
  g_array_unref (keys.info.receipt_keys);
}

static void
test_every_bit (void)
{
  Keys keys;

  set_up (&keys);
  for (int bit = 0; bit < 512 + (int) strlen (PAYLOAD) * 8; bit++)
    {
      g_autoptr (JsonNode) receipt =
        make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k1", bit);
      g_autoptr (GError) error = NULL;

      g_assert_null (verify (&keys, receipt, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
    }
}

/* Rightly signed, wrong content. */
static void
test_of_something_else (void)
{
  static const char *const changes[][2] = {
    { TEST_DOSSIER, "6d3f2c1a-0b5e-4f7d-9a3c-112233445567" },
    { "\"round\":1", "\"round\":0" },
    { "\"round\":1", "\"round\":\"1\"" },
    { TEST_HASH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b854" },
    { "\"submissionId\":\"s1\"", "\"submissionId\":\"\"" },
    { "\"referenceNo\"", "\"reference\"" },
    { "\"round\":1", "\"round\":1,\"round\":1" },
    { "{\"dossierId\"", "[{\"dossierId\"" },
  };
  Keys keys;

  set_up (&keys);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (PAYLOAD, changes[i][0], 2);
      g_autofree char *text = g_strjoinv (changes[i][1], parts);
      g_autoptr (JsonNode) receipt =
        make_receipt (&keys, (const guint8 *) text, strlen (text), "k1", -1);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", changes[i][1]);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_assert_null (verify (&keys, receipt, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
    }
}

static void
test_no_receipt (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "{\"payload\":1,\"signature\":2,\"keyId\":3}",
    "{\"payload\":\"e30\",\"signature\":\"\",\"keyId\":\"k1\"}",
    "{\"payload\":\"e30=\",\"signature\":\"AAAA\",\"keyId\":\"k1\"}",
    "{\"payload\":\"e30\",\"signature\":\"AAAA\",\"keyId\":\"k1\"}",
  };
  Keys keys;

  set_up (&keys);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) receipt = hs_json_parse (texts[i], -1, HS_JSON_DEFAULT, 0, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (verify (&keys, receipt, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
    }
  g_assert_null (verify (&keys, NULL, NULL));
}

static void
test_unknown_key (void)
{
  Keys keys;
  g_autoptr (JsonNode) receipt = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&keys);
  receipt = make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k2", -1);
  g_assert_null (verify (&keys, receipt, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/receipt/good", test_good);
  g_test_add_func ("/portal/receipt/earlier-key", test_earlier_key);
  g_test_add_func ("/portal/receipt/every-bit", test_every_bit);
  g_test_add_func ("/portal/receipt/of-something-else", test_of_something_else);
  g_test_add_func ("/portal/receipt/no-receipt", test_no_receipt);
  g_test_add_func ("/portal/receipt/unknown-key", test_unknown_key);
  return g_test_run ();
}
