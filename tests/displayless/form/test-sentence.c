/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules as sentences: what an officer reads, and that no rule of a shipped form and no operator is without words. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/hs-form-explain.h"
#include "form/rule/hs-rule-sentence.h"

#include <string.h>

static gboolean
describe_cb (gpointer data, guint scope, const char *path, HsRuleNamed *named)
{
  static const struct
  {
    const char *path, *label;
    HsRuleType type;
  } fields[] = { { "honNhan", "“Tình trạng hôn nhân”", HS_RULE_STRING },
                 { "ngay", "“Ngày sinh”", HS_RULE_DATE },
                 { "so", "“Số bản”", HS_RULE_NUMBER },
                 { "gia", "“Giá”", HS_RULE_NUMBER },
                 { "co", "“Có con không?”", HS_RULE_BOOLEAN },
                 { "nhieu", "“Dịch vụ”", HS_RULE_ARRAY },
                 { "hang", "“Hàng”", HS_RULE_ARRAY } };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].path, path))
      {
        named->label = g_strdup (fields[i].label);
        named->types = HS_RULE_MASK (fields[i].type);
        named->inner_scope = g_str_equal (path, "hang") ? 1 : HS_RULE_OWN_SCOPE;
        return TRUE;
      }
  return FALSE;
}

static char *
describe_code_cb (gpointer data, guint scope, const char *path, const char *code)
{
  return g_str_equal (code, "lyHon") ? g_strdup ("Đã ly hôn") : NULL;
}

/* A rule as if it were for another engine: the same words, and any names. */
static char *
tell (HsRuleLexicon *lexicon, const char *text, gboolean condition)
{
  HsRuleWords words = { lexicon, describe_cb, describe_code_cb, NULL };
  g_autoptr (JsonNode) json = form_test_json (text);
  g_autoptr (JsonNode) always = form_test_json ("true");
  HsLogic *logic = hs_logic_compile (always, NULL, NULL);
  g_autoptr (HsRule) rule =
    hs_rule_new_compatible (logic, json, condition ? HS_RULE_MASK (HS_RULE_BOOLEAN) : 0);

  return hs_rule_to_sentence (rule, &words);
}

