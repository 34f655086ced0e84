/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of rules: texts, code lists, amounts in words, identity numbers. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#include "base/hs-money.h"
#include "base/hs-text.h"
#include "form/schema/hs-form-regex.h"

#include <string.h>

#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)
#define NUMBER HS_RULE_MASK (HS_RULE_NUMBER)
#define STRING HS_RULE_MASK (HS_RULE_STRING)
#define DATE HS_RULE_MASK (HS_RULE_DATE)
#define ARRAY HS_RULE_MASK (HS_RULE_ARRAY)

static void
append (HsRuleRun *run, GString *text, const HsRuleValue *value)
{
  g_autofree char *part = hs_rule_value_to_text (value);

  if (part != NULL && text->len + strlen (part) <= HS_RULE_MAX_TEXT)
    g_string_append (text, part);
  else if (part != NULL)
    hs_rule_run_fail (run, "a rule made a text longer than 64 KiB");
}

static void
run_cat (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < node->n_args; i++)
    append (run, text, &args[i]);
  hs_rule_set_string (run, result, g_string_free (text, FALSE));
}

/* The parts that are there, with the first argument between them. */
static void
run_join (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  GString *text = NULL;

  for (guint i = 1; i < node->n_args; i++)
    {
      if (args[i].type == HS_RULE_NULL)
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else
        append (run, text, &args[0]);
      append (run, text, &args[i]);
    }
  hs_rule_set_string (run, result, text != NULL ? g_string_free (text, FALSE) : NULL);
}

static void
set_number (HsRuleValue *result, gint64 number)
{
  result->type = HS_RULE_NUMBER;
  result->number = hs_decimal_from_int (number);
}

static void
run_length (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  if (args[0].type == HS_RULE_ARRAY)
    set_number (result, args[0].array.n_items);
  else
    set_number (result, g_utf8_strlen (args[0].string, -1));
}

static void
run_matches (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gboolean found;

  /* a pattern that ran away has no answer: it must accuse nobody */
  result->type =
    hs_form_regex_try (node->regex, args[0].string, &found) ? HS_RULE_BOOLEAN : HS_RULE_NULL;
  result->boolean = found;
}

static gint64
whole (HsRuleRun *run, const HsRuleValue *value)
{
  gint64 number = 0;

  if (!hs_decimal_to_int (&value->number, &number))
    hs_rule_run_fail (run, "a rule needs a whole number");
  return CLAMP (number, -HS_RULE_MAX_TEXT, HS_RULE_MAX_TEXT);
}

static void
run_substr (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  if (args[0].type != HS_RULE_STRING)
    hs_rule_run_fail (run, "“substr” needs a text");
  else
    {
      glong length = g_utf8_strlen (args[0].string, -1);
      gint64 from = whole (run, &args[1]), to = length;

      from = CLAMP (from < 0 ? length + from : from, 0, length);
      if (node->n_args == 3)
        {
          gint64 n = whole (run, &args[2]);

          to = CLAMP (n < 0 ? length + n : from + n, from, length);
        }
      hs_rule_set_string (run, result, g_utf8_substring (args[0].string, from, to));
    }
}

static const char *
check_text_then_numbers (HsRuleNode *node)
{
  for (guint i = 0; i < node->n_args; i++)
    if ((node->args[i]->types & ~HS_RULE_MASK (HS_RULE_NULL) & ~(i == 0 ? STRING : NUMBER)) != 0)
      return "needs a text, then numbers";
  return NULL;
}

static void
run_word (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  g_auto (GStrv) words = g_strsplit_set (args[0].string, " \t\n", -1);
  gint64 index = whole (run, &args[1]);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && index-- == 0)
      {
        hs_rule_set_string (run, result, g_strdup (words[i]));
        return;
      }
}

static void
run_fold (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  hs_rule_set_string (run, result, hs_text_fold (args[0].string));
}

static void
run_words (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gint64 number;

  if (args[0].type == HS_RULE_DATE)
    hs_rule_set_string (run, result, hs_date_to_words (&args[0].date));
  else if (hs_decimal_to_int (&args[0].number, &number))
    hs_rule_set_string (run, result, hs_number_to_words (number));
}

static const char *
check_format (HsRuleNode *node)
{
  const char *kind = node->args[0]->text;
  guint types = node->args[1]->types & ~HS_RULE_MASK (HS_RULE_NULL);

  if (g_str_equal (kind, "date"))
    return types == DATE ? NULL : "“date” needs a date";
  if (g_str_equal (kind, "money") || g_str_equal (kind, "number"))
    return types == NUMBER ? NULL : "“money” and “number” need a number";
  return "knows only “date”, “money” and “number”";
}

static void
run_format (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gint64 dong;

  if (g_str_equal (args[0].string, "money") && hs_decimal_to_int (&args[1].number, &dong))
    hs_rule_set_string (run, result, hs_money_to_text (dong));
  else
    hs_rule_set_string (run, result, hs_rule_value_to_text (&args[1]));
}

static void
run_lookup (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const char *label = NULL;

  if (run->context->look_up != NULL)
    label = run->context->look_up (run->context->data, args[0].string, args[1].string);
  result->type = label != NULL ? HS_RULE_STRING : HS_RULE_NULL;
  result->string = label;
}

/* Source: Decree 137/2015, art. 13: PPP C YY NNNNNN; C even is male, and with its pair the century. */
static gboolean
is_personal_number (const char *text)
{
  return strlen (text) == 12 && strspn (text, "0123456789") == 12;
}

static void
run_cccd_year (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const char *id = args[0].string;

  if (is_personal_number (id))
    set_number (result, 1900 + (id[3] - '0') / 2 * 100 + (id[4] - '0') * 10 + (id[5] - '0'));
}

static void
run_cccd_sex (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  if (is_personal_number (args[0].string))
    hs_rule_set_string (run, result, g_strdup ((args[0].string[3] - '0') % 2 == 0 ? "nam" : "nu"));
}

#define PRINTABLE (STRING | NUMBER | DATE)

const HsRuleOp hs_rule_text_ops[] = {
  { "cat", 1, 255, PRINTABLE, STRING, FALSE, -1, NULL, run_cat, NULL },
  { "join", 2, 255, PRINTABLE, STRING | HS_RULE_MASK (HS_RULE_NULL), TRUE, 0, NULL, run_join,
    NULL },
  { "length", 1, 1, STRING | ARRAY, NUMBER, FALSE, -1, NULL, run_length, NULL },
  { "matches", 2, 2, STRING, BOOLEAN, FALSE, 1, NULL, run_matches, NULL },
  { "substr", 2, 3, STRING | NUMBER, STRING, FALSE, -1, check_text_then_numbers, run_substr, NULL },
  { "word", 2, 2, STRING | NUMBER, STRING, FALSE, -1, check_text_then_numbers, run_word, NULL },
  { "fold", 1, 1, STRING, STRING, FALSE, -1, NULL, run_fold, NULL },
  { "words", 1, 1, NUMBER | DATE, STRING, FALSE, -1, NULL, run_words, NULL },
  { "format", 2, 2, PRINTABLE, STRING, FALSE, 0, check_format, run_format, NULL },
  { "lookup", 2, 2, STRING, STRING, FALSE, 0, NULL, run_lookup, NULL },
  { "cccd.year", 1, 1, STRING, NUMBER, FALSE, -1, NULL, run_cccd_year, NULL },
  { "cccd.sex", 1, 1, STRING, STRING, FALSE, -1, NULL, run_cccd_sex, NULL },
  { NULL },
};
