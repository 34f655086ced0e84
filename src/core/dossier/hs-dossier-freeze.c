/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Freezing: answers and official declaration become files, the manifest names every byte that will be
 * sent, and record and journal go to the disk as one. From then on nothing of it changes; what has to
 * change is thawed first, and gets a new manifest. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-date.h"
#include "base/hs-text.h"
#include "dossier/hs-dossier-private.h"
#include "form/print/hs-print.h"

typedef struct
{
  HsDossier *dossier; /* (unowned) */
  HsJournal *journal; /* (unowned) its blobs are filled */
  JsonArray *files;   /* (owned) the manifest's attachments */
} Freezing;

typedef struct
{
  const char *evidence;
  const char *file_name;
  const char *media_type;
  const char *copy_kind;
} FileKind;

static void
add_file (Freezing *freezing, const char *id, const FileKind *kind, guint64 size,
          const char *sha256, const char *blob)
{
  JsonObject *file = json_object_new ();

  json_object_set_string_member (file, "attachmentId", id);
  json_object_set_string_member (file, "evidenceTypeId", kind->evidence);
  json_object_set_string_member (file, "fileName", kind->file_name);
  json_object_set_string_member (file, "mediaType", kind->media_type);
  json_object_set_int_member (file, "size", size);
  json_object_set_string_member (file, "sha256", sha256);
  json_object_set_string_member (file, "copyKind", kind->copy_kind);
  json_array_add_object_element (freezing->files, file);
  json_object_set_string_member (freezing->journal->blobs, id, blob);
}

static gboolean
add_made (Freezing *freezing, const FileKind *kind, GBytes *bytes, GError **error)
{
  HsStore *store = freezing->dossier->store;
  g_autofree char *id = hs_world_uuid (hs_store_get_world (store));
  g_autoptr (HsBlobInfo) blob =
    hs_store_add_blob_bytes (store, freezing->dossier->id, bytes, error);

  if (blob == NULL)
    return FALSE;
  add_file (freezing, id, kind, blob->size, blob->sha256, blob->id);
  return TRUE;
}

HsPrintOptions
hs_dossier_get_print_options (HsDossier *self, gint64 now_us, char **recipient)
{
  HsUnit *office = hs_dossier_get_office (self);

  *recipient = office != NULL ? hs_unit_dup_committee (office) : NULL;
  return (HsPrintOptions){
    .official = TRUE,
    .draft = !hs_dossier_is_frozen (self),
    .dossier = hs_dossier_get_id (self),
    .recipient = *recipient,
    .now_us = now_us,
  };
}

static gboolean
add_declaration (Freezing *freezing, HsForm *form, GError **error)
{
  static const FileKind answers_kind = { "answers", "to-khai.json", "application/json",
                                         "original" };
  static const FileKind declaration_kind = { "declaration", "to-khai.pdf", "application/pdf",
                                             "original" };
  HsDossier *dossier = freezing->dossier;
  g_autofree char *recipient = NULL;
  HsPrintOptions options = hs_dossier_get_print_options (
    dossier, hs_world_now_us (hs_store_get_world (dossier->store)), &recipient);
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  g_autoptr (GBytes) answers = hs_json_write_bytes (submission);
  g_autoptr (GBytes) pdf = NULL;

  /* what the form lets through the office's own schema must accept */
  if (!hs_form_check_submission (form, error))
    return FALSE;
  options.draft = FALSE;
  pdf = hs_print_to_pdf (form, &options, error);
  return pdf != NULL && add_made (freezing, &answers_kind, answers, error) &&
         add_made (freezing, &declaration_kind, pdf, error);
}

static void
add_papers (Freezing *freezing)
{
  GListModel *slots = G_LIST_MODEL (freezing->dossier->slots);

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      const HsEvidence *evidence = hs_slot_get_evidence (slot);
      GListModel *files = hs_slot_get_attachments (slot);

      /* a paper that is not asked for with these answers stays here */
      if (!hs_slot_is_relevant (slot))
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (files); k++)
        {
          g_autoptr (HsAttachment) file = g_list_model_get_item (files, k);
          const FileKind kind = { evidence->id, hs_attachment_get_file_name (file),
                                  hs_attachment_get_media_type (file),
                                  evidence->copy_kind != NULL ? evidence->copy_kind : "plain" };

          add_file (freezing, hs_attachment_get_id (file), &kind, hs_attachment_get_size (file),
                    hs_attachment_get_sha256 (file), hs_attachment_get_blob (file));
        }
    }
}

static void
set_form (JsonObject *manifest, HsForm *form)
{
  HsFormPackage *package = form != NULL ? hs_form_get_package (form) : NULL;
  JsonObject *object;

  if (package == NULL)
    {
      json_object_set_null_member (manifest, "form");
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "id", hs_form_package_get_id (package));
  json_object_set_string_member (object, "version", hs_form_package_get_version (package));
  json_object_set_string_member (object, "sha256", hs_form_package_get_sha256 (package));
  json_object_set_object_member (manifest, "form", object);
}

