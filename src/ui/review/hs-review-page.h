/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Check your answers: everything that will be sent, each with "Change", and the statement of truthfulness. */
#define HS_TYPE_REVIEW_PAGE (hs_review_page_get_type ())
G_DECLARE_FINAL_TYPE (HsReviewPage, hs_review_page, HS, REVIEW_PAGE, AdwBin)

GtkWidget *hs_review_page_new (HsAppContext *context, HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
