/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of data/portal-api/openapi.yaml. Each one checks that the answer speaks of what was asked. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "portal/hs-portal.h"
#include "portal/hs-portal-private.h"
#include "portal/hs-url.h"

#include <string.h>

struct _HsPortal
{
  GObject parent_instance;
  HsWorld *world;     /* (owned) */
  HsSession *session; /* (owned) (nullable) */
  HsHttp *http;       /* (owned) */
  HsPortalInfo *info; /* (owned) (nullable) once discovered */
};

G_DEFINE_FINAL_TYPE (HsPortal, hs_portal, G_TYPE_OBJECT)

static void
hs_portal_finalize (GObject *object)
{
  HsPortal *self = HS_PORTAL (object);

  g_clear_pointer (&self->http, hs_http_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->info, hs_portal_info_free);
  g_clear_pointer (&self->world, hs_world_unref);
  G_OBJECT_CLASS (hs_portal_parent_class)->finalize (object);
}

static void
hs_portal_class_init (HsPortalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_portal_finalize;
}

static void
hs_portal_init (HsPortal *self)
{
}

static char *
get_token (gpointer data, const char *rejected, GCancellable *cancellable, GError **error)
{
  return hs_session_get_token (data, rejected, cancellable, error);
}

HsPortal *
hs_portal_new (HsWorld *world, const char *url, HsSession *session, GError **error)
{
  g_autofree char *origin = hs_url_dup_origin (url, error);
  HsPortal *self;

  g_return_val_if_fail (world != NULL, NULL);
  if (origin == NULL)
    return NULL;
  self = g_object_new (HS_TYPE_PORTAL, NULL);
  self->world = hs_world_ref (world);
  self->http = hs_http_new (world, origin);
  if (session != NULL)
    {
      self->session = g_object_ref (session);
      hs_http_set_token_func (self->http, get_token, self->session);
    }
  return self;
}

const char *
hs_portal_get_url (HsPortal *self)
{
  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  return hs_http_get_origin (self->http);
}

HsHttp *
hs_portal_get_http (HsPortal *self)
{
  return self->http;
}

const HsPortalInfo *
hs_portal_discover (HsPortal *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  if (self->info == NULL)
    self->info = hs_portal_info_fetch (self->http, cancellable, error);
  return self->info;
}

const HsPortalInfo *
hs_portal_refresh (HsPortal *self, GCancellable *cancellable, GError **error)
{
  HsPortalInfo *info;

  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  info = hs_portal_info_fetch (self->http, cancellable, error);
  if (info == NULL)
    return NULL;
  g_clear_pointer (&self->info, hs_portal_info_free);
  self->info = info;
  return info;
}

/* Ids go into paths as they are, so only such. */
static gboolean
check_id (const char *id, GError **error)
{
  if (hs_url_is_id (id))
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID,
               "An id has characters that cannot stand in an address");
  return FALSE;
}

G_GNUC_PRINTF (3, 0)
static char *
dup_api_url (HsPortal *self, const HsPortalInfo *info, const char *format, va_list args)
{
  g_autofree char *path = g_strdup_vprintf (format, args);

  return g_strconcat (info->api_url, path, NULL);
}

/* One call with a JSON answer; body (nullable) is POSTed. */
G_GNUC_PRINTF (7, 8)
static JsonNode *
call (HsPortal *self, const char *method, JsonNode *body, HsHttpFlags flags,
      GCancellable *cancellable, GError **error, const char *format, ...)
{
  const HsPortalInfo *info = hs_portal_discover (self, cancellable, error);
  g_autofree char *url = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = method,
                            .flags = HS_HTTP_AUTHORIZE | flags,
                            .answer = HS_HTTP_ANSWER_JSON };
  va_list args;

  if (info == NULL)
    return NULL;
  va_start (args, format);
  request.url = url = dup_api_url (self, info, format, args);
  va_end (args);
  if (body != NULL)
    {
      request.body = bytes = hs_json_write_bytes (body);
      request.body_type = "application/json";
    }
  if (!hs_http_send (self->http, &request, &response, cancellable, error))
    return NULL;
  return g_steal_pointer (&response.json);
}

