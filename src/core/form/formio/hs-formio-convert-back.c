/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our values in Form.io's shapes, by what the source map says of a field. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-date.h"

#include <stdio.h>
#include <string.h>

static const char *
label_of (JsonArray *options, const char *code)
{
  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++)
    {
      JsonNode *element = json_array_get_element (options, i);
      JsonObject *option = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (option != NULL && g_strcmp0 (hs_json_string (option, "code", NULL), code) == 0)
        return hs_json_string (option, "label", code);
    }
  return code;
}

static JsonNode *
code_back (JsonObject *entry, JsonArray *options, const char *code)
{
  JsonObject *values = hs_json_object (entry, "values"), *object;
  JsonNode *known = values != NULL ? json_object_get_member (values, code) : NULL;
  JsonNode *node;

  if (known != NULL)
    return json_node_copy (known);
  if (!hs_json_bool (entry, "asObject", FALSE))
    return hs_formio_text (code);
  object = json_object_new ();
  json_object_set_string_member (object, "label", label_of (options, code));
  json_object_set_string_member (object, "value", code);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
codes_back (JsonObject *entry, JsonArray *options, JsonNode *value)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new (),
            *codes = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++)
    json_array_add_element (array,
                            code_back (entry, options, json_array_get_string_element (codes, i)));
  json_node_take_array (node, array);
  return node;
}

/* All the boxes, ticked or not. */
static JsonNode *
boxes_back (JsonArray *options, JsonNode *value)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *codes =
    value != NULL && JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++)
    json_object_set_boolean_member (
      object, hs_json_string (json_array_get_object_element (options, i), "code", ""), FALSE);
  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++)
    json_object_set_boolean_member (object, json_array_get_string_element (codes, i), TRUE);
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
day_back (JsonObject *entry, const char *text)
{
  gboolean has_day = !hs_json_bool (entry, "noDay", FALSE);
  gboolean has_month = !hs_json_bool (entry, "noMonth", FALSE);
  gboolean day_first = hs_json_bool (entry, "dayFirst", FALSE);
  g_autoptr (GString) out = g_string_new (NULL);
  HsDate date;

  if (!hs_date_parse_iso (text, &date))
    return hs_formio_text (text);
  if (has_day && day_first)
    g_string_append_printf (out, "%02d/", date.day);
  if (has_month)
    g_string_append_printf (out, "%02d/", date.month);
  if (has_day && !day_first)
    g_string_append_printf (out, "%02d/", date.day);
  g_string_append_printf (out, "%04d", date.year);
  return hs_formio_text (out->str);
}

static JsonNode *
time_back (HsFormioKind kind, const char *text)
{
  g_autofree char *out = NULL;
  int day, month, year, hour, minute;

  if (kind == HS_FORMIO_DATE)
    out = g_strconcat (text, "T00:00:00+07:00", NULL);
  else if (kind == HS_FORMIO_TIME)
    out = g_strconcat (text, strlen (text) == 5 ? ":00" : "", NULL);
  else if (sscanf (text, "%2d/%2d/%4d %2d:%2d", &day, &month, &year, &hour, &minute) == 5)
    out = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:00+07:00", year, month, day, hour, minute);
  return hs_formio_text (out != NULL ? out : text);
}

static JsonNode *
tags_back (JsonObject *entry, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  const char *delimiter = hs_json_string (entry, "delimiter", ",");
  g_autofree char *joined = NULL;
  JsonNode *node;
  JsonArray *array;

  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  if (!hs_json_bool (entry, "asArray", FALSE))
    {
      joined = g_strjoinv (delimiter, parts);
      return hs_formio_text (joined);
    }
  array = json_array_new ();
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      json_array_add_string_element (array, parts[i]);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
address_back (const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *inner = json_object_new ();

  json_object_set_string_member (inner, "address1", text);
  json_object_set_string_member (object, "mode", "manual");
  json_object_set_object_member (object, "address", inner);
  json_node_take_object (node, object);
  return node;
}

JsonNode *
hs_formio_convert_back (HsFormioKind kind, JsonObject *entry, JsonArray *options, JsonNode *value)
{
  const char *text = value != NULL && JSON_NODE_HOLDS_VALUE (value) &&
                         json_node_get_value_type (value) == G_TYPE_STRING
                       ? json_node_get_string (value)
                       : NULL;

  if (kind == HS_FORMIO_BOXES)
    return boxes_back (options, value);
  if (value == NULL)
    return kind == HS_FORMIO_YES_NO ? hs_formio_boolean (FALSE) : NULL;
  if (kind == HS_FORMIO_CODES)
    return codes_back (entry, options, value);
  if (text == NULL)
    return json_node_copy (value);
  switch (kind)
    {
    case HS_FORMIO_CODE:
      return code_back (entry, options, text);
    case HS_FORMIO_DAY:
      return day_back (entry, text);
    case HS_FORMIO_DATE:
    case HS_FORMIO_DATE_TIME:
    case HS_FORMIO_TIME:
      return time_back (kind, text);
    case HS_FORMIO_TAGS:
      return tags_back (entry, text);
    case HS_FORMIO_ADDRESS:
      return address_back (text);
    case HS_FORMIO_TEXT:
    case HS_FORMIO_NUMBER:
    case HS_FORMIO_YES_NO:
    case HS_FORMIO_BOXES:
    case HS_FORMIO_CODES:
    case HS_FORMIO_SURVEY:
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_ROWS:
    case HS_FORMIO_MANY:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      return json_node_copy (value);
    }
}
