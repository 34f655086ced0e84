/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case: what is to be sent, and what became of it. Saving is in hs-dossier-save.c, its record in
 * hs-dossier-record.c, papers in hs-dossier-papers.c, its form in hs-dossier-form.c, the task list in
 * hs-dossier-tasks.c. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "dossier/hs-dossier-private.h"

G_DEFINE_FINAL_TYPE (HsDossier, hs_dossier, G_TYPE_OBJECT)
/* clang-format off */
G_DEFINE_QUARK (hs-dossier-error-quark, hs_dossier_error)
/* clang-format on */

static GParamSpec *props[HS_DOSSIER_N_PROPS];
static guint tasks_changed_signal;

static void
hs_dossier_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsDossier *self = HS_DOSSIER (object);

  switch ((HsDossierProperty) id)
    {
    case HS_DOSSIER_PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case HS_DOSSIER_PROP_SAVED_US:
      g_value_set_int64 (value, self->saved_us);
      break;
    case HS_DOSSIER_PROP_REFERENCE_NO:
      g_value_set_string (value, self->reference_no);
      break;
    case HS_DOSSIER_PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    case HS_DOSSIER_PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case HS_DOSSIER_PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_dossier_dispose (GObject *object)
{
  HsDossier *self = HS_DOSSIER (object);

  hs_dossier_stop_saving (self);
  g_clear_pointer (&self->lock, hs_file_lock_release);
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  g_clear_object (&self->form);
  g_clear_object (&self->newer);
  g_clear_object (&self->slots);
  g_clear_object (&self->events);
  g_clear_object (&self->office);
  g_clear_object (&self->procedure);
  g_clear_object (&self->disk);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (hs_dossier_parent_class)->dispose (object);
}

static void
hs_dossier_finalize (GObject *object)
{
  HsDossier *self = HS_DOSSIER (object);

  g_clear_pointer (&self->units, hs_units_unref);
  g_free (self->id);
  g_free (self->form_blob);
  hs_form_pin_clear (&self->pin);
  g_clear_error (&self->form_error);
  g_clear_pointer (&self->draft, json_node_unref);
  g_free (self->subject);
  g_free (self->title);
  g_free (self->delivery);
  g_free (self->address);
  g_ptr_array_unref (self->detached);
  g_free (self->reference_no);
  g_free (self->status_label);
  g_free (self->status_message);
  g_clear_pointer (&self->proof, json_node_unref);
  g_clear_pointer (&self->receipt, json_node_unref);
  g_clear_error (&self->save_error);
  g_clear_error (&self->send_error);
  g_ptr_array_unref (self->flushes);
  G_OBJECT_CLASS (hs_dossier_parent_class)->finalize (object);
}

static void
hs_dossier_class_init (HsDossierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hs_dossier_get_property;
  object_class->dispose = hs_dossier_dispose;
  object_class->finalize = hs_dossier_finalize;
  props[HS_DOSSIER_PROP_STATE] = g_param_spec_int ("state", NULL, NULL, HS_DOSSIER_DRAFT,
                                                   HS_DOSSIER_UNKNOWN, HS_DOSSIER_DRAFT, flags);
  props[HS_DOSSIER_PROP_SAVED_US] =
    g_param_spec_int64 ("saved-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[HS_DOSSIER_PROP_REFERENCE_NO] =
    g_param_spec_string ("reference-no", NULL, NULL, NULL, flags);
  props[HS_DOSSIER_PROP_SAVE_ERROR] =
    g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR, flags);
  props[HS_DOSSIER_PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[HS_DOSSIER_PROP_FORM] = g_param_spec_object ("form", NULL, NULL, HS_TYPE_FORM, flags);
  g_object_class_install_properties (object_class, HS_DOSSIER_N_PROPS, props);
  tasks_changed_signal = g_signal_new ("tasks-changed", HS_TYPE_DOSSIER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_dossier_init (HsDossier *self)
{
  self->slots = g_list_store_new (HS_TYPE_SLOT);
  self->events = g_list_store_new (HS_TYPE_EVENT);
  self->detached = g_ptr_array_new_with_free_func (g_object_unref);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  self->status_label = g_strdup ("");
  self->max_file_bytes = HS_DOSSIER_DEFAULT_MAX_BYTES;
}

void
hs_dossier_notify (HsDossier *self, HsDossierProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

void
hs_dossier_emit_tasks_changed (HsDossier *self)
{
  g_signal_emit (self, tasks_changed_signal, 0);
}

static HsDossier *
new_bare (const HsDossierPlace *place, const char *id)
{
  HsDossier *self = g_object_new (HS_TYPE_DOSSIER, NULL);
  guint8 chance[16];

  self->store = g_object_ref (place->store);
  self->units = hs_units_ref (place->units);
  self->disk = g_object_ref (place->disk);
  self->id = g_strdup (id);
  hs_world_random (hs_store_get_world (self->store), chance, sizeof chance);
  for (guint i = 0; i < sizeof chance; i++)
    g_snprintf (self->mark.writer + 2 * i, 3, "%02x", chance[i]);
  return self;
}

/* The draft stays with the package it was begun in, whatever is installed later. */
static gboolean
keep_package (HsDossier *self, GError **error)
{
  const char *form_id = hs_procedure_get_form_id (self->procedure);
  g_autoptr (HsFormPackage) package = NULL;
  g_autoptr (HsBlobInfo) blob = NULL;

  if (form_id == NULL)
    return TRUE;
  package = hs_form_package_find (hs_store_get_world (self->store), form_id, error);
  if (package == NULL)
    return FALSE;
  blob =
    hs_store_add_blob_bytes (self->store, self->id, hs_form_package_get_bytes (package), error);
  if (blob == NULL)
    return FALSE;
  self->form_blob = g_strdup (blob->id);
  hs_form_pin_name (&self->pin, package);
  return hs_dossier_pin_lists (self, &self->pin, package, error);
}

HsDossier *
hs_dossier_new (const HsDossierPlace *place, HsProcedure *procedure, GError **error)
{
  HsWorld *world = hs_store_get_world (place->store);
  g_autofree char *id = hs_world_uuid (world);
  g_autoptr (HsDossier) self = new_bare (place, id);

  self->procedure = g_object_ref (procedure);
  self->created_us = hs_world_now_us (world);
  hs_dossier_make_slots (self);
  hs_dossier_update_title (self);
  if (!hs_dossier_ensure_claimed (self, error))
    return NULL;
  self->edit++;
  if (!keep_package (self, error) || !hs_dossier_save_now (self, error))
    {
      self->edit = self->saved_edit;
      hs_store_delete_owner (self->store, self->id, NULL);
      return NULL;
    }
  hs_dossier_update_slots (self);
  return g_steal_pointer (&self);
}

HsDossier *
hs_dossier_load (const HsDossierPlace *place, HsCatalogue *catalogue, const char *id,
                 GError **error)
{
  g_autoptr (HsDossier) self = new_bare (place, id);
  g_autoptr (JsonNode) record = hs_store_get (place->store, HS_DOSSIER_KIND, id, error);
  g_autofree char *code = NULL;
  HsProgress *progress;

  if (record == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "No dossier %s", id);
      return NULL;
    }
  code = hs_dossier_record_procedure (record);
  if (code == NULL)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                   "The record of dossier %s names no procedure", id);
      return NULL;
    }
  self->procedure = hs_catalogue_get_procedure (catalogue, code, error);
  if (self->procedure == NULL)
    return NULL;
  hs_dossier_make_slots (self);
  if (!hs_dossier_read_record (self, record, error))
    return NULL;
  progress = hs_progress_read (place->store, id, error);
  if (progress == NULL)
    return NULL;
  hs_dossier_take_progress (self, progress);
  hs_dossier_update_slots (self);
  return g_steal_pointer (&self);
}

gboolean
hs_dossier_reload (HsDossier *self, GError **error)
{
  g_autoptr (JsonNode) record = hs_store_get (self->store, HS_DOSSIER_KIND, self->id, error);

  if (record == NULL)
    return FALSE;
  if (!hs_dossier_read_record (self, record, error))
    return FALSE;
  hs_dossier_update_slots (self);
  hs_dossier_update_state (self);
  hs_dossier_emit_tasks_changed (self);
  return TRUE;
}

void
hs_dossier_update_title (HsDossier *self)
{
  const char *name = hs_procedure_get_title (self->procedure);
  char *title = hs_text_is_blank (self->subject) ? g_strdup (name)
                                                 : g_strconcat (name, " · ", self->subject, NULL);

  if (g_strcmp0 (title, self->title) == 0)
    {
      g_free (title);
      return;
    }
  g_free (self->title);
  self->title = title;
  hs_dossier_notify (self, HS_DOSSIER_PROP_TITLE);
}

static HsDossierState
state_of_code (int status)
{
  static const HsDossierState states[] = {
    HS_DOSSIER_SUBMITTED,  HS_DOSSIER_SUBMITTED,  HS_DOSSIER_ACCEPTED, HS_DOSSIER_NOT_ACCEPTED,
    HS_DOSSIER_IN_PROCESS, HS_DOSSIER_SUPPLEMENT, HS_DOSSIER_PAYMENT,  HS_DOSSIER_WITHDRAWN,
    HS_DOSSIER_STOPPED,    HS_DOSSIER_PROCESSED,  HS_DOSSIER_RETURNED,
  };

  return status >= 0 && status < (int) G_N_ELEMENTS (states) ? states[status] : HS_DOSSIER_UNKNOWN;
}

/* Newest event that has a status; the status record says the same, events carry it here. */
static int
newest_status (HsDossier *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->events));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (G_LIST_MODEL (self->events), i);

      if (hs_event_get_seq (event) > 0 && hs_event_get_status (event) != 0)
        return hs_event_get_status (event);
    }
  return 0;
}

