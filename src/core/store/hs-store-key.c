/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile key and the keys of owners. The profile key is made once, with the database; after
 * that a key that is missing or does not fit is an error, never a new key: a new key would turn
 * everything sealed into noise. Owner keys are wrapped by the profile key; without its row, what an
 * owner sealed cannot be read by anybody. */
#define G_LOG_DOMAIN "hoso"

#include "store/hs-store-private.h"
#include "base/hs-file.h"

#include <string.h>

#define KEY_FILE "store.key"
#define KEY_HEX_BYTES (2 * HS_KEY_BYTES)
#define CHECK_TEXT "hoso"

static void
free_secret (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

static gboolean
key_error (GError **error, const char *where, const char *what)
{
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_KEY, "The profile key in %s %s", where, what);
  return FALSE;
}

static const char *
place_name (HsProtection protection)
{
  return protection == HS_PROTECTION_SECRET_SERVICE ? "the Secret Service" : KEY_FILE;
}

static gboolean
read_hex (HsStore *self, const char *text, gsize length)
{
  gsize n = 0;

  return length == KEY_HEX_BYTES &&
         sodium_hex2bin (self->key, HS_KEY_BYTES, text, length, NULL, &n, NULL) == 0 &&
         n == HS_KEY_BYTES;
}

/* *found FALSE without error: there is no such file. */
static gboolean
read_key_file (HsStore *self, gboolean *found, GError **error)
{
  g_autofree char *path = hs_world_data_path (self->world, KEY_FILE);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, KEY_HEX_BYTES + 1, &local);
  const char *text;
  gboolean good;
  gsize length;

  *found = !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  if (bytes == NULL)
    return !*found || key_error (error, KEY_FILE, local->message);
  text = g_bytes_get_data (bytes, &length);
  if (length == KEY_HEX_BYTES + 1 && text[KEY_HEX_BYTES] == '\n')
    length--;
  good = read_hex (self, text, length);
  sodium_memzero ((gpointer) text, length);
  return good || key_error (error, KEY_FILE, "is damaged: it is not 64 hexadecimal digits");
}

static gboolean
read_secret (HsStore *self, const char *profile, GError **error)
{
  const HsSecretStore *secrets = self->world->secrets;
  g_autofree char *name = g_strconcat ("profile-key-", profile, NULL);
  g_autoptr (GError) local = NULL;
  const char *where = place_name (HS_PROTECTION_SECRET_SERVICE);
  gboolean good;
  char *text;

  if (secrets == NULL)
    return key_error (error, where, "cannot be asked for: no Secret Service answers");
  text = secrets->lookup (self->world->secrets_data, name, &local);
  if (local != NULL)
    {
      free_secret (text);
      return key_error (error, where, local->message);
    }
  if (text == NULL)
    return key_error (error, where, "is missing");
  good = read_hex (self, text, strlen (text));
  free_secret (text);
  return good || key_error (error, where, "is damaged: it is not 64 hexadecimal digits");
}

static gboolean
store_key_file (HsStore *self, char *hex, GError **error)
{
  g_autofree char *path = hs_world_data_path (self->world, KEY_FILE);
  g_autoptr (GBytes) bytes = g_bytes_new_static (hex, strlen (hex));
  g_autoptr (GError) local = NULL;

  self->protection = HS_PROTECTION_KEY_FILE;
  return hs_file_save (path, bytes, 0600, &local) || hs_store_fail_io (local, error);
}

static gboolean
store_secret (HsStore *self, const char *profile, const char *hex)
{
  const HsSecretStore *secrets = self->world->secrets;
  g_autofree char *name = g_strconcat ("profile-key-", profile, NULL);
  g_autoptr (GError) local = NULL;

  if (secrets == NULL)
    return FALSE;
  self->protection = HS_PROTECTION_SECRET_SERVICE;
  if (secrets->store (self->world->secrets_data, name, hex, &local))
    return TRUE;
  g_message ("The Secret Service does not take the key: %s", local ? local->message : "?");
  return FALSE;
}

