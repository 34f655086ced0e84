/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household of 1,000 members on paper: laying out and writing the PDF, official and summary, beside
 * the plainest thing cairo and pango do: the same words as plain text, a paragraph a line. Fails when the
 * declaration takes more than a second (median of five). */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form.h"
#include "form/print/hs-print.h"

#include "hs-test.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define N_ROWS 1000
#define N_RUNS 5
#define BUDGET_MS 1000.0
#define A4_WIDTH 595.0
#define A4_HEIGHT 842.0
#define MARGIN 50.0

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
fill (HsForm *form)
{
  static const char *const members[] = { "hoTen", "ngaySinh", "gioiTinh", "quanHe" };

  hs_form_begin_edit (form);
  hs_form_set_text (form, "/nguoi/hoTen", "Trần Văn Cường");
  hs_form_set_text (form, "/thanhVien/co", "true");
  hs_form_end_edit (form);
  hs_form_begin_edit (form);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *number = g_strdup_printf ("/thanhVien/danhSach/%u/soDinhDanh", i);
      g_autofree char *digits = g_strdup_printf ("001295%06u", i);

      hs_form_insert_row (form, "/thanhVien/danhSach", i);
      hs_form_set_text (form, number, digits);
      for (guint k = 0; k < G_N_ELEMENTS (members); k++)
        {
          g_autofree char *pointer = g_strdup_printf ("/thanhVien/danhSach/%u/%s", i, members[k]);
          g_autofree char *name =
            g_strdup_printf ("Nguyễn Thị Quỳnh %c%c", 'A' + (int) i / 26 % 26, 'a' + (int) i % 26);
          const char *texts[] = { name, "1/2/1995", "nu", "con" };

          hs_form_set_text (form, pointer, texts[k]);
        }
    }
  hs_form_end_edit (form);
}

static cairo_status_t
count_cb (void *closure, const unsigned char *data, unsigned int length)
{
  *(gsize *) closure += length;
  return CAIRO_STATUS_SUCCESS;
}

/* Pages of plain text, a paragraph a line, as any program would print a file. */
static double
time_plain (const char *text, gsize *n_bytes)
{
  gint64 start = g_get_monotonic_time ();
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (count_cb, n_bytes, A4_WIDTH, A4_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PangoFontDescription *font = pango_font_description_from_string ("Liberation Serif 11");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  double y = MARGIN;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      PangoLayout *layout = pango_cairo_create_layout (cr);
      int height;

      pango_layout_set_font_description (layout, font);
      pango_layout_set_width (layout, (int) ((A4_WIDTH - 2 * MARGIN) * PANGO_SCALE));
      pango_layout_set_text (layout, lines[i], -1);
      pango_layout_get_size (layout, NULL, &height);
      if (y + (double) height / PANGO_SCALE > A4_HEIGHT - MARGIN)
        {
          cairo_show_page (cr);
          y = MARGIN;
        }
      cairo_move_to (cr, MARGIN, y);
      pango_cairo_show_layout (cr, layout);
      y += (double) height / PANGO_SCALE;
      g_object_unref (layout);
    }
  pango_font_description_free (font);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static double
time_print (HsForm *form, gboolean official, gsize *n_bytes, guint *n_pages)
{
  const HsPrintOptions options = { .official = official,
                                   .dossier = "H50.12-261124-0007",
                                   .now_us = HS_TEST_NOW_US };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GBytes) pdf = hs_print_to_pdf (form, &options, &error);
  double ms = (double) (g_get_monotonic_time () - start) / 1000;
  g_autoptr (HsPrintLayout) layout = NULL;

  if (pdf == NULL)
    g_error ("%s", error->message);
  layout = hs_print_layout_new (form, &options, &error);
  *n_bytes = g_bytes_get_size (pdf);
  *n_pages = hs_print_layout_get_n_pages (layout);
  return ms;
}

static double
median (double *times)
{
  qsort (times, N_RUNS, sizeof *times, compare);
  return times[N_RUNS / 2];
}

int
main (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = hs_form_package_find (world, "thuong-tru", &error);
  g_autoptr (HsForm) form = NULL;
  g_autoptr (HsPrintTree) tree = NULL;
  g_autofree char *text = NULL;
  double official[N_RUNS], summary[N_RUNS], plain[N_RUNS], worst;
  gsize official_bytes = 0, summary_bytes = 0, plain_bytes = 0;
  guint official_pages = 0, summary_pages = 0;

  if (package == NULL)
    g_error ("%s", error->message);
  form = hs_form_new (package, world, NULL);
  fill (form);
  tree = hs_print_tree_new (form);
  text = hs_print_tree_to_text (tree);
  for (guint i = 0; i < N_RUNS; i++)
    {
      official[i] = time_print (form, TRUE, &official_bytes, &official_pages);
      summary[i] = time_print (form, FALSE, &summary_bytes, &summary_pages);
      plain_bytes = 0;
      plain[i] = time_plain (text, &plain_bytes);
    }
  worst = MAX (median (official), median (summary));
  g_print ("%u rows: official %.0f ms (%u pages, %.0f kB), summary %.0f ms (%u pages, %.0f kB); "
           "the same words as plain text by pango and cairo %.0f ms (%.0f kB); median of %u\n",
           N_ROWS, median (official), official_pages, (double) official_bytes / 1000,
           median (summary), summary_pages, (double) summary_bytes / 1000, median (plain),
           (double) plain_bytes / 1000, N_RUNS);
  g_clear_object (&form);
  g_clear_object (&package);
  hs_test_world_free (world);
  return worst <= BUDGET_MS ? 0 : 1;
}
