/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary: every relevant answer of any form, label beside value, made without a print plan. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define SIZE 11.5
#define LABEL_SHARE 0.42
#define DEPTH_INDENT 12.0

static void
lay_line (HsPrintCanvas *canvas, const char *text, double size, gboolean bold, gboolean centered,
          double before)
{
  HsPrintStyle style = { size, bold, FALSE };
  g_autoptr (PangoLayout) layout =
    hs_print_canvas_layout (canvas, text, &style, hs_print_canvas_width (canvas), 0, text);

  if (layout == NULL)
    return;
  if (centered)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  hs_print_canvas_need (canvas, before + size * 4); /* a heading stays with what it heads */
  hs_print_canvas_advance (canvas, before);
  hs_print_canvas_flow (canvas, layout, hs_print_canvas_left (canvas), size);
}

/* Label and value side by side, line by line, so that a long value goes over to the next page. */
static void
lay_row (HsPrintCanvas *canvas, HsFormPlan *plan, HsPrintRow *row)
{
  double left = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas);
  double indent = row->depth * DEPTH_INDENT, middle = width * LABEL_SHARE;
  double height = hs_print_canvas_line_height (canvas, SIZE);
  gboolean empty = *row->value == '\0' && row->depth % 2 == 0;
  HsPrintStyle style = { SIZE, FALSE, FALSE }, value_style = { SIZE, FALSE, empty };
  const char *value = empty ? hs_form_plan_word (plan, "print.empty") : row->value;
  g_autoptr (PangoLayout) label_layout =
    hs_print_canvas_layout (canvas, row->label, &style, middle - indent - 8, 0, row->label);
  g_autoptr (PangoLayout) value_layout =
    hs_print_canvas_layout (canvas, value, &value_style, width - middle, 0, row->label);
  int n_label, n_value;

  if (label_layout == NULL || value_layout == NULL)
    return;
  n_label = pango_layout_get_line_count (label_layout);
  n_value = pango_layout_get_line_count (value_layout);
  for (int i = 0; i < MAX (n_label, n_value); i++)
    {
      double baseline;

      hs_print_canvas_need (canvas, height);
      baseline = hs_print_canvas_y (canvas) + SIZE;
      if (i < n_label)
        hs_print_canvas_put_line (canvas, label_layout, (guint) i, left + indent, baseline);
      if (i < n_value)
        hs_print_canvas_put_line (canvas, value_layout, (guint) i, left + middle, baseline);
      hs_print_canvas_advance (canvas, height);
    }
  hs_print_canvas_put_rule (canvas, left, left + width, hs_print_canvas_y (canvas) + 0.5, 0.2);
  hs_print_canvas_advance (canvas, 2);
}

void
hs_print_lay_summary (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options)
{
  g_autoptr (HsPrintTree) tree = hs_print_tree_new (form);

  lay_line (canvas, hs_form_plan_word (form->plan, "print.summary"), 14, TRUE, TRUE, 0);
  lay_line (canvas, tree->title, 12.5, FALSE, TRUE, 2);
  for (guint i = 0; i < tree->sections->len && !hs_print_canvas_failed (canvas); i++)
    {
      HsPrintSection *section = tree->sections->pdata[i];

      lay_line (canvas, section->title, 12.5, TRUE, FALSE, 10);
      for (guint k = 0; k < section->rows->len && !hs_print_canvas_failed (canvas); k++)
        lay_row (canvas, form->plan, section->rows->pdata[k]);
    }
}
