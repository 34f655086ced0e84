/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field that is hidden sometimes is not sent then. If the schema demands it always, the office would
 * refuse what the form lets through: that is told to the author of the form, with the way out. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include <string.h>

/* One reason to hide a field: a rule, or a guard of the layout. */
typedef struct
{
  HsRule *rule; /* (nullable) */
  HsGuardUse use;
} Reason;

static gboolean
has_reason (HsFieldDef *def, const Reason *reason)
{
  if (reason->rule != NULL)
    return g_ptr_array_find (def->conditions, reason->rule, NULL);
  for (guint i = 0; i < def->shown_if->len; i++)
    {
      HsGuardUse *use = &g_array_index (def->shown_if, HsGuardUse, i);

      if (use->guard == reason->use.guard && use->state == reason->use.state)
        return TRUE;
    }
  return FALSE;
}

/* Everything in the block goes for that reason, and nobody misses the block. */
static gboolean
vanishes (HsFormPlan *plan, guint scope, const char *relative, const Reason *reason)
{
  g_autofree char *pointer = hs_form_plan_pointer_of (plan, scope, relative);
  g_autofree char *outer = g_path_get_dirname (relative);
  HsObjectDef *object = g_hash_table_lookup (plan->objects, pointer);
  GPtrArray *fields = hs_form_plan_scope (plan, scope)->fields;
  gsize length = strlen (relative);

  if (object == NULL || length < 2)
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    {
      HsFieldDef *def = fields->pdata[i];

      if (def->kind != HS_FIELD_NOTE && strncmp (def->relative, relative, length) == 0 &&
          def->relative[length] == '/' && !has_reason (def, reason))
        return FALSE;
    }
  return !object->required || vanishes (plan, scope, outer, reason);
}

/* Where the author wrote it. */
static char *
place_of (HsFormPlan *plan, HsFormLint *lint, HsFieldDef *def, const Reason *reason)
{
  g_autofree char *pointer = g_strdup (def->pointer);
  guint line, column;

  if (reason->rule == NULL)
    return g_strdup (((HsFormGuard *) plan->guards->pdata[reason->use.guard])->place);
  while (*pointer != '\0')
    {
      g_autofree char *place = hs_json_pointer_append ("/rules/relevant", pointer);

      if (lint->index == NULL || hs_json_index_find (lint->index, place, &line, &column))
        return g_steal_pointer (&place);
      *strrchr (pointer, '/') = '\0';
    }
  return g_strdup ("/rules/relevant");
}

static gboolean
check_reason (HsFormPlan *plan, HsFormLint *lint, HsFieldDef *def, const Reason *reason)
{
  g_autofree char *parent = g_path_get_dirname (def->relative);
  g_autofree char *place = NULL;
  const char *name = strrchr (def->pointer, '/') + 1;

  if (vanishes (plan, def->scope, parent, reason))
    return TRUE;
  place = place_of (plan, lint, def, reason);
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                            "“%s” is shown only sometimes but the schema requires it always (%s); "
                            "take it out of “required” "
                            "and say in that object “if”: {the condition as a schema}, “then”: "
                            "{“required”: [“%s”]}, or use "
                            "“rules”, “require”",
                            def->pointer, def->schema_pointer, name);
}

gboolean
hs_form_plan_check_hidden (HsFormPlan *self, HsFormLint *lint)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      HsFieldDef *def = self->fields->pdata[i];

      if (!def->schema_required)
        continue;
      for (guint k = 0; k < def->conditions->len; k++)
        {
          Reason reason = { def->conditions->pdata[k], { 0, 0 } };

          if (!check_reason (self, lint, def, &reason))
            return FALSE;
        }
      for (guint k = 0; k < def->shown_if->len; k++)
        {
          Reason reason = { NULL, g_array_index (def->shown_if, HsGuardUse, k) };

          if (!check_reason (self, lint, def, &reason))
            return FALSE;
        }
    }
  return TRUE;
}
