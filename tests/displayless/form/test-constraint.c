/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a schema says beside its fields: if/then, anyOf, dependencies, references, rules of the layout.
 * Every case: answers, then which field is told what. The pure schema agrees with the form. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include <string.h>

/* Answers that nothing is wrong with; a case adds to them or changes them, null takes away. */
#define BASE                                                                                       \
  "{'loai':'caNhan','dienThoai':'0912345678','chuHo':{'hoTen':'An'},"                              \
  "'nguoiO':[{'hoTen':'Bình','tuoi':20,'nghe':'thợ'}]}"

static const struct
{
  const char *name;
  const char *change; /* {pointer: value} over BASE */
  const char *problems;
} cases[] = {
  { "right", "{}", " | " },
  /* if, then, else */
  { "then-requires", "{'/loai':'toChuc','/maSo':'0123456789'}", "/tenToChuc required | " },
  { "then-requires-two", "{'/loai':'toChuc'}", "/tenToChuc required, /maSo required | " },
  { "then-satisfied", "{'/loai':'toChuc','/maSo':'0123456789','/tenToChuc':'A'}", " | " },
  { "then-narrows", "{'/loai':'toChuc','/maSo':'0123456789','/tenToChuc':'A','/ghiChu':'Ngắn'}",
    "/ghiChu minLength | " },
  { "then-narrows-pattern",
    "{'/loai':'toChuc','/maSo':'0123456789','/tenToChuc':'A','/ghiChu':'một câu khá dài'}",
    "/ghiChu pattern | " },
  { "then-off", "{'/ghiChu':'ngắn'}", " | " },
  { "else-not", "{'/maSo':'0123456789'}", "/maSo not | " },
  /* a field's own applicators */
  { "field-any-of", "{'/loai':'toChuc','/tenToChuc':'A','/maSo':'12'}", "/maSo anyOf | " },
  { "field-all-of", "{'/soTien':1500}", "/soTien minimum | " },
  { "field-first-keyword", "{'/soTien':500}", "/soTien minimum | " },
  { "field-multiple", "{'/soTien':2100}", "/soTien multipleOf | " },
  { "field-in-all-of", "{'/ghiChu':'<b>'}", "/ghiChu pattern | " },
  /* of the object */
  { "any-of", "{'/dienThoai':null}", "/dienThoai anyOf | " },
  { "any-of-other", "{'/dienThoai':null,'/email':'a@b.vn'}", " | " },
  { "any-of-hidden", "{'/dienThoai':null,'/email':'a@b.vn','/ghiChu':'Không có thư'}",
    "/dienThoai anyOf | " },
  { "one-of-none", "{'/soTien':2000000}", "/soTien oneOf | " },
  { "one-of-second", "{'/soTien':2000000,'/soTienTra':5,'/ngayTra':'2026-11-01'}", " | " },
  { "one-of-both", "{'/soTien':2000,'/soTienTra':5,'/ngayTra':'2026-11-01'}", "/soTien oneOf | " },
  { "dependent-required", "{'/soTien':2000000,'/soTienTra':5}", "/ngayTra required | " },
  { "min-properties", "{'/dienThoai':null,'/chuHo':null,'/nguoiO':null}",
    "/loai minProperties, /dienThoai anyOf, /chuHo/hoTen required | " },
  /* blocks described by a reference */
  { "block-condition", "{'/chuHo/tuoi':30}", "/chuHo/nghe required | " },
  { "block-condition-off", "{'/chuHo/tuoi':17}", " | " },
  { "block-required", "{'/coBaoLanh':true}", "/baoLanh/hoTen required | " },
  { "block-hidden", "{'/coBaoLanh':false,'/baoLanh/tuoi':30}", " | " },
  { "block-shown", "{'/coBaoLanh':true,'/baoLanh/tuoi':30,'/baoLanh/hoTen':'Cúc'}",
    "/baoLanh/nghe required | " },
  /* rows */
  { "row-condition", "{'/nguoiO/0/nghe':null}", "/nguoiO/0/nghe required | " },
  { "contains-none", "{'/nguoiO/0/tuoi':12}", "/nguoiO contains | " },
  { "contains-too-many",
    "{'/nguoiO':[{'hoTen':'A','tuoi':20,'nghe':'x'},{'hoTen':'B','tuoi':20,'nghe':'x'},"
    "{'hoTen':'C','tuoi':20,'nghe':'x'}]}",
    "/nguoiO contains | " },
  { "unique-rows",
    "{'/nguoiO':[{'hoTen':'A','tuoi':20,'nghe':'x'},{'hoTen':'A','tuoi':20,'nghe':'x'}]}",
    "/nguoiO uniqueItems | " },
  { "prefix-item", "{'/nguoiO':[{'hoTen':'A','tuoi':3},{'hoTen':'B','tuoi':20,'nghe':'x'}]}",
    "/nguoiO/0/tuoi prefixItems | " },
  { "rows-in-rows", "{'/xe':[{'bien':'29A','lan':[{'dat':true},{'dat':false}]}]}",
    "/xe/0/lan/1/lyDo required | " },
};

