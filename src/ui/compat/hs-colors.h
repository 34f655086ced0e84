/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The style's text colour, and a named one, for widgets that draw themselves. Black when unknown. */
GdkRGBA hs_color_text (GtkWidget *widget);
GdkRGBA hs_color_named (GtkWidget *widget, const char *name);

G_END_DECLS
