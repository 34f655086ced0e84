/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sections of a form there are to visit, and which one a question is in. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-sections.h"

/* A form of no more questions than this is shown on one page. */
#define MAX_ON_ONE_PAGE 8

GPtrArray *
hs_form_sections_list_relevant (HsForm *form)
{
  GListModel *all = hs_form_get_sections (form);
  GPtrArray *relevant = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (all, i);
      if (hs_form_section_is_relevant (section))
        g_ptr_array_add (relevant, g_steal_pointer (&section));
    }
  return relevant;
}

int
hs_form_sections_find (GPtrArray *sections, const char *id)
{
  for (guint i = 0; i < sections->len; i++)
    if (g_strcmp0 (hs_form_section_get_id (sections->pdata[i]), id) == 0)
      return (int) i;
  return -1;
}

guint
hs_form_sections_find_open (GPtrArray *sections)
{
  guint open = sections->len;

  for (guint i = 0; i < sections->len; i++)
    {
      HsSectionState state = hs_form_section_get_state (sections->pdata[i]);

      if (state == HS_SECTION_HAS_ERRORS)
        return i;
      if (state != HS_SECTION_DONE && open == sections->len)
        open = i;
    }
  return open < sections->len ? open : 0;
}

const char *
hs_form_sections_of_field (HsForm *form, HsFormField *wanted)
{
  GListModel *all = hs_form_get_sections (form);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (all, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, j);
          if (field == wanted)
            return hs_form_section_get_id (section);
        }
    }
  return NULL;
}

gboolean
hs_form_sections_has_error (HsForm *form, const char *id)
{
  GListModel *problems = hs_form_get_problems (form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      if (!hs_form_problem_is_warning (problem) &&
          g_strcmp0 (hs_form_problem_get_section (problem), id) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
hs_form_sections_are_few (HsForm *form)
{
  GListModel *sections = hs_form_get_sections (form);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (hs_form_field_get_rows (field) != NULL)
            return FALSE;
          n += hs_form_field_get_kind (field) != HS_FIELD_NOTE;
        }
    }
  return g_list_model_get_n_items (sections) > 1 && n <= MAX_ON_ONE_PAGE;
}
