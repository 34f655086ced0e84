/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents, schemas and anchors a schema can reach. A document is read once, keyword by keyword:
 * that finds its embedded resources and anchors, and everything in it that has the wrong shape. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-registry.h"

#include "base/hs-json-private.h"
#include "form/hs-form-error.h"
#include "form/schema/hs-schema-uri.h"

#include <string.h>

#define DIALECT "https://json-schema.org/draft/2020-12/schema"
#define MAX_DEPTH 256
#define MAX_DOCUMENTS 1000

struct _HsSchemaRegistry
{
  HsSchemaSources *sources; /* (owned) */
  GPtrArray *documents;     /* (owned) (element-type JsonNode), refs */
  GPtrArray *prefixes;      /* (owned) (element-type utf8) */
  GPtrArray *resources;     /* (owned) (element-type HsSchemaResource) */
  GHashTable *by_uri;       /* (owned) URI -> HsSchemaResource */
  GHashTable *places;       /* (owned) JsonNode -> HsSchemaPlace */
  guint depth;              /* of the schema being read */
  char **where;             /* (unowned) (nullable) */
  GError **error;           /* (unowned) */
  gboolean failed;
};

static gboolean read_schema (HsSchemaRegistry *self, JsonNode *node, char *pointer,
                             HsSchemaResource *resource, const char *prefix);

static void
resource_free (gpointer data)
{
  HsSchemaResource *resource = data;

  g_free (resource->uri);
  g_free (resource->pointer);
  g_hash_table_unref (resource->anchors);
  g_hash_table_unref (resource->dynamics);
  g_free (resource);
}

static void
place_free (gpointer data)
{
  HsSchemaPlace *place = data;

  g_free (place->pointer);
  g_free (place);
}

gboolean
hs_schema_registry_fail (HsSchemaRegistry *self, HsSchemaPlace *place, const char *keyword,
                         const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *pointer = NULL;
  g_autofree char *full = NULL;
  va_list args;

  if (self->failed)
    return FALSE;
  self->failed = TRUE;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  pointer =
    keyword != NULL ? hs_json_pointer_append (place->pointer, keyword) : g_strdup (place->pointer);
  full = g_strconcat (place->prefix != NULL ? place->prefix : "", pointer, NULL);
  g_set_error (self->error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "%s: %s",
               *full != '\0' ? full : "the schema", message);
  if (self->where != NULL)
    *self->where = g_steal_pointer (&full);
  return FALSE;
}

gboolean
hs_schema_registry_has_failed (HsSchemaRegistry *self)
{
  return self->failed;
}

static HsSchemaResource *
add_resource (HsSchemaRegistry *self, char *uri, JsonNode *node, const char *pointer,
              guint vocabularies)
{
  HsSchemaResource *resource = g_new0 (HsSchemaResource, 1);

  resource->uri = uri;
  resource->node = node;
  resource->pointer = g_strdup (pointer);
  resource->number = self->resources->len;
  resource->vocabularies = vocabularies;
  resource->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  resource->dynamics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->resources, resource);
  g_hash_table_insert (self->by_uri, g_strdup (uri), resource);
  return resource;
}

/* $schema and $vocabulary. */

static gboolean
read_vocabularies (HsSchemaRegistry *self, HsSchemaPlace *place, const char *dialect,
                   JsonObject *meta, guint *vocabularies)
{
  JsonObject *listed = hs_json_object (meta, "$vocabulary");
  JsonObjectIter iter;
  const char *uri;
  JsonNode *needed;

  if (listed == NULL)
    return TRUE;
  *vocabularies = HS_VOCABULARY_CORE;
  json_object_iter_init_ordered (&iter, listed);
  while (json_object_iter_next_ordered (&iter, &uri, &needed))
    {
      guint vocabulary = hs_schema_vocabulary_find (uri);

      *vocabularies |= vocabulary;
      if (vocabulary == 0 && hs_json_bool (listed, uri, FALSE))
        return hs_schema_registry_fail (self, place, "$schema",
                                        "“%s” needs the vocabulary “%s”, which is not known",
                                        dialect, uri);
    }
  if ((*vocabularies & HS_VOCABULARY_FORMAT_ASSERTION) != 0)
    *vocabularies |= HS_VOCABULARY_FORMAT;
  return TRUE;
}

