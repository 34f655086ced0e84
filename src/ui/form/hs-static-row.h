/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-field-row.h"

G_BEGIN_DECLS

/* What is shown but not typed here: notes and computed values. */
#define HS_TYPE_STATIC_ROW (hs_static_row_get_type ())
G_DECLARE_FINAL_TYPE (HsStaticRow, hs_static_row, HS, STATIC_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_static_row_build (HsStaticRow *self);

G_END_DECLS
