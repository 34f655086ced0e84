/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in provider: code with PKCE, rotation, device grant, revocation. */
#include "portal-run.h"

#include <sodium.h>
#include <string.h>

#define CLIENT "client_id=io.github.hosoapp.HoSo"
#define REDIRECT "redirect_uri=http%3A%2F%2F127.0.0.1%3A45555%2Fabc"
/* RFC 7636, appendix B */
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define SCOPE "scope=openid%20profile%20offline_access"
#define AUTHORIZE                                                                                  \
  "/oauth2/authorize?response_type=code&" CLIENT "&" REDIRECT "&" SCOPE                            \
  "&state=0123456789abcdef&nonce=fedcba9876543210&code_challenge=" CHALLENGE                       \
  "&code_challenge_method=S256"

static const char *const auto_lan[] = { "--auto-approve", "lan", NULL };

/* A parameter of the redirect's address. */
static char *
location_value (Answer *answer, const char *name)
{
  const char *location = answer_header (answer, "Location");
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) values = NULL;

  g_assert_nonnull (uri);
  values = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  return g_strdup (g_hash_table_lookup (values, name));
}

static char *
authorize (Portal *portal)
{
  g_autoptr (Answer) answer = call (portal, "GET", AUTHORIZE, "-", NULL, 0);
  g_autofree char *state = NULL, *iss = NULL;

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_true (
    g_str_has_prefix (answer_header (answer, "Location"), "http://127.0.0.1:45555/abc?code="));
  state = location_value (answer, "state");
  iss = location_value (answer, "iss");
  g_assert_cmpstr (state, ==, "0123456789abcdef");
  g_assert_cmpstr (iss, ==, portal->url);
  return location_value (answer, "code");
}

static Answer *
redeem (Portal *portal, const char *code, const char *redirect, const char *verifier)
{
  g_autofree char *body =
    g_strdup_printf ("grant_type=authorization_code&" CLIENT "&code=%s&%s&code_verifier=%s", code,
                     redirect, verifier);

  return call_form (portal, "/oauth2/token", body);
}

static Answer *
refresh (Portal *portal, const char *token)
{
  g_autofree char *body =
    g_strdup_printf ("grant_type=refresh_token&" CLIENT "&refresh_token=%s", token);

  return call_form (portal, "/oauth2/token", body);
}

static guint
me_status (Portal *portal, const char *token)
{
  g_autofree char *header = g_strdup_printf ("-Authorization: Bearer %s\r\n", token);
  g_autoptr (Answer) answer = call (portal, "GET", "/v1/me", header, NULL, 0);

  return answer->status;
}

static void
assert_oauth_error (Answer *answer, guint status, const char *error)
{
  assert_answer (answer, status, NULL);
  g_assert_cmpstr (answer_text (answer, "/error"), ==, error);
}

static void
test_discovery (void)
{
  static const char *const endpoints[] = { "/authorization_endpoint", "/token_endpoint",
                                           "/device_authorization_endpoint", "/revocation_endpoint",
                                           "/jwks_uri" };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) answer = get (portal, "/.well-known/openid-configuration");

  assert_answer (answer, 200, NULL);
  g_assert_cmpstr (answer_text (answer, "/issuer"), ==, portal->url);
  g_assert_cmpstr (answer_text (answer, "/code_challenge_methods_supported/0"), ==, "S256");
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    g_assert_true (g_str_has_prefix (answer_text (answer, endpoints[i]), portal->url));
}

