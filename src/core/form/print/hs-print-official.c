/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The official declaration, block by block as the package describes it, then the annex with what
 * found no place. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define CELL_PADDING 3.0

static void
put_centered (HsPrintSheet *sheet, const char *text, const HsPrintStyle *style, double x,
              double width)
{
  HsPrintCanvas *canvas = sheet->canvas;
  g_autoptr (PangoLayout) layout = hs_print_canvas_layout (canvas, text, style, width, 0, text);

  if (layout == NULL)
    return;
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  hs_print_canvas_flow (canvas, layout, x, style->size);
}

/* Form of papers: Decree 30/2020, appendix I: header in capitals, motto bold with a line under it. */
static void
lay_header (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsPrintCanvas *canvas = sheet->canvas;
  double left = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas);
  double middle = left + width / 2, longest = 0;

  for (guint i = 0; i < block->lines->len; i++)
    {
      HsPrintStyle style = { sheet->plan->size + (i > 0 ? 1 : 0), TRUE, FALSE };
      g_autoptr (PangoLayout) layout = hs_print_canvas_layout (
        canvas, block->lines->pdata[i], &style, -1, 0, block->lines->pdata[i]);

      if (layout != NULL)
        longest = hs_print_layout_width_of (layout);
      put_centered (sheet, block->lines->pdata[i], &style, left, width);
    }
  hs_print_canvas_put_rule (canvas, middle - longest / 2, middle + longest / 2,
                            hs_print_canvas_y (canvas) + 0.5, 0.7);
  hs_print_canvas_advance (canvas, 12);
}

static void
lay_title (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsPrintStyle style = { block->size > 0 ? block->size : sheet->plan->size + 2.5, TRUE, FALSE };

  put_centered (sheet, block->text, &style, hs_print_canvas_left (sheet->canvas),
                hs_print_canvas_width (sheet->canvas));
  hs_print_canvas_advance (sheet->canvas, 3);
}

static void
lay_text (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsPrintStyle style = { block->size > 0 ? block->size : sheet->plan->size, block->bold,
                         block->italic };
  double width = hs_print_canvas_width (sheet->canvas);
  g_autoptr (PangoLayout) layout = hs_print_canvas_layout (
    sheet->canvas, block->text, &style, width, HS_MM (block->indent), block->text);

  if (layout == NULL)
    return;
  pango_layout_set_justify (layout, !block->centered);
  if (block->centered)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  hs_print_canvas_flow (sheet->canvas, layout, hs_print_canvas_left (sheet->canvas), style.size);
}

static char *
date_text (const char *template, gint64 now_us)
{
  HsDate date = hs_date_in_vietnam (now_us, NULL, NULL);
  g_autofree char *day = g_strdup_printf ("%02d", date.day);
  g_autofree char *month = g_strdup_printf ("%02d", date.month);
  g_autofree char *year = g_strdup_printf ("%d", date.year);

  return hs_form_plan_expand (template, "day", day, "month", month, "year", year, NULL);
}

/* "Làm tại: ........, ngày 24 tháng 11 năm 2026", with room to write the place. */
static void
lay_place_and_date (HsPrintSheet *sheet, HsPrintBlock *block, double x, double width, gint64 now_us)
{
  HsPrintCanvas *canvas = sheet->canvas;
  HsPrintStyle style = { sheet->plan->size, FALSE, TRUE };
  g_autofree char *date = date_text (block->date, now_us);
  g_autofree char *after = g_strconcat (", ", date, NULL);
  g_autoptr (PangoLayout) place =
    hs_print_canvas_layout (canvas, block->place, &style, -1, 0, block->place);
  g_autoptr (PangoLayout) rest = hs_print_canvas_layout (canvas, after, &style, -1, 0, after);
  double baseline = hs_print_canvas_y (canvas) + style.size, rest_width;

  if (place == NULL || rest == NULL)
    return;
  rest_width = hs_print_layout_width_of (rest);
  hs_print_canvas_put_line (canvas, place, 0, x, baseline);
  hs_print_canvas_put_dots (canvas, x + hs_print_layout_width_of (place) + 1,
                            x + width - rest_width - 1, baseline + 2);
  hs_print_canvas_put_line (canvas, rest, 0, x + width - rest_width, baseline);
  hs_print_canvas_advance (canvas, hs_print_canvas_line_height (canvas, style.size));
}

