/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"
#include "dossier/hs-dossier-private.h"
#include "dossier/hs-follower.h"
#include "dossier/hs-outbox.h"

G_BEGIN_DECLS

struct _HsCaseBook
{
  GObject parent_instance;
  HsStore *store;         /* (owned) */
  HsCatalogue *catalogue; /* (owned) */
  HsUnits *units;         /* (owned) */
  char *portal_url;       /* (owned) (nullable) */
  HsSession *session;     /* (owned) (nullable) */
  HsWorker *disk;         /* (owned) writes drafts, in order */
  GPtrArray *dossiers;    /* (owned) (element-type HsDossier) newest first */
  GPtrArray *unreadable;  /* (owned) (element-type utf8) NULL-terminated */
  HsOutbox *outbox;       /* (owned) */
  HsFollower *follower;   /* (owned) */
};

HsDossierPlace hs_case_book_place (HsCaseBook *self);
/* Everything in the store, and what of it is in the outbox. One that cannot be opened is noted. */
gboolean hs_case_book_load_all (HsCaseBook *self, GError **error);
/* What other processes of the profile wrote since. */
void hs_case_book_catch_up (HsCaseBook *self);
/* Consumes dossier; tells those who show the list. */
void hs_case_book_insert (HsCaseBook *self, HsDossier *dossier);
void hs_case_book_forget (HsCaseBook *self, HsDossier *dossier);

G_END_DECLS
