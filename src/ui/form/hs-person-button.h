/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Fills the questions about one person from the household or an identity card. Out of sight while there is
 * nothing it could fill. */
#define HS_TYPE_PERSON_BUTTON (hs_person_button_get_type ())
G_DECLARE_FINAL_TYPE (HsPersonButton, hs_person_button, HS, PERSON_BUTTON, AdwBin)

/* row (nullable): the row of a repeat that the questions are in. */
GtkWidget *
hs_person_button_new (HsForm *form, const char *role, HsFormRow *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
