/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"
#include "portal/hs-portal-error.h"
#include "portal/hs-problem.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Private to portal: every request goes through here, and these rules hold for all of them.
 *  - HTTP/1.1, no redirects, cookies, cache, or other sign-in than a bearer token; TLS errors stop.
 *  - No request is sent twice by itself, with one exception: an answer 401 renews the token and repeats once.
 *  - A JSON answer has one Content-Length, is that long, is JSON by its media type and by strict reading,
 *    at most json_max bytes decoded, and an object.
 *  - Nothing that stands still, or crawls, is waited for; cancelling returns promptly.
 *  - An answer that is not the portal's (redirect, text/html, 511) is HS_PORTAL_ERROR_CAPTIVE.
 * Thread: always the same for one HsHttp, which has a main context of its own. */
typedef struct _HsHttp HsHttp;

/* A valid bearer token; rejected (nullable) is the one that got 401. */
typedef char *(*HsHttpTokenFunc) (gpointer data, const char *rejected, GCancellable *cancellable,
                                  GError **error);
/* The request's body from its start; called again when the request is repeated. */
typedef GInputStream *(*HsHttpBodyFunc) (gpointer data, GError **error);

/* Times in real milliseconds: they bound what a socket does, no clock of a test moves it. */
typedef struct
{
  guint stall_ms;  /* without one byte in either direction */
  guint window_ms; /* the answer's body must bring window_bytes in every such window */
  guint64 window_bytes;
  gsize json_max; /* decoded bytes of a JSON answer */
} HsHttpLimits;
extern const HsHttpLimits hs_http_default_limits;

typedef enum
{
  HS_HTTP_AUTHORIZE = 1 << 0, /* with the bearer token */
  HS_HTTP_ACTS = 1 << 1,      /* changes something: cut off after it began is AMBIGUOUS */
  HS_HTTP_UPLOAD =
    1 << 2, /* tus: see HsProblemFlags, and the answer must say Tus-Resumable: 1.0.0 */
  HS_HTTP_OAUTH = 1 << 3,        /* errors are RFC 6749's */
  HS_HTTP_REUSE = 1 << 4,        /* may use a kept connection though it is a PATCH */
  HS_HTTP_NOT_MODIFIED = 1 << 5, /* 304 is an answer */
} HsHttpFlags;

typedef enum
{
  HS_HTTP_ANSWER_NONE, /* headers only; a body is read and dropped, at most json_max */
  HS_HTTP_ANSWER_JSON,
  HS_HTTP_ANSWER_BYTES, /* any media type, no content coding, at most max_bytes */
} HsHttpAnswer;

typedef struct
{
  const char *method; /* "GET", "HEAD", "POST", "PATCH" or "DELETE"; never PUT */
  const char *url;    /* of the origin, already checked */
  HsHttpFlags flags;
  HsHttpAnswer answer;
  guint64 max_bytes;          /* of HS_HTTP_ANSWER_BYTES */
  const char *const *headers; /* (nullable) name, value, name, value, NULL; printable ASCII */
  const char *body_type;      /* (nullable) */
  GBytes *body;               /* (nullable) */
  HsHttpBodyFunc open_body;   /* (nullable) instead of body */
  guint64 body_length;
  gpointer body_data;
} HsHttpRequest;

typedef struct
{
  guint status;
  SoupMessageHeaders *headers; /* (owned) */
  char *media_type;            /* (owned) (nullable) lower case, without parameters */
  GBytes *body;                /* (owned) (nullable) */
  JsonNode *json;              /* (owned) (nullable) an object */
} HsHttpResponse;
void hs_http_response_clear (HsHttpResponse *self);
/* (nullable): missing, twice, or not printable ASCII of at most 4096. */
const char *hs_http_response_get (HsHttpResponse *self, const char *header);
/* FALSE when missing or not a plain decimal number. */
gboolean hs_http_response_get_number (HsHttpResponse *self, const char *header, guint64 *number);

/* origin: from hs_url_dup_origin(). */
HsHttp *hs_http_new (HsWorld *world, const char *origin) G_GNUC_WARN_UNUSED_RESULT;
void hs_http_free (HsHttp *self);
const char *hs_http_get_origin (HsHttp *self);
void hs_http_set_token_func (HsHttp *self, HsHttpTokenFunc func, gpointer data);
void hs_http_set_limits (HsHttp *self, const HsHttpLimits *limits);

/* TRUE for 2xx (and 304 if asked); response is then to be cleared. Errors: HS_PORTAL_ERROR_*;
 * G_IO_ERROR_CANCELLED; what open_body or its stream failed with, as it is. Blocks. */
gboolean hs_http_send (HsHttp *self, const HsHttpRequest *request, HsHttpResponse *response,
                       GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsHttp, hs_http_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HsHttpResponse, hs_http_response_clear)

G_END_DECLS
