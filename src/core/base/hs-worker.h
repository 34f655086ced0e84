/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HS_TYPE_WORKER (hs_worker_get_type ())
G_DECLARE_FINAL_TYPE (HsWorker, hs_worker, HS, WORKER, GObject)

/* One thread that runs jobs in the order given: one per device, document or outbox. */
HsWorker *hs_worker_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Runs func in the worker's thread, as g_task_run_in_thread() would; consumes nothing, the task
 * returns to the main context it was made in. A cancelled task that did not start yet returns
 * G_IO_ERROR_CANCELLED without running. */
void hs_worker_run (HsWorker *self, GTask *task, GTaskThreadFunc func);
/* Lets what is queued finish, then joins the thread. Called by dispose. Further runs fail the task. */
void hs_worker_shut_down (HsWorker *self);

G_END_DECLS
