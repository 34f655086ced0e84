/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of Form.io's shapes in ours, by what the source map says of a field. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static JsonNode *
give_up (JsonNode *value, char **unreadable)
{
  *unreadable = hs_formio_scalar_text (value);
  if (*unreadable == NULL)
    *unreadable = hs_json_write (value);
  return NULL;
}

static JsonNode *
convert_text (JsonNode *value, char **unreadable)
{
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_OBJECT (value)) /* of several masks */
    value = json_object_get_member (json_node_get_object (value), "value");
  text = value != NULL ? hs_formio_scalar_text (value) : NULL;
  if (text == NULL)
    return value != NULL ? give_up (value, unreadable) : NULL;
  return *text != '\0' ? hs_formio_text (text) : NULL;
}

static JsonNode *
convert_number (JsonObject *entry, JsonNode *value, char **unreadable)
{
  JsonNode *node;
  double number;

  if (!hs_formio_number (value, &number) ||
      (hs_json_bool (entry, "whole", FALSE) && number != floor (number)))
    return give_up (value, unreadable);
  if (json_node_get_value_type (value) != G_TYPE_STRING)
    return json_node_copy (value);
  node = json_node_new (JSON_NODE_VALUE);
  if (number == (double) (gint64) number && number < 1e15 && number > -1e15)
    json_node_set_int (node, (gint64) number);
  else
    json_node_set_double (node, number);
  return node;
}

/* The code of a value: of an object the one that is the same, or its member "value". */
static char *
code_of (JsonObject *entry, JsonNode *value)
{
  JsonObject *values = hs_json_object (entry, "values");
  char *text = hs_formio_scalar_text (value);
  JsonObjectIter iter;
  const char *code;
  JsonNode *known;

  if (text != NULL)
    return text;
  if (values != NULL)
    {
      json_object_iter_init_ordered (&iter, values);
      while (json_object_iter_next_ordered (&iter, &code, &known))
        if (hs_json_equal (known, value))
          return g_strdup (code);
    }
  if (JSON_NODE_HOLDS_OBJECT (value))
    text = hs_formio_scalar_text (json_object_get_member (json_node_get_object (value), "value"));
  return text != NULL ? text : hs_json_write (value);
}

static JsonNode *
convert_code (JsonObject *entry, JsonNode *value)
{
  g_autofree char *code = NULL;

  if (JSON_NODE_HOLDS_OBJECT (value) && json_object_get_size (json_node_get_object (value)) == 0)
    return NULL;
  code = code_of (entry, value);
  return *code != '\0' ? hs_formio_text (code) : NULL;
}

static void
add_code (JsonArray *codes, const char *code)
{
  for (guint i = 0; i < json_array_get_length (codes); i++)
    if (g_str_equal (json_array_get_string_element (codes, i), code))
      return;
  if (*code != '\0')
    json_array_add_string_element (codes, code);
}

static JsonNode *
convert_codes (JsonObject *entry, JsonNode *value)
{
  JsonArray *codes = json_array_new ();
  JsonNode *result = json_node_new (JSON_NODE_ARRAY);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (JSON_NODE_HOLDS_ARRAY (value))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
      {
        g_autofree char *code =
          code_of (entry, json_array_get_element (json_node_get_array (value), i));

        add_code (codes, code);
      }
  else if (JSON_NODE_HOLDS_OBJECT (value))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (value));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        if (!JSON_NODE_HOLDS_NULL (member) &&
            !(JSON_NODE_HOLDS_VALUE (member) &&
              json_node_get_value_type (member) == G_TYPE_BOOLEAN &&
              !json_node_get_boolean (member)))
          add_code (codes, name);
    }
  else
    {
      g_autofree char *code = code_of (entry, value);

      add_code (codes, code);
    }
  json_node_take_array (result, codes);
  if (json_array_get_length (codes) == 0)
    g_clear_pointer (&result, json_node_unref);
  return result;
}

/* FALSE: no instant. A text without a zone is Viet Nam's time. */
static gboolean
read_instant (const char *text, gint64 *unix_us)
{
  g_autofree char *zoned = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);

  if (strchr (text, 'T') == NULL)
    return FALSE;
  time = g_date_time_new_from_iso8601 (text, zone);
  if (time == NULL)
    return FALSE;
  *unix_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

static JsonNode *
convert_date (JsonNode *value, gboolean with_time, char **unreadable)
{
  g_autofree char *text = hs_formio_scalar_text (value);
  g_autofree char *iso = NULL;
  int hour = 0, minute = 0;
  gint64 instant;
  HsDate date;

  if (text == NULL || json_node_get_value_type (value) != G_TYPE_STRING)
    return give_up (value, unreadable);
  if (*text == '\0')
    return NULL;
  if (read_instant (text, &instant))
    date = hs_date_in_vietnam (instant, &hour, &minute);
  else if (strlen (text) != 10 || !hs_date_parse_iso (text, &date) || date.day == 0)
    return give_up (value, unreadable);
  if (!with_time)
    {
      iso = hs_date_to_iso (&date);
      return hs_formio_text (iso);
    }
  iso = g_strdup_printf ("%02d/%02d/%04d %02d:%02d", date.day, date.month, date.year, hour, minute);
  return hs_formio_text (iso);
}

