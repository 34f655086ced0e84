/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-plan-private.h"

G_BEGIN_DECLS

/* How conditions of the schema are read: taken apart (hs-form-plan-constraints.c) down to guards and to
 * leaves, which are run as a whole (hs-form-plan-leaves.c), then compiled (hs-form-plan-programs.c). */
typedef struct
{
  HsFormPlan *plan;
  HsSchemaWalk *walk;
  GPtrArray
    *programs; /* (owned) (element-type JsonNode) what is compiled, by number of the guard */
  guint depth;
  guint n_steps;
} HsConstraintReader;

/* Where an assertion is taken apart. */
typedef struct
{
  guint scope;
  const char *relative;
  guint field;       /* HS_NO_INDEX: an object */
  GArray *uses;      /* (element-type HsGuardUse) */
  JsonObject *words; /* (nullable) */
  gboolean defines;  /* it is of the pieces that describe the object or field itself */
} HsConstraintSpot;

gboolean
hs_constraint_fail (HsConstraintReader *r, HsFormError code, const char *place, const char *what);
GArray *hs_constraint_copy_uses (GArray *uses);
JsonObject *hs_constraint_words_of (JsonNode *node, JsonObject *fallback);
/* (nullable) */
HsFieldDef *hs_constraint_field_at (HsConstraintReader *r, guint scope, const char *relative);
/* The schema at place as a condition; that a member is there. They return the number of the guard,
 * HS_NO_INDEX with the error set. */
guint hs_constraint_add_condition (HsConstraintReader *r, const HsConstraintSpot *spot,
                                   JsonNode *node, const char *place);
guint hs_constraint_add_presence (HsConstraintReader *r, const HsConstraintSpot *spot,
                                  const char *name, const char *place);
/* A keyword of an object or of rows; a schema about one value; the schema false; that a block has some
 * answer. */
gboolean hs_constraint_add_leaf (HsConstraintReader *r, const HsConstraintSpot *spot,
                                 JsonObject *schema, const char *name, const char *place);
gboolean hs_constraint_add_value (HsConstraintReader *r, const HsConstraintSpot *spot,
                                  JsonNode *node, const char *place);
gboolean
hs_constraint_add_refusal (HsConstraintReader *r, const HsConstraintSpot *spot, const char *place);
void hs_constraint_add_block (HsConstraintReader *r, const HsConstraintSpot *spot, const char *name,
                              const char *place);
gboolean hs_constraint_compile (HsConstraintReader *r);
/* Whatever may be wrong has words. */
gboolean hs_constraint_check_words (HsConstraintReader *r);

G_END_DECLS