static HsDossierState
find_state (HsDossier *self)
{
  if (self->receipt != NULL)
    return state_of_code (newest_status (self));
  if (!self->frozen)
    return HS_DOSSIER_DRAFT;
  if (!self->in_outbox || self->step == HS_STEP_QUEUED)
    return HS_DOSSIER_QUEUED;
  return self->step >= HS_STEP_SUBMITTING ? HS_DOSSIER_UNCONFIRMED : HS_DOSSIER_SENDING;
}

void
hs_dossier_update_state (HsDossier *self)
{
  HsDossierState state = find_state (self);

  if (state == self->state)
    return;
  self->state = state;
  hs_dossier_notify (self, HS_DOSSIER_PROP_STATE);
}

static void
take_status (HsDossier *self, JsonObject *status)
{
  JsonObject *payload = hs_json_object (status, "payload");

  g_clear_pointer (&self->receipt, json_node_unref);
  g_clear_pointer (&self->proof, json_node_unref);
  if (hs_json_object (status, "proof") != NULL)
    self->proof = json_node_copy (json_object_get_member (status, "proof"));
  if (payload != NULL)
    self->receipt = json_node_copy (json_object_get_member (status, "payload"));
  self->due_us = hs_json_int (status, "dueUs", 0);
  self->submitted_us = hs_json_int (status, "submittedUs", 0);
  g_free (self->status_label);
  self->status_label = g_strdup (hs_json_string (status, "label", ""));
  g_free (self->status_message);
  self->status_message = g_strdup (hs_json_string (status, "message", NULL));
  if (g_strcmp0 (self->reference_no, hs_json_string (status, "referenceNo", NULL)) != 0)
    {
      g_free (self->reference_no);
      self->reference_no = g_strdup (hs_json_string (status, "referenceNo", NULL));
      hs_dossier_notify (self, HS_DOSSIER_PROP_REFERENCE_NO);
    }
}

