/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing to mend in a form: where, which rule, and what to do. Immutable. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

struct _HsFormProblem
{
  GObject parent_instance;
  HsFormPackage *package; /* (owned) keeps the borrowed texts alive */
  char *pointer;          /* (owned) */
  const char *rule;       /* borrowed */
  const char *label;      /* borrowed */
  char *message;          /* (owned) */
  const char *section;    /* borrowed */
  gboolean is_warning;
};

G_DEFINE_FINAL_TYPE (HsFormProblem, hs_form_problem, G_TYPE_OBJECT)

static void
hs_form_problem_finalize (GObject *object)
{
  HsFormProblem *self = HS_FORM_PROBLEM (object);

  g_clear_object (&self->package);
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
hs_form_problem_new (HsFormField *field, gboolean is_warning, const char *section)
{
  HsFormProblem *self = g_object_new (HS_TYPE_FORM_PROBLEM, NULL);

  self->package = g_object_ref (field->package);
  self->pointer = g_strdup (hs_form_field_get_pointer (field));
  self->rule = is_warning ? field->warning_rule : field->error_rule;
  self->label = field->def->label;
  self->message = g_strdup (is_warning ? field->warning : field->error);
  self->section = section;
  self->is_warning = is_warning;
  return self;
}

gboolean
hs_form_problem_equal (HsFormProblem *a, HsFormProblem *b)
{
  return g_str_equal (a->pointer, b->pointer) && g_str_equal (a->rule, b->rule) &&
         g_str_equal (a->message, b->message) && a->is_warning == b->is_warning;
}

const char *
hs_form_problem_get_pointer (HsFormProblem *self)
{
  g_return_val_if_fail (HS_IS_FORM_PROBLEM (self), NULL);
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
  return self->label;
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
