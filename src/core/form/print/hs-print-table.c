/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the rows of a repeat, with a table in each row where rows have rows; and grids of fixed rows.
 * The header stands again on every page; a row taller than what is left goes over to the next page
 * whole, one taller than a page line by line. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define CELL_PADDING 3.0
#define INNER_INDENT 18.0 /* points: a table in a row */
#define HEADER_SHARE 0.4  /* of a page: a taller header is not repeated */
#define HEADING_MINIMUM 2 /* lines of a row that stay with its header */

HsPrintTable *
hs_print_table_new (HsPrintCanvas *canvas, double x, double width, double size)
{
  HsPrintTable *self = g_new0 (HsPrintTable, 1);

  self->canvas = canvas;
  self->x = x;
  self->width = width;
  self->size = size;
  self->shares = g_array_new (FALSE, FALSE, sizeof (double));
  self->headings = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
hs_print_table_free (HsPrintTable *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->shares);
  g_ptr_array_unref (self->headings);
  g_free (self);
}

void
hs_print_table_add_column (HsPrintTable *self, const char *heading, double share)
{
  g_ptr_array_add (self->headings, g_strdup (heading));
  g_array_append_val (self->shares, share);
  self->total += share;
  self->has_header = self->has_header || *heading != '\0';
}

static double
width_of (HsPrintTable *self, guint column)
{
  return self->width * g_array_index (self->shares, double, column) / self->total;
}

static void
object_unref_maybe (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

/* One paragraph a cell; n_lines: of the tallest. */
static GPtrArray *
lay_cells (HsPrintTable *self, const HsPrintCell *cells, guint *n_lines)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (object_unref_maybe);

  *n_lines = 1;
  for (guint i = 0; i < self->shares->len; i++)
    {
      HsPrintStyle style = { self->size, cells[i].bold, FALSE };
      PangoLayout *layout =
        hs_print_canvas_layout (self->canvas, cells[i].text, &style,
                                width_of (self, i) - 2 * CELL_PADDING, 0, cells[i].name);

      if (layout != NULL && cells[i].centered)
        pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      if (layout != NULL)
        *n_lines = MAX (*n_lines, (guint) pango_layout_get_line_count (layout));
      g_ptr_array_add (layouts, layout);
    }
  return layouts;
}

static void
put_lines (HsPrintTable *self, GPtrArray *layouts, guint from, guint n)
{
  double x = self->x, y = hs_print_canvas_y (self->canvas);
  double line = hs_print_canvas_line_height (self->canvas, self->size);
  double height = n * line + 2 * CELL_PADDING;

  for (guint i = 0; i < layouts->len; i++)
    {
      PangoLayout *layout = layouts->pdata[i];
      double cell = width_of (self, i);
      guint n_here = layout != NULL ? (guint) pango_layout_get_line_count (layout) : 0;

      for (guint k = from; k < MIN (from + n, n_here); k++)
        hs_print_canvas_put_line (self->canvas, layout, k, x + CELL_PADDING,
                                  y + CELL_PADDING + (k - from) * line + self->size);
      hs_print_canvas_put_box (self->canvas, x, y, cell, height);
      x += cell;
    }
  hs_print_canvas_advance (self->canvas, height);
}

static double
put_header (HsPrintTable *self)
{
  g_autofree HsPrintCell *cells = g_new0 (HsPrintCell, self->shares->len);
  g_autoptr (GPtrArray) layouts = NULL;
  guint n;

  for (guint i = 0; i < self->shares->len; i++)
    cells[i] = (HsPrintCell){ self->headings->pdata[i], self->headings->pdata[i], TRUE, TRUE };
  layouts = lay_cells (self, cells, &n);
  put_lines (self, layouts, 0, n);
  return n * hs_print_canvas_line_height (self->canvas, self->size) + 2 * CELL_PADDING;
}

static void
next_page (HsPrintTable *self)
{
  hs_print_canvas_new_page (self->canvas);
  if (self->has_header &&
      self->header_height < hs_print_canvas_height (self->canvas) * HEADER_SHARE)
    put_header (self);
}

void
hs_print_table_begin (HsPrintTable *self)
{
  double line = hs_print_canvas_line_height (self->canvas, self->size);

  if (!self->has_header || self->shares->len == 0)
    return;
  hs_print_canvas_need (self->canvas, line * 4 + 4 * CELL_PADDING);
  self->header_height = put_header (self);
}

