/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/profile/hs-identity-card.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Takes the text of an identity card's QR code, as a reader types it or as it is pasted, and shows at once whom it
 * tells of, what does not agree in it, or why it cannot be read.
 *
 * Properties with notify: person (nullable). Signals: "activate" (Enter, with a person). */
#define HS_TYPE_CARD_ENTRY (hs_card_entry_get_type ())
G_DECLARE_FINAL_TYPE (HsCardEntry, hs_card_entry, HS, CARD_ENTRY, AdwBin)

GtkWidget *hs_card_entry_new (HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;
HsPerson *hs_card_entry_get_person (HsCardEntry *self); /* (nullable) (transfer none) */
/* Another way to the text of a code (a photo that was decoded) gives it here; its button goes under the entry. */
void hs_card_entry_take_text (HsCardEntry *self, const char *text);
void hs_card_entry_add_source (HsCardEntry *self, GtkWidget *button);

G_END_DECLS
