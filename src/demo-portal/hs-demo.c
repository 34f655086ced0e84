/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the portal together: state directory, database, keys, seeds, server on loopback. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo.h"

#include "hs-demo-catalogue.h"
#include "hs-demo-control.h"
#include "hs-demo-office.h"
#include "hs-demo-server.h"
#include "hs-demo-upload.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s cannot be made: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
load_seeds (HsDemo *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->catalogue = hs_catalogue_open (self->world, error);
  if (self->catalogue == NULL)
    return FALSE;
  self->units = hs_units_load (self->world, error);
  if (self->units == NULL)
    return FALSE;
  self->calendar = hs_calendar_load (self->world, &local);
  if (self->calendar == NULL)
    g_warning ("without due dates: %s", local->message);
  return hs_demo_catalogue_publish (self, error);
}

HsDemo *
hs_demo_new (const HsDemoOptions *options, GError **error)
{
  g_autoptr (HsDemo) self = g_new0 (HsDemo, 1);
  g_autofree char *database = g_build_filename (options->state_dir, "portal.db", NULL);

  hs_demo_faults_init (&self->faults);
  hs_demo_patches_init (self);
  self->token_us = HS_DEMO_TOKEN_US;
  self->autopilot = options->autopilot;
  self->auto_approve = g_strdup (options->auto_approve);
  self->uploads_dir = g_build_filename (options->state_dir, "uploads", NULL);
  self->world = hs_world_new (options->state_dir, options->share_dir, options->share_dir);
  if (!make_folder (options->state_dir, error) || !make_folder (self->uploads_dir, error))
    return NULL;
  self->keys = hs_demo_keys_load (options->state_dir, error);
  if (self->keys == NULL)
    return NULL;
  self->db = hs_demo_db_open (database, error);
  if (self->db == NULL || !load_seeds (self, error))
    return NULL;
  self->csrf_token = hs_demo_random_name (self, 24);
  return g_steal_pointer (&self);
}

gboolean
hs_demo_listen (HsDemo *self, const HsDemoOptions *options, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, options->port);
  g_autoptr (GError) local = NULL;
  GSList *uris;

  self->server = g_object_new (SOUP_TYPE_SERVER, "server-header", "hoso-demo-portal ", NULL);
  hs_demo_server_attach (self);
  if (!soup_server_listen (self->server, address, 0, error))
    return FALSE;
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  if (options->ipv6 &&
      !soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV6_ONLY, &local))
    g_message ("not on [::1]: %s", local->message);
  hs_demo_autopilot_wake (self);
  return TRUE;
}

void
hs_demo_free (HsDemo *self)
{
  g_clear_handle_id (&self->autopilot_source, g_source_remove);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->patches, g_hash_table_unref);
  hs_demo_faults_clear (&self->faults);
  g_clear_pointer (&self->calendar, hs_calendar_unref);
  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->keys, hs_demo_keys_free);
  g_clear_pointer (&self->db, hs_demo_db_free);
  g_clear_pointer (&self->world, hs_world_unref);
  g_free (self->url);
  g_free (self->auto_approve);
  g_free (self->csrf_token);
  g_free (self->uploads_dir);
  g_free (self);
}

gint64
hs_demo_now (HsDemo *self)
{
  return hs_world_now_us (self->world) + self->clock_us;
}

char *
hs_demo_random_name (HsDemo *self, gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  hs_world_random (self->world, bytes, n_bytes);
  return hs_demo_base64url (bytes, n_bytes);
}
