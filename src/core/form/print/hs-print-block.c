/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and checks the blocks of the official declaration. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print-plan-private.h"

#define DEFAULT_LINES 4

static void
part_free (HsPrintPart *part)
{
  if (part == NULL)
    return;
  hs_rule_free (part->value);
  g_free (part);
}

static void
column_free (HsPrintColumn *column)
{
  part_free (column->part);
  g_free (column);
}

static void
grid_row_free (HsPrintGridRow *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

static void
signer_free (HsPrintSigner *signer)
{
  g_ptr_array_unref (signer->lines);
  g_free (signer);
}

static GPtrArray *
new_parts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
}

void
hs_print_block_free (HsPrintBlock *block)
{
  if (block == NULL)
    return;
  g_ptr_array_unref (block->parts);
  g_ptr_array_unref (block->columns);
  g_ptr_array_unref (block->grid);
  g_ptr_array_unref (block->signers);
  g_ptr_array_unref (block->lines);
  hs_print_block_free (block->inner);
  g_hash_table_unref (block->covered);
  hs_rule_free (block->when);
  g_free (block);
}

static HsPrintBlock *
block_new (void)
{
  HsPrintBlock *block = g_new0 (HsPrintBlock, 1);

  block->parts = new_parts ();
  block->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  block->grid = g_ptr_array_new_with_free_func ((GDestroyNotify) grid_row_free);
  block->signers = g_ptr_array_new_with_free_func ((GDestroyNotify) signer_free);
  block->lines = g_ptr_array_new ();
  block->covered = g_hash_table_new (NULL, NULL);
  return block;
}

static HsFieldDef *
find_field (HsPrintReader *r, JsonObject *object, const char *place, const char *member)
{
  const char *pointer = hs_form_lint_string (r->lint, object, place, member);
  HsFieldDef *field = pointer != NULL ? g_hash_table_lookup (r->plan->by_pointer, pointer) : NULL;
  g_autofree char *where = hs_json_pointer_append (place, member);

  if (pointer != NULL && field == NULL)
    hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where, "there is no field “%s”", pointer);
  if (field != NULL)
    g_hash_table_add (r->covered, field);
  return field;
}

/* The fields a rule reads have their place where it is printed. */
static HsRule *
read_rule (HsPrintReader *r, JsonObject *object, const char *place, const char *member, guint scope,
           guint want, gboolean covers)
{
  HsPlanView view = { r->plan, scope };
  HsRuleNames names = hs_plan_view_names (&view);
  g_autofree char *where = NULL;
  g_autofree char *pointer = NULL;
  g_autoptr (GError) local = NULL;
  HsRule *rule =
    hs_rule_compile (json_object_get_member (object, member), want, &names, &where, &local);
  GArray *reads = rule != NULL ? hs_rule_get_reads (rule) : NULL;

  if (rule == NULL)
    {
      pointer = g_strconcat (place, "/", member, where, NULL);
      hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, pointer, "%s", local->message);
      return NULL;
    }
  for (guint i = 0; covers && i < reads->len; i++)
    g_hash_table_add (r->covered, hs_form_plan_field (r->plan, g_array_index (reads, guint, i)));
  return rule;
}

static gboolean
read_value (HsPrintReader *r, HsPrintPart *part, JsonObject *object, const char *place, guint scope)
{
  part->kind = HS_PART_VALUE;
  part->text = hs_form_lint_string (r->lint, object, place, "name");
  if (part->text == NULL)
    return FALSE;
  part->value = read_rule (r, object, place, "value", scope,
                           HS_RULE_MASK (HS_RULE_STRING) | HS_RULE_MASK (HS_RULE_NUMBER) |
                             HS_RULE_MASK (HS_RULE_DATE),
                           TRUE);
  return part->value != NULL;
}

