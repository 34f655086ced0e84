/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenID Connect as a client: discovery, token requests, id token claims, revocation. An id token comes straight
 * from the token endpoint over the connection that was verified, which stands in for checking its signature
 * (OpenID Connect Core 3.1.3.7, 6); its issuer, audience and nonce are checked. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "portal/hs-oidc.h"
#include "portal/hs-portal-private.h"
#include "portal/hs-url.h"

#include <sodium.h>
#include <string.h>

#define MAX_TOKEN 8192
#define MAX_CLAIMS (64 * 1024)
#define MAX_SUBJECT 255  /* OpenID Connect Core, 2 */
#define DEFAULT_LIFE 300 /* seconds, when the issuer does not say */
#define MAX_LIFE 86400
#define REVOKE_STALL_MS (10 * 1000)

static void
clear_issuer (gpointer data)
{
  HsIssuer *self = data;

  g_free (self->issuer);
  g_free (self->origin);
  g_free (self->client_id);
  g_free (self->portal);
  g_free (self->api_url);
  g_free (self->authorization_url);
  g_free (self->token_url);
  g_free (self->device_url);
  g_free (self->revocation_url);
}

HsIssuer *
hs_issuer_ref (HsIssuer *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
hs_issuer_unref (HsIssuer *self)
{
  g_atomic_rc_box_release_full (self, clear_issuer);
}

static void
wipe (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

void
hs_tokens_free (HsTokens *self)
{
  if (self == NULL)
    return;
  wipe (self->access);
  wipe (self->refresh);
  g_free (self->name);
  g_free (self->subject);
  g_free (self);
}

static gboolean
nonsense (GError **error, const char *what)
{
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "Sign-in: %s", what);
  return FALSE;
}

/* An optional address may be missing, but not wrong. */
static gboolean
read_url (HsIssuer *self, JsonObject *metadata, const char *member, gboolean required, char **url,
          GError **error)
{
  const char *text = hs_json_string (metadata, member, NULL);

  if (text == NULL && !required)
    return TRUE;
  *url = hs_url_check (self->origin, text, error);
  if (*url == NULL)
    g_prefix_error (error, "%s: ", member);
  return *url != NULL;
}

static gboolean
read_metadata (HsIssuer *self, JsonObject *metadata, GError **error)
{
  if (g_strcmp0 (hs_json_string (metadata, "issuer", NULL), self->issuer) != 0)
    return nonsense (error, "the metadata is of another issuer");
  self->iss_required =
    hs_json_bool (metadata, "authorization_response_iss_parameter_supported", FALSE);
  return read_url (self, metadata, "authorization_endpoint", TRUE, &self->authorization_url,
                   error) &&
         read_url (self, metadata, "token_endpoint", TRUE, &self->token_url, error) &&
         read_url (self, metadata, "device_authorization_endpoint", FALSE, &self->device_url,
                   error) &&
         read_url (self, metadata, "revocation_endpoint", FALSE, &self->revocation_url, error);
}

HsHttp *
hs_issuer_open (HsIssuer *self, HsWorld *world, const HsHttpLimits *limits)
{
  HsHttp *http = hs_http_new (world, self->origin);

  hs_http_set_limits (http, limits);
  return http;
}

static HsIssuer *
ask_portal (HsWorld *world, const HsHttpLimits *limits, const char *portal_url,
            GCancellable *cancellable, GError **error)
{
  g_autofree char *origin = hs_url_dup_origin (portal_url, error);
  g_autoptr (HsHttp) http = NULL;
  g_autoptr (HsPortalInfo) info = NULL;
  HsIssuer *self;

  if (origin == NULL)
    return NULL;
  http = hs_http_new (world, origin);
  hs_http_set_limits (http, limits);
  info = hs_portal_info_fetch (http, cancellable, error);
  if (info == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (HsIssuer);
  self->issuer = g_steal_pointer (&info->issuer);
  self->client_id = g_steal_pointer (&info->client_id);
  self->api_url = g_steal_pointer (&info->api_url);
  self->portal = g_steal_pointer (&origin);
  /* Cannot fail: hs_portal_info_fetch() looked at it. */
  self->origin = hs_url_dup_origin (self->issuer, NULL);
  return self;
}

HsIssuer *
hs_issuer_discover (HsWorld *world, const HsHttpLimits *limits, const char *portal_url,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (HsIssuer) self = ask_portal (world, limits, portal_url, cancellable, error);
  g_autoptr (HsHttp) http = NULL;
  g_autofree char *base = NULL, *address = NULL, *url = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "GET", .answer = HS_HTTP_ANSWER_JSON };

  if (self == NULL)
    return NULL;
  http = hs_issuer_open (self, world, limits);
  base = g_strndup (self->issuer, strlen (self->issuer) - g_str_has_suffix (self->issuer, "/"));
  address = g_strconcat (base, "/.well-known/openid-configuration", NULL);
  url = hs_url_check (self->origin, address, error);
  if (url == NULL)
    return NULL;
  request.url = url;
  if (!hs_http_send (http, &request, &response, cancellable, error) ||
      !read_metadata (self, json_node_get_object (response.json), error))
    return NULL;
  return g_steal_pointer (&self);
}

static JsonNode *
post (HsHttp *http, const char *url, char *form, HsHttpAnswer answer, GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_take (form, strlen (form));
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "POST",
                            .url = url,
                            .flags = HS_HTTP_OAUTH,
                            .answer = answer,
                            .body_type = "application/x-www-form-urlencoded",
                            .body = body };

  if (!hs_http_send (http, &request, &response, cancellable, error))
    return NULL;
  return g_steal_pointer (&response.json);
}

