/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a frozen dossier: receipt, status, events. Kept apart from the draft's record, so that
 * following a dossier never touches what the citizen wrote. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-progress.h"

#include "base/hs-date.h"
#include "dossier/hs-attachment-private.h"
#include "portal/hs-receipt.h"

#define KIND_STATUS "status"
#define KIND_EVENT "event"
#define MAX_REFERENCE_CHARS 100

void
hs_progress_free (HsProgress *self)
{
  if (self == NULL)
    return;
  hs_journal_free (self->journal);
  g_clear_pointer (&self->status, json_node_unref);
  g_ptr_array_unref (self->events);
  g_free (self);
}

static gint
compare_events (gconstpointer a, gconstpointer b)
{
  return hs_event_compare (*(gpointer *) a, *(gpointer *) b, NULL);
}

/* (nullable): one that cannot be read must not keep the others away, nor those after it. What is wrong is
 * said without what it says. */
static HsEvent *
read_event (JsonNode *node)
{
  g_autoptr (GError) error = NULL;
  HsEvent *event = hs_event_from_json (node, &error);

  if (event == NULL)
    g_message ("An event of the portal is passed over: %s", error->message);
  return event;
}

static gboolean
read_events (HsProgress *self, HsStore *store, const char *dossier_id, GError **error)
{
  g_auto (GStrv) ids = hs_store_list (store, KIND_EVENT, dossier_id, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (JsonNode) node = hs_store_get (store, KIND_EVENT, ids[i], error);
      HsEvent *event;

      if (node == NULL)
        return FALSE;
      event = read_event (node);
      if (event != NULL)
        g_ptr_array_add (self->events, event);
    }
  g_ptr_array_sort (self->events, compare_events);
  return TRUE;
}

HsProgress *
hs_progress_read (HsStore *store, const char *dossier_id, GError **error)
{
  g_autoptr (HsProgress) self = g_new0 (HsProgress, 1);
  GError *local = NULL;

  self->events = g_ptr_array_new_with_free_func (g_object_unref);
  self->journal = hs_journal_load (store, dossier_id, &local);
  if (local == NULL)
    self->status = hs_store_get (store, KIND_STATUS, dossier_id, &local);
  if (local == NULL)
    read_events (self, store, dossier_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
hs_progress_is_reference (const char *text)
{
  glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;
  g_autofree char *clean = NULL;

  if (length < 1 || length > MAX_REFERENCE_CHARS || g_ascii_isspace (*text) ||
      g_ascii_isspace (text[strlen (text) - 1]) || strchr (text, '\n') != NULL)
    return FALSE;
  clean = hs_event_clean_text (text, MAX_REFERENCE_CHARS);
  return strcmp (clean, text) == 0;
}

static gboolean
agrees (JsonObject *answer, JsonObject *payload, const char *member, GError **error)
{
  const char *said = hs_json_string (answer, member, NULL);
  const char *sealed = hs_json_string (payload, member, NULL);

  if (sealed != NULL && (said == NULL || strcmp (said, sealed) == 0))
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
               "The answer to the submission and its receipt differ in %s", member);
  return FALSE;
}

static JsonNode *
object_node (void)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, json_object_new ());
  return node;
}

static gboolean
check_receipt (JsonObject *answer, JsonObject *payload, GError **error)
{
  const char *reference = hs_json_string (payload, "referenceNo", NULL);

  if (!agrees (answer, payload, "referenceNo", error) ||
      !agrees (answer, payload, "submissionId", error))
    return FALSE;
  if (hs_progress_is_reference (reference))
    return TRUE;
  g_set_error_literal (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                       "The reference number of the receipt is not printable text");
  return FALSE;
}

static void
fill_status (JsonObject *status, JsonObject *answer, JsonNode *payload, JsonNode *proof,
             gint64 now_us)
{
  JsonObject *facts = json_node_get_object (payload);

  json_object_set_string_member (status, "referenceNo", hs_json_string (facts, "referenceNo", ""));
  json_object_set_string_member (status, "submissionId",
                                 hs_json_string (facts, "submissionId", ""));
  json_object_set_string_member (status, "receivedAt", hs_json_string (facts, "receivedAt", ""));
  json_object_set_member (status, "receipt",
                          json_node_copy (json_object_get_member (answer, "receipt")));
  json_object_set_member (status, "payload", json_node_copy (payload));
  json_object_set_member (status, "proof", json_node_copy (proof));
  json_object_set_int_member (status, "submittedUs", now_us);
}

static void
end_journal (HsJournal *journal)
{
  journal->step = HS_STEP_DONE;
  journal->failed = FALSE;
  hs_journal_note_progress (journal);
  journal->retry_at_us = 0;
  hs_journal_set_error (journal, NULL);
}

