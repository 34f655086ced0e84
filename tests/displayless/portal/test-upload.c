/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads that are cut, answered wrongly, forgotten, locked or lied about: in the end the portal has exactly the
 * bytes of the file, or the caller knows why not. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"
#include "portal/hs-upload.h"

#include <string.h>

#define MIB (1024 * 1024)

typedef enum
{
  DO_KEEP,      /* as a good server */
  DO_CUT,       /* reads some bytes, keeps them, FIN */
  DO_RESET,     /* the same, RST */
  DO_STALL,     /* the same, silence */
  DO_ACT_CUT,   /* keeps all, no answer */
  DO_STATUS,    /* answers this status, reads all, keeps none */
  DO_FORGET,    /* the upload is gone, 404 */
  DO_LIE,       /* says more was kept than was sent */
  DO_LOSE,      /* keeps all, then loses some: says less next time */
  DO_NO_OFFSET, /* answers without Upload-Offset */
  DO_NO_TUS,    /* answers without Tus-Resumable */
  DO_HALF,      /* keeps and confirms half */
  DO_NOTHING,   /* keeps and confirms nothing */
  DO_CANCEL,    /* cancels the client's call, then silence */
} What;

typedef struct
{
  What what;
  gsize n; /* bytes, or status */
  const char *code;
} Action;

/* A tus server for one file, that does as it is told with each PATCH, then as it should. */
typedef struct
{
  GMutex lock;
  GByteArray *kept;
  guint64 length;
  gboolean exists;
  guint64 received; /* bytes of bodies read, kept or not */
  const Action *actions;
  guint n_actions;
  guint next;
  char *metadata;            /* (owned) of the last creation */
  const char *location;      /* (nullable) instead of the right one */
  const char *more_headers;  /* (nullable) of HEAD */
  GArray *offsets;           /* of guint64: Upload-Offset of each PATCH */
  GCancellable *cancellable; /* (nullable) */
  gboolean needs_new_token;  /* 401 unless "access-2" */
} Tus;

typedef struct
{
  PortalFixture f;
  Tus tus;
  GBytes *file;
  GArray *progress; /* of guint64 */
  char *url;        /* of the upload */
  gsize short_by;   /* bytes the source ends too early */
  gboolean no_source;
  HsUploadJob job;
} Fixture;

