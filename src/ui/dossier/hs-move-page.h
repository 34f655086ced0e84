/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* What a newer version of a dossier's form changes, old and new side by side, before the citizen accepts. */
#define HS_TYPE_MOVE_PAGE (hs_move_page_get_type ())
G_DECLARE_FINAL_TYPE (HsMovePage, hs_move_page, HS, MOVE_PAGE, HsPage)

/* For the page table: target "s" (dossier id). Errors: HS_DOSSIER_ERROR_NOT_FOUND, STATE: there is no newer
 * version; those of hs_form_move_new(). Ownership: (transfer floating). */
HsPage *hs_move_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