void
hs_print_table_add_row (HsPrintTable *self, const HsPrintCell *cells)
{
  double line = hs_print_canvas_line_height (self->canvas, self->size);
  double whole = hs_print_canvas_height (self->canvas) - self->header_height - 2 * CELL_PADDING;
  g_autoptr (GPtrArray) layouts = NULL;
  guint n_lines, from = 0;

  if (hs_print_canvas_failed (self->canvas) || self->shares->len == 0)
    return;
  layouts = lay_cells (self, cells, &n_lines);
  if (n_lines * line + 2 * CELL_PADDING > hs_print_canvas_room (self->canvas) &&
      n_lines * line <= whole)
    next_page (self);
  while (from < n_lines && !hs_print_canvas_failed (self->canvas))
    {
      double room = hs_print_canvas_room (self->canvas) - 2 * CELL_PADDING;
      guint n = room > line ? (guint) (room / line + 0.001) : 0;

      if (n < MIN (HEADING_MINIMUM, n_lines - from) && hs_print_canvas_room (self->canvas) < whole)
        {
          next_page (self);
          room = hs_print_canvas_room (self->canvas) - 2 * CELL_PADDING;
          n = room > line ? (guint) (room / line + 0.001) : 0;
        }
      n = MAX (1, MIN (n, n_lines - from));
      put_lines (self, layouts, from, n);
      from += n;
    }
}

/* The rows of a repeat. */

static HsPrintTable *
new_table (HsPrintSheet *sheet, HsPrintBlock *block, double x, double width)
{
  HsPrintTable *table = hs_print_table_new (sheet->canvas, x, width, sheet->plan->size - 1);

  for (guint i = 0; i < block->columns->len; i++)
    {
      HsPrintColumn *column = block->columns->pdata[i];

      hs_print_table_add_column (table, column->label, column->width);
    }
  return table;
}

/* row: NULL for an empty one. */
static void
add_row (HsPrintSheet *sheet, HsPrintBlock *block, HsPrintTable *table, HsFormRow *row,
         guint number)
{
  g_autofree HsPrintCell *cells = g_new0 (HsPrintCell, block->columns->len);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < block->columns->len; i++)
    {
      HsPrintColumn *column = block->columns->pdata[i];
      char *text = column->part == NULL ? g_strdup_printf ("%u", number)
                   : row == NULL        ? g_strdup ("")
                                        : hs_print_text_of_part (sheet, row, column->part);

      g_ptr_array_add (texts, text);
      cells[i] = (HsPrintCell){ text, column->label, FALSE, column->part == NULL };
    }
  hs_print_table_add_row (table, cells);
}

static void
lay_rows (HsPrintSheet *sheet, HsPrintBlock *block, HsFormRow *parent, double x, double width)
{
  HsFormField *repeat = hs_form_row_get_field (parent, block->field);
  guint n = repeat->relevant && repeat->rows != NULL
              ? g_list_model_get_n_items (G_LIST_MODEL (repeat->rows))
              : 0;
  g_autoptr (HsPrintTable) table = new_table (sheet, block, x, width);

  if (n == 0 && parent->repeat != NULL)
    return; /* no empty table in a row */
  hs_print_table_begin (table);
  for (guint i = 0; i < n && !hs_print_canvas_failed (sheet->canvas); i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (repeat->rows), i);

      add_row (sheet, block, table, row, i + 1);
      if (block->inner != NULL)
        lay_rows (sheet, block->inner, row, x + INNER_INDENT, width - INNER_INDENT);
    }
  for (guint i = n; i < block->min_rows; i++)
    add_row (sheet, block, table, NULL, i + 1);
}

void
hs_print_lay_table (HsPrintSheet *sheet, HsPrintBlock *block)
{
  double indent = HS_MM (block->indent);

  lay_rows (sheet, block, sheet->form->root, hs_print_canvas_left (sheet->canvas) + indent,
            hs_print_canvas_width (sheet->canvas) - indent);
}

/* Rows that are always there: the same question about people side by side. */
void
hs_print_lay_grid (HsPrintSheet *sheet, HsPrintBlock *block)
{
  g_autoptr (HsPrintTable) table = NULL;
  double indent = HS_MM (block->indent);

  table = new_table (sheet, block, hs_print_canvas_left (sheet->canvas) + indent,
                     hs_print_canvas_width (sheet->canvas) - indent);
  if (block->size > 0)
    table->size = block->size;
  hs_print_table_begin (table);
  for (guint i = 0; i < block->grid->len; i++)
    {
      HsPrintGridRow *row = block->grid->pdata[i];
      g_autofree HsPrintCell *cells = g_new0 (HsPrintCell, row->cells->len + 1);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      cells[0] = (HsPrintCell){ row->label, row->label, FALSE, FALSE };
      for (guint k = 0; k < row->cells->len; k++)
        {
          HsPrintPart *part = row->cells->pdata[k];

          g_ptr_array_add (texts, hs_print_text_of_part (sheet, sheet->form->root, part));
          cells[k + 1] = (HsPrintCell){ texts->pdata[k], row->label, part->bold, FALSE };
        }
      hs_print_table_add_row (table, cells);
    }
}
