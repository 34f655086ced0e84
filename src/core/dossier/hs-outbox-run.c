/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of one dossier to the portal: announce, upload each file, submit, verify the receipt. After
 * whatever went wrong, the portal is asked what it has before anything is sent again, and what is sent
 * again is identical. Nothing but a verified receipt ends it. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-outbox-run-private.h"

#include "base/hs-date.h"
#include "dossier/hs-dossier.h"
#include "portal/hs-receipt.h"
#include "portal/hs-upload.h"

/* Tries in one go where the portal's answer says what is to be done next. */
#define MAX_ROUNDS 4

void
hs_run_result_clear (HsRunResult *self)
{
  g_clear_error (&self->error);
}

static gboolean
set_step (HsRun *run, HsStep step, GError **error)
{
  HsStep before = run->journal->step;

  run->journal->step = step;
  if (step > before)
    hs_journal_note_progress (run->journal);
  if (hs_journal_save (run->journal, run->store, error))
    return TRUE;
  run->journal->step = before;
  return FALSE;
}

static void
tell (HsRun *run, HsSendingPhase phase)
{
  run->watch->phase (phase, run->watch->data);
}

/* Whose it is. */

/* Who first asks for it to be sent is the one who sends it. */
static gboolean
bind_account (HsRun *run, GError **error)
{
  HsJournal *journal = run->journal;

  if (journal->account != NULL || !run->asked)
    return TRUE;
  journal->account = hs_portal_thread_find_account (run->thread, run->cancellable, error);
  if (journal->account == NULL)
    return FALSE;
  if (hs_journal_save (journal, run->store, error))
    return TRUE;
  g_clear_pointer (&journal->account, g_free);
  return FALSE;
}

/* From here on it goes on by itself, also after a restart. */
static gboolean
keep_asked (HsRun *run, GError **error)
{
  if (run->journal->asked || !run->asked)
    return TRUE;
  run->journal->asked = TRUE;
  if (hs_journal_save (run->journal, run->store, error))
    return TRUE;
  run->journal->asked = FALSE;
  return FALSE;
}

/* The portal's answers. */

static JsonObject *
find_round (HsRun *run, JsonNode *dossier, GError **error)
{
  JsonObject *object = json_node_get_object (dossier);
  JsonArray *rounds = hs_json_array (object, "rounds");

  for (guint i = 0; rounds != NULL && i < json_array_get_length (rounds); i++)
    {
      JsonNode *node = json_array_get_element (rounds, i);
      JsonObject *round = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (round != NULL && hs_json_int (round, "round", -1) == run->journal->round)
        return round;
    }
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
               "The portal's answer has no round %u of dossier %s", run->journal->round,
               run->journal->dossier_id);
  return NULL;
}

/* What the portal has must be what was frozen here. */
static gboolean
is_ours (HsRun *run, JsonObject *round, GError **error)
{
  const char *sha256 = hs_json_string (round, "manifestSha256", "");

  if (strcmp (sha256, run->journal->manifest_sha256) == 0)
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_CONFLICT,
               "The portal has another manifest of dossier %s, round %u", run->journal->dossier_id,
               run->journal->round);
  return FALSE;
}

static JsonObject *
find_attachment (JsonObject *round, const char *id)
{
  JsonArray *list = hs_json_array (round, "attachments");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (object != NULL && strcmp (hs_json_string (object, "attachmentId", ""), id) == 0)
        return object;
    }
  return NULL;
}

/* Announcing. */

static JsonNode *
announce (HsRun *run, GError **error)
{
  g_autoptr (JsonNode) body = hs_journal_dup_announcement (run->journal);

  tell (run, HS_SENDING_ANNOUNCING);
  if (run->journal->step == HS_STEP_QUEUED && !set_step (run, HS_STEP_ANNOUNCING, error))
    return NULL;
  if (run->journal->round == 0)
    return hs_portal_announce (run->portal, body, run->cancellable, error);
  return hs_portal_open_round (run->portal, run->journal->dossier_id, body, run->cancellable,
                               error);
}

