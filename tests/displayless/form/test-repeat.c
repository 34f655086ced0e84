/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: stable ids, rules inside a row, counts over rows, drafts. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#define REPEAT "/thanhVien"

static void
set_up (FormTest *t)
{
  form_test_set_up (t, "ho-gia-dinh");
  hs_form_set_text (t->form, "/chuHo", "Lê Văn An");
  hs_form_set_text (t->form, "/ngayLap", "1/11/2026");
  hs_form_set_text (t->form, "/coThanhVien", "true");
}

static HsFormRow *
row_at (FormTest *t, guint index)
{
  g_autoptr (HsFormRow) row =
    g_list_model_get_item (hs_form_field_get_rows (hs_form_find_field (t->form, REPEAT)), index);

  g_assert_nonnull (row);
  return row; /* the list keeps it */
}

static const char *
error_at (FormTest *t, const char *pointer)
{
  HsFormField *field = hs_form_find_field (t->form, pointer);

  g_assert_nonnull (field);
  return hs_form_field_get_error (field);
}

static void
test_rules_in_a_row (void)
{
  FormTest t;

  set_up (&t);
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_insert_row (t.form, REPEAT, 1);
  hs_form_set_text (t.form, "/thanhVien/0/hoTen", "Lê Thị Bé");
  hs_form_set_text (t.form, "/thanhVien/0/ngaySinh", "2/11/2010");
  hs_form_set_text (t.form, "/thanhVien/1/hoTen", "le van AN");
  hs_form_set_text (t.form, "/thanhVien/1/ngaySinh", "1980");
  form_test_assert_value (t.form, "/thanhVien/0/tuoi", "15");
  form_test_assert_value (t.form, "/thanhVien/1/tuoi", "46");
  g_assert_true (
    hs_form_field_is_relevant (hs_form_find_field (t.form, "/thanhVien/0/nguoiGiamHo")));
  g_assert_false (
    hs_form_field_is_relevant (hs_form_find_field (t.form, "/thanhVien/1/nguoiGiamHo")));
  g_assert_nonnull (error_at (&t, "/thanhVien/0/nguoiGiamHo"));
  g_assert_nonnull (hs_form_field_get_warning (hs_form_find_field (t.form, "/thanhVien/1/hoTen")));
  /* the parent's answer reaches every row */
  hs_form_set_text (t.form, "/ngayLap", "1/1/1979");
  g_assert_nonnull (error_at (&t, "/thanhVien/0/ngaySinh"));
  g_assert_nonnull (error_at (&t, "/thanhVien/1/ngaySinh"));
  form_test_tear_down (&t);
}

static void
test_count_over_rows (void)
{
  FormTest t;

  set_up (&t);
  hs_form_set_text (t.form, "/donGia", "1.000");
  form_test_assert_value (t.form, "/soNguoi", "1");
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_insert_row (t.form, REPEAT, 0);
  form_test_assert_value (t.form, "/soNguoi", "3");
  form_test_assert_value (t.form, "/tong", "3000");
  hs_form_set_text (t.form, "/coThanhVien", "false"); /* hidden rows do not count */
  form_test_assert_value (t.form, "/soNguoi", "1");
  hs_form_set_text (t.form, "/coThanhVien", "true");
  hs_form_remove_row (t.form, REPEAT, 1);
  form_test_assert_value (t.form, "/tong", "2000");
  form_test_tear_down (&t);
}

static void
test_stable_ids (void)
{
  g_autofree char *first = NULL, *second = NULL;
  HsFormField *name;
  FormTest t;

  set_up (&t);
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_set_text (t.form, "/thanhVien/0/hoTen", "Bình");
  first = g_strdup (hs_form_row_get_id (row_at (&t, 0)));
  name = hs_form_find_field (t.form, "/thanhVien/0/hoTen");
  hs_form_insert_row (t.form, REPEAT, 0);
  second = g_strdup (hs_form_row_get_id (row_at (&t, 0)));
  g_assert_cmpstr (hs_form_row_get_id (row_at (&t, 1)), ==, first);
  g_assert_cmpstr (hs_form_field_get_pointer (name), ==, "/thanhVien/1/hoTen");
  g_assert_true (hs_form_find_field (t.form, "/thanhVien/1/hoTen") == name);
  g_assert_cmpstr (hs_form_row_get_title (row_at (&t, 1)), ==, "Bình");
  g_assert_cmpstr (hs_form_row_get_title (row_at (&t, 0)), ==, "Dòng 1");
  hs_form_move_row (t.form, REPEAT, 0, 1);
  g_assert_cmpstr (hs_form_row_get_id (row_at (&t, 0)), ==, first);
  hs_form_remove_row (t.form, REPEAT, 0);
  hs_form_undo (t.form); /* the very same row comes back */
  g_assert_true (hs_form_find_field (t.form, "/thanhVien/0/hoTen") == name);
  g_assert_cmpstr (hs_form_field_get_text (name), ==, "Bình");
  g_assert_cmpstr (hs_form_row_get_id (row_at (&t, 1)), ==, second);
  form_test_tear_down (&t);
}

