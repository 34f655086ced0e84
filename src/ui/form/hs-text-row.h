/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-field-row.h"

G_BEGIN_DECLS

/* Typed answers: text, long text, numbers, money and dates. */
#define HS_TYPE_TEXT_ROW (hs_text_row_get_type ())
G_DECLARE_FINAL_TYPE (HsTextRow, hs_text_row, HS, TEXT_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_text_row_build (HsTextRow *self);

G_END_DECLS
