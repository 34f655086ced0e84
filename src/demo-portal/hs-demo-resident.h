/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Somebody who can sign in at the demo portal. Nobody of that name and number is meant. */
typedef struct
{
  const char *sub; /* the name in tokens and options */
  const char *name;
  const char *id_number; /* 12 digits, as the identity card has them */
  const char *birth_date;
  const char *address;
  const char *phone;
  const char *email;
} HsDemoResident;

extern const HsDemoResident hs_demo_residents[];
extern const guint hs_demo_n_residents;

const HsDemoResident *hs_demo_resident_find (const char *sub); /* (nullable) */
/* Only the last three digits: for a banner others may see. */
char *hs_demo_resident_dup_masked_id (const HsDemoResident *self);

G_END_DECLS
