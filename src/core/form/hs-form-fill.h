/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"
#include "form/profile/hs-person.h"

G_BEGIN_DECLS

/* Filling a form from a person, by the package's "prefill": which field is which fact of who ("mother.fullName").
 * A role is the word before the dot. Fields of one role, and in a repeat of one row, are filled together. */

typedef enum
{
  HS_FORM_ORIGIN_PROFILE, /* from the household */
  HS_FORM_ORIGIN_CARD,    /* from the QR code of a card, just read */
} HsFormOriginKind;

/* Where a value came from. Ref-counted, immutable. A boxed type. */
#define HS_TYPE_FORM_ORIGIN (hs_form_origin_get_type ())
GType hs_form_origin_get_type (void);
typedef struct
{
  HsFormOriginKind kind;
  char *name;   /* (owned) of the person */
  gint64 at_us; /* wall clock, microseconds since 1970 UTC */
} HsFormOrigin;
HsFormOrigin *hs_form_origin_ref (HsFormOrigin *self);
void hs_form_origin_unref (HsFormOrigin *self);

/* (nullable) "mother": this field can be filled from a person in that role. */
const char *hs_form_field_get_role (HsFormField *self);
/* (nullable) NULL: typed by the citizen, or empty. Property "origin" with notify. The citizen's edit clears it, undo
 * brings it back, the draft keeps it. */
const HsFormOrigin *hs_form_field_get_origin (HsFormField *self);

/* (transfer full) (element-type utf8) roles in the order of the layout; those that only rows have are not in it. */
GPtrArray *hs_form_list_roles (HsForm *self) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) The package's word for a role ("mẹ"), its message "role.mother". */
const char *hs_form_get_role_word (HsForm *self, const char *role);

/* What filling would do to one field that has another answer already. */
typedef struct
{
  char *pointer;   /* (owned) */
  char *label;     /* (owned) */
  char *old_value; /* (owned) as shown */
  char *new_value; /* (owned) as it would be shown */
} HsFormFillChange;
void hs_form_fill_change_free (HsFormFillChange *self);

/* row (nullable): which row of a repeat. (element-type HsFormFillChange) relevant fields whose answer would be
 * replaced, in layout order; what the form starts with (a default) does not count. n_filled (out) (optional): how many
 * fields would get a value that is new. */
GPtrArray *hs_form_preview_fill (HsForm *self, const char *role, HsFormRow *row, HsPerson *person,
                                 guint *n_filled) G_GNUC_WARN_UNUSED_RESULT;
/* Fills every field of the role that the person has a value for, as one step of undo; read-only, computed and
 * unconvertible ones are left alone, hidden ones are filled too. Returns how many were given a new value. */
guint hs_form_fill_person (HsForm *self, const char *role, HsFormRow *row, HsPerson *person,
                           HsFormOriginKind kind);
/* The other way: the person that the answers of a role tell of. Only what is relevant and readable.
 * Errors: HS_FORM_ERROR_PERSON, e.g. the name is missing. */
HsPerson *hs_form_dup_person (HsForm *self, const char *role, HsFormRow *row,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormOrigin, hs_form_origin_unref)

G_END_DECLS
