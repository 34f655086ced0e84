/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* Questions about the sections of a form, for the page that shows them. */

/* Those that can be visited now, in order: (transfer full) (element-type HsFormSection). */
GPtrArray *hs_form_sections_list_relevant (HsForm *form) G_GNUC_WARN_UNUSED_RESULT;
/* Where the section of that id stands; -1: not among them. id is nullable. */
int hs_form_sections_find (GPtrArray *sections, const char *id);
/* Which of the sections to go on with: the first with something wrong in it, else the first that is not done,
 * else the first. */
guint hs_form_sections_find_open (GPtrArray *sections);
/* Something in that section is missing or wrong, told or not. */
gboolean hs_form_sections_has_error (HsForm *form, const char *id);
/* The id of the section that a field of the form's root is in: (nullable). */
const char *hs_form_sections_of_field (HsForm *form, HsFormField *field);
/* So few questions, and no rows, that all sections fit on one page. */
gboolean hs_form_sections_are_few (HsForm *form);

G_END_DECLS
