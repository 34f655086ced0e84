/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form being filled: takes edits, settles what follows, tells who listens. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "base/hs-text.h"
#include "form/version/hs-form-kept.h"

#include <string.h>

#define MAX_CONDITION_BYTES 65536

G_DEFINE_FINAL_TYPE (HsForm, hs_form, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_PROBLEMS = 1,
} HsFormProperty;
static GParamSpec *props[PROP_N_PROBLEMS + 1];

static guint changed_signal;

static void
hs_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsForm *self = HS_FORM (object);

  if (id == PROP_N_PROBLEMS)
    g_value_set_uint (value, self->n_errors);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_form_finalize (GObject *object)
{
  HsForm *self = HS_FORM (object);
  guint n_nodes = self->plan != NULL ? self->plan->nodes->len : 0;

  g_clear_pointer (&self->group, hs_form_edit_free);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  for (guint i = 0; i < n_nodes; i++)
    g_clear_pointer (&self->pending[i], g_ptr_array_unref);
  g_free (self->pending);
  g_free (self->dirty);
  g_clear_pointer (&self->touched, g_ptr_array_unref);
  g_clear_pointer (&self->tallied, g_ptr_array_unref);
  g_clear_object (&self->sections);
  g_clear_object (&self->problems);
  g_clear_object (&self->not_moved);
  if (self->root != NULL)
    hs_form_row_detach (self->root);
  g_clear_object (&self->root);
  g_clear_pointer (&self->calendar, hs_calendar_unref);
  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_pointer (&self->world, hs_world_unref);
  g_clear_object (&self->package);
  g_clear_error (&self->rule_error);
  G_OBJECT_CLASS (hs_form_parent_class)->finalize (object);
}

static void
hs_form_class_init (HsFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_form_get_property;
  object_class->finalize = hs_form_finalize;
  props[PROP_N_PROBLEMS] =
    g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  changed_signal = g_signal_new ("changed", HS_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hs_form_init (HsForm *self)
{
  self->sections = g_list_store_new (HS_TYPE_FORM_SECTION);
  self->problems = hs_form_problems_new ();
  self->tallied = g_ptr_array_new ();
  self->not_moved = g_list_store_new (HS_TYPE_FORM_KEPT);
  self->touched = g_ptr_array_new_with_free_func (g_object_unref);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_edit_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_edit_free);
}

/* Working days need the table of holidays; without it they stay unanswered and the reason is told. */
static void
load_calendar (HsForm *self)
{
  if (self->plan->reads_calendar)
    self->calendar = hs_calendar_load (self->world, &self->rule_error);
}

HsForm *
hs_form_new (HsFormPackage *package, HsWorld *world, HsUnits *units)
{
  HsForm *self;

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (package), NULL);
  g_return_val_if_fail (world != NULL, NULL);
  self = g_object_new (HS_TYPE_FORM, NULL);
  self->package = g_object_ref (package);
  self->plan = hs_form_package_get_plan (package);
  self->world = hs_world_ref (world);
  self->units = units != NULL ? hs_units_ref (units) : NULL;
  self->dirty = g_new0 (guint64, self->plan->nodes->len / 64 + 1);
  self->pending = g_new0 (GPtrArray *, self->plan->nodes->len + 1);
  load_calendar (self);
  self->root = hs_form_row_new (self, NULL, 0, "");
  for (guint i = 0; i < self->plan->sections->len; i++)
    {
      g_autoptr (HsFormSection) section =
        hs_form_section_new (self, self->plan->sections->pdata[i]);

      g_list_store_append (self->sections, section);
      g_ptr_array_add (self->tallied, section);
    }
  hs_form_row_touch (self->root);
  hs_form_read_clock (self);
  hs_form_mark_row (self, self->root);
  hs_form_finish_edit (self, NULL);
  return self;
}

/* More changes than this are told as one. */
#define MANY_CHANGES 64

static void
update_lists (HsForm *self, GPtrArray *touched, const HsFieldChanges *changes)
{
  gboolean many = touched->len > MANY_CHANGES;
  guint n_errors;

  if (many)
    hs_form_problems_set_quiet (self->problems, TRUE);
  for (guint i = 0; i < touched->len; i++)
    hs_form_problems_drop (self->problems, touched->pdata[i], (changes[i] & HS_CHANGED_PLACE) != 0);
  for (guint i = 0; i < touched->len; i++)
    {
      HsFormField *field = touched->pdata[i];

      hs_form_problems_update (self->problems, field);
      hs_form_section_count (self->tallied->pdata[field->def->section], field);
    }
  if (many)
    hs_form_problems_set_quiet (self->problems, FALSE);
  for (guint i = 0; i < self->tallied->len; i++)
    hs_form_section_update (self->tallied->pdata[i]);
  n_errors = hs_form_problems_count_errors (self->problems);
  if (self->n_errors == n_errors)
    return;
  self->n_errors = n_errors;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_PROBLEMS]);
}

