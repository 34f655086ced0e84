/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in as a task: the work is done in a thread of its own, what the person must see is delivered in the
 * caller's main context. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-session-private.h"

typedef struct
{
  GMainContext *context;     /* (owned) of the caller */
  HsOpenUriFunc open;        /* (nullable) browser */
  HsShowDeviceCodeFunc show; /* (nullable) device */
  gpointer data;
} SignInJob;

typedef struct
{
  HsOpenUriFunc open;
  HsShowDeviceCodeFunc show;
  gpointer data;
  char *uri, *uri_complete, *user_code; /* (owned) (nullable) */
  guint expires_in;                     /* seconds */
} Message;

static void
sign_in_job_free (SignInJob *job)
{
  g_main_context_unref (job->context);
  g_free (job);
}

static void
message_free (Message *message)
{
  g_free (message->uri);
  g_free (message->uri_complete);
  g_free (message->user_code);
  g_free (message);
}

static gboolean
deliver_cb (gpointer data)
{
  Message *message = data;
  HsDeviceCode code = { .user_code = message->user_code,
                        .verification_uri = message->uri,
                        .verification_uri_complete = message->uri_complete,
                        .expires_in = message->expires_in };

  if (message->open != NULL)
    message->open (message->uri, message->data);
  else
    message->show (&code, message->data);
  return G_SOURCE_REMOVE;
}

static void
post_uri (const char *uri, gpointer data)
{
  SignInJob *job = data;
  Message *message = g_new0 (Message, 1);

  message->open = job->open;
  message->data = job->data;
  message->uri = g_strdup (uri);
  hs_session_run_in_context (job->context, deliver_cb, message, (GDestroyNotify) message_free);
}

static void
post_code (const HsDeviceCode *code, gpointer data)
{
  SignInJob *job = data;
  Message *message = g_new0 (Message, 1);

  message->show = job->show;
  message->data = job->data;
  message->uri = g_strdup (code->verification_uri);
  message->uri_complete = g_strdup (code->verification_uri_complete);
  message->user_code = g_strdup (code->user_code);
  message->expires_in = code->expires_in;
  hs_session_run_in_context (job->context, deliver_cb, message, (GDestroyNotify) message_free);
}

static HsTokens *
obtain_tokens (HsSession *self, SignInJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (HsIssuer) issuer = hs_session_find_issuer (self, cancellable, error);
  const HsSessionTuning *tuning = hs_session_get_tuning (self);
  HsTokens *tokens;

  if (issuer == NULL)
    return NULL;
  if (job->open != NULL)
    tokens = hs_sign_in_with_browser (hs_session_get_world (self), issuer, tuning, post_uri, job,
                                      cancellable, error);
  else
    tokens = hs_sign_in_with_device (hs_session_get_world (self), issuer, tuning, post_code, job,
                                     cancellable, error);
  if (tokens != NULL)
    hs_oidc_complete_name (tokens, issuer, hs_session_get_world (self), &tuning->limits,
                           cancellable);
  return tokens;
}

static void
sign_in_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HsSession *self = source;
  GError *error = NULL;
  g_autoptr (HsTokens) tokens = obtain_tokens (self, task_data, cancellable, &error);

  hs_session_end_sign_in (self, tokens);
  if (tokens != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start_sign_in (HsSession *self, GTask *task, HsOpenUriFunc open, HsShowDeviceCodeFunc show,
               gpointer data)
{
  SignInJob *job = g_new0 (SignInJob, 1);

  job->context = g_main_context_ref (g_task_get_context (task) != NULL ? g_task_get_context (task)
                                                                       : g_main_context_default ());
  job->open = open;
  job->show = show;
  job->data = data;
  g_task_set_task_data (task, job, (GDestroyNotify) sign_in_job_free);
  /* What was obtained is kept even if the caller gave up at the very end. */
  g_task_set_check_cancellable (task, FALSE);
  if (!hs_session_begin_sign_in (self))
    g_task_return_new_error (task, HS_PORTAL_ERROR, HS_PORTAL_ERROR_BUSY,
                             "A sign-in is under way already");
  else
    g_task_run_in_thread (task, sign_in_in_thread);
}

void
hs_session_sign_in_async (HsSession *self, HsOpenUriFunc open_uri, gpointer open_data,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (HS_IS_SESSION (self) && open_uri != NULL);
  g_task_set_source_tag (task, hs_session_sign_in_async);
  start_sign_in (self, task, open_uri, NULL, open_data);
}

gboolean
hs_session_sign_in_finish (HsSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
hs_session_sign_in_device_async (HsSession *self, HsShowDeviceCodeFunc show, gpointer show_data,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (HS_IS_SESSION (self) && show != NULL);
  g_task_set_source_tag (task, hs_session_sign_in_device_async);
  start_sign_in (self, task, NULL, show, show_data);
}

gboolean
hs_session_sign_in_device_finish (HsSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
