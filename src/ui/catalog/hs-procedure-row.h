/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-procedure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One search result. It is recycled by the list view. */
#define HS_TYPE_PROCEDURE_ROW (hs_procedure_row_get_type ())
G_DECLARE_FINAL_TYPE (HsProcedureRow, hs_procedure_row, HS, PROCEDURE_ROW, GtkBox)

GtkWidget *hs_procedure_row_new (void);
void hs_procedure_row_bind (HsProcedureRow *self, HsProcedure *procedure);

G_END_DECLS
