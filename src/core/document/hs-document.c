/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A foreign document: facts that were read when it was opened, and questions to the hoso-render
 * process that holds it. The questions are asked in one thread of the document's own, which also
 * started the process and with which the process would die. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-document.h"

#include "base/hs-worker.h"
#include "document/hs-document-private.h"
#include "document/hs-render-channel.h"
#include "document/hs-render-client.h"

#include <string.h>
#include <unistd.h>

#define ANSWER_TIMEOUT_US (30 * G_USEC_PER_SEC)

struct _HsDocument
{
  GObject parent_instance;
  HsWorker *worker;            /* (owned) the only thread that uses client after opening */
  HsRenderClient *client;      /* (owned) (nullable) NULL until opened */
  GBytes *sizes;               /* (owned) (nullable) n_pages of HsPageSize */
  HsMediaType type;            /* by content */
  guint n_pages;               /* 1..HS_RENDER_MAX_PAGES */
  HsDocumentWarnings warnings; /* found when it was opened */
};

G_DEFINE_FINAL_TYPE (HsDocument, hs_document, G_TYPE_OBJECT)

/* What a thread needs of an open: nothing of the caller's. */
typedef struct
{
  HsDocument *document; /* (owned) (nullable) handed over on success */
  GBytes *bytes;        /* (owned) */
  char *helper;         /* (owned) path of hoso-render */
  char *password;       /* (owned) (nullable) */
} OpenJob;

typedef struct
{
  guint page;
  guint width; /* pixels; 0 for text */
} PageJob;

void
hs_pixels_free (HsPixels *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_clear_object (&job->document);
  g_bytes_unref (job->bytes);
  g_free (job->helper);
  if (job->password != NULL)
    explicit_bzero (job->password, strlen (job->password));
  g_free (job->password);
  g_free (job);
}

static void
hs_document_finalize (GObject *object)
{
  HsDocument *self = HS_DOCUMENT (object);

  /* No job is left: each holds a reference. */
  g_clear_pointer (&self->client, hs_render_client_free);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->sizes, g_bytes_unref);
  G_OBJECT_CLASS (hs_document_parent_class)->finalize (object);
}

static void
hs_document_class_init (HsDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_document_finalize;
}

