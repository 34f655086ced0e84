/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Form.io form definition becomes a form package: finds the form in the file, has its components walked and
 * its rules translated, and puts the package together, with the definition itself in it. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"
#include "form/hs-form-package.h"

#include <string.h>

#define MAX_BYTES (6 * 1024 * 1024)

struct _HsFormioImport
{
  GBytes *package;  /* (owned) */
  char *id;         /* (owned) */
  char *title;      /* (owned) */
  GPtrArray *items; /* (owned) (element-type HsFormioItem) */
};

static void
node_free (HsFormioNode *node)
{
  g_free (node->key);
  g_free (node->name);
  g_free (node->pointer);
  g_free (node->relative);
  g_free (node->path);
  g_clear_pointer (&node->values, json_object_unref);
  g_ptr_array_unref (node->above);
  g_ptr_array_unref (node->above_items);
  g_clear_pointer (&node->patterns, json_array_unref);
  g_ptr_array_unref (node->reads);
  g_free (node);
}

static void
text_free (HsFormioText *text)
{
  g_ptr_array_unref (text->above);
  g_ptr_array_unref (text->above_items);
  g_free (text);
}

static void
context_init (HsFormioContext *c, HsWorld *world, GPtrArray *items)
{
  memset (c, 0, sizeof *c);
  c->world = world;
  c->items = items;
  c->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  c->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) text_free);
  c->by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c->check_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c->list_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
context_clear (HsFormioContext *c)
{
  g_ptr_array_unref (c->nodes);
  g_ptr_array_unref (c->texts);
  g_hash_table_unref (c->by_path);
  g_hash_table_unref (c->by_key);
  g_hash_table_unref (c->check_ids);
  g_hash_table_unref (c->list_texts);
  g_clear_pointer (&c->shipped_root, json_node_unref);
}

/* The form in the file. */

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, message);
  return FALSE;
}

static gboolean
find_form (JsonNode *root, JsonObject **form, JsonArray **components, GError **error)
{
  JsonObject *object, *inner;

  *form = NULL;
  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      *components = json_node_get_array (root);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return refuse (error,
                   "a Form.io form is an object with “components”, or an array of components");
  object = json_node_get_object (root);
  inner = hs_json_object (object, "form");
  *form = inner != NULL && hs_json_array (inner, "components") != NULL ? inner : object;
  *components = hs_json_array (*form, "components");
  return *components != NULL ||
         refuse (error, "a Form.io form is an object with “components”, or an array of components");
}

static char *
choose_id (JsonObject *form, const char *id)
{
  const char *members[] = { "name", "path", "title", "_id" };

  for (guint i = 0; id == NULL && form != NULL && i < G_N_ELEMENTS (members); i++)
    if (*hs_json_string (form, members[i], "") != '\0')
      id = hs_json_string (form, members[i], "");
  return hs_formio_make_id (id != NULL ? id : "formio");
}

static char *
choose_title (JsonObject *form, const char *id)
{
  const char *members[] = { "title", "name", "path" };

  for (guint i = 0; form != NULL && i < G_N_ELEMENTS (members); i++)
    {
      char *text = hs_formio_plain_text (hs_json_string (form, members[i], ""));

      if (*text != '\0')
        return text;
      g_free (text);
    }
  return g_strdup (id);
}

/* The package. */

static JsonArray *
list_not_imported (GPtrArray *items)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      HsFormioItem *item = items->pdata[i];

      for (guint k = 0; k < item->notes->len; k++)
        {
          HsFormioNote *note = item->notes->pdata[k];
          JsonObject *object;

          if (note->original == NULL)
            continue;
          object = json_object_new ();
          json_object_set_string_member (object, "path", item->path);
          json_object_set_string_member (object, "code", note->code);
          json_object_set_string_member (object, "what", note->what);
          json_object_set_string_member (object, "original", note->original);
          json_array_add_object_element (list, object);
        }
    }
  return list;
}

static JsonObject *
make_source (HsFormioContext *c, GBytes *definition)
{
  JsonObject *source = json_object_new ();
  JsonArray *fields = json_array_new ();
  gsize size;
  const char *data = g_bytes_get_data (definition, &size);
  g_autofree char *text = g_strndup (data, size);
  g_autofree char *sha256 = hs_sha256_hex_bytes (definition);

  for (guint i = 0; i < c->nodes->len; i++)
    json_array_add_object_element (fields, hs_formio_entry (c->nodes->pdata[i]));
  json_object_set_string_member (source, "format", "formio");
  json_object_set_string_member (source, "sha256", sha256);
  json_object_set_string_member (source, "definition", text);
  json_object_set_array_member (source, "fields", fields);
  json_object_set_array_member (source, "notImported", list_not_imported (c->items));
  return source;
}

static JsonObject *
make_meta (const char *id, const char *title)
{
  JsonObject *meta = json_object_new ();

  json_object_set_string_member (meta, "id", id);
  json_object_set_string_member (meta, "version", "1.0.0");
  json_object_set_string_member (meta, "title", title);
  json_object_set_int_member (meta, "engine", 1);
  return meta;
}

static JsonObject *
make_rules (HsFormioContext *c)
{
  JsonObject *rules = json_object_new ();

  c->calculate = json_object_new ();
  c->relevant = json_object_new ();
  c->require = json_object_new ();
  c->checks = json_array_new ();
  json_object_set_string_member (rules, "mode", "compatible");
  json_object_set_object_member (rules, "calculate", c->calculate);
  json_object_set_object_member (rules, "relevant", c->relevant);
  json_object_set_object_member (rules, "require", c->require);
  json_object_set_array_member (rules, "check", c->checks);
  return rules;
}

