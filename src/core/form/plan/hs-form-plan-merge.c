/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field's schema of the pieces that describe it: its own, and what "$ref" and "allOf" bring. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

/* The first of the pieces that has it. (nullable) */
JsonNode *
hs_pieces_find (GPtrArray *pieces, const char *keyword, HsPiece **where)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];

      if (!json_object_has_member (piece->object, keyword))
        continue;
      if (where != NULL)
        *where = piece;
      return json_object_get_member (piece->object, keyword);
    }
  return NULL;
}

/* "string" of ["string", "null"]: a form never sends null. */
static JsonNode *
single_type (JsonNode *type)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (type) ? json_node_get_array (type) : NULL;
  JsonNode *single = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), "null") == 0)
        continue;
      if (single != NULL)
        return type;
      single = node;
    }
  return single != NULL ? single : type;
}

const char *
hs_pieces_type (GPtrArray *pieces)
{
  JsonNode *type = hs_pieces_find (pieces, "type", NULL);

  type = type != NULL ? single_type (type) : NULL;
  if (type != NULL && JSON_NODE_HOLDS_VALUE (type) &&
      json_node_get_value_type (type) == G_TYPE_STRING)
    return json_node_get_string (type);
  return type == NULL && hs_pieces_find (pieces, "properties", NULL) != NULL ? "object" : "";
}

/* items of a list of values: merged like a field; of rows: only that they are objects. */
static JsonNode *
merge_items (HsSchemaWalk *walk, JsonNode *items, const char *place, gboolean *is_all)
{
  g_autoptr (GPtrArray) pieces = NULL;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *merged = json_object_new ();

  json_node_take_object (node, merged);
  if (!JSON_NODE_HOLDS_OBJECT (items))
    return node;
  pieces = hs_schema_walk_pieces (walk, json_node_get_object (items), place);
  if (pieces == NULL || (!g_str_equal (hs_pieces_type (pieces), "object") &&
                         !hs_pieces_merge (walk, pieces, merged, is_all)))
    {
      json_node_unref (node);
      return NULL;
    }
  if (g_str_equal (hs_pieces_type (pieces), "object"))
    json_object_set_string_member (merged, "type", "object");
  return node;
}

static gboolean
merge_keyword (HsSchemaWalk *walk, HsPiece *piece, const char *name, JsonNode *value,
               JsonObject *merged, gboolean *is_all)
{
  JsonNode *before = json_object_get_member (merged, name), *copy = NULL;
  g_autofree char *place = hs_json_pointer_append (piece->place, name);

  if (!hs_field_schema_asserts (name) && !hs_field_schema_notes (name))
    {
      /* what brings the pieces together, and what only says something */
      static const char *const others[] = { "$ref",
                                            "allOf",
                                            "$schema",
                                            "$id",
                                            "$comment",
                                            "$defs",
                                            "$anchor",
                                            "examples",
                                            "deprecated",
                                            "writeOnly",
                                            "contentEncoding",
                                            "contentSchema",
                                            "contentMediaType",
                                            "$dynamicAnchor",
                                            "$vocabulary",
                                            NULL };

      *is_all &= g_strv_contains (others, name);
      return TRUE;
    }
  if (g_str_equal (name, "type"))
    value = single_type (value);
  if (before != NULL)
    {
      *is_all &= hs_field_schema_notes (name) || hs_json_equal (before, value);
      return TRUE;
    }
  copy =
    g_str_equal (name, "items") ? merge_items (walk, value, place, is_all) : json_node_copy (value);
  if (copy != NULL)
    json_object_set_member (merged, name, copy);
  return copy != NULL;
}

/* One schema of all the pieces, as far as one field's checks can tell; is_all: nothing was left. */
gboolean
hs_pieces_merge (HsSchemaWalk *walk, GPtrArray *pieces, JsonObject *merged, gboolean *is_all)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, piece->object);
      while (json_object_iter_next_ordered (&iter, &name, &value))
        if (!merge_keyword (walk, piece, name, value, merged, is_all))
          return FALSE;
    }
  return TRUE;
}
