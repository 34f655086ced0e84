/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What needs mending, on top of the questions: a link to each, in the same words.
 *
 * Signals: "chosen" (const char *pointer): go there. "later": leave it and go on. */
#define HS_TYPE_FORM_SUMMARY (hs_form_summary_get_type ())
G_DECLARE_FINAL_TYPE (HsFormSummary, hs_form_summary, HS, FORM_SUMMARY, GtkBox)

/* (element-type HsFormProblem) all of them; the first ones get a link. Does nothing when it shows them already. */
void hs_form_summary_set_problems (HsFormSummary *self, HsForm *form, GPtrArray *problems);

G_END_DECLS
