/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary: every relevant answer of any form, label beside value, made without a print plan. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define SIZE 11.5
#define LABEL_SHARE 0.42
#define DEPTH_INDENT 12.0
#define TABLE_SIZE 10.0
#define TABLE_COLUMNS 7 /* more questions in a row than that are listed one under the other */
#define SHORTEST 6      /* characters: the narrowest and the widest a column counts */
#define LONGEST 34

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
lay_row (HsPrintCanvas *canvas, HsFormPlan *plan, HsPrintRow *row, gboolean heads)
{
  double left = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas);
  double indent = row->depth * DEPTH_INDENT, middle = width * LABEL_SHARE;
  double height = hs_print_canvas_line_height (canvas, SIZE);
  gboolean empty = *row->value == '\0' && row->kind != HS_PRINT_RECORD && !heads;
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
  /* whole where a page can hold it */
  if (MAX (n_label, n_value) * height <= hs_print_canvas_height (canvas))
    hs_print_canvas_need (canvas, MAX (n_label, n_value) * height);
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

/* Rows from..to of a section are the records of a repeat. */
typedef struct
{
  GPtrArray *rows; /* (unowned) (element-type HsPrintRow) */
  guint from, to;
  GArray *columns;    /* (owned) (element-type guint) those that any record answers, in order */
  GPtrArray *labels;  /* (owned) (element-type utf8) borrowed */
  GArray *characters; /* (owned) (element-type guint) the longest in the column */
} Records;

static void
records_clear (Records *records)
{
  g_array_unref (records->columns);
  g_ptr_array_unref (records->labels);
  g_array_unref (records->characters);
}

static guint
find_column (Records *records, HsPrintRow *row)
{
  guint length = (guint) g_utf8_strlen (row->label, -1) / 2, i = 0;

  while (i < records->columns->len && g_array_index (records->columns, guint, i) < row->column)
    i++;
  if (i == records->columns->len || g_array_index (records->columns, guint, i) != row->column)
    {
      g_array_insert_val (records->columns, i, row->column);
      g_ptr_array_insert (records->labels, (int) i, row->label);
      g_array_insert_val (records->characters, i, length);
    }
  return i;
}

/* FALSE: they are no table, rows have rows or too many questions. */
static gboolean
survey (Records *records, guint depth)
{
  for (guint i = records->from; i < records->to; i++)
    {
      HsPrintRow *row = records->rows->pdata[i];
      guint length = (guint) g_utf8_strlen (row->value, -1), column;

      if (row->kind == HS_PRINT_RECORD)
        continue;
      if (row->kind == HS_PRINT_REPEAT || row->depth != depth + 2)
        return FALSE;
      column = find_column (records, row);
      if (length > g_array_index (records->characters, guint, column))
        g_array_index (records->characters, guint, column) = length;
      if (records->columns->len > TABLE_COLUMNS)
        return FALSE;
    }
  return records->columns->len > 0;
}

static void
lay_records (HsPrintCanvas *canvas, Records *records)
{
  g_autoptr (HsPrintTable) table = hs_print_table_new (canvas, hs_print_canvas_left (canvas),
                                                       hs_print_canvas_width (canvas), TABLE_SIZE);
  guint n = records->columns->len, number = 0;
  g_autofree HsPrintCell *cells = g_new0 (HsPrintCell, n + 1);

  hs_print_table_add_column (table, "", 4);
  for (guint i = 0; i < n; i++)
    {
      guint characters = g_array_index (records->characters, guint, i);

      hs_print_table_add_column (table, records->labels->pdata[i],
                                 CLAMP (characters, SHORTEST, LONGEST));
    }
  hs_print_table_begin (table);
  for (guint i = records->from; i < records->to && !hs_print_canvas_failed (canvas);)
    {
      g_autofree char *digits = g_strdup_printf ("%u", ++number);

      cells[0] = (HsPrintCell){ digits, "", FALSE, TRUE };
      for (guint k = 0; k < n; k++)
        cells[k + 1] = (HsPrintCell){ "", records->labels->pdata[k], FALSE, FALSE };
      for (i++; i < records->to; i++)
        {
          HsPrintRow *row = records->rows->pdata[i];

          if (row->kind == HS_PRINT_RECORD)
            break;
          cells[find_column (records, row) + 1].text = row->value;
        }
      hs_print_table_add_row (table, cells);
    }
  hs_print_canvas_advance (canvas, 4);
}

/* Its records as a table when they are one; returns the row to go on with. */
static guint
lay_repeat (HsPrintCanvas *canvas, HsFormPlan *plan, GPtrArray *rows, guint at)
{
  HsPrintRow *repeat = rows->pdata[at];
  Records records = { rows,
                      at + 1,
                      at + 1,
                      g_array_new (FALSE, FALSE, sizeof (guint)),
                      g_ptr_array_new (),
                      g_array_new (FALSE, FALSE, sizeof (guint)) };
  guint next = at + 1;

  while (records.to < rows->len && ((HsPrintRow *) rows->pdata[records.to])->depth > repeat->depth)
    records.to++;
  lay_row (canvas, plan, repeat, records.to > records.from);
  if (records.to > records.from && survey (&records, repeat->depth))
    {
      lay_records (canvas, &records);
      next = records.to;
    }
  records_clear (&records);
  return next;
}

static void
lay_section (HsPrintCanvas *canvas, HsFormPlan *plan, HsPrintSection *section)
{
  lay_line (canvas, section->title, 12.5, TRUE, FALSE, 10);
  for (guint i = 0; i < section->rows->len && !hs_print_canvas_failed (canvas);)
    {
      HsPrintRow *row = section->rows->pdata[i];

      if (row->kind == HS_PRINT_REPEAT)
        i = lay_repeat (canvas, plan, section->rows, i);
      else
        {
          lay_row (canvas, plan, row, FALSE);
          i++;
        }
    }
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

      if (section->rows->len > 0)
        lay_section (canvas, form->plan, section);
    }
}
