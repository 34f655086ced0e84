/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox's clockwork in the main thread: whose turn it is, when it is tried again, who may send. The
 * sending itself is in hs-outbox-run.c, in a thread. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-outbox.h"

#include "base/hs-file.h"
#include "dossier/hs-dossier-private.h"
#include "dossier/hs-outbox-run.h"

/* How often it is looked whether the other process has ended. */
#define BUSY_WAIT_US (2 * G_USEC_PER_SEC)

typedef struct
{
  HsSending *sending; /* (owned) */
  gint64 due_us;      /* monotonic of GLib, 0: at once, -1: when somebody says so */
  gboolean held;      /* being taken back: not started */
  gboolean asked;     /* a person wants this one sent, whatever the others do */
  gboolean
    for_later; /* nobody has said yet that it is to be sent: it waits for hs_outbox_resume_one() */
} Entry;

struct _HsOutbox
{
  GObject parent_instance;
  HsStore *store;            /* (owned) */
  char *portal_url;          /* (owned) (nullable) */
  HsPortalThread *thread;    /* (owned) */
  GPtrArray *entries;        /* (owned) (element-type Entry) oldest first */
  gboolean active;           /* all are sent, not only those asked for */
  HsSending *running;        /* (unowned) (nullable) of an entry, or of the task */
  GCancellable *cancellable; /* (owned) (nullable) of what runs */
  GSource *timer;            /* (owned) (nullable) the next try */
  HsFileLock *lock;          /* (owned) (nullable) this process sends */
  guint revoking;            /* being taken back now: the lock stays */
};

G_DEFINE_FINAL_TYPE (HsOutbox, hs_outbox, G_TYPE_OBJECT)

static guint sent_signal;

static void pump (HsOutbox *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->sending);
  g_free (entry);
}

static void
stop_timer (HsOutbox *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
hs_outbox_dispose (GObject *object)
{
  HsOutbox *self = HS_OUTBOX (object);

  hs_outbox_shut_down (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (hs_outbox_parent_class)->dispose (object);
}

static void
hs_outbox_finalize (GObject *object)
{
  g_free (HS_OUTBOX (object)->portal_url);
  G_OBJECT_CLASS (hs_outbox_parent_class)->finalize (object);
}

static void
hs_outbox_class_init (HsOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_outbox_finalize;
  sent_signal = g_signal_new ("sent", HS_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, HS_TYPE_DOSSIER);
}

static void
hs_outbox_init (HsOutbox *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

HsOutbox *
hs_outbox_new (HsStore *store, const char *portal_url, HsSession *session)
{
  HsOutbox *self = g_object_new (HS_TYPE_OUTBOX, NULL);

  self->store = g_object_ref (store);
  self->portal_url = g_strdup (portal_url);
  self->thread = hs_portal_thread_new ("hoso-outbox", store, portal_url, session);
  return self;
}

static Entry *
find_entry (HsOutbox *self, HsDossier *dossier)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (hs_sending_get_dossier (entry->sending) == dossier)
        return entry;
    }
  return NULL;
}

HsSending *
hs_outbox_find (HsOutbox *self, HsDossier *dossier)
{
  Entry *entry = find_entry (self, dossier);

  return entry != NULL ? entry->sending : NULL;
}

HsSending *
hs_outbox_add (HsOutbox *self, HsDossier *dossier, HsJournal *journal)
{
  Entry *entry = find_entry (self, dossier);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->sending = hs_sending_new (dossier);
      g_ptr_array_add (self->entries, entry);
    }
  hs_sending_set_files (entry->sending, journal);
  hs_sending_update (entry->sending, journal->failed ? HS_SENDING_FAILED : HS_SENDING_WAITING,
                     journal->retry_at_us, journal->error);
  entry->for_later = !journal->asked;
  entry->due_us = journal->failed || entry->for_later ? -1 : 0;
  pump (self);
  return entry->sending;
}

/* What the thread tells. */

typedef struct
{
  HsOutbox *outbox;       /* (owned) */
  HsSending *sending;     /* (owned) */
  GMainContext *context;  /* (owned) of the outbox */
  HsPortalThread *thread; /* (unowned) lives as long as its jobs */
  HsStore *store;         /* (owned) */
  char *portal_url;       /* (owned) (nullable) */
  char *dossier_id;       /* (owned) */
  gboolean asked;         /* by a person */
  HsRunResult result;     /* (owned) error */
  HsProgress *progress;   /* (owned) (nullable) as the store has it at the end */
} SendJob;

