/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-units.h"
#include "form/hs-form-error.h"
#include "form/hs-form-field.h"
#include "form/hs-form-package.h"

G_BEGIN_DECLS

/* A form being filled: answers, and what follows from them. Every edit settles values, relevance and
 * errors before it returns. Thread: the one that made it. */
#define HS_TYPE_FORM (hs_form_get_type ())
G_DECLARE_FINAL_TYPE (HsForm, hs_form, HS, FORM, GObject)

/* Signals: "changed" (const char *pointer) after each settled edit.
 * Properties: "n-problems" (errors now, whether shown or not). */
HsForm *
hs_form_new (HsFormPackage *package, HsWorld *world, HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;

HsFormPackage *hs_form_get_package (HsForm *self);
GListModel *
hs_form_get_sections (HsForm *self); /* (transfer none) of HsFormSection, in layout order */
HsFormField *
hs_form_find_field (HsForm *self, const char *pointer); /* (transfer none) (nullable) */

/* Everything typed, also what is hidden now or cannot be read yet: what the draft keeps. */
JsonNode *hs_form_dup_draft (HsForm *self) G_GNUC_WARN_UNUSED_RESULT;
/* Replaces everything. A draft that does not fit (unknown members, wrong types) is an error naming
 * where, and nothing changes. Also reads a plain answers file: {"answers": {...}} or the object itself. */
gboolean hs_form_load_draft (HsForm *self, JsonNode *draft, GError **error);
/* Only what is relevant, typed, normalised: what the office gets. */
JsonNode *hs_form_dup_submission (HsForm *self) G_GNUC_WARN_UNUSED_RESULT;

/* Runs every rule again, and the package's pure schema over the submission, as the office does. For a form without
 * errors: then an error (a rule cannot be computed, the schema refuses) is a defect of the package, and names where.
 * Errors: HS_FORM_ERROR_PACKAGE. */
gboolean hs_form_check_submission (HsForm *self, GError **error);

/* What the citizen typed; read by the field's kind. Unreadable text stays, with an error. */
void hs_form_set_text (HsForm *self, const char *pointer, const char *text);
/* A typed value; NULL clears. Consumes value. */
void hs_form_set_value (HsForm *self, const char *pointer, JsonNode *value);

/* Rows of a repeat. The index is where it goes; ids are stable. */
void hs_form_insert_row (HsForm *self, const char *pointer, guint index);
void hs_form_remove_row (HsForm *self, const char *pointer, guint index);
void hs_form_move_row (HsForm *self, const char *pointer, guint from, guint to);

/* What is edited between the two is one step of undo. Everything settles, listeners are told and
 * "changed" is emitted (with the pointer of the first edit) once, at the end: until then answers can be
 * read back, but not what follows from them. May be nested; an empty group leaves no step. */
void hs_form_begin_edit (HsForm *self);
void hs_form_end_edit (HsForm *self);

gboolean hs_form_can_undo (HsForm *self);
gboolean hs_form_can_redo (HsForm *self);
void hs_form_undo (HsForm *self);
void hs_form_redo (HsForm *self);

/* All problems now, in layout order, errors and warnings: (transfer none) of HsFormProblem. */
GListModel *hs_form_get_problems (HsForm *self);
/* No errors (warnings do not stop). */
gboolean hs_form_is_valid (HsForm *self);

/* (transfer none) (nullable): the first rule that could not be computed (a number with too many
 * digits, no table of holidays): it counted as unanswered. For form authors and logs. */
const GError *hs_form_get_rule_error (HsForm *self);

/* Evaluates a rule (strict JsonLogic) over the relevant answers, e.g. an evidence condition.
 * Errors: HS_FORM_ERROR_PACKAGE when it is not a rule or not boolean. */
gboolean
hs_form_eval_condition (HsForm *self, const char *rule_json, gboolean *result, GError **error);

G_END_DECLS
