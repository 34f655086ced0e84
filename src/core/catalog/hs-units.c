/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The administrative units of the two tiers, read once from share_dir/catalog/units.json: by code, by
 * province, and by name with or without marks. Immutable after loading, so any thread may read. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-units.h"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "catalog/hs-catalog-record.h"
#include "catalog/hs-catalogue.h"
#include "catalog/hs-old-units-private.h"
#include "catalog/hs-search-text.h"

#include <string.h>

#define MAX_WORDS 12

struct _HsUnit
{
  GObject parent_instance;

  char *code;      /* (owned) */
  char *name;      /* (owned) */
  char *full_name; /* (owned) kind and name */
  char *path;      /* (owned) up to the province */
  HsUnit *parent;  /* (owned) (nullable) */
  char *folded;    /* (owned) name, for search */
  char *marks;     /* (owned) name with normalised marks */
  char *words;     /* (owned) everything that may be typed, folded, one space around each word */
};

G_DEFINE_FINAL_TYPE (HsUnit, hs_unit, G_TYPE_OBJECT)

struct _HsUnits
{
  gatomicrefcount ref_count;

  GListStore *provinces; /* (owned) of HsUnit */
  GPtrArray *all;        /* (owned) (element-type HsUnit) provinces first, then communes */
  GHashTable *by_code;   /* (owned) code -> HsUnit, both borrowed from all */

  char *old_path;      /* (owned) where the units before the merger are */
  GMutex old_lock;     /* guards what follows, which is read when first asked for */
  HsOldUnits *old;     /* (owned) (nullable) */
  gboolean old_failed; /* it was told */
};

static void
hs_unit_finalize (GObject *object)
{
  HsUnit *self = HS_UNIT (object);

  g_free (self->code);
  g_free (self->name);
  g_free (self->full_name);
  g_free (self->path);
  g_clear_object (&self->parent);
  g_free (self->folded);
  g_free (self->marks);
  g_free (self->words);
  G_OBJECT_CLASS (hs_unit_parent_class)->finalize (object);
}

static void
hs_unit_class_init (HsUnitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_unit_finalize;
}

static void
hs_unit_init (HsUnit *self)
{
}

const char *
hs_unit_get_code (HsUnit *self)
{
  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  return self->code;
}

const char *
hs_unit_get_name (HsUnit *self)
{
  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  return self->name;
}

const char *
hs_unit_get_full_name (HsUnit *self)
{
  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  return self->full_name;
}

HsUnit *
hs_unit_get_parent (HsUnit *self)
{
  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  return self->parent;
}

const char *
hs_unit_get_path (HsUnit *self)
{
  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  return self->path;
}

/* "Phường Ba Đình" -> "phường Ba Đình" */
static char *
lower_first (const char *text)
{
  const char *rest = g_utf8_next_char (text);
  g_autofree char *first = g_utf8_strdown (text, rest - text);

  return g_strconcat (first, rest, NULL);
}

char *
hs_unit_dup_committee (HsUnit *self)
{
  g_autofree char *own = NULL, *above = NULL;

  g_return_val_if_fail (HS_IS_UNIT (self), NULL);
  own = lower_first (self->full_name);
  if (self->parent == NULL)
    return g_strconcat ("Ủy ban nhân dân ", own, NULL);
  above = lower_first (self->parent->full_name);
  return g_strconcat ("Ủy ban nhân dân ", own, ", ", above, NULL);
}

/* --- loading --- */

typedef struct
{
  const char *path;
  JsonObject *types;
  HsUnits *units;
} Loader;

static gboolean
refuse (Loader *loader, const char *what, const char *code, GError **error)
{
  g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT, "%s: %s (%s)", loader->path, what,
               code);
  return FALSE;
}

static gboolean
is_digits (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789") == length;
}

