/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON pointers (RFC 6901): read, write and name a place in a tree of nodes. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json-private.h"

#include <string.h>

gboolean
hs_json_pointer_next (const char **pointer, char **token)
{
  const char *p = *pointer;
  g_autoptr (GString) out = NULL;

  *token = NULL;
  if (*p == '\0')
    return FALSE;
  if (*p++ != '/')
    return TRUE;
  out = g_string_new (NULL);
  for (; *p != '\0' && *p != '/'; p++)
    {
      if (*p != '~')
        g_string_append_c (out, *p);
      else if (p[1] == '0' || p[1] == '1')
        g_string_append_c (out, *++p == '0' ? '~' : '/');
      else
        return TRUE;
    }
  *pointer = p;
  *token = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

gboolean
hs_json_pointer_index (const char *token, guint *index)
{
  guint64 value;

  if (*token == '\0' || (token[0] == '0' && token[1] != '\0'))
    return FALSE;
  if (!g_ascii_string_to_unsigned (token, 10, 0, G_MAXUINT - 1, &value, NULL))
    return FALSE;
  if (!g_ascii_isdigit (*token))
    return FALSE;
  *index = value;
  return TRUE;
}

static JsonNode *
get_child (JsonNode *node, const char *token)
{
  JsonArray *array;
  guint index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), token);
  if (!JSON_NODE_HOLDS_ARRAY (node) || !hs_json_pointer_index (token, &index))
    return NULL;
  array = json_node_get_array (node);
  return index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;
}

JsonNode *
hs_json_pointer_get (JsonNode *root, const char *pointer)
{
  char *token;

  g_return_val_if_fail (pointer != NULL, NULL);
  while (root != NULL && hs_json_pointer_next (&pointer, &token))
    {
      root = token != NULL ? get_child (root, token) : NULL;
      g_free (token);
    }
  return root;
}

/* json-glib 1.6 cannot replace an element: what follows is taken off and put back. */
static gboolean
set_element (JsonArray *array, const char *token, JsonNode *value)
{
  guint length = json_array_get_length (array), index = length;
  g_autoptr (GPtrArray) rest = NULL;

  if (strcmp (token, "-") != 0 && !hs_json_pointer_index (token, &index))
    return FALSE;
  if (index > length)
    return FALSE;
  rest = g_ptr_array_new ();
  for (guint i = length; i > index; i--)
    {
      if (i - 1 > index)
        g_ptr_array_add (rest, json_node_ref (json_array_get_element (array, i - 1)));
      json_array_remove_element (array, i - 1);
    }
  if (value != NULL)
    json_array_add_element (array, json_node_ref (value));
  for (guint i = rest->len; i > 0; i--)
    json_array_add_element (array, g_ptr_array_index (rest, i - 1));
  return TRUE;
}

static gboolean
set_child (JsonNode *node, const char *token, JsonNode *value)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return set_element (json_node_get_array (node), token, value);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  if (value != NULL)
    json_object_set_member (json_node_get_object (node), token, json_node_ref (value));
  else
    json_object_remove_member (json_node_get_object (node), token);
  return TRUE;
}

/* json-glib cannot turn a node that others may hold into one of another type. */
static gboolean
replace_root (JsonNode *root, JsonNode *value)
{
  g_auto (GValue) scalar = G_VALUE_INIT;

  if (value == NULL || json_node_get_node_type (root) != json_node_get_node_type (value))
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (value))
    json_node_set_object (root, json_node_get_object (value));
  else if (JSON_NODE_HOLDS_ARRAY (value))
    json_node_set_array (root, json_node_get_array (value));
  else if (JSON_NODE_HOLDS_VALUE (value))
    {
      json_node_get_value (value, &scalar);
      json_node_set_value (root, &scalar);
    }
  return TRUE;
}

/* The node one step down, made as an object where missing. */
static JsonNode *
descend (JsonNode *node, const char *token)
{
  JsonNode *child = get_child (node, token);
  g_autoptr (JsonNode) made = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (child != NULL)
    return child;
  object = json_object_new ();
  made = json_node_init_object (json_node_alloc (), object);
  return set_child (node, token, made) ? made : NULL;
}

static gboolean
set_below (JsonNode *node, const char *pointer, JsonNode *value)
{
  g_autofree char *token = NULL;

  while (hs_json_pointer_next (&pointer, &token))
    {
      if (token == NULL)
        return FALSE;
      if (*pointer == '\0')
        return set_child (node, token, value);
      if (value == NULL && (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node)) &&
          get_child (node, token) == NULL)
        return TRUE; /* nothing there to remove */
      node = descend (node, token);
      if (node == NULL)
        return FALSE;
      g_clear_pointer (&token, g_free);
    }
  return FALSE;
}

/* Checked before anything is made on the way, so that a bad pointer leaves the tree as it was. */
static gboolean
pointer_is_well_formed (const char *pointer)
{
  if (*pointer != '\0' && *pointer != '/')
    return FALSE;
  for (const char *p = pointer; (p = strchr (p, '~')) != NULL; p++)
    if (p[1] != '0' && p[1] != '1')
      return FALSE;
  return TRUE;
}

gboolean
hs_json_pointer_set (JsonNode *root, const char *pointer, JsonNode *value)
{
  g_autoptr (JsonNode) owned = value;

  g_return_val_if_fail (root != NULL, FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);
  if (!pointer_is_well_formed (pointer))
    return FALSE;
  if (*pointer == '\0')
    return replace_root (root, owned);
  return set_below (root, pointer, owned);
}

char *
hs_json_pointer_append (const char *parent, const char *token)
{
  GString *out;

  g_return_val_if_fail (parent != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);
  out = g_string_new (parent);
  g_string_append_c (out, '/');
  for (const char *p = token; *p != '\0'; p++)
    {
      if (*p == '~')
        g_string_append (out, "~0");
      else if (*p == '/')
        g_string_append (out, "~1");
      else
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}
