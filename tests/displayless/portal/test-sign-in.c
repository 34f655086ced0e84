/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both ways to sign in, with an issuer and a browser that do what they should not. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"
#include "portal/hs-url.h"

#include <string.h>

/* What the issuer and the browser do; NULL and FALSE: as they should. */
typedef struct
{
  const char *name;
  const char *state;   /* instead of the right one */
  const char *iss;     /* "" leaves it out */
  const char *failure; /* error= instead of a code */
  const char *more;    /* at the end of the query */
  const char *nonce, *aud, *token_iss;
  gboolean no_code, no_id_token;
  int expected; /* error; -1 success */
  const char *code;
} Case;

typedef struct
{
  PortalFixture f;
  HsSession *session;
  const Case *c;
  GMutex lock;
  char *nonce, *challenge, *redirect_uri, *state; /* (owned) of the authorization request */
  const char *const *device_answers;              /* of the token endpoint, one after the other */
  guint n_asked;
  GArray *waits; /* of gint64: seconds waited */
  char *shown;   /* (owned) code and addresses */
  GCancellable *cancellable;
  gint64 step_us; /* by which the clock goes on when a wait is over */
} Fixture;

/* --- The issuer --- */

static char *
make_id_token (Fixture *fixture, const char *issuer)
{
  const Case *c = fixture->c;
  g_autofree char *claims = g_strdup_printf ("{\"iss\":\"%s\",\"aud\":[\"x\",\"%s\"],\"nonce\":\"%"
                                             "s\",\"sub\":\"1\",\"name\":\"Lê Thị Hoà\"}",
                                             c->token_iss != NULL ? c->token_iss : issuer,
                                             c->aud != NULL ? c->aud : "io.github.hosoapp.HoSo",
                                             c->nonce != NULL ? c->nonce : fixture->nonce);
  g_autofree char *payload = hs_base64url_encode (claims, strlen (claims));

  return g_strconcat ("e30.", payload, ".c2ln", NULL);
}

/* RFC 7636 4.6. */
static void
assert_verifier (Fixture *fixture, const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *challenge = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_assert_cmpuint (strlen (verifier), >=, 43);
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  challenge = hs_base64url_encode (digest, length);
  g_assert_cmpstr (challenge, ==, fixture->challenge);
}

static void
answer_code (Fixture *fixture, GHashTable *form, const char *issuer, FaultAnswer *answer)
{
  g_autofree char *token = NULL, *json = NULL;

  g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, "the code");
  g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, fixture->redirect_uri);
  assert_verifier (fixture, g_hash_table_lookup (form, "code_verifier"));
  token = make_id_token (fixture, issuer);
  json =
    g_strdup_printf ("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":600,"
                     "\"refresh_token\":\"r\"%s%s%s}",
                     fixture->c->no_id_token ? "" : ",\"id_token\":\"",
                     fixture->c->no_id_token ? "" : token, fixture->c->no_id_token ? "" : "\"");
  fault_answer_json (answer, 200, json);
}

static void
answer_device (Fixture *fixture, FaultAnswer *answer)
{
  const char *said = fixture->device_answers[fixture->n_asked];

  fixture->n_asked++;
  if (said == NULL)
    answer->end = FAULT_CLOSE;
  else if (strcmp (said, "tokens") == 0)
    fault_answer_json (answer, 200,
                       "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":900}");
  else if (strcmp (said, "503") == 0)
    fault_answer_body (answer, 503, "Retry-After: 70\r\n", "application/json", "{}");
  else if (strcmp (said, "close") == 0)
    answer->end = FAULT_CLOSE;
  else
    {
      g_autofree char *json = g_strdup_printf ("{\"error\":\"%s\"}", said);

      fault_answer_json (answer, 400, json);
    }
}

