/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling the birth declaration: relevance, messages, typing, drafts, undo. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

static void
set_up_filled (FormTest *t)
{
  g_autoptr (JsonNode) answers = form_test_complete_answers ();

  form_test_set_up (t, "khai-sinh");
  g_assert_true (hs_form_load_draft (t->form, answers, NULL));
}

static HsFormField *
field_of (FormTest *t, const char *pointer)
{
  HsFormField *field = hs_form_find_field (t->form, pointer);

  g_assert_nonnull (field);
  return field;
}

static void
test_complete (void)
{
  g_autofree char *problems = NULL;
  FormTest t;

  set_up_filled (&t);
  problems = form_test_problems (t.form);
  g_assert_cmpstr (problems, ==, " | ");
  g_assert_true (hs_form_is_valid (t.form));
  for (guint i = 0; i < g_list_model_get_n_items (hs_form_get_sections (t.form)); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (hs_form_get_sections (t.form), i);

      g_assert_cmpint (hs_form_section_get_state (section), ==, HS_SECTION_DONE);
    }
  form_test_tear_down (&t);
}

/* Given a father is filled in; when the father becomes unknown, then his block is neither checked, nor
 * sent, nor seen by rules; when he is known again, all of it is there. */
static void
test_relevance_keeps_values (void)
{
  g_autoptr (JsonNode) submission = NULL;
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/cha/hoTen", "123");
  g_assert_false (hs_form_is_valid (t.form));
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", "chiCoMe");
  g_assert_true (hs_form_is_valid (t.form));
  g_assert_false (hs_form_field_is_relevant (field_of (&t, "/cha/hoTen")));
  submission = hs_form_dup_submission (t.form);
  g_assert_null (hs_json_pointer_get (submission, "/cha"));
  g_assert_null (hs_json_pointer_get (submission, "/ketHon"));
  g_assert_nonnull (hs_json_pointer_get (submission, "/me/hoTen"));
  /* the surname of a hidden father does not count */
  g_assert_nonnull (hs_form_field_get_warning (field_of (&t, "/con/hoTen")));
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", "duChaMe");
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/cha/hoTen")), ==, "123");
  g_assert_false (hs_form_is_valid (t.form));
  form_test_tear_down (&t);
}

/* One message a field: missing, then impossible, then other rules. */
static void
test_one_message (void)
{
  static const struct
  {
    const char *text, *rule;
  } steps[] = { { "", "required" },
                { "   ", "required" },
                { "40/1/2026", "type" },
                { "hôm qua", "type" },
                { "25/11/2026", "con-chua-sinh" },
                { "20/11/2026", NULL } };
  FormTest t;

  set_up_filled (&t);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GListModel *problems = hs_form_get_problems (t.form);
      g_autoptr (HsFormProblem) problem = NULL;

      hs_form_set_text (t.form, "/con/ngaySinh", steps[i].text);
      g_assert_cmpuint (g_list_model_get_n_items (problems), ==, steps[i].rule != NULL ? 1 : 0);
      if (steps[i].rule == NULL)
        continue;
      problem = g_list_model_get_item (problems, 0);
      g_assert_cmpstr (hs_form_problem_get_rule (problem), ==, steps[i].rule);
      g_assert_cmpstr (hs_form_problem_get_pointer (problem), ==, "/con/ngaySinh");
      g_assert_cmpstr (hs_form_problem_get_section (problem), ==, "con");
      /* the same words in the row and in the summary */
      g_assert_cmpstr (hs_form_problem_get_message (problem), ==,
                       hs_form_field_get_error (field_of (&t, "/con/ngaySinh")));
    }
  form_test_tear_down (&t);
}

