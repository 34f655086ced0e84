/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following, in the portal's thread: events of all dossiers in one call after the last one seen, stored
 * together with how far it got, so that nothing is taken twice or passed over; files once. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-follow-run.h"

#include "base/hs-text.h"
#include "dossier/hs-dossier-private.h"
#include "dossier/hs-progress.h"

#define KIND_CURSOR "follow"
#define KIND_FILE "file"
#define PAGE 100
#define MAX_PAGES 50
#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (32) * 1024 * 1024)

/* How far one person's events of one portal were read. */
typedef struct
{
  char *id;      /* (owned) (nullable) record; NULL: who it is is not known, nothing is kept */
  guint64 after; /* last seq */
  char *etag;    /* (owned) (nullable) of the answer after it */
} Cursor;

static void
cursor_clear (Cursor *cursor)
{
  g_free (cursor->id);
  g_free (cursor->etag);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cursor, cursor_clear)

static gboolean
cursor_load (Cursor *cursor, HsStore *store, const char *url, HsSession *session, GError **error)
{
  g_autofree char *name = session != NULL ? hs_session_dup_name (session) : NULL;
  g_autofree char *key = NULL;
  g_autoptr (JsonNode) node = NULL;
  GError *local = NULL;

  if (name == NULL)
    return TRUE;
  key = g_strconcat (url, "\n", name, NULL);
  cursor->id = hs_sha256_hex (key, strlen (key));
  node = hs_store_get (store, KIND_CURSOR, cursor->id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);

      cursor->after = MAX (hs_json_int (object, "after", 0), 0);
      cursor->etag = g_strdup (hs_json_string (object, "etag", NULL));
    }
  return TRUE;
}

static gboolean
cursor_save (Cursor *cursor, HsStore *store, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "after", cursor->after);
  if (cursor->etag != NULL)
    json_object_set_string_member (object, "etag", cursor->etag);
  json_node_take_object (node, object);
  return cursor->id == NULL ||
         hs_store_put (store, KIND_CURSOR, cursor->id, "profile", 0, node, error);
}

/* Events and cursor as one. */
static gboolean
store_page (HsStore *store, JsonArray *events, Cursor *cursor, GHashTable *changed, GError **error)
{
  gboolean good;

  if (!hs_store_begin (store, error))
    return FALSE;
  good =
    hs_progress_take_events (store, events, changed, error) && cursor_save (cursor, store, error);
  return hs_store_end (store, good, good ? error : NULL) && good;
}

static gboolean
nonsense (GError **error, const char *what)
{
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
               "The portal's answer with events has %s", what);
  return FALSE;
}

/* FALSE in *more ends it. */
static gboolean
take_page (HsStore *store, JsonNode *page, Cursor *cursor, GHashTable *changed, gboolean *more,
           GError **error)
{
  JsonObject *object = json_node_get_object (page);
  JsonArray *events = hs_json_array (object, "events");
  gint64 next = hs_json_int (object, "next", -1);

  if (events == NULL)
    return nonsense (error, "no list of events");
  if (next < 0 || (guint64) next < cursor->after)
    return nonsense (error, "a cursor that goes back");
  *more = hs_json_bool (object, "more", FALSE);
  if (*more && (guint64) next == cursor->after)
    return nonsense (error, "more to come, and no way on");
  /* the answer's tag is that of the question; another cursor is another question */
  if ((guint64) next != cursor->after)
    g_clear_pointer (&cursor->etag, g_free);
  cursor->after = next;
  return store_page (store, events, cursor, changed, error);
}

static gboolean
read_events (HsPortal *portal, HsStore *store, Cursor *cursor, GHashTable *changed,
             guint *poll_seconds, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  for (guint i = 0; more && i < MAX_PAGES; i++)
    {
      GError *local = NULL;
      g_autoptr (JsonNode) page =
        hs_portal_get_events (portal, cursor->after, PAGE, &cursor->etag, cancellable, &local);
      gint64 wait;

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (page == NULL)
        return TRUE;
      wait = hs_json_int (json_node_get_object (page), "pollAfterSeconds", 0);
      *poll_seconds = MAX (*poll_seconds, (guint) CLAMP (wait, 0, 86400));
      if (!take_page (store, page, cursor, changed, &more, error))
        return FALSE;
    }
  return TRUE;
}