static gboolean
read_dialect (HsSchemaRegistry *self, HsSchemaPlace *place, JsonObject *schema, guint *vocabularies)
{
  const char *dialect = hs_json_string (schema, "$schema", NULL);
  g_autofree char *fragment = NULL;
  g_autofree char *uri = NULL;
  JsonNode *meta;

  if (dialect == NULL)
    return TRUE;
  uri = hs_schema_uri_split (dialect, &fragment);
  *vocabularies = HS_VOCABULARY_DEFAULT;
  if (g_str_equal (uri, DIALECT))
    return TRUE;
  meta = hs_schema_sources_find (self->sources, uri);
  if (meta == NULL || !JSON_NODE_HOLDS_OBJECT (meta))
    return hs_schema_registry_fail (self, place, "$schema",
                                    "the meta-schema “%s” is not known (only 2020-12 and what was "
                                    "given with it are)",
                                    dialect);
  return read_vocabularies (self, place, uri, json_node_get_object (meta), vocabularies);
}

/* $id, $anchor, $dynamicAnchor. */

static gboolean
read_id (HsSchemaRegistry *self, HsSchemaPlace *place, JsonNode *node, JsonObject *schema)
{
  const char *id = hs_json_string (schema, "$id", NULL);
  HsSchemaResource *outer = place->resource;
  guint vocabularies = outer->vocabularies;
  g_autofree char *full = NULL;
  g_autofree char *fragment = NULL;
  g_autofree char *uri = NULL;
  HsSchemaResource *known;

  if (id == NULL)
    return outer->node != node || read_dialect (self, place, schema, &outer->vocabularies);
  if (!read_dialect (self, place, schema, &vocabularies))
    return FALSE;
  full = hs_schema_uri_resolve (outer->uri, id);
  uri = hs_schema_uri_split (full, &fragment);
  if (g_strcmp0 (fragment, "") != 0)
    return hs_schema_registry_fail (self, place, "$id", "“%s” has a fragment", id);
  known = g_hash_table_lookup (self->by_uri, uri);
  if (known != NULL && known->node != node)
    return hs_schema_registry_fail (self, place, "$id", "there are two schemas “%s”", uri);
  if (outer->node == node) /* the document's own name; the one it was found by stays good */
    {
      outer->vocabularies = vocabularies;
      if (known == NULL)
        {
          g_free (outer->uri);
          outer->uri = g_steal_pointer (&uri);
          g_hash_table_insert (self->by_uri, g_strdup (outer->uri), outer);
        }
      return TRUE;
    }
  place->resource = add_resource (self, g_steal_pointer (&uri), node, place->pointer, vocabularies);
  return TRUE;
}

static gboolean
is_anchor (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && strchr ("-._", *name) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_anchor (HsSchemaRegistry *self, HsSchemaPlace *place, JsonNode *node, JsonObject *schema,
             const char *keyword)
{
  const char *name = hs_json_string (schema, keyword, NULL);
  JsonNode *known;

  if (name == NULL)
    return TRUE;
  if (!is_anchor (name))
    return hs_schema_registry_fail (self, place, keyword, "“%s” is no name for an anchor", name);
  known = g_hash_table_lookup (place->resource->anchors, name);
  if (known != NULL && known != node)
    return hs_schema_registry_fail (self, place, keyword, "there are two anchors “%s”", name);
  g_hash_table_insert (place->resource->anchors, g_strdup (name), node);
  if (g_str_equal (keyword, "$dynamicAnchor"))
    g_hash_table_insert (place->resource->dynamics, g_strdup (name), node);
  return TRUE;
}

/* Schemas within. */

static gboolean
read_map (HsSchemaRegistry *self, HsSchemaPlace *place, const char *pointer, JsonObject *map)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!read_schema (self, node, hs_json_pointer_append (pointer, name), place->resource,
                      place->prefix))
      return FALSE;
  return TRUE;
}

static gboolean
read_list (HsSchemaRegistry *self, HsSchemaPlace *place, const char *pointer, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!read_schema (self, json_array_get_element (list, i), g_strdup_printf ("%s/%u", pointer, i),
                      place->resource, place->prefix))
      return FALSE;
  return TRUE;
}

