/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through the schema of a package as a document: refuses what is no keyword, and finds where
 * references lead. What the keywords assert is the business of others. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-walk.h"

#include <string.h>

/* At most this many schemas that "$ref" and "allOf" bring together in one; each counts once. */
#define MAX_PIECES 200
#define MAX_DEPTH 100

static const struct
{
  const char *name;
  HsKeywordHolds holds;
} keywords[] = {
  /* core */
  { "$schema", HS_HOLDS_NOTHING },
  { "$id", HS_HOLDS_NOTHING },
  { "$ref", HS_HOLDS_NOTHING },
  { "$anchor", HS_HOLDS_NOTHING },
  { "$dynamicRef", HS_HOLDS_NOTHING },
  { "$dynamicAnchor", HS_HOLDS_NOTHING },
  { "$vocabulary", HS_HOLDS_NOTHING },
  { "$comment", HS_HOLDS_NOTHING },
  { "$defs", HS_HOLDS_OBJECT },
  /* applicators */
  { "allOf", HS_HOLDS_ARRAY },
  { "anyOf", HS_HOLDS_ARRAY },
  { "oneOf", HS_HOLDS_ARRAY },
  { "not", HS_HOLDS_SCHEMA },
  { "if", HS_HOLDS_SCHEMA },
  { "then", HS_HOLDS_SCHEMA },
  { "else", HS_HOLDS_SCHEMA },
  { "dependentSchemas", HS_HOLDS_OBJECT },
  { "prefixItems", HS_HOLDS_ARRAY },
  { "items", HS_HOLDS_SCHEMA },
  { "contains", HS_HOLDS_SCHEMA },
  { "properties", HS_HOLDS_OBJECT },
  { "patternProperties", HS_HOLDS_OBJECT },
  { "additionalProperties", HS_HOLDS_SCHEMA },
  { "propertyNames", HS_HOLDS_SCHEMA },
  { "unevaluatedItems", HS_HOLDS_SCHEMA },
  { "unevaluatedProperties", HS_HOLDS_SCHEMA },
  /* assertions */
  { "type", HS_HOLDS_NOTHING },
  { "enum", HS_HOLDS_NOTHING },
  { "const", HS_HOLDS_NOTHING },
  { "multipleOf", HS_HOLDS_NOTHING },
  { "maximum", HS_HOLDS_NOTHING },
  { "exclusiveMaximum", HS_HOLDS_NOTHING },
  { "minimum", HS_HOLDS_NOTHING },
  { "exclusiveMinimum", HS_HOLDS_NOTHING },
  { "maxLength", HS_HOLDS_NOTHING },
  { "minLength", HS_HOLDS_NOTHING },
  { "pattern", HS_HOLDS_NOTHING },
  { "maxItems", HS_HOLDS_NOTHING },
  { "minItems", HS_HOLDS_NOTHING },
  { "uniqueItems", HS_HOLDS_NOTHING },
  { "maxContains", HS_HOLDS_NOTHING },
  { "minContains", HS_HOLDS_NOTHING },
  { "maxProperties", HS_HOLDS_NOTHING },
  { "minProperties", HS_HOLDS_NOTHING },
  { "required", HS_HOLDS_NOTHING },
  { "dependentRequired", HS_HOLDS_NOTHING },
  { "format", HS_HOLDS_NOTHING },
  /* annotations */
  { "title", HS_HOLDS_NOTHING },
  { "description", HS_HOLDS_NOTHING },
  { "default", HS_HOLDS_NOTHING },
  { "deprecated", HS_HOLDS_NOTHING },
  { "readOnly", HS_HOLDS_NOTHING },
  { "writeOnly", HS_HOLDS_NOTHING },
  { "examples", HS_HOLDS_NOTHING },
  { "contentEncoding", HS_HOLDS_NOTHING },
  { "contentMediaType", HS_HOLDS_NOTHING },
  { "contentSchema", HS_HOLDS_SCHEMA },
  /* ours */
  { "x-message", HS_HOLDS_NOTHING },
  { "x-unit", HS_HOLDS_NOTHING },
  { "x-why", HS_HOLDS_NOTHING },
  { "x-format-hint", HS_HOLDS_NOTHING },
  { "x-codeList", HS_HOLDS_NOTHING },
};