JsonNode *
hs_oidc_post (HsHttp *http, const char *url, char *form, GCancellable *cancellable, GError **error)
{
  return post (http, url, form, HS_HTTP_ANSWER_JSON, cancellable, error);
}

static gboolean
is_audience (JsonObject *claims, const char *client_id)
{
  JsonArray *many = hs_json_array (claims, "aud");

  if (many == NULL)
    return g_strcmp0 (hs_json_string (claims, "aud", NULL), client_id) == 0;
  for (guint i = 0; i < json_array_get_length (many); i++)
    {
      JsonNode *node = json_array_get_element (many, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING &&
          strcmp (json_node_get_string (node), client_id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (nullable): the claims of a JWT, unverified. */
static JsonNode *
read_claims (const char *jwt)
{
  g_auto (GStrv) parts = g_strsplit (jwt, ".", 4);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (g_strv_length (parts) != 3)
    return NULL;
  bytes = hs_base64url_decode (parts[1], MAX_CLAIMS);
  node = bytes != NULL ? hs_json_parse_bytes (bytes, HS_JSON_DEFAULT, NULL) : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

/* An id is compared, byte for byte, and never shown. */
static void
take_subject (HsTokens *tokens, JsonObject *claims)
{
  const char *subject = hs_json_string (claims, "sub", NULL);

  if (!hs_text_is_blank (subject) && strlen (subject) <= MAX_SUBJECT)
    tokens->subject = g_strdup (subject);
}

static gboolean
read_id_token (HsTokens *tokens, const char *jwt, HsIssuer *issuer, const char *nonce,
               GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *claims;
  const char *name;

  if (jwt == NULL)
    return nonce == NULL || nonsense (error, "the issuer gave no id token");
  node = read_claims (jwt);
  if (node == NULL)
    return nonsense (error, "the id token cannot be read");
  claims = json_node_get_object (node);
  if (g_strcmp0 (hs_json_string (claims, "iss", NULL), issuer->issuer) != 0)
    return nonsense (error, "the id token is of another issuer");
  if (!is_audience (claims, issuer->client_id))
    return nonsense (error, "the id token is for another program");
  if (nonce != NULL && g_strcmp0 (hs_json_string (claims, "nonce", NULL), nonce) != 0)
    return nonsense (error, "the id token is of another sign-in");
  name = hs_json_string (claims, "name", NULL);
  if (!hs_text_is_blank (name))
    tokens->name = hs_text_normalize (name);
  take_subject (tokens, claims);
  return TRUE;
}

HsTokens *
hs_oidc_request_tokens (HsHttp *http, HsIssuer *issuer, char *form, const char *nonce,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = hs_oidc_post (http, issuer->token_url, form, cancellable, error);
  g_autoptr (HsTokens) tokens = g_new0 (HsTokens, 1);
  JsonObject *answer;
  const char *refresh;

  if (node == NULL)
    return NULL;
  answer = json_node_get_object (node);
  if (g_ascii_strcasecmp (hs_json_string (answer, "token_type", ""), "Bearer") != 0 ||
      !hs_url_is_token (hs_json_string (answer, "access_token", NULL), MAX_TOKEN))
    {
      nonsense (error, "the issuer gave no bearer token");
      return NULL;
    }
  tokens->access = g_strdup (hs_json_string (answer, "access_token", NULL));
  tokens->expires_us =
    CLAMP (hs_json_int (answer, "expires_in", DEFAULT_LIFE), 1, MAX_LIFE) * G_USEC_PER_SEC;
  refresh = hs_json_string (answer, "refresh_token", NULL);
  if (hs_url_is_token (refresh, MAX_TOKEN))
    tokens->refresh = g_strdup (refresh);
  if (!read_id_token (tokens, hs_json_string (answer, "id_token", NULL), issuer, nonce, error))
    return NULL;
  return g_steal_pointer (&tokens);
}

static char *
lend_token (gpointer data, const char *rejected, GCancellable *cancellable, GError **error)
{
  HsTokens *tokens = data;

  if (rejected == NULL)
    return g_strdup (tokens->access);
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN, "The portal refused a new token");
  return NULL;
}

void
hs_oidc_complete_name (HsTokens *tokens, HsIssuer *issuer, HsWorld *world,
                       const HsHttpLimits *limits, GCancellable *cancellable)
{
  g_autoptr (HsHttp) http = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "GET",
                            .flags = HS_HTTP_AUTHORIZE,
                            .answer = HS_HTTP_ANSWER_JSON };
  const char *name;

  if (tokens->name != NULL)
    return;
  http = hs_http_new (world, issuer->portal);
  hs_http_set_limits (http, limits);
  hs_http_set_token_func (http, lend_token, tokens);
  request.url = url = g_strconcat (issuer->api_url, "/me", NULL);
  if (!hs_http_send (http, &request, &response, cancellable, &error))
    {
      g_info ("The portal does not tell who is signed in: %s", error->message);
      return;
    }
  name = hs_json_string (json_node_get_object (response.json), "name", NULL);
  if (!hs_text_is_blank (name))
    tokens->name = hs_text_normalize (name);
  if (tokens->subject == NULL)
    take_subject (tokens, json_node_get_object (response.json));
}

void
hs_oidc_revoke (HsIssuer *issuer, HsWorld *world, const HsHttpLimits *limits, const char *token,
                const char *hint, GCancellable *cancellable)
{
  HsHttpLimits bounded = *limits;
  g_autoptr (HsHttp) http = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (issuer->revocation_url == NULL || token == NULL)
    return;
  bounded.stall_ms = MIN (bounded.stall_ms, REVOKE_STALL_MS);
  bounded.window_ms = MIN (bounded.window_ms, REVOKE_STALL_MS);
  http = hs_issuer_open (issuer, world, &bounded);
  node = post (http, issuer->revocation_url,
               soup_form_encode ("token", token, "token_type_hint", hint, "client_id",
                                 issuer->client_id, NULL),
               HS_HTTP_ANSWER_NONE, cancellable, &error);
  if (error != NULL)
    g_info ("The issuer did not confirm that the token is revoked: %s", error->message);
}
