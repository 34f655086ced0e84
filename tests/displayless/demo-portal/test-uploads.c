/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tus 1.0 as the contract narrows it. */
#include "portal-run.h"

#include <string.h>

static const TestFile files[] = { { "declaration", "to-khai.pdf", "application/pdf", 100000 } };

#define TUS "Tus-Resumable: 1.0.0\r\n"
#define OCTETS "Content-Type: application/offset+octet-stream\r\n"

typedef struct
{
  Portal *portal;
  TestDossier *dossier;
  char *path;
  GBytes *bytes;
  const char *data;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Answer) announced = NULL;

  fixture->portal = portal_start (NULL);
  portal_sign_in (fixture->portal, "lan");
  fixture->dossier = dossier_new (0, NULL, files, 1);
  announced = dossier_announce (fixture->portal, fixture->dossier);
  assert_answer (announced, 201, NULL);
  fixture->path = dossier_create_upload (fixture->portal, fixture->dossier, 0);
  g_assert_nonnull (fixture->path);
  fixture->bytes = dossier_bytes (fixture->dossier, 0);
  fixture->data = g_bytes_get_data (fixture->bytes, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_bytes_unref (fixture->bytes);
  g_free (fixture->path);
  dossier_free (fixture->dossier);
  portal_free (fixture->portal);
}

static void
test_options (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Answer) answer = call (fixture->portal, "OPTIONS", "/v1/uploads", "-", NULL, 0);

  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_cmpstr (answer_header (answer, "Tus-Version"), ==, "1.0.0");
  g_assert_cmpstr (answer_header (answer, "Tus-Extension"), ==, "creation,expiration,termination");
  g_assert_nonnull (answer_header (answer, "Tus-Max-Size"));
}

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *method, *headers, *body;
    guint status;
    const char *code;
  } cases[] = {
    { "PATCH", OCTETS "Upload-Offset: 0\r\n", "x", 412, "tus-version" },
    { "PATCH", "Tus-Resumable: 0.2.2\r\n" OCTETS "Upload-Offset: 0\r\n", "x", 412, "tus-version" },
    { "PATCH", TUS "Content-Type: application/json\r\nUpload-Offset: 0\r\n", "x", 415,
      "type-not-allowed" },
    { "PATCH", TUS OCTETS, "x", 400, "malformed" },
    { "PATCH", TUS OCTETS "Upload-Offset: -1\r\n", "x", 400, "malformed" },
    { "PATCH", TUS OCTETS "Upload-Offset: 5\r\n", "x", 409, "offset-mismatch" },
    { "PATCH", TUS OCTETS "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\n",
      "1\r\nx\r\n0\r\n\r\n", 411, "length-required" },
    { "PATCH", "-" TUS OCTETS "Upload-Offset: 0\r\n", "x", 401, "token-missing" },
    { "DELETE", "", NULL, 412, "tus-version" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer =
        call (fixture->portal, cases[i].method, fixture->path, cases[i].headers, cases[i].body, -1);

      g_test_message ("%s %s", cases[i].method, cases[i].headers);
      assert_answer (answer, cases[i].status, cases[i].code);
    }
  g_assert_cmpint (upload_offset (fixture->portal, fixture->path), ==, 0);
}

