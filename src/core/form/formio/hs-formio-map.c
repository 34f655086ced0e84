/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an imported package says of where its fields come from. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-map.h"

#include <string.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
  return FALSE;
}

static void
add_entry (HsFormioMap *self, JsonObject *entry)
{
  const char *parent = hs_json_string (entry, "parent", "");
  GPtrArray *list = g_hash_table_lookup (self->children, parent);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (self->children, (gpointer) parent, list);
    }
  g_ptr_array_add (list, entry);
  g_hash_table_insert (self->entries, (gpointer) hs_json_string (entry, "pointer", ""), entry);
}

gboolean
hs_formio_map_init (HsFormioMap *self, HsFormPackage *package, GError **error)
{
  JsonObject *source;
  JsonArray *fields;

  memset (self, 0, sizeof *self);
  self->root = hs_form_package_get_root (package);
  source = hs_json_object (self->root, "source");
  fields = source != NULL ? hs_json_array (source, "fields") : NULL;
  if (fields == NULL || g_strcmp0 (hs_json_string (source, "format", NULL), "formio") != 0)
    return refuse (error, "the form was not made from a Form.io form");
  self->children =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->entries = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonNode *element = json_array_get_element (fields, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (entry == NULL || *hs_json_string (entry, "pointer", "") != '/' ||
          *hs_json_string (entry, "name", "") == '\0' ||
          *hs_json_string (entry, "key", "") == '\0' ||
          hs_formio_map_kind (entry) == HS_FORMIO_NO_KIND ||
          g_hash_table_contains (self->entries, hs_json_string (entry, "pointer", "")))
        {
          hs_formio_map_clear (self);
          return refuse (error,
                         "the form's map to Form.io's fields is damaged (at /source/fields)");
        }
      add_entry (self, entry);
    }
  return TRUE;
}

void
hs_formio_map_clear (HsFormioMap *self)
{
  g_clear_pointer (&self->children, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
}

GPtrArray *
hs_formio_map_children (HsFormioMap *self, const char *pointer)
{
  return g_hash_table_lookup (self->children, pointer);
}

HsFormioKind
hs_formio_map_kind (JsonObject *entry)
{
  return hs_formio_kind_from_name (hs_json_string (entry, "kind", ""));
}

JsonObject *
hs_formio_map_schema (HsFormioMap *self, JsonObject *entry)
{
  g_auto (GStrv) tokens = g_strsplit (hs_json_string (entry, "pointer", ""), "/", -1);
  JsonObject *at = hs_json_object (self->root, "schema");

  for (guint i = 1; at != NULL && tokens[i] != NULL; i++)
    {
      if (g_str_equal (tokens[i], "*"))
        {
          at = hs_json_object (at, "items");
          continue;
        }
      at = hs_json_object (at, "properties");
      at = at != NULL ? hs_json_object (at, tokens[i]) : NULL;
    }
  return at;
}

JsonArray *
hs_formio_map_options (HsFormioMap *self, JsonObject *entry)
{
  JsonObject *lists = hs_json_object (self->root, "codeLists");
  const char *name = hs_json_string (entry, "list", NULL);

  return lists != NULL && name != NULL ? hs_json_array (lists, name) : NULL;
}
