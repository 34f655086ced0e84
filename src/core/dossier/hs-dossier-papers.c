/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers: which are asked for with the answers as they are, and the way of a file into the store:
 * read, prepared in the sandbox, copied, hashed, fsynced, and only then in its slot. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "document/hs-prepare.h"
#include "dossier/hs-dossier-private.h"

/* A photo or scan that is to become a PDF within the portal's limit may be larger than that. */
#define MAX_INPUT_BYTES (G_GUINT64_CONSTANT (128) * 1024 * 1024)
#define MAX_NAME_CHARS 60

/* Slots. */

void
hs_dossier_make_slots (HsDossier *self)
{
  GPtrArray *evidence = hs_procedure_get_evidence (self->procedure);

  for (guint i = 0; i < evidence->len; i++)
    {
      g_autoptr (HsSlot) slot = hs_slot_new (self->procedure, evidence->pdata[i]);

      g_list_store_append (self->slots, slot);
    }
}

static HsSlot *
slot_at (HsDossier *self, guint i)
{
  HsSlot *slot = g_list_model_get_item (G_LIST_MODEL (self->slots), i);

  /* the list keeps it */
  if (slot != NULL)
    g_object_unref (slot);
  return slot;
}

/* Without a form nothing is known of the case: a paper with a condition is shown, and not demanded. */
static void
judge (HsDossier *self, const HsEvidence *evidence, gboolean *relevant, gboolean *needed)
{
  g_autoptr (GError) error = NULL;

  *relevant = TRUE;
  *needed = evidence->required;
  if (evidence->condition == NULL)
    return;
  if (self->form == NULL)
    {
      *needed = FALSE;
      return;
    }
  if (!hs_form_eval_condition (self->form, evidence->condition, relevant, &error))
    {
      g_warning ("Condition of paper %s of %s: %s", evidence->id,
                 hs_procedure_get_code (self->procedure), error->message);
      *relevant = TRUE;
      *needed = FALSE;
      return;
    }
  *needed = *relevant && evidence->required;
}

static gboolean
is_filled (HsSlot *slot)
{
  return g_list_model_get_n_items (hs_slot_get_attachments (slot)) > 0;
}

static gboolean
group_is_filled (HsDossier *self, const char *group)
{
  HsSlot *slot;

  for (guint i = 0; (slot = slot_at (self, i)) != NULL; i++)
    if (g_strcmp0 (hs_slot_get_evidence (slot)->group, group) == 0 && is_filled (slot))
      return TRUE;
  return FALSE;
}

void
hs_dossier_update_slots (HsDossier *self)
{
  HsSlot *slot;

  for (guint i = 0; (slot = slot_at (self, i)) != NULL; i++)
    {
      const HsEvidence *evidence = hs_slot_get_evidence (slot);
      gboolean relevant, needed;
      gboolean satisfied =
        is_filled (slot) || (evidence->group != NULL && group_is_filled (self, evidence->group));

      judge (self, evidence, &relevant, &needed);
      hs_slot_set_flags (slot, relevant, needed, satisfied);
    }
}

HsSlot *
hs_dossier_find_slot (HsDossier *self, const char *id)
{
  HsSlot *slot;

  for (guint i = 0; (slot = slot_at (self, i)) != NULL; i++)
    if (g_strcmp0 (hs_slot_get_evidence (slot)->id, id) == 0)
      return slot;
  return NULL;
}

static HsAttachment *
find_by (HsDossier *self, const char *(*get) (HsAttachment *), const char *value)
{
  HsSlot *slot;

  for (guint i = 0; (slot = slot_at (self, i)) != NULL; i++)
    {
      GListModel *files = hs_slot_get_attachments (slot);

      for (guint k = 0; k < g_list_model_get_n_items (files); k++)
        {
          g_autoptr (HsAttachment) file = g_list_model_get_item (files, k);

          if (g_strcmp0 (get (file), value) == 0)
            return file;
        }
    }
  return NULL;
}

HsAttachment *
hs_dossier_find_attachment (HsDossier *self, const char *id)
{
  return find_by (self, hs_attachment_get_id, id);
}

/* Attaching. */

typedef struct
{
  HsStore *store;       /* (owned) */
  char *owner;          /* (owned) dossier id */
  char *slot;           /* (owned) */
  GFile *file;          /* (owned) */
  char *password;       /* (owned) (nullable) */
  guint64 max_bytes;    /* bytes of the prepared file */
  HsPrepared *prepared; /* (owned) (nullable) result: its bytes are let go once stored */
  HsBlobInfo *blob;     /* (owned) (nullable) result */
} AttachJob;

static void
attach_job_free (gpointer data)
{
  AttachJob *job = data;

  g_object_unref (job->store);
  g_free (job->owner);
  g_free (job->slot);
  g_object_unref (job->file);
  g_free (job->password);
  g_clear_pointer (&job->prepared, hs_prepared_free);
  g_clear_pointer (&job->blob, hs_blob_info_free);
  g_free (job);
}

