/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of compatible JsonLogic, the budget of a run and its memory. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include <math.h>
#include <string.h>

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53 */

/* Budget and memory. */

void
hs_logic_fail (HsLogicRun *run, const char *message)
{
  if (run->error == NULL)
    run->error = g_error_new_literal (HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
}

gboolean
hs_logic_spend (HsLogicRun *run, gsize steps)
{
  run->steps += steps;
  if (run->steps > HS_LOGIC_MAX_STEPS)
    hs_logic_fail (run, "a rule took more than 1,000,000 steps");
  return run->error == NULL;
}

static gpointer
own (HsLogicRun *run, gpointer memory, gsize n_bytes)
{
  if (run->owned == NULL)
    run->owned = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (run->owned, memory);
  run->bytes += n_bytes;
  if (run->bytes > HS_LOGIC_MAX_MEMORY)
    hs_logic_fail (run, "a rule needs more than 32 MiB of memory");
  return memory;
}

gpointer
hs_logic_alloc (HsLogicRun *run, gsize n_bytes)
{
  if (run->error != NULL)
    return NULL;
  if (n_bytes > HS_LOGIC_MAX_MEMORY - MIN (run->bytes, HS_LOGIC_MAX_MEMORY))
    {
      hs_logic_fail (run, "a rule needs more than 32 MiB of memory");
      return NULL;
    }
  return own (run, g_malloc0 (n_bytes), n_bytes + 32);
}

const char *
hs_logic_own_text (HsLogicRun *run, GString *text)
{
  gsize length = text->len;

  if (length > HS_LOGIC_MAX_TEXT)
    hs_logic_fail (run, "a rule made a text longer than 1 MiB");
  return own (run, g_string_free (text, FALSE), length + 32);
}

/* NULL with the error set when it would be too long. */
HsLogicList *
hs_logic_list_new (HsLogicRun *run, guint n_items)
{
  HsLogicList *list;

  if (n_items > HS_LOGIC_MAX_ITEMS)
    hs_logic_fail (run, "a rule made a list of more than 100,000 items");
  list = hs_logic_alloc (run, sizeof *list + (gsize) n_items * sizeof (HsLogicValue));
  if (list == NULL)
    return NULL;
  list->items = (HsLogicValue *) (gpointer) (list + 1);
  list->n_items = n_items;
  return list;
}

/* Values. */

HsLogicValue
hs_logic_value_from_node (JsonNode *node)
{
  HsLogicValue value = { HS_LOGIC_UNDEFINED, { 0 } };

  if (node == NULL)
    return value;
  value.type = HS_LOGIC_NULL;
  if (JSON_NODE_HOLDS_OBJECT (node) && json_node_get_object (node) != NULL)
    {
      value.type = HS_LOGIC_OBJECT;
      value.object = json_node_get_object (node);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node) && json_node_get_array (node) != NULL)
    {
      value.type = HS_LOGIC_ARRAY;
      value.array = json_node_get_array (node);
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    switch (json_node_get_value_type (node))
      {
      case G_TYPE_BOOLEAN:
        value.type = HS_LOGIC_BOOLEAN;
        value.boolean = json_node_get_boolean (node);
        break;
      case G_TYPE_STRING:
        value.type = HS_LOGIC_STRING;
        value.string = json_node_get_string (node);
        break;
      case G_TYPE_INT64:
        value.type = HS_LOGIC_NUMBER;
        value.number = (double) json_node_get_int (node);
        break;
      default:
        value.type = HS_LOGIC_NUMBER;
        value.number = json_node_get_double (node);
      }
  return value;
}

gboolean
hs_logic_value_is_array (const HsLogicValue *value)
{
  return value->type == HS_LOGIC_LIST || value->type == HS_LOGIC_ARRAY;
}

gboolean
hs_logic_is_object (const HsLogicValue *value)
{
  return value->type >= HS_LOGIC_LIST;
}

guint
hs_logic_value_length (const HsLogicValue *array)
{
  return array->type == HS_LOGIC_LIST ? array->list->n_items : json_array_get_length (array->array);
}

HsLogicValue
hs_logic_value_item (const HsLogicValue *array, guint index)
{
  return array->type == HS_LOGIC_LIST
           ? array->list->items[index]
           : hs_logic_value_from_node (json_array_get_element (array->array, index));
}

gboolean
hs_logic_value_truthy (const HsLogicValue *value)
{
  switch (value->type)
    {
    case HS_LOGIC_BOOLEAN:
      return value->boolean;
    case HS_LOGIC_NUMBER:
      return value->number != 0 && !isnan (value->number);
    case HS_LOGIC_STRING:
      return *value->string != '\0';
    case HS_LOGIC_LIST:
    case HS_LOGIC_ARRAY:
      return hs_logic_value_length (value) > 0;
    case HS_LOGIC_OBJECT:
    case HS_LOGIC_SCOPE:
    case HS_LOGIC_SOURCE:
      return TRUE;
    case HS_LOGIC_UNDEFINED:
    case HS_LOGIC_NULL:
    default:
      return FALSE;
    }
}

/* "0", "17": what names an item of an array or a character of a text. */
static gboolean
read_index (const char *name, guint *index)
{
  guint64 number = 0;

  if (*name == '\0' || (*name == '0' && name[1] != '\0'))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p) || p - name > 9)
        return FALSE;
      number = number * 10 + (guint64) (*p - '0');
    }
  *index = (guint) MIN (number, G_MAXUINT);
  return TRUE;
}

