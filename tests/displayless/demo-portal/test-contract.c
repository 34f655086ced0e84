/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract's calls, good and bad, against the running portal. */
#include "portal-run.h"

#include "base/hs-text.h"

#include <string.h>

static const TestFile two_files[] = { { "answers", "to-khai.json", "application/json", 40 },
                                      { "declaration", "to-khai.pdf", "application/pdf", 70000 } };

static void
test_well_known (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) answer = get (portal, "/.well-known/portal");
  g_autofree char *api = g_strconcat (portal->url, "/v1", NULL);
  g_autofree char *uploads = g_strconcat (portal->url, "/v1/uploads", NULL);
  g_autoptr (Answer) head = call (portal, "HEAD", "/.well-known/portal", NULL, NULL, 0);

  assert_answer (answer, 200, NULL);
  g_assert_cmpstr (answer_header (answer, "Content-Type"), ==, "application/json");
  g_assert_cmpstr (answer_text (answer, "/issuer"), ==, portal->url);
  g_assert_cmpstr (answer_text (answer, "/apiUrl"), ==, api);
  g_assert_cmpstr (answer_text (answer, "/uploadUrl"), ==, uploads);
  g_assert_cmpstr (answer_text (answer, "/receiptKeys/0/algorithm"), ==, "Ed25519");
  g_assert_cmpint (answer_int (answer, "/limits/maxFileBytes"), >, 1000000);
  g_assert_cmpstr (answer_text (answer, "/limits/mediaTypes/0"), ==, "application/pdf");
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (head->body), ==, 0);
  g_assert_cmpstr (answer_header (head, "Content-Length"), ==,
                   answer_header (answer, "Content-Length"));
}

/* Calls that must not be answered with 2xx, whoever makes them. */
static void
test_refused_calls (void)
{
  static const struct
  {
    const char *method, *path, *headers, *body;
    guint status;
    const char *code;
  } cases[] = {
    { "GET", "/nothing", NULL, NULL, 404, "not-found" },
    { "GET", "/v1/dossiers/../../etc", NULL, NULL, 404, "not-found" },
    { "POST", "/.well-known/portal", NULL, NULL, 405, "method-not-allowed" },
    { "PUT", "/v1/dossiers", NULL, "x", 405, "method-not-allowed" },
    { "GET", "/v1/me", "-", NULL, 401, "token-missing" },
    { "GET", "/v1/me", "-Authorization: Bearer wrong\r\n", NULL, 401, "token-expired" },
    { "GET", "/v1/me", "-Authorization: Basic d3Jvbmc=\r\n", NULL, 401, "token-missing" },
    { "GET", "/v1/dossiers/0b0e7f5e-0000-4000-8000-000000000000", NULL, NULL, 404, "not-found" },
    { "POST", "/v1/dossiers", "Content-Type: text/plain\r\n", "{}", 415, "type-not-allowed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "", 400, "malformed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "{", 400, "malformed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "[]", 400, "malformed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "{\"a\":1,\"a\":2}", 400,
      "malformed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "{\"a\":\"\xff\"}", 400,
      "malformed" },
    { "POST", "/v1/dossiers", "Content-Type: application/json\r\n", "{}", 422,
      "announcement-invalid" },
    { "GET", "/v1/events?after=x", NULL, NULL, 400, "malformed" },
    { "GET", "/v1/events?after=-1", NULL, NULL, 400, "malformed" },
    { "GET", "/v1/catalogue/changes?since=999999", NULL, NULL, 410, "cursor-expired" },
    { "GET", "/v1/blobs/sha256/abc", NULL, NULL, 404, "not-found" },
    { "GET", "/v1/payments/none", NULL, NULL, 404, "not-found" },
    { "GET", "/v1/me", "Host: evil.example\r\n", NULL, 421, "wrong-host" },
    { "GET", "/officer", "Host: evil.example:8080\r\n", NULL, 421, "wrong-host" },
    { "GET", "/officer", "Host: 127.0.0.1.evil.example\r\n", NULL, 421, "wrong-host" },
    { "GET", "/officer", "Origin: http://evil.example\r\n", NULL, 403, "forbidden" },
    { "POST", "/_demo/clock", "Origin: null\r\nContent-Type: application/json\r\n", "{}", 403,
      "forbidden" },
    { "POST", "/_demo/faults", "Content-Type: text/plain\r\n", "{}", 415, "type-not-allowed" },
    { "POST", "/_demo/faults", "Content-Type: application/json\r\n", "{\"faults\":[\"bang\"]}", 400,
      "malformed" },
    { "POST", "/_demo/clock", "Content-Type: application/json\r\n", "{\"advanceSeconds\":-5}", 400,
      "malformed" },
  };
  g_autoptr (Portal) portal = portal_start (NULL);

  portal_sign_in (portal, "lan");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer =
        call (portal, cases[i].method, cases[i].path, cases[i].headers, cases[i].body, -1);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      assert_answer (answer, cases[i].status, cases[i].code);
    }
}