static gboolean
read_part_kind (HsPrintReader *r, HsPrintPart *part, JsonObject *object, const char *place)
{
  double count = 12;

  if (json_object_has_member (object, "field"))
    {
      part->kind = HS_PART_FIELD;
      part->field = find_field (r, object, place, "field");
      return part->field != NULL;
    }
  if (json_object_has_member (object, "value"))
    return read_value (r, part, object, place, 0);
  if (json_object_has_member (object, "boxes"))
    {
      part->kind = HS_PART_BOXES;
      part->field = find_field (r, object, place, "boxes");
      if (part->field == NULL || !hs_print_read_number (r, object, place, "count", 1, 40, &count))
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
read_part (HsPrintReader *r, GPtrArray *parts, JsonNode *node, const char *place)
{
  static const char *const known[] = { "text",  "field", "value", "name",      "boxes",
                                       "count", "tick",  "is",    "recipient", "grow",
                                       "upper", "bold",  NULL };
  HsPrintPart *part = g_new0 (HsPrintPart, 1);
  JsonObject *object;

  part->grow = 1;
  g_ptr_array_add (parts, part);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a part is an object");
  object = json_node_get_object (node);
  part->upper = hs_json_bool (object, "upper", FALSE);
  part->bold = hs_json_bool (object, "bold", FALSE);
  return hs_form_lint_members (r->lint, object, place, known) &&
         hs_print_read_number (r, object, place, "grow", 0.1, 100, &part->grow) &&
         read_part_kind (r, part, object, place);
}

typedef gboolean (*ReadItem) (HsPrintReader *r, gpointer target, JsonNode *node, const char *place);

static gboolean
read_items (HsPrintReader *r, gpointer target, JsonObject *object, const char *place,
            const char *member, ReadItem read)
{
  JsonArray *array = hs_form_lint_array (r->lint, object, place, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s/%s/%u", place, member, i);

      if (!read (r, target, json_array_get_element (array, i), where))
        return FALSE;
    }
  return array != NULL;
}

static gboolean
read_block_part (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  return read_part (r, ((HsPrintBlock *) target)->parts, node, place);
}

static gboolean
read_line (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a line is a text");
  g_ptr_array_add (((HsPrintBlock *) target)->lines, (gpointer) json_node_get_string (node));
  return TRUE;
}

static JsonObject *
read_object (HsPrintReader *r, JsonNode *node, const char *place, const char *what)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a %s is an object", what);
  return NULL;
}

/* A column of a table: {label, field}, {label, name, value} or {label, number: true}. */
static gboolean
read_column (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  static const char *const known[] = { "label", "field",  "value", "name",
                                       "width", "number", "upper", NULL };
  HsPrintBlock *block = target;
  HsPrintColumn *column = g_new0 (HsPrintColumn, 1);
  JsonObject *object = read_object (r, node, place, "column");
  guint scope = block->field->inner_scope;

  column->width = 1;
  g_ptr_array_add (block->columns, column);
  if (object == NULL || !hs_form_lint_members (r->lint, object, place, known) ||
      !hs_print_read_number (r, object, place, "width", 0.1, 100, &column->width))
    return FALSE;
  column->label = hs_form_lint_string (r->lint, object, place, "label");
  if (column->label == NULL || hs_json_bool (object, "number", FALSE))
    return column->label != NULL;
  column->part = g_new0 (HsPrintPart, 1);
  column->part->upper = hs_json_bool (object, "upper", FALSE);
  if (json_object_has_member (object, "value"))
    return read_value (r, column->part, object, place, scope);
  column->part->field = find_field (r, object, place, "field");
  column->part->kind = HS_PART_FIELD;
  if (column->part->field == NULL)
    return FALSE;
  return column->part->field->scope == scope ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                            "the column is not of this table's rows");
}