static JsonNode *
answers_of (guint i)
{
  JsonNode *answers = form_test_json (BASE);
  g_autoptr (JsonNode) change = form_test_json (cases[i].change);
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, json_node_get_object (change));
  while (json_object_iter_next_ordered (&iter, &pointer, &value))
    g_assert_true (hs_json_pointer_set (
      answers, pointer, JSON_NODE_HOLDS_NULL (value) ? NULL : json_node_copy (value)));
  return answers;
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (JsonNode) answers = answers_of (i);
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  FormTest t;

  form_test_set_up (&t, "rang-buoc");
  g_assert_true (hs_form_load_draft (t.form, answers, &error));
  g_assert_no_error (error);
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, cases[i].problems);
  /* and the office, which has only the schema, says the same */
  g_assert_true (!hs_form_check_submission (t.form, &error) == (strlen (problems) > 3));
  form_test_tear_down (&t);
}

static void
test_required_follows (void)
{
  HsFormField *code;
  FormTest t;

  form_test_set_up (&t, "rang-buoc");
  code = hs_form_find_field (t.form, "/maSo");
  g_assert_false (hs_form_field_is_required (code));
  hs_form_set_text (t.form, "/loai", "toChuc");
  g_assert_true (hs_form_field_is_required (code));
  g_assert_cmpstr (hs_form_field_get_error (code), ==, "Tổ chức phải ghi mã số.");
  hs_form_set_text (t.form, "/maSo", "0123456789");
  g_assert_null (hs_form_field_get_error (code));
  hs_form_set_text (t.form, "/loai", "caNhan");
  g_assert_false (hs_form_field_is_required (code));
  g_assert_cmpstr (hs_form_field_get_error (code), ==, "Cá nhân không ghi mã số.");
  hs_form_undo (t.form);
  g_assert_true (hs_form_field_is_required (code));
  g_assert_null (hs_form_field_get_error (code));
  form_test_tear_down (&t);
}

static void
test_messages (void)
{
  FormTest t;

  form_test_set_up (&t, "rang-buoc");
  hs_form_set_text (t.form, "/loai", "toChuc");
  hs_form_set_text (t.form, "/ghiChu", "Ngắn");
  g_assert_cmpstr (hs_form_field_get_error (hs_form_find_field (t.form, "/ghiChu")), ==,
                   "Ghi chú phải có ít nhất 10 ký tự (đang có 4).");
  g_assert_cmpstr (hs_form_field_get_error (hs_form_find_field (t.form, "/dienThoai")), ==,
                   "Ghi số điện thoại hoặc thư điện tử.");
  form_test_tear_down (&t);
}

