/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All dossiers of one profile, newest first, and what is done with more than one: outbox, follower, and
 * what other processes of the same profile did meanwhile. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-case-book-private.h"

#include "dossier/hs-portal-thread.h"
#include "dossier/hs-schedule.h"

#include <glib/gstdio.h>

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HsCaseBook, hs_case_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The list. */

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_DOSSIER;
}

static guint
get_n_items (GListModel *model)
{
  return HS_CASE_BOOK (model)->dossiers->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HsCaseBook *self = HS_CASE_BOOK (model);

  return position < self->dossiers->len ? g_object_ref (self->dossiers->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* How often the portal is asked follows from what is under way. */
static void
update_interval (HsCaseBook *self)
{
  gint64 now_us = hs_world_now_us (hs_store_get_world (self->store));
  gint64 shortest = 0;

  for (guint i = 0; i < self->dossiers->len; i++)
    {
      HsDossier *dossier = self->dossiers->pdata[i];
      gint64 interval = hs_schedule_interval_of (hs_dossier_get_state (dossier),
                                                 hs_dossier_get_submitted_us (dossier), now_us);

      if (interval > 0 && (shortest == 0 || interval < shortest))
        shortest = interval;
    }
  hs_follower_set_interval (self->follower, shortest);
}

static void
update_limit (HsCaseBook *self)
{
  guint64 limit =
    self->portal_url != NULL ? hs_portal_thread_read_limit (self->store, self->portal_url) : 0;

  for (guint i = 0; limit > 0 && i < self->dossiers->len; i++)
    ((HsDossier *) self->dossiers->pdata[i])->max_file_bytes = limit;
}

static void
sent_cb (HsOutbox *outbox, HsDossier *dossier, HsCaseBook *self)
{
  update_limit (self);
  update_interval (self);
}

static void
take_progress (HsCaseBook *self, const char *id)
{
  HsDossier *dossier = hs_case_book_find (self, id);
  g_autoptr (GError) error = NULL;
  HsProgress *progress;

  if (dossier == NULL)
    return;
  progress = hs_progress_read (self->store, id, &error);
  if (progress != NULL)
    hs_dossier_take_progress (dossier, progress);
  else
    g_warning ("Dossier %s: %s", id, error->message);
}

static void
changed_cb (HsFollower *follower, char **ids, HsCaseBook *self)
{
  for (guint i = 0; ids[i] != NULL; i++)
    take_progress (self, ids[i]);
  update_interval (self);
}

static void
signed_in_cb (HsSession *session, GParamSpec *pspec, HsCaseBook *self)
{
  if (!hs_session_is_signed_in (session))
    return;
  hs_outbox_signed_in (self->outbox);
  hs_follower_start (self->follower);
}

/* Life. */

static void
hs_case_book_dispose (GObject *object)
{
  HsCaseBook *self = HS_CASE_BOOK (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->outbox != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->outbox, self);
      hs_outbox_shut_down (self->outbox);
    }
  if (self->follower != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->follower, self);
      hs_follower_shut_down (self->follower);
    }
  g_clear_object (&self->outbox);
  g_clear_object (&self->follower);
  g_clear_pointer (&self->dossiers, g_ptr_array_unref);
  g_clear_object (&self->disk);
  g_clear_object (&self->session);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (hs_case_book_parent_class)->dispose (object);
}

static void
hs_case_book_finalize (GObject *object)
{
  HsCaseBook *self = HS_CASE_BOOK (object);

  g_clear_pointer (&self->units, hs_units_unref);
  g_free (self->portal_url);
  g_ptr_array_unref (self->unreadable);
  G_OBJECT_CLASS (hs_case_book_parent_class)->finalize (object);
}

static void
hs_case_book_class_init (HsCaseBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_case_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_case_book_finalize;
}

static void
hs_case_book_init (HsCaseBook *self)
{
  self->dossiers = g_ptr_array_new_with_free_func (g_object_unref);
  self->unreadable = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->unreadable, NULL);
}

HsCaseBook *
hs_case_book_open (HsStore *store, HsCatalogue *catalogue, HsUnits *units, const char *portal_url,
                   GError **error)
{
  g_autoptr (HsCaseBook) self = NULL;

  g_return_val_if_fail (HS_IS_STORE (store), NULL);
  g_return_val_if_fail (HS_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (units != NULL, NULL);
  self = g_object_new (HS_TYPE_CASE_BOOK, NULL);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->units = hs_units_ref (units);
  self->portal_url = g_strdup (portal_url);
  self->disk = hs_worker_new ("hoso-drafts");
  if (portal_url != NULL)
    {
      self->session = hs_session_new (hs_store_get_world (store), portal_url);
      g_signal_connect (self->session, "notify::signed-in", G_CALLBACK (signed_in_cb), self);
    }
  self->outbox = hs_outbox_new (store, portal_url, self->session);
  self->follower = hs_follower_new (store, portal_url, self->session);
  g_signal_connect (self->outbox, "sent", G_CALLBACK (sent_cb), self);
  g_signal_connect (self->follower, "changed", G_CALLBACK (changed_cb), self);
  if (!hs_case_book_load_all (self, error))
    return NULL;
  update_limit (self);
  update_interval (self);
  return g_steal_pointer (&self);
}

const char *const *
hs_case_book_get_unreadable (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return (const char *const *) self->unreadable->pdata;
}

HsStore *
hs_case_book_get_store (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return self->store;
}

HsCatalogue *
hs_case_book_get_catalogue (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return self->catalogue;
}

HsUnits *
hs_case_book_get_units (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return self->units;
}

HsSession *
hs_case_book_get_session (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return self->session;
}

const char *
hs_case_book_get_portal_url (HsCaseBook *self)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  return self->portal_url;
}