static void
lay_signature (HsPrintSheet *sheet, HsPrintBlock *block, gint64 now_us)
{
  HsPrintCanvas *canvas = sheet->canvas;
  double size = sheet->plan->size, width = hs_print_canvas_width (canvas) * 0.56;
  double x = hs_print_canvas_left (canvas) + hs_print_canvas_width (canvas) - width;
  HsPrintStyle title = { size, TRUE, FALSE }, note = { size - 1, FALSE, TRUE };
  HsFormField *signer = hs_form_row_get_field (sheet->form->root, block->field);
  g_autofree char *name = signer->relevant ? hs_print_text_of (signer) : g_strdup ("");

  hs_print_canvas_need (canvas, HS_MM (block->mm) + size * 6);
  hs_print_canvas_advance (canvas, 4);
  lay_place_and_date (sheet, block, x, width, now_us);
  put_centered (sheet, block->text, &title, x, width);
  put_centered (sheet, block->note, &note, x, width);
  hs_print_canvas_advance (canvas, HS_MM (block->mm));
  put_centered (sheet, name, &title, x, width);
}

static double
lay_cells (HsPrintSheet *sheet, HsPrintBlock *block, HsFormRow *row, double y,
           gboolean only_measure)
{
  HsPrintCanvas *canvas = sheet->canvas;
  HsPrintStyle style = { sheet->plan->size - 1, row == NULL, FALSE };
  double x = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas), shares = 0,
         most = 1;
  double line = hs_print_canvas_line_height (canvas, style.size);

  for (guint i = 0; i < block->columns->len; i++)
    shares += ((HsPrintColumn *) block->columns->pdata[i])->width;
  for (guint i = 0; i < block->columns->len; i++)
    {
      HsPrintColumn *column = block->columns->pdata[i];
      HsFormField *field = row != NULL ? hs_form_row_get_field (row, column->field) : NULL;
      g_autofree char *text = field == NULL      ? g_strdup (column->label)
                              : !field->relevant ? g_strdup ("")
                                                 : hs_print_text_of (field);
      double cell = width * column->width / shares;
      g_autoptr (PangoLayout) layout =
        hs_print_canvas_layout (canvas, text, &style, cell - 2 * CELL_PADDING, 0, column->label);
      int n = layout != NULL ? pango_layout_get_line_count (layout) : 0;

      most = MAX (most, n);
      for (int k = 0; k < n && !only_measure; k++)
        hs_print_canvas_put_line (canvas, layout, (guint) k, x + CELL_PADDING,
                                  y + CELL_PADDING + k * line + style.size);
      x += cell;
    }
  return most * line + 2 * CELL_PADDING;
}

static void
lay_table_row (HsPrintSheet *sheet, HsPrintBlock *block, HsFormRow *row)
{
  HsPrintCanvas *canvas = sheet->canvas;
  double x = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas), shares = 0;
  double height = lay_cells (sheet, block, row, 0, TRUE), y;

  if (row != NULL && hs_print_canvas_need (canvas, height))
    lay_table_row (sheet, block, NULL); /* the header again */
  else if (row == NULL)
    hs_print_canvas_need (canvas, height * 2);
  y = hs_print_canvas_y (canvas);
  lay_cells (sheet, block, row, y, FALSE);
  for (guint i = 0; i < block->columns->len; i++)
    shares += ((HsPrintColumn *) block->columns->pdata[i])->width;
  for (guint i = 0; i < block->columns->len; i++)
    {
      double cell = width * ((HsPrintColumn *) block->columns->pdata[i])->width / shares;

      hs_print_canvas_put_box (canvas, x, y, cell, height);
      x += cell;
    }
  hs_print_canvas_advance (canvas, height);
}

void
hs_print_lay_table (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsFormField *repeat = hs_form_row_get_field (sheet->form->root, block->field);
  guint n = repeat->relevant ? g_list_model_get_n_items (G_LIST_MODEL (repeat->rows)) : 0;

  lay_table_row (sheet, block, NULL);
  for (guint i = 0; i < n && !hs_print_canvas_failed (sheet->canvas); i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (repeat->rows), i);

      lay_table_row (sheet, block, row);
    }
}

