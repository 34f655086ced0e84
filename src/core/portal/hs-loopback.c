/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A listener so small that it need not be an HTTP server: it reads the head of each request, answers, closes.
 * Anything on this machine may connect, so nothing but the one path is listened to, and little is kept. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-file.h"
#include "portal/hs-loopback.h"
#include "portal/hs-portal-error.h"
#include "portal/hs-url.h"
#include "portal/hs-wake.h"

#include <string.h>

#define MAX_HEAD 8192
#define MAX_CONNECTIONS 16
#define PORT_TRIES 5

struct _HsLoopback
{
  HsWorld *world;            /* (owned) */
  GMainContext *context;     /* (owned) */
  GSocketListener *listener; /* (owned) */
  GCancellable *cancellable; /* (owned) stops everything under way */
  char *path;                /* (owned) "/" and 32 random characters */
  char *redirect_uri;        /* (owned) */
  char *query;               /* (owned) (nullable) of the one request, once it is there */
  GBytes *page;              /* (owned) what the browser is shown */
  guint pending;             /* operations under way */
  guint n_connections;
  gboolean accepting; /* waiting for the next connection */
  gboolean answered;  /* and its answer was written */
};

typedef struct
{
  HsLoopback *loopback;
  GSocketConnection *connection; /* (owned) */
  char head[MAX_HEAD + 1];
  gsize length;
  char *answer; /* (owned) (nullable) */
  gboolean is_it;
} Visit;

static void accept_next (HsLoopback *self);
static void read_on (Visit *visit);

static void
visit_free (Visit *visit)
{
  visit->loopback->n_connections--;
  if (visit->is_it)
    visit->loopback->answered = TRUE;
  g_clear_object (&visit->connection);
  g_free (visit->answer);
  g_free (visit);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *visit = data;

  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
  visit->loopback->pending--;
  visit_free (visit);
}

static void
leave (Visit *visit)
{
  visit->loopback->pending++;
  g_io_stream_close_async (G_IO_STREAM (visit->connection), G_PRIORITY_DEFAULT, NULL, closed_cb,
                           visit);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *visit = data;

  /* A browser that does not wait for its page has still brought the sign-in. */
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  visit->loopback->pending--;
  leave (visit);
}

static void
answer (Visit *visit, const char *status, GBytes *page)
{
  gsize n = page != NULL ? g_bytes_get_size (page) : 0;

  visit->answer = g_strdup_printf (
    "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %" G_GSIZE_FORMAT
    "\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\r\n%.*s",
    status, n, (int) n, n > 0 ? (const char *) g_bytes_get_data (page, NULL) : "");
  visit->loopback->pending++;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (visit->connection)),
                                   visit->answer, strlen (visit->answer), G_PRIORITY_DEFAULT,
                                   visit->loopback->cancellable, written_cb, visit);
}

/* "GET <path>?<query> HTTP/1.1": the query when the path is ours. */
static char *
match (HsLoopback *self, const char *head)
{
  gsize n = strlen (self->path);
  const char *rest, *end;

  if (!g_str_has_prefix (head, "GET ") || strncmp (head + 4, self->path, n) != 0)
    return NULL;
  rest = head + 4 + n;
  if (*rest != '?')
    return NULL;
  end = strpbrk (rest, " \r\n");
  if (end == NULL || !g_str_has_prefix (end, " HTTP/1."))
    return NULL;
  return g_strndup (rest + 1, end - rest - 1);
}

static void
look_at_head (Visit *visit)
{
  HsLoopback *self = visit->loopback;
  char *query = match (self, visit->head);

  if (query == NULL || self->query != NULL)
    {
      g_free (query);
      answer (visit, "404 Not Found", NULL);
      return;
    }
  self->query = query;
  visit->is_it = TRUE;
  g_socket_listener_close (self->listener);
  answer (visit, "200 OK", self->page);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *visit = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  visit->loopback->pending--;
  if (n <= 0)
    {
      leave (visit);
      return;
    }
  visit->length += n;
  visit->head[visit->length] = '\0';
  if (strstr (visit->head, "\r\n\r\n") != NULL)
    look_at_head (visit);
  else if (visit->length == MAX_HEAD || strlen (visit->head) != visit->length)
    leave (visit);
  else
    read_on (visit);
}

static void
read_on (Visit *visit)
{
  visit->loopback->pending++;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (visit->connection)),
                             visit->head + visit->length, MAX_HEAD - visit->length,
                             G_PRIORITY_DEFAULT, visit->loopback->cancellable, read_cb, visit);
}

/* One that fails (no file descriptor is free, the visitor is gone) says nothing of the next; it is tried
 * again at the next tick, not at once, since what is missing may be missing for a while. */
static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsLoopback *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
    g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  self->pending--;
  self->accepting = FALSE;
  if (connection == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("The browser's connection is not taken: %s", error->message);
  if (connection == NULL || self->query != NULL)
    return;
  if (self->n_connections < MAX_CONNECTIONS)
    {
      Visit *visit = g_new0 (Visit, 1);

      visit->loopback = self;
      visit->connection = g_steal_pointer (&connection);
      self->n_connections++;
      read_on (visit);
    }
  accept_next (self);
}

