/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two ways to sign in: code with PKCE through the system browser (RFC 8252, RFC 7636, RFC 9207), and the device
 * grant with a code to compare (RFC 8628). Both are bounded in time. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-loopback.h"
#include "portal/hs-portal-error-private.h"
#include "portal/hs-session-private.h"
#include "portal/hs-url.h"

#include <string.h>

#define BROWSER_US (G_GINT64_CONSTANT (300) * G_USEC_PER_SEC)
#define MAX_DEVICE_SECONDS 900
#define MAX_INTERVAL 300 /* seconds between two questions */
#define DEFAULT_INTERVAL 5
#define MAX_CODE 4096

typedef struct
{
  char *verifier;  /* (owned) */
  char *challenge; /* (owned) */
  char *state;     /* (owned) */
  char *nonce;     /* (owned) */
} Secrets;

static void
secrets_clear (Secrets *self)
{
  g_free (self->verifier);
  g_free (self->challenge);
  g_free (self->state);
  g_free (self->nonce);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Secrets, secrets_clear)

/* 43 characters of 32 random bytes. */
static char *
make_secret (HsWorld *world)
{
  guint8 random[32];

  hs_world_random (world, random, sizeof random);
  return hs_base64url_encode (random, sizeof random);
}

static void
make_secrets (Secrets *self, HsWorld *world)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  self->verifier = make_secret (world);
  self->state = make_secret (world);
  self->nonce = make_secret (world);
  g_checksum_update (checksum, (const guchar *) self->verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  self->challenge = hs_base64url_encode (digest, length);
}

static char *
dup_authorization_uri (HsIssuer *issuer, const Secrets *secrets, const char *redirect_uri)
{
  /* OpenID Connect Core 11: offline access needs consent. */
  g_autofree char *query = soup_form_encode (
    "response_type", "code", "client_id", issuer->client_id, "redirect_uri", redirect_uri, "scope",
    "openid profile offline_access", "prompt", "consent", "state", secrets->state, "nonce",
    secrets->nonce, "code_challenge", secrets->challenge, "code_challenge_method", "S256", NULL);

  return g_strconcat (issuer->authorization_url,
                      strchr (issuer->authorization_url, '?') != NULL ? "&" : "?", query, NULL);
}

static gboolean
refuse (GError **error, HsPortalError code, const char *said, const char *message)
{
  g_propagate_error (error, hs_portal_error_new_said (code, said, NULL, 0, message));
  return FALSE;
}

/* Codes are repeated as they came, form-encoded: only their size matters. */
static gboolean
is_code (const char *text)
{
  return text != NULL && *text != '\0' && strlen (text) <= MAX_CODE;
}

/* State first: what comes with another state is not of this sign-in at all. */
static gboolean
check_redirect (GHashTable *params, HsIssuer *issuer, const Secrets *secrets, GError **error)
{
  const char *iss = g_hash_table_lookup (params, "iss");
  const char *failure = g_hash_table_lookup (params, "error");

  if (g_strcmp0 (g_hash_table_lookup (params, "state"), secrets->state) != 0)
    return refuse (error, HS_PORTAL_ERROR_SIGN_IN, NULL,
                   "The browser came back from another sign-in (state)");
  if (iss != NULL ? strcmp (iss, issuer->issuer) != 0 : issuer->iss_required)
    return refuse (error, HS_PORTAL_ERROR_NONSENSE, NULL,
                   "The browser came back from another issuer (iss)");
  if (failure != NULL)
    return refuse (error, HS_PORTAL_ERROR_SIGN_IN, hs_url_is_token (failure, 100) ? failure : NULL,
                   "The issuer did not sign in");
  if (!is_code (g_hash_table_lookup (params, "code")))
    return refuse (error, HS_PORTAL_ERROR_NONSENSE, NULL, "The browser brought no code");
  return TRUE;
}

HsTokens *
hs_sign_in_with_browser (HsWorld *world, HsIssuer *issuer, const HsSessionTuning *tuning,
                         HsOpenUriFunc open, gpointer data, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (HsLoopback) loopback = hs_loopback_new (world, error);
  g_auto (Secrets) secrets = { 0 };
  g_autofree char *uri = NULL;
  g_autoptr (GHashTable) params = NULL;
  g_autoptr (HsHttp) http = NULL;
  gint64 deadline_us = hs_world_monotonic_us (world) + BROWSER_US;
  char *form;

  if (loopback == NULL)
    return NULL;
  make_secrets (&secrets, world);
  uri = dup_authorization_uri (issuer, &secrets, hs_loopback_get_redirect_uri (loopback));
  open (uri, data);
  params = hs_loopback_wait (loopback, deadline_us, tuning->tick_ms, cancellable, error);
  if (params == NULL || !check_redirect (params, issuer, &secrets, error))
    return NULL;
  http = hs_issuer_open (issuer, world, &tuning->limits);
  form = soup_form_encode ("grant_type", "authorization_code", "client_id", issuer->client_id,
                           "code", (char *) g_hash_table_lookup (params, "code"), "redirect_uri",
                           hs_loopback_get_redirect_uri (loopback), "code_verifier",
                           secrets.verifier, NULL);
  return hs_oidc_request_tokens (http, issuer, form, secrets.nonce, cancellable, error);
}