static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) in = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n;

  if (in == NULL)
    return NULL;
  while (
    (n = g_input_stream_read (G_INPUT_STREAM (in), buffer, sizeof buffer, cancellable, error)) > 0)
    {
      if (out->len + (guint64) n > MAX_INPUT_BYTES)
        {
          g_autofree char *name = g_file_get_parse_name (file);

          g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TOO_BIG,
                       "%s is larger than %" G_GUINT64_FORMAT " bytes", name, MAX_INPUT_BYTES);
          return NULL;
        }
      g_byte_array_append (out, buffer, n);
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : NULL;
}

static void
attach_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  AttachJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = read_file (job->file, cancellable, &error);

  if (bytes != NULL)
    job->prepared = hs_prepare (hs_store_get_world (job->store), bytes, job->max_bytes,
                                job->password, cancellable, &error);
  if (job->prepared != NULL)
    job->blob = hs_store_add_blob_bytes (job->store, job->owner, job->prepared->bytes, &error);
  if (job->blob == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* "Giấy chứng sinh (bản chính)" -> "Giay-chung-sinh-ban-chinh" */
static char *
ascii_name (const char *name)
{
  g_autofree char *folded = hs_text_fold (name);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0' && out->len < MAX_NAME_CHARS; p++)
    g_string_append_c (out, g_ascii_isalnum (*p) ? *p : '-');
  while (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  if (out->len == 0)
    g_string_assign (out, "giay-to");
  out->str[0] = g_ascii_toupper (out->str[0]);
  return g_string_free (out, FALSE);
}

static char *
make_file_name (HsDossier *self, const HsEvidence *evidence)
{
  g_autofree char *base = ascii_name (evidence->name);
  char *name = g_strconcat (base, ".pdf", NULL);

  for (guint i = 2; find_by (self, hs_attachment_get_file_name, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.pdf", base, i);
    }
  return name;
}

static HsAttachment *
make_attachment (HsDossier *self, HsSlot *slot, AttachJob *job)
{
  g_autofree char *id = hs_world_uuid (hs_store_get_world (self->store));
  g_autofree char *name = make_file_name (self, hs_slot_get_evidence (slot));
  g_autofree char *path = g_file_get_basename (job->file);
  g_autofree char *original = g_filename_display_name (path != NULL ? path : "");
  const HsAttachmentFacts facts = {
    .id = id,
    .slot = job->slot,
    .file_name = name,
    .original_name = original,
    .media_type = job->prepared->media_type,
    .size = job->blob->size,
    .sha256 = job->blob->sha256,
    .blob = job->blob->id,
    .n_pages = job->prepared->n_pages,
    .warnings = job->prepared->warnings,
  };

  return hs_attachment_new (&facts);
}

typedef struct
{
  HsStore *store; /* (owned) */
  char **blobs;   /* (owned) */
} DropJob;

static void
drop_job_free (gpointer data)
{
  DropJob *job = data;

  g_object_unref (job->store);
  g_strfreev (job->blobs);
  g_free (job);
}

static void
drop_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DropJob *job = data;

  for (guint i = 0; job->blobs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      /* it stays sealed under the dossier's key, and goes with it */
      if (!hs_store_delete_blob (job->store, job->blobs[i], &error) &&
          !g_error_matches (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND))
        g_warning ("A paper that was taken out stays in the store: %s", error->message);
    }
  g_task_return_boolean (task, TRUE);
}

/* Consumes blobs. */
static void
drop_blobs (HsDossier *self, char **blobs)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  DropJob *job = g_new0 (DropJob, 1);

  job->store = g_object_ref (self->store);
  job->blobs = blobs;
  g_task_set_source_tag (task, drop_blobs);
  g_task_set_task_data (task, job, drop_job_free);
  hs_worker_run (self->disk, task, drop_in_thread);
}

static void
drop_one_blob (HsDossier *self, const char *blob)
{
  const char *const one[] = { blob, NULL };

  drop_blobs (self, g_strdupv ((char **) one));
}

static void
attach_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsDossier *self = HS_DOSSIER (source);
  g_autoptr (GTask) outer = data;
  AttachJob *job = g_task_get_task_data (G_TASK (result));
  HsSlot *slot = hs_dossier_find_slot (self, job->slot);
  HsAttachment *attachment;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (self->frozen || slot == NULL)
    {
      drop_one_blob (self, job->blob->id);
      g_task_return_new_error (outer, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN,
                               "The dossier was frozen while the file was read");
      return;
    }
  attachment = make_attachment (self, slot, job);
  g_list_store_append (hs_slot_get_store (slot), attachment);
  hs_dossier_update_slots (self);
  hs_dossier_edited (self);
  g_task_return_pointer (outer, attachment, g_object_unref);
}

