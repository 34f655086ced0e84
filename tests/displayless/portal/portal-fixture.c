/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the portal client stand on. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"

#include "portal/hs-url.h"

#include <sodium.h>
#include <string.h>

void
portal_fixture_keys (guint8 public_key[32], guint8 secret_key[64])
{
  guint8 seed[32] = "0123456789abcdef0123456789abcde";

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_seed_keypair (public_key, secret_key, seed);
}

char *
portal_fixture_dup_well_known (const char *url)
{
  guint8 public_key[32], secret_key[64];
  g_autofree char *key = NULL;

  portal_fixture_keys (public_key, secret_key);
  key = hs_base64url_encode (public_key, sizeof public_key);
  return g_strdup_printf (
    "{\"name\":\"Cổng thử\",\"issuer\":\"%s\",\"apiUrl\":\"%s/v1\",\"uploadUrl\":\"%s/v1/uploads\","
    "\"limits\":{\"maxFileBytes\":100000000,\"maxFiles\":50,\"maxTotalBytes\":200000000,"
    "\"mediaTypes\":[\"application/pdf\"]},\"receiptKeys\":[{\"keyId\":\"k1\",\"algorithm\":"
    "\"Ed25519\",\"publicKey\":\"%s\"}],\"unknown\":{\"is\":\"ignored\"}}",
    url, url, url, key);
}

static void
answer_metadata (const char *url, FaultAnswer *answer)
{
  g_autofree char *json = g_strdup_printf (
    "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/oauth2/authorize\",\"token_endpoint\":"
    "\"%s/oauth2/token\",\"device_authorization_endpoint\":\"%s/oauth2/device\","
    "\"revocation_endpoint\":\"%s/oauth2/revoke\","
    "\"authorization_response_iss_parameter_supported\":true}",
    url, url, url, url, url);

  fault_answer_json (answer, 200, json);
}

static void
answer_refresh (PortalFixture *self, const FaultRequest *request, FaultAnswer *answer)
{
  g_autoptr (GBytes) body = fault_request_read (request, 10000);
  int n = g_atomic_int_add (&self->n_tokens, 1) + 1;
  g_autofree char *json = g_strdup_printf (
    "{\"access_token\":\"access-%d\",\"token_type\":\"bearer\",\"expires_in\":3600,"
    "\"refresh_token\":\"refresh-%d\"}",
    n, n);

  fault_answer_json (answer, 200, json);
}

static void
handle (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  PortalFixture *self = data;
  g_autofree char *host = fault_request_dup_header (request, "Host");
  g_autofree char *url = g_strconcat ("http://", host, NULL);

  if (strcmp (request->target, "/.well-known/portal") == 0)
    {
      g_autofree char *json = portal_fixture_dup_well_known (url);
      const char *other = g_atomic_pointer_get (&self->well_known);

      fault_answer_json (answer, 200, other != NULL ? other : json);
    }
  else if (strcmp (request->target, "/.well-known/openid-configuration") == 0)
    answer_metadata (url, answer);
  else if (g_str_has_prefix (request->target, "/oauth2/") && self->oauth != NULL)
    self->oauth (request, answer, self->oauth_data);
  else if (strcmp (request->target, "/oauth2/token") == 0)
    answer_refresh (self, request, answer);
  else
    self->handler (request, answer, self->data);
}

void
portal_fixture_set_up (PortalFixture *self, FaultHandler handler, gpointer data)
{
  g_autoptr (HsTokens) tokens = g_new0 (HsTokens, 1);
  g_autoptr (GError) error = NULL;

  memset (self, 0, sizeof *self);
  self->handler = handler;
  self->data = data;
  self->n_tokens = 1;
  self->world = hs_test_world_new ();
  self->server = fault_server_new (handle, self, NULL);
  self->session = hs_session_new (self->world, fault_server_get_url (self->server));
  tokens->access = g_strdup ("access-1");
  tokens->refresh = g_strdup ("refresh-1");
  tokens->expires_us = 3600 * (gint64) G_USEC_PER_SEC;
  hs_session_end_sign_in (self->session, tokens);
  self->portal =
    hs_portal_new (self->world, fault_server_get_url (self->server), self->session, &error);
  g_assert_no_error (error);
}

void
portal_fixture_hurry (PortalFixture *self)
{
  HsHttpLimits limits = hs_http_default_limits;

  limits.stall_ms = 500;
  hs_http_set_limits (hs_portal_get_http (self->portal), &limits);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
portal_fixture_await_finalize (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  hs_test_wait (is_gone, &weak);
}

void
portal_fixture_tear_down (PortalFixture *self)
{
  g_assert_finalize_object (self->portal);
  portal_fixture_await_finalize (self->session);
  fault_server_free (self->server);
  hs_test_world_free (self->world);
}
