/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema asserts beside the fields themselves: "if" becomes a guard, what stands under it or
 * in "allOf" and "$ref" is taken apart as if it stood alone, and what cannot be taken apart ("anyOf",
 * "not", "contains" ...) becomes a constraint over the fields that it names. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-plan-private.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

#define MAX_DEPTH 40

typedef struct
{
  HsFormPlan *plan;
  HsSchemaWalk *walk;
  GPtrArray
    *programs; /* (owned) (element-type JsonNode) what is compiled, by number of the guard */
  guint depth;
} Reader;

/* Where an assertion is taken apart. */
typedef struct
{
  guint scope;
  const char *relative;
  guint field;       /* HS_NO_INDEX: an object */
  GArray *uses;      /* (element-type HsGuardUse) */
  JsonObject *words; /* (nullable) */
  gboolean defines;  /* it is of the pieces that describe the object or field itself */
} Spot;

static gboolean read_assertions (Reader *r, const Spot *spot, JsonNode *node, const char *place);

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

static gboolean
fail (Reader *r, HsFormError code, const char *place, const char *what)
{
  return hs_form_lint_fail (r->walk->lint, code, place, "%s", what);
}

static GArray *
copy_uses (GArray *uses)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));

  g_array_append_vals (copy, uses->data, uses->len);
  return copy;
}

static JsonObject *
words_of (JsonNode *node, JsonObject *fallback)
{
  JsonObject *words = JSON_NODE_HOLDS_OBJECT (node)
                        ? hs_json_object (json_node_get_object (node), "x-message")
                        : NULL;

  return words != NULL ? words : fallback;
}

static HsFieldDef *
field_at (Reader *r, guint scope, const char *relative)
{
  return g_hash_table_lookup (hs_form_plan_scope (r->plan, scope)->by_relative, relative);
}

/* A block is there when a field in it is relevant. */
static void
watch_block (Reader *r, HsPart *part)
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
part_of (Reader *r, const Spot *spot)
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
note_program (Reader *r, guint guard, JsonNode *program)
{
  g_ptr_array_set_size (r->programs, (int) guard);
  g_ptr_array_add (r->programs, program);
}

/* The schema at place as a condition. Returns its number, HS_NO_INDEX with the error set. */
static guint
add_condition (Reader *r, const Spot *spot, JsonNode *node, const char *place)
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
static guint
add_presence (Reader *r, const Spot *spot, const char *name, const char *place)
{
  g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
  HsFieldDef *def = field_at (r, spot->scope, relative);
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

static gboolean
read_under (Reader *r, const Spot *spot, guint guard, HsGuardState state, JsonNode *node,
            const char *place)
{
  g_autoptr (GArray) uses = copy_uses (spot->uses);
  HsGuardUse use = { guard, state };
  Spot inner = *spot;

  g_array_append_val (uses, use);
  inner.uses = uses;
  inner.defines = FALSE;
  return read_assertions (r, &inner, node, place);
}

/* Leaves: what is run as a whole. */

static HsFormConstraint *
constraint_new (const Spot *spot, HsPart *part, const char *place)
{
  HsFormConstraint *self = g_new0 (HsFormConstraint, 1);

  self->part = part;
  self->uses = copy_uses (spot->uses);
  self->keywords = g_ptr_array_new ();
  self->words = spot->words;
  self->place = g_strdup (place);
  return self;
}

/* Takes it. */
static void
add_constraint (Reader *r, HsFormConstraint *constraint)
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

static gboolean
add_leaf (Reader *r, const Spot *spot, JsonObject *schema, const char *name, const char *place)
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
collect_keywords (Reader *r, HsFormConstraint *constraint, JsonNode *node, const char *place,
                  guint depth)
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
  if (depth > MAX_DEPTH)
    return TRUE; /* a reference in a circle brings nothing new */
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
               !collect_keywords (r, constraint, value, where, depth + 1))
        return FALSE;
      if (g_str_equal (name, "allOf") && JSON_NODE_HOLDS_ARRAY (value))
        for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
          {
            g_autofree char *each = g_strdup_printf ("%s/%u", where, i);

            if (!collect_keywords (r, constraint,
                                   json_array_get_element (json_node_get_array (value), i), each,
                                   depth + 1))
              return FALSE;
          }
      if (!g_str_equal (name, "$ref"))
        continue;
      other = hs_schema_walk_resolve (r->walk, json_node_get_object (node), place, &target);
      if (other == NULL || !collect_keywords (r, constraint, other, target, depth + 1))
        return FALSE;
    }
  return TRUE;
}

