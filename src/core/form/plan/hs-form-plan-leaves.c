/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guards and leaves: conditions of the schema that are run as a whole over the fields they name. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-constraints.h"

#include <string.h>

void
hs_form_guard_free (HsFormGuard *self)
{
  hs_part_free (self->part);
  hs_schema_free (self->schema);
  g_free (self->place);
  g_free (self);
}

void
hs_form_constraint_free (HsFormConstraint *self)
{
  hs_part_free (self->part);
  g_array_unref (self->uses);
  hs_schema_free (self->schema);
  g_ptr_array_unref (self->keywords);
  g_free (self->place);
  g_clear_pointer (&self->program, json_node_unref);
  g_free (self);
}

void
hs_form_demand_free (HsFormDemand *self)
{
  g_array_unref (self->uses);
  g_free (self);
}

gboolean
hs_constraint_fail (HsConstraintReader *r, HsFormError code, const char *place, const char *what)
{
  return hs_form_lint_fail (r->walk->lint, code, place, "%s", what);
}

GArray *
hs_constraint_copy_uses (GArray *uses)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));

  g_array_append_vals (copy, uses->data, uses->len);
  return copy;
}

JsonObject *
hs_constraint_words_of (JsonNode *node, JsonObject *fallback)
{
  JsonObject *words = JSON_NODE_HOLDS_OBJECT (node)
                        ? hs_json_object (json_node_get_object (node), "x-message")
                        : NULL;

  return words != NULL ? words : fallback;
}

HsFieldDef *
hs_constraint_field_at (HsConstraintReader *r, guint scope, const char *relative)
{
  return g_hash_table_lookup (hs_form_plan_scope (r->plan, scope)->by_relative, relative);
}

/* A block is there when a field in it is relevant. */
static void
watch_block (HsConstraintReader *r, HsPart *part)
{
  GPtrArray *fields = hs_form_plan_scope (r->plan, part->scope)->fields;
  gsize length = strlen (part->relative);

  for (guint i = 0; length > 0 && part->field == HS_NO_INDEX && i < fields->len; i++)
    {
      HsFieldDef *def = fields->pdata[i];

      if (strncmp (def->relative, part->relative, length) == 0 && def->relative[length] == '/')
        g_array_append_val (part->watches, def->index);
    }
}

static HsPart *
part_of (HsConstraintReader *r, const HsConstraintSpot *spot)
{
  HsPart *part = hs_part_new (spot->scope, spot->relative, spot->field);

  watch_block (r, part);
  return part;
}

guint
hs_form_plan_add_guard (HsFormPlan *self, HsPart *part, HsSchema *schema, const char *place)
{
  HsFormGuard *guard = g_new0 (HsFormGuard, 1);

  guard->part = part;
  guard->schema = schema;
  guard->place = g_strdup (place);
  guard->local = hs_form_plan_scope (self, part->scope)->n_guards++;
  g_ptr_array_add (self->guards, guard);
  return self->guards->len - 1;
}

static JsonNode *ref_node (const char *place);

/* Takes program. */
static void
note_program (HsConstraintReader *r, guint guard, JsonNode *program)
{
  g_ptr_array_set_size (r->programs, (int) guard);
  g_ptr_array_add (r->programs, program);
}

/* The schema at place as a condition. Returns its number, HS_NO_INDEX with the error set. */
guint
hs_constraint_add_condition (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *node,
                             const char *place)
{
  HsPart *part = part_of (r, spot);
  guint number;

  if (!hs_part_read (part, r->plan, r->walk, node, place))
    {
      hs_part_free (part);
      return HS_NO_INDEX;
    }
  number = hs_form_plan_add_guard (r->plan, part, NULL, place);
  note_program (r, number, ref_node (place));
  return number;
}

/* That a member is there. */
guint
hs_constraint_add_presence (HsConstraintReader *r, const HsConstraintSpot *spot, const char *name,
                            const char *place)
{
  g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
  HsFieldDef *def = hs_constraint_field_at (r, spot->scope, relative);
  HsPart *part;

  if (def == NULL && !hs_form_plan_is_block (r->plan, spot->scope, relative))
    {
      hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                         "names a field that does not exist: “%s”", name);
      return HS_NO_INDEX;
    }
  part = hs_part_new (spot->scope, relative, def != NULL ? def->index : HS_NO_INDEX);
  hs_part_read_all (part, r->plan, FALSE);
  return hs_form_plan_add_guard (r->plan, part, NULL, place);
}

