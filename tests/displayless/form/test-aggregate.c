/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums, counts and extremes over rows, and rules written for other engines, in a form: what they give as rows come,
 * change, hide and go, and that what is stored equals a run of everything. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/hs-form-private.h" /* n_row_visits */

#include <string.h>

#define N_EDITS 400

static void
add_rows (HsForm *form, guint n)
{
  for (guint i = 0; i < n; i++)
    hs_form_insert_row (form, "/hang", i);
}

static void
test_rows (void)
{
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  form_test_assert_value (t.form, "/tong", "0");
  form_test_assert_value (t.form, "/soDong", "0");
  form_test_assert_value (t.form, "/reNhat", "null");
  form_test_assert_value (t.form, "/khacTen", "true");
  form_test_assert_value (t.form, "/moiDong", "null");
  hs_form_set_text (t.form, "/coHang", "Có");
  hs_form_set_text (t.form, "/nguong", "50");
  add_rows (t.form, 3);
  hs_form_set_text (t.form, "/hang/0/gia", "100");
  hs_form_set_text (t.form, "/hang/1/gia", "20");
  form_test_assert_value (t.form, "/tong", "120");
  form_test_assert_value (t.form, "/soDong", "3");
  form_test_assert_value (t.form, "/soCoGia", "2");
  form_test_assert_value (t.form, "/soCao", "1");
  form_test_assert_value (t.form, "/reNhat", "20");
  form_test_assert_value (t.form, "/datNhat", "100");
  form_test_assert_value (t.form, "/moiDong", "60");
  hs_form_set_text (t.form, "/hang/2/gia", "60");
  form_test_assert_value (t.form, "/hang/0/soDongCao", "2"); /* every row hears of every other */
  form_test_assert_value (t.form, "/hang/1/soDongCao", "2");
  hs_form_set_text (t.form, "/nguong", "10");
  form_test_assert_value (t.form, "/hang/1/soDongCao", "3");
  hs_form_set_text (t.form, "/hang/0/ngay", "1/3/2026");
  hs_form_set_text (t.form, "/hang/2/ngay", "29/2/2024");
  form_test_assert_value (t.form, "/muaCuoi", "\"2026-03-01\"");
  hs_form_remove_row (t.form, "/hang", 0);
  form_test_assert_value (t.form, "/muaCuoi", "\"2024-02-29\"");
  form_test_assert_value (t.form, "/tong", "80");
  form_test_assert_value (t.form, "/hang/0/soDongCao", "2");
  hs_form_undo (t.form);
  form_test_assert_value (t.form, "/tong", "180");
  hs_form_set_text (t.form, "/coHang", "Không"); /* hidden rows do not count */
  form_test_assert_value (t.form, "/tong", "0");
  form_test_assert_value (t.form, "/soDong", "0");
  form_test_assert_value (t.form, "/datNhat", "null");
  hs_form_set_text (t.form, "/coHang", "Có");
  form_test_assert_value (t.form, "/tong", "180");
  form_test_tear_down (&t);
}

/* A file of a few MB cannot take all memory. */
static void
test_too_many_rows (void)
{
  g_autoptr (GString) text = g_string_new ("{\"coHang\":true,\"hang\":[{}");
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (GError) error = NULL;
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, ",{}");
  g_string_append (text, "]}");
  draft = form_test_json (text->str);
  g_assert_false (hs_form_load_draft (t.form, draft, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS);
  g_assert_nonnull (strstr (error->message, "/hang: more than 100,000 rows"));
  form_test_tear_down (&t);
}

