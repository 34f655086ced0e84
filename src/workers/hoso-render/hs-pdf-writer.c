/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF by cairo, with JPEG and CCITT G4 bytes embedded unchanged. */
#define G_LOG_DOMAIN "hoso"

#include "hs-pdf-writer.h"

#include "hs-source.h"

#include <cairo-pdf.h>

struct _HsPdfWriter
{
  cairo_surface_t *surface; /* (owned) */
  cairo_t *cr;              /* (owned) */
  GByteArray *out;          /* (owned) */
  cairo_status_t failed;    /* the first error of a picture */
};

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

HsPdfWriter *
hs_pdf_writer_new (gint64 seconds)
{
  HsPdfWriter *self = g_new0 (HsPdfWriter, 1);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (CLAMP (seconds, 0, G_MAXINT32));
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");

  self->out = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append, self->out, 595, 842);
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
  self->cr = cairo_create (self->surface);
  return self;
}

void
hs_pdf_writer_free (HsPdfWriter *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->cr, cairo_destroy);
  if (self->surface != NULL)
    cairo_surface_finish (self->surface);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_byte_array_unref (self->out);
  g_free (self);
}

cairo_t *
hs_pdf_writer_begin_page (HsPdfWriter *self, double width, double height)
{
  cairo_pdf_surface_set_size (self->surface, width, height);
  cairo_save (self->cr);
  return self->cr;
}

void
hs_pdf_writer_end_page (HsPdfWriter *self)
{
  cairo_restore (self->cr);
  cairo_show_page (self->cr);
}

/* Maps the stored unit square to the upright one. Source: EXIF 2.3, 4.6.4 A, Orientation. */
static void
orientation_matrix (guint orientation, cairo_matrix_t *matrix)
{
  /*                                     xx  yx  xy  yy  x0 y0 */
  static const double table[8][6] = { { 1, 0, 0, 1, 0, 0 },   { -1, 0, 0, 1, 1, 0 },
                                      { -1, 0, 0, -1, 1, 1 }, { 1, 0, 0, -1, 0, 1 },
                                      { 0, 1, 1, 0, 0, 0 },   { 0, 1, -1, 0, 1, 0 },
                                      { 0, -1, -1, 0, 1, 1 }, { 0, -1, 1, 0, 0, 1 } };
  const double *row = table[orientation >= 1 && orientation <= 8 ? orientation - 1 : 0];

  cairo_matrix_init (matrix, row[0], row[1], row[2], row[3], row[4], row[5]);
}

static void
unref_bytes (void *data)
{
  g_bytes_unref (data);
}

static cairo_status_t
attach (cairo_surface_t *surface, const char *mime, GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return cairo_surface_set_mime_data (surface, mime, data, length, unref_bytes,
                                      g_bytes_ref (bytes));
}

/* The surface only stands for the picture: cairo writes the attached bytes, not these pixels. */
static cairo_surface_t *
picture_surface (const HsEncoded *picture, cairo_status_t *status)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) picture->width, (int) picture->height);

  *status = cairo_surface_status (surface);
  if (*status != CAIRO_STATUS_SUCCESS)
    return surface;
  if (picture->is_g4)
    {
      g_autofree char *text =
        g_strdup_printf ("Columns=%u Rows=%u K=-1", picture->width, picture->height);
      g_autoptr (GBytes) params = g_bytes_new (text, strlen (text));

      *status = attach (surface, CAIRO_MIME_TYPE_CCITT_FAX, picture->bytes);
      if (*status == CAIRO_STATUS_SUCCESS)
        *status = attach (surface, CAIRO_MIME_TYPE_CCITT_FAX_PARAMS, params);
    }
  else
    *status = attach (surface, CAIRO_MIME_TYPE_JPEG, picture->bytes);
  return surface;
}

void
hs_pdf_writer_put_picture (HsPdfWriter *self, const HsEncoded *picture, guint orientation, double x,
                           double y, double width, double height)
{
  cairo_status_t status;
  cairo_surface_t *surface = picture_surface (picture, &status);
  cairo_matrix_t matrix;

  if (status == CAIRO_STATUS_SUCCESS)
    {
      cairo_save (self->cr);
      cairo_translate (self->cr, x, y);
      cairo_scale (self->cr, width, height);
      orientation_matrix (orientation, &matrix);
      cairo_transform (self->cr, &matrix);
      cairo_scale (self->cr, 1.0 / picture->width, 1.0 / picture->height);
      cairo_set_source_surface (self->cr, surface, 0, 0);
      cairo_paint (self->cr);
      cairo_restore (self->cr);
    }
  else if (self->failed == CAIRO_STATUS_SUCCESS)
    self->failed = status;
  cairo_surface_destroy (surface);
}

gsize
hs_pdf_writer_get_length (HsPdfWriter *self)
{
  return self->out->len;
}

GBytes *
hs_pdf_writer_finish (HsPdfWriter *self, GError **error)
{
  cairo_status_t status = cairo_status (self->cr);

  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  if (self->failed != CAIRO_STATUS_SUCCESS)
    status = self->failed;
  if (status == CAIRO_STATUS_SUCCESS)
    return g_bytes_new (self->out->data, self->out->len);
  hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "The PDF cannot be written: %s",
                  cairo_status_to_string (status));
  return NULL;
}
