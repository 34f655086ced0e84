/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of documents that references may reach. The meta-schemas are parsed when one is asked
 * for, once for each table. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-registry.h"

#include "base/hs-json.h"
#include "form/hs-form-error.h"
#include "form/schema/hs-schema-uri.h"

#include <string.h>

struct _HsSchemaSources
{
  GMutex lock;           /* of documents: meta-schemas join it while it is read */
  GHashTable *documents; /* (owned) URI -> JsonNode (owned) */
};

HsSchemaSources *
hs_schema_sources_new (void)
{
  HsSchemaSources *self = g_atomic_rc_box_new0 (HsSchemaSources);

  g_mutex_init (&self->lock);
  self->documents =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  return self;
}

HsSchemaSources *
hs_schema_sources_ref (HsSchemaSources *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  HsSchemaSources *self = data;

  g_hash_table_unref (self->documents);
  g_mutex_clear (&self->lock);
}

void
hs_schema_sources_unref (HsSchemaSources *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
hs_schema_sources_add (HsSchemaSources *self, const char *uri, JsonNode *document, GError **error)
{
  g_autofree char *fragment = NULL;
  g_autofree char *bare = hs_schema_uri_split (uri, &fragment);
  gboolean is_new;

  if (!hs_schema_uri_is_absolute (uri) || g_strcmp0 (fragment, "") != 0)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                   "“%s” is no absolute URI without fragment", uri);
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  is_new = !g_hash_table_contains (self->documents, bare);
  if (is_new)
    g_hash_table_insert (self->documents, g_steal_pointer (&bare), json_node_ref (document));
  g_mutex_unlock (&self->lock);
  if (!is_new)
    g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "there are two documents “%s”", uri);
  return is_new;
}

JsonNode *
hs_schema_sources_find (HsSchemaSources *self, const char *uri)
{
  const char *text;
  JsonNode *node;

  g_mutex_lock (&self->lock);
  node = g_hash_table_lookup (self->documents, uri);
  text = node == NULL ? hs_schema_meta_find (uri) : NULL;
  if (text != NULL)
    {
      g_autoptr (GError) error = NULL;

      node = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, &error);
      if (node != NULL)
        g_hash_table_insert (self->documents, g_strdup (uri), node);
      else
        g_critical ("%s: %s", uri, error->message);
    }
  g_mutex_unlock (&self->lock);
  return node;
}