static void
test_code_flow (void)
{
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autofree char *code = authorize (portal);
  g_autoptr (Answer) tokens = redeem (portal, code, REDIRECT, VERIFIER);
  g_autoptr (Answer) keys = get (portal, "/oauth2/jwks");
  g_auto (GStrv) parts = NULL;
  g_autofree char *signed_text = NULL;
  g_autoptr (JsonNode) claims = NULL;
  guint8 signature[64], key[32], payload[2048];
  gsize length = 0;
  JsonObject *object;

  assert_answer (tokens, 200, NULL);
  g_assert_cmpint (answer_int (tokens, "/expires_in"), ==, 900);
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 200);

  parts = g_strsplit (answer_text (tokens, "/id_token"), ".", 3);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  signed_text = g_strconcat (parts[0], ".", parts[1], NULL);
  g_assert_cmpint (sodium_base642bin (signature, 64, parts[2], strlen (parts[2]), NULL, NULL, NULL,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  g_assert_cmpint (sodium_base642bin (key, 32, answer_text (keys, "/keys/0/x"),
                                      strlen (answer_text (keys, "/keys/0/x")), NULL, NULL, NULL,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  g_assert_cmpint (
    crypto_sign_verify_detached (signature, (guint8 *) signed_text, strlen (signed_text), key), ==,
    0);
  g_assert_cmpint (sodium_base642bin (payload, sizeof payload, parts[1], strlen (parts[1]), NULL,
                                      &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  claims = hs_json_parse ((char *) payload, (gssize) length, 0, 0, NULL);
  object = json_node_get_object (claims);
  g_assert_cmpstr (hs_json_string (object, "iss", ""), ==, portal->url);
  g_assert_cmpstr (hs_json_string (object, "aud", ""), ==, "io.github.hosoapp.HoSo");
  g_assert_cmpstr (hs_json_string (object, "nonce", ""), ==, "fedcba9876543210");
  g_assert_cmpstr (hs_json_string (object, "name", ""), ==, "Nguyễn Thị Hương Lan");
}

/* A code is for one client, one address, one verifier, one time. */
static void
test_code_misused (void)
{
  static const struct
  {
    const char *redirect, *verifier;
  } cases[] = {
    { REDIRECT, "wrongwrongwrongwrongwrongwrongwrongwrongwrongwrong" },
    { REDIRECT, "short" },
    { REDIRECT, "" },
    { "redirect_uri=http%3A%2F%2F127.0.0.1%3A45555%2Fother", VERIFIER },
    { "redirect_uri=", VERIFIER },
  };
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autofree char *twice = NULL, *late = NULL;
  g_autoptr (Answer) first = NULL, second = NULL, expired = NULL, unknown = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *code = authorize (portal);
      g_autoptr (Answer) wrong = redeem (portal, code, cases[i].redirect, cases[i].verifier);
      g_autoptr (Answer) right = redeem (portal, code, REDIRECT, VERIFIER);

      assert_oauth_error (wrong, 400, "invalid_grant");
      assert_oauth_error (right, 400, "invalid_grant");
    }
  twice = authorize (portal);
  first = redeem (portal, twice, REDIRECT, VERIFIER);
  assert_answer (first, 200, NULL);
  second = redeem (portal, twice, REDIRECT, VERIFIER);
  assert_oauth_error (second, 400, "invalid_grant");
  /* what came of a stolen code ends with it */
  g_assert_cmpuint (me_status (portal, answer_text (first, "/access_token")), ==, 401);

  late = authorize (portal);
  portal_advance (portal, 301);
  expired = redeem (portal, late, REDIRECT, VERIFIER);
  assert_oauth_error (expired, 400, "invalid_grant");
  unknown = redeem (portal, "nobody", REDIRECT, VERIFIER);
  assert_oauth_error (unknown, 400, "invalid_grant");
}

static void
test_authorize_refused (void)
{
  static const struct
  {
    const char *query;
    guint status;
    const char *error; /* in the redirect */
  } cases[] = {
    { "", 400, NULL },
    { "response_type=code&client_id=other&" REDIRECT, 400, NULL },
    { "response_type=code&" CLIENT "&redirect_uri=https%3A%2F%2Fevil.example%2F", 400, NULL },
    { "response_type=code&" CLIENT "&redirect_uri=http%3A%2F%2F127.0.0.1.evil.example%2F", 400,
      NULL },
    { "response_type=code&" CLIENT "&redirect_uri=http%3A%2F%2Fx%40127.0.0.1%2F", 400, NULL },
    { "response_type=token&" CLIENT "&" REDIRECT, 302, "unsupported_response_type" },
    { "response_type=code&" CLIENT "&" REDIRECT "&" SCOPE, 302, "invalid_request" },
    { "response_type=code&" CLIENT "&" REDIRECT "&" SCOPE "&code_challenge=" VERIFIER
      "&code_challenge_method=plain",
      302, "invalid_request" },
    { "response_type=code&" CLIENT "&" REDIRECT "&code_challenge=" CHALLENGE
      "&code_challenge_method=S256&scope=profile",
      302, "invalid_scope" },
  };
  g_autoptr (Portal) portal = portal_start (auto_lan);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth2/authorize?", cases[i].query, NULL);
      g_autoptr (Answer) answer = call (portal, "GET", path, "-", NULL, 0);
      g_autofree char *error = NULL;

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].error == NULL)
        continue;
      error = location_value (answer, "error");
      g_assert_cmpstr (error, ==, cases[i].error);
    }
}

/* A person chooses on the page. */
static void
test_authorize_page (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autofree char *csrf = portal_csrf (portal, AUTHORIZE);
  g_autoptr (Answer) page = call (portal, "GET", AUTHORIZE, "-", NULL, 0);
  g_autoptr (Answer) forged = NULL, chosen = NULL, denied = NULL, tokens = NULL;
  g_autofree char *text =
    g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_autofree char *forged_body = g_strconcat (strchr (AUTHORIZE, '?') + 1, "&resident=lan", NULL);
  g_autofree char *body = g_strconcat (forged_body, "&csrf=", csrf, NULL);
  g_autofree char *deny = g_strconcat (strchr (AUTHORIZE, '?') + 1, "&resident=&csrf=", csrf, NULL);
  g_autofree char *code = NULL, *error = NULL;

  g_assert_nonnull (strstr (text, "Nguyễn Thị Hương Lan"));
  g_assert_null (strstr (text, "001192000001"));
  g_assert_nonnull (strstr (answer_header (page, "Content-Security-Policy"), "default-src 'none'"));
  forged = call_form (portal, "/oauth2/authorize", forged_body);
  assert_answer (forged, 403, "forbidden");
  chosen = call_form (portal, "/oauth2/authorize", body);
  g_assert_cmpuint (chosen->status, ==, 303);
  code = location_value (chosen, "code");
  tokens = redeem (portal, code, REDIRECT, VERIFIER);
  assert_answer (tokens, 200, NULL);
  denied = call_form (portal, "/oauth2/authorize", deny);
  error = location_value (denied, "error");
  g_assert_cmpstr (error, ==, "access_denied");
}

static void
test_rotation (void)
{
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autofree char *code = authorize (portal);
  g_autoptr (Answer) first = redeem (portal, code, REDIRECT, VERIFIER);
  g_autoptr (Answer) second = NULL, again = NULL, stolen = NULL, ended = NULL;

  second = refresh (portal, answer_text (first, "/refresh_token"));
  assert_answer (second, 200, NULL);
  g_assert_cmpstr (answer_text (second, "/refresh_token"), !=,
                   answer_text (first, "/refresh_token"));
  /* the answer may have got lost: the old one is good for a minute */
  portal_advance (portal, 50);
  again = refresh (portal, answer_text (first, "/refresh_token"));
  assert_answer (again, 200, NULL);
  portal_advance (portal, 20);
  g_assert_cmpuint (me_status (portal, answer_text (again, "/access_token")), ==, 200);
  stolen = refresh (portal, answer_text (first, "/refresh_token"));
  assert_oauth_error (stolen, 400, "invalid_grant");
  g_assert_cmpuint (me_status (portal, answer_text (again, "/access_token")), ==, 401);
  ended = refresh (portal, answer_text (second, "/refresh_token"));
  assert_oauth_error (ended, 400, "invalid_grant");
}

static void
test_tokens_survive_a_crash (void)
{
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autofree char *code = authorize (portal);
  g_autoptr (Answer) tokens = redeem (portal, code, REDIRECT, VERIFIER);
  g_autoptr (Answer) next = NULL;

  portal_kill (portal);
  portal_restart (portal);
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 200);
  next = refresh (portal, answer_text (tokens, "/refresh_token"));
  assert_answer (next, 200, NULL);
}

