/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the official declaration: words, then dotted places with the answers on them. An answer
 * that is too long gets smaller, then lines of its own, then a place in the annex; it is never cut. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#include <string.h>

#define GAP 4.0      /* points between parts */
#define PLACE_MIN 24 /* points: the smallest dotted place */
#define DROP 2.0     /* points: the dots below the baseline */
#define BOX_WIDTH 8.2
#define BOX_HEIGHT 14.0
#define BOX_SIZE 14.0 /* of its digit: so near that a reader of the PDF sees one number */
#define TICK_SIZE 9.0
#define TICK_AFTER 5.0
#define WORDS_SHARE 0.85 /* of a line: more leaves no room for an answer */

/* A part with what it shows now. */
typedef struct
{
  HsPrintPart *part;
  char *text;          /* (owned) words, or the answer; "" empty */
  PangoLayout *layout; /* (owned) (nullable) on one line */
  double width;        /* points it needs */
  double given;        /* points it gets */
  gboolean is_place;   /* grows, has dots */
  gboolean ticked;
} Piece;

static void
piece_free (Piece *piece)
{
  g_free (piece->text);
  g_clear_object (&piece->layout);
  g_free (piece);
}

static char *
text_of_value (HsPrintSheet *sheet, HsFormRow *row, HsPrintPart *part)
{
  HsFormView view = { sheet->form, row };
  HsRuleContext context = hs_form_view_context (&view);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!hs_rule_evaluate_text (part->value, &context, &text, &error))
    g_message ("print: %s", error->message);
  return text != NULL ? text : g_strdup ("");
}

static char *
text_of_field (HsFormRow *row, HsFieldDef *def)
{
  HsFormField *field = hs_form_row_get_field (row, def);

  return field->relevant ? hs_print_text_of (field) : g_strdup ("");
}

static gboolean
is_ticked (HsPrintSheet *sheet, HsPrintPart *part)
{
  HsFormField *field = hs_form_row_get_field (sheet->form->root, part->field);

  return field->relevant && field->value != NULL && hs_json_equal (field->value, part->is);
}

char *
hs_print_text_of_part (HsPrintSheet *sheet, HsFormRow *row, HsPrintPart *part)
{
  g_autofree char *text = NULL;

  switch (part->kind)
    {
    case HS_PART_FIELD:
    case HS_PART_BOXES:
      text = text_of_field (row, part->field);
      break;
    case HS_PART_VALUE:
      text = text_of_value (sheet, row, part);
      break;
    case HS_PART_RECIPIENT:
      text = g_strdup (sheet->recipient != NULL ? sheet->recipient : "");
      break;
    case HS_PART_TEXT:
    case HS_PART_TICK:
    default:
      text = g_strdup (part->text);
    }
  return part->upper ? g_utf8_strup (text, -1) : g_steal_pointer (&text);
}

static gboolean
fits_boxes (HsPrintPart *part, const char *text)
{
  return strlen (text) <= part->count && strspn (text, "0123456789") == strlen (text);
}

const char *
hs_print_name_of_part (HsPrintPart *part)
{
  return part->field != NULL ? part->field->label : part->text != NULL ? part->text : "";
}

static Piece *
make_piece (HsPrintSheet *sheet, HsPrintPart *part, const HsPrintBlock *block, double size)
{
  HsPrintStyle style = { size, part->bold || block->bold, block->italic };
  Piece *piece = g_new0 (Piece, 1);

  piece->part = part;
  piece->text = hs_print_text_of_part (sheet, sheet->form->root, part);
  piece->is_place = part->kind == HS_PART_FIELD || part->kind == HS_PART_VALUE ||
                    part->kind == HS_PART_RECIPIENT ||
                    (part->kind == HS_PART_BOXES && !fits_boxes (part, piece->text));
  if (part->kind == HS_PART_BOXES && !piece->is_place)
    {
      piece->width = part->count * BOX_WIDTH + 2;
      return piece;
    }
  piece->layout = hs_print_canvas_layout (sheet->canvas, piece->text, &style, -1, 0,
                                          hs_print_name_of_part (part));
  if (piece->layout != NULL)
    piece->width = hs_print_layout_width_of (piece->layout);
  if (part->kind == HS_PART_TICK)
    {
      piece->ticked = is_ticked (sheet, part);
      piece->width += TICK_SIZE + 3 + TICK_AFTER;
    }
  if (piece->is_place)
    piece->width = MAX (piece->width + 2, PLACE_MIN);
  return piece;
}