static char *
spell_words (HsUnit *self, const char *aliases)
{
  g_autofree char *own = hs_search_fold (self->full_name);
  g_autofree char *more = hs_search_fold (aliases);

  if (self->parent != NULL)
    return g_strdup_printf (" %s%s", own, self->parent->words);
  return g_strdup_printf (" %s %s ", own, more);
}

/* A unit is [code, name, letter of its kind, …]. */
static HsUnit *
load_unit (Loader *loader, JsonArray *row, HsUnit *parent, const char *aliases, GError **error)
{
  const char *code = json_array_get_length (row) >= 3 ? hs_catalog_array_text (row, 0) : "";
  const char *name = *code != '\0' ? hs_catalog_array_text (row, 1) : "";
  const char *kind =
    *code != '\0' ? hs_json_string (loader->types, hs_catalog_array_text (row, 2), NULL) : NULL;
  HsUnit *unit;

  if (!is_digits (code, parent != NULL ? 5 : 2) || *name == '\0' || kind == NULL)
    {
      refuse (loader, "a unit is not [code, name, kind]", code, error);
      return NULL;
    }
  if (g_hash_table_contains (loader->units->by_code, code))
    {
      refuse (loader, "a code is used twice", code, error);
      return NULL;
    }
  unit = g_object_new (HS_TYPE_UNIT, NULL);
  unit->code = g_strdup (code);
  unit->name = g_strdup (name);
  unit->full_name = g_strdup_printf ("%s %s", kind, name);
  unit->parent = parent != NULL ? g_object_ref (parent) : NULL;
  unit->path = parent != NULL ? g_strdup_printf ("%s, %s", unit->full_name, parent->full_name)
                              : g_strdup (unit->full_name);
  unit->folded = hs_search_fold (name);
  unit->marks = hs_search_marks (name);
  unit->words = spell_words (unit, aliases);
  g_ptr_array_add (loader->units->all, unit);
  g_hash_table_insert (loader->units->by_code, unit->code, unit);
  return unit;
}

static char *
join_aliases (JsonNode *node)
{
  JsonArray *array =
    node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s ", hs_catalog_array_text (array, i));
  return g_string_free (out, FALSE);
}

/* [code, name, kind, [aliases], [communes]] */
static gboolean
load_province (Loader *loader, JsonArray *row, JsonArray **communes, HsUnit **province,
               GError **error)
{
  g_autofree char *aliases = NULL;
  JsonNode *node;

  *communes = NULL;
  if (json_array_get_length (row) != 5)
    return refuse (loader, "a province is not [code, name, kind, aliases, communes]", "", error);
  aliases = join_aliases (json_array_get_element (row, 3));
  *province = load_unit (loader, row, NULL, aliases, error);
  if (*province == NULL)
    return FALSE;
  g_list_store_append (loader->units->provinces, *province);
  node = json_array_get_element (row, 4);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (loader, "the communes are not a list", (*province)->code, error);
  *communes = json_node_get_array (node);
  return TRUE;
}