static int
read_part (const char *text)
{
  char *end;
  gint64 number = g_ascii_strtoll (text, &end, 10);

  return end == text || *end != '\0' || number < 0 || number > 9999 ? -1 : (int) number;
}

static gboolean
read_day (JsonObject *entry, const char *text, HsDate *date)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 4);
  gboolean day_first = hs_json_bool (entry, "dayFirst", FALSE);
  guint n = g_strv_length (parts), at = 0;
  gboolean has_day = n == 3 || !hs_json_bool (entry, "noDay", FALSE);
  gboolean has_month = n == 3 || !hs_json_bool (entry, "noMonth", FALSE);
  int day = 0, month = 0, year;

  if (n != 1u + has_day + has_month)
    return FALSE;
  if (has_day && day_first)
    day = read_part (parts[at++]);
  if (has_month)
    month = read_part (parts[at++]);
  if (has_day && !day_first)
    day = read_part (parts[at++]);
  year = read_part (parts[at]);
  if (day < 0 || day > 31 || month < 0 || month > 12 || year < 0)
    return FALSE;
  date->day = (gint8) day;
  date->month = (gint8) month;
  date->year = (gint16) year;
  return TRUE;
}

static JsonNode *
convert_day (JsonObject *entry, JsonNode *value, char **unreadable)
{
  g_autofree char *text = hs_formio_scalar_text (value);
  g_autofree char *iso = NULL;
  HsDate date;

  if (text == NULL || json_node_get_value_type (value) != G_TYPE_STRING)
    return give_up (value, unreadable);
  if (*text == '\0')
    return NULL;
  if (!read_day (entry, text, &date))
    return give_up (value, unreadable);
  if (date.day == 0 && date.month == 0 && date.year == 0)
    return NULL;
  if (!hs_date_is_valid (&date) || (date.day == 0 && hs_json_bool (entry, "whole", FALSE)))
    return give_up (value, unreadable);
  iso = hs_date_to_iso (&date);
  return hs_formio_text (iso);
}

static JsonNode *
convert_tags (JsonNode *value, char **unreadable)
{
  g_autoptr (GString) text = NULL;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return convert_text (value, unreadable);
  array = json_node_get_array (value);
  text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *tag = hs_formio_scalar_text (json_array_get_element (array, i));

      if (tag != NULL && *tag != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", tag);
    }
  return text->len > 0 ? hs_formio_text (text->str) : NULL;
}

static JsonNode *
convert_address (JsonNode *value, char **unreadable)
{
  static const char *const members[] = { "display_name", "formattedPlace", "formatted_address",
                                         "address1", NULL };
  JsonObject *object;
  JsonObject *inner;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return convert_text (value, unreadable);
  object = json_node_get_object (value);
  inner = hs_json_object (object, "address");
  if (inner != NULL)
    object = inner;
  for (guint i = 0; members[i] != NULL; i++)
    if (*hs_json_string (object, members[i], "") != '\0')
      return hs_formio_text (hs_json_string (object, members[i], ""));
  return json_object_get_size (object) > 0 ? give_up (value, unreadable) : NULL;
}

JsonNode *
hs_formio_convert (HsFormioKind kind, JsonObject *entry, JsonNode *value, char **unreadable)
{
  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return NULL;
  if (kind != HS_FORMIO_CODES && kind != HS_FORMIO_BOXES && JSON_NODE_HOLDS_VALUE (value) &&
      json_node_get_value_type (value) == G_TYPE_STRING && *json_node_get_string (value) == '\0')
    return NULL;
  switch (kind)
    {
    case HS_FORMIO_NUMBER:
      return convert_number (entry, value, unreadable);
    case HS_FORMIO_YES_NO:
      return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN
               ? json_node_copy (value)
               : give_up (value, unreadable);
    case HS_FORMIO_CODE:
      return convert_code (entry, value);
    case HS_FORMIO_BOXES:
    case HS_FORMIO_CODES:
      return convert_codes (entry, value);
    case HS_FORMIO_DATE:
    case HS_FORMIO_DATE_TIME:
      return convert_date (value, kind == HS_FORMIO_DATE_TIME, unreadable);
    case HS_FORMIO_DAY:
      return convert_day (entry, value, unreadable);
    case HS_FORMIO_TAGS:
      return convert_tags (value, unreadable);
    case HS_FORMIO_ADDRESS:
      return convert_address (value, unreadable);
    case HS_FORMIO_TEXT:
    case HS_FORMIO_TIME:
      return convert_text (value, unreadable);
    case HS_FORMIO_SURVEY:
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_ROWS:
    case HS_FORMIO_MANY:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      return NULL;
    }
}

gboolean
hs_formio_is_listed (JsonObject *entry, JsonNode *value)
{
  /* lists are checked when the package is loaded; a default for a list of objects must be one of them */
  JsonObject *values = hs_json_object (entry, "values");

  return values == NULL || !JSON_NODE_HOLDS_VALUE (value) ||
         json_node_get_value_type (value) != G_TYPE_STRING ||
         json_object_has_member (values, json_node_get_string (value)) ||
         !hs_json_bool (entry, "asObject", FALSE);
}
