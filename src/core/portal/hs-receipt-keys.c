/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receipt keys known of each portal: trusted at first sight, added to while one of them is still
 * published, never silently replaced. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "portal/hs-receipt.h"
#include "portal/hs-url.h"

#include <string.h>

#define KIND "portal-keys"
#define MAX_KNOWN 64 /* the published ones are kept first */

static void
add_key (JsonArray *keys, const char *id, const char *key)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "keyId", id);
  json_object_set_string_member (object, "publicKey", key);
  json_array_add_object_element (keys, object);
}

static JsonArray *
list_published (const HsPortalInfo *info)
{
  JsonArray *keys = json_array_new ();

  for (guint i = 0; info->receipt_keys != NULL && i < info->receipt_keys->len; i++)
    {
      const HsReceiptKey *key = &g_array_index (info->receipt_keys, HsReceiptKey, i);
      g_autofree char *text = hs_base64url_encode (key->key, sizeof key->key);

      add_key (keys, key->id, text);
    }
  return keys;
}

/* (nullable): publicKey. */
static const char *
find (JsonArray *keys, const char *id)
{
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *key = json_array_get_object_element (keys, i);

      if (strcmp (hs_json_string (key, "keyId", ""), id) == 0)
        return hs_json_string (key, "publicKey", "");
    }
  return NULL;
}

/* (nullable): the sealed record's list, which only this file writes. */
static JsonArray *
read_known (JsonNode *record)
{
  JsonArray *keys = record != NULL && JSON_NODE_HOLDS_OBJECT (record)
                      ? hs_json_array (json_node_get_object (record), "keys")
                      : NULL;

  for (guint i = 0; keys != NULL && i < json_array_get_length (keys); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (keys, i)))
      return NULL;
  return keys != NULL && json_array_get_length (keys) > 0 ? keys : NULL;
}

static char *
dup_names (JsonArray *keys)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      const char *id = hs_json_string (json_array_get_object_element (keys, i), "keyId", "");

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              hs_url_is_token (id, 100) ? id : "(not printable)");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_continued (JsonArray *known, JsonArray *published, const char *origin, GError **error)
{
  gboolean common = FALSE;
  g_autofree char *before = NULL;
  g_autofree char *now = NULL;

  for (guint i = 0; i < json_array_get_length (known); i++)
    {
      JsonObject *key = json_array_get_object_element (known, i);
      const char *id = hs_json_string (key, "keyId", "");
      const char *same = find (published, id);

      if (same != NULL && strcmp (same, hs_json_string (key, "publicKey", "")) != 0)
        {
          g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT,
                       "The portal %s publishes another key than before as %s", origin,
                       hs_url_is_token (id, 100) ? id : "the same keyId");
          return FALSE;
        }
      common = common || same != NULL;
    }
  if (common)
    return TRUE;
  before = dup_names (known);
  now = dup_names (published);
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT,
               "The portal %s replaced all its receipt keys: known are %s, published now are %s",
               origin, before, now);
  return FALSE;
}

/* known is nullable. */
static JsonArray *
merge (JsonArray *published, JsonArray *known)
{
  JsonArray *all = json_array_ref (published);

  for (guint i = 0; known != NULL && i < json_array_get_length (known); i++)
    {
      JsonObject *key = json_array_get_object_element (known, i);
      const char *id = hs_json_string (key, "keyId", "");

      if (json_array_get_length (all) < MAX_KNOWN && find (all, id) == NULL)
        add_key (all, id, hs_json_string (key, "publicKey", ""));
    }
  return all;
}

static gboolean
keep (HsStore *store, const char *id, const char *origin, JsonArray *keys, JsonNode *before,
      GError **error)
{
  g_autoptr (JsonNode) record = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (record, object);
  json_object_set_string_member (object, "origin", origin);
  json_object_set_array_member (object, "keys", json_array_ref (keys));
  if (before != NULL && json_node_equal (before, record))
    return TRUE;
  return hs_store_put (store, KIND, id, "profile", 0, record, error);
}

gboolean
hs_receipt_keys_remember (HsStore *store, const char *origin, const HsPortalInfo *info,
                          GError **error)
{
  /* the id of the record says nothing of where a person sends to */
  g_autofree char *id = hs_sha256_hex (origin, strlen (origin));
  g_autoptr (JsonArray) published = list_published (info);
  g_autoptr (JsonArray) all = NULL;
  g_autoptr (JsonNode) record = NULL;
  JsonArray *known;
  GError *local = NULL;

  record = hs_store_get (store, KIND, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  known = read_known (record);
  if (known != NULL && !is_continued (known, published, origin, &local))
    {
      if (!hs_url_is_loopback (origin))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      g_message ("%s; taken over, as it is on this machine", local->message);
      g_error_free (local);
      known = NULL;
    }
  all = merge (published, known);
  return keep (store, id, origin, all, record, error);
}
