/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"
#include "widgets/hs-dossier-words.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The dossiers of one group under a heading; invisible while there is none. Follows the book.
 * Signal: "delete-clicked" (HsDossier *). */
#define HS_TYPE_DOSSIER_LIST (hs_dossier_list_get_type ())
G_DECLARE_FINAL_TYPE (HsDossierList, hs_dossier_list, HS, DOSSIER_LIST, AdwBin)

/* max_rows 0: all. */
GtkWidget *
hs_dossier_list_new (HsCaseBook *book, HsDossierGroup group, guint max_rows, gboolean with_delete);
guint hs_dossier_list_get_n_rows (HsDossierList *self);

G_END_DECLS
