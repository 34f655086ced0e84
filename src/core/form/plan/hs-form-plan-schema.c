/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the schema of a package: finds every field in it, and what kind each is. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

/* Up to so many options are shown at once; more are searched. */
#define MAX_SHOWN_OPTIONS 8
#define MAX_FIELDS 20000
#define MAX_DEPTH 16

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  HsSchemaWalk *walk;
  guint depth; /* objects in objects */
} Reader;

/* Where in the answers an object or field is. */
typedef struct
{
  const char *pointer;
  const char *relative;
  guint scope;
} Spot;

static gboolean read_object (Reader *r, GPtrArray *pieces, const Spot *spot, gboolean required);

static gboolean
names_member (JsonObject *object, const char *name)
{
  JsonArray *required = hs_json_array (object, "required");

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), name) == 0)
        return TRUE;
    }
  return FALSE;
}

static HsValueKind
value_kind_of (HsFieldSchema *schema)
{
  const HsFormFormat *format = hs_field_schema_get_format (schema);
  const char *name = format != NULL ? hs_form_format_get_name (format) : "";

  switch (hs_field_schema_get_type (schema))
    {
    case HS_SCHEMA_INTEGER:
      return HS_VALUE_INTEGER;
    case HS_SCHEMA_NUMBER:
      return HS_VALUE_NUMBER;
    case HS_SCHEMA_BOOLEAN:
      return HS_VALUE_YES_NO;
    case HS_SCHEMA_ARRAY:
      return hs_field_schema_get_type (hs_field_schema_get_items (schema)) == HS_SCHEMA_OBJECT
               ? HS_VALUE_ROWS
               : HS_VALUE_CODES;
    case HS_SCHEMA_STRING:
    case HS_SCHEMA_OBJECT:
    default:
      break;
    }
  if (hs_field_schema_get_code_list (schema) != NULL)
    return HS_VALUE_CODE;
  if (g_str_equal (name, "date"))
    return HS_VALUE_DATE;
  if (g_str_equal (name, "vn-partial-date"))
    return HS_VALUE_PARTIAL_DATE;
  return g_str_equal (name, "vn-unit") ? HS_VALUE_UNIT : HS_VALUE_TEXT;
}

static HsFieldKind
kind_of (HsFieldDef *def)
{
  switch (def->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
      return HS_FIELD_NUMBER;
    case HS_VALUE_MONEY:
      return HS_FIELD_MONEY;
    case HS_VALUE_DATE:
      return HS_FIELD_DATE;
    case HS_VALUE_PARTIAL_DATE:
      return HS_FIELD_PARTIAL_DATE;
    case HS_VALUE_YES_NO:
      return HS_FIELD_YES_NO;
    case HS_VALUE_CODE:
      return def->options->len > MAX_SHOWN_OPTIONS ? HS_FIELD_LONG_CHOICE : HS_FIELD_CHOICE;
    case HS_VALUE_CODES:
      return HS_FIELD_MULTI_CHOICE;
    case HS_VALUE_UNIT:
      return HS_FIELD_UNIT;
    case HS_VALUE_ROWS:
      return HS_FIELD_REPEAT;
    case HS_VALUE_NONE:
      return HS_FIELD_NOTE;
    case HS_VALUE_TEXT:
    default:
      return HS_FIELD_TEXT;
    }
}

static gboolean
enum_allows (GPtrArray *values, const char *code)
{
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      JsonNode *node = values->pdata[i];

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), code) == 0)
        return TRUE;
    }
  return values == NULL;
}

static guint
count_values (GPtrArray *values, GPtrArray *options)
{
  return values != NULL ? values->len : options->len;
}

