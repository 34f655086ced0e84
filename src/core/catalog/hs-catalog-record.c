/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of procedures and the row made of them. Facts checked by hand win over imported ones, a
 * whole record wins over a name; where the stronger says nothing, the weaker fills the gap. So an
 * import never changes a curated checklist, and a refresh of the shipped files never loses an import. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalog-record.h"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "catalog/hs-catalog-db.h"
#include "catalog/hs-catalogue.h"
#include "catalog/hs-search-text.h"

#include <string.h>

const char *
hs_catalog_array_text (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : "";
}

gboolean
hs_catalog_record_check (JsonObject *record, GError **error)
{
  static const char *const needed[] = { "title", "legalName", "field", "source" };
  const char *code = hs_json_string (record, "code", "");

  if (!hs_procedure_code_is_valid (code))
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_RECORD,
                   "\"%s\" is not the code of a procedure", code);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (hs_text_is_blank (hs_json_string (record, needed[i], NULL)))
      {
        g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_RECORD, "%s has no %s", code,
                     needed[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_open (JsonObject *record, const char *member)
{
  JsonNode *node = json_object_get_member (record, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) == 0;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return *json_node_get_string (node) == '\0';
  return FALSE;
}

static void
fill_gaps (JsonObject *strong, JsonObject *weak)
{
  g_autoptr (GList) members = json_object_get_members (weak);

  for (GList *l = members; l != NULL; l = l->next)
    if (is_open (strong, l->data))
      json_object_set_member (strong, l->data,
                              json_node_copy (json_object_get_member (weak, l->data)));
}

/* (transfer full) (nullable): the merged facts; NULL without error when no origin knows the key. */
static JsonNode *
merge_records (sqlite3 *db, const char *key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT json FROM record WHERE key = ?1 ORDER BY origin", error);
  g_autoptr (JsonNode) merged = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  hs_catalog_db_bind (statement, 1, key);
  while (TRUE)
    {
      g_autoptr (JsonNode) next = NULL;

      if (!hs_catalog_db_step (db, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&merged);
      next = hs_json_parse (hs_catalog_db_text (statement, 0), -1, HS_JSON_DEFAULT, 0, error);
      if (next == NULL)
        return NULL;
      if (merged == NULL)
        merged = g_steal_pointer (&next);
      else
        fill_gaps (json_node_get_object (merged), json_node_get_object (next));
    }
}

/* ",commune,province,": can be searched for with one LIKE or instr. */
static char *
join_array (JsonObject *record, const char *member, const char *separator)
{
  JsonArray *array = hs_json_array (record, member);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  GString *out = g_string_new (separator);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", hs_catalog_array_text (array, i), separator);
  if (n == 0)
    g_string_truncate (out, 0);
  return g_string_free (out, FALSE);
}

static gboolean
is_filled_array (JsonObject *record, const char *member)
{
  JsonArray *array = hs_json_array (record, member);

  return array != NULL && json_array_get_length (array) > 0;
}

/* How likely a citizen means this one: what can be started, what we know to be common, what is done
 * in the commune. */
static int
weigh (JsonObject *record, const char *levels, const char *audience)
{
  const char *kind = hs_json_string (record, "kind", "STANDARD");
  int weight = (int) hs_json_int (record, "popularity", 0);

  if (!is_open (record, "form"))
    weight += 100;
  if (strcmp (kind, "SPECIFIC") == 0)
    weight -= 20;
  else if (strcmp (kind, "STANDARD_INTERNAL") == 0)
    weight -= 40;
  if (strstr (audience, ",citizen,") != NULL)
    weight += 20;
  if (strstr (levels, ",commune,") != NULL)
    weight += 10;
  return weight;
}

static gboolean
write_row (sqlite3 *db, const char *key, JsonNode *merged, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db,
                           "INSERT OR REPLACE INTO procedure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                           "?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                           error);
  JsonObject *record = json_node_get_object (merged);
  g_autofree char *levels = join_array (record, "levels", ",");
  g_autofree char *audience = join_array (record, "audience", ",");
  g_autofree char *aliases = join_array (record, "aliases", "\n");
  g_autofree char *json = hs_json_write (merged);

  if (statement == NULL)
    return FALSE;
  hs_catalog_db_bind (statement, 1, key);
  hs_catalog_db_bind (statement, 2, hs_json_string (record, "title", ""));
  hs_catalog_db_bind (statement, 3, hs_json_string (record, "legalName", ""));
  hs_catalog_db_bind (statement, 4, hs_json_string (record, "field", ""));
  hs_catalog_db_bind (statement, 5, hs_json_string (record, "agency", ""));
  hs_catalog_db_bind (statement, 6, hs_json_string (record, "promulgator", ""));
  hs_catalog_db_bind (statement, 7, levels);
  hs_catalog_db_bind (statement, 8, hs_json_string (record, "online", ""));
  hs_catalog_db_bind (statement, 9, hs_json_string (record, "form", NULL));
  hs_catalog_db_bind (statement, 10, audience);
  hs_catalog_db_bind (statement, 11, aliases);
  sqlite3_bind_int (statement, 12, weigh (record, levels, audience));
  sqlite3_bind_int (statement, 13,
                    is_filled_array (record, "evidence") || is_filled_array (record, "channels") ||
                      is_filled_array (record, "steps"));
  hs_catalog_db_bind (statement, 14, json);
  return hs_catalog_db_run (db, statement, error);
}

static gboolean
remake_row (sqlite3 *db, const char *key, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) merged = merge_records (db, key, &problem);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (merged != NULL)
    return write_row (db, key, merged, error);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  statement = hs_catalog_db_prepare (db, "DELETE FROM procedure WHERE key = ?1", error);
  if (statement == NULL)
    return FALSE;
  hs_catalog_db_bind (statement, 1, key);
  return hs_catalog_db_run (db, statement, error);
}

static gboolean
is_known (sqlite3 *db, const char *key, gboolean *known, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT 1 FROM record WHERE key = ?1 LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  hs_catalog_db_bind (statement, 1, key);
  return hs_catalog_db_step (db, statement, known, error);
}

gboolean
hs_catalog_record_put (sqlite3 *db, const char *key, HsRecordOrigin origin, JsonObject *record,
                       gboolean *is_new, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), record);
  g_autofree char *json = hs_json_write (node);
  gboolean known;

  if (!is_known (db, key, &known, error))
    return FALSE;
  statement =
    hs_catalog_db_prepare (db, "INSERT OR REPLACE INTO record VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  hs_catalog_db_bind (statement, 1, key);
  sqlite3_bind_int (statement, 2, origin);
  hs_catalog_db_bind (statement, 3, json);
  if (!hs_catalog_db_run (db, statement, error))
    return FALSE;
  if (is_new != NULL)
    *is_new = !known;
  return known ? remake_row (db, key, error) : write_row (db, key, node, error);
}

