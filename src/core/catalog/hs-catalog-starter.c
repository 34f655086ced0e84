/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The starter catalogue: files of share_dir/catalog into the database, when their content changed. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalog-starter.h"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "catalog/hs-catalog-db.h"
#include "catalog/hs-catalog-record.h"
#include "catalog/hs-catalogue.h"
#include "catalog/hs-search-text.h"

#include <gio/gio.h>
#include <string.h>

/* Raised when the tables are made otherwise from the same files. */
#define BUILDER "1"

typedef struct
{
  char *name;     /* (owned) "procedures/1.001193.json" */
  GBytes *bytes;  /* (owned) */
  JsonNode *root; /* (owned) (nullable) an object */
} StarterFile;

static void
free_file (gpointer data)
{
  StarterFile *self = data;

  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

static gboolean
read_file (GPtrArray *files, HsWorld *world, const char *name, GError **error)
{
  g_autofree char *relative = g_build_filename ("catalog", name, NULL);
  g_autofree char *path = hs_world_share_path (world, relative);
  StarterFile *file;
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  file = g_new0 (StarterFile, 1);
  file->name = g_strdup (name);
  file->bytes = g_bytes_new_take (text, length);
  g_ptr_array_add (files, file);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* procedures/ in the order of names, then the rest. */
static GPtrArray *
read_files (HsWorld *world, GError **error)
{
  static const char *const others[] = { "common.json", "life-events.json", "synonyms.json" };
  g_autofree char *folder = hs_world_share_path (world, "catalog/procedures");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (free_file);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_build_filename ("procedures", name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_ptr_array_add (names, g_strdup (others[i]));
  for (guint i = 0; i < names->len; i++)
    if (!read_file (files, world, g_ptr_array_index (names, i), error))
      return NULL;
  return g_steal_pointer (&files);
}

static char *
hash_files (GPtrArray *files)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) BUILDER, -1);
  for (guint i = 0; i < files->len; i++)
    {
      StarterFile *file = g_ptr_array_index (files, i);
      gsize size;
      gconstpointer data = g_bytes_get_data (file->bytes, &size);
      g_autofree char *head = g_strdup_printf ("\n%s %" G_GSIZE_FORMAT "\n", file->name, size);

      g_checksum_update (checksum, (const guchar *) head, -1);
      g_checksum_update (checksum, data, (gssize) size);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
parse_file (StarterFile *file, GError **error)
{
  file->root = hs_json_parse_bytes (file->bytes, HS_JSON_EXACT_NUMBERS, error);
  if (file->root == NULL)
    {
      g_prefix_error (error, "catalog/%s: ", file->name);
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (file->root))
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT,
                   "catalog/%s: not a JSON object", file->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
put_procedure (sqlite3 *db, StarterFile *file, JsonObject *record, GError **error)
{
  if (!hs_catalog_record_check (record, error) ||
      !hs_catalog_record_put (db, hs_json_string (record, "code", ""), HS_RECORD_STARTER, record,
                              NULL, error))
    {
      g_prefix_error (error, "catalog/%s: ", file->name);
      return FALSE;
    }
  return TRUE;
}

/* Rows of a member that must all be objects. */
static gboolean
for_each_row (sqlite3 *db, StarterFile *file, const char *member,
              gboolean (*use) (sqlite3 *db, StarterFile *file, JsonObject *row, guint position,
                               GError **error),
              GError **error)
{
  JsonArray *rows = hs_json_array (json_node_get_object (file->root), member);
  guint n = rows != NULL ? json_array_get_length (rows) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (!JSON_NODE_HOLDS_OBJECT (row))
        {
          g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_RECORD,
                       "catalog/%s: /%s/%u is not an object", file->name, member, i);
          return FALSE;
        }
      if (!use (db, file, json_node_get_object (row), i, error))
        return FALSE;
    }
  return TRUE;
}

/* The common names share one source, written once in the file. */
static gboolean
put_common (sqlite3 *db, StarterFile *file, JsonObject *row, guint position, GError **error)
{
  JsonObject *root = json_node_get_object (file->root);
  static const char *const shared[] = { "source", "updated" };

  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    if (!json_object_has_member (row, shared[i]) && json_object_has_member (root, shared[i]))
      json_object_set_string_member (row, shared[i], hs_json_string (root, shared[i], ""));
  return put_procedure (db, file, row, error);
}

static gboolean
put_texts (sqlite3 *db, const char *sql, const char *const *texts, int position, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hs_catalog_db_prepare (db, sql, error);
  int index = 1;

  if (statement == NULL)
    return FALSE;
  for (; texts[index - 1] != NULL; index++)
    hs_catalog_db_bind (statement, index, texts[index - 1]);
  if (position >= 0)
    sqlite3_bind_int (statement, index, position);
  return hs_catalog_db_run (db, statement, error);
}

static gboolean
put_life_event (sqlite3 *db, StarterFile *file, JsonObject *row, guint position, GError **error)
{
  const char *texts[] = { hs_json_string (row, "id", ""), hs_json_string (row, "title", ""),
                          hs_json_string (row, "icon", ""), hs_json_string (row, "audience", ""),
                          NULL };
  JsonArray *codes = hs_json_array (row, "procedures");
  guint n = codes != NULL ? json_array_get_length (codes) : 0;

  if (!put_texts (
        db,
        "INSERT INTO life_event (id, title, icon, audience, position) VALUES (?1, ?2, ?3, ?4, ?5)",
        texts, (int) position, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *member[] = { texts[0], hs_catalog_array_text (codes, i), NULL };

      if (!put_texts (
            db,
            "INSERT OR IGNORE INTO life_event_procedure (event, key, position) VALUES (?1, ?2, ?3)",
            member, (int) i, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_word (sqlite3 *db, StarterFile *file, JsonObject *row, guint position, GError **error)
{
  g_autofree char *means = hs_search_fold (hs_json_string (row, "means", ""));
  JsonArray *say = hs_json_array (row, "say");
  guint n = say != NULL ? json_array_get_length (say) : 0;

  for (guint i = 0; i < n; i++)
    {
      const char *texts[] = { means, hs_catalog_array_text (say, i), NULL };

      if (!put_texts (db, "INSERT OR IGNORE INTO synonym VALUES (?1, ?2)", texts, -1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_ignored (sqlite3 *db, StarterFile *file, GError **error)
{
  JsonArray *words = hs_json_array (json_node_get_object (file->root), "ignore");
  guint n = words != NULL ? json_array_get_length (words) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *phrase = hs_search_fold (hs_catalog_array_text (words, i));
      g_auto (GStrv) parts = g_strsplit (phrase, " ", -1);

      for (guint j = 0; parts[j] != NULL; j++)
        {
          const char *texts[] = { parts[j], NULL };

          if (!put_texts (db, "INSERT OR IGNORE INTO ignored VALUES (?1)", texts, -1, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
put_file (sqlite3 *db, StarterFile *file, GError **error)
{
  if (!parse_file (file, error))
    return FALSE;
  if (strcmp (file->name, "common.json") == 0)
    return for_each_row (db, file, "procedures", put_common, error);
  if (strcmp (file->name, "life-events.json") == 0)
    return for_each_row (db, file, "events", put_life_event, error);
  if (strcmp (file->name, "synonyms.json") == 0)
    return for_each_row (db, file, "words", put_word, error) && put_ignored (db, file, error);
  return put_procedure (db, file, json_node_get_object (file->root), error);
}

static gboolean
fill (sqlite3 *db, GPtrArray *files, const char *hash, GError **error)
{
  if (!hs_catalog_record_drop (db, HS_RECORD_STARTER, error) ||
      !hs_catalog_db_exec (db,
                           "DELETE FROM life_event; DELETE FROM life_event_procedure;"
                           "DELETE FROM synonym; DELETE FROM ignored;",
                           error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (!put_file (db, g_ptr_array_index (files, i), error))
      return FALSE;
  return hs_catalog_record_index (db, error) && hs_catalog_db_set_meta (db, "starter", hash, error);
}

gboolean
hs_catalog_starter_refresh (sqlite3 *db, HsWorld *world, GError **error)
{
  g_autoptr (GPtrArray) files = read_files (world, error);
  g_autofree char *hash = NULL;
  g_autofree char *filled = NULL;

  if (files == NULL)
    return FALSE;
  hash = hash_files (files);
  filled = hs_catalog_db_get_meta (db, "starter", error);
  if (filled == NULL)
    return FALSE;
  if (strcmp (hash, filled) == 0)
    return TRUE;
  return hs_catalog_db_begin (db, error) &&
         hs_catalog_db_end (db, fill (db, files, hash, error), error);
}
