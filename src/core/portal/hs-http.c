/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that touches libsoup as a client. One exchange at a time, driven by a private main context, so
 * that a blocking call can still be cancelled, watched and bounded. Measured with libsoup 3.2.3: a request whose
 * kept connection dropped is sent again by the library, a PUT then without its body; so "restarted" cancels. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-http-private.h"
#include "portal/hs-url.h"
#include "portal/hs-wake.h"

#include <string.h>

#define BLOCK (64 * 1024)

const HsHttpLimits hs_http_default_limits = {
  .stall_ms = 30 * 1000,
  .window_ms = 60 * 1000,
  .window_bytes = 60 * 1024,
  .json_max = 4 * 1024 * 1024,
};

struct _HsHttp
{
  HsWorld *world;        /* (owned) */
  char *origin;          /* (owned) */
  GMainContext *context; /* (owned) of all exchanges */
  SoupSession *session;  /* (owned) (nullable) made by the first exchange, in its thread */
  HsHttpLimits limits;
  HsHttpTokenFunc token; /* (nullable) */
  gpointer token_data;
};

typedef struct
{
  HsHttp *http;
  const HsHttpRequest *request;
  HsHttpResponse *response;
  SoupMessage *msg;          /* (owned) */
  GCancellable *cancellable; /* (owned) ours: follows the caller's, and stops what stalls */
  HsSliceStream *slice;      /* (owned) (nullable) the request's body */
  GInputStream *stream;      /* (owned) (nullable) the answer's body */
  GByteArray *body;          /* (owned) (nullable) */
  guint64 limit;             /* bytes of body that are read */
  HsHttpFate fate;
  gboolean whole;   /* the body was read to its end */
  gboolean checked; /* the head is believed */
  gboolean done;
  gint64 active_us;     /* real monotonic time of the last byte */
  gint64 window_us;     /* start of the window the body's speed is measured in; 0 no body yet */
  guint64 window_bytes; /* bytes of body in it */
  GError *error;        /* (owned) (nullable) */
} Exchange;

static void read_more (Exchange *x);

static gpointer
force_http1 (gpointer data)
{
  /* libsoup reads it when it connects; there is no property for it in 3.2. */
  if (g_strcmp0 (g_getenv ("SOUP_FORCE_HTTP1"), "1") != 0)
    g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  return NULL;
}

HsHttp *
hs_http_new (HsWorld *world, const char *origin)
{
  static GOnce once = G_ONCE_INIT;
  HsHttp *self = g_new0 (HsHttp, 1);

  g_once (&once, force_http1, NULL);
  self->world = hs_world_ref (world);
  self->origin = g_strdup (origin);
  self->context = g_main_context_new ();
  self->limits = hs_http_default_limits;
  return self;
}

void
hs_http_free (HsHttp *self)
{
  if (self == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self->origin);
  hs_world_unref (self->world);
  g_free (self);
}

const char *
hs_http_get_origin (HsHttp *self)
{
  return self->origin;
}

void
hs_http_set_token_func (HsHttp *self, HsHttpTokenFunc func, gpointer data)
{
  self->token = func;
  self->token_data = data;
}

void
hs_http_set_limits (HsHttp *self, const HsHttpLimits *limits)
{
  self->limits = *limits;
}

/* Removes by type whatever a session has by itself that could answer for the portal or speak for the person. */
static SoupSession *
make_session (HsHttp *self)
{
  guint timeout = MAX (1, self->limits.stall_ms / 1000);
  SoupSession *session =
    soup_session_new_with_options ("timeout", timeout, "idle-timeout", 15, "user-agent",
                                   "HoSo/" HS_VERSION, "accept-language", "vi, en;q=0.5", NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CACHE);
  if (self->world->tls_database != NULL)
    soup_session_set_tls_database (session, self->world->tls_database);
  if (hs_url_is_loopback (self->origin))
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

/* --- What the library reports while the exchange is under way --- */

static void
note_activity (Exchange *x)
{
  x->active_us = g_get_monotonic_time ();
}

static void
starting_cb (SoupMessage *msg, gpointer data)
{
  Exchange *x = data;

  x->fate.started = TRUE;
  note_activity (x);
}

static void
restarted_cb (SoupMessage *msg, gpointer data)
{
  Exchange *x = data;

  x->fate.restarted = TRUE;
  g_cancellable_cancel (x->cancellable);
}

static void
wrote_body_data_cb (SoupMessage *msg, guint size, gpointer data)
{
  note_activity (data);
}

static void
network_event_cb (SoupMessage *msg, GSocketClientEvent event, GIOStream *connection, gpointer data)
{
  note_activity (data);
}

static void
got_headers_cb (SoupMessage *msg, gpointer data)
{
  note_activity (data);
}

/* Crawling: the window is over and did not bring what it must. */
static gboolean
crawls (Exchange *x, gint64 now)
{
  const HsHttpLimits *limits = &x->http->limits;

  if (x->window_us == 0 || now - x->window_us < (gint64) limits->window_ms * 1000)
    return FALSE;
  if (x->window_bytes < limits->window_bytes)
    return TRUE;
  x->window_us = now;
  x->window_bytes = 0;
  return FALSE;
}

static gboolean
watchdog_cb (gpointer data)
{
  Exchange *x = data;
  gint64 now = g_get_monotonic_time ();

  if (now - x->active_us >= (gint64) x->http->limits.stall_ms * 1000 || crawls (x, now))
    {
      x->fate.stalled = TRUE;
      g_cancellable_cancel (x->cancellable);
    }
  return G_SOURCE_CONTINUE;
}

/* --- Reading the answer --- */

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *x = data;

  /* Everything needed was read; how the connection ends changes nothing. */
  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  x->done = TRUE;
}

