/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a form's schema: fields that came, went or changed, and whether what each may hold has
 * become narrower. A keyword whose effect cannot be weighed counts as narrower. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-version-private.h"

#include <string.h>

typedef enum
{
  KEY_WORDS,   /* people read it */
  KEY_LOWEST,  /* a larger number asks more */
  KEY_HIGHEST, /* a smaller one does */
  KEY_STEP,    /* multipleOf */
  KEY_FLAG,    /* true asks more */
  KEY_CODES,   /* enum, x-codeList: compared as the options they leave */
  KEY_INNER,   /* compared by itself */
  KEY_PATTERN, /* any other text asks something else */
  KEY_START,   /* the answer shown at the start */
  KEY_MEANING, /* the same answer means something else */
} KeyKind;

static const struct
{
  const char *name;
  KeyKind kind;
} keys[] = {
  { "title", KEY_WORDS },
  { "description", KEY_WORDS },
  { "x-message", KEY_WORDS },
  { "x-why", KEY_WORDS },
  { "x-format-hint", KEY_WORDS },
  { "$comment", KEY_WORDS },
  { "$schema", KEY_WORDS },
  { "$id", KEY_WORDS },
  { "examples", KEY_WORDS },
  { "deprecated", KEY_WORDS },
  { "writeOnly", KEY_WORDS },
  { "minLength", KEY_LOWEST },
  { "minItems", KEY_LOWEST },
  { "minProperties", KEY_LOWEST },
  { "minimum", KEY_LOWEST },
  { "exclusiveMinimum", KEY_LOWEST },
  { "maxLength", KEY_HIGHEST },
  { "maxItems", KEY_HIGHEST },
  { "maxProperties", KEY_HIGHEST },
  { "maximum", KEY_HIGHEST },
  { "exclusiveMaximum", KEY_HIGHEST },
  { "multipleOf", KEY_STEP },
  { "uniqueItems", KEY_FLAG },
  { "readOnly", KEY_FLAG },
  { "enum", KEY_CODES },
  { "x-codeList", KEY_CODES },
  { "type", KEY_INNER },
  { "properties", KEY_INNER },
  { "required", KEY_INNER },
  { "items", KEY_INNER },
  { "additionalProperties", KEY_INNER },
  { "format", KEY_PATTERN },
  { "pattern", KEY_PATTERN },
  { "const", KEY_PATTERN },
  { "not", KEY_PATTERN },
  { "dependentRequired", KEY_PATTERN },
  { "default", KEY_START },
  { "x-unit", KEY_MEANING },
};

static const char *const kind_names[] = {
  [HS_VALUE_NONE] = "note",
  [HS_VALUE_TEXT] = "text",
  [HS_VALUE_NUMBER] = "number",
  [HS_VALUE_INTEGER] = "whole number",
  [HS_VALUE_MONEY] = "money",
  [HS_VALUE_DATE] = "date",
  [HS_VALUE_PARTIAL_DATE] = "date that may be partly unknown",
  [HS_VALUE_YES_NO] = "yes or no",
  [HS_VALUE_CODE] = "choice",
  [HS_VALUE_CODES] = "multiple choice",
  [HS_VALUE_UNIT] = "administrative unit",
  [HS_VALUE_ROWS] = "rows",
};

static const char *
kind_name (HsValueKind kind)
{
  return kind < G_N_ELEMENTS (kind_names) && kind_names[kind] != NULL ? kind_names[kind] : "other";
}

static gboolean
as_number (JsonNode *node, HsDecimal *number)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && hs_decimal_from_node (node, number);
}

static void
note_limit (HsFormCompare *c, const char *pointer, const char *name, gboolean stricter,
            const char *how)
{
  hs_form_compare_note (c, stricter ? HS_FORM_CHANGE_MAJOR : HS_FORM_CHANGE_MINOR, pointer,
                        "“%s” was %s: %s", name, how,
                        stricter ? "what was right may be wrong" : "it asks less");
}

