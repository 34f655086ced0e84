/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of an imported form as a Form.io submission. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"

#include "form/formio/hs-formio-map.h"

#include <string.h>

static void write_fields (HsForm *form, HsFormioMap *map, const char *parent, const char *pointer,
                          JsonObject *ours, JsonObject *theirs);

/* A key with dots is a way through objects. Consumes value. */
static void
set_key (JsonObject *data, const char *key, JsonNode *value)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", -1);
  guint n = g_strv_length (parts);

  for (guint i = 0; i + 1 < n; i++)
    {
      JsonObject *inner = hs_json_object (data, parts[i]);

      if (inner == NULL)
        {
          inner = json_object_new ();
          json_object_set_object_member (data, parts[i], inner);
        }
      data = inner;
    }
  json_object_set_member (data, parts[n - 1], value);
}

static gboolean
is_shown (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  return field != NULL && hs_form_field_is_relevant (field);
}

static JsonNode *
write_many (HsFormioMap *map, JsonObject *entry, JsonArray *rows)
{
  g_autofree char *pointer = g_strconcat (hs_json_string (entry, "pointer", ""), "/*/value", NULL);
  JsonObject *item = g_hash_table_lookup (map->entries, pointer);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; item != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *value = json_object_get_member (json_array_get_object_element (rows, i), "value");
      JsonNode *theirs = hs_formio_convert_back (hs_formio_map_kind (item), item,
                                                 hs_formio_map_options (map, item), value);

      if (theirs != NULL)
        json_array_add_element (array, theirs);
    }
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
write_rows (HsForm *form, HsFormioMap *map, JsonObject *entry, const char *pointer, JsonArray *rows)
{
  g_autofree char *parent = g_strdup (hs_json_string (entry, "pointer", ""));
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u", pointer, i);
      JsonObject *theirs = json_object_new ();

      write_fields (form, map, parent, inner, json_array_get_object_element (rows, i), theirs);
      json_array_add_object_element (array, theirs);
    }
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
write_object (HsForm *form, HsFormioMap *map, JsonObject *entry, const char *pointer,
              JsonObject *ours)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *theirs = json_object_new ();

  write_fields (form, map, hs_json_string (entry, "pointer", ""), pointer, ours, theirs);
  json_node_take_object (node, theirs);
  return node;
}

/* (nullable): not sent */
static JsonNode *
write_field (HsForm *form, HsFormioMap *map, JsonObject *entry, const char *pointer,
             JsonNode *value)
{
  HsFormioKind kind = hs_formio_map_kind (entry);
  JsonArray *rows =
    value != NULL && JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (kind == HS_FORMIO_OBJECT || kind == HS_FORMIO_SURVEY)
    return value != NULL && JSON_NODE_HOLDS_OBJECT (value)
             ? write_object (form, map, entry, pointer, json_node_get_object (value))
             : NULL;
  if (!is_shown (form, pointer))
    return NULL;
  if (kind == HS_FORMIO_ROWS)
    return rows != NULL ? write_rows (form, map, entry, pointer, rows) : NULL;
  if (kind == HS_FORMIO_MANY)
    return rows != NULL ? write_many (map, entry, rows) : NULL;
  return hs_formio_convert_back (kind, entry, hs_formio_map_options (map, entry), value);
}

static void
write_fields (HsForm *form, HsFormioMap *map, const char *parent, const char *pointer,
              JsonObject *ours, JsonObject *theirs)
{
  GPtrArray *entries = hs_formio_map_children (map, parent);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      JsonObject *entry = entries->pdata[i];
      const char *name = hs_json_string (entry, "name", "");
      g_autofree char *inner = hs_json_pointer_append (pointer, name);
      JsonNode *node = write_field (form, map, entry, inner, json_object_get_member (ours, name));

      if (node != NULL)
        set_key (theirs, hs_json_string (entry, "key", name), node);
    }
}

JsonNode *
hs_formio_export (HsForm *form, GError **error)
{
  g_autoptr (JsonNode) answers = NULL;
  JsonObject *submission, *data;
  JsonNode *node;
  HsFormioMap map;

  g_return_val_if_fail (HS_IS_FORM (form), NULL);
  if (!hs_formio_map_init (&map, hs_form_get_package (form), error))
    return NULL;
  answers = hs_form_dup_submission (form);
  data = json_object_new ();
  write_fields (form, &map, "", "", json_node_get_object (answers), data);
  hs_formio_map_clear (&map);
  submission = json_object_new ();
  json_object_set_object_member (submission, "data", data);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, submission);
  return node;
}
