/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* Who is signed in at one portal: tokens in memory, the refresh token in the secret store if there is
 * one. Refresh is single-flight. Thread: any. */
#define HS_TYPE_SESSION (hs_session_get_type ())
G_DECLARE_FINAL_TYPE (HsSession, hs_session, HS, SESSION, GObject)

/* Properties with notify (on the thread-default context of its creator): signed-in, name.
 * portal_url names the secret; restores an earlier sign-in from the secret store. */
HsSession *hs_session_new (HsWorld *world, const char *portal_url) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_session_is_signed_in (HsSession *self);
char *hs_session_dup_name (HsSession *self); /* (nullable) */
/* The issuer's lasting id of who is signed in, to compare; never shown. NULL: nobody, or not known yet. */
char *hs_session_dup_subject (HsSession *self); /* (nullable) */
const char *hs_session_get_portal_url (HsSession *self);
/* Revokes at the issuer (best effort, bounded), then forgets. Blocks. */
gboolean hs_session_sign_out (HsSession *self, GCancellable *cancellable, GError **error);

/* At home: code + PKCE on a loopback redirect (127.0.0.1 and [::1], random path, one request, five
 * minutes). open_uri is called in the caller's main context with the address for the system browser. */
typedef void (*HsOpenUriFunc) (const char *uri, gpointer user_data);
void hs_session_sign_in_async (HsSession *self, HsOpenUriFunc open_uri, gpointer open_data,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hs_session_sign_in_finish (HsSession *self, GAsyncResult *result, GError **error);

/* Device grant: show is called in the caller's main context once the code is there. */
typedef struct
{
  const char *user_code; /* to compare */
  const char *verification_uri;
  const char *verification_uri_complete; /* (nullable) for the QR code */
  guint expires_in;                      /* seconds */
} HsDeviceCode;
typedef void (*HsShowDeviceCodeFunc) (const HsDeviceCode *code, gpointer user_data);
void hs_session_sign_in_device_async (HsSession *self, HsShowDeviceCodeFunc show,
                                      gpointer show_data, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_session_sign_in_device_finish (HsSession *self, GAsyncResult *result, GError **error);

/* For hs-http: a valid access token, refreshed when it is about to end or `rejected` (nullable) is the
 * one the server refused. Blocks. Errors: HS_PORTAL_ERROR_SIGN_IN. */
char *hs_session_get_token (HsSession *self, const char *rejected, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
