/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* One row on the way to a field: "/members/3/name" goes through row 3 of "/members". */
typedef struct
{
  HsFormField *repeat; /* (owned) */
  HsFormRow *row;      /* (owned) */
  guint index;
} HsFormStep;

/* (element-type HsFormStep) outermost first; empty for a field in no row. Stops where a row is not there. */
GPtrArray *hs_form_path_list (HsForm *form, const char *pointer) G_GNUC_WARN_UNUSED_RESULT;
/* "/members/3" */
char *hs_form_path_of_row (HsFormField *repeat, guint index) G_GNUC_WARN_UNUSED_RESULT;
/* Where the row stands now; G_MAXUINT: it was removed. */
guint hs_form_path_find_row (HsFormField *repeat, HsFormRow *row);
/* The first error in a row, rows inside it too: (transfer none) (nullable) the field that has it. */
HsFormField *hs_form_path_first_error (HsFormRow *row);
/* What a list of errors says: of a field in a row, which row, then the message. */
char *hs_form_path_dup_words (HsForm *form, const char *pointer,
                              const char *message) G_GNUC_WARN_UNUSED_RESULT;
/* Puts a row that was removed back with its answers, at index. For when the removal is no longer the last
 * step. One step of undo. */
void hs_form_path_put_back (HsForm *form, HsFormField *repeat, HsFormRow *row, guint index);

G_END_DECLS
