/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* One document of a dossier over the whole page, to read, save and print. */
#define HS_TYPE_PREVIEW_PAGE (hs_preview_page_get_type ())
G_DECLARE_FINAL_TYPE (HsPreviewPage, hs_preview_page, HS, PREVIEW_PAGE, HsPage)

/* Target (ss): dossier id, attachment id. */
HsPage *hs_preview_page_make_attachment (HsAppContext *context, GVariant *target, GError **error);
/* Target (ss): dossier id, file id of a slip or result; fetched from the portal when it is not here yet. */
HsPage *hs_preview_page_make_file (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
