/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the layout of a package (a profile of the JSON Forms vocabulary): sections, groups, and the
 * order in which fields are shown. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#define MAX_RULES 16 /* of elements in elements */

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  HsSchemaWalk *walk;
  GPtrArray *target; /* (element-type HsFieldDef) where fields go: a section, or rows */
  guint section;
  guint scope;
  const char *group; /* (nullable) */
  guint *n_shown;
  HsGuardUse shown_if[MAX_RULES]; /* rules of the elements around */
  HsGuardUse locked_if[MAX_RULES];
  guint n_shown_if;
  guint n_locked_if;
} Reader;

static gboolean read_elements (Reader *r, JsonObject *parent, const char *place);

/* "#/properties/con/properties/hoTen" -> "/con/hoTen" */
static char *
scope_to_pointer (const char *scope)
{
  g_auto (GStrv) parts = g_strsplit (scope, "/", -1);
  GString *pointer = g_string_new (NULL);
  guint i = 1;

  if (g_strcmp0 (parts[0], "#") == 0)
    for (; parts[i] != NULL && parts[i + 1] != NULL && g_str_equal (parts[i], "properties"); i += 2)
      g_string_append_printf (pointer, "/%s", parts[i + 1]);
  if (parts[0] == NULL || i == 1 || parts[i] != NULL)
    {
      g_string_free (pointer, TRUE);
      return NULL;
    }
  return g_string_free (pointer, FALSE);
}

/* (nullable) The part that a condition is about: a field, or an object. */
static HsPart *
part_of_scope (Reader *r, const char *scope, const char *place)
{
  g_autofree char *pointer = scope != NULL ? scope_to_pointer (scope) : NULL;
  HsFieldDef *def =
    pointer != NULL
      ? g_hash_table_lookup (hs_form_plan_scope (r->plan, r->scope)->by_relative, pointer)
      : NULL;

  if (def != NULL)
    return hs_part_new (r->scope, pointer, def->index);
  if (scope != NULL && (g_str_equal (scope, "#") || g_str_equal (scope, "#/")))
    return hs_part_new (r->scope, "", HS_NO_INDEX);
  if (pointer != NULL && hs_form_plan_is_block (r->plan, r->scope, pointer))
    return hs_part_new (r->scope, pointer, HS_NO_INDEX);
  hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no field “%s”",
                     scope != NULL ? scope : "");
  return NULL;
}

/* {scope, schema} of a rule. Returns the number of the guard, HS_NO_INDEX with the error set. */
static guint
read_condition (Reader *r, JsonObject *condition, const char *place)
{
  static const char *const known[] = { "type", "scope", "schema", NULL };
  const char *type = hs_json_string (condition, "type", "SCHEMA");
  g_autofree char *scope_place = hs_json_pointer_append (place, "scope");
  g_autofree char *schema_place = hs_json_pointer_append (place, "schema");
  JsonNode *schema = json_object_get_member (condition, "schema");
  g_autofree char *where = NULL, *fault = NULL;
  g_autoptr (GError) error = NULL;
  HsPart *part;
  HsSchema *compiled;
  guint number;

  if (!g_str_equal (type, "SCHEMA") || schema == NULL)
    {
      hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, place,
                         "a condition of the layout has a “scope” and a “schema”; others are "
                         "written in “rules”, “relevant” and “readonly”");
      return HS_NO_INDEX;
    }
  if (!hs_form_lint_members (r->lint, condition, place, known))
    return HS_NO_INDEX;
  part = part_of_scope (r, hs_json_string (condition, "scope", NULL), scope_place);
  if (part == NULL)
    return HS_NO_INDEX;
  if (!hs_part_read (part, r->plan, r->walk, schema, schema_place))
    {
      hs_part_free (part);
      return HS_NO_INDEX;
    }
  hs_part_read_all (part, r->plan, part->field != HS_NO_INDEX);
  compiled = hs_schema_compile (schema, "", NULL, HS_SCHEMA_FORM_FORMATS, &where, &error);
  if (compiled == NULL)
    {
      fault = g_strconcat (schema_place, where, NULL);
      hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, fault, "%s", error->message);
      hs_part_free (part);
      return HS_NO_INDEX;
    }
  number = hs_form_plan_add_guard (r->plan, part, compiled, place);
  ((HsFormGuard *) r->plan->guards->pdata[number])->absent_is_null = TRUE;
  return number;
}