/* Something was left out because of how deep it lies. */
static gboolean
is_too_deep (HsFormioContext *c)
{
  for (guint i = 0; i < c->items->len; i++)
    {
      HsFormioItem *item = c->items->pdata[i];

      for (guint k = 0; k < item->notes->len; k++)
        if (g_str_equal (((HsFormioNote *) item->notes->pdata[k])->code, "too-deep"))
          return TRUE;
    }
  return FALSE;
}

static void
refuse_empty (HsFormioContext *c, GError **error)
{
  if (is_too_deep (c))
    g_set_error (
      error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
      "the form is nested too deep: at most %d components in one another, and %d containers or "
      "repeats, are taken",
      HS_FORMIO_MAX_LEVEL, HS_FORMIO_MAX_DATA);
  else
    refuse (error, "the form has no component that can be shown");
}

static JsonNode *
make_package (HsFormioContext *c, JsonObject *form, JsonArray *components, HsFormioImport *self,
              GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *layout = json_object_new ();
  JsonArray *categories = json_array_new ();

  json_node_take_object (root, object);
  c->schema = json_object_new ();
  c->lists = json_object_new ();
  json_object_set_string_member (c->schema, "$schema",
                                 "https://json-schema.org/draft/2020-12/schema");
  json_object_set_object_member (object, "meta", make_meta (self->id, self->title));
  json_object_set_object_member (object, "schema", c->schema);
  json_object_set_object_member (object, "codeLists", c->lists);
  json_object_set_object_member (object, "rules", make_rules (c));
  json_object_set_object_member (object, "messages", hs_formio_messages ());
  json_object_set_string_member (layout, "type", "Categorization");
  json_object_set_array_member (layout, "elements", categories);
  json_object_set_object_member (object, "layout", layout);
  if (!hs_formio_walk (c, form, components, self->title, c->schema, categories))
    {
      refuse (error, "the form has more than 20,000 components");
      return NULL;
    }
  if (json_array_get_length (categories) == 0)
    {
      refuse_empty (c, error);
      return NULL;
    }
  hs_formio_fill_rules (c);
  return g_steal_pointer (&root);
}

static gboolean
finish (HsFormioContext *c, JsonNode *root, GBytes *definition, HsFormioImport *self,
        GError **error)
{
  g_autoptr (HsFormPackage) package = NULL;
  g_autofree char *text = NULL;

  json_object_set_object_member (json_node_get_object (root), "source",
                                 make_source (c, definition));
  text = hs_json_write_pretty (root);
  self->package = g_bytes_new (text, strlen (text));
  package = hs_form_package_load (self->package, error);
  if (package == NULL)
    g_prefix_error (error, "the package made of the form cannot be loaded: ");
  return package != NULL;
}

HsFormioImport *
hs_formio_import (GBytes *definition, const char *id, HsWorld *world, GError **error)
{
  g_autoptr (HsFormioImport) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) package = NULL;
  HsFormioContext c;
  JsonObject *form;
  JsonArray *components;
  gboolean ok;

  g_return_val_if_fail (definition != NULL, NULL);
  if (g_bytes_get_size (definition) > MAX_BYTES)
    {
      refuse (error, "a Form.io form may have at most 6 MiB");
      return NULL;
    }
  root = hs_json_parse_bytes (definition, HS_JSON_RFC8259, error);
  if (root == NULL || !find_form (root, &form, &components, error))
    return NULL;
  self = g_new0 (HsFormioImport, 1);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_formio_item_free);
  self->id = choose_id (form, id);
  self->title = choose_title (form, self->id);
  context_init (&c, world, self->items);
  package = make_package (&c, form, components, self, error);
  ok = package != NULL && finish (&c, package, definition, self, error);
  context_clear (&c);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
hs_formio_import_free (HsFormioImport *self)
{
  g_clear_pointer (&self->package, g_bytes_unref);
  g_free (self->id);
  g_free (self->title);
  g_ptr_array_unref (self->items);
  g_free (self);
}

GBytes *
hs_formio_import_get_package (HsFormioImport *self)
{
  return self->package;
}

const char *
hs_formio_import_get_id (HsFormioImport *self)
{
  return self->id;
}

const char *
hs_formio_import_get_title (HsFormioImport *self)
{
  return self->title;
}

GPtrArray *
hs_formio_import_get_items (HsFormioImport *self)
{
  return self->items;
}

guint
hs_formio_import_count (HsFormioImport *self, HsFormioResult result)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    if (((HsFormioItem *) self->items->pdata[i])->result == result)
      n++;
  return n;
}

JsonNode *
hs_formio_import_dup_report (HsFormioImport *self)
{
  JsonNode *root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *report = json_object_new (), *form = json_object_new (), *totals = json_object_new ();
  JsonArray *items = json_array_new ();

  json_object_set_string_member (form, "id", self->id);
  json_object_set_string_member (form, "title", self->title);
  json_object_set_int_member (totals, "components", self->items->len);
  for (guint i = HS_FORMIO_TAKEN; i <= HS_FORMIO_DROPPED; i++)
    json_object_set_int_member (totals, hs_formio_result_name ((HsFormioResult) i),
                                hs_formio_import_count (self, (HsFormioResult) i));
  for (guint i = 0; i < self->items->len; i++)
    json_array_add_object_element (items, hs_formio_item_to_json (self->items->pdata[i]));
  json_object_set_object_member (report, "form", form);
  json_object_set_object_member (report, "totals", totals);
  json_object_set_array_member (report, "items", items);
  json_node_take_object (root, report);
  return root;
}