void
hs_dossier_take_progress (HsDossier *self, HsProgress *progress)
{
  HsJournal *journal = progress->journal;

  self->in_outbox = journal != NULL && journal->step != HS_STEP_DONE;
  self->step = journal != NULL ? journal->step : HS_STEP_QUEUED;
  self->send_failed = self->in_outbox && journal->failed;
  g_clear_error (&self->send_error);
  if (self->in_outbox && journal->error != NULL)
    self->send_error = g_error_copy (journal->error);
  g_list_store_splice (self->events, 0, g_list_model_get_n_items (G_LIST_MODEL (self->events)),
                       progress->events->pdata, progress->events->len);
  if (progress->status != NULL && JSON_NODE_HOLDS_OBJECT (progress->status))
    take_status (self, json_node_get_object (progress->status));
  hs_progress_free (progress);
  hs_dossier_update_state (self);
  hs_dossier_emit_tasks_changed (self);
}

/* Plain getters and setters. */

const char *
hs_dossier_get_id (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->id;
}

HsProcedure *
hs_dossier_get_procedure (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->procedure;
}

const char *
hs_dossier_get_title (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->title;
}

guint
hs_dossier_get_round (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->round;
}

HsDossierState
hs_dossier_get_state (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), HS_DOSSIER_DRAFT);
  return self->state;
}

