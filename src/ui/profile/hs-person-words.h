/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"
#include "form/profile/hs-identity-card.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words about people of the household; all translated. Thread: main. */

/* "Mẹ", or the free words; (nullable) NULL: not said. Borrowed. */
const char *hs_person_relation_words (HsPerson *person);
/* "Mẹ · 34 tuổi"; "" when nothing is known. (transfer full) */
char *hs_person_summary (HsPerson *person, HsWorld *world);
/* One line a fact of what a card told: number, birth, sex, where. (transfer full) */
char *hs_person_facts (HsPerson *person, HsUnits *units);
/* What does not agree in a card, a sentence each; "" when all does. (transfer full) */
char *hs_card_doubts_words (HsCardDoubts doubts);
/* Why the text of a card cannot be read, and what to do. Borrowed. */
const char *hs_card_part_words (HsCardPart part);
/* The relations a drop-down offers, in its order; the first is "not said". (transfer full) */
GtkStringList *hs_person_list_relations (void);
/* The relation at that place; (nullable) NULL: not said. */
const char *hs_person_relation_at (guint index);

G_END_DECLS