static void
test_bodies_too_large (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autofree char *long_body = g_strnfill (3 * 1024 * 1024, ' ');
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (Answer) said = NULL, chunked = NULL, nested = NULL;

  portal_sign_in (portal, "lan");
  said = call (portal, "POST", "/v1/dossiers",
               "Content-Type: application/json\r\nContent-Length: 1000000000\r\n", NULL, 0);
  g_assert_cmpuint (said->status, ==, 413);
  chunked = call_json (portal, "POST", "/v1/dossiers", long_body);
  g_assert_true (chunked->status == 413 || chunked->status == 0);
  nested = call_json (portal, "POST", "/v1/dossiers", deep);
  assert_answer (nested, 400, "malformed");
}

static void
test_me (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) answer = NULL;

  portal_sign_in (portal, "lan");
  answer = get (portal, "/v1/me");
  assert_answer (answer, 200, NULL);
  g_assert_cmpstr (answer_text (answer, "/sub"), ==, "lan");
  g_assert_cmpstr (answer_text (answer, "/name"), ==, "Nguyễn Thị Hương Lan");
  g_assert_cmpstr (answer_text (answer, "/maskedId"), ==, "•••••••••001");
}

/* One member of a good announcement is set to that JSON (NULL: removed). */
static void
test_bad_announcements (void)
{
  static const struct
  {
    const char *pointer, *json;
    guint status;
    const char *code, *errors_pointer;
  } cases[] = {
    { "/dossierId", "\"not-a-uuid\"", 422, "announcement-invalid", "/dossierId" },
    { "/dossierId", "\"0b0e7f5e-0000-1000-8000-000000000000\"", 422, "announcement-invalid",
      "/dossierId" },
    { "/dossierId", "5", 422, "announcement-invalid", "/dossierId" },
    { "/serviceId", "\"9.999999\"", 422, "unknown-service", "/serviceId" },
    { "/competentAuthorityId", "\"99999\"", 422, "authority-not-competent",
      "/competentAuthorityId" },
    { "/competentAuthorityId", "null", 422, "announcement-invalid", "/competentAuthorityId" },
    { "/form", "{\"id\":\"other\",\"version\":\"1\",\"sha256\":\"00\"}", 422, "form-withdrawn",
      "/form/id" },
    { "/round", "1", 422, "announcement-invalid", "/round" },
    { "/round", "-1", 422, "announcement-invalid", "/round" },
    { "/round", "100", 422, "announcement-invalid", "/round" },
    { "/delivery", NULL, 422, "announcement-invalid", "/delivery" },
    { "/delivery/mode", "\"\"", 422, "announcement-invalid", "/delivery/mode" },
    { "/statementVersion", NULL, 422, "announcement-invalid", "/statementVersion" },
    { "/attachments", "[]", 422, "announcement-invalid", "/attachments" },
    { "/attachments", "[7]", 422, "announcement-invalid", "/attachments/0" },
    { "/attachments/0/attachmentId", "\"../x\"", 422, "announcement-invalid",
      "/attachments/0/attachmentId" },
    { "/attachments/0/fileName", "\"../../etc/passwd\"", 422, "announcement-invalid",
      "/attachments/0/fileName" },
    { "/attachments/0/fileName", "\"a\\nb\"", 422, "announcement-invalid",
      "/attachments/0/fileName" },
    { "/attachments/1/mediaType", "\"text/html\"", 422, "type-not-allowed",
      "/attachments/1/mediaType" },
    { "/attachments/1/sha256", "\"ABC\"", 422, "announcement-invalid", "/attachments/1/sha256" },
    { "/attachments/1/size", "0", 422, "announcement-invalid", "/attachments/1/size" },
    { "/attachments/1/size", "1.5", 422, "announcement-invalid", "/attachments/1/size" },
    { "/attachments/1/size", "999999999", 413, "too-large", "/attachments/1/size" },
  };
  g_autoptr (Portal) portal = portal_start (NULL);

  portal_sign_in (portal, "lan");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestDossier) dossier = dossier_new (0, NULL, two_files, 2);
      g_autoptr (Answer) answer = NULL;
      JsonNode *value = NULL;

      g_test_message ("%s", cases[i].pointer);
      if (cases[i].json != NULL)
        value = hs_json_parse (cases[i].json, -1, 0, 0, NULL);
      g_assert_true (hs_json_pointer_set (dossier->announced, cases[i].pointer, value));
      dossier_seal (dossier);
      answer = dossier_announce (portal, dossier);
      assert_answer (answer, cases[i].status, cases[i].code);
      g_assert_cmpstr (answer_text (answer, "/errors/0/pointer"), ==, cases[i].errors_pointer);
    }
}

