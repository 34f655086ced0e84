/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema asserts beside the fields themselves: "if" becomes a guard, what stands under it or
 * in "allOf" and "$ref" is taken apart as if it stood alone, and what cannot be taken apart ("anyOf",
 * "not", "contains" ...) becomes a constraint over the fields that it names. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-constraints.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

#define MAX_DEPTH 40
#define MAX_STEPS 20000 /* schemas that references multiply */

static gboolean read_assertions (HsConstraintReader *r, const HsConstraintSpot *spot,
                                 JsonNode *node, const char *place);

static gboolean
read_under (HsConstraintReader *r, const HsConstraintSpot *spot, guint guard, HsGuardState state,
            JsonNode *node, const char *place)
{
  g_autoptr (GArray) uses = hs_constraint_copy_uses (spot->uses);
  HsGuardUse use = { guard, state };
  HsConstraintSpot inner = *spot;

  g_array_append_val (uses, use);
  inner.uses = uses;
  inner.defines = FALSE;
  return read_assertions (r, &inner, node, place);
}

/* Taking apart. */

static gboolean
read_demand (HsConstraintReader *r, const HsConstraintSpot *spot, const char *name,
             const char *place)
{
  g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
  g_autofree char *pointer = hs_form_plan_pointer_of (r->plan, spot->scope, relative);
  HsFieldDef *def = hs_constraint_field_at (r, spot->scope, relative);
  HsObjectDef *object = g_hash_table_lookup (r->plan->objects, pointer);

  if (def == NULL && object == NULL)
    return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                              "requires “%s”, which is not among the properties", name);
  if (def != NULL && spot->uses->len == 0)
    def->schema_required = TRUE;
  else if (def != NULL)
    {
      HsFormDemand *demand = g_new0 (HsFormDemand, 1);

      demand->uses = hs_constraint_copy_uses (spot->uses);
      demand->words = spot->words;
      g_ptr_array_add (def->demands, demand);
    }
  else if (spot->uses->len == 0)
    object->required = TRUE;
  else
    hs_constraint_add_block (r, spot, name, place);
  return TRUE;
}

static gboolean
read_demands (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *names,
              const char *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (names) ? json_node_get_array (names) : NULL;

  if (array == NULL)
    return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an array of names");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *where = g_strdup_printf ("%s/%u", place, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, where, "must be a name");
      if (!read_demand (r, spot, json_node_get_string (node), where))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_dependents (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *value,
                 const char *place, gboolean schemas)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *what;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &what))
    {
      g_autofree char *where = hs_json_pointer_append (place, name);
      guint guard = hs_constraint_add_presence (r, spot, name, where);
      g_autoptr (GArray) uses = hs_constraint_copy_uses (spot->uses);
      HsGuardUse use = { guard, HS_GUARD_HOLDS };
      HsConstraintSpot inner = *spot;

      if (guard == HS_NO_INDEX)
        return FALSE;
      g_array_append_val (uses, use);
      inner.uses = uses;
      inner.defines = FALSE;
      if (schemas ? !read_assertions (r, &inner, what, where)
                  : !read_demands (r, &inner, what, where))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_branches (HsConstraintReader *r, const HsConstraintSpot *spot, JsonObject *schema,
               const char *place)
{
  static const struct
  {
    const char *name;
    HsGuardState state;
  } branches[] = { { "then", HS_GUARD_HOLDS }, { "else", HS_GUARD_FAILS } };
  g_autofree char *where = hs_json_pointer_append (place, "if");
  guint guard;

  if (!json_object_has_member (schema, "then") && !json_object_has_member (schema, "else"))
    return TRUE;
  guard = hs_constraint_add_condition (r, spot, json_object_get_member (schema, "if"), where);
  if (guard == HS_NO_INDEX)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (branches); i++)
    {
      g_autofree char *inner = hs_json_pointer_append (place, branches[i].name);
      JsonNode *branch = json_object_get_member (schema, branches[i].name);

      if (branch != NULL && !read_under (r, spot, guard, branches[i].state, branch, inner))
        return FALSE;
    }
  return TRUE;
}

/* The description of a field or block itself is read elsewhere (hs-form-plan-schema.c). */
static gboolean
is_definition (HsConstraintReader *r, guint scope, const char *relative, const char *place)
{
  g_autofree char *pointer = hs_form_plan_pointer_of (r->plan, scope, relative);
  HsFieldDef *def = hs_constraint_field_at (r, scope, relative);
  HsObjectDef *object = g_hash_table_lookup (r->plan->objects, pointer);

  if (def != NULL)
    return g_str_equal (def->schema_pointer, place);
  return object != NULL && g_str_equal (((HsPiece *) object->pieces->pdata[0])->place, place);
}

