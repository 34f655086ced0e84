/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a chosen file ready for the portal. A helper of its own reads it, and encodes it where that
 * is needed; here only the answer is checked. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-prepare.h"

#include "document/hs-render-channel.h"
#include "document/hs-render-client.h"

#include <string.h>
#include <unistd.h>

#define PREPARE_TIMEOUT_US (60 * G_USEC_PER_SEC)
#define PREPARE_PAGE_TIMEOUT_US (2 * G_USEC_PER_SEC)

typedef struct
{
  HsWorld *world;    /* (owned) */
  GBytes *bytes;     /* (owned) */
  char *password;    /* (owned) (nullable) */
  guint64 max_bytes; /* bytes; 0 = no limit */
} PrepareJob;

void
hs_prepared_free (HsPrepared *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->media_type);
  g_free (self);
}

static void
prepare_job_free (gpointer data)
{
  PrepareJob *job = data;

  hs_world_unref (job->world);
  g_bytes_unref (job->bytes);
  if (job->password != NULL)
    explicit_bzero (job->password, strlen (job->password));
  g_free (job->password);
  g_free (job);
}

/* The helper's PDF must at least look like one: it goes to the portal as the citizen's paper. */
static gboolean
check_pdf (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize tail = MIN (length, 32);

  if (length > 64 && memcmp (data, "%PDF-1.", 7) == 0 &&
      memmem (data + length - tail, tail, "%%EOF", 5) != NULL)
    return TRUE;
  g_set_error_literal (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER,
                       "The render helper's answer is not valid: not a PDF");
  return FALSE;
}

static HsPrepared *
prepared_new (GBytes *bytes, const HsRenderMessage *reply)
{
  HsPrepared *self = g_new0 (HsPrepared, 1);

  self->bytes = g_bytes_ref (bytes);
  self->media_type = g_strdup (hs_media_type_get_name (HS_MEDIA_TYPE_PDF));
  self->n_pages = (guint) reply->args[1];
  self->warnings = (HsDocumentWarnings) reply->args[2];
  self->changed = reply->args[3] != 0;
  return self;
}

static HsPrepared *
ask_prepare (HsRenderClient *client, HsWorld *world, GBytes *bytes, guint64 max_bytes,
             HsMediaType type, guint n_pages, GCancellable *cancellable, GError **error)
{
  HsRenderMessage request = { .kind = HS_RENDER_PREPARE,
                              .args = { max_bytes,
                                        (guint64) (hs_world_now_us (world) / G_USEC_PER_SEC) } };
  HsRenderMessage reply;
  g_autoptr (GBytes) made = NULL;
  g_autoptr (GError) wrong = NULL;
  HsPrepared *prepared = NULL;
  gsize expected;
  int fd;

  if (!hs_render_client_call (client, &request, -1, &reply, &fd,
                              PREPARE_TIMEOUT_US + n_pages * PREPARE_PAGE_TIMEOUT_US, cancellable,
                              error))
    return NULL;
  if (hs_render_check_prepare (&reply, n_pages, max_bytes, &expected, &wrong))
    {
      if (expected == 0 && type == HS_MEDIA_TYPE_PDF &&
          (max_bytes == 0 || g_bytes_get_size (bytes) <= max_bytes))
        prepared = prepared_new (bytes, &reply);
      else if ((made = hs_sealed_memfd_map (fd, expected, &wrong)) != NULL &&
               check_pdf (made, &wrong))
        prepared = prepared_new (made, &reply);
    }
  if (fd >= 0)
    close (fd);
  if (prepared == NULL)
    g_propagate_error (error, g_steal_pointer (&wrong));
  return prepared;
}

HsPrepared *
hs_prepare (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
            GCancellable *cancellable, GError **error)
{
  g_autofree char *helper = NULL;
  g_autoptr (HsRenderClient) client = NULL;
  g_autoptr (GBytes) sizes = NULL;
  HsDocumentWarnings warnings;
  HsMediaType type;
  guint n_pages;

  g_return_val_if_fail (world != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);
  if (!hs_render_check_input (bytes, password, &type, error))
    return NULL;
  helper = hs_render_client_helper (world);
  client = hs_render_client_new (helper, HS_RENDER_SANDBOX_ANY, cancellable, error);
  if (client == NULL || !hs_render_client_open (client, bytes, password, &sizes, &type, &n_pages,
                                                &warnings, cancellable, error))
    return NULL;
  return ask_prepare (client, world, bytes, max_bytes, type, n_pages, cancellable, error);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PrepareJob *job = data;
  GError *error = NULL;
  HsPrepared *prepared =
    hs_prepare (job->world, job->bytes, job->max_bytes, job->password, cancellable, &error);

  if (prepared != NULL)
    g_task_return_pointer (task, prepared, (GDestroyNotify) hs_prepared_free);
  else
    g_task_return_error (task, error);
}

void
hs_prepare_async (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  PrepareJob *job;

  g_return_if_fail (world != NULL);
  g_return_if_fail (bytes != NULL);
  task = g_task_new (NULL, cancellable, callback, user_data);
  job = g_new0 (PrepareJob, 1);
  job->world = hs_world_ref (world);
  job->bytes = g_bytes_ref (bytes);
  job->password = g_strdup (password);
  job->max_bytes = max_bytes;
  g_task_set_source_tag (task, hs_prepare_async);
  g_task_set_task_data (task, job, prepare_job_free);
  g_task_run_in_thread (task, prepare_in_thread);
}

HsPrepared *
hs_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
