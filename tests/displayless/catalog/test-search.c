/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What residents type and what must come first, with the starter files alone and among the whole
 * national catalogue. */
#define G_LOG_DOMAIN "hoso"

#include "catalog-test.h"

#include "catalog/hs-search-query.h"
#include "catalog/hs-search-text.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *first;
} cases[] = {
  /* as it is written, without marks, with wrong ones */
  { "đăng ký khai sinh", "1.001193" },
  { "dang ky khai sinh", "1.001193" },
  { "ĐĂNG KÝ KHAI SINH", "1.001193" },
  { "  đăng   ký, khai sinh!", "1.001193" },
  { "đăng kí khai sinh", "1.001193" },
  { "khái sính", "1.001193" },
  { "đặng kỳ kết hốn", "1.000894" },
  { "kết hôn", "1.000894" },
  { "ket hon", "1.000894" },
  { "tam tru", "1.004194" },
  { "tạm trú", "1.004194" },
  { "thuong tru", "1.004222" },
  { "ho kinh doanh", "1.001612" },
  { "khai tử", "1.000656" },
  /* a word not yet finished */
  { "khai si", "1.001193" },
  { "đăng ký kết h", "1.000894" },
  { "tình trạng hôn nh", "1.004873" },
  /* everyday words */
  { "giấy khai sinh", "1.001193" },
  { "làm khai sinh cho con", "1.001193" },
  { "khai sinh cho con", "1.001193" },
  { "làm giấy khai sinh cho bé", "1.001193" },
  { "sinh con", "1.001193" },
  { "giấy độc thân", "1.004873" },
  { "giay doc than", "1.004873" },
  { "XNTTHN", "1.004873" },
  { "tôi muốn xin giấy xác nhận độc thân thì làm thế nào", "1.004873" },
  { "nhap ho khau", "1.004222" },
  { "nhập hộ khẩu", "1.004222" },
  { "hộ khẩu", "1.004222" },
  { "chuyển hộ khẩu", "1.004222" },
  { "KT3", "1.004194" },
  { "đăng ký tạm trú cho người thuê trọ", "1.004194" },
  { "giay chung tu", "1.000656" },
  { "mất giấy khai sinh", "2.000635" },
  { "trích lục khai sinh", "2.000635" },
  { "giấy kết hôn", "1.000894" },
  { "mở quán ăn", "1.001612" },
  { "giấy phép kinh doanh", "1.001612" },
  { "hkd", "1.001612" },
  { "cccd", "2.000200" },
  { "đổi cccd", "2.001195" },
  { "passport", "1.001456" },
  { "bằng lái xe", "3.000346" },
  { "lltp", "3.000333" },
  { "sang tên sổ đỏ", "1.013831" },
  { "làm sổ đỏ", "1.013978" },
  { "tach thua", "1.012784" },
  { "bhxh 1 lan", "1.014173" },
  { "bảo hiểm thất nghiệp", "1.014748" },
  { "thai sản", "1.014166" },
  { "nhận con nuôi", "2.001263" },
  { "chuyển trường", "2.002854" },
  { "vneid", "3.000228" },
  { "công chứng bản sao", "2.000815" },
  { "xin phép xây nhà", "1.013225" },
  { "mất giấy tờ xe", "1.013080" },
  { "mã số thuế cá nhân", "1.008498" },
  { "mở công ty", "2.001583" },
  { "gia hạn tạm trú", "1.002755" },
  { "cải chính khai sinh", "1.004859" },
  /* English */
  { "birth", "1.001193" },
  { "birth registration", "1.001193" },
  { "register birth", "1.001193" },
  { "birth certificate", "1.001193" },
  { "death", "1.000656" },
  { "marriage", "1.000894" },
  { "marital status", "1.004873" },
  { "copy", "2.000635" },
  { "certified copy", "2.000635" },
  { "residence", "1.004222" },
  { "temporary residence", "1.004194" },
  { "household business", "1.001612" },
  { "business", "1.001612" },
  /* by code */
  { "1.001193", "1.001193" },
  { " 1.00487", "1.004873" },
};

