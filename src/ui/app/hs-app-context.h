/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"
#include "form/profile/hs-household.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What every page is given: the core objects of this run. It is made before the first frame and empty
 * then; hs_app_context_open_async() fills it off the main thread. Until "ready" all getters but
 * get_settings() and get_portal_url() are NULL; the window makes no other page than home before.
 * Thread: main. Ownership: all getters are (transfer none).
 *
 * Properties with notify: ready (boolean). */
#define HS_TYPE_APP_CONTEXT (hs_app_context_get_type ())
G_DECLARE_FINAL_TYPE (HsAppContext, hs_app_context, HS, APP_CONTEXT, GObject)

HsAppContext *hs_app_context_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

/* Store, catalogue and units in a thread, then the case book and its session here. May be called again
 * after an error. Errors: those of hs_world_new_system(), hs_store_open(), hs_catalogue_open(),
 * hs_units_load(), hs_case_book_open(). */
void hs_app_context_open_async (HsAppContext *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_app_context_open_finish (HsAppContext *self, GAsyncResult *result, GError **error);

/* For tests: what was opened elsewhere, ready at once. */
HsAppContext *
hs_app_context_new_opened (GSettings *settings, HsCaseBook *book) G_GNUC_WARN_UNUSED_RESULT;

gboolean hs_app_context_is_ready (HsAppContext *self);
GSettings *hs_app_context_get_settings (HsAppContext *self);
HsWorld *hs_app_context_get_world (HsAppContext *self);
HsStore *hs_app_context_get_store (HsAppContext *self);
HsCatalogue *hs_app_context_get_catalogue (HsAppContext *self);
HsUnits *hs_app_context_get_units (HsAppContext *self);
HsCaseBook *hs_app_context_get_case_book (HsAppContext *self);
/* The people of the household, read when first asked for. NULL only with the error, those of hs_household_open(). */
HsHousehold *hs_app_context_get_household (HsAppContext *self, GError **error);
HsSession *hs_app_context_get_session (HsAppContext *self); /* (nullable) no portal chosen */
/* $HOSO_PORTAL_URL, else the setting; NULL: none chosen. The case book has the one it was opened with. */
const char *hs_app_context_get_portal_url (HsAppContext *self);

G_END_DECLS
