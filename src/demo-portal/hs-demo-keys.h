/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An Ed25519 key pair of this portal. */
typedef struct
{
  guint8 public_key[32];
  guint8 secret_key[64];
  guint8 number[8]; /* minisign's key number */
  char *id;         /* (owned) "receipt-1f0a…" */
} HsDemoKey;

/* Made at the first start, kept in the state directory (0600): one for receipts, one for sign-in,
 * one for the catalogue. */
typedef struct
{
  HsDemoKey receipt;
  HsDemoKey sign_in;
  HsDemoKey catalogue;
} HsDemoKeys;

HsDemoKeys *hs_demo_keys_load (const char *state_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_keys_free (HsDemoKeys *self);

/* Base64url without padding (RFC 4648 §5). */
char *hs_demo_base64url (gconstpointer data, gsize length);
/* Detached signature over the bytes, base64url. */
char *hs_demo_key_sign (const HsDemoKey *self, const char *data, gsize length);
/* A JWT (RFC 7519) with alg EdDSA (RFC 8037) around a payload of JSON bytes. */
char *hs_demo_key_sign_jwt (const HsDemoKey *self, const char *payload);
/* The text of a .minisig file, prehashed ("ED"), as the public tool minisign reads it. */
char *hs_demo_key_minisign (const HsDemoKey *self, GBytes *bytes, const char *trusted_comment);
/* The second line of a minisign .pub file. */
char *hs_demo_key_dup_minisign_public (const HsDemoKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoKeys, hs_demo_keys_free)

G_END_DECLS
