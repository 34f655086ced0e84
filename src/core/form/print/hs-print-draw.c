/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the marks of a page on any cairo surface. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print-canvas-private.h"

#define DOT_WIDTH 0.7
#define HAIRLINE 0.3 /* thinner rules only guide the eye */

/* Where each line starts in its paragraph: alignment and first indent are Pango's. Found once for all
 * lines of a paragraph, kept with it. */
static double
offset_of (PangoLayout *layout, guint number)
{
  GArray *offsets = g_object_get_data (G_OBJECT (layout), "hs-offsets");
  PangoLayoutIter *iter;

  if (pango_layout_get_width (layout) < 0)
    return 0;
  if (offsets == NULL)
    {
      offsets = g_array_new (FALSE, FALSE, sizeof (double));
      iter = pango_layout_get_iter (layout);
      do
        {
          PangoRectangle extents;
          double x;

          pango_layout_iter_get_line_extents (iter, NULL, &extents);
          x = (double) extents.x / PANGO_SCALE;
          g_array_append_val (offsets, x);
        }
      while (pango_layout_iter_next_line (iter));
      pango_layout_iter_free (iter);
      g_object_set_data_full (G_OBJECT (layout), "hs-offsets", offsets,
                              (GDestroyNotify) g_array_unref);
    }
  return number < offsets->len ? g_array_index (offsets, double, number) : 0;
}

static void
draw_tick (const Mark *mark, cairo_t *cr)
{
  double size = mark->x2;

  cairo_set_line_width (cr, size * 0.14);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, mark->x + size * 0.18, mark->y + size * 0.5);
  cairo_line_to (cr, mark->x + size * 0.42, mark->y + size * 0.78);
  cairo_line_to (cr, mark->x + size * 0.84, mark->y + size * 0.16);
  cairo_stroke (cr);
}

static void
draw_dots (const Mark *mark, cairo_t *cr)
{
  const double dashes[] = { 0, HS_PRINT_DOT_GAP };

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, DOT_WIDTH);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_move_to (cr, mark->x, mark->y);
  cairo_line_to (cr, mark->x2, mark->y);
  cairo_stroke (cr);
}

static void
draw_mark (const Mark *mark, cairo_t *cr)
{
  cairo_save (cr);
  switch (mark->kind)
    {
    case MARK_LINE:
      cairo_move_to (cr, mark->x + offset_of (mark->layout, mark->line), mark->y);
      pango_cairo_show_layout_line (
        cr, pango_layout_get_line_readonly (mark->layout, (int) mark->line));
      break;
    case MARK_DOTS:
      draw_dots (mark, cr);
      break;
    case MARK_RULE:
      if (mark->y2 < HAIRLINE)
        cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
      cairo_set_line_width (cr, mark->y2);
      cairo_move_to (cr, mark->x, mark->y);
      cairo_line_to (cr, mark->x2, mark->y);
      cairo_stroke (cr);
      break;
    case MARK_BOX:
      cairo_set_line_width (cr, 0.6);
      cairo_rectangle (cr, mark->x, mark->y, mark->x2, mark->y2);
      cairo_stroke (cr);
      break;
    case MARK_TICK:
    default:
      draw_tick (mark, cr);
    }
  cairo_restore (cr);
}

static void
draw_watermark (HsPrintCanvas *self, const char *text, cairo_t *cr)
{
  HsPrintStyle style = { 88, TRUE, FALSE };
  PangoLayout *layout = pango_layout_new (self->context);
  int width, height;

  pango_layout_set_font_description (layout, hs_print_canvas_describe (self, &style));
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, &height);
  cairo_save (cr);
  cairo_translate (cr, self->width / 2, self->height / 2);
  cairo_rotate (cr, -G_PI / 4);
  cairo_move_to (cr, -(double) width / PANGO_SCALE / 2, -(double) height / PANGO_SCALE / 2);
  cairo_set_source_rgb (cr, 0.91, 0.91, 0.91);
  pango_cairo_layout_path (cr, layout);
  cairo_fill (cr);
  cairo_restore (cr);
  g_object_unref (layout);
}

void
hs_print_canvas_draw (HsPrintCanvas *self, guint page, const char *mark, cairo_t *cr)
{
  GPtrArray *marks;

  g_return_if_fail (page < self->pages->len);
  marks = self->pages->pdata[page];
  if (mark != NULL)
    draw_watermark (self, mark, cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < marks->len; i++)
    draw_mark (marks->pdata[i], cr);
}
