/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* All dossiers of the profile, by group; drafts can be deleted. */
#define HS_TYPE_DOSSIERS_PAGE (hs_dossiers_page_get_type ())
G_DECLARE_FINAL_TYPE (HsDossiersPage, hs_dossiers_page, HS, DOSSIERS_PAGE, HsPage)

HsPage *hs_dossiers_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
