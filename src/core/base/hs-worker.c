/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread, one queue: jobs of a device, document or outbox run in the order they were given. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-worker.h"

typedef struct
{
  GTask *task; /* (owned) (nullable) NULL: the thread is to end */
  GTaskThreadFunc func;
} Job;

struct _HsWorker
{
  GObject parent_instance;
  GThread *thread;    /* (owned) (nullable) NULL after shut-down */
  GAsyncQueue *queue; /* (owned) (element-type Job) shared with the thread */
  GMutex lock;        /* guards thread against a run while shutting down */
};

G_DEFINE_FINAL_TYPE (HsWorker, hs_worker, G_TYPE_OBJECT)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->task);
  g_free (job);
}

static gpointer
run_jobs_in_thread (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;
  gboolean more = TRUE;

  while (more)
    {
      Job *job = g_async_queue_pop (queue);

      more = job->task != NULL;
      if (more && !g_task_return_error_if_cancelled (job->task))
        job->func (job->task, g_task_get_source_object (job->task),
                   g_task_get_task_data (job->task), g_task_get_cancellable (job->task));
      job_free (job);
    }
  return NULL;
}

static void
push (HsWorker *self, GTask *task, GTaskThreadFunc func)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->func = func;
  g_async_queue_push (self->queue, job);
}

static void
hs_worker_dispose (GObject *object)
{
  hs_worker_shut_down (HS_WORKER (object));
  G_OBJECT_CLASS (hs_worker_parent_class)->dispose (object);
}

static void
hs_worker_finalize (GObject *object)
{
  HsWorker *self = HS_WORKER (object);

  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hs_worker_parent_class)->finalize (object);
}

static void
hs_worker_class_init (HsWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_worker_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_worker_finalize;
}

static void
hs_worker_init (HsWorker *self)
{
  g_mutex_init (&self->lock);
  self->queue = g_async_queue_new_full (job_free);
}

HsWorker *
hs_worker_new (const char *name)
{
  HsWorker *self = g_object_new (HS_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, run_jobs_in_thread, g_async_queue_ref (self->queue));
  return self;
}

void
hs_worker_run (HsWorker *self, GTask *task, GTaskThreadFunc func)
{
  gboolean open;

  g_return_if_fail (HS_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);
  g_mutex_lock (&self->lock);
  open = self->thread != NULL;
  if (open)
    push (self, g_object_ref (task), func);
  g_mutex_unlock (&self->lock);
  if (!open)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The worker was shut down");
}

void
hs_worker_shut_down (HsWorker *self)
{
  GThread *thread;

  g_return_if_fail (HS_IS_WORKER (self));
  g_mutex_lock (&self->lock);
  thread = g_steal_pointer (&self->thread);
  if (thread != NULL)
    push (self, NULL, NULL);
  g_mutex_unlock (&self->lock);
  /* The last reference may go with a job: then the thread ends by itself after it. */
  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else if (thread != NULL)
    g_thread_join (thread);
}
