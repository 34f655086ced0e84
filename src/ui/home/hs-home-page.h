/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* What needs the citizen first, what is unfinished, and the events of life as the way into the catalogue. */
#define HS_TYPE_HOME_PAGE (hs_home_page_get_type ())
G_DECLARE_FINAL_TYPE (HsHomePage, hs_home_page, HS, HOME_PAGE, HsPage)

HsPage *hs_home_page_make (HsAppContext *context, GVariant *target, GError **error);

/* The core objects could not be opened: says why instead of the lists, with "Try again". */
void hs_home_page_show_error (HsHomePage *self, const GError *error);

G_END_DECLS