typedef struct
{
  HsSending *sending; /* (owned) */
  gboolean is_phase;
  HsSendingPhase phase;
  guint file;
  guint64 confirmed; /* bytes */
} Word;

static void
send_job_free (gpointer data)
{
  SendJob *job = data;

  g_object_unref (job->outbox);
  g_object_unref (job->sending);
  g_main_context_unref (job->context);
  g_object_unref (job->store);
  g_free (job->portal_url);
  g_free (job->dossier_id);
  hs_run_result_clear (&job->result);
  hs_progress_free (job->progress);
  g_free (job);
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->sending);
  g_free (word);
}

static gboolean
word_cb (gpointer data)
{
  Word *word = data;

  if (word->is_phase)
    hs_sending_update (word->sending, word->phase, 0, NULL);
  else
    hs_sending_set_confirmed (word->sending, word->file, word->confirmed);
  return G_SOURCE_REMOVE;
}

/* Default priority: words arrive before the task's end, in the order said. */
static void
say (SendJob *job, Word word)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  word.sending = g_object_ref (job->sending);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, word_cb, g_memdup2 (&word, sizeof word), word_free);
  g_source_attach (source, job->context);
}

static void
say_phase (HsSendingPhase phase, gpointer data)
{
  say (data, (Word){ .is_phase = TRUE, .phase = phase });
}

static void
say_confirmed (guint file, guint64 bytes, gpointer data)
{
  say (data, (Word){ .file = file, .confirmed = bytes });
}

static void
send_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SendJob *job = data;
  const HsRunWatch watch = { say_phase, say_confirmed, job };
  g_autoptr (GError) error = NULL;

  hs_outbox_run (job->thread, job->store, job->portal_url, job->dossier_id, job->asked, &watch,
                 cancellable, &job->result);
  job->progress = hs_progress_read (job->store, job->dossier_id, &error);
  if (job->progress == NULL)
    g_warning ("Dossier %s: %s", job->dossier_id, error->message);
  g_task_return_boolean (task, TRUE);
}

static gboolean
may_send (HsOutbox *self, Entry *entry)
{
  return self->active || entry->asked;
}

/* What was being taken back when the program ended. */
static void
thaw (HsOutbox *self, Entry *entry, HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;

  if (hs_dossier_unfreeze (dossier, &error))
    {
      if (entry != NULL)
        g_ptr_array_remove (self->entries, entry);
      return;
    }
  if (entry == NULL)
    return;
  hs_sending_update (entry->sending, HS_SENDING_WAITING, 0, error);
  entry->due_us = g_get_monotonic_time () + BUSY_WAIT_US;
}

static void
send_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SendJob *job = g_task_get_task_data (G_TASK (result));
  HsOutbox *self = job->outbox;
  HsDossier *dossier = hs_sending_get_dossier (job->sending);
  Entry *entry = self->entries != NULL ? find_entry (self, dossier) : NULL;

  self->running = NULL;
  if (job->progress != NULL)
    hs_dossier_take_progress (dossier, g_steal_pointer (&job->progress));
  /* a word said by the thread comes before this: both are sources of one context and priority */
  hs_sending_update (job->sending, job->result.phase, job->result.retry_at_us, job->result.error);
  if (entry != NULL)
    entry->due_us = job->result.phase == HS_SENDING_WAITING && job->result.delay_us >= 0
                      ? g_get_monotonic_time () + job->result.delay_us
                      : -1;
  if (job->result.taken_back)
    thaw (self, entry, dossier);
  else if (job->result.phase == HS_SENDING_DONE)
    {
      if (entry != NULL)
        g_ptr_array_remove (self->entries, entry);
      g_signal_emit (self, sent_signal, 0, dossier);
    }
  /* cancelled by taking another one back, or by a pause that was ended already */
  else if (entry != NULL && job->result.error == NULL && may_send (self, entry))
    entry->due_us = 0;
  /* a person asked for it meanwhile: this answer is to another question */
  else if (entry != NULL && entry->asked && !job->asked)
    entry->due_us = 0;
  if (self->entries != NULL)
    pump (self);
}