/* A schema about one value, run as it is. */
static gboolean
add_value_leaf (Reader *r, const Spot *spot, JsonNode *node, const char *place)
{
  HsPart *part = hs_part_new (spot->scope, spot->relative, spot->field);
  HsFormConstraint *constraint;

  hs_part_read_all (part, r->plan, TRUE);
  constraint = constraint_new (spot, part, place);
  constraint->words = words_of (node, NULL);
  constraint->program = ref_node (place);
  if (!collect_keywords (r, constraint, node, place, 0))
    {
      hs_form_constraint_free (constraint);
      return FALSE;
    }
  if (constraint->keywords->len == 0)
    add_keyword (constraint, "type");
  add_constraint (r, constraint);
  return TRUE;
}

/* Taking apart. */

static gboolean
read_demand (Reader *r, const Spot *spot, const char *name, const char *place)
{
  g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
  g_autofree char *pointer = hs_form_plan_pointer_of (r->plan, spot->scope, relative);
  HsFieldDef *def = field_at (r, spot->scope, relative);
  HsObjectDef *object = g_hash_table_lookup (r->plan->objects, pointer);

  if (def == NULL && object == NULL)
    return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                              "requires “%s”, which is not among the properties", name);
  if (def != NULL && spot->uses->len == 0)
    def->schema_required = TRUE;
  else if (def != NULL)
    {
      HsFormDemand *demand = g_new0 (HsFormDemand, 1);

      demand->uses = copy_uses (spot->uses);
      demand->words = spot->words;
      g_ptr_array_add (def->demands, demand);
    }
  else if (spot->uses->len == 0)
    object->required = TRUE;
  else
    {
      /* some answer in the block */
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
  return TRUE;
}

static gboolean
read_demands (Reader *r, const Spot *spot, JsonNode *names, const char *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (names) ? json_node_get_array (names) : NULL;

  if (array == NULL)
    return fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an array of names");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *where = g_strdup_printf ("%s/%u", place, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return fail (r, HS_FORM_ERROR_PACKAGE, where, "must be a name");
      if (!read_demand (r, spot, json_node_get_string (node), where))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_dependents (Reader *r, const Spot *spot, JsonNode *value, const char *place, gboolean schemas)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *what;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &what))
    {
      g_autofree char *where = hs_json_pointer_append (place, name);
      guint guard = add_presence (r, spot, name, where);
      g_autoptr (GArray) uses = copy_uses (spot->uses);
      HsGuardUse use = { guard, HS_GUARD_HOLDS };
      Spot inner = *spot;

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
read_branches (Reader *r, const Spot *spot, JsonObject *schema, const char *place)
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
  guard = add_condition (r, spot, json_object_get_member (schema, "if"), where);
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
is_definition (Reader *r, guint scope, const char *relative, const char *place)
{
  g_autofree char *pointer = hs_form_plan_pointer_of (r->plan, scope, relative);
  HsFieldDef *def = field_at (r, scope, relative);
  HsObjectDef *object = g_hash_table_lookup (r->plan->objects, pointer);

  if (def != NULL)
    return g_str_equal (def->schema_pointer, place);
  return object != NULL && g_str_equal (((HsPiece *) object->pieces->pdata[0])->place, place);
}

static gboolean
read_properties (Reader *r, const Spot *spot, JsonNode *properties, const char *place)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *schema;

  if (!JSON_NODE_HOLDS_OBJECT (properties))
    return fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (properties));
  while (json_object_iter_next_ordered (&iter, &name, &schema))
    {
      g_autofree char *relative = hs_json_pointer_append (spot->relative, name);
      g_autofree char *where = hs_json_pointer_append (place, name);
      HsFieldDef *def = field_at (r, spot->scope, relative);
      Spot inner = *spot;

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
read_items (Reader *r, const Spot *spot, JsonNode *items, const char *place)
{
  Spot inner = *spot;

  inner.scope = hs_form_plan_field (r->plan, spot->field)->inner_scope;
  inner.relative = "";
  inner.field = HS_NO_INDEX;
  inner.words = NULL;
  return read_assertions (r, &inner, items, place);
}

/* patternProperties may say more about fields that there are; what it would let in besides, nobody
 * could fill. */
static gboolean
check_patterns (Reader *r, const Spot *spot, JsonNode *patterns, const char *place)
{
  JsonObjectIter iter;
  const char *pattern;

  if (!JSON_NODE_HOLDS_OBJECT (patterns))
    return fail (r, HS_FORM_ERROR_PACKAGE, place, "must be an object");
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
        return fail (r, HS_FORM_ERROR_PACKAGE, where, error->message);
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
        return fail (r, HS_FORM_ERROR_ENGINE, where,
                     "a form cannot show members that only a pattern names; name them in "
                     "“properties”");
    }
  return TRUE;
}