/* A file that cannot be had now is fetched when somebody wants to see it. */
static void
fetch_files (HsPortalThread *thread, HsStore *store, const char *dossier_id,
             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsProgress) progress = hs_progress_read (store, dossier_id, &error);

  for (guint i = 0; progress != NULL && i < progress->events->len; i++)
    {
      const char *file = hs_event_get_file (progress->events->pdata[i]);
      g_autoptr (GBytes) bytes = NULL;

      if (file != NULL)
        bytes = hs_follow_fetch_file (thread, store, dossier_id, file, cancellable, &error);
      if (error != NULL)
        break;
    }
  if (error != NULL)
    g_debug ("Files of dossier %s: %s", dossier_id, error->message);
}

gboolean
hs_follow_poll (HsPortalThread *thread, HsStore *store, const char *portal_url, HsSession *session,
                GHashTable *changed, guint *poll_seconds, GCancellable *cancellable, GError **error)
{
  const HsPortalInfo *info = hs_portal_thread_discover (thread, cancellable, error);
  g_auto (Cursor) cursor = { NULL };
  GHashTableIter iter;
  gpointer id;

  if (info == NULL || !cursor_load (&cursor, store, portal_url, session, error))
    return FALSE;
  *poll_seconds = info->poll_min_seconds;
  if (!read_events (hs_portal_thread_get (thread, NULL), store, &cursor, changed, poll_seconds,
                    cancellable, error))
    return FALSE;
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    fetch_files (thread, store, id, cancellable);
  return TRUE;
}

/* Files. */

static char *
file_record_id (const char *dossier_id, const char *file_id)
{
  return g_strconcat (dossier_id, ":", file_id, NULL);
}

GBytes *
hs_follow_read_file (HsStore *store, const char *dossier_id, const char *file_id,
                     GCancellable *cancellable, GError **error)
{
  g_autofree char *id = file_record_id (dossier_id, file_id);
  g_autoptr (JsonNode) node = hs_store_get (store, KIND_FILE, id, error);
  const char *blob;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  blob = hs_json_string (json_node_get_object (node), "blob", NULL);
  return blob != NULL ? hs_store_read_blob (store, blob, cancellable, error) : NULL;
}

static gboolean
put_file (HsStore *store, const char *dossier_id, const char *file_id, const char *media_type,
          HsBlobInfo *blob, GError **error)
{
  g_autofree char *id = file_record_id (dossier_id, file_id);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "blob", blob->id);
  json_object_set_string_member (object, "sha256", blob->sha256);
  json_object_set_int_member (object, "size", blob->size);
  json_object_set_string_member (object, "mediaType", media_type != NULL ? media_type : "");
  return hs_store_put (store, KIND_FILE, id, dossier_id, 0, node, error);
}

/* Nobody takes a file of a dossier that was deleted, here or by another process. */
static gboolean
dossier_is_here (HsStore *store, const char *dossier_id, GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonNode) record = hs_store_get (store, HS_DOSSIER_KIND, dossier_id, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  else if (record == NULL)
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "Dossier %s was deleted",
                 dossier_id);
  return record != NULL;
}

static gboolean
keep_file (HsStore *store, const char *dossier_id, const char *file_id, const char *media_type,
           GBytes *bytes, GError **error)
{
  g_autoptr (HsBlobInfo) blob = NULL;
  GError *local = NULL;
  gboolean good;

  if (!dossier_is_here (store, dossier_id, error))
    return FALSE;
  blob = hs_store_add_blob_bytes (store, dossier_id, bytes, error);
  if (blob == NULL || !hs_store_begin (store, error))
    return FALSE;
  good = dossier_is_here (store, dossier_id, &local) &&
         put_file (store, dossier_id, file_id, media_type, blob, &local);
  good = hs_store_end (store, good, good ? &local : NULL) && good;
  /* deleted while the bytes were written: what they made anew goes too */
  if (g_error_matches (local, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND))
    hs_store_delete_owner (store, dossier_id, NULL);
  if (local != NULL)
    g_propagate_error (error, local);
  return good;
}

GBytes *
hs_follow_fetch_file (HsPortalThread *thread, HsStore *store, const char *dossier_id,
                      const char *file_id, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  g_autoptr (GBytes) bytes = hs_follow_read_file (store, dossier_id, file_id, cancellable, &local);
  g_autofree char *media_type = NULL;
  HsPortal *portal;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (bytes != NULL)
    return g_steal_pointer (&bytes);
  portal = hs_portal_thread_get (thread, error);
  if (portal == NULL)
    return NULL;
  bytes = hs_portal_get_file (portal, dossier_id, file_id, MAX_FILE_BYTES, &media_type, cancellable,
                              error);
  if (bytes == NULL || !keep_file (store, dossier_id, file_id, media_type, bytes, error))
    return NULL;
  return g_steal_pointer (&bytes);
}