/* --- Device grant --- */

typedef struct
{
  JsonNode *node; /* (owned) the answer, which the strings below belong to */
  HsDeviceCode shown;
  const char *secret;       /* device_code */
  char *uri, *uri_complete; /* (owned) checked */
  guint interval;           /* seconds */
} Device;

static void
device_clear (Device *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_free (self->uri);
  g_free (self->uri_complete);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_clear)

static gboolean
read_device (Device *self, HsIssuer *issuer, GError **error)
{
  JsonObject *answer = json_node_get_object (self->node);
  const char *complete = hs_json_string (answer, "verification_uri_complete", NULL);

  self->secret = hs_json_string (answer, "device_code", NULL);
  self->shown.user_code = hs_json_string (answer, "user_code", NULL);
  if (!is_code (self->secret) || !hs_url_is_token (self->shown.user_code, 40))
    return refuse (error, HS_PORTAL_ERROR_NONSENSE, NULL,
                   "The issuer gave no codes to sign in with");
  self->uri =
    hs_url_check (issuer->origin, hs_json_string (answer, "verification_uri", NULL), error);
  if (self->uri == NULL)
    return FALSE;
  if (complete != NULL)
    {
      self->uri_complete = hs_url_check (issuer->origin, complete, error);
      if (self->uri_complete == NULL)
        return FALSE;
    }
  self->shown.verification_uri = self->uri;
  self->shown.verification_uri_complete = self->uri_complete;
  self->shown.expires_in = CLAMP (hs_json_int (answer, "expires_in", 0), 1, MAX_DEVICE_SECONDS);
  self->interval = CLAMP (hs_json_int (answer, "interval", DEFAULT_INTERVAL), 1, MAX_INTERVAL);
  return TRUE;
}

/* TRUE when the question is to be asked again, and then how much later. RFC 8628 3.5. */
static gboolean
may_ask_again (Device *self, const GError *error)
{
  const char *said = hs_portal_error_get_code (error);

  if (g_strcmp0 (said, "authorization_pending") == 0)
    return TRUE;
  if (g_strcmp0 (said, "slow_down") == 0)
    self->interval = MIN (self->interval + 5, MAX_INTERVAL);
  else if (hs_portal_error_is_transient (error))
    self->interval =
      MIN (MAX (self->interval * 2, hs_portal_error_get_retry_after (error)), MAX_INTERVAL);
  else
    return FALSE;
  return TRUE;
}

static HsTokens *
ask_for_tokens (HsWorld *world, HsHttp *http, HsIssuer *issuer, Device *device,
                const HsSessionTuning *tuning, GCancellable *cancellable, GError **error)
{
  gint64 end_us =
    hs_world_monotonic_us (world) + (gint64) device->shown.expires_in * G_USEC_PER_SEC;

  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      HsTokens *tokens;

      tuning->wait (tuning->wait_data, (gint64) device->interval * G_USEC_PER_SEC, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (hs_world_monotonic_us (world) >= end_us)
        {
          refuse (error, HS_PORTAL_ERROR_SIGN_IN, "expired_token", "The code was not used in time");
          return NULL;
        }
      tokens = hs_oidc_request_tokens (
        http, issuer,
        soup_form_encode ("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id",
                          issuer->client_id, "device_code", device->secret, NULL),
        NULL, cancellable, &local);
      if (tokens != NULL)
        return tokens;
      if (!may_ask_again (device, local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
}

HsTokens *
hs_sign_in_with_device (HsWorld *world, HsIssuer *issuer, const HsSessionTuning *tuning,
                        HsShowDeviceCodeFunc show, gpointer data, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (HsHttp) http = hs_issuer_open (issuer, world, &tuning->limits);
  g_auto (Device) device = { 0 };

  if (issuer->device_url == NULL)
    {
      refuse (error, HS_PORTAL_ERROR_REFUSED, NULL, "The issuer has no sign-in with a code");
      return NULL;
    }
  device.node = hs_oidc_post (
    http, issuer->device_url,
    soup_form_encode ("client_id", issuer->client_id, "scope", "openid profile", NULL), cancellable,
    error);
  if (device.node == NULL || !read_device (&device, issuer, error))
    return NULL;
  show (&device.shown, data);
  return ask_for_tokens (world, http, issuer, &device, tuning, cancellable, error);
}
