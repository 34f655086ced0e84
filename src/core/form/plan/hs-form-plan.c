/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a package's JSON into the plan a form runs by, and answers questions about it. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

HsFormOption *
hs_form_option_new (const char *code, const char *label)
{
  HsFormOption *option = g_new0 (HsFormOption, 1);

  option->code = g_strdup (code);
  option->label = g_strdup (label);
  return option;
}

void
hs_form_option_free (HsFormOption *self)
{
  g_free (self->code);
  g_free (self->label);
  g_free (self);
}

HsFieldDef *
hs_field_def_new (void)
{
  HsFieldDef *def = g_new0 (HsFieldDef, 1);

  def->section = def->inner_scope = HS_NO_INDEX;
  def->options = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_option_free);
  def->conditions = g_ptr_array_new ();
  def->checks = g_array_new (FALSE, FALSE, sizeof (guint));
  def->demands = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_demand_free);
  def->shown_if = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));
  def->locked_if = g_array_new (FALSE, FALSE, sizeof (HsGuardUse));
  def->constraints = g_array_new (FALSE, FALSE, sizeof (guint));
  return def;
}

static void
field_free (HsFieldDef *def)
{
  g_free (def->pointer);
  g_free (def->relative);
  g_free (def->schema_pointer);
  hs_field_schema_free (def->schema);
  g_ptr_array_unref (def->options);
  hs_prefill_free (def->prefill);
  hs_rule_free (def->calculate);
  hs_rule_free (def->require);
  hs_rule_free (def->read_only);
  g_ptr_array_unref (def->conditions);
  g_array_unref (def->checks);
  g_clear_pointer (&def->merged, json_object_unref);
  g_clear_pointer (&def->pieces, g_ptr_array_unref);
  g_ptr_array_unref (def->demands);
  g_array_unref (def->shown_if);
  g_array_unref (def->locked_if);
  g_array_unref (def->constraints);
  g_free (def);
}

static void
scope_free (HsFormScope *scope)
{
  g_ptr_array_unref (scope->fields);
  g_hash_table_unref (scope->by_relative);
  g_ptr_array_unref (scope->shown);
  g_array_unref (scope->children);
  g_ptr_array_unref (scope->repeats);
  g_array_unref (scope->nodes);
  g_free (scope);
}

static void
section_free (HsSectionDef *section)
{
  g_ptr_array_unref (section->fields);
  g_free (section);
}

static void
check_free (HsFormCheck *check)
{
  hs_rule_free (check->when);
  g_array_unref (check->at);
  g_free (check->pointer);
  g_free (check);
}

static void
node_free (HsPlanNode *node)
{
  g_array_unref (node->dependents);
  g_free (node);
}

static void
object_free (HsObjectDef *object)
{
  g_clear_pointer (&object->pieces, g_ptr_array_unref);
  g_free (object->relative);
  g_free (object);
}

static void
list_free (HsCodeList *list)
{
  g_ptr_array_unref (list->options);
  g_hash_table_unref (list->labels);
  g_free (list);
}

HsFormScope *
hs_form_plan_add_scope (HsFormPlan *self, guint parent, guint repeat)
{
  HsFormScope *scope = g_new0 (HsFormScope, 1);
  guint index = self->scopes->len;

  scope->parent = parent;
  scope->repeat = repeat;
  scope->fields = g_ptr_array_new ();
  scope->by_relative = g_hash_table_new (g_str_hash, g_str_equal);
  scope->shown = g_ptr_array_new ();
  scope->children = g_array_new (FALSE, FALSE, sizeof (guint));
  scope->repeats = g_ptr_array_new ();
  scope->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->scopes, scope);
  if (parent != HS_NO_INDEX)
    {
      scope->depth = hs_form_plan_scope (self, parent)->depth + 1;
      g_array_append_val (hs_form_plan_scope (self, parent)->children, index);
    }
  return scope;
}

void
hs_form_plan_add_field (HsFormPlan *self, HsFieldDef *def)
{
  HsFormScope *scope = hs_form_plan_scope (self, def->scope);

  def->index = self->fields->len;
  def->local = scope->fields->len;
  g_ptr_array_add (self->fields, def);
  g_ptr_array_add (scope->fields, def);
  if (def->value_kind == HS_VALUE_ROWS)
    g_ptr_array_add (scope->repeats, def);
  if (def->kind == HS_FIELD_NOTE)
    return;
  g_hash_table_insert (scope->by_relative, def->relative, def);
  g_hash_table_insert (self->by_pointer, def->pointer, def);
}

