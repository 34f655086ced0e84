/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The papers of a dossier: one card a paper asked for; papers of which one is enough stand together. */
#define HS_TYPE_PAPERS_PAGE (hs_papers_page_get_type ())
G_DECLARE_FINAL_TYPE (HsPapersPage, hs_papers_page, HS, PAPERS_PAGE, AdwBin)

GtkWidget *hs_papers_page_new (HsAppContext *context, HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;
/* Brings the slot into sight and the focus into it. */
void hs_papers_page_show_slot (HsPapersPage *self, const char *slot_id);

G_END_DECLS
