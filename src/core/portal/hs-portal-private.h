/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-http.h"
#include "portal/hs-portal.h"

G_BEGIN_DECLS

/* Private to portal and its tests. */

HsHttp *hs_portal_get_http (HsPortal *self);

/* Reads a Portal object of openapi.yaml, whose addresses must be of origin.
 * Errors: HS_PORTAL_ERROR_NONSENSE names the member; TOO_OLD when it asks for a newer client. */
HsPortalInfo *hs_portal_info_parse (JsonObject *object, const char *origin,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_portal_info_free (HsPortalInfo *self);

/* GET origin/.well-known/portal. */
HsPortalInfo *hs_portal_info_fetch (HsHttp *http, GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when the header names the SHA-256 of bytes. Source: RFC 9530. */
gboolean hs_repr_digest_matches (const char *header, GBytes *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPortalInfo, hs_portal_info_free)

G_END_DECLS
