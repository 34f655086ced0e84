/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue as a portal publishes it: a signed timestamp over the index, changes since a cursor,
 * and blobs by their hash. Published are the installation's own catalogue and form files. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-catalogue.h"

#include "hs-demo-announcement.h"
#include "hs-demo-bytes.h"
#include "hs-demo-handlers.h"
#include "hs-demo-sign-in.h"

#include "base/hs-file.h"
#include "base/hs-text.h"

#include <string.h>

#define EXPIRES_US (G_GINT64_CONSTANT (7) * 24 * 3600 * G_USEC_PER_SEC)

/* folder below share_dir, kind of what is in it */
static const char *const folders[][2] = { { "catalog", "catalogue" },
                                          { "catalog/procedures", "procedure" },
                                          { "forms", "form" } };

static gint64
current_version (HsDemo *demo)
{
  return hs_demo_db_int (demo->db, 0, "SELECT max(seq) FROM catalogue", "");
}

static gboolean
publish_file (HsDemo *demo, const char *kind, const char *relative, GError **error)
{
  g_autofree char *path = hs_world_share_path (demo->world, relative);
  g_autofree char *base = g_path_get_basename (relative);
  g_autofree char *id = g_strndup (base, strlen (base) - strlen (".json"));
  g_autofree char *sha256 = NULL, *known = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, 0, error);

  if (bytes == NULL)
    return FALSE;
  sha256 = hs_sha256_hex_bytes (bytes);
  known = hs_demo_db_text (demo->db,
                           "SELECT sha256 FROM catalogue WHERE kind = ? AND id = ? AND NOT deleted",
                           "ss", kind, id);
  hs_demo_db_run (demo->db, "INSERT INTO seen VALUES (?, ?)", "ss", kind, id);
  if (g_strcmp0 (known, sha256) == 0)
    return TRUE;
  hs_demo_db_run (
    demo->db,
    "INSERT INTO catalogue (kind, id, version, sha256, size, deleted, path, seq) VALUES"
    " (?1, ?2, 1, ?3, ?4, 0, ?5, ?6) ON CONFLICT DO UPDATE SET version = version + 1,"
    " sha256 = ?3, size = ?4, deleted = 0, path = ?5, seq = ?6",
    "sssisi", kind, id, sha256, (gint64) g_bytes_get_size (bytes), relative,
    current_version (demo) + 1);
  return TRUE;
}

static gboolean
publish_folder (HsDemo *demo, const char *folder, const char *kind, GError **error)
{
  g_autofree char *path = hs_world_share_path (demo->world, folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  /* a folder that is not installed publishes nothing */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *relative = g_strconcat (folder, "/", name, NULL);

      if (!g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".tests.json"))
        continue;
      if (!publish_file (demo, kind, relative, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
publish_deletions (HsDemo *demo)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT rowid FROM catalogue c WHERE NOT deleted AND NOT EXISTS (SELECT 1"
                      " FROM seen s WHERE s.kind = c.kind AND s.id = c.id)",
                      "");

  while (hs_demo_db_next (demo->db, &row))
    g_ptr_array_add (gone, g_strdup (hs_demo_column (row, 0)));
  for (guint i = 0; i < gone->len; i++)
    hs_demo_db_run (demo->db,
                    "UPDATE catalogue SET deleted = 1, version = version + 1, seq = ? WHERE rowid ="
                    " CAST(? AS INTEGER)",
                    "is", current_version (demo) + 1, g_ptr_array_index (gone, i));
  return hs_demo_db_run (demo->db, "DROP TABLE seen", "");
}

gboolean
hs_demo_catalogue_publish (HsDemo *demo, GError **error)
{
  hs_demo_db_reset (demo->db);
  hs_demo_db_begin (demo->db);
  hs_demo_db_run (demo->db, "CREATE TEMP TABLE seen (kind TEXT, id TEXT)", "");
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (!publish_folder (demo, folders[i][0], folders[i][1], error))
      {
        hs_demo_db_rollback (demo->db);
        return FALSE;
      }
  publish_deletions (demo);
  if (hs_demo_db_commit (demo->db))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the catalogue cannot be published");
  return FALSE;
}

static JsonObject *
item_to_json (sqlite3_stmt *row)
{
  return hs_demo_object ("s:kind", hs_demo_column (row, 0), "s:id", hs_demo_column (row, 1),
                         "i:version", sqlite3_column_int64 (row, 2), "s:sha256",
                         hs_demo_column (row, 3), "i:size", sqlite3_column_int64 (row, 4), NULL);
}

static GBytes *
make_snapshot (HsDemo *demo)
{
  JsonArray *items = json_array_new ();
  g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, current_version (demo));
  g_autofree char *text = NULL;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT kind, id, version, sha256, size FROM catalogue WHERE NOT deleted"
                      " ORDER BY kind, id",
                      "");

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (items, item_to_json (row));
  text = hs_demo_object_write (hs_demo_object ("i:version", MAX (current_version (demo), 1),
                                               "s:next", next, "a:items", items, NULL));
  return g_bytes_new (text, strlen (text));
}

/* Changes once a day, so that the bytes and their signature stay together between two calls. */
static GBytes *
make_timestamp (HsDemo *demo)
{
  g_autoptr (GBytes) snapshot = make_snapshot (demo);
  g_autofree char *sha256 = hs_sha256_hex_bytes (snapshot);
  gint64 day = G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC;
  gint64 expires = hs_demo_now (demo) / day * day + EXPIRES_US;
  g_autofree char *text = hs_demo_object_write (
    hs_demo_object ("i:version", MAX (current_version (demo), 1), "t:expires", expires, "s:sha256",
                    sha256, "i:size", (gint64) g_bytes_get_size (snapshot), NULL));

  return g_bytes_new (text, strlen (text));
}