static HsLogicValue
property_of_list (HsLogicRun *run, const HsLogicValue *value, const char *name)
{
  HsLogicValue result = { HS_LOGIC_UNDEFINED, { 0 } };
  gboolean is_text = value->type == HS_LOGIC_STRING;
  gsize length;
  guint index;

  if (is_text && !hs_logic_spend (run, strlen (value->string) / 16))
    return result;
  length = is_text ? hs_logic_count_units (value->string) : hs_logic_value_length (value);
  if (g_str_equal (name, "length"))
    {
      result.type = HS_LOGIC_NUMBER;
      result.number = (double) length;
    }
  else if (read_index (name, &index) && index < length)
    {
      if (!is_text)
        return hs_logic_value_item (value, index);
      result.type = HS_LOGIC_STRING;
      result.string = hs_logic_slice (run, value->string, index, 1);
    }
  return result;
}

HsLogicValue
hs_logic_value_property (HsLogicRun *run, const HsLogicValue *value, const char *name)
{
  HsLogicValue nothing = { HS_LOGIC_UNDEFINED, { 0 } };

  switch (value->type)
    {
    case HS_LOGIC_OBJECT:
      return hs_logic_value_from_node (json_object_get_member (value->object, name));
    case HS_LOGIC_SCOPE:
      if (g_str_equal (name, "current"))
        return value->scope->current;
      return g_str_equal (name, "accumulator") ? value->scope->accumulator : nothing;
    case HS_LOGIC_STRING:
    case HS_LOGIC_LIST:
    case HS_LOGIC_ARRAY:
      return property_of_list (run, value, name);
    case HS_LOGIC_UNDEFINED:
    case HS_LOGIC_NULL:
    case HS_LOGIC_BOOLEAN:
    case HS_LOGIC_NUMBER:
    case HS_LOGIC_SOURCE:
    default:
      return nothing;
    }
}

static JsonNode *
number_to_node (double number)
{
  if (!isfinite (number))
    return json_node_new (JSON_NODE_NULL);
  if (number == floor (number) && fabs (number) < EXACT_INTEGERS)
    return json_node_init_int (json_node_alloc (), (gint64) number);
  return json_node_init_double (json_node_alloc (), number);
}

static JsonNode *
list_to_node (HsLogicRun *run, const HsLogicList *list, guint depth)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (list->n_items);

  for (guint i = 0; i < list->n_items && run->error == NULL; i++)
    json_array_add_element (array, hs_logic_value_to_node (run, &list->items[i], depth + 1));
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
scope_to_node (HsLogicRun *run, const HsLogicScope *scope, guint depth)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  if (scope->current.type != HS_LOGIC_UNDEFINED)
    json_object_set_member (object, "current",
                            hs_logic_value_to_node (run, &scope->current, depth + 1));
  if (scope->accumulator.type != HS_LOGIC_UNDEFINED)
    json_object_set_member (object, "accumulator",
                            hs_logic_value_to_node (run, &scope->accumulator, depth + 1));
  json_node_take_object (node, object);
  return node;
}

/* What is shared in a run is written out here, so it costs steps like anything else. */
JsonNode *
hs_logic_value_to_node (HsLogicRun *run, const HsLogicValue *value, guint depth)
{
  JsonNode *node;

  if (depth > HS_LOGIC_MAX_VALUE_DEPTH)
    hs_logic_fail (run, "a rule made a value deeper than 128 levels");
  if (!hs_logic_spend (run, 1))
    return json_node_new (JSON_NODE_NULL);
  switch (value->type)
    {
    case HS_LOGIC_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value->boolean);
    case HS_LOGIC_NUMBER:
      return number_to_node (value->number);
    case HS_LOGIC_STRING:
      hs_logic_spend (run, strlen (value->string) / 16);
      return json_node_init_string (json_node_alloc (), value->string);
    case HS_LOGIC_LIST:
      return list_to_node (run, value->list, depth);
    case HS_LOGIC_ARRAY:
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_set_array (node, value->array);
      return node;
    case HS_LOGIC_OBJECT:
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (node, value->object);
      return node;
    case HS_LOGIC_SCOPE:
      return scope_to_node (run, value->scope, depth);
    case HS_LOGIC_UNDEFINED:
    case HS_LOGIC_NULL:
    case HS_LOGIC_SOURCE:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}
