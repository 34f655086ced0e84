/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the rules of a package: calculate, relevant, require, readonly, check. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  gboolean compatible; /* "mode": rules written for other engines */
} Reader;

/* What a rule of another engine reads. FALSE: a path names nothing, told. */
static gboolean
note_reads (Reader *r, HsLogic *logic, HsRule *rule, guint scope, const char *subject,
            const char *place)
{
  gboolean reads_all;
  GPtrArray *reads = hs_logic_get_reads (logic, &reads_all);

  for (guint i = 0; i < reads->len; i++)
    if (!hs_form_plan_read_path (r->plan, scope, reads->pdata[i], rule))
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no field “%s”",
                                (const char *) reads->pdata[i]);
  if (reads_all)
    hs_form_plan_read_everything (r->plan, scope, subject, rule);
  return TRUE;
}

static HsRule *
compile_compatible (Reader *r, JsonNode *expression, guint want, guint scope, const char *subject,
                    const char *place)
{
  g_autofree char *where = NULL;
  g_autofree char *pointer = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (HsRule) rule = NULL;
  HsLogic *logic = hs_logic_compile_form (expression, &where, &local);

  if (logic == NULL)
    {
      pointer = g_strconcat (place, where, NULL);
      hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, pointer, "%s", local->message);
      return NULL;
    }
  rule = hs_rule_new_compatible (logic, expression, want);
  if (!note_reads (r, logic, rule, scope, subject, place))
    return NULL;
  r->plan->reads_clock |= hs_rule_reads_clock (rule);
  return g_steal_pointer (&rule);
}

/* subject (nullable): pointer of what the rule is about, which it does not wait for. */
static HsRule *
compile (Reader *r, JsonNode *expression, guint want, guint scope, const char *subject,
         const char *place)
{
  HsPlanView view = { r->plan, scope };
  HsRuleNames names = hs_plan_view_names (&view);
  g_autofree char *where = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *pointer = NULL;
  HsRule *rule;

  if (r->compatible)
    return compile_compatible (r, expression, want, scope, subject, place);
  rule = hs_rule_compile (expression, want, &names, &where, &local);
  if (rule != NULL)
    {
      r->plan->reads_clock |= hs_rule_reads_clock (rule);
      r->plan->reads_calendar |= hs_rule_reads_calendar (rule);
      return rule;
    }
  pointer = g_strconcat (place, where, NULL);
  hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, pointer, "%s", local->message);
  return NULL;
}

static guint
types_of_value (HsFieldDef *def)
{
  return hs_field_def_rule_types (def);
}

static gboolean
read_calculate (Reader *r, HsFieldDef *def, JsonNode *rule, const char *place)
{
  if (def->value_kind == HS_VALUE_ROWS)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "rows cannot be calculated");
  def->calculate = compile (r, rule, types_of_value (def), def->scope, def->pointer, place);
  def->kind = HS_FIELD_COMPUTED;
  return def->calculate != NULL;
}

static gboolean
read_require (Reader *r, HsFieldDef *def, JsonNode *rule, const char *place)
{
  def->require = compile (r, rule, BOOLEAN, def->scope, NULL, place);
  return def->require != NULL;
}

static gboolean
read_read_only (Reader *r, HsFieldDef *def, JsonNode *rule, const char *place)
{
  def->read_only = compile (r, rule, BOOLEAN, def->scope, NULL, place);
  return def->read_only != NULL;
}

typedef gboolean (*ReadRule) (Reader *r, HsFieldDef *def, JsonNode *rule, const char *place);

static gboolean
read_map (Reader *r, JsonObject *rules, const char *name, ReadRule read)
{
  gboolean ok;
  JsonObject *map = hs_form_lint_maybe_object (r->lint, rules, "/rules", name, &ok);
  g_autofree char *parent = hs_json_pointer_append ("/rules", name);
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *rule;

  if (map == NULL)
    return ok;
  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &pointer, &rule))
    {
      g_autofree char *place = hs_json_pointer_append (parent, pointer);
      HsFieldDef *def = g_hash_table_lookup (r->plan->by_pointer, pointer);

      if (def == NULL)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                                  "the rule names a field that does not exist: “%s”", pointer);
      if (!read (r, def, rule, place))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_under (const char *pointer, const char *block)
{
  gsize length = strlen (block);

  return strncmp (pointer, block, length) == 0 &&
         (pointer[length] == '/' || pointer[length] == '\0');
}

