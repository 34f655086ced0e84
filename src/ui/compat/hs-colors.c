/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of the style: GtkStyleContext is all GTK 4.8 has, newer versions deprecate it. */
#define G_LOG_DOMAIN "hoso"

#include "compat/hs-colors.h"

GdkRGBA
hs_color_text (GtkWidget *widget)
{
  GdkRGBA color = { 0, 0, 0, 1 };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  return color;
}

GdkRGBA
hs_color_named (GtkWidget *widget, const char *name)
{
  GdkRGBA color = { 0, 0, 0, 1 };

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color))
    return hs_color_text (widget);
  return color;
}
