/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and checks the "print" member of a package. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print-plan.h"

#include "form/hs-form-plan-private.h"

#define DEFAULT_LINES 4

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  HsPrintPlan *print;
} Reader;

static void
part_free (HsPrintPart *part)
{
  hs_rule_free (part->value);
  g_free (part);
}

static void
block_free (HsPrintBlock *block)
{
  g_ptr_array_unref (block->parts);
  g_ptr_array_unref (block->columns);
  g_ptr_array_unref (block->lines);
  g_free (block);
}

void
hs_print_plan_free (HsPrintPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->families);
  g_ptr_array_unref (self->blocks);
  g_hash_table_unref (self->covered);
  g_free (self);
}

static gboolean
read_number (Reader *r, JsonObject *object, const char *place, const char *member, double minimum,
             double maximum, double *number)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *where = NULL;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                       json_node_get_value_type (node) == G_TYPE_DOUBLE))
    {
      *number = json_node_get_double (node);
      if (*number >= minimum && *number <= maximum)
        return TRUE;
    }
  where = hs_json_pointer_append (place, member);
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where,
                            "“%s” must be a number from %g to %g", member, minimum, maximum);
}

static HsFieldDef *
find_field (Reader *r, JsonObject *object, const char *place, const char *member)
{
  const char *pointer = hs_form_lint_string (r->lint, object, place, member);
  HsFieldDef *field = pointer != NULL ? g_hash_table_lookup (r->plan->by_pointer, pointer) : NULL;
  g_autofree char *where = hs_json_pointer_append (place, member);

  if (pointer != NULL && field == NULL)
    hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where, "there is no field “%s”", pointer);
  if (field != NULL)
    g_hash_table_add (r->print->covered, field);
  return field;
}

static gboolean
read_value (Reader *r, HsPrintPart *part, JsonObject *object, const char *place)
{
  HsPlanView view = { r->plan, 0 };
  HsRuleNames names = hs_plan_view_names (&view);
  g_autofree char *where = NULL;
  g_autofree char *pointer = NULL;
  g_autoptr (GError) local = NULL;
  GArray *reads;

  part->kind = HS_PART_VALUE;
  part->text = hs_form_lint_string (r->lint, object, place, "name");
  if (part->text == NULL)
    return FALSE;
  part->value = hs_rule_compile (json_object_get_member (object, "value"),
                                 HS_RULE_MASK (HS_RULE_STRING) | HS_RULE_MASK (HS_RULE_NUMBER) |
                                   HS_RULE_MASK (HS_RULE_DATE),
                                 &names, &where, &local);
  if (part->value == NULL)
    {
      pointer = g_strconcat (place, "/value", where, NULL);
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, pointer, "%s", local->message);
    }
  reads = hs_rule_get_reads (part->value);
  for (guint i = 0; i < reads->len; i++)
    g_hash_table_add (r->print->covered,
                      hs_form_plan_field (r->plan, g_array_index (reads, guint, i)));
  return TRUE;
}

static gboolean
read_part_kind (Reader *r, HsPrintPart *part, JsonObject *object, const char *place)
{
  double count = 12;

  if (json_object_has_member (object, "field"))
    {
      part->kind = HS_PART_FIELD;
      part->field = find_field (r, object, place, "field");
      return part->field != NULL;
    }
  if (json_object_has_member (object, "value"))
    return read_value (r, part, object, place);
  if (json_object_has_member (object, "boxes"))
    {
      part->kind = HS_PART_BOXES;
      part->field = find_field (r, object, place, "boxes");
      if (part->field == NULL || !read_number (r, object, place, "count", 1, 40, &count))
        return FALSE;
      part->count = (guint) count;
      return TRUE;
    }
  if (json_object_has_member (object, "tick"))
    {
      part->kind = HS_PART_TICK;
      part->field = find_field (r, object, place, "tick");
      part->is = json_object_get_member (object, "is");
      part->text =
        part->field != NULL ? hs_form_lint_string (r->lint, object, place, "text") : NULL;
      return part->text != NULL &&
             (part->is != NULL || hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                                                     "a tick says for which value: “is”"));
    }
  part->kind = hs_json_bool (object, "recipient", FALSE) ? HS_PART_RECIPIENT : HS_PART_TEXT;
  if (part->kind == HS_PART_TEXT)
    part->text = hs_form_lint_string (r->lint, object, place, "text");
  return part->kind == HS_PART_RECIPIENT || part->text != NULL;
}

static gboolean
read_part (Reader *r, HsPrintBlock *block, JsonNode *node, const char *place)
{
  static const char *const known[] = { "text",  "field", "value", "name",      "boxes",
                                       "count", "tick",  "is",    "recipient", "grow",
                                       "upper", "bold",  NULL };
  HsPrintPart *part = g_new0 (HsPrintPart, 1);
  JsonObject *object;

  part->grow = 1;
  g_ptr_array_add (block->parts, part);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a part is an object");
  object = json_node_get_object (node);
  part->upper = hs_json_bool (object, "upper", FALSE);
  part->bold = hs_json_bool (object, "bold", FALSE);
  return hs_form_lint_members (r->lint, object, place, known) &&
         read_number (r, object, place, "grow", 0.1, 100, &part->grow) &&
         read_part_kind (r, part, object, place);
}

