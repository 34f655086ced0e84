/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells assistive technology that widget is wrong, and which label says why; message NULL: it is right.
 * GTK takes the message as one object or as a list of them, depending on its version. */
void hs_accessible_set_error (GtkWidget *widget, GtkWidget *message);

/* The one name of a widget, in place of what its label says: GTK 4.8 and libadwaita's rows read both. */
void hs_accessible_set_name (GtkWidget *widget, const char *name);

/* The name of a drop-down and of the button in it, which has the focus: "Field: All fields". */
void hs_accessible_name_drop_down (GtkDropDown *drop, const char *name);

/* For widgets other libraries put together, below widget and itself: buttons with a mnemonic say their text
 * once and without the underscore, images say nothing. */
void hs_accessible_mend_parts (GtkWidget *widget);

/* Keeps the pages of a stack that are out of sight from assistive technology: GTK 4.8 reads them all. */
void hs_accessible_follow_stack (GtkStack *stack);

/* GTK 4.8 reads a button whose label has a mnemonic twice ("Cancel Cancel"): once, for all buttons in widget. */
void hs_accessible_name_once (GtkWidget *widget);

G_END_DECLS
