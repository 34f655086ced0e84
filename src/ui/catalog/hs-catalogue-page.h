/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* Search results. The text comes from the window's search entry through "show-catalogue", whose target is
 * the text, or "life-event:ID". */
#define HS_TYPE_CATALOGUE_PAGE (hs_catalogue_page_get_type ())
G_DECLARE_FINAL_TYPE (HsCataloguePage, hs_catalogue_page, HS, CATALOGUE_PAGE, HsPage)

HsPage *hs_catalogue_page_make (HsAppContext *context, GVariant *target, GError **error);
const char *hs_catalogue_page_get_text (HsCataloguePage *self); /* "" none */
/* For tests: no search is running. */
gboolean hs_catalogue_page_is_idle (HsCataloguePage *self);
/* For tests: what is listed now. */
GListModel *hs_catalogue_page_get_results (HsCataloguePage *self); /* (transfer none) */

G_END_DECLS