static gboolean
read_grid_column (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  static const char *const known[] = { "label", "width", NULL };
  HsPrintBlock *block = target;
  HsPrintColumn *column = g_new0 (HsPrintColumn, 1);
  JsonObject *object = read_object (r, node, place, "column");

  column->width = 1;
  g_ptr_array_add (block->columns, column);
  if (object == NULL || !hs_form_lint_members (r->lint, object, place, known) ||
      !hs_print_read_number (r, object, place, "width", 0.1, 100, &column->width))
    return FALSE;
  column->label = hs_form_lint_string (r->lint, object, place, "label");
  return column->label != NULL;
}

/* Only what is words: boxes and ticks have no place in a cell. */
static gboolean
read_words (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  GPtrArray *parts = target;
  HsPrintPart *part;

  if (!read_part (r, parts, node, place))
    return FALSE;
  part = parts->pdata[parts->len - 1];
  return part->kind == HS_PART_TEXT || part->kind == HS_PART_FIELD || part->kind == HS_PART_VALUE ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                            "here is a “text”, a “field” or a “value”");
}

static gboolean
read_grid_row (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  static const char *const known[] = { "label", "cells", NULL };
  HsPrintBlock *block = target;
  HsPrintGridRow *row = g_new0 (HsPrintGridRow, 1);
  JsonObject *object = read_object (r, node, place, "row");

  row->cells = new_parts ();
  g_ptr_array_add (block->grid, row);
  if (object == NULL || !hs_form_lint_members (r->lint, object, place, known))
    return FALSE;
  row->label = hs_form_lint_string (r->lint, object, place, "label");
  if (row->label == NULL || !read_items (r, row->cells, object, place, "cells", read_words))
    return FALSE;
  return row->cells->len + 1 == block->columns->len ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                            "the row has %u cells, the grid has %u columns after the first",
                            row->cells->len, block->columns->len - 1);
}

static gboolean
read_signer (HsPrintReader *r, gpointer target, JsonNode *node, const char *place)
{
  static const char *const known[] = { "date", "title", "note", "field", "lines", NULL };
  HsPrintBlock *block = target;
  HsPrintSigner *signer = g_new0 (HsPrintSigner, 1);
  JsonObject *object = read_object (r, node, place, "signer");
  gboolean ok;

  signer->lines = new_parts ();
  g_ptr_array_add (block->signers, signer);
  if (object == NULL || !hs_form_lint_members (r->lint, object, place, known))
    return FALSE;
  signer->date = hs_form_lint_maybe_string (r->lint, object, place, "date", &ok);
  signer->title = ok ? hs_form_lint_string (r->lint, object, place, "title") : NULL;
  signer->note =
    signer->title != NULL ? hs_form_lint_string (r->lint, object, place, "note") : NULL;
  if (signer->note == NULL)
    return FALSE;
  if (json_object_has_member (object, "lines") &&
      !read_items (r, signer->lines, object, place, "lines", read_words))
    return FALSE;
  if (!json_object_has_member (object, "field"))
    return TRUE;
  signer->field = find_field (r, object, place, "field");
  return signer->field != NULL;
}

/* One signer may be written in the block itself. */
static gboolean
read_signature (HsPrintReader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  HsPrintSigner *signer;
  gboolean ok;

  block->place = hs_form_lint_maybe_string (r->lint, object, place, "place", &ok);
  block->date = ok ? hs_form_lint_maybe_string (r->lint, object, place, "date", &ok) : NULL;
  if (!ok)
    return FALSE;
  if ((block->place == NULL) != (block->date == NULL))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“place” and “date” are given together");
  if (json_object_has_member (object, "signers"))
    return read_items (r, block, object, place, "signers", read_signer);
  signer = g_new0 (HsPrintSigner, 1);
  signer->lines = new_parts ();
  g_ptr_array_add (block->signers, signer);
  signer->title = hs_form_lint_string (r->lint, object, place, "title");
  signer->note =
    signer->title != NULL ? hs_form_lint_string (r->lint, object, place, "note") : NULL;
  signer->field = signer->note != NULL ? find_field (r, object, place, "field") : NULL;
  return signer->field != NULL;
}

