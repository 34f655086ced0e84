/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread and the portal client that lives in it: made there at the first job, let go there at the
 * end. Outbox and follower have one each, so that looking at a status does not wait for an upload. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-portal-thread.h"

#include "base/hs-text.h"
#include "base/hs-worker.h"
#include "dossier/hs-dossier.h"
#include "portal/hs-receipt.h"

#define KIND "portal"

struct _HsPortalThread
{
  HsWorker *worker;   /* (owned) */
  HsStore *store;     /* (owned) */
  char *url;          /* (owned) (nullable) */
  HsSession *session; /* (owned) (nullable) */
  HsPortal *portal;   /* (owned) (nullable) of the thread alone */
  guint64 limit;      /* of the thread alone: what the store has, bytes */
};

HsPortalThread *
hs_portal_thread_new (const char *name, HsStore *store, const char *url, HsSession *session)
{
  HsPortalThread *self = g_new0 (HsPortalThread, 1);

  self->worker = hs_worker_new (name);
  self->store = g_object_ref (store);
  self->url = g_strdup (url);
  self->session = session != NULL ? g_object_ref (session) : NULL;
  return self;
}

static void
drop_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HsPortalThread *self = data;

  g_clear_object (&self->portal);
  g_task_return_boolean (task, TRUE);
}

void
hs_portal_thread_free (HsPortalThread *self)
{
  g_autoptr (GTask) task = NULL;

  if (self == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, hs_portal_thread_free);
  g_task_set_task_data (task, self, NULL);
  hs_worker_run (self->worker, task, drop_in_thread);
  hs_worker_shut_down (self->worker);
  g_object_unref (self->worker);
  g_object_unref (self->store);
  g_free (self->url);
  g_clear_object (&self->session);
  g_free (self);
}

void
hs_portal_thread_run (HsPortalThread *self, GTask *task, GTaskThreadFunc func)
{
  hs_worker_run (self->worker, task, func);
}

HsPortal *
hs_portal_thread_get (HsPortalThread *self, GError **error)
{
  if (self->portal != NULL)
    return self->portal;
  if (self->url == NULL)
    {
      g_set_error_literal (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE, "No portal was chosen");
      return NULL;
    }
  self->portal = hs_portal_new (hs_store_get_world (self->store), self->url, self->session, error);
  return self->portal;
}

char *
hs_portal_thread_find_account (HsPortalThread *self, GCancellable *cancellable, GError **error)
{
  HsPortal *portal = hs_portal_thread_get (self, error);
  g_autofree char *token = NULL;
  g_autoptr (JsonNode) me = NULL;
  char *account;

  if (portal == NULL)
    return NULL;
  if (self->session == NULL)
    {
      g_set_error_literal (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN, "Nobody is signed in");
      return NULL;
    }
  /* a sign-in that was kept may be over, or be known by its refresh token alone */
  token = hs_session_get_token (self->session, NULL, cancellable, error);
  if (token == NULL)
    return NULL;
  account = hs_session_dup_subject (self->session);
  if (account != NULL)
    return account;
  me = hs_portal_get_me (portal, cancellable, error);
  if (me == NULL)
    return NULL;
  account = g_strdup (hs_json_string (json_node_get_object (me), "sub", NULL));
  if (account == NULL)
    g_set_error_literal (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                         "The portal does not say who is signed in");
  return account;
}

/* The id of the record says nothing of where a person sends to. */
static char *
record_id (const char *url)
{
  return hs_sha256_hex (url, strlen (url));
}

static void
keep_limit (HsPortalThread *self, guint64 limit)
{
  g_autofree char *id = record_id (self->url);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "maxFileBytes", limit);
  json_node_take_object (node, object);
  /* only a default for later; the portal says it again */
  if (hs_store_put (self->store, KIND, id, "profile", 0, node, &error))
    self->limit = limit;
  else
    g_warning ("The portal's limits are not kept: %s", error->message);
}

static void
note_limit (HsPortalThread *self, const HsPortalInfo *info)
{
  if (self->limit == 0)
    self->limit = hs_portal_thread_read_limit (self->store, self->url);
  if (info->max_file_bytes != self->limit && info->max_file_bytes > 0)
    keep_limit (self, info->max_file_bytes);
}

const HsPortalInfo *
hs_portal_thread_discover (HsPortalThread *self, GCancellable *cancellable, GError **error)
{
  HsPortal *portal = hs_portal_thread_get (self, error);
  const HsPortalInfo *info =
    portal != NULL ? hs_portal_discover (portal, cancellable, error) : NULL;

  if (info != NULL)
    note_limit (self, info);
  return info;
}

const HsPortalInfo *
hs_portal_thread_refresh (HsPortalThread *self, GCancellable *cancellable, GError **error)
{
  HsPortal *portal = hs_portal_thread_get (self, error);
  const HsPortalInfo *info = portal != NULL ? hs_portal_refresh (portal, cancellable, error) : NULL;

  if (info == NULL ||
      !hs_receipt_keys_remember (self->store, hs_portal_get_url (portal), info, error))
    return NULL;
  note_limit (self, info);
  return info;
}

const HsPortalInfo *
hs_portal_thread_find_signer (HsPortalThread *self, JsonNode *receipt, GCancellable *cancellable,
                              GError **error)
{
  const char *key_id = hs_json_string (json_node_get_object (receipt), "keyId", NULL);
  const HsPortalInfo *info = hs_portal_thread_discover (self, cancellable, error);

  /* the portal may have changed its keys since it was asked */
  if (info == NULL || hs_receipt_find_key (info, key_id) != NULL)
    return info;
  return hs_portal_thread_refresh (self, cancellable, error);
}

guint64
hs_portal_thread_read_limit (HsStore *store, const char *url)
{
  g_autofree char *id = record_id (url);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_store_get (store, KIND, id, &error);
  gint64 limit;

  if (error != NULL)
    g_warning ("The portal's limits cannot be read: %s", error->message);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return 0;
  limit = hs_json_int (json_node_get_object (node), "maxFileBytes", 0);
  return limit > 0 ? limit : 0;
}