/* A package at fault: it hides what its schema then demands. The form lets it through, the check does not. */
static void
test_package_at_fault (void)
{
  g_autofree char *path = hs_test_fixture ("forms/rang-buoc.json");
  g_autofree char *text = NULL, *bad = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answers = form_test_json (
    "{'loai':'toChuc','maSo':'0123456789','dienThoai':'0912345678','chuHo':{'hoTen':'An'}}");
  HsWorld *world = hs_test_world_new ();
  HsFormPackage *package;
  HsForm *form;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, "{\"var\": \"loai\"}, \"toChuc\"", 2);
  bad = g_strconcat (parts[0], "{\"var\": \"loai\"}, \"caNhan\"", parts[1], NULL);
  bytes = g_bytes_new (bad, strlen (bad));
  package = hs_form_package_load (bytes, &error);
  g_assert_no_error (error);
  form = hs_form_new (package, world, NULL);
  g_assert_true (hs_form_load_draft (form, answers, &error));
  g_assert_true (hs_form_is_valid (form));
  g_assert_false (hs_form_check_submission (form, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_nonnull (strstr (error->message, "“required”"));
  g_assert_nonnull (strstr (error->message, "tenToChuc"));
  g_assert_finalize_object (form);
  g_assert_finalize_object (package);
  hs_test_world_free (world);
}

/* A rule that could not be computed is not passed over when the answers are to go; mended answers are let through. */
static void
test_rule_not_computed (void)
{
  g_autoptr (JsonNode) answers = form_test_json (
    "{'tyGia':9123456789012347,'don':[{'ma':'A','hang':[{'ten':'x','gia':9123456789012347,"
    "'soLuong':9123456789012347}]}]}");
  g_autoptr (GError) error = NULL;
  FormTest t;

  form_test_set_up (&t, "hoa-don");
  g_assert_true (hs_form_load_draft (t.form, answers, &error));
  g_assert_no_error (error);
  g_assert_false (hs_form_check_submission (t.form, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_nonnull (strstr (error->message, "a rule cannot be computed"));
  g_clear_error (&error);
  hs_form_set_text (t.form, "/don/0/hang/0/soLuong", "1");
  hs_form_set_text (t.form, "/don/0/hang/0/gia", "2");
  g_assert_true (hs_form_check_submission (t.form, &error));
  g_assert_no_error (error);
  form_test_tear_down (&t);
}

/* Rules of the layout hide and lock as rules of the package do. */
static void
test_layout_rules (void)
{
  FormTest t;

  form_test_set_up (&t, "rang-buoc");
  g_assert_false (hs_form_field_is_relevant (hs_form_find_field (t.form, "/baoLanh/hoTen")));
  hs_form_set_text (t.form, "/coBaoLanh", "true");
  g_assert_true (hs_form_field_is_relevant (hs_form_find_field (t.form, "/baoLanh/hoTen")));
  g_assert_false (hs_form_field_is_read_only (hs_form_find_field (t.form, "/ngayTra")));
  hs_form_set_text (t.form, "/soTienTra", "0");
  g_assert_true (hs_form_field_is_read_only (hs_form_find_field (t.form, "/ngayTra")));
  form_test_tear_down (&t);
}

/* A demand of the schema goes with the row it is about. */
static void
test_rows_move (void)
{
  g_autofree char *problems = NULL;
  FormTest t;

  form_test_set_up (&t, "rang-buoc");
  {
    g_autoptr (JsonNode) answers = form_test_json (
      "{'loai':'caNhan','dienThoai':'0912345678','chuHo':{'hoTen':'An'},'xe':["
      "{'bien':'A','lan':[{'dat':true}]},{'bien':'B','lan':[{'dat':false},{'dat':true}]}]}");

    g_assert_true (hs_form_load_draft (t.form, answers, NULL));
  }
  hs_form_move_row (t.form, "/xe", 1, 0);
  hs_form_move_row (t.form, "/xe/0/lan", 0, 1);
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, "/xe/0/lan/1/lyDo required | ");
  hs_form_remove_row (t.form, "/xe", 0);
  g_assert_true (hs_form_is_valid (t.form));
  hs_form_undo (t.form);
  hs_form_undo (t.form);
  hs_form_undo (t.form);
  g_free (problems);
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, "/xe/1/lan/0/lyDo required | ");
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/form/constraint/case/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/form/constraint/rule-not-computed", test_rule_not_computed);
  g_test_add_func ("/form/constraint/required-follows", test_required_follows);
  g_test_add_func ("/form/constraint/messages", test_messages);
  g_test_add_func ("/form/constraint/package-at-fault", test_package_at_fault);
  g_test_add_func ("/form/constraint/layout-rules", test_layout_rules);
  g_test_add_func ("/form/constraint/rows-move", test_rows_move);
  return g_test_run ();
}
