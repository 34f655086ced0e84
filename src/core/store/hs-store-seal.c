/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealing of one value: format byte, nonce, XChaCha20-Poly1305 with the value's place (table, row,
 * version) as associated data, so that bytes moved to another row do not open. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"

#include <string.h>

#define FORMAT 1
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

typedef struct
{
  gpointer data; /* (owned) */
  gsize length;
} Secret;

static void
secret_free (gpointer user_data)
{
  Secret *secret = user_data;

  sodium_memzero (secret->data, secret->length);
  g_free (secret->data);
  g_free (secret);
}

GBytes *
hs_bytes_new_secret (gpointer data, gsize length)
{
  Secret *secret = g_new (Secret, 1);

  secret->data = data;
  secret->length = length;
  return g_bytes_new_with_free_func (data, length, secret_free, secret);
}

/* Lengths before the parts: "ab","c" and "a","bc" are different places. */
char *
hs_seal_place (const char *table, const char *first, ...)
{
  GString *out = g_string_new (table);
  va_list args;

  va_start (args, first);
  for (const char *part = first; part != NULL; part = va_arg (args, const char *))
    g_string_append_printf (out, "|%" G_GSIZE_FORMAT ":%s", strlen (part), part);
  va_end (args);
  return g_string_free (out, FALSE);
}

GBytes *
hs_seal (HsWorld *world, const guint8 *key, const char *place, gconstpointer plain, gsize length)
{
  guint8 *sealed = g_malloc (length + HS_SEAL_BYTES);
  guint8 *nonce = sealed + 1;
  unsigned long long n = 0;

  sealed[0] = FORMAT;
  hs_world_random (world, nonce, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + NONCE_BYTES, &n, plain, length,
                                              (const guint8 *) place, strlen (place), NULL, nonce,
                                              key);
  return g_bytes_new_take (sealed, 1 + NONCE_BYTES + n);
}

GBytes *
hs_unseal (const guint8 *key, const char *place, GBytes *bytes)
{
  gsize length;
  const guint8 *sealed = g_bytes_get_data (bytes, &length);
  unsigned long long n = 0;
  guint8 *plain;

  if (length < HS_SEAL_BYTES || sealed[0] != FORMAT)
    return NULL;
  plain = g_malloc (length - HS_SEAL_BYTES + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, &n, NULL, sealed + 1 + NONCE_BYTES,
                                                  length - 1 - NONCE_BYTES, (const guint8 *) place,
                                                  strlen (place), sealed + 1, key) != 0)
    {
      g_free (plain);
      return NULL;
    }
  return hs_bytes_new_secret (plain, n);
}
