/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one secret of a session that is kept: a JSON object with the refresh token and who it belongs to. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-kept-sign-in.h"

#include "base/hs-json.h"
#include "portal/hs-url.h"

#include <sodium.h>
#include <string.h>

#define MAX_TOKEN 8192

static void
wipe (char **secret)
{
  if (*secret != NULL)
    sodium_memzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

void
hs_kept_sign_in_clear (HsKeptSignIn *self)
{
  wipe (&self->refresh);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->subject, g_free);
}

static char *
to_text (const HsKeptSignIn *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "refreshToken", self->refresh);
  if (self->name != NULL)
    json_object_set_string_member (object, "name", self->name);
  if (self->subject != NULL)
    json_object_set_string_member (object, "subject", self->subject);
  return hs_json_write (node);
}

gboolean
hs_kept_sign_in_save (const HsKeptSignIn *self, HsWorld *world, const char *name, GError **error)
{
  const HsSecretStore *store = world->secrets;
  char *secret;
  gboolean ok;

  if (store == NULL)
    return TRUE;
  if (self->refresh == NULL)
    return store->clear (world->secrets_data, name, error);
  secret = to_text (self);
  ok = store->store (world->secrets_data, name, secret, error);
  wipe (&secret);
  return ok;
}

static gboolean
read_object (HsKeptSignIn *self, JsonObject *object)
{
  const char *refresh = hs_json_string (object, "refreshToken", NULL);

  if (!hs_url_is_token (refresh, MAX_TOKEN))
    return FALSE;
  self->refresh = g_strdup (refresh);
  self->name = g_strdup (hs_json_string (object, "name", NULL));
  self->subject = g_strdup (hs_json_string (object, "subject", NULL));
  return TRUE;
}

gboolean
hs_kept_sign_in_load (HsKeptSignIn *self, HsWorld *world, const char *name)
{
  const HsSecretStore *store = world->secrets;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;

  if (store == NULL)
    return FALSE;
  secret = store->lookup (world->secrets_data, name, &error);
  if (error != NULL)
    g_info ("The secret store cannot be asked: %s", error->message);
  if (secret == NULL)
    return FALSE;
  node = hs_json_parse (secret, -1, HS_JSON_DEFAULT, 0, NULL);
  wipe (&secret);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
         read_object (self, json_node_get_object (node));
}
