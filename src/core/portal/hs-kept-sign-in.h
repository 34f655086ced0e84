/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* Private to portal. What of a sign-in outlives the program, in the world's secret store. Thread: any, one at
 * a time; each call may block. */
typedef struct
{
  char *refresh; /* (owned) (nullable) refresh token; NULL: nobody is signed in */
  char *name;    /* (owned) (nullable) to show */
  char *subject; /* (owned) (nullable) the issuer's lasting id of that person */
} HsKeptSignIn;

/* Wipes the token. */
void hs_kept_sign_in_clear (HsKeptSignIn *self);
/* Writes, or clears where refresh is NULL. Without a secret store there is nothing to do. Errors: the store's. */
gboolean
hs_kept_sign_in_save (const HsKeptSignIn *self, HsWorld *world, const char *name, GError **error);
/* FALSE: nothing that can be used is kept; a store that cannot be asked costs a sign-in. */
gboolean hs_kept_sign_in_load (HsKeptSignIn *self, HsWorld *world, const char *name);

G_END_DECLS
