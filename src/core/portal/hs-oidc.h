/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-http.h"

G_BEGIN_DECLS

/* Private to portal. An OpenID issuer as its metadata describes it. Immutable, so any thread may read it. */
typedef struct
{
  char *issuer;            /* (owned) exactly as the portal names it */
  char *origin;            /* (owned) of the issuer and all its addresses */
  char *client_id;         /* (owned) */
  char *portal;            /* (owned) origin of the portal */
  char *api_url;           /* (owned) of the portal */
  char *authorization_url; /* (owned) */
  char *token_url;         /* (owned) */
  char *device_url;        /* (owned) (nullable) */
  char *revocation_url;    /* (owned) (nullable) */
  gboolean iss_required;   /* the redirect must carry iss (RFC 9207) */
} HsIssuer;

/* What a token request gave. */
typedef struct
{
  char *access;      /* (owned) */
  char *refresh;     /* (owned) (nullable) */
  char *name;        /* (owned) (nullable) of the person, when the id token has it */
  char *subject;     /* (owned) (nullable) the issuer's lasting id of the person */
  gint64 expires_us; /* microseconds access lives from now on */
} HsTokens;

/* Asks the portal for its issuer, and the issuer for its addresses. Blocks. */
HsIssuer *hs_issuer_discover (HsWorld *world, const HsHttpLimits *limits, const char *portal_url,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsIssuer *hs_issuer_ref (HsIssuer *self);
void hs_issuer_unref (HsIssuer *self);

/* A client for the issuer, or the portal. */
HsHttp *hs_issuer_open (HsIssuer *self, HsWorld *world,
                        const HsHttpLimits *limits) G_GNUC_WARN_UNUSED_RESULT;

/* POSTs a form (consumed) and answers the object. Errors: refusals have OAuth's "error" as code. */
JsonNode *hs_oidc_post (HsHttp *http, const char *url, char *form, GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A token request. nonce (nullable): what the id token must repeat. */
HsTokens *
hs_oidc_request_tokens (HsHttp *http, HsIssuer *issuer, char *form, const char *nonce,
                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fills the name from /me when the id token had none; without it the name stays NULL. */
void hs_oidc_complete_name (HsTokens *tokens, HsIssuer *issuer, HsWorld *world,
                            const HsHttpLimits *limits, GCancellable *cancellable);
/* Best effort. */
void hs_oidc_revoke (HsIssuer *issuer, HsWorld *world, const HsHttpLimits *limits,
                     const char *token, const char *hint, GCancellable *cancellable);

void hs_tokens_free (HsTokens *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsIssuer, hs_issuer_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsTokens, hs_tokens_free)

G_END_DECLS