static void
answer_oauth (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GHashTable) form = g_uri_parse_params (text, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  g_autofree char *host = fault_request_dup_header (request, "Host");
  g_autofree char *issuer = g_strconcat ("http://", host, NULL);

  g_mutex_lock (&fixture->lock);
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "io.github.hosoapp.HoSo");
  if (strcmp (request->target, "/oauth2/device") == 0)
    {
      g_autofree char *json = g_strdup_printf (
        "{\"device_code\":\"secret\",\"user_code\":\"BDWP-HQPK\",\"verification_uri\":\"%s/d\","
        "\"verification_uri_complete\":\"%s/d?c=BDWP-HQPK\",\"expires_in\":300}",
        issuer, fixture->c->iss != NULL ? fixture->c->iss : issuer);

      g_assert_cmpstr (g_hash_table_lookup (form, "scope"), ==, "openid profile");
      fault_answer_json (answer, 200, json);
    }
  else if (g_strcmp0 (g_hash_table_lookup (form, "grant_type"), "authorization_code") == 0)
    answer_code (fixture, form, issuer, answer);
  else
    answer_device (fixture, answer);
  g_mutex_unlock (&fixture->lock);
}

static void
answer_me (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_json (answer, 200, "{\"sub\":\"1\",\"name\":\"Người Ở Quầy\"}");
}

/* --- The world around --- */

static void
wait_fast (gpointer data, gint64 us, GCancellable *cancellable)
{
  Fixture *fixture = data;
  gint64 seconds = us / G_USEC_PER_SEC;

  g_array_append_val (fixture->waits, seconds);
  hs_test_world_advance (fixture->f.world, fixture->step_us > 0 ? fixture->step_us : us);
  if (fixture->cancellable != NULL && fixture->waits->len == 2)
    g_cancellable_cancel (fixture->cancellable);
}

static void
set_up (Fixture *fixture, const Case *c)
{
  HsSessionTuning tuning = hs_session_default_tuning;

  memset (fixture, 0, sizeof *fixture);
  fixture->c = c;
  fixture->waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  portal_fixture_set_up (&fixture->f, answer_me, NULL);
  fixture->f.oauth = answer_oauth;
  fixture->f.oauth_data = fixture;
  fixture->session = hs_session_new (fixture->f.world, fault_server_get_url (fixture->f.server));
  tuning.tick_ms = 5;
  tuning.wait = wait_fast;
  tuning.wait_data = fixture;
  hs_session_tune (fixture->session, &tuning);
}

static void
tear_down (Fixture *fixture)
{
  portal_fixture_await_finalize (fixture->session);
  portal_fixture_tear_down (&fixture->f);
  g_array_unref (fixture->waits);
  g_free (fixture->nonce);
  g_free (fixture->challenge);
  g_free (fixture->redirect_uri);
  g_free (fixture->state);
  g_free (fixture->shown);
}

/* --- The browser --- */

