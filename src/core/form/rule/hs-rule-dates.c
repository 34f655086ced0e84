/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of rules: dates. The day is the one handed in with the run, never read from a clock. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#define NUMBER HS_RULE_MASK (HS_RULE_NUMBER)
#define STRING HS_RULE_MASK (HS_RULE_STRING)
#define DATE HS_RULE_MASK (HS_RULE_DATE)
#define MAX_DAYS 4000000 /* more than 9999 years */

static void
set_date (HsRuleValue *result, const HsDate *date)
{
  result->type = HS_RULE_DATE;
  result->date = *date;
}

static void
set_number (HsRuleValue *result, gint64 number)
{
  result->type = HS_RULE_NUMBER;
  result->number = hs_decimal_from_int (number);
}

static void
run_today (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  set_date (result, &run->context->today);
}

static void
run_date (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  HsDate date;

  if (hs_date_parse_iso (args[0].string, &date))
    set_date (result, &date);
}

static const char *
check_unit (HsRuleNode *node)
{
  const char *unit = node->args[2]->text;
  const char *const units[] = { "days", "months", "years", "workingDays", NULL };
  guint second = g_str_equal (node->op->name, "date.add") ? NUMBER : DATE;
  guint null = HS_RULE_MASK (HS_RULE_NULL);

  if ((node->args[0]->types & ~null & ~DATE) != 0)
    return "needs a date first";
  if ((node->args[1]->types & ~null & ~second) != 0)
    return second == NUMBER ? "needs a number second" : "needs a date second";
  return unit != NULL && g_strv_contains (units, unit)
           ? NULL
           : "counts in “days”, “months”, “years” or “workingDays”";
}

static gboolean
in_range (gint64 days)
{
  return days > -MAX_DAYS && days < MAX_DAYS;
}

static void
run_date_add (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const char *unit = args[2].string;
  HsDate date = args[0].date;
  gint64 n;

  if (!hs_decimal_to_int (&args[1].number, &n) || !in_range (n))
    return;
  if (g_str_equal (unit, "days"))
    {
      gint64 days = hs_date_to_days (&date) + n;

      if (!in_range (days))
        return;
      date = hs_date_from_days (days);
    }
  else if (g_str_equal (unit, "workingDays"))
    {
      if (run->context->calendar == NULL ||
          !hs_calendar_add_working_days (run->context->calendar, &args[0].date, (int) n, &date,
                                         NULL))
        return;
    }
  else
    {
      gint64 months = g_str_equal (unit, "years") ? n * 12 : n;

      if (ABS (months) > 12 * 9999)
        return;
      date = hs_date_add_months (&date, (int) months);
    }
  if (date.year >= 1 && date.year <= 9999)
    set_date (result, &date);
}

static void
run_date_diff (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const HsDate *a = &args[0].date, *b = &args[1].date;
  const char *unit = args[2].string;
  int n;

  if (g_str_equal (unit, "days"))
    set_number (result, hs_date_to_days (b) - hs_date_to_days (a));
  else if (g_str_equal (unit, "months"))
    set_number (result, hs_date_months_between (a, b));
  else if (g_str_equal (unit, "years"))
    set_number (result, hs_date_years_between (a, b));
  else if (run->context->calendar != NULL &&
           hs_calendar_count_working_days (run->context->calendar, a, b, &n, NULL))
    set_number (result, n);
}

static void
run_date_year (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  set_number (result, args[0].date.year);
}

static void
run_age (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const HsDate *at = node->n_args == 2 ? &args[1].date : &run->context->today;

  set_number (result, hs_date_years_between (&args[0].date, at));
}

const HsRuleOp hs_rule_date_ops[] = {
  { "today", 0, 0, 0, DATE, TRUE, -1, NULL, run_today, NULL },
  { "date", 1, 1, STRING, DATE, FALSE, -1, NULL, run_date, NULL },
  { "date.add", 3, 3, DATE | NUMBER | STRING, DATE, FALSE, 2, check_unit, run_date_add, NULL },
  { "date.diff", 3, 3, DATE | STRING, NUMBER, FALSE, 2, check_unit, run_date_diff, NULL },
  { "date.year", 1, 1, DATE, NUMBER, FALSE, -1, NULL, run_date_year, NULL },
  { "age", 1, 2, DATE, NUMBER, FALSE, -1, NULL, run_age, NULL },
  { NULL },
};
