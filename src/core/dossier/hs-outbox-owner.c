/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a dossier in the outbox is: the person who sends it, and the portal it goes to. What one of them
 * may have seen must not go to another. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-outbox-run-private.h"

#include "dossier/hs-dossier.h"

/* What one person signed must not be filed by another who uses this computer. Who it is is on disk before
 * the portal learns of the dossier. */
gboolean
hs_run_check_account (HsPortalThread *thread, HsJournal *journal, GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *account = hs_portal_thread_find_account (thread, cancellable, error);

  if (account == NULL)
    return FALSE;
  if (journal->account != NULL && strcmp (journal->account, account) == 0)
    return TRUE;
  if (journal->account != NULL)
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT,
                 "Another person is signed in than the one who sends dossier %s",
                 journal->dossier_id);
  else
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_ASKED,
                 "Nobody has said yet that dossier %s is to be sent", journal->dossier_id);
  return FALSE;
}

static gboolean
is_loopback (const char *url)
{
  return g_str_has_prefix (url, "http://127.0.0.1:") || g_str_has_prefix (url, "http://[::1]:") ||
         g_str_has_prefix (url, "http://localhost:");
}

/* What one portal may have seen must not go to another: it would be filed twice. What none has seen goes to
 * another when a person asks for it. A portal on this machine has another port at each start. */
gboolean
hs_run_check_portal (HsJournal *journal, const char *url, gboolean asked, GError **error)
{
  if (url == NULL || g_strcmp0 (journal->portal_url, url) == 0)
    return TRUE;
  if ((asked && (journal->step == HS_STEP_QUEUED || journal->portal_url == NULL)) ||
      (is_loopback (url) && journal->portal_url != NULL && is_loopback (journal->portal_url)))
    {
      g_free (journal->portal_url);
      journal->portal_url = g_strdup (url);
      return TRUE;
    }
  if (journal->step == HS_STEP_QUEUED || journal->portal_url == NULL)
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_ASKED,
                 "Dossier %s was queued for %s; nobody has said yet that it is to go to %s",
                 journal->dossier_id,
                 journal->portal_url != NULL ? journal->portal_url : "no portal", url);
  else
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                 "The dossier was announced to %s and must not go to %s", journal->portal_url, url);
  return FALSE;
}
