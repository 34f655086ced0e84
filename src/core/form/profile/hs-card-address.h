/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-date.h"
#include "catalog/hs-units.h"

G_BEGIN_DECLS

/* An address as identity cards write it: parts between commas, the widest last. Three tiers (commune, district,
 * province) on cards before 2025-07-01, two after. issued (nullable): when it was written. street (out) (transfer
 * full) (nullable): what is before the commune, or the whole address. Returns (transfer full) (nullable): the code of
 * the commune of today, when there is no doubt which it is. */
char *
hs_card_address_split (const char *address, const HsDate *issued, HsUnits *units, char **street);

G_END_DECLS
