/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening foreign documents: what is found, what is shown, and what is refused with which reason. */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include <string.h>

#define WHITE 0xffffff

static void
test_facts (void)
{
  static const struct
  {
    const char *name;
    guint n_pages;
    HsDocumentWarnings warnings;
  } cases[] = {
    { "one-page.pdf", 1, HS_DOCUMENT_WARNING_NONE },
    { "three-pages.pdf", 3, HS_DOCUMENT_WARNING_NONE },
    { "linearized.pdf", 3, HS_DOCUMENT_WARNING_NONE },
    { "vietnamese-text.pdf", 1, HS_DOCUMENT_WARNING_NONE },
    { "javascript.pdf", 1, HS_DOCUMENT_WARNING_JAVASCRIPT },
    { "embedded-file.pdf", 1, HS_DOCUMENT_WARNING_EMBEDDED_FILES },
    { "owner-locked.pdf", 1, HS_DOCUMENT_WARNING_NONE },
  };
  HsWorld *world = hs_test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = sample_load (cases[i].name);
      g_autoptr (GError) error = NULL;
      HsDocument *document = sample_open (world, bytes, NULL, &error);

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      g_assert_cmpstr (hs_document_get_media_type (document), ==, "application/pdf");
      g_assert_cmpuint (hs_document_get_n_pages (document), ==, cases[i].n_pages);
      g_assert_cmpuint (hs_document_get_warnings (document), ==, cases[i].warnings);
      sample_close (document);
    }
  hs_test_world_free (world);
}

static void
test_pages (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("three-pages.pdf");
  g_autoptr (GError) error = NULL;
  HsDocument *document = sample_open (world, bytes, NULL, &error);
  HsPixels *pixels;

  g_assert_no_error (error);
  g_assert_cmpfloat (hs_document_get_page_size (document, 0)->width, ==, 595);
  g_assert_cmpfloat (hs_document_get_page_size (document, 1)->height, ==, 420);
  /* /Rotate 90: the page lies */
  g_assert_cmpfloat (hs_document_get_page_size (document, 2)->width, ==, 842);

  pixels = sample_render (document, 0, 300, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixels->width, ==, 300);
  g_assert_cmpint (pixels->height, ==, 425);
  g_assert_cmphex (sample_pixel (pixels, 10, 10), ==, 0xff0000);
  g_assert_cmphex (sample_pixel (pixels, 290, 10), ==, WHITE);
  g_assert_cmphex (sample_pixel (pixels, 10, 415), ==, WHITE);
  hs_pixels_free (pixels);

  pixels = sample_render (document, 1, 300, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixels->height, ==, 212);
  g_assert_cmphex (sample_pixel (pixels, 150, 100), ==, 0x0000ff);
  hs_pixels_free (pixels);

  pixels = sample_render (document, 2, 300, &error);
  g_assert_no_error (error);
  g_assert_cmphex (sample_pixel (pixels, 290, 10), ==, 0x00ff00);
  g_assert_cmphex (sample_pixel (pixels, 10, 10), ==, WHITE);
  hs_pixels_free (pixels);
  sample_close (document);
  hs_test_world_free (world);
}

static guint
count_dark (const HsPixels *pixels)
{
  guint n = 0;

  for (int y = 0; y < pixels->height; y++)
    for (int x = 0; x < pixels->width; x++)
      n += (sample_pixel (pixels, x, y) & 0xff) < 128;
  return n;
}

static void
test_vietnamese (void)
{
  static const char *const names[] = { "vietnamese-text.pdf", "vietnamese-not-embedded.pdf" };
  HsWorld *world = hs_test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = sample_load (names[i]);
      g_autoptr (GError) error = NULL;
      HsDocument *document = sample_open (world, bytes, NULL, &error);
      g_autoptr (HsPixels) pixels = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = sample_text (document, 0, &error);
      g_assert_no_error (error);
      g_assert_nonnull (strstr (text, "Cộng hòa xã hội"));
      pixels = sample_render (document, 0, 600, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_dark (pixels), >, 500);
      sample_close (document);
    }
  hs_test_world_free (world);
}

