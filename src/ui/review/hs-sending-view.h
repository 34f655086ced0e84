/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Progress of one sending: where it is in words, one line a file with what the portal has confirmed, why it waits and
 * until when. */
#define HS_TYPE_SENDING_VIEW (hs_sending_view_get_type ())
G_DECLARE_FINAL_TYPE (HsSendingView, hs_sending_view, HS, SENDING_VIEW, GtkBox)

GtkWidget *
hs_sending_view_new (HsAppContext *context, HsSending *sending) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
