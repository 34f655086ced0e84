/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Picture files by leptonica: JPEG, PNG and TIFF of one or more pages. Sizes are checked before
 * anything is decoded; every page is decoded once when the file is opened, so a damaged one is
 * refused and not sent. */
#define G_LOG_DOMAIN "hoso"

#include "hs-fit.h"
#include "hs-image-header.h"
#include "hs-source.h"

#include <math.h>

#define MIN_DPI 150.0
#define MAX_ENCODE_PIXELS 40000000u /* more than 600 dpi on A4: encoded from a half-size decode */
#define MAX_TIFF_PAGES 200
#define RUNG_AS_IT_IS (-1)

typedef struct
{
  guint width, height; /* pixels, upright */
  gboolean bilevel;
} ImagePage;

typedef struct
{
  HsSource parent;
  HsImageHeader header; /* JPEG and PNG */
  GArray *pages;        /* (owned) (element-type ImagePage) */
  PIX *pix;             /* (owned) (nullable) the page decoded last, not turned */
  guint pix_page;
  guint pix_reduction; /* 1, 2, 4 or 8 */
} HsImageSource;

static const ImagePage *
get_page (HsImageSource *self, guint page)
{
  return &g_array_index (self->pages, ImagePage, page);
}

static PIX *
decode (HsImageSource *self, guint page, guint reduction)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->parent.bytes, &length);

  if (self->parent.type == HS_MEDIA_TYPE_JPEG)
    return pixReadMemJpeg (data, self->header.end, 0, (l_int32) reduction, NULL, 0);
  if (self->parent.type == HS_MEDIA_TYPE_PNG)
    return pixReadMemPng (data, length);
  return pixReadMemTiff (data, length, (l_int32) page);
}

/* The page decoded, at this reduction or finer; borrowed until the next call. */
static PIX *
load (HsImageSource *self, guint page, guint reduction, GError **error)
{
  if (self->parent.type != HS_MEDIA_TYPE_JPEG)
    reduction = 1;
  if (self->pix != NULL && self->pix_page == page && self->pix_reduction <= reduction)
    return self->pix;
  pixDestroy (&self->pix);
  self->pix = hs_pix_normalize (decode (self, page, reduction));
  self->pix_page = page;
  self->pix_reduction = reduction;
  if (self->pix == NULL)
    hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED,
                    "The picture is damaged: page %u cannot be read", page + 1);
  return self->pix;
}

static void
image_source_free (HsSource *source)
{
  HsImageSource *self = (HsImageSource *) source;

  pixDestroy (&self->pix);
  g_array_unref (self->pages);
  hs_source_clear (source);
  g_free (self);
}

/* Exactly width x height, 8 or 32 bits, or near it by a pixel. */
static PIX *
scale_to (PIX *pix, guint width, guint height)
{
  double factor = (double) width / pixGetWidth (pix);
  g_autoptr (HsPix) gray = NULL;

  if (pixGetDepth (pix) != 1)
    return pixScaleToSize (pix, (l_int32) width, (l_int32) height);
  gray = factor < 1 ? pixScaleToGray (pix, (l_float32) factor) : pixConvertTo8 (pix, FALSE);
  return gray != NULL ? pixScaleToSize (gray, (l_int32) width, (l_int32) height) : NULL;
}

static void
copy_pixels (PIX *pix, guint width, guint height, guint8 *pixels)
{
  guint have_width = (guint) pixGetWidth (pix), have_height = (guint) pixGetHeight (pix);
  gboolean colour = pixGetDepth (pix) == 32;

  for (guint y = 0; y < height; y++)
    {
      const l_uint32 *line =
        pixGetData (pix) + (gsize) MIN (y, have_height - 1) * (gsize) pixGetWpl (pix);
      guint32 *out = (guint32 *) (gpointer) pixels + (gsize) y * width;

      for (guint x = 0; x < width; x++)
        {
          guint from = MIN (x, have_width - 1);
          guint32 gray = colour ? 0 : GET_DATA_BYTE (line, from);

          out[x] = 0xff000000u | (colour ? line[from] >> 8 : gray << 16 | gray << 8 | gray);
        }
    }
}

