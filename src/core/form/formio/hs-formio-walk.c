/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through the components of a form: what holds data becomes a field of the schema (hs-formio-field.c), what
 * only arranges it becomes layout. Rules come afterwards, when every field has its name. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <string.h>

#define MAX_COMPONENTS 20000

static HsFormioItem *
add_item (HsFormioContext *c, const HsFormioPlace *place, JsonObject *component)
{
  g_autofree char *path =
    hs_formio_join_path (place->parent, hs_json_string (component, "key", ""));
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  g_autofree char *label = hs_formio_title_of (component);
  HsFormioItem *item = hs_formio_item_new (valid, label, hs_json_string (component, "type", ""));

  g_ptr_array_add (c->items, item);
  return item;
}

static void
walk_layout (HsFormioContext *c, const HsFormioPlace *place, JsonObject *component)
{
  static const char *const lists[] = { "components", "columns", "rows" };
  JsonArray *array;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      array = hs_json_array (component, lists[i]);
      if (array == NULL)
        continue;
      if (i == 0)
        {
          hs_formio_walk_components (c, place, array);
          continue;
        }
      for (guint k = 0; k < json_array_get_length (array); k++)
        {
          JsonNode *cell = json_array_get_element (array, k);

          if (JSON_NODE_HOLDS_OBJECT (cell))
            walk_layout (c, place, json_node_get_object (cell));
          else if (JSON_NODE_HOLDS_ARRAY (cell)) /* of a table */
            for (guint m = 0; m < json_array_get_length (json_node_get_array (cell)); m++)
              {
                JsonNode *inner = json_array_get_element (json_node_get_array (cell), m);

                if (JSON_NODE_HOLDS_OBJECT (inner))
                  walk_layout (c, place, json_node_get_object (inner));
              }
        }
      return;
    }
}

static void
walk_tabs (HsFormioContext *c, const HsFormioPlace *place, JsonObject *component)
{
  JsonArray *tabs = hs_json_array (component, "components");

  for (guint i = 0; tabs != NULL && i < json_array_get_length (tabs); i++)
    {
      JsonNode *element = json_array_get_element (tabs, i);
      JsonObject *tab = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      JsonArray *inner = tab != NULL ? hs_json_array (tab, "components") : NULL;
      g_autofree char *label = tab != NULL ? hs_formio_group_title (tab) : NULL;
      HsFormioPlace there = *place;

      if (inner == NULL)
        continue;
      there.elements = place->categories != NULL && label != NULL
                         ? hs_formio_add_category (place->categories, label)
                         : hs_formio_add_element (place->elements, "Group", label);
      there.categories = NULL;
      hs_formio_walk_components (c, &there, inner);
    }
}