static gboolean
read_keyword (HsSchemaRegistry *self, HsSchemaPlace *place, const HsSchemaKeyword *keyword,
              JsonNode *value)
{
  const char *wanted = hs_schema_keyword_check (keyword, value);
  g_autofree char *pointer = NULL;

  if (wanted != NULL)
    return hs_schema_registry_fail (self, place, keyword->name, "“%s” must be %s", keyword->name,
                                    wanted);
  if (keyword->shape < HS_SHAPE_SCHEMA)
    return TRUE;
  pointer = hs_json_pointer_append (place->pointer, keyword->name);
  if (keyword->shape == HS_SHAPE_SCHEMA)
    return read_schema (self, value, g_steal_pointer (&pointer), place->resource, place->prefix);
  if (keyword->shape == HS_SHAPE_SCHEMAS)
    return read_list (self, place, pointer, json_node_get_array (value));
  return read_map (self, place, pointer, json_node_get_object (value));
}

static gboolean
read_object (HsSchemaRegistry *self, HsSchemaPlace *place, JsonNode *node)
{
  JsonObject *schema = json_node_get_object (node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!read_id (self, place, node, schema) || !read_anchor (self, place, node, schema, "$anchor") ||
      !read_anchor (self, place, node, schema, "$dynamicAnchor"))
    return FALSE;
  json_object_iter_init_ordered (&iter, schema);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      const HsSchemaKeyword *keyword = hs_schema_keyword_find (name);

      place->applies = place->applies || (keyword != NULL && !keyword->is_alone);
      if (keyword != NULL && (place->resource->vocabularies & keyword->vocabulary) != 0 &&
          !read_keyword (self, place, keyword, value))
        return FALSE;
    }
  return TRUE;
}

/* Takes pointer. */
static gboolean
read_schema (HsSchemaRegistry *self, JsonNode *node, char *pointer, HsSchemaResource *resource,
             const char *prefix)
{
  HsSchemaPlace *place = g_hash_table_lookup (self->places, node);
  gboolean ok = TRUE;

  if (place != NULL)
    {
      g_free (pointer);
      return TRUE;
    }
  place = g_new0 (HsSchemaPlace, 1);
  place->resource = resource;
  place->pointer = pointer;
  place->prefix = prefix;
  g_hash_table_insert (self->places, node, place);
  if (++self->depth > MAX_DEPTH)
    ok = hs_schema_registry_fail (self, place, NULL, "schemas within schemas, over %d deep",
                                  MAX_DEPTH);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    ok = read_object (self, place, node);
  else if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    ok = hs_schema_registry_fail (self, place, NULL, "a schema is an object, true or false");
  self->depth--;
  return ok;
}

static gboolean
add_document (HsSchemaRegistry *self, const char *uri, JsonNode *node, const char *pointer,
              const char *prefix)
{
  HsSchemaResource *resource =
    add_resource (self, g_strdup (uri), node, pointer, HS_VOCABULARY_DEFAULT);
  const char *kept = NULL;

  if (prefix != NULL)
    {
      g_ptr_array_add (self->prefixes, g_strdup (prefix));
      kept = self->prefixes->pdata[self->prefixes->len - 1];
    }
  g_ptr_array_add (self->documents, json_node_ref (node));
  return read_schema (self, node, g_strdup (pointer), resource, kept);
}

HsSchemaRegistry *
hs_schema_registry_new (JsonNode *root, const char *pointer, HsSchemaSources *sources, char **where,
                        GError **error)
{
  HsSchemaRegistry *self = g_new0 (HsSchemaRegistry, 1);
  JsonNode *node = hs_json_pointer_get (root, pointer);

  self->sources = sources != NULL ? hs_schema_sources_ref (sources) : hs_schema_sources_new ();
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->prefixes = g_ptr_array_new_with_free_func (g_free);
  self->resources = g_ptr_array_new_with_free_func (resource_free);
  self->by_uri = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->places = g_hash_table_new_full (NULL, NULL, NULL, place_free);
  self->where = where;
  self->error = error;
  if (node == NULL)
    {
      HsSchemaPlace nowhere = { NULL, (char *) pointer, NULL };

      hs_schema_registry_fail (self, &nowhere, NULL, "there is nothing here");
    }
  else
    {
      g_ptr_array_add (self->documents, json_node_ref (root));
      add_document (self, "", node, pointer, NULL);
    }
  if (!self->failed)
    return self;
  hs_schema_registry_free (self);
  return NULL;
}

