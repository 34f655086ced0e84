/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administrative units: complete, found by code and by what people type. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"
#include "catalog/hs-units.h"

#include <string.h>

typedef struct
{
  HsWorld *world;
  HsUnits *units;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->world = hs_test_world_new ();
  fixture->units = hs_units_load (fixture->world, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hs_units_unref (fixture->units);
  hs_test_world_free (fixture->world);
}

static void
test_complete (Fixture *fixture, gconstpointer data)
{
  GListModel *provinces = hs_units_get_provinces (fixture->units);
  guint n_communes = 0;

  g_assert_cmpuint (g_list_model_get_n_items (provinces), ==, 34);
  for (guint i = 0; i < g_list_model_get_n_items (provinces); i++)
    {
      g_autoptr (HsUnit) province = g_list_model_get_item (provinces, i);
      g_autoptr (GListModel) communes =
        hs_units_list_communes (fixture->units, hs_unit_get_code (province));

      g_assert_null (hs_unit_get_parent (province));
      g_assert_cmpuint (g_list_model_get_n_items (communes), >, 0);
      for (guint j = 0; j < g_list_model_get_n_items (communes); j++)
        {
          g_autoptr (HsUnit) commune = g_list_model_get_item (communes, j);

          g_assert_true (hs_unit_get_parent (commune) == province);
          g_assert_true (hs_units_find (fixture->units, hs_unit_get_code (commune)) == commune);
          g_assert_cmpuint (strlen (hs_unit_get_code (commune)), ==, 5);
          n_communes++;
        }
    }
  g_assert_cmpuint (n_communes, ==, 3321);
}

static void
test_by_code (Fixture *fixture, gconstpointer data)
{
  HsUnit *commune = hs_units_find (fixture->units, "00004");
  g_autoptr (GListModel) none = NULL;

  g_assert_cmpstr (hs_unit_get_name (commune), ==, "Ba Đình");
  g_assert_cmpstr (hs_unit_get_full_name (commune), ==, "Phường Ba Đình");
  g_assert_cmpstr (hs_unit_get_path (commune), ==, "Phường Ba Đình, Thành phố Hà Nội");
  g_assert_cmpstr (hs_unit_get_path (hs_units_find (fixture->units, "79")), ==,
                   "Thành phố Hồ Chí Minh");
  g_assert_null (hs_units_find (fixture->units, "99999"));
  g_assert_null (hs_units_find (fixture->units, ""));
  none = hs_units_list_communes (fixture->units, "99");
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *province;
    const char *first; /* "" nothing */
  } cases[] = {
    { "ba dinh ha noi", NULL, "00004" },
    { "Ba Đình, Hà Nội", NULL, "00004" },
    { "phường ba đình", NULL, "00004" },
    { "p ba dinh", NULL, "00004" },
    { "ha noi ba dinh", NULL, "00004" },
    { "ba din", "01", "00004" },
    { "hà nội", NULL, "01" },
    { "ha noi", NULL, "01" },
    { "HN", NULL, "01" },
    { "tphcm", NULL, "79" },
    { "tp hcm", NULL, "79" },
    { "sai gon", NULL, "26740" },
    { "hồ chí minh", NULL, "79" },
    { "da nang", NULL, "48" },
    { "hue", NULL, "46" },
    { "00004", NULL, "00004" },
    { "01", NULL, "01" },
    { "ba đình", "79", "" },
    { "không có xã này đâu", NULL, "" },
    { "hoan kiem", NULL, "00070" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) found =
        hs_units_search (fixture->units, cases[i].text, cases[i].province, 20);
      g_autoptr (HsUnit) first = g_list_model_get_item (found, 0);
      const char *code = first != NULL ? hs_unit_get_code (first) : "";

      if (strcmp (code, cases[i].first) != 0)
        g_error ("\"%s\": found %s %s, expected %s", cases[i].text, code,
                 first != NULL ? hs_unit_get_path (first) : "", cases[i].first);
      g_assert_cmpuint (g_list_model_get_n_items (found), <=, 20);
    }
}

/* Tân Phú and Tấn Phú… : the marks typed decide between names that fold alike. */
static void
test_marks_decide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) communes = hs_units_search (fixture->units, "Bình Minh", NULL, 0);
  guint n = g_list_model_get_n_items (communes);
  gboolean other = FALSE;

  g_assert_cmpuint (n, >, 1);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (communes, i);
      gboolean same = strstr (hs_unit_get_name (unit), "Bình Minh") != NULL;

      g_assert_false (same && other); /* none with the right marks after one without */
      other |= !same;
    }
}

static void
test_nothing_typed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) all = hs_units_search (fixture->units, "", NULL, 0);
  g_autoptr (GListModel) communes = hs_units_search (fixture->units, " ", "01", 5);
  g_autoptr (HsUnit) first = g_list_model_get_item (all, 0);

  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 34 + 3321);
  g_assert_cmpstr (hs_unit_get_code (first), ==, "01");
  g_assert_cmpuint (g_list_model_get_n_items (communes), ==, 5);
}