/* TRUE: handled here. */
static gboolean
read_anywhere (Reader *r, const Spot *spot, JsonObject *schema, const char *name, JsonNode *value,
               const char *place, gboolean *ok)
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
    *ok = fail (r, HS_FORM_ERROR_ENGINE, where,
                "a form's own objects cannot be described by “$dynamicRef”");
  else if (g_str_equal (name, "$id") && *place != '\0' && !g_str_equal (place, "/schema"))
    *ok = fail (r, HS_FORM_ERROR_ENGINE, where,
                "an object of the form cannot have an “$id” of its own");
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_object_keyword (Reader *r, const Spot *spot, JsonObject *schema, const char *name,
                     JsonNode *value, const char *place)
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
    return check_patterns (r, spot, value, where) && add_leaf (r, spot, schema, name, place);
  /* of a definition it is true already: no other member is ever sent */
  if (g_str_equal (name, "additionalProperties") && !spot->defines)
    return add_leaf (r, spot, schema, name, place);
  return !g_strv_contains (leaves, name) || add_leaf (r, spot, schema, name, place);
}

static gboolean
read_rows_keyword (Reader *r, const Spot *spot, JsonObject *schema, const char *name,
                   JsonNode *value, const char *place)
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
    return add_leaf (r, spot, schema, name, place);
  if (g_str_equal (name, "items"))
    return has_prefix || spot->defines || read_items (r, spot, value, where);
  if (g_str_equal (name, "uniqueItems") && !json_node_get_boolean (value))
    return TRUE;
  if (g_strv_contains (leaves, name) ||
      (g_strv_contains (counts, name) &&
       (!spot->defines || merged == NULL || !hs_json_equal (value, merged))))
    return add_leaf (r, spot, schema, name, place);
  return TRUE;
}

static gboolean
add_refusal (Reader *r, const Spot *spot, const char *place)
{
  HsPart *part = part_of (r, spot);
  HsFormConstraint *constraint = constraint_new (spot, part, place);

  hs_part_read_all (part, r->plan, FALSE);
  add_keyword (constraint, "not");
  constraint->program = ref_node (place);
  add_constraint (r, constraint);
  return TRUE;
}

static gboolean
read_assertions (Reader *r, const Spot *spot, JsonNode *node, const char *place)
{
  HsFieldDef *def = spot->field != HS_NO_INDEX ? hs_form_plan_field (r->plan, spot->field) : NULL;
  Spot here = *spot;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean ok = TRUE;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return (JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node)) ||
           add_refusal (r, spot, place);
  if (def != NULL && def->value_kind != HS_VALUE_ROWS)
    return add_value_leaf (r, spot, node, place);
  if (++r->depth > MAX_DEPTH)
    return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, place,
                              "references or conditions, more than %d deep", MAX_DEPTH);
  here.words = words_of (node, spot->words);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (ok && json_object_iter_next_ordered (&iter, &name, &value))
    ok = def != NULL
           ? read_rows_keyword (r, &here, json_node_get_object (node), name, value, place)
           : read_object_keyword (r, &here, json_node_get_object (node), name, value, place);
  r->depth--;
  return ok;
}

