/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exactly once: the portal is killed at every moment of announcing, uploading and submitting; what it
 * had confirmed is there afterwards, and never twice. */
#include "portal-run.h"

#include <string.h>

static const TestFile big_files[] = { { "answers", "to-khai.json", "application/json", 40 },
                                      { "declaration", "to-khai.pdf", "application/pdf",
                                        5000000 } };

/* What the repeated call answers after the portal died at that moment. */
static const struct
{
  const char *moment;
  guint repeated;
  gint64 count; /* submissions before the repetition */
} moments[] = { { "before", 201, 0 }, { "commit", 201, 0 }, { "after", 200, 1 } };

static void
test_killed_while_announcing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (Portal) portal = portal_start (NULL);
      g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 2);
      g_autofree char *fault =
        g_strdup_printf ("die=%s,path=/v1/dossiers,method=POST", moments[i].moment);
      g_autoptr (Answer) lost = NULL, repeated = NULL;

      portal_sign_in (portal, "lan");
      portal_fault (portal, fault);
      lost = dossier_announce (portal, dossier);
      g_assert_cmpuint (lost->status, ==, 0);
      portal_expect_death (portal);
      portal_restart (portal);
      repeated = dossier_announce (portal, dossier);
      assert_answer (repeated, moments[i].repeated, NULL);
    }
}

static void
test_killed_while_submitting (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (Portal) portal = portal_start (NULL);
      g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 2);
      g_autofree char *fault = g_strdup_printf ("die=%s,path=*/submission", moments[i].moment);
      g_autoptr (Answer) announced = NULL, lost = NULL, repeated = NULL, again = NULL;

      portal_sign_in (portal, "lan");
      announced = dossier_announce (portal, dossier);
      assert_answer (announced, 201, NULL);
      dossier_upload_all (portal, dossier);
      portal_fault (portal, fault);
      lost = dossier_submit (portal, dossier);
      g_assert_cmpuint (lost->status, ==, 0);
      portal_expect_death (portal);
      portal_restart (portal);
      g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, moments[i].count);
      repeated = dossier_submit (portal, dossier);
      assert_answer (repeated, moments[i].repeated, NULL);
      assert_receipt (portal, repeated, dossier);
      portal_kill (portal);
      portal_restart (portal);
      again = dossier_submit (portal, dossier);
      assert_answer (again, 200, NULL);
      g_assert_true (g_bytes_equal (repeated->body, again->body));
      assert_receipt (portal, again, dossier);
      g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);
    }
}

static char *
submission_request (Portal *portal, TestDossier *dossier)
{
  g_autofree char *body =
    g_strdup_printf ("{\"manifestSha256\":\"%s\",\"statementVersion\":\"1\",\"confirmedAt\":"
                     "\"2026-11-24T08:00:00+07:00\"}",
                     dossier->manifest);

  return g_strdup_printf ("POST /v1/dossiers/%s/rounds/0/submission HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "%sContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                          "\r\n\r\n%s",
                          dossier->id, portal->bearer, strlen (body), body);
}

/* The kill comes when it comes: the request may be unread, half done, or done. */
static void
test_killed_at_any_time (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);

  portal_sign_in (portal, "lan");
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 1);
      g_autoptr (Answer) announced = dossier_announce (portal, dossier);
      g_autoptr (Answer) repeated = NULL;
      g_autofree char *request = submission_request (portal, dossier);
      g_autoptr (GSocketConnection) connection = NULL;
      gint64 before;

      assert_answer (announced, 201, NULL);
      dossier_upload_all (portal, dossier);
      connection = send_raw (portal, request, strlen (request));
      /* different amounts of work of our own stand for different times */
      for (volatile guint spin = 0; spin < i * 400000; spin++)
        ;
      portal_kill (portal);
      portal_restart (portal);
      before = journal_count (portal, dossier->id, 0);
      g_assert_true (before == 0 || before == 1);
      repeated = dossier_submit (portal, dossier);
      assert_answer (repeated, before == 0 ? 201 : 200, NULL);
      assert_receipt (portal, repeated, dossier);
      g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);
    }
}

