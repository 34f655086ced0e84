/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The switches that make the portal misbehave must do exactly what they say, or the tests that use them
 * prove nothing. */
#include "portal-run.h"

#include "hs-demo-fault.h"
#include "hs-demo-paper.h"

#include <string.h>

static const TestFile files[] = { { "declaration", "to-khai.pdf", "application/pdf", 200000 } };

static void
test_parse (void)
{
  static const struct
  {
    const char *spec;
    gboolean good;
    HsDemoFaultKind kind;
    gint64 value;
    gint left;
  } cases[] = {
    { "500", TRUE, HS_DEMO_FAULT_STATUS, 500, -1 },
    { "status=503,once", TRUE, HS_DEMO_FAULT_STATUS, 503, 1 },
    { "429=5,count=3", TRUE, HS_DEMO_FAULT_SLOW_DOWN, 5, 3 },
    { "429", TRUE, HS_DEMO_FAULT_SLOW_DOWN, 1, -1 },
    { "delay=250,path=/v1/me,method=get,skip=2", TRUE, HS_DEMO_FAULT_DELAY, 250, -1 },
    { "die=commit,once", TRUE, HS_DEMO_FAULT_DIE, HS_DEMO_DIE_COMMIT, 1 },
    { "act-then-fail", TRUE, HS_DEMO_FAULT_ACT_THEN_FAIL, 500, -1 },
    { "cut-answer=0", TRUE, HS_DEMO_FAULT_CUT_ANSWER, 0, -1 },
    { "", FALSE },
    { "bang", FALSE },
    { "delay", FALSE },
    { "delay=x", FALSE },
    { "delay=-1", FALSE },
    { "die=never", FALSE },
    { "status=200", FALSE },
    { "500,sometimes", FALSE },
    { "500,count=x", FALSE },
    { "500,colour=red", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HsDemoFault) fault = hs_demo_fault_parse (cases[i].spec, &error);

      g_test_message ("\"%s\"", cases[i].spec);
      g_assert_cmpint (fault != NULL, ==, cases[i].good);
      if (fault == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
          continue;
        }
      g_assert_cmpint (fault->kind, ==, cases[i].kind);
      g_assert_cmpint (fault->value, ==, cases[i].value);
      g_assert_cmpint (fault->left, ==, cases[i].left);
    }
}

static void
test_slow_down_and_counts (void)
{
  static const guint expected[] = { 200, 429, 429, 200 };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) listed = NULL, cleared = NULL, none = NULL;

  portal_fault (portal, "429=7,path=/.well-known/portal,skip=1,count=2");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (Answer) answer = get (portal, "/.well-known/portal");

      g_assert_cmpuint (answer->status, ==, expected[i]);
      if (expected[i] == 429)
        g_assert_cmpstr (answer_header (answer, "Retry-After"), ==, "7");
    }
  listed = get (portal, "/_demo/faults");
  g_assert_cmpint (answer_int (listed, "/faults/0/hits"), ==, 2);
  g_assert_cmpint (answer_int (listed, "/faults/0/left"), ==, 0);
  cleared = call (portal, "DELETE", "/_demo/faults", NULL, NULL, 0);
  g_assert_cmpuint (cleared->status, ==, 204);
  none = get (portal, "/_demo/faults");
  g_assert_null (hs_json_pointer_get (none->json, "/faults/0"));
}

static void
test_failing_before_and_after (void)
{
  static const struct
  {
    const char *fault;
    guint status, repeated;
  } cases[] = { { "500,method=POST,path=/v1/dossiers,once", 500, 201 },
                { "status=503,method=POST,path=/v1/dossiers,once", 503, 201 },
                { "act-then-fail,method=POST,path=/v1/dossiers,once", 500, 200 },
                { "act-then-fail=502,method=POST,path=/v1/dossiers,once", 502, 200 } };
  g_autoptr (Portal) portal = portal_start (NULL);

  portal_sign_in (portal, "lan");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestDossier) dossier = dossier_new (0, NULL, files, 1);
      g_autoptr (Answer) failed = NULL, repeated = NULL;

      portal_fault (portal, cases[i].fault);
      failed = dossier_announce (portal, dossier);
      g_assert_cmpuint (failed->status, ==, cases[i].status);
      repeated = dossier_announce (portal, dossier);
      assert_answer (repeated, cases[i].repeated, NULL);
    }
}

