/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles guards and constraints, and sees that there are words for whatever may be wrong. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-constraints.h"

#include <string.h>

/* (nullable) where the fault is in the package. */
static char *
place_of_fault (const char *where)
{
  if (where != NULL && g_str_has_prefix (where, HS_SCHEMA_WALK_URI "#"))
    return g_strconcat ("/schema", where + strlen (HS_SCHEMA_WALK_URI "#"), NULL);
  return NULL;
}

static HsSchema *
compile (HsConstraintReader *r, HsSchemaSources *sources, JsonNode *program, const char *place)
{
  g_autofree char *where = NULL, *fault = NULL;
  g_autoptr (GError) error = NULL;
  HsSchema *schema =
    hs_schema_compile (program, "", sources, HS_SCHEMA_FORM_FORMATS, &where, &error);

  if (schema != NULL)
    return schema;
  fault = place_of_fault (where);
  hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, fault != NULL ? fault : place, error->message);
  return NULL;
}

static gboolean
compile_guards (HsConstraintReader *r, HsSchemaSources *sources)
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

gboolean
hs_constraint_compile (HsConstraintReader *r)
{
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autofree char *where = NULL, *place = NULL;
  g_autoptr (GError) error = NULL;

  r->plan->whole =
    hs_schema_compile (r->walk->root, "", NULL, HS_SCHEMA_FORM_FORMATS, &where, &error);
  if (r->plan->whole == NULL)
    {
      place = g_strconcat ("/schema", where != NULL && *where == '/' ? where : "", NULL);
      return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, place, error->message);
    }
  if (!hs_schema_sources_add (sources, HS_SCHEMA_WALK_URI, r->walk->root, &error))
    return hs_constraint_fail (r, HS_FORM_ERROR_PACKAGE, "/schema", error->message);
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
check_words (HsConstraintReader *r, HsFormConstraint *constraint)
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

gboolean
hs_constraint_check_words (HsConstraintReader *r)
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