/* What the portal has of it: asked where it may have something, else announced. */
static JsonNode *
get_or_announce (HsRun *run, GError **error)
{
  GError *local = NULL;
  JsonNode *dossier = NULL;

  if (run->journal->step > HS_STEP_QUEUED && run->unsure)
    {
      dossier =
        hs_portal_get_dossier (run->portal, run->journal->dossier_id, run->cancellable, &local);
      if (local != NULL && !hs_run_is_portal (local, HS_PORTAL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, local);
          return NULL;
        }
      g_clear_error (&local);
    }
  /* it may have an earlier round of it alone */
  if (dossier != NULL && find_round (run, dossier, NULL) == NULL)
    g_clear_pointer (&dossier, json_node_unref);
  if (dossier == NULL)
    dossier = announce (run, error);
  if (dossier != NULL && run->journal->step < HS_STEP_UPLOADING &&
      !set_step (run, HS_STEP_UPLOADING, error))
    g_clear_pointer (&dossier, json_node_unref);
  return dossier;
}

/* Uploading. */

typedef struct
{
  HsRun *run;       /* (unowned) */
  guint index;      /* of the file in the manifest */
  const char *blob; /* (unowned) */
} FileRun;

static GInputStream *
open_blob (guint64 offset, gpointer data, GError **error)
{
  FileRun *file = data;

  return hs_store_open_blob (file->run->store, file->blob, offset, error);
}

static void
file_confirmed (guint64 confirmed, guint64 total, gpointer data)
{
  FileRun *file = data;
  const HsRunWatch *watch = file->run->watch;

  watch->confirmed (file->index, confirmed, watch->data);
}

/* The URL is kept for the next start; the portal can tell it again, so that is only a saving. */
static void
keep_url (HsRun *run, const char *id, const char *url)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (hs_json_string (run->journal->uploads, id, NULL), url) == 0)
    return;
  if (url != NULL)
    json_object_set_string_member (run->journal->uploads, id, url);
  else
    json_object_remove_member (run->journal->uploads, id);
  if (!hs_journal_save (run->journal, run->store, &error))
    g_warning ("The address of an upload is not kept: %s", error->message);
}

static gboolean
upload_file (HsRun *run, guint index, JsonObject *item, JsonObject *state, GError **error)
{
  const char *id = hs_json_string (item, "attachmentId", "");
  FileRun file = { run, index, hs_json_string (run->journal->blobs, id, NULL) };
  const HsUploadJob job = {
    .dossier_id = run->journal->dossier_id,
    .attachment_id = id,
    .sha256 = hs_json_string (item, "sha256", ""),
    .size = hs_json_int (item, "size", 0),
    .file_name = hs_json_string (item, "fileName", ""),
    .media_type = hs_json_string (item, "mediaType", ""),
    .open = open_blob,
    .progress = file_confirmed,
    .data = &file,
  };
  gboolean rejected = strcmp (hs_json_string (state, "state", ""), "rejected") == 0;
  g_autofree char *url = NULL;
  GError *local = NULL;
  gboolean good;

  if (!rejected)
    url = g_strdup (
      hs_json_string (run->journal->uploads, id, hs_json_string (state, "uploadUrl", NULL)));
  good = hs_upload_run (run->portal, &job, &url, run->cancellable, &local);
  if (good)
    hs_journal_note_progress (run->journal);
  /* that upload is no more: the next try begins a new one */
  if (hs_run_is_portal (local, HS_PORTAL_ERROR_GONE) ||
      hs_run_is_portal (local, HS_PORTAL_ERROR_DIGEST) ||
      hs_run_is_portal (local, HS_PORTAL_ERROR_NOT_FOUND) ||
      hs_run_is_portal (local, HS_PORTAL_ERROR_INVALID))
    g_clear_pointer (&url, g_free);
  keep_url (run, id, url);
  if (local != NULL)
    g_propagate_error (error, local);
  return good;
}

