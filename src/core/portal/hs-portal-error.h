/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the caller can do: wait and try again (UNREACHABLE, BUSY, STALLED), look at the network
 * (CAPTIVE: an answer that is not the portal's), stop (TLS), sign in again (SIGN_IN), stop and tell
 * (FORBIDDEN, REFUSED with the portal's words), ask the dossier's state before anything else
 * (AMBIGUOUS: the request may have been carried out), send what is missing (INCOMPLETE), a person decides
 * (CONFLICT), begin this upload anew (GONE), ask HEAD (OFFSET), mend the form or file (INVALID,
 * TOO_LARGE), report (NONSENSE: the answer breaks the contract), update (TOO_OLD), do not trust
 * (RECEIPT, DIGEST). */
typedef enum
{
  HS_PORTAL_ERROR_UNREACHABLE,
  HS_PORTAL_ERROR_BUSY,
  HS_PORTAL_ERROR_STALLED,
  HS_PORTAL_ERROR_CAPTIVE,
  HS_PORTAL_ERROR_TLS,
  HS_PORTAL_ERROR_SIGN_IN,
  HS_PORTAL_ERROR_FORBIDDEN,
  HS_PORTAL_ERROR_REFUSED,
  HS_PORTAL_ERROR_AMBIGUOUS,
  HS_PORTAL_ERROR_INCOMPLETE,
  HS_PORTAL_ERROR_CONFLICT,
  HS_PORTAL_ERROR_GONE,
  HS_PORTAL_ERROR_OFFSET,
  HS_PORTAL_ERROR_INVALID,
  HS_PORTAL_ERROR_TOO_LARGE,
  HS_PORTAL_ERROR_NONSENSE,
  HS_PORTAL_ERROR_TOO_OLD,
  HS_PORTAL_ERROR_RECEIPT,
  HS_PORTAL_ERROR_DIGEST,
  HS_PORTAL_ERROR_NOT_FOUND,
} HsPortalError;
#define HS_PORTAL_ERROR (hs_portal_error_quark ())
GQuark hs_portal_error_quark (void);

/* TRUE when the same call may be made again later without harm: UNREACHABLE, BUSY, STALLED, CAPTIVE, and
 * AMBIGUOUS once the dossier's state was asked. */
gboolean hs_portal_error_is_transient (const GError *error);
/* What the server said with the error: problem "code" (nullable), and seconds to wait (0: nothing said).
 * Read from the GError's own extended data. */
const char *hs_portal_error_get_code (const GError *error);
guint hs_portal_error_get_retry_after (const GError *error);
/* The first place of the request body the portal found wrong: RFC 6901 pointer (nullable). */
const char *hs_portal_error_get_pointer (const GError *error);

G_END_DECLS
