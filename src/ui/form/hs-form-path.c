/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from the whole form to a field that lies in rows, and what is in a row. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-path.h"

#include "base/hs-text.h"

#include <string.h>

static void
step_free (gpointer data)
{
  HsFormStep *step = data;

  g_object_unref (step->repeat);
  g_object_unref (step->row);
  g_free (step);
}

/* Takes row. */
static HsFormStep *
step_new (HsFormField *repeat, HsFormRow *row, guint index)
{
  HsFormStep *step = g_new0 (HsFormStep, 1);

  step->repeat = g_object_ref (repeat);
  step->row = row;
  step->index = index;
  return step;
}

GPtrArray *
hs_form_path_list (HsForm *form, const char *pointer)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);
  const char *slash = pointer;

  while (*slash != '\0' && (slash = strchr (slash + 1, '/')) != NULL)
    {
      g_autofree char *prefix = NULL;
      HsFormField *repeat;
      HsFormRow *row;
      guint64 index;

      if (!g_ascii_isdigit (slash[1]))
        continue;
      prefix = g_strndup (pointer, (gsize) (slash - pointer));
      repeat = hs_form_find_field (form, prefix);
      if (repeat == NULL || hs_form_field_get_rows (repeat) == NULL)
        continue; /* a member that is called by a number */
      index = g_ascii_strtoull (slash + 1, NULL, 10);
      row = index < G_MAXUINT
              ? g_list_model_get_item (hs_form_field_get_rows (repeat), (guint) index)
              : NULL;
      if (row == NULL)
        break;
      g_ptr_array_add (steps, step_new (repeat, row, (guint) index));
    }
  return steps;
}

char *
hs_form_path_of_row (HsFormField *repeat, guint index)
{
  return g_strdup_printf ("%s/%u", hs_form_field_get_pointer (repeat), index);
}

guint
hs_form_path_find_row (HsFormField *repeat, HsFormRow *row)
{
  GListModel *rows = hs_form_field_get_rows (repeat);
  guint index;

  if (G_IS_LIST_STORE (rows))
    return g_list_store_find (G_LIST_STORE (rows), row, &index) ? index : G_MAXUINT;
  for (index = 0; index < g_list_model_get_n_items (rows); index++)
    {
      g_autoptr (HsFormRow) other = g_list_model_get_item (rows, index);

      if (other == row)
        return index;
    }
  return G_MAXUINT;
}

HsFormField *
hs_form_path_first_error (HsFormRow *row)
{
  GListModel *fields = hs_form_row_get_fields (row);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      GListModel *rows = hs_form_field_get_rows (field);

      if (!hs_form_field_is_relevant (field))
        continue;
      if (hs_form_field_get_error (field) != NULL)
        return field; /* the row keeps it */
      for (guint k = 0; rows != NULL && k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (HsFormRow) inner = g_list_model_get_item (rows, k);
          HsFormField *found = hs_form_path_first_error (inner);

          if (found != NULL)
            return found;
        }
    }
  return NULL;
}

static void
copy_answers (HsForm *form, HsFormRow *from, HsFormRow *to)
{
  GListModel *old = hs_form_row_get_fields (from), *new = hs_form_row_get_fields (to);

  for (guint i = 0; i < g_list_model_get_n_items (old); i++)
    {
      g_autoptr (HsFormField) source = g_list_model_get_item (old, i);
      g_autoptr (HsFormField) target = g_list_model_get_item (new, i);
      GListModel *rows = hs_form_field_get_rows (source);

      for (guint k = 0; rows != NULL && k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (HsFormRow) inner = g_list_model_get_item (rows, k);

          hs_form_path_put_back (form, target, inner, k);
        }
      if (rows != NULL || hs_form_field_get_kind (source) == HS_FIELD_NOTE ||
          hs_form_field_get_kind (source) == HS_FIELD_COMPUTED)
        continue;
      if (hs_form_field_get_value (source) != NULL)
        hs_form_set_value (form, hs_form_field_get_pointer (target),
                           json_node_copy (hs_form_field_get_value (source)));
      else if (!hs_text_is_blank (hs_form_field_get_text (source)))
        hs_form_set_text (form, hs_form_field_get_pointer (target),
                          hs_form_field_get_text (source));
    }
}

void
hs_form_path_put_back (HsForm *form, HsFormField *repeat, HsFormRow *row, guint index)
{
  g_autoptr (HsFormRow) new_row = NULL;

  index = MIN (index, g_list_model_get_n_items (hs_form_field_get_rows (repeat)));
  hs_form_begin_edit (form);
  hs_form_insert_row (form, hs_form_field_get_pointer (repeat), index);
  new_row = g_list_model_get_item (hs_form_field_get_rows (repeat), index);
  if (new_row != NULL)
    copy_answers (form, row, new_row);
  hs_form_end_edit (form);
}

/* The title of a row that nothing is in is a number, too. */
static gboolean
has_name (HsFormRow *row)
{
  GListModel *fields = hs_form_row_get_fields (row);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);

      if (hs_form_field_get_kind (field) != HS_FIELD_NOTE &&
          !hs_text_is_blank (hs_form_field_get_text (field)))
        return TRUE;
    }
  return FALSE;
}

char *
hs_form_path_dup_words (HsForm *form, const char *pointer, const char *message)
{
  g_autoptr (GPtrArray) steps = hs_form_path_list (form, pointer);
  HsFormStep *step = steps->len > 0 ? steps->pdata[steps->len - 1] : NULL;

  g_return_val_if_fail (message != NULL, NULL);
  if (step == NULL)
    return g_strdup (message);
  if (!has_name (step->row))
    return g_strdup_printf ("%s %u: %s", hs_form_field_get_label (step->repeat), step->index + 1,
                            message);
  return g_strdup_printf ("%s %u, %s: %s", hs_form_field_get_label (step->repeat), step->index + 1,
                          hs_form_row_get_title (step->row), message);
}