static void
test_token_lifetime (void)
{
  static const char *const arguments[] = { "--auto-approve", "lan", "--fault", "token-lifetime=7",
                                           NULL };
  g_autoptr (Portal) portal = portal_start (arguments);
  g_autofree char *code = authorize (portal);
  g_autoptr (Answer) tokens = redeem (portal, code, REDIRECT, VERIFIER);

  g_assert_cmpint (answer_int (tokens, "/expires_in"), ==, 7);
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 200);
  portal_advance (portal, 8);
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 401);
}

static void
test_revocation (void)
{
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autofree char *code = authorize (portal);
  g_autoptr (Answer) tokens = redeem (portal, code, REDIRECT, VERIFIER);
  g_autofree char *body =
    g_strdup_printf (CLIENT "&token=%s", answer_text (tokens, "/refresh_token"));
  g_autoptr (Answer) first = call_form (portal, "/oauth2/revoke", body);
  g_autoptr (Answer) second = call_form (portal, "/oauth2/revoke", body);

  assert_answer (first, 200, NULL);
  assert_answer (second, 200, NULL);
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 401);
}

static Answer *
poll_device (Portal *portal, Answer *device)
{
  g_autofree char *body = g_strdup_printf (
    CLIENT "&grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type%%3Adevice_code&device_code=%s",
    answer_text (device, "/device_code"));

  return call_form (portal, "/oauth2/token", body);
}

