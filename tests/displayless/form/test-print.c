/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The declaration on paper: nothing cut, found again by a PDF reader nobody here wrote, same input
 * same bytes, no other font than the one named. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "base/hs-text.h"
#include "form/print/hs-print.h"

#include <glib/gstdio.h>
#include <string.h>

static void
set_up_filled (FormTest *t)
{
  g_autoptr (JsonNode) answers = form_test_complete_answers ();

  form_test_set_up (t, "khai-sinh");
  g_assert_true (hs_form_load_draft (t->form, answers, NULL));
}

/* Any of the fonts the package names; without one the test is skipped by name. */
static gboolean
can_print (FormTest *t)
{
  const HsPrintOptions options = { .official = FALSE, .now_us = HS_TEST_NOW_US };
  g_autoptr (GError) error = NULL;
  HsPrintLayout *layout = hs_print_layout_new (t->form, &options, &error);

  if (layout == NULL && g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT))
    {
      g_test_skip (error->message);
      return FALSE;
    }
  g_assert_no_error (error);
  hs_print_layout_free (layout);
  return TRUE;
}

static GBytes *
print (FormTest *t, gboolean official, gboolean draft)
{
  const HsPrintOptions options = { .official = official,
                                   .draft = draft,
                                   .dossier = "H50.12-261124-0007",
                                   .recipient = "Uỷ ban nhân dân phường Ba Đình",
                                   .now_us = HS_TEST_NOW_US };
  g_autoptr (GError) error = NULL;
  GBytes *pdf = hs_print_to_pdf (t->form, &options, &error);

  g_assert_no_error (error);
  return pdf;
}

/* (nullable) What pdftotext reads, NULL when it is not installed. */
static char *
read_pdf (FormTest *t, GBytes *pdf)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *path = hs_world_data_path (t->world, "a.pdf");
  g_autofree char *text = NULL;
  const char *argv[] = { program, "-enc", "UTF-8", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (program == NULL)
    return NULL;
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL,
                               &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_remove (path);
  return g_steal_pointer (&text);
}

/* Lines are broken anywhere: white space does not count. */
static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)) && g_utf8_get_char (c) != '\f')
      g_string_append_unichar (squeezed, g_utf8_get_char (c));
  return g_string_free (squeezed, FALSE);
}

static void
assert_found (const char *squeezed, const char *value)
{
  g_autofree char *wanted = squeeze (value);

  if (strstr (squeezed, wanted) == NULL)
    g_error ("not on paper: %s", value);
}

/* Every value of the tree; headings of rows have none. */
static void
assert_all_found (FormTest *t, gboolean official)
{
  g_autoptr (GBytes) pdf = print (t, official, FALSE);
  g_autofree char *text = read_pdf (t, pdf);
  g_autofree char *squeezed = NULL;
  g_autoptr (HsPrintTree) tree = hs_print_tree_new (t->form);

  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  squeezed = squeeze (text);
  for (guint i = 0; i < tree->sections->len; i++)
    {
      HsPrintSection *section = tree->sections->pdata[i];

      for (guint k = 0; k < section->rows->len; k++)
        {
          HsPrintRow *row = section->rows->pdata[k];

          /* ticks, and answers that the declaration says in other words */
          if (official && (g_str_has_suffix (row->pointer, "/noiCuTruO") ||
                           g_str_has_suffix (row->pointer, "/noiSinhLoai") ||
                           g_str_equal (row->pointer, "/camDoan/dongY") ||
                           g_str_has_suffix (row->pointer, "/conSong")))
            continue;
          assert_found (squeezed, row->value);
        }
    }
  assert_found (squeezed, "Mã hồ sơ: H50.12-261124-0007");
}

static void
test_round_trip (void)
{
  FormTest t;

  set_up_filled (&t);
  if (can_print (&t))
    {
      assert_all_found (&t, TRUE);
      assert_all_found (&t, FALSE);
    }
  form_test_tear_down (&t);
}

static char *
long_text (const char *word, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s%c", i > 0 ? " " : "", word, 'a' + (int) (i % 26));
  return g_string_free (text, FALSE);
}

/* Names of forty words, addresses as long as the schema allows, a word without any space. */
static void
test_long_values (void)
{
  g_autofree char *name = long_text ("Nghiêng", 31);
  g_autofree char *address = long_text ("đường Quỳnh", 17);
  g_autofree char *one_word = g_strnfill (250, 'M');
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/hoTen", name);
  hs_form_set_text (t.form, "/nguoiYeuCau/hoTen", name);
  hs_form_set_text (t.form, "/me/hoTen", name);
  hs_form_set_text (t.form, "/me/diaChi", address);
  hs_form_set_text (t.form, "/nguoiYeuCau/diaChi", address);
  hs_form_set_text (t.form, "/nguoiYeuCau/noiCap", address);
  hs_form_set_text (t.form, "/con/queQuan", one_word);
  hs_form_set_text (t.form, "/con/coSoYTe", address);
  hs_form_set_text (t.form, "/con/chiTietNoiSinh", address);
  hs_form_set_text (t.form, "/ketHon/noiDangKy", address);
  hs_form_set_text (t.form, "/nguoiYeuCau/email",
                    "mot.dia.chi.thu.dien.tu.rat.dai.de.xem.co.bi.cat@vi-du.example.vn");
  hs_form_set_text (t.form, "/cha/quocTich", "AE");
  if (can_print (&t))
    {
      assert_all_found (&t, TRUE);
      assert_all_found (&t, FALSE);
    }
  form_test_tear_down (&t);
}

