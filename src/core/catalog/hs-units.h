/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"
#include "catalog/hs-old-units.h"

G_BEGIN_DECLS

/* An administrative unit of the two tiers in force since 2025-07-01. Immutable GObject. */
#define HS_TYPE_UNIT (hs_unit_get_type ())
G_DECLARE_FINAL_TYPE (HsUnit, hs_unit, HS, UNIT, GObject)

const char *hs_unit_get_code (HsUnit *self);      /* "01" province, "00004" commune */
const char *hs_unit_get_name (HsUnit *self);      /* "Ba Đình" */
const char *hs_unit_get_full_name (HsUnit *self); /* "Phường Ba Đình" */
HsUnit *hs_unit_get_parent (HsUnit *self);        /* (transfer none) (nullable) the province */
/* "Phường Ba Đình, Thành phố Hà Nội" */
const char *hs_unit_get_path (HsUnit *self);
/* The people's committee as letters address it: "Ủy ban nhân dân phường Ba Đình, thành phố Hà Nội". */
char *hs_unit_dup_committee (HsUnit *self) G_GNUC_WARN_UNUSED_RESULT;

/* All 34 + 3,321 units, in memory, immutable. Thread: any. */
typedef struct _HsUnits HsUnits;
HsUnits *hs_units_load (HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsUnits *hs_units_ref (HsUnits *self);
void hs_units_unref (HsUnits *self);

GListModel *hs_units_get_provinces (HsUnits *self); /* (transfer none) of HsUnit */
GListModel *hs_units_list_communes (HsUnits *self, const char *province); /* (transfer full) */
HsUnit *hs_units_find (HsUnits *self, const char *code); /* (transfer none) (nullable) */
/* By name, folded, words in any order, best first; province NULL: everywhere, provinces first. */
GListModel *hs_units_search (HsUnits *self, const char *text, const char *province,
                             guint limit) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the table of old units now, so that the first search does not wait for it. Blocking, 30 ms. */
void hs_units_prepare_old (HsUnits *self);
/* Communes as they were before 2025-07-01, by name of commune, district and province: folded, words in any order, best
 * first; limit 0: all. Their table is read when this is first asked (30 ms); when it cannot be, the reason is logged
 * and nothing is found. (transfer full) of HsOldUnit. */
GListModel *
hs_units_search_old (HsUnits *self, const char *text, guint limit) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type HsUnit): what the old commune of that code became; empty: no such code. */
GPtrArray *hs_units_get_successors (HsUnits *self, const char *old_code) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsUnits, hs_units_unref)

G_END_DECLS
