/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instants as Viet Nam's clock shows them, and as RFC 3339. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-date.h"

#define VIETNAM_SECONDS (7 * 3600)
#define DAY_SECONDS 86400

/* Seconds of Viet Nam's day, 0..86399, and the date. */
static gint64
split (gint64 unix_us, HsDate *date)
{
  gint64 seconds = unix_us / G_USEC_PER_SEC - (unix_us % G_USEC_PER_SEC < 0) + VIETNAM_SECONDS;
  gint64 days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);

  *date = hs_date_from_days (days);
  return seconds - days * DAY_SECONDS;
}

HsDate
hs_date_in_vietnam (gint64 unix_us, int *hour, int *minute)
{
  HsDate date;
  int seconds = split (unix_us, &date);

  if (hour != NULL)
    *hour = seconds / 3600;
  if (minute != NULL)
    *minute = seconds / 60 % 60;
  return date;
}

char *
hs_time_to_rfc3339 (gint64 unix_us)
{
  HsDate date;
  int seconds = split (unix_us, &date);

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d+07:00", date.year, date.month, date.day,
                          seconds / 3600, seconds / 60 % 60, seconds % 60);
}

char *
hs_time_to_clock (gint64 unix_us)
{
  HsDate date;
  int seconds = split (unix_us, &date);

  return g_strdup_printf ("%02d:%02d", seconds / 3600, seconds / 60 % 60);
}

char *
hs_time_to_text (gint64 unix_us)
{
  HsDate date;
  int seconds = split (unix_us, &date);
  g_autofree char *day = hs_date_to_text (&date);

  return g_strdup_printf ("%s %02d:%02d", day, seconds / 3600, seconds / 60 % 60);
}

/* Two digits up to most; moves on. */
static gboolean
read_two (const char **p, int most, int *value)
{
  if (!g_ascii_isdigit ((*p)[0]) || !g_ascii_isdigit ((*p)[1]))
    return FALSE;
  *value = ((*p)[0] - '0') * 10 + ((*p)[1] - '0');
  *p += 2;
  return *value <= most;
}

static gboolean
skip (const char **p, char c)
{
  if (g_ascii_toupper (**p) != c)
    return FALSE;
  ++*p;
  return TRUE;
}

/* Digits after the point, in microseconds; finer ones are dropped. */
static gboolean
read_fraction (const char **p, gint64 *us)
{
  gint64 unit = G_USEC_PER_SEC;

  *us = 0;
  if (!skip (p, '.'))
    return TRUE;
  if (!g_ascii_isdigit (**p))
    return FALSE;
  for (; g_ascii_isdigit (**p); ++*p)
    {
      unit /= 10;
      *us += (**p - '0') * unit;
    }
  return TRUE;
}

static gboolean
read_offset (const char **p, gint64 *seconds)
{
  int sign, hour, minute;

  *seconds = 0;
  if (skip (p, 'Z'))
    return TRUE;
  sign = **p == '-' ? -1 : 1;
  if (!skip (p, '+') && !skip (p, '-'))
    return FALSE;
  if (!read_two (p, 23, &hour) || !skip (p, ':') || !read_two (p, 59, &minute))
    return FALSE;
  *seconds = sign * (hour * 3600 + minute * 60);
  return TRUE;
}

gboolean
hs_time_from_rfc3339 (const char *text, gint64 *unix_us)
{
  g_autofree char *day = NULL;
  int hour, minute, second;
  gint64 fraction, offset;
  const char *p;
  HsDate date;

  g_return_val_if_fail (text != NULL, FALSE);
  day = g_strndup (text, 10);
  if (!hs_date_parse_iso (day, &date) || date.day == 0)
    return FALSE;
  p = text + 10;
  if (!skip (&p, 'T') || !read_two (&p, 23, &hour) || !skip (&p, ':') ||
      !read_two (&p, 59, &minute) || !skip (&p, ':') || !read_two (&p, 60, &second) ||
      !read_fraction (&p, &fraction) || !read_offset (&p, &offset) || *p != '\0')
    return FALSE;
  *unix_us = (hs_date_to_days (&date) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset) *
               G_USEC_PER_SEC +
             fraction;
  return TRUE;
}
