/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a portal says it is: /.well-known/portal, checked member by member before anything is built on it. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "portal/hs-portal-private.h"
#include "portal/hs-url.h"

#include <string.h>

#define DEFAULT_CLIENT_ID "io.github.hosoapp.HoSo"
#define MAX_KEYS 16
#define MAX_TYPES 50

static void
clear_key (gpointer key)
{
  g_free (((HsReceiptKey *) key)->id);
}

void
hs_portal_info_free (HsPortalInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->issuer);
  g_free (self->api_url);
  g_free (self->tus_url);
  g_strfreev (self->media_types);
  g_free (self->receipt_key_id);
  g_free (self->client_id);
  g_free (self->statement_version);
  g_clear_pointer (&self->receipt_keys, g_array_unref);
  g_free (self);
}

static gboolean
fail (GError **error, const char *member, const char *why)
{
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "/.well-known/portal: %s %s",
               member, why);
  return FALSE;
}

static gboolean
read_url (JsonObject *object, const char *member, const char *origin, char **url, GError **error)
{
  *url = hs_url_check (origin, hs_json_string (object, member, NULL), error);
  if (*url == NULL)
    {
      g_prefix_error (error, "/.well-known/portal: %s: ", member);
      return FALSE;
    }
  if (g_str_has_suffix (*url, "/") && strcmp (member, "apiUrl") == 0)
    (*url)[strlen (*url) - 1] = '\0';
  return TRUE;
}

/* The issuer may live elsewhere, but a portal of the network cannot send people to this machine. */
static gboolean
read_issuer (HsPortalInfo *self, JsonObject *object, const char *origin, GError **error)
{
  const char *issuer = hs_json_string (object, "issuer", NULL);
  g_autofree char *found = hs_url_dup_origin (issuer, error);

  if (found == NULL)
    {
      g_prefix_error (error, "/.well-known/portal: issuer: ");
      return FALSE;
    }
  if (hs_url_is_loopback (found) && !hs_url_is_loopback (origin))
    return fail (error, "issuer", "is on this machine, the portal is not");
  if (strchr (issuer, '?') != NULL)
    return fail (error, "issuer", "has a query");
  self->issuer = g_strdup (issuer);
  return TRUE;
}

static gboolean
read_positive (JsonObject *object, const char *member, guint64 most, guint64 *number,
               GError **error)
{
  gint64 value = hs_json_int (object, member, 0);

  if (value < 1)
    return fail (error, member, "is not a positive whole number");
  *number = MIN ((guint64) value, most);
  return TRUE;
}

static gboolean
read_media_types (HsPortalInfo *self, JsonObject *limits, GError **error)
{
  JsonArray *array = hs_json_array (limits, "mediaTypes");
  guint n = array != NULL ? MIN (json_array_get_length (array), MAX_TYPES) : 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (n == 0)
    return fail (error, "mediaTypes", "is missing or empty");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING ||
          !hs_url_is_token (json_node_get_string (node), 200))
        return fail (error, "mediaTypes", "has an element that is no media type");
      g_strv_builder_add (builder, json_node_get_string (node));
    }
  self->media_types = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_limits (HsPortalInfo *self, JsonObject *object, GError **error)
{
  JsonObject *limits = hs_json_object (object, "limits");
  guint64 files;

  if (limits == NULL)
    return fail (error, "limits", "is missing");
  if (!read_positive (limits, "maxFileBytes", G_MAXINT64, &self->max_file_bytes, error) ||
      !read_positive (limits, "maxFiles", G_MAXUINT, &files, error) ||
      !read_positive (limits, "maxTotalBytes", G_MAXINT64, &self->max_total_bytes, error))
    return FALSE;
  self->max_files = files;
  return read_media_types (self, limits, error);
}

