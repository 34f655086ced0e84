/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Tờ khai này có bản mới (2.0.0). Xem thay đổi", or until when the draft's version is accepted; hidden while
 * there is nothing to say. */
#define HS_TYPE_FORM_NOTICE (hs_form_notice_get_type ())
G_DECLARE_FINAL_TYPE (HsFormNotice, hs_form_notice, HS, FORM_NOTICE, AdwBin)

void hs_form_notice_set_dossier (HsFormNotice *self, HsDossier *dossier);

G_END_DECLS
