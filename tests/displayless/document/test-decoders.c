/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The helper's own code without its walls, so that sanitizers see it: headers of pictures, whole
 * PDF files, and each kind of source with whole, cut and spoilt bytes. */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include "hs-image-header.h"
#include "hs-pdf-file.h"
#include "hs-source.h"

#include <string.h>

/* Sample with a font in it: when that is damaged, cairo 1.16 leaks while it writes a PDF. */
#define DAMAGED_FONT 1
#define N_ROUNDS 8

static const HsSourceLimits limits = { 2000, 100000000, NULL };

static void
test_jpeg_header (void)
{
  for (guint o = 0; o <= 9; o++)
    {
      g_autoptr (GBytes) jpeg = sample_jpeg (160, 120, o, o % 2 == 0);
      gsize length;
      const guint8 *data = g_bytes_get_data (jpeg, &length);
      HsImageHeader header;

      g_assert_true (hs_jpeg_header_read (data, length, &header, NULL));
      g_assert_cmpuint (header.width, ==, 160);
      g_assert_cmpuint (header.height, ==, 120);
      g_assert_cmpuint (header.components, ==, 3);
      g_assert_cmpuint (header.orientation, ==, o >= 1 && o <= 8 ? o : 1);
      g_assert_true (header.common);
      g_assert_cmpuint (header.end, ==, length);
      /* cut at every byte: always noticed, nothing read past the end */
      for (gsize n = 0; n < length; n++)
        {
          g_autofree guint8 *exact = g_memdup2 (data, MAX (n, 1));

          g_assert_false (hs_jpeg_header_read (exact, n, &header, NULL));
        }
    }
}

/* What phones append after the picture does not belong to it. */
static void
test_jpeg_trailer (void)
{
  g_autoptr (GBytes) jpeg = sample_jpeg (160, 120, 1, FALSE);
  gsize length = g_bytes_get_size (jpeg);
  g_autofree guint8 *longer = g_malloc0 (length + 5000);
  HsImageHeader header;

  memcpy (longer, g_bytes_get_data (jpeg, NULL), length);
  g_assert_true (hs_jpeg_header_read (longer, length + 5000, &header, NULL));
  g_assert_cmpuint (header.end, ==, length);
}

static void
test_png_header (void)
{
  g_autoptr (GBytes) png = sample_png (160, 120, SAMPLE_BILEVEL);
  gsize length;
  const guint8 *data = g_bytes_get_data (png, &length);
  HsImageHeader header;

  g_assert_true (hs_png_header_read (data, length, &header, NULL));
  g_assert_cmpuint (header.width, ==, 160);
  g_assert_cmpuint (header.bits, ==, 1);
  for (gsize n = 0; n < length; n++)
    {
      g_autofree guint8 *exact = g_memdup2 (data, MAX (n, 1));

      g_assert_false (hs_png_header_read (exact, n, &header, NULL));
    }
}

static void
use_source (GBytes *bytes, gboolean must_open, gboolean prepare)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSource) source = hs_source_open (bytes, &limits, &error);
  g_autofree guint8 *pixels = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) small = NULL;

  g_assert_true (source != NULL || error != NULL);
  if (must_open)
    g_assert_no_error (error);
  if (source == NULL)
    return;
  for (guint page = 0; page < source->sizes->len; page++)
    {
      guint height = hs_render_height (&g_array_index (source->sizes, HsPageSize, page), 64);

      g_clear_pointer (&pixels, g_free);
      if (height > 4096)
        continue;
      pixels = g_malloc0 ((gsize) 64 * 4 * height);
      source->klass->draw (source, page, 64, height, pixels, NULL);
      g_clear_pointer (&text, g_free);
      text = source->klass->text (source, page);
    }
  small = prepare ? source->klass->prepare (source, 4000, 0, NULL) : NULL;
  if (small != NULL)
    g_assert_cmpuint (g_bytes_get_size (small), <=, 4000);
}

static void
test_sources (void)
{
  GBytes *samples[] = {
    sample_load ("three-pages.pdf"),
    sample_load ("vietnamese-text.pdf"),
    sample_load ("linearized.pdf"),
    sample_load ("embedded-file.pdf"),
    sample_jpeg (160, 120, 6, TRUE),
    sample_png (160, 120, SAMPLE_COLOUR),
    sample_png (160, 120, SAMPLE_GRAY),
    sample_png (160, 120, SAMPLE_BILEVEL),
    sample_png (160, 120, SAMPLE_ALPHA),
    sample_tiff (160, 120),
    sample_scan_pdf (2, 160, 226, SAMPLE_GRAY),
    sample_scan_pdf (1, 160, 226, SAMPLE_BILEVEL),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      gsize length = g_bytes_get_size (samples[i]);

      use_source (samples[i], TRUE, TRUE);
      for (guint n = 0; n < N_ROUNDS; n++)
        {
          gsize size = length * n / N_ROUNDS;
          g_autoptr (GBytes) part = sample_cut (samples[i], size);
          guint8 *copy = g_memdup2 (g_bytes_get_data (samples[i], NULL), length);
          g_autoptr (GBytes) spoilt = NULL;

          for (guint k = 0; k < 4; k++)
            copy[g_test_rand_int_range (8, (gint32) length)] = (guint8) g_test_rand_int ();
          spoilt = g_bytes_new_take (copy, length);
          use_source (part, FALSE, TRUE);
          use_source (spoilt, FALSE, i != DAMAGED_FONT);
        }
      g_bytes_unref (samples[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/document/decoders/jpeg-header", test_jpeg_header);
  g_test_add_func ("/document/decoders/jpeg-trailer", test_jpeg_trailer);
  g_test_add_func ("/document/decoders/png-header", test_png_header);
  g_test_add_func ("/document/decoders/sources", test_sources);
  return g_test_run ();
}
