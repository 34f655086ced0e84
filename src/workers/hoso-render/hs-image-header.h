/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is known of a picture before any decoder sees it. */
typedef struct
{
  guint width, height; /* pixels as stored, before turning */
  guint components;    /* JPEG only: 1, 3 or 4 */
  guint bits;          /* per component */
  guint orientation;   /* EXIF 1..8: how it must be turned to stand upright */
  gboolean common;     /* a JPEG every PDF reader decodes: Huffman, 8 bit, gray or colour */
  gsize end;           /* one past the end of the picture in the file */
} HsImageHeader;

/* Walks all markers (chunks) to the end of the picture without decoding it.
 * Errors: HS_DOCUMENT_ERROR_DAMAGED says at which byte. Source: ITU-T T.81 annex B, EXIF 2.3 4.6.4;
 * PNG (ISO/IEC 15948) clause 5. */
gboolean
hs_jpeg_header_read (const guint8 *data, gsize length, HsImageHeader *header, GError **error);
gboolean
hs_png_header_read (const guint8 *data, gsize length, HsImageHeader *header, GError **error);

G_END_DECLS