/* Keys of an algorithm this program does not know are passed over. */
static gboolean
read_key (HsPortalInfo *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = object != NULL ? hs_json_string (object, "keyId", NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  HsReceiptKey key = { NULL };

  if (object == NULL || id == NULL || *id == '\0')
    return fail (error, "receiptKeys", "has an element without keyId");
  if (strcmp (hs_json_string (object, "algorithm", ""), "Ed25519") != 0)
    return TRUE;
  bytes = hs_base64url_decode (hs_json_string (object, "publicKey", NULL), sizeof key.key);
  if (bytes == NULL || g_bytes_get_size (bytes) != sizeof key.key)
    return fail (error, "receiptKeys", "has a publicKey that is not 32 bytes");
  memcpy (key.key, g_bytes_get_data (bytes, NULL), sizeof key.key);
  key.id = g_strdup (id);
  g_array_append_val (self->receipt_keys, key);
  return TRUE;
}

static gboolean
read_keys (HsPortalInfo *self, JsonObject *object, GError **error)
{
  JsonArray *array = hs_json_array (object, "receiptKeys");
  guint n = array != NULL ? MIN (json_array_get_length (array), MAX_KEYS) : 0;
  const HsReceiptKey *first;

  self->receipt_keys = g_array_new (FALSE, FALSE, sizeof (HsReceiptKey));
  g_array_set_clear_func (self->receipt_keys, clear_key);
  for (guint i = 0; i < n; i++)
    {
      if (!read_key (self, json_array_get_element (array, i), error))
        return FALSE;
    }
  if (self->receipt_keys->len == 0)
    return fail (error, "receiptKeys", "has no Ed25519 key");
  first = &g_array_index (self->receipt_keys, HsReceiptKey, 0);
  self->receipt_key_id = g_strdup (first->id);
  memcpy (self->receipt_key, first->key, sizeof first->key);
  return TRUE;
}

/* <0, 0, >0 of two dotted numbers; a missing part is 0. */
static int
compare_versions (const char *a, const char *b)
{
  for (guint i = 0; i < 4; i++)
    {
      guint64 na = g_ascii_strtoull (a, (char **) &a, 10);
      guint64 nb = g_ascii_strtoull (b, (char **) &b, 10);

      if (na != nb)
        return na < nb ? -1 : 1;
      a += *a == '.';
      b += *b == '.';
    }
  return 0;
}

static gboolean
read_rest (HsPortalInfo *self, JsonObject *object, GError **error)
{
  JsonObject *poll = hs_json_object (object, "poll");
  const char *minimum = hs_json_string (object, "minimumClientVersion", "0");
  const char *client_id = hs_json_string (object, "clientId", DEFAULT_CLIENT_ID);

  if (compare_versions (HS_VERSION, minimum) < 0)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TOO_OLD,
                   "The portal asks for version %.20s or newer; this is " HS_VERSION, minimum);
      return FALSE;
    }
  if (!hs_url_is_token (client_id, 200))
    return fail (error, "clientId", "is not printable");
  self->client_id = g_strdup (client_id);
  self->statement_version = g_strdup (hs_json_string (object, "statementVersion", NULL));
  if (poll != NULL)
    self->poll_min_seconds = CLAMP (hs_json_int (poll, "minSeconds", 0), 0, 7 * 86400);
  return TRUE;
}

HsPortalInfo *
hs_portal_info_parse (JsonObject *object, const char *origin, GError **error)
{
  g_autoptr (HsPortalInfo) self = g_new0 (HsPortalInfo, 1);

  self->name = g_strdup (hs_json_string (object, "name", NULL));
  if (hs_text_is_blank (self->name))
    {
      fail (error, "name", "is missing");
      return NULL;
    }
  if (!read_issuer (self, object, origin, error) ||
      !read_url (object, "apiUrl", origin, &self->api_url, error) ||
      !read_url (object, "uploadUrl", origin, &self->tus_url, error) ||
      !read_limits (self, object, error) || !read_keys (self, object, error) ||
      !read_rest (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

HsPortalInfo *
hs_portal_info_fetch (HsHttp *http, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strconcat (hs_http_get_origin (http), "/.well-known/portal", NULL);
  HsHttpRequest request = { .method = "GET", .url = url, .answer = HS_HTTP_ANSWER_JSON };
  g_auto (HsHttpResponse) response = { 0 };

  if (!hs_http_send (http, &request, &response, cancellable, error))
    return NULL;
  return hs_portal_info_parse (json_node_get_object (response.json), hs_http_get_origin (http),
                               error);
}