void
hs_form_finish_edit (HsForm *self, const char *pointer)
{
  g_autoptr (GPtrArray) touched = NULL;
  g_autofree HsFieldChanges *changes = NULL;

  if (self->group != NULL)
    return;            /* at the end of the group */
  g_object_ref (self); /* a listener may drop the last reference */
  hs_form_settle (self);
  touched = g_steal_pointer (&self->touched);
  self->touched = g_ptr_array_new_with_free_func (g_object_unref);
  changes = g_new (HsFieldChanges, touched->len + 1);
  for (guint i = 0; i < touched->len; i++)
    {
      changes[i] = ((HsFormField *) touched->pdata[i])->changes;
      hs_form_field_tell (touched->pdata[i]);
    }
  update_lists (self, touched, changes);
  if (pointer != NULL)
    g_signal_emit (self, changed_signal, 0, pointer);
  g_object_unref (self);
}

HsFormPackage *
hs_form_get_package (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return self->package;
}

GListModel *
hs_form_get_sections (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return G_LIST_MODEL (self->sections);
}

/* "/3/name" after a repeat: the row, and the rest of the pointer. (nullable) */
static HsFormRow *
find_row (HsFormField *repeat, const char **rest)
{
  const char *digits = *rest + 1;
  char *end;
  guint64 index;

  if (**rest != '/' || !g_ascii_isdigit (*digits))
    return NULL;
  index = g_ascii_strtoull (digits, &end, 10);
  if (*end != '/' || index >= hs_form_rows_count (repeat->rows))
    return NULL;
  *rest = end;
  return hs_form_rows_get (repeat->rows, (guint) index);
}

HsFormField *
hs_form_find_in_row (HsFormRow *row, const char *pointer)
{
  HsFieldDef *def = g_hash_table_lookup (row->scope->by_relative, pointer);

  if (def != NULL)
    return hs_form_row_get_field (row, def);
  for (guint i = 0; i < row->scope->repeats->len; i++)
    {
      HsFormField *field = hs_form_row_get_field (row, row->scope->repeats->pdata[i]);
      gsize length = strlen (field->def->relative);
      const char *rest = pointer + length;
      HsFormRow *inner;

      if (strncmp (pointer, field->def->relative, length) != 0)
        continue;
      inner = find_row (field, &rest);
      if (inner != NULL)
        return hs_form_find_in_row (inner, rest);
    }
  return NULL;
}

HsFormField *
hs_form_find_field (HsForm *self, const char *pointer)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  g_return_val_if_fail (pointer != NULL, NULL);
  return hs_form_find_in_row (self->root, pointer);
}

gboolean
hs_form_set_field (HsForm *self, HsFormField *field, char *typed, JsonNode *value,
                   gboolean unreadable, HsFormOrigin *origin)
{
  HsFormEdit *edit = hs_form_edit_new (self, HS_EDIT_SET, field);
  g_autofree char *pointer = g_strdup (hs_form_field_get_pointer (field));

  edit->typed[0] = g_strdup (field->typed);
  edit->value[0] = field->value != NULL ? json_node_copy (field->value) : NULL;
  edit->origin[0] = field->origin != NULL ? hs_form_origin_ref (field->origin) : NULL;
  edit->typed[1] = g_strdup (typed);
  edit->value[1] = value != NULL ? json_node_copy (value) : NULL;
  edit->origin[1] = origin != NULL ? hs_form_origin_ref (origin) : NULL;
  if (!hs_form_field_put (field, typed, value, unreadable))
    {
      hs_form_edit_free (edit);
      return FALSE;
    }
  hs_form_field_set_origin (field, origin);
  hs_form_push_edit (self, edit);
  hs_form_mark_value (self, field);
  hs_form_finish_edit (self, pointer);
  return TRUE;
}

static gboolean
takes_answers (HsFormField *field)
{
  return field->def->kind != HS_FIELD_NOTE && field->def->calculate == NULL && field->rows == NULL;
}

void
hs_form_set_text (HsForm *self, const char *pointer, const char *text)
{
  HsFormField *field;
  g_autofree char *valid = NULL;
  JsonNode *value = NULL;
  gboolean readable;

  g_return_if_fail (HS_IS_FORM (self));
  g_return_if_fail (pointer != NULL);
  field = hs_form_find_field (self, pointer);
  g_return_if_fail (field != NULL);
  if (!takes_answers (field))
    return;
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  readable = hs_form_value_read (self->plan, self->units, field->def, valid, &value);
  hs_form_set_field (self, field, *valid != '\0' ? g_steal_pointer (&valid) : NULL, value,
                     !readable, NULL);
}

