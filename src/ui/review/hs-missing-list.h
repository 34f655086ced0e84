/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What still stops sending, each line a link to where it is mended (dossier.edit). Hidden when nothing does.
 * Property with notify: n-missing (uint). */
#define HS_TYPE_MISSING_LIST (hs_missing_list_get_type ())
G_DECLARE_FINAL_TYPE (HsMissingList, hs_missing_list, HS, MISSING_LIST, GtkBox)

/* with_statement: the truthfulness statement counts as missing too. */
GtkWidget *
hs_missing_list_new (HsDossier *dossier, gboolean with_statement) G_GNUC_WARN_UNUSED_RESULT;
guint hs_missing_list_get_n (HsMissingList *self);

G_END_DECLS