static void
check_cases (CatalogTest *test)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *codes = catalog_test_search (test, cases[i].text, NULL, 5);

      if (!g_str_has_prefix (codes, cases[i].first))
        g_error ("\"%s\": %s should come first, found: %s", cases[i].text, cases[i].first, codes);
    }
}

static void
test_starter (void)
{
  CatalogTest test;

  catalog_test_open (&test);
  check_cases (&test);
  catalog_test_close (&test);
}

static void
test_national_catalogue (void)
{
  static const char *const names[] = { "index-2026-07.tsv", "details-structured.json",
                                       "details-reparsed.json" };
  CatalogTest test;
  g_autofree char *divorce = NULL;

  catalog_test_open (&test);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = catalog_test_real (names[i]);

      if (path == NULL)
        {
          catalog_test_close (&test);
          return;
        }
      hs_import_report_free (catalog_test_import (&test, path));
    }
  check_cases (&test);
  divorce = catalog_test_search (&test, "ly hon", NULL, 2);
  g_assert_cmpstr (divorce, ==, "2.000698 2.000554");
  catalog_test_close (&test);
}

/* thuế (tax) and thuê (rent) fold to one word: the marks typed decide, the other stays in the list. */
static void
test_marks_decide (void)
{
  CatalogTest test;
  g_autofree char *tax = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *rent = NULL;
  g_autofree char *index = hs_test_fixture ("catalogue/marks.tsv");

  catalog_test_open (&test);
  hs_import_report_free (catalog_test_import (&test, index));
  rent = catalog_test_search (&test, "thuê đồ thử", NULL, 2);
  tax = catalog_test_search (&test, "thuế đồ thử", NULL, 2);
  plain = catalog_test_search (&test, "thue do thu", NULL, 5);
  g_assert_cmpstr (rent, ==, "9.200001 9.200002");
  g_assert_cmpstr (tax, ==, "9.200002 9.200001");
  g_assert_true (strstr (plain, "9.200001") != NULL && strstr (plain, "9.200002") != NULL);
  catalog_test_close (&test);
}

static void
test_filters (void)
{
  static const struct
  {
    const char *text;
    HsCatalogueFilter filter;
    const char *found;
  } filters[] = {
    { "kết hôn", { .online = "partial" }, "1.000894" },
    { "kết hôn", { .online = "none" }, "" },
    { "khai sinh", { .field = "Hộ tịch", .level = "province" }, "2.000635" },
    { "hộ kinh doanh", { .audience = "business", .field = "Thuế" }, "1.011022" },
    { "căn cước", { .audience = "foreigner" }, "" },
    { "", { .life_event = "760" }, "1.004327 1.004335" },
    { "1.0", { .life_event = "760" }, "1.004327 1.004335" },
    { "", { .field = "Không có lĩnh vực này" }, "" },
  };
  CatalogTest test;

  catalog_test_open (&test);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *codes = catalog_test_search (&test, filters[i].text, &filters[i].filter, 5);
      g_auto (GStrv) words = g_strsplit (codes, " ", -1);
      g_autofree char *all = NULL;

      g_qsort_with_data (words, (int) g_strv_length (words), sizeof (char *),
                         (GCompareDataFunc) (void *) g_strcmp0, NULL);
      all = g_strjoinv (" ", words);
      if (*filters[i].found == '\0' || strchr (filters[i].found, ' ') != NULL)
        {
          /* in any order */
          for (guint w = 0; words[w] != NULL && *filters[i].found != '\0'; w++)
            g_assert_nonnull (strstr (filters[i].found, words[w]));
          g_assert_cmpuint (strlen (codes), ==, strlen (filters[i].found));
        }
      else
        g_assert_true (g_str_has_prefix (codes, filters[i].found));
    }
  catalog_test_close (&test);
}