static void
test_cut_answer (void)
{
  static const gsize cuts[] = { 0, 1, 17, 100, 300 };
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (Answer) whole = get (portal, "/.well-known/portal");

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *fault =
        g_strdup_printf ("cut-answer=%" G_GSIZE_FORMAT ",path=/.well-known/portal,once", cuts[i]);
      g_autoptr (Answer) cut = NULL, next = NULL;

      portal_fault (portal, fault);
      cut = get (portal, "/.well-known/portal");
      g_assert_cmpuint (cut->n_bytes, ==, cuts[i]);
      g_assert_false (cut->whole);
      next = get (portal, "/.well-known/portal");
      g_assert_true (g_bytes_equal (next->body, whole->body));
    }
  portal_fault (portal, "reset-answer=50,path=/.well-known/portal,once");
  g_clear_pointer (&whole, answer_free);
  whole = get (portal, "/.well-known/portal");
  g_assert_false (whole->whole);
}

static void
test_cut_submission_is_done_once (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, files, 1);
  g_autoptr (Answer) announced = NULL, cut = NULL, repeated = NULL;

  portal_sign_in (portal, "lan");
  announced = dossier_announce (portal, dossier);
  dossier_upload_all (portal, dossier);
  portal_fault (portal, "cut-answer=10,path=*/submission,once");
  cut = dossier_submit (portal, dossier);
  g_assert_cmpuint (cut->n_bytes, ==, 10);
  repeated = dossier_submit (portal, dossier);
  assert_answer (repeated, 200, NULL);
  assert_receipt (portal, repeated, dossier);
  g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);
}

static void
test_uploads (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, files, 1);
  g_autoptr (GBytes) bytes = dossier_bytes (dossier, 0);
  const char *data = g_bytes_get_data (bytes, NULL);
  g_autoptr (Answer) announced = NULL, cut = NULL, expired = NULL, damaged = NULL, good = NULL;
  g_autofree char *path = NULL, *second = NULL, *third = NULL;

  portal_sign_in (portal, "lan");
  announced = dossier_announce (portal, dossier);
  path = dossier_create_upload (portal, dossier, 0);
  portal_fault (portal, "cut-request=54321,method=PATCH,once");
  cut = upload_patch (portal, path, 0, data, 200000);
  g_assert_cmpuint (cut->status, ==, 0);
  g_assert_cmpint (upload_offset (portal, path), ==, 54321);

  portal_fault (portal, "expired-upload,method=PATCH,once");
  expired = upload_patch (portal, path, 54321, data + 54321, 200000 - 54321);
  assert_answer (expired, 410, "upload-gone");
  second = dossier_create_upload (portal, dossier, 0);
  g_assert_cmpstr (second, !=, path);

  portal_fault (portal, "wrong-hash,method=PATCH,once");
  damaged = upload_patch (portal, second, 0, data, 200000);
  assert_answer (damaged, 422, "hash-mismatch");
  third = dossier_create_upload (portal, dossier, 0);
  good = upload_patch (portal, third, 0, data, 200000);
  assert_answer (good, 204, NULL);
}