static gboolean
read_properties (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *properties,
                 const char *place)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *schema;

  if (!JSON_NODE_HOLDS_OBJECT (properties))
    return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (properties));
  while (json_object_iter_next_ordered (&iter, &name, &schema))
    {
      g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
      g_autofree char *where = hs_json_pointer_append (place, name);
      HsFieldDef *def = hs_constraint_field_at (r, spot->scope, relative);
      HsConstraintSpot inner = *spot;

      if (spot->defines && is_definition (r, spot->scope, relative, where))
        continue;
      if (def == NULL && !hs_form_plan_is_block (r->plan, spot->scope, relative))
        return hs_form_lint_fail (
          r->walk->lint, HS_FORM_ERROR_PACKAGE, where,
          "names a field that does not exist: “%s”; a field is described in “properties” of its "
          "object, its conditions here",
          name);
      inner.relative = relative;
      inner.field = def != NULL ? def->index : HS_NO_INDEX;
      inner.defines = FALSE;
      inner.words = NULL;
      if (!read_assertions (r, &inner, schema, where))
        return FALSE;
    }
  return TRUE;
}

/* Rows of a repeat: each by itself. */
static gboolean
read_items (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *items, const char *place)
{
  HsConstraintSpot inner = *spot;

  inner.scope = hs_form_plan_field (r->plan, spot->field)->inner_scope;
  inner.relative = "";
  inner.field = HS_NO_INDEX;
  inner.words = NULL;
  return read_assertions (r, &inner, items, place);
}

/* patternProperties may say more about fields that there are; what it would let in besides, nobody
 * could fill. */
static gboolean
check_patterns (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *patterns,
                const char *place)
{
  JsonObjectIter iter;
  const char *pattern;

  if (!JSON_NODE_HOLDS_OBJECT (patterns))
    return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (patterns));
  while (json_object_iter_next_ordered (&iter, &pattern, NULL))
    {
      g_autofree char *where = hs_json_pointer_append (place, pattern);
      g_autoptr (GError) error = NULL;
      g_autoptr (GRegex) regex = hs_form_regex_compile (pattern, &error);
      GPtrArray *fields = hs_form_plan_scope (r->plan, spot->scope)->fields;
      gsize length = strlen (spot->relative);
      gboolean found = FALSE;

      if (regex == NULL)
        return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, where, error->message);
      for (guint i = 0; !found && i < fields->len; i++)
        {
          const char *relative = ((HsFieldDef *) fields->pdata[i])->relative;

          if (strncmp (relative, spot->relative, length) == 0 && relative[length] == '/')
            {
              g_auto (GStrv) names = g_strsplit (relative + length + 1, "/", 2);

              found = hs_form_regex_matches (regex, names[0]);
            }
        }
      if (!found && spot->defines)
        return hs_constraint_fail (
          r, HS_FORM_ERROR_ENGINE, where,
          "a form cannot show members that only a pattern names; name them in "
          "“properties”");
    }
  return TRUE;
}