/* One dossier. */

HsDossier *
hs_case_book_create (HsCaseBook *self, const char *procedure_code, GError **error)
{
  g_autoptr (HsProcedure) procedure = NULL;
  HsDossierPlace place;
  HsDossier *dossier;

  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  g_return_val_if_fail (procedure_code != NULL, NULL);
  procedure = hs_catalogue_get_procedure (self->catalogue, procedure_code, error);
  if (procedure == NULL)
    return NULL;
  if (!hs_procedure_has_details (procedure))
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                   "Only the name of procedure %s is known here, not its papers", procedure_code);
      return NULL;
    }
  place = hs_case_book_place (self);
  dossier = hs_dossier_new (&place, procedure, error);
  if (dossier == NULL)
    return NULL;
  hs_case_book_insert (self, dossier);
  update_limit (self);
  return g_object_ref (dossier);
}

HsDossier *
hs_case_book_find (HsCaseBook *self, const char *dossier_id)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  for (guint i = 0; i < self->dossiers->len; i++)
    if (g_strcmp0 (hs_dossier_get_id (self->dossiers->pdata[i]), dossier_id) == 0)
      return self->dossiers->pdata[i];
  return NULL;
}

gboolean
hs_case_book_delete (HsCaseBook *self, HsDossier *dossier, GError **error)
{
  g_autofree char *lock = NULL;
  g_autofree char *relative = NULL;

  g_return_val_if_fail (HS_IS_CASE_BOOK (self), FALSE);
  g_return_val_if_fail (HS_IS_DOSSIER (dossier), FALSE);
  if (dossier->in_outbox)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                   "Dossier %s is on its way; take it out of the outbox first", dossier->id);
      return FALSE;
    }
  if (!hs_dossier_ensure_claimed (dossier, error) ||
      !hs_store_delete_owner (self->store, dossier->id, error))
    return FALSE;
  /* nothing is left to save */
  hs_dossier_mark_saved (dossier, dossier->edit);
  dossier->frozen = TRUE;
  relative = g_build_filename ("locks", dossier->id, NULL);
  lock = hs_world_data_path (hs_store_get_world (self->store), relative);
  g_unlink (lock);
  hs_case_book_forget (self, dossier);
  update_interval (self);
  return TRUE;
}

/* Sending. */

HsSending *
hs_case_book_queue (HsCaseBook *self, HsDossier *dossier, GError **error)
{
  g_autofree char *account = NULL;
  g_autoptr (HsJournal) journal = NULL;

  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  g_return_val_if_fail (HS_IS_DOSSIER (dossier), NULL);
  account = self->session != NULL ? hs_session_dup_subject (self->session) : NULL;
  if (!hs_dossier_freeze (dossier, self->portal_url, account, error))
    return NULL;
  journal = hs_journal_load (self->store, dossier->id, error);
  if (journal == NULL)
    return NULL;
  return g_object_ref (hs_outbox_add (self->outbox, dossier, journal));
}

HsSending *
hs_case_book_get_sending (HsCaseBook *self, HsDossier *dossier)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), NULL);
  g_return_val_if_fail (HS_IS_DOSSIER (dossier), NULL);
  return hs_outbox_find (self->outbox, dossier);
}

void
hs_case_book_resume (HsCaseBook *self)
{
  g_return_if_fail (HS_IS_CASE_BOOK (self));
  hs_outbox_resume (self->outbox);
  hs_follower_start (self->follower);
}

void
hs_case_book_resume_one (HsCaseBook *self, HsDossier *dossier)
{
  g_return_if_fail (HS_IS_CASE_BOOK (self));
  g_return_if_fail (HS_IS_DOSSIER (dossier));
  hs_outbox_resume_one (self->outbox, dossier);
  hs_follower_start (self->follower);
}

void
hs_case_book_pause (HsCaseBook *self)
{
  g_return_if_fail (HS_IS_CASE_BOOK (self));
  hs_outbox_pause (self->outbox);
  hs_follower_stop (self->follower);
}

void
hs_case_book_unqueue_async (HsCaseBook *self, HsDossier *dossier, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (HS_IS_CASE_BOOK (self));
  g_return_if_fail (HS_IS_DOSSIER (dossier));
  hs_outbox_revoke_async (self->outbox, dossier, cancellable, callback, user_data);
}

gboolean
hs_case_book_unqueue_finish (HsCaseBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HS_IS_CASE_BOOK (self), FALSE);
  return hs_outbox_revoke_finish (self->outbox, result, error);
}

/* Following. */

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (hs_follower_refresh_finish (HS_FOLLOWER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
hs_case_book_refresh_async (HsCaseBook *self, gboolean force, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (HS_IS_CASE_BOOK (self));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_case_book_refresh_async);
  hs_case_book_catch_up (self);
  hs_follower_refresh_async (self->follower, force, cancellable, refreshed_cb, task);
}

gboolean
hs_case_book_refresh_finish (HsCaseBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
got_file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GBytes *bytes = hs_follower_get_file_finish (HS_FOLLOWER (source), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

void
hs_case_book_get_file_async (HsCaseBook *self, HsDossier *dossier, const char *file_id,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (HS_IS_CASE_BOOK (self));
  g_return_if_fail (HS_IS_DOSSIER (dossier));
  g_return_if_fail (file_id != NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_case_book_get_file_async);
  hs_follower_get_file_async (self->follower, dossier->id, file_id, cancellable, got_file_cb, task);
}

GBytes *
hs_case_book_get_file_finish (HsCaseBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