static gboolean
read_column (Reader *r, HsPrintBlock *block, JsonNode *node, const char *place)
{
  static const char *const known[] = { "label", "field", "width", NULL };
  HsPrintColumn *column = g_new0 (HsPrintColumn, 1);
  JsonObject *object;

  column->width = 1;
  g_ptr_array_add (block->columns, column);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a column is an object");
  object = json_node_get_object (node);
  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_number (r, object, place, "width", 0.1, 100, &column->width))
    return FALSE;
  column->label = hs_form_lint_string (r->lint, object, place, "label");
  column->field = column->label != NULL ? find_field (r, object, place, "field") : NULL;
  if (column->field == NULL)
    return FALSE;
  return column->field->scope == block->field->inner_scope ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                            "the column is not of this table's rows");
}

typedef gboolean (*ReadItem) (Reader *r, HsPrintBlock *block, JsonNode *node, const char *place);

static gboolean
read_items (Reader *r, HsPrintBlock *block, JsonObject *object, const char *place,
            const char *member, ReadItem read)
{
  JsonArray *array = hs_form_lint_array (r->lint, object, place, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s/%s/%u", place, member, i);

      if (!read (r, block, json_array_get_element (array, i), where))
        return FALSE;
    }
  return array != NULL;
}

static gboolean
read_line (Reader *r, HsPrintBlock *block, JsonNode *node, const char *place)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a line is a text");
  g_ptr_array_add (block->lines, (gpointer) json_node_get_string (node));
  return TRUE;
}

static gboolean
read_signature (Reader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  block->place = hs_form_lint_string (r->lint, object, place, "place");
  block->date = block->place != NULL ? hs_form_lint_string (r->lint, object, place, "date") : NULL;
  block->text = block->date != NULL ? hs_form_lint_string (r->lint, object, place, "title") : NULL;
  block->note = block->text != NULL ? hs_form_lint_string (r->lint, object, place, "note") : NULL;
  block->field = block->note != NULL ? find_field (r, object, place, "field") : NULL;
  return block->field != NULL;
}

static gboolean
read_table (Reader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  block->field = find_field (r, object, place, "repeat");
  if (block->field == NULL)
    return FALSE;
  if (block->field->value_kind != HS_VALUE_ROWS)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a table shows a repeat");
  return read_items (r, block, object, place, "columns", read_column);
}

static gboolean
read_block_kind (Reader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  static const char *const names[] = { "header", "title", "text", "fill",
                                       "table",  "space", "rule", "signature" };
  const char *type = hs_form_lint_string (r->lint, object, place, "type");
  guint kind = 0;

  if (type == NULL)
    return FALSE;
  while (kind < G_N_ELEMENTS (names) && !g_str_equal (names[kind], type))
    kind++;
  if (kind == G_N_ELEMENTS (names))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "unknown block “%s”", type);
  block->kind = (HsPrintBlockKind) kind;
  switch (block->kind)
    {
    case HS_BLOCK_HEADER:
      return read_items (r, block, object, place, "lines", read_line);
    case HS_BLOCK_TITLE:
    case HS_BLOCK_TEXT:
      block->text = hs_form_lint_string (r->lint, object, place, "text");
      return block->text != NULL;
    case HS_BLOCK_FILL:
      return read_items (r, block, object, place, "parts", read_part);
    case HS_BLOCK_TABLE:
      return read_table (r, block, object, place);
    case HS_BLOCK_SIGNATURE:
      return read_signature (r, block, object, place);
    case HS_BLOCK_SPACE:
    case HS_BLOCK_RULE:
    default:
      return TRUE;
    }
}

static gboolean
read_block (Reader *r, JsonNode *node, const char *place)
{
  static const char *const known[] = { "type",    "text",     "lines",  "parts",  "repeat",
                                       "columns", "place",    "date",   "title",  "note",
                                       "field",   "size",     "indent", "before", "after",
                                       "mm",      "maxLines", "bold",   "italic", "centered",
                                       NULL };
  HsPrintBlock *block = g_new0 (HsPrintBlock, 1);
  double max_lines = DEFAULT_LINES;
  JsonObject *object;

  block->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  block->columns = g_ptr_array_new_with_free_func (g_free);
  block->lines = g_ptr_array_new ();
  g_ptr_array_add (r->print->blocks, block);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a block is an object");
  object = json_node_get_object (node);
  block->bold = hs_json_bool (object, "bold", FALSE);
  block->italic = hs_json_bool (object, "italic", FALSE);
  block->centered = hs_json_bool (object, "centered", FALSE);
  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_number (r, object, place, "size", 6, 40, &block->size) ||
      !read_number (r, object, place, "indent", 0, 100, &block->indent) ||
      !read_number (r, object, place, "before", 0, 100, &block->before) ||
      !read_number (r, object, place, "after", 0, 100, &block->after) ||
      !read_number (r, object, place, "mm", 0, 200, &block->mm) ||
      !read_number (r, object, place, "maxLines", 1, 40, &max_lines))
    return FALSE;
  block->max_lines = (guint) max_lines;
  return read_block_kind (r, block, object, place);
}