static void
test_manifest_is_computed_again (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, two_files, 2);
  g_autoptr (Answer) answer = NULL;

  portal_sign_in (portal, "lan");
  json_object_set_string_member (json_node_get_object (dossier->announced), "statementVersion",
                                 "2");
  answer = dossier_announce (portal, dossier);
  assert_answer (answer, 422, "manifest-mismatch");
}

static void
test_too_many_files (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autofree TestFile *files = g_new0 (TestFile, 101);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) answer = NULL;

  for (guint i = 0; i < 101; i++)
    files[i] = two_files[1];
  dossier = dossier_new (0, NULL, files, 101);
  portal_sign_in (portal, "lan");
  answer = dossier_announce (portal, dossier);
  assert_answer (answer, 413, "too-many-files");
}

static void
test_whole_dossier (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, two_files, 2);
  g_autoptr (Answer) first = NULL, second = NULL, incomplete = NULL, submitted = NULL;
  g_autoptr (Answer) again = NULL, seen = NULL, deleted = NULL;
  g_autofree char *path = g_strconcat ("/v1/dossiers/", dossier->id, NULL);

  portal_sign_in (portal, "lan");
  first = dossier_announce (portal, dossier);
  assert_answer (first, 201, NULL);
  g_assert_cmpstr (answer_text (first, "/rounds/0/state"), ==, "open");
  g_assert_cmpstr (answer_text (first, "/rounds/0/attachments/1/state"), ==, "announced");
  g_assert_null (hs_json_pointer_get (first->json, "/status"));
  second = dossier_announce (portal, dossier);
  assert_answer (second, 200, NULL);
  g_assert_true (g_bytes_equal (first->body, second->body));

  incomplete = dossier_submit (portal, dossier);
  assert_answer (incomplete, 409, "attachments-incomplete");
  g_assert_cmpstr (answer_text (incomplete, "/missing/1/attachmentId"), ==,
                   dossier_attachment (dossier, 1, "attachmentId"));
  g_assert_cmpint (answer_int (incomplete, "/missing/1/offset"), ==, 0);

  dossier_upload_all (portal, dossier);
  submitted = dossier_submit (portal, dossier);
  assert_answer (submitted, 201, NULL);
  assert_receipt (portal, submitted, dossier);
  again = dossier_submit (portal, dossier);
  assert_answer (again, 200, NULL);
  g_assert_true (g_bytes_equal (submitted->body, again->body));
  g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);

  seen = get (portal, path);
  assert_answer (seen, 200, NULL);
  g_assert_cmpstr (answer_text (seen, "/rounds/0/state"), ==, "submitted");
  g_assert_cmpint (answer_int (seen, "/status/code"), ==, 1);
  g_assert_true (
    hs_json_equal (hs_json_pointer_get (seen->json, "/rounds/0/submission"), submitted->json));
  deleted = call (portal, "DELETE", path, NULL, NULL, 0);
  assert_answer (deleted, 409, "already-submitted");
}

