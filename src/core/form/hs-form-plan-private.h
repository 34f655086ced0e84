/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-plan.h"

G_BEGIN_DECLS

/* The steps of compiling, in this order. Each returns FALSE with the error set. */
gboolean hs_form_plan_read_schema (HsFormPlan *self, HsFormLint *lint, JsonObject *schema);
gboolean hs_form_plan_read_layout (HsFormPlan *self, HsFormLint *lint, JsonObject *layout);
gboolean hs_form_plan_read_rules (HsFormPlan *self, HsFormLint *lint, JsonObject *rules);
gboolean hs_form_plan_sort (HsFormPlan *self, HsFormLint *lint);

HsFormScope *hs_form_plan_add_scope (HsFormPlan *self, guint parent, guint repeat);
/* Takes def into the plan. */
void hs_form_plan_add_field (HsFormPlan *self, HsFieldDef *def);
HsFieldDef *hs_field_def_new (void);
HsFormOption *hs_form_option_new (const char *code, const char *label);
void hs_form_option_free (HsFormOption *self);

/* In print: checks and compiles the "print" member. */
HsPrintPlan *hs_print_plan_compile (HsFormPlan *plan, HsFormLint *lint, JsonObject *print);
void hs_print_plan_free (HsPrintPlan *self);

/* "prefill": what of a person fills which field (hs-form-fill-plan.c). */
gboolean hs_form_plan_read_prefill (HsFormPlan *self, HsFormLint *lint, JsonObject *root);
void hs_prefill_free (HsPrefill *self);

G_END_DECLS