static void
accept_next (HsLoopback *self)
{
  self->pending++;
  self->accepting = TRUE;
  g_socket_listener_accept_async (self->listener, self->cancellable, accepted_cb, self);
}

static gboolean
listen_on (HsLoopback *self, GSocketFamily family, guint16 *port, GError **error)
{
  g_autoptr (GInetAddress) host = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (host, *port);
  g_autoptr (GSocketAddress) bound = NULL;

  if (!g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    return FALSE;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

/* The same port in both families; a machine without IPv6 has only the first. */
static gboolean
listen_on_both (HsLoopback *self, guint16 *port, GError **error)
{
  for (guint i = 0; i < PORT_TRIES; i++)
    {
      g_autoptr (GError) local = NULL;

      g_clear_object (&self->listener);
      self->listener = g_socket_listener_new ();
      *port = 0;
      if (!listen_on (self, G_SOCKET_FAMILY_IPV4, port, error))
        return FALSE;
      if (listen_on (self, G_SOCKET_FAMILY_IPV6, port, &local) ||
          !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        return TRUE;
      g_socket_listener_close (self->listener);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
               "No port is free in both address families");
  return FALSE;
}

static GBytes *
load_page (HsWorld *world)
{
  g_autofree char *path = hs_world_share_path (world, "portal-api/signed-in.html");
  g_autoptr (GError) error = NULL;
  GBytes *page = hs_file_load (path, 64 * 1024, &error);

  if (page != NULL)
    return page;
  g_info ("The page after sign-in is not there: %s", error->message);
  return g_bytes_new_static ("OK", 2);
}

HsLoopback *
hs_loopback_new (HsWorld *world, GError **error)
{
  g_autoptr (HsLoopback) self = g_new0 (HsLoopback, 1);
  g_autofree char *secret = NULL;
  guint8 random[24];
  guint16 port = 0;

  self->world = hs_world_ref (world);
  self->context = g_main_context_new ();
  self->cancellable = g_cancellable_new ();
  self->page = load_page (world);
  hs_world_random (world, random, sizeof random);
  secret = hs_base64url_encode (random, sizeof random);
  self->path = g_strconcat ("/", secret, NULL);
  if (!listen_on_both (self, &port, error))
    return NULL;
  self->redirect_uri = g_strdup_printf ("http://127.0.0.1:%u%s", port, self->path);
  return g_steal_pointer (&self);
}

void
hs_loopback_free (HsLoopback *self)
{
  if (self == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  g_cancellable_cancel (self->cancellable);
  while (self->pending > 0)
    g_main_context_iteration (self->context, TRUE);
  if (self->listener != NULL)
    g_socket_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_main_context_pop_thread_default (self->context);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_free (self->path);
  g_free (self->redirect_uri);
  g_free (self->query);
  g_main_context_unref (self->context);
  hs_world_unref (self->world);
  g_free (self);
}

const char *
hs_loopback_get_redirect_uri (HsLoopback *self)
{
  return self->redirect_uri;
}

static gboolean
tick_cb (gpointer data)
{
  HsLoopback *self = data;

  if (!self->accepting && self->query == NULL)
    accept_next (self);
  return G_SOURCE_CONTINUE;
}

/* A parameter given twice is refused, as OAuth asks (RFC 6749 3.1). */
static GHashTable *
read_query (const char *query, GError **error)
{
  g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *name = NULL, *value = NULL;
  GUriParamsIter iter;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      if (g_hash_table_contains (params, name))
        {
          g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN,
                       "The browser brought a parameter twice");
          return NULL;
        }
      g_hash_table_insert (params, g_steal_pointer (&name), g_steal_pointer (&value));
    }
  return g_steal_pointer (&params);
}

static gboolean
is_over (HsLoopback *self, gint64 deadline_us, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return TRUE;
  if (self->query != NULL || hs_world_monotonic_us (self->world) < deadline_us)
    return FALSE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN,
               "The browser did not come back in time");
  return TRUE;
}

GHashTable *
hs_loopback_wait (HsLoopback *self, gint64 deadline_us, guint tick_ms, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GSource) tick = g_timeout_source_new (tick_ms);
  gulong handler = hs_wake_connect (cancellable, self->context);
  gboolean over;

  g_main_context_push_thread_default (self->context);
  g_source_set_callback (tick, tick_cb, self, NULL);
  g_source_attach (tick, self->context);
  if (!self->accepting)
    accept_next (self);
  while (!(over = is_over (self, deadline_us, cancellable, error)) && !self->answered)
    g_main_context_iteration (self->context, TRUE);
  hs_wake_disconnect (cancellable, handler);
  g_source_destroy (tick);
  g_main_context_pop_thread_default (self->context);
  return over ? NULL : read_query (self->query, error);
}
