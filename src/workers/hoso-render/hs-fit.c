/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Down the ladder until the PDF fits the portal's limit. */
#define G_LOG_DOMAIN "hoso"

#include "hs-fit.h"

/* A rung is left out only when the guess is so many times over the limit. */
#define DOUBT 1.4

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

/* TRUE when this rung cannot be expected to fit, by what the last one tried took. */
static gboolean
is_hopeless (const HsSource *self, int tried, int rung, guint64 max_bytes)
{
  double was, is;

  if (tried < 0 || (guint) MAX (tried, rung) >= hs_ladder_length ())
    return FALSE;
  was = hs_ladder_step_weight (hs_ladder_step ((guint) tried), self->dpi);
  is = hs_ladder_step_weight (hs_ladder_step ((guint) rung), self->dpi);
  return was > 0 && (double) self->over * is / was > DOUBT * (double) max_bytes;
}

GBytes *
hs_fit (HsSource *self, HsFitWrite write_pages, int first, int last, guint64 max_bytes,
        gint64 seconds, GError **error)
{
  int tried = -1;

  for (int rung = first; rung < last; rung++)
    {
      g_autoptr (HsPdfWriter) writer = NULL;
      g_autoptr (GBytes) pdf = NULL;
      HsFit fit;

      if (is_hopeless (self, tried, rung, max_bytes))
        continue;
      writer = hs_pdf_writer_new (seconds);
      fit = write_pages (self, writer, rung, max_bytes, error);
      if (fit == HS_FIT_OVER)
        tried = rung;
      if (fit == HS_FIT_FAILED)
        return NULL;
      if (fit != HS_FIT_DONE)
        continue;
      pdf = hs_pdf_writer_finish (writer, error);
      if (pdf == NULL)
        return NULL;
      if (max_bytes == 0 || g_bytes_get_size (pdf) <= max_bytes)
        return g_steal_pointer (&pdf);
      tried = rung;
      self->over = g_bytes_get_size (pdf);
    }
  hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_BIG,
                  "The document cannot be made smaller than %" G_GUINT64_FORMAT
                  " bytes and stay readable",
                  max_bytes);
  return NULL;
}
