/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of one field, compiled to the checks it makes by itself. What else its schema asserts is
 * a constraint of the plan. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-schema.h"

#include "form/schema/hs-decimal.h"
#include "form/schema/hs-form-regex.h"

#include <string.h>

typedef struct
{
  gboolean is_set;
  HsDecimal number;
} Limit;

struct _HsFieldSchema
{
  HsSchemaType type;
  JsonNode *constant;         /* (owned) (nullable) */
  GPtrArray *enumeration;     /* (owned) (nullable) (element-type JsonNode) */
  GRegex *pattern;            /* (owned) (nullable) */
  const HsFormFormat *format; /* (nullable) */
  char *code_list;            /* (owned) (nullable) name */
  gint64 min_length;          /* characters, -1 none */
  gint64 max_length;
  gint64 min_items; /* -1 none */
  gint64 max_items;
  gboolean unique_items;
  Limit minimum, maximum, above, below, step;
  HsFieldSchema *items; /* (owned) (nullable) */
};

static const char *const assertions[] = {
  "type",       "const",      "enum",     "pattern",          "minLength",
  "maxLength",  "minimum",    "maximum",  "exclusiveMinimum", "exclusiveMaximum",
  "multipleOf", "format",     "minItems", "maxItems",         "uniqueItems",
  "items",      "x-codeList", NULL,
};
static const char *const annotations[] = {
  "title",  "description", "default",       "readOnly", "x-message",
  "x-unit", "x-why",       "x-format-hint", NULL,
};

gboolean
hs_field_schema_asserts (const char *keyword)
{
  return g_strv_contains (assertions, keyword);
}

gboolean
hs_field_schema_notes (const char *keyword)
{
  return g_strv_contains (annotations, keyword);
}

static gboolean
read_type (HsFormLint *lint, JsonObject *object, const char *pointer, HsSchemaType *type)
{
  static const char *const names[] = {
    "string", "integer", "number", "boolean", "array", "object"
  };
  const char *name = hs_form_lint_string (lint, object, pointer, "type");
  g_autofree char *place = NULL;

  if (name == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *type = (HsSchemaType) i;
        return TRUE;
      }
  place = hs_json_pointer_append (pointer, "type");
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "there is no type “%s”", name);
}

/* A whole number, 0 or more. */
static gboolean
read_count (HsFormLint *lint, JsonObject *object, const char *pointer, const char *keyword,
            gint64 *count)
{
  JsonNode *node = json_object_get_member (object, keyword);
  g_autofree char *place = NULL;
  HsDecimal number;

  *count = -1;
  if (node == NULL)
    return TRUE;
  if (hs_decimal_from_node (node, &number) && hs_decimal_to_int (&number, count) && *count >= 0)
    return TRUE;
  place = hs_json_pointer_append (pointer, keyword);
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                            "“%s” must be a whole number, 0 or more", keyword);
}

static gboolean
read_limit (HsFormLint *lint, JsonObject *object, const char *pointer, const char *keyword,
            Limit *limit)
{
  JsonNode *node = json_object_get_member (object, keyword);
  g_autofree char *place = NULL;

  if (node == NULL)
    return TRUE;
  limit->is_set = hs_decimal_from_node (node, &limit->number) &&
                  (limit->number.coefficient > 0 || !g_str_equal (keyword, "multipleOf"));
  if (limit->is_set)
    return TRUE;
  place = hs_json_pointer_append (pointer, keyword);
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "“%s” must be a number%s", keyword,
                            g_str_equal (keyword, "multipleOf") ? " above 0" : "");
}

static gboolean
read_numbers (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  return read_count (lint, object, pointer, "minLength", &self->min_length) &&
         read_count (lint, object, pointer, "maxLength", &self->max_length) &&
         read_count (lint, object, pointer, "minItems", &self->min_items) &&
         read_count (lint, object, pointer, "maxItems", &self->max_items) &&
         read_limit (lint, object, pointer, "minimum", &self->minimum) &&
         read_limit (lint, object, pointer, "maximum", &self->maximum) &&
         read_limit (lint, object, pointer, "exclusiveMinimum", &self->above) &&
         read_limit (lint, object, pointer, "exclusiveMaximum", &self->below) &&
         read_limit (lint, object, pointer, "multipleOf", &self->step);
}

static gboolean
read_text_rules (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  gboolean ok;
  const char *pattern = hs_form_lint_maybe_string (lint, object, pointer, "pattern", &ok);
  const char *format = ok ? hs_form_lint_maybe_string (lint, object, pointer, "format", &ok) : NULL;
  const char *list =
    ok ? hs_form_lint_maybe_string (lint, object, pointer, "x-codeList", &ok) : NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *place = NULL;

  if (!ok)
    return FALSE;
  self->code_list = g_strdup (list);
  if (pattern != NULL && (self->pattern = hs_form_regex_compile (pattern, &local)) == NULL)
    {
      place = hs_json_pointer_append (pointer, "pattern");
      return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "%s", local->message);
    }
  if (format != NULL && (self->format = hs_form_format_find (format)) == NULL)
    {
      place = hs_json_pointer_append (pointer, "format");
      return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "there is no format “%s”",
                                format);
    }
  return TRUE;
}

