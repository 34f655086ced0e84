/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of base/. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-base-error.h"

/* clang-format off */
G_DEFINE_QUARK (hs-base-error-quark, hs_base_error)
/* clang-format on */
