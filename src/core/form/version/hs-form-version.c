/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compares two versions of one form: what has changed for those who have begun the old one, and whether
 * the version number says so. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-version-private.h"

#include <string.h>

#define MAX_NUMBER 999999

/* Version numbers. */

gboolean
hs_form_version_parse (const char *text, guint numbers[3])
{
  guint n = 0;

  numbers[0] = numbers[1] = numbers[2] = 0;
  while (n < 3)
    {
      gsize digits = strspn (text, "0123456789");

      if (digits == 0 || digits > 6 || (digits > 1 && *text == '0'))
        return FALSE;
      numbers[n++] = (guint) g_ascii_strtoull (text, NULL, 10);
      text += digits;
      if (*text == '\0')
        return TRUE;
      if (*text++ != '.')
        return FALSE;
    }
  return FALSE;
}

int
hs_form_version_compare (const char *a, const char *b)
{
  guint x[3], y[3];
  gboolean good_a = hs_form_version_parse (a, x), good_b = hs_form_version_parse (b, y);

  if (!good_a || !good_b)
    return good_a - good_b;
  for (guint i = 0; i < 3; i++)
    if (x[i] != y[i])
      return x[i] < y[i] ? -1 : 1;
  return 0;
}

const char *
hs_form_change_get_name (HsFormChange self)
{
  static const char *const names[] = { "none", "patch", "minor", "major" };

  g_return_val_if_fail ((guint) self < G_N_ELEMENTS (names), NULL);
  return names[self];
}

static HsFormChange
find_claim (HsFormPackage *old, HsFormPackage *new)
{
  guint x[3], y[3];

  hs_form_version_parse (hs_form_package_get_version (old), x);
  hs_form_version_parse (hs_form_package_get_version (new), y);
  if (hs_form_version_compare (hs_form_package_get_version (old),
                               hs_form_package_get_version (new)) >= 0)
    return HS_FORM_CHANGE_NONE;
  if (x[0] != y[0])
    return HS_FORM_CHANGE_MAJOR;
  return x[1] != y[1] ? HS_FORM_CHANGE_MINOR : HS_FORM_CHANGE_PATCH;
}

/* Reasons. */

static void
reason_free (HsFormReason *self)
{
  g_free (self->pointer);
  g_free (self->what);
  g_free (self);
}

void
hs_form_comparison_free (HsFormComparison *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->reasons);
  g_free (self);
}

void
hs_form_compare_note (HsFormCompare *self, HsFormChange change, const char *pointer,
                      const char *format, ...)
{
  HsFormReason *reason = g_new0 (HsFormReason, 1);
  va_list args;

  reason->change = change;
  reason->pointer = g_strdup (pointer);
  va_start (args, format);
  reason->what = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->result->reasons, reason);
  self->result->change = MAX (self->result->change, change);
}

static gint
compare_reasons (gconstpointer a, gconstpointer b)
{
  const HsFormReason *x = *(gpointer *) a;
  const HsFormReason *y = *(gpointer *) b;
  int order;

  if (x->change != y->change)
    return x->change > y->change ? -1 : 1;
  order = strcmp (x->pointer, y->pointer);
  return order != 0 ? order : strcmp (x->what, y->what);
}

gboolean
hs_form_compare_is_kept (HsFormCompare *self, const char *pointer)
{
  return (g_hash_table_contains (self->old_plan->by_pointer, pointer) ||
          g_hash_table_contains (self->old_plan->objects, pointer)) &&
         (g_hash_table_contains (self->new_plan->by_pointer, pointer) ||
          g_hash_table_contains (self->new_plan->objects, pointer));
}

/* Parts that ask nothing of the citizen. */

static gboolean
differs (JsonObject *a, JsonObject *b, const char *member)
{
  JsonNode *x = json_object_get_member (a, member), *y = json_object_get_member (b, member);

  return (x == NULL) != (y == NULL) || (x != NULL && !hs_json_equal (x, y));
}

static void
compare_words (HsFormCompare *self)
{
  static const char *const parts[] = { "layout", "messages", "print", "prefill", "migrate" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (differs (self->old_root, self->new_root, parts[i]))
      hs_form_compare_note (self, HS_FORM_CHANGE_PATCH, parts[i], "changed; it asks nothing");
}

static void
compare_meta (HsFormCompare *self)
{
  static const char *const members[] = { "title",   "procedures", "publisher", "validFrom",
                                         "validTo", "legalBasis", "subject",   "language" };
  JsonObject *old = hs_json_object (self->old_root, "meta");
  JsonObject *new = hs_json_object (self->new_root, "meta");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (differs (old, new, members[i]))
      {
        g_autofree char *pointer = g_strconcat ("meta/", members[i], NULL);

        hs_form_compare_note (self, HS_FORM_CHANGE_PATCH, pointer, "changed; it asks nothing");
      }
}

/* Lists that no field offers: rules look words up in them. */
static void
compare_lists (HsFormCompare *self)
{
  if (differs (self->old_root, self->new_root, "codeLists"))
    hs_form_compare_note (self, HS_FORM_CHANGE_PATCH, "codeLists",
                          "changed; what fields offer is compared at each field");
}

static void
compare_all (HsFormCompare *self)
{
  compare_meta (self);
  compare_words (self);
  compare_lists (self);
  hs_form_compare_schemas (self);
  hs_form_compare_rules (self);
  if (self->result->change == HS_FORM_CHANGE_NONE)
    hs_form_compare_note (self, HS_FORM_CHANGE_PATCH, "", "written another way");
}

HsFormComparison *
hs_form_compare (HsFormPackage *old, HsFormPackage *new, GError **error)
{
  HsFormCompare compare = { old, new };

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (old) && HS_IS_FORM_PACKAGE (new), NULL);
  if (!g_str_equal (hs_form_package_get_id (old), hs_form_package_get_id (new)))
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                   "“%s” and “%s” are two forms, not two versions of one",
                   hs_form_package_get_id (old), hs_form_package_get_id (new));
      return NULL;
    }
  compare.old_root = hs_form_package_get_root (old);
  compare.new_root = hs_form_package_get_root (new);
  compare.old_plan = hs_form_package_get_plan (old);
  compare.new_plan = hs_form_package_get_plan (new);
  compare.result = g_new0 (HsFormComparison, 1);
  compare.result->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) reason_free);
  compare.result->claimed = find_claim (old, new);
  if (!g_str_equal (hs_form_package_get_sha256 (old), hs_form_package_get_sha256 (new)))
    compare_all (&compare);
  g_ptr_array_sort (compare.result->reasons, compare_reasons);
  return compare.result;
}

gboolean
hs_form_comparison_check (HsFormComparison *self, HsFormPackage *old, HsFormPackage *new,
                          GError **error)
{
  HsFormReason *first;

  if (self->change <= self->claimed)
    return TRUE;
  first = self->reasons->pdata[0];
  if (self->claimed == HS_FORM_CHANGE_NONE)
    g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                 "meta.version %s does not come after %s, but the form has changed (%s)",
                 hs_form_package_get_version (new), hs_form_package_get_version (old),
                 hs_form_change_get_name (self->change));
  else
    g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                 "meta.version goes from %s to %s, which claims a %s change; it is %s: %s: %s",
                 hs_form_package_get_version (old), hs_form_package_get_version (new),
                 hs_form_change_get_name (self->claimed), hs_form_change_get_name (self->change),
                 first->pointer, first->what);
  return FALSE;
}
