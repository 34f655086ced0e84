/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a request to its handler: checks of Host, Origin and size while the head is read, the fault
 * switches, the table of routes, sign-in, and the log line (method, route, status: nothing personal). */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-server.h"

#include "hs-demo-handlers.h"
#include "hs-demo-office.h"
#include "hs-demo-sign-in.h"
#include "hs-demo-upload.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A refused body up to that size is read to its end, so that the client can read the answer. */
#define MAX_DRAIN_BYTES (8 * 1024 * 1024)

typedef struct
{
  const char *method;
  const char *path; /* "*" is one segment */
  gboolean signed_in;
  HsDemoHandler handler;
} Route;

static const Route routes[] = {
  { "GET", "/", FALSE, hs_demo_home_page },
  { "GET", "/.well-known/portal", FALSE, hs_demo_well_known },
  { "GET", "/v1/catalogue/timestamp", FALSE, hs_demo_catalogue_timestamp },
  { "GET", "/v1/catalogue/timestamp.minisig", FALSE, hs_demo_catalogue_signature },
  { "GET", "/v1/catalogue/changes", FALSE, hs_demo_catalogue_changes },
  { "GET", "/v1/catalogue/snapshot", FALSE, hs_demo_catalogue_snapshot },
  { "GET", "/v1/blobs/sha256/*", FALSE, hs_demo_blob },
  { "GET", "/.well-known/openid-configuration", FALSE, hs_demo_oidc_discovery },
  { "GET", "/oauth2/jwks", FALSE, hs_demo_oidc_keys },
  { "GET", "/oauth2/authorize", FALSE, hs_demo_oidc_authorize },
  { "POST", "/oauth2/authorize", FALSE, hs_demo_oidc_authorize_post },
  { "POST", "/oauth2/device", FALSE, hs_demo_oidc_device_start },
  { "GET", "/device", FALSE, hs_demo_oidc_device_page },
  { "POST", "/device", FALSE, hs_demo_oidc_device_post },
  { "POST", "/oauth2/token", FALSE, hs_demo_oidc_token },
  { "POST", "/oauth2/revoke", FALSE, hs_demo_oidc_revoke },
  { "GET", "/oauth2/userinfo", TRUE, hs_demo_userinfo },
  { "POST", "/oauth2/userinfo", TRUE, hs_demo_userinfo },
  { "GET", "/v1/me", TRUE, hs_demo_me },
  { "POST", "/v1/dossiers", TRUE, hs_demo_dossier_announce },
  { "GET", "/v1/dossiers/*", TRUE, hs_demo_dossier_get },
  { "DELETE", "/v1/dossiers/*", TRUE, hs_demo_dossier_delete },
  { "POST", "/v1/dossiers/*/rounds", TRUE, hs_demo_round_open },
  { "POST", "/v1/dossiers/*/rounds/*/submission", TRUE, hs_demo_submission },
  { "POST", "/v1/dossiers/*/withdrawal", TRUE, hs_demo_withdrawal },
  { "POST", "/v1/dossiers/*/payments", TRUE, hs_demo_payment_create },
  { "GET", "/v1/payments/*", TRUE, hs_demo_payment_get },
  { "GET", "/pay/*", FALSE, hs_demo_payment_page },
  { "POST", "/pay/*", FALSE, hs_demo_payment_page_post },
  { "GET", "/v1/events", TRUE, hs_demo_events },
  { "GET", "/v1/dossiers/*/files/*", TRUE, hs_demo_file },
  { "OPTIONS", "/v1/uploads", FALSE, hs_demo_upload_options },
  { "OPTIONS", "/v1/uploads/*", FALSE, hs_demo_upload_options },
  { "POST", "/v1/uploads", TRUE, hs_demo_upload_create },
  { "HEAD", "/v1/uploads/*", TRUE, hs_demo_upload_head },
  { "PATCH", "/v1/uploads/*", TRUE, hs_demo_upload_patch },
  { "DELETE", "/v1/uploads/*", TRUE, hs_demo_upload_delete },
  { "GET", "/officer", FALSE, hs_demo_officer_list },
  { "GET", "/officer/dossiers/*", FALSE, hs_demo_officer_dossier },
  { "GET", "/officer/dossiers/*/attachments/*", FALSE, hs_demo_officer_attachment },
  { "GET", "/officer/dossiers/*/files/*", FALSE, hs_demo_officer_file },
  { "POST", "/officer/dossiers/*/*", FALSE, hs_demo_officer_act },
  { "GET", "/_demo/faults", FALSE, hs_demo_control_faults },
  { "POST", "/_demo/faults", FALSE, hs_demo_control_add_faults },
  { "DELETE", "/_demo/faults", FALSE, hs_demo_control_clear_faults },
  { "GET", "/_demo/journal", FALSE, hs_demo_control_journal },
  { "POST", "/_demo/clock", FALSE, hs_demo_control_clock },
  { "POST", "/_demo/dossiers/*/*", FALSE, hs_demo_control_act },
};

