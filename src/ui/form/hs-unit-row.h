/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-row.h"

G_BEGIN_DECLS

/* An administrative unit: province then commune, or by name at once, without diacritics; also by a name that
 * was in force until 2025-06-30. */
#define HS_TYPE_UNIT_ROW (hs_unit_row_get_type ())
G_DECLARE_FINAL_TYPE (HsUnitRow, hs_unit_row, HS, UNIT_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_unit_row_build (HsUnitRow *self, HsUnits *units);

G_END_DECLS
