/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a foreign record with every type checked: a missing member is empty, one of a wrong type fails
 * the record and is named by its pointer. And the cleaning its texts need. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-import-read.h"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "catalog/hs-catalogue.h"

#include <string.h>

void
hs_import_fail (HsImportCheck *check, const char *pointer, const char *expected)
{
  if (check->failed)
    return;
  check->failed = TRUE;
  *check->pointer = g_strdup (pointer);
  g_set_error (check->error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_RECORD, "%s is not %s", pointer,
               expected);
}

/* --- reading with the type checked; a missing member is empty, a wrong one fails the record --- */

const char *
hs_import_text (HsImportCheck *check, JsonObject *object, const char *at, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *pointer = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return "";
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  pointer = hs_json_pointer_append (at, member);
  hs_import_fail (check, pointer, "a text");
  return "";
}

gint64
hs_import_number (HsImportCheck *check, JsonObject *object, const char *at, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *pointer = NULL;
  gint64 number;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return 0;
  number = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
  if (number >= 0 && number <= G_MAXINT32 * G_GINT64_CONSTANT (1000))
    return number;
  pointer = hs_json_pointer_append (at, member);
  hs_import_fail (check, pointer, "a whole number from 0 up");
  return 0;
}

guint
hs_import_list (HsImportCheck *check, JsonObject *object, const char *at, const char *member,
                JsonArray **array)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *pointer = NULL;

  *array = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return 0;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      *array = json_node_get_array (node);
      return json_array_get_length (*array);
    }
  pointer = hs_json_pointer_append (at, member);
  hs_import_fail (check, pointer, "a list");
  return 0;
}

/* (transfer none) (nullable) */
JsonObject *
hs_import_row (HsImportCheck *check, JsonArray *array, guint i, const char *at, const char *member,
               char **pointer)
{
  JsonNode *node = json_array_get_element (array, i);

  *pointer = g_strdup_printf ("%s/%s/%u", at, member, i);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  hs_import_fail (check, *pointer, "an object");
  return NULL;
}

/* Each text of a list, cleaned; empty ones left out. */
char **
hs_import_texts (HsImportCheck *check, JsonObject *object, const char *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;
  guint n = hs_import_list (check, object, "", member, &array);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *pointer = g_strdup_printf ("/%s/%u", member, i);
      g_autofree char *text = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        {
          hs_import_fail (check, pointer, "a text");
          break;
        }
      text = hs_text_normalize (json_node_get_string (node));
      if (*text != '\0')
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* --- text --- */

/* No bullet in front, no semicolon behind, one space between words, lines kept. */
char *
hs_import_clean (const char *text)
{
  g_autofree char *normal = hs_text_normalize (text);
  GString *out = g_string_sized_new (strlen (normal));
  const char *start = normal;

  while (*start != '\0' && strchr ("-+*• \t", *start) != NULL)
    start++;
  for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean space = c != '\n' && g_unichar_isspace (c);

      if (c == 0x200e || c == 0x200f || c == '\r')
        continue;
      if (!space)
        g_string_append_unichar (out, c);
      else if (out->len > 0 && strchr (" \n", out->str[out->len - 1]) == NULL)
        g_string_append_c (out, ' ');
    }
  while (out->len > 0 && strchr (" ;\n", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

void
hs_import_set_text (JsonObject *record, const char *member, const char *text)
{
  g_autofree char *cleaned = hs_import_clean (text);

  if (*cleaned != '\0')
    json_object_set_string_member (record, member, cleaned);
}