static void
answer_tus (FaultAnswer *answer, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
answer_tus (FaultAnswer *answer, guint status, const char *format, ...)
{
  g_autofree char *headers = NULL;
  va_list args;

  va_start (args, format);
  headers = g_strdup_vprintf (format, args);
  va_end (args);
  fault_answer_printf (answer, "HTTP/1.1 %u X\r\nTus-Resumable: 1.0.0\r\n%s%s\r\n", status, headers,
                       status == 204 ? "" : "Content-Length: 0\r\n");
}

static void
create (Tus *tus, const FaultRequest *request, FaultAnswer *answer)
{
  g_autofree char *length = fault_request_dup_header (request, "Upload-Length");

  g_free (tus->metadata);
  tus->metadata = fault_request_dup_header (request, "Upload-Metadata");
  if (!tus->exists)
    g_byte_array_set_size (tus->kept, 0);
  tus->exists = TRUE;
  tus->length = g_ascii_strtoull (length, NULL, 10);
  answer_tus (answer, 201, "Location: %s\r\nUpload-Offset: %u\r\n",
              tus->location != NULL ? tus->location : "/v1/uploads/u1", tus->kept->len);
}

static void
ask (Tus *tus, FaultAnswer *answer)
{
  if (!tus->exists)
    answer_tus (answer, 404, "%s", "");
  else
    answer_tus (answer, 200, "Upload-Offset: %u\r\nUpload-Length: %" G_GUINT64_FORMAT "\r\n%s",
                tus->kept->len, tus->length, tus->more_headers != NULL ? tus->more_headers : "");
}

static void
keep (Tus *tus, GBytes *body, gsize most)
{
  gsize n = MIN (g_bytes_get_size (body), most);

  g_byte_array_append (tus->kept, g_bytes_get_data (body, NULL), n);
}

static void
confirm (Tus *tus, FaultAnswer *answer, gint64 more)
{
  answer_tus (answer, 204, "Upload-Offset: %" G_GINT64_FORMAT "\r\n", tus->kept->len + more);
}

static void
act (Tus *tus, const Action *action, const FaultRequest *request, FaultAnswer *answer)
{
  gboolean partly = action->what == DO_CUT || action->what == DO_RESET || action->what == DO_STALL;
  g_autoptr (GBytes) body = fault_request_read (request, partly ? action->n : G_MAXSIZE);

  tus->received += g_bytes_get_size (body);
  switch (action->what)
    {
    case DO_KEEP:
      keep (tus, body, G_MAXSIZE);
      confirm (tus, answer, 0);
      break;
    case DO_CUT:
    case DO_RESET:
    case DO_STALL:
      keep (tus, body, G_MAXSIZE);
      answer->end = action->what == DO_CUT     ? FAULT_CLOSE
                    : action->what == DO_RESET ? FAULT_RESET
                                               : FAULT_STALL;
      break;
    case DO_ACT_CUT:
      keep (tus, body, G_MAXSIZE);
      answer->end = FAULT_CLOSE;
      break;
    case DO_STATUS:
      fault_answer_problem (answer, action->n, action->code);
      break;
    case DO_FORGET:
      tus->exists = FALSE;
      fault_answer_problem (answer, 404, "upload-gone");
      break;
    case DO_LIE:
      keep (tus, body, G_MAXSIZE);
      confirm (tus, answer, 1);
      break;
    case DO_LOSE:
      keep (tus, body, G_MAXSIZE);
      confirm (tus, answer, 0);
      g_byte_array_set_size (tus->kept, tus->kept->len - action->n);
      break;
    case DO_NO_OFFSET:
      answer_tus (answer, 204, "%s", "");
      break;
    case DO_NO_TUS:
      fault_answer_printf (answer, "HTTP/1.1 204 X\r\nUpload-Offset: %u\r\n\r\n", tus->kept->len);
      break;
    case DO_HALF:
      keep (tus, body, g_bytes_get_size (body) / 2);
      confirm (tus, answer, 0);
      break;
    case DO_NOTHING:
      confirm (tus, answer, 0);
      break;
    case DO_CANCEL:
      g_cancellable_cancel (tus->cancellable);
      answer->end = FAULT_STALL;
      break;
    }
}

static void
append (Tus *tus, const FaultRequest *request, FaultAnswer *answer)
{
  static const Action good = { DO_KEEP };
  g_autofree char *text = fault_request_dup_header (request, "Upload-Offset");
  g_autofree char *type = fault_request_dup_header (request, "Content-Type");
  guint64 offset = g_ascii_strtoull (text, NULL, 10);
  const Action *action = tus->next < tus->n_actions ? &tus->actions[tus->next] : &good;

  g_assert_cmpstr (type, ==, "application/offset+octet-stream");
  g_array_append_val (tus->offsets, offset);
  tus->next++;
  if (!tus->exists)
    fault_answer_problem (answer, 404, "upload-gone");
  else if (offset != tus->kept->len)
    {
      g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

      fault_answer_problem (answer, 409, "offset-mismatch");
    }
  else
    act (tus, action, request, answer);
}

static void
handle (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  Tus *tus = data;
  g_autofree char *version = fault_request_dup_header (request, "Tus-Resumable");
  g_autofree char *token = fault_request_dup_header (request, "Authorization");

  g_assert_cmpstr (version, ==, "1.0.0");
  g_assert_nonnull (token);
  g_mutex_lock (&tus->lock);
  if (tus->needs_new_token && strcmp (request->method, "PATCH") == 0 &&
      strcmp (token, "Bearer access-2") != 0)
    {
      g_autoptr (GBytes) body = fault_request_read (request, G_MAXSIZE);

      fault_answer_problem (answer, 401, "token-expired");
    }
  else if (strcmp (request->method, "POST") == 0)
    create (tus, request, answer);
  else if (strcmp (request->method, "HEAD") == 0)
    ask (tus, answer);
  else
    append (tus, request, answer);
  g_mutex_unlock (&tus->lock);
}

static GInputStream *
open_file (guint64 offset, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gsize size = g_bytes_get_size (fixture->file);
  g_autoptr (GBytes) rest = NULL;

  if (fixture->no_source)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no blob");
      return NULL;
    }
  rest = g_bytes_new_from_bytes (fixture->file, offset, size - offset - fixture->short_by);
  return g_memory_input_stream_new_from_bytes (rest);
}

