/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The little typesetting an office's slip needs: paragraphs, dotted fields, columns, a table, a
 * barcode; pages break where the paper ends. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-paper.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <string.h>

#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define LEFT 85.0
#define RIGHT 56.7
#define TOP 48.0
#define BOTTOM 56.7
#define WIDTH (PAGE_WIDTH - LEFT - RIGHT)
#define FONT "Liberation Serif"
#define FIELD_SIZE 13.0
#define TABLE_SIZE 12.0
#define CELL_PADDING 4.0

struct _HsDemoPaper
{
  GByteArray *bytes;                  /* (owned) */
  cairo_surface_t *surface;           /* (owned) */
  cairo_t *cr;                        /* (owned) */
  cairo_font_options_t *font_options; /* (owned) */
  char *foot;                         /* (owned) small print of every page */
  double y;                           /* top of what comes next */
};

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
make_layout (HsDemoPaper *self, double size, HsDemoTextStyle style, double width, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoContext *context = pango_layout_get_context (layout);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (style & HS_DEMO_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  if (style & HS_DEMO_ITALIC)
    pango_font_description_set_style (font, PANGO_STYLE_ITALIC);
  /* paper has no pixels to round to */
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_context_set_font_options (context, self->font_options);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (style & HS_DEMO_CENTER)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  else if (style & HS_DEMO_RIGHT)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
layout_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
draw_foot (HsDemoPaper *self)
{
  g_autoptr (PangoLayout) layout =
    make_layout (self, 9, HS_DEMO_ITALIC | HS_DEMO_CENTER, WIDTH, self->foot);

  cairo_set_source_rgb (self->cr, 0.35, 0.35, 0.35);
  cairo_move_to (self->cr, LEFT, PAGE_HEIGHT - BOTTOM + 16);
  pango_cairo_show_layout (self->cr, layout);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
}

HsDemoPaper *
hs_demo_paper_new (const char *title, const char *foot)
{
  HsDemoPaper *self = g_new0 (HsDemoPaper, 1);

  self->bytes = g_byte_array_new ();
  self->surface =
    cairo_pdf_surface_create_for_stream (write_cb, self->bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "hoso-demo-portal");
  self->cr = cairo_create (self->surface);
  self->font_options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (self->font_options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (self->font_options, CAIRO_HINT_METRICS_OFF);
  self->foot = g_strdup (foot);
  self->y = TOP;
  draw_foot (self);
  return self;
}

GBytes *
hs_demo_paper_finish (HsDemoPaper *self, GError **error)
{
  cairo_status_t status;
  GBytes *bytes = NULL;

  cairo_show_page (self->cr);
  status = cairo_status (self->cr);
  cairo_destroy (self->cr);
  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  cairo_surface_destroy (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    bytes = g_byte_array_free_to_bytes (self->bytes);
  else
    {
      g_byte_array_unref (self->bytes);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the PDF cannot be drawn: %s",
                   cairo_status_to_string (status));
    }
  cairo_font_options_destroy (self->font_options);
  g_free (self->foot);
  g_free (self);
  return bytes;
}

/* TRUE when a new page was begun. */
static gboolean
need (HsDemoPaper *self, double height)
{
  if (self->y + height <= PAGE_HEIGHT - BOTTOM)
    return FALSE;
  cairo_show_page (self->cr);
  draw_foot (self);
  self->y = TOP;
  return TRUE;
}

void
hs_demo_paper_space (HsDemoPaper *self, double points)
{
  self->y += points;
}

static void
draw_rule (HsDemoPaper *self, double x, double y, double width, double share)
{
  cairo_set_line_width (self->cr, 0.7);
  cairo_move_to (self->cr, x + width * (1 - share) / 2, y);
  cairo_rel_line_to (self->cr, width * share, 0);
  cairo_stroke (self->cr);
}

/* One paragraph at x; returns its height. */
static double
draw_text (HsDemoPaper *self, double x, double y, double width, double size, HsDemoTextStyle style,
           const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, size, style, width, text);
  double height = layout_height (layout);
  PangoRectangle ink;

  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
  if (style & HS_DEMO_RULE)
    {
      pango_layout_get_pixel_extents (layout, NULL, &ink);
      draw_rule (self, x + ink.x, y + height + 1.5, ink.width, size > 11.5 ? 0.98 : 0.4);
      height += 3;
    }
  return height;
}

void
hs_demo_paper_text (HsDemoPaper *self, double size, HsDemoTextStyle style, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, size, style, WIDTH, text);

  need (self, layout_height (layout));
  self->y += draw_text (self, LEFT, self->y, WIDTH, size, style, text) + 3;
}

static void
draw_dots (HsDemoPaper *self, double x, double baseline)
{
  const double dashes[] = { 0.6, 2.2 };

  if (x > LEFT + WIDTH - 6)
    return;
  cairo_save (self->cr);
  cairo_set_line_width (self->cr, 0.6);
  cairo_set_dash (self->cr, dashes, 2, 0);
  cairo_move_to (self->cr, x, baseline);
  cairo_line_to (self->cr, LEFT + WIDTH, baseline);
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

void
hs_demo_paper_field (HsDemoPaper *self, const char *label, const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", label, value);
  g_autoptr (PangoLayout) layout = make_layout (self, FIELD_SIZE, HS_DEMO_PLAIN, WIDTH, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  PangoRectangle last;
  double height;

  bold->start_index = (guint) strlen (label) + 2;
  pango_attr_list_insert (attributes, bold);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_line_spacing (layout, 1.1F);
  height = layout_height (layout);
  need (self, height);
  cairo_move_to (self->cr, LEFT, self->y);
  pango_cairo_show_layout (self->cr, layout);
  pango_layout_get_cursor_pos (layout, (int) strlen (text), &last, NULL);
  draw_dots (self, LEFT + (double) last.x / PANGO_SCALE + 3,
             self->y + (double) pango_layout_get_baseline (layout) / PANGO_SCALE +
               (double) last.y / PANGO_SCALE + 1);
  self->y += height + 4;
}

static double
draw_column (HsDemoPaper *self, double size, double x, double width, const char *const *lines)
{
  double y = self->y;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *bar = strchr (lines[i], '|');
      HsDemoTextStyle style = HS_DEMO_CENTER;

      for (const char *p = lines[i]; p < bar; p++)
        style |= *p == 'b'   ? HS_DEMO_BOLD
                 : *p == 'i' ? HS_DEMO_ITALIC
                 : *p == 'r' ? HS_DEMO_RULE
                             : HS_DEMO_PLAIN;
      y += draw_text (self, x, y, width, size, style, bar + 1) + 1;
    }
  return y;
}

void
hs_demo_paper_columns (HsDemoPaper *self, double size, double left_share, const char *const *left,
                       const char *const *right)
{
  double left_width = WIDTH * left_share;
  double end_left, end_right;

  need (self,
        (MAX (g_strv_length ((char **) left), g_strv_length ((char **) right)) + 1) * size * 1.3);
  end_left = draw_column (self, size, LEFT, left_width - 8, left);
  end_right = draw_column (self, size, LEFT + left_width, WIDTH - left_width, right);
  self->y = MAX (end_left, end_right);
}

static void
draw_row (HsDemoPaper *self, const double *widths, guint n, const char *const *cells,
          HsDemoTextStyle style, double height)
{
  double x = LEFT;

  for (guint i = 0; i < n; i++)
    {
      double width = widths[i] * WIDTH;

      /* first column and what is short stand in the middle, names on the left */
      draw_text (self, x + CELL_PADDING, self->y + CELL_PADDING, width - 2 * CELL_PADDING,
                 TABLE_SIZE, style | (widths[i] < 0.2 ? HS_DEMO_CENTER : HS_DEMO_PLAIN), cells[i]);
      cairo_set_line_width (self->cr, 0.7);
      cairo_rectangle (self->cr, x, self->y, width, height);
      cairo_stroke (self->cr);
      x += width;
    }
  self->y += height;
}

static double
row_height (HsDemoPaper *self, const double *widths, guint n, const char *const *cells,
            HsDemoTextStyle style)
{
  double height = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PangoLayout) layout =
        make_layout (self, TABLE_SIZE, style, widths[i] * WIDTH - 2 * CELL_PADDING, cells[i]);

      height = MAX (height, layout_height (layout));
    }
  return height + 2 * CELL_PADDING;
}

