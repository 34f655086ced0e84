/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/profile/hs-person.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* The people of the household, in the order they were added: a GListModel of HsPerson. Each is a record of kind
 * "person", sealed with the profile's key (owner "profile"), so all go with the profile. A change is on disk when it
 * is in the list. Thread: the one that opened it (the *_async() functions write in a thread of their own). */
#define HS_TYPE_HOUSEHOLD (hs_household_get_type ())
G_DECLARE_FINAL_TYPE (HsHousehold, hs_household, HS, HOUSEHOLD, GObject)

/* Errors: HS_STORE_ERROR of reading; one person that cannot be read is no error, see get_unreadable. */
HsHousehold *
hs_household_open (HsStore *store, HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What another process has changed since. */
gboolean hs_household_reload (HsHousehold *self, GError **error);
/* "ID: why", for people of a newer version or damaged; they are left as they are. (transfer none) */
const char *const *hs_household_get_unreadable (HsHousehold *self);

/* (transfer none) (nullable) */
HsPerson *hs_household_find (HsHousehold *self, const char *id);
/* By id, by the beginning of one (8 characters or more), or by the name as it is or without marks; NULL: nobody, or
 * several (*several says how many). (transfer none) */
HsPerson *hs_household_look_up (HsHousehold *self, const char *id_or_name, guint *several);
/* The one with that identity number (also its old one). (transfer none) (nullable) */
HsPerson *hs_household_find_number (HsHousehold *self, const char *number);

/* Who is most likely the same person: the same identity number (also the old one), or, where one of the two has none,
 * the same name and date of birth. (transfer none) (nullable) */
HsPerson *hs_household_find_same (HsHousehold *self, HsPerson *person);

/* Adds, or replaces the one with the same id. A person without an id gets one; stored (out) (nullable) (transfer
 * none) is the person as it is now in the list. Putting back one that was removed gives it its old place. At most
 * one is "self": the other one then becomes "other".
 * Errors: those of hs_store_put(); HS_FORM_ERROR_PERSON when there are 100 already. */
gboolean hs_household_put (HsHousehold *self, HsPerson *person, HsPerson **stored, GError **error);
/* NOT_FOUND when there is no such person. */
gboolean hs_household_remove (HsHousehold *self, const char *id, GError **error);

/* The same, written off the main thread, in the order they were called. finish gives the person (transfer full). */
void hs_household_put_async (HsHousehold *self, HsPerson *person, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
HsPerson *hs_household_put_finish (HsHousehold *self, GAsyncResult *result, GError **error);
void hs_household_remove_async (HsHousehold *self, const char *id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_household_remove_finish (HsHousehold *self, GAsyncResult *result, GError **error);

G_END_DECLS