/* Forty words are more than the schema's 250 characters: wrong, yet printed whole in a draft. */
static void
test_forty_words (void)
{
  g_autofree char *name = long_text ("Nguyễn", 40);
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/hoTen", name);
  hs_form_set_text (t.form, "/cha/hoTen", name);
  if (can_print (&t))
    assert_all_found (&t, TRUE);
  form_test_tear_down (&t);
}

/* What cannot be read is on the summary as it was typed. */
static void
test_unreadable (void)
{
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/ngaySinh", "đầu tháng 11");
  if (can_print (&t))
    assert_all_found (&t, FALSE);
  form_test_tear_down (&t);
}

static void
test_same_bytes (void)
{
  FormTest t;

  set_up_filled (&t);
  if (can_print (&t))
    {
      g_autoptr (GBytes) a = print (&t, TRUE, FALSE), b = print (&t, TRUE, FALSE);
      g_autoptr (GBytes) c = NULL;

      hs_test_world_advance (t.world, G_GINT64_CONSTANT (3600) *
                                        G_USEC_PER_SEC); /* the clock is not in it */
      c = print (&t, TRUE, FALSE);
      g_assert_true (g_bytes_equal (a, b));
      g_assert_true (g_bytes_equal (a, c));
      hs_form_set_text (t.form, "/con/hoTen", "Trần An");
      g_clear_pointer (&c, g_bytes_unref);
      c = print (&t, TRUE, FALSE);
      g_assert_false (g_bytes_equal (a, c));
    }
  form_test_tear_down (&t);
}

/* The watermark is drawn as shapes: it marks the page and disturbs no text. */
static void
test_draft_mark (void)
{
  FormTest t;

  set_up_filled (&t);
  if (can_print (&t))
    {
      g_autoptr (GBytes) final = print (&t, TRUE, FALSE), draft = print (&t, TRUE, TRUE);
      g_autofree char *final_text = read_pdf (&t, final), *draft_text = read_pdf (&t, draft);

      g_assert_false (g_bytes_equal (final, draft));
      if (final_text == NULL)
        g_test_skip ("pdftotext is not installed");
      else
        {
          g_assert_null (strstr (final_text, "BẢN NHÁP"));
          g_assert_nonnull (strstr (draft_text, "H50.12-261124-0007 · BẢN NHÁP"));
        }
    }
  form_test_tear_down (&t);
}

/* Pixels of the page: dark marks everywhere the text is, a pale band only in a draft. */
static void
test_draws_on_any_surface (void)
{
  const HsPrintOptions options = { .official = TRUE, .draft = TRUE, .now_us = HS_TEST_NOW_US };
  g_autoptr (HsPrintLayout) layout = NULL;
  double width, height;
  guint n_dark = 0, n_pale = 0;
  FormTest t;

  set_up_filled (&t);
  if (can_print (&t))
    {
      cairo_surface_t *surface;
      cairo_t *cr;

      layout = hs_print_layout_new (t.form, &options, NULL);
      hs_print_layout_get_page_size (layout, &width, &height);
      surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
      cr = cairo_create (surface);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      hs_print_layout_draw (layout, 0, cr);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int y = 0; y < (int) height; y++)
        for (int x = 0; x < (int) width; x++)
          {
            guint8 level = cairo_image_surface_get_data (
              surface)[y * cairo_image_surface_get_stride (surface) + x * 4];

            n_dark += level < 100;
            n_pale += level > 225 && level < 240;
          }
      cairo_surface_destroy (surface);
      g_assert_cmpuint (n_dark, >, 3000);
      g_assert_cmpuint (n_pale, >, 5000);
    }
  form_test_tear_down (&t);
}

/* A letter the font lacks is told, with the letter and the field; nothing is printed instead. */
static void
test_missing_glyph (void)
{
  const HsPrintOptions options = { .official = TRUE, .now_us = HS_TEST_NOW_US };
  g_autoptr (GError) error = NULL;
  FormTest t;

  set_up_filled (&t);
  if (can_print (&t))
    {
      hs_form_set_text (t.form, "/con/queQuan", "喃");
      g_assert_null (hs_print_to_pdf (t.form, &options, &error));
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT);
      g_assert_nonnull (strstr (error->message, "U+5583"));
      g_assert_nonnull (strstr (error->message, "Quê quán"));
    }
  form_test_tear_down (&t);
}

