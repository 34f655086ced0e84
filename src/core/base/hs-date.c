/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as Vietnamese papers have them: day or month may be unknown. Civil-day arithmetic on the
 * proleptic Gregorian calendar, no time zone data base needed: Viet Nam is UTC+7 all year. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-date.h"
#include "base/hs-base-error.h"
#include "base/hs-money.h"

#include <string.h>

#define MIN_YEAR 1
#define MAX_YEAR 9999

static int
days_in_month (int year, int month)
{
  static const gint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return month == 2 && leap ? 29 : days[month - 1];
}

static HsDate
first_of (const HsDate *date)
{
  return (HsDate){ date->year, MAX (date->month, 1), MAX (date->day, 1) };
}

/* What is impossible in day (-1: not given), month (-1: not given) and year. */
static gboolean
check_parts (const char *text, int day, int month, int year, GError **error)
{
  g_autofree char *what = NULL;

  if (year < MIN_YEAR || year > MAX_YEAR)
    what = g_strdup_printf ("year %d", year);
  else if (month == 0 || month > 12)
    what = g_strdup_printf ("month %d", month);
  else if (day == 0 || day > 31)
    what = g_strdup_printf ("day %d", day);
  else if (day > 0 && day > days_in_month (year, month))
    what = g_strdup_printf ("day %d, month %d of %d has %d days", day, month, year,
                            days_in_month (year, month));
  if (what == NULL)
    return TRUE;
  g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE, "\"%s\" is not a date: %s", text, what);
  return FALSE;
}

static gboolean
set_parts (const char *text, int day, int month, int year, HsDate *date, GError **error)
{
  if (!check_parts (text, day, month, year, error))
    return FALSE;
  *date = (HsDate){ year, MAX (month, 0), MAX (day, 0) };
  return TRUE;
}

static gboolean
fail_unread (const char *text, const char *why, GError **error)
{
  g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE, "\"%s\" is not a date: %s", text, why);
  return FALSE;
}

/* Up to three groups of digits with one separator between; -1 on anything else. */
static int
split_digits (const char *text, int value[3], int digits[3])
{
  const char *p = text;
  int n = 0;

  while (n < 3)
    {
      value[n] = digits[n] = 0;
      while (*p == ' ')
        p++;
      for (; g_ascii_isdigit (*p); p++, digits[n]++)
        if (digits[n] < 9)
          value[n] = value[n] * 10 + (*p - '0');
      if (digits[n++] == 0)
        return -1;
      while (*p == ' ')
        p++;
      if (*p == '\0')
        return n;
      if (strchr ("/-.", *p++) == NULL)
        return -1;
    }
  return -1;
}

static gboolean
parse_one_group (const char *text, int value, int digits, HsDate *date, GError **error)
{
  if (digits == 4)
    return set_parts (text, -1, -1, value, date, error);
  if (digits == 8)
    return set_parts (text, value / 1000000, value / 10000 % 100, value % 10000, date, error);
  return fail_unread (text, "write ddmmyyyy or a year of four digits", error);
}

gboolean
hs_date_parse_typed (const char *text, HsDate *date, GError **error)
{
  g_autofree char *trimmed = NULL;
  int value[3], digits[3], n;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);
  trimmed = g_strstrip (g_strdup (text));
  n = split_digits (trimmed, value, digits);
  if (n < 0)
    return fail_unread (trimmed, "it has other than numbers for day, month and year", error);
  if (n == 1)
    return parse_one_group (trimmed, value[0], digits[0], date, error);
  if (n == 3 && digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2)
    return set_parts (trimmed, value[2], value[1], value[0], date, error);
  if (digits[n - 1] != 4)
    return fail_unread (trimmed, "the year needs four digits", error);
  if (digits[0] > 2 || (n == 3 && digits[1] > 2))
    return fail_unread (trimmed, "day and month have at most two digits", error);
  return n == 3 ? set_parts (trimmed, value[0], value[1], value[2], date, error)
                : set_parts (trimmed, -1, value[0], value[1], date, error);
}

/* Exactly n digits; moves on. */
static gboolean
read_digits (const char **p, int n, int *value)
{
  *value = 0;
  for (; n > 0; n--, ++*p)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *value = *value * 10 + (**p - '0');
    }
  return TRUE;
}