static gboolean
image_source_draw (HsSource *source, guint page, guint width, guint height, guint8 *pixels,
                   GError **error)
{
  HsImageSource *self = (HsImageSource *) source;
  gboolean lying = self->header.orientation >= 5;
  guint reduction = 8;
  g_autoptr (HsPix) upright = NULL;
  PIX *pix;

  while (reduction > 1 && get_page (self, page)->width / reduction < width)
    reduction /= 2;
  pix = load (self, page, reduction, error);
  if (pix == NULL)
    return FALSE;
  upright = hs_pix_turn_upright (scale_to (pix, lying ? height : width, lying ? width : height),
                                 self->header.orientation);
  if (upright == NULL)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "The picture cannot be scaled");
  copy_pixels (upright, width, height, pixels);
  return TRUE;
}

static double
native_dpi (const ImagePage *page)
{
  HsPlacement place = hs_place_on_a4 (page->width, page->height);

  return page->width / (place.width / 72.0);
}

static HsEncoded *
encode_page (HsImageSource *self, guint page, int rung, GError **error)
{
  const ImagePage *facts = get_page (self, page);
  guint reduction = (guint64) facts->width * facts->height > MAX_ENCODE_PIXELS ? 2 : 1;
  HsEncoded *encoded;
  PIX *pix;

  if (rung == RUNG_AS_IT_IS)
    {
      encoded = g_new0 (HsEncoded, 1);
      encoded->bytes = g_bytes_new_from_bytes (self->parent.bytes, 0, self->header.end);
      encoded->width = self->header.width;
      encoded->height = self->header.height;
      return encoded;
    }
  pix = load (self, page, reduction, error);
  if (pix == NULL)
    return NULL;
  return hs_page_encode (pix, hs_ladder_step ((guint) rung),
                         native_dpi (facts) / self->pix_reduction, error);
}

static gboolean
is_idle (HsImageSource *self, int rung)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (!hs_ladder_step_is_idle (hs_ladder_step ((guint) rung), get_page (self, i)->bilevel,
                                 native_dpi (get_page (self, i))))
      return FALSE;
  return TRUE;
}

static HsFit
write_pages (HsSource *source, HsPdfWriter *writer, int rung, guint64 max_bytes, GError **error)
{
  HsImageSource *self = (HsImageSource *) source;

  if (rung > 0 && is_idle (self, rung))
    return HS_FIT_SAME;
  for (guint i = 0; i < self->pages->len; i++)
    {
      const ImagePage *page = get_page (self, i);
      HsPlacement place = hs_place_on_a4 (page->width, page->height);
      g_autoptr (HsEncoded) encoded = encode_page (self, i, rung, error);

      if (encoded == NULL)
        return HS_FIT_FAILED;
      if (max_bytes > 0 &&
          hs_pdf_writer_get_length (writer) + g_bytes_get_size (encoded->bytes) > max_bytes)
        {
          source->over = (hs_pdf_writer_get_length (writer) + g_bytes_get_size (encoded->bytes)) /
                         (i + 1) * self->pages->len;
          source->dpi = native_dpi (page);
          return HS_FIT_OVER;
        }
      hs_pdf_writer_begin_page (writer, place.page_width, place.page_height);
      hs_pdf_writer_put_picture (writer, encoded, self->header.orientation, place.x, place.y,
                                 place.width, place.height);
      hs_pdf_writer_end_page (writer);
    }
  source->dpi = native_dpi (get_page (self, 0));
  return HS_FIT_DONE;
}