static void
lay_block (HsPrintSheet *sheet, HsPrintBlock *block, gint64 now_us)
{
  HsPrintCanvas *canvas = sheet->canvas;
  double left = hs_print_canvas_left (canvas);

  hs_print_canvas_advance (canvas, HS_MM (block->before));
  switch (block->kind)
    {
    case HS_BLOCK_HEADER:
      lay_header (sheet, block);
      break;
    case HS_BLOCK_TITLE:
      lay_title (sheet, block);
      break;
    case HS_BLOCK_TEXT:
      lay_text (sheet, block);
      break;
    case HS_BLOCK_FILL:
      hs_print_lay_fill (sheet, block);
      break;
    case HS_BLOCK_TABLE:
      hs_print_lay_table (sheet, block);
      break;
    case HS_BLOCK_SIGNATURE:
      lay_signature (sheet, block, now_us);
      break;
    case HS_BLOCK_RULE:
      hs_print_canvas_advance (canvas, 3);
      hs_print_canvas_put_rule (canvas, left, left + HS_MM (50), hs_print_canvas_y (canvas), 0.5);
      hs_print_canvas_advance (canvas, 3);
      break;
    case HS_BLOCK_SPACE:
    default:
      hs_print_canvas_advance (canvas, HS_MM (block->mm));
    }
  hs_print_canvas_advance (canvas, HS_MM (block->after));
}

typedef struct
{
  HsPrintSheet *sheet;
  GPtrArray *others; /* (element-type utf8) owned texts: label and value in turn */
} Search;

static void
find_other (HsFormField *field, gpointer data)
{
  Search *search = data;
  g_autofree char *text = NULL;

  if (!field->relevant || field->def->kind == HS_FIELD_NOTE || field->rows != NULL ||
      g_hash_table_contains (search->sheet->plan->covered, field->def))
    return;
  text = hs_print_text_of (field);
  if (*text == '\0')
    return;
  g_ptr_array_add (search->others, g_strdup (field->def->label));
  g_ptr_array_add (search->others, g_steal_pointer (&text));
}

static void
lay_pairs (HsPrintSheet *sheet, GPtrArray *pairs)
{
  HsPrintCanvas *canvas = sheet->canvas;
  HsPrintStyle style = { sheet->plan->size, FALSE, FALSE };

  for (guint i = 0; i + 1 < pairs->len; i += 2)
    {
      g_autofree char *text =
        g_strdup_printf ("%u. %s: %s", i / 2 + 1, (const char *) pairs->pdata[i],
                         (const char *) pairs->pdata[i + 1]);
      g_autoptr (PangoLayout) layout = hs_print_canvas_layout (
        canvas, text, &style, hs_print_canvas_width (canvas), 0, pairs->pdata[i]);

      hs_print_canvas_flow (canvas, layout, hs_print_canvas_left (canvas), style.size);
      hs_print_canvas_advance (canvas, 3);
    }
}

static void
lay_annex (HsPrintSheet *sheet, GPtrArray *others)
{
  HsPrintCanvas *canvas = sheet->canvas;
  HsFormPlan *plan = sheet->form->plan;
  HsPrintStyle title = { sheet->plan->size + 2, TRUE, FALSE },
               note = { sheet->plan->size, FALSE, TRUE };
  HsPrintStyle heading = { sheet->plan->size, TRUE, FALSE };
  double left = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas);

  hs_print_canvas_new_page (canvas);
  put_centered (sheet, hs_form_plan_word (plan, "print.annex"), &title, left, width);
  put_centered (sheet, hs_form_plan_word (plan, "print.annex-note"), &note, left, width);
  hs_print_canvas_advance (canvas, 8);
  lay_pairs (sheet, sheet->annex);
  if (others->len == 0)
    return;
  put_centered (sheet, hs_form_plan_word (plan, "print.other"), &heading, left, width);
  hs_print_canvas_advance (canvas, 4);
  lay_pairs (sheet, others);
}

void
hs_print_lay_official (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options)
{
  g_autoptr (GPtrArray) annex = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  HsPrintSheet sheet = { canvas, form, form->plan->print, options->recipient, annex };
  Search search = { &sheet, others };
  HsPrintPlan *plan = sheet.plan;

  for (guint i = 0; i < plan->blocks->len && !hs_print_canvas_failed (canvas); i++)
    lay_block (&sheet, plan->blocks->pdata[i], options->now_us);
  for (guint i = 0; i < form->plan->sections->len; i++)
    {
      HsSectionDef *section = form->plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        hs_form_field_visit (hs_form_row_get_field (form->root, section->fields->pdata[k]),
                             find_other, &search);
    }
  if ((annex->len > 0 || others->len > 0) && !hs_print_canvas_failed (canvas))
    lay_annex (&sheet, others);
}
