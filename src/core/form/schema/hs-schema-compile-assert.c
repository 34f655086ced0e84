/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keywords that say something of one value: type, const, enum, lengths, patterns, numbers, counts. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-compile-private.h"

#include "base/hs-json.h"
#include "form/schema/hs-form-format.h"

#include <string.h>

static guint
read_types (JsonNode *node)
{
  JsonArray *array;
  guint bits = 0;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return hs_schema_type_bit (json_node_get_string (node));
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    bits |= hs_schema_type_bit (json_array_get_string_element (array, i));
  return bits;
}

static void
add_type (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "type");

  if (node != NULL)
    hs_schema_block_add_number (self, HS_OP_TYPE, HS_TYPE_BITS_ALL, "type", read_types (node));
}

static void
add_const (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "const");

  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    hs_schema_block_add_data (self, HS_OP_CONST_TEXT, HS_TYPE_BITS_ALL, "const",
                              json_node_get_string (node));
  else
    hs_schema_block_add_data (self, HS_OP_CONST, HS_TYPE_BITS_ALL, "const", node);
}

static void
add_enum (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "enum");
  HsSchemaEnum *values;
  JsonArray *array;
  guint32 size = 2;

  if (node == NULL)
    return;
  array = json_node_get_array (node);
  values = hs_schema_block_alloc (self, sizeof *values);
  values->n = json_array_get_length (array);
  while (size < 2 * values->n)
    size *= 2;
  values->mask = size - 1;
  values->slots = hs_schema_block_alloc (self, size * sizeof *values->slots);
  values->texts = hs_schema_block_alloc (self, size * sizeof *values->texts);
  values->hashes = hs_schema_block_alloc (self, size * sizeof *values->hashes);
  values->in_order = hs_schema_block_alloc (self, values->n * sizeof *values->in_order);
  for (guint i = 0; i < values->n; i++)
    {
      JsonNode *value = json_array_get_element (array, i);
      guint32 hash = hs_schema_hash_node (value), at = hash & values->mask;

      values->in_order[i] = value;
      while (values->slots[at] != NULL)
        at = (at + 1) & values->mask;
      values->slots[at] = value;
      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        values->texts[at] = json_node_get_string (value);
      values->hashes[at] = hash;
    }
  hs_schema_block_add_data (self, HS_OP_ENUM, HS_TYPE_BITS_ALL, "enum", values);
}

/* Nothing is longer than 2^53. */
static gint64
read_count (JsonNode *node)
{
  HsSchemaNumber number;
  gint64 whole;

  if (!hs_schema_number_read (&number, node) || !hs_decimal_to_int (&number.decimal, &whole))
    return G_GINT64_CONSTANT (1) << 53;
  return whole;
}

static void
add_count (HsSchemaBlock *self, const char *keyword, HsSchemaOp op, guint types)
{
  JsonNode *node = hs_schema_block_get (self, keyword);

  if (node != NULL)
    hs_schema_block_add_number (self, op, types, keyword, read_count (node));
}

static void
add_limit (HsSchemaBlock *self, const char *keyword, HsSchemaOp op)
{
  JsonNode *node = hs_schema_block_get (self, keyword);
  HsSchemaNumber *number;

  if (node == NULL)
    return;
  number = hs_schema_block_alloc (self, sizeof *number);
  hs_schema_number_read (number, node);
  hs_schema_block_add_data (self, op, HS_TYPE_BITS_NUMBER, keyword, number);
}

/* (nullable) */
static HsSchemaFormat
find_format (HsSchemaFlags flags, const char *name)
{
  const HsFormFormat *own = hs_form_format_find (name);
  HsSchemaFormat standard = hs_schema_format_find (name);

  if (own != NULL && (standard == NULL || (flags & HS_SCHEMA_FORM_FORMATS) != 0))
    return hs_form_format_get_check (own);
  return standard;
}

static gboolean
add_format (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "format");
  gboolean asserted = (self->place->resource->vocabularies & HS_VOCABULARY_FORMAT_ASSERTION) != 0;
  HsSchemaFlags flags = self->compiler->flags;
  HsSchemaFormat accepts;
  HsSchemaNamedFormat *format;
  const char *name;

  if (node == NULL ||
      (!asserted && (flags & (HS_SCHEMA_ASSERT_FORMATS | HS_SCHEMA_FORM_FORMATS)) == 0))
    return TRUE;
  name = json_node_get_string (node);
  accepts = find_format (flags, name);
  if (accepts == NULL)
    return !asserted || hs_schema_registry_fail (self->compiler->registry, self->place, "format",
                                                 "there is no format “%s”", name);
  format = hs_schema_block_alloc (self, sizeof *format);
  format->name = hs_schema_arena_strdup (self->compiler->arena, name);
  format->accepts = accepts;
  hs_schema_block_add_data (self, HS_OP_FORMAT, HS_TYPE_BIT_STRING, "format", format);
  return TRUE;
}

static gboolean
add_pattern (HsSchemaBlock *self)
{
  JsonNode *node = hs_schema_block_get (self, "pattern");
  HsSchemaRegex *regex;

  if (node == NULL)
    return TRUE;
  regex = hs_schema_block_get_regex (self, "pattern", json_node_get_string (node));
  if (regex == NULL)
    return FALSE;
  hs_schema_block_add_data (self, HS_OP_PATTERN, HS_TYPE_BIT_STRING, "pattern", regex);
  return TRUE;
}

gboolean
hs_schema_block_add_assertions (HsSchemaBlock *self)
{
  add_type (self);
  add_const (self);
  add_enum (self);
  add_limit (self, "minimum", HS_OP_MINIMUM);
  add_limit (self, "maximum", HS_OP_MAXIMUM);
  add_limit (self, "exclusiveMinimum", HS_OP_ABOVE);
  add_limit (self, "exclusiveMaximum", HS_OP_BELOW);
  add_limit (self, "multipleOf", HS_OP_MULTIPLE);
  add_count (self, "minLength", HS_OP_MIN_LENGTH, HS_TYPE_BIT_STRING);
  add_count (self, "maxLength", HS_OP_MAX_LENGTH, HS_TYPE_BIT_STRING);
  add_count (self, "minProperties", HS_OP_MIN_PROPERTIES, HS_TYPE_BIT_OBJECT);
  add_count (self, "maxProperties", HS_OP_MAX_PROPERTIES, HS_TYPE_BIT_OBJECT);
  add_count (self, "minItems", HS_OP_MIN_ITEMS, HS_TYPE_BIT_ARRAY);
  add_count (self, "maxItems", HS_OP_MAX_ITEMS, HS_TYPE_BIT_ARRAY);
  return add_format (self) && add_pattern (self);
}
