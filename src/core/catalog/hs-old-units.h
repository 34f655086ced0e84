/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A commune as it was before 2025-07-01, in a district and one of 63 provinces. Immutable GObject. */
#define HS_TYPE_OLD_UNIT (hs_old_unit_get_type ())
G_DECLARE_FINAL_TYPE (HsOldUnit, hs_old_unit, HS, OLD_UNIT, GObject)

const char *hs_old_unit_get_code (HsOldUnit *self); /* "00004"; an island district has 3 digits */
/* "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội" */
const char *hs_old_unit_get_path (HsOldUnit *self);
/* (transfer none) of HsUnit: the communes of today it went to, or a part of it, at least one. */
GListModel *hs_old_unit_get_successors (HsOldUnit *self);

G_END_DECLS