/* Options of a choice: the list, in its order, less what the enum leaves out. */
static gboolean
fill_options (Reader *r, HsFieldDef *def)
{
  const char *name = hs_field_schema_get_code_list (def->schema);
  HsFieldSchema *items = hs_field_schema_get_items (def->schema);
  GPtrArray *values = hs_field_schema_get_enum (items != NULL ? items : def->schema);
  g_autofree char *place = NULL;

  if (def->value_kind == HS_VALUE_YES_NO)
    {
      g_ptr_array_add (def->options,
                       hs_form_option_new ("true", hs_form_plan_word (r->plan, "value.true")));
      g_ptr_array_add (def->options,
                       hs_form_option_new ("false", hs_form_plan_word (r->plan, "value.false")));
      return TRUE;
    }
  if (name == NULL && def->value_kind != HS_VALUE_CODES && values == NULL)
    return TRUE;
  place = hs_json_pointer_append (def->schema_pointer, name != NULL ? "x-codeList" : "enum");
  if (name == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a choice names its code list with “x-codeList”");
  def->list = hs_form_plan_list (r->plan, name);
  if (def->list == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no code list “%s”",
                              name);
  for (guint i = 0; i < def->list->options->len; i++)
    {
      HsFormOption *option = def->list->options->pdata[i];

      if (enum_allows (values, option->code))
        g_ptr_array_add (def->options, hs_form_option_new (option->code, option->label));
    }
  if (def->options->len != count_values (values, def->list->options))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the enum has values that the code list “%s” has no words for", name);
  return TRUE;
}

static gboolean
read_words (Reader *r, HsFieldDef *def, JsonObject *object)
{
  HsSchemaVerdict verdict;
  gboolean ok, all;
  const char *place = def->schema_pointer;

  def->label = hs_form_lint_string (r->lint, object, place, "title");
  if (def->label == NULL)
    return FALSE;
  def->hint = hs_form_lint_maybe_string (r->lint, object, place, "description", &ok);
  all = ok;
  def->why = hs_form_lint_maybe_string (r->lint, object, place, "x-why", &ok);
  all &= ok;
  def->unit = hs_form_lint_maybe_string (r->lint, object, place, "x-unit", &ok);
  all &= ok;
  def->words = hs_form_lint_maybe_object (r->lint, object, place, "x-message", &ok);
  all &= ok;
  if (!all)
    return FALSE;
  def->schema_read_only = hs_json_bool (object, "readOnly", FALSE);
  def->standard = json_object_get_member (object, "default");
  if (def->standard != NULL && (def->value_kind == HS_VALUE_ROWS ||
                                !hs_field_schema_check (def->schema, def->standard, &verdict)))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the default is not a value the schema allows");
  return TRUE;
}

static gboolean
read_rows (Reader *r, HsFieldDef *def)
{
  HsPiece *where = NULL;
  JsonNode *items = hs_pieces_find (def->pieces, "items", &where);
  g_autofree char *place = hs_json_pointer_append (where->place, "items");
  g_autofree char *pointer = hs_json_pointer_append (def->pointer, "*");
  g_autoptr (GPtrArray) pieces =
    hs_schema_walk_pieces (r->walk, json_node_get_object (items), place);
  Spot spot = { pointer, "", r->plan->scopes->len };

  if (pieces == NULL)
    return FALSE;
  def->inner_scope = r->plan->scopes->len;
  hs_form_plan_add_scope (r->plan, def->scope, def->index);
  return read_object (r, pieces, &spot, FALSE);
}

static gboolean
fill_field (Reader *r, HsFieldDef *def, GPtrArray *pieces)
{
  gboolean is_all = TRUE;

  def->merged = json_object_new ();
  if (!hs_pieces_merge (r->walk, pieces, def->merged, &is_all))
    return FALSE;
  if (!json_object_has_member (def->merged, "type") && hs_schema_walk_is_endless (r->walk, pieces))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, def->schema_pointer,
                              "the references lead back to where they begin, and give no “type”");
  def->schema = hs_field_schema_compile (r->lint, def->merged, def->schema_pointer);
  if (def->schema == NULL)
    return FALSE;
  def->value_kind = value_kind_of (def->schema);
  if (!is_all || def->value_kind == HS_VALUE_ROWS)
    def->pieces = g_ptr_array_ref (pieces);
  return TRUE;
}