static void
compare_limit (HsFormCompare *c, const char *pointer, const char *name, gboolean lowest,
               JsonNode *old, JsonNode *new)
{
  HsDecimal x, y;
  int order;

  if (new == NULL)
    note_limit (c, pointer, name, FALSE, "removed");
  else if (old == NULL)
    note_limit (c, pointer, name, TRUE, "added");
  else if (!as_number (old, &x) || !as_number (new, &y))
    note_limit (c, pointer, name, TRUE, "changed");
  else
    {
      order = hs_decimal_compare (&y, &x);
      note_limit (c, pointer, name, (order > 0) == lowest, order > 0 ? "raised" : "lowered");
    }
}

/* Every multiple of the old step is one of the new. */
static gboolean
step_divides (JsonNode *old, JsonNode *new)
{
  HsDecimal x, y;

  return as_number (old, &x) && as_number (new, &y) && hs_decimal_is_multiple (&x, &y);
}

static void
compare_step (HsFormCompare *c, const char *pointer, const char *name, JsonNode *old, JsonNode *new)
{
  if (new == NULL)
    note_limit (c, pointer, name, FALSE, "removed");
  else
    note_limit (c, pointer, name, old == NULL || !step_divides (old, new), "changed");
}

static gboolean
is_true (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static void
compare_flag (HsFormCompare *c, const char *pointer, const char *name, JsonNode *old, JsonNode *new)
{
  if (is_true (old) != is_true (new))
    note_limit (c, pointer, name, is_true (new), is_true (new) ? "turned on" : "turned off");
}

static int
find_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return (int) i;
  return -1;
}

static void
compare_key (HsFormCompare *c, const char *pointer, const char *name, JsonNode *old, JsonNode *new)
{
  int key = find_key (name);

  if (old != NULL && new != NULL && hs_json_equal (old, new))
    return;
  if (key < 0)
    {
      hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, pointer,
                            "“%s” changed: whether it forbids more cannot be decided", name);
      return;
    }
  switch (keys[key].kind)
    {
    case KEY_WORDS:
      hs_form_compare_note (c, HS_FORM_CHANGE_PATCH, pointer, "“%s” changed: words", name);
      break;
    case KEY_LOWEST:
    case KEY_HIGHEST:
      compare_limit (c, pointer, name, keys[key].kind == KEY_LOWEST, old, new);
      break;
    case KEY_STEP:
      compare_step (c, pointer, name, old, new);
      break;
    case KEY_FLAG:
      compare_flag (c, pointer, name, old, new);
      break;
    case KEY_PATTERN:
      if (new == NULL)
        note_limit (c, pointer, name, FALSE, "removed");
      else
        hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, pointer,
                              "“%s” %s: whether it forbids more cannot be decided", name,
                              old == NULL ? "was added" : "changed");
      break;
    case KEY_START:
      hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, pointer,
                            "the answer shown at the start changed");
      break;
    case KEY_MEANING:
      hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, pointer,
                            "“%s” changed: the same answer means something else", name);
      break;
    case KEY_CODES:
    case KEY_INNER:
    default:
      break;
    }
}

/* Keywords of one schema object, each once. */
static void
compare_keys (HsFormCompare *c, const char *pointer, JsonObject *old, JsonObject *new)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, old);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    compare_key (c, pointer, name, node, json_object_get_member (new, name));
  json_object_iter_init_ordered (&iter, new);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!json_object_has_member (old, name))
      compare_key (c, pointer, name, NULL, node);
}

/* Options. */

static HsFormOption *
find_option (GPtrArray *options, const char *code)
{
  for (guint i = 0; i < options->len; i++)
    if (g_str_equal (((HsFormOption *) options->pdata[i])->code, code))
      return options->pdata[i];
  return NULL;
}

static void
compare_options (HsFormCompare *c, HsFieldDef *old, HsFieldDef *new)
{
  for (guint i = 0; i < old->options->len; i++)
    {
      HsFormOption *option = old->options->pdata[i];
      HsFormOption *now = find_option (new->options, option->code);

      if (now == NULL)
        hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, new->pointer,
                              "the code “%s” can no longer be chosen", option->code);
      else if (!g_str_equal (now->label, option->label))
        hs_form_compare_note (c, HS_FORM_CHANGE_PATCH, new->pointer,
                              "the code “%s” has other words", option->code);
    }
  for (guint i = 0; i < new->options->len; i++)
    {
      HsFormOption *option = new->options->pdata[i];

      if (find_option (old->options, option->code) == NULL)
        hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, new->pointer,
                              "the code “%s” can be chosen too", option->code);
    }
}

