/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document laid out once, drawn on screen, paper or PDF alike. The PDF's bytes depend on the answers
 * and the options only. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#include "base/hs-text.h"

#include <cairo-pdf.h>

#define FOOTER_SIZE 8.5
#define FOOTER_UP 22.0 /* points from the page's lower edge */
#define HASH_DIGITS 12
#define FOOTER_GAP 10.0

struct _HsPrintLayout
{
  HsPrintCanvas *canvas; /* (owned) */
  char *mark;            /* (owned) (nullable) watermark */
};

static const char *const standard_families[] = { "Liberation Serif", "Tinos", "Times New Roman",
                                                 "DejaVu Serif", NULL };
static const HsPrintPaper summary_paper = { 210, 297, { 18, 18, 18, 20 } };

/* Left, middle, right, in one line; a long code moves the middle, or goes above. */
static void
put_footer (HsPrintCanvas *canvas, const char *left, const char *middle, const char *right)
{
  HsPrintStyle style = { FOOTER_SIZE, FALSE, FALSE };
  double x = hs_print_canvas_left (canvas), y = hs_print_canvas_y (canvas);
  double width = hs_print_canvas_width (canvas), left_width, middle_width, right_width, at;
  g_autoptr (PangoLayout) first = hs_print_canvas_layout (canvas, left, &style, -1, 0, left);
  g_autoptr (PangoLayout) second = hs_print_canvas_layout (canvas, middle, &style, -1, 0, middle);
  g_autoptr (PangoLayout) third = hs_print_canvas_layout (canvas, right, &style, -1, 0, right);
  gboolean above;

  if (first == NULL || second == NULL || third == NULL)
    return;
  left_width = hs_print_layout_width_of (first);
  middle_width = hs_print_layout_width_of (second);
  right_width = hs_print_layout_width_of (third);
  at = MAX ((width - middle_width) / 2, left_width + FOOTER_GAP);
  above = at + middle_width + FOOTER_GAP > width - right_width;
  if (above)
    at = (width - middle_width) / 2;
  hs_print_canvas_put_line (canvas, first, 0, x, above ? y - FOOTER_SIZE * 1.2 : y);
  hs_print_canvas_put_line (canvas, second, 0, x + at, y);
  hs_print_canvas_put_line (canvas, third, 0, x + width - right_width, y);
}

static char *
text_of_dossier (HsForm *form, const HsPrintOptions *options)
{
  const char *draft = options->draft ? hs_form_plan_word (form->plan, "print.draft") : NULL;
  g_autofree char *dossier = NULL;

  if (options->dossier != NULL)
    dossier = hs_form_plan_expand (hs_form_plan_word (form->plan, "print.dossier"), "dossier",
                                   options->dossier, NULL);
  if (dossier != NULL && draft != NULL)
    return g_strconcat (dossier, " · ", draft, NULL);
  return g_strdup (dossier != NULL ? dossier : draft != NULL ? draft : "");
}

/* Left: the dossier, and that it is a draft; middle: the hash of what the office gets; right: page. */
static void
lay_footers (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options)
{
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  g_autoptr (GBytes) bytes = hs_json_write_bytes (submission);
  g_autofree char *sha256 = hs_sha256_hex_bytes (bytes);
  g_autofree char *digits = g_strndup (sha256, HASH_DIGITS);
  g_autofree char *hash =
    hs_form_plan_expand (hs_form_plan_word (form->plan, "print.hash"), "hash", digits, NULL);
  g_autofree char *dossier = NULL;
  guint n = hs_print_canvas_get_n_pages (canvas);
  g_autofree char *pages = g_strdup_printf ("%u", n);

  dossier = text_of_dossier (form, options);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *page = hs_form_plan_expand (hs_form_plan_word (form->plan, "print.page"),
                                                   "page", number, "pages", pages, NULL);

      hs_print_canvas_go_to (canvas, i, hs_print_canvas_page_height (canvas) - FOOTER_UP);
      put_footer (canvas, dossier, hash, page);
    }
}

HsPrintLayout *
hs_print_layout_new (HsForm *form, const HsPrintOptions *options, GError **error)
{
  g_autoptr (HsPrintCanvas) canvas = NULL;
  HsPrintPaper paper = summary_paper;
  HsPrintPlan *plan;
  HsPrintLayout *self;

  g_return_val_if_fail (HS_IS_FORM (form), NULL);
  g_return_val_if_fail (options != NULL, NULL);
  plan = form->plan->print;
  if (options->official && plan == NULL)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                   "the form “%s” does not describe an official declaration",
                   hs_form_package_get_id (form->package));
      return NULL;
    }
  if (options->official)
    paper =
      (HsPrintPaper){ plan->width,
                      plan->height,
                      { plan->margins[0], plan->margins[1], plan->margins[2], plan->margins[3] } };
  canvas = hs_print_canvas_new (
    plan != NULL ? (const char *const *) plan->families->pdata : standard_families, &paper, error);
  if (canvas == NULL)
    return NULL;
  if (options->official)
    hs_print_lay_official (canvas, form, options);
  else
    hs_print_lay_summary (canvas, form, options);
  lay_footers (canvas, form, options);
  if (hs_print_canvas_propagate (canvas, error))
    return NULL;
  self = g_new0 (HsPrintLayout, 1);
  self->canvas = g_steal_pointer (&canvas);
  self->mark = options->draft ? g_strdup (hs_form_plan_word (form->plan, "print.draft")) : NULL;
  return self;
}

void
hs_print_layout_free (HsPrintLayout *self)
{
  if (self == NULL)
    return;
  hs_print_canvas_free (self->canvas);
  g_free (self->mark);
  g_free (self);
}

guint
hs_print_layout_get_n_pages (HsPrintLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return hs_print_canvas_get_n_pages (self->canvas);
}

void
hs_print_layout_get_page_size (HsPrintLayout *self, double *width_pt, double *height_pt)
{
  g_return_if_fail (self != NULL);
  *width_pt = hs_print_canvas_page_width (self->canvas);
  *height_pt = hs_print_canvas_page_height (self->canvas);
}

void
hs_print_layout_draw (HsPrintLayout *self, guint page, cairo_t *cr)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  hs_print_canvas_draw (self->canvas, page, self->mark, cr);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t *surface, HsForm *form, gint64 now_us)
{
  g_autofree char *time = hs_time_to_rfc3339 (now_us);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  hs_form_package_get_title (form->package));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, time);
}

GBytes *
hs_print_to_pdf (HsForm *form, const HsPrintOptions *options, GError **error)
{
  g_autoptr (HsPrintLayout) layout = hs_print_layout_new (form, options, error);
  g_autoptr (GByteArray) pdf = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (layout == NULL)
    return NULL;
  pdf = g_byte_array_new ();
  surface =
    cairo_pdf_surface_create_for_stream (write_cb, pdf, hs_print_canvas_page_width (layout->canvas),
                                         hs_print_canvas_page_height (layout->canvas));
  set_metadata (surface, form, options->now_us);
  cr = cairo_create (surface);
  for (guint i = 0; i < hs_print_layout_get_n_pages (layout); i++)
    {
      hs_print_layout_draw (layout, i, cr);
      cairo_show_page (cr);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&pdf));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "PDF: %s", cairo_status_to_string (status));
  return NULL;
}
