/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF by poppler. A page stays as it is where the limit allows; over the limit, pages with pictures
 * go down the ladder as pictures, pages of text and lines stay text. */
#define G_LOG_DOMAIN "hoso"

#include "hs-fit.h"
#include "hs-pdf-file.h"
#include "hs-source.h"

#include <math.h>
#include <poppler.h>

#define MIN_DPI 150.0
#define RASTER_DPI 300.0
#define MAX_BILEVEL_DPI 600.0
#define MAX_RASTER_PIXELS 40000000.0
#define COVERS_PAGE 0.7      /* of its area: the page is a scan */
#define MAX_SCANS_CHECKED 20 /* pages looked at for the resolution warning */
#define MAX_REWRITE_PAGES 50 /* more are not written anew before going down the ladder */
#define COLOUR_DISTANCE 24   /* between channels: less is a scanner's gray */
#define COLOUR_SHARE 0.0001  /* of the pixels: a small red stamp is more */
#define RUNG_WHOLE (-1)      /* all pages anew, nothing turned into pictures */

typedef enum
{
  PAGE_UNKNOWN = 0,
  PAGE_DRAWN,   /* text and lines */
  PAGE_PICTURE, /* has pictures */
  PAGE_BILEVEL, /* one black and white scan and nothing else */
} PageKind;

typedef struct
{
  PageKind kind;
  double dpi; /* of the scan that covers the page; 0 when none does */
} PdfPage;

typedef struct
{
  HsSource parent;
  PopplerDocument *document; /* (owned) */
  PdfPage *pages;            /* (owned) one a page, filled when asked for */
  gboolean locked;           /* it is encrypted, with or without a password for reading */
} HsPdfSource;

/* This poppler declares no autoptr, later ones do. */
typedef PopplerPage HsPopplerPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPopplerPage, g_object_unref)

static const HsPageSize *
get_size (HsPdfSource *self, guint page)
{
  return &g_array_index (self->parent.sizes, HsPageSize, page);
}

static void
pdf_source_free (HsSource *source)
{
  HsPdfSource *self = (HsPdfSource *) source;

  g_clear_object (&self->document);
  g_free (self->pages);
  hs_source_clear (source);
  g_free (self);
}

static gboolean
draw_page (HsPdfSource *self, guint page, cairo_surface_t *surface, double scale, GError **error)
{
  g_autoptr (HsPopplerPage) poppler_page = poppler_document_get_page (self->document, (int) page);
  cairo_t *cr;
  cairo_status_t status;

  if (poppler_page == NULL)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED, "Page %u of the PDF is damaged",
                           page + 1);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (poppler_page, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED,
                           "Page %u of the PDF cannot be drawn: %s", page + 1,
                           cairo_status_to_string (status));
  return TRUE;
}

static gboolean
pdf_source_draw (HsSource *source, guint page, guint width, guint height, guint8 *pixels,
                 GError **error)
{
  HsPdfSource *self = (HsPdfSource *) source;
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
    pixels, CAIRO_FORMAT_ARGB32, (int) width, (int) height, (int) width * 4);
  gboolean ok = draw_page (self, page, surface, width / get_size (self, page)->width, error);
  guint32 *words = (guint32 *) (gpointer) pixels;

  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  for (gsize i = 0; i < (gsize) width * height; i++)
    words[i] |= 0xff000000u;
  return ok;
}

static char *
pdf_source_text (HsSource *source, guint page)
{
  HsPdfSource *self = (HsPdfSource *) source;
  g_autoptr (HsPopplerPage) poppler_page = poppler_document_get_page (self->document, (int) page);

  return poppler_page != NULL ? poppler_page_get_text (poppler_page) : NULL;
}

/* A picture whose every pixel is black or white. */
static gboolean
is_black_and_white (cairo_surface_t *image)
{
  cairo_format_t format = cairo_image_surface_get_format (image);
  const guint8 *data = cairo_image_surface_get_data (image);

  if (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32)
    return format == CAIRO_FORMAT_A1;
  for (int y = 0; y < cairo_image_surface_get_height (image); y++)
    {
      const guint32 *line =
        (const guint32 *) (gconstpointer) (data + (gsize) y *
                                                    (gsize) cairo_image_surface_get_stride (image));

      for (int x = 0; x < cairo_image_surface_get_width (image); x++)
        if ((line[x] & 0xffffff) != 0 && (line[x] & 0xffffff) != 0xffffff)
          return FALSE;
    }
  return TRUE;
}

