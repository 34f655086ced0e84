/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"

G_BEGIN_DECLS

/* The words that rules are told in: data, not code. Immutable. Thread: any. */
typedef struct _HsRuleLexicon HsRuleLexicon;

/* <share_dir>/forms/words/rules.json; language: "vi", "en". Errors: HS_FORM_ERROR_NOT_FOUND when there are no words
 * of that language, HS_BASE_ERROR_JSON_*, G_FILE_ERROR. */
HsRuleLexicon *hs_rule_lexicon_load (HsWorld *world, const char *language,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_rule_lexicon_free (HsRuleLexicon *self);
/* (nullable) */
const char *hs_rule_lexicon_get (HsRuleLexicon *self, const char *key);
/* Puts texts for {0}, {1} … into the words of key; "" when there are no such words. Up to 3, NULL ends. */
char *hs_rule_lexicon_say (HsRuleLexicon *self, const char *key,
                           ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRuleLexicon, hs_rule_lexicon_free)

G_END_DECLS
