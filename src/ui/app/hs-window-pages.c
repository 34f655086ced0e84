/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page table: the only place that knows all pages. A new page is one line here. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-window-pages.h"

#include "catalog/hs-catalogue-page.h"
#include "dossier/hs-dossier-page.h"
#include "dossier/hs-move-page.h"
#include "home/hs-dossiers-page.h"
#include "home/hs-help-page.h"
#include "home/hs-home-page.h"
#include "preview/hs-preview-page.h"
#include "procedure/hs-procedure-page.h"
#include "profile/hs-family-page.h"
#include "profile/hs-person-page.h"
#include "tracking/hs-tracking-page.h"

static const HsPageEntry entries[] = {
  { "go-home", NULL, HS_SECTION_HOME, TRUE, hs_home_page_make },
  { "show-catalogue", "s", HS_SECTION_CATALOGUE, TRUE, hs_catalogue_page_make },
  { "show-procedure", "s", HS_SECTION_CATALOGUE, FALSE, hs_procedure_page_make },
  { "show-dossiers", NULL, HS_SECTION_DOSSIERS, TRUE, hs_dossiers_page_make },
  { "show-help", NULL, HS_SECTION_HOME, FALSE, hs_help_page_make },
  { "open-dossier", "s", HS_SECTION_DOSSIERS, FALSE, hs_dossier_page_make },
  { "move-form", "s", HS_SECTION_DOSSIERS, FALSE, hs_move_page_make },
  { "open-task", "(ss)", HS_SECTION_DOSSIERS, FALSE, hs_dossier_page_make_task },
  { "show-tracking", "s", HS_SECTION_DOSSIERS, FALSE, hs_tracking_page_make },
  { "show-profile", NULL, HS_SECTION_FAMILY, TRUE, hs_family_page_make },
  { "edit-person", "s", HS_SECTION_FAMILY, FALSE, hs_person_page_make },
  { "preview-attachment", "(ss)", HS_SECTION_DOSSIERS, FALSE, hs_preview_page_make_attachment },
  { "preview-file", "(ss)", HS_SECTION_DOSSIERS, FALSE, hs_preview_page_make_file },
};

const HsPageEntry *
hs_page_entries (guint *n_entries)
{
  *n_entries = G_N_ELEMENTS (entries);
  return entries;
}

const HsPageEntry *
hs_page_entry_find (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_strcmp0 (entries[i].action, action) == 0)
      return &entries[i];
  return NULL;
}