/* The page is one scan: its resolution, and whether it is black and white. */
static void
look_at_scan (PopplerPage *page, const PopplerImageMapping *mapping, const HsPageSize *size,
              PdfPage *facts)
{
  double width = fabs (mapping->area.x2 - mapping->area.x1);
  double height = fabs (mapping->area.y2 - mapping->area.y1);
  g_autofree char *text = poppler_page_get_text (page);
  cairo_surface_t *image;

  if (width * height < COVERS_PAGE * size->width * size->height || width <= 0 || height <= 0)
    return;
  image = poppler_page_get_image (page, mapping->image_id);
  if (image == NULL)
    return;
  if (cairo_surface_get_type (image) == CAIRO_SURFACE_TYPE_IMAGE)
    {
      double across = cairo_image_surface_get_width (image) / (width / 72.0);
      double down = cairo_image_surface_get_height (image) / (height / 72.0);

      facts->dpi = MIN (across, down);
      if ((text == NULL || text[0] == '\0') && is_black_and_white (image))
        facts->kind = PAGE_BILEVEL;
    }
  cairo_surface_destroy (image);
}

static const PdfPage *
look_at_page (HsPdfSource *self, guint page)
{
  PdfPage *facts = &self->pages[page];
  g_autoptr (HsPopplerPage) poppler_page = NULL;
  GList *images;

  if (facts->kind != PAGE_UNKNOWN)
    return facts;
  facts->kind = PAGE_DRAWN;
  poppler_page = poppler_document_get_page (self->document, (int) page);
  if (poppler_page == NULL)
    return facts;
  images = poppler_page_get_image_mapping (poppler_page);
  if (images != NULL)
    facts->kind = PAGE_PICTURE;
  if (images != NULL && images->next == NULL)
    look_at_scan (poppler_page, images->data, get_size (self, page), facts);
  poppler_page_free_image_mapping (images);
  return facts;
}

static void
warn_of_low_resolution (HsPdfSource *self)
{
  for (guint i = 0; i < MIN (self->parent.sizes->len, MAX_SCANS_CHECKED); i++)
    {
      double dpi = look_at_page (self, i)->dpi;

      if (dpi > 0 && dpi < MIN_DPI)
        self->parent.warnings |= HS_DOCUMENT_WARNING_LOW_RESOLUTION;
    }
}

/* Colour as 32 bits, gray as 8: what the pixels show, not what the format could. */
static PIX *
pix_from_surface (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  PIX *pix = pixCreate (width, height, 32), *gray;
  gsize n_coloured = 0;

  if (pix == NULL)
    return NULL;
  for (int y = 0; y < height; y++)
    {
      const guint32 *from =
        (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                           (gsize) y *
                                             (gsize) cairo_image_surface_get_stride (surface));
      l_uint32 *to = pixGetData (pix) + (gsize) y * (gsize) pixGetWpl (pix);

      for (int x = 0; x < width; x++)
        {
          int r = (from[x] >> 16) & 0xff, g = (from[x] >> 8) & 0xff, b = from[x] & 0xff;

          to[x] = from[x] << 8;
          n_coloured += ABS (r - g) > COLOUR_DISTANCE || ABS (g - b) > COLOUR_DISTANCE;
        }
    }
  if ((double) n_coloured > COLOUR_SHARE * width * height)
    return pix;
  gray = pixConvertTo8 (pix, FALSE);
  pixDestroy (&pix);
  return gray;
}

/* dpi comes back as it was drawn: less for an enormous page. */
static PIX *
draw_to_pix (HsPdfSource *self, guint page, double *dpi, GError **error)
{
  const HsPageSize *size = get_size (self, page);
  double inches = size->width * size->height / (72.0 * 72.0);
  cairo_surface_t *surface;
  PIX *pix = NULL;

  *dpi = MIN (*dpi, sqrt (MAX_RASTER_PIXELS / inches));
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        MAX (1, (int) lround (size->width / 72.0 * *dpi)),
                                        MAX (1, (int) lround (size->height / 72.0 * *dpi)));
  if (draw_page (self, page, surface, *dpi / 72.0, error))
    {
      pix = pix_from_surface (surface);
      if (pix == NULL)
        hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "No memory for page %u", page + 1);
    }
  cairo_surface_destroy (surface);
  return pix;
}

