/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* How the result is received: at the counter, by post to an address, or as a file. */
#define HS_TYPE_DELIVERY_STEP (hs_delivery_step_get_type ())
G_DECLARE_FINAL_TYPE (HsDeliveryStep, hs_delivery_step, HS, DELIVERY_STEP, AdwBin)

GtkWidget *hs_delivery_step_new (HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;

/* Says what is missing, beside it, and puts the focus there. TRUE: nothing is. */
gboolean hs_delivery_step_check (HsDeliveryStep *self);

/* "At the counter" for "counter", and so on; unknown modes as they are. */
const char *hs_delivery_get_words (const char *mode);

G_END_DECLS