static gboolean
read_pieces (Reader *r, GPtrArray *pieces, Spot *spot)
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
read_everything (Reader *r)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));

  for (guint i = 0; i < r->plan->bodies->len; i++)
    {
      HsObjectDef *body = r->plan->bodies->pdata[i];
      Spot spot = { body->scope, body->relative, HS_NO_INDEX, uses, NULL, TRUE };

      if (!read_pieces (r, body->pieces, &spot))
        return FALSE;
    }
  for (guint i = 0; i < r->plan->fields->len; i++)
    {
      HsFieldDef *def = r->plan->fields->pdata[i];
      Spot spot = { def->scope, def->relative, def->index, uses, NULL, TRUE };

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

/* Compiling. */

/* (nullable) where the fault is in the package. */
static char *
place_of_fault (const char *where)
{
  if (where != NULL && g_str_has_prefix (where, HS_SCHEMA_WALK_URI "#"))
    return g_strconcat ("/schema", where + strlen (HS_SCHEMA_WALK_URI "#"), NULL);
  return NULL;
}

static HsSchema *
compile (Reader *r, HsSchemaSources *sources, JsonNode *program, const char *place)
{
  g_autofree char *where = NULL, *fault = NULL;
  g_autoptr (GError) error = NULL;
  HsSchema *schema =
    hs_schema_compile (program, "", sources, HS_SCHEMA_FORM_FORMATS, &where, &error);

  if (schema != NULL)
    return schema;
  fault = place_of_fault (where);
  fail (r, HS_FORM_ERROR_PACKAGE, fault != NULL ? fault : place, error->message);
  return NULL;
}

static gboolean
compile_guards (Reader *r, HsSchemaSources *sources)
{
  for (guint i = 0; i < r->programs->len; i++)
    {
      HsFormGuard *guard = r->plan->guards->pdata[i];

      if (r->programs->pdata[i] == NULL)
        continue;
      guard->schema = compile (r, sources, r->programs->pdata[i], guard->place);
      if (guard->schema == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
compile_everything (Reader *r)
{
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autofree char *where = NULL, *place = NULL;
  g_autoptr (GError) error = NULL;

  r->plan->whole =
    hs_schema_compile (r->walk->root, "", NULL, HS_SCHEMA_FORM_FORMATS, &where, &error);
  if (r->plan->whole == NULL)
    {
      place = g_strconcat ("/schema", where != NULL && *where == '/' ? where : "", NULL);
      return fail (r, HS_FORM_ERROR_PACKAGE, place, error->message);
    }
  if (!hs_schema_sources_add (sources, HS_SCHEMA_WALK_URI, r->walk->root, &error))
    return fail (r, HS_FORM_ERROR_PACKAGE, "/schema", error->message);
  if (!compile_guards (r, sources))
    return FALSE;
  for (guint i = 0; i < r->plan->constraints->len; i++)
    {
      HsFormConstraint *constraint = r->plan->constraints->pdata[i];

      constraint->schema = compile (r, sources, constraint->program, constraint->place);
      if (constraint->schema == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Whatever may be wrong has words. */
static gboolean
check_words (Reader *r, HsFormConstraint *constraint)
{
  for (guint i = 0; i < constraint->keywords->len; i++)
    {
      const char *keyword = constraint->keywords->pdata[i];
      guint field = constraint->part->field;

      if (constraint->words != NULL && json_object_has_member (constraint->words, keyword))
        continue;
      if (field == HS_NO_INDEX
            ? hs_json_string (r->plan->messages, keyword, NULL) == NULL
            : hs_form_plan_message (r->plan, hs_form_plan_field (r->plan, field), keyword) == NULL)
        return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, constraint->place,
                                  "there is no message for “%s”", keyword);
    }
  return TRUE;
}

static gboolean
check_demands (Reader *r)
{
  for (guint i = 0; i < r->plan->fields->len; i++)
    {
      HsFieldDef *def = r->plan->fields->pdata[i];

      if (def->demands->len > 0 && hs_form_plan_message (r->plan, def, "required") == NULL)
        return hs_form_lint_fail (r->walk->lint, HS_FORM_ERROR_PACKAGE, def->schema_pointer,
                                  "there is no message for “required” of “%s”", def->pointer);
    }
  for (guint i = 0; i < r->plan->constraints->len; i++)
    if (!check_words (r, r->plan->constraints->pdata[i]))
      return FALSE;
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
  Reader r = { self, walk, g_ptr_array_new_with_free_func (free_program), 0 };
  gboolean ok;

  /* guards of the layout come first, and are compiled already */
  g_ptr_array_set_size (r.programs, (int) self->guards->len);
  ok = read_everything (&r) && compile_everything (&r) && check_demands (&r);
  g_ptr_array_unref (r.programs);
  for (guint i = 0; i < self->bodies->len; i++)
    g_clear_pointer (&((HsObjectDef *) self->bodies->pdata[i])->pieces, g_ptr_array_unref);
  for (guint i = 0; i < self->fields->len; i++)
    g_clear_pointer (&((HsFieldDef *) self->fields->pdata[i])->pieces, g_ptr_array_unref);
  return ok;
}
