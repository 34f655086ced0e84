/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-rule-private.h"
#include "form/rule/hs-rule-sentence.h"

G_BEGIN_DECLS

#define HS_TELLER_ITEM_SCOPE                                                                       \
  (G_MAXUINT - 1) /* inside map, filter …: names are an item's, nobody's field */

/* Tells one rule. What it says is (transfer full); what it finds in the rule is borrowed. */
typedef struct
{
  const HsRuleWords *words;
  HsRuleLexicon *lexicon;
  guint scope;        /* where names are seen from */
  gboolean in_reduce; /* "current" and "accumulator" are what reduce hands over */
  guint depth;
} HsTeller;

const char *hs_teller_operator_of (JsonNode *json, JsonNode **args);
guint hs_teller_count_args (JsonNode *args);
JsonNode *hs_teller_get_arg (JsonNode *args, guint i);
gboolean hs_teller_is_op (JsonNode *json, const char *name);
const char *hs_teller_literal_text (JsonNode *json);
gboolean hs_teller_is_literal_boolean (JsonNode *json);
gboolean hs_teller_is_literal_number (JsonNode *json);
const char *hs_teller_name_of (JsonNode *json);
char *hs_teller_say (HsTeller *t, const char *key, const char *a, const char *b, const char *c);
char *hs_teller_join (HsTeller *t, GPtrArray *parts, const char *last);
void hs_teller_find_name (HsTeller *t, const char *path, HsRuleNamed *named);
guint hs_teller_types_of (HsTeller *t, JsonNode *json);
char *hs_teller_tell_literal (HsTeller *t, JsonNode *json, const char *path);
char *hs_teller_tell_beside (HsTeller *t, JsonNode *json, JsonNode *other);
char *hs_teller_tell_raw (JsonNode *json);
char *hs_teller_tell_arg (HsTeller *t, JsonNode *args, guint i);
char *
hs_teller_tell_list (HsTeller *t, JsonNode *args, guint from, JsonNode *beside, const char *last);
char *hs_teller_tell_name (HsTeller *t, const char *path);
char *hs_teller_tell_names (HsTeller *t, JsonNode *args, const char *last);
char *hs_teller_tell_var (HsTeller *t, JsonNode *args);
char *hs_teller_tell_over_rows (HsTeller *t, const char *op, JsonNode *args, gboolean negated);
char *hs_teller_tell_over_items (HsTeller *t, const char *op, JsonNode *args, gboolean negated);
char *hs_teller_tell_condition (HsTeller *t, JsonNode *json, gboolean negated);
char *hs_teller_tell_value (HsTeller *t, JsonNode *json);
char *hs_teller_tell_if (HsTeller *t, JsonNode *args, gboolean condition, gboolean negated);
gboolean hs_teller_is_date (HsTeller *t, JsonNode *json);
gboolean hs_teller_is_one_of (const char *op, const char *const *names);

G_END_DECLS
