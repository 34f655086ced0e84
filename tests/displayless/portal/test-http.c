/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way an exchange can go wrong, on a server that counts: what the caller is told to do, and that no request is
 * ever sent a second time by itself. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"

#include <string.h>

#define REACH HS_PORTAL_ERROR_UNREACHABLE
#define AMBIG HS_PORTAL_ERROR_AMBIGUOUS
#define NONSENSE HS_PORTAL_ERROR_NONSENSE
#define CAPTIVE HS_PORTAL_ERROR_CAPTIVE
#define BUSY HS_PORTAL_ERROR_BUSY
#define JSON_TYPE "Content-Type: application/json\r\n"
#define PROBLEM(status, json)                                                                      \
  "HTTP/1.1 " status "\r\nContent-Type: application/problem+json\r\nConnection: "                  \
  "close\r\n\r\n" json

typedef struct
{
  const char *name;
  const char *raw; /* the whole answer; NULL: made by code */
  FaultEnd end;
  HsPortalError get;  /* what asking for a dossier says */
  HsPortalError post; /* and what submitting says */
  const char *code;   /* (nullable) the problem's */
} Case;

static const Case cases[] = {
  { "closed at once", "", FAULT_CLOSE, REACH, AMBIG },
  { "reset at once", "", FAULT_RESET, REACH, AMBIG },
  { "cut in the head", "HTTP/1.1 200 OK\r\nContent-Le", FAULT_CLOSE, REACH, AMBIG },
  { "cut in the body", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 50\r\n\r\n{\"a\":",
    FAULT_CLOSE, REACH, AMBIG },
  { "reset in the body", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 50\r\n\r\n{\"a\":",
    FAULT_RESET, REACH, AMBIG },
  { "chunked, cut at a chunk",
    "HTTP/1.1 200 OK\r\n" JSON_TYPE "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "chunked, whole",
    "HTTP/1.1 200 OK\r\n" JSON_TYPE "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "no length", "HTTP/1.1 200 OK\r\n" JSON_TYPE "\r\n{}", FAULT_CLOSE, NONSENSE, AMBIG },
  { "length too small", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 5\r\n\r\n{\"a\":1}",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "two lengths",
    "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}       ",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "length and chunked",
    "HTTP/1.1 200 OK\r\n" JSON_TYPE
    "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "length is no number", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: two\r\n\r\n{}",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "length is negative", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: -2\r\n\r\n{}",
    FAULT_CLOSE, NONSENSE, AMBIG },
  { "not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", FAULT_CLOSE, REACH, AMBIG },
  { "redirect of a captive network",
    "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", FAULT_KEEP, CAPTIVE,
    CAPTIVE },
  { "redirect that keeps the method",
    "HTTP/1.1 307 X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", FAULT_KEEP, CAPTIVE,
    CAPTIVE },
  { "page of a captive network",
    "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>",
    FAULT_KEEP, CAPTIVE, CAPTIVE },
  { "network wants a sign-in", "HTTP/1.1 511 X\r\nContent-Length: 0\r\n\r\n", FAULT_KEEP, CAPTIVE,
    CAPTIVE },
  { "page with 403", "HTTP/1.1 403 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    FAULT_KEEP, CAPTIVE, CAPTIVE },
  { "not modified, not asked", "HTTP/1.1 304 X\r\n\r\n", FAULT_CLOSE, CAPTIVE, CAPTIVE },
  { "text", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
    FAULT_KEEP, NONSENSE, AMBIG },
  { "no media type", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", FAULT_KEEP, NONSENSE,
    AMBIG },
  { "an array", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 2\r\n\r\n[]", FAULT_KEEP, NONSENSE,
    AMBIG },
  { "an object that is no dossier", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 2\r\n\r\n{}",
    FAULT_KEEP, NONSENSE, AMBIG },
  { "empty", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 0\r\n\r\n", FAULT_KEEP, NONSENSE,
    AMBIG },
  { "a key twice", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 13\r\n\r\n{\"a\":1,\"a\":2}",
    FAULT_KEEP, NONSENSE, AMBIG },
  { "not a number", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 9\r\n\r\n{\"a\":NaN}",
    FAULT_KEEP, NONSENSE, AMBIG },
  { "not UTF-8", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 9\r\n\r\n{\"a\":\"\xff\"}",
    FAULT_KEEP, NONSENSE, AMBIG },
  { "malformed request", PROBLEM ("400 X", "{\"code\":\"malformed\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_REFUSED, HS_PORTAL_ERROR_REFUSED, "malformed" },
  { "not the owner", PROBLEM ("403 X", "{\"code\":\"not-owner\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_FORBIDDEN, HS_PORTAL_ERROR_FORBIDDEN, "not-owner" },
  { "unknown", PROBLEM ("404 X", "{\"code\":\"not-found\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_NOT_FOUND, HS_PORTAL_ERROR_NOT_FOUND, "not-found" },
  { "method", PROBLEM ("405 X", "{\"code\":\"method-not-allowed\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_REFUSED, HS_PORTAL_ERROR_REFUSED, "method-not-allowed" },
  { "conflict", PROBLEM ("409 X", "{\"code\":\"dossier-conflict\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_CONFLICT, HS_PORTAL_ERROR_CONFLICT, "dossier-conflict" },
  { "incomplete", PROBLEM ("409 X", "{\"code\":\"attachments-incomplete\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_INCOMPLETE, HS_PORTAL_ERROR_INCOMPLETE, "attachments-incomplete" },
  { "outstanding", PROBLEM ("409 X", "{\"code\":\"request-outstanding\"}"), FAULT_CLOSE, BUSY, BUSY,
    "request-outstanding" },
  { "a code nobody knows", PROBLEM ("409 X", "{\"code\":\"moon-phase\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_CONFLICT, HS_PORTAL_ERROR_CONFLICT, "moon-phase" },
  { "gone", PROBLEM ("410 X", "{}"), FAULT_CLOSE, HS_PORTAL_ERROR_GONE, HS_PORTAL_ERROR_GONE },
  { "precondition", PROBLEM ("412 X", "{}"), FAULT_CLOSE, HS_PORTAL_ERROR_CONFLICT,
    HS_PORTAL_ERROR_CONFLICT },
  { "too large", PROBLEM ("413 X", "{}"), FAULT_CLOSE, HS_PORTAL_ERROR_TOO_LARGE,
    HS_PORTAL_ERROR_TOO_LARGE },
  { "type", PROBLEM ("415 X", "{}"), FAULT_CLOSE, HS_PORTAL_ERROR_INVALID,
    HS_PORTAL_ERROR_INVALID },
  { "invalid", PROBLEM ("422 X", "{\"code\":\"form-invalid\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_INVALID, HS_PORTAL_ERROR_INVALID, "form-invalid" },
  { "other bytes", PROBLEM ("422 X", "{\"code\":\"hash-mismatch\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_DIGEST, HS_PORTAL_ERROR_DIGEST, "hash-mismatch" },
  { "locked", PROBLEM ("423 X", "{}"), FAULT_CLOSE, BUSY, BUSY },
  { "too early", PROBLEM ("425 X", "{}"), FAULT_CLOSE, BUSY, BUSY },
  { "too old", PROBLEM ("426 X", "{\"code\":\"client-too-old\"}"), FAULT_CLOSE,
    HS_PORTAL_ERROR_TOO_OLD, HS_PORTAL_ERROR_TOO_OLD, "client-too-old" },
  { "slow down", PROBLEM ("429 X", "{\"code\":\"slow-down\"}"), FAULT_CLOSE, BUSY, BUSY,
    "slow-down" },
  { "teapot", PROBLEM ("418 X", "{}"), FAULT_CLOSE, HS_PORTAL_ERROR_REFUSED,
    HS_PORTAL_ERROR_REFUSED },
  { "failed", PROBLEM ("500 X", "{\"code\":\"internal\"}"), FAULT_CLOSE, BUSY, AMBIG, "internal" },
  { "bad gateway", "HTTP/1.1 502 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    FAULT_CLOSE, BUSY, AMBIG },
  { "unavailable", PROBLEM ("503 X", "{\"code\":\"unavailable\"}"), FAULT_CLOSE, BUSY, BUSY,
    "unavailable" },
  { "gateway timeout", PROBLEM ("504 X", ""), FAULT_CLOSE, BUSY, AMBIG },
  { "request timeout", PROBLEM ("408 X", ""), FAULT_CLOSE, BUSY, AMBIG },
  { "problem that is no JSON", PROBLEM ("409 X", "{\"code\":"), FAULT_CLOSE,
    HS_PORTAL_ERROR_CONFLICT, HS_PORTAL_ERROR_CONFLICT },
  { "problem that is an array", PROBLEM ("409 X", "[1]"), FAULT_CLOSE, HS_PORTAL_ERROR_CONFLICT,
    HS_PORTAL_ERROR_CONFLICT },
  { "problem with wrong types", PROBLEM ("422 X", "{\"code\":7,\"detail\":{},\"errors\":[3]}"),
    FAULT_CLOSE, HS_PORTAL_ERROR_INVALID, HS_PORTAL_ERROR_INVALID },
  { "problem that is cut",
    "HTTP/1.1 409 X\r\nContent-Type: application/problem+json\r\nContent-Length: "
    "99\r\n\r\n{\"code\":\"x\"}",
    FAULT_CLOSE, HS_PORTAL_ERROR_CONFLICT, HS_PORTAL_ERROR_CONFLICT },
  { "silence", "", FAULT_STALL, HS_PORTAL_ERROR_STALLED, AMBIG },
  { "silence in the head", "HTTP/1.1 200 OK\r\nCont", FAULT_STALL, HS_PORTAL_ERROR_STALLED, AMBIG },
  { "silence in the body", "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 50\r\n\r\n{",
    FAULT_STALL, HS_PORTAL_ERROR_STALLED, AMBIG },
};

static void
answer_case (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  fault_answer_raw (answer, c->raw);
  answer->end = c->end;
}

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_parse (json, -1, HS_JSON_DEFAULT, 0, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
submit (PortalFixture *f, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) body = parse ("{\"manifestSha256\":\"" TEST_HASH "\"}");

  return hs_portal_submit (f->portal, TEST_DOSSIER, 0, body, cancellable, error);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  PortalFixture f;
  g_autoptr (GError) got = NULL, posted = NULL;

  portal_fixture_set_up (&f, answer_case, (gpointer) c);
  if (c->end == FAULT_STALL)
    portal_fixture_hurry (&f);

  g_assert_null (hs_portal_get_dossier (f.portal, TEST_DOSSIER, NULL, &got));
  g_assert_error (got, HS_PORTAL_ERROR, (int) c->get);
  g_assert_cmpstr (hs_portal_error_get_code (got), ==, c->code);
  g_assert_null (submit (&f, NULL, &posted));
  g_assert_error (posted, HS_PORTAL_ERROR, (int) c->post);

  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/"), ==, 1);
  g_assert_cmpuint (fault_server_count (f.server, "POST /v1/"), ==, 1);
  g_assert_cmpuint (fault_server_count (f.server, ""), ==, 3);
  portal_fixture_tear_down (&f);
}

/* --- Answers too large for a table --- */

static GBytes *
compress (gsize n)
{
  g_autoptr (GZlibCompressor) zip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autofree char *text = g_malloc (n);
  g_autoptr (GInputStream) plain = NULL, packed = NULL;
  g_autoptr (GOutputStream) all = g_memory_output_stream_new_resizable ();

  memset (text, ' ', n);
  text[0] = '{';
  plain = g_memory_input_stream_new_from_data (text, n, NULL);
  packed = g_converter_input_stream_new (plain, G_CONVERTER (zip));
  g_output_stream_splice (all, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (all));
}

static void
answer_bomb (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autoptr (GBytes) bytes = compress (64 * 1024 * 1024);

  fault_answer_printf (answer,
                       "HTTP/1.1 200 OK\r\n" JSON_TYPE
                       "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                       g_bytes_get_size (bytes));
  g_byte_array_append (answer->bytes, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
answer_filled (FaultAnswer *answer, gsize n, char fill)
{
  g_autofree char *text = g_malloc (n + 1);

  memset (text, fill, n);
  text[n] = '\0';
  fault_answer_json (answer, 200, text);
}

static void
answer_deep (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  answer_filled (answer, 100000, '[');
}

static void
answer_huge (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  answer_filled (answer, 5 * 1024 * 1024, ' ');
}

static void
answer_endless_head (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autofree char *fill = g_strnfill (10 * 1024 * 1024, 'a');

  fault_answer_printf (answer, "HTTP/1.1 200 OK\r\nX-Long: %s\r\n\r\n", fill);
  answer->end = FAULT_CLOSE;
}

/* A problem of any size is still the status it came with. */
static void
answer_huge_problem (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autofree char *fill = g_strnfill (1024 * 1024, ' ');

  fault_answer_body (answer, 409, NULL, "application/problem+json", fill);
}

static void
expect_get (FaultHandler handler, HsPortalError expected)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, handler, NULL);
  g_assert_null (hs_portal_get_dossier (f.portal, TEST_DOSSIER, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, (int) expected);
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/"), ==, 1);
  portal_fixture_tear_down (&f);
}

static void
test_large (void)
{
  expect_get (answer_bomb, NONSENSE);
  expect_get (answer_deep, NONSENSE);
  expect_get (answer_huge, NONSENSE);
  expect_get (answer_huge_problem, HS_PORTAL_ERROR_CONFLICT);
}

static void
test_endless_head (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, answer_endless_head, NULL);
  g_assert_null (hs_portal_get_dossier (f.portal, TEST_DOSSIER, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_true (error->domain == HS_PORTAL_ERROR);
  g_assert_true (error->code == (int) NONSENSE || error->code == (int) REACH);
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/"), ==, 1);
  portal_fixture_tear_down (&f);
}

/* --- What the portal says of when and where --- */

static void
answer_retry_after (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autofree char *headers = g_strdup_printf (
    "Date: Tue, 24 Nov 2026 01:00:00 GMT\r\nRetry-After: %s\r\n", *(const char **) data);

  fault_answer_body (answer, 429, headers, "application/problem+json", "{\"code\":\"slow-down\"}");
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *text;
    guint seconds;
  } table[] = {
    { "7", 7 },
    { "0", 0 },
    { "Tue, 24 Nov 2026 01:02:00 GMT", 120 },
    { "Tue, 24 Nov 2026 00:59:00 GMT", 0 },
    { "Wed, 24 Nov 2027 01:00:00 GMT", 86400 },
    { "1000000000", 86400 },
    { "1000000000000000000000000000000", 86400 },
    { "-5", 0 },
    { "soon", 0 },
    { "5 s", 0 },
  };
  const char *text = NULL;
  PortalFixture f;

  portal_fixture_set_up (&f, answer_retry_after, &text);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      text = table[i].text;
      g_test_message ("%s", text);
      g_assert_null (hs_portal_get_me (f.portal, NULL, &error));
      g_assert_error (error, HS_PORTAL_ERROR, (int) BUSY);
      g_assert_true (hs_portal_error_is_transient (error));
      g_assert_cmpuint (hs_portal_error_get_retry_after (error), ==, table[i].seconds);
    }
  portal_fixture_tear_down (&f);
}

static void
answer_words (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_body (
    answer, 422, NULL, "application/problem+json",
    "{\"code\":\"form-invalid\",\"title\":\"T\",\"detail\":\"Tờ khai có lỗi\\u0007\\n\","
    "\"errors\":[{\"pointer\":\"/attachments/0\",\"detail\":\"quá lớn\"}]}");
}

static void
test_words (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, answer_words, NULL);
  g_assert_null (submit (&f, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Tờ khai có lỗi (/attachments/0: quá lớn)");
  g_assert_cmpstr (hs_portal_error_get_pointer (error), ==, "/attachments/0");
  g_assert_false (hs_portal_error_is_transient (error));
  portal_fixture_tear_down (&f);
}

/* --- Sign-in on the way --- */

static void
answer_if_authorized (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autofree char *header = fault_request_dup_header (request, "Authorization");
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  if (g_strcmp0 (header, data) != 0)
    fault_answer_problem (answer, 401, "token-expired");
  else
    fault_answer_json (answer, 200, "{\"sub\":\"1\",\"name\":\"Nguyễn Thị Ánh\"}");
}

static void
test_token_renewed_once (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) me = NULL;

  portal_fixture_set_up (&f, answer_if_authorized, (gpointer) "Bearer access-2");
  me = hs_portal_get_me (f.portal, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_json_string (json_node_get_object (me), "name", NULL), ==, "Nguyễn Thị Ánh");
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/me"), ==, 2);
  g_assert_cmpuint (fault_server_count (f.server, "POST /oauth2/token"), ==, 1);
  portal_fixture_tear_down (&f);
}

static void
test_token_always_refused (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, answer_if_authorized, (gpointer) "Bearer nobody");
  g_assert_null (hs_portal_get_me (f.portal, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/me"), ==, 2);
  g_assert_cmpuint (fault_server_count (f.server, "POST /oauth2/token"), ==, 1);
  portal_fixture_tear_down (&f);
}

static void
test_nobody_signed_in (void)
{
  PortalFixture f;
  g_autoptr (HsPortal) portal = NULL;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, answer_if_authorized, (gpointer) "");
  portal = hs_portal_new (f.world, fault_server_get_url (f.server), NULL, NULL);
  g_assert_null (hs_portal_get_me (portal, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/"), ==, 0);
  portal_fixture_tear_down (&f);
}

/* --- Kept connections that drop: the library would send again --- */

static void
drop_kept (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  if (g_str_has_suffix (request->target, "/me"))
    fault_answer_json (answer, 200, "{\"sub\":\"1\",\"name\":\"A\"}");
  else if (request->reused)
    answer->end = FAULT_CLOSE;
  else
    fault_answer_problem (answer, 404, "not-found");
}

static void
test_dropped (void)
{
  PortalFixture f;
  g_autoptr (JsonNode) me = NULL;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, drop_kept, NULL);
  me = hs_portal_get_me (f.portal, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (hs_portal_get_dossier (f.portal, TEST_DOSSIER, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, (int) REACH);
  g_assert_cmpuint (fault_server_count (f.server, "GET /v1/dossiers"), ==, 1);
  portal_fixture_tear_down (&f);
}

static void
test_dropped_delete (void)
{
  PortalFixture f;
  g_autoptr (JsonNode) me = NULL;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, drop_kept, NULL);
  me = hs_portal_get_me (f.portal, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (hs_portal_delete_dossier (f.portal, TEST_DOSSIER, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, (int) AMBIG);
  g_assert_cmpuint (fault_server_count (f.server, "DELETE /v1/dossiers"), ==, 1);
  portal_fixture_tear_down (&f);
}

/* --- The server is not there, is not itself, or crawls --- */

static void
never (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  answer->end = FAULT_CLOSE;
}

static void
test_not_there (void)
{
  PortalFixture f;
  g_autoptr (HsPortal) portal = NULL;
  g_autoptr (GError) error = NULL, discovered = NULL;
  g_autofree char *url = NULL;
  FaultServer *gone = fault_server_new (never, NULL, NULL);

  url = g_strdup (fault_server_get_url (gone));
  fault_server_free (gone);
  portal_fixture_set_up (&f, never, NULL);
  portal = hs_portal_new (f.world, url, f.session, NULL);
  g_assert_null (hs_portal_discover (portal, NULL, &discovered));
  g_assert_error (discovered, HS_PORTAL_ERROR, (int) REACH);
  g_clear_object (&portal);
  portal_fixture_tear_down (&f);
}

/* Nothing was sent, so nothing can have been done: not AMBIGUOUS. */
static void
test_goes_away (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, never, NULL);
  g_assert_nonnull (hs_portal_discover (f.portal, NULL, &error));
  fault_server_free (f.server);
  g_assert_null (submit (&f, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, (int) REACH);
  f.server = fault_server_new (never, NULL, NULL);
  portal_fixture_tear_down (&f);
}

static void
trickle (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_raw (answer, "HTTP/1.1 200 OK\r\n" JSON_TYPE "Content-Length: 9999\r\n\r\n{");
  answer->end = FAULT_STALL;
}

/* A body that brings fewer bytes than a living line would is given up before it stands still. */
static void
test_crawls (void)
{
  HsHttpLimits limits = hs_http_default_limits;
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  limits.window_ms = 100;
  portal_fixture_set_up (&f, trickle, NULL);
  hs_http_set_limits (hs_portal_get_http (f.portal), &limits);
  g_assert_null (hs_portal_get_me (f.portal, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_STALLED);
  portal_fixture_tear_down (&f);
}

static void
cancel_then_stall (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  g_cancellable_cancel (data);
  answer->end = FAULT_STALL;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, again = NULL;
  PortalFixture f;
  gint64 begin;

  portal_fixture_set_up (&f, cancel_then_stall, cancellable);
  begin = g_get_monotonic_time ();
  g_assert_null (submit (&f, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_assert_null (submit (&f, cancellable, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fault_server_count (f.server, "POST /v1/"), ==, 1);
  portal_fixture_tear_down (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* libsoup warns of a negative Content-Length; that it is refused is what counts. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/portal/http/answer/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/portal/http/large", test_large);
  g_test_add_func ("/portal/http/endless-head", test_endless_head);
  g_test_add_func ("/portal/http/retry-after", test_retry_after);
  g_test_add_func ("/portal/http/words", test_words);
  g_test_add_func ("/portal/http/token/renewed-once", test_token_renewed_once);
  g_test_add_func ("/portal/http/token/always-refused", test_token_always_refused);
  g_test_add_func ("/portal/http/token/nobody", test_nobody_signed_in);
  g_test_add_func ("/portal/http/dropped/get", test_dropped);
  g_test_add_func ("/portal/http/dropped/delete", test_dropped_delete);
  g_test_add_func ("/portal/http/not-there", test_not_there);
  g_test_add_func ("/portal/http/goes-away", test_goes_away);
  g_test_add_func ("/portal/http/crawls", test_crawls);
  g_test_add_func ("/portal/http/cancelled", test_cancelled);
  return g_test_run ();
}