/* A list of values without a code list. */
static void
compare_enum (HsFormCompare *c, HsFieldDef *def, JsonObject *old, JsonObject *new)
{
  JsonNode *x = json_object_get_member (old, "enum"), *y = json_object_get_member (new, "enum");

  if (x == NULL && y == NULL)
    return;
  if (y == NULL)
    note_limit (c, def->pointer, "enum", FALSE, "removed");
  else if (x == NULL || !hs_json_equal (x, y))
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, def->pointer,
                          "“enum” changed: whether it forbids more cannot be decided");
}

/* Fields and blocks. */

static JsonObject *
schema_at (JsonObject *root, const char *place)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), root);
  JsonNode *found = hs_json_pointer_get (node, place);

  return found != NULL && JSON_NODE_HOLDS_OBJECT (found) ? json_node_get_object (found) : NULL;
}

static gboolean
kind_fits (HsValueKind old, HsValueKind new)
{
  /* both are whole numbers, shown differently */
  return old == new || (old == HS_VALUE_INTEGER && new == HS_VALUE_MONEY) ||
         (old == HS_VALUE_MONEY && new == HS_VALUE_INTEGER);
}

static void
compare_required (HsFormCompare *c, HsFieldDef *old, HsFieldDef *new)
{
  if (old->schema_required == new->schema_required)
    return;
  hs_form_compare_note (c, new->schema_required ? HS_FORM_CHANGE_MAJOR : HS_FORM_CHANGE_MINOR,
                        new->pointer, "%s",
                        new->schema_required ? "must be answered now" : "may be left empty now");
}

/* A schema that is generated, or lies behind a reference, has no place of its own. */
static void
compare_field_schemas (HsFormCompare *c, HsFieldDef *old, HsFieldDef *new)
{
  JsonObject *x = schema_at (c->old_root, old->schema_pointer);
  JsonObject *y = schema_at (c->new_root, new->schema_pointer);
  JsonObject *x_items = x != NULL ? hs_json_object (x, "items") : NULL;
  JsonObject *y_items = y != NULL ? hs_json_object (y, "items") : NULL;

  if (x == NULL || y == NULL)
    return;
  compare_keys (c, new->pointer, x, y);
  if (old->list == NULL && new->list == NULL)
    compare_enum (c, new, x, y);
  if (x_items != NULL && y_items != NULL && old->value_kind != HS_VALUE_ROWS)
    compare_keys (c, new->pointer, x_items, y_items);
}

static void
compare_field (HsFormCompare *c, HsFieldDef *old, HsFieldDef *new)
{
  compare_required (c, old, new);
  if (!kind_fits (old->value_kind, new->value_kind))
    {
      hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, new->pointer, "was %s, is %s now",
                            kind_name (old->value_kind), kind_name (new->value_kind));
      return;
    }
  compare_options (c, old, new);
  compare_field_schemas (c, old, new);
}

/* to: where “migrate” brings it, "" several places or none */
static void
note_gone (HsFormCompare *c, HsFieldDef *def, const char *to)
{
  if (*to == '\0')
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, def->pointer,
                          "removed; drafts are carried over by “migrate”");
  else if (g_str_equal (to, def->pointer))
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, def->pointer, "removed");
  else
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, def->pointer, "renamed to “%s”", to);
}

static void
note_new (HsFormCompare *c, HsFieldDef *def)
{
  gboolean required = def->schema_required || def->require != NULL;

  if (def->calculate != NULL)
    hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, def->pointer, "a new calculated field");
  else
    hs_form_compare_note (c, required ? HS_FORM_CHANGE_MAJOR : HS_FORM_CHANGE_MINOR, def->pointer,
                          required ? "a new field that must be answered"
                                   : "a new field that may be left empty");
}

