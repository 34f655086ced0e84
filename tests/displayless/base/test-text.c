/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding, normalising, money and numbers in Vietnamese words. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-base-error.h"
#include "base/hs-money.h"
#include "base/hs-text.h"

#include <string.h>

static void
test_fold (void)
{
  static const struct
  {
    const char *text, *folded;
  } cases[] = {
    { "Đăng ký khai sinh", "dang ky khai sinh" },
    { "ĐƯỜNG  Đỗ\tĐức--Dục,", "duong do duc duc" },
    { "Tru\u031b\u01a1\u0300ng", "truong" }, /* apart and composed marks mixed */
    { "hòa hoà", "hoa hoa" },
    { "  (Mẫu số 01/KS)  ", "mau so 01 ks" },
    { "1.001193", "1 001193" },
    { "", "" },
    { "---", "" },
    { "a\xff"
      "b",
      "a b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = hs_text_fold (cases[i].text);

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
}

static void
test_normalize (void)
{
  static const struct
  {
    const char *text, *normal;
  } cases[] = {
    { "Nguye\u0302\u0303n", "Nguy\u1ec5n" },
    { " \t\u00a0 Lê Văn  A \n", "Lê Văn  A" },
    { "   ", "" },
    { "a\xff", "a\ufffd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normal = hs_text_normalize (cases[i].text);

      g_assert_cmpstr (normal, ==, cases[i].normal);
    }
  g_assert_true (hs_text_is_blank (NULL));
  g_assert_true (hs_text_is_blank (""));
  g_assert_true (hs_text_is_blank (" \u00a0\n"));
  g_assert_false (hs_text_is_blank (" . "));
}

/* Wherever a long text is cut into pieces, it comes out as if it were not. */
static void
test_normalize_long (void)
{
  static const char apart[] = "nguye\u0302\u0303n\u00a0va\u0306n ";
  g_autoptr (GString) text = g_string_new ("x");

  for (guint i = 0; i < 3000; i++)
    {
      g_string_append (text, apart);
      if (i % 50 == 0 || i == 2999)
        {
          g_autofree char *whole = g_utf8_normalize (text->str, -1, G_NORMALIZE_NFC);
          g_autofree char *normal = hs_text_normalize (text->str);

          g_assert_cmpstr (normal, ==, g_strchomp (whole));
        }
    }
}

static void
test_sha256 (void)
{
  g_autofree char *empty = hs_sha256_hex ("", 0);
  g_autofree char *abc = hs_sha256_hex ("abc", 3);

  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_money_read (void)
{
  static const struct
  {
    const char *text;
    gint64 dong; /* -1: refused */
  } cases[] = {
    { "1250000", 1250000 },
    { "1.250.000", 1250000 },
    { "1 250 000 đ", 1250000 },
    { "1,250,000đ", 1250000 },
    { " 8.000 đồng ", 8000 },
    { "8000 VNĐ", 8000 },
    { "8\u00a0000\u00a0₫", 8000 },
    { "0", 0 },
    { "9223372036854775807", G_MAXINT64 },
    { "9223372036854775808", -1 },
    { "1.25", -1 },
    { "1.250,000", -1 },
    { "12.50.000", -1 },
    { "1.250.0000", -1 },
    { ".500", -1 },
    { "-5", -1 },
    { "+5", -1 },
    { "5k", -1 },
    { "đ", -1 },
    { "", -1 },
    { "1..000", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 dong = -1;

      g_test_message ("\"%s\"", cases[i].text);
      g_assert_true (hs_money_parse (cases[i].text, &dong, &error) == (cases[i].dong >= 0));
      g_assert_cmpint (dong, ==, cases[i].dong);
      if (cases[i].dong < 0)
        g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE);
    }
}

static void
test_money_text (void)
{
  static const struct
  {
    gint64 dong;
    const char *text;
  } cases[] = {
    { 0, "0 đ" },
    { 999, "999 đ" },
    { 1000, "1.000 đ" },
    { 1250000, "1.250.000 đ" },
    { -12345, "-12.345 đ" },
    { G_MININT64, "-9.223.372.036.854.775.808 đ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = hs_money_to_text (cases[i].dong);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_words (void)
{
  static const struct
  {
    gint64 number;
    const char *words;
  } cases[] = {
    { 0, "không" },
    { 1, "một" },
    { 4, "bốn" },
    { 5, "năm" },
    { 10, "mười" },
    { 11, "mười một" },
    { 14, "mười bốn" },
    { 15, "mười lăm" },
    { 20, "hai mươi" },
    { 21, "hai mươi mốt" },
    { 24, "hai mươi tư" },
    { 25, "hai mươi lăm" },
    { 55, "năm mươi lăm" },
    { 100, "một trăm" },
    { 101, "một trăm linh một" },
    { 104, "một trăm linh tư" },
    { 105, "một trăm linh năm" },
    { 110, "một trăm mười" },
    { 115, "một trăm mười lăm" },
    { 121, "một trăm hai mươi mốt" },
    { 1000, "một nghìn" },
    { 1005, "một nghìn không trăm linh năm" },
    { 1015, "một nghìn không trăm mười lăm" },
    { 1990, "một nghìn chín trăm chín mươi" },
    { 2000, "hai nghìn" },
    { 2024, "hai nghìn không trăm hai mươi tư" },
    { 8000, "tám nghìn" },
    { 10000, "mười nghìn" },
    { 105000, "một trăm linh năm nghìn" },
    { 1000000, "một triệu" },
    { 1000005, "một triệu không trăm linh năm" },
    { 1001000, "một triệu không trăm linh một nghìn" },
    { 1250000, "một triệu hai trăm năm mươi nghìn" },
    { 1000000000, "một tỷ" },
    { 1000000021, "một tỷ không trăm hai mươi mốt" },
    { 2005000000, "hai tỷ không trăm linh năm triệu" },
    { G_GINT64_CONSTANT (1000000000000), "một nghìn tỷ" },
    { G_GINT64_CONSTANT (1000000000000000000), "một tỷ tỷ" },
    { -5, "âm năm" },
    { G_MININT64, "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba "
                  "mươi sáu tỷ tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm "
                  "linh tám" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = hs_number_to_words (cases[i].number);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/normalize", test_normalize);
  g_test_add_func ("/text/normalize-long", test_normalize_long);
  g_test_add_func ("/text/sha256", test_sha256);
  g_test_add_func ("/text/money-read", test_money_read);
  g_test_add_func ("/text/money-text", test_money_text);
  g_test_add_func ("/text/words", test_words);
  return g_test_run ();
}
