/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keywords that apply other schemas: to members and items, to the value itself, and to what all of
 * those left over. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-compile-private.h"

#include "base/hs-json.h"

#include <string.h>

static guint32
get_block (HsSchemaBlock *self, JsonNode *node, gboolean recorded)
{
  return hs_schema_compiler_get_block (self->compiler, node, recorded);
}

static gboolean
is_fine (HsSchemaBlock *self)
{
  return !hs_schema_registry_has_failed (self->compiler->registry);
}

/* Members. */

static HsSchemaProperty *
find_slot (HsSchemaObject *object, const char *name)
{
  HsSchemaKey key;
  guint32 at;

  hs_schema_key_init (&key, name);
  at = key.hash & object->mask;
  while (object->slots[at].name != NULL && !g_str_equal (object->slots[at].name, name))
    at = (at + 1) & object->mask;
  object->slots[at].key = key;
  return &object->slots[at];
}

static HsSchemaProperty *
add_name (HsSchemaBlock *self, HsSchemaObject *object, const char *name)
{
  HsSchemaProperty *slot = find_slot (object, name);

  if (slot->name != NULL)
    return slot;
  slot->name = hs_schema_arena_strdup (self->compiler->arena, name);
  slot->block = HS_BLOCK_NONE;
  object->in_order[object->n_names++] = slot;
  return slot;
}

static void
make_slots (HsSchemaBlock *self, HsSchemaObject *object, guint n)
{
  guint32 size = 2;

  while (size < 2 * n)
    size *= 2;
  object->mask = size - 1;
  object->slots = hs_schema_block_alloc (self, size * sizeof *object->slots);
  object->in_order = hs_schema_block_alloc (self, (n + 1) * sizeof *object->in_order);
}

static void
add_properties (HsSchemaBlock *self, HsSchemaObject *object, JsonObject *properties)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (properties == NULL)
    return;
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    add_name (self, object, name)->block = get_block (self, node, FALSE);
}

static gboolean
add_patterns (HsSchemaBlock *self, HsSchemaObject *object, JsonObject *patterns)
{
  JsonObjectIter iter;
  const char *pattern;
  JsonNode *node;
  guint n = 0;

  if (patterns == NULL)
    return TRUE;
  object->n_patterns = json_object_get_size (patterns);
  object->patterns = hs_schema_block_alloc (self, object->n_patterns * sizeof *object->patterns);
  json_object_iter_init_ordered (&iter, patterns);
  while (json_object_iter_next_ordered (&iter, &pattern, &node))
    {
      object->patterns[n].regex = hs_schema_block_get_regex (self, "patternProperties", pattern);
      if (object->patterns[n].regex == NULL)
        return FALSE;
      object->patterns[n++].block = get_block (self, node, FALSE);
    }
  return TRUE;
}

static JsonObject *
get_object (HsSchemaBlock *self, const char *keyword)
{
  JsonNode *node = hs_schema_block_get (self, keyword);

  return node != NULL ? json_node_get_object (node) : NULL;
}

static void
read_names (HsSchemaBlock *self, JsonArray *array, HsSchemaNames *names)
{
  names->n = json_array_get_length (array);
  names->names = hs_schema_block_alloc (self, names->n * sizeof *names->names);
  for (guint i = 0; i < names->n; i++)
    names->names[i] =
      hs_schema_arena_strdup (self->compiler->arena, json_array_get_string_element (array, i));
}

static void
add_required_alone (HsSchemaBlock *self, JsonArray *required)
{
  HsSchemaNames *names;

  if (json_array_get_length (required) == 0)
    return;
  names = hs_schema_block_alloc (self, sizeof *names);
  read_names (self, required, names);
  hs_schema_block_add_data (self, HS_OP_REQUIRED, HS_TYPE_BIT_OBJECT, "required", names);
}

/* properties of which none checks anything are only worth a look when evaluated members are recorded
 * or additional ones are refused. */
