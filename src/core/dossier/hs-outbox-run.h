/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-portal-thread.h"
#include "dossier/hs-progress.h"
#include "dossier/hs-sending-private.h"

G_BEGIN_DECLS

/* What the run tells while it goes; called in its thread. */
typedef struct
{
  void (*phase) (HsSendingPhase phase, gpointer data);
  void (*confirmed) (guint file, guint64 bytes, gpointer data);
  gpointer data;
} HsRunWatch;

typedef struct
{
  HsSendingPhase phase; /* WAITING, DONE or FAILED */
  GError *error;        /* (owned) (nullable) why */
  gint64 delay_us;      /* WAITING: try again after so long; -1: when somebody says so */
  gint64 retry_at_us;   /* the same on the wall clock, 0 none */
  gboolean taken_back;  /* the portal has nothing of it any more: it is to be thawed */
} HsRunResult;
void hs_run_result_clear (HsRunResult *self);

/* Takes one frozen dossier as far as it goes now, from wherever its journal says it is. Every step is on
 * disk before its first byte is sent. asked: a person wants this one sent now; only then it is tried again
 * after it failed, and gets an account or another portal. Thread: the portal's. Cancelling leaves it where
 * it is. */
void hs_outbox_run (HsPortalThread *thread, HsStore *store, const char *portal_url,
                    const char *dossier_id, gboolean asked, const HsRunWatch *watch,
                    GCancellable *cancellable, HsRunResult *result);

/* Takes an announcement back, if the portal has one; that it does is in the journal before the portal is told,
 * and hs_outbox_run() finishes it where this could not. Errors: HS_DOSSIER_ERROR_STATE when it was submitted
 * already, those of the portal. Thread: the portal's. */
gboolean hs_outbox_revoke (HsPortalThread *thread, HsStore *store, const char *dossier_id,
                           GCancellable *cancellable, GError **error);

G_END_DECLS