static gboolean
is_there (JsonObject *state)
{
  const char *name = hs_json_string (state, "state", "");

  return strcmp (name, "verified") == 0 || strcmp (name, "received") == 0;
}

static gboolean
upload_all (HsRun *run, JsonObject *round, GError **error)
{
  g_autoptr (JsonArray) list = hs_journal_dup_attachments (run->journal);

  tell (run, HS_SENDING_UPLOADING);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *item = json_array_get_object_element (list, i);
      JsonObject *state = find_attachment (round, hs_json_string (item, "attachmentId", ""));

      if (state == NULL)
        {
          g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                       "The portal's answer lacks attachment %s",
                       hs_json_string (item, "attachmentId", ""));
          return FALSE;
        }
      if (!is_there (state) && !upload_file (run, i, item, state, error))
        return FALSE;
      run->watch->confirmed (i, hs_json_int (item, "size", 0), run->watch->data);
    }
  return TRUE;
}

/* Submitting. */

static gboolean
confirm (HsRun *run, JsonNode *answer, GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  JsonNode *receipt = json_object_get_member (object, "receipt");
  const HsPortalInfo *info;
  g_autoptr (JsonNode) payload = NULL;
  g_autoptr (JsonNode) proof = NULL;

  tell (run, HS_SENDING_CONFIRMING);
  if (receipt == NULL || !JSON_NODE_HOLDS_OBJECT (receipt))
    {
      g_set_error_literal (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT,
                           "The portal's answer to the submission has no receipt");
      return FALSE;
    }
  info = hs_portal_thread_find_signer (run->thread, receipt, run->cancellable, error);
  if (info == NULL)
    return FALSE;
  payload = hs_receipt_verify (receipt, info, run->journal->dossier_id, run->journal->round,
                               run->journal->manifest_sha256, error);
  if (payload == NULL)
    return FALSE;
  proof = hs_receipt_make_proof (receipt, info, run->journal->round, run->journal->manifest_sha256);
  return hs_progress_take_receipt (run->store, run->journal, answer, payload, proof, error);
}

/* A form that is no longer accepted is not sent; what may have arrived is asked after all the same. */
static gboolean
check_validity (HsRun *run, GError **error)
{
  const char *valid_to = run->journal->valid_to;
  HsDate last, today;

  if (run->journal->step >= HS_STEP_SUBMITTING || valid_to == NULL ||
      !hs_date_parse_iso (valid_to, &last))
    return TRUE;
  today = hs_date_in_vietnam (hs_world_now_us (run->world), NULL, NULL);
  if (hs_date_compare (&today, &last) <= 0)
    return TRUE;
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED,
               "The form of dossier %s was accepted until %s", run->journal->dossier_id, valid_to);
  return FALSE;
}

static gboolean
submit (HsRun *run, GError **error)
{
  g_autoptr (JsonNode) body = hs_journal_dup_submission (run->journal);
  g_autoptr (JsonNode) answer = NULL;

  /* uploading takes its time: somebody else may have signed in */
  if (!hs_run_check_account (run->thread, run->journal, run->cancellable, error) ||
      !check_validity (run, error) || !set_step (run, HS_STEP_SUBMITTING, error))
    return FALSE;
  tell (run, HS_SENDING_SUBMITTING);
  answer = hs_portal_submit (run->portal, run->journal->dossier_id, run->journal->round, body,
                             run->cancellable, error);
  return answer != NULL && confirm (run, answer, error);
}

static gboolean
go_through (HsRun *run, GError **error)
{
  g_autoptr (JsonNode) dossier = NULL;
  JsonObject *round;

  if (!check_validity (run, error) || !bind_account (run, error) ||
      !hs_run_check_account (run->thread, run->journal, run->cancellable, error) ||
      !keep_asked (run, error))
    return FALSE;
  dossier = get_or_announce (run, error);
  round = dossier != NULL ? find_round (run, dossier, error) : NULL;
  if (round == NULL || !is_ours (run, round, error))
    return FALSE;
  if (!hs_run_is_submitted (round) && !upload_all (run, round, error))
    return FALSE;
  return submit (run, error);
}

