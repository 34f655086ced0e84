/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the answers that a piece of schema is about: which fields must be built in so that the
 * piece, run over that part alone, gives the verdict that it gives over everything. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

typedef struct
{
  HsPart *part;
  HsFormPlan *plan;
  HsSchemaWalk *walk;
  GHashTable *seen; /* (owned) "place scope relative": references may go in circles */
} Reader;

static gboolean
read_schema (Reader *r, JsonNode *schema, const char *place, guint scope, const char *relative);

HsPart *
hs_part_new (guint scope, const char *relative, guint field)
{
  HsPart *self = g_new0 (HsPart, 1);

  self->scope = scope;
  self->relative = g_strdup (relative);
  self->field = field;
  self->reads = g_array_new (FALSE, FALSE, sizeof (guint));
  self->watches = g_array_new (FALSE, FALSE, sizeof (guint));
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
hs_part_free (HsPart *self)
{
  g_free (self->relative);
  g_array_unref (self->reads);
  g_array_unref (self->watches);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

char *
hs_form_plan_pointer_of (HsFormPlan *self, guint scope, const char *relative)
{
  guint repeat = hs_form_plan_scope (self, scope)->repeat;

  if (repeat == HS_NO_INDEX)
    return g_strdup (relative);
  return g_strconcat (hs_form_plan_field (self, repeat)->pointer, "/*", relative, NULL);
}

gboolean
hs_form_plan_is_block (HsFormPlan *self, guint scope, const char *relative)
{
  g_autofree char *pointer = hs_form_plan_pointer_of (self, scope, relative);

  return *relative == '\0' || g_hash_table_contains (self->objects, pointer);
}

static void
add_once (GArray *array, guint number)
{
  for (guint i = 0; i < array->len; i++)
    if (g_array_index (array, guint, i) == number)
      return;
  g_array_append_val (array, number);
}

/* The field, and every repeat on the way to it. */
static void
add_read (HsPart *part, HsFormPlan *plan, HsFieldDef *def)
{
  for (guint scope = def->scope; scope != part->scope;
       scope = hs_form_plan_scope (plan, scope)->parent)
    add_once (part->reads, hs_form_plan_scope (plan, scope)->repeat);
  add_once (part->reads, def->index);
}

static gboolean
is_under (const char *relative, const char *block)
{
  gsize length = strlen (block);

  return strncmp (relative, block, length) == 0 && relative[length] == '/';
}

static void
add_all (HsPart *part, HsFormPlan *plan, guint scope, const char *relative, gboolean deep)
{
  GPtrArray *fields = hs_form_plan_scope (plan, scope)->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      HsFieldDef *def = fields->pdata[i];

      if (def->kind == HS_FIELD_NOTE || !is_under (def->relative, relative))
        continue;
      add_read (part, plan, def);
      if (deep && def->inner_scope != HS_NO_INDEX)
        add_all (part, plan, def->inner_scope, "", TRUE);
    }
}

void
hs_part_read_all (HsPart *self, HsFormPlan *plan, gboolean deep)
{
  HsFieldDef *def = self->field != HS_NO_INDEX ? hs_form_plan_field (plan, self->field) : NULL;

  if (def == NULL)
    {
      add_all (self, plan, self->scope, self->relative, deep);
      return;
    }
  add_read (self, plan, def);
  if (deep && def->inner_scope != HS_NO_INDEX)
    add_all (self, plan, def->inner_scope, "", TRUE);
}

/* A block is there when anything in it is, or always. */
static void
add_block (HsPart *part, HsFormPlan *plan, guint scope, const char *relative)
{
  g_autofree char *pointer = hs_form_plan_pointer_of (plan, scope, relative);
  HsObjectDef *object = g_hash_table_lookup (plan->objects, pointer);

  add_all (part, plan, scope, relative, FALSE);
  if (object != NULL && object->required && scope == part->scope &&
      is_under (relative, part->relative) &&
      !g_ptr_array_find_with_equal_func (part->blocks, relative, g_str_equal, NULL))
    g_ptr_array_add (part->blocks, g_strdup (relative));
}

static gboolean
add_member (HsPart *part, HsFormPlan *plan, guint scope, const char *relative)
{
  HsFieldDef *def = g_hash_table_lookup (hs_form_plan_scope (plan, scope)->by_relative, relative);

  if (def != NULL)
    add_read (part, plan, def);
  else if (hs_form_plan_is_block (plan, scope, relative))
    add_block (part, plan, scope, relative);
  else
    return FALSE;
  return TRUE;
}

gboolean
hs_part_read_member (HsPart *self, HsFormPlan *plan, const char *name)
{
  g_autofree char *relative = hs_json_pointer_append (self->relative, name);

  return add_member (self, plan, self->scope, relative);
}

static gboolean
refuse_member (Reader *r, const char *place, const char *name)
{
  return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                            "names a field that does not exist: “%s”; a field is described in "
                            "“properties” of its object, its conditions here",
                            name);
}

static gboolean
read_names (Reader *r, JsonNode *names, const char *place, guint scope, const char *relative)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (names) ? json_node_get_array (names) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      g_autofree char *inner = name != NULL ? hs_json_pointer_append (relative, name) : NULL;
      g_autofree char *where = g_strdup_printf ("%s/%u", place, i);

      if (inner == NULL || !add_member (r->part, r->plan, scope, inner))
        return refuse_member (r, where, name != NULL ? name : "");
    }
  return TRUE;
}

