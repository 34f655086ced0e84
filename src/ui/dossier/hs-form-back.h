/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Quay lại bản cũ (1.0.0)": hidden while no earlier version of the form is kept. */
#define HS_TYPE_FORM_BACK (hs_form_back_get_type ())
G_DECLARE_FINAL_TYPE (HsFormBack, hs_form_back, HS, FORM_BACK, AdwBin)

void hs_form_back_set_dossier (HsFormBack *self, HsDossier *dossier);

G_END_DECLS