/* "rule" of an element: about everything in it. */
static gboolean
read_rule (Reader *r, JsonObject *element, const char *place)
{
  static const char *const known[] = { "effect", "condition", NULL };
  static const struct
  {
    const char *name;
    gboolean shows;
    HsGuardState state; /* shown so, or locked so */
  } effects[] = { { "SHOW", TRUE, HS_GUARD_HOLDS },
                  { "HIDE", TRUE, HS_GUARD_FAILS },
                  { "ENABLE", FALSE, HS_GUARD_FAILS },
                  { "DISABLE", FALSE, HS_GUARD_HOLDS } };
  gboolean ok;
  JsonObject *rule = hs_form_lint_maybe_object (r->lint, element, place, "rule", &ok), *condition;
  g_autofree char *inner = hs_json_pointer_append (place, "rule");
  g_autofree char *effect_place = hs_json_pointer_append (inner, "effect");
  g_autofree char *condition_place = hs_json_pointer_append (inner, "condition");
  const char *effect;
  HsGuardUse use;

  if (rule == NULL)
    return ok;
  effect = hs_form_lint_string (r->lint, rule, inner, "effect");
  condition = effect != NULL ? hs_form_lint_object (r->lint, rule, inner, "condition") : NULL;
  if (condition == NULL || !hs_form_lint_members (r->lint, rule, inner, known))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    {
      if (!g_str_equal (effects[i].name, effect))
        continue;
      if (r->n_shown_if == MAX_RULES || r->n_locked_if == MAX_RULES)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, inner,
                                  "more than %d rules in rules", MAX_RULES);
      use.guard = read_condition (r, condition, condition_place);
      use.state = effects[i].state;
      if (use.guard == HS_NO_INDEX)
        return FALSE;
      if (effects[i].shows)
        r->shown_if[r->n_shown_if++] = use;
      else
        r->locked_if[r->n_locked_if++] = use;
      return TRUE;
    }
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, effect_place,
                            "the effect is “SHOW”, “HIDE”, “ENABLE” or “DISABLE”");
}

static void
take_rules (const Reader *r, HsFieldDef *def)
{
  g_array_append_vals (def->shown_if, r->shown_if, r->n_shown_if);
  g_array_append_vals (def->locked_if, r->locked_if, r->n_locked_if);
}

static gboolean
read_options (Reader *r, HsFieldDef *def, JsonObject *control, const char *place)
{
  static const char *const known[] = { "multi", "upper", "format", "detail", NULL };
  gboolean ok;
  JsonObject *options = hs_form_lint_maybe_object (r->lint, control, place, "options", &ok);
  g_autofree char *inner = hs_json_pointer_append (place, "options");
  const char *format;

  if (options == NULL)
    return ok;
  if (!hs_form_lint_members (r->lint, options, inner, known))
    return FALSE;
  def->upper_case = hs_json_bool (options, "upper", FALSE);
  def->is_multi_line = hs_json_bool (options, "multi", FALSE);
  if (def->is_multi_line && def->kind == HS_FIELD_TEXT)
    def->kind = HS_FIELD_LONG_TEXT;
  format = hs_form_lint_maybe_string (r->lint, options, inner, "format", &ok);
  if (!ok || format == NULL)
    return ok;
  if (g_str_equal (format, "money") && def->value_kind == HS_VALUE_INTEGER)
    {
      def->value_kind = HS_VALUE_MONEY;
      def->kind = HS_FIELD_MONEY;
    }
  else if (g_str_equal (format, "radio") && def->value_kind == HS_VALUE_CODE)
    def->kind = HS_FIELD_CHOICE;
  else if (g_str_equal (format, "search") && def->value_kind == HS_VALUE_CODE)
    def->kind = HS_FIELD_LONG_CHOICE;
  else
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner,
                              "the format “%s” does not fit this field", format);
  return TRUE;
}

