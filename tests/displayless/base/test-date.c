/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates typed and printed, ages as law counts them, instants, working days. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-base-error.h"
#include "base/hs-calendar.h"
#include "base/hs-date.h"
#include "hs-test.h"

#include <string.h>

static HsDate
iso (const char *text)
{
  HsDate date;

  g_assert_true (hs_date_parse_iso (text, &date));
  return date;
}

static void
test_typed (void)
{
  static const struct
  {
    const char *text, *iso, *said; /* iso NULL: refused, and the message has said */
  } cases[] = {
    { "1/2/1990", "1990-02-01", NULL },
    { "01-02-1990", "1990-02-01", NULL },
    { "01.02.1990", "1990-02-01", NULL },
    { "01021990", "1990-02-01", NULL },
    { " 1 / 2 / 1990 ", "1990-02-01", NULL },
    { "1990-02-01", "1990-02-01", NULL },
    { "2/1990", "1990-02", NULL },
    { "1990", "1990", NULL },
    { "29/2/2000", "2000-02-29", NULL },
    { "29/2/2024", "2024-02-29", NULL },
    { "29/2/2023", NULL, "month 2 of 2023 has 28 days" },
    { "29/2/1900", NULL, "month 2 of 1900 has 28 days" },
    { "31/4/2020", NULL, "month 4 of 2020 has 30 days" },
    { "1/13/1990", NULL, "month 13" },
    { "13/1990", NULL, "month 13" },
    { "0/1/1990", NULL, "day 0" },
    { "32/1/1990", NULL, "day 32" },
    { "1/0/1990", NULL, "month 0" },
    { "1/1/0000", NULL, "year 0" },
    { "1/2/90", NULL, "four digits" },
    { "010290", NULL, "four digits" },
    { "1/2/19900", NULL, "four digits" },
    { "001/2/1990", NULL, "two digits" },
    { "1/2/3/1990", NULL, "other than" },
    { "1//1990", NULL, "other than" },
    { "mai", NULL, "other than" },
    { "", NULL, "other than" },
    { "99999999999999999999", NULL, "four digits" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      HsDate date = { 0 };
      gboolean good = hs_date_parse_typed (cases[i].text, &date, &error);

      g_test_message ("%s: %s", cases[i].text, error != NULL ? error->message : "read");
      g_assert_true (good == (cases[i].iso != NULL));
      if (good)
        text = hs_date_to_iso (&date);
      else
        g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_VALUE);
      g_assert_cmpstr (text, ==, cases[i].iso);
      g_assert_true (good || strstr (error->message, cases[i].said) != NULL);
    }
}

static void
test_iso_is_strict (void)
{
  static const char *const bad[] = { "",         "199",        "1990-1",      "1990-01-1",
                                     "1990-13",  "1990-02-30", "1990-01-01T", "1990/01/01",
                                     "19900101", "0000-01-01", "1990-00-01",  "1990-01-00",
                                     " 1990",    "1990-" };
  HsDate date;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hs_date_parse_iso (bad[i], &date));
}