static void
note_progress (guint64 confirmed, guint64 total, gpointer data)
{
  Fixture *fixture = data;

  g_assert_cmpuint (total, ==, g_bytes_get_size (fixture->file));
  g_array_append_val (fixture->progress, confirmed);
}

static void
set_up (Fixture *fixture, gsize size, const Action *actions, guint n_actions)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint32) (i * 2654435761u) >> 13;
  memset (fixture, 0, sizeof *fixture);
  fixture->file = g_bytes_new_take (bytes, size);
  fixture->progress = g_array_new (FALSE, FALSE, sizeof (guint64));
  fixture->tus.kept = g_byte_array_new ();
  fixture->tus.offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
  fixture->tus.actions = actions;
  fixture->tus.n_actions = n_actions;
  portal_fixture_set_up (&fixture->f, handle, &fixture->tus);
  for (guint i = 0; i < n_actions; i++)
    {
      if (actions[i].what == DO_STALL)
        portal_fixture_hurry (&fixture->f);
    }
  fixture->job = (HsUploadJob){ .dossier_id = TEST_DOSSIER,
                                .attachment_id = "a1b2c3d4-0b5e-4f7d-9a3c-112233445566",
                                .sha256 = TEST_HASH,
                                .size = size,
                                .file_name = "Giấy chứng sinh, bản chính.pdf",
                                .media_type = "application/pdf",
                                .open = open_file,
                                .progress = note_progress,
                                .data = fixture };
}

static void
tear_down (Fixture *fixture)
{
  portal_fixture_tear_down (&fixture->f);
  g_byte_array_unref (fixture->tus.kept);
  g_array_unref (fixture->tus.offsets);
  g_array_unref (fixture->progress);
  g_bytes_unref (fixture->file);
  g_free (fixture->tus.metadata);
  g_free (fixture->url);
}

static gboolean
run (Fixture *fixture, GError **error)
{
  return hs_upload_run (fixture->f.portal, &fixture->job, &fixture->url, NULL, error);
}

static void
assert_arrived (Fixture *fixture)
{
  g_assert_cmpmem (fixture->tus.kept->data, fixture->tus.kept->len,
                   g_bytes_get_data (fixture->file, NULL), g_bytes_get_size (fixture->file));
  g_assert_cmpuint (g_array_index (fixture->progress, guint64, fixture->progress->len - 1), ==,
                    g_bytes_get_size (fixture->file));
}

/* Given actions, the upload ends well. */
static void
expect_arrival (gsize size, const Action *actions, guint n_actions, guint n_creations)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, size, actions, n_actions);
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "POST /v1/uploads"), ==, n_creations);
  tear_down (&fixture);
}

/* Given actions, it ends with this error, after so many PATCHes. */
static void
expect_failure (gsize size, const Action *actions, guint n_actions, HsPortalError code,
                guint n_patches)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, size, actions, n_actions);
  g_assert_false (run (&fixture, &error));
  g_assert_error (error, HS_PORTAL_ERROR, (int) code);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "PATCH"), ==, n_patches);
  tear_down (&fixture);
}

