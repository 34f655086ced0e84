/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Đồng as typed and printed, and whole numbers in Vietnamese words. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-money.h"
#include "base/hs-base-error.h"

#include <string.h>

static const char *const digit_words[] = { "không", "một", "hai", "ba",  "bốn",
                                           "năm",   "sáu", "bảy", "tám", "chín" };

/* Longer ones before their own ends. */
static const char *const units[] = { "đồng", "VND", "VNĐ", "vnd", "vnđ", "đ", "Đ", "₫" };

/* Group separators: at a time one kind only. */
static const char *const separators[] = { ".", ",", " ", "\u00a0", "\u202f" };

static char *
without_unit (const char *text)
{
  char *amount = g_strstrip (g_strdup (text));

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_suffix (amount, units[i]))
      {
        amount[strlen (amount) - strlen (units[i])] = '\0';
        break;
      }
  while (g_str_has_suffix (amount, "\u00a0"))
    amount[strlen (amount) - 2] = '\0';
  return g_strchomp (amount);
}

static const char *
find_separator (const char *amount)
{
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (strstr (amount, separators[i]) != NULL)
      return separators[i];
  return NULL;
}

/* Joins 1.250.000 to 1250000; NULL when a group has not three digits. */
static char *
join_groups (const char *amount)
{
  const char *separator = find_separator (amount);
  g_auto (GStrv) groups = NULL;

  if (separator == NULL)
    return g_strdup (amount);
  groups = g_strsplit (amount, separator, -1);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gsize n = strlen (groups[i]);

      if (i == 0 ? n < 1 || n > 3 : n != 3)
        return NULL;
    }
  return g_strjoinv ("", groups);
}

gboolean
hs_money_parse (const char *text, gint64 *dong, GError **error)
{
  g_autofree char *amount = NULL;
  g_autofree char *digits = NULL;
  const char *why = NULL;
  guint64 value = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  amount = without_unit (text);
  digits = join_groups (amount);
  if (digits == NULL)
    why = "thousands are grouped by three digits, there is no part of a đồng";
  else if (*digits == '\0')
    why = "no digits";
  else if (strspn (digits, "0123456789") != strlen (digits))
    why = "other than digits";
  else if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &value, NULL))
    why = "too large";
  if (why != NULL)
    {
      g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE, "\"%s\" is not an amount: %s", text,
                   why);
      return FALSE;
    }
  *dong = value;
  return TRUE;
}

char *
hs_money_to_text (gint64 dong)
{
  guint64 size = dong < 0 ? 0 - (guint64) dong : (guint64) dong;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  gsize n = strlen (digits);
  GString *out = g_string_new (dong < 0 ? "-" : "");

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append_c (out, '.');
      g_string_append_c (out, digits[i]);
    }
  g_string_append (out, " đ");
  return g_string_free (out, FALSE);
}

static void
say (GString *out, const char *word)
{
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append (out, word);
}

/* The last two digits after something: linh năm, mười lăm, hai mươi mốt, hai mươi tư. */
static void
say_tens (GString *out, int tens, int ones, gboolean after_hundred)
{
  if (tens == 0 && ones == 0)
    return;
  if (tens == 0 && after_hundred)
    say (out, "linh");
  if (tens == 1)
    say (out, "mười");
  if (tens > 1)
    {
      say (out, digit_words[tens]);
      say (out, "mươi");
    }
  if (ones == 1 && tens > 1)
    say (out, "mốt");
  else if (ones == 4 && (tens > 1 || (tens == 0 && after_hundred)))
    say (out, "tư");
  else if (ones == 5 && tens > 0)
    say (out, "lăm");
  else if (ones > 0)
    say (out, digit_words[ones]);
}

/* 0..999; after a higher group the hundreds are always said: không trăm linh năm. */
static void
say_group (GString *out, int group, gboolean after_higher)
{
  gboolean hundreds = group >= 100 || after_higher;

  if (group == 0)
    return;
  if (hundreds)
    {
      say (out, digit_words[group / 100]);
      say (out, "trăm");
    }
  say_tens (out, group / 10 % 10, group % 10, hundreds);
}

/* number > 0. Nine digits are said as triệu, nghìn and ones; what is above them before "tỷ". */
static void
say_number (GString *out, guint64 number, gboolean after_higher)
{
  static const char *const scales[] = { "triệu", "nghìn", NULL };
  guint64 low = number % 1000000000;
  guint64 divisor = 1000000;

  if (number >= 1000000000)
    {
      say_number (out, number / 1000000000, after_higher);
      say (out, "tỷ");
      after_higher = TRUE;
    }
  for (guint i = 0; i < 3; i++, divisor /= 1000)
    {
      int group = low / divisor % 1000;

      say_group (out, group, after_higher);
      if (group > 0 && scales[i] != NULL)
        say (out, scales[i]);
      after_higher = after_higher || group > 0;
    }
}

char *
hs_number_to_words (gint64 number)
{
  GString *out = g_string_new (NULL);

  if (number == 0)
    say (out, digit_words[0]);
  if (number < 0)
    say (out, "âm");
  if (number != 0)
    say_number (out, number < 0 ? 0 - (guint64) number : (guint64) number, FALSE);
  return g_string_free (out, FALSE);
}
