/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The follower's clockwork in the main thread: when the portal is asked, who waits for the answer. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-follower.h"

#include "dossier/hs-follow-run.h"
#include "dossier/hs-schedule.h"

#define LOOK_SPACING_US (60 * G_USEC_PER_SEC)

struct _HsFollower
{
  GObject parent_instance;
  HsStore *store;         /* (owned) */
  char *portal_url;       /* (owned) (nullable) */
  HsSession *session;     /* (owned) (nullable) */
  HsPortalThread *thread; /* (owned) (nullable) NULL after shut-down */
  HsSchedule schedule;
  gboolean active;           /* asks by itself */
  GSource *timer;            /* (owned) (nullable) the next question */
  GCancellable *cancellable; /* (owned) of the question under way */
  GPtrArray *waiting;        /* (owned) (element-type GTask) for the answer under way */
  gboolean running;
  gint64 answered_us; /* monotonic, the last good answer; 0 none */
};

G_DEFINE_FINAL_TYPE (HsFollower, hs_follower, G_TYPE_OBJECT)

static guint changed_signal;

static void
hs_follower_dispose (GObject *object)
{
  HsFollower *self = HS_FOLLOWER (object);

  hs_follower_shut_down (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (hs_follower_parent_class)->dispose (object);
}

static void
hs_follower_finalize (GObject *object)
{
  HsFollower *self = HS_FOLLOWER (object);

  g_ptr_array_unref (self->waiting);
  g_free (self->portal_url);
  G_OBJECT_CLASS (hs_follower_parent_class)->finalize (object);
}

static void
hs_follower_class_init (HsFollowerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_follower_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_follower_finalize;
  changed_signal = g_signal_new ("changed", HS_TYPE_FOLLOWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
hs_follower_init (HsFollower *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

HsFollower *
hs_follower_new (HsStore *store, const char *portal_url, HsSession *session)
{
  HsFollower *self = g_object_new (HS_TYPE_FOLLOWER, NULL);

  self->store = g_object_ref (store);
  self->portal_url = g_strdup (portal_url);
  self->session = session != NULL ? g_object_ref (session) : NULL;
  self->thread = hs_portal_thread_new ("hoso-follow", store, portal_url, session);
  self->schedule.world = hs_store_get_world (store);
  return self;
}

static void
stop_timer (HsFollower *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
timer_cb (gpointer data)
{
  HsFollower *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  hs_follower_refresh_async (self, TRUE, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
ask_after (HsFollower *self, gint64 delay_us)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  stop_timer (self);
  if (!self->active || self->schedule.interval_us == 0)
    return;
  self->timer = g_timeout_source_new (MIN (delay_us / 1000 + 1, G_MAXINT));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);
}

void
hs_follower_set_interval (HsFollower *self, gint64 interval_us)
{
  gint64 before = self->schedule.interval_us;

  self->schedule.interval_us = interval_us;
  if (interval_us == 0)
    stop_timer (self);
  else if (before == 0 || interval_us < before)
    ask_after (self, hs_schedule_first (&self->schedule));
}

void
hs_follower_start (HsFollower *self)
{
  self->active = TRUE;
  if (self->schedule.interval_us > 0 && self->timer == NULL && !self->running)
    ask_after (self, hs_schedule_first (&self->schedule));
}

void
hs_follower_stop (HsFollower *self)
{
  self->active = FALSE;
  stop_timer (self);
  if (self->running)
    g_cancellable_cancel (self->cancellable);
}

void
hs_follower_shut_down (HsFollower *self)
{
  hs_follower_stop (self);
  g_clear_pointer (&self->thread, hs_portal_thread_free);
}

/* Asking. */

typedef struct
{
  HsPortalThread *thread; /* (unowned) */
  HsStore *store;         /* (owned) */
  char *portal_url;       /* (owned) (nullable) */
  HsSession *session;     /* (owned) (nullable) */
  GHashTable *changed;    /* (owned) (element-type utf8) result */
  guint poll_seconds;     /* result */
} PollJob;

static void
poll_job_free (gpointer data)
{
  PollJob *job = data;

  g_object_unref (job->store);
  g_free (job->portal_url);
  g_clear_object (&job->session);
  g_hash_table_unref (job->changed);
  g_free (job);
}

static void
poll_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PollJob *job = data;
  GError *error = NULL;

  if (hs_follow_poll (job->thread, job->store, job->portal_url, job->session, job->changed,
                      &job->poll_seconds, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
answer_waiting (HsFollower *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (error != NULL)
        g_task_return_error (waiting->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (waiting->pdata[i], TRUE);
    }
}

static void
plan (HsFollower *self, const GError *error, guint poll_seconds)
{
  if (error == NULL)
    {
      self->answered_us = g_get_monotonic_time ();
      ask_after (self, hs_schedule_after_answer (&self->schedule, poll_seconds));
    }
  /* asks again when somebody has signed in */
  else if (g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN))
    stop_timer (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ask_after (self,
               hs_schedule_after_error (&self->schedule, hs_portal_error_get_retry_after (error)));
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsFollower *self = HS_FOLLOWER (source);
  PollJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->running = FALSE;
  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_hash_table_size (job->changed) > 0)
    {
      guint n;
      g_autofree char **ids = (char **) g_hash_table_get_keys_as_array (job->changed, &n);

      g_signal_emit (self, changed_signal, 0, ids);
    }
  plan (self, error, job->poll_seconds);
  answer_waiting (self, error);
}

static void
ask (HsFollower *self)
{
  PollJob *job = g_new0 (PollJob, 1);
  g_autoptr (GTask) task = NULL;

  self->running = TRUE;
  stop_timer (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  job->thread = self->thread;
  job->store = g_object_ref (self->store);
  job->portal_url = g_strdup (self->portal_url);
  job->session = self->session != NULL ? g_object_ref (self->session) : NULL;
  job->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  task = g_task_new (self, self->cancellable, polled_cb, NULL);
  g_task_set_source_tag (task, ask);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, poll_job_free);
  hs_portal_thread_run (self->thread, task, poll_in_thread);
}

void
hs_follower_refresh_async (HsFollower *self, gboolean force, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 now_us = g_get_monotonic_time ();

  g_task_set_source_tag (task, hs_follower_refresh_async);
  if (self->thread == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The case book was closed");
      return;
    }
  if (!force && self->answered_us != 0 && now_us - self->answered_us < LOOK_SPACING_US)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->running)
    ask (self);
}

gboolean
hs_follower_refresh_finish (HsFollower *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Files: first the store, in any thread; only then the portal, which may be busy or away. */

typedef struct
{
  HsPortalThread *thread; /* (unowned) */
  HsStore *store;         /* (owned) */
  char *dossier_id;       /* (owned) */
  char *file_id;          /* (owned) */
  gboolean fetch;         /* from the portal */
} FileJob;

static FileJob *
file_job_new (HsFollower *self, const char *dossier_id, const char *file_id, gboolean fetch)
{
  FileJob *job = g_new0 (FileJob, 1);

  job->thread = self->thread;
  job->store = g_object_ref (self->store);
  job->dossier_id = g_strdup (dossier_id);
  job->file_id = g_strdup (file_id);
  job->fetch = fetch;
  return job;
}

static void
file_job_free (gpointer data)
{
  FileJob *job = data;

  g_object_unref (job->store);
  g_free (job->dossier_id);
  g_free (job->file_id);
  g_free (job);
}

static void
unref_bytes (gpointer data)
{
  if (data != NULL)
    g_bytes_unref (data);
}

static void
file_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FileJob *job = data;
  GError *error = NULL;
  GBytes *bytes = job->fetch ? hs_follow_fetch_file (job->thread, job->store, job->dossier_id,
                                                     job->file_id, cancellable, &error)
                             : hs_follow_read_file (job->store, job->dossier_id, job->file_id,
                                                    cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, unref_bytes);
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsFollower *self = HS_FOLLOWER (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GTask) task = NULL;
  FileJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (outer, error);
      return;
    }
  if (bytes != NULL)
    {
      g_task_return_pointer (outer, bytes, (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (self->thread == NULL)
    {
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CLOSED, "The case book was closed");
      return;
    }
  task = g_task_new (self, g_task_get_cancellable (outer), file_cb, g_object_ref (outer));
  g_task_set_source_tag (task, file_cb);
  g_task_set_task_data (task, file_job_new (self, job->dossier_id, job->file_id, TRUE),
                        file_job_free);
  hs_portal_thread_run (self->thread, task, file_in_thread);
}

void
hs_follower_get_file_async (HsFollower *self, const char *dossier_id, const char *file_id,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *outer = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) task = g_task_new (self, cancellable, file_cb, outer);

  g_task_set_source_tag (outer, hs_follower_get_file_async);
  g_task_set_source_tag (task, hs_follower_get_file_async);
  g_task_set_task_data (task, file_job_new (self, dossier_id, file_id, FALSE), file_job_free);
  g_task_run_in_thread (task, file_in_thread);
}

GBytes *
hs_follower_get_file_finish (HsFollower *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
