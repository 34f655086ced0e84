/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-row.h"

G_BEGIN_DECLS

/* Rows of answers as a list of lines; a row is filled in on a page of its own. Only the lines in sight, and some
 * around them, are widgets, however many rows there are.
 *
 * Activates "form.open-row" (su: pointer of the repeat, index). */
#define HS_TYPE_REPEAT_ROW (hs_repeat_row_get_type ())
G_DECLARE_FINAL_TYPE (HsRepeatRow, hs_repeat_row, HS, REPEAT_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_repeat_row_build (HsRepeatRow *self);
/* Whose errors may be shown: a set of ids of rows, kept by the page, which changes it. */
void hs_repeat_row_set_accused (HsRepeatRow *self, GHashTable *row_ids);
/* Brings the lines in sight up to date. */
void hs_repeat_row_refresh_lines (HsRepeatRow *self);
/* The focus on the line of a row, after it comes into sight. */
void hs_repeat_row_focus_line (HsRepeatRow *self, HsFormRow *row);
/* For tests: how many lines are widgets now. */
guint hs_repeat_row_get_n_lines (HsRepeatRow *self);

G_END_DECLS