static void
test_whole (void)
{
  static const guint64 offsets[] = { 0, 1 * MIB, 3 * MIB, 7 * MIB, 15 * MIB, 23 * MIB };
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) pairs = NULL;
  g_autofree guchar *name = NULL;
  gsize length;

  set_up (&fixture, 23 * MIB + 123, NULL, 0);
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpmem (fixture.tus.offsets->data, fixture.tus.offsets->len * sizeof (guint64), offsets,
                   sizeof offsets);
  g_assert_cmpuint (fixture.tus.received, ==, 23 * MIB + 123);
  g_assert_true (g_str_has_suffix (fixture.url, "/v1/uploads/u1"));
  pairs = g_strsplit (fixture.tus.metadata, ",", -1);
  g_assert_cmpuint (g_strv_length (pairs), ==, 5);
  g_assert_true (g_str_has_prefix (pairs[3], "filename "));
  name = g_base64_decode (pairs[3] + strlen ("filename "), &length);
  g_assert_cmpmem (name, length, fixture.job.file_name, strlen (fixture.job.file_name));
  tear_down (&fixture);
}

static void
test_empty (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 0, NULL, 0);
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "PATCH"), ==, 0);
  tear_down (&fixture);
}

/* Wherever the second PATCH is cut, in whatever way, at most that chunk is sent again. */
static void
test_cut_anywhere (void)
{
  static const gsize cuts[] = { 0, 1, 7, 4095, 65536, 65537, 999983, 2 * MIB - 1, 2 * MIB };
  static const What ways[] = { DO_CUT, DO_RESET, DO_STALL };

  for (guint i = 0; i < G_N_ELEMENTS (cuts) * G_N_ELEMENTS (ways); i++)
    {
      Action actions[] = { { DO_KEEP }, { ways[i % 3], cuts[i / 3] } };
      Fixture fixture;
      g_autoptr (GError) error = NULL;

      g_test_message ("way %u, %" G_GSIZE_FORMAT " bytes", ways[i % 3], cuts[i / 3]);
      set_up (&fixture, 4 * MIB + 1, actions, 2);
      g_assert_true (run (&fixture, &error));
      g_assert_no_error (error);
      assert_arrived (&fixture);
      g_assert_cmpuint (fixture.tus.received, ==, 4 * MIB + 1);
      g_assert_cmpuint (fault_server_count (fixture.f.server, "HEAD"), ==, 1);
      g_assert_cmpuint (fault_server_count (fixture.f.server, "POST"), ==, 1);
      /* Halved from 2 MiB after the cut. */
      if (cuts[i / 3] < MIB)
        g_assert_cmpuint (g_array_index (fixture.tus.offsets, guint64, 3) -
                            g_array_index (fixture.tus.offsets, guint64, 2),
                          ==, MIB);
      tear_down (&fixture);
    }
}

static void
test_goes_on (void)
{
  const Action answer_lost[] = { { DO_ACT_CUT }, { DO_KEEP }, { DO_ACT_CUT } };
  const Action two_cuts_in_between[] = {
    { DO_CUT, 0 }, { DO_CUT, 0 }, { DO_KEEP }, { DO_CUT, 0 }, { DO_CUT, 0 }
  };
  const Action always_a_little[] = { { DO_CUT, 9 }, { DO_CUT, 9 }, { DO_CUT, 9 },
                                     { DO_CUT, 9 }, { DO_CUT, 9 }, { DO_CUT, 9 } };
  const Action half[] = { { DO_HALF }, { DO_HALF } };
  const Action lost_some[] = { { DO_LOSE, 1000 } };
  const Action forgotten[] = { { DO_KEEP }, { DO_FORGET } };
  const Action mismatch[] = { { DO_STATUS, 409, "offset-mismatch" } };

  expect_arrival (3 * MIB, answer_lost, 3, 1);
  expect_arrival (3 * MIB, two_cuts_in_between, 5, 1);
  expect_arrival (3 * MIB, always_a_little, 6, 1);
  expect_arrival (3 * MIB, half, 2, 1);
  expect_arrival (3 * MIB, lost_some, 1, 1);
  expect_arrival (3 * MIB, forgotten, 2, 2);
  expect_arrival (3 * MIB, mismatch, 1, 1);
}

