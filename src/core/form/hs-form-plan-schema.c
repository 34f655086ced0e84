/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the schema of a package: finds every field in it, and what kind each is. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-plan-private.h"

/* Up to so many options are shown at once; more are searched. */
#define MAX_SHOWN_OPTIONS 8
#define MAX_FIELDS 20000

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
} Reader;

static gboolean read_object (Reader *r, JsonObject *object, const char *place, const char *pointer,
                             const char *relative, guint scope);

static gboolean
names_member (JsonObject *object, const char *name)
{
  JsonArray *required = hs_json_array (object, "required");

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), name) == 0)
        return TRUE;
    }
  return FALSE;
}

static HsValueKind
value_kind_of (HsFieldSchema *schema)
{
  const HsFormFormat *format = hs_field_schema_get_format (schema);
  const char *name = format != NULL ? hs_form_format_get_name (format) : "";

  switch (hs_field_schema_get_type (schema))
    {
    case HS_SCHEMA_INTEGER:
      return HS_VALUE_INTEGER;
    case HS_SCHEMA_NUMBER:
      return HS_VALUE_NUMBER;
    case HS_SCHEMA_BOOLEAN:
      return HS_VALUE_YES_NO;
    case HS_SCHEMA_ARRAY:
      return hs_field_schema_get_type (hs_field_schema_get_items (schema)) == HS_SCHEMA_OBJECT
               ? HS_VALUE_ROWS
               : HS_VALUE_CODES;
    case HS_SCHEMA_STRING:
    case HS_SCHEMA_OBJECT:
    default:
      break;
    }
  if (hs_field_schema_get_code_list (schema) != NULL)
    return HS_VALUE_CODE;
  if (g_str_equal (name, "date"))
    return HS_VALUE_DATE;
  if (g_str_equal (name, "vn-partial-date"))
    return HS_VALUE_PARTIAL_DATE;
  return g_str_equal (name, "vn-unit") ? HS_VALUE_UNIT : HS_VALUE_TEXT;
}

static HsFieldKind
kind_of (HsFieldDef *def)
{
  switch (def->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
      return HS_FIELD_NUMBER;
    case HS_VALUE_MONEY:
      return HS_FIELD_MONEY;
    case HS_VALUE_DATE:
      return HS_FIELD_DATE;
    case HS_VALUE_PARTIAL_DATE:
      return HS_FIELD_PARTIAL_DATE;
    case HS_VALUE_YES_NO:
      return HS_FIELD_YES_NO;
    case HS_VALUE_CODE:
      return def->options->len > MAX_SHOWN_OPTIONS ? HS_FIELD_LONG_CHOICE : HS_FIELD_CHOICE;
    case HS_VALUE_CODES:
      return HS_FIELD_MULTI_CHOICE;
    case HS_VALUE_UNIT:
      return HS_FIELD_UNIT;
    case HS_VALUE_ROWS:
      return HS_FIELD_REPEAT;
    case HS_VALUE_NONE:
      return HS_FIELD_NOTE;
    case HS_VALUE_TEXT:
    default:
      return HS_FIELD_TEXT;
    }
}

static gboolean
enum_allows (GPtrArray *values, const char *code)
{
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      JsonNode *node = values->pdata[i];

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), code) == 0)
        return TRUE;
    }
  return values == NULL;
}

static guint
count_values (GPtrArray *values, GPtrArray *options)
{
  return values != NULL ? values->len : options->len;
}