/* yyyy[-mm[-dd]] with as many parts as there are; moves on. */
static gboolean
read_iso (const char **p, HsDate *date)
{
  int year, month = -1, day = -1;

  if (!read_digits (p, 4, &year))
    return FALSE;
  if (**p == '-')
    {
      ++*p;
      if (!read_digits (p, 2, &month))
        return FALSE;
    }
  if (month >= 0 && **p == '-')
    {
      ++*p;
      if (!read_digits (p, 2, &day))
        return FALSE;
    }
  return set_parts ("", day, month, year, date, NULL);
}

gboolean
hs_date_parse_iso (const char *text, HsDate *date)
{
  HsDate read;

  g_return_val_if_fail (text != NULL, FALSE);
  if (!read_iso (&text, &read) || *text != '\0')
    return FALSE;
  *date = read;
  return TRUE;
}

char *
hs_date_to_iso (const HsDate *date)
{
  if (date->month == 0)
    return g_strdup_printf ("%04d", date->year);
  if (date->day == 0)
    return g_strdup_printf ("%04d-%02d", date->year, date->month);
  return g_strdup_printf ("%04d-%02d-%02d", date->year, date->month, date->day);
}

char *
hs_date_to_text (const HsDate *date)
{
  if (date->month == 0)
    return g_strdup_printf ("%04d", date->year);
  if (date->day == 0)
    return g_strdup_printf ("%02d/%04d", date->month, date->year);
  return g_strdup_printf ("%02d/%02d/%04d", date->day, date->month, date->year);
}

char *
hs_date_to_words (const HsDate *date)
{
  g_autofree char *year = hs_number_to_words (date->year);
  g_autofree char *month = NULL;
  g_autofree char *day = NULL;

  if (date->month == 0)
    return g_strdup_printf ("năm %s", year);
  /* The fourth month is "tháng tư", never "bốn". */
  month = date->month == 4 ? g_strdup ("tư") : hs_number_to_words (date->month);
  if (date->day == 0)
    return g_strdup_printf ("tháng %s năm %s", month, year);
  day = hs_number_to_words (date->day);
  return g_strdup_printf ("ngày %s%s tháng %s năm %s", date->day <= 10 ? "mồng " : "", day, month,
                          year);
}

gboolean
hs_date_is_valid (const HsDate *date)
{
  if (date->month < 0 || date->day < 0 || (date->month == 0 && date->day != 0))
    return FALSE;
  return check_parts ("", date->day == 0 ? -1 : date->day, date->month == 0 ? -1 : date->month,
                      date->year, NULL);
}

int
hs_date_compare (const HsDate *a, const HsDate *b)
{
  gint64 x = hs_date_to_days (a), y = hs_date_to_days (b);

  return (x > y) - (x < y);
}

/* Counts in eras of 400 years that begin on 1 March, so that the leap day is a year's last. */
gint64
hs_date_to_days (const HsDate *date)
{
  HsDate d = first_of (date);
  gint64 year = d.year - (d.month <= 2);
  gint64 era = (year >= 0 ? year : year - 399) / 400;
  gint64 of_era = year - era * 400;
  gint64 of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

HsDate
hs_date_from_days (gint64 days)
{
  static const HsDate first = { MIN_YEAR, 1, 1 }, last = { MAX_YEAR, 12, 31 };
  gint64 era, day, year, of_year, month;

  days = CLAMP (days, hs_date_to_days (&first), hs_date_to_days (&last)) + 719468;
  era = days / 146097;
  day = days - era * 146097;
  year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  of_year = day - (365 * year + year / 4 - year / 100);
  month = (5 * of_year + 2) / 153;
  return (HsDate){ year + era * 400 + (month >= 10), month + (month < 10 ? 3 : -9),
                   of_year - (153 * month + 2) / 5 + 1 };
}

int
hs_date_months_between (const HsDate *a, const HsDate *b)
{
  HsDate from = first_of (a), to = first_of (b);

  if (hs_date_compare (&to, &from) < 0)
    return -hs_date_months_between (b, a);
  return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day);
}

int
hs_date_years_between (const HsDate *a, const HsDate *b)
{
  return hs_date_months_between (a, b) / 12;
}

HsDate
hs_date_add_months (const HsDate *date, int months)
{
  gint64 total = (gint64) date->year * 12 + MAX (date->month, 1) - 1 + months;
  HsDate result;

  if (total < MIN_YEAR * 12)
    return (HsDate){ MIN_YEAR, 1, 1 };
  if (total >= (MAX_YEAR + 1) * 12)
    return (HsDate){ MAX_YEAR, 12, 31 };
  result = (HsDate){ total / 12, total % 12 + 1, date->day };
  if (date->month == 0)
    result.month = result.day = 0;
  else
    result.day = MIN (result.day, days_in_month (result.year, result.month));
  return result;
}
