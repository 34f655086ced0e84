/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The last step: what is sent and to whom, sending with progress, and the receipt. */
#define HS_TYPE_SEND_PAGE (hs_send_page_get_type ())
G_DECLARE_FINAL_TYPE (HsSendPage, hs_send_page, HS, SEND_PAGE, AdwBin)

GtkWidget *hs_send_page_new (HsAppContext *context, HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