static void
test_conflicts (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL, other = NULL;
  g_autoptr (Answer) announced = NULL, submitted = NULL, round = NULL, foreign = NULL;
  g_autoptr (Answer) foreign_get = NULL, foreign_submit = NULL;
  g_autofree char *path = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  other = dossier_new (0, dossier->id, two_files, 2);
  path = g_strconcat ("/v1/dossiers/", dossier->id, NULL);
  announced = dossier_announce (portal, other);
  assert_answer (announced, 409, "dossier-conflict");
  submitted = dossier_submit (portal, other);
  assert_answer (submitted, 409, "manifest-conflict");
  other->round = 1;
  json_object_set_int_member (json_node_get_object (other->announced), "round", 1);
  dossier_seal (other);
  round = dossier_announce (portal, other);
  assert_answer (round, 409, "round-not-open");

  /* the next person at the same kiosk */
  portal_sign_in (portal, "minh");
  foreign = dossier_announce (portal, dossier);
  assert_answer (foreign, 403, "not-owner");
  foreign_get = get (portal, path);
  assert_answer (foreign_get, 403, "not-owner");
  foreign_submit = dossier_submit (portal, dossier);
  assert_answer (foreign_submit, 403, "not-owner");
  g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);
}

static void
test_delete_before_submission (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, two_files, 2);
  g_autofree char *path = g_strconcat ("/v1/dossiers/", dossier->id, NULL);

  portal_sign_in (portal, "lan");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Answer) announced = dossier_announce (portal, dossier);
      g_autoptr (Answer) deleted = NULL, again = NULL, gone = NULL;

      assert_answer (announced, 201, NULL);
      dossier_upload_all (portal, dossier);
      deleted = call (portal, "DELETE", path, NULL, NULL, 0);
      assert_answer (deleted, 204, NULL);
      again = call (portal, "DELETE", path, NULL, NULL, 0);
      assert_answer (again, 204, NULL);
      gone = get (portal, path);
      assert_answer (gone, 404, "not-found");
    }
}

static void
test_supplement_round (void)
{
  static const TestFile more[] = { { "giay-to", "bo-sung.pdf", "application/pdf", 500 } };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL, round = NULL;
  g_autoptr (Answer) announced = NULL, again = NULL, submitted = NULL, seen = NULL;
  g_autofree char *path = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  portal_act (portal, dossier->id, "receive", "{}");
  portal_act (portal, dossier->id, "supplement", "{\"reason\":\"Thiếu giấy tờ\"}");
  round = dossier_new (1, dossier->id, more, 1);
  announced = dossier_announce (portal, round);
  assert_answer (announced, 201, NULL);
  again = dossier_announce (portal, round);
  assert_answer (again, 200, NULL);
  dossier_upload_all (portal, round);
  submitted = dossier_submit (portal, round);
  assert_answer (submitted, 201, NULL);
  assert_receipt (portal, submitted, round);
  path = g_strconcat ("/v1/dossiers/", dossier->id, NULL);
  seen = get (portal, path);
  g_assert_cmpint (answer_int (seen, "/status/code"), ==, 4);
  g_assert_cmpstr (answer_text (seen, "/rounds/1/state"), ==, "submitted");
  g_assert_cmpstr (answer_text (seen, "/referenceNo"), ==, answer_text (submitted, "/referenceNo"));
}

static void
test_withdrawal (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL, fresh = dossier_new (0, NULL, two_files, 2);
  g_autoptr (Answer) early = NULL, empty = NULL, first = NULL, second = NULL, announced = NULL;
  g_autofree char *path = NULL, *fresh_path = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  path = g_strdup_printf ("/v1/dossiers/%s/withdrawal", dossier->id);
  fresh_path = g_strdup_printf ("/v1/dossiers/%s/withdrawal", fresh->id);
  announced = dossier_announce (portal, fresh);
  early = call_json (portal, "POST", fresh_path, "{\"reason\":\"x\"}");
  assert_answer (early, 409, "not-submitted");
  empty = call_json (portal, "POST", path, "{\"reason\":\"\"}");
  assert_answer (empty, 422, "announcement-invalid");
  first = call_json (portal, "POST", path, "{\"reason\":\"Nộp nhầm nơi\"}");
  assert_answer (first, 202, NULL);
  g_assert_cmpint (answer_int (first, "/status/code"), ==, 7);
  second = call_json (portal, "POST", path, "{\"reason\":\"Nộp nhầm nơi\"}");
  assert_answer (second, 200, NULL);
  g_assert_true (g_bytes_equal (first->body, second->body));
}