/* What people type, and what is kept. */
static void
test_typing (void)
{
  static const struct
  {
    const char *pointer, *typed, *value, *text;
  } cases[] = {
    { "/con/ngaySinh", "1/2/2026", "\"2026-02-01\"", "1/2/2026" },
    { "/con/ngaySinh", "01-02-2026", "\"2026-02-01\"", "01-02-2026" },
    { "/con/ngaySinh", "01022026", "\"2026-02-01\"", "01022026" },
    { "/con/ngaySinh", "2/2026", "null", "2/2026" },
    { "/con/ngaySinh", "29/2/2025", "null", "29/2/2025" },
    { "/me/ngaySinh", "1990", "\"1990\"", "1990" },
    { "/me/ngaySinh", "2/1990", "\"1990-02\"", "2/1990" },
    { "/nguoiYeuCau/soDinhDanh", "001 195-012.345", "\"001195012345\"", "001 195-012.345" },
    { "/nguoiYeuCau/dienThoai", "0912 345 678", "\"0912345678\"", "0912 345 678" },
    { "/nguoiYeuCau/dienThoai", "0912\t345 678\r\r-", "\"0912345678\"", "0912\t345 678\r\r-" },
    { "/con/hoTen", "  Trần   An\u00a0 Bình ", "\"Trần An Bình\"", "  Trần   An\u00a0 Bình " },
    { "/con/gioiTinh", "nam", "\"nam\"", "nam" },
    { "/con/gioiTinh", "Nữ", "\"nu\"", "Nữ" },
    { "/con/gioiTinh", "khác", "null", "khác" },
    { "/con/danToc", "tay", "\"02\"", "tay" },
    { "/con/xaNoiSinh", "00004", "\"00004\"", "00004" },
    { "/con/xaNoiSinh", "Ba Đình", "null", "Ba Đình" },
    { "/banSao/yeuCau", "Có", "true", "Có" },
    { "/banSao/soLuong", " 3 ", "3", " 3 " },
    { "/banSao/soLuong", "3,5", "null", "3,5" },
    { "/banSao/soLuong", "1.000", "1000", "1.000" },
    { "/banSao/soLuong", "99999999999999999999", "null", "99999999999999999999" },
  };
  FormTest t;

  set_up_filled (&t);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s: %s", cases[i].pointer, cases[i].typed);
      hs_form_set_text (t.form, cases[i].pointer, cases[i].typed);
      form_test_assert_value (t.form, cases[i].pointer, cases[i].value);
      g_assert_cmpstr (hs_form_field_get_text (field_of (&t, cases[i].pointer)), ==, cases[i].text);
      g_assert_true ((hs_form_field_get_error (field_of (&t, cases[i].pointer)) != NULL) ||
                     !g_str_equal (cases[i].value, "null"));
    }
  /* not UTF-8: made so, never a crash */
  hs_form_set_text (t.form, "/con/queQuan", "\xff\xfe x");
  g_assert_true (
    g_utf8_validate (hs_form_field_get_text (field_of (&t, "/con/queQuan")), -1, NULL));
  form_test_tear_down (&t);
}

/* Decomposed Vietnamese gets the same verdict and the same value as composed. */
static void
test_decomposed (void)
{
  static const char *const pointers[] = { "/con/hoTen", "/con/queQuan", "/nguoiYeuCau/noiCap",
                                          "/con/danToc" };
  static const char *const texts[] = { "Trần Thị Ếch", "Xã Giao Thuỷ, tỉnh Ninh Bình",
                                       "Cục Cảnh sát", "Ê Đê" };
  FormTest t;

  set_up_filled (&t);
  for (guint i = 0; i < G_N_ELEMENTS (pointers); i++)
    {
      g_autofree char *nfd = g_utf8_normalize (texts[i], -1, G_NORMALIZE_NFD);
      g_autofree char *composed = NULL;
      g_autofree char *problems = NULL;
      g_autofree char *problems_nfd = NULL;
      HsFormField *field = field_of (&t, pointers[i]);

      hs_form_set_text (t.form, pointers[i], texts[i]);
      composed = hs_json_write (hs_form_field_get_value (field));
      problems = form_test_problems (t.form);
      hs_form_set_text (t.form, pointers[i], nfd);
      problems_nfd = form_test_problems (t.form);
      form_test_assert_value (t.form, pointers[i], composed);
      g_assert_cmpstr (problems, ==, problems_nfd);
    }
  form_test_tear_down (&t);
}

