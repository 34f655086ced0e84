/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only the receipt for this dossier, round and contents, signed by the portal's key and not changed by one bit, is
 * a receipt. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"
#include "portal/hs-receipt.h"
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
  g_assert_nonnull (strstr (error->message, "a key it does not publish, k2"));
  /* which is something else than a signature that is wrong */
  g_clear_error (&error);
  json_node_unref (receipt);
  receipt = make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k1", 3);
  g_assert_null (verify (&keys, receipt, &error));
  g_assert_nonnull (strstr (error->message, "its signature is wrong"));
}

/* What was kept proves the receipt; anything else does not. */
static void
test_proof (void)
{
  static const char *const changes[][2] = {
    { "/publicKey", "\"AAAA\"" },
    { "/publicKey", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"" },
    { "/round", "2" },
    { "/round", "\"1\"" },
    { "/manifestSha256", "\"e3\"" },
    { "/payload", "\"e30\"" },
    { "/signature", "null" },
  };
  Keys keys;
  g_autoptr (JsonNode) receipt = NULL, proof = NULL, payload = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&keys);
  receipt = make_receipt (&keys, (const guint8 *) PAYLOAD, strlen (PAYLOAD), "k1", -1);
  proof = hs_receipt_make_proof (receipt, &keys.info, 1, TEST_HASH);
  payload = hs_receipt_verify_proof (proof, TEST_DOSSIER, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_json_string (json_node_get_object (payload), "submissionId", NULL), ==, "s1");
  g_assert_null (hs_receipt_verify_proof (proof, "6d3f2c1a-0b5e-4f7d-9a3c-112233445567", NULL));
  g_assert_null (hs_receipt_verify_proof (NULL, TEST_DOSSIER, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (JsonNode) other = json_node_copy (proof);
      g_autoptr (JsonNode) value = hs_json_parse (changes[i][1], -1, HS_JSON_DEFAULT, 0, NULL);
      g_autoptr (JsonObject) object = json_object_new ();

      g_test_message ("%s %s", changes[i][0], changes[i][1]);
      json_node_set_object (other, object);
      for (GList *l = json_object_get_members (json_node_get_object (proof)), *n; l != NULL; l = n)
        {
          n = l->next;
          json_object_set_member (
            object, l->data,
            json_node_copy (strcmp (changes[i][0] + 1, l->data) == 0
                              ? value
                              : json_object_get_member (json_node_get_object (proof), l->data)));
          g_list_free_1 (l);
        }
      g_clear_error (&error);
      g_assert_null (hs_receipt_verify_proof (other, TEST_DOSSIER, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
    }
}

/* ids: "a1 b2": keyId a with a key of 32 times '1', ... */
static void
fill_keys (HsPortalInfo *info, const char *ids)
{
  g_auto (GStrv) list = g_strsplit (ids, " ", -1);

  memset (info, 0, sizeof *info);
  info->receipt_keys = g_array_new (FALSE, FALSE, sizeof (HsReceiptKey));
  for (guint i = 0; list[i] != NULL; i++)
    {
      HsReceiptKey key = { g_strndup (list[i], 1), { 0 } };

      memset (key.key, list[i][1], sizeof key.key);
      g_array_append_val (info->receipt_keys, key);
    }
}

static void
clear_keys (HsPortalInfo *info)
{
  for (guint i = 0; i < info->receipt_keys->len; i++)
    g_free (g_array_index (info->receipt_keys, HsReceiptKey, i).id);
  g_array_unref (info->receipt_keys);
}

/* One portal's life: what it publishes in turn, and why that is refused. */
static void
test_key_memory (void)
{
  static const struct
  {
    const char *origin, *keys, *refused;
  } steps[] = {
    { "https://p.example", "a1", NULL },
    { "https://p.example", "a1", NULL },
    { "https://p.example", "x9", "replaced all" },            /* nothing known */
    { "https://p.example", "a9", "another key than before" }, /* the same name, another key */
    { "https://p.example", "b2 a1", NULL },                   /* added */
    { "https://p.example", "b2", NULL },                      /* the first one is retired */
    { "https://p.example", "b2 a9", "another key than before" },
    { "https://p.example", "c3 b2", NULL },
    { "https://p.example", "c3", NULL },
    { "https://p.example", "d4 e5", "replaced all" },
    { "https://p.example:444", "d4 e5", NULL }, /* another portal */
    { "https://p.example", "a1 d4", NULL },     /* an early one is still known */
    { "http://127.0.0.1:8080", "a1", NULL },
    { "http://127.0.0.1:8080", "b2", NULL }, /* on this machine: only told */
    { "http://127.0.0.1:8080", "b3", NULL },
  };
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  HsStore *store = hs_store_open (world, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      HsPortalInfo info;
      gboolean good;

      g_test_message ("%s %s", steps[i].origin, steps[i].keys);
      if (i == G_N_ELEMENTS (steps) / 2)
        {
          /* a new start knows the same */
          g_clear_object (&store);
          store = hs_store_open (world, &error);
          g_assert_no_error (error);
        }
      fill_keys (&info, steps[i].keys);
      good = hs_receipt_keys_remember (store, steps[i].origin, &info, &error);
      clear_keys (&info);
      if (steps[i].refused == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
          g_assert_nonnull (strstr (error->message, steps[i].refused));
          g_assert_nonnull (strstr (error->message, steps[i].origin));
        }
      g_assert_true (good == (steps[i].refused == NULL));
      g_clear_error (&error);
    }
  g_object_unref (store);
  hs_test_world_free (world);
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
  g_test_add_func ("/portal/receipt/proof", test_proof);
  g_test_add_func ("/portal/receipt/key-memory", test_key_memory);
  return g_test_run ();
}