static HsEncoded *
encode_page (HsPdfSource *self, guint page, int rung, GError **error)
{
  const PdfPage *facts = look_at_page (self, page);
  const HsLadderStep *step = hs_ladder_step ((guint) rung);
  gboolean bilevel = facts->kind == PAGE_BILEVEL;
  double dpi = bilevel         ? MIN (facts->dpi, MAX_BILEVEL_DPI)
               : step->dpi > 0 ? MIN (step->dpi, RASTER_DPI)
                               : RASTER_DPI;
  g_autoptr (HsPix) pix = draw_to_pix (self, page, &dpi, error);

  if (pix == NULL)
    return NULL;
  if (bilevel)
    {
      PIX *binary =
        pixGetDepth (pix) == 8 ? pixThresholdToBinary (pix, 128) : pixConvertTo1 (pix, 128);

      pixDestroy (&pix);
      pix = binary;
    }
  if (pix == NULL)
    {
      hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "No memory for page %u", page + 1);
      return NULL;
    }
  return hs_page_encode (pix, step, dpi, error);
}

static gboolean
write_as_drawn (HsPdfSource *self, HsPdfWriter *writer, guint page, GError **error)
{
  const HsPageSize *size = get_size (self, page);
  g_autoptr (HsPopplerPage) poppler_page = poppler_document_get_page (self->document, (int) page);

  if (poppler_page == NULL)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED, "Page %u of the PDF is damaged",
                           page + 1);
  poppler_page_render_for_printing (poppler_page,
                                    hs_pdf_writer_begin_page (writer, size->width, size->height));
  hs_pdf_writer_end_page (writer);
  return TRUE;
}

static gboolean
write_as_picture (HsPdfSource *self, HsPdfWriter *writer, guint page, int rung, GError **error)
{
  const HsPageSize *size = get_size (self, page);
  g_autoptr (HsEncoded) encoded = encode_page (self, page, rung, error);

  if (encoded == NULL)
    return FALSE;
  hs_pdf_writer_begin_page (writer, size->width, size->height);
  hs_pdf_writer_put_picture (writer, encoded, 1, 0, 0, size->width, size->height);
  hs_pdf_writer_end_page (writer);
  return TRUE;
}

/* Rungs past the ladder's end are its last ones once more, with text pages as pictures too. */
static HsFit
write_pages (HsSource *source, HsPdfWriter *writer, int rung, guint64 max_bytes, GError **error)
{
  HsPdfSource *self = (HsPdfSource *) source;
  int length = (int) hs_ladder_length ();
  gboolean all_pictures = rung >= length;
  gboolean any_picture = FALSE;

  if (all_pictures)
    rung -= 3;
  for (guint i = 0; i < source->sizes->len; i++)
    {
      gboolean drawn =
        rung == RUNG_WHOLE || (!all_pictures && look_at_page (self, i)->kind == PAGE_DRAWN);
      gboolean ok = drawn ? write_as_drawn (self, writer, i, error)
                          : write_as_picture (self, writer, i, rung, error);

      any_picture |= !drawn;
      if (!ok)
        return HS_FIT_FAILED;
      source->dpi = RASTER_DPI;
      source->over = hs_pdf_writer_get_length (writer) / (i + 1) * source->sizes->len;
      if (max_bytes > 0 && hs_pdf_writer_get_length (writer) > max_bytes)
        return any_picture || rung <= HS_LADDER_FIRST_JPEG ? HS_FIT_OVER : HS_FIT_SAME;
    }
  return HS_FIT_DONE;
}

static GBytes *
pdf_source_prepare (HsSource *source, guint64 max_bytes, gint64 seconds, GError **error)
{
  HsPdfSource *self = (HsPdfSource *) source;
  gboolean fits = max_bytes == 0 || g_bytes_get_size (source->bytes) <= max_bytes;

  warn_of_low_resolution (self);
  if (fits && !self->locked)
    return NULL;
  /* Nobody at the office has the password, and what only the owner's protects cannot be stamped, merged or
   * filed there: the PDF is written anew without any. */
  if (self->locked || source->sizes->len <= MAX_REWRITE_PAGES)
    {
      g_autoptr (GError) over = NULL;
      GBytes *pdf =
        hs_fit (source, write_pages, RUNG_WHOLE, RUNG_WHOLE + 1, max_bytes, seconds, &over);

      if (pdf != NULL)
        return pdf;
      if (!g_error_matches (over, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TOO_BIG))
        {
          g_propagate_error (error, g_steal_pointer (&over));
          return NULL;
        }
    }
  return hs_fit (source, write_pages, HS_LADDER_FIRST_JPEG, (int) hs_ladder_length () + 3,
                 max_bytes, seconds, error);
}

