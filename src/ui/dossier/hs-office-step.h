/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Which office receives the dossier: searched by name, with or without diacritics. */
#define HS_TYPE_OFFICE_STEP (hs_office_step_get_type ())
G_DECLARE_FINAL_TYPE (HsOfficeStep, hs_office_step, HS, OFFICE_STEP, AdwBin)

GtkWidget *hs_office_step_new (HsAppContext *context, HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