/* rule, what is said, condition */
static const struct
{
  const char *rule, *sentence;
  gboolean condition;
} cases[] = {
  { "{'==':[{'var':'honNhan'},'lyHon']}", "“Tình trạng hôn nhân” là “Đã ly hôn”", TRUE },
  { "{'!':{'==':[{'var':'honNhan'},'lyHon']}}", "“Tình trạng hôn nhân” khác “Đã ly hôn”", TRUE },
  { "{'==':[{'var':'honNhan'},null]}", "chưa khai “Tình trạng hôn nhân”", TRUE },
  { "{'in':[{'var':'honNhan'},['lyHon','x']]}", "“Tình trạng hôn nhân” là “Đã ly hôn” hoặc “x”",
    TRUE },
  { "{'and':[{'>':[{'var':'ngay'},{'today':[]}]},{'<':[{'var':'so'},1000]}]}",
    "“Ngày sinh” sau ngày hôm nay và “Số bản” nhỏ hơn 1.000", TRUE },
  { "{'!':{'and':[{'var':'co'},{'>':[{'var':'so'},1.5]}]}}",
    "“Có con không?” không phải là “Có” hoặc “Số bản” không quá 1,5", TRUE },
  { "{'or':[{'==':[{'var':'co'},true]},{'and':[{'var':'co'},{'in':['a',{'var':'nhieu'}]}]}]}",
    "“Có con không?” là “Có” hoặc (“Có con không?” là “Có” và “Dịch vụ” có chọn “a”)", TRUE },
  { "{'<=':[1,{'var':'so'},9]}", "“Số bản” từ 1 đến 9", TRUE },
  { "{'<':[{'age':[{'var':'ngay'}]},18]}", "tuổi tính từ “Ngày sinh” đến ngày hôm nay nhỏ hơn 18",
    TRUE },
  { "{'>':[{'var':'ngay'},{'date.add':[{'today':[]},-18,'years']}]}",
    "“Ngày sinh” sau ngày hôm nay lùi lại 18 năm", TRUE },
  { "{'*':[8000,{'var':'so'}]}", "8.000 nhân “Số bản”", FALSE },
  { "{'*':[{'+':[{'var':'so'},1]},2]}", "(“Số bản” cộng 1) nhân 2", FALSE },
  { "{'sum':'hang.gia'}", "tổng “Giá” của các dòng “Hàng”", FALSE },
  { "{'count':['hang',{'>':[{'var':'gia'},5]}]}", "số dòng của “Hàng” có “Giá” lớn hơn 5", FALSE },
  { "{'!':{'unique':'hang.gia'}}", "có hai dòng “Hàng” trùng “Giá”", TRUE },
  { "{'if':[{'var':'co'},1,2]}", "nếu “Có con không?” là “Có” thì 1, còn không thì 2", FALSE },
  { "{'reduce':[{'var':'hang'},{'+':[{'var':'current.gia'},{'var':'accumulator'}]},0]}",
    "tổng “gia” của mục đang xét của các mục “Hàng”", FALSE },
  { "{'some':[{'var':'hang'},{'>':[{'var':'gia'},5]}]}",
    "có ít nhất một mục của “Hàng” có “Giá” lớn hơn 5", TRUE },
  { "{'missing':['so','ngay']}", "chưa khai đủ “Số bản” và “Ngày sinh”", TRUE },
  { "{'var':'co'}", "“Có con không?” là “Có”", TRUE },
  { "{'!':{'var':'so'}}", "“Số bản” để trống hoặc bằng 0", TRUE },
};

static void
test_sentences (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRuleLexicon) lexicon = hs_rule_lexicon_load (world, "vi", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tell (lexicon, cases[i].rule, cases[i].condition);

      g_assert_cmpstr (text, ==, cases[i].sentence);
    }
  g_assert_null (hs_rule_lexicon_load (world, "xx", &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND);
  hs_test_world_free (world);
}

/* Each operator with plausible arguments, as a condition and as a value: always words. */
static void
test_operators (void)
{
  static const char *const languages[] = { "vi", "en" };
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GPtrArray) names = hs_rule_list_operators ();

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_autoptr (HsRuleLexicon) lexicon = hs_rule_lexicon_load (world, languages[l], NULL);

      for (guint i = 0; i < names->len; i++)
        for (guint k = 0; k < 6; k++)
          {
            static const char *const forms[] = { "{'%s':['hang.gia']}",
                                                 "{'%s':[{'var':'so'},2]}",
                                                 "{'%s':[{'var':'ngay'},2,'days']}",
                                                 "{'%s':['a',{'var':'so'},3]}",
                                                 "{'!':{'%s':['hang.gia',{'var':'so'}]}}",
                                                 "{'!':{'%s':[{'var':'so'},'b']}}" };
            g_autofree char *name = g_strdup (names->pdata[i]);
            g_auto (GStrv) around = g_strsplit (forms[k], "%s", 2);
            g_autofree char *rule = g_strconcat (around[0], name, around[1], NULL);
            g_autofree char *clause = tell (lexicon, rule, TRUE);
            g_autofree char *phrase = tell (lexicon, rule, FALSE);

            gboolean over_rows = g_str_equal (name, "sum") || g_str_equal (name, "count") ||
                                 g_str_equal (name, "unique");

            if (over_rows && k != 0 && k != 4)
              continue; /* no such rule: it needs the name of rows */
            if (*clause == '\0' || strchr (clause, '{') != NULL || *phrase == '\0' ||
                strchr (phrase, '{') != NULL)
              g_error ("%s: “%s” “%s”", rule, clause, phrase);
          }
    }
  hs_test_world_free (world);
}

