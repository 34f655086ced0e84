/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One dossier in a list: title, where it stands, and the button that goes on. Follows the dossier.
 * Activating the row or the button opens it: a draft and a supplement its task list, others their tracking
 * page. with_delete: a delete button too (the list page), which emits "delete-clicked". */
#define HS_TYPE_DOSSIER_ROW (hs_dossier_row_get_type ())
G_DECLARE_FINAL_TYPE (HsDossierRow, hs_dossier_row, HS, DOSSIER_ROW, AdwActionRow)

GtkWidget *hs_dossier_row_new (HsDossier *dossier, gboolean with_delete);
HsDossier *hs_dossier_row_get_dossier (HsDossierRow *self);

G_END_DECLS