static void
test_wrong_digest (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) events = NULL, wrong = NULL, right = NULL;
  g_autofree char *path = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  portal_act (portal, dossier->id, "receive", "{}");
  events = get (portal, "/v1/events");
  path = g_strdup_printf ("/v1/dossiers/%s/files/%s", dossier->id,
                          answer_text (events, "/events/1/data/fileId"));
  portal_fault (portal, "wrong-digest,path=/v1/dossiers,once");
  wrong = get (portal, path);
  right = get (portal, path);
  assert_answer (wrong, 200, NULL);
  g_assert_cmpstr (answer_header (wrong, "Repr-Digest"), ==, answer_header (right, "Repr-Digest"));
  g_assert_false (g_bytes_equal (wrong->body, right->body));
}

static void
test_delay (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  static const char request[] = "GET /.well-known/portal HTTP/1.1\r\nHost: localhost\r\n"
                                "Connection: close\r\n\r\n";
  g_autoptr (GSocketConnection) slow = NULL;
  g_autoptr (Answer) other = NULL, late = NULL;
  gint64 start = g_get_monotonic_time ();

  portal_fault (portal, "delay=300,path=/.well-known/portal,count=2");
  slow = send_raw (portal, request, strlen (request));
  /* others are served meanwhile */
  other = get (portal, "/v1/catalogue/timestamp");
  assert_answer (other, 200, NULL);
  late = get (portal, "/.well-known/portal");
  assert_answer (late, 200, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300000);
}

/* Code 128 set B: width, check value (104 + 48 + 2·42 + 3·42 + 4·17 + 5·18 + 6·19 + 7·35 mod 103 = 55)
 * and that other characters are refused. */
static void
test_barcode (void)
{
  g_autoptr (GArray) modules = hs_demo_code128 ("PJJ123C");
  g_autoptr (GArray) bad = hs_demo_code128 ("é");
  guint total = 0;
  static const guint check[] = { 3, 1, 1, 3, 2, 1 };

  g_assert_null (bad);
  for (guint i = 0; i < modules->len; i++)
    total += g_array_index (modules, guint, i);
  g_assert_cmpuint (total, ==, (7 + 2) * 11 + 13);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (g_array_index (modules, guint, 8 * 6 + i), ==, check[i]);
}

static void
test_second_portal_in_same_folder (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autofree char *binary =
    g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "src", "demo-portal", "hoso-demo-portal", NULL);
  g_autoptr (GSubprocess) second =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL,
                      binary, "--state-dir", portal->state_dir, NULL);

  g_assert_nonnull (second);
  g_assert_true (g_subprocess_wait (second, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 1);
}

static void
test_command_line (void)
{
  static const char *const cases[][3] = { { "--autopilot", "fast", NULL },
                                          { "--autopilot", "-1", NULL },
                                          { "--auto-approve", "nobody", NULL },
                                          { "--port", "70000", NULL },
                                          { "--what", NULL, NULL },
                                          { "word", NULL, NULL } };
  g_autofree char *binary =
    g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "src", "demo-portal", "hoso-demo-portal", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *argv[] = { binary, cases[i][0], cases[i][1], NULL };
      g_autoptr (GSubprocess) process = g_subprocess_newv (
        argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-portal/faults/parse", test_parse);
  g_test_add_func ("/demo-portal/faults/slow-down-and-counts", test_slow_down_and_counts);
  g_test_add_func ("/demo-portal/faults/failing-before-and-after", test_failing_before_and_after);
  g_test_add_func ("/demo-portal/faults/cut-answer", test_cut_answer);
  g_test_add_func ("/demo-portal/faults/cut-submission-is-done-once",
                   test_cut_submission_is_done_once);
  g_test_add_func ("/demo-portal/faults/uploads", test_uploads);
  g_test_add_func ("/demo-portal/faults/wrong-digest", test_wrong_digest);
  g_test_add_func ("/demo-portal/faults/delay", test_delay);
  g_test_add_func ("/demo-portal/faults/barcode", test_barcode);
  g_test_add_func ("/demo-portal/faults/second-portal-in-same-folder",
                   test_second_portal_in_same_folder);
  g_test_add_func ("/demo-portal/faults/command-line", test_command_line);
  return g_test_run ();
}
