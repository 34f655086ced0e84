/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-old-units.h"

G_BEGIN_DECLS

/* All communes before the merger, in memory, immutable. Thread: any. */
typedef struct _HsOldUnits HsOldUnits;

/* Reads old-units.json. Errors: HS_CATALOG_ERROR_FORMAT, HS_BASE_ERROR_JSON_*, G_FILE_ERROR. */
HsOldUnits *hs_old_units_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_old_units_free (HsOldUnits *self);

/* Finds a commune of today by its code; (nullable). */
typedef gpointer (*HsOldUnitsFind) (gpointer data, const char *code);
/* By name, folded, words in any order, best first; limit 0: all. (transfer full) of HsOldUnit */
GListModel *hs_old_units_search (HsOldUnits *self, const char *text, guint limit,
                                 HsOldUnitsFind find, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer container) (nullable) (element-type utf8) codes; NULL: no such commune. */
char **hs_old_units_dup_successors (HsOldUnits *self, const char *code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