static void
reply_with_etag (HsDemoRequest *request, GBytes *bytes)
{
  g_autofree char *sha256 = hs_sha256_hex_bytes (bytes);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", sha256);

  if (!hs_demo_reply_not_modified (request, etag))
    hs_demo_reply_bytes (request, SOUP_STATUS_OK, "application/json", bytes);
}

void
hs_demo_catalogue_timestamp (HsDemoRequest *request)
{
  g_autoptr (GBytes) bytes = make_timestamp (request->demo);

  reply_with_etag (request, bytes);
}

void
hs_demo_catalogue_signature (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (GBytes) bytes = make_timestamp (demo);
  g_autofree char *comment =
    g_strdup_printf ("timestamp version:%" G_GINT64_FORMAT, MAX (current_version (demo), 1));
  g_autofree char *text = hs_demo_key_minisign (&demo->keys->catalogue, bytes, comment);

  hs_demo_reply_text (request, SOUP_STATUS_OK, "text/plain; charset=utf-8", text);
}

void
hs_demo_catalogue_snapshot (HsDemoRequest *request)
{
  g_autoptr (GBytes) bytes = make_snapshot (request->demo);

  reply_with_etag (request, bytes);
}

void
hs_demo_catalogue_changes (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  gint64 since = hs_demo_request_query_int (request, "since", -1);
  gint64 limit = CLAMP (hs_demo_request_query_int (request, "limit", 500), 1, 1000);
  JsonArray *items;
  g_autofree char *next_text = NULL;
  gint64 next = since;
  gboolean more = FALSE;
  g_autoptr (sqlite3_stmt) row = NULL;

  if (since < 0 || since > current_version (demo))
    {
      hs_demo_problem (request, "cursor-expired", NULL, "Hãy lấy lại toàn bộ danh mục.");
      return;
    }
  items = json_array_new ();
  row =
    hs_demo_db_query (demo->db,
                      "SELECT kind, id, version, sha256, size, deleted, seq FROM catalogue WHERE"
                      " seq > ? ORDER BY seq LIMIT ?",
                      "ii", since, limit + 1);
  while (hs_demo_db_next (demo->db, &row))
    {
      JsonObject *item;

      if (json_array_get_length (items) == (guint) limit)
        {
          more = TRUE;
          continue;
        }
      item = item_to_json (row);
      json_object_set_string_member (item, "op",
                                     sqlite3_column_int (row, 5) != 0 ? "delete" : "upsert");
      json_array_add_object_element (items, item);
      next = sqlite3_column_int64 (row, 6);
    }
  next_text = g_strdup_printf ("%" G_GINT64_FORMAT, next);
  hs_demo_reply_object (
    request, SOUP_STATUS_OK,
    hs_demo_object ("a:items", items, "s:next", next_text, "b:more", more, NULL));
}

void
hs_demo_blob (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  const char *wanted = request->parts[3];
  g_autofree char *relative = NULL, *path = NULL, *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;

  relative = hs_demo_db_text (
    demo->db, "SELECT path FROM catalogue WHERE sha256 = ? AND NOT deleted", "s", wanted);
  path = relative == NULL ? NULL : hs_world_share_path (demo->world, relative);
  bytes = path == NULL ? NULL : hs_file_load (path, 0, NULL);
  sha256 = bytes == NULL ? NULL : hs_sha256_hex_bytes (bytes);
  if (g_strcmp0 (sha256, wanted) != 0)
    hs_demo_problem (request, "not-found", NULL, "Cổng không có nội dung này.");
  else
    hs_demo_reply_file (request, "application/octet-stream", bytes, sha256,
                        "public, max-age=31536000, immutable");
}

void
hs_demo_well_known (HsDemoRequest *request)
{
  const HsDemoKey *key = &request->demo->keys->receipt;
  g_autofree char *public_key = hs_demo_base64url (key->public_key, sizeof key->public_key);
  g_autofree char *origin = hs_demo_request_url (request, "%s", "");
  g_autofree char *api = g_strconcat (origin, "/v1", NULL);
  g_autofree char *uploads = g_strconcat (origin, "/v1/uploads", NULL);
  g_autofree char *minisign = hs_demo_key_dup_minisign_public (&request->demo->keys->catalogue);
  JsonArray *types = json_array_new (), *keys = json_array_new ();

  for (guint i = 0; hs_demo_media_types[i] != NULL; i++)
    json_array_add_string_element (types, hs_demo_media_types[i]);
  json_array_add_object_element (keys, hs_demo_object ("s:keyId", key->id, "s:algorithm", "Ed25519",
                                                       "s:publicKey", public_key, NULL));
  hs_demo_reply_object (
    request, SOUP_STATUS_OK,
    hs_demo_object ("s:name", "Cổng dịch vụ công trình diễn", "s:issuer", origin, "s:clientId",
                    HS_DEMO_CLIENT, "s:apiUrl", api, "s:uploadUrl", uploads, "o:limits",
                    hs_demo_object ("i:maxFileBytes", (gint64) HS_DEMO_MAX_FILE_BYTES, "i:maxFiles",
                                    (gint64) HS_DEMO_MAX_FILES, "i:maxTotalBytes",
                                    (gint64) HS_DEMO_MAX_TOTAL_BYTES, "a:mediaTypes", types, NULL),
                    "a:receiptKeys", keys, "s:catalogueKey", minisign, "s:minimumClientVersion",
                    "0.1.0", "o:poll", hs_demo_object ("i:minSeconds", (gint64) 0, NULL), NULL));
}
