/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog that adds a person by the QR code of an identity card, and asks who it is. */
#define HS_TYPE_CARD_WINDOW (hs_card_window_get_type ())
G_DECLARE_FINAL_TYPE (HsCardWindow, hs_card_window, HS, CARD_WINDOW, AdwWindow)

GtkWidget *hs_card_window_new (GtkWindow *parent, HsAppContext *context,
                               HsHousehold *household) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