gboolean
hs_dossier_is_frozen (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  return self->frozen;
}

gint64
hs_dossier_get_created_us (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->created_us;
}

gint64
hs_dossier_get_saved_us (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->saved_us;
}

const GError *
hs_dossier_get_save_error (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->save_error;
}

HsUnit *
hs_dossier_get_office (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->office;
}

void
hs_dossier_set_office (HsDossier *self, HsUnit *office)
{
  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (office == NULL || HS_IS_UNIT (office));
  if (self->frozen || !g_set_object (&self->office, office))
    return;
  hs_dossier_edited (self);
}

const char *
hs_dossier_get_delivery (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->delivery;
}

const char *
hs_dossier_get_delivery_address (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->address;
}

void
hs_dossier_set_delivery (HsDossier *self, const char *mode, const char *address)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (HS_IS_DOSSIER (self));
  if (!hs_text_is_blank (address))
    clean = hs_text_normalize (address);
  if (self->frozen ||
      (g_strcmp0 (mode, self->delivery) == 0 && g_strcmp0 (clean, self->address) == 0))
    return;
  g_free (self->delivery);
  self->delivery = g_strdup (mode);
  g_free (self->address);
  self->address = g_steal_pointer (&clean);
  hs_dossier_edited (self);
}

gboolean
hs_dossier_get_statement (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  return self->statement;
}

void
hs_dossier_set_statement (HsDossier *self, gboolean agreed)
{
  g_return_if_fail (HS_IS_DOSSIER (self));
  if (self->frozen || self->statement == !!agreed)
    return;
  hs_dossier_edited (self);
  self->statement = !!agreed;
  hs_dossier_emit_tasks_changed (self);
}

GListModel *
hs_dossier_get_slots (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  hs_dossier_get_form (self);
  return G_LIST_MODEL (self->slots);
}

const char *
hs_dossier_get_reference_no (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->reference_no;
}

const char *
hs_dossier_get_status_label (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->status_label;
}

const char *
hs_dossier_get_status_message (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->status_message;
}

gint64
hs_dossier_get_due_us (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->due_us;
}

gint64
hs_dossier_get_submitted_us (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->submitted_us;
}

GListModel *
hs_dossier_get_events (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return G_LIST_MODEL (self->events);
}

gboolean
hs_dossier_has_failed (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  return self->send_failed;
}

const GError *
hs_dossier_get_send_error (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->send_error;
}

JsonNode *
hs_dossier_get_receipt (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->receipt;
}

JsonNode *
hs_dossier_get_receipt_proof (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->proof;
}