/* Consumes answer: gives it back when its member is the text expected (or any, when NULL). An acting
 * call whose answer is wrong may have been carried out. */
static JsonNode *
expect (JsonNode *answer, const char *member, const char *expected, HsHttpFlags flags,
        GError **error)
{
  g_autoptr (JsonNode) node = answer;
  const char *found = NULL;

  if (node == NULL)
    return NULL;
  found = hs_json_string (json_node_get_object (node), member, NULL);
  if (!hs_text_is_blank (found) && (expected == NULL || strcmp (found, expected) == 0))
    return g_steal_pointer (&node);
  g_set_error (error, HS_PORTAL_ERROR,
               flags & HS_HTTP_ACTS ? HS_PORTAL_ERROR_AMBIGUOUS : HS_PORTAL_ERROR_NONSENSE,
               "The answer's %s is %s", member,
               found == NULL ? "missing" : "not what was asked for");
  return NULL;
}

/* A dossier must have rounds, each with a hash and attachments; the rest is read where it is used. */
static JsonNode *
expect_dossier (JsonNode *answer, const char *dossier_id, HsHttpFlags flags, GError **error)
{
  g_autoptr (JsonNode) node = expect (answer, "dossierId", dossier_id, flags, error);
  JsonArray *rounds;
  gboolean good;

  if (node == NULL)
    return NULL;
  rounds = hs_json_array (json_node_get_object (node), "rounds");
  good = rounds != NULL && json_array_get_length (rounds) > 0;
  for (guint i = 0; good && i < json_array_get_length (rounds); i++)
    {
      JsonNode *item = json_array_get_element (rounds, i);
      JsonObject *round = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;

      good = round != NULL && hs_json_int (round, "round", -1) >= 0 &&
             hs_json_string (round, "manifestSha256", NULL) != NULL &&
             hs_json_array (round, "attachments") != NULL;
    }
  if (good)
    return g_steal_pointer (&node);
  g_set_error (error, HS_PORTAL_ERROR,
               flags & HS_HTTP_ACTS ? HS_PORTAL_ERROR_AMBIGUOUS : HS_PORTAL_ERROR_NONSENSE,
               "The dossier in the answer has no rounds that can be read");
  return NULL;
}

JsonNode *
hs_portal_get_me (HsPortal *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  return expect (call (self, "GET", NULL, 0, cancellable, error, "/me"), "name", NULL, 0, error);
}

static const char *
get_announced_id (JsonNode *announcement)
{
  if (announcement == NULL || !JSON_NODE_HOLDS_OBJECT (announcement))
    return NULL;
  return hs_json_string (json_node_get_object (announcement), "dossierId", NULL);
}

JsonNode *
hs_portal_announce (HsPortal *self, JsonNode *announcement, GCancellable *cancellable,
                    GError **error)
{
  const char *id = get_announced_id (announcement);
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self) && id != NULL, NULL);
  answer = call (self, "POST", announcement, HS_HTTP_ACTS, cancellable, error, "/dossiers");
  return expect_dossier (answer, id, HS_HTTP_ACTS, error);
}

JsonNode *
hs_portal_get_dossier (HsPortal *self, const char *dossier_id, GCancellable *cancellable,
                       GError **error)
{
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  if (!check_id (dossier_id, error))
    return NULL;
  answer = call (self, "GET", NULL, 0, cancellable, error, "/dossiers/%s", dossier_id);
  return expect_dossier (answer, dossier_id, 0, error);
}

gboolean
hs_portal_delete_dossier (HsPortal *self, const char *dossier_id, GCancellable *cancellable,
                          GError **error)
{
  const HsPortalInfo *info;
  g_autofree char *url = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "DELETE", .flags = HS_HTTP_AUTHORIZE | HS_HTTP_ACTS };

  g_return_val_if_fail (HS_IS_PORTAL (self), FALSE);
  if (!check_id (dossier_id, error))
    return FALSE;
  info = hs_portal_discover (self, cancellable, error);
  if (info == NULL)
    return FALSE;
  request.url = url = g_strconcat (info->api_url, "/dossiers/", dossier_id, NULL);
  return hs_http_send (self->http, &request, &response, cancellable, error);
}