static gboolean
load_communes (Loader *loader, JsonArray *communes, HsUnit *province, GError **error)
{
  for (guint i = 0; i < json_array_get_length (communes); i++)
    {
      JsonNode *node = json_array_get_element (communes, i);

      if (!JSON_NODE_HOLDS_ARRAY (node))
        return refuse (loader, "a commune is not a list", province->code, error);
      if (load_unit (loader, json_node_get_array (node), province, "", error) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Provinces first, then communes, so that the whole list is in that order. */
static gboolean
load_all (Loader *loader, JsonArray *rows, GError **error)
{
  guint n = json_array_get_length (rows);
  g_autofree JsonArray **communes = g_new0 (JsonArray *, n);
  g_autofree HsUnit **provinces = g_new0 (HsUnit *, n);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (rows, i);

      if (!JSON_NODE_HOLDS_ARRAY (node))
        return refuse (loader, "a province is not a list", "", error);
      if (!load_province (loader, json_node_get_array (node), &communes[i], &provinces[i], error))
        return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!load_communes (loader, communes[i], provinces[i], error))
      return FALSE;
  return TRUE;
}

HsUnits *
hs_units_load (HsWorld *world, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (HsUnits) self = NULL;
  JsonArray *rows = NULL;
  Loader loader;

  g_return_val_if_fail (world != NULL, NULL);
  path = hs_world_share_path (world, "catalog/units.json");
  root = hs_json_load (path, HS_JSON_DEFAULT, error);
  if (root == NULL)
    return NULL;
  self = g_new0 (HsUnits, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->old_lock);
  self->old_path = hs_world_share_path (world, "catalog/old-units.json");
  self->provinces = g_list_store_new (HS_TYPE_UNIT);
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_code = g_hash_table_new (g_str_hash, g_str_equal);
  loader = (Loader){ path, NULL, self };
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      loader.types = hs_json_object (json_node_get_object (root), "types");
      rows = hs_json_array (json_node_get_object (root), "provinces");
    }
  if (loader.types == NULL || rows == NULL)
    {
      refuse (&loader, "no \"types\" and \"provinces\"", "", error);
      return NULL;
    }
  return load_all (&loader, rows, error) ? g_steal_pointer (&self) : NULL;
}

HsUnits *
hs_units_ref (HsUnits *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hs_units_unref (HsUnits *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->provinces);
  g_hash_table_unref (self->by_code);
  g_ptr_array_unref (self->all);
  g_free (self->old_path);
  hs_old_units_free (self->old);
  g_mutex_clear (&self->old_lock);
  g_free (self);
}

/* --- questions --- */

GListModel *
hs_units_get_provinces (HsUnits *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return G_LIST_MODEL (self->provinces);
}

GListModel *
hs_units_list_communes (HsUnits *self, const char *province)
{
  GListStore *communes;
  HsUnit *parent;

  g_return_val_if_fail (self != NULL && province != NULL, NULL);
  communes = g_list_store_new (HS_TYPE_UNIT);
  parent = hs_units_find (self, province);
  for (guint i = 0; parent != NULL && i < self->all->len; i++)
    {
      HsUnit *unit = g_ptr_array_index (self->all, i);

      if (unit->parent == parent)
        g_list_store_append (communes, unit);
    }
  return G_LIST_MODEL (communes);
}

HsUnit *
hs_units_find (HsUnits *self, const char *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, NULL);
  return g_hash_table_lookup (self->by_code, code);
}

/* --- search --- */

typedef struct
{
  char *phrase;           /* (owned) all words folded */
  char *marks;            /* (owned) all words with marks */
  char **words;           /* (owned) */
  char *inner[MAX_WORDS]; /* (owned) " word": a beginning of a word */
  guint n;
} Question;

typedef struct
{
  HsUnit *unit;
  int score;
  guint place; /* in the whole list */
} Match;

static gboolean
ask (Question *question, const char *text)
{
  question->phrase = hs_search_fold (text);
  question->marks = hs_search_marks (text);
  question->words = g_strsplit (question->phrase, " ", -1);
  for (guint i = 0; question->words[i] != NULL && question->n < MAX_WORDS; i++)
    if (*question->words[i] != '\0')
      question->inner[question->n++] = g_strconcat (" ", question->words[i], NULL);
  return question->n > 0;
}

static void
forget (Question *question)
{
  for (guint i = 0; i < question->n; i++)
    g_free (question->inner[i]);
  g_free (question->phrase);
  g_free (question->marks);
  g_strfreev (question->words);
}

/* How many of the typed words are words of the unit's own name, whole. */
static guint
count_own_words (const Question *question, const HsUnit *unit)
{
  g_autofree char *padded = g_strdup_printf (" %s ", unit->folded);
  guint n = 0;

  for (guint i = 0; i < question->n; i++)
    {
      const char *found = strstr (padded, question->inner[i]);

      n += found != NULL && found[strlen (question->inner[i])] == ' ';
    }
  return n;
}