static gboolean
read_values (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  gboolean ok;
  JsonArray *values = hs_form_lint_maybe_array (lint, object, pointer, "enum", &ok);

  if (!ok)
    return FALSE;
  if (json_object_has_member (object, "const"))
    self->constant = json_node_copy (json_object_get_member (object, "const"));
  self->unique_items = hs_json_bool (object, "uniqueItems", FALSE);
  if (values == NULL)
    return TRUE;
  self->enumeration = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  for (guint i = 0; i < json_array_get_length (values); i++)
    g_ptr_array_add (self->enumeration, json_node_copy (json_array_get_element (values, i)));
  return TRUE;
}

static gboolean
read_items (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  g_autofree char *place = hs_json_pointer_append (pointer, "items");
  JsonObject *items;

  if (self->type != HS_SCHEMA_ARRAY)
    return TRUE;
  items = hs_form_lint_object (lint, object, pointer, "items");
  if (items == NULL)
    return FALSE;
  self->items = hs_field_schema_compile (lint, items, place);
  return self->items != NULL;
}

HsFieldSchema *
hs_field_schema_compile (HsFormLint *lint, JsonObject *object, const char *pointer)
{
  g_autoptr (HsFieldSchema) self = g_new0 (HsFieldSchema, 1);

  if (!read_type (lint, object, pointer, &self->type) ||
      !read_numbers (self, lint, object, pointer) ||
      !read_text_rules (self, lint, object, pointer) ||
      !read_values (self, lint, object, pointer) || !read_items (self, lint, object, pointer))
    return NULL;
  return g_steal_pointer (&self);
}

void
hs_field_schema_free (HsFieldSchema *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->constant, json_node_unref);
  g_clear_pointer (&self->enumeration, g_ptr_array_unref);
  g_clear_pointer (&self->pattern, g_regex_unref);
  g_free (self->code_list);
  hs_field_schema_free (self->items);
  g_free (self);
}

HsSchemaType
hs_field_schema_get_type (HsFieldSchema *self)
{
  return self->type;
}

const HsFormFormat *
hs_field_schema_get_format (HsFieldSchema *self)
{
  return self->format;
}

const char *
hs_field_schema_get_code_list (HsFieldSchema *self)
{
  return self->code_list == NULL && self->items != NULL ? self->items->code_list : self->code_list;
}

GPtrArray *
hs_field_schema_get_enum (HsFieldSchema *self)
{
  return self->enumeration;
}

HsFieldSchema *
hs_field_schema_get_items (HsFieldSchema *self)
{
  return self->items;
}

guint
hs_field_schema_get_max_length (HsFieldSchema *self)
{
  return (guint) CLAMP (self->max_length, 0, G_MAXINT);
}

GPtrArray *
hs_field_schema_list_keywords (HsFieldSchema *self)
{
  const struct
  {
    gboolean has;
    const char *keyword;
  } all[] = {
    { self->constant != NULL, "const" },
    { self->enumeration != NULL || hs_field_schema_get_code_list (self) != NULL, "enum" },
    { self->pattern != NULL, "pattern" },
    { self->format != NULL, "format" },
    { self->min_length > 1, "minLength" }, /* an empty text is a missing one */
    { self->max_length >= 0, "maxLength" },
    { self->minimum.is_set, "minimum" },
    { self->maximum.is_set, "maximum" },
    { self->above.is_set, "exclusiveMinimum" },
    { self->below.is_set, "exclusiveMaximum" },
    { self->step.is_set, "multipleOf" },
    { self->min_items >= 0, "minItems" },
    { self->max_items >= 0, "maxItems" },
    { self->unique_items, "uniqueItems" },
  };
  GPtrArray *keywords = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].has)
      g_ptr_array_add (keywords, (gpointer) all[i].keyword);
  return keywords;
}

static gboolean
refuse (HsSchemaVerdict *verdict, const char *keyword)
{
  verdict->keyword = keyword;
  return FALSE;
}

static gboolean
refuse_count (HsSchemaVerdict *verdict, const char *keyword, gint64 limit, gint64 actual)
{
  g_snprintf (verdict->limit, sizeof verdict->limit, "%" G_GINT64_FORMAT, limit);
  g_snprintf (verdict->actual, sizeof verdict->actual, "%" G_GINT64_FORMAT, actual);
  return refuse (verdict, keyword);
}

static gboolean
refuse_limit (HsSchemaVerdict *verdict, const char *keyword, const Limit *limit,
              const HsDecimal *actual)
{
  g_autofree char *limit_text = hs_decimal_to_text (&limit->number);
  g_autofree char *actual_text = hs_decimal_to_text (actual);

  g_strlcpy (verdict->limit, limit_text, sizeof verdict->limit);
  g_strlcpy (verdict->actual, actual_text, sizeof verdict->actual);
  return refuse (verdict, keyword);
}