/* Rules are compared where the name stayed; that it is asked by rule now matters here too. */
static void
compare_renamed (HsFormCompare *c, HsFieldDef *old, HsFieldDef *new)
{
  if (old->require == NULL && new->require != NULL && !new->schema_required)
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, new->pointer,
                          "must be answered in some cases now");
  compare_field (c, old, new);
}

/* What an old field is now: where “migrate” brings it whole, else what has its name.
 * successors: (element-type HsFieldDef) set, those found. */
static void
compare_with_successor (HsFormCompare *c, HsFieldDef *old, GHashTable *successors)
{
  GHashTable *by_pointer = c->new_plan->by_pointer;
  g_autofree char *to = hs_form_migration_follow (
    hs_form_package_get_migration (c->new), hs_form_package_get_version (c->old), old->pointer);
  HsFieldDef *new = g_hash_table_lookup (by_pointer, *to != '\0' ? to : old->pointer);

  if (new == NULL || !g_str_equal (new->pointer, old->pointer))
    note_gone (c, old, to);
  if (new == NULL)
    return;
  g_hash_table_add (successors, new);
  if (g_str_equal (new->pointer, old->pointer))
    compare_field (c, old, new);
  else
    compare_renamed (c, old, new);
}

static void
compare_fields (HsFormCompare *c)
{
  g_autoptr (GHashTable) successors = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < c->old_plan->fields->len; i++)
    {
      HsFieldDef *old = c->old_plan->fields->pdata[i];

      if (*old->pointer != '\0')
        compare_with_successor (c, old, successors);
    }
  for (guint i = 0; i < c->new_plan->fields->len; i++)
    {
      HsFieldDef *new = c->new_plan->fields->pdata[i];

      if (*new->pointer != '\0' && !g_hash_table_contains (successors, new))
        note_new (c, new);
    }
}

/* Objects: what they say beside their fields. Walked along the same names in both. */
static void
compare_blocks (HsFormCompare *c, const char *pointer, JsonObject *old, JsonObject *new)
{
  JsonObject *x = hs_json_object (old, "properties"), *y = hs_json_object (new, "properties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  compare_keys (c, pointer, old, new);
  if (x == NULL || y == NULL)
    return;
  json_object_iter_init_ordered (&iter, x);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonObject *before = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonObject *after = hs_json_object (y, name);
      JsonObject *old_row = before != NULL ? hs_json_object (before, "items") : NULL;
      JsonObject *new_row = after != NULL ? hs_json_object (after, "items") : NULL;
      g_autofree char *inner = hs_json_pointer_append (pointer, name);
      g_autofree char *row = g_strconcat (inner, "/*", NULL);

      if (before != NULL && after != NULL && json_object_has_member (before, "properties") &&
          json_object_has_member (after, "properties"))
        compare_blocks (c, inner, before, after);
      else if (old_row != NULL && new_row != NULL && json_object_has_member (old_row, "properties"))
        compare_blocks (c, row, old_row, new_row);
    }
}

static void
compare_objects (HsFormCompare *c)
{
  GHashTableIter iter;
  const char *pointer;
  HsObjectDef *new;

  g_hash_table_iter_init (&iter, c->new_plan->objects);
  while (g_hash_table_iter_next (&iter, (gpointer *) &pointer, (gpointer *) &new))
    {
      HsObjectDef *old = g_hash_table_lookup (c->old_plan->objects, pointer);

      if (old != NULL && old->required != new->required)
        hs_form_compare_note (
          c, new->required ? HS_FORM_CHANGE_MAJOR : HS_FORM_CHANGE_MINOR, pointer, "%s",
          new->required ? "the block must be there now" : "the block may be missing now");
    }
}

void
hs_form_compare_schemas (HsFormCompare *self)
{
  JsonObject *old = hs_json_object (self->old_root, "schema");
  JsonObject *new = hs_json_object (self->new_root, "schema");

  compare_fields (self);
  compare_objects (self);
  if (old != NULL && new != NULL)
    compare_blocks (self, "", old, new);
}
