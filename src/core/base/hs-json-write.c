/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stable bytes of a JSON value: RFC 8785 (JSON Canonicalization Scheme), and the same order with
 * indents for people. An int64 beyond 2^53 is written with all its digits, where RFC 8785 would
 * round it to a double: the reader gave all of them, and I-JSON forbids such numbers anyway. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json-private.h"

#include <math.h>
#include <string.h>

#define MAX_WRITE_DEPTH (8 * HS_JSON_MAX_DEPTH) /* deeper comes from a bug, not from a reader */

typedef struct
{
  GString *out;
  gboolean pretty;
  guint depth;
} Writer;

static void write_node (Writer *w, JsonNode *node);

static gunichar
lead_unit (gunichar c)
{
  return c >= 0x10000 ? 0xd800 + ((c - 0x10000) >> 10) : c;
}

/* Order of UTF-16 code units: characters outside the first plane sort before U+E000. */
static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const char *p = a, *q = b;

  while (*p != '\0' && *q != '\0')
    {
      gunichar c = g_utf8_get_char (p), d = g_utf8_get_char (q);

      if (c != d && (c >= 0x10000) == (d >= 0x10000))
        return c < d ? -1 : 1;
      if (c != d)
        return lead_unit (c) < lead_unit (d) ? -1 : 1;
      p = g_utf8_next_char (p);
      q = g_utf8_next_char (q);
    }
  return (*p != '\0') - (*q != '\0');
}

static void
write_string (Writer *w, const char *text)
{
  static const char names[] = "btn?fr"; /* from 0x08; 0x0b has no short name */
  g_autofree char *valid = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  g_string_append_c (w->out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guint8 byte = *p;

      if (byte == '"' || byte == '\\')
        g_string_append_c (w->out, '\\');
      if (byte >= 0x20)
        g_string_append_c (w->out, byte);
      else if (byte >= 0x08 && byte <= 0x0d && byte != 0x0b)
        {
          g_string_append_c (w->out, '\\');
          g_string_append_c (w->out, names[byte - 0x08]);
        }
      else
        g_string_append_printf (w->out, "\\u%04x", byte);
    }
  g_string_append_c (w->out, '"');
}

static void
break_line (Writer *w)
{
  if (!w->pretty)
    return;
  g_string_append_c (w->out, '\n');
  for (guint i = 0; i < w->depth; i++)
    g_string_append (w->out, "  ");
}

static void
write_array (Writer *w, JsonArray *array)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  g_string_append_c (w->out, '[');
  w->depth++;
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (w->out, ',');
      break_line (w);
      write_node (w, json_array_get_element (array, i));
    }
  w->depth--;
  if (n > 0)
    break_line (w);
  g_string_append_c (w->out, ']');
}

static void
write_object (Writer *w, JsonObject *object)
{
  g_autoptr (GList) keys = object != NULL ? json_object_get_members (object) : NULL;

  keys = g_list_sort (keys, compare_keys);
  g_string_append_c (w->out, '{');
  w->depth++;
  for (GList *l = keys; l != NULL; l = l->next)
    {
      if (l != keys)
        g_string_append_c (w->out, ',');
      break_line (w);
      write_string (w, l->data);
      g_string_append (w->out, w->pretty ? ": " : ":");
      write_node (w, json_object_get_member (object, l->data));
    }
  w->depth--;
  if (keys != NULL)
    break_line (w);
  g_string_append_c (w->out, '}');
}

static void
write_value (Writer *w, JsonNode *node)
{
  GType type = json_node_get_value_type (node);
  const char *text;

  if (type == G_TYPE_INT64)
    g_string_append_printf (w->out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (w->out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)))
    {
      char number[HS_JSON_NUMBER_SIZE];

      hs_json_number_to_text (json_node_get_double (node), number);
      g_string_append (w->out, number);
    }
  else if (type == G_TYPE_STRING && (text = json_node_get_string (node)) != NULL)
    write_string (w, text);
  else
    {
      if (type == G_TYPE_DOUBLE)
        g_critical ("A number that JSON cannot write became null");
      g_string_append (w->out, "null");
    }
}

static void
write_node (Writer *w, JsonNode *node)
{
  g_return_if_fail (w->depth <= MAX_WRITE_DEPTH);
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (w, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (w, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_value (w, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (w->out, "null");
    }
}

char *
hs_json_write (JsonNode *node)
{
  Writer w = { .out = NULL };

  g_return_val_if_fail (node != NULL, NULL);
  w.out = g_string_new (NULL);
  write_node (&w, node);
  return g_string_free (w.out, FALSE);
}

GBytes *
hs_json_write_bytes (JsonNode *node)
{
  char *text = hs_json_write (node);

  g_return_val_if_fail (text != NULL, NULL);
  return g_bytes_new_take (text, strlen (text));
}

char *
hs_json_write_pretty (JsonNode *node)
{
  Writer w = { .pretty = TRUE };

  g_return_val_if_fail (node != NULL, NULL);
  w.out = g_string_new (NULL);
  write_node (&w, node);
  g_string_append_c (w.out, '\n');
  return g_string_free (w.out, FALSE);
}