/* Events may have come before the receipt: what they said stays. */
static gboolean
store_receipt (HsStore *store, HsJournal *journal, JsonNode *answer, JsonNode *payload,
               JsonNode *proof, GError **error)
{
  g_autoptr (JsonNode) status = NULL;
  const char *id = journal->dossier_id;
  GError *local = NULL;

  status = hs_store_get (store, KIND_STATUS, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (status == NULL)
    status = object_node ();
  fill_status (json_node_get_object (status), json_node_get_object (answer), payload, proof,
               hs_world_now_us (hs_store_get_world (store)));
  return hs_store_put (store, KIND_STATUS, id, id, 0, status, error) &&
         hs_progress_note (store, id, "local.submitted", error) &&
         hs_journal_save (journal, store, error);
}

gboolean
hs_progress_take_receipt (HsStore *store, HsJournal *journal, JsonNode *answer, JsonNode *payload,
                          JsonNode *proof, GError **error)
{
  HsStep before = journal->step;
  gboolean good;

  if (!check_receipt (json_node_get_object (answer), json_node_get_object (payload), error) ||
      !hs_store_begin (store, error))
    return FALSE;
  end_journal (journal);
  good = store_receipt (store, journal, answer, payload, proof, error);
  good = hs_store_end (store, good, good ? error : NULL) && good;
  if (!good)
    journal->step = before;
  return good;
}

/* TRUE with *proven FALSE: there is nothing to prove it with. */
static gboolean
check_kept (HsStore *store, const char *id, gboolean *proven, GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonNode) status = hs_store_get (store, KIND_STATUS, id, &local);
  g_autoptr (JsonNode) payload = NULL;
  JsonObject *object;

  *proven = FALSE;
  if (local != NULL)
    g_propagate_error (error, local);
  if (status == NULL)
    return local == NULL; /* deleted meanwhile */
  object = json_node_get_object (status);
  if (hs_json_object (object, "proof") == NULL)
    return TRUE;
  payload = hs_receipt_verify_proof (json_object_get_member (object, "proof"), id, error);
  if (payload == NULL)
    {
      g_prefix_error (error, "Dossier %s: ", id);
      return FALSE;
    }
  *proven = hs_json_object (object, "payload") != NULL &&
            json_node_equal (payload, json_object_get_member (object, "payload"));
  if (!*proven)
    g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT,
                 "Dossier %s: what is shown of the receipt is not what was signed", id);
  return *proven;
}

gboolean
hs_progress_check_receipts (HsStore *store, guint *n_proven, GError **error)
{
  g_auto (GStrv) ids = hs_store_list (store, KIND_STATUS, NULL, error);
  guint n = 0;

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean proven;

      if (!check_kept (store, ids[i], &proven, error))
        return FALSE;
      n += proven;
    }
  if (n_proven != NULL)
    *n_proven = n;
  return TRUE;
}

gboolean
hs_progress_forget (HsStore *store, const char *dossier_id, GError **error)
{
  return hs_journal_delete (store, dossier_id, error) &&
         hs_store_delete (store, KIND_STATUS, dossier_id, error);
}

gboolean
hs_progress_note (HsStore *store, const char *dossier_id, const char *type, GError **error)
{
  HsWorld *world = hs_store_get_world (store);
  g_autofree char *id = hs_world_uuid (world);
  g_autofree char *time = hs_time_to_rfc3339 (hs_world_now_us (world));
  g_autoptr (JsonNode) node = object_node ();
  JsonObject *object = json_node_get_object (node);

  json_object_set_int_member (object, "seq", 0);
  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "dossierId", dossier_id);
  json_object_set_string_member (object, "occurredAt", time);
  return hs_store_put (store, KIND_EVENT, id, dossier_id, hs_world_now_us (world), node, error);
}

/* The newest event with a status decides; one without only adds to the history. */
static void
update_status (JsonObject *status, HsEvent *event)
{
  const char *message = hs_event_get_message (event);

  json_object_set_int_member (status, "lastSeq", hs_event_get_seq (event));
  if (hs_event_get_due_us (event) != 0)
    json_object_set_int_member (status, "dueUs", hs_event_get_due_us (event));
  if (hs_event_get_status (event) == 0)
    return;
  json_object_set_int_member (status, "status", hs_event_get_status (event));
  json_object_set_string_member (status, "code", hs_event_get_code (event));
  json_object_set_string_member (status, "label", hs_event_get_label (event));
  json_object_set_int_member (status, "statusUs", hs_event_get_occurred_us (event));
  if (message != NULL && *message != '\0')
    json_object_set_string_member (status, "message", message);
  else
    json_object_remove_member (status, "message");
}

/* (nullable): the status of a dossier that was sent from here, made where there is none yet. */
static JsonNode *
find_status (HsStore *store, const char *dossier, GError **error)
{
  GError *local = NULL;
  JsonNode *status = hs_store_get (store, KIND_STATUS, dossier, &local);
  HsJournal *journal = NULL;

  if (status == NULL && local == NULL)
    journal = hs_journal_load (store, dossier, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (journal != NULL)
    status = object_node ();
  hs_journal_free (journal);
  return status;
}

static gboolean
take_event (HsStore *store, JsonNode *node, GHashTable *changed, GError **error)
{
  g_autoptr (HsEvent) event = read_event (node);
  g_autoptr (JsonNode) status = NULL;
  g_autofree char *id = NULL;
  GError *local = NULL;
  const char *dossier;
  guint64 seq;

  if (event == NULL)
    return TRUE;
  dossier = hs_event_get_dossier_id (event);
  seq = hs_event_get_seq (event);
  status = find_status (store, dossier, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (status == NULL || seq == 0 ||
      seq <= (guint64) hs_json_int (json_node_get_object (status), "lastSeq", 0))
    return TRUE;
  id = g_strdup_printf ("%s:%" G_GUINT64_FORMAT, dossier, seq);
  update_status (json_node_get_object (status), event);
  if (!hs_store_put (store, KIND_EVENT, id, dossier, (gint64) seq, node, error) ||
      !hs_store_put (store, KIND_STATUS, dossier, dossier, 0, status, error))
    return FALSE;
  g_hash_table_add (changed, g_strdup (dossier));
  return TRUE;
}

gboolean
hs_progress_take_events (HsStore *store, JsonArray *items, GHashTable *changed, GError **error)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!take_event (store, json_array_get_element (items, i), changed, error))
      return FALSE;
  return TRUE;
}
