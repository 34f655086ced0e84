/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The type of a foreign file by its first bytes. Nothing is decoded here, so it is done before a
 * helper is started, and again in the helper. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-media-type.h"

#include <string.h>

/* Readers accept a PDF header within the first 1024 bytes (ISO 32000-1, annex H.3, note 13). */
#define PDF_HEADER_WINDOW 1024

typedef struct
{
  const char *magic;
  gsize length;
  const char *what;
} Other;

static const Other others[] = {
  { "<!DOCTYPE", 9, "an HTML or XML page" },
  { "<html", 5, "an HTML page" },
  { "<HTML", 5, "an HTML page" },
  { "<?xml", 5, "an XML file" },
  { "PK\003\004", 4, "a ZIP archive or an office document" },
  { "\xd0\xcf\x11\xe0", 4, "an old office document" },
  { "{\\rtf", 5, "an RTF document" },
  { "GIF8", 4, "a GIF picture" },
  { "BM", 2, "a BMP picture" },
  { "RIFF", 4, "a WebP picture or a sound" },
  { "\x7f"
    "ELF",
    4, "a program" },
  { "MZ", 2, "a program" },
};

static gsize
skip_space (const guint8 *data, gsize length)
{
  gsize i = 0;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    i = 3;
  while (i < length && g_ascii_isspace (data[i]))
    i++;
  return i;
}

static gboolean
is_pdf (const guint8 *data, gsize length)
{
  gsize start = skip_space (data, length);

  if (start < length && data[start] == '<')
    return FALSE;
  return length >= 5 && memmem (data, MIN (length, PDF_HEADER_WINDOW), "%PDF-", 5) != NULL;
}

HsMediaType
hs_media_type_sniff (gconstpointer data, gsize length)
{
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return HS_MEDIA_TYPE_JPEG;
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return HS_MEDIA_TYPE_PNG;
  if (length >= 4 && (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0))
    return HS_MEDIA_TYPE_TIFF;
  if (is_pdf (data, length))
    return HS_MEDIA_TYPE_PDF;
  return HS_MEDIA_TYPE_UNKNOWN;
}

const char *
hs_media_type_get_name (HsMediaType type)
{
  switch (type)
    {
    case HS_MEDIA_TYPE_PDF:
      return "application/pdf";
    case HS_MEDIA_TYPE_JPEG:
      return "image/jpeg";
    case HS_MEDIA_TYPE_PNG:
      return "image/png";
    case HS_MEDIA_TYPE_TIFF:
      return "image/tiff";
    case HS_MEDIA_TYPE_UNKNOWN:
    default:
      return NULL;
    }
}

const char *
hs_media_type_describe_unknown (gconstpointer data, gsize length)
{
  const guint8 *bytes = data;
  gsize start = skip_space (bytes, length);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (length - start >= others[i].length &&
        memcmp (bytes + start, others[i].magic, others[i].length) == 0)
      return others[i].what;
  return "a file of another type";
}