/* Leaves: what is run as a whole. */

static HsFormConstraint *
constraint_new (const HsConstraintSpot *spot, HsPart *part, const char *place)
{
  HsFormConstraint *self = g_new0 (HsFormConstraint, 1);

  self->part = part;
  self->uses = hs_constraint_copy_uses (spot->uses);
  self->keywords = g_ptr_array_new ();
  self->words = spot->words;
  self->place = g_strdup (place);
  return self;
}

/* Takes it. */
static void
add_constraint (HsConstraintReader *r, HsFormConstraint *constraint)
{
  guint number = r->plan->constraints->len;

  constraint->local = hs_form_plan_scope (r->plan, constraint->part->scope)->n_constraints++;
  g_ptr_array_add (r->plan->constraints, constraint);
  for (guint i = 0; i < constraint->part->reads->len; i++)
    g_array_append_val (
      hs_form_plan_field (r->plan, g_array_index (constraint->part->reads, guint, i))->constraints,
      number);
}

static void
add_keyword (HsFormConstraint *constraint, const char *keyword)
{
  const char *interned = g_intern_string (keyword);

  if (!g_ptr_array_find (constraint->keywords, interned, NULL))
    g_ptr_array_add (constraint->keywords, (gpointer) interned);
}

static JsonNode *
ref_node (const char *place)
{
  g_autofree char *ref = hs_schema_walk_ref (place);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "$ref", ref);
  json_node_take_object (node, object);
  return node;
}

/* A keyword as it can stand in another place: schemas in it are referred to where they are. */
static JsonNode *
quote_keyword (const char *name, JsonNode *value, const char *place)
{
  HsKeywordHolds holds = hs_schema_keyword_holds (name);

  if (holds == HS_HOLDS_SCHEMA)
    return ref_node (place);
  if (holds == HS_HOLDS_ARRAY)
    {
      JsonArray *array = json_array_new ();
      JsonNode *node = json_node_new (JSON_NODE_ARRAY);

      for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s/%u", place, i);

          json_array_add_element (array, ref_node (inner));
        }
      json_node_take_array (node, array);
      return node;
    }
  if (holds == HS_HOLDS_OBJECT)
    {
      JsonObject *object = json_object_new ();
      JsonNode *node = json_node_new (JSON_NODE_OBJECT);
      JsonObjectIter iter;
      const char *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (value));
      while (json_object_iter_next_ordered (&iter, &member, NULL))
        {
          g_autofree char *inner = hs_json_pointer_append (place, member);

          json_object_set_member (object, member, ref_node (inner));
        }
      json_node_take_object (node, object);
      return node;
    }
  return json_node_copy (value);
}

/* Names only: what the members must be is said elsewhere. */
static JsonNode *
quote_names (JsonNode *value)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &member, NULL))
    json_object_set_boolean_member (object, member, TRUE);
  json_node_take_object (node, object);
  return node;
}

/* Keywords that only mean something together: the first is the one that is wrong. */
static const char *const together[][3] = {
  { "contains", "minContains", "maxContains" },
  { "prefixItems", "items", NULL },
  { "additionalProperties", "properties", "patternProperties" },
};

/* Errors in it are errors of the members they name. */
static const char *const mapping[] = { "additionalProperties", "patternProperties", "propertyNames",
                                       "prefixItems",          "required",          NULL };

gboolean
hs_constraint_add_leaf (HsConstraintReader *r, const HsConstraintSpot *spot, JsonObject *schema,
                        const char *name, const char *place)
{
  g_autoptr (JsonObject) program = json_object_new ();
  g_autofree char *where = hs_json_pointer_append (place, name);
  g_autofree char *here = hs_json_pointer_append (where, "");
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), program);
  HsFormConstraint *constraint;
  HsPart *part = part_of (r, spot);

  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    for (guint k = 1; g_str_equal (together[i][0], name) && k < 3 && together[i][k] != NULL; k++)
      if (json_object_has_member (schema, together[i][k]))
        {
          g_autofree char *inner = hs_json_pointer_append (place, together[i][k]);
          JsonNode *value = json_object_get_member (schema, together[i][k]);

          json_object_set_member (program, together[i][k],
                                  hs_schema_keyword_holds (together[i][k]) == HS_HOLDS_OBJECT
                                    ? quote_names (value)
                                    : quote_keyword (together[i][k], value, inner));
        }
  json_object_set_member (program, name,
                          quote_keyword (name, json_object_get_member (schema, name), where));
  /* not a place of the schema: what is there is still to be read */
  if (!hs_part_read (part, r->plan, r->walk, node, here))
    {
      hs_part_free (part);
      return FALSE;
    }
  constraint = constraint_new (spot, part, where);
  add_keyword (constraint, name);
  constraint->maps = g_strv_contains (mapping, name);
  constraint->program = g_steal_pointer (&node);
  add_constraint (r, constraint);
  return TRUE;
}

