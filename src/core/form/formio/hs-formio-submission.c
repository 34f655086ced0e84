/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Form.io submission as a draft of the imported form. What the form does not have is left out; what cannot be
 * read stays as text, as if a person had typed it. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"

#include "form/formio/hs-formio-map.h"

#include <string.h>

#define MAX_ROWS 10000

typedef struct
{
  HsFormioMap map;
  JsonObject *typed; /* pointer -> what stood there */
  gboolean with_defaults;
} Reader;

static void read_fields (Reader *r, const char *parent, const char *pointer, JsonObject *theirs,
                         JsonObject *ours);

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_block (Reader *r, JsonObject *entry, const char *pointer, JsonNode *value, JsonObject *ours)
{
  g_autoptr (JsonObject) empty = json_object_new ();
  g_autoptr (JsonObject) inner = json_object_new ();
  JsonObject *theirs = object_of (value);

  if (theirs == NULL && (!r->with_defaults || value != NULL))
    return;
  read_fields (r, hs_json_string (entry, "pointer", ""), pointer, theirs != NULL ? theirs : empty,
               inner);
  if (json_object_get_size (inner) > 0)
    json_object_set_object_member (ours, hs_json_string (entry, "name", ""),
                                   json_object_ref (inner));
}

static void
read_rows (Reader *r, JsonObject *entry, const char *pointer, JsonNode *value, JsonObject *ours)
{
  JsonArray *theirs =
    value != NULL && JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  JsonArray *rows;

  if (theirs == NULL)
    return;
  rows = json_array_new ();
  for (guint i = 0; i < MIN (json_array_get_length (theirs), MAX_ROWS); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u", pointer, i);
      JsonObject *row = json_object_new (), *from = object_of (json_array_get_element (theirs, i));

      if (from != NULL)
        read_fields (r, hs_json_string (entry, "pointer", ""), inner, from, row);
      json_array_add_object_element (rows, row);
    }
  json_object_set_array_member (ours, hs_json_string (entry, "name", ""), rows);
}

static JsonNode *
read_value (Reader *r, JsonObject *entry, const char *pointer, JsonNode *value)
{
  g_autofree char *unreadable = NULL;
  JsonNode *ours = hs_formio_convert (hs_formio_map_kind (entry), entry, value, &unreadable);

  if (unreadable != NULL)
    json_object_set_string_member (r->typed, pointer, unreadable);
  return ours;
}

static void
read_many (Reader *r, JsonObject *entry, const char *pointer, JsonNode *value, JsonObject *ours)
{
  g_autofree char *item_pointer =
    g_strconcat (hs_json_string (entry, "pointer", ""), "/*/value", NULL);
  JsonObject *item = g_hash_table_lookup (r->map.entries, item_pointer);
  gboolean is_array = value != NULL && JSON_NODE_HOLDS_ARRAY (value);
  guint n = is_array ? json_array_get_length (json_node_get_array (value)) : 1;
  JsonArray *rows;

  if (item == NULL || value == NULL || JSON_NODE_HOLDS_NULL (value))
    return;
  if (!is_array && JSON_NODE_HOLDS_VALUE (value) &&
      json_node_get_value_type (value) == G_TYPE_STRING && *json_node_get_string (value) == '\0')
    return;
  rows = json_array_new ();
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u/value", pointer, i);
      JsonNode *element =
        is_array ? json_array_get_element (json_node_get_array (value), i) : value;
      JsonNode *node = read_value (r, item, inner, element);
      JsonObject *row = json_object_new ();

      if (node != NULL)
        json_object_set_member (row, "value", node);
      json_array_add_object_element (rows, row);
    }
  json_object_set_array_member (ours, hs_json_string (entry, "name", ""), rows);
}

static void
read_field (Reader *r, JsonObject *entry, const char *pointer, JsonNode *value, JsonObject *ours)
{
  JsonObject *schema = NULL;
  JsonNode *node;

  switch (hs_formio_map_kind (entry))
    {
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_SURVEY:
      read_block (r, entry, pointer, value, ours);
      return;
    case HS_FORMIO_ROWS:
      read_rows (r, entry, pointer, value, ours);
      return;
    case HS_FORMIO_MANY:
      read_many (r, entry, pointer, value, ours);
      return;
    case HS_FORMIO_TEXT:
    case HS_FORMIO_NUMBER:
    case HS_FORMIO_YES_NO:
    case HS_FORMIO_CODE:
    case HS_FORMIO_BOXES:
    case HS_FORMIO_CODES:
    case HS_FORMIO_DATE:
    case HS_FORMIO_DATE_TIME:
    case HS_FORMIO_DAY:
    case HS_FORMIO_TIME:
    case HS_FORMIO_TAGS:
    case HS_FORMIO_ADDRESS:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      break;
    }
  if (value == NULL && r->with_defaults)
    schema = hs_formio_map_schema (&r->map, entry);
  if (schema != NULL && json_object_has_member (schema, "default"))
    node = json_node_copy (json_object_get_member (schema, "default"));
  else
    node = read_value (r, entry, pointer, value);
  if (node != NULL)
    json_object_set_member (ours, hs_json_string (entry, "name", ""), node);
}

static void
read_fields (Reader *r, const char *parent, const char *pointer, JsonObject *theirs,
             JsonObject *ours)
{
  GPtrArray *entries = hs_formio_map_children (&r->map, parent);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      JsonObject *entry = entries->pdata[i];
      g_autofree char *inner = hs_json_pointer_append (pointer, hs_json_string (entry, "name", ""));

      read_field (r, entry, inner, hs_formio_get (theirs, hs_json_string (entry, "key", "")), ours);
    }
}

static JsonObject *
find_data (JsonNode *submission)
{
  JsonObject *object = object_of (submission), *inner;

  if (object == NULL)
    return NULL;
  inner = hs_json_object (object, "submission");
  if (inner != NULL && hs_json_object (inner, "data") != NULL)
    object = inner;
  inner = hs_json_object (object, "data");
  return inner != NULL ? inner : object;
}

JsonNode *
hs_formio_read_submission (HsFormPackage *package, JsonNode *submission, gboolean with_defaults,
                           GError **error)
{
  JsonObject *data, *draft, *answers;
  Reader r = { .with_defaults = with_defaults };
  JsonNode *node;

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (package) && submission != NULL, NULL);
  data = find_data (submission);
  if (data == NULL)
    {
      g_set_error_literal (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS,
                           "a submission is an object with “data”");
      return NULL;
    }
  if (!hs_formio_map_init (&r.map, package, error))
    return NULL;
  r.typed = json_object_new ();
  answers = json_object_new ();
  read_fields (&r, "", "", data, answers);
  hs_formio_map_clear (&r.map);
  draft = json_object_new ();
  json_object_set_object_member (draft, "answers", answers);
  json_object_set_object_member (draft, "typed", r.typed);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, draft);
  return node;
}
