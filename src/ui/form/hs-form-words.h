/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-field.h"

G_BEGIN_DECLS

/* How an answer was read, so that a slip of a finger is seen at once: "thứ sáu, 20/11/2026", "tháng 6 năm 1995",
 * "một triệu hai trăm nghìn đồng". (nullable) when nothing was read. */
char *hs_form_words_of_value (HsFormField *field) G_GNUC_WARN_UNUSED_RESULT;
/* The answer in its one spelling: 1.200.000, 01/02/1990. (nullable): it has no other than what was typed. */
char *hs_form_words_spell (HsFormField *field) G_GNUC_WARN_UNUSED_RESULT;
/* A hint where the package gives none. (nullable) */
const char *hs_form_words_hint (HsFieldKind kind);
/* "(đồng)": what the answer is counted in. (nullable) */
const char *hs_form_words_unit (HsFormField *field);
/* How much room is left, where it begins to matter. (nullable) */
char *hs_form_words_room (HsFormField *field, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* What was typed can never become right by typing on: too long, or a sign that cannot stand there. */
gboolean hs_form_words_is_impossible (HsFormField *field, const char *text);

G_END_DECLS