/* 0: some typed word begins no word of the unit or its province. */
static int
score_unit (const Question *question, const HsUnit *unit)
{
  int score = 100;

  if (g_str_has_prefix (unit->code, question->phrase))
    return strcmp (unit->code, question->phrase) == 0 ? 5000 : 50;
  for (guint i = 0; i < question->n; i++)
    if (strstr (unit->words, question->inner[i]) == NULL)
      return 0;
  if (strcmp (unit->folded, question->phrase) == 0)
    score += 1000;
  else if (g_str_has_prefix (unit->folded, question->phrase))
    score += 600;
  else if (strstr (unit->words + 1, question->phrase) == unit->words + 1)
    score += 500;
  else if (g_str_has_prefix (question->phrase, unit->folded)) /* the province follows */
    score += 400;
  score += 40 * (int) count_own_words (question, unit);
  if (strcmp (question->marks, question->phrase) != 0 &&
      g_str_has_prefix (unit->marks, question->marks))
    score += 300;
  else if (strcmp (question->marks, question->phrase) != 0 &&
           g_str_has_prefix (question->marks, unit->marks))
    score += 200;
  return unit->parent == NULL ? score + 150 : score;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *first = a;
  const Match *second = b;

  if (first->score != second->score)
    return second->score - first->score;
  return first->place < second->place ? -1 : first->place > second->place;
}

GListModel *
hs_units_search (HsUnits *self, const char *text, const char *province, guint limit)
{
  g_autoptr (GArray) matches = NULL;
  GListStore *found;
  Question question = { 0 };
  gboolean any;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);
  found = g_list_store_new (HS_TYPE_UNIT);
  matches = g_array_new (FALSE, FALSE, sizeof (Match));
  any = !ask (&question, text);
  for (guint i = 0; i < self->all->len; i++)
    {
      HsUnit *unit = g_ptr_array_index (self->all, i);
      Match match = { unit, 0, i };

      if (province != NULL && (unit->parent == NULL || strcmp (unit->parent->code, province) != 0))
        continue;
      match.score = any ? 1 : score_unit (&question, unit);
      if (match.score > 0)
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < matches->len && (limit == 0 || i < limit); i++)
    g_list_store_append (found, g_array_index (matches, Match, i).unit);
  forget (&question);
  return G_LIST_MODEL (found);
}

/* --- before the merger --- */

/* (nullable) */
static HsOldUnits *
get_old (HsUnits *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->old_lock);
  g_autoptr (GError) error = NULL;

  if (self->old == NULL && !self->old_failed)
    {
      self->old = hs_old_units_load (self->old_path, &error);
      self->old_failed = self->old == NULL;
      if (self->old_failed)
        g_message ("the units before 2025-07-01 cannot be read: %s", error->message);
    }
  return self->old;
}

static gpointer
find_cb (gpointer data, const char *code)
{
  return hs_units_find (data, code);
}

void
hs_units_prepare_old (HsUnits *self)
{
  g_return_if_fail (self != NULL);
  get_old (self);
}

GListModel *
hs_units_search_old (HsUnits *self, const char *text, guint limit)
{
  HsOldUnits *old;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);
  old = get_old (self);
  return old != NULL ? hs_old_units_search (old, text, limit, find_cb, self)
                     : G_LIST_MODEL (g_list_store_new (HS_TYPE_OLD_UNIT));
}

GPtrArray *
hs_units_get_successors (HsUnits *self, const char *old_code)
{
  GPtrArray *successors = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) codes = NULL;
  HsOldUnits *old;

  g_return_val_if_fail (self != NULL && old_code != NULL, successors);
  old = get_old (self);
  codes = old != NULL ? hs_old_units_dup_successors (old, old_code) : NULL;
  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    {
      HsUnit *unit = hs_units_find (self, codes[i]);

      if (unit != NULL)
        g_ptr_array_add (successors, g_object_ref (unit));
    }
  return successors;
}
