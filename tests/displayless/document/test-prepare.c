/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers made ready for the portal: unchanged where the limit allows, down the ladder where not. The
 * PDF is looked at by programs nobody here wrote (poppler-utils, qpdf). */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include <glib/gstdio.h>
#include <string.h>

static HsPrepared *
prepare_ok (HsWorld *world, GBytes *bytes, guint64 max_bytes)
{
  g_autoptr (GError) error = NULL;
  HsPrepared *prepared = sample_prepare (world, bytes, max_bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (prepared->media_type, ==, "application/pdf");
  if (max_bytes > 0)
    g_assert_cmpuint (g_bytes_get_size (prepared->bytes), <=, max_bytes);
  return prepared;
}

/* Runs a program on the PDF; NULL with a skip when it is not installed. */
static char *
look (HsWorld *world, GBytes *pdf, const char *format)
{
  g_autofree char *path = g_build_filename (world->data_dir, "paper.pdf", NULL);
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *program = NULL;
  char *out = NULL;
  int status;

  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  words = g_strsplit (format, " ", -1);
  program = g_find_program_in_path (words[0]);
  if (program == NULL)
    {
      g_autofree char *why = g_strdup_printf ("%s is not installed", words[0]);

      g_test_skip (why);
      return NULL;
    }
  command = g_strdup_printf ("%s %s", format, path);
  if (strstr (format, "-j") != NULL)
    {
      g_free (command);
      command = g_strdup_printf ("%s %s %s/picture", format, path, world->data_dir);
    }
  g_spawn_command_line_sync (command, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return out;
}

static void
assert_sound (HsWorld *world, GBytes *pdf)
{
  g_autofree char *qpdf = look (world, pdf, "qpdf --check");
  g_autofree char *info = look (world, pdf, "pdfinfo");

  if (qpdf != NULL)
    g_assert_nonnull (strstr (qpdf, "No syntax or stream encoding errors"));
  if (info != NULL)
    g_assert_nonnull (strstr (info, "Encrypted:       no"));
}

/* What our own helper shows of the result. */
static HsPixels *
show (HsWorld *world, GBytes *pdf, guint page, guint width, double *ratio)
{
  g_autoptr (GError) error = NULL;
  HsDocument *document = sample_open (world, pdf, NULL, &error);
  HsPixels *pixels;

  g_assert_no_error (error);
  if (ratio != NULL)
    *ratio = hs_document_get_page_size (document, page)->width /
             hs_document_get_page_size (document, page)->height;
  pixels = sample_render (document, page, width, &error);
  g_assert_no_error (error);
  sample_close (document);
  return pixels;
}

static void
test_pdf_stays (void)
{
  static const char *const names[] = { "one-page.pdf", "three-pages.pdf", "linearized.pdf",
                                       "javascript.pdf", "embedded-file.pdf" };
  HsWorld *world = hs_test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int limited = 0; limited <= 1; limited++)
      {
        g_autoptr (GBytes) bytes = sample_load (names[i]);
        g_autoptr (HsPrepared) prepared =
          prepare_ok (world, bytes, limited ? g_bytes_get_size (bytes) : 0);

        g_assert_true (g_bytes_equal (prepared->bytes, bytes));
        g_assert_false (prepared->changed);
        g_assert_cmpuint (prepared->n_pages, ==, i == 1 || i == 2 ? 3 : 1);
        g_assert_cmpuint (prepared->warnings, ==,
                          i == 3   ? HS_DOCUMENT_WARNING_JAVASCRIPT
                          : i == 4 ? HS_DOCUMENT_WARNING_EMBEDDED_FILES
                                   : HS_DOCUMENT_WARNING_NONE);
      }
  hs_test_world_free (world);
}

static gboolean
contains (GBytes *pdf, GBytes *jpeg)
{
  return memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf),
                 g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg)) != NULL;
}

