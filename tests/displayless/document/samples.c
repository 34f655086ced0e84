/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and scans made for the tests of documents, and short ways to ask for things. */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

GBytes *
sample_load (const char *name)
{
  g_autofree char *relative = g_build_filename ("documents", name, NULL);
  g_autofree char *path = hs_test_fixture (relative);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static guint32
paint_at (guint x, guint y, guint width, guint height, guint light)
{
  if (x < width / 4 && y < height / 4)
    return 0xe0101000u;
  if (y % 24 < 4 && x > width / 3 && x < width - width / 10)
    light = 20;
  return light << 24 | light << 16 | light << 8;
}

static void
paint_colour (PIX *pix, guint width, guint height)
{
  guint32 noise = 12345;

  for (guint y = 0; y < height; y++)
    {
      l_uint32 *line = pixGetData (pix) + (gsize) y * (gsize) pixGetWpl (pix);

      for (guint x = 0; x < width; x++)
        {
          noise = noise * 1103515245u + 12345u;
          line[x] = paint_at (x, y, width, height, 225 + (noise >> 28));
        }
    }
}

PIX *
sample_pix (guint width, guint height, SampleLook look)
{
  PIX *colour = pixCreate ((l_int32) width, (l_int32) height, 32), *other;

  if (look == SAMPLE_ALPHA)
    {
      pixSetSpp (colour, 4);
      for (guint y = 0; y < height / 4; y++)
        for (guint x = 0; x < width / 4; x++)
          pixSetPixel (colour, (l_int32) x, (l_int32) y, 0xe01010ff);
      return colour;
    }
  paint_colour (colour, width, height);
  if (look == SAMPLE_COLOUR)
    return colour;
  other = look == SAMPLE_GRAY ? pixConvertTo8 (colour, FALSE) : pixConvertTo1 (colour, 128);
  pixDestroy (&colour);
  return other;
}

static GBytes *
take (l_uint8 *data, size_t length)
{
  GBytes *bytes = g_bytes_new (data, length);

  lept_free (data);
  return bytes;
}

GBytes *
sample_png (guint width, guint height, SampleLook look)
{
  PIX *pix = sample_pix (width, height, look);
  l_uint8 *data;
  size_t length;

  g_assert_cmpint (pixWriteMemPng (&data, &length, pix, 0), ==, 0);
  pixDestroy (&pix);
  return take (data, length);
}

static GBytes *
add_exif (GBytes *jpeg, guint orientation, gboolean big)
{
  static const guint8 little_endian[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0,    0, 'I', 'I',
                                          42,   0,    8, 0,  0,   0,   1,   0,   0x12, 1, 3,   0,
                                          1,    0,    0, 0,  0,   0,   0,   0,   0,    0, 0,   0 };
  static const guint8 big_endian[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,    'M', 'M',
                                       0,    42,   0, 0,  0,   8,   0,   1,   1, 0x12, 0,   3,
                                       0,    0,    0, 1,  0,   0,   0,   0,   0, 0,    0,   0 };
  gsize length;
  const guint8 *data = g_bytes_get_data (jpeg, &length);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 2);
  g_byte_array_append (out, big ? big_endian : little_endian, sizeof little_endian);
  out->data[2 + (big ? 29 : 28)] = (guint8) orientation;
  g_byte_array_append (out, data + 2, (guint) (length - 2));
  g_bytes_unref (jpeg);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
sample_jpeg (guint width, guint height, guint orientation, gboolean big)
{
  PIX *pix = sample_pix (width, height, SAMPLE_COLOUR);
  l_uint8 *data;
  size_t length;
  GBytes *jpeg;

  g_assert_cmpint (pixWriteMemJpeg (&data, &length, pix, 90, 0), ==, 0);
  pixDestroy (&pix);
  jpeg = take (data, length);
  return orientation > 0 ? add_exif (jpeg, orientation, big) : jpeg;
}

GBytes *
sample_tiff (guint width, guint height)
{
  g_autofree char *folder = g_dir_make_tmp ("hoso-tiff-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "two.tif", NULL);
  PIX *bilevel = sample_pix (width, height, SAMPLE_BILEVEL);
  PIX *colour = sample_pix (width, height, SAMPLE_COLOUR);
  char *data;
  gsize length;

  g_assert_cmpint (pixWriteTiff (path, bilevel, IFF_TIFF_G4, "w"), ==, 0);
  g_assert_cmpint (pixWriteTiff (path, colour, IFF_TIFF_LZW, "a"), ==, 0);
  pixDestroy (&bilevel);
  pixDestroy (&colour);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_unlink (path);
  g_rmdir (folder);
  return g_bytes_new_take (data, length);
}

GBytes *
sample_png_bomb (guint32 width, guint32 height)
{
  static const guint8 end[] = { 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };
  GByteArray *out = g_byte_array_new ();
  guint32 be;

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  be = GUINT32_TO_BE (width);
  g_byte_array_append (out, (const guint8 *) &be, 4);
  be = GUINT32_TO_BE (height);
  g_byte_array_append (out, (const guint8 *) &be, 4);
  g_byte_array_append (out, (const guint8 *) "\x08\x02\0\0\0\0\0\0\0", 9);
  g_byte_array_append (out, end, sizeof end);
  return g_byte_array_free_to_bytes (out);
}

static void
add_object (GString *pdf, GArray *offsets, const char *head, GBytes *stream)
{
  gsize at = pdf->len, length = 0;
  const char *data = stream != NULL ? g_bytes_get_data (stream, &length) : NULL;

  g_array_append_val (offsets, at);
  g_string_append_printf (pdf, "%u 0 obj\n%s\n", offsets->len, head);
  if (data != NULL)
    {
      g_string_append (pdf, "stream\n");
      g_string_append_len (pdf, data, (gssize) length);
      g_string_append (pdf, "\nendstream\n");
    }
  g_string_append (pdf, "endobj\n");
}

/* Raw samples of a look, as DeviceRGB, DeviceGray of 8 or of 1 bit; ASCII-free and uncompressed for
 * 1 bit, JPEG for the others: what scanners write. */
static GBytes *
scan_stream (guint width, guint height, SampleLook look, char **head)
{
  PIX *pix = sample_pix (width, height, look);
  l_uint8 *data;
  size_t length;
  GBytes *bytes;

  if (look == SAMPLE_BILEVEL)
    {
      gsize line = (width + 7) / 8;
      guint8 *raw = g_malloc (line * height);

      for (guint y = 0; y < height; y++)
        for (gsize i = 0; i < line; i++)
          {
            l_uint32 *words = pixGetData (pix) + (gsize) y * (gsize) pixGetWpl (pix);

            raw[y * line + i] = (guint8) ~GET_DATA_BYTE (words, i);
          }
      bytes = g_bytes_new_take (raw, line * height);
    }
  else
    {
      g_assert_cmpint (pixWriteMemJpeg (&data, &length, pix, 95, 0), ==, 0);
      bytes = take (data, length);
    }
  pixDestroy (&pix);
  *head =
    g_strdup_printf ("<< /Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /%s "
                     "/BitsPerComponent %d %s /Length %" G_GSIZE_FORMAT " >>",
                     width, height, look == SAMPLE_COLOUR ? "DeviceRGB" : "DeviceGray",
                     look == SAMPLE_BILEVEL ? 1 : 8,
                     look == SAMPLE_BILEVEL ? "" : "/Filter /DCTDecode", g_bytes_get_size (bytes));
  return bytes;
}

GBytes *
sample_scan_pdf (guint n_pages, guint width, guint height, SampleLook look)
{
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GString) kids = g_string_new (NULL);
  g_autoptr (GBytes) draw = g_bytes_new_static ("q 595 0 0 842 0 0 cm /I Do Q", 28);
  g_autofree char *picture_head = NULL;
  g_autoptr (GBytes) stream = NULL;
  gsize xref;

  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (kids, "%u 0 R ", 4 + 2 * i);
  {
    g_autofree char *tree =
      g_strdup_printf ("<< /Type /Pages /Kids [%s] /Count %u >>", kids->str, n_pages);

    add_object (pdf, offsets, "<< /Type /Catalog /Pages 2 0 R >>", NULL);
    add_object (pdf, offsets, tree, NULL);
  }
  add_object (pdf, offsets, "<< /Length 28 >>", draw);
  stream = scan_stream (width, height, look, &picture_head);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *page =
        g_strdup_printf ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
                         "/Resources << /XObject << /I %u 0 R >> >> >>",
                         5 + 2 * i);

      add_object (pdf, offsets, page, NULL);
      add_object (pdf, offsets, picture_head, stream);
    }
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (pdf, "%010" G_GSIZE_FORMAT " 00000 n \n",
                            g_array_index (offsets, gsize, i));
  g_string_append_printf (
    pdf, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
    offsets->len + 1, xref);
  return g_string_free_to_bytes (pdf);
}

