/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-row.h"

G_BEGIN_DECLS

/* Many options: a button that opens a list searched without diacritics. */
#define HS_TYPE_SEARCH_ROW (hs_search_row_get_type ())
G_DECLARE_FINAL_TYPE (HsSearchRow, hs_search_row, HS, SEARCH_ROW, HsFieldRow)

/* Makes the control; called once by hs_field_row_new(). */
void hs_search_row_build (HsSearchRow *self);

G_END_DECLS
