/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a sign-in: renewed once for all who wait, kept in the secret store, lost without losing more,
 * ended by signing out. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"

#include <string.h>

#define HOUR_US (3600 * (gint64) G_USEC_PER_SEC)

/* A token endpoint that says what it is told. */
typedef struct
{
  GMutex lock;
  guint status;
  const char *body;
  FaultEnd end;
  GPtrArray *forms; /* (owned) of char*: what was sent */
} Issuer;

typedef struct
{
  PortalFixture f;
  Issuer issuer;
} Fixture;

static void
answer_oauth (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  Issuer *issuer = data;
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  g_mutex_lock (&issuer->lock);
  g_ptr_array_add (issuer->forms,
                   g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)));
  if (g_str_has_suffix (request->target, "/revoke"))
    fault_answer_raw (answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  else if (issuer->body != NULL)
    fault_answer_json (answer, issuer->status, issuer->body);
  answer->end = issuer->end;
  g_mutex_unlock (&issuer->lock);
}

static void
answer_nothing (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_problem (answer, 404, "not-found");
}

static void
set_up (Fixture *fixture, guint status, const char *body)
{
  memset (fixture, 0, sizeof *fixture);
  fixture->issuer.status = status;
  fixture->issuer.body = body;
  fixture->issuer.forms = g_ptr_array_new_with_free_func (g_free);
  portal_fixture_set_up (&fixture->f, answer_nothing, NULL);
  fixture->f.oauth = answer_oauth;
  fixture->f.oauth_data = &fixture->issuer;
}

static void
tear_down (Fixture *fixture)
{
  portal_fixture_tear_down (&fixture->f);
  g_ptr_array_unref (fixture->issuer.forms);
}

#define TOKENS(n)                                                                                  \
  "{\"access_token\":\"access-" n "\",\"token_type\":\"Bearer\",\"expires_in\":3600,"              \
  "\"refresh_token\":\"refresh-" n "\"}"

static void
test_renewed_in_time (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *early = NULL, *late = NULL;

  set_up (&fixture, 200, TOKENS ("2"));
  hs_test_world_advance (fixture.f.world, HOUR_US - 61 * G_USEC_PER_SEC);
  early = hs_session_get_token (fixture.f.session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (early, ==, "access-1");
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 0);

  hs_test_world_advance (fixture.f.world, 2 * G_USEC_PER_SEC);
  late = hs_session_get_token (fixture.f.session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (late, ==, "access-2");
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 1);
  g_assert_cmpstr (
    fixture.issuer.forms->pdata[0], ==,
    "grant_type=refresh_token&client_id=io.github.hosoapp.HoSo&refresh_token=refresh-1");
  tear_down (&fixture);
}

static gpointer
get_token_in_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  char *token = hs_session_get_token (data, "access-1", NULL, &error);

  g_assert_no_error (error);
  return token;
}

static void
test_single_flight (void)
{
  Fixture fixture;
  GThread *threads[12];

  set_up (&fixture, 200, TOKENS ("2"));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("token", get_token_in_thread, fixture.f.session);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *token = g_thread_join (threads[i]);

      g_assert_cmpstr (token, ==, "access-2");
    }
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 1);
  tear_down (&fixture);
}

