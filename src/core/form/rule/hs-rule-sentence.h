/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-rule-lexicon.h"
#include "form/rule/hs-rule.h"

G_BEGIN_DECLS

/* What a name in a rule is called in the form. */
typedef struct
{
  char *label; /* (owned) as people know it: “Ngày sinh” (Người mẹ), with its quotes */
  guint types; /* as hs_field_def_rule_types(); 0 not known */
  guint inner_scope; /* of a repeat's rows, else HS_RULE_OWN_SCOPE */
} HsRuleNamed;

/* Words of a language, and of a form: how its fields and codes are called. */
typedef struct
{
  HsRuleLexicon *lexicon;
  /* FALSE: no such name. scope: where it is seen from, HS_RULE_OWN_SCOPE is the rule's. */
  gboolean (*describe) (gpointer data, guint scope, const char *path, HsRuleNamed *named);
  /* (transfer full) (nullable): the label of a code of that field. */
  char *(*describe_code) (gpointer data, guint scope, const char *path, const char *code);
  gpointer data;
} HsRuleWords;

/* What the rule says, without a full stop: a condition as a clause (“Tình trạng hôn nhân” là “Đã ly hôn”), a value as
 * a phrase (8.000 nhân “Số bản sao”). Typed and compatible rules. A part that nobody has words for stands there as
 * JSON. */
char *hs_rule_to_sentence (HsRule *rule, const HsRuleWords *words) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type utf8) Names of all operators of typed and of compatible rules, each once. For tests of the words. */
GPtrArray *hs_rule_list_operators (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
