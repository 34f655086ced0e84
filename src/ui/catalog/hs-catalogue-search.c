/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search in a thread, from a snapshot of what was asked. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalogue-search.h"

typedef struct
{
  char *text;       /* (owned) */
  char *field;      /* (owned) (nullable), as all below */
  char *level;      /* (owned) */
  char *online;     /* (owned) */
  char *audience;   /* (owned) */
  char *life_event; /* (owned) */
  guint limit;
} SearchJob;

static void
search_job_free (gpointer data)
{
  SearchJob *job = data;

  g_free (job->text);
  g_free (job->field);
  g_free (job->level);
  g_free (job->online);
  g_free (job->audience);
  g_free (job->life_event);
  g_free (job);
}

static void
search_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SearchJob *job = data;
  HsCatalogueFilter filter = { job->field, job->level, job->online, job->audience,
                               job->life_event };
  GError *error = NULL;
  GListModel *results;

  if (g_task_return_error_if_cancelled (task)) /* another letter was typed meanwhile */
    return;
  results = hs_catalogue_search (HS_CATALOGUE (source), job->text, &filter, job->limit, &error);
  if (results != NULL)
    g_task_return_pointer (task, results, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
hs_catalogue_search_async (HsCatalogue *catalogue, const char *text,
                           const HsCatalogueFilter *filter, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (catalogue, cancellable, callback, user_data);
  SearchJob *job = g_new0 (SearchJob, 1);

  job->text = g_strdup (text);
  job->field = g_strdup (filter->field);
  job->level = g_strdup (filter->level);
  job->online = g_strdup (filter->online);
  job->audience = g_strdup (filter->audience);
  job->life_event = g_strdup (filter->life_event);
  job->limit = limit;
  g_task_set_source_tag (task, hs_catalogue_search_async);
  g_task_set_task_data (task, job, search_job_free);
  g_task_run_in_thread (task, search_in_thread);
}

GListModel *
hs_catalogue_search_finish (HsCatalogue *catalogue, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, catalogue), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