static gboolean
says_nothing (HsSchemaBlock *self, HsSchemaObject *object)
{
  if (self->recorded ||
      (object->additional != HS_BLOCK_NONE && object->additional != HS_BLOCK_TRUE))
    return FALSE;
  for (guint i = 0; i < object->n_names; i++)
    if (object->in_order[i]->is_required || object->in_order[i]->block != HS_BLOCK_TRUE)
      return FALSE;
  for (guint i = 0; i < object->n_patterns; i++)
    if (object->patterns[i].block != HS_BLOCK_TRUE)
      return FALSE;
  return TRUE;
}

/* properties, patternProperties, additionalProperties and required in one walk over the members. */
static gboolean
add_object (HsSchemaBlock *self)
{
  JsonObject *properties = get_object (self, "properties");
  JsonObject *patterns = get_object (self, "patternProperties");
  JsonNode *additional = hs_schema_block_get (self, "additionalProperties");
  JsonNode *required_node = hs_schema_block_get (self, "required");
  JsonArray *required = required_node != NULL ? json_node_get_array (required_node) : NULL;
  HsSchemaObject *object;

  if (properties == NULL && patterns == NULL && additional == NULL)
    {
      if (required != NULL)
        add_required_alone (self, required);
      return TRUE;
    }
  object = hs_schema_block_alloc (self, sizeof *object);
  make_slots (self, object,
              (properties != NULL ? json_object_get_size (properties) : 0) +
                (required != NULL ? json_array_get_length (required) : 0));
  add_properties (self, object, properties);
  object->n_required = required != NULL ? json_array_get_length (required) : 0;
  for (guint i = 0; i < object->n_required; i++)
    add_name (self, object, json_array_get_string_element (required, i))->is_required = TRUE;
  object->additional = additional != NULL ? get_block (self, additional, FALSE) : HS_BLOCK_NONE;
  if (!add_patterns (self, object, patterns))
    return FALSE;
  if (!says_nothing (self, object))
    hs_schema_block_add_data (self, HS_OP_OBJECT, HS_TYPE_BIT_OBJECT, "properties", object);
  return is_fine (self);
}

static void
add_property_names (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "propertyNames");
  guint32 block = node != NULL ? get_block (self, node, FALSE) : HS_BLOCK_TRUE;

  if (block != HS_BLOCK_TRUE)
    hs_schema_block_add_number (self, HS_OP_PROPERTY_NAMES, HS_TYPE_BIT_OBJECT, "propertyNames",
                                block);
}

static void
add_dependents (HsSchemaBlock *self, const char *keyword, HsSchemaOp op)
{
  JsonObject *map = get_object (self, keyword);
  HsSchemaDependents *dependents;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (map == NULL || json_object_get_size (map) == 0)
    return;
  dependents = hs_schema_block_alloc (self, sizeof *dependents);
  dependents->all =
    hs_schema_block_alloc (self, json_object_get_size (map) * sizeof *dependents->all);
  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      HsSchemaDependent *one = &dependents->all[dependents->n++];

      one->name = hs_schema_arena_strdup (self->compiler->arena, name);
      if (op == HS_OP_DEPENDENT_REQUIRED)
        read_names (self, json_node_get_array (node), &one->required);
      else
        one->block = get_block (self, node, self->recorded);
    }
  hs_schema_block_add_data (self, op, HS_TYPE_BIT_OBJECT, keyword, dependents);
}

/* Items. */