static gboolean
read_table (HsPrintReader *r, HsPrintBlock *block, JsonObject *object, const char *place,
            guint scope)
{
  static const char *const known[] = { "repeat", "columns", "inner", NULL };
  g_autofree char *where = g_strconcat (place, "/inner", NULL);
  double rows = 0;
  gboolean ok;
  JsonObject *inner;

  block->field = find_field (r, object, place, "repeat");
  if (block->field == NULL)
    return FALSE;
  if (block->field->value_kind != HS_VALUE_ROWS || block->field->scope != scope)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a table shows a repeat%s",
                              scope != 0 ? " of its rows" : "");
  if (!hs_print_read_number (r, object, place, "minRows", 0, 100, &rows) ||
      !read_items (r, block, object, place, "columns", read_column))
    return FALSE;
  block->min_rows = (guint) rows;
  inner = hs_form_lint_maybe_object (r->lint, object, place, "inner", &ok);
  if (inner == NULL)
    return ok;
  block->inner = block_new ();
  block->inner->kind = HS_BLOCK_TABLE;
  return hs_form_lint_members (r->lint, inner, where, known) &&
         read_table (r, block->inner, inner, where, block->field->inner_scope);
}

static gboolean
read_block_kind (HsPrintReader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  static const char *const names[] = { "header", "title", "text", "fill",     "table",
                                       "grid",   "space", "rule", "signature" };
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
      return read_items (r, block, object, place, "parts", read_block_part);
    case HS_BLOCK_TABLE:
      return read_table (r, block, object, place, 0);
    case HS_BLOCK_GRID:
      return read_items (r, block, object, place, "columns", read_grid_column) &&
             read_items (r, block, object, place, "rows", read_grid_row);
    case HS_BLOCK_SIGNATURE:
      return read_signature (r, block, object, place);
    case HS_BLOCK_SPACE:
    case HS_BLOCK_RULE:
    default:
      return TRUE;
    }
}

static gboolean
read_when (HsPrintReader *r, HsPrintBlock *block, JsonObject *object, const char *place)
{
  if (!json_object_has_member (object, "when"))
    return TRUE;
  block->when = read_rule (r, object, place, "when", 0, HS_RULE_MASK (HS_RULE_BOOLEAN), FALSE);
  return block->when != NULL;
}

gboolean
hs_print_read_block (HsPrintReader *r, GPtrArray *blocks, JsonNode *node, const char *place)
{
  static const char *const known[] = {
    "type",   "text",     "lines", "parts",   "repeat", "columns", "place",   "date",     "title",
    "note",   "field",    "size",  "indent",  "before", "after",   "mm",      "maxLines", "bold",
    "italic", "centered", "rows",  "signers", "inner",  "when",    "minRows", NULL
  };
  HsPrintBlock *block = block_new ();
  JsonObject *object = read_object (r, node, place, "block");
  double max_lines = DEFAULT_LINES;

  r->covered = block->covered;
  g_ptr_array_add (blocks, block);
  if (object == NULL)
    return FALSE;
  block->bold = hs_json_bool (object, "bold", FALSE);
  block->italic = hs_json_bool (object, "italic", FALSE);
  block->centered = hs_json_bool (object, "centered", FALSE);
  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !hs_print_read_number (r, object, place, "size", 6, 40, &block->size) ||
      !hs_print_read_number (r, object, place, "indent", 0, 100, &block->indent) ||
      !hs_print_read_number (r, object, place, "before", 0, 100, &block->before) ||
      !hs_print_read_number (r, object, place, "after", 0, 100, &block->after) ||
      !hs_print_read_number (r, object, place, "mm", 0, 200, &block->mm) ||
      !hs_print_read_number (r, object, place, "maxLines", 1, 40, &max_lines))
    return FALSE;
  block->max_lines = (guint) max_lines;
  return read_block_kind (r, block, object, place) && read_when (r, block, object, place);
}
