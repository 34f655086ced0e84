/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-portal-error.h"

G_BEGIN_DECLS

/* Private to portal. Where an answer came from, as far as it changes what its status means. */
typedef enum
{
  HS_PROBLEM_DEFAULT = 0,
  HS_PROBLEM_ACTS = 1 << 0,   /* the request changes something: a server error leaves that open */
  HS_PROBLEM_UPLOAD = 1 << 1, /* tus: 404 is GONE, 409 is OFFSET */
  HS_PROBLEM_OAUTH = 1 << 2,  /* the body has RFC 6749's "error" */
} HsProblemFlags;

/* The error of an answer with status 300..599. body (nullable) need not be what media_type (nullable) says;
 * then the status alone decides. retry_after in seconds, 0 none. Never fails. Thread: any.
 * Source: RFC 9457, RFC 6749 5.2, data/portal-api/openapi.yaml. */
GError *hs_problem_to_error (guint status, const char *media_type, GBytes *body, guint retry_after,
                             HsProblemFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
