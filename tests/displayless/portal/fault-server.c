/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw HTTP on loopback, with every way to break it off. */
#define G_LOG_DOMAIN "hoso"

#include "fault-server.h"

#include <string.h>
#include <sys/socket.h>

struct _FaultServer
{
  GSocketListener *listener;    /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) ends all threads */
  GThread *thread;              /* (owned) */
  char *url;                    /* (owned) */
  FaultHandler handler;
  gpointer data;
  GMutex lock;        /* guards the two below */
  GPtrArray *log;     /* (owned) of char*: "METHOD target" */
  GPtrArray *threads; /* (owned) of GThread* */
};

typedef struct
{
  FaultServer *server;
  GSocketConnection *socket; /* (owned) */
  GIOStream *stream;         /* (owned) the socket, or TLS over it */
  GByteArray *kept;          /* (owned) bytes read beyond the last head */
} Connection;

static gssize
read_more (Connection *c)
{
  guint8 buffer[65536];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (c->stream), buffer, sizeof buffer,
                                  c->server->cancellable, NULL);

  if (n > 0)
    g_byte_array_append (c->kept, buffer, n);
  return n;
}

/* (nullable): up to and with the empty line. */
static char *
read_head (Connection *c)
{
  while (TRUE)
    {
      const char *end = c->kept->len == 0
                          ? NULL
                          : g_strstr_len ((const char *) c->kept->data, c->kept->len, "\r\n\r\n");

      if (end != NULL)
        {
          gsize n = end + 4 - (const char *) c->kept->data;
          char *head = g_strndup ((const char *) c->kept->data, n);

          g_byte_array_remove_range (c->kept, 0, n);
          return head;
        }
      if (read_more (c) <= 0)
        return NULL;
    }
}

GBytes *
fault_request_read (const FaultRequest *request, gsize most)
{
  Connection *c = request->connection;
  gsize want = MIN (request->length, most);
  GBytes *bytes;

  while (c->kept->len < want && read_more (c) > 0)
    ;
  want = MIN (want, c->kept->len);
  bytes = g_bytes_new (c->kept->data, want);
  g_byte_array_remove_range (c->kept, 0, want);
  return bytes;
}

static char *
find_header (const char *head, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (g_ascii_strcasecmp (lines[i], name) == 0)
        return g_strdup (g_strstrip (colon + 1));
    }
  return NULL;
}

char *
fault_request_dup_header (const FaultRequest *request, const char *name)
{
  return find_header (request->head, name);
}

static void
end_connection (Connection *c, FaultEnd end)
{
  struct linger at_once = { 1, 0 };

  if (end == FAULT_STALL)
    {
      while (read_more (c) > 0)
        g_byte_array_set_size (c->kept, 0);
    }
  if (end == FAULT_RESET)
    setsockopt (g_socket_get_fd (g_socket_connection_get_socket (c->socket)), SOL_SOCKET, SO_LINGER,
                &at_once, sizeof at_once);
}

/* FALSE: the connection is over. */
static gboolean
serve_one (Connection *c, gboolean reused)
{
  g_autofree char *head = read_head (c);
  g_auto (GStrv) words = head != NULL ? g_strsplit_set (head, " \r", 3) : NULL;
  g_autofree char *length = NULL;
  FaultAnswer answer = { g_byte_array_new (), FAULT_KEEP };
  FaultRequest request = { .head = head, .reused = reused, .connection = c };
  gboolean written = FALSE;

  if (words != NULL && g_strv_length (words) == 3)
    {
      request.method = words[0];
      request.target = words[1];
      length = find_header (head, "Content-Length");
      request.length = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
      g_mutex_lock (&c->server->lock);
      g_ptr_array_add (c->server->log, g_strdup_printf ("%s %s", words[0], words[1]));
      g_mutex_unlock (&c->server->lock);
      c->server->handler (&request, &answer, c->server->data);
      written =
        g_output_stream_write_all (g_io_stream_get_output_stream (c->stream), answer.bytes->data,
                                   answer.bytes->len, NULL, c->server->cancellable, NULL);
    }
  if (written)
    end_connection (c, answer.end);
  g_byte_array_unref (answer.bytes);
  return written && answer.end == FAULT_KEEP;
}

static gpointer
run_connection (gpointer data)
{
  Connection *c = data;
  gboolean reused = FALSE;

  if (c->server->certificate != NULL)
    {
      GIOStream *tls = g_tls_server_connection_new (c->stream, c->server->certificate, NULL);

      g_object_unref (c->stream);
      c->stream = tls;
    }
  while (serve_one (c, reused))
    reused = TRUE;
  g_io_stream_close (c->stream, NULL, NULL);
  g_object_unref (c->stream);
  g_object_unref (c->socket);
  g_byte_array_unref (c->kept);
  g_free (c);
  return NULL;
}

static gpointer
run_server (gpointer data)
{
  FaultServer *self = data;
  GSocketConnection *socket;

  while ((socket = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL)))
    {
      Connection *c = g_new0 (Connection, 1);

      c->server = self;
      c->socket = socket;
      c->stream = g_object_ref (G_IO_STREAM (socket));
      c->kept = g_byte_array_new ();
      g_ptr_array_add (self->threads, g_thread_new ("fault-connection", run_connection, c));
    }
  return NULL;
}

FaultServer *
fault_server_new (FaultHandler handler, gpointer data, GTlsCertificate *certificate)
{
  FaultServer *self = g_new0 (FaultServer, 1);
  g_autoptr (GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (host, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->cancellable = g_cancellable_new ();
  self->handler = handler;
  self->data = data;
  g_mutex_init (&self->lock);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->threads = g_ptr_array_new ();
  self->thread = g_thread_new ("fault-server", run_server, self);
  return self;
}

void
fault_server_free (FaultServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_clear_object (&self->certificate);
  g_object_unref (self->cancellable);
  g_free (self->url);
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->threads);
  g_free (self);
}

const char *
fault_server_get_url (FaultServer *self)
{
  return self->url;
}

guint
fault_server_count (FaultServer *self, const char *prefix)
{
  guint n = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->log->len; i++)
    n += g_str_has_prefix (self->log->pdata[i], prefix);
  g_mutex_unlock (&self->lock);
  return n;
}

void
fault_answer_raw (FaultAnswer *answer, const char *text)
{
  g_byte_array_append (answer->bytes, (const guint8 *) text, strlen (text));
}

void
fault_answer_printf (FaultAnswer *answer, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fault_answer_raw (answer, text);
}

void
fault_answer_body (FaultAnswer *answer, guint status, const char *headers, const char *type,
                   const char *body)
{
  fault_answer_printf (
    answer, "HTTP/1.1 %u X\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n%s",
    status, type, strlen (body), headers != NULL ? headers : "", body);
}

void
fault_answer_json (FaultAnswer *answer, guint status, const char *json)
{
  fault_answer_body (answer, status, NULL, "application/json", json);
}

void
fault_answer_problem (FaultAnswer *answer, guint status, const char *code)
{
  g_autofree char *json = g_strdup_printf (
    "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":%u,\"code\":\"%s\"}", status, code);

  fault_answer_body (answer, status, NULL, "application/problem+json", json);
}
