/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-plan-private.h"
#include "form/print/hs-print-plan.h"

G_BEGIN_DECLS

/* Reading the "print" member. */
typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  HsPrintPlan *print;
  GHashTable *covered; /* (unowned) set of HsFieldDef: what the part being read has a place for */
} HsPrintReader;

/* *number stays as it is when the member is absent. */
gboolean hs_print_read_number (HsPrintReader *r, JsonObject *object, const char *place,
                               const char *member, double minimum, double maximum, double *number);
/* Adds the block to blocks. */
gboolean
hs_print_read_block (HsPrintReader *r, GPtrArray *blocks, JsonNode *node, const char *place);
void hs_print_block_free (HsPrintBlock *block);

G_END_DECLS