static void
test_password (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("encrypted.pdf");
  g_autofree char *long_password = g_strnfill (2000, 'x');
  const char *wrong[] = { NULL, "", "sai", long_password };
  g_autoptr (GError) error = NULL;
  HsDocument *document;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (sample_open (world, bytes, wrong[i], &refused));
      g_assert_error (refused, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_ENCRYPTED);
    }
  document = sample_open (world, bytes, "mat-khau", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hs_document_get_n_pages (document), ==, 1);
  sample_close (document);
  hs_test_world_free (world);
}

static void
assert_refused (HsWorld *world, const char *what, GBytes *bytes, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) prepare_error = NULL;

  g_test_message ("%s", what);
  g_assert_null (sample_open (world, bytes, NULL, &error));
  g_assert_error (error, HS_DOCUMENT_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_test_message ("  %s", error->message);
  g_assert_null (sample_prepare (world, bytes, 0, NULL, &prepare_error));
  g_assert_error (prepare_error, HS_DOCUMENT_ERROR, code);
}

static void
test_refused_by_content (void)
{
  static const struct
  {
    const char *bytes;
    int length;
    int code;
  } cases[] = {
    { "", 0, HS_DOCUMENT_ERROR_EMPTY },
    { "<!DOCTYPE html><html><body>%PDF-1.4 not found</body>", -1, HS_DOCUMENT_ERROR_TYPE },
    { "  \n<html>404</html>", -1, HS_DOCUMENT_ERROR_TYPE },
    { "PK\003\004 docx", -1, HS_DOCUMENT_ERROR_TYPE },
    { "GIF89a", -1, HS_DOCUMENT_ERROR_TYPE },
    { "x", 1, HS_DOCUMENT_ERROR_TYPE },
    { "\0\0\0\0\0\0\0\0", 8, HS_DOCUMENT_ERROR_TYPE },
    { "%PDF-1.4\n", -1, HS_DOCUMENT_ERROR_DAMAGED },
    { "%PDF-1.4\nstartxref\n0\n%%EOF\n", -1, HS_DOCUMENT_ERROR_DAMAGED },
    { "%PDF-1.4\nstartxref\n99999\n%%EOF\n", -1, HS_DOCUMENT_ERROR_DAMAGED },
    { "\xff\xd8\xff", 3, HS_DOCUMENT_ERROR_DAMAGED },
    { "\xff\xd8\xff\xd9", 4, HS_DOCUMENT_ERROR_DAMAGED },
    { "\x89PNG\r\n\x1a\n", 8, HS_DOCUMENT_ERROR_DAMAGED },
    { "II*\0\xff\xff\xff\xff", 8, HS_DOCUMENT_ERROR_DAMAGED },
  };
  HsWorld *world = hs_test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length < 0 ? strlen (cases[i].bytes) : (gsize) cases[i].length;
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, length);
      g_autofree char *what = g_strdup_printf ("case %" G_GSIZE_FORMAT, i);

      assert_refused (world, what, bytes, cases[i].code);
    }
  hs_test_world_free (world);
}

static void
test_cut (void)
{
  HsWorld *world = hs_test_world_new ();
  static const char *const names[] = { "three-pages.pdf", "vietnamese-text.pdf", "linearized.pdf",
                                       NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = names[i] != NULL ? sample_load (names[i])
                                 : i == 3         ? sample_jpeg (320, 240, 1, FALSE)
                                                  : sample_png (320, 240, SAMPLE_COLOUR);
      gsize length = g_bytes_get_size (whole);

      /* at 16 places from the head to the last byte but the end of line */
      for (guint n = 1; n <= 16; n++)
        {
          g_autoptr (GBytes) part = sample_cut (whole, MAX (16, (length - 3) * n / 16));
          g_autofree char *what =
            g_strdup_printf ("%s cut to %" G_GSIZE_FORMAT, names[i] != NULL ? names[i] : "picture",
                             g_bytes_get_size (part));
          g_autoptr (GError) error = NULL;

          g_test_message ("%s", what);
          g_assert_null (sample_open (world, part, NULL, &error));
          g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_DAMAGED);
        }
    }
  hs_test_world_free (world);
}