static gboolean
path_matches (const char *pattern, char **parts)
{
  g_auto (GStrv) wanted = g_strsplit (pattern + 1, "/", -1);
  guint n = g_strv_length (parts);

  if (pattern[1] == '\0')
    return n == 1 && parts[0][0] == '\0';
  if (g_strv_length (wanted) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (wanted[i], "*") == 0 ? parts[i][0] == '\0' : strcmp (wanted[i], parts[i]) != 0)
      return FALSE;
  return TRUE;
}

/* The route, or NULL with the methods the path has ("" when there is no such path). */
static const Route *
find_route (HsDemoRequest *request, GString *allowed)
{
  const char *method = request->method;
  const Route *as_get = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!path_matches (routes[i].path, request->parts))
        continue;
      if (strcmp (routes[i].method, method) == 0)
        return &routes[i];
      if (strcmp (method, "HEAD") == 0 && strcmp (routes[i].method, "GET") == 0)
        as_get = &routes[i];
      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", routes[i].method);
    }
  return as_get;
}

static void
call_route (HsDemoRequest *request)
{
  g_autoptr (GString) allowed = g_string_new (NULL);
  const Route *route = find_route (request, allowed);

  if (route == NULL && allowed->len == 0)
    hs_demo_problem (request, "not-found", NULL, "Địa chỉ này không có ở cổng.");
  else if (route == NULL)
    {
      hs_demo_set_header (request, "Allow", allowed->str);
      hs_demo_problem (request, "method-not-allowed", NULL, "Địa chỉ này chỉ nhận %s.",
                       allowed->str);
    }
  else if (!route->signed_in || hs_demo_sign_in_check (request))
    route->handler (request);
  g_info ("%s %s %u", request->method, route == NULL ? "(none)" : route->path,
          soup_server_message_get_status (request->message));
}

static void
answer_from_fault (HsDemoRequest *request)
{
  const HsDemoFaultHit *hit = &request->fault;

  if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_SLOW_DOWN))
    {
      g_autofree char *seconds =
        g_strdup_printf ("%" G_GINT64_FORMAT, hit->values[HS_DEMO_FAULT_SLOW_DOWN]);

      hs_demo_set_header (request, "Retry-After", seconds);
      hs_demo_problem (request, "slow-down", NULL, "Hãy thử lại sau %s giây.", seconds);
    }
  else if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_STATUS))
    {
      hs_demo_problem (request, "internal", NULL, "Lỗi theo công tắc thử nghiệm.");
      soup_server_message_set_status (request->message, hit->values[HS_DEMO_FAULT_STATUS], NULL);
    }
}

/* The answer as it would go over the wire. */
static GByteArray *
serialize_answer (SoupServerMessage *message)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  const char *reason = soup_server_message_get_reason_phrase (message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_string_printf (head, "HTTP/1.1 %u %s\r\n", soup_server_message_get_status (message),
                   reason == NULL ? "" : reason);
  soup_message_headers_iter_init (&iter, soup_server_message_get_response_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (head, "%s: %s\r\n", name, value);
  g_string_append (head, "\r\n");
  body = soup_message_body_flatten (soup_server_message_get_response_body (message));
  g_byte_array_append (bytes, (const guint8 *) head->str, head->len);
  g_byte_array_append (bytes, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  return bytes;
}

static void
send_bytes (GSocket *socket, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize step =
        g_socket_send_with_blocking (socket, (const char *) data, size, TRUE, NULL, NULL);

      /* who hung up does not get the rest */
      if (step <= 0)
        return;
      data += step;
      size -= (gsize) step;
    }
}

/* Sends the first n bytes of the answer and ends the connection. */
static void
cut_answer (HsDemoRequest *request, gint64 n, gboolean reset)
{
  SoupServerMessage *message = request->message;
  g_autoptr (GByteArray) bytes = serialize_answer (message);
  GSocket *found = soup_server_message_get_socket (message);
  g_autoptr (GSocket) socket = found == NULL ? NULL : g_object_ref (found);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  struct linger linger = { 1, 0 };

  if (socket == NULL)
    return;
  send_bytes (socket, bytes->data, MIN ((gsize) n, bytes->len));
  if (reset &&
      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger) != 0)
    g_warning ("SO_LINGER cannot be set");
  /* a socket that is closed with unread bytes resets: here the client shall see an end */
  if (!reset)
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_socket_close (socket, NULL);
}

/* Refuses without reading a body that is too long to be read for politeness. */
static void
answer_at_once (HsDemoRequest *request)
{
  g_autoptr (GByteArray) bytes = serialize_answer (request->message);
  GSocket *socket = soup_server_message_get_socket (request->message);

  if (socket == NULL)
    return;
  send_bytes (socket, bytes->data, bytes->len);
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
apply_late_faults (HsDemoRequest *request)
{
  const HsDemoFaultHit *hit = &request->fault;

  if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_DIE) && hit->values[HS_DEMO_FAULT_DIE] == HS_DEMO_DIE_AFTER)
    kill (getpid (), SIGKILL);
  if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_ACT_THEN_FAIL))
    {
      soup_message_headers_clear (soup_server_message_get_response_headers (request->message));
      hs_demo_problem (request, "internal", NULL, "Lỗi theo công tắc thử nghiệm.");
      soup_server_message_set_status (request->message, hit->values[HS_DEMO_FAULT_ACT_THEN_FAIL],
                                      NULL);
    }
  if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_CUT_ANSWER))
    cut_answer (request, hit->values[HS_DEMO_FAULT_CUT_ANSWER], FALSE);
  else if (HS_DEMO_HIT (hit, HS_DEMO_FAULT_RESET_ANSWER))
    cut_answer (request, hit->values[HS_DEMO_FAULT_RESET_ANSWER], TRUE);
}