/* The corner where the red square must show, as in test-open.c. */
static void
test_jpeg_unchanged (void)
{
  static const struct
  {
    gboolean right, bottom;
  } corner[9] = { { 0 },    { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 },
                  { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  HsWorld *world = hs_test_world_new ();

  for (guint o = 1; o <= 8; o++)
    {
      /* the shape of A4, so that the picture fills the page */
      g_autoptr (GBytes) jpeg = sample_jpeg (1754, 1240, o, o % 2 == 0);
      g_autoptr (HsPrepared) prepared = prepare_ok (world, jpeg, g_bytes_get_size (jpeg) + 4000);
      g_autoptr (HsPixels) pixels = NULL;
      double ratio;
      int x, y;

      g_test_message ("orientation %u", o);
      g_assert_true (prepared->changed);
      g_assert_cmpuint (prepared->n_pages, ==, 1);
      g_assert_cmpuint (prepared->warnings, ==, HS_DOCUMENT_WARNING_NONE);
      g_assert_true (contains (prepared->bytes, jpeg));
      pixels = show (world, prepared->bytes, 0, 200, &ratio);
      g_assert_cmpfloat_with_epsilon (ratio, o < 5 ? 297.0 / 210 : 210.0 / 297, 0.001);
      x = corner[o].right ? pixels->width - 8 : 8;
      y = corner[o].bottom ? pixels->height - 8 : 8;
      sample_assert_red (sample_pixel (pixels, x, y));
      g_assert_false (sample_is_near (sample_pixel (pixels, pixels->width - 1 - x, y), 0xe01010));
      g_assert_false (sample_is_near (sample_pixel (pixels, x, pixels->height - 1 - y), 0xe01010));
    }
  hs_test_world_free (world);
}

static void
test_jpeg_extracted_by_peer (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) jpeg = sample_jpeg (1200, 1700, 6, FALSE);
  g_autoptr (HsPrepared) prepared = prepare_ok (world, jpeg, 0);
  g_autofree char *extracted = g_build_filename (world->data_dir, "picture-000.jpg", NULL);
  g_autofree char *said = look (world, prepared->bytes, "pdfimages -j");
  g_autofree char *data = NULL;
  gsize length;

  assert_sound (world, prepared->bytes);
  if (said != NULL)
    {
      g_assert_true (g_file_get_contents (extracted, &data, &length, NULL));
      g_assert_cmpmem (data, length, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
    }
  hs_test_world_free (world);
}

static void
test_same_bytes_again (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) png = sample_png (600, 800, SAMPLE_COLOUR);
  g_autoptr (HsPrepared) once = prepare_ok (world, png, 0);
  g_autoptr (HsPrepared) again = prepare_ok (world, png, 0);

  g_assert_true (g_bytes_equal (once->bytes, again->bytes));
  hs_test_world_free (world);
}

/* One picture, ever smaller limits: always within, ever plainer, at last refused. */
static void
test_ladder (void)
{
  static const guint64 limits[] = { 0, 3000000, 800000, 400000, 250000, 100000, 40000 };
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) jpeg = sample_jpeg (2480, 3508, 6, FALSE);
  gsize last = G_MAXSIZE;

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (HsPrepared) prepared = prepare_ok (world, jpeg, limits[i]);
      g_autoptr (HsPixels) pixels = show (world, prepared->bytes, 0, 400, NULL);
      guint32 corner = sample_pixel (pixels, pixels->width - 10, 10);

      g_test_message ("limit %" G_GUINT64_FORMAT ": %" G_GSIZE_FORMAT " bytes, corner #%06x",
                      limits[i], g_bytes_get_size (prepared->bytes), corner);
      g_assert_cmpuint (g_bytes_get_size (prepared->bytes), <=, last);
      last = g_bytes_get_size (prepared->bytes);
      if (i > 2) /* qpdf takes its time on large ones */
        assert_sound (world, prepared->bytes);
      /* turned right at every rung; colour goes last */
      g_assert_cmpuint (corner & 0xff, <, 120);
      g_assert_cmpuint (sample_pixel (pixels, 10, pixels->height - 10) & 0xff, >, 200);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (sample_prepare (world, jpeg, 2000, NULL, &error));
    g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TOO_BIG);
    g_test_message ("%s", error->message);
  }
  hs_test_world_free (world);
}