/* What may be wrong with one value by a schema: its own assertions and those it takes over. */
static gboolean
collect_keywords (HsConstraintReader *r, HsFormConstraint *constraint, JsonNode *node,
                  const char *place, GHashTable *seen)
{
  static const char *const quiet[] = {
    "$ref",           "allOf",       "if",          "then",          "else",  "items", "x-codeList",
    "$dynamicAnchor", "minContains", "maxContains", "contentSchema", "$defs", NULL
  };
  static const char *const asserting[] = { "anyOf",       "oneOf",       "not",
                                           "contains",    "prefixItems", "unevaluatedItems",
                                           "$dynamicRef", NULL };
  static const char *const inner[] = { "then", "else", "items", NULL };
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      if (JSON_NODE_HOLDS_VALUE (node) && !json_node_get_boolean (node))
        add_keyword (constraint, "not");
      return TRUE;
    }
  if (!g_hash_table_add (seen, g_strdup (place)))
    return TRUE; /* what is referred to again brings nothing new */
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *where = hs_json_pointer_append (place, name);
      g_autofree char *target = NULL;
      JsonNode *other;

      if (g_strv_contains (asserting, name) ||
          (hs_field_schema_asserts (name) && !g_strv_contains (quiet, name) &&
           !g_str_equal (name, "type")))
        add_keyword (constraint, name);
      else if (g_strv_contains (inner, name) &&
               !collect_keywords (r, constraint, value, where, seen))
        return FALSE;
      if (g_str_equal (name, "allOf") && JSON_NODE_HOLDS_ARRAY (value))
        for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
          {
            g_autofree char *each = g_strdup_printf ("%s/%u", where, i);

            if (!collect_keywords (r, constraint,
                                   json_array_get_element (json_node_get_array (value), i), each,
                                   seen))
              return FALSE;
          }
      if (!g_str_equal (name, "$ref"))
        continue;
      other = hs_schema_walk_resolve (r->walk, json_node_get_object (node), place, &target);
      if (other == NULL || !collect_keywords (r, constraint, other, target, seen))
        return FALSE;
    }
  return TRUE;
}

/* A schema about one value, run as it is. */
gboolean
hs_constraint_add_value (HsConstraintReader *r, const HsConstraintSpot *spot, JsonNode *node,
                         const char *place)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  HsPart *part = hs_part_new (spot->scope, spot->relative, spot->field);
  HsFormConstraint *constraint;

  hs_part_read_all (part, r->plan, TRUE);
  constraint = constraint_new (spot, part, place);
  constraint->words = hs_constraint_words_of (node, NULL);
  constraint->program = ref_node (place);
  if (!collect_keywords (r, constraint, node, place, seen))
    {
      hs_form_constraint_free (constraint);
      return FALSE;
    }
  if (constraint->keywords->len == 0)
    add_keyword (constraint, "type");
  add_constraint (r, constraint);
  return TRUE;
}

gboolean
hs_constraint_add_refusal (HsConstraintReader *r, const HsConstraintSpot *spot, const char *place)
{
  HsPart *part = part_of (r, spot);
  HsFormConstraint *constraint = constraint_new (spot, part, place);

  hs_part_read_all (part, r->plan, FALSE);
  add_keyword (constraint, "not");
  constraint->program = ref_node (place);
  add_constraint (r, constraint);
  return TRUE;
}

void
hs_constraint_add_block (HsConstraintReader *r, const HsConstraintSpot *spot, const char *name,
                         const char *place)
{
  g_autoptr (JsonObject) program = json_object_new ();
  JsonArray *names = json_array_new ();
  HsPart *part = part_of (r, spot);
  HsFormConstraint *constraint = constraint_new (spot, part, place);

  json_array_add_string_element (names, name);
  json_object_set_array_member (program, "required", names);
  hs_part_read_member (part, r->plan, name);
  add_keyword (constraint, "required");
  constraint->maps = TRUE;
  constraint->program = json_node_init_object (json_node_alloc (), program);
  add_constraint (r, constraint);
}
