/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"
#include "form/hs-form-fill.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Under a finished declaration: whom of it one may keep in the family, a button each. Not visible when there is
 * nobody to keep. It looks at the answers once, when it is made. */
#define HS_TYPE_PERSON_OFFER (hs_person_offer_get_type ())
G_DECLARE_FINAL_TYPE (HsPersonOffer, hs_person_offer, HS, PERSON_OFFER, AdwBin)

GtkWidget *hs_person_offer_new (HsAppContext *context, HsForm *form) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
