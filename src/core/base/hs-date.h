/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A date of which the day, or day and month, may be unknown (0). Years 1..9999, Gregorian. */
typedef struct
{
  gint16 year;
  gint8 month; /* 1..12, 0 unknown */
  gint8 day;   /* 1..31, 0 unknown */
} HsDate;

/* Reads what people type: 1/2/1990, 01-02-1990, 01.02.1990, 01021990, 2/1990, 1990.
 * Errors: HS_BASE_ERROR_VALUE says what is impossible ("month 13"). */
gboolean hs_date_parse_typed (const char *text, HsDate *date, GError **error);
/* RFC 3339 full-date, or its year-month or year prefix: 1990-02-01, 1990-02, 1990. */
gboolean hs_date_parse_iso (const char *text, HsDate *date);
char *hs_date_to_iso (const HsDate *date);
char *hs_date_to_text (const HsDate *date); /* 01/02/1990, 02/1990, 1990 */
char *hs_date_to_words (
  const HsDate *date); /* "ngày mồng một tháng hai năm một nghìn chín trăm chín mươi" */
gboolean hs_date_is_valid (const HsDate *date);
/* Unknown parts count as their first. <0, 0, >0. */
int hs_date_compare (const HsDate *a, const HsDate *b);
/* Days since 1970-01-01; unknown parts count as their first. */
gint64 hs_date_to_days (const HsDate *date);
HsDate hs_date_from_days (gint64 days);
/* Full years, months, days from a to b as law counts them (29/2 completes its year on 1/3 -
 * the day after its eve - in a common year). Negative when b is before a. */
int hs_date_years_between (const HsDate *a, const HsDate *b);
int hs_date_months_between (const HsDate *a, const HsDate *b);
/* Calendar month arithmetic, day clamped to the month's last. */
HsDate hs_date_add_months (const HsDate *date, int months);
/* The date in Viet Nam (UTC+7, no daylight saving) at an instant. */
HsDate hs_date_in_vietnam (gint64 unix_us, int *hour, int *minute);
/* Instant as RFC 3339 with +07:00, seconds; and the reverse (FALSE when it cannot be read). */
char *hs_time_to_rfc3339 (gint64 unix_us);
gboolean hs_time_from_rfc3339 (const char *text, gint64 *unix_us);
/* "10:42" and "24/11/2026 10:42" in Viet Nam's time. */
char *hs_time_to_clock (gint64 unix_us);
char *hs_time_to_text (gint64 unix_us);

G_END_DECLS
