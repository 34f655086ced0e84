/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each call of the contract: what is sent, what is taken for an answer, and what of it is not believed. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"

#include <string.h>

#define DOSSIER                                                                                    \
  "{\"dossierId\":\"" TEST_DOSSIER                                                                 \
  "\",\"serviceId\":\"1.001193\",\"competentAuthorityId\":\"22336\","                              \
  "\"rounds\":[{\"round\":0,\"state\":\"open\",\"manifestSha256\":\"" TEST_HASH                    \
  "\",\"attachments\":[]}]}"

/* What the server said last, and was told. */
typedef struct
{
  guint status;
  const char *headers;
  const char *type;
  const char *body;
  GMutex lock;
  char *target; /* (owned) of the last request */
  char *method; /* (owned) */
  char *sent;   /* (owned) its body */
  char *etag;   /* (owned) its If-None-Match */
} Script;

static void
play (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  Script *script = data;
  g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

  g_mutex_lock (&script->lock);
  g_free (script->target);
  g_free (script->method);
  g_free (script->sent);
  g_free (script->etag);
  script->target = g_strdup (request->target);
  script->method = g_strdup (request->method);
  script->sent = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  script->etag = fault_request_dup_header (request, "If-None-Match");
  if (script->body == NULL)
    fault_answer_printf (answer, "HTTP/1.1 %u X\r\n%s\r\n", script->status,
                         script->headers != NULL ? script->headers : "");
  else
    fault_answer_body (answer, script->status, script->headers,
                       script->type != NULL ? script->type : "application/json", script->body);
  g_mutex_unlock (&script->lock);
}

static void
script_clear (Script *script)
{
  g_free (script->target);
  g_free (script->method);
  g_free (script->sent);
  g_free (script->etag);
}

static JsonNode *
parse (const char *json)
{
  return hs_json_parse (json, -1, HS_JSON_DEFAULT, 0, NULL);
}

static void
assert_request (Script *script, const char *method, const char *target)
{
  g_assert_cmpstr (script->method, ==, method);
  g_assert_cmpstr (script->target, ==, target);
}