/* Length is counted in characters as people see them composed. */
static void
test_length (void)
{
  g_autoptr (GString) name = g_string_new (NULL);
  FormTest t;

  set_up_filled (&t);
  for (guint i = 0; i < 250; i++)
    g_string_append (name, i % 10 == 9 ? " " : "e\xcc\x82\xcc\x81"); /* ế in three code points */
  hs_form_set_text (t.form, "/me/hoTen", name->str);
  g_assert_null (hs_form_field_get_error (field_of (&t, "/me/hoTen")));
  g_string_append (name, "aaa");
  hs_form_set_text (t.form, "/me/hoTen", name->str);
  g_assert_cmpstr (hs_form_field_get_error (field_of (&t, "/me/hoTen")), ==,
                   "Họ, chữ đệm, tên người mẹ dài quá 250 ký tự (đang có 253).");
  form_test_tear_down (&t);
}

/* A draft holds everything typed, hidden or unreadable; loading it gives the same form. */
static void
test_draft (void)
{
  g_autoptr (JsonNode) draft = NULL;
  g_autofree char *before = NULL, *after = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  HsForm *other;
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/ngaySinh", "31/2/20xx");
  hs_form_set_text (t.form, "/banSao/soLuong", "ba");
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", "boRoi");
  hs_form_set_text (t.form, "/con/queQuan", "Nghệ An");
  draft = hs_form_dup_draft (t.form);
  g_assert_cmpstr (json_node_get_string (hs_json_pointer_get (draft, "/typed/~1con~1ngaySinh")), ==,
                   "31/2/20xx");
  g_assert_cmpstr (json_node_get_string (hs_json_pointer_get (draft, "/answers/cha/hoTen")), ==,
                   "Trần Văn Cường");
  g_assert_cmpstr (json_node_get_string (hs_json_pointer_get (draft, "/package/sha256")), ==,
                   hs_form_package_get_sha256 (t.package));
  text = hs_json_write (draft);
  other = hs_form_new (t.package, t.world, t.units);
  {
    g_autoptr (JsonNode) read = hs_json_parse (text, -1, HS_JSON_EXACT_NUMBERS, 0, &error);

    g_assert_true (hs_form_load_draft (other, read, &error));
  }
  after = form_test_snapshot (other);
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (other, "/con/ngaySinh")), ==,
                   "31/2/20xx");
  {
    g_autoptr (JsonNode) again = hs_form_dup_draft (other);
    g_autofree char *again_text = hs_json_write (again);

    g_assert_cmpstr (again_text, ==, text);
  }
  /* but for the way readable answers were typed, the two look alike */
  hs_form_load_draft (t.form, draft, NULL);
  before = form_test_snapshot (t.form);
  g_assert_cmpstr (before, ==, after);
  g_assert_finalize_object (other);
  form_test_tear_down (&t);
}

static void
test_bad_draft (void)
{
  static const struct
  {
    const char *draft, *message;
  } cases[] = {
    { "[]", "must be an object" },
    { "{'conn':{}}", "/conn: the form has no such field" },
    { "{'con':{'tuoi':1}}", "/con/tuoi: the form has no such field" },
    { "{'con':5}", "/con: must be an object" },
    { "{'con':{'hoTen':5}}", "/con/hoTen: the value is not" },
    { "{'con':{'ngaySinh':'1/2/2026'}}", "/con/ngaySinh: the value is not" },
    { "{'banSao':{'soLuong':1.5}}", "/banSao/soLuong: the value is not" },
    { "{'banSao':{'yeuCau':'true'}}", "/banSao/yeuCau: the value is not" },
    { "{'answers':{'x':1}}", "/x: the form has no such field" },
    { "{'answers':{},'typed':{'/con/x':'a'}}", "/con/x: the form has no such field" },
    { "{'answers':{},'typed':{'/con/hoTen':1}}", "must be a text" },
    { "{'answers':{},'package':{'id':'khac'}}", "another form" },
  };
  g_autofree char *before = NULL;
  FormTest t;

  set_up_filled (&t);
  before = form_test_snapshot (t.form);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) draft = form_test_json (cases[i].draft);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_false (hs_form_load_draft (t.form, draft, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].message));
      after = form_test_snapshot (t.form);
      g_assert_cmpstr (before, ==, after); /* nothing changed */
    }
  form_test_tear_down (&t);
}

