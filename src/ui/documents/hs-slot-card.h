/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One paper the procedure asks for: what it is, its state, what fills it, and the ways to add a file
 * (chooser, drop). */
#define HS_TYPE_SLOT_CARD (hs_slot_card_get_type ())
G_DECLARE_FINAL_TYPE (HsSlotCard, hs_slot_card, HS, SLOT_CARD, GtkBox)

GtkWidget *hs_slot_card_new (HsAppContext *context, HsDossier *dossier,
                             HsSlot *slot) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_slot_card_get_slot_id (HsSlotCard *self);

G_END_DECLS
