/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do after an error on the way to the portal: again at once, after a wait, when a person has done
 * something, or never by itself. Every retry is bounded. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-outbox-run-private.h"

#include "dossier/hs-dossier.h"
#include "portal/hs-backoff.h"

/* Tries with waits between, where waiting seldom helps; a network that is down has no such limit. */
#define MAX_ATTEMPTS_BROKEN 5
/* What was submitted and is not proven is asked for again for ever: so seldom after those, at least. */
#define UNPROVEN_WAIT_SECONDS (12 * 60 * 60)

gboolean
hs_run_is_portal (const GError *error, HsPortalError code)
{
  return g_error_matches (error, HS_PORTAL_ERROR, code);
}

gboolean
hs_run_again_at_once (const GError *error)
{
  /* the next try asks the portal what it has, and goes on from there */
  return hs_run_is_portal (error, HS_PORTAL_ERROR_AMBIGUOUS) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_INCOMPLETE) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_GONE) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_OFFSET) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_DIGEST) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_NOT_FOUND);
}

/* 0: never by itself. */
static guint
max_attempts (const GError *error)
{
  /* not proven is not failed: what was submitted waits for its proof */
  if (hs_portal_error_is_transient (error) || hs_run_is_portal (error, HS_PORTAL_ERROR_RECEIPT))
    return G_MAXUINT;
  if (hs_run_again_at_once (error) || hs_run_is_portal (error, HS_PORTAL_ERROR_NONSENSE))
    return MAX_ATTEMPTS_BROKEN;
  if (error->domain == HS_STORE_ERROR)
    return error->code == HS_STORE_ERROR_FULL || error->code == HS_STORE_ERROR_BUSY ||
               error->code == HS_STORE_ERROR_FAILED
             ? G_MAXUINT
             : 0;
  return error->domain == G_IO_ERROR ? MAX_ATTEMPTS_BROKEN : 0;
}

static void
note_error (HsRun *run, gboolean failed, gint64 retry_at_us, const GError *why)
{
  g_autoptr (GError) error = NULL;

  run->journal->failed = failed;
  run->journal->retry_at_us = retry_at_us;
  hs_journal_set_error (run->journal, why);
  /* the journal's step is what counts, and it was saved before; this is for showing */
  if (!hs_journal_save (run->journal, run->store, &error))
    g_warning ("Why dossier %s waits is not kept: %s", run->journal->dossier_id, error->message);
}

/* Seconds, 0: the backoff's own. */
static guint
least_wait (HsRun *run, const GError *error)
{
  if (hs_run_is_portal (error, HS_PORTAL_ERROR_RECEIPT) &&
      run->journal->attempts >= MAX_ATTEMPTS_BROKEN)
    return UNPROVEN_WAIT_SECONDS;
  return hs_portal_error_get_retry_after (error);
}

void
hs_run_judge_error (HsRun *run, GError *error, HsRunResult *result)
{
  guint limit, *tries;

  result->phase = HS_SENDING_WAITING;
  result->delay_us = -1;
  result->error = error;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&result->error);
      return;
    }
  /* nobody signed in, or somebody else, or no portal (or not this one): waits for a person, nothing is
   * wrong with it */
  if (hs_run_is_portal (error, HS_PORTAL_ERROR_SIGN_IN) || error->domain == HS_DOSSIER_ERROR)
    {
      note_error (run, FALSE, 0, error);
      return;
    }
  limit = max_attempts (error);
  tries = limit == G_MAXUINT ? &run->journal->attempts : &run->journal->broken;
  if (*tries >= limit)
    {
      result->phase = HS_SENDING_FAILED;
      note_error (run, TRUE, 0, error);
      return;
    }
  result->delay_us = hs_backoff_delay_us (run->world, (*tries)++, least_wait (run, error));
  result->retry_at_us = hs_world_now_us (run->world) + result->delay_us;
  note_error (run, FALSE, result->retry_at_us, error);
}