/* A row is called by its answers as they are spelt, also while they stand as they were typed. */
static void
test_title_of_values (void)
{
  FormTest t;

  set_up (&t);
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_set_text (t.form, "/thanhVien/0/ngaySinh", "5/6/2016");
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (t.form, "/thanhVien/0/ngaySinh")),
                   ==, "5/6/2016");
  g_assert_true (g_str_has_prefix (hs_form_row_get_title (row_at (&t, 0)), "05/06/2016"));
  hs_form_set_text (t.form, "/thanhVien/0/ngaySinh", "5/6/");
  g_assert_true (g_str_has_prefix (hs_form_row_get_title (row_at (&t, 0)), "5/6/"));
  form_test_tear_down (&t);
}

static void
test_draft_keeps_rows (void)
{
  g_autoptr (JsonNode) draft = NULL;
  HsForm *other;
  g_autofree char *before = NULL, *after = NULL;
  FormTest t;

  set_up (&t);
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_insert_row (t.form, REPEAT, 1);
  hs_form_set_text (t.form, "/thanhVien/1/ngaySinh", "không nhớ");
  hs_form_set_text (t.form, "/coThanhVien", "false");
  draft = hs_form_dup_draft (t.form);
  other = hs_form_new (t.package, t.world, t.units);
  g_assert_true (hs_form_load_draft (other, draft, NULL));
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (other, "/thanhVien/1/ngaySinh")), ==,
                   "không nhớ");
  hs_form_load_draft (t.form, draft, NULL);
  before = form_test_snapshot (t.form);
  after = form_test_snapshot (other);
  g_assert_cmpstr (before, ==, after); /* ids too */
  g_assert_finalize_object (other);
  form_test_tear_down (&t);
}

static void
test_submission (void)
{
  g_autoptr (JsonNode) with = NULL;
  g_autoptr (JsonNode) without = NULL;
  FormTest t;

  set_up (&t);
  hs_form_insert_row (t.form, REPEAT, 0);
  hs_form_set_text (t.form, "/thanhVien/0/hoTen", "Bình");
  hs_form_set_text (t.form, "/soThich", "Điện, mang");
  with = hs_form_dup_submission (t.form);
  {
    g_autofree char *text = hs_json_write (with);

    g_assert_cmpstr (text, ==,
                     "{\"chuHo\":\"Lê Văn An\",\"coThanhVien\":true,\"ngayLap\":\"2026-11-01\","
                     "\"quocTich\":\"VN\",\"soNguoi\":2,\"soThich\":[\"dien\",\"mang\"],"
                     "\"thanhVien\":[{\"hoTen\":\"Bình\"}]}");
  }
  hs_form_set_text (t.form, "/coThanhVien", "false");
  without = hs_form_dup_submission (t.form);
  g_assert_null (hs_json_pointer_get (without, "/thanhVien"));
  form_test_tear_down (&t);
}

static void
test_several_choices (void)
{
  FormTest t;

  set_up (&t);
  g_assert_cmpint (hs_form_field_get_kind (hs_form_find_field (t.form, "/soThich")), ==,
                   HS_FIELD_MULTI_CHOICE);
  hs_form_set_value (t.form, "/soThich", form_test_json ("['dien','nuoc','mang']"));
  g_assert_cmpstr (error_at (&t, "/soThich"), ==, "Dịch vụ cần: không quá 2 mục.");
  hs_form_set_value (t.form, "/soThich", form_test_json ("['dien','gas']"));
  g_assert_cmpstr (error_at (&t, "/soThich"), ==, "Dịch vụ cần: chọn trong danh sách.");
  hs_form_set_value (t.form, "/soThich", form_test_json ("[]"));
  form_test_assert_value (t.form, "/soThich", "null");
  form_test_tear_down (&t);
}

/* 1,000 rows: an edit in one does not run the others. */
static void
test_many_rows (void)
{
  const guint n = 1000;
  gint64 start;
  FormTest t;

  set_up (&t);
  {
    g_autoptr (GString) text = g_string_new ("{'chuHo':'A','coThanhVien':true,'thanhVien':[");
    g_autoptr (JsonNode) answers = NULL;

    for (guint i = 0; i < n; i++)
      g_string_append_printf (text, "%s{'hoTen':'Người','ngaySinh':'%u'}", i > 0 ? "," : "",
                              1920 + i % 100);
    g_string_append (text, "]}");
    answers = form_test_json (text->str);
    g_assert_true (hs_form_load_draft (t.form, answers, NULL));
  }
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    hs_form_set_text (t.form, "/thanhVien/500/hoTen", i % 2 == 0 ? "Bình" : "An");
  g_test_message ("%.1f µs an edit among %u rows", (double) (g_get_monotonic_time () - start) / 100,
                  n);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 100, <, 20000);
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/repeat/rules-in-a-row", test_rules_in_a_row);
  g_test_add_func ("/form/repeat/count-over-rows", test_count_over_rows);
  g_test_add_func ("/form/repeat/stable-ids", test_stable_ids);
  g_test_add_func ("/form/repeat/title-of-values", test_title_of_values);
  g_test_add_func ("/form/repeat/draft-keeps-rows", test_draft_keeps_rows);
  g_test_add_func ("/form/repeat/submission", test_submission);
  g_test_add_func ("/form/repeat/several-choices", test_several_choices);
  g_test_add_func ("/form/repeat/many-rows", test_many_rows);
  return g_test_run ();
}