static void
test_payment (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) none = NULL, events = NULL, changed = NULL, made = NULL, again = NULL;
  g_autoptr (Answer) open = NULL, page = NULL, done = NULL, seen = NULL;
  g_autofree char *path = NULL, *body = NULL, *wrong = NULL, *get_path = NULL, *csrf = NULL;
  g_autofree char *form = NULL, *dossier_path = NULL;
  const char *next;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  path = g_strdup_printf ("/v1/dossiers/%s/payments", dossier->id);
  none = call_json (portal, "POST", path, "{\"requestId\":\"x\",\"amount\":1000}");
  assert_answer (none, 409, "nothing-to-pay");
  portal_act (portal, dossier->id, "receive", "{}");
  portal_act (portal, dossier->id, "payment", "{\"reason\":\"Lệ phí\",\"amount\":24000}");
  events = get (portal, "/v1/events?after=2");
  g_assert_cmpint (answer_int (events, "/events/0/status"), ==, 6);
  g_assert_cmpint (answer_int (events, "/events/0/data/amount"), ==, 24000);
  body = g_strdup_printf ("{\"requestId\":\"%s\",\"amount\":24000}",
                          answer_text (events, "/events/0/id"));
  wrong =
    g_strdup_printf ("{\"requestId\":\"%s\",\"amount\":1}", answer_text (events, "/events/0/id"));
  changed = call_json (portal, "POST", path, wrong);
  assert_answer (changed, 409, "amount-changed");
  made = call_json (portal, "POST", path, body);
  assert_answer (made, 201, NULL);
  again = call_json (portal, "POST", path, body);
  assert_answer (again, 200, NULL);
  g_assert_true (g_bytes_equal (made->body, again->body));

  get_path = g_strconcat ("/v1/payments/", answer_text (made, "/paymentId"), NULL);
  open = get (portal, get_path);
  g_assert_false (json_node_get_boolean (hs_json_pointer_get (open->json, "/state/finished")));
  next = answer_text (made, "/nextUrl") + strlen (portal->url);
  csrf = portal_csrf (portal, next);
  form = g_strconcat ("csrf=", csrf, NULL);
  page = call_form (portal, next, form);
  g_assert_cmpuint (page->status, ==, 303);
  done = get (portal, get_path);
  g_assert_true (json_node_get_boolean (hs_json_pointer_get (done->json, "/state/finished")));
  dossier_path = g_strconcat ("/v1/dossiers/", dossier->id, NULL);
  seen = get (portal, dossier_path);
  g_assert_cmpint (answer_int (seen, "/status/code"), ==, 2);
}

static void
test_events (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) one = NULL, two = NULL;
  g_autoptr (Answer) all = NULL, first = NULL, same = NULL, rest = NULL, foreign = NULL;
  g_autofree char *header = NULL;

  portal_sign_in (portal, "lan");
  one = dossier_file (portal);
  two = dossier_file (portal);
  portal_act (portal, one->id, "receive", "{}");
  all = get (portal, "/v1/events");
  assert_answer (all, 200, NULL);
  g_assert_cmpstr (answer_text (all, "/events/0/dossierId"), ==, one->id);
  g_assert_cmpstr (answer_text (all, "/events/1/dossierId"), ==, two->id);
  g_assert_cmpstr (answer_text (all, "/events/2/type"), ==, "accepted");
  g_assert_cmpstr (answer_text (all, "/events/2/authorityStatusLabel"), ==, "Được tiếp nhận");
  g_assert_cmpstr (answer_text (all, "/events/2/data/kind"), ==, "slip");
  g_assert_cmpint (answer_int (all, "/next"), ==, answer_int (all, "/events/2/seq"));

  first = get (portal, "/v1/events?after=0&limit=2");
  g_assert_true (json_node_get_boolean (hs_json_pointer_get (first->json, "/more")));
  rest = get (portal, "/v1/events?after=2&limit=2");
  g_assert_cmpstr (answer_text (rest, "/events/0/id"), ==, answer_text (all, "/events/2/id"));
  g_assert_false (json_node_get_boolean (hs_json_pointer_get (rest->json, "/more")));

  header = g_strdup_printf ("If-None-Match: %s\r\n", answer_header (all, "ETag"));
  same = call (portal, "GET", "/v1/events", header, NULL, 0);
  g_assert_cmpuint (same->status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (same->body), ==, 0);

  portal_sign_in (portal, "minh");
  foreign = call (portal, "GET", "/v1/events", header, NULL, 0);
  assert_answer (foreign, 200, NULL);
  g_assert_null (hs_json_pointer_get (foreign->json, "/events/0"));
}

