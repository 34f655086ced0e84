/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

#define HS_DEMO_CLIENT "io.github.hosoapp.HoSo"
#define HS_DEMO_DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

/* Life of a code, a refresh token and a device code, in microseconds. */
#define HS_DEMO_CODE_US (G_GINT64_CONSTANT (300) * G_USEC_PER_SEC)
/* A refresh token that was used is taken again that long: the answer may have got lost. */
#define HS_DEMO_GRACE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HS_DEMO_REFRESH_US (G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC)
#define HS_DEMO_DEVICE_US (G_GINT64_CONSTANT (300) * G_USEC_PER_SEC)

/* One row of the table sign_in. Only hashes of codes and tokens are stored. */
typedef struct
{
  char *kind; /* (owned) "code", "access", "refresh" */
  char *family;
  char *owner;
  char *client;
  char *scope;
  char *redirect_uri; /* (nullable) */
  char *challenge;    /* (nullable) */
  char *nonce;        /* (nullable) */
  gint64 used_us;     /* when it was used first; 0: not yet */
  gboolean expired;
} HsDemoSignIn;

/* Looks at the bearer token: TRUE sets request->resident, else 401 was answered. */
gboolean hs_demo_sign_in_check (HsDemoRequest *request);
/* A new code or token of that row's family; (transfer full) what the client gets. */
char *
hs_demo_sign_in_issue (HsDemo *demo, const HsDemoSignIn *row, const char *kind, gint64 life_us);
HsDemoSignIn *hs_demo_sign_in_find (HsDemo *demo, const char *kind, const char *secret);
/* Notes the first use. */
gboolean hs_demo_sign_in_use (HsDemo *demo, const char *secret);
void hs_demo_sign_in_end_family (HsDemo *demo, const char *family);
void hs_demo_sign_in_free (HsDemoSignIn *self);

gboolean hs_demo_is_client (const char *client);
/* An OAuth error, RFC 6749 §5.2. */
void hs_demo_oauth_error (HsDemoRequest *request, const char *error, const char *description);

/* A bearer of the device grant, RFC 8628: hs-demo-oidc-device.c; TRUE fills row, else answered. */
gboolean hs_demo_device_redeem (HsDemoRequest *request, const char *client, const char *device_code,
                                HsDemoSignIn *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoSignIn, hs_demo_sign_in_free)

G_END_DECLS
