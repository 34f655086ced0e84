/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Language, style and text size, the portal, and where the data is and what protects it. */
#define HS_TYPE_SETTINGS_WINDOW (hs_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (HsSettingsWindow, hs_settings_window, HS, SETTINGS_WINDOW,
                      AdwPreferencesWindow)

HsSettingsWindow *hs_settings_window_new (GtkWindow *parent, HsAppContext *context);
/* NULL when the text may be a portal's address (or is empty: no portal), else why not, translated. */
const char *hs_settings_check_portal_url (const char *text);

G_END_DECLS
