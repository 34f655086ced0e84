/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a declaration can be laid out with: people side by side, tables in tables, several who sign,
 * blocks that are there only sometimes, other paper; and what an author is told when it is wrong. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/print/hs-print.h"

#include <glib/gstdio.h>
#include <string.h>

static const char answers[] =
  "{'ten':'Phiếu số một','chon':true,'ghiChu':'ghi chú riêng',"
  "'benA':{'ten':'Nguyễn Ưởng','so':'12a'},'benB':{'ten':'Lê Ỷ','so':'34b'},"
  "'ho':[{'ten':'hộ một','ma':'m1','nguoi':[{'ten':'Người Ẵm','nghe':'thợ'},{'ten':'Người Ỡm'}]},"
  "{'ten':'hộ hai','ma':'m2'}]}";

static void
set_up (FormTest *t)
{
  g_autoptr (JsonNode) draft = form_test_json (answers);
  g_autoptr (GError) error = NULL;

  form_test_set_up (t, "in-an");
  g_assert_true (hs_form_load_draft (t->form, draft, &error));
  g_assert_no_error (error);
}

/* (nullable) The letters pdftotext finds, without any white space, in the order they were drawn. */
static char *
read_back (FormTest *t, gboolean official)
{
  const HsPrintOptions options = { .official = official, .now_us = HS_TEST_NOW_US };
  g_autofree char *path = hs_world_data_path (t->world, "a.pdf");
  const char *argv[] = { "pdftotext", "-raw", "-enc", "UTF-8", path, "-", NULL };
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = hs_print_to_pdf (t->form, &options, &error);
  g_autofree char *text = NULL;
  GString *letters;

  if (pdf == NULL && g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT))
    {
      g_test_skip (error->message);
      return NULL;
    }
  g_assert_no_error (error);
  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return NULL;
    }
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, NULL, NULL));
  g_remove (path);
  letters = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (letters, g_utf8_get_char (c));
  return g_string_free (letters, FALSE);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *c = text; (c = strstr (c, part)) != NULL; c += strlen (part))
    n++;
  return n;
}

static void
test_blocks (void)
{
  static const char *const wanted[] = {
    "ThôngtinBênABênBTênNguyễnƯởngLêỶSốsố12a34B",              /* the grid, row by row; capitals */
    "TTTênhộMã1HỘMỘTmãm1SốTênngười1NgườiẴm2NgườiỠm2HỘHAImãm2", /* rows in rows */
    "Chỉkhiinriêng:Ghichú:ghichúriêng",
    "ngày24/11/2026BÊNA(Ký)", /* the day of the test's world */
    "BÊNB(Ký)Giấytờ:34b",
    "NGƯỜILÀMCHỨNG(Ký)",
    "PHỤLỤC",
    "1.Hộ,Dòng1,Người,Dòng1,Nghề:thợ", /* no column shows it, so the annex does */
  };
  g_autofree char *text = NULL;
  FormTest t;

  set_up (&t);
  text = read_back (&t, TRUE);
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("not on paper: %s\n%s", wanted[i], text);
  form_test_tear_down (&t);
}

/* A block that is not there takes nothing away: its answer goes to the annex. */
static void
test_when (void)
{
  g_autofree char *text = NULL;
  FormTest t;

  set_up (&t);
  hs_form_set_text (t.form, "/chon", "false");
  text = read_back (&t, TRUE);
  if (text != NULL)
    {
      g_assert_null (strstr (text, "Chỉkhiinriêng"));
      g_assert_nonnull (strstr (text, "1.Ghichú:ghichúriêng"));
    }
  form_test_tear_down (&t);
}

/* An empty repeat is an empty table of the paper's size, and no empty table stands in a row. */
static void
test_empty_rows (void)
{
  g_autofree char *text = NULL;
  FormTest t;

  set_up (&t);
  hs_form_remove_row (t.form, "/ho", 0);
  hs_form_remove_row (t.form, "/ho", 0);
  text = read_back (&t, TRUE);
  if (text != NULL)
    {
      g_assert_nonnull (strstr (text, "TTTênhộMã12"));
      g_assert_null (strstr (text, "Tênngười"));
    }
  form_test_tear_down (&t);
}

/* A cell of more lines than a page has goes over pages, header and all; every word is there once. */
static void
test_tall_cell (void)
{
  GString *name = g_string_new (NULL);
  g_autofree char *official = NULL, *summary = NULL;
  FormTest t;

  for (guint i = 0; i < 900; i++)
    g_string_append_printf (name, "Ngoằn%04u ", i);
  set_up (&t);
  hs_form_set_text (t.form, "/ho/0/ten", name->str);
  hs_form_set_text (t.form, "/benA/ten", name->str);
  official = read_back (&t, TRUE);
  summary = read_back (&t, FALSE);
  for (guint i = 0; official != NULL && i < 900; i++)
    {
      g_autofree char *upper = g_strdup_printf ("NGOẰN%04u", i);
      g_autofree char *word = g_strdup_printf ("Ngoằn%04u", i);

      g_assert_cmpuint (count (official, upper), ==, 1);
      g_assert_cmpuint (count (official, word), ==, 2); /* in the grid, and with the signatures */
      g_assert_cmpuint (count (summary, word), ==, 2);
    }
  if (official != NULL)
    g_assert_cmpuint (count (official, "TTTênhộMã"), >=, 3);
  g_string_free (name, TRUE);
  form_test_tear_down (&t);
}

