/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and tokens: opaque, 32 random bytes, stored by their hash. Tokens that came of one sign-in are
 * one family and end together. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-sign-in.h"

#include "hs-demo-handlers.h"

#include "base/hs-text.h"

#include <string.h>

static char *
hash_secret (const char *secret)
{
  return hs_sha256_hex (secret, strlen (secret));
}

gboolean
hs_demo_sign_in_check (HsDemoRequest *request)
{
  const char *header = hs_demo_request_header (request, "Authorization");
  g_autoptr (HsDemoSignIn) row = NULL;

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    {
      hs_demo_problem (request, "token-missing", NULL, "Yêu cầu không có thẻ đăng nhập.");
      return FALSE;
    }
  row = hs_demo_sign_in_find (request->demo, "access", header + 7);
  if (row != NULL && !row->expired)
    request->resident = hs_demo_resident_find (row->owner);
  if (request->resident == NULL)
    hs_demo_problem (request, "token-expired", NULL, "Hãy đăng nhập lại.");
  return request->resident != NULL;
}

char *
hs_demo_sign_in_issue (HsDemo *demo, const HsDemoSignIn *row, const char *kind, gint64 life_us)
{
  g_autofree char *secret = hs_demo_random_name (demo, 32);
  g_autofree char *hash = hash_secret (secret);

  if (!hs_demo_db_run (demo->db,
                       "INSERT INTO sign_in (hash, kind, family, owner, client, scope, expires_us,"
                       " redirect_uri, challenge, nonce) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "ssssssisss", hash, kind, row->family, row->owner, row->client, row->scope,
                       hs_demo_now (demo) + life_us, row->redirect_uri, row->challenge, row->nonce))
    return NULL;
  return g_steal_pointer (&secret);
}

HsDemoSignIn *
hs_demo_sign_in_find (HsDemo *demo, const char *kind, const char *secret)
{
  g_autofree char *hash = hash_secret (secret);
  g_autoptr (sqlite3_stmt) found = hs_demo_db_query (
    demo->db,
    "SELECT family, owner, client, scope, redirect_uri, challenge, nonce, used_us,"
    " expires_us FROM sign_in WHERE hash = ? AND kind = ?",
    "ss", hash, kind);
  HsDemoSignIn *row;

  if (!hs_demo_db_next (demo->db, &found))
    return NULL;
  row = g_new0 (HsDemoSignIn, 1);
  row->kind = g_strdup (kind);
  row->family = g_strdup (hs_demo_column (found, 0));
  row->owner = g_strdup (hs_demo_column (found, 1));
  row->client = g_strdup (hs_demo_column (found, 2));
  row->scope = g_strdup (hs_demo_column (found, 3));
  row->redirect_uri = g_strdup (hs_demo_column (found, 4));
  row->challenge = g_strdup (hs_demo_column (found, 5));
  row->nonce = g_strdup (hs_demo_column (found, 6));
  row->used_us = sqlite3_column_int64 (found, 7);
  row->expired = sqlite3_column_int64 (found, 8) <= hs_demo_now (demo);
  return row;
}

gboolean
hs_demo_sign_in_use (HsDemo *demo, const char *secret)
{
  g_autofree char *hash = hash_secret (secret);

  return hs_demo_db_run (demo->db, "UPDATE sign_in SET used_us = ? WHERE hash = ? AND used_us = 0",
                         "is", hs_demo_now (demo), hash);
}

void
hs_demo_sign_in_end_family (HsDemo *demo, const char *family)
{
  hs_demo_db_run (demo->db, "DELETE FROM sign_in WHERE family = ?", "s", family);
}

void
hs_demo_sign_in_free (HsDemoSignIn *self)
{
  g_free (self->kind);
  g_free (self->family);
  g_free (self->owner);
  g_free (self->client);
  g_free (self->scope);
  g_free (self->redirect_uri);
  g_free (self->challenge);
  g_free (self->nonce);
  g_free (self);
}

gboolean
hs_demo_is_client (const char *client)
{
  return strcmp (client, HS_DEMO_CLIENT) == 0;
}

void
hs_demo_oauth_error (HsDemoRequest *request, const char *error, const char *description)
{
  hs_demo_reply_object (
    request, strcmp (error, "invalid_client") == 0 ? 401 : 400,
    hs_demo_object ("s:error", error, "S:error_description", description, NULL));
}

void
hs_demo_me (HsDemoRequest *request)
{
  g_autofree char *masked = hs_demo_resident_dup_masked_id (request->resident);

  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("s:sub", request->resident->sub, "s:name",
                                        request->resident->name, "s:maskedId", masked, NULL));
}

void
hs_demo_userinfo (HsDemoRequest *request)
{
  hs_demo_reply_object (
    request, SOUP_STATUS_OK,
    hs_demo_object ("s:sub", request->resident->sub, "s:name", request->resident->name, NULL));
}
