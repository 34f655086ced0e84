/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search while typing. FTS5 gives the rows that have the words, in the order of popularity (the row
 * number), a bounded number of them; they are then put in order by how well title and everyday names
 * answer. No words too many: where nothing has them all, words like "làm" and "cho" are left out, at
 * last some of the words are enough. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalog-search.h"

#include "catalog/hs-catalog-db.h"
#include "catalog/hs-search-query.h"
#include "catalog/hs-search-text.h"

#include <string.h>

/* Rows looked at for one expression: more would cost time and only add what nobody asked for. */
#define MAX_CANDIDATES 400
#define GOOD 450 /* of a text: its words in one run */
#define ENOUGH_GOOD 3
#define PENALTY_IGNORED 60
#define PENALTY_SOME 100
#define SCORE_ACROSS 120
#define SCORE_CODE 5000

#define FILTER_SQL                                                                                 \
  " (?2 IS NULL OR s.field = ?2) AND (?3 IS NULL OR instr (s.levels, ?3) > 0)"                     \
  " AND (?4 IS NULL OR s.online = ?4) AND (?5 IS NULL OR instr (s.audience, ?5) > 0)"              \
  " AND (?6 IS NULL OR s.key IN (SELECT key FROM life_event_procedure WHERE event = ?6)) "

typedef struct
{
  char *key; /* (owned) */
  int score;
  gint64 id; /* place in the order of popularity */
} Hit;

typedef struct
{
  sqlite3 *db;
  const char *field;      /* (nullable) */
  char *level;            /* (owned) (nullable) ",commune," */
  const char *online;     /* (nullable) */
  char *audience;         /* (owned) (nullable) ",citizen," */
  const char *life_event; /* (nullable) */
  guint limit;
  guint n_good;      /* hits that answer well */
  GPtrArray *hits;   /* (owned) (element-type Hit) */
  GHashTable *known; /* (owned) key of each hit, borrowed from it */
} Search;