JsonNode *
hs_portal_submit (HsPortal *self, const char *dossier_id, guint round, JsonNode *submission,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (HS_IS_PORTAL (self) && submission != NULL, NULL);
  if (!check_id (dossier_id, error))
    return NULL;
  node = call (self, "POST", submission, HS_HTTP_ACTS, cancellable, error,
               "/dossiers/%s/rounds/%u/submission", dossier_id, round);
  node = expect (g_steal_pointer (&node), "submissionId", NULL, HS_HTTP_ACTS, error);
  node = expect (g_steal_pointer (&node), "referenceNo", NULL, HS_HTTP_ACTS, error);
  node = expect (g_steal_pointer (&node), "receivedAt", NULL, HS_HTTP_ACTS, error);
  if (node != NULL && hs_json_object (json_node_get_object (node), "receipt") == NULL)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_AMBIGUOUS, "The answer has no receipt");
      return NULL;
    }
  return g_steal_pointer (&node);
}

JsonNode *
hs_portal_open_round (HsPortal *self, const char *dossier_id, JsonNode *announcement,
                      GCancellable *cancellable, GError **error)
{
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self) && announcement != NULL, NULL);
  if (!check_id (dossier_id, error))
    return NULL;
  answer = call (self, "POST", announcement, HS_HTTP_ACTS, cancellable, error,
                 "/dossiers/%s/rounds", dossier_id);
  return expect_dossier (answer, dossier_id, HS_HTTP_ACTS, error);
}

JsonNode *
hs_portal_withdraw (HsPortal *self, const char *dossier_id, const char *reason,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self) && reason != NULL, NULL);
  if (!check_id (dossier_id, error))
    return NULL;
  json_node_take_object (body, json_object_new ());
  json_object_set_string_member (json_node_get_object (body), "reason", reason);
  answer = call (self, "POST", body, HS_HTTP_ACTS, cancellable, error, "/dossiers/%s/withdrawal",
                 dossier_id);
  return expect (answer, "dossierId", dossier_id, HS_HTTP_ACTS, error);
}

/* The page to pay on is opened in the browser, so its address is looked at first. */
static JsonNode *
expect_payment (HsPortal *self, JsonNode *answer, HsHttpFlags flags, GError **error)
{
  g_autoptr (JsonNode) node = expect (answer, "paymentId", NULL, flags, error);
  g_autofree char *checked = NULL;
  const char *next;

  if (node == NULL)
    return NULL;
  next = hs_json_string (json_node_get_object (node), "nextUrl", NULL);
  if (next == NULL)
    return g_steal_pointer (&node);
  checked = hs_url_check (hs_http_get_origin (self->http), next, error);
  if (checked == NULL)
    return NULL;
  json_object_set_string_member (json_node_get_object (node), "nextUrl", checked);
  return g_steal_pointer (&node);
}

JsonNode *
hs_portal_create_payment (HsPortal *self, const char *dossier_id, const char *request_id,
                          gint64 amount, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self) && request_id != NULL, NULL);
  if (!check_id (dossier_id, error))
    return NULL;
  json_node_take_object (body, json_object_new ());
  json_object_set_string_member (json_node_get_object (body), "requestId", request_id);
  json_object_set_int_member (json_node_get_object (body), "amount", amount);
  answer = call (self, "POST", body, HS_HTTP_ACTS, cancellable, error, "/dossiers/%s/payments",
                 dossier_id);
  return expect_payment (self, answer, HS_HTTP_ACTS, error);
}

JsonNode *
hs_portal_get_payment (HsPortal *self, const char *payment_id, GCancellable *cancellable,
                       GError **error)
{
  JsonNode *answer;

  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  if (!check_id (payment_id, error))
    return NULL;
  answer = call (self, "GET", NULL, 0, cancellable, error, "/payments/%s", payment_id);
  return expect_payment (self, expect (answer, "paymentId", payment_id, 0, error), 0, error);
}

/* Events come in the order of seq, all after the one asked for: a repeated or reordered page would
 * move the follower's place. */
