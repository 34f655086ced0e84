/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The communes before the merger of 2025-07-01 and what became of them: facts of share_dir/catalog/old-units.json, one
 * line a commune, which stay lines until somebody finds one. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-old-units-private.h"

#include "base/hs-json.h"
#include "catalog/hs-catalog-record.h"
#include "catalog/hs-catalogue.h"
#include "catalog/hs-search-text.h"
#include "catalog/hs-units.h"

#include <string.h>

#define MAX_WORDS 12

struct _HsOldUnit
{
  GObject parent_instance;

  char *code;             /* (owned) */
  char *path;             /* (owned) */
  GListStore *successors; /* (owned) of HsUnit */
};

G_DEFINE_FINAL_TYPE (HsOldUnit, hs_old_unit, G_TYPE_OBJECT)

/* A district, or a province: what the path of a commune ends with. */
typedef struct
{
  char *path;  /* (owned) "Quận Ba Đình, Thành phố Hà Nội" */
  char *words; /* (owned) folded, one space around each word */
} Place;

typedef struct
{
  const char *line; /* borrowed from root: "00004 p Trúc Bạch > 00004" */
  const Place *district;
  char *words;        /* (owned) kind and name, folded, one space before each word */
  const char *folded; /* in words: the name */
} Commune;

struct _HsOldUnits
{
  JsonNode *root;          /* (owned) */
  JsonObject *kinds;       /* borrowed from root */
  char *folded_kinds[128]; /* (owned) by letter: "phuong", "tt thi tran" */
  GPtrArray *places;       /* (owned) (element-type Place) */
  GArray *communes;        /* (owned) (element-type Commune) */
  GHashTable *by_code;     /* (owned) code as number -> index */
};

static void
hs_old_unit_finalize (GObject *object)
{
  HsOldUnit *self = HS_OLD_UNIT (object);

  g_free (self->code);
  g_free (self->path);
  g_clear_object (&self->successors);
  G_OBJECT_CLASS (hs_old_unit_parent_class)->finalize (object);
}

static void
hs_old_unit_class_init (HsOldUnitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_old_unit_finalize;
}

static void
hs_old_unit_init (HsOldUnit *self)
{
  self->successors = g_list_store_new (HS_TYPE_UNIT);
}

const char *
hs_old_unit_get_code (HsOldUnit *self)
{
  g_return_val_if_fail (HS_IS_OLD_UNIT (self), NULL);
  return self->code;
}

const char *
hs_old_unit_get_path (HsOldUnit *self)
{
  g_return_val_if_fail (HS_IS_OLD_UNIT (self), NULL);
  return self->path;
}

GListModel *
hs_old_unit_get_successors (HsOldUnit *self)
{
  g_return_val_if_fail (HS_IS_OLD_UNIT (self), NULL);
  return G_LIST_MODEL (self->successors);
}

/* Loading. */

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->path);
  g_free (place->words);
  g_free (place);
}

static void
commune_clear (gpointer data)
{
  Commune *commune = data;

  g_free (commune->words);
}

/* What people write for a kind: "TX", "TT", "TP"; one letter is its beginning already. */
static const char *
short_kind (const char *kind)
{
  if (g_str_equal (kind, "s"))
    return "tx ";
  if (g_str_equal (kind, "n"))
    return "tt ";
  return g_str_equal (kind, "c") ? "tp " : "";
}

static gboolean
refuse (const char *what, const char *where, GError **error)
{
  g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT, "old-units.json: %s (%s)", what,
               where);
  return FALSE;
}

/* [code, name, kind, …] */
static Place *
add_place (HsOldUnits *self, JsonArray *row, const Place *above, const char *aliases,
           GError **error)
{
  const char *name = hs_catalog_array_text (row, 1), *letter = hs_catalog_array_text (row, 2);
  const char *kind = hs_json_string (self->kinds, letter, NULL);
  g_autofree char *full = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *words = NULL;
  Place *place;

  if (*name == '\0' || kind == NULL)
    {
      refuse ("a place is not [code, name, kind, …]", name, error);
      return NULL;
    }
  full = g_strdup_printf ("%s %s", kind, name);
  typed = g_strdup_printf ("%s%s %s", short_kind (letter), full, aliases);
  words = hs_search_fold (typed);
  place = g_new0 (Place, 1);
  place->path = above != NULL ? g_strdup_printf ("%s, %s", full, above->path) : g_strdup (full);
  place->words = above != NULL ? g_strdup_printf (" %s%s", words, above->words)
                               : g_strdup_printf (" %s ", words);
  g_ptr_array_add (self->places, place);
  return place;
}

