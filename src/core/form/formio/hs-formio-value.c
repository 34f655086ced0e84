/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One component that holds a value: its kind, its schema, its default. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "form/plan/hs-form-schema.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *type;
  HsFormioKind kind;
} kinds[] = {
  { "textfield", HS_FORMIO_TEXT },   { "textarea", HS_FORMIO_TEXT },
  { "email", HS_FORMIO_TEXT },       { "phoneNumber", HS_FORMIO_TEXT },
  { "url", HS_FORMIO_TEXT },         { "hidden", HS_FORMIO_TEXT },
  { "number", HS_FORMIO_NUMBER },    { "currency", HS_FORMIO_NUMBER },
  { "checkbox", HS_FORMIO_YES_NO },  { "radio", HS_FORMIO_CODE },
  { "select", HS_FORMIO_CODE },      { "selectboxes", HS_FORMIO_BOXES },
  { "datetime", HS_FORMIO_DATE },    { "day", HS_FORMIO_DAY },
  { "time", HS_FORMIO_TIME },        { "tags", HS_FORMIO_TAGS },
  { "address", HS_FORMIO_ADDRESS },  { "survey", HS_FORMIO_SURVEY },
  { "container", HS_FORMIO_OBJECT }, { "datagrid", HS_FORMIO_ROWS },
  { "editgrid", HS_FORMIO_ROWS },    { "fieldset", HS_FORMIO_LAYOUT },
  { "panel", HS_FORMIO_LAYOUT },     { "columns", HS_FORMIO_LAYOUT },
  { "tabs", HS_FORMIO_LAYOUT },      { "table", HS_FORMIO_LAYOUT },
  { "well", HS_FORMIO_LAYOUT },      { "content", HS_FORMIO_NOTE },
  { "htmlelement", HS_FORMIO_NOTE },
};

static gboolean
is_member_hidden (JsonObject *component, const char *part)
{
  JsonObject *fields = hs_json_object (component, "fields");
  JsonObject *inner = fields != NULL ? hs_json_object (fields, part) : NULL;

  return inner != NULL && hs_json_bool (inner, "hide", FALSE);
}

HsFormioKind
hs_formio_kind_of (JsonObject *component)
{
  const char *type = hs_json_string (component, "type", "");
  HsFormioKind kind = HS_FORMIO_NO_KIND;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type))
      kind = kinds[i].kind;
  if (kind == HS_FORMIO_DATE && hs_json_bool (component, "enableTime", FALSE))
    return HS_FORMIO_DATE_TIME;
  /* a day without a year is no date */
  if (kind == HS_FORMIO_DAY && is_member_hidden (component, "year"))
    return HS_FORMIO_TEXT;
  if (kind == HS_FORMIO_NO_KIND && (hs_json_array (component, "components") != NULL ||
                                    hs_json_array (component, "columns") != NULL))
    return HS_FORMIO_LAYOUT;
  return kind;
}

/* Rules of the schema. */

static void
copy_limit (HsFormioNode *node, JsonObject *validate, const char *rule, const char *keyword,
            gboolean is_count)
{
  JsonNode *limit = json_object_get_member (validate, rule);
  double number;

  if (!hs_formio_number (limit, &number) || (is_count && number <= 0))
    return;
  if (is_count ? number > 1e9 : fabs (number) > 1e15)
    {
      hs_formio_note (node->item, "limit", rule, limit);
      return;
    }
  if (is_count || number == floor (number))
    json_object_set_int_member (node->schema, keyword, (gint64) number);
  else
    json_object_set_double_member (node->schema, keyword, number);
}

static void
fill_text (HsFormioNode *node, JsonObject *validate)
{
  json_object_set_string_member (node->schema, "type", "string");
  if (g_str_equal (node->type, "email"))
    json_object_set_string_member (node->schema, "format", "email");
  if (validate != NULL)
    {
      copy_limit (node, validate, "minLength", "minLength", TRUE);
      copy_limit (node, validate, "maxLength", "maxLength", TRUE);
    }
  if (g_str_equal (node->type, "day"))
    hs_formio_note (node->item, "day-as-text", "fields", NULL);
}

static void
fill_number (HsFormioNode *node, JsonObject *validate)
{
  JsonObject *component = node->component;
  JsonNode *decimals = json_object_get_member (component, "decimalLimit");
  JsonNode *whole = validate != NULL ? json_object_get_member (validate, "integer") : NULL;
  double digits = -1;
  g_autofree char *integer = whole != NULL ? hs_formio_scalar_text (whole) : NULL;
  gboolean is_whole = g_strcmp0 (integer, "true") == 0;

  if (hs_formio_number (decimals, &digits) &&
      (digits < 0 || digits > 12 || digits != floor (digits)))
    digits = -1;
  if (g_str_equal (node->type, "currency") &&
      g_str_equal (hs_json_string (component, "currency", ""), "VND"))
    digits = 0;
  is_whole |= digits == 0;
  json_object_set_string_member (node->schema, "type", is_whole ? "integer" : "number");
  if (!is_whole && digits > 0)
    json_object_set_double_member (node->schema, "multipleOf", 1 / pow (10, digits));
  if (validate == NULL)
    return;
  copy_limit (node, validate, "min", "minimum", FALSE);
  copy_limit (node, validate, "max", "maximum", FALSE);
}