static void
test_undo (void)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  static const struct
  {
    const char *pointer, *text;
  } edits[] = { { "/con/hoTen", "Trần B" },       { "/con/ngaySinh", "x" },
                { "/con/ngaySinh", "1/10/2026" }, { "/con/loaiKhaiSinh", "boRoi" },
                { "/nguoiYeuCau/quanHe", "" },    { "/con/loaiKhaiSinh", "chiCoMe" } };
  FormTest t;

  set_up_filled (&t);
  g_assert_false (hs_form_can_undo (t.form));
  g_ptr_array_add (states, form_test_snapshot (t.form));
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      hs_test_world_advance (t.world, 2 * G_USEC_PER_SEC);
      hs_form_set_text (t.form, edits[i].pointer, edits[i].text);
      g_ptr_array_add (states, form_test_snapshot (t.form));
    }
  for (guint i = G_N_ELEMENTS (edits); i > 0; i--)
    {
      g_autofree char *state = NULL;

      g_assert_true (hs_form_can_undo (t.form));
      hs_form_undo (t.form);
      state = form_test_snapshot (t.form);
      g_assert_cmpstr (state, ==, states->pdata[i - 1]);
    }
  g_assert_false (hs_form_can_undo (t.form));
  for (guint i = 1; i <= G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *state = NULL;

      hs_form_redo (t.form);
      state = form_test_snapshot (t.form);
      g_assert_cmpstr (state, ==, states->pdata[i]);
    }
  g_assert_false (hs_form_can_redo (t.form));
  form_test_tear_down (&t);
}

