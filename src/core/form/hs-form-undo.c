/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo and redo over the whole form. Rows that were removed stay as they are in their step, so that
 * taking it back gives the same row. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

/* Typing in one field, with no longer pause than this, is one step. */
#define PAUSE_US G_USEC_PER_SEC
#define MAX_STEPS 500

HsFormEdit *
hs_form_edit_new (HsForm *form, HsEditKind kind, HsFormField *field)
{
  HsFormEdit *edit = g_new0 (HsFormEdit, 1);

  edit->kind = kind;
  edit->field = field != NULL ? g_object_ref (field) : NULL;
  edit->monotonic_us = hs_world_monotonic_us (form->world);
  return edit;
}

void
hs_form_edit_free (HsFormEdit *self)
{
  g_clear_object (&self->field);
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->typed[i]);
      g_clear_pointer (&self->value[i], json_node_unref);
      g_clear_pointer (&self->origin[i], hs_form_origin_unref);
    }
  g_clear_object (&self->row);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_free (self);
}

static gboolean
extend (HsFormEdit *last, HsFormEdit *edit)
{
  if (last->kind != HS_EDIT_SET || edit->kind != HS_EDIT_SET || last->field != edit->field ||
      edit->monotonic_us - last->monotonic_us > PAUSE_US)
    return FALSE;
  g_free (last->typed[1]);
  g_clear_pointer (&last->value[1], json_node_unref);
  last->typed[1] = g_steal_pointer (&edit->typed[1]);
  last->value[1] = g_steal_pointer (&edit->value[1]);
  g_clear_pointer (&last->origin[1], hs_form_origin_unref);
  last->origin[1] = g_steal_pointer (&edit->origin[1]);
  last->monotonic_us = edit->monotonic_us;
  hs_form_edit_free (edit);
  return TRUE;
}

void
hs_form_push_edit (HsForm *self, HsFormEdit *edit)
{
  HsFormEdit *last = self->undo->len > 0 ? self->undo->pdata[self->undo->len - 1] : NULL;
  gboolean may_extend = self->redo->len == 0;

  if (self->group != NULL)
    {
      g_ptr_array_add (self->group->steps, edit);
      return;
    }
  g_ptr_array_set_size (self->redo, 0);
  if (last != NULL && may_extend && extend (last, edit))
    return;
  if (self->undo->len >= MAX_STEPS)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, edit);
}

static void
run_set (HsForm *self, HsFormEdit *edit, guint side)
{
  JsonNode *value = edit->value[side] != NULL ? json_node_copy (edit->value[side]) : NULL;
  gboolean unreadable = FALSE;

  if (value == NULL && edit->typed[side] != NULL)
    {
      JsonNode *read = NULL;

      unreadable =
        !hs_form_value_read (self->plan, self->units, edit->field->def, edit->typed[side], &read);
      g_clear_pointer (&read, json_node_unref);
    }
  if (hs_form_field_put (edit->field, g_strdup (edit->typed[side]), value, unreadable))
    hs_form_mark_value (self, edit->field);
  hs_form_field_set_origin (edit->field, edit->origin[side]);
}

static void
insert (HsForm *self, HsFormField *repeat, HsFormRow *row, guint index)
{
  hs_form_rows_insert (repeat->rows, index, row);
  g_clear_pointer (&repeat->items, g_free);
  hs_form_field_touch (repeat, HS_CHANGED_TEXT);
  hs_form_row_touch (row);
  hs_form_mark_row (self, row);
  hs_form_mark_value (self, repeat);
}

static void
take_out (HsForm *self, HsFormField *repeat, guint index)
{
  g_autoptr (HsFormRow) row = hs_form_rows_take (repeat->rows, index);

  g_clear_pointer (&repeat->items, g_free);
  hs_form_field_touch (repeat, HS_CHANGED_TEXT);
  hs_form_row_touch (row);
  hs_form_mark_value (self, repeat);
}

static void
move (HsForm *self, HsFormField *repeat, guint from, guint to)
{
  g_autoptr (HsFormRow) row = hs_form_rows_take (repeat->rows, from);

  hs_form_rows_insert (repeat->rows, to, row);
  g_clear_pointer (&repeat->items, g_free);
  hs_form_field_touch (repeat, HS_CHANGED_TEXT);
  hs_form_row_touch (row);
  hs_form_mark_value (self, repeat);
}

void
hs_form_run_edit (HsForm *self, HsFormEdit *edit, gboolean forward)
{
  switch (edit->kind)
    {
    case HS_EDIT_SET:
      run_set (self, edit, forward ? 1 : 0);
      break;
    case HS_EDIT_INSERT:
    case HS_EDIT_REMOVE:
      if (!forward == (edit->kind == HS_EDIT_INSERT))
        take_out (self, edit->field, edit->from);
      else
        insert (self, edit->field, edit->row, edit->from);
      break;
    case HS_EDIT_GROUP:
      for (guint i = 0; i < edit->steps->len; i++)
        hs_form_run_edit (self, edit->steps->pdata[forward ? i : edit->steps->len - 1 - i],
                          forward);
      break;
    case HS_EDIT_MOVE:
    default:
      move (self, edit->field, forward ? edit->from : edit->to, forward ? edit->to : edit->from);
    }
}

/* The field a step is told by: the first that it touched. */
static HsFormField *
field_of (HsFormEdit *edit)
{
  return edit->kind == HS_EDIT_GROUP ? field_of (edit->steps->pdata[0]) : edit->field;
}

static void
step (HsForm *self, GPtrArray *from, GPtrArray *to, gboolean forward)
{
  HsFormEdit *edit;
  g_autofree char *pointer = NULL;

  if (from->len == 0 || self->group != NULL)
    return;
  edit = g_ptr_array_steal_index (from, from->len - 1);
  edit->monotonic_us = G_MININT64 / 2; /* what is typed next is a step of its own */
  hs_form_run_edit (self, edit, forward);
  g_ptr_array_add (to, edit);
  pointer = g_strdup (hs_form_field_get_pointer (field_of (edit)));
  hs_form_finish_edit (self, pointer);
}

void
hs_form_begin_edit (HsForm *self)
{
  g_return_if_fail (HS_IS_FORM (self));
  if (self->group_depth++ > 0)
    return;
  self->group = hs_form_edit_new (self, HS_EDIT_GROUP, NULL);
  self->group->monotonic_us = G_MININT64 / 2;
  self->group->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_edit_free);
}

void
hs_form_end_edit (HsForm *self)
{
  HsFormEdit *group;
  g_autofree char *pointer = NULL;

  g_return_if_fail (HS_IS_FORM (self));
  g_return_if_fail (self->group_depth > 0);
  if (--self->group_depth > 0)
    return;
  group = g_steal_pointer (&self->group);
  if (group->steps->len == 0)
    {
      hs_form_edit_free (group);
      return;
    }
  pointer = g_strdup (hs_form_field_get_pointer (field_of (group)));
  hs_form_push_edit (self, group);
  hs_form_finish_edit (self, pointer);
}

gboolean
hs_form_can_undo (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  return self->undo->len > 0;
}

gboolean
hs_form_can_redo (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  return self->redo->len > 0;
}

void
hs_form_undo (HsForm *self)
{
  g_return_if_fail (HS_IS_FORM (self));
  step (self, self->undo, self->redo, FALSE);
}

void
hs_form_redo (HsForm *self)
{
  g_return_if_fail (HS_IS_FORM (self));
  step (self, self->redo, self->undo, TRUE);
}
