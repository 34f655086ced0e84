/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be believed of an answer. libsoup 3.2 takes a chunked body that was cut off for a whole one, follows
 * what it is told and passes headers on as they came; a public network answers in the portal's place. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-http-private.h"
#include "portal/hs-url.h"

#include <string.h>

#define MAX_HEADER 4096
#define MAX_PROBLEM (64 * 1024)
#define MAX_RETRY_AFTER 86400 /* seconds */

void
hs_http_response_clear (HsHttpResponse *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->media_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
}

/* All headers of one name, joined by the library with ", ". */
static const char *
get_header (SoupMessageHeaders *headers, const char *name)
{
  const char *value = soup_message_headers_get_list (headers, name);

  if (value == NULL || *value == '\0' || strlen (value) > MAX_HEADER)
    return NULL;
  for (const char *c = value; *c != '\0'; c++)
    {
      if (*c < 0x20 || *c > 0x7e)
        return NULL;
    }
  return value;
}

const char *
hs_http_response_get (HsHttpResponse *self, const char *header)
{
  return get_header (self->headers, header);
}

static gboolean
parse_number (const char *text, guint64 *number)
{
  return text != NULL && g_ascii_isdigit (*text) &&
         g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

gboolean
hs_http_response_get_number (HsHttpResponse *self, const char *header, guint64 *number)
{
  return parse_number (get_header (self->headers, header), number);
}

/* A request that changes something, and may have, is AMBIGUOUS whatever broke afterwards. */
static GError *
new_error (HsHttpFlags flags, gboolean started, HsPortalError code, const char *message)
{
  if ((flags & HS_HTTP_ACTS) && started)
    code = HS_PORTAL_ERROR_AMBIGUOUS;
  return g_error_new_literal (HS_PORTAL_ERROR, code, message);
}

GError *
hs_http_explain (const HsHttpFate *fate, HsHttpFlags flags, GError *cause)
{
  g_autoptr (GError) error = cause;
  HsPortalError code = HS_PORTAL_ERROR_UNREACHABLE;

  if (fate->stalled)
    return new_error (flags, fate->started, HS_PORTAL_ERROR_STALLED,
                      "The connection to the portal stands still");
  if (fate->restarted)
    return new_error (flags, fate->started, HS_PORTAL_ERROR_UNREACHABLE,
                      "The portal closed the connection before it answered");
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF)
    return g_error_new (HS_PORTAL_ERROR, HS_PORTAL_ERROR_TLS,
                        "The portal's identity cannot be verified: %s", error->message);
  /* A head that was cut off is a parsing error too: no HTTP answer arrived. */
  if (error->domain == SOUP_SESSION_ERROR && error->code != SOUP_SESSION_ERROR_PARSING)
    code = HS_PORTAL_ERROR_NONSENSE;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = HS_PORTAL_ERROR_STALLED;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    code = HS_PORTAL_ERROR_NONSENSE; /* content coding */
  return new_error (flags, fate->started, code, error->message);
}

static gboolean
refuse (const HsHttpRequest *request, GError **error, const char *what)
{
  g_propagate_error (error, new_error (request->flags, TRUE, HS_PORTAL_ERROR_NONSENSE, what));
  return FALSE;
}

static gboolean
is_success (guint status)
{
  return status >= 200 && status < 300;
}

static char *
dup_media_type (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL && hs_url_is_token (type, 200) ? g_ascii_strdown (type, -1) : NULL;
}

static gboolean
is_json (const char *media_type)
{
  return media_type != NULL &&
         (strcmp (media_type, "application/json") == 0 || g_str_has_suffix (media_type, "+json"));
}

static gboolean
check_json_head (const HsHttpRequest *request, HsHttpResponse *response, GError **error)
{
  guint64 length;

  if (!is_json (response->media_type))
    return refuse (request, error, "The answer is not JSON by its media type");
  if (get_header (response->headers, "Transfer-Encoding") != NULL ||
      !hs_http_response_get_number (response, "Content-Length", &length))
    return refuse (request, error, "The answer does not say its length");
  return TRUE;
}

static gboolean
check_bytes_head (const HsHttpRequest *request, HsHttpResponse *response, GError **error)
{
  const char *coding = get_header (response->headers, "Content-Encoding");
  guint64 length = 0;

  if (coding != NULL && g_ascii_strcasecmp (coding, "identity") != 0)
    return refuse (request, error, "The file comes in a content coding nobody asked for");
  if (hs_http_response_get_number (response, "Content-Length", &length) &&
      length > request->max_bytes)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TOO_LARGE,
                   "The file has %" G_GUINT64_FORMAT " bytes, more than %" G_GUINT64_FORMAT, length,
                   request->max_bytes);
      return FALSE;
    }
  return TRUE;
}

