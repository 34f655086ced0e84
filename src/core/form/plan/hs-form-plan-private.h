/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-plan-walk.h"
#include "form/plan/hs-form-plan.h"

G_BEGIN_DECLS

/* The steps of compiling, in this order. Each returns FALSE with the error set. */
gboolean hs_form_plan_read_lists (HsFormPlan *self, HsFormLint *lint, HsWorld *world,
                                  GPtrArray *kept, JsonObject *root);
gboolean hs_form_plan_read_schema (HsFormPlan *self, HsSchemaWalk *walk);
gboolean hs_form_plan_read_layout (HsFormPlan *self, HsSchemaWalk *walk, JsonObject *layout);
gboolean hs_form_plan_read_constraints (HsFormPlan *self, HsSchemaWalk *walk);
gboolean hs_form_plan_read_rules (HsFormPlan *self, HsFormLint *lint, JsonObject *rules);
/* What is hidden sometimes must not be demanded always. */
gboolean hs_form_plan_check_hidden (HsFormPlan *self, HsFormLint *lint);
gboolean hs_form_plan_sort (HsFormPlan *self, HsFormLint *lint);

/* Pieces of a schema (hs-form-plan-merge.c). The first that has the keyword: (nullable). */
JsonNode *hs_pieces_find (GPtrArray *pieces, const char *keyword, HsPiece **where);
const char *hs_pieces_type (GPtrArray *pieces); /* "" when it is not one type */
/* One schema of all the pieces, as far as one field's checks can tell; is_all: nothing was left. */
gboolean
hs_pieces_merge (HsSchemaWalk *walk, GPtrArray *pieces, JsonObject *merged, gboolean *is_all);

/* Parts of the answers, and what they read (hs-form-plan-parts.c). */
HsPart *hs_part_new (guint scope, const char *relative, guint field);
void hs_part_free (HsPart *self);
/* What schema, at place, reads of the object or field that the part is. */
gboolean hs_part_read (HsPart *self, HsFormPlan *plan, HsSchemaWalk *walk, JsonNode *schema,
                       const char *place);
/* Every field in it; deep: also those in rows. */
void hs_part_read_all (HsPart *self, HsFormPlan *plan, gboolean deep);
/* A member of the part is there: reads what tells that. FALSE: there is no such member. */
gboolean hs_part_read_member (HsPart *self, HsFormPlan *plan, const char *name);
/* The pointer in the package's answers, rows with a star. */
char *hs_form_plan_pointer_of (HsFormPlan *self, guint scope, const char *relative);
/* Takes part. Returns its number. */
guint hs_form_plan_add_guard (HsFormPlan *self, HsPart *part, HsSchema *schema, const char *place);
void hs_form_guard_free (HsFormGuard *self);
void hs_form_constraint_free (HsFormConstraint *self);
void hs_form_demand_free (HsFormDemand *self);

HsFormScope *hs_form_plan_add_scope (HsFormPlan *self, guint parent, guint repeat);
/* Takes def into the plan. */
void hs_form_plan_add_field (HsFormPlan *self, HsFieldDef *def);
HsFieldDef *hs_field_def_new (void);
HsFormOption *hs_form_option_new (const char *code, const char *label);
void hs_form_option_free (HsFormOption *self);

/* In hs-form-names.c, for compatible rules: adds to the rule what a path of it reads, seen from scope. FALSE: it
 * names nothing of the form. */
gboolean hs_form_plan_read_path (HsFormPlan *self, guint scope, const char *path, HsRule *rule);
/* Everything there is; but (nullable): not what is at or below that pointer. */
void hs_form_plan_read_everything (HsFormPlan *self, guint scope, const char *but, HsRule *rule);

/* In print: checks and compiles the "print" member. */
HsPrintPlan *hs_print_plan_compile (HsFormPlan *plan, HsFormLint *lint, JsonObject *print);
void hs_print_plan_free (HsPrintPlan *self);

/* "prefill": what of a person fills which field (hs-form-fill-plan.c). */
gboolean hs_form_plan_read_prefill (HsFormPlan *self, HsFormLint *lint, JsonObject *root);
void hs_prefill_free (HsPrefill *self);

G_END_DECLS
