/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-oidc.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* Private to portal and its tests. */

/* How long things take in real time; a test makes it short. */
typedef struct
{
  HsHttpLimits limits;
  guint tick_ms; /* how often the clock is looked at while the browser is away */
  /* Waits, or returns early when cancelled. */
  void (*wait) (gpointer data, gint64 us, GCancellable *cancellable);
  gpointer wait_data;
} HsSessionTuning;
void hs_session_tune (HsSession *self, const HsSessionTuning *tuning);
extern const HsSessionTuning hs_session_default_tuning;

/* For hs-session-sign-in.c. begin: FALSE when a sign-in is under way. end: tokens (nullable) are adopted. */
gboolean hs_session_begin_sign_in (HsSession *self);
void hs_session_end_sign_in (HsSession *self, HsTokens *tokens);
HsIssuer *hs_session_find_issuer (HsSession *self, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsWorld *hs_session_get_world (HsSession *self);
const HsSessionTuning *hs_session_get_tuning (HsSession *self);
/* Through an idle source: invoking could run the function in this thread. */
void hs_session_run_in_context (GMainContext *context, GSourceFunc func, gpointer data,
                                GDestroyNotify destroy);

/* The two ways to sign in; both block, open and show are called in the blocked thread. */
HsTokens *hs_sign_in_with_browser (HsWorld *world, HsIssuer *issuer, const HsSessionTuning *tuning,
                                   HsOpenUriFunc open, gpointer data, GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsTokens *
hs_sign_in_with_device (HsWorld *world, HsIssuer *issuer, const HsSessionTuning *tuning,
                        HsShowDeviceCodeFunc show, gpointer data, GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