static void
test_dossier (void)
{
  Script script = { 201, NULL, NULL, DOSSIER };
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = parse ("{\"dossierId\":\"" TEST_DOSSIER "\",\"b\":1,\"a\":\"ạ\"}");
  g_autoptr (JsonNode) announced = NULL, asked = NULL, opened = NULL;

  portal_fixture_set_up (&f, play, &script);
  announced = hs_portal_announce (f.portal, body, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "POST", "/v1/dossiers");
  g_assert_cmpstr (script.sent, ==, "{\"a\":\"ạ\",\"b\":1,\"dossierId\":\"" TEST_DOSSIER "\"}");
  asked = hs_portal_get_dossier (f.portal, TEST_DOSSIER, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "GET", "/v1/dossiers/" TEST_DOSSIER);
  opened = hs_portal_open_round (f.portal, TEST_DOSSIER, body, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "POST", "/v1/dossiers/" TEST_DOSSIER "/rounds");
  script.status = 204;
  script.body = NULL;
  g_assert_true (hs_portal_delete_dossier (f.portal, TEST_DOSSIER, NULL, &error));
  g_assert_no_error (error);
  assert_request (&script, "DELETE", "/v1/dossiers/" TEST_DOSSIER);
  /* Discovery is asked once. */
  g_assert_cmpuint (fault_server_count (f.server, "GET /.well-known/portal"), ==, 1);
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

static void
test_another_dossier (void)
{
  Script script = { 200, NULL, NULL, DOSSIER };
  PortalFixture f;
  g_autoptr (GError) asked = NULL, announced = NULL;
  g_autoptr (JsonNode) body = parse ("{\"dossierId\":\"6d3f2c1a-0b5e-4f7d-9a3c-000000000000\"}");

  portal_fixture_set_up (&f, play, &script);
  g_assert_null (
    hs_portal_get_dossier (f.portal, "6d3f2c1a-0b5e-4f7d-9a3c-000000000000", NULL, &asked));
  g_assert_error (asked, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
  g_assert_null (hs_portal_announce (f.portal, body, NULL, &announced));
  g_assert_error (announced, HS_PORTAL_ERROR, HS_PORTAL_ERROR_AMBIGUOUS);
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

static void
test_submission (void)
{
  Script script = { 200, NULL, NULL,
                    "{\"submissionId\":\"s\",\"referenceNo\":\"H50.12-261124-0007\",\"receivedAt\":"
                    "\"2026-11-24T08:00:00+07:00\",\"receipt\":{}}" };
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = parse ("{}"), answer = NULL, withdrawn = NULL;

  portal_fixture_set_up (&f, play, &script);
  answer = hs_portal_submit (f.portal, TEST_DOSSIER, 3, body, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "POST", "/v1/dossiers/" TEST_DOSSIER "/rounds/3/submission");
  script.body =
    "{\"submissionId\":\"s\",\"referenceNo\":\"H50.12-261124-0007\",\"receivedAt\":\"t\"}";
  g_assert_null (hs_portal_submit (f.portal, TEST_DOSSIER, 3, body, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_AMBIGUOUS);
  g_clear_error (&error);
  script.status = 202;
  script.body = "{\"dossierId\":\"" TEST_DOSSIER "\"}";
  withdrawn = hs_portal_withdraw (f.portal, TEST_DOSSIER, "Tôi nộp nhầm", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (script.sent, ==, "{\"reason\":\"Tôi nộp nhầm\"}");
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

static void
test_bad_ids (void)
{
  Script script = { 200, NULL, NULL, DOSSIER };
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, play, &script);
  g_assert_null (hs_portal_get_dossier (f.portal, "../me", NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (hs_portal_get_file (f.portal, TEST_DOSSIER, "a?b", 10, NULL, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID);
  g_assert_cmpuint (fault_server_count (f.server, ""), ==, 0);
  portal_fixture_tear_down (&f);
}

static void
test_payment (void)
{
  Script script = { 201, NULL, NULL, "{\"paymentId\":\"p1\",\"nextUrl\":\"/pay/1\"}" };
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) made = NULL;
  const char *next;

  portal_fixture_set_up (&f, play, &script);
  made = hs_portal_create_payment (f.portal, TEST_DOSSIER, "e6", 75000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (script.sent, ==, "{\"amount\":75000,\"requestId\":\"e6\"}");
  next = hs_json_string (json_node_get_object (made), "nextUrl", NULL);
  g_assert_true (g_str_has_prefix (next, fault_server_get_url (f.server)));
  script.body = "{\"paymentId\":\"p1\",\"nextUrl\":\"https://evil.example/pay\"}";
  g_assert_null (hs_portal_get_payment (f.portal, "p1", NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
  assert_request (&script, "GET", "/v1/payments/p1");
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

#define EVENT(seq) "{\"seq\":" #seq ",\"dossierId\":\"" TEST_DOSSIER "\"}"

static void
test_events (void)
{
  Script script = { 200, "ETag: \"e1\"\r\n", NULL,
                    "{\"events\":[" EVENT (5) "," EVENT (9) "],\"next\":9,\"more\":false}" };
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) events = NULL;
  g_autofree char *etag = NULL;

  portal_fixture_set_up (&f, play, &script);
  events = hs_portal_get_events (f.portal, 4, 100, &etag, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "GET", "/v1/events?after=4&limit=100");
  g_assert_null (script.etag);
  g_assert_cmpstr (etag, ==, "\"e1\"");

  script.status = 304;
  script.body = NULL;
  g_assert_null (hs_portal_get_events (f.portal, 4, 100, &etag, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (script.etag, ==, "\"e1\"");
  g_assert_cmpstr (etag, ==, "\"e1\"");
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

static void
test_events_out_of_order (void)
{
  static const char *const bodies[] = {
    "{\"events\":[" EVENT (9) "," EVENT (5) "],\"next\":9,\"more\":false}",
    "{\"events\":[" EVENT (5) "," EVENT (5) "],\"next\":9,\"more\":false}",
    "{\"events\":[" EVENT (4) "],\"next\":9,\"more\":false}",
    "{\"events\":[" EVENT (5) "],\"next\":4,\"more\":false}",
    "{\"events\":[" EVENT (5) "],\"more\":false}",
    "{\"events\":[7],\"next\":9}",
    "{\"events\":[{\"seq\":5}],\"next\":9}",
    "{\"items\":[],\"next\":9}",
  };
  Script script = { 200 };
  PortalFixture f;

  portal_fixture_set_up (&f, play, &script);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;

      script.body = bodies[i];
      g_assert_null (hs_portal_get_events (f.portal, 4, 100, NULL, NULL, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
    }
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

/* SHA-256 of "abc". */
#define ABC "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:"

static void
test_file (void)
{
  Script script = { 200, "Repr-Digest: sha-512=:AAAA:, " ABC "\r\n", "Application/PDF", "abc" };
  PortalFixture f;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *type = NULL;

  portal_fixture_set_up (&f, play, &script);
  bytes = hs_portal_get_file (f.portal, TEST_DOSSIER, "slip-1", 3, &type, NULL, &error);
  g_assert_no_error (error);
  assert_request (&script, "GET", "/v1/dossiers/" TEST_DOSSIER "/files/slip-1");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);
  g_assert_cmpstr (type, ==, "application/pdf");
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

static void
test_file_not_trusted (void)
{
  static const struct
  {
    guint status;
    const char *headers;
    const char *body;
    guint64 max_bytes;
    HsPortalError error;
  } table[] = {
    { 200, "", "abc", 10, HS_PORTAL_ERROR_DIGEST },
    { 200, "Repr-Digest: md5=:AAAA:\r\n", "abc", 10, HS_PORTAL_ERROR_DIGEST },
    { 200, "Repr-Digest: sha-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n", "abc", 10,
      HS_PORTAL_ERROR_DIGEST },
    { 200, "Repr-Digest: " ABC "\r\n", "abd", 10, HS_PORTAL_ERROR_DIGEST },
    { 200, "Repr-Digest: " ABC "\r\n", "ab", 10, HS_PORTAL_ERROR_DIGEST },
    { 206, "Repr-Digest: " ABC "\r\n", "abc", 10, HS_PORTAL_ERROR_DIGEST },
    { 200, "Repr-Digest: " ABC "\r\n", "abc", 2, HS_PORTAL_ERROR_TOO_LARGE },
    { 200, "Content-Encoding: gzip\r\nRepr-Digest: " ABC "\r\n", "abc", 10,
      HS_PORTAL_ERROR_NONSENSE },
  };
  Script script = { 200, NULL, "application/pdf" };
  PortalFixture f;

  portal_fixture_set_up (&f, play, &script);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      script.status = table[i].status;
      script.headers = table[i].headers;
      script.body = table[i].body;
      g_assert_null (
        hs_portal_get_file (f.portal, TEST_DOSSIER, "f", table[i].max_bytes, NULL, NULL, &error));
      g_assert_error (error, HS_PORTAL_ERROR, (int) table[i].error);
    }
  portal_fixture_tear_down (&f);
  script_clear (&script);
}

/* A file without a length is still bounded, and its digest says whether it is whole. */
static void
play_endless (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_raw (answer,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n");
  answer->end = FAULT_STALL;
}

static void
test_file_endless (void)
{
  PortalFixture f;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, play_endless, NULL);
  g_assert_null (hs_portal_get_file (f.portal, TEST_DOSSIER, "f", 5, NULL, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TOO_LARGE);
  portal_fixture_tear_down (&f);
}

/* --- Discovery --- */

static void
answer_nothing (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_problem (answer, 404, "not-found");
}

/* Asked anew it is another one; where it says nonsense, it stays what it was. */
static void
test_refresh (void)
{
  PortalFixture f;
  g_autofree char *json = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&f, answer_nothing, NULL);
  g_assert_cmpstr (hs_portal_discover (f.portal, NULL, &error)->receipt_key_id, ==, "k1");
  json = portal_fixture_dup_well_known (fault_server_get_url (f.server));
  parts = g_strsplit (json, "\"k1\"", 2);
  other = g_strjoinv ("\"k2\"", parts);
  g_atomic_pointer_set (&f.well_known, other);
  g_assert_cmpstr (hs_portal_discover (f.portal, NULL, &error)->receipt_key_id, ==, "k1");
  g_assert_cmpuint (fault_server_count (f.server, "GET /.well-known/portal"), ==, 1);
  g_assert_cmpstr (hs_portal_refresh (f.portal, NULL, &error)->receipt_key_id, ==, "k2");
  g_atomic_pointer_set (&f.well_known, (char *) "{}");
  g_assert_null (hs_portal_refresh (f.portal, NULL, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
  g_assert_cmpstr (hs_portal_discover (f.portal, NULL, NULL)->receipt_key_id, ==, "k2");
  portal_fixture_tear_down (&f);
}

static void
test_discovery (void)
{
  g_autofree char *json = portal_fixture_dup_well_known ("https://p.example");
  g_autoptr (JsonNode) node = parse (json);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPortalInfo) info =
    hs_portal_info_parse (json_node_get_object (node), "https://p.example", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (info->name, ==, "Cổng thử");
  g_assert_cmpstr (info->api_url, ==, "https://p.example/v1");
  g_assert_cmpstr (info->client_id, ==, "io.github.hosoapp.HoSo");
  g_assert_cmpstr (info->receipt_key_id, ==, "k1");
  g_assert_cmpuint (info->max_file_bytes, ==, 100000000);
}

static void
test_discovery_refused (void)
{
  static const struct
  {
    const char *pointer;
    const char *value; /* NULL: removed */
    HsPortalError error;
  } table[] = {
    { "/name", NULL, HS_PORTAL_ERROR_NONSENSE },
    { "/issuer", "\"http://p.example\"", HS_PORTAL_ERROR_NONSENSE },
    { "/issuer", "\"http://127.0.0.1:5\"", HS_PORTAL_ERROR_NONSENSE },
    { "/issuer", "\"https://id.example?x\"", HS_PORTAL_ERROR_NONSENSE },
    { "/apiUrl", "\"https://evil.example/v1\"", HS_PORTAL_ERROR_NONSENSE },
    { "/apiUrl", "\"https://u:p@p.example/v1\"", HS_PORTAL_ERROR_NONSENSE },
    { "/uploadUrl", "\"https://p.example:444/u\"", HS_PORTAL_ERROR_NONSENSE },
    { "/uploadUrl", "7", HS_PORTAL_ERROR_NONSENSE },
    { "/limits/maxFileBytes", "0", HS_PORTAL_ERROR_NONSENSE },
    { "/limits/maxFileBytes", "\"many\"", HS_PORTAL_ERROR_NONSENSE },
    { "/limits/mediaTypes", "[]", HS_PORTAL_ERROR_NONSENSE },
    { "/limits/mediaTypes", "[3]", HS_PORTAL_ERROR_NONSENSE },
    { "/receiptKeys", "[]", HS_PORTAL_ERROR_NONSENSE },
    { "/receiptKeys/0/publicKey", "\"AAAA\"", HS_PORTAL_ERROR_NONSENSE },
    { "/receiptKeys/0/algorithm", "\"RSA\"", HS_PORTAL_ERROR_NONSENSE },
    { "/clientId", "\"a b\"", HS_PORTAL_ERROR_NONSENSE },
    { "/minimumClientVersion", "\"99.0\"", HS_PORTAL_ERROR_TOO_OLD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *json = portal_fixture_dup_well_known ("https://p.example");
      g_autoptr (JsonNode) node = parse (json);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", table[i].pointer, table[i].value);
      g_assert_true (hs_json_pointer_set (node, table[i].pointer,
                                          table[i].value != NULL ? parse (table[i].value) : NULL));
      g_assert_null (
        hs_portal_info_parse (json_node_get_object (node), "https://p.example", &error));
      g_assert_error (error, HS_PORTAL_ERROR, (int) table[i].error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/calls/dossier", test_dossier);
  g_test_add_func ("/portal/calls/another-dossier", test_another_dossier);
  g_test_add_func ("/portal/calls/submission", test_submission);
  g_test_add_func ("/portal/calls/bad-ids", test_bad_ids);
  g_test_add_func ("/portal/calls/payment", test_payment);
  g_test_add_func ("/portal/calls/events", test_events);
  g_test_add_func ("/portal/calls/events-out-of-order", test_events_out_of_order);
  g_test_add_func ("/portal/calls/file", test_file);
  g_test_add_func ("/portal/calls/file-not-trusted", test_file_not_trusted);
  g_test_add_func ("/portal/calls/file-endless", test_file_endless);
  g_test_add_func ("/portal/calls/discovery", test_discovery);
  g_test_add_func ("/portal/calls/refresh", test_refresh);
  g_test_add_func ("/portal/calls/discovery-refused", test_discovery_refused);
  return g_test_run ();
}
