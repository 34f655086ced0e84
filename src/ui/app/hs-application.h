/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One process, one window. Owns the context. Actions: app.quit, app.about, app.settings. */
#define HS_TYPE_APPLICATION (hs_application_get_type ())
G_DECLARE_FINAL_TYPE (HsApplication, hs_application, HS, APPLICATION, AdwApplication)

HsApplication *hs_application_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
