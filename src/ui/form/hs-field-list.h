/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-row.h"

G_BEGIN_DECLS

/* Questions one below the other, with the titles of their groups, and a button to fill those that tell of one
 * person. The first are made at once, the rest little by little, so that a long section does not make anyone
 * wait; who asks for one of them gets it. */
#define HS_TYPE_FIELD_LIST (hs_field_list_get_type ())
G_DECLARE_FINAL_TYPE (HsFieldList, hs_field_list, HS, FIELD_LIST, GtkBox)

/* row_ids: set of ids of rows whose errors may be shown, changed by the page. units is nullable. */
GtkWidget *
hs_field_list_new (HsForm *form, HsUnits *units, GHashTable *row_ids) G_GNUC_WARN_UNUSED_RESULT;
/* section (nullable): its title stands above the fields, while it is relevant. row (nullable): the row that the
 * fields are of. */
void
hs_field_list_add (HsFieldList *self, HsFormSection *section, HsFormRow *row, GListModel *fields);
/* (nullable) (transfer none): makes the row if it is not there yet. */
HsFieldRow *hs_field_list_find (HsFieldList *self, HsFormField *field);
/* The first question that can be answered now: (nullable) (transfer none). */
HsFieldRow *hs_field_list_get_first (HsFieldList *self);
/* Every question asked now may show its error from now on; so may those of rows in it. */
void hs_field_list_check (HsFieldList *self);
/* An error of the field may be in the summary. */
gboolean hs_field_list_is_accused (HsFieldList *self, HsFormField *field);
/* Makes all that are not there yet. */
void hs_field_list_finish (HsFieldList *self);

G_END_DECLS
