/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing to mend in a form: where, which rule, and what to do. Says the same for ever;
 * only its pointer follows the row it is in. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

G_DEFINE_FINAL_TYPE (HsFormProblem, hs_form_problem, G_TYPE_OBJECT)

static void
hs_form_problem_finalize (GObject *object)
{
  HsFormProblem *self = HS_FORM_PROBLEM (object);

  g_clear_object (&self->field);
  g_free (self->pointer);
  g_free (self->message);
  G_OBJECT_CLASS (hs_form_problem_parent_class)->finalize (object);
}

static void
hs_form_problem_class_init (HsFormProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_problem_finalize;
}

static void
hs_form_problem_init (HsFormProblem *self)
{
}

HsFormProblem *
hs_form_problem_new (HsFormField *field)
{
  HsFormProblem *self = g_object_new (HS_TYPE_FORM_PROBLEM, NULL);
  HsFormPlan *plan = hs_form_package_get_plan (field->package);

  self->field = g_object_ref (field);
  self->is_warning = field->error == NULL;
  self->pointer = g_strdup (hs_form_field_get_pointer (field));
  self->rule = self->is_warning ? field->warning_rule : field->error_rule;
  self->message = g_strdup (self->is_warning ? field->warning : field->error);
  self->section = ((HsSectionDef *) plan->sections->pdata[field->def->section])->id;
  return self;
}

gboolean
hs_form_problem_is_of (HsFormProblem *self, HsFormField *field)
{
  gboolean is_warning = field->error == NULL;

  return !self->is_warning == !is_warning &&
         g_strcmp0 (self->rule, is_warning ? field->warning_rule : field->error_rule) == 0 &&
         g_strcmp0 (self->message, is_warning ? field->warning : field->error) == 0;
}

const char *
hs_form_problem_get_pointer (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
  if (hs_form_field_is_in (self->field) &&
      g_strcmp0 (self->pointer, hs_form_field_get_pointer (self->field)) != 0)
    {
      g_free (self->pointer);
      self->pointer = g_strdup (hs_form_field_get_pointer (self->field));
    }
  return self->pointer;
}

const char *
hs_form_problem_get_rule (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
  return self->rule;
}

const char *
hs_form_problem_get_label (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
  return hs_form_field_get_label (self->field);
}

const char *
hs_form_problem_get_message (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
  return self->message;
}

const char *
hs_form_problem_get_section (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
  return self->section;
}

gboolean
hs_form_problem_is_warning (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), FALSE);
  return self->is_warning;
}