static void
start (HsOutbox *self, Entry *entry)
{
  g_autoptr (GTask) task = NULL;
  SendJob *job = g_new0 (SendJob, 1);

  job->outbox = g_object_ref (self);
  job->sending = g_object_ref (entry->sending);
  job->context = g_main_context_ref_thread_default ();
  job->thread = self->thread;
  job->store = g_object_ref (self->store);
  job->portal_url = g_strdup (self->portal_url);
  job->dossier_id = g_strdup (hs_dossier_get_id (hs_sending_get_dossier (entry->sending)));
  job->asked = entry->asked;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->running = entry->sending;
  /* why it waited before is over; what it says from now on is of this run */
  hs_sending_update (entry->sending, HS_SENDING_WAITING, 0, NULL);
  task = g_task_new (NULL, self->cancellable, send_done_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, send_job_free);
  hs_portal_thread_run (self->thread, task, send_in_thread);
}

/* Whose turn it is. */

static gboolean
timer_cb (gpointer data)
{
  HsOutbox *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
start_timer (HsOutbox *self, gint64 at_us)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  gint64 wait_us = MAX (at_us - g_get_monotonic_time (), 0);

  stop_timer (self);
  self->timer = g_timeout_source_new (MIN (wait_us / 1000 + 1, G_MAXINT));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);
}

/* The other process sends; what is due here waits, and says so. */
static void
wait_for_other (HsOutbox *self, const GError *why)
{
  g_autoptr (GError) error = NULL;
  gint64 now_us = g_get_monotonic_time ();

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_BUSY))
    error = g_error_new_literal (HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY,
                                 "Another window or process of this profile is sending");
  else
    error = g_error_copy (why);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->held || !may_send (self, entry) || entry->due_us < 0 || entry->due_us > now_us)
        continue;
      hs_sending_update (entry->sending, HS_SENDING_WAITING, 0, error);
      entry->due_us = now_us + BUSY_WAIT_US;
    }
}

static gboolean
take_lock (HsOutbox *self, GError **error)
{
  g_autofree char *path = NULL;

  if (self->lock != NULL)
    return TRUE;
  path = hs_world_data_path (hs_store_get_world (self->store), "outbox.lock");
  self->lock = hs_file_lock_take (path, error);
  return self->lock != NULL;
}

static Entry *
next_due (HsOutbox *self, gint64 *earliest_us)
{
  gint64 now_us = g_get_monotonic_time ();

  *earliest_us = G_MAXINT64;
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->held || !may_send (self, entry) || entry->due_us < 0)
        continue;
      if (entry->due_us <= now_us)
        return entry;
      *earliest_us = MIN (*earliest_us, entry->due_us);
    }
  return NULL;
}

static void
pump (HsOutbox *self)
{
  g_autoptr (GError) error = NULL;
  gint64 earliest_us = G_MAXINT64;
  Entry *entry;

  if (self->running != NULL)
    return;
  stop_timer (self);
  entry = next_due (self, &earliest_us);
  if (entry != NULL && !take_lock (self, &error))
    {
      wait_for_other (self, error);
      entry = next_due (self, &earliest_us);
    }
  if (entry != NULL)
    {
      start (self, entry);
      return;
    }
  if (self->revoking == 0)
    g_clear_pointer (&self->lock, hs_file_lock_release);
  if (earliest_us != G_MAXINT64)
    start_timer (self, earliest_us);
}

void
hs_outbox_resume (HsOutbox *self)
{
  self->active = TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      /* a person has to look at that one first, or to say that it is to be sent */
      if (!entry->for_later && hs_sending_get_phase (entry->sending) != HS_SENDING_FAILED)
        entry->due_us = 0;
    }
  pump (self);
}

void
hs_outbox_resume_one (HsOutbox *self, HsDossier *dossier)
{
  Entry *entry = find_entry (self, dossier);

  if (entry == NULL)
    return;
  entry->asked = TRUE;
  entry->for_later = FALSE;
  entry->due_us = 0;
  /* how it ended before is over, also while another one is on its way */
  if (self->running != entry->sending)
    hs_sending_update (entry->sending, HS_SENDING_WAITING, 0, NULL);
  pump (self);
}