GBytes *
sample_cut (GBytes *bytes, gsize length)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (length, g_bytes_get_size (bytes)));
}

guint32
sample_pixel (const HsPixels *pixels, int x, int y)
{
  guint32 word;

  g_assert_cmpint (x, <, pixels->width);
  g_assert_cmpint (y, <, pixels->height);
  memcpy (&word,
          (const guint8 *) g_bytes_get_data (pixels->bytes, NULL) + (gsize) y * pixels->stride +
            (gsize) x * 4,
          4);
  g_assert_cmphex (word >> 24, ==, 0xff);
  return word & 0xffffff;
}

gboolean
sample_is_near (guint32 pixel, guint32 colour)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) ((pixel >> shift) & 0xff) - (int) ((colour >> shift) & 0xff)) > 24)
      {
        g_test_message ("#%06x is not near #%06x", pixel, colour);
        return FALSE;
      }
  return TRUE;
}

HsDocument *
sample_open (HsWorld *world, GBytes *bytes, const char *password, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_document_open_async (world, bytes, password, NULL, hs_test_result_cb, &waiting);
  result = hs_test_await (&waiting);
  return hs_document_open_finish (result, error);
}

HsPixels *
sample_render (HsDocument *document, guint page, guint width, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_document_render_async (document, page, width, NULL, hs_test_result_cb, &waiting);
  result = hs_test_await (&waiting);
  return hs_document_render_finish (document, result, error);
}