static int
find_keyword (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i].name, name))
      return (int) i;
  return -1;
}

HsKeywordHolds
hs_schema_keyword_holds (const char *keyword)
{
  int number = find_keyword (keyword);

  return number >= 0 ? keywords[number].holds : HS_HOLDS_NOTHING;
}

void
hs_piece_free (HsPiece *self)
{
  g_free (self->place);
  g_free (self);
}

static gboolean lint_schema (HsSchemaWalk *self, JsonNode *node, const char *place, guint depth);

static gboolean
lint_array (HsSchemaWalk *self, JsonNode *node, const char *place, guint depth)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, place,
                              "must be an array of schemas, not empty");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u", place, i);

      if (!lint_schema (self, json_array_get_element (array, i), inner, depth))
        return FALSE;
    }
  return TRUE;
}

static gboolean
lint_object (HsSchemaWalk *self, JsonNode *node, const char *place, guint depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, place,
                              "must be an object of schemas");
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *inner = hs_json_pointer_append (place, name);

      if (!lint_schema (self, member, inner, depth))
        return FALSE;
    }
  return TRUE;
}

static void
note_anchors (HsSchemaWalk *self, JsonObject *object, const char *place)
{
  static const char *const names[] = { "$anchor", "$dynamicAnchor", "$id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = hs_json_string (object, names[i], NULL);

      if (name != NULL)
        g_hash_table_insert (self->anchors, g_strconcat (i < 2 ? "#" : "", name, NULL),
                             g_strdup (place));
    }
}

static gboolean
lint_keyword (HsSchemaWalk *self, const char *name, JsonNode *member, const char *place,
              guint depth)
{
  int number = find_keyword (name);

  if (number < 0)
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, place, "unknown keyword “%s”",
                              name);
  switch (keywords[number].holds)
    {
    case HS_HOLDS_SCHEMA:
      return lint_schema (self, member, place, depth);
    case HS_HOLDS_ARRAY:
      return lint_array (self, member, place, depth);
    case HS_HOLDS_OBJECT:
      return lint_object (self, member, place, depth);
    case HS_HOLDS_NOTHING:
    default:
      return TRUE;
    }
}

static gboolean
lint_schema (HsSchemaWalk *self, JsonNode *node, const char *place, guint depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, place, "a schema is an object");
  if (depth > MAX_DEPTH)
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_ENGINE, place,
                              "schemas in schemas, more than %d deep", MAX_DEPTH);
  note_anchors (self, json_node_get_object (node), place);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *inner = hs_json_pointer_append (place, name);

      if (!lint_keyword (self, name, member, inner, depth + 1))
        return FALSE;
    }
  return TRUE;
}

gboolean
hs_schema_walk_init (HsSchemaWalk *self, HsFormLint *lint, JsonNode *root)
{
  self->lint = lint;
  self->root = root;
  self->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return lint_schema (self, root, "/schema", 0);
}

void
hs_schema_walk_clear (HsSchemaWalk *self)
{
  g_clear_pointer (&self->anchors, g_hash_table_unref);
}

/* (nullable) the place a reference names. */
static char *
place_of_ref (HsSchemaWalk *self, const char *ref)
{
  const char *id = hs_json_string (json_node_get_object (self->root), "$id", NULL);
  const char *known;
  g_autofree char *pointer = NULL;

  known = g_hash_table_lookup (self->anchors, ref);
  if (known != NULL)
    return g_strdup (known);
  if (g_str_has_prefix (ref, HS_SCHEMA_WALK_URI "#"))
    ref += strlen (HS_SCHEMA_WALK_URI);
  else if (id != NULL && g_str_has_prefix (ref, id) && ref[strlen (id)] == '#')
    ref += strlen (id);
  known = g_hash_table_lookup (self->anchors, ref);
  if (known != NULL)
    return g_strdup (known);
  if (*ref != '#' || (ref[1] != '\0' && ref[1] != '/'))
    return NULL;
  pointer = g_uri_unescape_string (ref + 1, NULL);
  return pointer != NULL ? g_strconcat ("/schema", pointer, NULL) : NULL;
}