static gboolean
check_events (JsonObject *answer, guint64 after, GError **error)
{
  JsonArray *events = hs_json_array (answer, "events");
  gint64 last = after;

  if (events == NULL || hs_json_int (answer, "next", -1) < 0)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The answer has no events that can be read");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonNode *item = json_array_get_element (events, i);
      JsonObject *event = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
      gint64 seq = event != NULL ? hs_json_int (event, "seq", -1) : -1;

      if (seq <= last || hs_json_string (event, "dossierId", NULL) == NULL)
        {
          g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                       "Event %u of the answer is out of order or names no dossier", i);
          return FALSE;
        }
      last = seq;
    }
  if (hs_json_int (answer, "next", -1) < last)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The answer's next is before its last event");
      return FALSE;
    }
  return TRUE;
}

JsonNode *
hs_portal_get_events (HsPortal *self, guint64 after, guint limit, char **etag,
                      GCancellable *cancellable, GError **error)
{
  const HsPortalInfo *info;
  g_autofree char *url = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  const char *headers[] = { "If-None-Match", etag != NULL ? *etag : NULL, NULL };
  HsHttpRequest request = { .method = "GET",
                            .flags = HS_HTTP_AUTHORIZE,
                            .answer = HS_HTTP_ANSWER_JSON };

  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  info = hs_portal_discover (self, cancellable, error);
  if (info == NULL)
    return NULL;
  if (hs_url_is_token (headers[1], 200))
    {
      request.headers = headers;
      request.flags |= HS_HTTP_NOT_MODIFIED;
    }
  request.url = url =
    g_strdup_printf ("%s/events?after=%" G_GUINT64_FORMAT "&limit=%u", info->api_url, after, limit);
  if (!hs_http_send (self->http, &request, &response, cancellable, error) || response.status == 304)
    return NULL;
  if (!check_events (json_node_get_object (response.json), after, error))
    return NULL;
  if (etag != NULL)
    {
      const char *fresh = hs_http_response_get (&response, "ETag");

      g_free (*etag);
      *etag = hs_url_is_token (fresh, 200) ? g_strdup (fresh) : NULL;
    }
  return g_steal_pointer (&response.json);
}

gboolean
hs_repr_digest_matches (const char *header, GBytes *bytes)
{
  g_autofree char *encoded = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_auto (GStrv) parts = NULL;

  if (header == NULL)
    return FALSE;
  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &length);
  encoded = g_base64_encode (digest, length);
  parts = g_strsplit (header, ",", 16);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      gsize n = strlen (part);

      if (!g_str_has_prefix (part, "sha-256=:") || n < 10 || part[n - 1] != ':')
        continue;
      part[n - 1] = '\0';
      return strcmp (part + strlen ("sha-256=:"), encoded) == 0;
    }
  return FALSE;
}

GBytes *
hs_portal_get_file (HsPortal *self, const char *dossier_id, const char *file_id, guint64 max_bytes,
                    char **media_type, GCancellable *cancellable, GError **error)
{
  const HsPortalInfo *info;
  g_autofree char *url = NULL;
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "GET",
                            .flags = HS_HTTP_AUTHORIZE,
                            .answer = HS_HTTP_ANSWER_BYTES,
                            .max_bytes = max_bytes };

  g_return_val_if_fail (HS_IS_PORTAL (self), NULL);
  if (!check_id (dossier_id, error) || !check_id (file_id, error))
    return NULL;
  info = hs_portal_discover (self, cancellable, error);
  if (info == NULL)
    return NULL;
  request.url = url =
    g_strconcat (info->api_url, "/dossiers/", dossier_id, "/files/", file_id, NULL);
  if (!hs_http_send (self->http, &request, &response, cancellable, error))
    return NULL;
  if (response.status != 200 ||
      !hs_repr_digest_matches (hs_http_response_get (&response, "Repr-Digest"), response.body))
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_DIGEST,
                   "The file %s did not arrive as the portal says it is", file_id);
      return NULL;
    }
  if (media_type != NULL)
    *media_type = g_steal_pointer (&response.media_type);
  return g_steal_pointer (&response.body);
}
