/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-field-row.h"

G_BEGIN_DECLS

/* Few options: radio buttons, yes or no, or check buttons for several. */
#define HS_TYPE_CHOICE_ROW (hs_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (HsChoiceRow, hs_choice_row, HS, CHOICE_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_choice_row_build (HsChoiceRow *self);

G_END_DECLS
