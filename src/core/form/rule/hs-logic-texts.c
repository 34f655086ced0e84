/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of compatible JsonLogic: texts, each as json-logic-js 2 has it, and those of ours that forms need. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include "base/hs-date.h"
#include "form/schema/hs-form-regex.h"

#include <math.h>
#include <string.h>

/* Texts. */

static gboolean
is_in_text (HsLogicRun *run, const HsLogicValue *what, const char *where)
{
  const char *text = hs_logic_to_text (run, what);

  return *where != '\0' && hs_logic_spend (run, strlen (where) / 16) &&
         strstr (where, text) != NULL;
}

static void
run_in (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
        HsLogicValue *result)
{
  const HsLogicValue *what = hs_logic_arg (args, n_args, 0),
                     *where = hs_logic_arg (args, n_args, 1);
  gboolean found = FALSE;

  if (where->type == HS_LOGIC_STRING)
    found = is_in_text (run, what, where->string);
  else if (hs_logic_value_is_array (where))
    for (guint i = 0; i < hs_logic_value_length (where) && !found && hs_logic_spend (run, 1); i++)
      {
        HsLogicValue item = hs_logic_value_item (where, i);

        found = hs_logic_equal_strict (run, what, &item);
      }
  hs_logic_set_boolean (result, found);
}

static void
run_cat (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_args && run->error == NULL; i++)
    if (args[i].type != HS_LOGIC_UNDEFINED && args[i].type != HS_LOGIC_NULL)
      {
        const char *part = hs_logic_to_text (run, &args[i]);

        if (hs_logic_spend (run, strlen (part) / 16) && text->len <= HS_LOGIC_MAX_TEXT)
          g_string_append (text, part);
      }
  hs_logic_set_text (result, hs_logic_own_text (run, text));
}

/* JavaScript's substr(): from the end when start is negative. n NAN: to the end. */
static const char *
take_part (HsLogicRun *run, const char *text, double start, double n)
{
  double size = (double) hs_logic_count_units (text);

  start = hs_logic_to_integer (start);
  start = start < 0 ? MAX (size + start, 0) : MIN (start, size);
  n = isnan (n) ? size - start : CLAMP (hs_logic_to_integer (n), 0, size - start);
  return hs_logic_slice (run, text, (gsize) start, (gssize) n);
}

/* temp.length + end: "+" of JavaScript puts texts together. */
static double
add_length (HsLogicRun *run, gsize length, const HsLogicValue *end)
{
  g_autofree char *joined = NULL;
  HsLogicValue text = { HS_LOGIC_STRING, { 0 } };

  if (end->type != HS_LOGIC_STRING && !hs_logic_is_object (end))
    return (double) length + hs_logic_to_number (run, end);
  joined = g_strdup_printf ("%" G_GSIZE_FORMAT "%s", length, hs_logic_to_text (run, end));
  text.string = joined;
  return hs_logic_to_number (run, &text);
}

static void
run_substr (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
            HsLogicValue *result)
{
  const char *text = hs_logic_to_text (run, hs_logic_arg (args, n_args, 0));
  const HsLogicValue *end = hs_logic_arg (args, n_args, 2);
  double start = hs_logic_to_number (run, hs_logic_arg (args, n_args, 1));
  double n = end->type == HS_LOGIC_UNDEFINED ? NAN : hs_logic_to_number (run, end);

  if (!hs_logic_spend (run, strlen (text) / 16))
    return;
  if (n < 0)
    {
      text = take_part (run, text, start, NAN);
      start = 0;
      n = add_length (run, hs_logic_count_units (text), end);
    }
  if (isnan (n) && end->type != HS_LOGIC_UNDEFINED)
    n = 0;
  hs_logic_set_text (result, take_part (run, text, start, n));
}

static void
run_log (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  *result = *hs_logic_arg (args, n_args, 0);
}

/* Of ours. */

static void
run_today (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  result->type = run->today != NULL ? HS_LOGIC_STRING : HS_LOGIC_NULL;
  result->string = run->today;
}

static gboolean
add_to_date (HsDate *date, double number, const char *unit)
{
  gboolean ok = fabs (number) <= 4000000;

  if (ok && g_str_equal (unit, "days"))
    *date = hs_date_from_days (hs_date_to_days (date) + (gint64) number);
  else if (ok && fabs (number) <= 120000 && g_str_equal (unit, "months"))
    *date = hs_date_add_months (date, (int) number);
  else if (ok && fabs (number) <= 10000 && g_str_equal (unit, "years"))
    *date = hs_date_add_months (date, (int) number * 12);
  else
    ok = FALSE;
  return ok && date->year >= 1 && date->year <= 9999;
}

static void
run_date_add (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  const HsLogicValue *when = hs_logic_arg (args, n_args, 0), *unit = hs_logic_arg (args, n_args, 2);
  double number = hs_logic_to_integer (hs_logic_to_number (run, hs_logic_arg (args, n_args, 1)));
  HsDate date;

  result->type = HS_LOGIC_NULL;
  if (when->type == HS_LOGIC_STRING && unit->type == HS_LOGIC_STRING &&
      hs_date_parse_iso (when->string, &date) && add_to_date (&date, number, unit->string))
    {
      g_autofree char *text = hs_date_to_iso (&date);

      hs_logic_set_text (result, hs_logic_own_text (run, g_string_new (text)));
    }
}

static void
run_length (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
            HsLogicValue *result)
{
  const HsLogicValue *value = hs_logic_arg (args, n_args, 0);

  result->type = HS_LOGIC_NULL;
  if (hs_logic_value_is_array (value))
    hs_logic_set_number (result, hs_logic_value_length (value));
  else if (value->type == HS_LOGIC_STRING && hs_logic_spend (run, strlen (value->string) / 16))
    hs_logic_set_number (result, (double) g_utf8_strlen (value->string, -1));
}

static void
run_matches (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue text;

  hs_logic_run_node (run, node->args[0], data, &text);
  hs_logic_set_boolean (result, text.type == HS_LOGIC_STRING &&
                                  hs_logic_spend (run, 10 + strlen (text.string) / 4) &&
                                  hs_form_regex_matches (node->regex, text.string));
}

const HsLogicOp hs_logic_text_ops[] = {
  { "in", run_in, NULL, FALSE },
  { "cat", run_cat, NULL, FALSE },
  { "substr", run_substr, NULL, FALSE },
  { "log", run_log, NULL, FALSE },
  { NULL },
};

const HsLogicOp hs_logic_form_ops[] = {
  { "today", run_today, NULL, FALSE },
  { "date.add", run_date_add, NULL, FALSE },
  { "length", run_length, NULL, FALSE },
  { "matches", NULL, run_matches, FALSE },
  { NULL },
};
