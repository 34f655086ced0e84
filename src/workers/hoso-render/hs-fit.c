/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Down the ladder until the PDF fits the portal's limit. */
#define G_LOG_DOMAIN "hoso"

#include "hs-fit.h"

/* ISO 216: 210 x 297 mm */
#define A4_SHORT (210.0 / 25.4 * 72.0)
#define A4_LONG (297.0 / 25.4 * 72.0)

HsPlacement
hs_place_on_a4 (double width, double height)
{
  HsPlacement place = { A4_SHORT, A4_LONG, 0, 0, 0, 0 };
  double scale;

  if (width > height)
    {
      place.page_width = A4_LONG;
      place.page_height = A4_SHORT;
    }
  scale = MIN (place.page_width / width, place.page_height / height);
  place.width = width * scale;
  place.height = height * scale;
  place.x = (place.page_width - place.width) / 2;
  place.y = (place.page_height - place.height) / 2;
  return place;
}

GBytes *
hs_fit (HsSource *self, HsFitWrite write_pages, int first, int last, guint64 max_bytes,
        gint64 seconds, GError **error)
{
  for (int rung = first; rung < last; rung++)
    {
      g_autoptr (HsPdfWriter) writer = hs_pdf_writer_new (seconds);
      HsFit fit = write_pages (self, writer, rung, max_bytes, error);
      g_autoptr (GBytes) pdf = NULL;

      if (fit == HS_FIT_FAILED)
        return NULL;
      if (fit != HS_FIT_DONE)
        continue;
      pdf = hs_pdf_writer_finish (writer, error);
      if (pdf == NULL)
        return NULL;
      if (max_bytes == 0 || g_bytes_get_size (pdf) <= max_bytes)
        return g_steal_pointer (&pdf);
    }
  hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_BIG,
                  "The document cannot be made smaller than %" G_GUINT64_FORMAT
                  " bytes and stay readable",
                  max_bytes);
  return NULL;
}
