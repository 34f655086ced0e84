/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-pdf-writer.h"
#include "hs-source.h"

G_BEGIN_DECLS

typedef enum
{
  HS_FIT_DONE,   /* all pages are written */
  HS_FIT_OVER,   /* more than the limit already; source->over is set */
  HS_FIT_SAME,   /* nothing would differ from the rung above */
  HS_FIT_FAILED, /* error is set */
} HsFit;

/* Writes every page at one rung. */
typedef HsFit (*HsFitWrite) (HsSource *self, HsPdfWriter *writer, int rung, guint64 max_bytes,
                             GError **error);

/* Goes down the rungs [first, last) until the PDF is within max_bytes (0 = no limit).
 * Errors: HS_DOCUMENT_ERROR_TOO_BIG. */
GBytes *hs_fit (HsSource *self, HsFitWrite write_pages, int first, int last, guint64 max_bytes,
                gint64 seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A paper of A4, upright or lying as the picture is. width and height in pixels or points. The box
 * is the picture fitted into it, centred, in points. */
typedef struct
{
  double page_width, page_height;
  double x, y, width, height;
} HsPlacement;
HsPlacement hs_place_on_a4 (double width, double height);

G_END_DECLS