static void
assert_told (HsFormPackage *package, HsRuleLexicon *lexicon)
{
  g_autoptr (GPtrArray) texts = hs_form_package_explain (package, lexicon);

  for (guint i = 0; i < texts->len; i++)
    {
      HsFormRuleText *text = texts->pdata[i];

      if (strstr (text->sentence, "{\"") != NULL || strstr (text->sentence, "  ") != NULL ||
          !g_str_has_suffix (text->sentence, "."))
        g_error ("%s %s %s: %s", hs_form_package_get_id (package), text->pointer, text->kind,
                 text->sentence);
    }
  g_test_message ("%s: %u sentences", hs_form_package_get_id (package), texts->len);
}

static void
test_shipped (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *folder = hs_world_share_path (world, "forms");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (HsRuleLexicon) vietnamese = hs_rule_lexicon_load (world, "vi", NULL);
  g_autoptr (HsRuleLexicon) english = hs_rule_lexicon_load (world, "en", NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = NULL;
      g_autoptr (HsFormPackage) package = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".tests.json"))
        continue;
      id = g_strndup (name, strlen (name) - strlen (".json"));
      package = hs_form_package_find (world, id, &error);
      g_assert_no_error (error);
      assert_told (package, vietnamese);
      assert_told (package, english);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  hs_test_world_free (world);
}

static void
test_explain (void)
{
  FormTest t;
  g_autoptr (HsRuleLexicon) lexicon = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  form_test_set_up (&t, "ho-gia-dinh");
  lexicon = hs_rule_lexicon_load (t.world, "vi", NULL);
  texts = hs_form_package_explain (t.package, lexicon);
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (all, "%s\n", ((HsFormRuleText *) texts->pdata[i])->sentence);
  g_assert_nonnull (
    strstr (all->str, "Chỉ hỏi “Thành viên” khi “Có thành viên khác không?” là “Có”.\n"));
  g_assert_nonnull (strstr (all->str, "Báo lỗi ở “Ngày sinh” khi “Ngày sinh” sau “Ngày lập”.\n"));
  g_assert_nonnull (
    strstr (all->str, "“Tuổi ngày lập” được tự điền: tuổi tính từ “Ngày sinh” đến “Ngày lập”.\n"));
  g_assert_nonnull (strstr (all->str, "Bắt buộc khai “Người giám hộ”.\n"));
  form_test_tear_down (&t);
}

/* Conditions that are JSON Schema are not told, but that they are there, and on what. */
static void
test_explain_schema (void)
{
  static const char *const wanted[] = {
    "Có điều kiện trong lược đồ: bắt buộc khai “Tên tổ chức” hay không tùy câu trả lời ở “Loại”.\n",
    "Có điều kiện trong lược đồ: cách kiểm tra “Mã số” tùy câu trả lời ở “Loại”.\n",
    "Có điều kiện trong bố cục: cho sửa “Ngày trả” hay không tùy câu trả lời ở “Số tiền trả”.\n",
    "Có điều kiện trong bố cục: hiện “Họ tên” (Bảo lãnh) hay không tùy câu trả lời ở “Có người bảo "
    "lãnh”.\n",
  };
  FormTest t;
  g_autoptr (HsRuleLexicon) lexicon = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  form_test_set_up (&t, "rang-buoc");
  lexicon = hs_rule_lexicon_load (t.world, "vi", NULL);
  texts = hs_form_package_explain (t.package, lexicon);
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (all, "%s\n", ((HsFormRuleText *) texts->pdata[i])->sentence);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (strstr (all->str, wanted[i]));
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/sentences", test_sentences);
  g_test_add_func ("/sentence/operators", test_operators);
  g_test_add_func ("/sentence/shipped", test_shipped);
  g_test_add_func ("/sentence/explain", test_explain);
  g_test_add_func ("/sentence/explain-schema", test_explain_schema);
  return g_test_run ();
}