/* Typing letter by letter is one step; after a pause it is another. */
static void
test_undo_of_typing (void)
{
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  hs_form_set_text (t.form, "/con/queQuan", "H");
  hs_form_set_text (t.form, "/con/queQuan", "Hà");
  hs_test_world_advance (t.world, G_USEC_PER_SEC / 2);
  hs_form_set_text (t.form, "/con/queQuan", "Hà N");
  hs_test_world_advance (t.world, 2 * G_USEC_PER_SEC);
  hs_form_set_text (t.form, "/con/queQuan", "Hà Nội");
  hs_form_undo (t.form);
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/queQuan")), ==, "Hà N");
  hs_form_undo (t.form);
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/queQuan")), ==, "");
  g_assert_false (hs_form_can_undo (t.form));
  form_test_tear_down (&t);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Listeners are told once, after everything settled. */
static void
test_signals (void)
{
  guint changed = 0, text = 0, error = 0, problems = 0;
  HsFormField *field;
  FormTest t;

  set_up_filled (&t);
  field = field_of (&t, "/con/ngaySinh");
  g_signal_connect_swapped (t.form, "changed", G_CALLBACK (count_cb), &changed);
  g_signal_connect_swapped (field, "notify::value-text", G_CALLBACK (count_cb), &text);
  g_signal_connect_swapped (field, "notify::error", G_CALLBACK (count_cb), &error);
  g_signal_connect_swapped (hs_form_get_problems (t.form), "items-changed", G_CALLBACK (count_cb),
                            &problems);
  hs_form_set_text (t.form, "/con/ngaySinh", "x");
  g_assert_cmpuint (changed, ==, 1);
  g_assert_cmpuint (text, ==, 1);
  g_assert_cmpuint (error, ==, 1);
  g_assert_cmpuint (problems, ==, 1);
  hs_form_set_text (t.form, "/con/ngaySinh", "x"); /* nothing new */
  g_assert_cmpuint (changed, ==, 1);
  hs_form_set_text (t.form, "/con/ngaySinh", "xy"); /* another text, the same error */
  g_assert_cmpuint (text, ==, 2);
  g_assert_cmpuint (error, ==, 1);
  g_assert_cmpuint (problems, ==, 1);
  form_test_tear_down (&t);
}

static void
test_states (void)
{
  g_autoptr (HsFormSection) section = NULL;
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  section = g_list_model_get_item (hs_form_get_sections (t.form), 5);
  g_assert_cmpstr (hs_form_section_get_id (section), ==, "ban-sao");
  g_assert_cmpint (hs_form_section_get_state (section), ==, HS_SECTION_NOT_STARTED);
  hs_form_set_text (t.form, "/banSao/yeuCau", "true");
  g_assert_cmpint (hs_form_section_get_state (section), ==, HS_SECTION_IN_PROGRESS);
  hs_form_set_text (t.form, "/banSao/soLuong", "40");
  g_assert_cmpint (hs_form_section_get_state (section), ==, HS_SECTION_HAS_ERRORS);
  hs_form_set_text (t.form, "/banSao/soLuong", "2");
  hs_form_set_text (t.form, "/camDoan/dongY", "true");
  g_assert_cmpint (hs_form_section_get_state (section), ==, HS_SECTION_DONE);
  g_clear_object (&section);
  form_test_tear_down (&t);
}

/* What a field says of itself. */
static void
test_description (void)
{
  HsFormField *field;
  FormTest t;

  form_test_set_up (&t, "khai-sinh");
  field = field_of (&t, "/con/hoTen");
  g_assert_cmpint (hs_form_field_get_kind (field), ==, HS_FIELD_TEXT);
  g_assert_cmpuint (hs_form_field_get_max_length (field), ==, 250);
  g_assert_true (hs_form_field_is_upper_case (field));
  g_assert_true (hs_form_field_is_required (field));
  g_assert_cmpstr (hs_form_field_get_group (field), ==, "Về con");
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/con/danToc")), ==, HS_FIELD_LONG_CHOICE);
  g_assert_cmpuint (hs_form_field_get_options (field_of (&t, "/con/danToc"))->len, ==, 54);
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/con/loaiKhaiSinh")), ==,
                   HS_FIELD_CHOICE);
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/con/ngaySinhBangChu")), ==,
                   HS_FIELD_COMPUTED);
  g_assert_true (hs_form_field_is_read_only (field_of (&t, "/con/ngaySinhBangChu")));
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/con/xaNoiSinh")), ==, HS_FIELD_UNIT);
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/me/ngaySinh")), ==,
                   HS_FIELD_PARTIAL_DATE);
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/banSao/yeuCau")), ==, HS_FIELD_YES_NO);
  g_assert_cmpuint (hs_form_field_get_options (field_of (&t, "/banSao/yeuCau"))->len, ==, 2);
  g_assert_cmpint (hs_form_field_get_kind (field_of (&t, "/me/diaChiNgoaiNuoc")), ==,
                   HS_FIELD_LONG_TEXT);
  /* nationality starts as Việt Nam, to be seen */
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/quocTich")), ==, "Việt Nam");
  g_assert_null (hs_form_find_field (t.form, "/con"));
  g_assert_null (hs_form_find_field (t.form, ""));
  g_assert_null (hs_form_find_field (t.form, "/con/0/x"));
  form_test_tear_down (&t);
}

/* A calculated field cannot be typed into; a note neither. */
static void
test_computed (void)
{
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/ngaySinhBangChu", "x");
  hs_form_set_value (t.form, "/banSao/lePhi", json_node_init_int (json_node_alloc (), 1));
  form_test_assert_value (t.form, "/banSao/lePhi", "24000");
  hs_form_set_text (t.form, "/banSao/soLuong", "5");
  form_test_assert_value (t.form, "/banSao/lePhi", "40000");
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/banSao/lePhi")), ==, "40.000 đ");
  hs_form_set_text (t.form, "/banSao/soLuong", "");
  form_test_assert_value (t.form, "/banSao/lePhi", "null");
  form_test_tear_down (&t);
}