static void
finish_reading (Exchange *x)
{
  /* Without this, closing would wait for the rest of a body that is not wanted. */
  if (!x->whole)
    g_cancellable_cancel (x->cancellable);
  g_input_stream_close_async (x->stream, G_PRIORITY_DEFAULT, x->cancellable, closed_cb, x);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *x = data;
  g_autoptr (GBytes) block =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &x->error);
  gsize n = block != NULL ? g_bytes_get_size (block) : 0;

  note_activity (x);
  if (x->error != NULL)
    {
      finish_reading (x);
      return;
    }
  x->window_bytes += n;
  x->whole = n == 0;
  x->fate.too_big = x->body->len + n > x->limit;
  if (x->whole || x->fate.too_big)
    {
      finish_reading (x);
      return;
    }
  g_byte_array_append (x->body, g_bytes_get_data (block, NULL), n);
  read_more (x);
}

static void
read_more (Exchange *x)
{
  g_input_stream_read_bytes_async (x->stream, BLOCK, G_PRIORITY_DEFAULT, x->cancellable, read_cb,
                                   x);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *x = data;

  x->stream = soup_session_send_finish (SOUP_SESSION (source), result, &x->error);
  note_activity (x);
  if (x->stream == NULL)
    {
      x->done = TRUE;
      return;
    }
  x->response->status = soup_message_get_status (x->msg);
  x->response->headers = soup_message_headers_ref (soup_message_get_response_headers (x->msg));
  x->checked = hs_http_check_head (x->request, x->msg, x->response, &x->error);
  if (!x->checked)
    {
      finish_reading (x);
      return;
    }
  x->limit = hs_http_body_limit (x->request, &x->http->limits, x->response->status);
  x->body = g_byte_array_new ();
  x->window_us = g_get_monotonic_time ();
  read_more (x);
}

/* --- One exchange --- */

static gboolean
set_body (Exchange *x, GError **error)
{
  const HsHttpRequest *request = x->request;
  g_autoptr (GInputStream) base = NULL;

  if (request->open_body == NULL)
    {
      if (request->body != NULL)
        soup_message_set_request_body_from_bytes (x->msg, request->body_type, request->body);
      else if (strcmp (request->method, "POST") == 0)
        soup_message_headers_set_content_length (soup_message_get_request_headers (x->msg), 0);
      return TRUE;
    }
  base = request->open_body (request->body_data, error);
  if (base == NULL)
    return FALSE;
  x->slice = hs_slice_stream_new (base, request->body_length);
  soup_message_set_request_body (x->msg, request->body_type, G_INPUT_STREAM (x->slice),
                                 request->body_length);
  return TRUE;
}

static gboolean
set_headers (Exchange *x, const char *token, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (x->msg);
  g_autofree char *bearer = NULL;

  for (const char *const *h = x->request->headers; h != NULL && *h != NULL; h += 2)
    soup_message_headers_replace (headers, h[0], h[1]);
  if (x->request->answer == HS_HTTP_ANSWER_JSON)
    soup_message_headers_replace (headers, "Accept", "application/json, application/problem+json");
  if (x->request->answer == HS_HTTP_ANSWER_BYTES)
    {
      soup_message_disable_feature (x->msg, SOUP_TYPE_CONTENT_DECODER);
      soup_message_headers_replace (headers, "Accept-Encoding", "identity");
    }
  if (token == NULL)
    return TRUE;
  if (!hs_url_is_token (token, 8192))
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The access token has characters no header can have");
      return FALSE;
    }
  bearer = g_strconcat ("Bearer ", token, NULL);
  soup_message_headers_replace (headers, "Authorization", bearer);
  return TRUE;
}

static gboolean
prepare (Exchange *x, const char *token, GError **error)
{
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT;

  x->msg = soup_message_new (x->request->method, x->request->url);
  if (x->msg == NULL)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "The address cannot be used");
      return FALSE;
    }
  /* Lets a PATCH use a kept connection; libsoup still does not send it again by itself. */
  if (x->request->flags & HS_HTTP_REUSE)
    flags |= SOUP_MESSAGE_IDEMPOTENT;
  soup_message_set_flags (x->msg, flags);
  g_signal_connect (x->msg, "starting", G_CALLBACK (starting_cb), x);
  g_signal_connect (x->msg, "restarted", G_CALLBACK (restarted_cb), x);
  g_signal_connect (x->msg, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), x);
  g_signal_connect (x->msg, "network-event", G_CALLBACK (network_event_cb), x);
  g_signal_connect (x->msg, "got-headers", G_CALLBACK (got_headers_cb), x);
  return set_headers (x, token, error) && set_body (x, error);
}

