/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

/* Answers with a file: strong ETag, If-None-Match, one Range with If-Range, Repr-Digest (RFC 9530) of
 * the whole. sha256: lower-case hex of bytes. cache: value of Cache-Control. */
void hs_demo_reply_file (HsDemoRequest *request, const char *type, GBytes *bytes,
                         const char *sha256, const char *cache);

G_END_DECLS
