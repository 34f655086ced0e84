/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last second before the window closes: all drafts go to the disk, or the window stays. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-window-saving.h"

#include "app/hs-feedback.h"

static void flush_next (GTask *task);

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hs_dossier_flush_finish (HS_DOSSIER (source), result, &error))
    flush_next (task);
  else
    g_task_return_error (task, error);
}

/* One after the other: the last of the queue first. */
static void
flush_next (GTask *task)
{
  GPtrArray *dossiers = g_task_get_task_data (task);
  g_autoptr (HsDossier) dossier = NULL;

  if (dossiers->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  dossier = g_object_ref (g_ptr_array_index (dossiers, dossiers->len - 1));
  g_ptr_array_remove_index (dossiers, dossiers->len - 1);
  hs_dossier_flush_async (dossier, NULL, flushed_cb, g_object_ref (task));
}

void
hs_window_saving_run_async (HsAppContext *context, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (context, NULL, callback, user_data);
  HsCaseBook *book = hs_app_context_get_case_book (context);
  GPtrArray *dossiers = g_ptr_array_new_with_free_func (g_object_unref);

  g_task_set_source_tag (task, hs_window_saving_run_async);
  for (guint i = 0; book != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    g_ptr_array_add (dossiers, g_list_model_get_item (G_LIST_MODEL (book), i));
  g_task_set_task_data (task, dossiers, (GDestroyNotify) g_ptr_array_unref);
  flush_next (task);
}

gboolean
hs_window_saving_finish (GtkWindow *window, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return TRUE;
  hs_app_show_error (GTK_WIDGET (window), error);
  return FALSE;
}

const GError *
hs_window_saving_find_error (HsAppContext *context)
{
  HsCaseBook *book = hs_app_context_get_case_book (context);

  for (guint i = 0; book != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);

      if (hs_dossier_get_save_error (dossier) != NULL)
        return hs_dossier_get_save_error (dossier);
    }
  return NULL;
}