static void
add_layout (HsFormioContext *c, const HsFormioPlace *place, HsFormioItem *item,
            JsonObject *component)
{
  const char *type = hs_json_string (component, "type", "");
  g_autofree char *label = hs_formio_group_title (component);
  gboolean titled =
    g_str_equal (type, "panel") || g_str_equal (type, "fieldset") || g_str_equal (type, "well");
  HsFormioPlace inner = *place;

  inner.level++;
  inner.above = g_ptr_array_copy (place->above, NULL, NULL);
  inner.above_items = g_ptr_array_copy (place->above_items, NULL, NULL);
  g_ptr_array_add (inner.above, component);
  g_ptr_array_add (inner.above_items, item);
  if (hs_json_bool (component, "hidden", FALSE))
    {
      inner.is_off = TRUE;
      hs_formio_note (item, "hidden", "hidden", NULL);
    }
  if (place->categories != NULL && place->is_wizard && g_str_equal (type, "panel"))
    inner.elements =
      hs_formio_add_category (place->categories, label != NULL ? label : item->label);
  else if (titled)
    inner.elements = hs_formio_add_element (place->elements, "Group", label);
  if (!g_str_equal (type, "tabs") || place->is_wizard)
    inner.categories = NULL;
  if (g_str_equal (type, "tabs"))
    walk_tabs (c, &inner, component);
  else
    walk_layout (c, &inner, component);
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static void
add_text (HsFormioContext *c, const HsFormioPlace *place, HsFormioItem *item, JsonObject *component)
{
  const char *html = hs_json_string (component, "html", hs_json_string (component, "content", ""));
  g_autofree char *plain = hs_formio_plain_text (html);
  JsonObject *label;
  HsFormioText *text;

  if (*plain == '\0' || place->is_off || hs_json_bool (component, "hidden", FALSE))
    {
      hs_formio_drop (item, "no-text");
      return;
    }
  if (strchr (html, '<') != NULL)
    hs_formio_note (item, "plain-text", "html", NULL);
  label = json_object_new ();
  json_object_set_string_member (label, "type", "Label");
  json_object_set_string_member (label, "text", plain);
  json_array_add_object_element (place->elements, label);
  text = g_new0 (HsFormioText, 1);
  text->label = label;
  text->component = component;
  text->item = item;
  text->rows = place->rows;
  text->parent = place->parent;
  text->above = g_ptr_array_copy (place->above, NULL, NULL);
  text->above_items = g_ptr_array_copy (place->above_items, NULL, NULL);
  g_ptr_array_add (c->texts, text);
}

/* Why a component has no place with us; NULL: it has. */
static const char *
refuse (HsFormioContext *c, const HsFormioPlace *place, JsonObject *component, HsFormioKind kind,
        const char *key, const char *path)
{
  static const struct
  {
    const char *type, *code;
  } known[] = {
    { "button", "button" },
    { "password", "password" },
    { "signature", "signature" },
    { "file", "file" },
    { "datamap", "datamap" },
    { "captcha", "captcha" },
    { "recaptcha", "captcha" },
    { "form", "nested-form" },
    { "resource", "resource" },
    { "sketchpad", "drawing" },
    { "tree", "tree" },
    { "datasource", "script-source" },
    { "reviewpage", "reviewpage" },
    { "tagpad", "drawing" },
    { "custom", "unknown" },
  };
  const char *type = hs_json_string (component, "type", "");

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].type, type))
      return known[i].code;
  if (kind == HS_FORMIO_NO_KIND)
    return "unknown";
  if (place->level >= HS_FORMIO_MAX_LEVEL ||
      (place->data >= HS_FORMIO_MAX_DATA && kind >= HS_FORMIO_SURVEY && kind <= HS_FORMIO_MANY))
    return "too-deep";
  if (kind == HS_FORMIO_LAYOUT || kind == HS_FORMIO_NOTE)
    return NULL;
  if (kind == HS_FORMIO_YES_NO &&
      g_str_equal (hs_json_string (component, "inputType", ""), "radio"))
    return "radio-checkbox";
  if (*key == '\0' || strchr (key, '/') != NULL || g_str_has_prefix (key, ".") ||
      g_str_has_suffix (key, ".") || strstr (key, "..") != NULL)
    return "no-key";
  if (g_hash_table_contains (c->by_path, path))
    return "duplicate-key";
  return NULL;
}

static void
walk_component (HsFormioContext *c, const HsFormioPlace *place, JsonObject *component)
{
  HsFormioItem *item = add_item (c, place, component);
  const char *key = hs_json_string (component, "key", "");
  g_autofree char *path = hs_formio_join_path (place->parent, key);
  HsFormioKind kind = hs_formio_kind_of (component);
  const char *code = refuse (c, place, component, kind, key, path);

  if (code != NULL)
    hs_formio_drop (item, code);
  else if (kind == HS_FORMIO_LAYOUT)
    add_layout (c, place, item, component);
  else if (kind == HS_FORMIO_NOTE)
    add_text (c, place, item, component);
  else
    hs_formio_add_field (c, place, item, component, kind, key, path);
}

void
hs_formio_walk_components (HsFormioContext *c, const HsFormioPlace *place, JsonArray *components)
{
  for (guint i = 0; i < json_array_get_length (components); i++)
    {
      JsonNode *element = json_array_get_element (components, i);

      if (c->items->len >= MAX_COMPONENTS)
        return;
      if (JSON_NODE_HOLDS_OBJECT (element))
        walk_component (c, place, json_node_get_object (element));
      else
        {
          HsFormioItem *item = hs_formio_item_new ("", "", "");

          g_ptr_array_add (c->items, item);
          hs_formio_drop (item, "not-an-object");
        }
    }
}

static void
drop_empty (JsonArray *elements)
{
  for (guint i = json_array_get_length (elements); i-- > 0;)
    {
      JsonObject *element = json_array_get_object_element (elements, i);
      JsonArray *inner = hs_json_array (element, "elements");

      if (inner == NULL)
        continue;
      drop_empty (inner);
      if (json_array_get_length (inner) == 0)
        json_array_remove_element (elements, i);
    }
}

gboolean
hs_formio_walk (HsFormioContext *c, JsonObject *form, JsonArray *components, const char *title,
                JsonObject *schema, JsonArray *categories)
{
  HsFormioPlace place = { NULL };

  place.properties = hs_formio_open_object (schema);
  place.is_wizard = form != NULL && g_str_equal (hs_json_string (form, "display", ""), "wizard");
  place.categories = categories;
  place.elements = hs_formio_add_category (categories, title);
  place.above = g_ptr_array_new ();
  place.above_items = g_ptr_array_new ();
  hs_formio_walk_components (c, &place, components);
  g_ptr_array_unref (place.above);
  g_ptr_array_unref (place.above_items);
  drop_empty (categories);
  return c->items->len < MAX_COMPONENTS;
}