static void
test_device_grant (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) device =
    call_form (portal, "/oauth2/device",
               CLIENT "&scope=openid%20profile&device_name=Th%C6%B0%20vi%E1%BB%87n%20%3Cb%3E");
  g_autoptr (Answer) pending = NULL, fast = NULL, page = NULL, posted = NULL, tokens = NULL;
  g_autoptr (Answer) again = NULL;
  g_autofree char *path = NULL, *text = NULL, *csrf = NULL, *body = NULL;

  assert_answer (device, 200, NULL);
  g_assert_true (
    g_regex_match_simple ("^[A-Z]{4}-[A-Z]{4}$", answer_text (device, "/user_code"), 0, 0));
  g_assert_cmpint (answer_int (device, "/interval"), ==, 5);
  pending = poll_device (portal, device);
  assert_oauth_error (pending, 400, "authorization_pending");
  fast = poll_device (portal, device);
  assert_oauth_error (fast, 400, "slow_down");

  path = g_strdup (answer_text (device, "/verification_uri_complete") + strlen (portal->url));
  page = call (portal, "GET", path, "-", NULL, 0);
  text = g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  g_assert_nonnull (strstr (text, answer_text (device, "/user_code")));
  /* the kiosk's name is shown, and is text */
  g_assert_nonnull (strstr (text, "Thư viện &lt;b&gt;"));
  csrf = portal_csrf (portal, path);
  body =
    g_strdup_printf ("csrf=%s&user_code=%s&resident=hoa", csrf, answer_text (device, "/user_code"));
  posted = call_form (portal, "/device", body);
  assert_answer (posted, 200, NULL);
  tokens = poll_device (portal, device);
  assert_answer (tokens, 200, NULL);
  g_assert_cmpstr (answer_text (tokens, "/refresh_token"), ==, "");
  g_assert_cmpuint (me_status (portal, answer_text (tokens, "/access_token")), ==, 200);
  again = poll_device (portal, device);
  assert_oauth_error (again, 400, "invalid_grant");
}

static void
test_device_denied_and_expired (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) denied = call_form (portal, "/oauth2/device", CLIENT "&scope=openid");
  g_autoptr (Answer) expired = call_form (portal, "/oauth2/device", CLIENT "&scope=openid");
  g_autoptr (Answer) foreign = call_form (portal, "/oauth2/device", "client_id=x&scope=openid");
  g_autoptr (Answer) posted = NULL, answer = NULL, late = NULL, unknown = NULL;
  g_autofree char *path =
    g_strconcat ("/device?user_code=", answer_text (denied, "/user_code"), NULL);
  g_autofree char *csrf = portal_csrf (portal, path);
  g_autofree char *body =
    g_strdup_printf ("csrf=%s&user_code=%s&resident=", csrf, answer_text (denied, "/user_code"));

  assert_oauth_error (foreign, 401, "invalid_client");
  posted = call_form (portal, "/device", body);
  assert_answer (posted, 200, NULL);
  answer = poll_device (portal, denied);
  assert_oauth_error (answer, 400, "access_denied");
  portal_advance (portal, 301);
  late = poll_device (portal, expired);
  assert_oauth_error (late, 400, "expired_token");
  unknown = call_form (portal, "/oauth2/token", CLIENT "&grant_type=password");
  assert_oauth_error (unknown, 400, "unsupported_grant_type");
}

static void
test_device_by_itself (void)
{
  g_autoptr (Portal) portal = portal_start (auto_lan);
  g_autoptr (Answer) device =
    call_form (portal, "/oauth2/device", CLIENT "&scope=openid%20profile");
  g_autoptr (Answer) tokens = poll_device (portal, device);

  assert_answer (tokens, 200, NULL);
  g_assert_cmpint (answer_int (device, "/interval"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-portal/sign-in/discovery", test_discovery);
  g_test_add_func ("/demo-portal/sign-in/code-flow", test_code_flow);
  g_test_add_func ("/demo-portal/sign-in/code-misused", test_code_misused);
  g_test_add_func ("/demo-portal/sign-in/authorize-refused", test_authorize_refused);
  g_test_add_func ("/demo-portal/sign-in/authorize-page", test_authorize_page);
  g_test_add_func ("/demo-portal/sign-in/rotation", test_rotation);
  g_test_add_func ("/demo-portal/sign-in/tokens-survive-a-crash", test_tokens_survive_a_crash);
  g_test_add_func ("/demo-portal/sign-in/token-lifetime", test_token_lifetime);
  g_test_add_func ("/demo-portal/sign-in/revocation", test_revocation);
  g_test_add_func ("/demo-portal/sign-in/device-grant", test_device_grant);
  g_test_add_func ("/demo-portal/sign-in/device-denied-and-expired",
                   test_device_denied_and_expired);
  g_test_add_func ("/demo-portal/sign-in/device-by-itself", test_device_by_itself);
  return g_test_run ();
}