static void
test_missing_font (void)
{
  g_autofree char *path = hs_test_fixture ("forms/ho-gia-dinh.json");
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *changed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const HsPrintOptions options = { .official = TRUE, .now_us = HS_TEST_NOW_US };
  HsFormPackage *package;
  HsForm *form;
  FormTest t;

  form_test_set_up (&t, "ho-gia-dinh");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, "\"Liberation Serif\", \"DejaVu Serif\"", 2);
  changed = g_strconcat (parts[0], "\"Phông Không Có\"", parts[1], NULL);
  bytes = g_bytes_new (changed, strlen (changed));
  package = hs_form_package_load (bytes, &error);
  g_assert_no_error (error);
  form = hs_form_new (package, t.world, t.units);
  g_assert_null (hs_print_to_pdf (form, &options, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT);
  g_assert_nonnull (strstr (error->message, "Phông Không Có"));
  g_assert_finalize_object (form);
  g_assert_finalize_object (package);
  form_test_tear_down (&t);
}

/* A table of 120 rows goes over pages, its header on each; a name too long for its line is in the annex,
 * and so is what the declaration has no place for. */
static void
test_table_and_annex (void)
{
  g_autofree char *name = long_text ("Nghiêng", 20);
  FormTest t;

  form_test_set_up (&t, "ho-gia-dinh");
  hs_form_set_text (t.form, "/chuHo", name);
  hs_form_set_text (t.form, "/coThanhVien", "true");
  hs_form_set_text (t.form, "/donGia", "1250000");
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/thanhVien/%u/hoTen", i);
      g_autofree char *member =
        g_strdup_printf ("Người thứ %c%c", 'a' + (int) i / 26, 'a' + (int) i % 26);

      hs_form_insert_row (t.form, "/thanhVien", i);
      hs_form_set_text (t.form, pointer, member);
    }
  if (can_print (&t))
    {
      g_autoptr (GBytes) pdf = print (&t, TRUE, FALSE);
      g_autofree char *found = read_pdf (&t, pdf);

      assert_all_found (&t, FALSE);
      if (found == NULL)
        g_test_skip ("pdftotext is not installed");
      else
        {
          g_autofree char *squeezed = squeeze (found);
          g_autofree char *upper = g_utf8_strup (name, -1);
          guint headers = 0;

          assert_found (squeezed, upper);
          assert_found (squeezed, "(xem Phụ lục, mục 1)");
          assert_found (squeezed, "PHỤ LỤC");
          assert_found (squeezed, "Đơn giá: 1.250.000 đ");
          assert_found (squeezed, "Người thứ aa");
          assert_found (squeezed, "Người thứ ep");
          for (const char *c = squeezed; (c = strstr (c, "Ngườigiámhộ")) != NULL; c++)
            headers++;
          g_assert_cmpuint (headers, >=, 3);
        }
    }
  form_test_tear_down (&t);
}

static void
test_tree (void)
{
  g_autoptr (HsPrintTree) tree = NULL;
  g_autofree char *text = NULL;
  FormTest t;

  set_up_filled (&t);
  hs_form_set_text (t.form, "/con/loaiKhaiSinh", "chiCoMe");
  tree = hs_print_tree_new (t.form);
  text = hs_print_tree_to_text (tree);
  g_assert_cmpuint (tree->sections->len, ==, 4); /* father and marriage are hidden */
  g_assert_nonnull (strstr (text, "\nCon\n"));
  g_assert_nonnull (strstr (text, "  Họ, chữ đệm, tên của con: TRẦN NGUYỄN AN BÌNH\n"));
  g_assert_nonnull (strstr (text, "  Số lượng bản sao: 3 bản\n"));
  g_assert_nonnull (strstr (text, "Phường Ba Đình, Thành phố Hà Nội"));
  g_assert_null (strstr (text, "TRẦN VĂN CƯỜNG"));
  form_test_tear_down (&t);
}

/* Money is printed with its đ; a unit of the field is not said after it once more. */
static void
test_money_with_unit (void)
{
  g_autoptr (HsPrintTree) tree = NULL;
  g_autofree char *text = NULL;
  FormTest t;

  form_test_set_up (&t, "ho-gia-dinh");
  hs_form_set_text (t.form, "/coThanhVien", "true");
  hs_form_set_text (t.form, "/donGia", "1250000");
  tree = hs_print_tree_new (t.form);
  text = hs_print_tree_to_text (tree);
  g_assert_nonnull (strstr (text, "Đơn giá: 1.250.000 đ\n"));
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/print/tree", test_tree);
  g_test_add_func ("/form/print/money-with-unit", test_money_with_unit);
  g_test_add_func ("/form/print/round-trip", test_round_trip);
  g_test_add_func ("/form/print/long-values", test_long_values);
  g_test_add_func ("/form/print/forty-words", test_forty_words);
  g_test_add_func ("/form/print/unreadable", test_unreadable);
  g_test_add_func ("/form/print/same-bytes", test_same_bytes);
  g_test_add_func ("/form/print/draft-mark", test_draft_mark);
  g_test_add_func ("/form/print/draws-on-any-surface", test_draws_on_any_surface);
  g_test_add_func ("/form/print/missing-glyph", test_missing_glyph);
  g_test_add_func ("/form/print/missing-font", test_missing_font);
  g_test_add_func ("/form/print/table-and-annex", test_table_and_annex);
  return g_test_run ();
}