/* Metadata of a creation, and what it answers. "%d", "%a", "%h" stand for the good values. */
static void
test_creation (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *length, *dossier, *attachment, *sha256;
    guint status;
    const char *code;
  } cases[] = {
    { "100000", NULL, NULL, NULL, 201, NULL },
    { "99999", NULL, NULL, NULL, 409, "manifest-conflict" },
    { "100000", NULL, NULL, "00", 409, "manifest-conflict" },
    { "100000", NULL, "other", NULL, 404, "not-found" },
    { "100000", "other", NULL, NULL, 404, "not-found" },
    { "0", NULL, NULL, NULL, 400, "malformed" },
    { "-7", NULL, NULL, NULL, 400, "malformed" },
    { "9999999999", NULL, NULL, NULL, 413, "too-large" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestDossier *dossier = fixture->dossier;
      const char *values[] = {
        cases[i].dossier != NULL ? cases[i].dossier : dossier->id,
        cases[i].attachment != NULL ? cases[i].attachment
                                    : dossier_attachment (dossier, 0, "attachmentId"),
        cases[i].sha256 != NULL ? cases[i].sha256 : dossier_attachment (dossier, 0, "sha256")
      };
      g_autofree char *d = g_base64_encode ((const guchar *) values[0], strlen (values[0]));
      g_autofree char *a = g_base64_encode ((const guchar *) values[1], strlen (values[1]));
      g_autofree char *h = g_base64_encode ((const guchar *) values[2], strlen (values[2]));
      g_autofree char *headers =
        g_strdup_printf (TUS "Upload-Length: %s\r\nUpload-Metadata: dossierId %s,attachmentId %s, "
                             "sha256 %s\r\n",
                         cases[i].length, d, a, h);
      g_autoptr (Answer) answer = call (fixture->portal, "POST", "/v1/uploads", headers, NULL, 0);

      g_test_message ("case %u", i);
      assert_answer (answer, cases[i].status, cases[i].code);
      if (cases[i].status == 201)
        g_assert_true (g_str_has_suffix (answer_header (answer, "Location"), fixture->path));
    }
}

static void
test_whole_and_verified (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Answer) first = upload_patch (fixture->portal, fixture->path, 0, fixture->data, 60000);
  g_autoptr (Answer) stale = NULL, over = NULL, rest = NULL, seen = NULL;
  g_autofree char *path = g_strconcat ("/v1/dossiers/", fixture->dossier->id, NULL);

  assert_answer (first, 204, NULL);
  g_assert_nonnull (answer_header (first, "Upload-Expires"));
  stale = upload_patch (fixture->portal, fixture->path, 0, fixture->data, 60000);
  assert_answer (stale, 409, "offset-mismatch");
  g_assert_cmpstr (answer_header (stale, "Upload-Offset"), ==, "60000");
  over = upload_patch (fixture->portal, fixture->path, 60000, fixture->data, 60000);
  assert_answer (over, 413, "too-large");
  seen = get (fixture->portal, path);
  g_assert_cmpstr (answer_text (seen, "/rounds/0/attachments/0/state"), ==, "uploading");
  g_assert_cmpint (upload_offset (fixture->portal, fixture->path), ==, 60000);
  rest = upload_patch (fixture->portal, fixture->path, 60000, fixture->data + 60000, 40000);
  assert_answer (rest, 204, NULL);
  answer_free (g_steal_pointer (&seen));
  seen = get (fixture->portal, path);
  g_assert_cmpstr (answer_text (seen, "/rounds/0/attachments/0/state"), ==, "verified");
  g_assert_cmpstr (answer_text (seen, "/rounds/0/state"), ==, "ready");
}

static void
test_other_bytes_are_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *wrong = g_strnfill (100000, 'x');
  g_autoptr (Answer) answer = upload_patch (fixture->portal, fixture->path, 0, wrong, 100000);
  g_autoptr (Answer) gone = NULL, good = NULL, seen = NULL;
  g_autofree char *path = g_strconcat ("/v1/dossiers/", fixture->dossier->id, NULL);
  g_autofree char *fresh = NULL;

  assert_answer (answer, 422, "hash-mismatch");
  gone = call (fixture->portal, "HEAD", fixture->path, TUS, NULL, 0);
  g_assert_cmpuint (gone->status, ==, 410);
  seen = get (fixture->portal, path);
  g_assert_cmpstr (answer_text (seen, "/rounds/0/attachments/0/state"), ==, "rejected");
  g_assert_cmpstr (answer_text (seen, "/rounds/0/attachments/0/problem/code"), ==, "hash-mismatch");
  fresh = dossier_create_upload (fixture->portal, fixture->dossier, 0);
  g_assert_nonnull (fresh);
  g_assert_cmpstr (fresh, !=, fixture->path);
  good = upload_patch (fixture->portal, fresh, 0, fixture->data, 100000);
  assert_answer (good, 204, NULL);
}

static void
test_termination (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Answer) ended = call (fixture->portal, "DELETE", fixture->path, TUS, NULL, 0);
  g_autoptr (Answer) gone = NULL, unknown = NULL, head = NULL;

  assert_answer (ended, 204, NULL);
  gone = upload_patch (fixture->portal, fixture->path, 0, "x", 1);
  assert_answer (gone, 410, "upload-gone");
  unknown = upload_patch (fixture->portal, "/v1/uploads/nobody", 0, "x", 1);
  assert_answer (unknown, 404, "not-found");
  head = call (fixture->portal, "HEAD", "/v1/uploads/nobody", TUS, NULL, 0);
  g_assert_cmpuint (head->status, ==, 404);
}

