/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-list.h"

G_BEGIN_DECLS

/* One page of questions: a section, several of a short form, or one row of a repeat. Where it is, its title, what
 * needs mending, the questions, and where to go from here.
 *
 * Signals: "checked" (errors may be shown from now on), "told" (the summary speaks of other sections), "go-on" (checked, nothing wrong, or left for later), "go-back" (without a check), "close" (of a row:
 * back to its list), "chosen" (const char *pointer: a link of the summary). */
#define HS_TYPE_FORM_SHEET (hs_form_sheet_get_type ())
G_DECLARE_FINAL_TYPE (HsFormSheet, hs_form_sheet, HS, FORM_SHEET, AdwBin)

/* row_ids: set of ids of rows whose errors may be shown, shared by all sheets of a page. */
GtkWidget *
hs_form_sheet_new (HsForm *form, HsUnits *units, GHashTable *row_ids) G_GNUC_WARN_UNUSED_RESULT;
/* with_title: its title stands above its questions, for a sheet of several sections. */
void hs_form_sheet_add_section (HsFormSheet *self, HsFormSection *section, gboolean with_title);
/* The questions of a row, with the buttons of one. */
void hs_form_sheet_set_row (HsFormSheet *self, HsFormField *repeat, HsFormRow *row);
HsFormField *hs_form_sheet_get_repeat (HsFormSheet *self); /* (nullable) (transfer none) */
HsFormRow *hs_form_sheet_get_row (HsFormSheet *self);      /* (nullable) (transfer none) */

void hs_form_sheet_set_place (HsFormSheet *self, const char *place, const char *title);
HsFieldList *hs_form_sheet_get_list (HsFormSheet *self);
/* Shows errors and their summary from now on. take_focus: the summary is read out. TRUE: nothing is wrong. */
gboolean hs_form_sheet_check (HsFormSheet *self, gboolean take_focus);
/* The whole question comes into sight, and the focus into it. */
void hs_form_sheet_reveal (HsFormSheet *self, HsFieldRow *row);
/* Another sheet comes on top: the focus is not taken any more. */
void hs_form_sheet_cover (HsFormSheet *self);
/* The summary speaks of errors in that section. */
gboolean hs_form_sheet_tells (HsFormSheet *self, const char *section);
/* To the top, the focus on the first question. */
void hs_form_sheet_begin (HsFormSheet *self);

G_END_DECLS