/* Folding costs: each kind only once. */
static const char *
fold_kind (HsOldUnits *self, const char *letter, const char *kind)
{
  char **folded = &self->folded_kinds[*letter & 0x7f];

  if (*folded == NULL)
    {
      g_autofree char *typed = g_strconcat (short_kind (letter), kind, NULL);

      *folded = hs_search_fold (typed);
    }
  return *folded;
}

/* "00004 p Trúc Bạch > 00004 00008". FALSE: it is not of that form. */
static gboolean
add_commune (HsOldUnits *self, const char *line, const Place *district, GError **error)
{
  const char *arrow = strstr (line, " > ");
  gsize digits = strspn (line, "0123456789");
  char letter[2] = { digits >= 3 && line[digits] == ' ' ? line[digits + 1] : '\0', '\0' };
  const char *kind = hs_json_string (self->kinds, letter, NULL);
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;
  guint64 number = g_ascii_strtoull (line, NULL, 10);
  Commune commune = { line, district, NULL, NULL };

  if (arrow == NULL || kind == NULL || arrow <= line + digits + 3 || digits > 5)
    return refuse ("a commune is not “code kind name > codes”", line, error);
  name = g_strndup (line + digits + 3, (gsize) (arrow - line) - digits - 3);
  folded = hs_search_fold (name);
  commune.words = g_strconcat (" ", fold_kind (self, letter, kind), " ", folded, NULL);
  commune.folded = commune.words + strlen (commune.words) - strlen (folded);
  /* codes of island districts have 3 digits: apart from those of communes */
  if (digits < 5)
    number += 100000;
  g_hash_table_insert (self->by_code, GUINT_TO_POINTER ((guint) number),
                       GUINT_TO_POINTER (self->communes->len + 1));
  g_array_append_val (self->communes, commune);
  return TRUE;
}

static JsonArray *
inner_list (JsonArray *rows, guint i)
{
  JsonNode *node = json_array_get_element (rows, i);

  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
load_district (HsOldUnits *self, JsonArray *row, const Place *province, GError **error)
{
  JsonArray *communes =
    row != NULL && json_array_get_length (row) == 4 ? inner_list (row, 3) : NULL;
  Place *district;

  if (communes == NULL)
    return refuse ("a district is not [code, name, kind, communes]", province->path, error);
  district = add_place (self, row, province, "", error);
  for (guint i = 0; district != NULL && i < json_array_get_length (communes); i++)
    if (!add_commune (self, hs_catalog_array_text (communes, i), district, error))
      return FALSE;
  return district != NULL;
}

static gboolean
load_province (HsOldUnits *self, JsonArray *row, GError **error)
{
  JsonArray *districts =
    row != NULL && json_array_get_length (row) == 5 ? inner_list (row, 4) : NULL;
  Place *province;

  if (districts == NULL)
    return refuse ("a province is not [code, name, kind, aliases, districts]", "", error);
  province = add_place (self, row, NULL, hs_catalog_array_text (row, 3), error);
  for (guint i = 0; province != NULL && i < json_array_get_length (districts); i++)
    if (!load_district (self, inner_list (districts, i), province, error))
      return FALSE;
  return province != NULL;
}

HsOldUnits *
hs_old_units_load (const char *path, GError **error)
{
  g_autoptr (JsonNode) root = hs_json_load (path, HS_JSON_DEFAULT, error);
  JsonArray *provinces = NULL;
  HsOldUnits *self;
  gboolean ok;

  if (root == NULL)
    return NULL;
  self = g_new0 (HsOldUnits, 1);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->communes = g_array_new (FALSE, FALSE, sizeof (Commune));
  g_array_set_clear_func (self->communes, commune_clear);
  self->by_code = g_hash_table_new (NULL, NULL);
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      self->kinds = hs_json_object (json_node_get_object (root), "types");
      provinces = hs_json_array (json_node_get_object (root), "provinces");
    }
  ok = self->kinds != NULL && provinces != NULL;
  if (!ok)
    refuse ("no \"types\" and \"provinces\"", path, error);
  self->root = g_steal_pointer (&root);
  for (guint i = 0; ok && i < json_array_get_length (provinces); i++)
    ok = load_province (self, inner_list (provinces, i), error);
  if (!ok)
    g_clear_pointer (&self, hs_old_units_free);
  return self;
}

void
hs_old_units_free (HsOldUnits *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->folded_kinds); i++)
    g_free (self->folded_kinds[i]);
  g_hash_table_unref (self->by_code);
  g_array_unref (self->communes);
  g_ptr_array_unref (self->places);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

/* Questions. */

static char **
split_successors (const Commune *commune)
{
  return g_strsplit (strstr (commune->line, " > ") + strlen (" > "), " ", -1);
}

