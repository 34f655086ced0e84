/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-field.h"

G_BEGIN_DECLS

/* The rows of one repeat: a list model in which a row knows its place, and inserting, removing and
 * finding take logarithmic time. Thread: the form's. */
#define HS_TYPE_FORM_ROWS (hs_form_rows_get_type ())
G_DECLARE_FINAL_TYPE (HsFormRows, hs_form_rows, HS, FORM_ROWS, GObject)

HsFormRows *hs_form_rows_new (void) G_GNUC_WARN_UNUSED_RESULT;
guint hs_form_rows_count (HsFormRows *self);
HsFormRow *hs_form_rows_get (HsFormRows *self, guint index); /* (transfer none) (nullable) */
/* All in order, n in length; (transfer none), good until the next change. */
HsFormRow **hs_form_rows_peek (HsFormRows *self, guint *n);
void hs_form_rows_insert (HsFormRows *self, guint index, HsFormRow *row);
HsFormRow *hs_form_rows_take (HsFormRows *self, guint index) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type HsFormRow): these, instead of what is there. */
void hs_form_rows_replace (HsFormRows *self, GPtrArray *rows);

G_END_DECLS