gboolean
hs_http_check_head (const HsHttpRequest *request, SoupMessage *msg, HsHttpResponse *response,
                    GError **error)
{
  guint status = response->status;

  response->media_type = dup_media_type (response->headers);
  if (status == 304 && (request->flags & HS_HTTP_NOT_MODIFIED))
    return TRUE;
  if ((status >= 300 && status < 400) || status == 511 ||
      (is_success (status) && g_strcmp0 (response->media_type, "text/html") == 0))
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_CAPTIVE,
                   "Something in the network answered in the portal's place (status %u, %s)",
                   status, response->media_type != NULL ? response->media_type : "no media type");
      return FALSE;
    }
  if (!is_success (status))
    return TRUE;
  if ((request->flags & HS_HTTP_UPLOAD) &&
      g_strcmp0 (get_header (response->headers, "Tus-Resumable"), "1.0.0") != 0)
    return refuse (request, error, "The answer to an upload is not tus 1.0.0");
  switch (request->answer)
    {
    case HS_HTTP_ANSWER_JSON:
      return check_json_head (request, response, error);
    case HS_HTTP_ANSWER_BYTES:
      return check_bytes_head (request, response, error);
    case HS_HTTP_ANSWER_NONE:
      return TRUE;
    }
  return TRUE;
}

guint64
hs_http_body_limit (const HsHttpRequest *request, const HsHttpLimits *limits, guint status)
{
  if (!is_success (status))
    return MIN (MAX_PROBLEM, limits->json_max);
  return request->answer == HS_HTTP_ANSWER_BYTES ? request->max_bytes : limits->json_max;
}

/* Seconds: a number, or a date that is compared with the answer's own Date. Garbage is 0. */
static guint
read_retry_after (HsWorld *world, SoupMessageHeaders *headers)
{
  const char *text = get_header (headers, "Retry-After"), *date = get_header (headers, "Date");
  g_autoptr (GDateTime) until = NULL, now = NULL;
  guint64 seconds;
  gint64 from, left;

  if (text == NULL)
    return 0;
  if (strspn (text, "0123456789") == strlen (text))
    return parse_number (text, &seconds) ? MIN (seconds, MAX_RETRY_AFTER) : MAX_RETRY_AFTER;
  until = soup_date_time_new_from_http_string (text);
  now = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  if (until == NULL)
    return 0;
  from = now != NULL ? g_date_time_to_unix (now) : hs_world_now_us (world) / G_USEC_PER_SEC;
  left = g_date_time_to_unix (until) - from;
  return CLAMP (left, 0, MAX_RETRY_AFTER);
}

static HsProblemFlags
problem_flags (HsHttpFlags flags)
{
  return (flags & HS_HTTP_ACTS ? HS_PROBLEM_ACTS : 0) |
         (flags & HS_HTTP_UPLOAD ? HS_PROBLEM_UPLOAD : 0) |
         (flags & HS_HTTP_OAUTH ? HS_PROBLEM_OAUTH : 0);
}

static gboolean
check_json_body (const HsHttpRequest *request, HsHttpResponse *response, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) why = NULL;
  g_autofree char *message = NULL;
  guint64 length = 0;

  if (get_header (response->headers, "Content-Encoding") == NULL &&
      hs_http_response_get_number (response, "Content-Length", &length) &&
      length != g_bytes_get_size (response->body))
    return refuse (request, error, "The answer is not as long as it says");
  node = hs_json_parse_bytes (response->body, HS_JSON_DEFAULT, &why);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      response->json = g_steal_pointer (&node);
      return TRUE;
    }
  message = g_strdup_printf ("The answer cannot be read: %s",
                             why != NULL ? why->message : "not a JSON object");
  return refuse (request, error, message);
}

gboolean
hs_http_check_body (const HsHttpRequest *request, HsWorld *world, GByteArray *body, gboolean whole,
                    HsHttpResponse *response, GError **error)
{
  response->body = g_byte_array_free_to_bytes (body);
  if (response->status == 304)
    return TRUE;
  if (!is_success (response->status))
    {
      g_propagate_error (error, hs_problem_to_error (response->status, response->media_type,
                                                     whole ? response->body : NULL,
                                                     read_retry_after (world, response->headers),
                                                     problem_flags (request->flags)));
      return FALSE;
    }
  return request->answer != HS_HTTP_ANSWER_JSON || check_json_body (request, response, error);
}
