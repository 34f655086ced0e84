/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through the components of a form: what holds data becomes a field of the schema, what only arranges it
 * becomes layout. Rules come afterwards, when every field has its name. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <string.h>

/* The package must stay within the depth our reader takes. */
#define MAX_LEVEL 40 /* components in components */
#define MAX_DATA 8   /* containers and repeats in one another */
#define MAX_COMPONENTS 20000

typedef struct
{
  HsFormioNode *parent;   /* (nullable) */
  HsFormioNode *rows;     /* (nullable) */
  guint depth;            /* repeats around */
  guint level;            /* components around */
  guint data;             /* containers and repeats around */
  JsonObject *properties; /* borrowed: where fields go */
  JsonArray *elements;    /* borrowed: where layout goes */
  JsonArray *categories;  /* (nullable) borrowed: a panel becomes a section */
  gboolean is_wizard;
  gboolean is_off;
  GPtrArray *above; /* (element-type JsonObject) layout around, inside parent */
  GPtrArray *above_items;
} Place;

static void walk_components (HsFormioContext *c, const Place *place, JsonArray *components);

static char *
join_path (HsFormioNode *parent, const char *key)
{
  return parent != NULL ? g_strconcat (parent->path, ".", key, NULL) : g_strdup (key);
}

static char *
title_of (JsonObject *component)
{
  static const char *const members[] = { "label", "legend", "title", "placeholder", "key", NULL };

  for (guint i = 0; members[i] != NULL; i++)
    {
      char *text = hs_formio_plain_text (hs_json_string (component, members[i], ""));

      if (*text != '\0')
        return text;
      g_free (text);
    }
  return g_strdup ("…");
}

/* What the whole group is called: an empty label stays empty. */
static char *
group_title (JsonObject *component)
{
  static const char *const members[] = { "legend", "title", "label", NULL };

  if (hs_json_bool (component, "hideLabel", FALSE))
    return NULL;
  for (guint i = 0; members[i] != NULL; i++)
    {
      char *text = hs_formio_plain_text (hs_json_string (component, members[i], ""));

      if (*text != '\0')
        return text;
      g_free (text);
    }
  return NULL;
}

static JsonArray *
add_element (JsonArray *elements, const char *type, const char *label)
{
  JsonObject *element = json_object_new ();
  JsonArray *inner = json_array_new ();

  json_object_set_string_member (element, "type", type);
  if (label != NULL)
    json_object_set_string_member (element, "label", label);
  json_object_set_array_member (element, "elements", inner);
  json_array_add_object_element (elements, element);
  return inner;
}

static JsonArray *
add_category (JsonArray *categories, const char *label)
{
  JsonArray *inner = add_element (categories, "Category", label);
  guint n = json_array_get_length (categories);
  g_autofree char *id = g_strdup_printf ("section-%u", n);

  json_object_set_string_member (json_array_get_object_element (categories, n - 1), "i18n", id);
  return inner;
}

static HsFormioItem *
add_item (HsFormioContext *c, const Place *place, JsonObject *component)
{
  g_autofree char *path = join_path (place->parent, hs_json_string (component, "key", ""));
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  g_autofree char *label = title_of (component);
  HsFormioItem *item = hs_formio_item_new (valid, label, hs_json_string (component, "type", ""));

  g_ptr_array_add (c->items, item);
  return item;
}

/* Fields. */

/* "#/properties/con/properties/hoTen" from "con.hoTen" */
static char *
control_scope (HsFormioNode *node)
{
  g_auto (GStrv) parts = g_strsplit (node->relative, ".", -1);
  GString *scope = g_string_new ("#");

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (scope, "/properties/%s", parts[i]);
  return g_string_free (scope, FALSE);
}

static JsonObject *
add_control (HsFormioNode *node, JsonArray *elements, const char *type)
{
  JsonObject *control = json_object_new ();
  g_autofree char *scope = control_scope (node);

  json_object_set_string_member (control, "type", type);
  json_object_set_string_member (control, "scope", scope);
  json_array_add_object_element (elements, control);
  return control;
}