char *
sample_text (HsDocument *document, guint page, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_document_get_text_async (document, page, NULL, hs_test_result_cb, &waiting);
  result = hs_test_await (&waiting);
  return hs_document_get_text_finish (document, result, error);
}

HsPrepared *
sample_prepare (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
                GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_prepare_async (world, bytes, max_bytes, password, NULL, hs_test_result_cb, &waiting);
  result = hs_test_await (&waiting);
  return hs_prepare_finish (result, error);
}

void
sample_wait_gone (GWeakRef *weak)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GObject *object;

  while ((object = g_weak_ref_get (weak)) != NULL)
    {
      g_object_unref (object);
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  g_weak_ref_clear (weak);
}

void
sample_close (HsDocument *document)
{
  GWeakRef weak;

  g_weak_ref_init (&weak, document);
  g_object_unref (document);
  sample_wait_gone (&weak);
}

void
sample_use_helper (HsWorld *world, const char *program)
{
  g_autofree char *target = g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "tests", "displayless",
                                              "document", program, NULL);
  g_autofree char *link = NULL;

  g_free (world->worker_dir);
  world->worker_dir = g_build_filename (world->data_dir, program, NULL);
  g_assert_cmpint (g_mkdir (world->worker_dir, 0700), ==, 0);
  link = g_build_filename (world->worker_dir, "hoso-render", NULL);
  g_assert_cmpint (symlink (target, link), ==, 0);
}