static const HsSourceClass pdf_class = {
  .free = pdf_source_free,
  .draw = pdf_source_draw,
  .text = pdf_source_text,
  .prepare = pdf_source_prepare,
};

/* By a stream: poppler_document_new_from_bytes() of 22.12 crashes at a wrong password, where it tries
 * the password in Latin-1 on the bytes it has freed. */
static PopplerDocument *
open_with_password (HsPdfSource *self, const char *password, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (self->parent.bytes);

  return poppler_document_new_from_stream (stream, (goffset) g_bytes_get_size (self->parent.bytes),
                                           password, NULL, error);
}

static gboolean
load_document (HsPdfSource *self, const char *password, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean with_password = FALSE;
  gsize length;
  const guint8 *data = g_bytes_get_data (self->parent.bytes, &length);

  self->document = poppler_document_new_from_bytes (self->parent.bytes, NULL, &reason);
  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) && password != NULL)
    {
      g_clear_error (&reason);
      with_password = TRUE;
      self->document = open_with_password (self, password, &reason);
    }
  self->locked = with_password || hs_pdf_file_is_encrypted (data, length);
  if (self->document != NULL)
    return TRUE;
  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return hs_source_fail (error, HS_DOCUMENT_ERROR_ENCRYPTED,
                           with_password ? "The password does not open the PDF"
                                         : "The PDF is protected by a password");
  return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED, "The PDF is damaged: %s",
                         reason != NULL ? reason->message : "it cannot be opened");
}

static gboolean
read_pages (HsPdfSource *self, const HsSourceLimits *limits, GError **error)
{
  int n_pages = poppler_document_get_n_pages (self->document);

  if (n_pages <= 0)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED, "The PDF has no pages");
  if ((guint) n_pages > limits->max_pages)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_LARGE,
                           "The PDF has %d pages, at most %u can be opened", n_pages,
                           limits->max_pages);
  for (int i = 0; i < n_pages; i++)
    {
      g_autoptr (HsPopplerPage) page = poppler_document_get_page (self->document, i);
      double width = 0, height = 0;

      if (page != NULL)
        poppler_page_get_size (page, &width, &height);
      if (!(width > 0 && width <= HS_RENDER_MAX_POINTS && height > 0 &&
            height <= HS_RENDER_MAX_POINTS))
        return hs_source_fail (error, HS_DOCUMENT_ERROR_DAMAGED, "Page %d of the PDF is damaged",
                               i + 1);
      hs_source_add_page (&self->parent, width, height);
    }
  self->pages = g_new0 (PdfPage, n_pages);
  return TRUE;
}

static void
look_for_warnings (HsPdfSource *self)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->parent.bytes, &length);

  if (poppler_document_has_javascript (self->document) ||
      hs_pdf_file_mentions (data, length, "/JavaScript"))
    self->parent.warnings |= HS_DOCUMENT_WARNING_JAVASCRIPT;
  if (poppler_document_has_attachments (self->document) ||
      hs_pdf_file_mentions (data, length, "/EmbeddedFile"))
    self->parent.warnings |= HS_DOCUMENT_WARNING_EMBEDDED_FILES;
}

HsSource *
hs_pdf_source_open (GBytes *bytes, const HsSourceLimits *limits, GError **error)
{
  HsPdfSource *self = g_new0 (HsPdfSource, 1);
  g_autoptr (HsSource) source = &self->parent;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  hs_source_init (source, &pdf_class, HS_MEDIA_TYPE_PDF, bytes);
  if (!hs_pdf_file_check_whole (data, length, error) ||
      !load_document (self, limits->password, error) || !read_pages (self, limits, error))
    return NULL;
  look_for_warnings (self);
  return g_steal_pointer (&source);
}
