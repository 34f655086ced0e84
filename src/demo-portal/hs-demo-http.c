/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading requests and writing answers: each with a Content-Length, a request id and no caching
 * unless a handler says otherwise. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-http.h"

#include "base/hs-date.h"

#include <string.h>

#define REQUEST_KEY "hoso-demo-request"

HsDemoRequest *
hs_demo_request_new (HsDemo *demo, SoupServerMessage *message)
{
  HsDemoRequest *self = g_new0 (HsDemoRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  g_auto (GStrv) raw = g_strsplit (g_uri_get_path (uri), "/", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  self->demo = demo;
  self->message = message;
  self->method = g_strdup (soup_server_message_get_method (message));
  self->trace_id = hs_demo_random_name (demo, 12);
  for (guint i = 1; raw[0] != NULL && raw[i] != NULL; i++)
    {
      char *part = g_uri_unescape_string (raw[i], "/");

      g_ptr_array_add (parts, part != NULL ? part : g_strdup (""));
    }
  g_ptr_array_add (parts, NULL);
  self->parts = (char **) g_ptr_array_free (g_steal_pointer (&parts), FALSE);
  if (g_uri_get_query (uri) != NULL)
    self->query = soup_form_decode (g_uri_get_query (uri));
  g_object_set_data_full (G_OBJECT (message), REQUEST_KEY, self,
                          (GDestroyNotify) hs_demo_request_free);
  return self;
}

HsDemoRequest *
hs_demo_request_get (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), REQUEST_KEY);
}

void
hs_demo_request_free (HsDemoRequest *self)
{
  g_free (self->method);
  g_strfreev (self->parts);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->trace_id);
  g_free (self);
}

const char *
hs_demo_request_header (HsDemoRequest *self, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message),
                                       name);
}

const char *
hs_demo_form_value (GHashTable *form, const char *name)
{
  const char *value = form == NULL ? NULL : g_hash_table_lookup (form, name);

  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : "";
}

const char *
hs_demo_request_query (HsDemoRequest *self, const char *name)
{
  return hs_demo_form_value (self->query, name);
}

gint64
hs_demo_request_query_int (HsDemoRequest *self, const char *name, gint64 fallback)
{
  gint64 value;

  if (!g_ascii_string_to_signed (hs_demo_request_query (self, name), 10, 0, G_MAXINT64, &value,
                                 NULL))
    return fallback;
  return value;
}

/* Media type without parameters, lower case. */
static char *
dup_media_type (HsDemoRequest *self)
{
  const char *type = hs_demo_request_header (self, "Content-Type");
  char *end, *plain;

  if (type == NULL)
    return g_strdup ("");
  plain = g_ascii_strdown (type, -1);
  end = strchr (plain, ';');
  if (end != NULL)
    *end = '\0';
  return g_strstrip (plain);
}

static GBytes *
dup_body (HsDemoRequest *self)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (self->message));
}

JsonNode *
hs_demo_request_json (HsDemoRequest *self)
{
  g_autofree char *type = dup_media_type (self);
  g_autoptr (GBytes) body = dup_body (self);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (strcmp (type, "application/json") != 0)
    {
      hs_demo_problem (self, "415:type-not-allowed", NULL,
                       "Content-Type phải là application/json.");
      return NULL;
    }
  node = hs_json_parse_bytes (body, HS_JSON_EXACT_NUMBERS, &error);
  if (node == NULL)
    {
      /* the reader's message has only places and kinds, nothing of the text */
      hs_demo_problem (self, "malformed", NULL, "Nội dung không phải JSON hợp lệ: %s.",
                       error->message);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      hs_demo_problem (self, "malformed", "", "Nội dung phải là một đối tượng JSON.");
      return NULL;
    }
  return g_steal_pointer (&node);
}

GHashTable *
hs_demo_request_form (HsDemoRequest *self)
{
  g_autofree char *type = dup_media_type (self);
  g_autoptr (GBytes) body = dup_body (self);
  g_autofree char *text = NULL;
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  if (strcmp (type, "application/x-www-form-urlencoded") != 0)
    {
      hs_demo_problem (self, "415:type-not-allowed", NULL,
                       "Content-Type phải là application/x-www-form-urlencoded.");
      return NULL;
    }
  text = size == 0 ? g_strdup ("") : g_strndup (data, size);
  return soup_form_decode (text);
}

static void
set_member (JsonObject *object, char type, const char *name, va_list *args)
{
  switch (type)
    {
    case 's':
    case 'S':
      {
        const char *text = va_arg (*args, const char *);

        if (text != NULL)
          json_object_set_string_member (object, name, text);
        else if (type == 's')
          json_object_set_null_member (object, name);
        break;
      }
    case 'i':
      json_object_set_int_member (object, name, va_arg (*args, gint64));
      break;
    case 't':
      {
        gint64 us = va_arg (*args, gint64);
        g_autofree char *text = us == 0 ? NULL : hs_time_to_rfc3339 (us);

        if (text != NULL)
          json_object_set_string_member (object, name, text);
        break;
      }
    case 'b':
      json_object_set_boolean_member (object, name, va_arg (*args, gboolean));
      break;
    case 'o':
    case 'O':
      {
        JsonObject *value = va_arg (*args, JsonObject *);

        if (value != NULL)
          json_object_set_object_member (object, name, value);
        else if (type == 'o')
          json_object_set_null_member (object, name);
        break;
      }
    case 'a':
      json_object_set_array_member (object, name, va_arg (*args, JsonArray *));
      break;
    default:
      g_assert_not_reached ();
    }
}

