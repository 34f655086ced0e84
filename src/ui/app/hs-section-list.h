/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-window-pages.h"

G_BEGIN_DECLS

/* The sections, twice: rows of the sidebar and buttons of the bottom switcher, kept alike. */
#define HS_TYPE_SECTION_LIST (hs_section_list_get_type ())
G_DECLARE_FINAL_TYPE (HsSectionList, hs_section_list, HS, SECTION_LIST, GObject)

HsSectionList *
hs_section_list_new (GtkListBox *sidebar, GtkBox *switcher) G_GNUC_WARN_UNUSED_RESULT;
/* Whose dossiers are counted beside "Dossiers". */
void hs_section_list_set_book (HsSectionList *self, HsCaseBook *book);
void hs_section_list_select (HsSectionList *self, HsSection section);
/* Goes to the section of that row. */
void hs_section_list_activate (HsSectionList *self, guint index);

G_END_DECLS
