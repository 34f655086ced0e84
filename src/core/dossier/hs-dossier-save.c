/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving a draft: 400 ms after the first unsaved edit a snapshot goes to the worker; saved-us rises only
 * when it is on disk. A failed save is shown, kept, and tried again. One process edits a dossier: the file
 * lock says which. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-private.h"

#include <glib/gstdio.h>

#define DEBOUNCE_MS 400
#define RETRY_FIRST_MS 1000
#define RETRY_MAX_MS 30000

static void start_save (HsDossier *self);

static void
set_save_error (HsDossier *self, const GError *error)
{
  if (error == NULL && self->save_error == NULL)
    return;
  g_clear_error (&self->save_error);
  self->save_error = error != NULL ? g_error_copy (error) : NULL;
  hs_dossier_notify (self, HS_DOSSIER_PROP_SAVE_ERROR);
}

/* The lock. */

static HsFileLock *
take_lock (HsDossier *self, GError **error)
{
  HsWorld *world = hs_store_get_world (self->store);
  g_autofree char *folder = hs_world_data_path (world, "locks");
  g_autofree char *path = g_build_filename (folder, self->id, NULL);
  HsFileLock *lock;
  GError *local = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "Cannot make %s: %s", folder,
                   g_strerror (code));
      return NULL;
    }
  lock = hs_file_lock_take (path, &local);
  if (lock == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      g_clear_error (&local);
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY,
                   "Dossier %s is open in another window or process", self->id);
    }
  else if (lock == NULL)
    g_propagate_error (error, local);
  return lock;
}

gboolean
hs_dossier_ensure_claimed (HsDossier *self, GError **error)
{
  if (self->lock == NULL)
    self->lock = take_lock (self, error);
  return self->lock != NULL;
}

static gboolean
changed_on_disk (HsDossier *self, JsonNode *record)
{
  JsonObject *object = json_node_get_object (record);
  const char *writer = hs_json_string (object, "writer", "");
  guint64 rev = hs_json_int (object, "rev", 0);

  if (strcmp (writer, self->mark.writer) == 0)
    return FALSE;
  return strcmp (writer, self->base.writer) != 0 || rev != self->base.rev;
}

/* What another process changed since it was read, unless something is unsaved here. */
static gboolean
catch_up (HsDossier *self, GError **error)
{
  g_autoptr (JsonNode) record = NULL;
  HsProgress *progress;

  if (self->edit != self->saved_edit)
    return TRUE;
  record = hs_store_get (self->store, HS_DOSSIER_KIND, self->id, error);
  if (record == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND,
                     "Dossier %s was deleted by another process", self->id);
      return FALSE;
    }
  if (!changed_on_disk (self, record))
    return TRUE;
  progress = hs_progress_read (self->store, self->id, error);
  if (progress == NULL || !hs_dossier_reload (self, error))
    {
      hs_progress_free (progress);
      return FALSE;
    }
  hs_dossier_take_progress (self, progress);
  return TRUE;
}

gboolean
hs_dossier_claim (HsDossier *self, GError **error)
{
  GError *local = NULL;

  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  if (self->lock != NULL)
    return TRUE;
  if (!hs_dossier_ensure_claimed (self, error))
    return FALSE;
  if (catch_up (self, &local))
    {
      hs_dossier_keep_lists (self);
      hs_dossier_take_patch (self);
      return TRUE;
    }
  g_clear_pointer (&self->lock, hs_file_lock_release);
  g_propagate_error (error, local);
  return FALSE;
}

void
hs_dossier_release (HsDossier *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HS_IS_DOSSIER (self));
  if (self->lock == NULL)
    return;
  hs_dossier_drop_detached (self);
  if (!hs_dossier_save_now (self, &error))
    {
      /* kept with the lock: it is tried again */
      set_save_error (self, error);
      return;
    }
  g_clear_pointer (&self->lock, hs_file_lock_release);
}

/* Saving. */