static GBytes *
spoil (GBytes *bytes, gsize from, gsize n)
{
  gsize length;
  gpointer data = g_bytes_unref_to_data (bytes, &length);

  for (gsize i = from; i < MIN (from + n, length); i++)
    ((guint8 *) data)[i] ^= 0x5a;
  return g_bytes_new_take (data, length);
}

static void
test_spoilt_pictures (void)
{
  HsWorld *world = hs_test_world_new ();
  GBytes *jpeg = sample_jpeg (640, 480, 0, FALSE);
  gsize jpeg_length = g_bytes_get_size (jpeg);
  GBytes *png = sample_png (640, 480, SAMPLE_COLOUR);
  gsize png_length = g_bytes_get_size (png);

  jpeg = spoil (jpeg, jpeg_length / 2, 400);
  png = spoil (png, png_length / 2, 40);
  assert_refused (world, "JPEG with 400 wrong bytes in the middle", jpeg,
                  HS_DOCUMENT_ERROR_DAMAGED);
  assert_refused (world, "PNG with 40 wrong bytes in the middle", png, HS_DOCUMENT_ERROR_DAMAGED);
  g_bytes_unref (jpeg);
  g_bytes_unref (png);
  hs_test_world_free (world);
}

static void
test_bombs (void)
{
  static const guint32 sizes[][2] = { { 10001, 10000 },
                                      { 0x7fffffff, 0x7fffffff },
                                      { 1, 200000000 } };
  HsWorld *world = hs_test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bomb = sample_png_bomb (sizes[i][0], sizes[i][1]);

      assert_refused (world, "PNG of enormous size", bomb, HS_DOCUMENT_ERROR_TOO_LARGE);
    }
  {
    g_autoptr (GBytes) hollow = sample_png_bomb (9000, 9000);

    assert_refused (world, "PNG without the pixels it promises", hollow, HS_DOCUMENT_ERROR_DAMAGED);
  }
  hs_test_world_free (world);
}

static GBytes *
many_pages (guint n_pages)
{
  GString *pdf = g_string_new ("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
  g_autoptr (GString) table = g_string_new ("0000000000 65535 f \n0000000009 00000 n \n");
  gsize xref;

  g_string_append_printf (table, "%010" G_GSIZE_FORMAT " 00000 n \n", pdf->len);
  g_string_append_printf (pdf, "2 0 obj\n<< /Type /Pages /Count %u /Kids [", n_pages);
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (pdf, "%u 0 R ", 3 + i);
  g_string_append (pdf, "] >>\nendobj\n");
  for (guint i = 0; i < n_pages; i++)
    {
      g_string_append_printf (table, "%010" G_GSIZE_FORMAT " 00000 n \n", pdf->len);
      g_string_append_printf (
        pdf, "%u 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] >>\nendobj\n", 3 + i);
    }
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n%strailer\n<< /Size %u /Root 1 0 R >>\n", n_pages + 3,
                          table->str, n_pages + 3);
  g_string_append_printf (pdf, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  return g_string_free_to_bytes (pdf);
}

static void
test_too_many_pages (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) most = many_pages (2000);
  g_autoptr (GBytes) more = many_pages (2001);
  g_autoptr (GError) error = NULL;
  HsDocument *document = sample_open (world, most, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hs_document_get_n_pages (document), ==, 2000);
  sample_close (document);
  assert_refused (world, "2001 pages", more, HS_DOCUMENT_ERROR_TOO_LARGE);
  hs_test_world_free (world);
}