static gboolean
read_detail (Reader *r, HsFieldDef *def, JsonObject *control, const char *place)
{
  JsonObject *options = hs_json_object (control, "options");
  g_autofree char *options_place = hs_json_pointer_append (place, "options");
  g_autofree char *inner = hs_json_pointer_append (options_place, "detail");
  Reader rows = *r;
  JsonObject *detail;

  if (def->value_kind != HS_VALUE_ROWS)
    return TRUE;
  detail = options != NULL ? hs_form_lint_object (r->lint, options, options_place, "detail") : NULL;
  if (options == NULL)
    hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                       "a repeat describes its rows in “options”, “detail”");
  if (detail == NULL)
    return FALSE;
  rows.scope = def->inner_scope;
  rows.target = hs_form_plan_scope (r->plan, def->inner_scope)->shown;
  rows.group = NULL;
  rows.n_shown_if = rows.n_locked_if = 0; /* rows are hidden with their repeat */
  return read_elements (&rows, detail, inner);
}

static gboolean
read_control (Reader *outer, JsonObject *control, const char *place)
{
  static const char *const known[] = { "type", "scope", "label", "options", "i18n", "rule", NULL };
  Reader inner = *outer, *r = &inner;
  const char *scope = hs_form_lint_string (r->lint, control, place, "scope");
  g_autofree char *where = hs_json_pointer_append (place, "scope");
  g_autofree char *pointer = NULL;
  HsFieldDef *def = NULL;
  const char *label;
  gboolean ok;

  if (scope == NULL || !hs_form_lint_members (r->lint, control, place, known) ||
      !read_rule (r, control, place))
    return FALSE;
  pointer = scope_to_pointer (scope);
  if (pointer != NULL)
    def = g_hash_table_lookup (hs_form_plan_scope (r->plan, r->scope)->by_relative, pointer);
  if (def == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where, "there is no field “%s”",
                              scope);
  if (def->section != HS_NO_INDEX)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where, "“%s” is shown twice",
                              def->pointer);
  def->section = r->section;
  def->order = (*r->n_shown)++;
  def->group = r->group;
  label = hs_form_lint_maybe_string (r->lint, control, place, "label", &ok);
  if (label != NULL)
    def->label = label;
  take_rules (r, def);
  g_ptr_array_add (r->target, def);
  return ok && read_options (r, def, control, place) && read_detail (r, def, control, place);
}

static gboolean
read_label (Reader *outer, JsonObject *label, const char *place)
{
  static const char *const known[] = { "type", "text", "i18n", "x-relevant", "rule", NULL };
  Reader inner = *outer, *r = &inner;
  const char *text = hs_form_lint_string (r->lint, label, place, "text");
  HsFieldDef *def;

  if (text == NULL || !hs_form_lint_members (r->lint, label, place, known) ||
      !read_rule (r, label, place))
    return FALSE;
  def = hs_field_def_new ();
  def->kind = HS_FIELD_NOTE;
  def->value_kind = HS_VALUE_NONE;
  def->pointer = g_strdup ("");
  def->relative = g_strdup ("");
  def->schema_pointer = g_strdup (place);
  def->scope = r->scope;
  def->section = r->section;
  def->order = (*r->n_shown)++;
  def->group = r->group;
  def->label = text;
  take_rules (r, def);
  def->standard = json_object_get_member (label, "x-relevant");
  hs_form_plan_add_field (r->plan, def);
  g_ptr_array_add (r->target, def);
  return TRUE;
}

static gboolean
read_container (Reader *r, JsonObject *element, const char *place, gboolean is_group)
{
  static const char *const known[] = { "type", "label", "elements", "i18n", "rule", NULL };
  Reader inner = *r;
  gboolean ok = TRUE;

  if (!hs_form_lint_members (r->lint, element, place, known) || !read_rule (&inner, element, place))
    return FALSE;
  if (is_group)
    inner.group = hs_form_lint_maybe_string (r->lint, element, place, "label", &ok);
  return ok && read_elements (&inner, element, place);
}

