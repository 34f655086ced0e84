/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last part of moving a draft: what the steps left is written into the new form's fields; what fits
 * none goes to the tray. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-move-fit.h"

#include "base/hs-text.h"

#include <string.h>

typedef struct
{
  HsMoveFit *fit;
  HsFormPlan *plan;
} Fitter;

/* Values. */

static gboolean
has_option (HsFieldDef *def, const char *code)
{
  for (guint i = 0; i < def->options->len; i++)
    if (g_str_equal (((HsFormOption *) def->options->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}

static gboolean
has_all_options (HsFieldDef *def, JsonNode *value)
{
  JsonArray *array = json_node_get_array (value);

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!has_option (def, json_array_get_string_element (array, i)))
      return FALSE;
  return TRUE;
}

/* It can be chosen there. */
static gboolean
is_offered (Fitter *f, HsFieldDef *def, JsonNode *value)
{
  switch (def->value_kind)
    {
    case HS_VALUE_CODE:
      return has_option (def, json_node_get_string (value));
    case HS_VALUE_CODES:
      return has_all_options (def, value);
    case HS_VALUE_UNIT:
      return f->fit->units == NULL ||
             hs_units_find (f->fit->units, json_node_get_string (value)) != NULL;
    case HS_VALUE_NONE:
    case HS_VALUE_TEXT:
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
    case HS_VALUE_MONEY:
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
    case HS_VALUE_YES_NO:
    case HS_VALUE_ROWS:
    default:
      return TRUE;
    }
}

static gboolean
is_choice (HsFieldDef *def)
{
  return def->value_kind == HS_VALUE_CODE || def->value_kind == HS_VALUE_CODES ||
         def->value_kind == HS_VALUE_YES_NO || def->value_kind == HS_VALUE_UNIT;
}

static gboolean
is_date (HsValueKind kind)
{
  return kind == HS_VALUE_DATE || kind == HS_VALUE_PARTIAL_DATE;
}

static gboolean
is_number (HsValueKind kind)
{
  return kind == HS_VALUE_NUMBER || kind == HS_VALUE_INTEGER || kind == HS_VALUE_MONEY;
}

/* A year where a whole date is asked is no other kind of answer, only one that is not precise enough. */
static gboolean
is_same_sort (HsFieldDef *old, HsFieldDef *new)
{
  return old != NULL && (old->value_kind == new->value_kind ||
                         (is_date (old->value_kind) && is_date (new->value_kind)) ||
                         (is_number (old->value_kind) && is_number (new->value_kind)));
}

static JsonNode *
read_as (Fitter *f, HsFieldDef *def, const char *text)
{
  JsonNode *value = NULL;

  if (!hs_form_value_read (f->plan, f->fit->units, def, text, &value))
    return NULL;
  if (value != NULL && (!hs_form_value_fits (def, value) || !is_offered (f, def, value)))
    g_clear_pointer (&value, json_node_unref);
  return value;
}

/* As it is, by its code, by the words it had, in that order. */
static JsonNode *
find_value (Fitter *f, HsFieldDef *def, HsMoveNode *node, const char *text, gboolean *converted)
{
  JsonNode *value = NULL;

  *converted = node->changed;
  if (node->value != NULL && hs_form_value_fits (def, node->value) &&
      is_offered (f, def, node->value) &&
      (node->def == NULL || node->def->value_kind == def->value_kind ||
       is_same_sort (node->def, def) ||
       (!is_choice (node->def) && !is_date (node->def->value_kind)) || is_choice (def)))
    return json_node_copy (node->value);
  *converted = TRUE;
  if (is_choice (def) && node->value != NULL && JSON_NODE_HOLDS_VALUE (node->value) &&
      json_node_get_value_type (node->value) == G_TYPE_STRING)
    value = read_as (f, def, json_node_get_string (node->value));
  return value != NULL ? value : read_as (f, def, text);
}

/* Of several choices those that are still there. (nullable) */
static JsonNode *
keep_offered (HsFieldDef *def, JsonNode *value)
{
  g_autoptr (JsonArray) list = json_array_new ();
  JsonArray *array;

  if (def->value_kind != HS_VALUE_CODES || value == NULL || !hs_form_value_fits (def, value))
    return NULL;
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (has_option (def, json_array_get_string_element (array, i)))
      json_array_add_string_element (list, json_array_get_string_element (array, i));
  return json_array_get_length (list) > 0 ? json_node_init_array (json_node_alloc (), list) : NULL;
}

/* Items. */

static gboolean
was_renamed (HsMoveNode *node, HsFieldDef *def, const char *pointer)
{
  HsMoveSource *source = node->sources->pdata[0];

  return !g_str_equal (source->pointer, pointer) || !g_str_equal (source->label, def->label);
}

static void
add_item (Fitter *f, HsFormMoveItem *item, const HsMoveSpot *spot, HsFieldDef *def,
          const char *text, const char *pointer)
{
  const char *place = *spot->place != '\0' ? spot->place : hs_move_section_title (f->plan, def);

  hs_form_move_item_set_new (item, place, def->label, text, pointer);
  g_list_store_append (f->fit->items, item);
}

static void
tell_value (Fitter *f, const HsMoveSpot *spot, HsFieldDef *def, HsMoveNode *node, const char *text,
            const char *pointer, gboolean converted)
{
  g_autoptr (HsFormMoveItem) item = NULL;
  HsFormMoveKind kind = HS_FORM_MOVE_CHANGED;

  if (node->sources->len == 0)
    kind = HS_FORM_MOVE_NEW;
  else if (!converted)
    kind = was_renamed (node, def, pointer) ? HS_FORM_MOVE_RENAMED : HS_FORM_MOVE_SAME;
  item = hs_form_move_item_new (
    kind, kind == HS_FORM_MOVE_CHANGED ? HS_FORM_MOVE_REASON_CONVERTED : HS_FORM_MOVE_REASON_NONE,
    NULL);
  hs_form_move_item_set_old (item, node->sources);
  add_item (f, item, spot, def, text, pointer);
}

/* Fields. */

static void
write_value (Fitter *f, const HsMoveSpot *spot, HsFieldDef *def, HsMoveNode *node, JsonNode *value,
             const char *pointer, gboolean converted)
{
  g_autofree char *text = hs_form_value_to_text (f->plan, f->fit->units, def, value);

  tell_value (f, spot, def, node, text, pointer, converted);
  hs_json_pointer_set (spot->answers, def->relative, value);
  if (node->origin != NULL && !converted)
    json_object_set_object_member (f->fit->origins, pointer, hs_form_origin_to_json (node->origin));
}

static void
write_typed (Fitter *f, const HsMoveSpot *spot, HsFieldDef *def, HsMoveNode *node,
             const char *typed, const char *pointer)
{
  tell_value (f, spot, def, node, typed, pointer, node->changed);
  json_object_set_string_member (f->fit->typed, pointer, typed);
}

static void
fit_value (Fitter *f, const HsMoveSpot *spot, HsFieldDef *def, HsMoveNode *node,
           const char *pointer)
{
  HsMoveRun run = { f->fit->old, f->fit->tray };
  g_autofree char *text = hs_move_run_text (&run, node);
  gboolean converted;
  JsonNode *value;

  if (def->kind == HS_FIELD_NOTE || def->calculate != NULL)
    {
      hs_move_tray_add (f->fit->tray, node, HS_FORM_MOVE_REASON_NO_FIELD, NULL);
      return;
    }
  value = find_value (f, def, node, text, &converted);
  if (value != NULL)
    write_value (f, spot, def, node, value, pointer, converted);
  else if (hs_text_is_blank (text))
    return;
  else if (is_same_sort (node->def, def) && !(is_choice (def) && node->typed == NULL))
    write_typed (f, spot, def, node, text, pointer);
  else
    {
      hs_move_tray_add (f->fit->tray, node,
                        is_choice (def) ? HS_FORM_MOVE_REASON_CODE : HS_FORM_MOVE_REASON_KIND,
                        NULL);
      value = keep_offered (def, node->value);
      if (value != NULL)
        write_value (f, spot, def, node, value, pointer, TRUE);
    }
}

static void fit_scope (Fitter *f, const HsMoveSpot *spot, HsFormScope *scope, HsMoveNode *block);

static void
fit_rows (Fitter *f, const HsMoveSpot *spot, HsFieldDef *def, HsMoveNode *rows, const char *pointer)
{
  JsonArray *array = json_array_new (), *ids = json_array_new ();
  const char *title = hs_move_section_title (f->plan, def);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < rows->children->len; i++)
    {
      JsonNode *answers = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *name = g_strdup_printf ("%s %u", def->label, i + 1);
      g_autofree char *place =
        hs_move_join_place (*spot->place != '\0' ? spot->place : title, name);
      g_autofree char *inner = g_strdup_printf ("%s/%u", pointer, i);
      const HsMoveSpot row = { answers, inner, place };

      json_node_take_object (answers, json_object_new ());
      fit_scope (f, &row, hs_form_plan_scope (f->plan, def->inner_scope), rows->children->pdata[i]);
      json_array_add_element (array, answers);
      json_array_add_string_element (ids, rows->names->pdata[i]);
    }
  json_node_take_array (node, array);
  hs_json_pointer_set (spot->answers, def->relative, node);
  json_object_set_array_member (f->fit->rows, pointer, ids);
}

static void
fit_node (Fitter *f, const HsMoveSpot *spot, HsFormScope *scope, HsMoveNode *node,
          const char *relative)
{
  HsFieldDef *def = g_hash_table_lookup (scope->by_relative, relative);
  g_autofree char *pointer = g_strconcat (spot->pointer, relative, NULL);

  if (def == NULL && node->kind == HS_MOVE_BLOCK)
    for (guint i = 0; i < node->children->len; i++)
      {
        g_autofree char *inner = hs_json_pointer_append (relative, node->names->pdata[i]);

        fit_node (f, spot, scope, node->children->pdata[i], inner);
      }
  else if (def != NULL && def->value_kind == HS_VALUE_ROWS && node->kind == HS_MOVE_ROWS)
    fit_rows (f, spot, def, node, pointer);
  else if (def != NULL && def->value_kind != HS_VALUE_ROWS && node->kind == HS_MOVE_VALUE)
    fit_value (f, spot, def, node, pointer);
  else
    hs_move_tray_add (f->fit->tray, node,
                      def == NULL ? HS_FORM_MOVE_REASON_NO_FIELD : HS_FORM_MOVE_REASON_KIND, NULL);
}

/* New questions start as the new form says. */
static void
start_new (Fitter *f, const HsMoveSpot *spot, HsFormScope *scope)
{
  for (guint i = 0; i < scope->fields->len; i++)
    {
      HsFieldDef *def = scope->fields->pdata[i];
      g_autofree char *pointer = g_strconcat (spot->pointer, def->relative, NULL);
      g_autofree char *text = NULL;
      g_autoptr (HsFormMoveItem) item = NULL;

      if (def->kind == HS_FIELD_NOTE || def->calculate != NULL || def->standard == NULL ||
          def->value_kind == HS_VALUE_ROWS || !hs_move_fit_is_new (f->fit, def) ||
          hs_json_pointer_get (spot->answers, def->relative) != NULL ||
          json_object_has_member (f->fit->typed, pointer))
        continue;
      hs_json_pointer_set (spot->answers, def->relative, json_node_copy (def->standard));
      text = hs_form_value_to_text (f->plan, f->fit->units, def, def->standard);
      item = hs_form_move_item_new (HS_FORM_MOVE_NEW, HS_FORM_MOVE_REASON_NONE, NULL);
      add_item (f, item, spot, def, text, pointer);
    }
}

/* In the layout's order, as far as the plan has it; what is left has no field. */
static void
fit_scope (Fitter *f, const HsMoveSpot *spot, HsFormScope *scope, HsMoveNode *block)
{
  for (guint i = 0; i < scope->fields->len; i++)
    {
      HsFieldDef *def = scope->fields->pdata[i];
      HsMoveNode *node = *def->relative == '/' ? hs_move_node_take (block, def->relative) : NULL;

      if (node == NULL)
        continue;
      fit_node (f, spot, scope, node, def->relative);
      hs_move_node_free (node);
    }
  fit_node (f, spot, scope, block, "");
  start_new (f, spot, scope);
}

void
hs_move_fit_run (HsMoveFit *self, HsMoveNode *root)
{
  Fitter f = { self, hs_form_package_get_plan (self->to) };
  const HsMoveSpot spot = { self->answers, "", "" };

  fit_scope (&f, &spot, hs_form_plan_scope (f.plan, 0), root);
}

/* The old form has no such question, or what it had went elsewhere and nothing came. */
gboolean
hs_move_fit_is_new (HsMoveFit *self, HsFieldDef *def)
{
  HsFormPlan *old = hs_form_package_get_plan (self->from);

  for (guint i = 0; i < self->steps->len; i++)
    {
      HsMigrateStep *step = self->steps->pdata[i];

      for (guint k = 0; step->kind != HS_MIGRATE_DEFAULT && k < step->to->len; k++)
        if (hs_pointer_is_in (def->pointer, step->to->pdata[k]))
          return FALSE;
    }
  for (guint i = 0; i < self->steps->len; i++)
    {
      HsMigrateStep *step = self->steps->pdata[i];

      for (guint k = 0; step->kind != HS_MIGRATE_MAP && k < step->from->len; k++)
        if (hs_pointer_is_in (def->pointer, step->from->pdata[k]))
          return TRUE;
    }
  return !g_hash_table_contains (old->by_pointer, def->pointer);
}