static HsOldUnit *
make_unit (HsOldUnits *self, const Commune *commune, HsOldUnitsFind find, gpointer data)
{
  HsOldUnit *unit = g_object_new (HS_TYPE_OLD_UNIT, NULL);
  g_auto (GStrv) codes = split_successors (commune);
  gsize digits = strspn (commune->line, "0123456789");
  const char *name = commune->line + digits + 3;
  char letter[2] = { commune->line[digits + 1], '\0' };

  unit->code = g_strndup (commune->line, digits);
  if (digits < 5) /* the district is all there was */
    unit->path = g_strdup (commune->district->path);
  else
    unit->path =
      g_strdup_printf ("%s %.*s, %s", hs_json_string (self->kinds, letter, ""),
                       (int) (strstr (name, " > ") - name), name, commune->district->path);
  for (guint i = 0; codes[i] != NULL; i++)
    {
      gpointer successor = find (data, codes[i]);

      if (successor != NULL)
        g_list_store_append (unit->successors, successor);
    }
  return unit;
}

typedef struct
{
  char *phrase;           /* (owned) all words folded */
  char **words;           /* (owned) */
  char *inner[MAX_WORDS]; /* (owned) " word": the beginning of a word */
  guint n;
} Question;

typedef struct
{
  guint index;
  int score;
} Match;

static void
ask (Question *question, const char *text)
{
  question->phrase = hs_search_fold (text);
  question->words = g_strsplit (question->phrase, " ", -1);
  for (guint i = 0; question->words[i] != NULL && question->n < MAX_WORDS; i++)
    if (*question->words[i] != '\0')
      question->inner[question->n++] = g_strconcat (" ", question->words[i], NULL);
}

static void
forget (Question *question)
{
  for (guint i = 0; i < question->n; i++)
    g_free (question->inner[i]);
  g_free (question->phrase);
  g_strfreev (question->words);
}

static gboolean
has_whole_word (const char *words, const char *inner)
{
  const char *found = strstr (words, inner);
  char after = found != NULL ? found[strlen (inner)] : 'x';

  return after == ' ' || after == '\0';
}

/* 0: some typed word begins no word of the commune, its district or province. */
static int
score_commune (const Question *question, const Commune *commune)
{
  const char *name;
  int score = 100;

  if (g_str_has_prefix (commune->line, question->phrase) && question->n == 1 &&
      strlen (question->phrase) >= 3)
    return 5000;
  for (guint i = 0; i < question->n; i++)
    {
      if (strstr (commune->words, question->inner[i]) != NULL)
        score += has_whole_word (commune->words, question->inner[i]) ? 40 : 20;
      else if (strstr (commune->district->words, question->inner[i]) == NULL)
        return 0;
      else
        score += has_whole_word (commune->district->words, question->inner[i]) ? 10 : 5;
    }
  name = strstr (question->phrase, commune->folded);
  if (strcmp (question->phrase, commune->folded) == 0)
    score += 1000;
  else if (name == question->phrase)
    score += 400;
  else if (name != NULL)
    score += 300;
  else if (g_str_has_prefix (commune->folded, question->phrase))
    score += 200;
  return score;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *first = a, *second = b;

  if (first->score != second->score)
    return second->score - first->score;
  return first->index < second->index ? -1 : first->index > second->index;
}

GListModel *
hs_old_units_search (HsOldUnits *self, const char *text, guint limit, HsOldUnitsFind find,
                     gpointer data)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  GListStore *found = g_list_store_new (HS_TYPE_OLD_UNIT);
  Question question = { NULL };

  ask (&question, text);
  for (guint i = 0; question.n > 0 && i < self->communes->len; i++)
    {
      Match match = { i, score_commune (&question, &g_array_index (self->communes, Commune, i)) };

      if (match.score > 0)
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < matches->len && (limit == 0 || i < limit); i++)
    {
      guint index = g_array_index (matches, Match, i).index;
      g_autoptr (HsOldUnit) unit =
        make_unit (self, &g_array_index (self->communes, Commune, index), find, data);

      g_list_store_append (found, unit);
    }
  forget (&question);
  return G_LIST_MODEL (found);
}

char **
hs_old_units_dup_successors (HsOldUnits *self, const char *code)
{
  gsize digits = strspn (code, "0123456789");
  guint number = (guint) g_ascii_strtoull (code, NULL, 10) + (digits < 5 ? 100000 : 0);
  guint place;

  if (digits < 3 || digits > 5 || code[digits] != '\0')
    return NULL;
  place = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_code, GUINT_TO_POINTER (number)));
  return place > 0 ? split_successors (&g_array_index (self->communes, Commune, place - 1)) : NULL;
}