JsonObject *
hs_demo_object (const char *first, ...)
{
  JsonObject *object = json_object_new ();
  va_list args;

  va_start (args, first);
  for (const char *key = first; key != NULL; key = va_arg (args, const char *))
    set_member (object, key[0], key + 2, &args);
  va_end (args);
  return object;
}

JsonNode *
hs_demo_object_node (JsonObject *take)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, take);
  return node;
}

char *
hs_demo_object_write (JsonObject *take)
{
  g_autoptr (JsonNode) node = hs_demo_object_node (take);

  return hs_json_write (node);
}

JsonObject *
hs_demo_object_read (const char *text)
{
  g_autoptr (JsonNode) node = text == NULL ? NULL : hs_json_parse (text, -1, 0, 0, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return json_object_ref (json_node_get_object (node));
}

void
hs_demo_set_header (HsDemoRequest *self, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name,
                                value);
}

static void
set_header_once (HsDemoRequest *self, const char *name, const char *value)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  if (soup_message_headers_get_one (headers, name) == NULL)
    soup_message_headers_append (headers, name, value);
}

void
hs_demo_reply_bytes (HsDemoRequest *self, guint status, const char *type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);

  soup_server_message_set_status (self->message, status, NULL);
  soup_message_body_truncate (body);
  set_header_once (self, "X-Request-Id", self->trace_id);
  set_header_once (self, "Cache-Control", "no-store");
  set_header_once (self, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Type", type);
  if (strcmp (soup_server_message_get_method (self->message), "HEAD") != 0)
    soup_message_body_append_bytes (body, bytes);
  soup_message_body_complete (body);
  soup_message_headers_set_content_length (headers, g_bytes_get_size (bytes));
  self->answered = TRUE;
}

void
hs_demo_reply_text (HsDemoRequest *self, guint status, const char *type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  hs_demo_reply_bytes (self, status, type, bytes);
}

void
hs_demo_reply_object (HsDemoRequest *self, guint status, JsonObject *take)
{
  g_autofree char *text = hs_demo_object_write (take);

  hs_demo_reply_text (self, status, "application/json", text);
}

void
hs_demo_reply_empty (HsDemoRequest *self, guint status)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  soup_server_message_set_status (self->message, status, NULL);
  soup_message_body_truncate (soup_server_message_get_response_body (self->message));
  soup_message_headers_remove (headers, "Content-Type");
  set_header_once (self, "X-Request-Id", self->trace_id);
  set_header_once (self, "Cache-Control", "no-store");
  if (status != 204 && status != 304)
    soup_message_headers_set_content_length (headers, 0);
  self->answered = TRUE;
}

void
hs_demo_reply_redirect (HsDemoRequest *self, const char *location)
{
  gboolean post = strcmp (self->method, "POST") == 0;

  hs_demo_reply_empty (self, post ? SOUP_STATUS_SEE_OTHER : SOUP_STATUS_FOUND);
  hs_demo_set_header (self, "Location", location);
}

gboolean
hs_demo_reply_not_modified (HsDemoRequest *self, const char *etag)
{
  const char *wanted = hs_demo_request_header (self, "If-None-Match");
  g_auto (GStrv) tags = NULL;

  hs_demo_set_header (self, "ETag", etag);
  hs_demo_set_header (self, "Cache-Control", "no-cache");
  if (wanted == NULL)
    return FALSE;
  tags = g_strsplit (wanted, ",", -1);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_has_prefix (tag, "W/"))
        tag += 2;
      if (strcmp (tag, etag) == 0 || strcmp (tag, "*") == 0)
        {
          hs_demo_reply_empty (self, SOUP_STATUS_NOT_MODIFIED);
          return TRUE;
        }
    }
  return FALSE;
}

char *
hs_demo_request_url (HsDemoRequest *self, const char *format, ...)
{
  g_autofree char *path = NULL;
  const char *host = hs_demo_request_header (self, "Host");
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  if (host == NULL || !hs_demo_request_host_is_loopback (self))
    return g_strconcat (self->demo->url, path, NULL);
  return g_strconcat ("http://", host, path, NULL);
}

gboolean
hs_demo_request_host_is_loopback (HsDemoRequest *self)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
  const char *host = hs_demo_request_header (self, "Host");

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      const char *rest;

      if (!g_str_has_prefix (host, names[i]))
        continue;
      rest = host + strlen (names[i]);
      if (*rest == '\0')
        return TRUE;
      if (*rest == ':' && rest[1] != '\0' && strspn (rest + 1, "0123456789") == strlen (rest + 1))
        return TRUE;
    }
  return FALSE;
}

gboolean
hs_demo_request_origin_is_own (HsDemoRequest *self)
{
  const char *origin = hs_demo_request_header (self, "Origin");
  const char *host = hs_demo_request_header (self, "Host");
  g_autofree char *own = g_strconcat ("http://", host == NULL ? "" : host, NULL);

  return origin == NULL || g_ascii_strcasecmp (origin, own) == 0;
}

gboolean
hs_demo_is_hex (const char *text, gsize n)
{
  if (text == NULL || strlen (text) != n)
    return FALSE;
  return strspn (text, "0123456789abcdef") == n;
}

gboolean
hs_demo_is_uuid4 (const char *text)
{
  if (text == NULL || strlen (text) != 36)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : strchr ("0123456789abcdef", text[i]) == NULL)
        return FALSE;
    }
  return text[14] == '4' && strchr ("89ab", text[19]) != NULL;
}
