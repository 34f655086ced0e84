/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names in a rule mean in a form: answers of the row the rule is in and of those above, rows of
 * repeats for sums and counts; for rules written for other engines, paths as JavaScript writes them. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

static gboolean
find_in_scope (HsFormPlan *plan, guint scope, const char *path, guint *id, guint *types)
{
  HsFieldDef *field = hs_form_plan_resolve (plan, scope, path);

  if (field == NULL)
    return FALSE;
  *id = field->index;
  *types = hs_field_def_rule_types (field);
  return TRUE;
}

static gboolean
find_field_cb (gpointer data, const char *path, guint *id, guint *types)
{
  HsPlanView *view = data;

  return find_in_scope (view->plan, view->scope, path, id, types);
}

static gboolean
find_in_row_cb (gpointer data, guint scope, const char *path, guint *id, guint *types)
{
  HsPlanView *view = data;

  return find_in_scope (view->plan, scope, path, id, types);
}

static gboolean
has_list_cb (gpointer data, const char *name)
{
  HsPlanView *view = data;

  return g_str_equal (name, HS_UNITS_LIST) || hs_form_plan_list (view->plan, name) != NULL;
}

/* The shortest beginning of path, seen from scope, that names a repeat; what comes after it. */
static HsFieldDef *
take_repeat (HsFormPlan *plan, guint scope, const char **path)
{
  for (const char *end = *path;; end++)
    {
      g_autofree char *name = NULL;
      HsFieldDef *field;

      if (*end != '.' && *end != '\0')
        continue;
      name = g_strndup (*path, (gsize) (end - *path));
      field = hs_form_plan_resolve (plan, scope, name);
      if (field != NULL && field->value_kind == HS_VALUE_ROWS)
        {
          *path = *end == '.' ? end + 1 : end;
          return field;
        }
      if (*end == '\0')
        return NULL;
    }
}

static gboolean
find_rows_cb (gpointer data, guint scope, const char *path, HsRuleRows *rows)
{
  HsPlanView *view = data;
  HsFieldDef *field;

  if (scope == HS_RULE_OWN_SCOPE)
    scope = view->scope;
  for (; g_str_has_prefix (path, "../"); path += 3)
    {
      scope = hs_form_plan_scope (view->plan, scope)->parent;
      if (scope == HS_NO_INDEX)
        return FALSE;
    }
  rows->levels = 0;
  while (*path != '\0' && (field = take_repeat (view->plan, scope, &path)) != NULL)
    {
      rows->repeat = field->index;
      rows->scope = scope = field->inner_scope;
      rows->levels++;
    }
  rows->rest = path;
  return rows->levels > 0;
}

HsRuleNames
hs_plan_view_names (HsPlanView *view)
{
  HsRuleNames names = { .find_field = find_field_cb,
                        .has_list = has_list_cb,
                        .data = view,
                        .find_rows = find_rows_cb,
                        .find_in_row = find_in_row_cb };

  return names;
}

/* Rules for other engines. */

static void
read_field (HsFormPlan *plan, HsRule *rule, HsFieldDef *field, guint up)
{
  hs_rule_add_read (rule, field->index, up);
  if (field->value_kind != HS_VALUE_ROWS)
    return;
  for (guint i = 0; i < hs_form_plan_scope (plan, field->inner_scope)->fields->len; i++)
    {
      HsFieldDef *inner = hs_form_plan_scope (plan, field->inner_scope)->fields->pdata[i];

      if (inner->kind != HS_FIELD_NOTE)
        read_field (plan, rule, inner, up);
    }
}

/* "members.0.fee", "name.length": what is read is the field the path begins with. */
static HsFieldDef *
find_beginning (HsFormPlan *plan, guint scope, const char *path)
{
  g_autofree char *beginning = g_strdup (path);
  HsFieldDef *field = hs_form_plan_resolve (plan, scope, beginning);
  char *dot;

  while (field == NULL && (dot = strrchr (beginning, '.')) != NULL)
    {
      *dot = '\0';
      field = hs_form_plan_resolve (plan, scope, beginning);
    }
  return field;
}

static gboolean
read_object (HsFormPlan *plan, HsRule *rule, guint scope, const char *path, guint up)
{
  g_autofree char *prefix = *path != '\0' ? g_strdup_printf ("/%s/", path) : g_strdup ("/");
  GPtrArray *fields = hs_form_plan_scope (plan, scope)->fields;
  gboolean any = FALSE;

  g_strdelimit (prefix, ".", '/');
  for (guint i = 0; i < fields->len; i++)
    {
      HsFieldDef *field = fields->pdata[i];

      if (field->kind == HS_FIELD_NOTE || !g_str_has_prefix (field->relative, prefix))
        continue;
      read_field (plan, rule, field, up);
      any = TRUE;
    }
  return any;
}

gboolean
hs_form_plan_read_path (HsFormPlan *self, guint scope, const char *path, HsRule *rule)
{
  HsFieldDef *field;
  guint up = 0;

  for (; g_str_has_prefix (path, "../"); path += 3, up++)
    {
      scope = hs_form_plan_scope (self, scope)->parent;
      if (scope == HS_NO_INDEX)
        return FALSE;
    }
  field = find_beginning (self, scope, path);
  if (field != NULL)
    read_field (self, rule, field, up);
  return field != NULL || read_object (self, rule, scope, path, up);
}

static gboolean
is_under (const char *pointer, const char *block)
{
  gsize length = strlen (block);

  return strncmp (pointer, block, length) == 0 &&
         (pointer[length] == '/' || pointer[length] == '\0');
}

void
hs_form_plan_read_everything (HsFormPlan *self, guint scope, const char *but, HsRule *rule)
{
  guint up = hs_form_plan_scope (self, scope)->depth;

  for (guint i = 0; i < self->fields->len; i++)
    {
      HsFieldDef *field = self->fields->pdata[i];

      if (field->kind != HS_FIELD_NOTE && (but == NULL || !is_under (field->pointer, but)))
        hs_rule_add_read (rule, field->index, up);
    }
}
