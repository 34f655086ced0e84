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

/* Words for the kind of a unit, folded, with a space behind. */
static const char *const province_kinds[] = { "tinh ", "thanh pho ", "tp ", NULL };
static const char *const commune_kinds[] = { "xa ", "phuong ", "dac khu ", "thi tran ",
                                             "p ",  "x ",      "tt ",      NULL };
static const char *const district_kinds[] = { "quan ", "huyen ", "thi xa ", "thanh pho ", "tp ",
                                              "q ",    "h ",     "tx ",     NULL };

/* What is behind the kind; *has_kind: there was one. */
static const char *
skip_kind (const char *folded, const char *const *kinds, gboolean *has_kind)
{
  for (guint i = 0; kinds[i] != NULL; i++)
    if (g_str_has_prefix (folded, kinds[i]))
      {
        const char *rest = folded + strlen (kinds[i]);

        /* "Phường 1" is called that: a number is no name without it */
        if (g_ascii_isdigit (*rest))
          break;
        *has_kind = TRUE;
        return rest;
      }
  *has_kind = FALSE;
  return folded;
}

/* part names unit: with the same kind, or (unless strict) with none. */
static gboolean
names_unit (const char *part, HsUnit *unit, const char *const *kinds, gboolean strict)
{
  g_autofree char *folded = hs_text_fold (part);
  g_autofree char *full = hs_text_fold (hs_unit_get_full_name (unit));
  g_autofree char *name = hs_text_fold (hs_unit_get_name (unit));
  gboolean has_kind;
  const char *rest = skip_kind (folded, kinds, &has_kind);

  if (strcmp (folded, full) == 0)
    return TRUE;
  if (has_kind) /* "P. Bến Nghé", "TP Hà Nội" */
    return (g_str_has_prefix (folded, "p ") && g_str_has_prefix (full, "phuong ") &&
            strcmp (rest, name) == 0) ||
           (g_str_has_prefix (folded, "x ") && g_str_has_prefix (full, "xa ") &&
            strcmp (rest, name) == 0) ||
           (g_str_has_prefix (folded, "tp ") && g_str_has_prefix (full, "thanh pho ") &&
            strcmp (rest, name) == 0);
  return !strict && strcmp (rest, name) == 0;
}

/* The marks decide between names that are one without them. */
static gboolean
same_marks (const char *part, HsUnit *unit)
{
  g_autofree char *marks = hs_search_marks (part);
  g_autofree char *full = hs_search_marks (hs_unit_get_full_name (unit));
  g_autofree char *name = hs_search_marks (hs_unit_get_name (unit));

  return strcmp (marks, full) == 0 || g_str_has_suffix (marks, name);
}

/* The only one of the units that part names; (transfer none) (nullable). */
static HsUnit *
find_only (GListModel *units, const char *part, const char *const *kinds, gboolean strict)
{
  HsUnit *found = NULL, *exact = NULL;
  guint n = 0, n_exact = 0;

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (units, i); /* the units keep it */

      if (!names_unit (part, unit, kinds, strict))
        continue;
      found = unit;
      n++;
      if (!same_marks (part, unit))
        continue;
      exact = unit;
      n_exact++;
    }
  if (n_exact == 1)
    return exact;
  return n == 1 ? found : NULL;
}

static gboolean
says_district (char **parts, guint n)
{
  for (guint i = 0; i + 1 < n; i++) /* the last is the province */
    {
      g_autofree char *folded = hs_text_fold (parts[i]);
      gboolean has_kind;

      skip_kind (folded, district_kinds, &has_kind);
      if (has_kind)
        return TRUE;
    }
  return FALSE;
}

/* The commune of today that the last two parts name. */
static HsUnit *
find_new (HsUnits *units, char **parts, guint n, gboolean strict)
{
  HsUnit *province =
    find_only (hs_units_get_provinces (units), parts[n - 1], province_kinds, FALSE);
  g_autoptr (GListModel) communes = NULL;

  if (province == NULL)
    return NULL;
  communes = hs_units_list_communes (units, hs_unit_get_code (province));
  return find_only (communes, parts[n - 2], commune_kinds, strict);
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
  HsUnit *commune = NULL;

  if (units != NULL && n >= 2 && issued != NULL && hs_date_compare (issued, &two_tiers) >= 0)
    commune = find_new (units, parts, n, FALSE);
  else if (units != NULL && n >= 2 && issued == NULL && !says_district (parts, n))
    commune = find_new (units, parts, n, TRUE);
  *street = join_parts (parts, commune != NULL ? n - 2 : n);
  return commune != NULL ? g_strdup (hs_unit_get_code (commune)) : NULL;
}