/* An id names one row, whatever a draft says. */
static void
test_same_id_twice (void)
{
  g_autoptr (JsonNode) draft =
    form_test_json ("{'answers':{'coHang':true,'hang':[{'ten':'A'},{'ten':'B'}]},"
                    "'rows':{'/hang':['x','x']}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormRow) first = NULL;
  g_autoptr (HsFormRow) second = NULL;
  GListModel *rows;
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  g_assert_true (hs_form_load_draft (t.form, draft, &error));
  g_assert_no_error (error);
  rows = hs_form_field_get_rows (hs_form_find_field (t.form, "/hang"));
  first = g_list_model_get_item (rows, 0);
  second = g_list_model_get_item (rows, 1);
  g_assert_cmpstr (hs_form_row_get_id (first), ==, "x");
  g_assert_cmpstr (hs_form_row_get_id (second), !=, "x");
  g_clear_object (&first);
  g_clear_object (&second);
  form_test_tear_down (&t);
}

static void
test_unique (void)
{
  FormTest t;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  form_test_set_up (&t, "danh-sach-hang");
  hs_form_set_text (t.form, "/coHang", "Có");
  add_rows (t.form, 3);
  hs_form_set_text (t.form, "/hang/0/ten", "Gạo");
  hs_form_set_text (t.form, "/hang/2/ten", "Muối");
  form_test_assert_value (t.form, "/khacTen", "true"); /* missing ones are not alike */
  before = form_test_problems (t.form);
  hs_form_set_text (t.form, "/hang/2/ten", "Gạo");
  form_test_assert_value (t.form, "/khacTen", "false");
  after = form_test_problems (t.form);
  g_assert_cmpstr (before, ==, " | ");
  g_assert_cmpstr (after, ==, "/coHang trung-ten | ");
  hs_form_set_text (t.form, "/hang/0/gia", "2000000");
  g_free (after);
  after = form_test_problems (t.form);
  g_assert_cmpstr (after, ==,
                   "/coHang trung-ten | /hang/0/gia qua-nhieu, /hang/1/gia qua-nhieu, "
                   "/hang/2/gia qua-nhieu");
  g_assert_cmpstr (hs_form_field_get_warning (hs_form_find_field (t.form, "/hang/0/gia")), ==,
                   "Tổng quá lớn: xem lại giá.");
  form_test_tear_down (&t);
}

static void
test_nested (void)
{
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  hs_form_set_text (t.form, "/coHang", "Có");
  add_rows (t.form, 2);
  hs_form_insert_row (t.form, "/hang/0/phan", 0);
  hs_form_insert_row (t.form, "/hang/1/phan", 0);
  hs_form_insert_row (t.form, "/hang/1/phan", 1);
  hs_form_set_text (t.form, "/hang/0/phan/0/tien", "1");
  hs_form_set_text (t.form, "/hang/1/phan/0/tien", "20");
  hs_form_set_text (t.form, "/hang/1/phan/1/tien", "300");
  form_test_assert_value (t.form, "/tatCaPhan", "321");
  form_test_assert_value (t.form, "/hang/0/tongPhan", "1");
  form_test_assert_value (t.form, "/hang/1/tongPhan", "320");
  hs_form_remove_row (t.form, "/hang/1/phan", 0);
  form_test_assert_value (t.form, "/tatCaPhan", "301");
  hs_form_remove_row (t.form, "/hang", 0);
  form_test_assert_value (t.form, "/tatCaPhan", "300");
  form_test_tear_down (&t);
}

/* As the same draft in a form that never was edited. */
static void
assert_equals_full_run (FormTest *t)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (t->form);
  g_autoptr (HsForm) fresh = hs_form_new (t->package, t->world, t->units);
  g_autoptr (GError) error = NULL;
  g_autofree char *ours = form_test_snapshot (t->form);
  g_autofree char *full = NULL;

  g_assert_true (hs_form_load_draft (fresh, draft, &error));
  g_assert_no_error (error);
  full = form_test_snapshot (fresh);
  g_assert_cmpstr (ours, ==, full);
}

static guint
count_rows (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  return g_list_model_get_n_items (hs_form_field_get_rows (field));
}

static void
edit_at_random (FormTest *t, GRand *rand)
{
  static const char *const names[] = { "ten", "gia", "ngay" };
  static const char *const texts[] = { "", "7", "50", "01/01/2020", "x" };
  guint n = count_rows (t->form, "/hang");
  guint row = n > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) n) : 0;
  const char *text = texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))];
  g_autofree char *inner = g_strdup_printf ("/hang/%u/phan", row);
  g_autofree char *pointer =
    g_strdup_printf ("/hang/%u/%s", row, names[g_rand_int_range (rand, 0, 3)]);
  int what = g_rand_int_range (rand, 0, 12);

  if (what == 0)
    hs_form_set_text (t->form, "/coHang", g_rand_boolean (rand) ? "Có" : "Không");
  else if (what == 1)
    hs_form_set_text (t->form, "/nguong", text);
  else if (n == 0 || (what == 2 && n < 12))
    hs_form_insert_row (t->form, "/hang", row);
  else if (what == 3)
    hs_form_remove_row (t->form, "/hang", row);
  else if (what == 4)
    hs_form_move_row (t->form, "/hang", row, 0);
  else if (what == 5 && count_rows (t->form, inner) < 4)
    hs_form_insert_row (t->form, inner, 0);
  else if (what == 6 && count_rows (t->form, inner) > 0)
    {
      g_autofree char *money = g_strconcat (inner, "/0/tien", NULL);

      hs_form_set_text (t->form, money, text);
    }
  else if (what == 7 && hs_form_can_undo (t->form))
    hs_form_undo (t->form);
  else
    hs_form_set_text (t->form, pointer, text);
}

static void
test_equals_full_run (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (form_test_seed ());
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  hs_form_set_text (t.form, "/coHang", "Có");
  for (guint i = 0; i < N_EDITS; i++)
    {
      edit_at_random (&t, rand);
      if (i % 4 == 0)
        assert_equals_full_run (&t);
    }
  form_test_tear_down (&t);
}