static JsonObject *
open_object (JsonObject *schema)
{
  JsonObject *properties = json_object_new ();

  json_object_set_string_member (schema, "type", "object");
  json_object_set_boolean_member (schema, "additionalProperties", FALSE);
  json_object_set_object_member (schema, "properties", properties);
  return properties;
}

static HsFormioNode *
add_node (HsFormioContext *c, const Place *place, HsFormioItem *item, JsonObject *component,
          HsFormioKind kind, const char *key, const char *path)
{
  HsFormioNode *node = g_new0 (HsFormioNode, 1);
  const char *parent = place->parent != NULL ? place->parent->pointer : "";

  node->parent = place->parent;
  node->rows = place->rows;
  node->depth = place->depth;
  node->kind = kind;
  node->component = component;
  node->type = component != NULL ? hs_json_string (component, "type", "") : "";
  node->item = item;
  node->key = g_utf8_make_valid (key, -1);
  node->name = hs_formio_make_name (key, place->properties);
  node->path = g_strdup (path);
  node->is_off = place->is_off;
  if (place->parent != NULL &&
      (place->parent->kind == HS_FORMIO_ROWS || place->parent->kind == HS_FORMIO_MANY))
    {
      node->pointer = g_strdup_printf ("%s/*/%s", parent, node->name);
      node->relative = g_strdup (node->name);
    }
  else
    {
      node->pointer = g_strdup_printf ("%s/%s", parent, node->name);
      node->relative = place->parent != NULL && place->parent->rows == place->rows
                         ? g_strdup_printf ("%s.%s", place->parent->relative, node->name)
                         : g_strdup (node->name);
    }
  node->above = g_ptr_array_copy (place->above, NULL, NULL);
  node->above_items = g_ptr_array_copy (place->above_items, NULL, NULL);
  node->reads = g_ptr_array_new ();
  node->schema = json_object_new ();
  json_object_set_object_member (place->properties, node->name, node->schema);
  g_ptr_array_add (c->nodes, node);
  g_hash_table_insert (c->by_path, g_strdup (path), node);
  if (!g_str_has_suffix (path, ".*") && !g_hash_table_contains (c->by_key, key))
    g_hash_table_insert (c->by_key, g_strdup (key), node);
  if (item->pointer == NULL)
    item->pointer = g_strdup (node->pointer);
  return node;
}

static void
describe (HsFormioNode *node)
{
  JsonObject *component = node->component;
  g_autofree char *title = title_of (component);
  g_autofree char *description =
    hs_formio_plain_text (hs_json_string (component, "description", ""));
  g_autofree char *tooltip = hs_formio_plain_text (hs_json_string (component, "tooltip", ""));
  g_autofree char *suffix = hs_formio_plain_text (hs_json_string (component, "suffix", ""));
  g_autofree char *hint = NULL;

  json_object_set_string_member (node->schema, "title", title);
  if (*description != '\0' && *tooltip != '\0' && strcmp (description, tooltip) != 0)
    hint = g_strdup_printf ("%s %s", description, tooltip);
  else
    hint = g_strdup (*description != '\0' ? description : tooltip);
  if (*hint != '\0')
    json_object_set_string_member (node->schema, "description", hint);
  if (*suffix != '\0' && g_utf8_strlen (suffix, -1) <= 20)
    json_object_set_string_member (node->schema, "x-unit", suffix);
}

