/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PDF and picture files have in common for the helper. */
#define G_LOG_DOMAIN "hoso"

#include "hs-source.h"

gboolean
hs_source_fail (GError **error, HsDocumentError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL && *error == NULL)
    *error = g_error_new_valist (HS_DOCUMENT_ERROR, code, format, args);
  va_end (args);
  return FALSE;
}

void
hs_source_init (HsSource *self, const HsSourceClass *klass, HsMediaType type, GBytes *bytes)
{
  self->klass = klass;
  self->type = type;
  self->bytes = g_bytes_ref (bytes);
  self->sizes = g_array_new (FALSE, FALSE, sizeof (HsPageSize));
}

void
hs_source_clear (HsSource *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->sizes, g_array_unref);
}

void
hs_source_add_page (HsSource *self, double width, double height)
{
  HsPageSize size = { width, height };

  g_array_append_val (self->sizes, size);
}

void
hs_source_free (HsSource *self)
{
  if (self != NULL)
    self->klass->free (self);
}

HsSource *
hs_source_open (GBytes *bytes, const HsSourceLimits *limits, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  HsMediaType type = hs_media_type_sniff (data, length);

  switch (type)
    {
    case HS_MEDIA_TYPE_PDF:
      return hs_pdf_source_open (bytes, limits, error);
    case HS_MEDIA_TYPE_JPEG:
    case HS_MEDIA_TYPE_PNG:
    case HS_MEDIA_TYPE_TIFF:
      return hs_image_source_open (bytes, type, limits, error);
    case HS_MEDIA_TYPE_UNKNOWN:
    default:
      hs_source_fail (error, HS_DOCUMENT_ERROR_TYPE, "Not a PDF, JPEG, PNG or TIFF");
      return NULL;
    }
}