static gboolean
read_messages (HsFormPlan *self, HsFormLint *lint, JsonObject *root)
{
  static const char *const needed[] = { "value.true", "value.false", "value.row", "type", NULL };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  self->messages = hs_form_lint_object (lint, root, "", "messages");
  if (self->messages == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, self->messages);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (hs_form_lint_string (lint, self->messages, "/messages", name) == NULL)
      return FALSE;
  for (guint i = 0; needed[i] != NULL; i++)
    if (hs_form_lint_string (lint, self->messages, "/messages", needed[i]) == NULL)
      return FALSE;
  return TRUE;
}

static HsFormPlan *
plan_new (void)
{
  HsFormPlan *self = g_new0 (HsFormPlan, 1);

  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  self->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_free);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) check_free);
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_rule_free);
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  self->by_pointer = g_hash_table_new (g_str_hash, g_str_equal);
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) object_free);
  self->guards = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_guard_free);
  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_constraint_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) list_free);
  self->named = hs_form_lists_new ();
  hs_form_plan_add_scope (self, HS_NO_INDEX, HS_NO_INDEX);
  return self;
}

void
hs_form_plan_free (HsFormPlan *self)
{
  if (self == NULL)
    return;
  hs_print_plan_free (self->print);
  g_free (self->value_node);
  g_free (self->verdict_node);
  g_ptr_array_unref (self->nodes);
  g_hash_table_unref (self->by_pointer);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->conditions);
  g_hash_table_unref (self->objects);
  g_ptr_array_unref (self->bodies);
  g_ptr_array_unref (self->guards);
  g_ptr_array_unref (self->constraints);
  hs_schema_free (self->whole);
  g_hash_table_unref (self->lists);
  g_ptr_array_unref (self->named);
  g_free (self);
}

static gboolean
compile_print (HsFormPlan *self, HsFormLint *lint, JsonObject *root)
{
  gboolean ok;
  JsonObject *print = hs_form_lint_maybe_object (lint, root, "", "print", &ok);

  if (print == NULL)
    return ok;
  self->print = hs_print_plan_compile (self, lint, print);
  return self->print != NULL;
}

static gboolean
read_all (HsFormPlan *self, HsFormLint *lint, HsSchemaWalk *walk, JsonObject *root)
{
  JsonObject *layout, *rules;
  gboolean ok;

  if (hs_form_lint_object (lint, root, "", "schema") == NULL ||
      !hs_schema_walk_init (walk, lint, json_object_get_member (root, "schema")) ||
      !hs_form_plan_read_schema (self, walk))
    return FALSE;
  layout = hs_form_lint_object (lint, root, "", "layout");
  if (layout == NULL || !hs_form_plan_read_layout (self, walk, layout) ||
      !hs_form_plan_read_constraints (self, walk))
    return FALSE;
  rules = hs_form_lint_maybe_object (lint, root, "", "rules", &ok);
  return ok && hs_form_plan_read_rules (self, lint, rules) &&
         hs_form_plan_check_hidden (self, lint) && hs_form_plan_sort (self, lint) &&
         hs_form_plan_read_prefill (self, lint, root) && compile_print (self, lint, root);
}

HsFormPlan *
hs_form_plan_compile (JsonObject *root, HsJsonIndex *index, HsWorld *world, GPtrArray *kept,
                      GError **error)
{
  HsFormLint lint = { index, error };
  HsSchemaWalk walk = { &lint, NULL, NULL };
  g_autoptr (HsFormPlan) self = plan_new ();
  gboolean ok = hs_form_plan_read_lists (self, &lint, world, kept, root) &&
                read_messages (self, &lint, root) && read_all (self, &lint, &walk, root);

  hs_schema_walk_clear (&walk);
  return ok ? g_steal_pointer (&self) : NULL;
}

HsFieldDef *
hs_form_plan_field (HsFormPlan *self, guint index)
{
  return self->fields->pdata[index];
}

HsFormScope *
hs_form_plan_scope (HsFormPlan *self, guint index)
{
  return self->scopes->pdata[index];
}

