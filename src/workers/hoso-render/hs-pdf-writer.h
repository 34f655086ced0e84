/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-page-encoder.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Writes a PDF into memory by cairo. The same calls give the same bytes. */
typedef struct _HsPdfWriter HsPdfWriter;

/* seconds since 1970 for the date of creation. */
HsPdfWriter *hs_pdf_writer_new (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;
void hs_pdf_writer_free (HsPdfWriter *self);

/* A page in points; draw on the context, then end it. (transfer none) */
cairo_t *hs_pdf_writer_begin_page (HsPdfWriter *self, double width, double height);
void hs_pdf_writer_end_page (HsPdfWriter *self);
/* Puts an encoded picture, turned by its EXIF orientation, into the box; its bytes are embedded as
 * they are. The box is that of the upright picture. */
void hs_pdf_writer_put_picture (HsPdfWriter *self, const HsEncoded *picture, guint orientation,
                                double x, double y, double width, double height);
/* Bytes written so far; what cairo holds back until the end is not in it. */
gsize hs_pdf_writer_get_length (HsPdfWriter *self);
/* Consumes nothing; the writer can only be freed afterwards. Errors: HS_DOCUMENT_ERROR_HELPER. */
GBytes *hs_pdf_writer_finish (HsPdfWriter *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPdfWriter, hs_pdf_writer_free)

G_END_DECLS
