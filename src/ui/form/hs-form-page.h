/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The declaration, one section at a time, or on one page when it is short; a row of a repeat is a page inside its
 * section. Late to accuse: errors show when a section is left or checked, and at once only where typing on
 * cannot mend them; early to forgive: they go while typing.
 *
 * Properties with notify: section (string, id of the section shown).
 * Signals: "finished" (continued past the last section), "turned-back" (back from the first). */
#define HS_TYPE_FORM_PAGE (hs_form_page_get_type ())
G_DECLARE_FINAL_TYPE (HsFormPage, hs_form_page, HS, FORM_PAGE, AdwBin)

/* Opens at the section to go on with: the first with something wrong in it, else the first that is not done. units
 * is nullable. */
GtkWidget *hs_form_page_new (HsForm *form, HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;

const char *hs_form_page_get_section (HsFormPage *self);
void hs_form_page_show_section (HsFormPage *self, const char *section);
/* Which of how many sections is shown, from 1; 0 of 0 when all are on one page. */
void hs_form_page_get_progress (HsFormPage *self, guint *number, guint *total);
/* Shows the field's section, the row it is in, its error, and puts the focus into it. FALSE: no such field is
 * shown. */
gboolean hs_form_page_show_field (HsFormPage *self, const char *pointer);
/* The citizen was told of errors in that section. Changes are told with notify::section. */
gboolean hs_form_page_tells_errors (HsFormPage *self, const char *section);
/* Accuses the section shown, as leaving it does. */
void hs_form_page_check (HsFormPage *self);
/* An error shows as soon as its control is left, not only when the section is: for those who know the form.
 * Default: FALSE. */
void hs_form_page_set_eager (HsFormPage *self, gboolean eager);

G_END_DECLS