void
hs_form_set_value (HsForm *self, const char *pointer, JsonNode *value)
{
  HsFormField *field;

  g_return_if_fail (HS_IS_FORM (self));
  g_return_if_fail (pointer != NULL);
  field = hs_form_find_field (self, pointer);
  g_return_if_fail (field != NULL);
  if (!takes_answers (field))
    g_clear_pointer (&value, json_node_unref);
  else if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    {
      g_clear_pointer (&value, json_node_unref);
      hs_form_set_field (self, field, NULL, NULL, FALSE, NULL);
    }
  else if (hs_form_value_fits (field->def, value))
    hs_form_set_field (self, field, NULL, hs_form_value_normalize (field->def, value), FALSE, NULL);
  else
    {
      /* a value of another type is what someone wrote: shown, and judged unreadable if it is */
      g_autofree char *text =
        JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
          ? json_node_dup_string (value)
          : hs_json_write (value);

      json_node_unref (value);
      hs_form_set_text (self, pointer, text);
    }
}

static HsFormField *
find_repeat (HsForm *self, const char *pointer)
{
  HsFormField *field = hs_form_find_field (self, pointer);

  return field != NULL && field->rows != NULL ? field : NULL;
}

/* Takes edit, which is not done yet. */
static void
do_edit (HsForm *self, HsFormEdit *edit)
{
  g_autofree char *pointer = g_strdup (hs_form_field_get_pointer (edit->field));

  hs_form_run_edit (self, edit, TRUE);
  hs_form_push_edit (self, edit);
  hs_form_finish_edit (self, pointer);
}

void
hs_form_insert_row (HsForm *self, const char *pointer, guint index)
{
  HsFormField *repeat;
  HsFormEdit *edit;
  g_autofree char *id = NULL;

  g_return_if_fail (HS_IS_FORM (self));
  repeat = find_repeat (self, pointer);
  g_return_if_fail (repeat != NULL);
  edit = hs_form_edit_new (self, HS_EDIT_INSERT, repeat);
  id = hs_world_uuid (self->world);
  edit->row = hs_form_row_new (self, repeat, repeat->def->inner_scope, id);
  edit->from = MIN (index, g_list_model_get_n_items (G_LIST_MODEL (repeat->rows)));
  do_edit (self, edit);
}

void
hs_form_remove_row (HsForm *self, const char *pointer, guint index)
{
  HsFormField *repeat;
  HsFormEdit *edit;

  g_return_if_fail (HS_IS_FORM (self));
  repeat = find_repeat (self, pointer);
  g_return_if_fail (repeat != NULL);
  g_return_if_fail (index < g_list_model_get_n_items (G_LIST_MODEL (repeat->rows)));
  edit = hs_form_edit_new (self, HS_EDIT_REMOVE, repeat);
  edit->row = g_list_model_get_item (G_LIST_MODEL (repeat->rows), index);
  edit->from = index;
  do_edit (self, edit);
}

void
hs_form_move_row (HsForm *self, const char *pointer, guint from, guint to)
{
  HsFormField *repeat;
  HsFormEdit *edit;
  guint n;

  g_return_if_fail (HS_IS_FORM (self));
  repeat = find_repeat (self, pointer);
  g_return_if_fail (repeat != NULL);
  n = g_list_model_get_n_items (G_LIST_MODEL (repeat->rows));
  g_return_if_fail (from < n && to < n);
  if (from == to)
    return;
  edit = hs_form_edit_new (self, HS_EDIT_MOVE, repeat);
  edit->from = from;
  edit->to = to;
  do_edit (self, edit);
}

GListModel *
hs_form_get_problems (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return G_LIST_MODEL (self->problems);
}

gboolean
hs_form_is_valid (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  return self->n_errors == 0;
}

const GError *
hs_form_get_rule_error (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return self->rule_error;
}

gboolean
hs_form_eval_condition (HsForm *self, const char *rule_json, gboolean *result, GError **error)
{
  HsPlanView names_view;
  HsRuleNames names;
  HsFormView view;
  HsRuleContext context;
  g_autoptr (JsonNode) expression = NULL;
  g_autoptr (HsRule) rule = NULL;
  g_autofree char *where = NULL;

  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  g_return_val_if_fail (rule_json != NULL && result != NULL, FALSE);
  *result = FALSE;
  expression = hs_json_parse (rule_json, -1, HS_JSON_EXACT_NUMBERS, MAX_CONDITION_BYTES, error);
  if (expression == NULL)
    {
      g_prefix_error (error, "condition: ");
      return FALSE;
    }
  names_view = (HsPlanView){ self->plan, 0 };
  names = hs_plan_view_names (&names_view);
  rule = hs_rule_compile (expression, HS_RULE_MASK (HS_RULE_BOOLEAN), &names, &where, error);
  if (rule == NULL)
    {
      g_prefix_error (error, "condition at %s: ", *where != '\0' ? where : "/");
      return FALSE;
    }
  if (hs_form_read_clock (self) && self->plan->reads_clock)
    {
      hs_form_mark_row (self, self->root);
      hs_form_finish_edit (self, NULL);
    }
  view = (HsFormView){ self, self->root };
  context = hs_form_view_context (&view);
  return hs_rule_decide (rule, &context, result, error);
}