static void
hs_document_init (HsDocument *self)
{
  self->worker = hs_worker_new ("hs-document");
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenJob *job = data;
  HsDocument *self = job->document;
  GError *error = NULL;

  self->client = hs_render_client_new (job->helper, HS_RENDER_SANDBOX_ANY, cancellable, &error);
  if (self->client != NULL &&
      hs_render_client_open (self->client, job->bytes, job->password, &self->sizes, &self->type,
                             &self->n_pages, &self->warnings, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->document), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
hs_document_open_async (HsWorld *world, GBytes *bytes, const char *password,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  HsMediaType type;
  GError *error = NULL;
  OpenJob *job;

  g_return_if_fail (world != NULL);
  g_return_if_fail (bytes != NULL);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hs_document_open_async);
  if (!hs_render_check_input (bytes, password, &type, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job = g_new0 (OpenJob, 1);
  job->document = g_object_new (HS_TYPE_DOCUMENT, NULL);
  job->bytes = g_bytes_ref (bytes);
  job->helper = hs_render_client_helper (world);
  job->password = g_strdup (password);
  g_task_set_task_data (task, job, open_job_free);
  hs_worker_run (job->document->worker, task, open_in_thread);
}

HsDocument *
hs_document_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

HsDocument *
hs_document_open (HsWorld *world, GBytes *bytes, const char *password, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  hs_document_open_async (world, bytes, password, cancellable, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return hs_document_open_finish (result, error);
}

const char *
hs_document_get_media_type (HsDocument *self)
{
  g_return_val_if_fail (HS_IS_DOCUMENT (self), NULL);
  return hs_media_type_get_name (self->type);
}

guint
hs_document_get_n_pages (HsDocument *self)
{
  g_return_val_if_fail (HS_IS_DOCUMENT (self), 0);
  return self->n_pages;
}

const HsPageSize *
hs_document_get_page_size (HsDocument *self, guint page)
{
  g_return_val_if_fail (HS_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (page < self->n_pages, NULL);
  return (const HsPageSize *) g_bytes_get_data (self->sizes, NULL) + page;
}

HsDocumentWarnings
hs_document_get_warnings (HsDocument *self)
{
  g_return_val_if_fail (HS_IS_DOCUMENT (self), HS_DOCUMENT_WARNING_NONE);
  return self->warnings;
}

pid_t
hs_document_get_helper_pid (HsDocument *self)
{
  g_return_val_if_fail (HS_IS_DOCUMENT (self), 0);
  return hs_render_client_get_pid (self->client);
}

static void
run_page_job (HsDocument *self, guint page, guint width, gpointer tag, GTaskThreadFunc func,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PageJob *job = g_new (PageJob, 1);

  job->page = page;
  job->width = width;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, g_free);
  hs_worker_run (self->worker, task, func);
}

/* The checked bytes of an answer; an answer that is not valid ends the helper. */
static GBytes *
take_bulk (HsDocument *self, gboolean valid, int fd, gsize expected, GError **wrong, GError **error)
{
  GBytes *bytes = valid ? hs_sealed_memfd_map (fd, expected, wrong) : NULL;

  if (bytes == NULL)
    {
      hs_render_client_distrust (self->client, *wrong);
      g_propagate_error (error, g_steal_pointer (wrong));
    }
  return bytes;
}

static HsPixels *
render (HsDocument *self, const PageJob *job, GCancellable *cancellable, GError **error)
{
  HsRenderMessage request = { .kind = HS_RENDER_RENDER, .args = { job->page, job->width } };
  HsRenderMessage reply;
  g_autoptr (GError) wrong = NULL;
  const HsPageSize *size = hs_document_get_page_size (self, job->page);
  HsPixels *pixels;
  GBytes *bytes;
  gsize expected = 0;
  gboolean valid;
  int fd;

  if (!hs_render_client_call (self->client, &request, -1, &reply, &fd, ANSWER_TIMEOUT_US,
                              cancellable, error))
    return NULL;
  valid = hs_render_check_render (&reply, size, job->width, &expected, &wrong);
  bytes = take_bulk (self, valid, fd, expected, &wrong, error);
  if (fd >= 0)
    close (fd);
  if (bytes == NULL)
    return NULL;
  pixels = g_new0 (HsPixels, 1);
  pixels->bytes = bytes;
  pixels->width = (int) reply.args[0];
  pixels->height = (int) reply.args[1];
  pixels->stride = (gsize) reply.args[2];
  return pixels;
}

static void
render_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  HsPixels *pixels = render (source, data, cancellable, &error);

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) hs_pixels_free);
  else
    g_task_return_error (task, error);
}

void
hs_document_render_async (HsDocument *self, guint page, guint width, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (HS_IS_DOCUMENT (self));
  g_return_if_fail (page < self->n_pages);
  g_return_if_fail (width > 0 && width <= HS_RENDER_MAX_WIDTH);
  run_page_job (self, page, width, hs_document_render_async, render_in_thread, cancellable,
                callback, user_data);
}

HsPixels *
hs_document_render_finish (HsDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
ask_text (HsDocument *self, guint page, GCancellable *cancellable, GError **error)
{
  HsRenderMessage request = { .kind = HS_RENDER_TEXT, .args = { page } };
  HsRenderMessage reply;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  gboolean valid;
  int fd;

  if (!hs_render_client_call (self->client, &request, -1, &reply, &fd, ANSWER_TIMEOUT_US,
                              cancellable, error))
    return NULL;
  valid = hs_render_check_text (&reply, &length, &wrong);
  if (!valid || length > 0)
    bytes = take_bulk (self, valid, fd, length, &wrong, error);
  if (fd >= 0)
    close (fd);
  if (valid && length == 0)
    return g_strdup ("");
  return bytes != NULL ? g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) length) : NULL;
}

static void
text_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PageJob *job = data;
  GError *error = NULL;
  char *text = ask_text (source, job->page, cancellable, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

void
hs_document_get_text_async (HsDocument *self, guint page, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (HS_IS_DOCUMENT (self));
  g_return_if_fail (page < self->n_pages);
  run_page_job (self, page, 0, hs_document_get_text_async, text_in_thread, cancellable, callback,
                user_data);
}

char *
hs_document_get_text_finish (HsDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