void
hs_schema_registry_free (HsSchemaRegistry *self)
{
  if (self == NULL)
    return;
  hs_schema_sources_unref (self->sources);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->prefixes);
  g_ptr_array_unref (self->resources);
  g_hash_table_unref (self->by_uri);
  g_hash_table_unref (self->places);
  g_free (self);
}

HsSchemaPlace *
hs_schema_registry_get_place (HsSchemaRegistry *self, JsonNode *schema)
{
  return g_hash_table_lookup (self->places, schema);
}

GPtrArray *
hs_schema_registry_get_resources (HsSchemaRegistry *self)
{
  return self->resources;
}

GPtrArray *
hs_schema_registry_get_documents (HsSchemaRegistry *self)
{
  return self->documents;
}

/* References. */

static HsSchemaResource *
find_resource (HsSchemaRegistry *self, const char *uri)
{
  HsSchemaResource *resource = g_hash_table_lookup (self->by_uri, uri);
  g_autofree char *prefix = NULL;
  JsonNode *document;

  if (resource != NULL || self->documents->len > MAX_DOCUMENTS)
    return resource;
  document = hs_schema_sources_find (self->sources, uri);
  if (document == NULL)
    return NULL;
  prefix = g_strconcat (uri, "#", NULL);
  if (!add_document (self, uri, document, "", prefix))
    return NULL;
  return g_hash_table_lookup (self->by_uri, uri);
}

static JsonNode *
step_into (JsonNode *node, const char *token)
{
  guint index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), token);
  if (!JSON_NODE_HOLDS_ARRAY (node) || !hs_json_pointer_index (token, &index) ||
      index >= json_array_get_length (json_node_get_array (node)))
    return NULL;
  return json_array_get_element (json_node_get_array (node), index);
}

/* A pointer from a resource's root. What it leads to may be a schema in a place where none was
 * expected ("definitions"): then it is read now, under the resource that surrounds it. */
static JsonNode *
follow (HsSchemaRegistry *self, HsSchemaResource *resource, const char *pointer)
{
  HsSchemaPlace *place = hs_schema_registry_get_place (self, resource->node);
  g_autofree char *full = g_strdup (place->pointer);
  const char *prefix = place->prefix;
  JsonNode *node = resource->node;
  char *next;

  while (node != NULL && hs_json_pointer_next (&pointer, &next))
    {
      g_autofree char *token = next;
      char *longer;

      node = token != NULL ? step_into (node, token) : NULL;
      if (node == NULL)
        return NULL;
      longer = hs_json_pointer_append (full, token);
      g_free (full);
      full = longer;
      place = hs_schema_registry_get_place (self, node);
      resource = place != NULL ? place->resource : resource;
    }
  if (!read_schema (self, node, g_steal_pointer (&full), resource, prefix))
    return NULL;
  return node;
}

JsonNode *
hs_schema_registry_resolve (HsSchemaRegistry *self, HsSchemaPlace *place, const char *keyword,
                            const char *reference, char **anchor)
{
  g_autofree char *full = hs_schema_uri_resolve (place->resource->uri, reference);
  g_autofree char *fragment = NULL;
  g_autofree char *uri = hs_schema_uri_split (full, &fragment);
  HsSchemaResource *resource = find_resource (self, uri);
  JsonNode *node;

  *anchor = NULL;
  if (resource == NULL || fragment == NULL)
    {
      hs_schema_registry_fail (self, place, keyword, "there is no schema “%s”", full);
      return NULL;
    }
  if (*fragment == '\0')
    return resource->node;
  if (*fragment == '/')
    node = follow (self, resource, fragment);
  else
    {
      node = g_hash_table_lookup (resource->anchors, fragment);
      *anchor = g_steal_pointer (&fragment);
    }
  if (node == NULL)
    hs_schema_registry_fail (self, place, keyword, "“%s” leads to no schema", full);
  return node;
}