/* Not a limit, a figure: what one edit costs with 1,000 rows. */
static void
test_thousand_rows (void)
{
  FormTest t;
  gint64 start;

  form_test_set_up (&t, "danh-sach-hang");
  hs_form_set_text (t.form, "/coHang", "Có");
  hs_form_begin_edit (t.form);
  add_rows (t.form, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/hang/%u/gia", i);

      hs_form_set_text (t.form, pointer, "3");
    }
  hs_form_end_edit (t.form);
  form_test_assert_value (t.form, "/tong", "3000");
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    hs_form_set_text (t.form, "/hang/500/ngay", i % 2 == 0 ? "1/2/2026" : "2/2/2026");
  g_test_message ("a latest date of 1,000: %" G_GINT64_FORMAT " us an edit",
                  (g_get_monotonic_time () - start) / 100);
  form_test_assert_value (t.form, "/muaCuoi", "\"2026-02-02\"");
  form_test_tear_down (&t);
}

/* Every row asks for a count and a sum over all rows: they are counted once, not once a row. */
static void
test_rows_are_visited_once (void)
{
  const guint n = 2000, most = 40 * n; /* of n * n * 2 */
  guint64 before;
  FormTest t;

  form_test_set_up (&t, "danh-sach-hang");
  hs_form_set_text (t.form, "/coHang", "Có");
  hs_form_set_text (t.form, "/nguong", "2");
  hs_form_begin_edit (t.form);
  add_rows (t.form, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/hang/%u/gia", i);

      hs_form_set_text (t.form, pointer, i % 2 == 0 ? "1000" : "1");
    }
  hs_form_end_edit (t.form);
  g_assert_cmpuint (t.form->n_row_visits, <=, most);
  form_test_assert_value (t.form, "/hang/1999/soDongCao", "1000");
  g_assert_nonnull (hs_form_field_get_warning (hs_form_find_field (t.form, "/hang/1999/gia")));
  before = t.form->n_row_visits;
  hs_form_set_text (t.form, "/hang/0/gia", ""); /* what was remembered is forgotten */
  form_test_assert_value (t.form, "/hang/1999/soDongCao", "999");
  g_assert_null (hs_form_field_get_warning (hs_form_find_field (t.form, "/hang/1999/gia")));
  hs_form_set_text (t.form, "/nguong", "1");
  form_test_assert_value (t.form, "/hang/0/soDongCao", "1999");
  g_assert_cmpuint (t.form->n_row_visits - before, <=, most);
  form_test_tear_down (&t);
}

static void
test_compatible (void)
{
  FormTest t;
  g_autofree char *problems = NULL;

  form_test_set_up (&t, "nhap-khau");
  hs_form_insert_row (t.form, "/phi", 0);
  hs_form_insert_row (t.form, "/phi", 1);
  hs_form_set_text (t.form, "/phi/0/so", "5");
  hs_form_set_text (t.form, "/phi/1/so", "7");
  form_test_assert_value (t.form, "/tong", "12");
  form_test_assert_value (t.form, "/soDong", "\"2\""); /* a number shown in a text field */
  form_test_assert_value (t.form, "/phi/1/gap", "21");
  g_assert_false (hs_form_field_is_relevant (hs_form_find_field (t.form, "/chiTiet")));
  hs_form_set_text (t.form, "/loai", "a");
  g_assert_true (hs_form_field_is_relevant (hs_form_find_field (t.form, "/chiTiet")));
  form_test_assert_value (t.form, "/phi/1/gap", "14");
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, " | /nguoi/ten thieu");
  hs_form_set_text (t.form, "/nguoi/ten", "Lan");
  hs_form_set_text (t.form, "/nguoi/tuoi", "18");
  hs_form_set_text (t.form, "/chiTiet", "y");
  form_test_assert_value (t.form, "/ghep", "\"Lan/18/y\"");
  g_assert_true (hs_form_field_is_required (hs_form_find_field (t.form, "/chiTiet")));
  hs_form_set_text (t.form, "/loai", "x"); /* the path of the rule is computed */
  g_free (problems);
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, "/nguoi/tuoi tinh-ten | ");
  hs_form_remove_row (t.form, "/phi", 0);
  form_test_assert_value (t.form, "/tong", "7");
  form_test_assert_value (t.form, "/soDong", "\"1\"");
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aggregate/rows", test_rows);
  g_test_add_func ("/aggregate/unique", test_unique);
  g_test_add_func ("/aggregate/too-many-rows", test_too_many_rows);
  g_test_add_func ("/aggregate/same-id-twice", test_same_id_twice);
  g_test_add_func ("/aggregate/nested", test_nested);
  g_test_add_func ("/aggregate/equals-full-run", test_equals_full_run);
  g_test_add_func ("/aggregate/1000-rows", test_thousand_rows);
  g_test_add_func ("/aggregate/visited-once", test_rows_are_visited_once);
  g_test_add_func ("/aggregate/compatible", test_compatible);
  return g_test_run ();
}