static GPtrArray *
make_pieces (HsPrintSheet *sheet, HsPrintBlock *block, guint from, guint to, double size)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) piece_free);

  for (guint i = from; i < to; i++)
    {
      HsPrintPart *part = block->parts->pdata[i];

      if (part->kind != HS_PART_TEXT || *part->text != '\0')
        g_ptr_array_add (pieces, make_piece (sheet, part, block, size));
    }
  return pieces;
}

/* Gives each place its share of the room; FALSE when they do not fit in width. */
static gboolean
share_out (GPtrArray *pieces, double width)
{
  double needed = 0, grow = 0, rest;

  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = pieces->pdata[i];

      needed += piece->width + (i > 0 ? GAP : 0);
      if (piece->is_place)
        grow += piece->part->grow;
    }
  if (needed > width)
    return FALSE;
  /* places as their shares say, but none smaller than what stands on it */
  rest = width - needed;
  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = pieces->pdata[i];

      piece->given = piece->width + (piece->is_place ? rest * piece->part->grow / grow : 0);
    }
  return TRUE;
}

static void
put_boxes (HsPrintSheet *sheet, Piece *piece, double x, double baseline)
{
  HsPrintStyle style = { BOX_SIZE, FALSE, FALSE };
  double top = baseline - BOX_HEIGHT + 3;

  for (guint i = 0; i < piece->part->count; i++)
    {
      char digit[2] = { 0 };
      g_autoptr (PangoLayout) layout = NULL;

      hs_print_canvas_put_box (sheet->canvas, x + i * BOX_WIDTH, top, BOX_WIDTH, BOX_HEIGHT);
      if (i >= strlen (piece->text))
        continue;
      digit[0] = piece->text[i];
      layout = hs_print_canvas_layout (sheet->canvas, digit, &style, -1, 0,
                                       hs_print_name_of_part (piece->part));
      if (layout != NULL)
        hs_print_canvas_put_line (
          sheet->canvas, layout, 0,
          x + i * BOX_WIDTH + (BOX_WIDTH - hs_print_layout_width_of (layout)) / 2, baseline + 0.8);
    }
}

static void
put_piece (HsPrintSheet *sheet, Piece *piece, double x, double baseline)
{
  if (piece->part->kind == HS_PART_BOXES && !piece->is_place)
    put_boxes (sheet, piece, x, baseline);
  else if (piece->part->kind == HS_PART_TICK)
    {
      hs_print_canvas_put_box (sheet->canvas, x, baseline - TICK_SIZE + 1, TICK_SIZE, TICK_SIZE);
      if (piece->ticked)
        hs_print_canvas_put_tick (sheet->canvas, x, baseline - TICK_SIZE + 1, TICK_SIZE);
      hs_print_canvas_put_line (sheet->canvas, piece->layout, 0, x + TICK_SIZE + 3, baseline);
    }
  else
    {
      if (piece->is_place)
        hs_print_canvas_put_dots (sheet->canvas, x, x + piece->given, baseline + DROP);
      hs_print_canvas_put_line (sheet->canvas, piece->layout, 0, x + (piece->is_place ? 1 : 0),
                                baseline);
    }
}

static gboolean
has_boxes (GPtrArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    if (((Piece *) pieces->pdata[i])->part->kind == HS_PART_BOXES)
      return TRUE;
  return FALSE;
}

static void
put_one_line (HsPrintSheet *sheet, GPtrArray *pieces, double x)
{
  double height = hs_print_canvas_line_height (sheet->canvas, sheet->plan->size);
  double baseline;

  if (has_boxes (pieces))
    height = MAX (height, BOX_HEIGHT + 3.5);
  hs_print_canvas_need (sheet->canvas, height);
  baseline = hs_print_canvas_y (sheet->canvas) + height - sheet->plan->size * 0.35;
  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = pieces->pdata[i];

      put_piece (sheet, piece, x, baseline);
      x += piece->given + GAP;
    }
  hs_print_canvas_advance (sheet->canvas, height);
}

