/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-http.h"
#include "portal/hs-slice-stream.h"

G_BEGIN_DECLS

/* Shared by hs-http.c (the exchange) and hs-http-answer.c (what may be believed of an answer). */

/* What happened on the way, as far as it decides what an error means. */
typedef struct
{
  gboolean started;   /* the request may have reached the server */
  gboolean restarted; /* the library was about to send it again */
  gboolean stalled;   /* our watchdog gave up */
  gboolean too_big;   /* more bytes than allowed */
} HsHttpFate;

/* The error of an exchange that broke. Consumes cause. */
GError *hs_http_explain (const HsHttpFate *fate, HsHttpFlags flags, GError *cause);
/* Looks at status and headers, before the body is read. FALSE: an answer that is not to be believed. */
gboolean hs_http_check_head (const HsHttpRequest *request, SoupMessage *msg,
                             HsHttpResponse *response, GError **error);
/* Most bytes of the body that are read. */
guint64 hs_http_body_limit (const HsHttpRequest *request, const HsHttpLimits *limits, guint status);
/* Looks at the whole answer. body is consumed; whole: it was read to its end. */
gboolean hs_http_check_body (const HsHttpRequest *request, HsWorld *world, GByteArray *body,
                             gboolean whole, HsHttpResponse *response, GError **error);

G_END_DECLS