static void
test_pictures (void)
{
  HsWorld *world = hs_test_world_new ();
  const struct
  {
    const char *what;
    GBytes *bytes;
    guint n_pages;
    const char *line; /* as pdfimages -list tells: colour space, components, bits, encoding */
    guint32 corner;
  } cases[] = {
    { "colour", sample_png (1240, 1754, SAMPLE_COLOUR), 1, "rgb 3 8 jpeg", 0xe01010 },
    { "gray", sample_png (1240, 1754, SAMPLE_GRAY), 1, "gray 1 8 jpeg", 0x505050 },
    { "bilevel", sample_png (1240, 1754, SAMPLE_BILEVEL), 1, "gray 1 1 ccitt", 0x000000 },
    { "alpha", sample_png (1240, 1754, SAMPLE_ALPHA), 1, "rgb 3 8 jpeg", 0xe01010 },
    { "tiff", sample_tiff (1240, 1754), 2, "gray 1 1 ccitt", 0x000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsPrepared) prepared = prepare_ok (world, cases[i].bytes, 0);
      g_autoptr (HsPixels) pixels = show (world, prepared->bytes, 0, 300, NULL);
      g_autofree char *list = look (world, prepared->bytes, "pdfimages -list");

      g_test_message ("%s: %" G_GSIZE_FORMAT " bytes", cases[i].what,
                      g_bytes_get_size (prepared->bytes));
      g_assert_true (prepared->changed);
      g_assert_cmpuint (prepared->n_pages, ==, cases[i].n_pages);
      g_assert_true (sample_is_near (sample_pixel (pixels, 8, 8), cases[i].corner));
      g_assert_cmpuint (sample_pixel (pixels, 8, pixels->height - 8) & 0xff, >, 200);
      assert_sound (world, prepared->bytes);
      if (list != NULL)
        {
          g_autoptr (GRegex) spaces = g_regex_new (" +", 0, 0, NULL);
          g_autofree char *plain = g_regex_replace_literal (spaces, list, -1, 0, " ", 0, NULL);

          if (strstr (plain, cases[i].line) == NULL)
            g_test_message ("%s", plain);
          g_assert_nonnull (strstr (plain, cases[i].line));
        }
      g_bytes_unref (cases[i].bytes);
    }
  hs_test_world_free (world);
}

static void
test_low_resolution (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) coarse = sample_jpeg (1000, 1414, 0, FALSE);
  g_autoptr (GBytes) fine = sample_jpeg (1300, 1838, 0, FALSE);
  g_autoptr (GBytes) scan = sample_scan_pdf (1, 600, 849, SAMPLE_GRAY);
  g_autoptr (HsPrepared) a = prepare_ok (world, coarse, 0);
  g_autoptr (HsPrepared) b = prepare_ok (world, fine, 0);
  g_autoptr (HsPrepared) c = prepare_ok (world, scan, 0);

  g_assert_cmpuint (a->warnings, ==, HS_DOCUMENT_WARNING_LOW_RESOLUTION);
  g_assert_cmpuint (b->warnings, ==, HS_DOCUMENT_WARNING_NONE);
  g_assert_cmpuint (c->warnings, ==, HS_DOCUMENT_WARNING_LOW_RESOLUTION);
  g_assert_false (c->changed);
  hs_test_world_free (world);
}

static void
test_big_scan_pdf (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) scan = sample_scan_pdf (3, 1654, 2339, SAMPLE_COLOUR);
  gsize whole = g_bytes_get_size (scan);
  static const double parts[] = { 0.9, 0.5, 0.2, 0.05 };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (HsPrepared) prepared =
        prepare_ok (world, scan, (guint64) ((double) whole * parts[i]));
      g_autoptr (HsPixels) pixels = show (world, prepared->bytes, 2, 300, NULL);

      g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, g_bytes_get_size (prepared->bytes),
                      whole);
      g_assert_true (prepared->changed);
      g_assert_cmpuint (prepared->n_pages, ==, 3);
      if (i > 1)
        assert_sound (world, prepared->bytes);
      g_assert_cmpuint (sample_pixel (pixels, 10, 10) & 0xff, <, 120);
      g_assert_cmpuint (sample_pixel (pixels, 10, pixels->height - 10) & 0xff, >, 200);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (sample_prepare (world, scan, 3000, NULL, &error));
    g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TOO_BIG);
  }
  hs_test_world_free (world);
}