/* Values from a profile or a card: typed, of another type, cleared. */
static void
test_values (void)
{
  FormTest t;

  set_up_filled (&t);
  hs_form_set_value (t.form, "/con/ngaySinh",
                     json_node_init_string (json_node_alloc (), "2026-11-01"));
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/ngaySinh")), ==, "01/11/2026");
  hs_form_set_value (t.form, "/con/ngaySinh",
                     json_node_init_string (json_node_alloc (), "2/11/2026"));
  form_test_assert_value (t.form, "/con/ngaySinh", "\"2026-11-02\"");
  hs_form_set_value (t.form, "/con/ngaySinh", json_node_init_int (json_node_alloc (), 5));
  form_test_assert_value (t.form, "/con/ngaySinh", "null");
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/ngaySinh")), ==, "5");
  hs_form_set_value (t.form, "/con/ngaySinh", NULL);
  g_assert_cmpstr (hs_form_field_get_text (field_of (&t, "/con/ngaySinh")), ==, "");
  hs_form_set_value (t.form, "/banSao/soLuong", json_node_init_double (json_node_alloc (), 4.0));
  form_test_assert_value (t.form, "/banSao/soLuong", "4");
  hs_form_set_value (t.form, "/con/hoTen", json_node_init_string (json_node_alloc (), "  "));
  form_test_assert_value (t.form, "/con/hoTen", "null");
  form_test_tear_down (&t);
}

/* Midnight passes while the form is open: the next edit judges everything by the new day. */
static void
test_next_day (void)
{
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/ngaySinh", "25/9/2026"); /* 60 days */
  g_assert_null (hs_form_field_get_warning (field_of (&t, "/con/ngaySinh")));
  hs_test_world_advance (t.world, G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  hs_form_set_text (t.form, "/banSao/soLuong", "4");
  g_assert_nonnull (hs_form_field_get_warning (field_of (&t, "/con/ngaySinh")));
  form_test_tear_down (&t);
}

/* A row of the UI may outlive the form. */
static void
test_field_outlives_form (void)
{
  g_autoptr (HsFormField) field = NULL;
  FormTest t;

  set_up_filled (&t);
  field = g_object_ref (field_of (&t, "/con/hoTen"));
  g_assert_finalize_object (g_steal_pointer (&t.form));
  g_assert_cmpstr (hs_form_field_get_text (field), ==, "Trần Nguyễn An Bình");
  g_assert_cmpstr (hs_form_field_get_pointer (field), ==, "/con/hoTen");
  g_clear_object (&field);
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/form/complete", test_complete);
  g_test_add_func ("/form/form/relevance-keeps-values", test_relevance_keeps_values);
  g_test_add_func ("/form/form/one-message", test_one_message);
  g_test_add_func ("/form/form/typing", test_typing);
  g_test_add_func ("/form/form/decomposed", test_decomposed);
  g_test_add_func ("/form/form/length", test_length);
  g_test_add_func ("/form/form/draft", test_draft);
  g_test_add_func ("/form/form/bad-draft", test_bad_draft);
  g_test_add_func ("/form/form/undo", test_undo);
  g_test_add_func ("/form/form/undo-of-typing", test_undo_of_typing);
  g_test_add_func ("/form/form/signals", test_signals);
  g_test_add_func ("/form/form/states", test_states);
  g_test_add_func ("/form/form/description", test_description);
  g_test_add_func ("/form/form/computed", test_computed);
  g_test_add_func ("/form/form/values", test_values);
  g_test_add_func ("/form/form/next-day", test_next_day);
  g_test_add_func ("/form/form/field-outlives-form", test_field_outlives_form);
  return g_test_run ();
}