void
hs_outbox_pause (HsOutbox *self)
{
  self->active = FALSE;
  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    ((Entry *) self->entries->pdata[i])->asked = FALSE;
  stop_timer (self);
  if (self->running != NULL)
    g_cancellable_cancel (self->cancellable);
}

void
hs_outbox_shut_down (HsOutbox *self)
{
  hs_outbox_pause (self);
  g_clear_pointer (&self->thread, hs_portal_thread_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->lock, hs_file_lock_release);
}

void
hs_outbox_signed_in (HsOutbox *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      const GError *why = hs_sending_get_error (entry->sending);

      if (g_error_matches (why, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN) ||
          g_error_matches (why, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT))
        entry->due_us = 0;
    }
  pump (self);
}

/* Taking one back. */

typedef struct
{
  HsPortalThread *thread; /* (unowned) */
  HsStore *store;         /* (owned) */
  char *dossier_id;       /* (owned) */
  HsDossier *dossier;     /* (owned) */
  gboolean asked;         /* to be sent, before it was to be taken back */
  gboolean stopped;       /* it was on its way */
  gboolean revoking;      /* result of a failure: it is still being taken back */
} RevokeJob;

static void
revoke_job_free (gpointer data)
{
  RevokeJob *job = data;

  g_object_unref (job->store);
  g_object_unref (job->dossier);
  g_free (job->dossier_id);
  g_free (job);
}

static void
revoke_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RevokeJob *job = data;
  g_autoptr (HsJournal) journal = NULL;
  GError *error = NULL;

  if (hs_outbox_revoke (job->thread, job->store, job->dossier_id, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  journal = hs_journal_load (job->store, job->dossier_id, NULL);
  job->revoking = journal != NULL && journal->revoking;
  g_task_return_error (task, error);
}

static void
revoke_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HsOutbox *self = HS_OUTBOX (source);
  g_autoptr (GTask) outer = data;
  RevokeJob *job = g_task_get_task_data (G_TASK (result));
  Entry *entry = self->entries != NULL ? find_entry (self, job->dossier) : NULL;
  GError *error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error) &&
                  hs_dossier_unfreeze (job->dossier, &error);

  self->revoking--;
  if (entry != NULL && good)
    g_ptr_array_remove (self->entries, entry);
  else if (entry != NULL)
    {
      entry->held = FALSE;
      entry->asked = job->asked && !job->revoking;
      if (job->stopped)
        entry->due_us = 0;
    }
  if (good)
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
  if (self->entries != NULL)
    pump (self);
}

void
hs_outbox_revoke_async (HsOutbox *self, HsDossier *dossier, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) outer = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Entry *entry = find_entry (self, dossier);
  GError *error = NULL;
  RevokeJob *job;

  g_task_set_source_tag (outer, hs_outbox_revoke_async);
  if (entry == NULL || entry->held)
    {
      g_task_return_new_error (outer, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                               "Dossier %s is not in the outbox", hs_dossier_get_id (dossier));
      return;
    }
  if (!take_lock (self, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
        g_task_return_new_error (outer, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY,
                                 "Another window or process of this profile is sending");
      else
        g_task_return_error (outer, g_error_copy (error));
      g_clear_error (&error);
      return;
    }
  entry->held = TRUE;
  self->revoking++;
  /* the thread does one thing after the other: what runs of it ends first */
  if (self->running == entry->sending)
    g_cancellable_cancel (self->cancellable);
  job = g_new0 (RevokeJob, 1);
  job->thread = self->thread;
  job->store = g_object_ref (self->store);
  job->dossier = g_object_ref (dossier);
  job->dossier_id = g_strdup (hs_dossier_get_id (dossier));
  job->asked = entry->asked;
  job->stopped = self->running == entry->sending;
  entry->asked = FALSE;
  task = g_task_new (self, cancellable, revoke_done_cb, g_steal_pointer (&outer));
  g_task_set_source_tag (task, hs_outbox_revoke_async);
  g_task_set_task_data (task, job, revoke_job_free);
  hs_portal_thread_run (self->thread, task, revoke_in_thread);
}

gboolean
hs_outbox_revoke_finish (HsOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
