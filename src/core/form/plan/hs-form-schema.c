/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of one field, compiled to the checks it makes by itself. What else its schema asserts is
 * a constraint of the plan. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-schema.h"

#include "form/schema/hs-schema-private.h"

#include <string.h>

struct _HsFieldSchema
{
  HsSchemaType type;
  JsonObject *own;             /* (owned) what it asserts by itself, and its items */
  HsSchema *program;           /* (owned) of own */
  GPtrArray *enumeration;      /* (owned) (nullable) (element-type JsonNode) */
  const HsFormFormat *format;  /* (nullable) */
  char *code_list;             /* (owned) (nullable) name */
  gint64 min_items, max_items; /* -1 none */
  HsFieldSchema *items;        /* (owned) (nullable) */
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

static gboolean
read_words (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  gboolean ok;
  const char *format = hs_form_lint_maybe_string (lint, object, pointer, "format", &ok);
  const char *list =
    ok ? hs_form_lint_maybe_string (lint, object, pointer, "x-codeList", &ok) : NULL;
  g_autofree char *place = NULL;

  if (!ok)
    return FALSE;
  self->code_list = g_strdup (list);
  if (format == NULL || (self->format = hs_form_format_find (format)) != NULL)
    return TRUE;
  place = hs_json_pointer_append (pointer, "format");
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "there is no format “%s”", format);
}

static gboolean
read_values (HsFieldSchema *self, HsFormLint *lint, JsonObject *object, const char *pointer)
{
  gboolean ok;
  JsonArray *values = hs_form_lint_maybe_array (lint, object, pointer, "enum", &ok);

  if (values == NULL)
    return ok;
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

/* Rows are fields of their own: of an array of objects only the array itself is asserted here. */
static void
collect_own (HsFieldSchema *self, JsonObject *object)
{
  self->own = json_object_new ();
  for (guint i = 0; assertions[i] != NULL; i++)
    {
      JsonNode *value = json_object_get_member (object, assertions[i]);

      if (value != NULL && !g_str_equal (assertions[i], "items"))
        json_object_set_member (self->own, assertions[i], json_node_copy (value));
    }
  if (self->items != NULL && self->items->type != HS_SCHEMA_OBJECT)
    json_object_set_object_member (self->own, "items", json_object_ref (self->items->own));
}

static gint64
get_count (HsFieldSchema *self, const char *keyword)
{
  HsDecimal number;
  gint64 count;

  return hs_decimal_from_node (json_object_get_member (self->own, keyword), &number) &&
             hs_decimal_to_int (&number, &count)
           ? count
           : -1;
}

static gboolean
compile_own (HsFieldSchema *self, HsFormLint *lint, const char *pointer)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), self->own);
  g_autofree char *where = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GError) local = NULL;
  const char *message;

  self->program = hs_schema_compile (root, "", NULL, HS_SCHEMA_FORM_FORMATS, &where, &local);
  if (self->program != NULL)
    return TRUE;
  place = g_strconcat (pointer, where, NULL);
  message = strstr (local->message, ": ");
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "%s",
                            message != NULL ? message + 2 : local->message);
}

HsFieldSchema *
hs_field_schema_compile (HsFormLint *lint, JsonObject *object, const char *pointer)
{
  g_autoptr (HsFieldSchema) self = g_new0 (HsFieldSchema, 1);

  if (!read_type (lint, object, pointer, &self->type) ||
      !read_words (self, lint, object, pointer) || !read_values (self, lint, object, pointer) ||
      !read_items (self, lint, object, pointer))
    return NULL;
  collect_own (self, object);
  if (!compile_own (self, lint, pointer))
    return NULL;
  self->min_items = get_count (self, "minItems");
  self->max_items = get_count (self, "maxItems");
  return g_steal_pointer (&self);
}

void
hs_field_schema_free (HsFieldSchema *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->own, json_object_unref);
  g_clear_pointer (&self->program, hs_schema_free);
  g_clear_pointer (&self->enumeration, g_ptr_array_unref);
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
  return (guint) CLAMP (get_count (self, "maxLength"), 0, G_MAXINT);
}

/* An empty text is a missing one, so a least length of 1 says nothing of its own. */
static gboolean
needs_message (HsFieldSchema *self, const char *keyword)
{
  if (g_str_equal (keyword, "minLength"))
    return get_count (self, keyword) > 1;
  if (g_str_equal (keyword, "uniqueItems"))
    return hs_json_bool (self->own, keyword, FALSE);
  if (g_str_equal (keyword, "enum") && hs_field_schema_get_code_list (self) != NULL)
    return TRUE;
  return json_object_has_member (self->own, keyword);
}

GPtrArray *
hs_field_schema_list_keywords (HsFieldSchema *self)
{
  static const char *const all[] = {
    "const",      "enum",     "pattern",  "format",           "minLength",
    "maxLength",  "minimum",  "maximum",  "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems",
  };
  GPtrArray *keywords = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (needs_message (self, all[i]))
      g_ptr_array_add (keywords, (gpointer) all[i]);
  return keywords;
}

static gboolean
refuse_count (HsSchemaVerdict *verdict, const char *keyword, gint64 limit, gint64 actual)
{
  verdict->keyword = keyword;
  g_snprintf (verdict->limit, sizeof verdict->limit, "%" G_GINT64_FORMAT, limit);
  g_snprintf (verdict->actual, sizeof verdict->actual, "%" G_GINT64_FORMAT, actual);
  return FALSE;
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

/* What takes too much work to tell is only ever a pattern, and a text nobody writes. */
gboolean
hs_field_schema_check (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict)
{
  g_autoptr (GError) error = NULL;
  HsSchemaFault fault;

  if (!hs_schema_find_fault (self->program, value, &fault, &error))
    fault.keyword = "pattern";
  verdict->keyword = fault.keyword;
  verdict->limit[0] = verdict->actual[0] = '\0';
  if (fault.keyword == NULL)
    return TRUE;
  if (!g_str_equal (fault.keyword, "type"))
    {
      g_strlcpy (verdict->limit, fault.limit, sizeof verdict->limit);
      g_strlcpy (verdict->actual, fault.actual, sizeof verdict->actual);
    }
  return FALSE;
}
