/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* Everything known about one procedure, and "Start a dossier". Target of "show-procedure": the code. */
#define HS_TYPE_PROCEDURE_PAGE (hs_procedure_page_get_type ())
G_DECLARE_FINAL_TYPE (HsProcedurePage, hs_procedure_page, HS, PROCEDURE_PAGE, HsPage)

HsPage *hs_procedure_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
