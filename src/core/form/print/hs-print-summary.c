/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary: every relevant answer of any form, label beside value, made without a print plan. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define SIZE 11.5
#define LABEL_SHARE 0.42
#define DEPTH_INDENT 12.0
#define TABLE_SIZE 10.0
#define TABLE_COLUMNS 7   /* more questions in a row than that are listed one under the other */
#define LONGEST 34        /* characters a column asks for at most */
#define NUMBER_WIDTH 26.0 /* points */
#define CELL_ROOM 7.0     /* points beside the words of a cell */

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

/* A question that records answer. */
typedef struct
{
  guint column; /* place among the questions of the row */
  const char *label;
  guint characters; /* of the longest answer */
  char *word;       /* (owned) the longest that must not be broken */
  double narrowest; /* points: that word */
} Question;

static void
question_free (Question *question)
{
  g_free (question->word);
  g_free (question);
}

/* Rows from..to of a section are the records of a repeat. */
typedef struct
{
  GPtrArray *rows; /* (unowned) (element-type HsPrintRow) */
  guint from, to;
  double indent;        /* points, as the repeat's own */
  GPtrArray *questions; /* (owned) (element-type Question) that any record answers, in order */
} Records;

static void
note_words (Question *question, const char *text)
{
  glong longest = question->word != NULL ? g_utf8_strlen (question->word, -1) : 0;
  const char *start = text;

  for (const char *c = text;; c = g_utf8_next_char (c))
    {
      if (*c != '\0' && !g_unichar_isspace (g_utf8_get_char (c)))
        continue;
      if (g_utf8_strlen (start, c - start) > longest)
        {
          g_free (question->word);
          question->word = g_strndup (start, (gsize) (c - start));
          longest = g_utf8_strlen (question->word, -1);
        }
      if (*c == '\0')
        return;
      start = g_utf8_next_char (c);
    }
}

static guint
find_question (Records *records, HsPrintRow *row)
{
  Question *question;
  guint i = 0;

  while (i < records->questions->len &&
         ((Question *) records->questions->pdata[i])->column < row->column)
    i++;
  if (i < records->questions->len &&
      ((Question *) records->questions->pdata[i])->column == row->column)
    return i;
  question = g_new0 (Question, 1);
  question->column = row->column;
  question->label = row->label;
  note_words (question, row->label);
  g_ptr_array_insert (records->questions, (int) i, question);
  return i;
}

/* FALSE: they are no table, rows have rows or too many questions. */
static gboolean
survey (Records *records, guint depth)
{
  for (guint i = records->from; i < records->to; i++)
    {
      HsPrintRow *row = records->rows->pdata[i];
      guint length = (guint) g_utf8_strlen (row->value, -1);
      Question *question;
      guint number;

      if (row->kind == HS_PRINT_RECORD)
        continue;
      if (row->kind == HS_PRINT_REPEAT || row->depth != depth + 2)
        return FALSE;
      number = find_question (records, row);
      question = records->questions->pdata[number];
      question->characters = MAX (question->characters, MIN (length, LONGEST));
      note_words (question, row->value);
      if (records->questions->len > TABLE_COLUMNS)
        return FALSE;
    }
  return records->questions->len > 0;
}

/* No word is broken; what room is left goes where the answers are long. FALSE: there is not enough. */
static gboolean
measure (HsPrintCanvas *canvas, Records *records)
{
  double rest = hs_print_canvas_width (canvas) - records->indent - NUMBER_WIDTH, wanted = 0;
  HsPrintStyle style = { TABLE_SIZE, TRUE, FALSE };

  for (guint i = 0; i < records->questions->len; i++)
    {
      Question *question = records->questions->pdata[i];
      g_autoptr (PangoLayout) layout =
        hs_print_canvas_layout (canvas, question->word, &style, -1, 0, question->label);

      if (layout == NULL)
        return FALSE;
      question->narrowest = hs_print_layout_width_of (layout) + CELL_ROOM;
      rest -= question->narrowest;
      wanted += MAX (1, question->characters);
    }
  for (guint i = 0; rest > 0 && i < records->questions->len; i++)
    {
      Question *question = records->questions->pdata[i];

      question->narrowest += rest * MAX (1, question->characters) / wanted;
    }
  return rest > 0;
}

static void
lay_records (HsPrintCanvas *canvas, Records *records)
{
  double left = hs_print_canvas_left (canvas), width = hs_print_canvas_width (canvas);
  g_autoptr (HsPrintTable) table =
    hs_print_table_new (canvas, left + records->indent, width - records->indent, TABLE_SIZE);
  guint n = records->questions->len, number = 0;
  g_autofree HsPrintCell *cells = g_new0 (HsPrintCell, n + 1);

  hs_print_table_add_column (table, "", NUMBER_WIDTH);
  for (guint i = 0; i < n; i++)
    {
      Question *question = records->questions->pdata[i];

      hs_print_table_add_column (table, question->label, question->narrowest);
    }
  hs_print_table_begin (table);
  for (guint i = records->from; i < records->to && !hs_print_canvas_failed (canvas);)
    {
      g_autofree char *digits = g_strdup_printf ("%u", ++number);

      cells[0] = (HsPrintCell){ digits, "", FALSE, TRUE };
      for (guint k = 0; k < n; k++)
        cells[k + 1] =
          (HsPrintCell){ "", ((Question *) records->questions->pdata[k])->label, FALSE, FALSE };
      for (i++; i < records->to; i++)
        {
          HsPrintRow *row = records->rows->pdata[i];

          if (row->kind == HS_PRINT_RECORD)
            break;
          cells[find_question (records, row) + 1].text = row->value;
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
  Records records = { rows, at + 1, at + 1, repeat->depth * DEPTH_INDENT,
                      g_ptr_array_new_with_free_func ((GDestroyNotify) question_free) };
  guint next = at + 1;

  while (records.to < rows->len && ((HsPrintRow *) rows->pdata[records.to])->depth > repeat->depth)
    records.to++;
  lay_row (canvas, plan, repeat, records.to > records.from);
  if (records.to > records.from && survey (&records, repeat->depth) && measure (canvas, &records))
    {
      lay_records (canvas, &records);
      next = records.to;
    }
  g_ptr_array_unref (records.questions);
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
