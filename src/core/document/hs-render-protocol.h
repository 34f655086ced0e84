/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"
#include "document/hs-media-type.h"

G_BEGIN_DECLS

/* What the application and hoso-render say to each other over a SOCK_SEQPACKET pair, one message a
 * packet: little-endian u32 magic, kind, id, text length; then HS_RENDER_N_ARGS u64; then the text.
 * Bulk (document, sizes, pixels, text, PDF) goes beside it as one sealed memfd by SCM_RIGHTS.
 *
 * kind     args                                       text       descriptor
 * HELLO    version, sandbox layers
 * OPEN     most pages, most pixels                    password   the document
 *   reply  media type, pages, warnings                           page sizes: pages x HsPageSize
 * RENDER   page, width
 *   reply  width, height, stride                                 pixels
 * TEXT     page
 *   reply  length in bytes                                       text, unless length is 0
 * PREPARE  most bytes (0: no limit), seconds of 1970
 *   reply  length, pages, warnings, changed                      PDF, unless changed is 0
 * FAILED   HsDocumentError                            what failed
 * An answer repeats kind and id of its question, or is FAILED with its id. */
#define HS_RENDER_VERSION 1
#define HS_RENDER_N_ARGS 4
#define HS_RENDER_MAX_TEXT 511
#define HS_RENDER_HEADER_BYTES 48
#define HS_RENDER_MAX_MESSAGE (HS_RENDER_HEADER_BYTES + HS_RENDER_MAX_TEXT)

#define HS_RENDER_MAX_PAGES 2000
#define HS_RENDER_MAX_PIXELS 100000000u             /* of one picture */
#define HS_RENDER_MAX_INPUT (256u * 1024 * 1024)    /* bytes of a document */
#define HS_RENDER_MAX_WIDTH 4096                    /* pixels of a rendered page */
#define HS_RENDER_MAX_HEIGHT 16384                  /* pixels of a rendered page */
#define HS_RENDER_MAX_REPLY (256u * 1024 * 1024)    /* bytes of one memfd */
#define HS_RENDER_MAX_PAGE_TEXT (16u * 1024 * 1024) /* bytes of text of one page */
#define HS_RENDER_MAX_POINTS 200000.0               /* side of a page */

typedef enum
{
  HS_RENDER_HELLO = 1,
  HS_RENDER_OPEN = 2,
  HS_RENDER_RENDER = 3,
  HS_RENDER_TEXT = 4,
  HS_RENDER_PREPARE = 5,
  HS_RENDER_FAILED = 6,
} HsRenderKind;

/* Bits of HELLO's second argument. */
enum
{
  HS_RENDER_LAYER_SECCOMP = 1 << 0,
  HS_RENDER_LAYER_LANDLOCK = 1 << 1,
  HS_RENDER_LAYER_RLIMITS = 1 << 2,
};

typedef struct
{
  HsRenderKind kind;
  guint32 id;
  guint64 args[HS_RENDER_N_ARGS];
  char text[HS_RENDER_MAX_TEXT + 1]; /* UTF-8, no NUL inside */
} HsRenderMessage;

/* Writes at most HS_RENDER_MAX_MESSAGE bytes; returns how many. */
gsize hs_render_message_encode (const HsRenderMessage *message, guint8 *buffer);
/* Strict: exact length, known kind, UTF-8. Errors: HS_DOCUMENT_ERROR_HELPER. */
gboolean hs_render_message_decode (const guint8 *data, gsize length, HsRenderMessage *message,
                                   GError **error);
/* A FAILED message for an error of any domain, and back (unknown codes become HELPER). */
void hs_render_message_set_error (HsRenderMessage *message, guint32 id, const GError *failure);
void hs_render_message_get_error (const HsRenderMessage *message, GError **error);

/* Checks of answers, before any of their numbers is used. expected_bytes is what the memfd must
 * hold, 0 when there must be none. Errors: HS_DOCUMENT_ERROR_HELPER. */
gboolean hs_render_check_open (const HsRenderMessage *reply, HsMediaType sniffed,
                               gsize *expected_bytes, GError **error);
gboolean hs_render_check_sizes (const HsPageSize *sizes, guint n_pages, GError **error);
gboolean hs_render_check_render (const HsRenderMessage *reply, const HsPageSize *size, guint width,
                                 gsize *expected_bytes, GError **error);
gboolean hs_render_check_text (const HsRenderMessage *reply, gsize *expected_bytes, GError **error);
gboolean hs_render_check_prepare (const HsRenderMessage *reply, guint n_pages, guint64 max_bytes,
                                  gsize *expected_bytes, GError **error);
/* Height in pixels of a page that is `width` pixels wide; at least 1. */
guint hs_render_height (const HsPageSize *size, guint width);

G_END_DECLS
