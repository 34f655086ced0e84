/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo.h"

G_BEGIN_DECLS

/* Compares <share_dir>/catalog and forms with what was published before, and gives every change the next
 * version. Called once at the start. */
gboolean hs_demo_catalogue_publish (HsDemo *demo, GError **error);

G_END_DECLS