/* The announcement without the hash of itself. */
static JsonNode *
make_manifest (Freezing *freezing, HsForm *form)
{
  HsDossier *dossier = freezing->dossier;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *manifest = json_object_new ();
  JsonObject *delivery = json_object_new ();

  json_object_set_string_member (delivery, "mode", dossier->delivery);
  if (strcmp (dossier->delivery, "post") == 0)
    json_object_set_string_member (delivery, "address", dossier->address);
  json_object_set_string_member (manifest, "dossierId", dossier->id);
  json_object_set_string_member (manifest, "serviceId", hs_procedure_get_code (dossier->procedure));
  set_form (manifest, form);
  json_object_set_string_member (manifest, "competentAuthorityId",
                                 hs_unit_get_code (dossier->office));
  json_object_set_int_member (manifest, "round", dossier->round);
  json_object_set_object_member (manifest, "delivery", delivery);
  json_object_set_string_member (manifest, "statementVersion", HS_DOSSIER_STATEMENT_VERSION);
  json_object_set_array_member (manifest, "attachments", json_array_ref (freezing->files));
  json_node_take_object (node, manifest);
  return node;
}

static HsJournal *
make_journal (HsDossier *self, const char *portal_url, const char *account, GError **error)
{
  HsForm *form = hs_dossier_get_form (self);
  g_autoptr (HsJournal) journal = hs_journal_new (self->id, self->round);
  g_autoptr (JsonArray) files = json_array_new ();
  Freezing freezing = { self, journal, files };
  g_autoptr (JsonNode) manifest = NULL;

  if (form != NULL && !add_declaration (&freezing, form, error))
    return NULL;
  add_papers (&freezing);
  manifest = make_manifest (&freezing, form);
  journal->step = HS_STEP_QUEUED;
  journal->portal_url = g_strdup (portal_url);
  journal->account = g_strdup (account);
  journal->manifest = hs_json_write (manifest);
  journal->manifest_sha256 = hs_sha256_hex (journal->manifest, strlen (journal->manifest));
  journal->statement_version = g_strdup (HS_DOSSIER_STATEMENT_VERSION);
  if (form != NULL && hs_form_package_get_valid_to (hs_form_get_package (form)) != NULL)
    journal->valid_to = hs_date_to_iso (hs_form_package_get_valid_to (hs_form_get_package (form)));
  journal->confirmed_at = hs_time_to_rfc3339 (hs_world_now_us (hs_store_get_world (self->store)));
  return g_steal_pointer (&journal);
}

static gboolean
check_complete (HsDossier *self, GError **error)
{
  g_auto (GStrv) missing = hs_dossier_list_missing (self);
  g_autofree char *list = NULL;

  if (self->frozen)
    {
      g_set_error_literal (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN,
                           "The dossier was put into the outbox already");
      return FALSE;
    }
  if (!hs_dossier_check_validity (self, error))
    return FALSE;
  if (missing[0] == NULL)
    return TRUE;
  list = g_strjoinv (" ", missing);
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_INCOMPLETE, "Still missing: %s", list);
  return FALSE;
}

/* Record and journal as one. journal NULL: it leaves the outbox. */
static gboolean
commit (HsDossier *self, HsJournal *journal, GError **error)
{
  g_autoptr (HsRecordSave) save = hs_dossier_snapshot (self);
  g_auto (GStrv) blobs = NULL;
  gboolean good;

  if (!hs_store_begin (self->store, error))
    return FALSE;
  good = hs_record_save_run (save, error) && hs_dossier_forget_before (self, &blobs, error) &&
         (journal != NULL ? hs_journal_save (journal, self->store, error)
                          : hs_progress_forget (self->store, self->id, error)) &&
         hs_progress_note (self->store, self->id,
                           journal != NULL ? "local.queued" : "local.unqueued", error);
  if (!hs_store_end (self->store, good, good ? error : NULL) || !good)
    return FALSE;
  hs_dossier_delete_form_blobs (self, blobs);
  return TRUE;
}

/* The store is right already; what cannot be read now is read at the next start. */
static void
show_progress (HsDossier *self)
{
  g_autoptr (GError) error = NULL;
  HsProgress *progress = hs_progress_read (self->store, self->id, &error);

  if (progress != NULL)
    hs_dossier_take_progress (self, progress);
  else
    g_warning ("Dossier %s: %s", self->id, error->message);
}

gboolean
hs_dossier_freeze (HsDossier *self, const char *portal_url, const char *account, GError **error)
{
  g_autoptr (HsJournal) journal = NULL;

  if (!hs_dossier_claim (self, error) || !check_complete (self, error))
    return FALSE;
  journal = make_journal (self, portal_url, account, error);
  if (journal == NULL)
    return FALSE;
  self->frozen = TRUE;
  if (!commit (self, journal, error))
    {
      self->frozen = FALSE;
      return FALSE;
    }
  hs_dossier_mark_saved (self, self->edit);
  hs_dossier_drop_detached (self);
  show_progress (self);
  return TRUE;
}

gboolean
hs_dossier_unfreeze (HsDossier *self, GError **error)
{
  /* what is on the disk was frozen; a page may have played with the form since */
  if (!hs_dossier_claim (self, error) || !hs_dossier_reload (self, error))
    return FALSE;
  self->frozen = FALSE;
  self->statement = FALSE;
  if (!commit (self, NULL, error))
    {
      self->frozen = TRUE;
      self->statement = TRUE;
      return FALSE;
    }
  show_progress (self);
  return TRUE;
}
