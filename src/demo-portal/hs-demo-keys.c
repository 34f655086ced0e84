/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's keys and what is signed with them: receipts, id tokens, the catalogue's timestamp. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-keys.h"

#include "base/hs-file.h"

#include <sodium.h>
#include <string.h>

#define SEED_BYTES crypto_sign_SEEDBYTES

static void
key_init (HsDemoKey *self, const char *name, const guint8 *seed)
{
  guint8 digest[32];
  char hex[17];

  crypto_sign_seed_keypair (self->public_key, self->secret_key, seed);
  crypto_generichash (digest, sizeof digest, self->public_key, sizeof self->public_key, NULL, 0);
  memcpy (self->number, digest, sizeof self->number);
  sodium_bin2hex (hex, sizeof hex, digest, 8);
  self->id = g_strdup_printf ("%s-%s", name, hex);
}

static void
key_clear (HsDemoKey *self)
{
  sodium_memzero (self->secret_key, sizeof self->secret_key);
  g_clear_pointer (&self->id, g_free);
}

static GBytes *
load_or_make_seeds (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, 4096, &local);
  guint8 seeds[3 * SEED_BYTES];

  if (bytes == NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "keys: ");
      return NULL;
    }
  if (bytes != NULL && g_bytes_get_size (bytes) != sizeof seeds)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a key file", path);
      return NULL;
    }
  if (bytes != NULL)
    return g_steal_pointer (&bytes);
  randombytes_buf (seeds, sizeof seeds);
  bytes = g_bytes_new (seeds, sizeof seeds);
  sodium_memzero (seeds, sizeof seeds);
  if (!hs_file_save (path, bytes, 0600, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

HsDemoKeys *
hs_demo_keys_load (const char *state_dir, GError **error)
{
  g_autofree char *path = g_build_filename (state_dir, "keys", NULL);
  g_autoptr (GBytes) bytes = NULL;
  HsDemoKeys *self;
  const guint8 *seeds;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "libsodium does not start");
      return NULL;
    }
  bytes = load_or_make_seeds (path, error);
  if (bytes == NULL)
    return NULL;
  seeds = g_bytes_get_data (bytes, NULL);
  self = g_new0 (HsDemoKeys, 1);
  key_init (&self->receipt, "receipt", seeds);
  key_init (&self->sign_in, "sign-in", seeds + SEED_BYTES);
  key_init (&self->catalogue, "catalogue", seeds + 2 * SEED_BYTES);
  return self;
}

void
hs_demo_keys_free (HsDemoKeys *self)
{
  key_clear (&self->receipt);
  key_clear (&self->sign_in);
  key_clear (&self->catalogue);
  g_free (self);
}

char *
hs_demo_base64url (gconstpointer data, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, data, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *
hs_demo_key_sign (const HsDemoKey *self, const char *data, gsize length)
{
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *) data, length, self->secret_key);
  return hs_demo_base64url (signature, sizeof signature);
}

char *
hs_demo_key_sign_jwt (const HsDemoKey *self, const char *payload)
{
  g_autofree char *header =
    g_strdup_printf ("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"JWT\"}", self->id);
  g_autofree char *head = hs_demo_base64url (header, strlen (header));
  g_autofree char *body = hs_demo_base64url (payload, strlen (payload));
  g_autofree char *signed_text = g_strconcat (head, ".", body, NULL);
  g_autofree char *signature = hs_demo_key_sign (self, signed_text, strlen (signed_text));

  return g_strconcat (signed_text, ".", signature, NULL);
}

/* Source: minisign's documentation, "Signature format". */
char *
hs_demo_key_minisign (const HsDemoKey *self, GBytes *bytes, const char *trusted_comment)
{
  guint8 hash[64];
  guint8 line[2 + 8 + crypto_sign_BYTES] = "ED";
  guint8 global[crypto_sign_BYTES];
  g_autoptr (GByteArray) signed_bytes = g_byte_array_new ();
  g_autofree char *line_text = NULL, *global_text = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  crypto_generichash (hash, sizeof hash, data, size, NULL, 0);
  memcpy (line + 2, self->number, 8);
  crypto_sign_detached (line + 10, NULL, hash, sizeof hash, self->secret_key);
  g_byte_array_append (signed_bytes, line + 10, crypto_sign_BYTES);
  g_byte_array_append (signed_bytes, (const guint8 *) trusted_comment, strlen (trusted_comment));
  crypto_sign_detached (global, NULL, signed_bytes->data, signed_bytes->len, self->secret_key);
  line_text = g_base64_encode (line, sizeof line);
  global_text = g_base64_encode (global, sizeof global);
  return g_strdup_printf ("untrusted comment: demo portal, key %s\n%s\ntrusted comment: %s\n%s\n",
                          self->id, line_text, trusted_comment, global_text);
}

char *
hs_demo_key_dup_minisign_public (const HsDemoKey *self)
{
  guint8 line[2 + 8 + 32] = "Ed";

  memcpy (line + 2, self->number, 8);
  memcpy (line + 10, self->public_key, 32);
  return g_base64_encode (line, sizeof line);
}