static void
fill_boxes (HsFormioContext *c, HsFormioNode *node, JsonObject *validate)
{
  hs_formio_fill_choice (c, node);
  if (node->kind != HS_FORMIO_BOXES || validate == NULL)
    return;
  copy_limit (node, validate, "minSelectedCount", "minItems", TRUE);
  copy_limit (node, validate, "maxSelectedCount", "maxItems", TRUE);
}

static gboolean
is_part_required (JsonObject *component, const char *part)
{
  JsonObject *fields = hs_json_object (component, "fields");
  JsonObject *inner = fields != NULL ? hs_json_object (fields, part) : NULL;

  return inner != NULL && hs_json_bool (inner, "required", FALSE);
}

static void
fill_day (HsFormioNode *node)
{
  gboolean whole = is_part_required (node->component, "day") &&
                   !is_member_hidden (node->component, "day") &&
                   !is_member_hidden (node->component, "month");

  json_object_set_string_member (node->schema, "type", "string");
  json_object_set_string_member (node->schema, "format", whole ? "date" : "vn-partial-date");
}

static void
fill_rows (HsFormioNode *node, JsonObject *validate)
{
  json_object_set_string_member (node->schema, "type", "array");
  if (validate == NULL || node->kind != HS_FORMIO_ROWS)
    return;
  copy_limit (node, validate, "minLength", "minItems", TRUE);
  copy_limit (node, validate, "maxLength", "maxItems", TRUE);
}

void
hs_formio_fill_schema (HsFormioContext *c, HsFormioNode *node)
{
  JsonObject *validate = hs_json_object (node->component, "validate");

  switch (node->kind)
    {
    case HS_FORMIO_TEXT:
      fill_text (node, validate);
      break;
    case HS_FORMIO_NUMBER:
      fill_number (node, validate);
      break;
    case HS_FORMIO_YES_NO:
      json_object_set_string_member (node->schema, "type", "boolean");
      break;
    case HS_FORMIO_CODE:
    case HS_FORMIO_CODES:
      hs_formio_fill_choice (c, node);
      break;
    case HS_FORMIO_BOXES:
      fill_boxes (c, node, validate);
      break;
    case HS_FORMIO_DATE:
      json_object_set_string_member (node->schema, "type", "string");
      json_object_set_string_member (node->schema, "format", "date");
      break;
    case HS_FORMIO_DAY:
      fill_day (node);
      break;
    case HS_FORMIO_DATE_TIME:
    case HS_FORMIO_TIME:
      json_object_set_string_member (node->schema, "type", "string");
      json_object_set_string_member (node->schema, "x-format-hint",
                                     node->kind == HS_FORMIO_TIME ? "08:30" : "31/12/2026 08:30");
      break;
    case HS_FORMIO_TAGS:
    case HS_FORMIO_ADDRESS:
      json_object_set_string_member (node->schema, "type", "string");
      if (node->kind == HS_FORMIO_ADDRESS)
        hs_formio_note (node->item, "address-as-text", "", NULL);
      break;
    case HS_FORMIO_ROWS:
    case HS_FORMIO_MANY:
      fill_rows (node, validate);
      break;
    case HS_FORMIO_SURVEY:
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      json_object_set_string_member (node->schema, "type", "object");
      break;
    }
  hs_formio_fill_patterns (node);
}

void
hs_formio_fill_control (HsFormioNode *node, JsonObject *control)
{
  g_autoptr (JsonObject) options = json_object_new ();

  if (g_str_equal (node->type, "textarea") && node->kind == HS_FORMIO_TEXT)
    json_object_set_boolean_member (options, "multi", TRUE);
  if (g_str_equal (node->type, "currency") &&
      g_str_equal (hs_json_string (node->schema, "type", ""), "integer"))
    json_object_set_string_member (options, "format", "money");
  if (g_str_equal (node->type, "radio") && node->kind == HS_FORMIO_CODE)
    json_object_set_string_member (options, "format", "radio");
  if (json_object_get_size (options) > 0)
    json_object_set_object_member (control, "options", json_object_ref (options));
}

/* What the form starts with. A default our schema would refuse is left out, and told. */
void
hs_formio_fill_default (HsFormioNode *node)
{
  JsonNode *original = json_object_get_member (node->component, "defaultValue");
  g_autoptr (JsonObject) entry = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *unreadable = NULL;
  g_autoptr (HsFieldSchema) schema = NULL;
  HsFormLint lint = { NULL, NULL };
  HsSchemaVerdict verdict;

  if (original == NULL || JSON_NODE_HOLDS_NULL (original))
    return;
  entry = hs_formio_entry (node);
  value = hs_formio_convert (node->kind, entry, original, &unreadable);
  if (node->kind == HS_FORMIO_YES_NO && value != NULL && !json_node_get_boolean (value))
    return; /* not ticked is not an answer yet */
  if (value == NULL && unreadable == NULL)
    return;
  if (value != NULL && hs_formio_is_listed (entry, value))
    schema = hs_field_schema_compile (&lint, node->schema, "");
  if (schema != NULL && hs_field_schema_check (schema, value, &verdict))
    json_object_set_member (node->schema, "default", g_steal_pointer (&value));
  else
    hs_formio_note (node->item, "default", "defaultValue", original);
}