static void
run_request (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  const HsDemoFaultHit *hit = &request->fault;
  gint64 die = HS_DEMO_HIT (hit, HS_DEMO_FAULT_DIE) ? hit->values[HS_DEMO_FAULT_DIE] : 0;

  hs_demo_db_reset (demo->db);
  if (die == HS_DEMO_DIE_BEFORE)
    kill (getpid (), SIGKILL);
  demo->db->die_before_commit = die == HS_DEMO_DIE_COMMIT;
  answer_from_fault (request);
  if (!request->answered)
    call_route (request);
  if (demo->db->failed || !request->answered)
    {
      soup_message_headers_clear (soup_server_message_get_response_headers (request->message));
      hs_demo_problem (request, "internal", NULL, "Cổng không ghi được dữ liệu.");
    }
  hs_demo_db_reset (demo->db);
  apply_late_faults (request);
  if (strcmp (request->method, "POST") == 0)
    hs_demo_autopilot_wake (demo);
}

static gboolean
run_late_cb (gpointer user_data)
{
  SoupServerMessage *message = user_data;

  run_request (hs_demo_request_get (message));
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  HsDemoRequest *request = hs_demo_request_get (message);
  gint64 delay;

  if (request == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      return;
    }
  if (!HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_DELAY))
    {
      run_request (request);
      return;
    }
  delay = request->fault.values[HS_DEMO_FAULT_DELAY];
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) delay, run_late_cb, g_object_ref (message),
                      g_object_unref);
}

/* Ends the connection while the body still comes. */
static void
cut_request (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);
  struct linger linger = { 1, 0 };

  if (socket == NULL)
    return;
  if (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger) != 0)
    g_warning ("SO_LINGER cannot be set");
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  HsDemoRequest *request = user_data;
  gsize size = g_bytes_get_size (chunk);
  gsize usable = size;

  if (HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_CUT_REQUEST))
    {
      gint64 left = request->fault.values[HS_DEMO_FAULT_CUT_REQUEST] - (gint64) request->body_size;

      usable = (gsize) CLAMP (left, 0, (gint64) size);
    }
  request->body_size += usable;
  if (request->patch != NULL && usable > 0)
    hs_demo_patch_write (request->patch, g_bytes_get_data (chunk, NULL), usable);
  if (usable < size)
    cut_request (message);
  else if (request->patch == NULL && request->body_size > HS_DEMO_MAX_BODY_BYTES &&
           !request->answered)
    {
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
      hs_demo_problem (request, "too-large", NULL, "Nội dung dài hơn %d byte.",
                       HS_DEMO_MAX_BODY_BYTES);
    }
}

static gboolean
is_patch_of_upload (HsDemoRequest *request)
{
  return strcmp (request->method, "PATCH") == 0 && path_matches ("/v1/uploads/*", request->parts);
}

static gboolean
check_head (HsDemoRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  if (!hs_demo_request_host_is_loopback (request))
    hs_demo_problem (request, "wrong-host", NULL, "Hãy mở %s.", request->demo->url);
  else if (!hs_demo_request_origin_is_own (request))
    hs_demo_problem (request, "forbidden", NULL, "Yêu cầu đến từ một trang khác.");
  else if (!is_patch_of_upload (request) &&
           soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
           soup_message_headers_get_content_length (headers) > HS_DEMO_MAX_BODY_BYTES)
    hs_demo_problem (request, "too-large", NULL, "Nội dung dài hơn %d byte.",
                     HS_DEMO_MAX_BODY_BYTES);
  return !request->answered;
}

static void
head_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
         gpointer user_data)
{
  HsDemo *demo = user_data;
  HsDemoRequest *request = hs_demo_request_new (demo, message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (!check_head (request))
    {
      soup_message_body_set_accumulate (body, FALSE);
      if (soup_message_headers_get_content_length (headers) > MAX_DRAIN_BYTES)
        answer_at_once (request);
      return;
    }
  request->fault = hs_demo_faults_match (&demo->faults, request->method, path);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), request);
  if (!is_patch_of_upload (request))
    return;
  soup_message_body_set_accumulate (body, FALSE);
  hs_demo_db_reset (demo->db);
  if (!HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_SLOW_DOWN) &&
      !HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_STATUS) && hs_demo_sign_in_check (request))
    hs_demo_patch_begin (request);
  hs_demo_db_reset (demo->db);
}

void
hs_demo_server_attach (HsDemo *demo)
{
  soup_server_add_early_handler (demo->server, NULL, head_cb, demo, NULL);
  soup_server_add_handler (demo->server, NULL, request_cb, demo, NULL);
}