static void
add_items (HsSchemaBlock *self)
{
  JsonNode *prefix = hs_schema_block_get (self, "prefixItems");
  JsonNode *rest = hs_schema_block_get (self, "items");
  JsonArray *array = prefix != NULL ? json_node_get_array (prefix) : NULL;
  HsSchemaItems *items;
  gboolean any = FALSE;

  if (prefix == NULL && rest == NULL)
    return;
  items = hs_schema_block_alloc (self, sizeof *items);
  items->n_prefix = array != NULL ? json_array_get_length (array) : 0;
  items->prefix = hs_schema_block_alloc (self, items->n_prefix * sizeof *items->prefix);
  for (guint i = 0; i < items->n_prefix; i++)
    {
      items->prefix[i] = get_block (self, json_array_get_element (array, i), FALSE);
      any = any || items->prefix[i] != HS_BLOCK_TRUE;
    }
  items->rest = rest != NULL ? get_block (self, rest, FALSE) : HS_BLOCK_NONE;
  any = any || (items->rest != HS_BLOCK_NONE && items->rest != HS_BLOCK_TRUE);
  if (any || self->recorded)
    hs_schema_block_add_data (self, HS_OP_ITEMS, HS_TYPE_BIT_ARRAY, "items", items);
}

static gint64
get_count (HsSchemaBlock *self, const char *keyword, gint64 fallback)
{
  JsonNode *node = hs_schema_block_get (self, keyword);
  HsSchemaNumber number;
  gint64 whole;

  if (node == NULL)
    return fallback;
  if (!hs_schema_number_read (&number, node) || !hs_decimal_to_int (&number.decimal, &whole))
    return G_MAXINT32;
  return whole;
}

static void
add_contains (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "contains");
  HsSchemaContains *contains;

  if (node == NULL)
    return;
  contains = hs_schema_block_alloc (self, sizeof *contains);
  contains->block = get_block (self, node, FALSE);
  contains->min = get_count (self, "minContains", 1);
  contains->has_min = hs_schema_block_get (self, "minContains") != NULL;
  contains->max = get_count (self, "maxContains", -1);
  hs_schema_block_add_data (self, HS_OP_CONTAINS, HS_TYPE_BIT_ARRAY, "contains", contains);
}

gboolean
hs_schema_block_add_children (HsSchemaBlock *self)
{
  JsonNode *unique = hs_schema_block_get (self, "uniqueItems");

  add_dependents (self, "dependentRequired", HS_OP_DEPENDENT_REQUIRED);
  if (!add_object (self))
    return FALSE;
  add_property_names (self);
  add_items (self);
  if (unique != NULL && json_node_get_boolean (unique))
    hs_schema_block_add (self, HS_OP_UNIQUE, HS_TYPE_BIT_ARRAY, "uniqueItems");
  add_contains (self);
  return is_fine (self);
}

/* In place. */

static void
add_call (HsSchemaBlock *self, const char *keyword, guint32 block)
{
  if (block != HS_BLOCK_TRUE)
    hs_schema_block_add_number (self, HS_OP_CALL, HS_TYPE_BITS_ALL, keyword, block);
}

static gboolean
add_ref (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "$ref");
  g_autofree char *anchor = NULL;
  JsonNode *target;

  if (node == NULL)
    return TRUE;
  target = hs_schema_registry_resolve (self->compiler->registry, self->place, "$ref",
                                       json_node_get_string (node), &anchor);
  if (target == NULL)
    return FALSE;
  add_call (self, "$ref", hs_schema_compiler_get_later (self->compiler, target, self->recorded));
  return is_fine (self);
}

/* Only where the name at the end is a dynamic anchor is there anything dynamic about it. */
static gboolean
add_dynamic_ref (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "$dynamicRef");
  g_autofree char *anchor = NULL;
  HsSchemaPlace *place;
  HsDynamicUse *use;
  JsonNode *target;
  guint32 block;

  if (node == NULL)
    return TRUE;
  target = hs_schema_registry_resolve (self->compiler->registry, self->place, "$dynamicRef",
                                       json_node_get_string (node), &anchor);
  if (target == NULL)
    return FALSE;
  place = hs_schema_registry_get_place (self->compiler->registry, target);
  block = hs_schema_compiler_get_later (self->compiler, target, self->recorded);
  if (anchor == NULL || g_hash_table_lookup (place->resource->dynamics, anchor) != target)
    {
      add_call (self, "$dynamicRef", block);
      return is_fine (self);
    }
  use = g_new0 (HsDynamicUse, 1);
  use->anchor = g_steal_pointer (&anchor);
  use->recorded = self->recorded;
  use->dynamic = hs_schema_block_alloc (self, sizeof *use->dynamic);
  use->dynamic->block = block;
  g_ptr_array_add (self->compiler->dynamics, use);
  hs_schema_block_add_data (self, HS_OP_DYNAMIC, HS_TYPE_BITS_ALL, "$dynamicRef", use->dynamic);
  return is_fine (self);
}

