/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  HS_REPEAT_EDIT,
  HS_REPEAT_UP,
  HS_REPEAT_DOWN,
  HS_REPEAT_REMOVE,
} HsRepeatAct;

/* One line of a repeat: what the row is, its state, and what can be done with it. Lives in a list view, which
 * uses it for one row after the other.
 *
 * Signals: "act" (guint HsRepeatAct). */
#define HS_TYPE_REPEAT_ITEM (hs_repeat_item_get_type ())
G_DECLARE_FINAL_TYPE (HsRepeatItem, hs_repeat_item, HS, REPEAT_ITEM, GtkBox)

GtkWidget *hs_repeat_item_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL: of no row now. */
void hs_repeat_item_set_row (HsRepeatItem *self, HsFormRow *row);
HsFormRow *hs_repeat_item_get_row (HsRepeatItem *self); /* (nullable) (transfer none) */
/* Title, state, and which buttons can be used. accused: its errors may be shown. */
void hs_repeat_item_refresh (HsRepeatItem *self, guint index, guint n_rows, gboolean accused,
                             gboolean read_only);
/* The focus on a button, or on the nearest that can be used. */
void hs_repeat_item_focus (HsRepeatItem *self, HsRepeatAct act);

G_END_DECLS