static void
test_file_ranges (void)
{
  static const struct
  {
    const char *range, *if_range;
    guint status;
    gsize start, end; /* of the answer; end 0: to the end */
  } cases[] = {
    { NULL, NULL, 200, 0, 0 },
    { "bytes=0-9", NULL, 206, 0, 10 },
    { "bytes=100-", NULL, 206, 100, 0 },
    { "bytes=10-19", "own", 206, 10, 20 },
    { "bytes=10-19", "\"old\"", 200, 0, 0 },
    { "bytes=0-999999999", NULL, 206, 0, 0 },
    { "bytes=999999999-", NULL, 416, 0, 0 },
    { "bytes=-0", NULL, 416, 0, 0 },
    { "bytes=9-3", NULL, 200, 0, 0 },
    { "bytes=0-1,5-6", NULL, 200, 0, 0 },
    { "items=0-1", NULL, 200, 0, 0 },
  };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) events = NULL, whole = NULL, same = NULL;
  g_autofree char *path = NULL, *match = NULL;
  const char *etag;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  portal_act (portal, dossier->id, "receive", "{}");
  events = get (portal, "/v1/events");
  path = g_strdup_printf ("/v1/dossiers/%s/files/%s", dossier->id,
                          answer_text (events, "/events/1/data/fileId"));
  whole = get (portal, path);
  assert_answer (whole, 200, NULL);
  etag = answer_header (whole, "ETag");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) headers = g_string_new (NULL);
      g_autoptr (Answer) answer = NULL;
      g_autoptr (GBytes) part = NULL;
      gsize end = cases[i].end == 0 ? g_bytes_get_size (whole->body) : cases[i].end;

      g_test_message ("%s", cases[i].range);
      if (cases[i].range != NULL)
        g_string_append_printf (headers, "Range: %s\r\n", cases[i].range);
      if (cases[i].if_range != NULL)
        g_string_append_printf (headers, "If-Range: %s\r\n",
                                strcmp (cases[i].if_range, "own") == 0 ? etag : cases[i].if_range);
      answer = call (portal, "GET", path, headers->str, NULL, 0);
      assert_answer (answer, cases[i].status, NULL);
      if (cases[i].status == 416)
        continue;
      part = g_bytes_new_from_bytes (whole->body, cases[i].start, end - cases[i].start);
      g_assert_true (g_bytes_equal (answer->body, part));
      g_assert_cmpstr (answer_header (answer, "Repr-Digest"), ==,
                       answer_header (whole, "Repr-Digest"));
      g_assert_cmpstr (answer_header (answer, "ETag"), ==, etag);
    }
  match = g_strdup_printf ("If-None-Match: %s\r\n", etag);
  same = call (portal, "GET", path, match, NULL, 0);
  g_assert_cmpuint (same->status, ==, 304);
}

