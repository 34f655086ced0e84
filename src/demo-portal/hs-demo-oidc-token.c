/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token endpoint: redeeming codes, rotating refresh tokens, device codes, revocation (RFC 7009). A
 * code or refresh token that is shown a second time ends its whole family. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-handlers.h"
#include "hs-demo-sign-in.h"

#include <sodium.h>
#include <string.h>

static gboolean
verifier_fits (const char *challenge, const char *verifier)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  g_autofree char *text = NULL;

  if (challenge == NULL || strlen (verifier) < 43 || strlen (verifier) > 128)
    return FALSE;
  crypto_hash_sha256 (digest, (const guint8 *) verifier, strlen (verifier));
  text = hs_demo_base64url (digest, sizeof digest);
  return strcmp (text, challenge) == 0;
}

static char *
make_id_token (HsDemoRequest *request, const HsDemoSignIn *row)
{
  const HsDemoResident *resident = hs_demo_resident_find (row->owner);
  g_autofree char *issuer = hs_demo_request_url (request, "%s", "");
  gint64 now = hs_demo_now (request->demo) / G_USEC_PER_SEC;
  g_autofree char *payload = hs_demo_object_write (hs_demo_object (
    "s:iss", issuer, "s:sub", row->owner, "s:aud", row->client, "i:iat", now, "i:exp", now + 600,
    "S:nonce", row->nonce, "S:name", resident == NULL ? NULL : resident->name, NULL));

  return hs_demo_key_sign_jwt (&request->demo->keys->sign_in, payload);
}

static gboolean
has_scope (const HsDemoSignIn *row, const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (row->scope, " ", -1);

  return g_strv_contains ((const char *const *) scopes, scope);
}

static void
reply_tokens (HsDemoRequest *request, HsDemoSignIn *row)
{
  HsDemo *demo = request->demo;
  g_autofree char *access = NULL, *refresh = NULL, *id_token = NULL;

  access = hs_demo_sign_in_issue (demo, row, "access", demo->token_us);
  if (has_scope (row, "offline_access"))
    refresh = hs_demo_sign_in_issue (demo, row, "refresh", HS_DEMO_REFRESH_US);
  if (has_scope (row, "openid"))
    id_token = make_id_token (request, row);
  if (!hs_demo_db_commit (demo->db))
    return;
  hs_demo_set_header (request, "Pragma", "no-cache");
  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("s:access_token", access, "s:token_type", "Bearer",
                                        "i:expires_in", demo->token_us / G_USEC_PER_SEC,
                                        "S:refresh_token", refresh, "S:id_token", id_token,
                                        "s:scope", row->scope, NULL));
}

/* A secret shown twice later than `grace_us` has been stolen: the sign-in ends. */
static gboolean
consume (HsDemoRequest *request, HsDemoSignIn *row, const char *secret, gint64 grace_us)
{
  HsDemo *demo = request->demo;
  gboolean fresh = row != NULL && !row->expired &&
                   (row->used_us == 0 || hs_demo_now (demo) - row->used_us < grace_us);

  if (fresh && hs_demo_sign_in_use (demo, secret))
    return TRUE;
  if (row != NULL)
    {
      hs_demo_sign_in_end_family (demo, row->family);
      if (!hs_demo_db_commit (demo->db))
        return FALSE;
    }
  hs_demo_oauth_error (request, "invalid_grant", "not valid any more");
  return FALSE;
}

static void
redeem_code (HsDemoRequest *request, GHashTable *form)
{
  const char *code = hs_demo_form_value (form, "code");
  g_autoptr (HsDemoSignIn) row = hs_demo_sign_in_find (request->demo, "code", code);

  if (!consume (request, row, code, 0))
    return;
  if (strcmp (row->client, hs_demo_form_value (form, "client_id")) != 0 ||
      g_strcmp0 (row->redirect_uri, hs_demo_form_value (form, "redirect_uri")) != 0 ||
      !verifier_fits (row->challenge, hs_demo_form_value (form, "code_verifier")))
    {
      /* the code stays used: one wrong try is enough */
      if (hs_demo_db_commit (request->demo->db))
        hs_demo_oauth_error (request, "invalid_grant", "the code is for somebody else");
      return;
    }
  reply_tokens (request, row);
}

static void
rotate (HsDemoRequest *request, GHashTable *form)
{
  const char *secret = hs_demo_form_value (form, "refresh_token");
  g_autoptr (HsDemoSignIn) row = hs_demo_sign_in_find (request->demo, "refresh", secret);

  if (row != NULL && strcmp (row->client, hs_demo_form_value (form, "client_id")) != 0)
    hs_demo_oauth_error (request, "invalid_grant", "the token is for somebody else");
  else if (consume (request, row, secret, HS_DEMO_GRACE_US))
    {
      g_clear_pointer (&row->nonce, g_free);
      reply_tokens (request, row);
    }
}

static void
redeem_device (HsDemoRequest *request, GHashTable *form)
{
  g_autoptr (HsDemoSignIn) row = g_new0 (HsDemoSignIn, 1);
  gboolean redeemed = hs_demo_device_redeem (request, hs_demo_form_value (form, "client_id"),
                                             hs_demo_form_value (form, "device_code"), row);

  if (redeemed)
    reply_tokens (request, row);
  else if (!hs_demo_db_commit (request->demo->db))
    request->answered = FALSE;
}

void
hs_demo_oidc_token (HsDemoRequest *request)
{
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  const char *grant;

  if (form == NULL)
    return;
  grant = hs_demo_form_value (form, "grant_type");
  if (!hs_demo_is_client (hs_demo_form_value (form, "client_id")))
    hs_demo_oauth_error (request, "invalid_client", "client_id is not known here");
  else if (!hs_demo_db_begin (request->demo->db))
    return;
  else if (strcmp (grant, "authorization_code") == 0)
    redeem_code (request, form);
  else if (strcmp (grant, "refresh_token") == 0)
    rotate (request, form);
  else if (strcmp (grant, HS_DEMO_DEVICE_GRANT) == 0)
    redeem_device (request, form);
  else
    hs_demo_oauth_error (request, "unsupported_grant_type", NULL);
}

void
hs_demo_oidc_revoke (HsDemoRequest *request)
{
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  g_autoptr (HsDemoSignIn) row = NULL;
  const char *secret;

  if (form == NULL)
    return;
  secret = hs_demo_form_value (form, "token");
  row = hs_demo_sign_in_find (request->demo, "refresh", secret);
  if (row == NULL)
    row = hs_demo_sign_in_find (request->demo, "access", secret);
  if (row != NULL)
    hs_demo_sign_in_end_family (request->demo, row->family);
  /* an unknown token is no error: RFC 7009 §2.2 */
  hs_demo_reply_empty (request, SOUP_STATUS_OK);
}