static void
test_empty_and_foreign_text (void)
{
  static const char *const odd[] = { "xyzzy qwerty", "\"' OR 1=1 --", "* AND NEAR(", "%%%",
                                     "🙂",         "\xff\xfe",      "日本",        "a",
                                     "1.",           "9.9.9.9",       "title:khai" };
  CatalogTest test;
  g_autofree char *first = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GString) long_text = g_string_new (NULL);
  g_autofree char *many = NULL;

  catalog_test_open (&test);
  first = catalog_test_search (&test, NULL, NULL, 1);
  g_assert_cmpstr (first, ==, "1.001193"); /* what can be started comes first */
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *codes = catalog_test_search (&test, odd[i], NULL, 3);

      g_assert_nonnull (codes);
    }
  none = catalog_test_search (&test, "xyzzy", NULL, 3);
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < 5000; i++)
    g_string_append (long_text, "khai sinh ");
  many = catalog_test_search (&test, long_text->str, NULL, 3);
  g_assert_nonnull (many);
  catalog_test_close (&test);
}

static void
test_fields (void)
{
  CatalogTest test;
  g_autoptr (GPtrArray) counts = NULL;
  g_auto (GStrv) names = NULL;
  guint total = 0;

  catalog_test_open (&test);
  counts = hs_catalogue_count_fields (test.catalogue, NULL);
  names = hs_catalogue_list_fields (test.catalogue, NULL);
  g_assert_cmpuint (g_strv_length (names), ==, counts->len);
  for (guint i = 0; i < counts->len; i++)
    {
      HsFieldCount *field = g_ptr_array_index (counts, i);

      g_assert_cmpstr (names[i], ==, field->name);
      g_assert_true (i == 0 ||
                     field->count <= ((HsFieldCount *) g_ptr_array_index (counts, i - 1))->count);
      total += field->count;
    }
  g_assert_cmpuint (total, ==, hs_catalogue_count (test.catalogue));
  catalog_test_close (&test);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
    const char *marks;
  } words[] = {
    { "Đăng ký", "dang ky", "đăng kyS" },
    { "đăng kí", "dang ky", "đăng kyS" },
    { "hòa", "hoa", "hoaF" },
    { "hoà", "hoa", "hoaF" },
    { "Thúy, thuý", "thuy thuy", "thuyS thuyS" },
    { "kinh", "kinh", "kinh" },
    { "Quí", "quy", "quyS" },
    { "thuế/thuê", "thue thue", "thuêS thuê" },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *folded = hs_search_fold (words[i].text);
      g_autofree char *marks = hs_search_marks (words[i].text);

      g_assert_cmpstr (folded, ==, words[i].folded);
      g_assert_cmpstr (marks, ==, words[i].marks);
    }
}

static void
test_titles_and_codes (void)
{
  static const struct
  {
    const char *legal;
    const char *title;
  } titles[] = {
    { "Thủ tục đăng ký khai sinh", "Đăng ký khai sinh" },
    { "Tách thửa hoặc hợp thửa đất.", "Tách thửa hoặc hợp thửa đất" },
    { "HƯỞNG TRỢ CẤP MAI TÁNG", "Hưởng trợ cấp mai táng" },
    { "THỦ TỤC VIẾT HOA", "Viết hoa" },
    { "Thủ tục", "Thủ tục" },
    { "Cấp thẻ BHYT", "Cấp thẻ BHYT" },
  };
  static const struct
  {
    const char *code;
    gboolean valid;
  } codes[] = {
    { "1.001193", TRUE },     { "1.001193.000.00.00.H50", TRUE },
    { "1.0133611", TRUE },    { "1.014955-Xoa", TRUE },
    { "2.009182739", TRUE },  { "", FALSE },
    { "1.00119", FALSE },     { "1.001193\n", FALSE },
    { "1.001193.01", FALSE }, { "x.001193", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *title = hs_search_title (titles[i].legal);

      g_assert_cmpstr (title, ==, titles[i].title);
    }
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpint (hs_procedure_code_is_valid (codes[i].code), ==, codes[i].valid);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/search/words", test_words);
  g_test_add_func ("/catalog/search/titles-and-codes", test_titles_and_codes);
  g_test_add_func ("/catalog/search/starter", test_starter);
  g_test_add_func ("/catalog/search/national-catalogue", test_national_catalogue);
  g_test_add_func ("/catalog/search/marks-decide", test_marks_decide);
  g_test_add_func ("/catalog/search/filters", test_filters);
  g_test_add_func ("/catalog/search/empty-and-foreign-text", test_empty_and_foreign_text);
  g_test_add_func ("/catalog/search/fields", test_fields);
  return g_test_run ();
}
