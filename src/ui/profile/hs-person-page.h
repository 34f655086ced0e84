/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* One person of the household, or a new one: the questions of profile/person.json, drawn like any declaration. */
#define HS_TYPE_PERSON_PAGE (hs_person_page_get_type ())
G_DECLARE_FINAL_TYPE (HsPersonPage, hs_person_page, HS, PERSON_PAGE, HsPage)

/* target: the id, "" for a new person. Errors: HS_FORM_ERROR_NOT_FOUND, those of the form's package. */
HsPage *hs_person_page_make (HsAppContext *context, GVariant *target, GError **error);

G_END_DECLS