static gboolean
check_text (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict)
{
  const char *text = json_node_get_string (value);
  glong length;

  if (self->min_length >= 0 || self->max_length >= 0)
    {
      length = g_utf8_strlen (text, -1);
      if (self->min_length >= 0 && length < self->min_length)
        return refuse_count (verdict, "minLength", self->min_length, length);
      if (self->max_length >= 0 && length > self->max_length)
        return refuse_count (verdict, "maxLength", self->max_length, length);
    }
  if (self->format != NULL && !hs_form_format_accepts (self->format, text))
    return refuse (verdict, "format");
  if (self->pattern != NULL && !hs_form_regex_matches (self->pattern, text))
    return refuse (verdict, "pattern");
  return TRUE;
}

static gboolean
check_number (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict)
{
  HsDecimal number;

  if (!hs_decimal_from_node (value, &number) ||
      (self->type == HS_SCHEMA_INTEGER && number.exponent < 0))
    return refuse (verdict, "type");
  if (self->minimum.is_set && hs_decimal_compare (&number, &self->minimum.number) < 0)
    return refuse_limit (verdict, "minimum", &self->minimum, &number);
  if (self->maximum.is_set && hs_decimal_compare (&number, &self->maximum.number) > 0)
    return refuse_limit (verdict, "maximum", &self->maximum, &number);
  if (self->above.is_set && hs_decimal_compare (&number, &self->above.number) <= 0)
    return refuse_limit (verdict, "exclusiveMinimum", &self->above, &number);
  if (self->below.is_set && hs_decimal_compare (&number, &self->below.number) >= 0)
    return refuse_limit (verdict, "exclusiveMaximum", &self->below, &number);
  if (self->step.is_set && !hs_decimal_is_multiple (&number, &self->step.number))
    return refuse_limit (verdict, "multipleOf", &self->step, &number);
  return TRUE;
}

static gboolean
check_unique (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    for (guint k = 0; k < i; k++)
      if (hs_json_equal (json_array_get_element (array, i), json_array_get_element (array, k)))
        return FALSE;
  return TRUE;
}

gboolean
hs_field_schema_check_count (HsFieldSchema *self, guint n, HsSchemaVerdict *verdict)
{
  verdict->keyword = NULL;
  if (self->min_items >= 0 && n < self->min_items)
    return refuse_count (verdict, "minItems", self->min_items, n);
  if (self->max_items >= 0 && n > self->max_items)
    return refuse_count (verdict, "maxItems", self->max_items, n);
  return TRUE;
}

static gboolean
check_array (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict)
{
  JsonArray *array = json_node_get_array (value);
  guint n = json_array_get_length (array);

  if (!hs_field_schema_check_count (self, n, verdict))
    return FALSE;
  for (guint i = 0; i < n && self->items->type != HS_SCHEMA_OBJECT; i++)
    if (!hs_field_schema_check (self->items, json_array_get_element (array, i), verdict))
      return FALSE;
  if (self->unique_items && !check_unique (array))
    return refuse (verdict, "uniqueItems");
  return TRUE;
}

static gboolean
is_of_type (HsFieldSchema *self, JsonNode *value)
{
  if (self->type == HS_SCHEMA_ARRAY)
    return JSON_NODE_HOLDS_ARRAY (value);
  if (self->type == HS_SCHEMA_OBJECT)
    return JSON_NODE_HOLDS_OBJECT (value);
  if (!JSON_NODE_HOLDS_VALUE (value))
    return FALSE;
  if (self->type == HS_SCHEMA_STRING)
    return json_node_get_value_type (value) == G_TYPE_STRING;
  if (self->type == HS_SCHEMA_BOOLEAN)
    return json_node_get_value_type (value) == G_TYPE_BOOLEAN;
  return json_node_get_value_type (value) == G_TYPE_INT64 ||
         json_node_get_value_type (value) == G_TYPE_DOUBLE;
}

static gboolean
is_listed (HsFieldSchema *self, JsonNode *value)
{
  if (self->enumeration == NULL)
    return TRUE;
  for (guint i = 0; i < self->enumeration->len; i++)
    if (hs_json_equal (self->enumeration->pdata[i], value))
      return TRUE;
  return FALSE;
}

gboolean
hs_field_schema_check (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict)
{
  verdict->keyword = NULL;
  verdict->limit[0] = verdict->actual[0] = '\0';
  if (!is_of_type (self, value))
    return refuse (verdict, "type");
  if (self->constant != NULL && !hs_json_equal (self->constant, value))
    return refuse (verdict, "const");
  if (!is_listed (self, value))
    return refuse (verdict, "enum");
  switch (self->type)
    {
    case HS_SCHEMA_STRING:
      return check_text (self, value, verdict);
    case HS_SCHEMA_INTEGER:
    case HS_SCHEMA_NUMBER:
      return check_number (self, value, verdict);
    case HS_SCHEMA_ARRAY:
      return check_array (self, value, verdict);
    case HS_SCHEMA_BOOLEAN:
    case HS_SCHEMA_OBJECT:
    default:
      return TRUE;
    }
}
