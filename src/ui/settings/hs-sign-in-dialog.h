/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Sign-in at the portal: in the browser of this computer, or with a phone by QR code. Closes itself when
 * it has succeeded; closing it cancels. */
#define HS_TYPE_SIGN_IN_DIALOG (hs_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HsSignInDialog, hs_sign_in_dialog, HS, SIGN_IN_DIALOG, AdwWindow)

HsSignInDialog *hs_sign_in_dialog_new (GtkWindow *parent, HsSession *session);

G_END_DECLS