/* The words before the place at the end, then the answer over as many lines as it needs. */
static gboolean
put_wrapped (HsPrintSheet *sheet, HsPrintBlock *block, GPtrArray *pieces, double x, double width,
             double size)
{
  Piece *place = pieces->pdata[pieces->len - 1];
  HsPrintStyle style = { size, place->part->bold || block->bold, block->italic };
  double height = hs_print_canvas_line_height (sheet->canvas, sheet->plan->size), start = x;
  g_autoptr (PangoLayout) layout = NULL;
  int n;

  for (guint i = 0; i + 1 < pieces->len; i++)
    start += ((Piece *) pieces->pdata[i])->width + GAP;
  if (start > x + width * WORDS_SHARE)
    return FALSE;
  layout = hs_print_canvas_layout (sheet->canvas, place->text, &style, width, start - x,
                                   hs_print_name_of_part (place->part));
  n = layout != NULL ? pango_layout_get_line_count (layout) : 0;
  if (n == 0 || n > (int) block->max_lines)
    return FALSE;
  hs_print_canvas_need (sheet->canvas, height * MIN (n, 4));
  for (int i = 0; i < n; i++)
    {
      double baseline;

      hs_print_canvas_need (sheet->canvas, height);
      baseline = hs_print_canvas_y (sheet->canvas) + height - sheet->plan->size * 0.35;
      if (i == 0)
        for (guint k = 0, at = 0; k + 1 < pieces->len; k++)
          {
            Piece *piece = pieces->pdata[k];

            put_piece (sheet, piece, x + at, baseline);
            at += piece->width + GAP;
          }
      hs_print_canvas_put_dots (sheet->canvas, i == 0 ? start : x, x + width, baseline + DROP);
      hs_print_canvas_put_line (sheet->canvas, layout, (guint) i, x, baseline);
      hs_print_canvas_advance (sheet->canvas, height);
    }
  return TRUE;
}

/* The last resort: a reference in its place, the whole answer in the annex. */
static void
put_in_annex (HsPrintSheet *sheet, HsPrintBlock *block, GPtrArray *pieces, double x, double width)
{
  HsFormPlan *plan = sheet->form->plan;
  Piece *place = pieces->pdata[pieces->len - 1];
  HsPrintStyle style = { sheet->plan->size, FALSE, TRUE };
  g_autofree char *number = g_strdup_printf ("%u", sheet->annex->len / 2 + 1);
  char *reference =
    hs_form_plan_expand (hs_form_plan_word (plan, "print.see-annex"), "n", number, NULL);

  g_ptr_array_add (sheet->annex, g_strdup (hs_print_name_of_part (place->part)));
  g_ptr_array_add (sheet->annex, g_strdup (place->text));
  g_free (place->text);
  place->text = reference;
  g_clear_object (&place->layout);
  place->layout = hs_print_canvas_layout (sheet->canvas, reference, &style, -1, 0, reference);
  place->width = place->layout != NULL ? hs_print_layout_width_of (place->layout) + 2 : 0;
  if (!share_out (pieces, width))
    for (guint i = 0; i < pieces->len; i++)
      ((Piece *) pieces->pdata[i])->given = ((Piece *) pieces->pdata[i])->width;
  put_one_line (sheet, pieces, x);
}

static guint
count_places (GPtrArray *pieces)
{
  guint n = 0;

  for (guint i = 0; i < pieces->len; i++)
    n += ((Piece *) pieces->pdata[i])->is_place;
  return n;
}

/* From part number from, the end of the words and the one place after them. */
static guint
end_of_first_place (HsPrintSheet *sheet, HsPrintBlock *block, guint from)
{
  for (guint i = from; i < block->parts->len; i++)
    {
      HsPrintPartKind kind = ((HsPrintPart *) block->parts->pdata[i])->kind;

      if (kind == HS_PART_FIELD || kind == HS_PART_VALUE || kind == HS_PART_RECIPIENT ||
          kind == HS_PART_BOXES)
        return i + 1;
    }
  return block->parts->len;
}

static void
lay_range (HsPrintSheet *sheet, HsPrintBlock *block, guint from, guint to, double x, double width);

/* Several places that do not fit side by side: each with its words on its own line. */
static void
lay_apart (HsPrintSheet *sheet, HsPrintBlock *block, guint from, guint to, double x, double width)
{
  while (from < to)
    {
      guint end = MIN (end_of_first_place (sheet, block, from), to);

      lay_range (sheet, block, from, end, x, width);
      from = end;
    }
}

