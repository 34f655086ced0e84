/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components that hold data: a field of the schema, and the control that shows it. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <string.h>

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

static HsFormioNode *
add_node (HsFormioContext *c, const HsFormioPlace *place, HsFormioItem *item, JsonObject *component,
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
  g_autofree char *title = hs_formio_title_of (component);
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
add_questions (HsFormioContext *c, const HsFormioPlace *place, HsFormioNode *node)
{
  JsonArray *questions = hs_json_array (node->component, "questions");
  const char *list = hs_json_string (node->schema, "x-codeList", NULL);
  g_autofree char *name = g_strdup (list);
  HsFormioPlace inner = *place;

  json_object_remove_member (node->schema, "x-codeList");
  node->properties = inner.properties = hs_formio_open_object (node->schema);
  inner.parent = node;
  inner.above = g_ptr_array_new ();
  inner.above_items = g_ptr_array_new ();
  inner.elements =
    hs_formio_add_element (place->elements, "Group", hs_json_string (node->schema, "title", ""));
  for (guint i = 0; name != NULL && questions != NULL && i < json_array_get_length (questions); i++)
    {
      JsonNode *element = json_array_get_element (questions, i);
      JsonObject *question =
        JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      g_autofree char *key = question != NULL
                               ? hs_formio_scalar_text (json_object_get_member (question, "value"))
                               : NULL;
      g_autofree char *path = key != NULL ? hs_formio_join_path (node, key) : NULL;
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

static HsFormioPlace
rows_place (const HsFormioPlace *place, HsFormioNode *node, JsonArray *elements)
{
  JsonObject *items = json_object_new ();
  HsFormioPlace inner = *place;

  json_object_set_object_member (node->schema, "items", items);
  node->properties = inner.properties = hs_formio_open_object (items);
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
add_many (HsFormioContext *c, const HsFormioPlace *place, HsFormioNode *node, HsFormioKind kind)
{
  JsonObject *control = add_control (node, place->elements, "ListWithDetail");
  HsFormioPlace inner = rows_place (place, node, add_detail (control));
  g_autofree char *path = g_strconcat (node->path, ".*", NULL);
  HsFormioNode *value = add_node (c, &inner, node->item, node->component, kind, "value", path);

  describe (value);
  hs_formio_fill_schema (c, value);
  hs_formio_fill_control (value, add_control (value, inner.elements, "Control"));
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static void
add_rows (HsFormioContext *c, const HsFormioPlace *place, HsFormioNode *node)
{
  JsonObject *control = add_control (node, place->elements, "ListWithDetail");
  HsFormioPlace inner = rows_place (place, node, add_detail (control));
  JsonArray *components = hs_json_array (node->component, "components");

  if (components != NULL)
    hs_formio_walk_components (c, &inner, components);
  g_ptr_array_unref (inner.above);
  g_ptr_array_unref (inner.above_items);
}

static void
add_container (HsFormioContext *c, const HsFormioPlace *place, HsFormioNode *node)
{
  g_autofree char *label = hs_formio_group_title (node->component);
  JsonArray *components = hs_json_array (node->component, "components");
  HsFormioPlace inner = *place;

  node->properties = inner.properties = hs_formio_open_object (node->schema);
  inner.parent = node;
  inner.data++;
  inner.level++;
  inner.above = g_ptr_array_new ();
  inner.above_items = g_ptr_array_new ();
  /* a container on the first level is what iGate calls a page */
  inner.elements = place->categories != NULL && label != NULL
                     ? hs_formio_add_category (place->categories, label)
                     : hs_formio_add_element (place->elements, "Group", label);
  inner.categories = NULL;
  if (components != NULL)
    hs_formio_walk_components (c, &inner, components);
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

void
hs_formio_add_field (HsFormioContext *c, const HsFormioPlace *place, HsFormioItem *item,
                     JsonObject *component, HsFormioKind kind, const char *key, const char *path)
{
  HsFormioKind outer = kind_with_multiple (component, kind);
  HsFormioNode *node = add_node (c, place, item, component, outer, key, path);
  HsFormioPlace inner = *place;

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
