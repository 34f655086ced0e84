/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the real portal and speaks HTTP to it over plain sockets, so that a test sees every byte. */
#include "portal-run.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define SECONDS 20

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* A test that fails leaves no portal behind. */
static void
die_with_test (gpointer unused)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
launch (Portal *self, char **arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *binary =
    g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "src", "demo-portal", "hoso-demo-portal", NULL);
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_auto (GStrv) argv = NULL;
  int log = g_open (self->log_path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600);

  g_assert_cmpint (log, >=, 0);
  g_strv_builder_add_many (builder, binary, "--state-dir", self->state_dir, "--port", port, NULL);
  if (arguments != NULL)
    g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  g_subprocess_launcher_take_stderr_fd (launcher, log);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_free (self->url);
  self->url = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->url);
  g_assert_true (g_str_has_prefix (self->url, "http://127.0.0.1:"));
  self->port = (guint16) g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10);
}

Portal *
portal_start (const char *const *arguments)
{
  Portal *self = g_new0 (Portal, 1);
  g_autoptr (GError) error = NULL;

  self->arguments = g_strdupv ((char **) arguments);
  self->state_dir = g_dir_make_tmp ("hoso-portal-XXXXXX", &error);
  g_assert_no_error (error);
  self->log_path = g_build_filename (self->state_dir, "test.log", NULL);
  launch (self, self->arguments);
  return self;
}

void
portal_kill (Portal *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

void
portal_expect_death (Portal *self)
{
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (self->process));
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, SIGKILL);
  g_clear_object (&self->process);
}

void
portal_restart (Portal *self)
{
  launch (self, NULL);
}

void
portal_stop (Portal *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (self->process));
  g_clear_object (&self->process);
}

void
portal_restart_with (Portal *self, const char *const *arguments)
{
  launch (self, (char **) arguments);
}

void
portal_free (Portal *self)
{
  if (self->process != NULL)
    portal_stop (self);
  remove_tree (self->state_dir);
  g_free (self->state_dir);
  g_free (self->log_path);
  g_strfreev (self->arguments);
  g_free (self->url);
  g_free (self->bearer);
  g_free (self);
}

