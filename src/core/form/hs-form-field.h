/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HS_FIELD_TEXT,
  HS_FIELD_LONG_TEXT,
  HS_FIELD_NUMBER,
  HS_FIELD_MONEY,
  HS_FIELD_DATE,
  HS_FIELD_PARTIAL_DATE, /* day, or day and month, may be unknown */
  HS_FIELD_YES_NO,
  HS_FIELD_CHOICE,      /* few options: radio */
  HS_FIELD_LONG_CHOICE, /* many: searchable list */
  HS_FIELD_MULTI_CHOICE,
  HS_FIELD_UNIT,   /* administrative unit: value is a commune's (or province's) code */
  HS_FIELD_PERSON, /* a block that a profile or card can fill */
  HS_FIELD_REPEAT,
  HS_FIELD_COMPUTED,
  HS_FIELD_NOTE, /* text only, no value */
} HsFieldKind;

typedef struct
{
  char *code;
  char *label;
} HsFormOption;

/* What a section looks like in the list of sections. */
typedef enum
{
  HS_SECTION_NOT_STARTED,
  HS_SECTION_IN_PROGRESS,
  HS_SECTION_DONE,
  HS_SECTION_HAS_ERRORS,
} HsSectionState;

/* Properties, all with notify: value-text, relevant, required, read-only, error, warning, options,
 * origin (see hs-form-fill.h). */
#define HS_TYPE_FORM_FIELD (hs_form_field_get_type ())
G_DECLARE_FINAL_TYPE (HsFormField, hs_form_field, HS, FORM_FIELD, GObject)

const char *hs_form_field_get_pointer (HsFormField *self);
HsFieldKind hs_form_field_get_kind (HsFormField *self);
const char *hs_form_field_get_label (HsFormField *self);
const char *hs_form_field_get_hint (HsFormField *self); /* (nullable) */
const char *hs_form_field_get_why (HsFormField *self);  /* (nullable) why the office asks */
const char *
hs_form_field_get_group (HsFormField *self); /* (nullable) title of its group in the section */
const char *hs_form_field_get_unit (HsFormField *self);   /* (nullable) x-unit */
guint hs_form_field_get_max_length (HsFormField *self);   /* characters, 0 = no limit */
const char *hs_form_field_get_format (HsFormField *self); /* (nullable) "vn-cccd" */
gboolean hs_form_field_is_relevant (HsFormField *self);
gboolean hs_form_field_is_required (HsFormField *self);
gboolean hs_form_field_is_read_only (HsFormField *self);
gboolean hs_form_field_is_upper_case (HsFormField *self); /* printed in capitals */
JsonNode *hs_form_field_get_value (HsFormField *self);    /* (nullable) (transfer none) typed */
const char *
hs_form_field_get_text (HsFormField *self); /* as typed, or the value in words; "" empty */
const char *hs_form_field_get_error (HsFormField *self);   /* (nullable) the one message */
const char *hs_form_field_get_warning (HsFormField *self); /* (nullable) */
GPtrArray *
hs_form_field_get_options (HsFormField *self);          /* (element-type HsFormOption) never NULL */
GListModel *hs_form_field_get_rows (HsFormField *self); /* (nullable) of HsFormRow, for REPEAT */

#define HS_TYPE_FORM_ROW (hs_form_row_get_type ())
G_DECLARE_FINAL_TYPE (HsFormRow, hs_form_row, HS, FORM_ROW, GObject)
const char *hs_form_row_get_id (HsFormRow *self);
const char *hs_form_row_get_title (HsFormRow *self);  /* its first filled fields, or "Dòng 2" */
GListModel *hs_form_row_get_fields (HsFormRow *self); /* of HsFormField */

/* Properties with notify: state, relevant. */
#define HS_TYPE_FORM_SECTION (hs_form_section_get_type ())
G_DECLARE_FINAL_TYPE (HsFormSection, hs_form_section, HS, FORM_SECTION, GObject)
const char *hs_form_section_get_id (HsFormSection *self);
const char *hs_form_section_get_title (HsFormSection *self);
GListModel *hs_form_section_get_fields (HsFormSection *self); /* of HsFormField, in layout order */
HsSectionState hs_form_section_get_state (HsFormSection *self);
gboolean hs_form_section_is_relevant (HsFormSection *self);

#define HS_TYPE_FORM_PROBLEM (hs_form_problem_get_type ())
G_DECLARE_FINAL_TYPE (HsFormProblem, hs_form_problem, HS, FORM_PROBLEM, GObject)
const char *hs_form_problem_get_pointer (HsFormProblem *self);
const char *
hs_form_problem_get_rule (HsFormProblem *self); /* "required", "format", or a check's id */
const char *hs_form_problem_get_label (HsFormProblem *self);
const char *hs_form_problem_get_message (HsFormProblem *self); /* says what to do */
const char *hs_form_problem_get_section (HsFormProblem *self); /* id */
gboolean hs_form_problem_is_warning (HsFormProblem *self);

G_END_DECLS