/* Which of the members nobody here knows the effect of there is. */
static void
note_extras (HsFormioNode *node)
{
  JsonObject *component = node->component, *validate = hs_json_object (component, "validate");
  JsonArray *logic = hs_json_array (component, "logic");

  if (strcmp (node->name, node->key) != 0)
    hs_formio_note (node->item, "key-renamed", "key", json_object_get_member (component, "key"));
  if (logic != NULL && json_array_get_length (logic) > 0)
    hs_formio_note (node->item, "logic", "logic", json_object_get_member (component, "logic"));
  if (hs_json_bool (component, "unique", FALSE) ||
      (validate != NULL && hs_json_bool (validate, "unique", FALSE)))
    hs_formio_note (node->item, "unique", "unique", NULL);
  if (json_object_has_member (component, "clearOnHide") &&
      !hs_json_bool (component, "clearOnHide", TRUE))
    hs_formio_note (node->item, "hidden-not-sent", "clearOnHide", NULL);
  if (*hs_json_string (component, "customDefaultValue", "") != '\0')
    hs_formio_note (node->item, "script", "customDefaultValue",
                    json_object_get_member (component, "customDefaultValue"));
}

static void
add_questions (HsFormioContext *c, const Place *place, HsFormioNode *node)
{
  JsonArray *questions = hs_json_array (node->component, "questions");
  const char *list = hs_json_string (node->schema, "x-codeList", NULL);
  g_autofree char *name = g_strdup (list);
  Place inner = *place;

  json_object_remove_member (node->schema, "x-codeList");
  node->properties = inner.properties = open_object (node->schema);
  inner.parent = node;
  inner.above = g_ptr_array_new ();
  inner.above_items = g_ptr_array_new ();
  inner.elements =
    add_element (place->elements, "Group", hs_json_string (node->schema, "title", ""));
  for (guint i = 0; name != NULL && questions != NULL && i < json_array_get_length (questions); i++)
    {
      JsonNode *element = json_array_get_element (questions, i);
      JsonObject *question =
        JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      g_autofree char *key = question != NULL
                               ? hs_formio_scalar_text (json_object_get_member (question, "value"))
                               : NULL;
      g_autofree char *path = key != NULL ? join_path (node, key) : NULL;
      g_autofree char *label = NULL;
      HsFormioNode *child;

      if (path == NULL || *key == '\0' || g_hash_table_contains (c->by_path, path))
        continue;
      child = add_node (c, &inner, node->item, NULL, HS_FORMIO_CODE, key, path);
      child->component = NULL;
      child->type = "survey";
      child->values = node->values != NULL ? json_object_ref (node->values) : NULL;
      label = hs_formio_plain_text (hs_json_string (question, "label", key));
      json_object_set_string_member (child->schema, "type", "string");
      json_object_set_string_member (child->schema, "title", *label != '\0' ? label : key);
      json_object_set_string_member (child->schema, "x-codeList", name);
      add_control (child, inner.elements, "Control");
    }
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static gboolean
is_choice_array (HsFormioKind kind)
{
  return kind == HS_FORMIO_CODE || kind == HS_FORMIO_CODES;
}

/* "multiple": a repeat of one value; a select is a choice of several. */
static HsFormioKind
kind_with_multiple (JsonObject *component, HsFormioKind kind)
{
  if (!hs_json_bool (component, "multiple", FALSE))
    return kind;
  if (is_choice_array (kind))
    return HS_FORMIO_CODES;
  return kind < HS_FORMIO_SURVEY && kind != HS_FORMIO_BOXES && kind != HS_FORMIO_TAGS &&
             kind != HS_FORMIO_YES_NO
           ? HS_FORMIO_MANY
           : kind;
}

static Place
rows_place (const Place *place, HsFormioNode *node, JsonArray *elements)
{
  JsonObject *items = json_object_new ();
  Place inner = *place;

  json_object_set_object_member (node->schema, "items", items);
  node->properties = inner.properties = open_object (items);
  inner.parent = inner.rows = node;
  inner.depth++;
  inner.data++;
  inner.level++;
  inner.elements = elements;
  inner.categories = NULL;
  inner.above = g_ptr_array_new ();
  inner.above_items = g_ptr_array_new ();
  return inner;
}

static JsonArray *
add_detail (JsonObject *control)
{
  JsonObject *options = json_object_new (), *detail = json_object_new ();
  JsonArray *elements = json_array_new ();

  json_object_set_string_member (detail, "type", "VerticalLayout");
  json_object_set_array_member (detail, "elements", elements);
  json_object_set_object_member (options, "detail", detail);
  json_object_set_object_member (control, "options", options);
  return elements;
}

static void
add_many (HsFormioContext *c, const Place *place, HsFormioNode *node, HsFormioKind kind)
{
  JsonObject *control = add_control (node, place->elements, "ListWithDetail");
  Place inner = rows_place (place, node, add_detail (control));
  g_autofree char *path = g_strconcat (node->path, ".*", NULL);
  HsFormioNode *value = add_node (c, &inner, node->item, node->component, kind, "value", path);

  describe (value);
  hs_formio_fill_schema (c, value);
  hs_formio_fill_control (value, add_control (value, inner.elements, "Control"));
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static void
add_rows (HsFormioContext *c, const Place *place, HsFormioNode *node)
{
  JsonObject *control = add_control (node, place->elements, "ListWithDetail");
  Place inner = rows_place (place, node, add_detail (control));
  JsonArray *components = hs_json_array (node->component, "components");

  if (components != NULL)
    walk_components (c, &inner, components);
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static void
add_container (HsFormioContext *c, const Place *place, HsFormioNode *node)
{
  g_autofree char *label = group_title (node->component);
  JsonArray *components = hs_json_array (node->component, "components");
  Place inner = *place;

  node->properties = inner.properties = open_object (node->schema);
  inner.parent = node;
  inner.data++;
  inner.level++;
  inner.above = g_ptr_array_new ();
  inner.above_items = g_ptr_array_new ();
  /* a container on the first level is what iGate calls a page */
  inner.elements = place->categories != NULL && label != NULL
                     ? add_category (place->categories, label)
                     : add_element (place->elements, "Group", label);
  inner.categories = NULL;
  if (components != NULL)
    walk_components (c, &inner, components);
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static gboolean
has_value (JsonObject *component)
{
  JsonNode *calculate = json_object_get_member (component, "calculateValue");
  JsonNode *standard = json_object_get_member (component, "defaultValue");
  g_autofree char *text = standard != NULL ? hs_formio_scalar_text (standard) : NULL;

  return (calculate != NULL && (JSON_NODE_HOLDS_OBJECT (calculate) ||
                                *hs_json_string (component, "calculateValue", "") != '\0')) ||
         (text != NULL && *text != '\0' && strcmp (text, "false") != 0);
}

/* What is hidden there and has a value of its own is shown here, for it is sent. */
static void
read_hidden (HsFormioNode *node)
{
  gboolean hidden = hs_json_bool (node->component, "hidden", FALSE);

  if (!hidden && !g_str_equal (node->type, "hidden"))
    return;
  if (node->is_off || node->kind >= HS_FORMIO_SURVEY || !has_value (node->component))
    {
      node->is_off = TRUE;
      hs_formio_note (node->item, "hidden", "hidden", NULL);
      return;
    }
  node->is_fixed = TRUE;
  json_object_set_boolean_member (node->schema, "readOnly", TRUE);
  hs_formio_note (node->item, "hidden-shown", "hidden", NULL);
}

static void
add_field (HsFormioContext *c, const Place *place, HsFormioItem *item, JsonObject *component,
           HsFormioKind kind, const char *key, const char *path)
{
  HsFormioKind outer = kind_with_multiple (component, kind);
  HsFormioNode *node = add_node (c, place, item, component, outer, key, path);
  Place inner = *place;

  describe (node);
  hs_formio_fill_schema (c, node);
  note_extras (node);
  read_hidden (node);
  if (hs_json_bool (component, "disabled", FALSE) && node->kind < HS_FORMIO_SURVEY)
    json_object_set_boolean_member (node->schema, "readOnly", TRUE);
  inner.is_off = node->is_off;
  switch (node->kind)
    {
    case HS_FORMIO_ROWS:
      add_rows (c, &inner, node);
      break;
    case HS_FORMIO_MANY:
      add_many (c, &inner, node, kind);
      break;
    case HS_FORMIO_OBJECT:
      add_container (c, &inner, node);
      break;
    case HS_FORMIO_SURVEY:
      hs_formio_fill_survey (c, node);
      add_questions (c, &inner, node);
      break;
    case HS_FORMIO_TEXT:
    case HS_FORMIO_NUMBER:
    case HS_FORMIO_YES_NO:
    case HS_FORMIO_CODE:
    case HS_FORMIO_BOXES:
    case HS_FORMIO_CODES:
    case HS_FORMIO_DATE:
    case HS_FORMIO_DATE_TIME:
    case HS_FORMIO_DAY:
    case HS_FORMIO_TIME:
    case HS_FORMIO_TAGS:
    case HS_FORMIO_ADDRESS:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      hs_formio_fill_control (node, add_control (node, place->elements, "Control"));
      hs_formio_fill_default (node);
      break;
    }
}

/* Layout. */

static void
walk_layout (HsFormioContext *c, const Place *place, JsonObject *component)
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
          walk_components (c, place, array);
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
walk_tabs (HsFormioContext *c, const Place *place, JsonObject *component)
{
  JsonArray *tabs = hs_json_array (component, "components");

  for (guint i = 0; tabs != NULL && i < json_array_get_length (tabs); i++)
    {
      JsonNode *element = json_array_get_element (tabs, i);
      JsonObject *tab = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      JsonArray *inner = tab != NULL ? hs_json_array (tab, "components") : NULL;
      g_autofree char *label = tab != NULL ? group_title (tab) : NULL;
      Place there = *place;

      if (inner == NULL)
        continue;
      there.elements = place->categories != NULL && label != NULL
                         ? add_category (place->categories, label)
                         : add_element (place->elements, "Group", label);
      there.categories = NULL;
      walk_components (c, &there, inner);
    }
}

static void
add_layout (HsFormioContext *c, const Place *place, HsFormioItem *item, JsonObject *component)
{
  const char *type = hs_json_string (component, "type", "");
  g_autofree char *label = group_title (component);
  gboolean titled =
    g_str_equal (type, "panel") || g_str_equal (type, "fieldset") || g_str_equal (type, "well");
  Place inner = *place;

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
    inner.elements = add_category (place->categories, label != NULL ? label : item->label);
  else if (titled)
    inner.elements = add_element (place->elements, "Group", label);
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
add_text (HsFormioContext *c, const Place *place, HsFormioItem *item, JsonObject *component)
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
refuse (HsFormioContext *c, const Place *place, JsonObject *component, HsFormioKind kind,
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
  if (place->level >= MAX_LEVEL ||
      (place->data >= MAX_DATA && kind >= HS_FORMIO_SURVEY && kind <= HS_FORMIO_MANY))
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
walk_component (HsFormioContext *c, const Place *place, JsonObject *component)
{
  HsFormioItem *item = add_item (c, place, component);
  const char *key = hs_json_string (component, "key", "");
  g_autofree char *path = join_path (place->parent, key);
  HsFormioKind kind = hs_formio_kind_of (component);
  const char *code = refuse (c, place, component, kind, key, path);

  if (code != NULL)
    hs_formio_drop (item, code);
  else if (kind == HS_FORMIO_LAYOUT)
    add_layout (c, place, item, component);
  else if (kind == HS_FORMIO_NOTE)
    add_text (c, place, item, component);
  else
    add_field (c, place, item, component, kind, key, path);
}

static void
walk_components (HsFormioContext *c, const Place *place, JsonArray *components)
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
  Place place = { NULL };

  place.properties = open_object (schema);
  place.is_wizard = form != NULL && g_str_equal (hs_json_string (form, "display", ""), "wizard");
  place.categories = categories;
  place.elements = add_category (categories, title);
  place.above = g_ptr_array_new ();
  place.above_items = g_ptr_array_new ();
  walk_components (c, &place, components);
  g_ptr_array_unref (place.above);
  g_ptr_array_unref (place.above_items);
  drop_empty (categories);
  return c->items->len < MAX_COMPONENTS;
}