HsCodeList *
hs_form_plan_list (HsFormPlan *self, const char *name)
{
  return g_hash_table_lookup (self->lists, name);
}

HsFieldDef *
hs_form_plan_resolve (HsFormPlan *self, guint scope, const char *path)
{
  g_autofree char *relative = NULL;

  while (g_str_has_prefix (path, "../"))
    {
      scope = hs_form_plan_scope (self, scope)->parent;
      if (scope == HS_NO_INDEX)
        return NULL;
      path += 3;
    }
  if (*path == '\0' || strchr (path, '/') != NULL)
    return NULL;
  relative = g_strconcat ("/", path, NULL);
  g_strdelimit (relative, ".", '/');
  return g_hash_table_lookup (hs_form_plan_scope (self, scope)->by_relative, relative);
}

guint
hs_field_def_rule_types (HsFieldDef *self)
{
  switch (self->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
    case HS_VALUE_MONEY:
      return HS_RULE_MASK (HS_RULE_NUMBER);
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
      return HS_RULE_MASK (HS_RULE_DATE);
    case HS_VALUE_YES_NO:
      return HS_RULE_MASK (HS_RULE_BOOLEAN);
    case HS_VALUE_CODES:
    case HS_VALUE_ROWS:
      return HS_RULE_MASK (HS_RULE_ARRAY);
    case HS_VALUE_NONE:
    case HS_VALUE_TEXT:
    case HS_VALUE_CODE:
    case HS_VALUE_UNIT:
    default:
      return HS_RULE_MASK (HS_RULE_STRING);
    }
}

guint
hs_form_plan_common_scope (HsFormPlan *self, guint a, guint b)
{
  while (a != b)
    if (hs_form_plan_scope (self, a)->depth >= hs_form_plan_scope (self, b)->depth)
      a = hs_form_plan_scope (self, a)->parent;
    else
      b = hs_form_plan_scope (self, b)->parent;
  return a;
}

static const char *
variant_of (HsFieldDef *field, const char *keyword)
{
  static const char *const types[] = { [HS_VALUE_NUMBER] = "number",
                                       [HS_VALUE_INTEGER] = "integer",
                                       [HS_VALUE_MONEY] = "money",
                                       [HS_VALUE_DATE] = "date",
                                       [HS_VALUE_PARTIAL_DATE] = "partial-date",
                                       [HS_VALUE_ROWS] = NULL };
  const HsFormFormat *format = hs_field_schema_get_format (field->schema);

  if (g_str_equal (keyword, "format") && format != NULL)
    return hs_form_format_get_name (format);
  if (g_str_equal (keyword, "type"))
    return types[field->value_kind];
  if (g_str_equal (keyword, "required") && field->list != NULL)
    return "choice";
  return NULL;
}

const char *
hs_form_plan_message (HsFormPlan *self, HsFieldDef *field, const char *keyword)
{
  const char *variant = variant_of (field, keyword), *message = NULL;

  if (field->words != NULL)
    message = hs_json_string (field->words, keyword, NULL);
  if (message == NULL && variant != NULL)
    {
      g_autofree char *name = g_strconcat (keyword, ".", variant, NULL);

      message = hs_json_string (self->messages, name, NULL);
    }
  return message != NULL ? message : hs_json_string (self->messages, keyword, NULL);
}

const char *
hs_form_plan_word (HsFormPlan *self, const char *name)
{
  return hs_json_string (self->messages, name, "");
}

char *
hs_form_plan_expand (const char *template, ...)
{
  GString *text = g_string_new (template);
  const char *name;
  va_list args;

  /* Values could hold braces: names are replaced from the template only, by going left to right. */
  for (gsize at = 0; at < text->len;)
    {
      gboolean replaced = FALSE;

      if (text->str[at] != '{')
        {
          at++;
          continue;
        }
      va_start (args, template);
      while (!replaced && (name = va_arg (args, const char *)) != NULL)
        {
          const char *value = va_arg (args, const char *);
          gsize length = strlen (name);

          if (strncmp (text->str + at + 1, name, length) == 0 && text->str[at + 1 + length] == '}')
            {
              g_string_erase (text, (gssize) at, (gssize) length + 2);
              g_string_insert (text, (gssize) at, value);
              at += strlen (value);
              replaced = TRUE;
            }
        }
      va_end (args);
      if (!replaced)
        at++;
    }
  return g_string_free (text, FALSE);
}
