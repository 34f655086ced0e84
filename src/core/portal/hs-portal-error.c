/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Portal errors: the code says what the caller can do, the extended data what the server said. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-portal-error.h"
#include "portal/hs-portal-error-private.h"

typedef struct
{
  char *code;        /* (owned) (nullable) the problem's "code", or OAuth's "error" */
  char *pointer;     /* (owned) (nullable) first place named, RFC 6901 into the request body */
  guint retry_after; /* seconds; 0: nothing said */
} HsPortalErrorPrivate;

static void
hs_portal_error_private_init (HsPortalErrorPrivate *priv)
{
}

static void
hs_portal_error_private_copy (const HsPortalErrorPrivate *from, HsPortalErrorPrivate *to)
{
  to->code = g_strdup (from->code);
  to->pointer = g_strdup (from->pointer);
  to->retry_after = from->retry_after;
}

static void
hs_portal_error_private_clear (HsPortalErrorPrivate *priv)
{
  g_clear_pointer (&priv->code, g_free);
  g_clear_pointer (&priv->pointer, g_free);
}

/* GLib aligns the private part itself; clang cannot see that. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (HsPortalError, hs_portal_error)
#pragma GCC diagnostic pop

GError *
hs_portal_error_new_said (HsPortalError code, const char *problem_code, const char *pointer,
                          guint retry_after, const char *message)
{
  GError *error = g_error_new_literal (HS_PORTAL_ERROR, code, message);
  HsPortalErrorPrivate *priv = hs_portal_error_get_private (error);

  priv->code = g_strdup (problem_code);
  priv->pointer = g_strdup (pointer);
  priv->retry_after = retry_after;
  return error;
}

gboolean
hs_portal_error_is_transient (const GError *error)
{
  if (error == NULL || error->domain != HS_PORTAL_ERROR)
    return FALSE;
  switch ((HsPortalError) error->code)
    {
    case HS_PORTAL_ERROR_UNREACHABLE:
    case HS_PORTAL_ERROR_BUSY:
    case HS_PORTAL_ERROR_STALLED:
    case HS_PORTAL_ERROR_CAPTIVE:
    case HS_PORTAL_ERROR_AMBIGUOUS:
      return TRUE;
    case HS_PORTAL_ERROR_TLS:
    case HS_PORTAL_ERROR_SIGN_IN:
    case HS_PORTAL_ERROR_FORBIDDEN:
    case HS_PORTAL_ERROR_REFUSED:
    case HS_PORTAL_ERROR_INCOMPLETE:
    case HS_PORTAL_ERROR_CONFLICT:
    case HS_PORTAL_ERROR_GONE:
    case HS_PORTAL_ERROR_OFFSET:
    case HS_PORTAL_ERROR_INVALID:
    case HS_PORTAL_ERROR_TOO_LARGE:
    case HS_PORTAL_ERROR_NONSENSE:
    case HS_PORTAL_ERROR_TOO_OLD:
    case HS_PORTAL_ERROR_RECEIPT:
    case HS_PORTAL_ERROR_DIGEST:
    case HS_PORTAL_ERROR_NOT_FOUND:
      return FALSE;
    }
  return FALSE;
}

const char *
hs_portal_error_get_code (const GError *error)
{
  if (error == NULL || error->domain != HS_PORTAL_ERROR)
    return NULL;
  return hs_portal_error_get_private (error)->code;
}

const char *
hs_portal_error_get_pointer (const GError *error)
{
  if (error == NULL || error->domain != HS_PORTAL_ERROR)
    return NULL;
  return hs_portal_error_get_private (error)->pointer;
}

guint
hs_portal_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != HS_PORTAL_ERROR)
    return 0;
  return hs_portal_error_get_private (error)->retry_after;
}