static void
add_all_of (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "allOf");
  JsonArray *array = node != NULL ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add_call (self, "allOf", get_block (self, json_array_get_element (array, i), self->recorded));
}

static void
add_branches (HsSchemaBlock *self, const char *keyword, HsSchemaOp op)
{
  JsonNode *node = hs_schema_block_get (self, keyword);
  JsonArray *array = node != NULL ? json_node_get_array (node) : NULL;
  HsSchemaBlocks *branches;
  gboolean always = FALSE;

  if (array == NULL)
    return;
  branches = hs_schema_block_alloc (self, sizeof *branches);
  branches->n = json_array_get_length (array);
  branches->blocks = hs_schema_block_alloc (self, branches->n * sizeof *branches->blocks);
  for (guint i = 0; i < branches->n; i++)
    {
      branches->blocks[i] = get_block (self, json_array_get_element (array, i), self->recorded);
      always = always || branches->blocks[i] == HS_BLOCK_TRUE;
    }
  if (op != HS_OP_ANY_OF || !always || self->recorded)
    hs_schema_block_add_data (self, op, HS_TYPE_BITS_ALL, keyword, branches);
}

/* The condition is run for what it evaluates even when nothing hangs on it. */
static void
add_if (HsSchemaBlock *self)
{
  JsonNode *condition = hs_schema_block_get (self, "if");
  HsSchemaIf *branch;

  if (condition == NULL)
    return;
  branch = hs_schema_block_alloc (self, sizeof *branch);
  branch->condition = get_block (self, condition, self->recorded);
  branch->then = get_block (self, hs_schema_block_get (self, "then"), self->recorded);
  branch->otherwise = get_block (self, hs_schema_block_get (self, "else"), self->recorded);
  if (branch->then != HS_BLOCK_TRUE || branch->otherwise != HS_BLOCK_TRUE || self->recorded)
    hs_schema_block_add_data (self, HS_OP_IF, HS_TYPE_BITS_ALL, "if", branch);
}

static void
add_not (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "not");

  if (node != NULL)
    hs_schema_block_add_number (self, HS_OP_NOT, HS_TYPE_BITS_ALL, "not",
                                get_block (self, node, FALSE));
}

gboolean
hs_schema_block_add_in_place (HsSchemaBlock *self)
{
  if (!add_ref (self) || !add_dynamic_ref (self))
    return FALSE;
  add_all_of (self);
  add_if (self);
  add_branches (self, "anyOf", HS_OP_ANY_OF);
  add_branches (self, "oneOf", HS_OP_ONE_OF);
  add_not (self);
  add_dependents (self, "dependentSchemas", HS_OP_DEPENDENT_SCHEMAS);
  return is_fine (self);
}

gboolean
hs_schema_block_add_unevaluated (HsSchemaBlock *self)
{
  JsonNode *items = hs_schema_block_get (self, "unevaluatedItems");
  JsonNode *properties = hs_schema_block_get (self, "unevaluatedProperties");

  if (items != NULL)
    hs_schema_block_add_number (self, HS_OP_UNEVALUATED_ITEMS, HS_TYPE_BIT_ARRAY,
                                "unevaluatedItems", get_block (self, items, FALSE));
  if (properties != NULL)
    hs_schema_block_add_number (self, HS_OP_UNEVALUATED_PROPERTIES, HS_TYPE_BIT_OBJECT,
                                "unevaluatedProperties", get_block (self, properties, FALSE));
  return is_fine (self);
}
