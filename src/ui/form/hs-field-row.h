/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One question: label, hint, message, then the control, how the answer was read, and where it came from;
 * hidden while the field is not relevant. Shows an error only once it was accused, and forgives it as soon
 * as it is right.
 *
 * Activates "form.left" (s, pointer) when its control is left with an answer, where there is such an action. */
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
/* A line under the control, read out with it. Its place is kept once it was set, "" too, so that nothing
 * moves while typing; NULL: nothing to say, and no place needed for it. */
void hs_field_row_set_note (HsFieldRow *self, const char *text);
/* The control was left: tells "form.left". */
void hs_field_row_leave (HsFieldRow *self);

/* A label as all of a form are: wrapped anywhere, from the start. css_class is nullable. */
GtkWidget *hs_field_row_new_text (const char *text, const char *css_class);

G_END_DECLS