/* TRUE: handled here. */
static gboolean
read_anywhere (HsConstraintReader *r, const HsConstraintSpot *spot, JsonObject *schema,
               const char *name, JsonNode *value, const char *place, gboolean *ok)
{
  g_autofree char *where = hs_json_pointer_append (place, name);

  if (g_str_equal (name, "$ref"))
    {
      g_autofree char *target = NULL;
      JsonNode *other = hs_schema_walk_resolve (r->walk, schema, place, &target);

      /* the pieces of a definition are each read for themselves */
      *ok = other != NULL && (spot->defines || read_assertions (r, spot, other, target));
    }
  else if (g_str_equal (name, "allOf"))
    {
      for (guint i = 0;
           *ok && !spot->defines && i < json_array_get_length (json_node_get_array (value)); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s/%u", where, i);

          *ok = read_assertions (r, spot, json_array_get_element (json_node_get_array (value), i),
                                 inner);
        }
    }
  else if (g_str_equal (name, "if"))
    *ok = read_branches (r, spot, schema, place);
  else if (g_str_equal (name, "$dynamicRef"))
    *ok = hs_constraint_fail (r, HS_FORM_ERROR_ENGINE, where,
                              "a form's own objects cannot be described by “$dynamicRef”");
  else if (g_str_equal (name, "$id") && *place != '\0' && !g_str_equal (place, "/schema"))
    *ok = hs_constraint_fail (r, HS_FORM_ERROR_ENGINE, where,
                              "an object of the form cannot have an “$id” of its own");
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_object_keyword (HsConstraintReader *r, const HsConstraintSpot *spot, JsonObject *schema,
                     const char *name, JsonNode *value, const char *place)
{
  static const char *const leaves[] = { "anyOf",         "oneOf",         "not",
                                        "minProperties", "maxProperties", "propertyNames",
                                        "const",         "enum",          NULL };
  g_autofree char *where = hs_json_pointer_append (place, name);
  gboolean ok = TRUE;

  if (read_anywhere (r, spot, schema, name, value, place, &ok))
    return ok;
  if (g_str_equal (name, "properties"))
    return read_properties (r, spot, value, where);
  if (g_str_equal (name, "required"))
    return (spot->defines && spot->uses->len == 0) || read_demands (r, spot, value, where);
  if (g_str_equal (name, "dependentRequired") || g_str_equal (name, "dependentSchemas"))
    return read_dependents (r, spot, value, where, g_str_equal (name, "dependentSchemas"));
  if (g_str_equal (name, "patternProperties"))
    return check_patterns (r, spot, value, where) &&
           hs_constraint_add_leaf (r, spot, schema, name, place);
  /* of a definition it is true already: no other member is ever sent */
  if (g_str_equal (name, "additionalProperties") && !spot->defines)
    return hs_constraint_add_leaf (r, spot, schema, name, place);
  return !g_strv_contains (leaves, name) || hs_constraint_add_leaf (r, spot, schema, name, place);
}

static gboolean
read_rows_keyword (HsConstraintReader *r, const HsConstraintSpot *spot, JsonObject *schema,
                   const char *name, JsonNode *value, const char *place)
{
  static const char *const leaves[] = { "anyOf", "oneOf",    "not",         "const",
                                        "enum",  "contains", "uniqueItems", NULL };
  static const char *const counts[] = { "minItems", "maxItems", NULL };
  g_autofree char *where = hs_json_pointer_append (place, name);
  gboolean has_prefix = json_object_has_member (schema, "prefixItems"), ok = TRUE;
  JsonNode *merged =
    json_object_get_member (hs_form_plan_field (r->plan, spot->field)->merged, name);

  if (read_anywhere (r, spot, schema, name, value, place, &ok))
    return ok;
  if (g_str_equal (name, "prefixItems"))
    return hs_constraint_add_leaf (r, spot, schema, name, place);
  if (g_str_equal (name, "items"))
    return has_prefix || spot->defines || read_items (r, spot, value, where);
  if (g_str_equal (name, "uniqueItems") && !json_node_get_boolean (value))
    return TRUE;
  if (g_strv_contains (leaves, name) ||
      (g_strv_contains (counts, name) &&
       (!spot->defines || merged == NULL || !hs_json_equal (value, merged))))
    return hs_constraint_add_leaf (r, spot, schema, name, place);
  return TRUE;
}

static gboolean
read_assertions (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *node,
                 const char *place)
{
  HsFieldDef *def = spot->field != HS_NO_INDEX ? hs_form_plan_field (r->plan, spot->field) : NULL;
  HsConstraintSpot here = *spot;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean ok = TRUE;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return (JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node)) ||
           hs_constraint_add_refusal (r, spot, place);
  if (def != NULL && def->value_kind != HS_VALUE_ROWS)
    return hs_constraint_add_value (r, spot, node, place);
  if (++r->depth > MAX_DEPTH)
    return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                              "references or conditions, more than %d deep", MAX_DEPTH);
  if (++r->n_steps > MAX_STEPS)
    return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the references multiply to more than %d schemas", MAX_STEPS);
  here.words = hs_constraint_words_of (node, spot->words);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (ok && json_object_iter_next_ordered (&iter, &name, &value))
    ok = def != NULL
           ? read_rows_keyword (r, &here, json_node_get_object (node), name, value, place)
           : read_object_keyword (r, &here, json_node_get_object (node), name, value, place);
  r->depth--;
  return ok;
}

static gboolean
read_pieces (HsConstraintReader *r, GPtrArray *pieces, HsConstraintSpot *spot)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), piece->object);

      if (!read_assertions (r, spot, node, piece->place))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_everything (HsConstraintReader *r)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));

  for (guint i = 0; i < r->plan->bodies->len; i++)
    {
      HsObjectDef *body = r->plan->bodies->pdata[i];
      HsConstraintSpot spot = { body->scope, body->relative, HS_NO_INDEX, uses, NULL, TRUE };

      if (!read_pieces (r, body->pieces, &spot))
        return FALSE;
    }
  for (guint i = 0; i < r->plan->fields->len; i++)
    {
      HsFieldDef *def = r->plan->fields->pdata[i];
      HsConstraintSpot spot = { def->scope, def->relative, def->index, uses, NULL, TRUE };

      if (def->pieces == NULL)
        continue;
      /* of a value the whole schema is run, references and all */
      if (def->value_kind != HS_VALUE_ROWS)
        g_ptr_array_set_size (def->pieces, 1);
      if (!read_pieces (r, def->pieces, &spot))
        return FALSE;
    }
  return TRUE;
}

static void
free_program (gpointer data)
{
  if (data != NULL)
    json_node_unref (data);
}

gboolean
hs_form_plan_read_constraints (HsFormPlan *self, HsSchemaWalk *walk)
{
  HsConstraintReader r = { self, walk, g_ptr_array_new_with_free_func (free_program), 0, 0 };
  gboolean ok;

  /* guards of the layout come first, and are compiled already */
  g_ptr_array_set_size (r.programs, (int) self->guards->len);
  ok = read_everything (&r) && hs_constraint_compile (&r) && hs_constraint_check_words (&r);
  g_ptr_array_unref (r.programs);
  for (guint i = 0; i < self->bodies->len; i++)
    g_clear_pointer (&((HsObjectDef *) self->bodies->pdata[i])->pieces, g_ptr_array_unref);
  for (guint i = 0; i < self->fields->len; i++)
    g_clear_pointer (&((HsFieldDef *) self->fields->pdata[i])->pieces, g_ptr_array_unref);
  return ok;
}
