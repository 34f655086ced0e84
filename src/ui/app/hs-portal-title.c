/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A portal's name for people: its host, and for the one on this computer that it is for trying out. The name
 * a portal gives itself is known only after asking it, and anybody may claim any: the host is what TLS proves. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-portal-title.h"

#include <glib/gi18n.h>
#include <gio/gio.h>

static gboolean
is_this_computer (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

char *
hs_portal_title (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *bracketed = NULL;
  g_autofree char *address = NULL;

  if (host == NULL || *host == '\0')
    return g_strdup (url != NULL ? url : "");
  bracketed = strchr (host, ':') != NULL ? g_strconcat ("[", host, "]", NULL) : g_strdup (host);
  address = g_uri_get_port (uri) > 0 ? g_strdup_printf ("%s:%d", bracketed, g_uri_get_port (uri))
                                     : g_strdup (bracketed);
  if (is_this_computer (host))
    return g_strdup_printf (_ ("Trial portal on this computer (%s)"), address);
  return g_steal_pointer (&address);
}