/* Two at the same time, as from a home computer and a kiosk. */
static void
test_two_at_once (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 1);
  g_autoptr (Answer) announced = NULL, answer = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GSocketConnection) one = NULL, two = NULL;

  portal_sign_in (portal, "lan");
  announced = dossier_announce (portal, dossier);
  dossier_upload_all (portal, dossier);
  request = submission_request (portal, dossier);
  one = send_raw (portal, request, strlen (request));
  two = send_raw (portal, request, strlen (request));
  answer = dossier_submit (portal, dossier);
  g_assert_true (answer->status == 200 || answer->status == 201);
  g_assert_cmpint (journal_count (portal, dossier->id, 0), ==, 1);
}

static void
test_confirmed_offset_survives (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 2);
  g_autoptr (Answer) announced = NULL, first = NULL, rest = NULL, submitted = NULL, one = NULL;
  g_autofree char *path = NULL, *same = NULL, *small = NULL;
  g_autoptr (GBytes) bytes = dossier_bytes (dossier, 1), answers = dossier_bytes (dossier, 0);
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);

  portal_sign_in (portal, "lan");
  announced = dossier_announce (portal, dossier);
  path = dossier_create_upload (portal, dossier, 1);
  first = upload_patch (portal, path, 0, data, 1234567);
  assert_answer (first, 204, NULL);
  g_assert_cmpstr (answer_header (first, "Upload-Offset"), ==, "1234567");
  portal_kill (portal);
  portal_restart (portal);
  g_assert_cmpint (upload_offset (portal, path), ==, 1234567);
  same = dossier_create_upload (portal, dossier, 1);
  g_assert_cmpstr (same, ==, path);
  rest = upload_patch (portal, path, 1234567, data + 1234567, size - 1234567);
  assert_answer (rest, 204, NULL);
  small = dossier_create_upload (portal, dossier, 0);
  one = upload_patch (portal, small, 0, g_bytes_get_data (answers, NULL), 40);
  assert_answer (one, 204, NULL);
  submitted = dossier_submit (portal, dossier);
  assert_answer (submitted, 201, NULL);
}

/* Killed in the middle of a PATCH: at most what was not yet confirmed is sent again. */
static void
test_killed_while_patching (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = dossier_new (0, NULL, big_files, 2);
  g_autoptr (Answer) announced = NULL, rest = NULL;
  g_autofree char *path = NULL, *head = NULL;
  g_autoptr (GBytes) bytes = dossier_bytes (dossier, 1);
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);
  g_autoptr (GSocketConnection) connection = NULL;
  GOutputStream *out;
  gint64 offset;

  portal_sign_in (portal, "lan");
  announced = dossier_announce (portal, dossier);
  path = dossier_create_upload (portal, dossier, 1);
  head = g_strdup_printf ("PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sTus-Resumable: 1.0.0\r\n"
                          "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                          path, portal->bearer, size);
  connection = send_raw (portal, head, strlen (head));
  out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_assert_true (g_output_stream_write_all (out, data, 3000000, NULL, NULL, NULL));
  portal_kill (portal);
  portal_restart (portal);
  offset = upload_offset (portal, path);
  g_assert_cmpint (offset, >=, 0);
  g_assert_cmpint (offset, <=, 3000000);
  rest = upload_patch (portal, path, (gsize) offset, data + offset, size - (gsize) offset);
  assert_answer (rest, 204, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-portal/once/killed-while-announcing", test_killed_while_announcing);
  g_test_add_func ("/demo-portal/once/killed-while-submitting", test_killed_while_submitting);
  g_test_add_func ("/demo-portal/once/killed-at-any-time", test_killed_at_any_time);
  g_test_add_func ("/demo-portal/once/two-at-once", test_two_at_once);
  g_test_add_func ("/demo-portal/once/confirmed-offset-survives", test_confirmed_offset_survives);
  g_test_add_func ("/demo-portal/once/killed-while-patching", test_killed_while_patching);
  return g_test_run ();
}
