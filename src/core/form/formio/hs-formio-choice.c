/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of choices: what the form holds itself, what Hồ Sơ ships for a catalogue it knows, and the report
 * where a list would have to be fetched. A code is always a text here; what the form kept is in the source
 * map. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "form/hs-form-package.h"

#include <string.h>

#define MAX_OPTIONS 20000

/* Catalogues of iGate by the path their address has. Source: background/forms.md 1.4. */
static const struct
{
  const char *words[3];
  const char *list;
} catalogues[] = {
  { { "/ethnic", "/dan-toc", "/dantoc" }, "danToc" },
  { { "/nation", "/quoc-tich", "/country" }, "quocTich" },
};

char *
hs_formio_add_list (HsFormioContext *c, const char *name, JsonArray *list)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;
  const char *known;
  char *unique;

  json_node_take_array (node, list);
  text = hs_json_write (node);
  known = g_hash_table_lookup (c->list_texts, text);
  if (known != NULL)
    return g_strdup (known);
  unique = hs_formio_make_name (name, c->lists);
  json_object_set_member (c->lists, unique, json_node_copy (node));
  g_hash_table_insert (c->list_texts, g_steal_pointer (&text), g_strdup (unique));
  return unique;
}

/* Adds one; two of a code count once. */
static void
add_option (HsFormioNode *node, JsonArray *list, GHashTable *codes, JsonNode *value,
            const char *label)
{
  g_autofree char *code = hs_formio_scalar_text (value);
  g_autofree char *plain = hs_formio_plain_text (label);
  JsonObject *option;

  if (code == NULL && value != NULL)
    code = hs_json_write (value);
  if (code == NULL || *code == '\0' || !g_utf8_validate (code, -1, NULL) ||
      !g_hash_table_add (codes, g_strdup (code)))
    return;
  option = json_object_new ();
  json_object_set_string_member (option, "code", code);
  json_object_set_string_member (option, "label", *plain != '\0' ? plain : code);
  json_array_add_object_element (list, option);
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return;
  if (node->values == NULL)
    node->values = json_object_new ();
  json_object_set_member (node->values, code, json_node_copy (value));
}

/* {"label", "value"} of radio, selectboxes and select. */
static void
add_values (HsFormioNode *node, JsonArray *values, JsonArray *list, GHashTable *codes)
{
  for (guint i = 0; values != NULL && i < MIN (json_array_get_length (values), MAX_OPTIONS); i++)
    {
      JsonNode *element = json_array_get_element (values, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (object != NULL && json_object_has_member (object, "value"))
        add_option (node, list, codes, json_object_get_member (object, "value"),
                    hs_json_string (object, "label", ""));
      else if (object == NULL && JSON_NODE_HOLDS_VALUE (element))
        add_option (node, list, codes, element, "");
    }
}

/* The member that a template shows: "<span>{{ item.ten }}</span>" -> "ten". */
static char *
template_member (JsonObject *component)
{
  const char *text = strstr (hs_json_string (component, "template", ""), "item.");
  gsize length;

  if (text == NULL)
    return g_strdup ("label");
  text += strlen ("item.");
  length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.");
  return length > 0 ? g_strndup (text, length) : g_strdup ("label");
}

/* Items of any shape: what is kept is the member valueProperty, else the whole item. */
static void
add_items (HsFormioNode *node, JsonArray *items, JsonArray *list, GHashTable *codes)
{
  g_autofree char *shown = template_member (node->component);
  const char *property = hs_json_string (node->component, "valueProperty", "");

  for (guint i = 0; i < MIN (json_array_get_length (items), MAX_OPTIONS); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
      JsonNode *value = item, *label = NULL;
      g_autofree char *text = NULL;

      if (object != NULL && *property != '\0')
        value = hs_formio_get (object, property);
      if (object != NULL)
        label = hs_formio_get (object, shown);
      text = hs_formio_scalar_text (label != NULL ? label : value);
      if (value != NULL)
        add_option (node, list, codes, value, text != NULL ? text : "");
    }
}

static gboolean
add_json (HsFormioNode *node, JsonNode *json, JsonArray *list, GHashTable *codes)
{
  g_autoptr (JsonNode) parsed = NULL;

  if (json != NULL && JSON_NODE_HOLDS_VALUE (json) &&
      json_node_get_value_type (json) == G_TYPE_STRING)
    json = parsed = hs_json_parse (json_node_get_string (json), -1, HS_JSON_RFC8259, 0, NULL);
  if (json == NULL || !JSON_NODE_HOLDS_ARRAY (json))
    return FALSE;
  add_items (node, json_node_get_array (json), list, codes);
  return TRUE;
}

/* Shipped lists. */

/* (transfer none) (nullable) The options of <share>/forms/lists/<name>.json, read once. */
static JsonArray *
load_shipped (HsFormioContext *c, const char *name)
{
  g_autofree char *file = g_strconcat ("forms/lists/", name, ".json", NULL);
  g_autofree char *path = hs_world_share_path (c->world, file);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *lists;
  JsonArray *items;

  if (c->shipped_root == NULL)
    {
      c->shipped_root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (c->shipped_root, json_object_new ());
    }
  lists = json_node_get_object (c->shipped_root);
  if (json_object_has_member (lists, name))
    return hs_json_array (lists, name);
  node = hs_json_load (path, HS_JSON_EXACT_NUMBERS, NULL);
  items = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
            ? hs_json_array (json_node_get_object (node), "items")
            : NULL;
  if (items == NULL)
    return NULL;
  json_object_set_array_member (lists, name, json_array_ref (items));
  return items;
}

static JsonArray *
find_shipped (HsFormioContext *c, const char *where)
{
  g_autofree char *lower = g_ascii_strdown (where, -1);

  for (guint i = 0; c->world != NULL && i < G_N_ELEMENTS (catalogues); i++)
    for (guint k = 0; k < G_N_ELEMENTS (catalogues[i].words); k++)
      if (strstr (lower, catalogues[i].words[k]) != NULL)
        return load_shipped (c, catalogues[i].list);
  return NULL;
}

static JsonArray *
copy_shipped (JsonArray *shipped)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonNode) copy = NULL;
  JsonArray *list = json_array_new ();

  json_node_set_array (node, shipped);
  for (guint i = 0; i < json_array_get_length (shipped); i++)
    {
      JsonNode *element = json_array_get_element (shipped, i);
      JsonObject *from = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      JsonObject *option;

      if (from == NULL)
        continue;
      option = json_object_new ();
      json_object_set_string_member (option, "code", hs_json_string (from, "code", ""));
      json_object_set_string_member (option, "label", hs_json_string (from, "label", ""));
      json_array_add_object_element (list, option);
    }
  return list;
}