static void
test_paper (void)
{
  const HsPrintOptions official = { .official = TRUE, .now_us = HS_TEST_NOW_US };
  g_autoptr (HsPrintLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  double width, height;
  FormTest t;

  set_up (&t);
  layout = hs_print_layout_new (t.form, &official, &error);
  if (layout == NULL)
    g_test_skip (error->message);
  else
    {
      hs_print_layout_get_page_size (layout, &width, &height);
      g_assert_cmpfloat_with_epsilon (width, 210 * 72 / 25.4, 0.01);
      g_assert_cmpfloat_with_epsilon (height, 148 * 72 / 25.4, 0.01);
    }
  form_test_tear_down (&t);
}

/* Rows are a table in the summary where they can be; rows that have rows are listed. */
static void
test_summary (void)
{
  g_autofree char *listed = NULL, *table = NULL;
  FormTest t;

  set_up (&t);
  listed = read_back (&t, FALSE);
  if (listed != NULL)
    g_assert_nonnull (strstr (listed, "Dòng1TênhộhộmộtMãhộm1NgườiTênngườiNghề1NgườiẴmthợ2NgườiỠm"));
  form_test_tear_down (&t);
  form_test_set_up (&t, "ho-gia-dinh");
  hs_form_set_text (t.form, "/coThanhVien", "true");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/thanhVien/%u/hoTen", i);

      hs_form_insert_row (t.form, "/thanhVien", i);
      hs_form_set_text (t.form, pointer, i == 0 ? "Lê Ẵm" : "Lê Ỡm");
    }
  table = read_back (&t, FALSE);
  if (table != NULL)
    {
      g_assert_nonnull (strstr (table, "HọtênNgàysinh"));
      g_assert_nonnull (strstr (table, "1LêẴm2LêỠm"));
      g_assert_null (strstr (table, "Dòng1"));
    }
  form_test_tear_down (&t);
}

static void
test_text (void)
{
  g_autoptr (HsPrintTree) tree = NULL;
  g_autofree char *text = NULL;
  FormTest t;

  set_up (&t);
  tree = hs_print_tree_new (t.form);
  text = hs_print_tree_to_text (tree);
  g_assert_nonnull (strstr (text, "\n  Ghi chú: ghi chú riêng\n"));
  g_assert_nonnull (strstr (text, "\n  Hộ:\n    Dòng 1:\n      Tên hộ: hộ một\n"));
  g_assert_nonnull (strstr (text, "\n          Tên người: Người Ỡm\n          Nghề: Không khai\n"));
  g_assert_nonnull (strstr (text, "\n      Người: Không khai\n"));
  form_test_tear_down (&t);
}

/* find is replaced by put, once, in the fixture; ' stands for ". */
static const struct
{
  const char *find, *put, *message;
} faults[] = {
  { "'size': 'A5'", "'size': 'A6'", "the page is" },
  { "'margins': [10,", "'margins': [2,", "four margins" },
  { "'type': 'grid'", "'type': 'grit'", "unknown block" },
  { ", {'field': '/benB/ten'}]", "]", "1 cells" },
  { "{'field': '/benB/ten'}]", "{'boxes': '/benB/ten'}]", "here is a “text”" },
  { "'repeat': '/ho/*/nguoi'", "'repeat': '/ho'", "a table shows a repeat of its rows" },
  { "'repeat': '/ho',", "'repeat': '/ten',", "a table shows a repeat" },
  { "'field': '/ho/*/nguoi/*/ten'", "'field': '/ho/*/ten'", "not of this table's rows" },
  { "'minRows': 2", "'minRows': 2000", "must be a number" },
  { "{'var': 'ma'}", "{'var': 'maa'}", "no field “maa”" },
  { "{'==': [{'var': 'chon'}, true]}", "{'var': 'ten'}", "must give yes/no" },
  { "'title': 'BÊN A', ", "", "“title” must be a text" },
  { "'date': 'ngày {day}/{month}/{year}'", "'dates': 'x'", "unknown keyword “dates”" },
  { "'mm': 12,", "'mm': 12, 'place': 'Tại',", "“place” and “date” are given together" },
};

static void
test_faults (void)
{
  g_autofree char *path = hs_test_fixture ("forms/in-an.json");
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *find = g_strdelimit (g_strdup (faults[i].find), "'", '"');
      g_autofree char *put = g_strdelimit (g_strdup (faults[i].put), "'", '"');
      g_auto (GStrv) parts = g_strsplit (text, find, 2);
      g_autofree char *changed = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      if (parts[1] == NULL)
        g_error ("not in the fixture: %s", find);
      changed = g_strconcat (parts[0], put, parts[1], NULL);
      bytes = g_bytes_new (changed, strlen (changed));
      g_assert_null (hs_form_package_load (bytes, &error));
      g_test_message ("%s", error->message);
      if (strstr (error->message, faults[i].message) == NULL ||
          !g_str_has_prefix (error->message, "line "))
        g_error ("%s: %s", faults[i].message, error->message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/print-blocks/blocks", test_blocks);
  g_test_add_func ("/form/print-blocks/when", test_when);
  g_test_add_func ("/form/print-blocks/empty-rows", test_empty_rows);
  g_test_add_func ("/form/print-blocks/tall-cell", test_tall_cell);
  g_test_add_func ("/form/print-blocks/paper", test_paper);
  g_test_add_func ("/form/print-blocks/summary", test_summary);
  g_test_add_func ("/form/print-blocks/text", test_text);
  g_test_add_func ("/form/print-blocks/faults", test_faults);
  return g_test_run ();
}