/* (nullable): what the listener answered; NULL when nobody listens. */
static char *
visit_from (const char *host, const char *redirect_uri, const char *path, const char *query)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  GString *answer;
  char buffer[1024];
  gssize n;

  g_socket_client_set_proxy_resolver (client, NULL);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, host, g_uri_get_port (uri), NULL, NULL);
  if (connection == NULL)
    return NULL;
  request = g_strdup_printf ("GET %s?%s HTTP/1.1\r\nHost: %s\r\n\r\n",
                             path != NULL ? path : g_uri_get_path (uri), query, host);
  /* In two pieces, as a network may. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, 7,
                             NULL, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request + 7,
                             strlen (request) - 7, NULL, NULL, NULL);
  answer = g_string_new (NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (answer, buffer, n);
  return g_string_free (answer, FALSE);
}

static char *
visit (const char *redirect_uri, const char *path, const char *query)
{
  return visit_from ("127.0.0.1", redirect_uri, path, query);
}

/* Takes the address for the browser apart and says whether it asks rightly. */
static void
read_authorization (Fixture *fixture, const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) params =
    g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  g_assert_cmpstr (g_uri_get_path (uri), ==, "/oauth2/authorize");
  g_assert_cmpstr (g_hash_table_lookup (params, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (params, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (g_hash_table_lookup (params, "scope"), ==, "openid profile offline_access");
  g_mutex_lock (&fixture->lock);
  fixture->nonce = g_strdup (g_hash_table_lookup (params, "nonce"));
  fixture->challenge = g_strdup (g_hash_table_lookup (params, "code_challenge"));
  fixture->redirect_uri = g_strdup (g_hash_table_lookup (params, "redirect_uri"));
  fixture->state = g_strdup (g_hash_table_lookup (params, "state"));
  g_mutex_unlock (&fixture->lock);
  g_assert_true (g_str_has_prefix (fixture->redirect_uri, "http://127.0.0.1:"));
  g_assert_cmpuint (strlen (fixture->state), >=, 43);
  g_assert_cmpuint (strlen (fixture->nonce), >=, 43);
  g_assert_cmpuint (strlen (strrchr (fixture->redirect_uri, '/')), >=, 33);
}

static char *
make_query (Fixture *fixture)
{
  const Case *c = fixture->c;
  GString *query = g_string_new (NULL);
  const char *iss = c->iss != NULL ? c->iss : fault_server_get_url (fixture->f.server);

  g_string_append_printf (query, "state=%s", c->state != NULL ? c->state : fixture->state);
  if (c->failure != NULL)
    g_string_append_printf (query, "&error=%s", c->failure);
  else if (!c->no_code)
    g_string_append (query, "&code=the+code");
  if (*iss != '\0')
    g_string_append_printf (query, "&iss=%s", iss);
  if (c->more != NULL)
    g_string_append (query, c->more);
  return g_string_free (query, FALSE);
}

static void
browse (const char *address, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *query = NULL, *answer = NULL, *second = NULL, *wrong = NULL;

  read_authorization (fixture, address);
  query = make_query (fixture);
  wrong = visit (fixture->redirect_uri, "/favicon.ico", query);
  g_assert_true (g_str_has_prefix (wrong, "HTTP/1.1 404 "));
  answer = visit (fixture->redirect_uri, NULL, query);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (answer, "Content-Security-Policy"));
  second = visit (fixture->redirect_uri, NULL, query);
  g_assert_true (second == NULL || *second == '\0');
}

static gboolean
sign_in (Fixture *fixture, HsOpenUriFunc open, GCancellable *cancellable, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_session_sign_in_async (fixture->session, open, fixture, cancellable, hs_test_result_cb,
                            &pending);
  result = hs_test_await (&pending);
  return hs_session_sign_in_finish (fixture->session, result, error);
}

#define SIGN_IN HS_PORTAL_ERROR_SIGN_IN
#define NONSENSE HS_PORTAL_ERROR_NONSENSE

static const Case browser_cases[] = {
  { .name = "good", .expected = -1 },
  { .name = "wrong-state",
    .state = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    .expected = SIGN_IN },
  { .name = "empty-state", .state = "", .expected = SIGN_IN },
  { .name = "wrong-iss", .iss = "https://evil.example", .expected = NONSENSE },
  { .name = "no-iss", .iss = "", .expected = NONSENSE },
  { .name = "denied", .failure = "access_denied", .expected = SIGN_IN, .code = "access_denied" },
  { .name = "denied-of-another",
    .failure = "access_denied",
    .state = "other",
    .expected = SIGN_IN },
  { .name = "no-code", .no_code = TRUE, .expected = NONSENSE },
  { .name = "two-codes", .more = "&code=second", .expected = SIGN_IN },
  { .name = "two-states", .more = "&state=second", .expected = SIGN_IN },
  { .name = "nonce-of-another", .nonce = "other", .expected = NONSENSE },
  { .name = "for-another-program", .aud = "org.example.Other", .expected = NONSENSE },
  { .name = "token-of-another-issuer", .token_iss = "https://evil.example", .expected = NONSENSE },
  { .name = "no-id-token", .no_id_token = TRUE, .expected = NONSENSE },
};

static void
test_browser (gconstpointer data)
{
  const Case *c = data;
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  set_up (&fixture, c);
  ok = sign_in (&fixture, browse, NULL, &error);
  if (c->expected < 0)
    {
      g_autofree char *name = hs_session_dup_name (fixture.session);
      g_autofree char *token = hs_session_get_token (fixture.session, NULL, NULL, NULL);

      g_assert_no_error (error);
      g_assert_true (ok);
      g_assert_true (hs_session_is_signed_in (fixture.session));
      g_assert_cmpstr (name, ==, "Lê Thị Hoà");
      g_assert_cmpstr (token, ==, "a");
    }
  else
    {
      g_assert_error (error, HS_PORTAL_ERROR, c->expected);
      g_assert_cmpstr (hs_portal_error_get_code (error), ==, c->code);
      g_assert_false (hs_session_is_signed_in (fixture.session));
    }
  tear_down (&fixture);
}

static const Case good;

/* A browser that tries the IPv6 address of this machine first. */
static void
browse_ipv6 (const char *address, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *query = NULL, *answer = NULL;

  read_authorization (fixture, address);
  query = make_query (fixture);
  answer = visit_from ("::1", fixture->redirect_uri, NULL, query);
  if (answer == NULL)
    {
      g_test_skip ("no IPv6 loopback");
      answer = visit (fixture->redirect_uri, NULL, query);
    }
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

static void
test_ipv6 (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  set_up (&fixture, &good);
  ok = sign_in (&fixture, browse_ipv6, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  tear_down (&fixture);
}

static void
let_time_pass (const char *address, gpointer data)
{
  Fixture *fixture = data;

  hs_test_world_advance (fixture->f.world, 301 * (gint64) G_USEC_PER_SEC);
}

static void
test_too_late (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &good);
  g_assert_false (sign_in (&fixture, let_time_pass, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, SIGN_IN);
  tear_down (&fixture);
}

static void
give_up (const char *address, gpointer data)
{
  g_cancellable_cancel (((Fixture *) data)->cancellable);
}

static void
test_given_up (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &good);
  fixture.cancellable = cancellable;
  g_assert_false (sign_in (&fixture, give_up, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (hs_session_is_signed_in (fixture.session));
  tear_down (&fixture);
}

/* While one sign-in waits, a second one is refused, and the first goes on. */
static void
second_then_browse (const char *address, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (sign_in (fixture, browse, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_BUSY);
  browse (address, data);
}

static void
test_one_at_a_time (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  set_up (&fixture, &good);
  ok = sign_in (&fixture, second_then_browse, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  tear_down (&fixture);
}

/* A head without end, and one that is no request, do not keep the sign-in from coming. */
static void
browse_after_noise (const char *address, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *fill = g_strnfill (20000, 'a');
  g_autofree char *long_answer = NULL, *answer = NULL, *query = NULL;

  read_authorization (fixture, address);
  long_answer = visit (fixture->redirect_uri, NULL, fill);
  g_assert_true (long_answer == NULL || *long_answer == '\0');
  query = make_query (fixture);
  answer = visit (fixture->redirect_uri, NULL, query);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

static void
test_noise (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  set_up (&fixture, &good);
  ok = sign_in (&fixture, browse_after_noise, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  tear_down (&fixture);
}

/* --- Device grant --- */

static void
show (const HsDeviceCode *code, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->shown);
  fixture->shown = g_strdup_printf (
    "%s %s %u", code->user_code, strrchr (code->verification_uri_complete, '/'), code->expires_in);
}

static gboolean
sign_in_device (Fixture *fixture, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_session_sign_in_device_async (fixture->session, show, fixture, fixture->cancellable,
                                   hs_test_result_cb, &pending);
  result = hs_test_await (&pending);
  return hs_session_sign_in_device_finish (fixture->session, result, error);
}

static void
test_device (void)
{
  static const char *const answers[] = { "authorization_pending", "slow_down", "close", "503",
                                         "authorization_pending", "tokens" };
  static const gint64 waits[] = { 5, 5, 10, 20, 70, 70 };
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  gboolean ok;
  g_autofree char *name = NULL;

  set_up (&fixture, &good);
  fixture.device_answers = answers;
  fixture.step_us = G_USEC_PER_SEC;
  ok = sign_in_device (&fixture, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpstr (fixture.shown, ==, "BDWP-HQPK /d?c=BDWP-HQPK 300");
  g_assert_cmpmem (fixture.waits->data, fixture.waits->len * sizeof (gint64), waits, sizeof waits);
  /* No id token: /me says who it is. */
  name = hs_session_dup_name (fixture.session);
  g_assert_cmpstr (name, ==, "Người Ở Quầy");
  tear_down (&fixture);
}

static void
test_device_ends (void)
{
  static const struct
  {
    const char *const answers[3];
    const char *code;
  } table[] = {
    { { "authorization_pending", "access_denied" }, "access_denied" },
    { { "expired_token" }, "expired_token" },
    { { "invalid_client" }, "invalid_client" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Fixture fixture;
      g_autoptr (GError) error = NULL;

      set_up (&fixture, &good);
      fixture.device_answers = table[i].answers;
      g_assert_false (sign_in_device (&fixture, &error));
      g_assert_error (error, HS_PORTAL_ERROR, SIGN_IN);
      g_assert_cmpstr (hs_portal_error_get_code (error), ==, table[i].code);
      g_assert_false (hs_session_is_signed_in (fixture.session));
      tear_down (&fixture);
    }
}

/* Nobody uses the code: it ends by the clock, after a bounded number of questions. */
static void
test_device_unused (void)
{
  const char *answers[100];
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answers[i] = "authorization_pending";
  set_up (&fixture, &good);
  fixture.device_answers = answers;
  g_assert_false (sign_in_device (&fixture, &error));
  g_assert_error (error, HS_PORTAL_ERROR, SIGN_IN);
  g_assert_cmpstr (hs_portal_error_get_code (error), ==, "expired_token");
  g_assert_cmpuint (fixture.n_asked, ==, 59);
  tear_down (&fixture);
}

static void
test_device_given_up (void)
{
  static const char *const answers[] = { "authorization_pending", "authorization_pending" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &good);
  fixture.device_answers = answers;
  fixture.cancellable = cancellable;
  g_assert_false (sign_in_device (&fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture.n_asked, ==, 1);
  tear_down (&fixture);
}

/* The address for the QR code leads elsewhere: not shown. */
static void
test_device_elsewhere (void)
{
  static const Case elsewhere = { .iss = "https://evil.example" };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &elsewhere);
  g_assert_false (sign_in_device (&fixture, &error));
  g_assert_error (error, HS_PORTAL_ERROR, NONSENSE);
  g_assert_null (fixture.shown);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (browser_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/portal/sign-in/browser/", browser_cases[i].name, NULL);

      g_test_add_data_func (path, &browser_cases[i], test_browser);
    }
  g_test_add_func ("/portal/sign-in/ipv6", test_ipv6);
  g_test_add_func ("/portal/sign-in/too-late", test_too_late);
  g_test_add_func ("/portal/sign-in/given-up", test_given_up);
  g_test_add_func ("/portal/sign-in/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/portal/sign-in/noise", test_noise);
  g_test_add_func ("/portal/sign-in/device/good", test_device);
  g_test_add_func ("/portal/sign-in/device/ends", test_device_ends);
  g_test_add_func ("/portal/sign-in/device/unused", test_device_unused);
  g_test_add_func ("/portal/sign-in/device/given-up", test_device_given_up);
  g_test_add_func ("/portal/sign-in/device/elsewhere", test_device_elsewhere);
  return g_test_run ();
}