gboolean
hs_catalog_record_drop (sqlite3 *db, HsRecordOrigin origin, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT key FROM record WHERE origin = ?1", error);
  g_autoptr (sqlite3_stmt) remove =
    hs_catalog_db_prepare (db, "DELETE FROM record WHERE origin = ?1", error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  if (statement == NULL || remove == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, origin);
  do
    {
      if (!hs_catalog_db_step (db, statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (keys, g_strdup (hs_catalog_db_text (statement, 0)));
    }
  while (row);
  sqlite3_bind_int (remove, 1, origin);
  if (!hs_catalog_db_run (db, remove, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!remake_row (db, g_ptr_array_index (keys, i), error))
      return FALSE;
  return TRUE;
}

/* --- the search index --- */

typedef struct
{
  char *means; /* (owned) folded, one space before and after */
  char *say;   /* (owned) as people write it */
} Synonym;

static void
free_synonym (gpointer data)
{
  Synonym *self = data;

  g_free (self->means);
  g_free (self->say);
  g_free (self);
}

static GPtrArray *
load_synonyms (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT means, say FROM synonym", error);
  g_autoptr (GPtrArray) synonyms = g_ptr_array_new_with_free_func (free_synonym);
  gboolean row = statement != NULL;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      Synonym *synonym;

      if (!hs_catalog_db_step (db, statement, &row, error))
        return NULL;
      if (!row)
        break;
      synonym = g_new0 (Synonym, 1);
      synonym->means = g_strdup_printf (" %s ", hs_catalog_db_text (statement, 0));
      synonym->say = g_strdup (hs_catalog_db_text (statement, 1));
      g_ptr_array_add (synonyms, synonym);
    }
  return g_steal_pointer (&synonyms);
}

typedef char *(*Spelling) (const char *text);

/* Each line through the spelling; the lines stay apart so that an alias can be matched as a whole. */
static char *
spell_lines (const char *lines, Spelling spelling)
{
  g_auto (GStrv) parts = g_strsplit (lines, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = spelling (parts[i]);

      if (*part == '\0')
        continue;
      if (out->len > 0)
        g_string_append_c (out, '\n');
      g_string_append (out, part);
    }
  return g_string_free (out, FALSE);
}

static char *
add_synonyms (const char *aliases, const char *title, GPtrArray *synonyms)
{
  GString *all = g_string_new (aliases);
  g_autofree char *padded = g_strdup_printf (" %s ", title);

  for (guint i = 0; i < synonyms->len; i++)
    {
      Synonym *synonym = g_ptr_array_index (synonyms, i);

      if (strstr (padded, synonym->means) != NULL)
        g_string_append_printf (all, "\n%s", synonym->say);
    }
  return g_string_free (all, FALSE);
}

typedef struct
{
  sqlite3_stmt *search; /* (owned) */
  sqlite3_stmt *fts;    /* (owned) */
  GPtrArray *synonyms;
  gint64 id;
} Indexer;

static gboolean
index_row (sqlite3 *db, Indexer *indexer, sqlite3_stmt *row, GError **error)
{
  g_autofree char *title = hs_search_fold (hs_catalog_db_text (row, 1));
  g_autofree char *legal = hs_search_fold (hs_catalog_db_text (row, 2));
  g_autofree char *marks = hs_search_marks (hs_catalog_db_text (row, 1));
  g_autofree char *names = add_synonyms (hs_catalog_db_text (row, 3), legal, indexer->synonyms);
  g_autofree char *aliases = spell_lines (names, hs_search_fold);
  g_autofree char *alias_marks = spell_lines (names, hs_search_marks);
  g_autofree char *field = hs_search_fold (hs_catalog_db_text (row, 4));
  g_autofree char *office = hs_search_fold (hs_catalog_db_text (row, 10));
  g_autofree char *other = g_strjoin (" ", legal, field, office, NULL);
  g_autofree char *all_marks = g_strjoin (" ", marks, alias_marks, NULL);

  indexer->id++;
  sqlite3_bind_int64 (indexer->search, 1, indexer->id);
  hs_catalog_db_bind (indexer->search, 2, hs_catalog_db_text (row, 0));
  hs_catalog_db_bind (indexer->search, 3, title);
  hs_catalog_db_bind (indexer->search, 4, marks);
  hs_catalog_db_bind (indexer->search, 5, aliases);
  hs_catalog_db_bind (indexer->search, 6, alias_marks);
  hs_catalog_db_bind (indexer->search, 7, other);
  sqlite3_bind_int (indexer->search, 8, sqlite3_column_int (row, 9));
  hs_catalog_db_bind (indexer->search, 9, hs_catalog_db_text (row, 4));
  hs_catalog_db_bind (indexer->search, 10, hs_catalog_db_text (row, 5));
  hs_catalog_db_bind (indexer->search, 11, hs_catalog_db_text (row, 6));
  hs_catalog_db_bind (indexer->search, 12, hs_catalog_db_text (row, 7));
  if (!hs_catalog_db_run (db, indexer->search, error))
    return FALSE;
  sqlite3_bind_int64 (indexer->fts, 1, indexer->id);
  hs_catalog_db_bind (indexer->fts, 2, title);
  hs_catalog_db_bind (indexer->fts, 3, aliases);
  hs_catalog_db_bind (indexer->fts, 4, other);
  hs_catalog_db_bind (indexer->fts, 5, all_marks);
  return hs_catalog_db_run (db, indexer->fts, error);
}

static gboolean
index_rows (sqlite3 *db, Indexer *indexer, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
    hs_catalog_db_prepare (db,
                           "SELECT key, title, legal_name, aliases, field, levels, online, "
                           "audience, form, weight, promulgator"
                           " FROM procedure ORDER BY weight DESC, length (title), key",
                           error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!hs_catalog_db_step (db, rows, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (!index_row (db, indexer, rows, error))
        return FALSE;
    }
}

gboolean
hs_catalog_record_index (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) synonyms = load_synonyms (db, error);
  g_autoptr (sqlite3_stmt) search = NULL;
  g_autoptr (sqlite3_stmt) fts = NULL;
  Indexer indexer;

  if (synonyms == NULL ||
      !hs_catalog_db_exec (db, "DELETE FROM search; INSERT INTO fts (fts) VALUES ('delete-all');",
                           error))
    return FALSE;
  search = hs_catalog_db_prepare (
    db, "INSERT INTO search VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", error);
  fts = hs_catalog_db_prepare (
    db, "INSERT INTO fts (rowid, title, aliases, other, marks) VALUES (?1, ?2, ?3, ?4, ?5)", error);
  if (search == NULL || fts == NULL)
    return FALSE;
  indexer = (Indexer){ search, fts, synonyms, 0 };
  return index_rows (db, &indexer, error);
}
