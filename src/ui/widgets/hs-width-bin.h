/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One child, and the knowledge whether there is room for the wide layout.
 * Asks for 320 x 240 pixels at most, whatever the child's minimum.
 * Properties: child, threshold (em of the font, default 60), narrow (read-only, notify after the allocation). */
#define HS_TYPE_WIDTH_BIN (hs_width_bin_get_type ())
G_DECLARE_FINAL_TYPE (HsWidthBin, hs_width_bin, HS, WIDTH_BIN, GtkWidget)

gboolean hs_width_bin_is_narrow (HsWidthBin *self);
void hs_width_bin_set_child (HsWidthBin *self, GtkWidget *child);

G_END_DECLS
