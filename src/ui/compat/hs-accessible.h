/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells assistive technology that widget is wrong, and which label says why; message NULL: it is right.
 * GTK takes the message as one object or as a list of them, depending on its version. */
void hs_accessible_set_error (GtkWidget *widget, GtkWidget *message);

/* Keeps the pages of a stack that are out of sight from assistive technology: GTK 4.8 reads them all. */
void hs_accessible_follow_stack (GtkStack *stack);

G_END_DECLS
