/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The official declaration, block by block as the package describes it, then the annex with what
 * found no place. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"
#include "form/print/hs-print-private.h"

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
      hs_print_put_centered (sheet->canvas, block->lines->pdata[i], &style, left, width);
    }
  hs_print_canvas_put_rule (canvas, middle - longest / 2, middle + longest / 2,
                            hs_print_canvas_y (canvas) + 0.5, 0.7);
  hs_print_canvas_advance (canvas, 12);
}

static void
lay_title (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsPrintStyle style = { block->size > 0 ? block->size : sheet->plan->size + 2.5, TRUE, FALSE };

  hs_print_put_centered (sheet->canvas, block->text, &style, hs_print_canvas_left (sheet->canvas),
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

/* Whether the block is there. A rule that cannot be computed hides nothing. */
static gboolean
is_there (HsPrintSheet *sheet, HsPrintBlock *block)
{
  HsFormView view = { sheet->form, sheet->form->root };
  HsRuleContext context = hs_form_view_context (&view);
  g_autoptr (GError) error = NULL;
  gboolean is_so = FALSE;

  if (block->when == NULL || hs_rule_decide (block->when, &context, &is_so, &error))
    return block->when == NULL || is_so;
  g_message ("print: %s", error->message);
  return TRUE;
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
    case HS_BLOCK_GRID:
      hs_print_lay_grid (sheet, block);
      break;
    case HS_BLOCK_SIGNATURE:
      hs_print_lay_signature (sheet, block, now_us);
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
  GHashTable *printed; /* set of HsFieldDef that have been printed */
  GPtrArray *others;   /* (element-type utf8) owned texts: label and value in turn */
} Search;

/* "Thành viên, Dòng 2, Họ tên": which row the answer is of. */
static char *
full_label (HsFormField *field)
{
  HsFormPlan *plan = hs_form_package_get_plan (field->package);
  HsFormRow *row = field->row;
  g_autofree char *before = NULL, *number = NULL, *which = NULL;

  if (row == NULL || row->repeat == NULL)
    return g_strdup (field->def->label);
  before = full_label (row->repeat);
  number = g_strdup_printf ("%u", hs_form_row_get_index (row) + 1);
  which = hs_form_plan_expand (hs_form_plan_word (plan, "value.row"), "n", number, NULL);
  return g_strconcat (before, ", ", which, ", ", field->def->label, NULL);
}

static void
find_other (HsFormField *field, gpointer data)
{
  Search *search = data;
  g_autofree char *text = NULL;

  if (!field->relevant || field->def->kind == HS_FIELD_NOTE || field->rows != NULL ||
      g_hash_table_contains (search->printed, field->def))
    return;
  text = hs_print_text_of (field);
  if (*text == '\0')
    return;
  g_ptr_array_add (search->others, full_label (field));
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
  hs_print_put_centered (sheet->canvas, hs_form_plan_word (plan, "print.annex"), &title, left,
                         width);
  hs_print_put_centered (sheet->canvas, hs_form_plan_word (plan, "print.annex-note"), &note, left,
                         width);
  hs_print_canvas_advance (canvas, 8);
  lay_pairs (sheet, sheet->annex);
  if (others->len == 0)
    return;
  hs_print_put_centered (sheet->canvas, hs_form_plan_word (plan, "print.other"), &heading, left,
                         width);
  hs_print_canvas_advance (canvas, 4);
  lay_pairs (sheet, others);
}

static void
note_printed (GHashTable *printed, GHashTable *covered)
{
  GHashTableIter iter;
  gpointer field;

  g_hash_table_iter_init (&iter, covered);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    g_hash_table_add (printed, field);
}

/* Answers that no block showed. */
static void
find_others (HsForm *form, GHashTable *printed, GPtrArray *others)
{
  Search search = { printed, others };

  for (guint i = 0; i < form->plan->sections->len; i++)
    {
      HsSectionDef *section = form->plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        hs_form_field_visit (hs_form_row_get_field (form->root, section->fields->pdata[k]),
                             find_other, &search);
    }
}

void
hs_print_lay_official (HsPrintCanvas *canvas, HsForm *form, const HsPrintOptions *options)
{
  g_autoptr (GPtrArray) annex = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) printed = g_hash_table_new (NULL, NULL);
  HsPrintSheet sheet = { canvas, form, form->plan->print, options->recipient, annex };
  HsPrintPlan *plan = sheet.plan;

  note_printed (printed, plan->covered);
  for (guint i = 0; i < plan->blocks->len && !hs_print_canvas_failed (canvas); i++)
    {
      HsPrintBlock *block = plan->blocks->pdata[i];

      if (!is_there (&sheet, block))
        continue;
      lay_block (&sheet, block, options->now_us);
      note_printed (printed, block->covered);
    }
  find_others (form, printed, others);
  if ((annex->len > 0 || others->len > 0) && !hs_print_canvas_failed (canvas))
    lay_annex (&sheet, others);
}
