/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-package.h"
#include "form/rule/hs-rule-lexicon.h"

G_BEGIN_DECLS

/* One rule of a form as a sentence, for authors and for officers who check a form. */
typedef struct
{
  /* "calculate", "relevant", "require", "readonly", "error", "warning"; "layout", "schema": a condition there */
  const char *kind;
  char *pointer;  /* (owned) of the field or block; rows have a star as index */
  char *label;    /* (owned) of the field or block */
  char *id;       /* (owned) (nullable) of a check */
  char *sentence; /* (owned) */
  char *message;  /* (owned) (nullable) what a check shows */
} HsFormRuleText;

/* (element-type HsFormRuleText): all rules, in the order of the layout. Thread: any. */
GPtrArray *
hs_form_package_explain (HsFormPackage *self, HsRuleLexicon *lexicon) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
