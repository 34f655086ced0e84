/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* The desktop's Secret Service (or libsecret's file back-end in a sandbox); NULL when none answers. */
const HsSecretStore *hs_world_find_secrets (void);

G_END_DECLS
