/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Place, date, and who signs: one at the right, or several side by side, kept on one page. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

#define ALONE_SHARE 0.56 /* of the width, for one who signs alone */
#define COLUMN_GAP 6.0

void
hs_print_put_centered (HsPrintCanvas *canvas, const char *text, const HsPrintStyle *style, double x,
                       double width)
{
  g_autoptr (PangoLayout) layout = hs_print_canvas_layout (canvas, text, style, width, 0, text);

  if (layout == NULL)
    return;
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  hs_print_canvas_flow (canvas, layout, x, style->size);
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

/* Everything of one column, as paragraphs: (element-type Paragraph). */
typedef struct
{
  PangoLayout *layout; /* (owned) */
  double size;
} Paragraph;

static void
paragraph_free (Paragraph *paragraph)
{
  g_object_unref (paragraph->layout);
  g_free (paragraph);
}

static void
add_paragraph (HsPrintSheet *sheet, GPtrArray *paragraphs, const char *text,
               const HsPrintStyle *style, double width)
{
  Paragraph *paragraph;
  PangoLayout *layout;

  if (text == NULL || *text == '\0')
    return;
  layout = hs_print_canvas_layout (sheet->canvas, text, style, width, 0, text);
  if (layout == NULL)
    return;
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  paragraph = g_new0 (Paragraph, 1);
  paragraph->layout = layout;
  paragraph->size = style->size;
  g_ptr_array_add (paragraphs, paragraph);
}

static double
height_of (HsPrintCanvas *canvas, GPtrArray *paragraphs)
{
  double height = 0;

  for (guint i = 0; i < paragraphs->len; i++)
    {
      Paragraph *paragraph = paragraphs->pdata[i];

      height += pango_layout_get_line_count (paragraph->layout) *
                hs_print_canvas_line_height (canvas, paragraph->size);
    }
  return height;
}

static double
put_paragraphs (HsPrintCanvas *canvas, GPtrArray *paragraphs, double x, double y)
{
  for (guint i = 0; i < paragraphs->len; i++)
    {
      Paragraph *paragraph = paragraphs->pdata[i];
      double line = hs_print_canvas_line_height (canvas, paragraph->size);
      int n = pango_layout_get_line_count (paragraph->layout);

      for (int k = 0; k < n; k++)
        hs_print_canvas_put_line (canvas, paragraph->layout, (guint) k, x,
                                  y + k * line + paragraph->size);
      y += n * line;
    }
  return y;
}

/* What stands above the signature of one, and the name below it. */
static void
compose (HsPrintSheet *sheet, HsPrintSigner *signer, double size, double width, gint64 now_us,
         GPtrArray *above, GPtrArray *below)
{
  HsPrintStyle date_style = { size - 1, FALSE, TRUE }, title = { size, TRUE, FALSE };
  HsPrintStyle note = { size - 1, FALSE, TRUE }, line_style = { size - 1, FALSE, FALSE };
  HsFormField *field =
    signer->field != NULL ? hs_form_row_get_field (sheet->form->root, signer->field) : NULL;
  g_autofree char *date = signer->date != NULL ? date_text (signer->date, now_us) : NULL;
  g_autofree char *name = field != NULL && field->relevant ? hs_print_text_of (field) : NULL;

  add_paragraph (sheet, above, date, &date_style, width);
  add_paragraph (sheet, above, signer->title, &title, width);
  add_paragraph (sheet, above, signer->note, &note, width);
  for (guint i = 0; i < signer->lines->len; i++)
    {
      g_autofree char *text =
        hs_print_text_of_part (sheet, sheet->form->root, signer->lines->pdata[i]);

      add_paragraph (sheet, above, text, &line_style, width);
    }
  add_paragraph (sheet, below, name, &title, width);
}

/* A name so long that a page cannot hold it under the room to sign is written in full in the annex. */
static void
check_name (HsPrintSheet *sheet, HsPrintSigner *signer, GPtrArray *below, double room, double width)
{
  HsPrintStyle style = { sheet->plan->size, FALSE, TRUE };
  HsFormField *field;
  g_autofree char *number = NULL, *reference = NULL;

  if (signer->field == NULL || height_of (sheet->canvas, below) <= room)
    return;
  field = hs_form_row_get_field (sheet->form->root, signer->field);
  number = g_strdup_printf ("%u", sheet->annex->len / 2 + 1);
  g_ptr_array_add (sheet->annex, g_strdup (field->def->label));
  g_ptr_array_add (sheet->annex, hs_print_text_of (field));
  reference = hs_form_plan_expand (hs_form_plan_word (sheet->form->plan, "print.see-annex"), "n",
                                   number, NULL);
  g_ptr_array_set_size (below, 0);
  add_paragraph (sheet, below, reference, &style, width);
}

void
hs_print_lay_signature (HsPrintSheet *sheet, HsPrintBlock *block, gint64 now_us)
{
  HsPrintCanvas *canvas = sheet->canvas;
  guint n = block->signers->len;
  double size = block->size > 0 ? block->size : sheet->plan->size;
  double width = hs_print_canvas_width (canvas), left = hs_print_canvas_left (canvas);
  double column = n == 1 ? width * ALONE_SHARE : width / n;
  double top = 0, bottom = 0, sign = HS_MM (block->mm);
  g_autoptr (GPtrArray) columns =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n; i++)
    {
      GPtrArray *above = g_ptr_array_new_with_free_func ((GDestroyNotify) paragraph_free);
      GPtrArray *below = g_ptr_array_new_with_free_func ((GDestroyNotify) paragraph_free);

      g_ptr_array_add (columns, above);
      g_ptr_array_add (columns, below);
      compose (sheet, block->signers->pdata[i], size, column - COLUMN_GAP, now_us, above, below);
      check_name (sheet, block->signers->pdata[i], below,
                  hs_print_canvas_height (canvas) / 2 - sign, column - COLUMN_GAP);
      top = MAX (top, height_of (canvas, above));
      bottom = MAX (bottom, height_of (canvas, below));
    }
  hs_print_canvas_need (canvas, 4 + size * 1.5 + top + sign + bottom);
  hs_print_canvas_advance (canvas, 4);
  if (block->place != NULL)
    lay_place_and_date (sheet, block, left + width * (1 - ALONE_SHARE), width * ALONE_SHARE,
                        now_us);
  for (guint i = 0; i < n; i++)
    {
      double x = (n == 1 ? left + width - column : left + i * column) + COLUMN_GAP / 2;

      put_paragraphs (canvas, columns->pdata[2 * i], x, hs_print_canvas_y (canvas));
      put_paragraphs (canvas, columns->pdata[2 * i + 1], x,
                      hs_print_canvas_y (canvas) + top + sign);
    }
  hs_print_canvas_advance (canvas, top + sign + bottom);
}
