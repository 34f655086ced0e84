/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commune in an address of an identity card. A name alone says little: "Ba Đình" was a district and is now a
 * ward. So the day the card was made decides which tiers it names, and an old commune counts only when one commune
 * of today follows it. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-card-address.h"

#include "base/hs-text.h"
#include "catalog/hs-search-text.h"

#include <string.h>

/* The two tiers are in force from here on. Source: Law 72/2025/QH15, Resolution 202/2025/QH15. */
static const HsDate two_tiers = { 2025, 7, 1 };

/* Words for the kind of a unit, folded, with a space behind, and how they are shortened. */
static const struct
{
  const char *word;
  const char *short_word; /* (nullable) */
} kinds[] = {
  { "phuong ", "p " },   { "xa ", "x " },         { "thi tran ", "tt " },
  { "dac khu ", "dk " }, { "quan ", "q " },       { "huyen ", "h " },
  { "thi xa ", "tx " },  { "thanh pho ", "tp " }, { "tinh ", NULL },
};

/* Folded, the kind in full: "P.Bến Nghé" is "phuong ben nghe". */
static char *
fold_part (const char *part)
{
  g_autofree char *folded = hs_text_fold (part);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].short_word != NULL && g_str_has_prefix (folded, kinds[i].short_word))
      return g_strconcat (kinds[i].word, folded + strlen (kinds[i].short_word), NULL);
  return g_steal_pointer (&folded);
}

/* What is behind the kind. "Phường 1" is called that: a number is no name without it. */
static const char *
skip_kind (const char *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (folded, kinds[i].word))
      {
        const char *rest = folded + strlen (kinds[i].word);

        return g_ascii_isdigit (*rest) ? folded : rest;
      }
  return folded;
}

/* full: "Phường Ba Đình". With the same kind, or (unless strict) with none. */
static gboolean
names (const char *part, const char *full, gboolean strict)
{
  g_autofree char *folded = fold_part (part);
  g_autofree char *folded_full = hs_text_fold (full);

  return strcmp (folded, folded_full) == 0 ||
         (!strict && strcmp (folded, skip_kind (folded_full)) == 0);
}

/* The marks decide between names that are one without them. */
static gboolean
same_marks (const char *part, const char *full)
{
  g_autofree char *marks = hs_search_marks (part);
  g_autofree char *full_marks = hs_search_marks (full);

  return g_str_has_suffix (full_marks, marks) || g_str_has_suffix (marks, full_marks);
}

/* The only one of the units that part names; (transfer none) (nullable). */
static HsUnit *
find_only (GListModel *units, const char *part, gboolean strict)
{
  HsUnit *found = NULL, *exact = NULL;
  guint n = 0, n_exact = 0;

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (units, i); /* the units keep it */

      if (!names (part, hs_unit_get_full_name (unit), strict))
        continue;
      found = unit;
      n++;
      if (!same_marks (part, hs_unit_get_full_name (unit)))
        continue;
      exact = unit;
      n_exact++;
    }
  if (n_exact == 1)
    return exact;
  return n == 1 ? found : NULL;
}

/* The commune of today that the last two parts name. */
static HsUnit *
find_new (HsUnits *units, char **parts, guint n, gboolean strict)
{
  HsUnit *province = find_only (hs_units_get_provinces (units), parts[n - 1], FALSE);
  g_autoptr (GListModel) communes = NULL;

  if (province == NULL)
    return NULL;
  communes = hs_units_list_communes (units, hs_unit_get_code (province));
  return find_only (communes, parts[n - 2], strict);
}

/* The last parts are the path of an old commune. *has_marks: with its marks. *used: how many parts. */
static gboolean
is_old_path (char **parts, guint n, const char *path, gboolean *has_marks, guint *used)
{
  g_auto (GStrv) levels = g_strsplit (path, ", ", -1);

  *used = g_strv_length (levels);
  *has_marks = TRUE;
  if (*used > n || *used < 2)
    return FALSE;
  for (guint i = 0; i < *used; i++)
    {
      const char *part = parts[n - *used + i];

      if (!names (part, levels[i], FALSE))
        return FALSE;
      *has_marks = *has_marks && same_marks (part, levels[i]);
    }
  return TRUE;
}

/* What the old communes that are meant became. */
typedef struct
{
  HsUnit *successor; /* (unowned) (nullable) the units keep it */
  guint n;           /* how many different ones */
  guint used;        /* parts */
} Successors;

static void
add_successors (Successors *all, HsOldUnit *old, guint used)
{
  GListModel *units = hs_old_unit_get_successors (old);

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (units, i);

      if (all->n > 0 && unit == all->successor)
        continue;
      all->successor = unit;
      all->n++;
    }
  all->used = used;
}

/* The one commune of today that followed the old one; (transfer none) (nullable). */
static HsUnit *
find_old (HsUnits *units, char **parts, guint n, guint *used)
{
  guint wanted = MIN (n, 3);
  g_autofree char *text = g_strjoinv (", ", parts + (n - wanted));
  g_autoptr (GListModel) found = hs_units_search_old (units, text, 0);
  Successors exact = { NULL, 0, 0 }, any = { NULL, 0, 0 };

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsOldUnit) old = g_list_model_get_item (found, i);
      gboolean has_marks;

      if (!is_old_path (parts, n, hs_old_unit_get_path (old), &has_marks, used))
        continue;
      add_successors (&any, old, *used);
      if (has_marks)
        add_successors (&exact, old, *used);
    }
  if (exact.n == 0)
    exact = any;
  *used = exact.used;
  return exact.n == 1 ? exact.successor : NULL;
}

/* Which tiers it names is known by the day it was written; where both may be, the kinds of today count first. */
static HsUnit *
find_commune (HsUnits *units, char **parts, guint n, const HsDate *issued, guint *used)
{
  gboolean is_old = issued != NULL && hs_date_compare (issued, &two_tiers) < 0;
  HsUnit *commune = is_old ? NULL : find_new (units, parts, n, TRUE);

  *used = 2;
  if (commune == NULL)
    commune = find_old (units, parts, n, used);
  if (commune == NULL && !is_old && issued != NULL)
    {
      *used = 2;
      commune = find_new (units, parts, n, FALSE);
    }
  return commune;
}

static char **
split_parts (const char *address, guint *n)
{
  g_auto (GStrv) raw = g_strsplit (address, ",", -1);
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; raw[i] != NULL; i++)
    if (!hs_text_is_blank (raw[i]))
      g_ptr_array_add (parts, hs_text_normalize (raw[i]));
  *n = parts->len;
  g_ptr_array_add (parts, NULL);
  return (char **) g_ptr_array_free (parts, FALSE);
}

static char *
join_parts (char **parts, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", parts[i]);
  return g_string_free (text, n == 0);
}

char *
hs_card_address_split (const char *address, const HsDate *issued, HsUnits *units, char **street)
{
  guint n;
  g_auto (GStrv) parts = split_parts (address, &n);
  guint used = 0;
  HsUnit *commune = units != NULL && n >= 2 ? find_commune (units, parts, n, issued, &used) : NULL;

  *street = join_parts (parts, commune != NULL ? n - used : n);
  return commune != NULL ? g_strdup (hs_unit_get_code (commune)) : NULL;
}
