/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-package-private.h"
#include "form/version/hs-form-version.h"

G_BEGIN_DECLS

/* One comparison under way. */
typedef struct
{
  HsFormPackage *old;
  HsFormPackage *new;
  JsonObject *old_root;
  JsonObject *new_root;
  HsFormPlan *old_plan;
  HsFormPlan *new_plan;
  HsFormComparison *result;
} HsFormCompare;

void hs_form_compare_note (HsFormCompare *self, HsFormChange change, const char *pointer,
                           const char *format, ...) G_GNUC_PRINTF (4, 5);
/* Its field or block is in both, under this pointer (stars for rows). */
gboolean hs_form_compare_is_kept (HsFormCompare *self, const char *pointer);
/* Fields, blocks, and their schemas. */
void hs_form_compare_schemas (HsFormCompare *self);
void hs_form_compare_rules (HsFormCompare *self);

/* The same rule in one spelling: lists for single operands, operands of commutative operators in order,
 * one direction of comparison. condition: it is a yes/no whose operands may change places. */
JsonNode *hs_rule_normalize (JsonNode *rule, gboolean condition) G_GNUC_WARN_UNUSED_RESULT;
/* Whenever a holds, b holds, as far as can be seen from how they are written. Both normalised conditions.
 * FALSE: it does not, or it cannot be told. */
gboolean hs_rule_implies (JsonNode *a, JsonNode *b);

G_END_DECLS