static gboolean
read_field (Reader *r, GPtrArray *pieces, const Spot *spot, gboolean required)
{
  const char *place = ((HsPiece *) pieces->pdata[0])->place;
  HsFieldDef *def;

  if (r->plan->fields->len >= MAX_FIELDS)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, place, "more than %u fields",
                              MAX_FIELDS);
  def = hs_field_def_new ();
  def->scope = spot->scope;
  def->pointer = g_strdup (spot->pointer);
  def->relative = g_strdup (spot->relative);
  def->schema_pointer = g_strdup (place);
  def->schema_required = required;
  def->kind = HS_FIELD_TEXT;
  if (!fill_field (r, def, pieces))
    {
      hs_form_plan_add_field (r->plan, def);
      return FALSE;
    }
  hs_form_plan_add_field (r->plan, def);
  if (!fill_options (r, def) || !read_words (r, def, def->merged))
    return FALSE;
  def->kind = kind_of (def);
  return def->value_kind != HS_VALUE_ROWS || read_rows (r, def);
}

/* Of several descriptions of one member, the one that gives it its name; else the first. The others
 * assert something about it (hs-form-plan-constraints.c). */
static gboolean
find_definition (Reader *r, GPtrArray *pieces, const char *name, GPtrArray **definition)
{
  *definition = NULL;
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      JsonObject *properties = hs_json_object (piece->object, "properties");
      JsonNode *node = properties != NULL ? json_object_get_member (properties, name) : NULL;
      g_autofree char *place = NULL, *inner = NULL;
      g_autoptr (GPtrArray) found = NULL;

      if (node == NULL)
        continue;
      place = hs_json_pointer_append (piece->place, "properties");
      inner = hs_json_pointer_append (place, name);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      found = hs_schema_walk_pieces (r->walk, json_node_get_object (node), inner);
      if (found == NULL)
        return FALSE;
      if (*definition != NULL && hs_pieces_find (found, "title", NULL) == NULL &&
          !g_str_equal (hs_pieces_type (found), "object"))
        continue;
      g_clear_pointer (definition, g_ptr_array_unref);
      *definition = g_ptr_array_ref (found);
      if (hs_pieces_find (found, "title", NULL) != NULL ||
          g_str_equal (hs_pieces_type (found), "object"))
        return TRUE;
    }
  return TRUE;
}

static gboolean
is_required (GPtrArray *pieces, const char *name)
{
  for (guint i = 0; i < pieces->len; i++)
    if (names_member (((HsPiece *) pieces->pdata[i])->object, name))
      return TRUE;
  return FALSE;
}

static gboolean
read_member (Reader *r, GPtrArray *pieces, const char *name, const char *place, const Spot *parent)
{
  g_autofree char *pointer = hs_json_pointer_append (parent->pointer, name);
  g_autofree char *relative = hs_json_pointer_append (parent->relative, name);
  g_autoptr (GPtrArray) definition = NULL;
  Spot spot = { pointer, relative, parent->scope };
  gboolean required = is_required (pieces, name);

  /* names of fields are also written in rules ("con.hoTen") and pointers with stars */
  if (*name == '\0' || strpbrk (name, "./~*") != NULL || g_ascii_isdigit (*name))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“%s” cannot be a field's name", name);
  if (!find_definition (r, pieces, name, &definition))
    return FALSE;
  if (definition == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "a schema is an object");
  if (!g_str_equal (hs_pieces_type (definition), "object"))
    return read_field (r, definition, &spot, required);
  return read_object (r, definition, &spot, required);
}

static gboolean
check_required (Reader *r, HsPiece *piece, GHashTable *names)
{
  gboolean ok;
  JsonArray *required =
    hs_form_lint_maybe_array (r->lint, piece->object, piece->place, "required", &ok);

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      g_autofree char *where = g_strdup_printf ("%s/required/%u", piece->place, i);

      if (name == NULL || !g_hash_table_contains (names, name))
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where,
                                  "requires “%s”, which is not among the properties",
                                  name != NULL ? name : "");
    }
  return ok;
}

static gboolean
says_false (JsonObject *object, const char *keyword)
{
  return !hs_json_bool (object, keyword, TRUE);
}

