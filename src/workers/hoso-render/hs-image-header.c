/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Size, orientation and completeness of JPEG and PNG from their markers, so that bombs and cut files
 * are refused before a decoder allocates anything. */
#define G_LOG_DOMAIN "hoso"

#include "hs-image-header.h"

#include "document/hs-document.h"

#include <string.h>

#define EXIF_ORIENTATION 0x0112
#define EXIF_SHORT 3

static gboolean
damaged (GError **error, const char *what, gsize at)
{
  g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_DAMAGED,
               "The picture is damaged or cut: %s at byte %" G_GSIZE_FORMAT, what, at);
  return FALSE;
}

static guint
be16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static guint32
be32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static guint
tiff16 (const guint8 *p, gboolean big)
{
  return big ? be16 (p) : (guint) p[1] << 8 | p[0];
}

static guint32
tiff32 (const guint8 *p, gboolean big)
{
  return big ? be32 (p) : GUINT32_SWAP_LE_BE (be32 (p));
}

/* The orientation in an APP1 segment; 1 when there is none or it makes no sense. */
static guint
exif_orientation (const guint8 *data, gsize length)
{
  const guint8 *tiff = data + 6;
  gboolean big;
  gsize ifd, n;

  if (length < 6 + 8 || memcmp (data, "Exif\0", 6) != 0)
    return 1;
  length -= 6;
  big = tiff[0] == 'M';
  ifd = tiff32 (tiff + 4, big);
  if (tiff16 (tiff + 2, big) != 42 || ifd > length || length - ifd < 2)
    return 1;
  n = MIN (tiff16 (tiff + ifd, big), (length - ifd - 2) / 12);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 *entry = tiff + ifd + 2 + 12 * i;
      guint value = tiff16 (entry + 8, big);

      if (tiff16 (entry, big) == EXIF_ORIENTATION && tiff16 (entry + 2, big) == EXIF_SHORT &&
          tiff32 (entry + 4, big) == 1)
        return value >= 1 && value <= 8 ? value : 1;
    }
  return 1;
}

static gboolean
is_frame (guint marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_frame (const guint8 *segment, gsize length, guint marker, gsize at, HsImageHeader *header,
            GError **error)
{
  if (length < 6 || header->width != 0)
    return damaged (error, "bad frame header", at);
  header->bits = segment[0];
  header->height = be16 (segment + 1);
  header->width = be16 (segment + 3);
  header->components = segment[5];
  if (header->width == 0 || header->height == 0 || header->components == 0)
    return damaged (error, "picture without size", at);
  header->common =
    marker <= 0xc2 && header->bits == 8 && (header->components == 1 || header->components == 3);
  return TRUE;
}

/* From the first byte of a scan's data to the marker that ends it. */
static gsize
skip_scan (const guint8 *data, gsize length, gsize at)
{
  while (at + 1 < length)
    {
      const guint8 *ff = memchr (data + at, 0xff, length - 1 - at);

      if (ff == NULL)
        return length;
      at = (gsize) (ff - data);
      if (ff[1] != 0 && ff[1] != 0xff && !(ff[1] >= 0xd0 && ff[1] <= 0xd7))
        return at;
      at += ff[1] == 0xff ? 1 : 2;
    }
  return length;
}

/* One marker segment at `at`, which is moved past it. done: the end of the picture. */
static gboolean
read_segment (const guint8 *data, gsize length, gsize *at, gboolean *done, HsImageHeader *header,
              GError **error)
{
  guint marker;
  gsize size;

  if (data[*at] != 0xff)
    return damaged (error, "no marker", *at);
  while (*at < length && data[*at] == 0xff)
    (*at)++;
  if (*at >= length)
    return damaged (error, "the file ends", length);
  marker = data[(*at)++];
  *done = marker == 0xd9;
  if (*done || (marker >= 0xd0 && marker <= 0xd8) || marker == 0x01)
    return TRUE;
  if (length - *at < 2 || (size = be16 (data + *at)) < 2 || size > length - *at)
    return damaged (error, "the file ends inside a segment", *at);
  if (is_frame (marker) && !read_frame (data + *at + 2, size - 2, marker, *at, header, error))
    return FALSE;
  if (marker == 0xe1 && header->orientation == 1)
    header->orientation = exif_orientation (data + *at + 2, size - 2);
  *at += size;
  if (marker == 0xda)
    *at = skip_scan (data, length, *at);
  return TRUE;
}

gboolean
hs_jpeg_header_read (const guint8 *data, gsize length, HsImageHeader *header, GError **error)
{
  gsize at = 2;
  gboolean done = FALSE;

  memset (header, 0, sizeof *header);
  header->orientation = 1;
  while (!done)
    {
      if (at >= length)
        return damaged (error, "the file ends before the picture", length);
      if (!read_segment (data, length, &at, &done, header, error))
        return FALSE;
    }
  header->end = at;
  if (header->width == 0)
    return damaged (error, "no picture before the end", at);
  return TRUE;
}

gboolean
hs_png_header_read (const guint8 *data, gsize length, HsImageHeader *header, GError **error)
{
  gsize at = 8;

  memset (header, 0, sizeof *header);
  header->orientation = 1;
  if (length < 33 || memcmp (data + 8, "\0\0\0\rIHDR", 8) != 0)
    return damaged (error, "no header", MIN (length, 8));
  header->width = be32 (data + 16);
  header->height = be32 (data + 20);
  header->bits = data[24];
  if (header->width == 0 || header->height == 0 || header->width > G_MAXINT ||
      header->height > G_MAXINT)
    return damaged (error, "picture without size", 16);
  while (length - at >= 12)
    {
      gsize size = be32 (data + at);
      gboolean last = memcmp (data + at + 4, "IEND", 4) == 0;

      if (size > length - at - 12)
        return damaged (error, "the file ends inside a chunk", at);
      at += size + 12;
      header->end = at;
      if (last)
        return TRUE;
    }
  return damaged (error, "the file ends before the picture", length);
}
