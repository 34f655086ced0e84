/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words to the citizen from any widget inside a window. All do nothing but log when the widget is in no
 * window (it was just closed). Thread: main. */

/* A passing note at the bottom. */
void hs_app_toast (GtkWidget *widget, const char *text);
/* With "Hoàn tác". undo is called at most once, with data; free_data (nullable) always. */
typedef void (*HsUndoFunc) (gpointer data);
void hs_app_toast_undo (GtkWidget *widget, const char *text, HsUndoFunc undo, gpointer data,
                        GDestroyNotify free_data);
/* What happened, what was kept, what to do: hs_error_words() of error in a dialog. Cancelled: nothing. */
void hs_app_show_error (GtkWidget *widget, const GError *error);
/* The same as one line of text for an inline message, "Heading. Body Next step": (transfer full). */
char *hs_app_error_text (const GError *error);

G_END_DECLS