/* Where the red square of a picture is after turning: for each EXIF value, x and y of its corner. */
static void
test_orientation (void)
{
  static const struct
  {
    gboolean right, bottom;
  } corner[9] = { { 0 },    { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 },
                  { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  HsWorld *world = hs_test_world_new ();

  for (guint o = 1; o <= 8; o++)
    for (int big = 0; big <= 1; big++)
      {
        g_autoptr (GBytes) jpeg = sample_jpeg (1200, 800, o, big);
        g_autoptr (GError) error = NULL;
        g_autoptr (HsPixels) pixels = NULL;
        HsDocument *document = sample_open (world, jpeg, NULL, &error);
        const HsPageSize *size;
        int x, y;

        g_test_message ("orientation %u", o);
        g_assert_no_error (error);
        g_assert_cmpstr (hs_document_get_media_type (document), ==, "image/jpeg");
        size = hs_document_get_page_size (document, 0);
        g_assert_true ((size->width > size->height) == (o < 5));
        pixels = sample_render (document, 0, 200, &error);
        g_assert_no_error (error);
        x = corner[o].right ? pixels->width - 8 : 8;
        y = corner[o].bottom ? pixels->height - 8 : 8;
        sample_assert_red (sample_pixel (pixels, x, y));
        g_assert_false (sample_is_near (sample_pixel (pixels, pixels->width - 1 - x, y), 0xe01010));
        g_assert_false (
          sample_is_near (sample_pixel (pixels, x, pixels->height - 1 - y), 0xe01010));
        sample_close (document);
      }
  hs_test_world_free (world);
}

static void
test_pictures (void)
{
  HsWorld *world = hs_test_world_new ();
  struct
  {
    const char *what;
    GBytes *bytes;
    guint32 corner, elsewhere;
    guint n_pages;
    gboolean low;
  } cases[] = {
    { "gray", sample_png (800, 1100, SAMPLE_GRAY), 0x505050, 0xe8e8e8, 1, TRUE },
    { "bilevel", sample_png (2480, 3508, SAMPLE_BILEVEL), 0x000000, WHITE, 1, FALSE },
    { "alpha", sample_png (1300, 1800, SAMPLE_ALPHA), 0xe01010, WHITE, 1, FALSE },
    { "small", sample_png (40, 30, SAMPLE_COLOUR), 0xe01010, 0xe8e8e8, 1, TRUE },
    { "tiff", sample_tiff (1300, 1800), 0x000000, WHITE, 2, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HsPixels) pixels = NULL;
      g_autofree char *text = NULL;
      HsDocument *document = sample_open (world, cases[i].bytes, NULL, &error);

      g_test_message ("%s", cases[i].what);
      g_assert_no_error (error);
      g_assert_cmpuint (hs_document_get_n_pages (document), ==, cases[i].n_pages);
      g_assert_cmpuint (hs_document_get_warnings (document), ==,
                        cases[i].low ? HS_DOCUMENT_WARNING_LOW_RESOLUTION : 0);
      pixels = sample_render (document, 0, 240, &error);
      g_assert_no_error (error);
      g_assert_true (sample_is_near (sample_pixel (pixels, 4, 4), cases[i].corner));
      g_assert_true (
        sample_is_near (sample_pixel (pixels, 4, pixels->height - 4), cases[i].elsewhere));
      text = sample_text (document, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, "");
      sample_close (document);
      g_bytes_unref (cases[i].bytes);
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/open/facts", test_facts);
  g_test_add_func ("/document/open/pages", test_pages);
  g_test_add_func ("/document/open/vietnamese", test_vietnamese);
  g_test_add_func ("/document/open/password", test_password);
  g_test_add_func ("/document/open/refused-by-content", test_refused_by_content);
  g_test_add_func ("/document/open/cut", test_cut);
  g_test_add_func ("/document/open/spoilt-pictures", test_spoilt_pictures);
  g_test_add_func ("/document/open/bombs", test_bombs);
  g_test_add_func ("/document/open/too-many-pages", test_too_many_pages);
  g_test_add_func ("/document/open/orientation", test_orientation);
  g_test_add_func ("/document/open/pictures", test_pictures);
  return g_test_run ();
}