/* Nothing may be sent that the form does not know. */
static gboolean
check_closed (Reader *r, GPtrArray *pieces, GHashTable *names)
{
  HsPiece *own = pieces->pdata[0];
  gboolean closed = FALSE;
  GHashTableIter iter;
  const char *name;

  for (guint i = 0; i < pieces->len; i++)
    closed |= says_false (((HsPiece *) pieces->pdata[i])->object, "unevaluatedProperties") ||
              says_false (((HsPiece *) pieces->pdata[i])->object, "additionalProperties");
  if (!closed)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, own->place,
                              "an object says “additionalProperties”: false%s",
                              pieces->len > 1 ? " or “unevaluatedProperties”: false" : "");
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      JsonObject *properties = hs_json_object (piece->object, "properties");

      g_hash_table_iter_init (&iter, names);
      while (says_false (piece->object, "additionalProperties") &&
             g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
        if ((properties == NULL || !json_object_has_member (properties, name)) &&
            !json_object_has_member (piece->object, "patternProperties"))
          return hs_form_lint_fail (
            r->lint, HS_FORM_ERROR_PACKAGE, piece->place,
            "“additionalProperties”: false refuses “%s”, which “$ref” or “allOf” brings; say "
            "“unevaluatedProperties”: false",
            name);
    }
  return TRUE;
}

static HsObjectDef *
add_body (Reader *r, GPtrArray *pieces, const Spot *spot, gboolean required)
{
  HsObjectDef *def = g_new0 (HsObjectDef, 1);

  def->scope = spot->scope;
  def->required = required;
  def->relative = g_strdup (spot->relative);
  def->pieces = g_ptr_array_ref (pieces);
  g_ptr_array_add (r->plan->bodies, def);
  if (*spot->relative != '\0')
    g_hash_table_insert (r->plan->objects, g_strdup (spot->pointer), def);
  return def;
}

static gboolean
read_members (Reader *r, GPtrArray *pieces, GHashTable *names, const Spot *spot)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      HsPiece *piece = pieces->pdata[i];
      gboolean ok;
      JsonObject *properties =
        hs_form_lint_maybe_object (r->lint, piece->object, piece->place, "properties", &ok);
      g_autofree char *place = hs_json_pointer_append (piece->place, "properties");
      JsonObjectIter iter;
      const char *name;

      if (!ok)
        return FALSE;
      if (properties == NULL)
        continue;
      json_object_iter_init_ordered (&iter, properties);
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        {
          g_autofree char *inner = hs_json_pointer_append (place, name);

          if (g_hash_table_add (names, (gpointer) name) &&
              !read_member (r, pieces, name, inner, spot))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_object (Reader *r, GPtrArray *pieces, const Spot *spot, gboolean required)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  HsPiece *own = pieces->pdata[0];

  if (++r->depth > MAX_DEPTH)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, own->place,
                              "objects in objects, more than %u deep", MAX_DEPTH);
  if (r->plan->bodies->len >= MAX_FIELDS)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, own->place, "more than %u objects",
                              MAX_FIELDS);
  if (hs_pieces_find (pieces, "properties", NULL) == NULL)
    return hs_form_lint_object (r->lint, own->object, own->place, "properties") != NULL;
  add_body (r, pieces, spot, required);
  if (!read_members (r, pieces, names, spot) || !check_closed (r, pieces, names))
    return FALSE;
  for (guint i = 0; i < pieces->len; i++)
    if (!check_required (r, pieces->pdata[i], names))
      return FALSE;
  r->depth--;
  return TRUE;
}

gboolean
hs_form_plan_read_schema (HsFormPlan *self, HsSchemaWalk *walk)
{
  Reader r = { self, walk->lint, walk, 0 };
  JsonObject *schema = json_node_get_object (walk->root);
  g_autoptr (GPtrArray) pieces = hs_schema_walk_pieces (walk, schema, "/schema");
  Spot spot = { "", "", 0 };

  if (pieces == NULL)
    return FALSE;
  if (!g_str_equal (hs_pieces_type (pieces), "object"))
    return hs_form_lint_fail (walk->lint, HS_FORM_ERROR_PACKAGE, "/schema/type",
                              "the schema's root is an object");
  return read_object (&r, pieces, &spot, TRUE);
}
