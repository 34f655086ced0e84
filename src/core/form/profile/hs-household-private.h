/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/profile/hs-household.h"
#include "form/profile/hs-person-private.h"

G_BEGIN_DECLS

/* One change on its way to the disk: whom to write, and whom to take out. */
typedef struct
{
  HsStore *store; /* (owned) */
  GPtrArray *put; /* (owned) (element-type HsPerson) */
  char *remove;   /* (owned) (nullable) id */
} HsHouseholdChange;
HsHouseholdChange *hs_household_change_new (HsStore *store);
void hs_household_change_free (HsHouseholdChange *change);

/* Places in the list; a and b point to HsPerson pointers. */
int hs_household_compare (gconstpointer a, gconstpointer b);
/* Everybody, in order. One that cannot be read does not hide the others, but is named in unreadable. Errors: only of
 * the store as a whole. */
gboolean
hs_household_read (HsStore *store, GPtrArray *people, GPtrArray *unreadable, GError **error);
/* All of the change or nothing, durable. Thread: any. */
gboolean hs_household_write (HsHouseholdChange *change, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsHouseholdChange, hs_household_change_free)

G_END_DECLS