static GBytes *
image_source_prepare (HsSource *source, guint64 max_bytes, gint64 seconds, GError **error)
{
  HsImageSource *self = (HsImageSource *) source;
  int first = self->parent.type != HS_MEDIA_TYPE_JPEG ? 0
              : self->header.common                   ? RUNG_AS_IT_IS
                                                      : HS_LADDER_FIRST_JPEG;
  GError *too_big = NULL;
  GBytes *pdf;

  if (first != RUNG_AS_IT_IS)
    return hs_fit (source, write_pages, first, (int) hs_ladder_length (), max_bytes, seconds,
                   error);
  pdf =
    hs_fit (source, write_pages, RUNG_AS_IT_IS, RUNG_AS_IT_IS + 1, max_bytes, seconds, &too_big);
  if (pdf != NULL || !g_error_matches (too_big, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TOO_BIG))
    {
      if (too_big != NULL)
        g_propagate_error (error, too_big);
      return pdf;
    }
  g_clear_error (&too_big);
  return hs_fit (source, write_pages, HS_LADDER_FIRST_JPEG, (int) hs_ladder_length (), max_bytes,
                 seconds, error);
}

static char *
image_source_text (HsSource *self, guint page)
{
  return NULL;
}

static const HsSourceClass image_class = {
  .free = image_source_free,
  .draw = image_source_draw,
  .text = image_source_text,
  .prepare = image_source_prepare,
};

static gboolean
check_pixels (guint64 width, guint64 height, const HsSourceLimits *limits, GError **error)
{
  if (width * height <= limits->max_pixels)
    return TRUE;
  return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_LARGE,
                         "The picture has %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
                         " pixels, at most %" G_GUINT64_FORMAT " in all can be opened",
                         width, height, limits->max_pixels);
}

static void
add_page (HsImageSource *self, guint width, guint height, gboolean bilevel)
{
  gboolean lying = self->header.orientation >= 5;
  ImagePage page = { lying ? height : width, lying ? width : height, bilevel };
  HsPlacement place = hs_place_on_a4 (page.width, page.height);

  g_array_append_val (self->pages, page);
  hs_source_add_page (&self->parent, place.width, place.height);
  if (native_dpi (&page) < MIN_DPI)
    self->parent.warnings |= HS_DOCUMENT_WARNING_LOW_RESOLUTION;
}

static gboolean
open_single (HsImageSource *self, const HsSourceLimits *limits, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->parent.bytes, &length);
  gboolean ok = self->parent.type == HS_MEDIA_TYPE_JPEG
                  ? hs_jpeg_header_read (data, length, &self->header, error)
                  : hs_png_header_read (data, length, &self->header, error);
  PIX *pix;

  if (!ok || !check_pixels (self->header.width, self->header.height, limits, error))
    return FALSE;
  pix = load (self, 0, 8, error);
  if (pix != NULL)
    add_page (self, self->header.width, self->header.height, hs_pix_is_bilevel (pix));
  return pix != NULL;
}

static gboolean
open_tiff (HsImageSource *self, const HsSourceLimits *limits, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->parent.bytes, &length);
  l_int32 width, height;
  guint n = 0;

  self->header.orientation = 1; /* leptonica turns TIFF pages itself */
  while (readHeaderMemTiff (data, length, (l_int32) n, &width, &height, NULL, NULL, NULL, NULL,
                            NULL) == 0)
    {
      PIX *pix;

      if (n >= MIN (limits->max_pages, MAX_TIFF_PAGES))
        return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_LARGE,
                               "The TIFF has more than %u pages", n);
      if (!check_pixels ((guint64) MAX (width, 0), (guint64) MAX (height, 0), limits, error))
        return FALSE;
      pix = load (self, n++, 1, error);
      if (pix == NULL)
        return FALSE;
      add_page (self, (guint) pixGetWidth (pix), (guint) pixGetHeight (pix),
                hs_pix_is_bilevel (pix));
    }
  return n > 0 || hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED,
                                  "The TIFF is damaged or cut: no page can be found");
}

HsSource *
hs_image_source_open (GBytes *bytes, HsMediaType type, const HsSourceLimits *limits, GError **error)
{
  HsImageSource *self = g_new0 (HsImageSource, 1);
  g_autoptr (HsSource) source = &self->parent;

  hs_source_init (source, &image_class, type, bytes);
  self->pages = g_array_new (FALSE, FALSE, sizeof (ImagePage));
  if (type == HS_MEDIA_TYPE_TIFF ? open_tiff (self, limits, error)
                                 : open_single (self, limits, error))
    return g_steal_pointer (&source);
  return NULL;
}