static void
test_bit_depth_never_grows (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) scan = sample_scan_pdf (1, 2480, 3508, SAMPLE_BILEVEL);
  g_autoptr (HsPrepared) prepared = prepare_ok (world, scan, g_bytes_get_size (scan) / 4);
  g_autofree char *list = look (world, prepared->bytes, "pdfimages -list");

  g_assert_true (prepared->changed);
  if (list != NULL)
    {
      g_assert_null (strstr (list, "jpeg"));
      g_assert_null (strstr (list, "rgb"));
    }
  hs_test_world_free (world);
}

static void
test_text_stays_text (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) whole = sample_load ("vietnamese-text.pdf");
  g_autoptr (GString) padded = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  HsPrepared *prepared;
  HsDocument *document;

  /* the same document with 100 kB of nothing before the header's line ends */
  g_string_append_len (padded, g_bytes_get_data (whole, NULL), (gssize) g_bytes_get_size (whole));
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (padded, '\n');
  bytes = g_bytes_new (padded->str, padded->len);
  prepared = prepare_ok (world, bytes, 40000);
  g_assert_true (prepared->changed);
  document = sample_open (world, prepared->bytes, NULL, &error);
  g_assert_no_error (error);
  text = sample_text (document, 0, &error);
  g_assert_nonnull (strstr (text, "Độc lập - Tự do - Hạnh phúc"));
  sample_close (document);
  hs_prepared_free (prepared);
  hs_test_world_free (world);
}

static void
test_password (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("encrypted.pdf");
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPrepared) prepared = NULL;
  g_autoptr (HsPixels) pixels = NULL;

  g_assert_null (sample_prepare (world, bytes, 0, NULL, &refused));
  g_assert_error (refused, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_ENCRYPTED);
  prepared = sample_prepare (world, bytes, 0, "mat-khau", &error);
  g_assert_no_error (error);
  /* an office without the password can read it */
  g_assert_true (prepared->changed);
  assert_sound (world, prepared->bytes);
  pixels = show (world, prepared->bytes, 0, 595, NULL);
  g_assert_cmphex (sample_pixel (pixels, 100, 120), ==, 0x000000);
  hs_test_world_free (world);
}

/* It opens for everybody, but nobody may change it: that helps no office. */
static void
test_owner_password (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("owner-locked.pdf");
  g_autoptr (HsPrepared) prepared = prepare_ok (world, bytes, 0);
  g_autoptr (HsPrepared) again = NULL;

  g_assert_true (prepared->changed);
  g_assert_null (memmem (g_bytes_get_data (prepared->bytes, NULL),
                         g_bytes_get_size (prepared->bytes), "/Encrypt", 8));
  assert_sound (world, prepared->bytes);
  again = prepare_ok (world, prepared->bytes, 0);
  g_assert_false (again->changed);
  hs_test_world_free (world);
}

static void
test_phone_photo (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) jpeg = sample_jpeg (4000, 3000, 6, TRUE);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (HsPrepared) prepared = prepare_ok (world, jpeg, 1000000);

  g_test_message ("12 megapixels, %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " bytes in %.2f s",
                  g_bytes_get_size (jpeg), g_bytes_get_size (prepared->bytes),
                  (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_true (prepared->changed);
  assert_sound (world, prepared->bytes);
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/prepare/pdf-stays", test_pdf_stays);
  g_test_add_func ("/document/prepare/jpeg-unchanged", test_jpeg_unchanged);
  g_test_add_func ("/document/prepare/jpeg-extracted-by-peer", test_jpeg_extracted_by_peer);
  g_test_add_func ("/document/prepare/same-bytes-again", test_same_bytes_again);
  g_test_add_func ("/document/prepare/ladder", test_ladder);
  g_test_add_func ("/document/prepare/pictures", test_pictures);
  g_test_add_func ("/document/prepare/low-resolution", test_low_resolution);
  g_test_add_func ("/document/prepare/big-scan-pdf", test_big_scan_pdf);
  g_test_add_func ("/document/prepare/bit-depth-never-grows", test_bit_depth_never_grows);
  g_test_add_func ("/document/prepare/text-stays-text", test_text_stays_text);
  g_test_add_func ("/document/prepare/password", test_password);
  g_test_add_func ("/document/prepare/owner-password", test_owner_password);
  g_test_add_func ("/document/prepare/phone-photo", test_phone_photo);
  return g_test_run ();
}