static void
test_texts (void)
{
  static const struct
  {
    const char *iso, *text, *words;
  } cases[] = {
    { "1990-02-01", "01/02/1990", "ngày mồng một tháng hai năm một nghìn chín trăm chín mươi" },
    { "2024-04-10", "10/04/2024", "ngày mồng mười tháng tư năm hai nghìn không trăm hai mươi tư" },
    { "2005-11-15", "15/11/2005",
      "ngày mười lăm tháng mười một năm hai nghìn không trăm linh năm" },
    { "2000-12-31", "31/12/2000", "ngày ba mươi mốt tháng mười hai năm hai nghìn" },
    { "1990-02", "02/1990", "tháng hai năm một nghìn chín trăm chín mươi" },
    { "1945", "1945", "năm một nghìn chín trăm bốn mươi lăm" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HsDate date = iso (cases[i].iso);
      g_autofree char *text = hs_date_to_text (&date);
      g_autofree char *words = hs_date_to_words (&date);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_days_both_ways (void)
{
  GDate *g = g_date_new_dmy (1, 1, 1);

  for (gint64 days = hs_date_to_days (&(HsDate){ 1, 1, 1 });; days++)
    {
      HsDate date = hs_date_from_days (days);

      g_assert_cmpint (date.year, ==, g_date_get_year (g));
      g_assert_cmpint (date.month, ==, (int) g_date_get_month (g));
      g_assert_cmpint (date.day, ==, g_date_get_day (g));
      g_assert_cmpint (hs_date_to_days (&date), ==, days);
      if (date.year == 2400)
        break;
      g_date_add_days (g, 1);
    }
  g_date_free (g);
  g_assert_cmpint (hs_date_to_days (&(HsDate){ 1970, 1, 1 }), ==, 0);
  g_assert_cmpint (hs_date_to_days (&(HsDate){ 9999, 12, 31 }), ==, 2932896);
  g_assert_cmpint (hs_date_from_days (G_MAXINT64 / 2).year, ==, 9999);
  g_assert_cmpint (hs_date_from_days (G_MININT64 / 2).year, ==, 1);
}

static void
test_validity (void)
{
  static const struct
  {
    HsDate date;
    gboolean valid;
  } cases[] = {
    { { 1990, 2, 28 }, TRUE },  { { 1990, 2, 0 }, TRUE },   { { 1990, 0, 0 }, TRUE },
    { { 1990, 0, 1 }, FALSE },  { { 1990, 2, 29 }, FALSE }, { { 0, 1, 1 }, FALSE },
    { { 10000, 1, 1 }, FALSE }, { { 1990, -1, 0 }, FALSE }, { { 1990, 1, -1 }, FALSE },
    { { 1990, 13, 1 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (hs_date_is_valid (&cases[i].date) == cases[i].valid);
}

static void
test_between (void)
{
  static const struct
  {
    const char *a, *b;
    int years, months;
  } cases[] = {
    { "2006-11-24", "2026-11-23", 19, 239 },   { "2006-11-24", "2026-11-24", 20, 240 },
    { "2004-02-29", "2005-02-28", 0, 11 },     { "2004-02-29", "2005-03-01", 1, 12 },
    { "2004-02-29", "2008-02-29", 4, 48 },     { "2026-01-31", "2026-02-28", 0, 0 },
    { "2026-01-31", "2026-03-01", 0, 1 },      { "2026-05-10", "2026-05-10", 0, 0 },
    { "2026-11-24", "2006-11-24", -20, -240 }, { "2006", "2026-01-01", 20, 240 },
    { "2006-05", "2026-04-30", 19, 239 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HsDate a = iso (cases[i].a), b = iso (cases[i].b);

      g_assert_cmpint (hs_date_years_between (&a, &b), ==, cases[i].years);
      g_assert_cmpint (hs_date_months_between (&a, &b), ==, cases[i].months);
    }
  g_assert_cmpint (hs_date_compare (&(HsDate){ 2006, 0, 0 }, &(HsDate){ 2006, 1, 1 }), ==, 0);
  g_assert_cmpint (hs_date_compare (&(HsDate){ 2006, 1, 2 }, &(HsDate){ 2006, 1, 1 }), ==, 1);
}

static void
test_add_months (void)
{
  static const struct
  {
    const char *date;
    int months;
    const char *result;
  } cases[] = {
    { "2026-01-31", 1, "2026-02-28" },
    { "2024-01-31", 1, "2024-02-29" },
    { "2026-11-24", 2, "2027-01-24" },
    { "2026-11-24", -12, "2025-11-24" },
    { "2026-03-31", -1, "2026-02-28" },
    { "2026-11", 2, "2027-01" },
    { "2026", 24, "2028" },
    { "9999-12-01", 1, "9999-12-31" },
    { "0001-01-05", -1, "0001-01-01" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HsDate date = iso (cases[i].date);
      HsDate result = hs_date_add_months (&date, cases[i].months);
      g_autofree char *text = hs_date_to_iso (&result);

      g_assert_cmpstr (text, ==, cases[i].result);
    }
}

static void
test_instants (void)
{
  static const struct
  {
    const char *text;
    const char *vietnam; /* NULL: not read */
  } cases[] = {
    { "2026-11-24T08:00:00+07:00", "2026-11-24T08:00:00+07:00" },
    { "2026-11-24T01:00:00Z", "2026-11-24T08:00:00+07:00" },
    { "2026-11-24t17:00:00.5z", "2026-11-25T00:00:00+07:00" },
    { "1969-12-31T23:59:59.999999Z", "1970-01-01T06:59:59+07:00" },
    { "2026-12-31T20:00:00-05:30", "2027-01-01T08:30:00+07:00" },
    { "2016-12-31T23:59:60Z", "2017-01-01T07:00:00+07:00" },
    { "2026-11-24 08:00:00Z", NULL },
    { "2026-11-24T08:00Z", NULL },
    { "2026-11-24T08:00:00", NULL },
    { "2026-11-24T24:00:00Z", NULL },
    { "2026-11-24T08:60:00Z", NULL },
    { "2026-02-30T08:00:00Z", NULL },
    { "2026-11T08:00:00Z", NULL },
    { "2026-11-24T08:00:00.Z", NULL },
    { "2026-11-24T08:00:00+7:00", NULL },
    { "2026-11-24T08:00:00Zx", NULL },
    { "2026-11-24", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      gint64 us = 0;

      g_test_message ("%s", cases[i].text);
      if (hs_time_from_rfc3339 (cases[i].text, &us))
        text = hs_time_to_rfc3339 (us);
      g_assert_cmpstr (text, ==, cases[i].vietnam);
    }
}

static void
test_clock (void)
{
  g_autofree char *clock = hs_time_to_clock (HS_TEST_NOW_US);
  g_autofree char *text = hs_time_to_text (HS_TEST_NOW_US);
  int hour, minute;
  HsDate date = hs_date_in_vietnam (HS_TEST_NOW_US - 1, &hour, &minute);

  g_assert_cmpstr (clock, ==, "08:00");
  g_assert_cmpstr (text, ==, "24/11/2026 08:00");
  g_assert_cmpint (date.day, ==, 24);
  g_assert_cmpint (hour * 100 + minute, ==, 759);
}

static void
test_working_days (void)
{
  static const struct
  {
    const char *from;
    int n;
    const char *result;
  } cases[] = {
    { "2026-11-24", 1, "2026-11-25" },  { "2026-11-24", 5, "2026-12-01" }, /* over a weekend */
    { "2026-11-27", 1, "2026-11-30" },  { "2026-11-28", 1, "2026-11-30" },
    { "2026-11-24", 0, "2026-11-24" },  { "2026-02-13", 1, "2026-02-23" }, /* over Tết */
    { "2026-04-24", 1, "2026-04-28" }, /* Giỗ Tổ on a Sunday, the Monday after is off */
    { "2026-04-29", 1, "2026-05-04" }, /* 30/4 and 1/5 */
    { "2026-12-31", 1, "2027-01-04" }, /* New Year and a weekend */
    { "2026-11-30", -1, "2026-11-27" },
  };
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsCalendar) calendar = hs_calendar_load (world, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HsDate from = iso (cases[i].from), result;
      g_autofree char *text = NULL;
      int n = 0;

      hs_calendar_add_working_days (calendar, &from, cases[i].n, &result, &error);
      g_assert_no_error (error);
      text = hs_date_to_iso (&result);
      g_assert_cmpstr (text, ==, cases[i].result);
      g_assert_true (hs_calendar_count_working_days (calendar, &from, &result, &n, &error));
      g_assert_cmpint (n, ==, cases[i].n < 0 ? -1 : cases[i].n);
    }
  g_assert_true (hs_calendar_is_working_day (calendar, &(HsDate){ 2026, 11, 24 }));
  g_assert_false (hs_calendar_is_working_day (calendar, &(HsDate){ 2026, 2, 17 }));
  g_assert_false (hs_calendar_is_working_day (calendar, &(HsDate){ 2026, 11, 29 }));
  g_assert_cmpstr (hs_calendar_get_holiday (calendar, &(HsDate){ 2026, 9, 2 }), ==, "Quốc khánh");
  g_assert_null (hs_calendar_get_holiday (calendar, &(HsDate){ 2026, 11, 24 }));
  hs_test_world_free (world);
}

static void
test_table_is_whole (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (HsCalendar) calendar = hs_calendar_load (world, NULL);

  /* Every year has New Year, five days of Tết, Giỗ Tổ, 30/4, 1/5 and two of Quốc khánh. */
  for (int year = 2024; year <= 2035; year++)
    {
      HsDate day = { year, 1, 1 };
      int names[5] = { 0 };
      static const char *const starts[] = { "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ",
                                            "Quốc khánh", "Nghỉ bù" };

      for (gint64 d = hs_date_to_days (&day); hs_date_from_days (d).year == year; d++)
        {
          HsDate date = hs_date_from_days (d);
          const char *name = hs_calendar_get_holiday (calendar, &date);

          for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (starts); i++)
            names[i] += g_str_has_prefix (name, starts[i]);
        }
      g_test_message ("%d", year);
      g_assert_cmpint (names[0], ==, 1);
      g_assert_cmpint (names[1], ==, 5);
      g_assert_cmpint (names[2], ==, 1);
      g_assert_cmpint (names[3], ==, 2);
      g_assert_nonnull (hs_calendar_get_holiday (calendar, &(HsDate){ year, 4, 30 }));
      g_assert_nonnull (hs_calendar_get_holiday (calendar, &(HsDate){ year, 5, 1 }));
    }
  hs_test_world_free (world);
}

static void
test_past_the_table (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (HsCalendar) calendar = hs_calendar_load (world, NULL);
  g_autoptr (GError) error = NULL;
  HsDate late = { 2035, 12, 28 }, beyond = { 2036, 1, 2 }, result;
  int n;

  g_assert_false (hs_calendar_add_working_days (calendar, &late, 10, &result, &error));
  g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR);
  g_assert_nonnull (strstr (error->message, "2024 to 2035"));
  g_clear_error (&error);
  g_assert_false (hs_calendar_count_working_days (calendar, &late, &beyond, &n, &error));
  g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR);
  g_clear_error (&error);
  g_assert_false (hs_calendar_day_of_receipt (calendar, 0, &result, &error));
  g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR);
  hs_test_world_free (world);
}

static void
test_receipt (void)
{
  static const struct
  {
    const char *received, *counts;
  } cases[] = {
    { "2026-11-24T08:00:00+07:00", "2026-11-24" },
    { "2026-11-24T15:00:00+07:00", "2026-11-24" },
    { "2026-11-24T15:00:00.000001+07:00", "2026-11-25" },
    { "2026-11-24T23:59:59+07:00", "2026-11-25" },
    { "2026-11-24T00:00:00+07:00", "2026-11-24" },
    { "2026-11-27T16:00:00+07:00", "2026-11-30" },
    { "2026-11-28T09:00:00+07:00", "2026-11-30" },
    { "2026-02-17T09:00:00+07:00", "2026-02-23" },
    { "2026-11-24T07:59:00Z", "2026-11-24" },
    { "2026-11-24T08:01:00Z", "2026-11-25" },
  };
  HsWorld *world = hs_test_world_new ();
  g_autoptr (HsCalendar) calendar = hs_calendar_load (world, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      HsDate result;
      gint64 us;

      g_assert_true (hs_time_from_rfc3339 (cases[i].received, &us));
      hs_calendar_day_of_receipt (calendar, us, &result, &error);
      g_assert_no_error (error);
      text = hs_date_to_iso (&result);
      g_assert_cmpstr (text, ==, cases[i].counts);
    }
  hs_test_world_free (world);
}

static void
test_bad_tables (void)
{
  static const char *const tables[] = {
    "[]",
    "{}",
    "{\"firstYear\":2026,\"lastYear\":2025,\"days\":[]}",
    "{\"firstYear\":2026,\"lastYear\":2026,\"days\":[1]}",
    "{\"firstYear\":2026,\"lastYear\":2026,\"days\":[{\"date\":\"2026-02-30\",\"name\":\"x\"}]}",
    "{\"firstYear\":2026,\"lastYear\":2026,\"days\":[{\"date\":\"2027-01-01\",\"name\":\"x\"}]}",
    "{\"firstYear\":2026,\"lastYear\":2026,\"days\":[{\"date\":\"2026-01-01\"}]}",
  };
  HsWorld *world = hs_test_world_new ();
  g_autofree char *folder = hs_world_data_path (world, "catalog");
  g_autofree char *path = hs_world_data_path (world, "catalog/holidays.json");

  g_free (world->share_dir);
  world->share_dir = g_strdup (world->data_dir);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, tables[i], -1, NULL));
      g_assert_null (hs_calendar_load (world, &error));
      g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR);
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/typed", test_typed);
  g_test_add_func ("/date/iso-is-strict", test_iso_is_strict);
  g_test_add_func ("/date/texts", test_texts);
  g_test_add_func ("/date/days-both-ways", test_days_both_ways);
  g_test_add_func ("/date/validity", test_validity);
  g_test_add_func ("/date/between", test_between);
  g_test_add_func ("/date/add-months", test_add_months);
  g_test_add_func ("/date/instants", test_instants);
  g_test_add_func ("/date/clock", test_clock);
  g_test_add_func ("/calendar/working-days", test_working_days);
  g_test_add_func ("/calendar/table-is-whole", test_table_is_whole);
  g_test_add_func ("/calendar/past-the-table", test_past_the_table);
  g_test_add_func ("/calendar/receipt", test_receipt);
  g_test_add_func ("/calendar/bad-tables", test_bad_tables);
  return g_test_run ();
}
