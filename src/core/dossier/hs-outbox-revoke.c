/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a dossier back that the portal may already have: its journal says so before the portal is told,
 * so that whatever happens then, it is not announced and submitted anew. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-outbox-run-private.h"

#include "dossier/hs-dossier.h"

gboolean
hs_run_is_submitted (JsonObject *round)
{
  return strcmp (hs_json_string (round, "state", ""), "submitted") == 0 ||
         hs_json_object (round, "submission") != NULL;
}

static gboolean
set_revoking (HsJournal *journal, HsStore *store, gboolean revoking, GError **error)
{
  journal->revoking = revoking;
  return hs_journal_save (journal, store, error);
}

/* The portal has understood, and did not do it. */
static gboolean
is_refusal (const GError *error)
{
  return hs_run_is_portal (error, HS_PORTAL_ERROR_FORBIDDEN) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_REFUSED) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_INVALID) ||
         hs_run_is_portal (error, HS_PORTAL_ERROR_TOO_OLD) ||
         g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
}

static gboolean
submitted_already (const char *dossier_id, GError **error)
{
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
               "Dossier %s was submitted already and cannot be taken back", dossier_id);
  return FALSE;
}

static gboolean
delete_at_portal (HsPortal *portal, const char *dossier_id, GCancellable *cancellable,
                  GError **error)
{
  GError *local = NULL;

  if (hs_portal_delete_dossier (portal, dossier_id, cancellable, &local))
    return TRUE;
  if (hs_run_is_portal (local, HS_PORTAL_ERROR_NOT_FOUND) ||
      hs_run_is_portal (local, HS_PORTAL_ERROR_GONE))
    {
      g_error_free (local);
      return TRUE;
    }
  if (hs_run_is_portal (local, HS_PORTAL_ERROR_CONFLICT))
    {
      g_error_free (local);
      return submitted_already (dossier_id, error);
    }
  g_propagate_error (error, local);
  return FALSE;
}

/* On disk before the portal forgets it: whatever happens then, it is not announced and submitted anew. */
static gboolean
revoke_announced (HsPortalThread *thread, HsStore *store, HsJournal *journal,
                  GCancellable *cancellable, GError **error)
{
  const char *dossier_id = journal->dossier_id;
  g_autoptr (JsonNode) dossier = NULL;
  GError *local = NULL;
  HsPortal *portal;
  JsonArray *rounds;

  portal = hs_portal_thread_get (thread, error);
  if (portal == NULL || hs_portal_thread_discover (thread, cancellable, error) == NULL)
    return FALSE;
  /* to somebody else the portal says that it does not know it */
  if (journal->account != NULL && !hs_run_check_account (thread, journal, cancellable, error))
    return FALSE;
  dossier = hs_portal_get_dossier (portal, dossier_id, cancellable, &local);
  if (hs_run_is_portal (local, HS_PORTAL_ERROR_NOT_FOUND))
    {
      g_error_free (local);
      return TRUE;
    }
  if (dossier == NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  rounds = hs_json_array (json_node_get_object (dossier), "rounds");
  for (guint i = 0; rounds != NULL && i < json_array_get_length (rounds); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (rounds, i)) &&
        hs_run_is_submitted (json_array_get_object_element (rounds, i)))
      return submitted_already (dossier_id, error);
  return set_revoking (journal, store, TRUE, error) &&
         delete_at_portal (portal, dossier_id, cancellable, error);
}

gboolean
hs_outbox_revoke (HsPortalThread *thread, HsStore *store, const char *dossier_id,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (HsJournal) journal = NULL;
  g_autoptr (GError) unkept = NULL;
  GError *local = NULL;

  journal = hs_journal_load (store, dossier_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (journal == NULL || journal->step == HS_STEP_QUEUED)
    return TRUE;
  if (journal->step == HS_STEP_DONE)
    return submitted_already (dossier_id, error);
  if (revoke_announced (thread, store, journal, cancellable, &local))
    return TRUE;
  /* it stays where it is, and goes on; otherwise taking it back goes on */
  if (journal->revoking && is_refusal (local) && !set_revoking (journal, store, FALSE, &unkept))
    g_warning ("Dossier %s: %s", dossier_id, unkept->message);
  g_propagate_error (error, local);
  return FALSE;
}
