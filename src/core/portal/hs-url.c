/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses and header values that come from a server are used only after these checks: libsoup 3.2 takes
 * host names and header values as they are. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-portal-error.h"
#include "portal/hs-url.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#define MAX_URL 4096

gboolean
hs_url_is_token (const char *text, gsize max_length)
{
  gsize i;

  if (text == NULL || *text == '\0')
    return FALSE;
  for (i = 0; text[i] != '\0'; i++)
    {
      if (i >= max_length || text[i] < 0x21 || text[i] > 0x7e)
        return FALSE;
    }
  return TRUE;
}

gboolean
hs_url_is_id (const char *text)
{
  if (!hs_url_is_token (text, 128) || *text == '.')
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isalnum (*text) && strchr ("-_.", *text) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
host_is_plain (const char *host)
{
  for (; *host != '\0'; host++)
    {
      if (!g_ascii_isalnum (*host) && strchr ("-.:", *host) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The origin of a parsed address, or NULL with what is wrong. */
static char *
write_origin (GUri *uri, const char **wrong)
{
  const char *scheme = g_uri_get_scheme (uri), *host = g_uri_get_host (uri);
  g_autofree char *lower = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  gboolean secure = g_strcmp0 (scheme, "https") == 0;
  int port = g_uri_get_port (uri);

  *wrong = NULL;
  if (!secure && g_strcmp0 (scheme, "http") != 0)
    *wrong = "neither https nor http";
  else if (lower == NULL || *lower == '\0' || !host_is_plain (lower))
    *wrong = "without a usable host name";
  else if (!secure && !host_is_loopback (lower))
    *wrong = "http, and not on this machine";
  else if (g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    *wrong = "with a user or a fragment";
  if (*wrong != NULL)
    return NULL;
  if (port == (secure ? 443 : 80))
    port = -1;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, lower, port, "", NULL, NULL);
}

/* Printable ASCII apart from the characters RFC 3986 knows nothing of. */
static gboolean
is_clean (const char *url)
{
  return hs_url_is_token (url, MAX_URL) && strpbrk (url, "\"<>\\^`{|}") == NULL;
}

char *
hs_url_dup_origin (const char *url, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *wrong = "no address";
  char *origin = NULL;

  if (url != NULL && is_clean (url))
    uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  if (uri != NULL)
    origin = write_origin (uri, &wrong);
  if (origin == NULL)
    g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "The address of a portal is %s",
                 wrong);
  return origin;
}

gboolean
hs_url_is_loopback (const char *origin)
{
  g_autoptr (GUri) uri = g_uri_parse (origin, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && host_is_loopback (g_uri_get_host (uri));
}

char *
hs_url_check (const char *origin, const char *url, GError **error)
{
  g_autofree char *absolute = NULL, *found = NULL;
  g_autoptr (GError) why = NULL;

  if (url == NULL || !is_clean (url))
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The portal gave an address that is missing or not printable");
      return NULL;
    }
  if (url[0] == '/' && url[1] != '/')
    absolute = g_strconcat (origin, url, NULL);
  else
    absolute = g_strdup (url);
  found = hs_url_dup_origin (absolute, &why);
  if (found == NULL)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The portal gave an address that cannot be used: %s", why->message);
      return NULL;
    }
  if (strcmp (found, origin) != 0)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                   "The portal %s gave an address of another: %s", origin, found);
      return NULL;
    }
  return g_steal_pointer (&absolute);
}

char *
hs_base64url_encode (gconstpointer data, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  sodium_bin2base64 (text, size, data, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

GBytes *
hs_base64url_decode (const char *text, gsize max_bytes)
{
  gsize length = text != NULL ? strlen (text) : 0, n_bytes = 0;
  g_autofree guint8 *bytes = NULL;
  const char *end = NULL;

  if (text == NULL || length / 4 * 3 > max_bytes)
    return NULL;
  bytes = g_malloc (length + 1);
  if (sodium_base642bin (bytes, length + 1, text, length, NULL, &n_bytes, &end,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text + length || n_bytes > max_bytes)
    return NULL;
  return g_bytes_new (bytes, n_bytes);
}