static gboolean
read_element (Reader *r, JsonNode *node, const char *place)
{
  JsonObject *element;
  const char *type;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "an element is an object");
  element = json_node_get_object (node);
  type = hs_form_lint_string (r->lint, element, place, "type");
  if (type == NULL)
    return FALSE;
  if (g_str_equal (type, "Control") || g_str_equal (type, "ListWithDetail"))
    return read_control (r, element, place);
  if (g_str_equal (type, "Label"))
    return read_label (r, element, place);
  if (g_str_equal (type, "Group") || g_str_equal (type, "VerticalLayout") ||
      g_str_equal (type, "HorizontalLayout"))
    return read_container (r, element, place, g_str_equal (type, "Group"));
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "unknown element “%s”", type);
}

static gboolean
read_elements (Reader *r, JsonObject *parent, const char *place)
{
  JsonArray *elements = hs_form_lint_array (r->lint, parent, place, "elements");

  for (guint i = 0; elements != NULL && i < json_array_get_length (elements); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s/elements/%u", place, i);

      if (!read_element (r, json_array_get_element (elements, i), where))
        return FALSE;
    }
  return elements != NULL;
}

static gboolean
has_section (HsFormPlan *plan, const char *id)
{
  for (guint i = 0; i < plan->sections->len; i++)
    if (g_str_equal (((HsSectionDef *) plan->sections->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

static gboolean
read_category (Reader *r, JsonNode *node, const char *place)
{
  static const char *const known[] = { "type", "label", "elements", "i18n", "rule", NULL };
  JsonObject *category = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  HsSectionDef *section;
  const char *id, *title;

  if (category == NULL || g_strcmp0 (hs_json_string (category, "type", NULL), "Category") != 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a “Categorization” has “Category” only");
  if (!hs_form_lint_members (r->lint, category, place, known))
    return FALSE;
  id = hs_form_lint_string (r->lint, category, place, "i18n");
  title = id != NULL ? hs_form_lint_string (r->lint, category, place, "label") : NULL;
  if (title == NULL)
    return FALSE;
  if (has_section (r->plan, id))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "two sections are named “%s”",
                              id);
  section = g_new0 (HsSectionDef, 1);
  section->id = id;
  section->title = title;
  section->fields = g_ptr_array_new ();
  r->section = r->plan->sections->len;
  r->target = section->fields;
  r->group = NULL;
  r->n_shown_if = r->n_locked_if = 0;
  g_ptr_array_add (r->plan->sections, section);
  if (!read_rule (r, category, place))
    return FALSE;
  return read_elements (r, category, place);
}

static gboolean
check_all_shown (HsFormPlan *plan, HsFormLint *lint)
{
  for (guint i = 0; i < plan->fields->len; i++)
    {
      HsFieldDef *def = plan->fields->pdata[i];

      if (def->section == HS_NO_INDEX)
        return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, def->schema_pointer,
                                  "no layout shows the field “%s”", def->pointer);
    }
  return TRUE;
}

gboolean
hs_form_plan_read_layout (HsFormPlan *self, HsSchemaWalk *walk, JsonObject *layout)
{
  HsFormLint *lint = walk->lint;
  static const char *const known[] = { "type", "elements", "i18n", NULL };
  guint n_shown = 0;
  Reader r = { .plan = self, .lint = lint, .walk = walk, .n_shown = &n_shown };
  JsonArray *elements;

  if (g_strcmp0 (hs_json_string (layout, "type", NULL), "Categorization") != 0)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/layout",
                              "a layout is a “Categorization”");
  if (!hs_form_lint_members (lint, layout, "/layout", known))
    return FALSE;
  elements = hs_form_lint_array (lint, layout, "/layout", "elements");
  for (guint i = 0; elements != NULL && i < json_array_get_length (elements); i++)
    {
      g_autofree char *place = g_strdup_printf ("/layout/elements/%u", i);

      if (!read_category (&r, json_array_get_element (elements, i), place))
        return FALSE;
    }
  return elements != NULL && check_all_shown (self, lint);
}