static gboolean
try_hard (HsRun *run, GError **error)
{
  for (guint i = 1;; i++)
    {
      GError *local = NULL;

      if (go_through (run, &local))
        return TRUE;
      run->unsure = TRUE;
      if (i == MAX_ROUNDS || !hs_run_again_at_once (local) ||
          hs_portal_error_get_retry_after (local) > 0)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      g_error_free (local);
    }
}

static void
run_journal (HsRun *run, const char *portal_url, HsRunResult *result)
{
  const HsPortalInfo *info = NULL;
  GError *error = NULL;

  run->unsure = run->journal->step > HS_STEP_QUEUED;
  if (hs_run_check_portal (run->journal, portal_url, run->asked, &error))
    run->portal = hs_portal_thread_get (run->thread, &error);
  if (run->portal != NULL)
    info = hs_portal_thread_refresh (run->thread, run->cancellable, &error);
  if (info == NULL || !try_hard (run, &error))
    hs_run_judge_error (run, error, result);
}

/* One turn. */

/* A person has looked at it. FALSE: that cannot be kept now. */
static gboolean
begin_anew (HsRun *run, HsRunResult *result)
{
  HsJournal *journal = run->journal;
  GError *error = NULL;

  if (!journal->failed && !journal->revoking)
    return TRUE;
  hs_journal_note_progress (journal);
  journal->failed = FALSE;
  journal->revoking = FALSE;
  if (hs_journal_save (journal, run->store, &error))
    return TRUE;
  hs_run_judge_error (run, error, result);
  return FALSE;
}

/* What a person began to take back is not sent. TRUE: it is to be sent, for it is not taken back, or cannot
 * be any more. */
static gboolean
finish_revoking (HsRun *run, HsRunResult *result)
{
  GError *error = NULL;

  if (!run->journal->revoking)
    return TRUE;
  if (hs_outbox_revoke (run->thread, run->store, run->journal->dossier_id, run->cancellable,
                        &error))
    {
      result->phase = HS_SENDING_WAITING;
      result->delay_us = -1;
      result->taken_back = TRUE;
      return FALSE;
    }
  if (g_error_matches (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE))
    {
      g_error_free (error);
      run->journal->revoking = FALSE;
      return TRUE;
    }
  hs_run_judge_error (run, error, result);
  return FALSE;
}

void
hs_outbox_run (HsPortalThread *thread, HsStore *store, const char *portal_url,
               const char *dossier_id, gboolean asked, const HsRunWatch *watch,
               GCancellable *cancellable, HsRunResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsJournal) journal = hs_journal_load (store, dossier_id, &error);
  HsRun run = { .store = store,
                .world = hs_store_get_world (store),
                .thread = thread,
                .journal = journal,
                .asked = asked,
                .watch = watch,
                .cancellable = cancellable };

  *result = (HsRunResult){ .phase = HS_SENDING_DONE };
  if (journal == NULL)
    {
      result->phase = HS_SENDING_FAILED;
      result->error = error != NULL ? g_steal_pointer (&error)
                                    : g_error_new (HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                                                   "Dossier %s left the outbox", dossier_id);
      return;
    }
  /* another process may have sent it */
  if (journal->step == HS_STEP_DONE)
    return;
  /* or have learnt that a person has to do something first */
  if (journal->failed && !asked)
    {
      result->phase = HS_SENDING_FAILED;
      result->error = journal->error != NULL ? g_error_copy (journal->error) : NULL;
      return;
    }
  if (asked ? begin_anew (&run, result) : finish_revoking (&run, result))
    run_journal (&run, portal_url, result);
}