static void
run (Exchange *x, GCancellable *caller)
{
  HsHttp *self = x->http;
  gulong handler = hs_wake_connect (caller, self->context);
  GSource *watchdog = g_timeout_source_new (CLAMP (self->limits.stall_ms / 8, 5, 1000));

  note_activity (x);
  g_source_set_callback (watchdog, watchdog_cb, x, NULL);
  g_source_attach (watchdog, self->context);
  soup_session_send_async (self->session, x->msg, G_PRIORITY_DEFAULT, x->cancellable, sent_cb, x);
  while (!x->done)
    {
      g_main_context_iteration (self->context, TRUE);
      if (g_cancellable_is_cancelled (caller))
        g_cancellable_cancel (x->cancellable);
    }
  hs_wake_disconnect (caller, handler);
  g_source_destroy (watchdog);
  g_source_unref (watchdog);
}

static gboolean
refuse_size (Exchange *x, GError **error)
{
  HsPortalError code = HS_PORTAL_ERROR_NONSENSE;

  if (x->request->flags & HS_HTTP_ACTS)
    code = HS_PORTAL_ERROR_AMBIGUOUS;
  else if (x->request->answer == HS_HTTP_ANSWER_BYTES)
    code = HS_PORTAL_ERROR_TOO_LARGE;
  g_set_error (error, HS_PORTAL_ERROR, code, "The answer has more than %" G_GUINT64_FORMAT " bytes",
               x->limit);
  return FALSE;
}

/* Why it failed: the caller, its file, its answer, or the way there - in this order. */
static gboolean
judge (Exchange *x, GCancellable *caller, GError **error)
{
  GError *failure = NULL;

  if (g_cancellable_set_error_if_cancelled (caller, error))
    return FALSE;
  if (x->slice != NULL && x->error != NULL &&
      (failure = hs_slice_stream_dup_failure (x->slice)) != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (x->error != NULL && x->error->domain == HS_PORTAL_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&x->error));
      return FALSE;
    }
  /* A refusal whose words did not arrive is still a refusal. */
  if (x->checked && (x->error == NULL || x->response->status >= 400))
    {
      if (x->fate.too_big && x->response->status < 300)
        return refuse_size (x, error);
      return hs_http_check_body (x->request, x->http->world, g_steal_pointer (&x->body), x->whole,
                                 x->response, error);
    }
  g_propagate_error (error,
                     hs_http_explain (&x->fate, x->request->flags, g_steal_pointer (&x->error)));
  return FALSE;
}

static void
exchange_clear (Exchange *x)
{
  if (x->msg != NULL)
    g_signal_handlers_disconnect_by_data (x->msg, x);
  g_clear_object (&x->stream);
  g_clear_object (&x->msg);
  g_clear_object (&x->slice);
  g_clear_object (&x->cancellable);
  g_clear_pointer (&x->body, g_byte_array_unref);
  g_clear_error (&x->error);
}

static gboolean
send_once (HsHttp *self, const HsHttpRequest *request, const char *token, HsHttpResponse *response,
           GCancellable *caller, GError **error)
{
  Exchange x = { .http = self, .request = request, .response = response };
  gboolean ok = FALSE;

  g_main_context_push_thread_default (self->context);
  if (self->session == NULL)
    self->session = make_session (self);
  x.cancellable = g_cancellable_new ();
  if (prepare (&x, token, error))
    {
      run (&x, caller);
      ok = judge (&x, caller, error);
    }
  exchange_clear (&x);
  g_main_context_pop_thread_default (self->context);
  if (!ok)
    hs_http_response_clear (response);
  return ok;
}

static gboolean
needs_token (const HsHttpRequest *request, HsHttp *self, GError **error)
{
  if (self->token != NULL)
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN, "Nobody is signed in");
  return FALSE;
}

gboolean
hs_http_send (HsHttp *self, const HsHttpRequest *request, HsHttpResponse *response,
              GCancellable *cancellable, GError **error)
{
  g_autofree char *rejected = NULL;

  g_return_val_if_fail (self != NULL && g_str_has_prefix (request->url, self->origin), FALSE);
  g_return_val_if_fail (strcmp (request->method, "PUT") != 0, FALSE);
  if (!(request->flags & HS_HTTP_AUTHORIZE))
    return send_once (self, request, NULL, response, cancellable, error);
  if (!needs_token (request, self, error))
    return FALSE;
  for (guint attempt = 0;; attempt++)
    {
      g_autofree char *token = self->token (self->token_data, rejected, cancellable, error);
      g_autoptr (GError) local = NULL;

      if (token == NULL)
        return FALSE;
      if (send_once (self, request, token, response, cancellable, &local))
        return TRUE;
      if (attempt > 0 || !g_error_matches (local, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      rejected = g_steal_pointer (&token);
    }
}
