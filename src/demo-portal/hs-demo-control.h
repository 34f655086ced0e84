/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo.h"

G_BEGIN_DECLS

/* Life of an access token unless a switch says otherwise, microseconds. */
#define HS_DEMO_TOKEN_US (G_GINT64_CONSTANT (900) * G_USEC_PER_SEC)

/* spec as hs-demo-fault.h describes. */
gboolean hs_demo_control_add_fault (HsDemo *demo, const char *spec, GError **error);

G_END_DECLS