/* A list that is somewhere else: shipped, or the citizen writes. Consumes list. */
static JsonArray *
fetch (HsFormioContext *c, HsFormioNode *node, const char *where, JsonNode *original,
       const char *what, JsonArray *list)
{
  JsonArray *shipped = *where != '\0' ? find_shipped (c, where) : NULL;

  json_array_unref (list);
  if (shipped == NULL)
    {
      hs_formio_note (node->item, "list-network", what, original);
      return NULL;
    }
  hs_formio_note (node->item, "list-shipped", what, original);
  return copy_shipped (shipped);
}

/* (nullable): the options; NULL: told already. */
static JsonArray *
read_options (HsFormioContext *c, HsFormioNode *node)
{
  JsonObject *component = node->component, *data = hs_json_object (component, "data");
  const char *source = hs_json_string (component, "dataSrc", "values");
  JsonArray *list = json_array_new ();
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonNode *original;

  if (g_str_equal (source, "url") || g_str_equal (source, "custom"))
    {
      original = data != NULL ? json_object_get_member (data, source) : NULL;
      node->is_object_shaped = *hs_json_string (component, "valueProperty", "") == '\0';
      return fetch (c, node, data != NULL ? hs_json_string (data, source, "") : "", original,
                    g_str_equal (source, "url") ? "data.url" : "data.custom", list);
    }
  if (g_str_equal (source, "resource") || g_str_equal (source, "indexeddb"))
    return fetch (c, node, "", data != NULL ? json_object_get_member (data, source) : NULL,
                  "dataSrc", list);
  if (g_str_equal (source, "json"))
    {
      original = data != NULL ? json_object_get_member (data, "json") : NULL;
      if (!add_json (node, original, list, codes))
        hs_formio_note (node->item, "list-unreadable", "data.json", original);
    }
  else
    {
      add_values (node, hs_json_array (component, "values"), list, codes);
      if (json_array_get_length (list) == 0 && data != NULL)
        add_values (node, hs_json_array (data, "values"), list, codes);
    }
  if (json_array_get_length (list) > 0)
    return list;
  hs_formio_note (node->item, "list-empty", "values", NULL);
  json_array_unref (list);
  return NULL;
}

void
hs_formio_fill_choice (HsFormioContext *c, HsFormioNode *node)
{
  JsonArray *list = read_options (c, node);
  g_autofree char *name = NULL;
  JsonObject *items;

  if (list == NULL)
    {
      /* the citizen writes what the list would have had */
      node->kind = node->kind == HS_FORMIO_CODE ? HS_FORMIO_TEXT : HS_FORMIO_TAGS;
      node->is_object_shaped = FALSE;
      json_object_set_string_member (node->schema, "type", "string");
      return;
    }
  name = hs_formio_add_list (c, node->name, list);
  json_object_set_string_member (node->schema, "x-codeList", name);
  if (node->kind == HS_FORMIO_CODE)
    {
      json_object_set_string_member (node->schema, "type", "string");
      return;
    }
  json_object_set_string_member (node->schema, "type", "array");
  items = json_object_new ();
  json_object_set_string_member (items, "type", "string");
  json_object_set_object_member (node->schema, "items", items);
  json_object_set_boolean_member (node->schema, "uniqueItems", TRUE);
}

/* A survey is one choice a question, all from one list. */
void
hs_formio_fill_survey (HsFormioContext *c, HsFormioNode *node)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *list = json_array_new ();
  g_autofree char *name = NULL;

  add_values (node, hs_json_array (node->component, "values"), list, codes);
  if (json_array_get_length (list) == 0)
    {
      json_array_unref (list);
      hs_formio_note (node->item, "list-empty", "values", NULL);
      return;
    }
  name = hs_formio_add_list (c, node->name, list);
  json_object_set_string_member (node->schema, "x-codeList", name);
}