static void
test_expiration (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Answer) first = upload_patch (fixture->portal, fixture->path, 0, fixture->data, 10);
  g_autoptr (Answer) gone = NULL;
  g_autofree char *fresh = NULL;

  assert_answer (first, 204, NULL);
  portal_advance (fixture->portal, 25 * 3600);
  portal_sign_in (fixture->portal, "lan");
  gone = upload_patch (fixture->portal, fixture->path, 10, fixture->data + 10, 10);
  assert_answer (gone, 410, "upload-gone");
  fresh = dossier_create_upload (fixture->portal, fixture->dossier, 0);
  g_assert_cmpstr (fresh, !=, fixture->path);
  g_assert_cmpint (upload_offset (fixture->portal, fresh), ==, 0);
}

/* The citizen's connection hangs; the second one asks and goes on where the first came to. */
static void
test_hanging_connection_is_taken_over (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *head = g_strdup_printf ("PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s" TUS OCTETS
                                           "Upload-Offset: 0\r\nContent-Length: 100000\r\n\r\n",
                                           fixture->path, fixture->portal->bearer);
  g_autoptr (GSocketConnection) hanging = send_raw (fixture->portal, head, strlen (head));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (hanging));
  gint64 offset = 0;
  g_autoptr (Answer) locked = NULL, rest = NULL;

  g_assert_true (g_output_stream_write_all (out, fixture->data, 30000, NULL, NULL, NULL));
  /* until the portal has read the head, the lock is not there yet */
  for (guint i = 0; i < 1000 && (locked == NULL || locked->status != 423); i++)
    {
      g_clear_pointer (&locked, answer_free);
      locked = upload_patch (fixture->portal, fixture->path, 99999, "x", 1);
    }
  assert_answer (locked, 423, "upload-locked");
  offset = upload_offset (fixture->portal, fixture->path);
  g_assert_cmpint (offset, >=, 0);
  g_assert_cmpint (offset, <=, 30000);
  rest = upload_patch (fixture->portal, fixture->path, (gsize) offset, fixture->data + offset,
                       100000 - (gsize) offset);
  assert_answer (rest, 204, NULL);
}

/* SIGTERM in the middle of a PATCH: a clean stop, and what came is kept. */
static void
test_stopped_while_patching (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *head = g_strdup_printf ("PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s" TUS OCTETS
                                           "Upload-Offset: 0\r\nContent-Length: 100000\r\n\r\n",
                                           fixture->path, fixture->portal->bearer);
  g_autoptr (GSocketConnection) running = send_raw (fixture->portal, head, strlen (head));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (running));
  g_autoptr (Answer) locked = NULL;
  gint64 offset;

  g_assert_true (g_output_stream_write_all (out, fixture->data, 30000, NULL, NULL, NULL));
  for (guint i = 0; i < 1000 && (locked == NULL || locked->status != 423); i++)
    {
      g_clear_pointer (&locked, answer_free);
      locked = upload_patch (fixture->portal, fixture->path, 99999, "x", 1);
    }
  portal_stop (fixture->portal);
  portal_restart (fixture->portal);
  offset = upload_offset (fixture->portal, fixture->path);
  g_assert_cmpint (offset, >=, 0);
  g_assert_cmpint (offset, <=, 30000);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/demo-portal/uploads/options", test_options },
    { "/demo-portal/uploads/refused", test_refused },
    { "/demo-portal/uploads/creation", test_creation },
    { "/demo-portal/uploads/whole-and-verified", test_whole_and_verified },
    { "/demo-portal/uploads/other-bytes-are-refused", test_other_bytes_are_refused },
    { "/demo-portal/uploads/termination", test_termination },
    { "/demo-portal/uploads/expiration", test_expiration },
    { "/demo-portal/uploads/hanging-connection-is-taken-over",
      test_hanging_connection_is_taken_over },
    { "/demo-portal/uploads/stopped-while-patching", test_stopped_while_patching },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