JsonNode *
hs_schema_walk_resolve (HsSchemaWalk *self, JsonObject *object, const char *place, char **target)
{
  const char *ref = hs_json_string (object, "$ref", NULL);
  g_autofree char *found = ref != NULL ? place_of_ref (self, ref) : NULL;
  JsonNode *node =
    found != NULL ? hs_json_pointer_get (self->root, found + strlen ("/schema")) : NULL;
  g_autofree char *where = hs_json_pointer_append (place, "$ref");

  if (node == NULL)
    {
      hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, where,
                         "the reference “%s” leads nowhere in this package",
                         ref != NULL ? ref : "");
      return NULL;
    }
  if (target != NULL)
    *target = g_steal_pointer (&found);
  return node;
}

static gboolean
add_pieces (HsSchemaWalk *self, GPtrArray *pieces, JsonNode *node, const char *place)
{
  JsonObject *object;
  JsonArray *all;
  HsPiece *piece;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE; /* true asserts nothing; false is told by the validator */
  for (guint i = 0; i < pieces->len; i++)
    if (g_str_equal (((HsPiece *) pieces->pdata[i])->place, place))
      return TRUE; /* taken over twice, or by itself: that asserts nothing more */
  if (pieces->len >= MAX_PIECES)
    return hs_form_lint_fail (self->lint, HS_FORM_ERROR_PACKAGE, place,
                              "made of more than %d schemas", MAX_PIECES);
  object = json_node_get_object (node);
  piece = g_new0 (HsPiece, 1);
  piece->object = object;
  piece->place = g_strdup (place);
  g_ptr_array_add (pieces, piece);
  if (json_object_has_member (object, "$ref"))
    {
      g_autofree char *target = NULL;
      JsonNode *other = hs_schema_walk_resolve (self, object, place, &target);

      if (other == NULL || !add_pieces (self, pieces, other, target))
        return FALSE;
    }
  all = hs_json_array (object, "allOf");
  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/allOf/%u", place, i);

      if (!add_pieces (self, pieces, json_array_get_element (all, i), inner))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
hs_schema_walk_pieces (HsSchemaWalk *self, JsonObject *object, const char *place)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_piece_free);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return add_pieces (self, pieces, node, place) ? g_steal_pointer (&pieces) : NULL;
}

static gboolean
is_in (const char *inner, const char *outer)
{
  gsize length = strlen (outer);

  return strncmp (inner, outer, length) == 0 && (inner[length] == '/' || inner[length] == '\0');
}

gboolean
hs_schema_walk_is_endless (HsSchemaWalk *self, GPtrArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      JsonObject *object = piece->object;
      g_autofree char *at = g_strdup (piece->place);

      for (guint n = 0; n < pieces->len && json_object_has_member (object, "$ref"); n++)
        {
          g_autofree char *target = NULL;
          JsonNode *node = hs_schema_walk_resolve (self, object, at, &target);

          if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
            break;
          if (is_in (piece->place, target))
            return TRUE;
          object = json_node_get_object (node);
          g_free (at);
          at = g_steal_pointer (&target);
        }
    }
  return FALSE;
}

char *
hs_schema_walk_ref (const char *place)
{
  g_autofree char *escaped =
    g_uri_escape_string (place + strlen ("/schema"), "/~!$&'()*+,;=:@", FALSE);

  return g_strconcat (HS_SCHEMA_WALK_URI "#", escaped, NULL);
}