static void
test_ends (void)
{
  const Action no_progress[] = {
    { DO_KEEP }, { DO_CUT, 0 }, { DO_RESET, 0 }, { DO_CUT, 0 }, { DO_CUT, 0 }
  };
  const Action nothing[] = { { DO_NOTHING }, { DO_NOTHING }, { DO_NOTHING }, { DO_NOTHING } };
  const Action forgotten_twice[] = { { DO_KEEP }, { DO_FORGET }, { DO_FORGET } };
  const Action locked[] = { { DO_STATUS, 423, "upload-locked" } };
  const Action too_large[] = { { DO_KEEP }, { DO_STATUS, 413, "too-large" } };
  const Action mismatch[] = { { DO_STATUS, 422, "hash-mismatch" } };
  const Action conflict[] = { { DO_STATUS, 409, "already-submitted" } };
  const Action failed[] = { { DO_STATUS, 500, "internal" } };
  const Action slow[] = { { DO_STATUS, 429, "slow-down" } };
  const Action lie[] = { { DO_LIE } };
  const Action no_offset[] = { { DO_NO_OFFSET } };
  const Action no_tus[] = { { DO_NO_TUS } };
  const Action always_mismatch[] = { { DO_STATUS, 409, "offset-mismatch" },
                                     { DO_STATUS, 409, "offset-mismatch" },
                                     { DO_STATUS, 409, "offset-mismatch" },
                                     { DO_STATUS, 409, "offset-mismatch" } };

  expect_failure (3 * MIB, no_progress, 5, HS_PORTAL_ERROR_UNREACHABLE, 4);
  expect_failure (3 * MIB, nothing, 4, HS_PORTAL_ERROR_NONSENSE, 3);
  expect_failure (3 * MIB, forgotten_twice, 3, HS_PORTAL_ERROR_GONE, 3);
  expect_failure (3 * MIB, locked, 1, HS_PORTAL_ERROR_BUSY, 1);
  expect_failure (3 * MIB, too_large, 2, HS_PORTAL_ERROR_TOO_LARGE, 2);
  expect_failure (3 * MIB, mismatch, 1, HS_PORTAL_ERROR_DIGEST, 1);
  expect_failure (3 * MIB, conflict, 1, HS_PORTAL_ERROR_CONFLICT, 1);
  expect_failure (3 * MIB, failed, 1, HS_PORTAL_ERROR_BUSY, 1);
  expect_failure (3 * MIB, slow, 1, HS_PORTAL_ERROR_BUSY, 1);
  expect_failure (3 * MIB, lie, 1, HS_PORTAL_ERROR_NONSENSE, 1);
  expect_failure (3 * MIB, no_offset, 1, HS_PORTAL_ERROR_NONSENSE, 1);
  expect_failure (3 * MIB, no_tus, 1, HS_PORTAL_ERROR_NONSENSE, 1);
  expect_failure (3 * MIB, always_mismatch, 4, HS_PORTAL_ERROR_OFFSET, 3);
  expect_failure (100000001, NULL, 0, HS_PORTAL_ERROR_TOO_LARGE, 0);
}

/* The next call, perhaps of another process, goes on where the portal is. */
static void
test_resumed_later (void)
{
  const Action actions[] = {
    { DO_KEEP }, { DO_CUT, 500000 }, { DO_CUT, 0 }, { DO_CUT, 0 }, { DO_CUT, 0 }
  };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 3 * MIB, actions, 5);
  g_assert_false (run (&fixture, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_nonnull (fixture.url);
  g_array_set_size (fixture.progress, 0);
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpuint (g_array_index (fixture.progress, guint64, 0), ==, MIB + 500000);
  g_assert_cmpuint (fixture.tus.received, ==, 3 * MIB);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "POST"), ==, 1);
  tear_down (&fixture);
}

/* All local state lost: creation finds the upload again. */
static void
test_found_again (void)
{
  const Action actions[] = { { DO_KEEP } };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 3 * MIB, actions, 1);
  fixture.tus.exists = TRUE;
  g_byte_array_append (fixture.tus.kept, g_bytes_get_data (fixture.file, NULL), 2 * MIB);
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpuint (fixture.tus.received, ==, MIB);
  tear_down (&fixture);
}