void
hs_demo_paper_table (HsDemoPaper *self, const double *widths, guint n, const char *const *head,
                     GPtrArray *rows)
{
  const HsDemoTextStyle head_style = HS_DEMO_BOLD | HS_DEMO_CENTER;
  double head_height = row_height (self, widths, n, head, head_style);

  need (self, head_height * 2);
  draw_row (self, widths, n, head, head_style, head_height);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *const *cells = g_ptr_array_index (rows, i);
      double height = row_height (self, widths, n, cells, HS_DEMO_PLAIN);

      if (need (self, height))
        draw_row (self, widths, n, head, head_style, head_height);
      draw_row (self, widths, n, cells, HS_DEMO_PLAIN, height);
    }
  self->y += 6;
}

void
hs_demo_paper_barcode (HsDemoPaper *self, const char *text, double width)
{
  g_autoptr (GArray) modules = hs_demo_code128 (text);
  guint total = 0;
  double x = LEFT, height = 26;

  if (modules == NULL)
    return;
  for (guint i = 0; i < modules->len; i++)
    total += g_array_index (modules, guint, i);
  for (guint i = 0; i < modules->len; i++)
    {
      double step = g_array_index (modules, guint, i) * width / total;

      if (i % 2 == 0)
        cairo_rectangle (self->cr, x, self->y, step, height);
      x += step;
    }
  cairo_fill (self->cr);
  draw_text (self, LEFT, self->y + height + 1, width, 10, HS_DEMO_CENTER, text);
  self->y += height + 16;
}

void
hs_demo_paper_watermark (HsDemoPaper *self, const char *text)
{
  g_autoptr (PangoLayout) layout =
    make_layout (self, 34, HS_DEMO_BOLD | HS_DEMO_CENTER, PAGE_HEIGHT * 0.9, text);

  cairo_save (self->cr);
  cairo_set_source_rgb (self->cr, 0.86, 0.86, 0.86);
  cairo_translate (self->cr, PAGE_WIDTH / 2, PAGE_HEIGHT / 2);
  cairo_rotate (self->cr, -0.95);
  cairo_move_to (self->cr, -PAGE_HEIGHT * 0.45, -20);
  pango_cairo_show_layout (self->cr, layout);
  cairo_restore (self->cr);
}

void
hs_demo_paper_shut_down (void)
{
  pango_cairo_font_map_set_default (NULL);
  cairo_debug_reset_static_data ();
  FcFini ();
}
