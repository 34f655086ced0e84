/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The declaration, one section at a time: questions, error summary, back and continue. Late to accuse:
 * errors show when a section is left or checked; early to forgive: they go while typing.
 *
 * Properties with notify: section (string, id of the section shown).
 * Signals: "finished" (continued past the last section), "turned-back" (back from the first). */
#define HS_TYPE_FORM_PAGE (hs_form_page_get_type ())
G_DECLARE_FINAL_TYPE (HsFormPage, hs_form_page, HS, FORM_PAGE, AdwBin)

GtkWidget *hs_form_page_new (HsForm *form, HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;

const char *hs_form_page_get_section (HsFormPage *self);
void hs_form_page_show_section (HsFormPage *self, const char *section);
/* Shows the field's section, its error, and puts the focus into it. FALSE: no such field is shown. */
gboolean hs_form_page_show_field (HsFormPage *self, const char *pointer);
/* Accuses the section shown, as leaving it does. */
void hs_form_page_check (HsFormPage *self);

G_END_DECLS
