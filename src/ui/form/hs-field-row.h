/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One question: label, hint, message, then the control; hidden while the field is not relevant.
 * Shows an error only once it was accused, and forgives it as soon as it is right. */
#define HS_TYPE_FIELD_ROW (hs_field_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (HsFieldRow, hs_field_row, HS, FIELD_ROW, GtkBox)

struct _HsFieldRowClass
{
  GtkBoxClass parent_class;

  /* Brings the control up to date with the field. */
  void (*refresh) (HsFieldRow *self);
  /* What takes the focus; NULL: nothing. */
  GtkWidget *(*get_control) (HsFieldRow *self);
};

/* The row for a field's kind. units (nullable) is needed for administrative units. */
GtkWidget *
hs_field_row_new (HsForm *form, HsFormField *field, HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;

HsForm *hs_field_row_get_form (HsFieldRow *self);
HsFormField *hs_field_row_get_field (HsFieldRow *self);
const char *hs_field_row_get_pointer (HsFieldRow *self);
/* Shows the field's error from now on, until it is right. */
void hs_field_row_accuse (HsFieldRow *self);
/* The section was checked: from now on an error shows whenever there is one. Only for a field that is
 * asked now; one that comes later waits for its own check. */
void hs_field_row_check (HsFieldRow *self);
/* The error, if there is one, is in sight. */
gboolean hs_field_row_is_accused (HsFieldRow *self);
/* Moves the focus to the control, selecting nothing. */
void hs_field_row_focus (HsFieldRow *self);

/* For subclasses: puts the control under the message, and ties label, hint and message to it. */
void hs_field_row_set_control (HsFieldRow *self, GtkWidget *control);
/* The widget whose accessible state tells "invalid"; default: the control. */
void hs_field_row_describe (HsFieldRow *self, GtkWidget *widget);

G_END_DECLS