/* Words and ticks without a place: as many as fit in a line, a long text over several. */
static void
put_words (HsPrintSheet *sheet, GPtrArray *pieces, double x, double width)
{
  double height = hs_print_canvas_line_height (sheet->canvas, sheet->plan->size), at = 0, baseline;
  gboolean begun = FALSE;

  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = pieces->pdata[i];

      if (piece->is_place)
        continue;
      if (begun && at + piece->width > width)
        {
          hs_print_canvas_advance (sheet->canvas, height);
          begun = FALSE;
          at = 0;
        }
      if (piece->width > width && piece->layout != NULL)
        {
          /* longer than the line: a paragraph of its own */
          pango_layout_set_wrap (piece->layout, PANGO_WRAP_WORD_CHAR);
          pango_layout_set_width (piece->layout, (int) (width * PANGO_SCALE));
          hs_print_canvas_flow (sheet->canvas, piece->layout, x, sheet->plan->size);
          continue;
        }
      if (!begun)
        hs_print_canvas_need (sheet->canvas, height);
      baseline = hs_print_canvas_y (sheet->canvas) + height - sheet->plan->size * 0.35;
      put_piece (sheet, piece, x + at, baseline);
      begun = TRUE;
      at += piece->width + GAP;
    }
  if (begun)
    hs_print_canvas_advance (sheet->canvas, height);
}

static double
words_before (GPtrArray *pieces)
{
  double width = 0;

  for (guint i = 0; i + 1 < pieces->len; i++)
    width += ((Piece *) pieces->pdata[i])->width + GAP;
  return width;
}

/* The one place, at the end of its words: at full size, smaller, or in the annex. */
static void
put_place (HsPrintSheet *sheet, HsPrintBlock *block, GPtrArray *pieces, double x, double width)
{
  for (double size = sheet->plan->size; size >= sheet->plan->smallest; size -= 0.5)
    if (put_wrapped (sheet, block, pieces, x, width, size))
      return;
  if (!hs_print_canvas_failed (sheet->canvas))
    put_in_annex (sheet, block, pieces, x, width);
}

static void
lay_range (HsPrintSheet *sheet, HsPrintBlock *block, guint from, guint to, double x, double width)
{
  double size = sheet->plan->size;
  g_autoptr (GPtrArray) pieces = NULL;
  guint n_places;
  Piece *last;

  for (; size > sheet->plan->size - 1.6; size -= 0.5)
    {
      g_clear_pointer (&pieces, g_ptr_array_unref);
      pieces = make_pieces (sheet, block, from, to, size);
      if (hs_print_canvas_failed (sheet->canvas) || pieces->len == 0)
        return;
      if (share_out (pieces, width))
        {
          put_one_line (sheet, pieces, x);
          return;
        }
      if (count_places (pieces) == 1 && ((Piece *) pieces->pdata[pieces->len - 1])->is_place)
        break; /* it may take more lines at full size */
    }
  n_places = count_places (pieces);
  last = pieces->pdata[pieces->len - 1];
  if (n_places > 1 || (n_places == 1 && !last->is_place) ||
      (pieces->len > 2 && last->part->kind != HS_PART_TEXT &&
       end_of_first_place (sheet, block, from) < to))
    {
      lay_apart (sheet, block, from, to, x, width);
      return;
    }
  if (n_places == 0)
    {
      g_ptr_array_unref (pieces); /* made smaller to no avail */
      pieces = make_pieces (sheet, block, from, to, sheet->plan->size);
      put_words (sheet, pieces, x, width);
      return;
    }
  if (words_before (pieces) > width * WORDS_SHARE)
    {
      /* words that leave no room: they first, their place on a line of its own */
      g_autoptr (GPtrArray) place = g_ptr_array_new ();

      g_ptr_array_add (place, last);
      put_words (sheet, pieces, x, width);
      put_place (sheet, block, place, x, width);
      return;
    }
  put_place (sheet, block, pieces, x, width);
}

void
hs_print_lay_fill (HsPrintSheet *sheet, HsPrintBlock *block)
{
  double indent = HS_MM (block->indent);

  lay_range (sheet, block, 0, block->parts->len, hs_print_canvas_left (sheet->canvas) + indent,
             hs_print_canvas_width (sheet->canvas) - indent);
}