GSocketConnection *
send_raw (Portal *portal, const char *data, gsize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;
  GOutputStream *out;

  g_socket_client_set_timeout (client, SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", portal->port, NULL, &error);
  g_assert_no_error (error);
  out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  /* the other side may have hung up on purpose */
  g_output_stream_write_all (out, data, length, NULL, NULL, NULL);
  return connection;
}

static GByteArray *
read_all (GSocketConnection *connection)
{
  GByteArray *bytes = g_byte_array_new ();
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  guint8 buffer[65536];

  for (;;)
    {
      gssize n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        return bytes;
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}

static void
parse_head (Answer *answer, const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  if (lines[0] == NULL || strlen (lines[0]) < 12 || !g_str_has_prefix (lines[0], "HTTP/1.1 "))
    return;
  answer->status = (guint) g_ascii_strtoull (lines[0] + 9, NULL, 10);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ":", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        g_hash_table_insert (answer->headers, g_ascii_strdown (pair[0], -1),
                             g_strdup (g_strstrip (pair[1])));
    }
}

static Answer *
parse_answer (GByteArray *bytes, gboolean head_only)
{
  Answer *answer = g_new0 (Answer, 1);
  const char *end =
    bytes->len == 0 ? NULL : g_strstr_len ((char *) bytes->data, bytes->len, "\r\n\r\n");
  gsize start = end == NULL ? bytes->len : (gsize) (end - (char *) bytes->data) + 4;
  g_autofree char *head = bytes->len == 0 ? g_strdup ("") : g_strndup ((char *) bytes->data, start);
  const char *length, *type;

  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  answer->n_bytes = bytes->len;
  answer->body = g_bytes_new (bytes->data == NULL ? NULL : bytes->data + start, bytes->len - start);
  parse_head (answer, head);
  length = answer_header (answer, "Content-Length");
  type = answer_header (answer, "Content-Type");
  answer->whole =
    end != NULL && (head_only || length == NULL ||
                    g_ascii_strtoull (length, NULL, 10) == g_bytes_get_size (answer->body));
  if (answer->whole && !head_only && type != NULL && strstr (type, "json") != NULL)
    answer->json = hs_json_parse_bytes (answer->body, 0, NULL);
  return answer;
}

Answer *
call (Portal *portal, const char *method, const char *path, const char *headers, const char *body,
      gssize length)
{
  g_autoptr (GString) request = g_string_new (NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  const char *lines = headers == NULL ? "" : headers;
  gboolean bare = lines[0] == '-';

  if (bare)
    lines++;
  if (body != NULL && length < 0)
    length = (gssize) strlen (body);
  g_string_printf (request, "%s %s HTTP/1.1\r\nConnection: close\r\n%s%s", method, path, lines,
                   bare || portal->bearer == NULL ? "" : portal->bearer);
  if (strstr (lines, "Host:") == NULL)
    g_string_append_printf (request, "Host: 127.0.0.1:%u\r\n", portal->port);
  if (strstr (lines, "Content-Length:") == NULL && strstr (lines, "Transfer-Encoding:") == NULL)
    g_string_append_printf (request, "Content-Length: %" G_GSSIZE_FORMAT "\r\n",
                            body == NULL ? 0 : length);
  g_string_append (request, "\r\n");
  if (body != NULL)
    g_string_append_len (request, body, length);
  connection = send_raw (portal, request->str, request->len);
  bytes = read_all (connection);
  return parse_answer (bytes, strcmp (method, "HEAD") == 0);
}

Answer *
call_json (Portal *portal, const char *method, const char *path, const char *body)
{
  return call (portal, method, path, "Content-Type: application/json\r\n", body, -1);
}

Answer *
call_form (Portal *portal, const char *path, const char *body)
{
  return call (portal, "POST", path, "-Content-Type: application/x-www-form-urlencoded\r\n", body,
               -1);
}

Answer *
get (Portal *portal, const char *path)
{
  return call (portal, "GET", path, NULL, NULL, 0);
}

void
answer_free (Answer *self)
{
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

const char *
answer_header (Answer *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, lower);
}

const char *
answer_text (Answer *self, const char *pointer)
{
  JsonNode *node = self->json == NULL ? NULL : hs_json_pointer_get (self->json, pointer);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : "";
}

gint64
answer_int (Answer *self, const char *pointer)
{
  JsonNode *node = self->json == NULL ? NULL : hs_json_pointer_get (self->json, pointer);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_INT64
           ? json_node_get_int (node)
           : -1;
}

void
assert_answer (Answer *self, guint status, const char *code)
{
  if (self->status != status)
    g_test_message ("answer: %.*s", (int) g_bytes_get_size (self->body),
                    (const char *) g_bytes_get_data (self->body, NULL));
  g_assert_cmpuint (self->status, ==, status);
  g_assert_true (self->whole);
  if (code == NULL)
    return;
  g_assert_cmpstr (answer_header (self, "Content-Type"), ==, "application/problem+json");
  g_assert_cmpstr (answer_text (self, "/code"), ==, code);
  g_assert_cmpint (answer_int (self, "/status"), ==, status);
  g_assert_cmpstr (answer_text (self, "/traceId"), !=, "");
  g_assert_cmpstr (answer_text (self, "/title"), !=, "");
}

char *
portal_csrf (Portal *portal, const char *path)
{
  g_autoptr (Answer) page = call (portal, "GET", path, "-", NULL, 0);
  g_autofree char *text =
    g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
  const char *start = strstr (text, "name=\"csrf\" value=\"");

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (start);
  start += strlen ("name=\"csrf\" value=\"");
  return g_strndup (start, strcspn (start, "\""));
}

void
portal_sign_in (Portal *portal, const char *resident)
{
  g_autoptr (Answer) device = NULL, page = NULL, token = NULL;
  g_autofree char *path = NULL, *csrf = NULL, *body = NULL, *poll = NULL;

  device =
    call_form (portal, "/oauth2/device", "client_id=io.github.hosoapp.HoSo&scope=openid%20profile");
  assert_answer (device, 200, NULL);
  path = g_strconcat ("/device?user_code=", answer_text (device, "/user_code"), NULL);
  csrf = portal_csrf (portal, path);
  body = g_strdup_printf ("csrf=%s&user_code=%s&resident=%s", csrf,
                          answer_text (device, "/user_code"), resident);
  page = call_form (portal, "/device", body);
  assert_answer (page, 200, NULL);
  poll =
    g_strdup_printf ("client_id=io.github.hosoapp.HoSo&grant_type=urn:ietf:params:oauth:grant-type:"
                     "device_code&device_code=%s",
                     answer_text (device, "/device_code"));
  token = call_form (portal, "/oauth2/token", poll);
  assert_answer (token, 200, NULL);
  g_free (portal->bearer);
  portal->bearer =
    g_strdup_printf ("Authorization: Bearer %s\r\n", answer_text (token, "/access_token"));
}

void
portal_fault (Portal *portal, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"faults\":[\"%s\"]}", spec);
  g_autoptr (Answer) answer = call_json (portal, "POST", "/_demo/faults", body);

  assert_answer (answer, 200, NULL);
}

void
portal_advance (Portal *portal, gint64 seconds)
{
  g_autofree char *body = g_strdup_printf ("{\"advanceSeconds\":%" G_GINT64_FORMAT "}", seconds);
  g_autoptr (Answer) answer = call_json (portal, "POST", "/_demo/clock", body);

  assert_answer (answer, 200, NULL);
}

void
portal_act (Portal *portal, const char *dossier, const char *act, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/_demo/dossiers/%s/%s", dossier, act);
  g_autoptr (Answer) answer = call_json (portal, "POST", path, body);

  assert_answer (answer, 200, NULL);
}
