/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What was taken back, or done again. pointer (nullable): where; NULL: there was nothing. */
typedef void (*HsFormUndoFunc) (GtkWidget *widget, const char *pointer, gboolean again);

/* Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y anywhere in widget: one list of steps for the whole form. show is told each time. */
void hs_form_undo_install (GtkWidget *widget, HsForm *form, HsFormUndoFunc show);

G_END_DECLS