/* Options of a choice: the list, in its order, less what the enum leaves out. */
static gboolean
fill_options (Reader *r, HsFieldDef *def)
{
  const char *name = hs_field_schema_get_code_list (def->schema);
  HsFieldSchema *items = hs_field_schema_get_items (def->schema);
  GPtrArray *values = hs_field_schema_get_enum (items != NULL ? items : def->schema);
  g_autofree char *place = NULL;

  if (def->value_kind == HS_VALUE_YES_NO)
    {
      g_ptr_array_add (def->options,
                       hs_form_option_new ("true", hs_form_plan_word (r->plan, "value.true")));
      g_ptr_array_add (def->options,
                       hs_form_option_new ("false", hs_form_plan_word (r->plan, "value.false")));
      return TRUE;
    }
  if (name == NULL && def->value_kind != HS_VALUE_CODES && values == NULL)
    return TRUE;
  place = hs_json_pointer_append (def->schema_pointer, name != NULL ? "x-codeList" : "enum");
  if (name == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a choice names its code list with “x-codeList”");
  def->list = hs_form_plan_list (r->plan, name);
  if (def->list == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no code list “%s”",
                              name);
  for (guint i = 0; i < def->list->options->len; i++)
    {
      HsFormOption *option = def->list->options->pdata[i];

      if (enum_allows (values, option->code))
        g_ptr_array_add (def->options, hs_form_option_new (option->code, option->label));
    }
  if (def->options->len != count_values (values, def->list->options))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the enum has values that the code list “%s” has no words for", name);
  return TRUE;
}

static gboolean
read_words (Reader *r, HsFieldDef *def, JsonObject *object)
{
  HsSchemaVerdict verdict;
  gboolean ok, all;
  const char *place = def->schema_pointer;

  def->label = hs_form_lint_string (r->lint, object, place, "title");
  if (def->label == NULL)
    return FALSE;
  def->hint = hs_form_lint_maybe_string (r->lint, object, place, "description", &ok);
  all = ok;
  def->why = hs_form_lint_maybe_string (r->lint, object, place, "x-why", &ok);
  all &= ok;
  def->unit = hs_form_lint_maybe_string (r->lint, object, place, "x-unit", &ok);
  all &= ok;
  def->words = hs_form_lint_maybe_object (r->lint, object, place, "x-message", &ok);
  all &= ok;
  if (!all)
    return FALSE;
  def->schema_read_only = hs_json_bool (object, "readOnly", FALSE);
  def->standard = json_object_get_member (object, "default");
  if (def->standard != NULL && (def->value_kind == HS_VALUE_ROWS ||
                                !hs_field_schema_check (def->schema, def->standard, &verdict)))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the default is not a value the schema allows");
  return TRUE;
}

static gboolean
read_rows (Reader *r, HsFieldDef *def, JsonObject *object)
{
  JsonObject *items = hs_json_object (object, "items");
  g_autofree char *place = hs_json_pointer_append (def->schema_pointer, "items");
  g_autofree char *pointer = hs_json_pointer_append (def->pointer, "*");

  def->inner_scope = r->plan->scopes->len;
  hs_form_plan_add_scope (r->plan, def->scope, def->index);
  return read_object (r, items, place, pointer, "", def->inner_scope);
}

static gboolean
read_field (Reader *r, JsonObject *object, const char *place, const char *pointer,
            const char *relative, guint scope, gboolean required)
{
  HsFieldSchema *schema = hs_field_schema_compile (r->lint, object, place);
  HsFieldDef *def;

  if (schema == NULL)
    return FALSE;
  if (r->plan->fields->len >= MAX_FIELDS)
    {
      hs_field_schema_free (schema);
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, place, "more than %u fields",
                                MAX_FIELDS);
    }
  def = hs_field_def_new ();
  def->schema = schema;
  def->scope = scope;
  def->pointer = g_strdup (pointer);
  def->relative = g_strdup (relative);
  def->schema_pointer = g_strdup (place);
  def->schema_required = required;
  def->value_kind = value_kind_of (schema);
  def->kind = HS_FIELD_TEXT;
  hs_form_plan_add_field (r->plan, def);
  if (!fill_options (r, def) || !read_words (r, def, object))
    return FALSE;
  def->kind = kind_of (def);
  return def->value_kind != HS_VALUE_ROWS || read_rows (r, def, object);
}

static gboolean
read_member (Reader *r, JsonObject *parent, const char *name, JsonNode *node, const char *place,
             const char *pointer, const char *relative, guint scope)
{
  g_autofree char *properties = hs_json_pointer_append (place, "properties");
  g_autofree char *inner_place = hs_json_pointer_append (properties, name);
  g_autofree char *inner_pointer = hs_json_pointer_append (pointer, name);
  g_autofree char *inner_relative = hs_json_pointer_append (relative, name);
  gboolean required = names_member (parent, name);
  JsonObject *object;
  HsObjectDef *def;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner_place, "a schema is an object");
  /* names of fields are also written in rules ("con.hoTen") and pointers with stars */
  if (*name == '\0' || strpbrk (name, "./~*") != NULL || g_ascii_isdigit (*name))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner_place,
                              "“%s” cannot be a field's name", name);
  object = json_node_get_object (node);
  if (g_strcmp0 (hs_json_string (object, "type", NULL), "object") != 0)
    return read_field (r, object, inner_place, inner_pointer, inner_relative, scope, required);
  def = g_new0 (HsObjectDef, 1);
  def->scope = scope;
  def->required = required;
  g_hash_table_insert (r->plan->objects, g_strdup (inner_pointer), def);
  return read_object (r, object, inner_place, inner_pointer, inner_relative, scope);
}

static gboolean
check_required (Reader *r, JsonObject *object, JsonObject *properties, const char *place)
{
  gboolean ok;
  JsonArray *required = hs_form_lint_maybe_array (r->lint, object, place, "required", &ok);

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      g_autofree char *where = g_strdup_printf ("%s/required/%u", place, i);

      if (name == NULL || !json_object_has_member (properties, name))
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where,
                                  "requires “%s”, which is not among the properties",
                                  name != NULL ? name : "");
    }
  return ok;
}

static gboolean
read_object (Reader *r, JsonObject *object, const char *place, const char *pointer,
             const char *relative, guint scope)
{
  HsFieldSchema *schema = hs_field_schema_compile (r->lint, object, place);
  JsonObject *properties;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean closed = !hs_json_bool (object, "additionalProperties", TRUE);

  if (schema == NULL)
    return FALSE;
  hs_field_schema_free (schema);
  if (!closed)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "an object says “additionalProperties”: false");
  properties = hs_form_lint_object (r->lint, object, place, "properties");
  if (properties == NULL || !check_required (r, object, properties, place))
    return FALSE;
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!read_member (r, object, name, node, place, pointer, relative, scope))
      return FALSE;
  return TRUE;
}

gboolean
hs_form_plan_read_schema (HsFormPlan *self, HsFormLint *lint, JsonObject *schema)
{
  Reader r = { self, lint };

  if (g_strcmp0 (hs_json_string (schema, "type", NULL), "object") != 0)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/schema/type",
                              "the schema's root is an object");
  return read_object (&r, schema, "/schema", "", "", 0);
}
