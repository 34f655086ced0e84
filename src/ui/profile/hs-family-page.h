/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* The people of the household: who they are, adding by card or by hand, removing with undo. */
#define HS_TYPE_FAMILY_PAGE (hs_family_page_get_type ())
G_DECLARE_FINAL_TYPE (HsFamilyPage, hs_family_page, HS, FAMILY_PAGE, HsPage)

HsPage *hs_family_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
