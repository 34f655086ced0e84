/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keywords of JSON Schema 2020-12: vocabulary and shape of each, so that a schema that is itself
 * wrong is told so before anything is checked with it. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-private.h"
#include "form/schema/hs-schema-registry.h"

#include <string.h>

static const HsSchemaKeyword keywords[] = {
  { "$schema", HS_VOCABULARY_CORE, HS_SHAPE_TEXT, TRUE },
  { "$id", HS_VOCABULARY_CORE, HS_SHAPE_TEXT, TRUE },
  { "$ref", HS_VOCABULARY_CORE, HS_SHAPE_TEXT },
  { "$anchor", HS_VOCABULARY_CORE, HS_SHAPE_TEXT, TRUE },
  { "$dynamicRef", HS_VOCABULARY_CORE, HS_SHAPE_TEXT },
  { "$dynamicAnchor", HS_VOCABULARY_CORE, HS_SHAPE_TEXT, TRUE },
  { "$vocabulary", HS_VOCABULARY_CORE, HS_SHAPE_ANY, TRUE },
  { "$comment", HS_VOCABULARY_CORE, HS_SHAPE_TEXT, TRUE },
  { "$defs", HS_VOCABULARY_CORE, HS_SHAPE_SCHEMA_MAP, TRUE },
  { "prefixItems", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMAS },
  { "items", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "contains", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "properties", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA_MAP },
  { "patternProperties", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA_MAP },
  { "additionalProperties", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "propertyNames", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "dependentSchemas", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA_MAP },
  { "if", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "then", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "else", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "allOf", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMAS },
  { "anyOf", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMAS },
  { "oneOf", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMAS },
  { "not", HS_VOCABULARY_APPLICATOR, HS_SHAPE_SCHEMA },
  { "unevaluatedItems", HS_VOCABULARY_UNEVALUATED, HS_SHAPE_SCHEMA },
  { "unevaluatedProperties", HS_VOCABULARY_UNEVALUATED, HS_SHAPE_SCHEMA },
  { "type", HS_VOCABULARY_VALIDATION, HS_SHAPE_TYPES, TRUE },
  { "enum", HS_VOCABULARY_VALIDATION, HS_SHAPE_LIST, TRUE },
  { "const", HS_VOCABULARY_VALIDATION, HS_SHAPE_ANY, TRUE },
  { "multipleOf", HS_VOCABULARY_VALIDATION, HS_SHAPE_STEP, TRUE },
  { "maximum", HS_VOCABULARY_VALIDATION, HS_SHAPE_NUMBER, TRUE },
  { "exclusiveMaximum", HS_VOCABULARY_VALIDATION, HS_SHAPE_NUMBER, TRUE },
  { "minimum", HS_VOCABULARY_VALIDATION, HS_SHAPE_NUMBER, TRUE },
  { "exclusiveMinimum", HS_VOCABULARY_VALIDATION, HS_SHAPE_NUMBER, TRUE },
  { "maxLength", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "minLength", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "pattern", HS_VOCABULARY_VALIDATION, HS_SHAPE_TEXT, TRUE },
  { "maxItems", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "minItems", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "uniqueItems", HS_VOCABULARY_VALIDATION, HS_SHAPE_FLAG },
  { "maxContains", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT },
  { "minContains", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT },
  { "maxProperties", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "minProperties", HS_VOCABULARY_VALIDATION, HS_SHAPE_COUNT, TRUE },
  { "required", HS_VOCABULARY_VALIDATION, HS_SHAPE_NAMES },
  { "dependentRequired", HS_VOCABULARY_VALIDATION, HS_SHAPE_NAME_LISTS },
  { "title", HS_VOCABULARY_META_DATA, HS_SHAPE_TEXT, TRUE },
  { "description", HS_VOCABULARY_META_DATA, HS_SHAPE_TEXT, TRUE },
  { "default", HS_VOCABULARY_META_DATA, HS_SHAPE_ANY, TRUE },
  { "deprecated", HS_VOCABULARY_META_DATA, HS_SHAPE_FLAG, TRUE },
  { "readOnly", HS_VOCABULARY_META_DATA, HS_SHAPE_FLAG, TRUE },
  { "writeOnly", HS_VOCABULARY_META_DATA, HS_SHAPE_FLAG, TRUE },
  { "examples", HS_VOCABULARY_META_DATA, HS_SHAPE_LIST, TRUE },
  { "format", HS_VOCABULARY_FORMAT, HS_SHAPE_TEXT, TRUE },
  { "contentEncoding", HS_VOCABULARY_CONTENT, HS_SHAPE_TEXT, TRUE },
  { "contentMediaType", HS_VOCABULARY_CONTENT, HS_SHAPE_TEXT, TRUE },
  { "contentSchema", HS_VOCABULARY_CONTENT, HS_SHAPE_SCHEMA, TRUE },
};