/* A rule about a block is about every field in it; rows of a repeat follow their repeat. */
static void
spread_condition (HsFormPlan *plan, const char *pointer, guint scope, HsRule *rule)
{
  for (guint i = 0; i < plan->fields->len; i++)
    {
      HsFieldDef *def = plan->fields->pdata[i];

      if (def->scope == scope && is_under (def->pointer, pointer))
        g_ptr_array_add (def->conditions, rule);
    }
}

static gboolean
read_condition (Reader *r, const char *pointer, JsonNode *expression, const char *place)
{
  HsFieldDef *def = g_hash_table_lookup (r->plan->by_pointer, pointer);
  HsObjectDef *object = g_hash_table_lookup (r->plan->objects, pointer);
  guint scope;
  HsRule *rule;

  if (def == NULL && object == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the rule names a field that does not exist: “%s”", pointer);
  scope = def != NULL ? def->scope : object->scope;
  rule = compile (r, expression, BOOLEAN, scope, pointer, place);
  if (rule == NULL)
    return FALSE;
  g_ptr_array_add (r->plan->conditions, rule);
  spread_condition (r->plan, pointer, scope, rule);
  return TRUE;
}

static gboolean
read_conditions (Reader *r, JsonObject *rules)
{
  gboolean ok;
  JsonObject *map = hs_form_lint_maybe_object (r->lint, rules, "/rules", "relevant", &ok);
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *rule;

  if (map == NULL)
    return ok;
  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &pointer, &rule))
    {
      g_autofree char *place = hs_json_pointer_append ("/rules/relevant", pointer);

      if (!read_condition (r, pointer, rule, place))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_notes (Reader *r)
{
  for (guint i = 0; i < r->plan->fields->len; i++)
    {
      HsFieldDef *def = r->plan->fields->pdata[i];
      g_autofree char *place = NULL;
      HsRule *rule;

      if (def->kind != HS_FIELD_NOTE || def->standard == NULL)
        continue;
      place = hs_json_pointer_append (def->schema_pointer, "x-relevant");
      rule = compile (r, def->standard, BOOLEAN, def->scope, NULL, place);
      def->standard = NULL;
      if (rule == NULL)
        return FALSE;
      g_ptr_array_add (r->plan->conditions, rule);
      g_ptr_array_add (def->conditions, rule);
    }
  return TRUE;
}

static gboolean
read_places (Reader *r, HsFormCheck *check, JsonArray *at)
{
  for (guint i = 0; i < json_array_get_length (at); i++)
    {
      JsonNode *node = json_array_get_element (at, i);
      const char *pointer = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      g_autofree char *place = g_strdup_printf ("%s/at/%u", check->pointer, i);
      HsFieldDef *def = pointer != NULL ? g_hash_table_lookup (r->plan->by_pointer, pointer) : NULL;

      if (def == NULL)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                                  "the rule names a field that does not exist: “%s”",
                                  pointer != NULL ? pointer : "");
      if (check->at->len > 0 && check->scope != def->scope)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                                  "a check is about fields of one and the same row");
      check->scope = def->scope;
      g_array_append_val (check->at, def->index);
    }
  if (check->at->len == 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, check->pointer,
                              "“at” names no field");
  return TRUE;
}

static gboolean
read_severity (Reader *r, HsFormCheck *check, JsonObject *object)
{
  const char *severity = hs_form_lint_string (r->lint, object, check->pointer, "severity");
  g_autofree char *place = hs_json_pointer_append (check->pointer, "severity");

  if (severity == NULL)
    return FALSE;
  check->is_warning = g_str_equal (severity, "warning");
  return check->is_warning || g_str_equal (severity, "error") ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                            "the severity is “error” or “warning”");
}

