/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/profile/hs-person.h"

#include "base/hs-text.h"

G_BEGIN_DECLS

/* Of a coded field (sex, ethnicGroup, nationality): the words on papers for its code, and the code for words, without
 * regard to marks. Both (nullable). */
const char *hs_person_code_words (const char *field, const char *code);
const char *hs_person_words_code (const char *field, const char *text);
gboolean hs_person_is_coded (const char *field);
/* birthDate, identityIssued, identityExpires */
gboolean hs_person_is_date (const char *field);
/* One value as it would be kept: (transfer full), NULL: *fault says what is wrong with it (borrowed). */
char *hs_person_clean (const char *field, const char *text, HsUnits *units, const char **fault);

/* When it was added to the household, microseconds since 1970: its place in the list; 0: never. */
gint64 hs_person_get_rank (HsPerson *self);
HsPerson *
hs_person_with_place (HsPerson *self, const char *id, gint64 rank) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