static void
test_catalogue (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) timestamp = get (portal, "/v1/catalogue/timestamp");
  g_autoptr (Answer) snapshot = get (portal, "/v1/catalogue/snapshot");
  g_autoptr (Answer) info = get (portal, "/.well-known/portal");
  g_autoptr (Answer) signature = get (portal, "/v1/catalogue/timestamp.minisig");
  g_autoptr (Answer) changes = NULL, blob = NULL, none = NULL;
  g_autofree char *sha256 = hs_sha256_hex_bytes (snapshot->body);
  g_autofree char *path = NULL, *blob_sha256 = NULL, *since = NULL, *minisign = NULL;
  g_autofree char *file = g_build_filename (portal->state_dir, "timestamp", NULL);
  g_autofree char *minisig = g_strconcat (file, ".minisig", NULL);
  g_autoptr (GSubprocess) checker = NULL;

  assert_answer (timestamp, 200, NULL);
  g_assert_cmpstr (answer_text (timestamp, "/sha256"), ==, sha256);
  g_assert_cmpint (answer_int (timestamp, "/size"), ==, g_bytes_get_size (snapshot->body));
  changes = get (portal, "/v1/catalogue/changes?since=0&limit=2");
  assert_answer (changes, 200, NULL);
  g_assert_cmpstr (answer_text (changes, "/items/1/op"), ==, "upsert");
  path = g_strconcat ("/v1/blobs/sha256/", answer_text (changes, "/items/0/sha256"), NULL);
  blob = get (portal, path);
  assert_answer (blob, 200, NULL);
  blob_sha256 = hs_sha256_hex_bytes (blob->body);
  g_assert_cmpstr (blob_sha256, ==, answer_text (changes, "/items/0/sha256"));
  g_assert_nonnull (strstr (answer_header (blob, "Cache-Control"), "immutable"));
  since = g_strconcat ("/v1/catalogue/changes?since=", answer_text (snapshot, "/next"), NULL);
  none = get (portal, since);
  assert_answer (none, 200, NULL);
  g_assert_null (hs_json_pointer_get (none->json, "/items/0"));

  minisign = g_find_program_in_path ("minisign");
  if (minisign == NULL)
    {
      g_test_skip ("minisign is not installed");
      return;
    }
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (timestamp->body, NULL),
                                      (gssize) g_bytes_get_size (timestamp->body), NULL));
  g_assert_true (g_file_set_contents (minisig, g_bytes_get_data (signature->body, NULL),
                                      (gssize) g_bytes_get_size (signature->body), NULL));
  checker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, minisign, "-V", "-m", file,
                              "-P", answer_text (info, "/catalogueKey"), NULL);
  g_assert_true (g_subprocess_wait_check (checker, NULL, NULL));
}

/* Nothing personal in what the portal prints, even when it says everything. */
static void
test_logs_hold_nothing_personal (void)
{
  static const char *const canaries[] = { "Hương Lan",      "001192000001", "0912000001",
                                          "lan@example.vn", "to-khai.pdf",  "Lý do riêng" };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autofree char *log = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  portal_act (portal, dossier->id, "refuse", "{\"reason\":\"Lý do riêng\"}");
  g_assert_true (g_file_get_contents (portal->log_path, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "/v1/dossiers"));
  for (guint i = 0; i < G_N_ELEMENTS (canaries); i++)
    g_assert_null (strstr (log, canaries[i]));
  g_assert_null (strstr (log, dossier->id));
  g_assert_null (strstr (log, portal->bearer + strlen ("Authorization: Bearer ")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-portal/contract/well-known", test_well_known);
  g_test_add_func ("/demo-portal/contract/refused-calls", test_refused_calls);
  g_test_add_func ("/demo-portal/contract/bodies-too-large", test_bodies_too_large);
  g_test_add_func ("/demo-portal/contract/me", test_me);
  g_test_add_func ("/demo-portal/contract/bad-announcements", test_bad_announcements);
  g_test_add_func ("/demo-portal/contract/manifest-is-computed-again",
                   test_manifest_is_computed_again);
  g_test_add_func ("/demo-portal/contract/too-many-files", test_too_many_files);
  g_test_add_func ("/demo-portal/contract/whole-dossier", test_whole_dossier);
  g_test_add_func ("/demo-portal/contract/conflicts", test_conflicts);
  g_test_add_func ("/demo-portal/contract/delete-before-submission", test_delete_before_submission);
  g_test_add_func ("/demo-portal/contract/supplement-round", test_supplement_round);
  g_test_add_func ("/demo-portal/contract/withdrawal", test_withdrawal);
  g_test_add_func ("/demo-portal/contract/payment", test_payment);
  g_test_add_func ("/demo-portal/contract/events", test_events);
  g_test_add_func ("/demo-portal/contract/file-ranges", test_file_ranges);
  g_test_add_func ("/demo-portal/contract/catalogue", test_catalogue);
  g_test_add_func ("/demo-portal/contract/logs-hold-nothing-personal",
                   test_logs_hold_nothing_personal);
  return g_test_run ();
}
