/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-fill.h"
#include "form/profile/hs-household.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes the person out of the household and offers to put them back. Errors are shown. Thread: main. */
void hs_person_remove (GtkWidget *widget, HsHousehold *household, HsPerson *person);
/* Keeps a person who was read from a card or a declaration: added, or, where hs_household_find_same() knows
 * them, with the new facts in place of the old. Offers to undo; errors are shown. */
void hs_person_keep (GtkWidget *widget, HsHousehold *household, HsPerson *person);
/* Fills, says how much, and offers to undo as long as nothing else was changed. */
void hs_person_fill (GtkWidget *widget, HsForm *form, const char *role, HsFormRow *row,
                     HsPerson *person, HsFormOriginKind kind);

G_END_DECLS