static gboolean
read_properties (Reader *r, JsonNode *properties, const char *place, guint scope,
                 const char *relative)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *schema;

  if (!JSON_NODE_HOLDS_OBJECT (properties))
    return TRUE;
  json_object_iter_init_ordered (&iter, json_node_get_object (properties));
  while (json_object_iter_next_ordered (&iter, &name, &schema))
    {
      g_autofree char *inner = hs_json_pointer_append (relative, name);
      g_autofree char *where = hs_json_pointer_append (place, name);

      if (!add_member (r->part, r->plan, scope, inner))
        return refuse_member (r, where, name);
      if (!read_schema (r, schema, where, scope, inner))
        return FALSE;
    }
  return TRUE;
}

/* dependentRequired, dependentSchemas: the member that they depend on, and what it brings. */
static gboolean
read_dependents (Reader *r, JsonNode *value, const char *place, guint scope, const char *relative)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *what;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;
  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &what))
    {
      g_autofree char *inner = hs_json_pointer_append (relative, name);
      g_autofree char *where = hs_json_pointer_append (place, name);

      if (!add_member (r->part, r->plan, scope, inner))
        return refuse_member (r, where, name);
      if (JSON_NODE_HOLDS_ARRAY (what) ? !read_names (r, what, where, scope, relative)
                                       : !read_schema (r, what, where, scope, relative))
        return FALSE;
    }
  return TRUE;
}

/* Schemas about the same place. */
static gboolean
read_same (Reader *r, JsonNode *value, const char *place, guint scope, const char *relative)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (array == NULL)
    return read_schema (r, value, place, scope, relative);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s/%u", place, i);

      if (!read_schema (r, json_array_get_element (array, i), where, scope, relative))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* Keywords of any place that bring schemas about the same place. */
static gboolean
read_common (Reader *r, JsonObject *schema, const char *name, JsonNode *value, const char *place,
             const char *where, guint scope, const char *relative)
{
  static const char *const same[] = {
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else", NULL
  };
  g_autofree char *target = NULL;
  JsonNode *other;

  if (is_one_of (name, same))
    return read_same (r, value, where, scope, relative);
  if (!g_str_equal (name, "$ref"))
    return TRUE;
  other = hs_schema_walk_resolve (r->walk, schema, place, &target);
  return other != NULL && read_schema (r, other, target, scope, relative);
}

static gboolean
read_object_keyword (Reader *r, JsonObject *schema, const char *name, JsonNode *value,
                     const char *place, guint scope, const char *relative)
{
  static const char *const counting[] = { "minProperties", "maxProperties", "propertyNames", NULL };
  static const char *const deep[] = {
    "const",       "enum", "additionalProperties", "patternProperties", "unevaluatedProperties",
    "$dynamicRef", NULL
  };
  g_autofree char *where = hs_json_pointer_append (place, name);

  if (g_str_equal (name, "properties"))
    return read_properties (r, value, where, scope, relative);
  if (g_str_equal (name, "required"))
    return read_names (r, value, where, scope, relative);
  if (g_str_equal (name, "dependentRequired") || g_str_equal (name, "dependentSchemas"))
    return read_dependents (r, value, where, scope, relative);
  if (is_one_of (name, counting) || is_one_of (name, deep))
    add_all (r->part, r->plan, scope, relative, is_one_of (name, deep));
  return read_common (r, schema, name, value, place, where, scope, relative);
}

static gboolean
read_rows_keyword (Reader *r, JsonObject *schema, const char *name, JsonNode *value,
                   const char *place, HsFieldDef *repeat)
{
  static const char *const rows[] = { "items", "prefixItems", "contains", "unevaluatedItems",
                                      NULL };
  static const char *const deep[] = { "const", "enum", "uniqueItems", "$dynamicRef", NULL };
  g_autofree char *where = hs_json_pointer_append (place, name);

  if (is_one_of (name, rows))
    return read_same (r, value, where, repeat->inner_scope, "");
  if (is_one_of (name, deep))
    add_all (r->part, r->plan, repeat->inner_scope, "", TRUE);
  return read_common (r, schema, name, value, place, where, repeat->scope, repeat->relative);
}

static gboolean
read_schema (Reader *r, JsonNode *node, const char *place, guint scope, const char *relative)
{
  HsFieldDef *def =
    g_hash_table_lookup (hs_form_plan_scope (r->plan, scope)->by_relative, relative);
  char *key = g_strdup_printf ("%s %u %s", place, scope, relative);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!g_hash_table_add (r->seen, key) || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  if (def != NULL)
    add_read (r->part, r->plan, def);
  if (def != NULL && def->inner_scope == HS_NO_INDEX)
    return TRUE;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (def != NULL ? !read_rows_keyword (r, json_node_get_object (node), name, value, place, def)
                    : !read_object_keyword (r, json_node_get_object (node), name, value, place,
                                            scope, relative))
      return FALSE;
  return TRUE;
}

gboolean
hs_part_read (HsPart *self, HsFormPlan *plan, HsSchemaWalk *walk, JsonNode *schema,
              const char *place)
{
  Reader r = { self, plan, walk, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  gboolean ok = read_schema (&r, schema, place, self->scope, self->relative);

  g_hash_table_unref (r.seen);
  return ok;
}
