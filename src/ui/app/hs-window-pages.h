/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* Which entry of the sidebar a page belongs to. */
typedef enum
{
  HS_SECTION_HOME,
  HS_SECTION_CATALOGUE,
  HS_SECTION_DOSSIERS,
  HS_SECTION_FAMILY,
  HS_N_SECTIONS,
} HsSection;

/* One kind of page: win.<action> with a target of type <parameter> shows it. */
typedef struct
{
  const char *action;
  const char *parameter; /* (nullable) GVariant type string */
  HsSection section;
  gboolean root; /* reached from the sidebar: the way back from it is home */
  /* (transfer floating) (nullable): NULL with an error when what the target names is not there. */
  HsPage *(*make) (HsAppContext *context, GVariant *target, GError **error);
} HsPageEntry;

const HsPageEntry *hs_page_entries (guint *n_entries);
const HsPageEntry *hs_page_entry_find (const char *action); /* (nullable) */

G_END_DECLS