static gboolean
may_attach (HsDossier *self, const char *slot_id, GError **error)
{
  if (self->frozen)
    g_set_error_literal (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN,
                         "The dossier is frozen; its papers cannot change");
  else if (hs_dossier_find_slot (self, slot_id) == NULL)
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_SLOT,
                 "Procedure %s asks for no paper \"%s\"", hs_procedure_get_code (self->procedure),
                 slot_id);
  else
    return hs_dossier_claim (self, error);
  return FALSE;
}

void
hs_dossier_attach_async (HsDossier *self, const char *slot_id, GFile *file, const char *password,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  AttachJob *job;

  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (slot_id != NULL && G_IS_FILE (file));
  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, hs_dossier_attach_async);
  if (!may_attach (self, slot_id, &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  job = g_new0 (AttachJob, 1);
  job->store = g_object_ref (self->store);
  job->owner = g_strdup (self->id);
  job->slot = g_strdup (slot_id);
  job->file = g_object_ref (file);
  job->password = g_strdup (password);
  job->max_bytes = self->max_file_bytes;
  task = g_task_new (self, cancellable, attach_done_cb, g_steal_pointer (&outer));
  g_task_set_source_tag (task, hs_dossier_attach_async);
  g_task_set_task_data (task, job, attach_job_free);
  g_task_run_in_thread (task, attach_in_thread);
}

HsAttachment *
hs_dossier_attach_finish (HsDossier *self, GAsyncResult *result, GError **error)
{
  HsAttachment *attachment;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  attachment = g_task_propagate_pointer (G_TASK (result), error);
  /* its slot keeps it */
  if (attachment != NULL)
    g_object_unref (attachment);
  return attachment;
}

guint64
hs_dossier_get_max_file_bytes (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), 0);
  return self->max_file_bytes;
}

void
hs_dossier_detach (HsDossier *self, HsAttachment *attachment)
{
  HsSlot *slot;
  guint position;

  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (HS_IS_ATTACHMENT (attachment));
  slot = hs_dossier_find_slot (self, hs_attachment_get_slot (attachment));
  if (self->frozen || slot == NULL ||
      !g_list_store_find (hs_slot_get_store (slot), attachment, &position))
    return;
  g_ptr_array_add (self->detached, g_object_ref (attachment));
  g_list_store_remove (hs_slot_get_store (slot), position);
  hs_dossier_update_slots (self);
  hs_dossier_edited (self);
}

void
hs_dossier_reattach (HsDossier *self, HsAttachment *attachment)
{
  HsSlot *slot;

  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (HS_IS_ATTACHMENT (attachment));
  slot = hs_dossier_find_slot (self, hs_attachment_get_slot (attachment));
  if (self->frozen || slot == NULL || !g_ptr_array_find (self->detached, attachment, NULL))
    return;
  g_list_store_append (hs_slot_get_store (slot), attachment);
  g_ptr_array_remove (self->detached, attachment);
  hs_dossier_update_slots (self);
  hs_dossier_edited (self);
}

void
hs_dossier_drop_detached (HsDossier *self)
{
  g_autoptr (GStrvBuilder) blobs = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < self->detached->len;)
    {
      HsAttachment *file = self->detached->pdata[i];

      /* a paper whose slot is gone was not taken out by the citizen */
      if (hs_dossier_find_slot (self, hs_attachment_get_slot (file)) == NULL)
        {
          i++;
          continue;
        }
      g_strv_builder_add (blobs, hs_attachment_get_blob (file));
      g_ptr_array_remove_index (self->detached, i);
      n++;
    }
  if (n == 0)
    return;
  drop_blobs (self, g_strv_builder_end (blobs));
  /* the record must not name what is gone; not an edit of the citizen's */
  if (!self->frozen)
    self->edit++;
}

/* Reading back. */

typedef struct
{
  HsStore *store; /* (owned) */
  char *blob;     /* (owned) */
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_object_unref (job->store);
  g_free (job->blob);
  g_free (job);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ReadJob *job = data;
  GError *error = NULL;
  GBytes *bytes = hs_store_read_blob (job->store, job->blob, cancellable, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

void
hs_dossier_read_attachment_async (HsDossier *self, HsAttachment *attachment,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ReadJob *job;

  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (HS_IS_ATTACHMENT (attachment));
  job = g_new0 (ReadJob, 1);
  job->store = g_object_ref (self->store);
  job->blob = g_strdup (hs_attachment_get_blob (attachment));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_dossier_read_attachment_async);
  g_task_set_task_data (task, job, read_job_free);
  g_task_run_in_thread (task, read_in_thread);
}

GBytes *
hs_dossier_read_attachment_finish (HsDossier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
