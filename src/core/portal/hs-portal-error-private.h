/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-portal-error.h"

G_BEGIN_DECLS

/* A portal error that carries what the server said with it. problem_code and pointer are nullable and copied;
 * retry_after in seconds. */
GError *hs_portal_error_new_said (HsPortalError code, const char *problem_code, const char *pointer,
                                  guint retry_after, const char *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
