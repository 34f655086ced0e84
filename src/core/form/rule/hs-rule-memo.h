/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-rule.h"

G_BEGIN_DECLS

/* What aggregates gave, by the aggregate and the row it was counted from. Holds as long as no answer and no
 * row changes: who runs the rules clears it before that. Thread: one. */
HsRuleMemo *hs_rule_memo_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hs_rule_memo_free (HsRuleMemo *self);
void hs_rule_memo_clear (HsRuleMemo *self);
/* steps: what it took then; who takes the value counts them again, so that a rule runs into its bound
 * whether or not something was remembered. */
gboolean hs_rule_memo_get (HsRuleMemo *self, gconstpointer node, gconstpointer row,
                           HsRuleValue *value, guint *steps);
/* value: no text and no list, which belong to one run. */
void hs_rule_memo_put (HsRuleMemo *self, gconstpointer node, gconstpointer row,
                       const HsRuleValue *value, guint steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRuleMemo, hs_rule_memo_free)

G_END_DECLS
