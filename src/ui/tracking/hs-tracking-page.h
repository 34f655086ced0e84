/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* What became of a dossier: state and next step on top, the date due, slips and results, and the office's steps,
 * newest first. */
#define HS_TYPE_TRACKING_PAGE (hs_tracking_page_get_type ())
G_DECLARE_FINAL_TYPE (HsTrackingPage, hs_tracking_page, HS, TRACKING_PAGE, HsPage)

/* For the page table: target "s", a dossier's id. Errors: HS_DOSSIER_ERROR_NOT_FOUND.
 * Ownership: (transfer floating). */
HsPage *hs_tracking_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