/* A key file that is already there is of a start that broke off before the database was written. */
static gboolean
make_key (HsStore *self, const char *profile, GError **error)
{
  gboolean found, good;
  char *hex;

  self->protection = HS_PROTECTION_KEY_FILE;
  if (!read_key_file (self, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  hs_world_random (self->world, self->key, HS_KEY_BYTES);
  hex = g_malloc0 (KEY_HEX_BYTES + 1);
  sodium_bin2hex (hex, KEY_HEX_BYTES + 1, self->key, HS_KEY_BYTES);
  good = store_secret (self, profile, hex) || store_key_file (self, hex, error);
  free_secret (hex);
  return good;
}

static gboolean
make_profile (HsStore *self, GError **error)
{
  g_autofree char *profile = hs_world_uuid (self->world);
  g_autofree char *place = hs_seal_place ("profile", profile, NULL);
  g_autoptr (GBytes) check = NULL;

  if (!make_key (self, profile, error))
    return FALSE;
  check = hs_seal (self->world, self->key, place, CHECK_TEXT, strlen (CHECK_TEXT));
  return hs_sql_run (self->db, error,
                     "INSERT INTO profile (id, protection, key_check) VALUES (?, ?, ?)", "tib",
                     profile, (gint64) self->protection, check);
}

static gboolean
read_profile_key (HsStore *self, const char *profile, GBytes *check, GError **error)
{
  g_autofree char *place = hs_seal_place ("profile", profile, NULL);
  g_autoptr (GBytes) plain = NULL;
  gboolean found = TRUE;

  if (self->protection == HS_PROTECTION_SECRET_SERVICE)
    {
      if (!read_secret (self, profile, error))
        return FALSE;
    }
  else if (!read_key_file (self, &found, error))
    return FALSE;
  if (!found)
    return key_error (error, KEY_FILE, "is missing");
  plain = hs_unseal (self->key, place, check);
  if (plain != NULL)
    return TRUE;
  return key_error (error, place_name (self->protection), "does not fit this data");
}

static gboolean
find_key (HsStore *self, gboolean *found, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "SELECT id, protection, key_check FROM profile LIMIT 1", "");
  HsSqlStep step = row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR;
  g_autoptr (GBytes) check = NULL;
  g_autofree char *profile = NULL;

  *found = step == HS_SQL_ROW;
  if (step != HS_SQL_ROW)
    return step == HS_SQL_DONE;
  profile = g_strdup ((const char *) sqlite3_column_text (row, 0));
  self->protection = sqlite3_column_int (row, 1);
  check = hs_sql_column_bytes (row, 2);
  g_clear_pointer (&row, sqlite3_finalize); /* the Secret Service may ask the user: hold nothing */
  return read_profile_key (self, profile, check, error);
}

/* Looks again, now that no other process can make one. */
static gboolean
find_or_make_key (HsStore *self, GError **error)
{
  gboolean found;

  return find_key (self, &found, error) && (found || make_profile (self, error));
}

gboolean
hs_store_load_key (HsStore *self, GError **error)
{
  gboolean found;

  if (!find_key (self, &found, error))
    return FALSE;
  return found || (hs_store_begin (self, error) &&
                   hs_store_finish (self, find_or_make_key (self, error), error));
}

static gboolean
unwrap (HsStore *self, const char *owner, sqlite3_stmt *row, guint8 *key, GError **error)
{
  g_autofree char *place = hs_seal_place ("owner_key", owner, NULL);
  g_autoptr (GBytes) sealed = hs_sql_column_bytes (row, 0);
  g_autoptr (GBytes) plain = hs_unseal (self->key, place, sealed);

  if (plain == NULL || g_bytes_get_size (plain) != HS_KEY_BYTES)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "The key of owner %s is damaged",
                   owner);
      return FALSE;
    }
  memcpy (key, g_bytes_get_data (plain, NULL), HS_KEY_BYTES);
  return TRUE;
}

static gboolean
make_owner_key (HsStore *self, const char *owner, guint8 *key, GError **error)
{
  g_autofree char *place = hs_seal_place ("owner_key", owner, NULL);
  g_autoptr (GBytes) sealed = NULL;

  /* work that was under way when it was deleted must not bring it back */
  if (g_hash_table_contains (self->deleted, owner))
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NOT_FOUND, "Owner %s was deleted", owner);
      return FALSE;
    }
  hs_world_random (self->world, key, HS_KEY_BYTES);
  sealed = hs_seal (self->world, self->key, place, key, HS_KEY_BYTES);
  return hs_sql_run (self->db, error, "INSERT INTO owner_key (owner, sealed) VALUES (?, ?)", "tb",
                     owner, sealed);
}

gboolean
hs_store_owner_key (HsStore *self, const char *owner, gboolean create, guint8 key[HS_KEY_BYTES],
                    GError **error)
{
  g_autoptr (sqlite3_stmt) row =
    hs_sql_query (self->db, error, "SELECT sealed FROM owner_key WHERE owner = ?", "t", owner);

  switch (row != NULL ? hs_sql_step (row, error) : HS_SQL_ERROR)
    {
    case HS_SQL_ROW:
      return unwrap (self, owner, row, key, error);
    case HS_SQL_DONE:
      if (create)
        return make_owner_key (self, owner, key, error);
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "The key of owner %s is gone",
                   owner);
      return FALSE;
    case HS_SQL_ERROR:
    default:
      return FALSE;
    }
}