/* Addresses that were kept and are of no use: begun anew. */
static void
test_kept_address (void)
{
  static const struct
  {
    const char *url;
    gboolean exists;
    guint64 length;
    const char *more_headers;
  } table[] = {
    { "https://evil.example/u", FALSE, 0, NULL },
    { "not an address", FALSE, 0, NULL },
    { "/v1/uploads/u1", FALSE, 0, NULL },
    { "/v1/uploads/u1", TRUE, 77, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Fixture fixture;
      g_autoptr (GError) error = NULL;

      set_up (&fixture, 1000, NULL, 0);
      fixture.url = g_strdup (table[i].url);
      fixture.tus.exists = table[i].exists;
      fixture.tus.length = table[i].length;
      g_assert_true (run (&fixture, &error));
      g_assert_no_error (error);
      assert_arrived (&fixture);
      g_assert_cmpuint (fault_server_count (fixture.f.server, "POST"), ==, 1);
      tear_down (&fixture);
    }
}

/* By the server's own clock the upload is over: not raced for, begun anew. */
static void
test_expired (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 1000, NULL, 0);
  fixture.tus.exists = TRUE;
  fixture.tus.length = 1000;
  fixture.tus.more_headers = "Date: Tue, 24 Nov 2026 01:00:00 GMT\r\n"
                             "Upload-Expires: Tue, 24 Nov 2026 00:59:59 GMT\r\n";
  fixture.url = g_strdup ("/v1/uploads/u1");
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "POST"), ==, 1);
  tear_down (&fixture);
}

static void
test_location_elsewhere (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 1000, NULL, 0);
  fixture.tus.location = "https://evil.example/u1";
  g_assert_false (run (&fixture, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
  g_assert_null (fixture.url);
  tear_down (&fixture);
}

/* The file of our own store fails: its error, as it is, and the portal keeps no wrong byte. */
static void
test_source_fails (void)
{
  Fixture fixture;
  g_autoptr (GError) missing = NULL, shorter = NULL;

  set_up (&fixture, 3 * MIB, NULL, 0);
  fixture.no_source = TRUE;
  g_assert_false (run (&fixture, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  fixture.no_source = FALSE;
  fixture.short_by = 100;
  g_assert_false (run (&fixture, &shorter));
  g_assert_error (shorter, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  tear_down (&fixture);
}

static void
test_token_renewed (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 3 * MIB, NULL, 0);
  fixture.tus.needs_new_token = TRUE;
  g_assert_true (run (&fixture, &error));
  g_assert_no_error (error);
  assert_arrived (&fixture);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "POST /oauth2/token"), ==, 1);
  tear_down (&fixture);
}

static void
test_cancelled (void)
{
  const Action actions[] = { { DO_KEEP }, { DO_CANCEL } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 3 * MIB, actions, 2);
  fixture.tus.cancellable = cancellable;
  g_assert_false (
    hs_upload_run (fixture.f.portal, &fixture.job, &fixture.url, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_nonnull (fixture.url);
  g_assert_cmpuint (fault_server_count (fixture.f.server, "PATCH"), ==, 2);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/upload/whole", test_whole);
  g_test_add_func ("/portal/upload/empty", test_empty);
  g_test_add_func ("/portal/upload/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/portal/upload/goes-on", test_goes_on);
  g_test_add_func ("/portal/upload/ends", test_ends);
  g_test_add_func ("/portal/upload/resumed-later", test_resumed_later);
  g_test_add_func ("/portal/upload/found-again", test_found_again);
  g_test_add_func ("/portal/upload/kept-address", test_kept_address);
  g_test_add_func ("/portal/upload/expired", test_expired);
  g_test_add_func ("/portal/upload/location-elsewhere", test_location_elsewhere);
  g_test_add_func ("/portal/upload/source-fails", test_source_fails);
  g_test_add_func ("/portal/upload/token-renewed", test_token_renewed);
  g_test_add_func ("/portal/upload/cancelled", test_cancelled);
  return g_test_run ();
}