static void
free_hit (gpointer data)
{
  Hit *self = data;

  g_free (self->key);
  g_free (self);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *first = *(Hit *const *) a;
  const Hit *second = *(Hit *const *) b;

  if (first->score != second->score)
    return second->score > first->score ? 1 : -1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static void
bind_filter (Search *self, sqlite3_stmt *statement)
{
  hs_catalog_db_bind (statement, 2, self->field);
  hs_catalog_db_bind (statement, 3, self->level);
  hs_catalog_db_bind (statement, 4, self->online);
  hs_catalog_db_bind (statement, 5, self->audience);
  hs_catalog_db_bind (statement, 6, self->life_event);
}

static void
add_hit (Search *self, const char *key, gint64 id, int score)
{
  Hit *hit;

  if (g_hash_table_contains (self->known, key))
    return;
  hit = g_new (Hit, 1);
  hit->key = g_strdup (key);
  hit->score = score;
  hit->id = id;
  g_ptr_array_add (self->hits, hit);
  g_hash_table_add (self->known, hit->key);
}

static guint
count_bits (guint bits)
{
  return (guint) __builtin_popcount (bits);
}

/* Words found anywhere else: legal name, field, office. */
static guint
match_other (HsSearchQuery *query, const char *other)
{
  guint matched;

  hs_search_query_score (query, other, strlen (other), "", 0, &matched);
  return matched;
}

/* Without the weight of the procedure. */
static int
score_row (HsSearchQuery *query, sqlite3_stmt *row, guint *n_found)
{
  const char *title = hs_catalog_db_text (row, 2);
  const char *marks = hs_catalog_db_text (row, 3);
  const char *alias = hs_catalog_db_text (row, 4);
  const char *alias_marks = hs_catalog_db_text (row, 5);
  guint all = (1u << query->n) - 1;
  guint seen, found;
  int best = hs_search_query_score (query, title, strlen (title), marks, strlen (marks), &seen);

  found = seen;
  while (*alias != '\0')
    {
      gsize length = strcspn (alias, "\n");
      gsize marks_length = strcspn (alias_marks, "\n");
      int score = hs_search_query_score (query, alias, length, alias_marks, marks_length, &seen);

      found |= seen;
      best = MAX (best, score - 40);
      alias += length + (alias[length] != '\0');
      alias_marks += marks_length + (alias_marks[marks_length] != '\0');
    }
  if (found != all)
    found |= match_other (query, hs_catalog_db_text (row, 6));
  *n_found = count_bits (found);
  return MAX (best, (int) (SCORE_ACROSS * *n_found / query->n));
}

static gboolean
collect (Search *self, HsSearchQuery *query, const char *match, guint n_needed, int penalty,
         GError **error)
{
  g_autoptr (sqlite3_stmt) rows = hs_catalog_db_prepare (
    self->db,
    "SELECT s.id, s.key, s.title, s.marks, s.aliases, s.alias_marks, s.other, s.weight"
    " FROM fts JOIN search s ON s.id = fts.rowid WHERE fts MATCH ?1 AND" FILTER_SQL
    "ORDER BY fts.rowid LIMIT ?7",
    error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  hs_catalog_db_bind (rows, 1, match);
  bind_filter (self, rows);
  sqlite3_bind_int64 (rows, 7, MAX (MAX_CANDIDATES, self->limit));
  while (TRUE)
    {
      guint n_found;
      int score;

      if (!hs_catalog_db_step (self->db, rows, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      score = score_row (query, rows, &n_found) - penalty;
      if (n_found < n_needed)
        continue;
      self->n_good += score >= GOOD;
      add_hit (self, hs_catalog_db_text (rows, 1), sqlite3_column_int64 (rows, 0),
               score + sqlite3_column_int (rows, 7));
    }
}

static gboolean
collect_all_words (Search *self, HsSearchQuery *query, int penalty, GError **error)
{
  g_autofree char *match = hs_search_query_match (query, FALSE, FALSE);

  if (query->has_marks && query->n > 1)
    {
      g_autofree char *exact = hs_search_query_match (query, FALSE, TRUE);

      if (!collect (self, query, exact, 0, penalty, error))
        return FALSE;
    }
  return collect (self, query, match, 0, penalty, error);
}

static gboolean
collect_some_words (Search *self, HsSearchQuery *query, GError **error)
{
  g_autofree char *match = NULL;

  if (query->n < 2)
    return TRUE;
  match = hs_search_query_match (query, TRUE, FALSE);
  return collect (self, query, match, (query->n + 1) / 2, PENALTY_SOME, error);
}

static GHashTable *
load_ignored (sqlite3 *db, GError **error)
{
  g_autoptr (GHashTable) ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) rows = hs_catalog_db_prepare (db, "SELECT word FROM ignored", error);
  gboolean row = TRUE;

  if (rows == NULL)
    return NULL;
  while (TRUE)
    {
      if (!hs_catalog_db_step (db, rows, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ignored);
      g_hash_table_add (ignored, g_strdup (hs_catalog_db_text (rows, 0)));
    }
}

static gboolean
search_words (Search *self, HsSearchQuery *query, GError **error)
{
  g_autoptr (GHashTable) ignored = NULL;
  g_autoptr (HsSearchQuery) rest = NULL;

  if (!collect_all_words (self, query, 0, error))
    return FALSE;
  if (self->n_good >= ENOUGH_GOOD)
    return TRUE;
  ignored = load_ignored (self->db, error);
  if (ignored == NULL)
    return FALSE;
  rest = hs_search_query_without (query, ignored);
  if (rest != NULL && !collect_all_words (self, rest, PENALTY_IGNORED, error))
    return FALSE;
  return self->n_good >= ENOUGH_GOOD ||
         collect_some_words (self, rest != NULL ? rest : query, error);
}

static gboolean
is_code_like (const char *text)
{
  return g_regex_match_simple ("^[0-9]\\.[0-9][0-9A-Za-z.~-]*$", text, 0, 0);
}

static gboolean
search_code (Search *self, const char *text, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = hs_catalog_db_prepare (
    self->db,
    "SELECT s.id, s.key FROM search s WHERE substr (s.key, 1, length (?1)) = ?1 AND" FILTER_SQL
    "ORDER BY s.key LIMIT 200",
    error);
  gboolean row = TRUE;
  int score = SCORE_CODE;

  if (rows == NULL)
    return FALSE;
  hs_catalog_db_bind (rows, 1, text);
  bind_filter (self, rows);
  while (TRUE)
    {
      if (!hs_catalog_db_step (self->db, rows, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      add_hit (self, hs_catalog_db_text (rows, 1), sqlite3_column_int64 (rows, 0), score--);
    }
}

/* Nothing typed: the order of popularity. */
static gboolean
list_all (Search *self, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = hs_catalog_db_prepare (
    self->db,
    "SELECT s.id, s.key FROM search s WHERE ?1 IS NULL AND" FILTER_SQL "ORDER BY s.id LIMIT ?7",
    error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  bind_filter (self, rows);
  sqlite3_bind_int64 (rows, 7, self->limit > 0 ? (gint64) self->limit : -1);
  while (TRUE)
    {
      if (!hs_catalog_db_step (self->db, rows, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      add_hit (self, hs_catalog_db_text (rows, 1), sqlite3_column_int64 (rows, 0), 0);
    }
}

static GPtrArray *
take_keys (Search *self)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_sort (self->hits, compare_hits);
  for (guint i = 0; i < self->hits->len && (self->limit == 0 || i < self->limit); i++)
    {
      Hit *hit = g_ptr_array_index (self->hits, i);

      g_ptr_array_add (keys, g_strdup (hit->key));
    }
  return keys;
}

static char *
between_commas (const char *value)
{
  return value != NULL ? g_strdup_printf (",%s,", value) : NULL;
}

GPtrArray *
hs_catalog_search (sqlite3 *db, const char *text, const HsCatalogueFilter *filter, guint limit,
                   GError **error)
{
  g_autoptr (HsSearchQuery) query = text != NULL ? hs_search_query_new (text) : NULL;
  g_autofree char *code = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  Search self = { .db = db, .limit = limit };
  GPtrArray *keys = NULL;
  gboolean ok;

  if (filter != NULL)
    {
      self.field = filter->field;
      self.level = between_commas (filter->level);
      self.online = filter->online;
      self.audience = between_commas (filter->audience);
      self.life_event = filter->life_event;
    }
  self.hits = g_ptr_array_new_with_free_func (free_hit);
  self.known = g_hash_table_new (g_str_hash, g_str_equal);
  if (query == NULL)
    ok = list_all (&self, error);
  else
    ok = (!is_code_like (code) || search_code (&self, code, error)) &&
         (self.hits->len > 0 || search_words (&self, query, error));
  if (ok)
    keys = take_keys (&self);
  g_hash_table_unref (self.known);
  g_ptr_array_unref (self.hits);
  g_free (self.level);
  g_free (self.audience);
  return keys;
}
