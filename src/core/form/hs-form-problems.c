/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of problems in layout order. It is never made anew: a field whose message changed puts its
 * problem in, or takes it out, in logarithmic time. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

struct _HsFormProblems
{
  GObject parent_instance;
  GSequence *problems; /* (owned) (element-type HsFormProblem) */
  guint n_errors;
  guint n_before;    /* length when is_quiet began */
  gboolean is_quiet; /* changes are told at the end, as one */
};

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_FORM_PROBLEM;
}

static guint
get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (HS_FORM_PROBLEMS (model)->problems);
}

static gpointer
get_item (GListModel *model, guint index)
{
  HsFormProblems *self = HS_FORM_PROBLEMS (model);

  if (index >= get_n_items (model))
    return NULL;
  return g_object_ref (g_sequence_get (g_sequence_get_iter_at_pos (self->problems, (int) index)));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HsFormProblems, hs_form_problems, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
hs_form_problems_finalize (GObject *object)
{
  g_sequence_free (HS_FORM_PROBLEMS (object)->problems);
  G_OBJECT_CLASS (hs_form_problems_parent_class)->finalize (object);
}

static void
hs_form_problems_class_init (HsFormProblemsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_problems_finalize;
}

static void
hs_form_problems_init (HsFormProblems *self)
{
  self->problems = g_sequence_new (g_object_unref);
}

HsFormProblems *
hs_form_problems_new (void)
{
  return g_object_new (HS_TYPE_FORM_PROBLEMS, NULL);
}

guint
hs_form_problems_count_errors (HsFormProblems *self)
{
  return self->n_errors;
}

/* Layout order: a repeat before its rows, rows by their number. */
static int
compare_fields (HsFormField *a, HsFormField *b)
{
  HsFormRow *row_a = NULL, *row_b = NULL; /* the rows just below where a and b have got to */

  while (a->row->scope->depth > b->row->scope->depth)
    {
      row_a = a->row;
      a = row_a->repeat;
    }
  while (b->row->scope->depth > a->row->scope->depth)
    {
      row_b = b->row;
      b = row_b->repeat;
    }
  while (a->row != b->row)
    {
      row_a = a->row;
      row_b = b->row;
      a = row_a->repeat;
      b = row_b->repeat;
    }
  if (a != b)
    return a->def->order < b->def->order ? -1 : 1;
  if (row_a == NULL || row_b == NULL)
    return (row_a != NULL) - (row_b != NULL);
  return hs_form_row_get_index (row_a) < hs_form_row_get_index (row_b) ? -1 : 1;
}

static int
compare_problems (gconstpointer a, gconstpointer b, gpointer data)
{
  HsFormField *x = ((const HsFormProblem *) a)->field, *y = ((const HsFormProblem *) b)->field;

  return x == y ? 0 : compare_fields (x, y);
}

static void
take_out (HsFormProblems *self, HsFormField *field)
{
  GSequenceIter *at = field->problem;
  guint index = self->is_quiet ? 0 : (guint) g_sequence_iter_get_position (at);

  self->n_errors -= !((HsFormProblem *) g_sequence_get (at))->is_warning;
  field->problem = NULL;
  g_sequence_remove (at);
  if (!self->is_quiet)
    g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
}

static void
put_in (HsFormProblems *self, HsFormField *field)
{
  HsFormProblem *problem = hs_form_problem_new (field);

  self->n_errors += !problem->is_warning;
  field->problem = g_sequence_insert_sorted (self->problems, problem, compare_problems, NULL);
  if (!self->is_quiet)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                (guint) g_sequence_iter_get_position (field->problem), 0, 1);
}

static void
replace (HsFormProblems *self, HsFormField *field)
{
  HsFormProblem *old = g_sequence_get (field->problem), *problem = hs_form_problem_new (field);
  guint index = self->is_quiet ? 0 : (guint) g_sequence_iter_get_position (field->problem);

  self->n_errors += !problem->is_warning;
  self->n_errors -= !old->is_warning;
  g_sequence_set (field->problem, problem);
  if (!self->is_quiet)
    g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 1);
}

static gboolean
has_problem (HsFormField *field)
{
  return field->error != NULL || field->warning != NULL;
}

/* First what goes, so that what stays is in order when the rest comes. */
void
hs_form_problems_drop (HsFormProblems *self, HsFormField *field, gboolean has_moved)
{
  if (field->problem != NULL && (has_moved || !has_problem (field) || !hs_form_field_is_in (field)))
    take_out (self, field);
}

void
hs_form_problems_update (HsFormProblems *self, HsFormField *field)
{
  gboolean wanted = has_problem (field) && hs_form_field_is_in (field);

  if (field->problem == NULL && wanted)
    put_in (self, field);
  else if (field->problem != NULL && !wanted)
    take_out (self, field);
  else if (wanted && !hs_form_problem_is_of (g_sequence_get (field->problem), field))
    replace (self, field);
}

void
hs_form_problems_set_quiet (HsFormProblems *self, gboolean is_quiet)
{
  self->is_quiet = is_quiet;
  if (is_quiet)
    self->n_before = get_n_items (G_LIST_MODEL (self));
  else
    g_list_model_items_changed (G_LIST_MODEL (self), 0, self->n_before,
                                get_n_items (G_LIST_MODEL (self)));
}
