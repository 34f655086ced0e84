/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hs-store.h"

G_BEGIN_DECLS

/* Where the data is kept and what protects it, told as it is: for first run and settings. (transfer full) */
char *hs_protection_text (HsStore *store);

G_END_DECLS