static gboolean
read_families (Reader *r, JsonObject *font)
{
  JsonArray *families = hs_form_lint_array (r->lint, font, "/print/font", "family");

  for (guint i = 0; families != NULL && i < json_array_get_length (families); i++)
    {
      JsonNode *node = json_array_get_element (families, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/font/family",
                                  "a font is named by a text");
      g_ptr_array_add (r->print->families, (gpointer) json_node_get_string (node));
    }
  if (families != NULL && r->print->families->len == 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/font/family",
                              "no font is named");
  g_ptr_array_add (r->print->families, NULL);
  return families != NULL;
}

static gboolean
read_page (Reader *r, JsonObject *print)
{
  static const char *const page_known[] = { "size", "margins", NULL };
  static const char *const font_known[] = { "family", "size", "smallest", NULL };
  JsonObject *page = hs_form_lint_object (r->lint, print, "/print", "page");
  JsonObject *font = page != NULL ? hs_form_lint_object (r->lint, print, "/print", "font") : NULL;
  JsonArray *margins;

  if (font == NULL || !hs_form_lint_members (r->lint, page, "/print/page", page_known) ||
      !hs_form_lint_members (r->lint, font, "/print/font", font_known))
    return FALSE;
  if (g_strcmp0 (hs_json_string (page, "size", "A4"), "A4") != 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/page/size",
                              "the page is “A4”");
  margins = hs_form_lint_array (r->lint, page, "/print/page", "margins");
  if (margins == NULL)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      JsonNode *node =
        i < json_array_get_length (margins) ? json_array_get_element (margins, i) : NULL;

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_double (node) < 5 ||
          json_node_get_double (node) > 60)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/page/margins",
                                  "four margins of 5 to 60 mm: top, right, bottom, left");
      r->print->margins[i] = json_node_get_double (node);
    }
  r->print->size = 13;
  r->print->smallest = 9;
  return read_families (r, font) &&
         read_number (r, font, "/print/font", "size", 6, 20, &r->print->size) &&
         read_number (r, font, "/print/font", "smallest", 6, 20, &r->print->smallest);
}

static gboolean
read_covers (Reader *r, JsonObject *print)
{
  gboolean ok;
  JsonArray *covers = hs_form_lint_maybe_array (r->lint, print, "/print", "covers", &ok);

  for (guint i = 0; covers != NULL && i < json_array_get_length (covers); i++)
    {
      JsonNode *node = json_array_get_element (covers, i);
      const char *pointer = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      HsFieldDef *field =
        pointer != NULL ? g_hash_table_lookup (r->plan->by_pointer, pointer) : NULL;
      g_autofree char *place = g_strdup_printf ("/print/covers/%u", i);

      if (field == NULL)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no field “%s”",
                                  pointer != NULL ? pointer : "");
      g_hash_table_add (r->print->covered, field);
    }
  return ok;
}

static gboolean
check_words (Reader *r)
{
  static const char *const needed[] = { "print.draft",     "print.page",  "print.dossier",
                                        "print.hash",      "print.annex", "print.annex-note",
                                        "print.see-annex", "print.other", "print.summary",
                                        "print.empty" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (hs_form_lint_string (r->lint, r->plan->messages, "/messages", needed[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_blocks (Reader *r, JsonObject *print)
{
  JsonArray *blocks = hs_form_lint_array (r->lint, print, "/print", "blocks");

  for (guint i = 0; blocks != NULL && i < json_array_get_length (blocks); i++)
    {
      g_autofree char *place = g_strdup_printf ("/print/blocks/%u", i);

      if (!read_block (r, json_array_get_element (blocks, i), place))
        return FALSE;
    }
  return blocks != NULL;
}

HsPrintPlan *
hs_print_plan_compile (HsFormPlan *plan, HsFormLint *lint, JsonObject *print)
{
  static const char *const known[] = { "page", "font", "covers", "blocks", NULL };
  HsPrintPlan *self = g_new0 (HsPrintPlan, 1);
  Reader r = { plan, lint, self };

  self->families = g_ptr_array_new ();
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  self->covered = g_hash_table_new (NULL, NULL);
  if (hs_form_lint_members (lint, print, "/print", known) && check_words (&r) &&
      read_page (&r, print) && read_covers (&r, print) && read_blocks (&r, print))
    return self;
  hs_print_plan_free (self);
  return NULL;
}
