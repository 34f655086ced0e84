/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox's record of one frozen dossier. It is written before a byte of the step it names is sent, so
 * whatever happens then, the next start knows what the portal may have seen. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-journal.h"

#include "portal/hs-portal-error.h"

#define KIND "outbox"

static const char *const step_names[] = { "queued", "announcing", "uploading", "submitting",
                                          "done" };

HsJournal *
hs_journal_new (const char *dossier_id, guint round)
{
  HsJournal *self = g_new0 (HsJournal, 1);

  self->dossier_id = g_strdup (dossier_id);
  self->round = round;
  self->blobs = json_object_new ();
  self->uploads = json_object_new ();
  return self;
}

void
hs_journal_free (HsJournal *self)
{
  if (self == NULL)
    return;
  g_free (self->dossier_id);
  g_free (self->portal_url);
  g_free (self->account);
  g_free (self->manifest);
  g_free (self->manifest_sha256);
  g_free (self->statement_version);
  g_free (self->confirmed_at);
  g_free (self->valid_to);
  json_object_unref (self->blobs);
  json_object_unref (self->uploads);
  g_clear_error (&self->error);
  g_free (self);
}

void
hs_journal_set_error (HsJournal *self, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
}

void
hs_journal_note_progress (HsJournal *self)
{
  self->attempts = 0;
  self->broken = 0;
}

static void
set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static JsonNode *
to_json (HsJournal *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "dossierId", self->dossier_id);
  json_object_set_int_member (object, "round", self->round);
  json_object_set_string_member (object, "step", step_names[self->step]);
  set_string (object, "portal", self->portal_url);
  set_string (object, "account", self->account);
  json_object_set_boolean_member (object, "asked", self->asked);
  set_string (object, "manifest", self->manifest);
  set_string (object, "manifestSha256", self->manifest_sha256);
  set_string (object, "statementVersion", self->statement_version);
  set_string (object, "confirmedAt", self->confirmed_at);
  set_string (object, "validTo", self->valid_to);
  json_object_set_object_member (object, "blobs", json_object_ref (self->blobs));
  json_object_set_object_member (object, "uploads", json_object_ref (self->uploads));
  json_object_set_int_member (object, "attempts", self->attempts);
  json_object_set_int_member (object, "broken", self->broken);
  json_object_set_int_member (object, "retryAtUs", self->retry_at_us);
  json_object_set_boolean_member (object, "failed", self->failed);
  json_object_set_boolean_member (object, "revoking", self->revoking);
  if (self->error != NULL)
    {
      JsonObject *error = json_object_new ();

      json_object_set_string_member (error, "domain", g_quark_to_string (self->error->domain));
      json_object_set_int_member (error, "code", self->error->code);
      json_object_set_string_member (error, "message", self->error->message);
      json_object_set_object_member (object, "error", error);
    }
  json_node_take_object (node, object);
  return node;
}

static void
read_error (HsJournal *self, JsonObject *object)
{
  JsonObject *error = hs_json_object (object, "error");
  const char *domain = error != NULL ? hs_json_string (error, "domain", NULL) : NULL;

  /* its domain must be known as an extended one before an error of it is made */
  (void) HS_PORTAL_ERROR;
  if (domain != NULL)
    self->error = g_error_new_literal (g_quark_from_string (domain), hs_json_int (error, "code", 0),
                                       hs_json_string (error, "message", ""));
}

static void
read_map (JsonObject *from, const char *member, JsonObject **map)
{
  JsonObject *object = hs_json_object (from, member);

  if (object == NULL)
    return;
  json_object_unref (*map);
  *map = json_object_ref (object);
}

static HsJournal *
from_json (const char *dossier_id, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *step = object != NULL ? hs_json_string (object, "step", "") : "";
  g_autoptr (HsJournal) self = hs_journal_new (dossier_id, 0);
  guint i = 0;

  while (i < G_N_ELEMENTS (step_names) && g_strcmp0 (step, step_names[i]) != 0)
    i++;
  if (i == G_N_ELEMENTS (step_names))
    return NULL;
  self->step = i;
  self->round = hs_json_int (object, "round", 0);
  self->portal_url = g_strdup (hs_json_string (object, "portal", NULL));
  self->account = g_strdup (hs_json_string (object, "account", NULL));
  self->asked = hs_json_bool (object, "asked", FALSE);
  self->manifest = g_strdup (hs_json_string (object, "manifest", NULL));
  self->manifest_sha256 = g_strdup (hs_json_string (object, "manifestSha256", NULL));
  self->statement_version = g_strdup (hs_json_string (object, "statementVersion", ""));
  self->confirmed_at = g_strdup (hs_json_string (object, "confirmedAt", ""));
  self->valid_to = g_strdup (hs_json_string (object, "validTo", NULL));
  read_map (object, "blobs", &self->blobs);
  read_map (object, "uploads", &self->uploads);
  self->attempts = hs_json_int (object, "attempts", 0);
  self->broken = hs_json_int (object, "broken", 0);
  self->retry_at_us = hs_json_int (object, "retryAtUs", 0);
  self->failed = hs_json_bool (object, "failed", FALSE);
  self->revoking = hs_json_bool (object, "revoking", FALSE);
  read_error (self, object);
  if (self->manifest == NULL || self->manifest_sha256 == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
hs_journal_save (HsJournal *self, HsStore *store, GError **error)
{
  g_autoptr (JsonNode) node = to_json (self);

  return hs_store_put (store, KIND, self->dossier_id, self->dossier_id, 0, node, error);
}

HsJournal *
hs_journal_load (HsStore *store, const char *dossier_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonNode) node = hs_store_get (store, KIND, dossier_id, &local);
  HsJournal *self;

  if (node == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  self = from_json (dossier_id, node);
  if (self == NULL)
    g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                 "The outbox record of dossier %s cannot be read", dossier_id);
  return self;
}

gboolean
hs_journal_delete (HsStore *store, const char *dossier_id, GError **error)
{
  return hs_store_delete (store, KIND, dossier_id, error);
}

/* What was frozen was written by us and is sealed: it parses. */
static JsonNode *
parse_manifest (HsJournal *self)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_parse (self->manifest, -1, HS_JSON_DEFAULT, 0, &error);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("The manifest of dossier %s is not JSON: %s", self->dossier_id,
             error != NULL ? error->message : "no object");
  return node;
}

JsonNode *
hs_journal_dup_announcement (HsJournal *self)
{
  JsonNode *node = parse_manifest (self);

  json_object_set_string_member (json_node_get_object (node), "manifestSha256",
                                 self->manifest_sha256);
  return node;
}

JsonNode *
hs_journal_dup_submission (HsJournal *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "manifestSha256", self->manifest_sha256);
  json_object_set_string_member (object, "statementVersion", self->statement_version);
  json_object_set_string_member (object, "confirmedAt", self->confirmed_at);
  json_node_take_object (node, object);
  return node;
}

JsonArray *
hs_journal_dup_attachments (HsJournal *self)
{
  g_autoptr (JsonNode) node = parse_manifest (self);
  JsonArray *list = hs_json_array (json_node_get_object (node), "attachments");

  return list != NULL ? json_array_ref (list) : json_array_new ();
}
