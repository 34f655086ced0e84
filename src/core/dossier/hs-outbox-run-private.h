/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-outbox-run.h"

G_BEGIN_DECLS

/* One turn of one dossier. Thread: the portal's. */
typedef struct
{
  HsStore *store;            /* (unowned) */
  HsWorld *world;            /* (unowned) */
  HsPortalThread *thread;    /* (unowned) */
  HsPortal *portal;          /* (unowned) */
  HsJournal *journal;        /* (unowned) */
  const HsRunWatch *watch;   /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  gboolean asked;            /* a person wants this one sent now */
  gboolean unsure;           /* something may have arrived that nobody here has seen */
} HsRun;

gboolean hs_run_is_portal (const GError *error, HsPortalError code);

/* Somebody is signed in, and is the one who sends it. Errors: HS_DOSSIER_ERROR_ACCOUNT, NOT_ASKED. */
gboolean hs_run_check_account (HsPortalThread *thread, HsJournal *journal,
                               GCancellable *cancellable, GError **error);
/* url may be NULL: no portal is set. Errors: HS_DOSSIER_ERROR_NOT_ASKED, STATE. */
gboolean hs_run_check_portal (HsJournal *journal, const char *url, gboolean asked, GError **error);

/* A round as the portal describes it. */
gboolean hs_run_is_submitted (JsonObject *round);

gboolean hs_run_again_at_once (const GError *error);
/* Takes error. */
void hs_run_judge_error (HsRun *run, GError *error, HsRunResult *result);

G_END_DECLS
