/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client against @tus/server and oidc-provider, see tests/peers. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"
#include "portal/hs-upload.h"

#include <string.h>

typedef struct
{
  HsWorld *world;
  GSubprocess *node;
  char *url;
  char *dir; /* where the tus server puts its files */
  HsSession *session;
  HsPortal *portal;
  GBytes *file;
  GCancellable *cancellable; /* (nullable) cancelled once something was confirmed */
} Peers;

/* FALSE: skipped. */
static gboolean
set_up (Peers *peers)
{
  const char *modules = g_getenv ("HOSO_PEERS"), *source = g_getenv ("HOSO_SOURCE_DIR");
  g_autofree char *script =
    g_build_filename (source != NULL ? source : ".", "tests/peers/portal-peer.mjs", NULL);
  g_autofree char *node = g_find_program_in_path ("node");
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;

  memset (peers, 0, sizeof *peers);
  if (modules == NULL || node == NULL)
    {
      g_test_skip (modules == NULL ? "HOSO_PEERS: no @tus/server and oidc-provider" : "node");
      return FALSE;
    }
  peers->world = hs_test_world_new ();
  peers->dir = hs_world_data_path (peers->world, "uploads");
  peers->node = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                    G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                  &error, node, script, modules, peers->dir, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (peers->node));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  do
    {
      g_free (peers->url);
      peers->url = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (peers->url);
    }
  while (!g_str_has_prefix (peers->url, "http://"));
  peers->session = hs_session_new (peers->world, peers->url);
  peers->portal = hs_portal_new (peers->world, peers->url, peers->session, &error);
  g_assert_no_error (error);
  return TRUE;
}

static void
tear_down (Peers *peers)
{
  g_assert_finalize_object (peers->portal);
  portal_fixture_await_finalize (peers->session);
  g_output_stream_close (g_subprocess_get_stdin_pipe (peers->node), NULL, NULL);
  g_assert_true (g_subprocess_wait (peers->node, NULL, NULL));
  g_object_unref (peers->node);
  g_clear_pointer (&peers->file, g_bytes_unref);
  g_free (peers->url);
  g_free (peers->dir);
  hs_test_world_free (peers->world);
}

/* The person at the browser: agrees to everything. */
static gpointer
approve_in_thread (gpointer data)
{
  g_autofree char *request = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_auto (GStrv) parts = g_strsplit (request, "\n", 2);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, parts[0], 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), parts[1],
                             strlen (parts[1]), NULL, NULL, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 200 "));
  return NULL;
}

static void
approve (const char *uri, gpointer data)
{
  Peers *peers = data;
  const char *host = peers->url + strlen ("http://");
  g_autofree char *escaped = g_uri_escape_string (uri, NULL, FALSE);

  g_thread_unref (g_thread_new (
    "person", approve_in_thread,
    g_strdup_printf (
      "%s\nGET /_peer/approve?uri=%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host,
      escaped, host)));
}

static void
approve_code (const HsDeviceCode *code, gpointer data)
{
  g_assert_nonnull (code->verification_uri_complete);
  approve (code->verification_uri_complete, data);
}

static void
sign_in (Peers *peers)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  hs_session_sign_in_async (peers->session, approve, peers, NULL, hs_test_result_cb, &pending);
  result = hs_test_await (&pending);
  ok = hs_session_sign_in_finish (peers->session, result, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
test_sign_in (void)
{
  Peers peers;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *first = NULL, *second = NULL, *third = NULL;

  if (!set_up (&peers))
    return;
  sign_in (&peers);
  name = hs_session_dup_name (peers.session);
  g_assert_cmpstr (name, ==, "Phạm Thị Đào");
  first = hs_session_get_token (peers.session, NULL, NULL, &error);
  g_assert_no_error (error);
  second = hs_session_get_token (peers.session, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  third = hs_session_get_token (peers.session, second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, !=, third);
  g_assert_true (hs_session_sign_out (peers.session, NULL, &error));
  g_assert_no_error (error);
  tear_down (&peers);
}

static void
test_device (void)
{
  Peers peers;
  HsSessionTuning tuning = hs_session_default_tuning;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  gboolean ok;

  if (!set_up (&peers))
    return;
  hs_session_tune (peers.session, &tuning);
  hs_session_sign_in_device_async (peers.session, approve_code, &peers, NULL, hs_test_result_cb,
                                   &pending);
  result = hs_test_await (&pending);
  ok = hs_session_sign_in_device_finish (peers.session, result, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  name = hs_session_dup_name (peers.session);
  g_assert_cmpstr (name, ==, "Phạm Thị Đào");
  g_clear_object (&result); /* holds the session */
  tear_down (&peers);
}

static GInputStream *
open_file (guint64 offset, gpointer data, GError **error)
{
  Peers *peers = data;
  g_autoptr (GBytes) rest =
    g_bytes_new_from_bytes (peers->file, offset, g_bytes_get_size (peers->file) - offset);

  return g_memory_input_stream_new_from_bytes (rest);
}

static void
stop_once (guint64 confirmed, guint64 total, gpointer data)
{
  Peers *peers = data;

  if (confirmed > 0 && peers->cancellable != NULL)
    g_cancellable_cancel (peers->cancellable);
}

/* Stopped after the first chunk, resumed by the kept address, whole in the end. */
static void
test_upload (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Peers peers;
  HsUploadJob job = { .dossier_id = TEST_DOSSIER,
                      .attachment_id = TEST_DOSSIER,
                      .sha256 = TEST_HASH,
                      .file_name = "Giấy chứng sinh.pdf",
                      .media_type = "application/pdf",
                      .open = open_file,
                      .progress = stop_once };
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL, *path = NULL, *name = NULL, *kept = NULL;
  guint8 *bytes;
  gsize length;
  gboolean ok;

  if (!set_up (&peers))
    return;
  job.size = 9 * 1024 * 1024 + 77;
  job.data = &peers;
  bytes = g_malloc (job.size);
  hs_world_random (peers.world, bytes, job.size);
  peers.file = g_bytes_new_take (bytes, job.size);
  sign_in (&peers);

  peers.cancellable = cancellable;
  g_assert_false (hs_upload_run (peers.portal, &job, &url, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_nonnull (url);
  peers.cancellable = NULL;
  ok = hs_upload_run (peers.portal, &job, &url, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);

  name = g_path_get_basename (url);
  path = g_build_filename (peers.dir, name, NULL);
  g_assert_true (g_file_get_contents (path, &kept, &length, &error));
  g_assert_cmpmem (kept, length, bytes, job.size);
  tear_down (&peers);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/peers/oidc-provider/browser", test_sign_in);
  g_test_add_func ("/portal/peers/oidc-provider/device", test_device);
  g_test_add_func ("/portal/peers/tus-server", test_upload);
  return g_test_run ();
}