const HsSchemaKeyword *
hs_schema_keyword_find (const char *name)
{
  static gsize ready;
  static GHashTable *by_name;

  if (g_once_init_enter (&ready))
    {
      by_name = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
        g_hash_table_insert (by_name, (gpointer) keywords[i].name, (gpointer) &keywords[i]);
      g_once_init_leave (&ready, 1);
    }
  return g_hash_table_lookup (by_name, name);
}

guint
hs_schema_type_bit (const char *name)
{
  static const struct
  {
    const char *name;
    guint bits;
  } types[] = {
    { "null", HS_TYPE_BIT_NULL },       { "boolean", HS_TYPE_BIT_BOOLEAN },
    { "integer", HS_TYPE_BIT_INTEGER }, { "number", HS_TYPE_BITS_NUMBER },
    { "string", HS_TYPE_BIT_STRING },   { "array", HS_TYPE_BIT_ARRAY },
    { "object", HS_TYPE_BIT_OBJECT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name))
      return types[i].bits;
  return 0;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* An array of different texts; with types: names of types, at least one. */
static gboolean
is_names (JsonNode *node, gboolean types)
{
  JsonArray *array;
  g_autoptr (GHashTable) seen = NULL;
  guint n;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  n = json_array_get_length (array);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *name = json_array_get_element (array, i);

      if (!is_text (name) || (types && hs_schema_type_bit (json_node_get_string (name)) == 0) ||
          !g_hash_table_add (seen, (gpointer) json_node_get_string (name)))
        return FALSE;
    }
  return !types || n > 0;
}

static gboolean
is_number (JsonNode *node, HsSchemaShape shape)
{
  HsSchemaNumber number;
  gint64 whole;

  if (!hs_schema_number_read (&number, node))
    return FALSE;
  if (shape == HS_SHAPE_STEP)
    return number.decimal.coefficient > 0;
  return shape == HS_SHAPE_NUMBER ||
         (number.decimal.coefficient >= 0 &&
          (hs_decimal_to_int (&number.decimal, &whole) || number.decimal.exponent > 0));
}

static gboolean
is_map (JsonNode *node, HsSchemaShape shape)
{
  JsonObjectIter iter;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, NULL, &value))
    if (shape == HS_SHAPE_NAME_LISTS && !is_names (value, FALSE))
      return FALSE;
  return TRUE;
}

static gboolean
is_schema (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) ||
         (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN);
}

const char *
hs_schema_keyword_check (const HsSchemaKeyword *keyword, JsonNode *value)
{
  switch (keyword->shape)
    {
    case HS_SHAPE_TEXT:
      return is_text (value) ? NULL : "a string";
    case HS_SHAPE_FLAG:
      return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN
               ? NULL
               : "true or false";
    case HS_SHAPE_NUMBER:
      return is_number (value, keyword->shape) ? NULL : "a number";
    case HS_SHAPE_STEP:
      return is_number (value, keyword->shape) ? NULL : "a number above 0";
    case HS_SHAPE_COUNT:
      return is_number (value, keyword->shape) ? NULL : "a whole number, 0 or more";
    case HS_SHAPE_TYPES:
      return (is_text (value) && hs_schema_type_bit (json_node_get_string (value)) != 0) ||
                 is_names (value, TRUE)
               ? NULL
               : "the name of a type, or a list of different ones";
    case HS_SHAPE_LIST:
      return JSON_NODE_HOLDS_ARRAY (value) ? NULL : "an array";
    case HS_SHAPE_NAMES:
      return is_names (value, FALSE) ? NULL : "an array of different strings";
    case HS_SHAPE_NAME_LISTS:
      return is_map (value, keyword->shape) ? NULL : "an object of arrays of different strings";
    case HS_SHAPE_SCHEMA:
      return is_schema (value) ? NULL : "a schema (an object, true or false)";
    case HS_SHAPE_SCHEMAS:
      return JSON_NODE_HOLDS_ARRAY (value) &&
                 json_array_get_length (json_node_get_array (value)) > 0
               ? NULL
               : "an array of at least one schema";
    case HS_SHAPE_SCHEMA_MAP:
      return is_map (value, keyword->shape) ? NULL : "an object of schemas";
    case HS_SHAPE_ANY:
    default:
      return NULL;
    }
}
