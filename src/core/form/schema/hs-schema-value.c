/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of an instance: read out of json-glib's nodes once, compared and hashed as JSON Schema counts
 * them equal: 1 is 1.0, and the order of members says nothing. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-private.h"

#include "base/hs-json.h"

#include <math.h>
#include <string.h>

#define FEW_ITEMS 8     /* compared each with each */
#define STACK_SLOTS 512 /* hashed without allocation: up to half as many items */

guint32
hs_schema_value_get_n_bytes (HsSchemaValue *value)
{
  if (value->n_bytes == HS_SCHEMA_NOT_COUNTED)
    value->n_bytes = (guint32) strlen (value->text);
  return value->n_bytes;
}

/* Characters, not units of UTF-16; what is not UTF-8 is counted somehow, but not read past its end. */
guint32
hs_schema_value_get_n_chars (HsSchemaValue *value)
{
  if (value->n_chars == HS_SCHEMA_NOT_COUNTED)
    {
      guint32 n = 0;

      for (const char *c = value->text; *c != '\0'; c++)
        n += ((guchar) *c & 0xc0) != 0x80;
      value->n_chars = n;
    }
  return value->n_chars;
}

gboolean
hs_schema_number_read (HsSchemaNumber *number, JsonNode *node)
{
  HsSchemaValue value;

  hs_schema_value_load (&value, node);
  if ((value.type & HS_TYPE_BITS_NUMBER) == 0 || !hs_decimal_from_node (node, &number->decimal))
    return FALSE;
  number->is_real = value.is_real;
  number->real = value.is_real ? value.real : (double) value.whole;
  number->whole = value.is_real ? 0 : value.whole;
  return TRUE;
}

/* Between 2^53 and 2^63 a double stands for the number its text names. */
static int
compare_mixed (gint64 whole, double real)
{
  HsDecimal a, b;

  if (real >= 0x1p63)
    return -1;
  if (real < -0x1p63)
    return 1;
  if (fabs (real) <= 0x1p53)
    {
      gint64 below = (gint64) floor (real);

      if (whole != below)
        return whole < below ? -1 : 1;
      return (double) below == real ? 0 : -1;
    }
  a = hs_decimal_from_int (whole);
  return hs_decimal_from_double (real, &b) ? hs_decimal_compare (&a, &b) : 0;
}

int
hs_schema_value_compare (const HsSchemaValue *value, const HsSchemaNumber *number)
{
  if (value->is_real && number->is_real)
    return (value->real > number->real) - (value->real < number->real);
  if (value->is_real)
    return -compare_mixed (number->whole, value->real);
  if (number->is_real)
    return compare_mixed (value->whole, number->real);
  return (value->whole > number->whole) - (value->whole < number->whole);
}

gboolean
hs_schema_value_is_multiple (const HsSchemaValue *value, const HsSchemaNumber *step)
{
  HsDecimal decimal;

  if (!value->is_real && !step->is_real)
    return step->whole == -1 || value->whole % step->whole == 0;
  if (!value->is_real)
    decimal = hs_decimal_from_int (value->whole);
  else if (!hs_decimal_from_double (value->real, &decimal))
    return FALSE;
  return hs_decimal_is_multiple (&decimal, &step->decimal);
}

static guint32
mix (guint32 hash, guint32 more)
{
  hash ^= more + 0x9e3779b9u + (hash << 6) + (hash >> 2);
  return hash * 2654435761u;
}

/* Equal numbers are the same double: a whole one beyond 2^53 equals only the double its text reads
 * back as. */
static guint32
hash_number (double real)
{
  guint64 bits;

  if (real == 0)
    real = 0; /* -0 */
  memcpy (&bits, &real, sizeof bits);
  return mix ((guint32) bits, (guint32) (bits >> 32));
}

static guint32
hash_object (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  guint32 hash = 0x5bd1e995u;
  HsSchemaKey key;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      hs_schema_key_init (&key, name);
      hash += mix (key.hash, hs_schema_hash_node (node));
    }
  return hash;
}

static guint32
hash_array (JsonArray *array)
{
  guint32 hash = 0x27d4eb2fu;
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    hash = mix (hash, hs_schema_hash_node (json_array_get_element (array, i)));
  return hash;
}

guint32
hs_schema_hash_node (JsonNode *node)
{
  HsSchemaValue value;
  HsSchemaKey key;

  hs_schema_value_load (&value, node);
  switch (value.type)
    {
    case HS_TYPE_BIT_OBJECT:
      return hash_object (value.object);
    case HS_TYPE_BIT_ARRAY:
      return hash_array (value.array);
    case HS_TYPE_BIT_STRING:
      hs_schema_key_init (&key, value.text);
      return key.hash;
    case HS_TYPE_BIT_BOOLEAN:
      return json_node_get_boolean (node) ? 0x165667b1u : 0x85ebca6bu;
    case HS_TYPE_BIT_INTEGER:
    case HS_TYPE_BIT_REAL:
      return hash_number (value.is_real ? value.real : (double) value.whole);
    default:
      return 0xc2b2ae35u;
    }
}

typedef struct
{
  guint32 hash;
  guint32 item; /* its index + 1; 0: free */
} Slot;

static gboolean
is_unique_by_hash (JsonArray *array, guint n, Slot *slots, guint mask, guint64 *work, guint64 max)
{
  for (guint i = 0; i < n && *work <= max; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      guint32 hash = hs_schema_hash_node (node);
      guint at = hash & mask;

      for (; slots[at].item != 0 && *work <= max; at = (at + 1) & mask, ++*work)
        if (slots[at].hash == hash &&
            hs_json_equal (json_array_get_element (array, slots[at].item - 1), node))
          return FALSE;
      slots[at].hash = hash;
      slots[at].item = i + 1;
    }
  *work += n;
  return TRUE;
}

gboolean
hs_schema_array_is_unique (JsonArray *array, guint64 *work, guint64 max)
{
  guint n = json_array_get_length (array), size = 32;
  Slot few[STACK_SLOTS];
  g_autofree Slot *many = NULL;

  if (n <= FEW_ITEMS)
    {
      for (guint i = 1; i < n; i++)
        for (guint k = 0; k < i; k++)
          if (hs_json_equal (json_array_get_element (array, i), json_array_get_element (array, k)))
            return FALSE;
      *work += n;
      return TRUE;
    }
  while (size < 2 * n)
    size *= 2;
  if (size <= STACK_SLOTS)
    {
      memset (few, 0, size * sizeof *few);
      return is_unique_by_hash (array, n, few, size - 1, work, max);
    }
  many = g_new0 (Slot, size);
  return is_unique_by_hash (array, n, many, size - 1, work, max);
}