static void
test_bad_files (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "{\"types\": {}, \"provinces\": [1]}",
    "{\"types\": {}, \"provinces\": [[]]}",
    "{\"types\": {\"t\": \"Tỉnh\"}, \"provinces\": [[\"01\", \"A\", \"t\", [], 5]]}",
    "{\"types\": {\"t\": \"Tỉnh\"}, \"provinces\": [[\"01\", \"A\", \"q\", [], []]]}",
    "{\"types\": {\"t\": \"Tỉnh\"}, \"provinces\": [[\"01\", \"A\", \"t\", [], []], [\"01\", "
    "\"B\", \"t\", [], []]]}",
    "{\"types\": {\"t\": \"Tỉnh\"}, \"provinces\": [[\"01\", \"A\", \"t\", [], [[\"123\", \"B\", "
    "\"t\"]]]]}"
  };
  HsWorld *world = hs_test_world_new ();
  g_autofree char *share = catalog_test_copy_share (world);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      catalog_test_write (share, "units.json", texts[i]);
      g_assert_null (hs_units_load (world, &error));
      g_assert_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT);
    }
  catalog_test_remove_tree (share);
  hs_test_world_free (world);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/catalog/units/" name, Fixture, NULL, set_up, function, tear_down)

/* What is typed, the best commune of before, what it became. */
static const char *const before[][3] = {
  { "phường Trúc Bạch, quận Ba Đình, Hà Nội", "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội",
    "Phường Ba Đình, Thành phố Hà Nội" },
  { "truc bach", "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội",
    "Phường Ba Đình, Thành phố Hà Nội" },
  { "hà nội trúc bạch", "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội",
    "Phường Ba Đình, Thành phố Hà Nội" },
  { "P. Trúc Bạch Q. Ba Đình TP HN", "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội",
    "Phường Ba Đình, Thành phố Hà Nội" },
  { "tràng tiền hoàn kiếm", "Phường Tràng Tiền, Quận Hoàn Kiếm, Thành phố Hà Nội",
    "Phường Cửa Nam, Thành phố Hà Nội; Phường Hoàn Kiếm, Thành phố Hà Nội" },
  { "minh khai hai bà trưng", "Phường Minh Khai, Quận Hai Bà Trưng, Thành phố Hà Nội",
    "Phường Bạch Mai, Thành phố Hà Nội; Phường Tương Mai, Thành phố Hà Nội" },
};

static int
compare_strings (const char *const *a, const char *const *b)
{
  return strcmp (*a, *b);
}

static char *
join_paths (GListModel *units)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (units, i);

      g_ptr_array_add (paths, (gpointer) hs_unit_get_path (unit));
    }
  g_ptr_array_sort (paths, (GCompareFunc) (gpointer) compare_strings);
  g_ptr_array_add (paths, NULL);
  return g_strjoinv ("; ", (char **) paths->pdata);
}

static void
test_old (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) none = hs_units_search_old (fixture->units, "khongcotennay", 5);
  g_autoptr (GListModel) nothing = hs_units_search_old (fixture->units, "  ", 5);
  g_autoptr (GListModel) some = hs_units_search_old (fixture->units, "tân", 7);

  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (nothing), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (some), ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autoptr (GListModel) found = hs_units_search_old (fixture->units, before[i][0], 5);
      g_autoptr (HsOldUnit) best = g_list_model_get_item (found, 0);
      g_autofree char *became = NULL;

      g_assert_nonnull (best);
      g_assert_cmpstr (hs_old_unit_get_path (best), ==, before[i][1]);
      became = join_paths (hs_old_unit_get_successors (best));
      g_assert_cmpstr (became, ==, before[i][2]);
    }
}

static void
test_successors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) one = hs_units_get_successors (fixture->units, "00004");
  g_autoptr (GPtrArray) island = hs_units_get_successors (fixture->units, "471");
  g_autoptr (GPtrArray) none = hs_units_get_successors (fixture->units, "99999");
  g_autoptr (GPtrArray) nonsense = hs_units_get_successors (fixture->units, "x");
  g_autoptr (GListModel) all = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (hs_unit_get_code (one->pdata[0]), ==, "00004");
  g_assert_cmpuint (island->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (nonsense->len, ==, 0);
  all = hs_units_search_old (fixture->units, "phường", 0);
  g_test_message ("a search that finds %u: %" G_GINT64_FORMAT " us", g_list_model_get_n_items (all),
                  g_get_monotonic_time () - start);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsOldUnit) unit = g_list_model_get_item (all, i);

      g_assert_cmpuint (g_list_model_get_n_items (hs_old_unit_get_successors (unit)), >, 0);
    }
}

/* The table is read when it is first needed. */
static void
test_old_first (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GListModel) found = hs_units_search_old (fixture->units, "trúc bạch", 1);

  g_test_message ("the first search: %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("complete", test_complete);
  ADD ("by-code", test_by_code);
  ADD ("search", test_search);
  ADD ("marks-decide", test_marks_decide);
  ADD ("nothing-typed", test_nothing_typed);
  g_test_add_func ("/catalog/units/bad-files", test_bad_files);
  ADD ("old", test_old);
  ADD ("successors", test_successors);
  ADD ("old-first", test_old_first);
  return g_test_run ();
}
