/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equality of JSON values and members of a known type. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json.h"

#include <math.h>

static gboolean
to_whole (double value, gint64 *whole)
{
  /* 2^63 itself is a double but no int64. */
  if (value != floor (value) || value < -0x1p63 || value >= 0x1p63)
    return FALSE;
  *whole = (gint64) value;
  return TRUE;
}

/* Up to 2^53 a double is one whole number; above, it stands for the one its text names, so that a
 * value stays equal to itself when it was written and read again. */
static gboolean
mixed_equal (double real, gint64 whole)
{
  char real_text[HS_JSON_NUMBER_SIZE], whole_text[HS_JSON_NUMBER_SIZE];
  gint64 value;

  if (fabs (real) <= 0x1p53)
    return to_whole (real, &value) && value == whole;
  hs_json_number_to_text (real, real_text);
  g_snprintf (whole_text, sizeof whole_text, "%" G_GINT64_FORMAT, whole);
  return g_str_equal (real_text, whole_text);
}

static gboolean
numbers_equal (JsonNode *a, JsonNode *b)
{
  gboolean a_real = json_node_get_value_type (a) == G_TYPE_DOUBLE;
  gboolean b_real = json_node_get_value_type (b) == G_TYPE_DOUBLE;

  if (a_real && b_real)
    return json_node_get_double (a) == json_node_get_double (b);
  if (a_real)
    return mixed_equal (json_node_get_double (a), json_node_get_int (b));
  if (b_real)
    return mixed_equal (json_node_get_double (b), json_node_get_int (a));
  return json_node_get_int (a) == json_node_get_int (b);
}

static gboolean
is_number (GType type)
{
  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
values_equal (JsonNode *a, JsonNode *b)
{
  GType a_type = json_node_get_value_type (a), b_type = json_node_get_value_type (b);

  if (is_number (a_type) && is_number (b_type))
    return numbers_equal (a, b);
  if (a_type != b_type)
    return FALSE;
  if (a_type == G_TYPE_BOOLEAN)
    return json_node_get_boolean (a) == json_node_get_boolean (b);
  return g_strcmp0 (json_node_get_string (a), json_node_get_string (b)) == 0;
}

static gboolean
arrays_equal (JsonArray *a, JsonArray *b)
{
  guint n = json_array_get_length (a);

  if (n != json_array_get_length (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!hs_json_equal (json_array_get_element (a, i), json_array_get_element (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
objects_equal (JsonObject *a, JsonObject *b)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;
  json_object_iter_init (&iter, a);
  while (json_object_iter_next (&iter, &name, &value))
    {
      JsonNode *other = json_object_get_member (b, name);

      if (other == NULL || !hs_json_equal (value, other))
        return FALSE;
    }
  return TRUE;
}

gboolean
hs_json_equal (JsonNode *a, JsonNode *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);
  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;
  switch (json_node_get_node_type (a))
    {
    case JSON_NODE_OBJECT:
      return objects_equal (json_node_get_object (a), json_node_get_object (b));
    case JSON_NODE_ARRAY:
      return arrays_equal (json_node_get_array (a), json_node_get_array (b));
    case JSON_NODE_VALUE:
      return values_equal (a, b);
    case JSON_NODE_NULL:
    default:
      return TRUE;
    }
}

/* The member when it is a value of this type. */
static JsonNode *
typed_member (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

const char *
hs_json_string (JsonObject *object, const char *member, const char *fallback)
{
  JsonNode *node = typed_member (object, member, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : fallback;
}

gint64
hs_json_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = typed_member (object, member, G_TYPE_INT64);
  gint64 whole;

  if (node != NULL)
    return json_node_get_int (node);
  node = typed_member (object, member, G_TYPE_DOUBLE);
  if (node != NULL && to_whole (json_node_get_double (node), &whole))
    return whole;
  return fallback;
}

gboolean
hs_json_bool (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = typed_member (object, member, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

JsonObject *
hs_json_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
hs_json_array (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
