/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"
#include "form/hs-form-fill.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The citizen has chosen. Not called when the dialog is closed without choosing. */
typedef void (*HsPersonChosenFunc) (HsPerson *person, HsFormOriginKind kind, gpointer data);

/* Asks who: the people of the household, the text of an identity card's QR code (typed, pasted, or typed by a reader),
 * or the way to add somebody. role_word (nullable): "mẹ"; NULL: whose data it is, is clear. free_data (nullable) is called once at the end.
 * Thread: main. */
void hs_person_chooser_present (GtkWidget *parent, HsAppContext *context, const char *role_word,
                                HsPersonChosenFunc chosen, gpointer data, GDestroyNotify free_data);
/* The same for a form: shows first what would be replaced, fills, and offers to undo. row is nullable. */
void hs_person_chooser_fill (GtkWidget *parent, HsAppContext *context, HsForm *form,
                             const char *role, HsFormRow *row);

G_END_DECLS
