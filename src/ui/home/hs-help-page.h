/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* F1: short answers to what people ask first. */
#define HS_TYPE_HELP_PAGE (hs_help_page_get_type ())
G_DECLARE_FINAL_TYPE (HsHelpPage, hs_help_page, HS, HELP_PAGE, HsPage)

HsPage *hs_help_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
