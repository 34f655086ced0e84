/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo.h"

G_BEGIN_DECLS

/* Puts the portal's handlers on demo->server. */
void hs_demo_server_attach (HsDemo *demo);

G_END_DECLS
