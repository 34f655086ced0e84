/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the source map says of a field. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

static gboolean
is_part_hidden (JsonObject *component, const char *part)
{
  JsonObject *fields = hs_json_object (component, "fields");
  JsonObject *inner = fields != NULL ? hs_json_object (fields, part) : NULL;

  return inner != NULL && hs_json_bool (inner, "hide", FALSE);
}

/* A day that is missing breaks two rules there: of the field, and of its parts. */
static void
describe_required (JsonObject *entry, JsonObject *component)
{
  static const char *const parts[] = { "day", "month", "year" };
  JsonObject *fields = hs_json_object (component, "fields");
  JsonObject *validate = hs_json_object (component, "validate");
  JsonArray *rules = json_array_new ();
  gboolean any = FALSE;

  for (guint i = 0; fields != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      JsonObject *part = hs_json_object (fields, parts[i]);

      any |= part != NULL && hs_json_bool (part, "required", FALSE);
    }
  if (validate != NULL && hs_json_bool (validate, "required", FALSE))
    json_array_add_string_element (rules, "required");
  if (any)
    json_array_add_string_element (rules, "day");
  if (any)
    json_object_set_array_member (entry, "requiredRules", json_array_ref (rules));
  json_array_unref (rules);
}

static void
describe_component (JsonObject *entry, JsonObject *component)
{
  const char *store = hs_json_string (component, "storeas", "string");

  if (hs_json_bool (component, "dayFirst", FALSE))
    json_object_set_boolean_member (entry, "dayFirst", TRUE);
  if (is_part_hidden (component, "day"))
    json_object_set_boolean_member (entry, "noDay", TRUE);
  if (is_part_hidden (component, "month"))
    json_object_set_boolean_member (entry, "noMonth", TRUE);
  if (g_str_equal (store, "array"))
    json_object_set_boolean_member (entry, "asArray", TRUE);
  if (json_object_has_member (component, "delimeter"))
    json_object_set_string_member (entry, "delimiter",
                                   hs_json_string (component, "delimeter", ","));
}

JsonObject *
hs_formio_entry (HsFormioNode *node)
{
  JsonObject *entry = json_object_new ();
  const char *list = hs_json_string (node->schema, "x-codeList", NULL);

  json_object_set_string_member (entry, "pointer", node->pointer);
  json_object_set_string_member (entry, "parent",
                                 node->parent != NULL ? node->parent->pointer : "");
  json_object_set_string_member (entry, "name", node->name);
  json_object_set_string_member (entry, "key", node->key);
  json_object_set_string_member (entry, "kind", hs_formio_kind_name (node->kind));
  json_object_set_string_member (entry, "type", node->type);
  if (list != NULL)
    json_object_set_string_member (entry, "list", list);
  if (node->values != NULL)
    json_object_set_object_member (entry, "values", json_object_ref (node->values));
  if (node->patterns != NULL)
    json_object_set_array_member (entry, "patterns", json_array_ref (node->patterns));
  if (node->is_object_shaped)
    json_object_set_boolean_member (entry, "asObject", TRUE);
  if (node->component != NULL)
    describe_component (entry, node->component);
  if (node->component != NULL && node->kind == HS_FORMIO_DAY)
    describe_required (entry, node->component);
  if ((node->kind == HS_FORMIO_DAY &&
       g_str_equal (hs_json_string (node->schema, "format", ""), "date")) ||
      g_str_equal (hs_json_string (node->schema, "type", ""), "integer"))
    json_object_set_boolean_member (entry, "whole", TRUE);
  return entry;
}
