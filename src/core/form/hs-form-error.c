/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the form engine. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-error.h"

/* clang-format off */
G_DEFINE_QUARK (hs-form-error-quark, hs_form_error)
/* clang-format on */