static gboolean
fill_check (Reader *r, HsFormCheck *check, JsonObject *object)
{
  static const char *const known[] = { "id", "at", "when", "message", "severity", NULL };
  g_autofree char *place = hs_json_pointer_append (check->pointer, "when");
  JsonArray *at;

  if (!hs_form_lint_members (r->lint, object, check->pointer, known))
    return FALSE;
  check->id = hs_form_lint_string (r->lint, object, check->pointer, "id");
  at = check->id != NULL ? hs_form_lint_array (r->lint, object, check->pointer, "at") : NULL;
  if (at == NULL || !read_places (r, check, at) || !read_severity (r, check, object))
    return FALSE;
  check->message = hs_json_string (object, "message", "");
  if (*check->message == '\0')
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, check->pointer,
                              "the check “%s” has no message", check->id);
  if (!json_object_has_member (object, "when"))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, check->pointer,
                              "the check “%s” has no “when”", check->id);
  check->when =
    compile (r, json_object_get_member (object, "when"), BOOLEAN, check->scope, NULL, place);
  return check->when != NULL;
}

static gboolean
read_check (Reader *r, JsonNode *node, guint number)
{
  HsFormCheck *check = g_new0 (HsFormCheck, 1);
  guint index = r->plan->checks->len;

  check->at = g_array_new (FALSE, FALSE, sizeof (guint));
  check->pointer = g_strdup_printf ("/rules/check/%u", number);
  g_ptr_array_add (r->plan->checks, check);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, check->pointer,
                              "a check is an object");
  if (!fill_check (r, check, json_node_get_object (node)))
    return FALSE;
  for (guint i = 0; i < index; i++)
    if (g_str_equal (((HsFormCheck *) r->plan->checks->pdata[i])->id, check->id))
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, check->pointer,
                                "two checks are named “%s”", check->id);
  check->local = hs_form_plan_scope (r->plan, check->scope)->n_checks++;
  for (guint i = 0; i < check->at->len; i++)
    g_array_append_val (hs_form_plan_field (r->plan, g_array_index (check->at, guint, i))->checks,
                        index);
  return TRUE;
}

static gboolean
read_checks (Reader *r, JsonObject *rules)
{
  gboolean ok;
  JsonArray *checks = hs_form_lint_maybe_array (r->lint, rules, "/rules", "check", &ok);

  for (guint i = 0; checks != NULL && i < json_array_get_length (checks); i++)
    if (!read_check (r, json_array_get_element (checks, i), i))
      return FALSE;
  return ok;
}

/* Whatever can be wrong with a field has a message. */
static gboolean
check_messages (Reader *r)
{
  for (guint i = 0; i < r->plan->fields->len; i++)
    {
      HsFieldDef *def = r->plan->fields->pdata[i];
      g_autoptr (GPtrArray) keywords = NULL;

      if (def->kind == HS_FIELD_NOTE)
        continue;
      keywords = hs_field_schema_list_keywords (def->schema);
      if (def->schema_required || def->require != NULL)
        g_ptr_array_add (keywords, (gpointer) "required");
      for (guint k = 0; k < keywords->len; k++)
        if (hs_form_plan_message (r->plan, def, keywords->pdata[k]) == NULL)
          return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, def->schema_pointer,
                                    "there is no message for “%s” of “%s”",
                                    (const char *) keywords->pdata[k], def->pointer);
    }
  return TRUE;
}

static gboolean
read_mode (Reader *r, JsonObject *rules)
{
  gboolean ok;
  const char *mode = hs_form_lint_maybe_string (r->lint, rules, "/rules", "mode", &ok);

  if (mode == NULL)
    return ok;
  r->compatible = g_str_equal (mode, "compatible");
  return r->compatible || g_str_equal (mode, "strict") ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/rules/mode",
                            "the mode of rules is “strict” or “compatible”");
}

gboolean
hs_form_plan_read_rules (HsFormPlan *self, HsFormLint *lint, JsonObject *rules)
{
  static const char *const known[] = { "mode",     "calculate", "relevant", "require",
                                       "readonly", "check",     NULL };
  Reader r = { self, lint, FALSE };

  if (rules != NULL &&
      (!hs_form_lint_members (lint, rules, "/rules", known) || !read_mode (&r, rules) ||
       !read_map (&r, rules, "calculate", read_calculate) || !read_conditions (&r, rules) ||
       !read_map (&r, rules, "require", read_require) ||
       !read_map (&r, rules, "readonly", read_read_only) || !read_checks (&r, rules)))
    return FALSE;
  return read_notes (&r) && check_messages (&r);
}