static void
answer_flushes (HsDossier *self, const GError *error)
{
  for (guint i = 0; i < self->flushes->len;)
    {
      GTask *task = self->flushes->pdata[i];
      guint64 edit = *(guint64 *) g_task_get_task_data (task);

      if (error == NULL && edit > self->saved_edit)
        {
          i++;
          continue;
        }
      g_object_ref (task);
      g_ptr_array_remove_index (self->flushes, i);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

void
hs_dossier_mark_saved (HsDossier *self, guint64 edit)
{
  self->failures = 0;
  self->saved_edit = MAX (self->saved_edit, edit);
  set_save_error (self, NULL);
  if (self->saved_edit == self->edit)
    {
      self->saved_us = hs_world_now_us (hs_store_get_world (self->store));
      hs_dossier_notify (self, HS_DOSSIER_PROP_SAVED_US);
    }
  answer_flushes (self, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  HsDossier *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  start_save (self);
  return G_SOURCE_REMOVE;
}

static void
start_timer (HsDossier *self, guint delay_ms)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  if (self->timer != NULL)
    return;
  self->timer = g_timeout_source_new (delay_ms);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);
}

static void
stop_timer (HsDossier *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
save_failed (HsDossier *self, const GError *error)
{
  guint delay = RETRY_FIRST_MS << MIN (self->failures, 5);

  self->failures++;
  set_save_error (self, error);
  answer_flushes (self, error);
  start_timer (self, MIN (delay, RETRY_MAX_MS));
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hs_record_save_run (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
save_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsDossier *self = HS_DOSSIER (source);
  guint64 edit = self->saving_edit;
  g_autoptr (GError) error = NULL;

  self->saving_edit = 0;
  if (!g_task_propagate_boolean (G_TASK (result), &error) && edit > self->saved_edit)
    {
      save_failed (self, error);
      return;
    }
  hs_dossier_mark_saved (self, edit);
  if (self->edit == self->saved_edit)
    return;
  /* edited meanwhile; at once when somebody waits for it */
  if (self->flushes->len > 0)
    start_save (self);
  else
    start_timer (self, DEBOUNCE_MS);
}

static void
start_save (HsDossier *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  if (self->saving_edit != 0 || self->edit == self->saved_edit)
    return;
  stop_timer (self);
  if (!hs_dossier_ensure_claimed (self, &error))
    {
      save_failed (self, error);
      return;
    }
  self->saving_edit = self->edit;
  task = g_task_new (self, NULL, save_done_cb, NULL);
  g_task_set_source_tag (task, start_save);
  g_task_set_task_data (task, hs_dossier_snapshot (self), (GDestroyNotify) hs_record_save_free);
  hs_worker_run (self->disk, task, save_in_thread);
}

gboolean
hs_dossier_save_now (HsDossier *self, GError **error)
{
  g_autoptr (HsRecordSave) save = NULL;

  stop_timer (self);
  if (self->edit == self->saved_edit)
    return TRUE;
  if (!hs_dossier_ensure_claimed (self, error))
    return FALSE;
  save = hs_dossier_snapshot (self);
  if (!hs_record_save_run (save, error))
    return FALSE;
  hs_dossier_mark_saved (self, self->edit);
  return TRUE;
}

void
hs_dossier_stop_saving (HsDossier *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store != NULL && self->procedure != NULL && !hs_dossier_save_now (self, &error))
    g_warning ("The last edits of dossier %s are not saved: %s", self->id, error->message);
  stop_timer (self);
}

void
hs_dossier_edited (HsDossier *self)
{
  g_return_if_fail (!self->frozen);
  self->edit++;
  self->statement = FALSE;
  if (self->saving_edit == 0)
    start_timer (self, DEBOUNCE_MS);
  hs_dossier_emit_tasks_changed (self);
}

void
hs_dossier_flush_async (HsDossier *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HS_IS_DOSSIER (self));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_dossier_flush_async);
  if (self->edit == self->saved_edit)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_task_data (task, g_memdup2 (&self->edit, sizeof self->edit), g_free);
  g_ptr_array_add (self->flushes, g_steal_pointer (&task));
  start_save (self);
}

gboolean
hs_dossier_flush_finish (HsDossier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