/* The issuer is away, the token is not over yet: work goes on. */
static void
test_not_renewed_but_valid (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  set_up (&fixture, 503, "{}");
  hs_test_world_advance (fixture.f.world, HOUR_US - 30 * G_USEC_PER_SEC);
  token = hs_session_get_token (fixture.f.session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "access-1");
  hs_test_world_advance (fixture.f.world, 31 * G_USEC_PER_SEC);
  g_assert_null (hs_session_get_token (fixture.f.session, NULL, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_BUSY);
  g_assert_true (hs_session_is_signed_in (fixture.f.session));
  tear_down (&fixture);
}

/* The answer got lost: nothing is given up until the issuer says so. */
static void
test_answer_lost (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL, again = NULL;

  set_up (&fixture, 200, NULL);
  fixture.issuer.end = FAULT_CLOSE;
  g_assert_null (hs_session_get_token (fixture.f.session, "access-1", NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_UNREACHABLE);
  g_assert_true (hs_session_is_signed_in (fixture.f.session));
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 1);

  fixture.issuer.end = FAULT_KEEP;
  fixture.issuer.status = 400;
  fixture.issuer.body = "{\"error\":\"invalid_grant\"}";
  g_assert_null (hs_session_get_token (fixture.f.session, "access-1", NULL, &again));
  g_assert_error (again, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  g_assert_cmpstr (hs_portal_error_get_code (again), ==, "invalid_grant");
  g_assert_false (hs_session_is_signed_in (fixture.f.session));
  g_clear_error (&again);
  g_assert_null (hs_session_get_token (fixture.f.session, NULL, NULL, &again));
  g_assert_error (again, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 2);
  tear_down (&fixture);
}

static void
test_cancelled (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 200, TOKENS ("2"));
  g_cancellable_cancel (cancellable);
  g_assert_null (hs_session_get_token (fixture.f.session, "access-1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 0);
  tear_down (&fixture);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_sign_out (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  set_up (&fixture, 200, TOKENS ("2"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture.f.session, "notify::signed-in", G_CALLBACK (count_cb), &n);
  g_assert_true (hs_session_sign_out (fixture.f.session, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hs_session_is_signed_in (fixture.f.session));
  g_assert_cmpuint (n, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (fixture.issuer.forms->len, ==, 2);
  g_assert_cmpstr (
    fixture.issuer.forms->pdata[0], ==,
    "token=refresh-1&token_type_hint=refresh_token&client_id=io.github.hosoapp.HoSo");
  g_assert_cmpstr (fixture.issuer.forms->pdata[1], ==,
                   "token=access-1&token_type_hint=access_token&client_id=io.github.hosoapp.HoSo");
  g_assert_null (hs_session_get_token (fixture.f.session, NULL, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  tear_down (&fixture);
}

/* The issuer cannot be reached: signed out all the same. */
static void
test_sign_out_alone (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 200, NULL);
  fixture.issuer.end = FAULT_RESET;
  g_assert_true (hs_session_sign_out (fixture.f.session, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hs_session_is_signed_in (fixture.f.session));
  tear_down (&fixture);
}

static HsTokens *
make_tokens (const char *access, const char *refresh, const char *name)
{
  HsTokens *tokens = g_new0 (HsTokens, 1);

  tokens->access = g_strdup (access);
  tokens->refresh = g_strdup (refresh);
  tokens->name = g_strdup (name);
  tokens->expires_us = HOUR_US;
  return tokens;
}

/* Given a secret store, the sign-in is there after a restart, with the newest refresh token. */
static void
test_kept (void)
{
  HsWorld *world = hs_test_world_new ();
  HsSession *session;
  g_autoptr (HsTokens) tokens = make_tokens ("a", "refresh-7", "Trần Văn Bình");
  g_autofree char *name = NULL, *secret = NULL;
  g_autoptr (GError) error = NULL;

  hs_test_world_add_secrets (world);
  session = hs_session_new (world, "https://P.example/");
  g_assert_false (hs_session_is_signed_in (session));
  g_assert_cmpstr (hs_session_get_portal_url (session), ==, "https://p.example");
  hs_session_end_sign_in (session, tokens);
  secret = world->secrets->lookup (world->secrets_data, "session:https://p.example", NULL);
  g_assert_nonnull (strstr (secret, "refresh-7"));
  g_assert_null (strstr (secret, "\"a\""));
  portal_fixture_await_finalize (session);

  session = hs_session_new (world, "https://p.example");
  g_assert_true (hs_session_is_signed_in (session));
  name = hs_session_dup_name (session);
  g_assert_cmpstr (name, ==, "Trần Văn Bình");
  g_clear_pointer (&secret, g_free);
  g_assert_true (hs_session_sign_out (session, NULL, &error));
  g_assert_null (world->secrets->lookup (world->secrets_data, "session:https://p.example", NULL));
  portal_fixture_await_finalize (session);
  hs_test_world_free (world);
}

static void
test_strange_secret (void)
{
  static const char *const secrets[] = { "", "{", "[]", "{\"refreshToken\":7}",
                                         "{\"refreshToken\":\"a b\"}" };
  HsWorld *world = hs_test_world_new ();

  hs_test_world_add_secrets (world);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (HsSession) session = NULL;

      world->secrets->store (world->secrets_data, "session:https://p.example", secrets[i], NULL);
      session = hs_session_new (world, "https://p.example");
      g_assert_false (hs_session_is_signed_in (session));
    }
  hs_test_world_free (world);
}

/* A kiosk's sign-in has no refresh token and is over by the clock. */
static void
test_without_refresh (void)
{
  HsWorld *world = hs_test_world_new ();
  HsSession *session = hs_session_new (world, "https://p.example");
  g_autoptr (HsTokens) tokens = make_tokens ("short", NULL, "A");
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  hs_session_end_sign_in (session, tokens);
  hs_test_world_advance (world, HOUR_US - 1);
  token = hs_session_get_token (session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "short");
  hs_test_world_advance (world, 1);
  g_assert_null (hs_session_get_token (session, NULL, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  g_assert_false (hs_session_is_signed_in (session));
  portal_fixture_await_finalize (session);
  hs_test_world_free (world);
}

/* The wait between two questions ends by itself, and at once when it was cancelled. */
static void
test_wait (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 5; i++)
    hs_session_default_tuning.wait (NULL, 2000, NULL);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 10000);
  hs_session_default_tuning.wait (NULL, 0, NULL);
  g_cancellable_cancel (cancellable);
  hs_session_default_tuning.wait (NULL, 3600 * (gint64) G_USEC_PER_SEC, cancellable);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/session/renewed-in-time", test_renewed_in_time);
  g_test_add_func ("/portal/session/single-flight", test_single_flight);
  g_test_add_func ("/portal/session/not-renewed-but-valid", test_not_renewed_but_valid);
  g_test_add_func ("/portal/session/answer-lost", test_answer_lost);
  g_test_add_func ("/portal/session/cancelled", test_cancelled);
  g_test_add_func ("/portal/session/sign-out", test_sign_out);
  g_test_add_func ("/portal/session/sign-out-alone", test_sign_out_alone);
  g_test_add_func ("/portal/session/kept", test_kept);
  g_test_add_func ("/portal/session/strange-secret", test_strange_secret);
  g_test_add_func ("/portal/session/without-refresh", test_without_refresh);
  g_test_add_func ("/portal/session/wait", test_wait);
  return g_test_run ();
}
