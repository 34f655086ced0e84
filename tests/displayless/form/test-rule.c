/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: what each operator gives, what is refused when a rule is compiled, and the bounds. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "form/rule/hs-rule.h"

#include <string.h>

/* Fields: so (number), chu (text), ngay (date), co (yes/no), nhieu (list); "trong..." are missing. */
static const struct
{
  const char *name;
  HsRuleType type;
} fields[] = { { "so", HS_RULE_NUMBER },       { "chu", HS_RULE_STRING },
               { "ngay", HS_RULE_DATE },       { "co", HS_RULE_BOOLEAN },
               { "nhieu", HS_RULE_ARRAY },     { "soTrong", HS_RULE_NUMBER },
               { "chuTrong", HS_RULE_STRING }, { "ngayTrong", HS_RULE_DATE },
               { "coTrong", HS_RULE_BOOLEAN } };

static gboolean
find_field_cb (gpointer data, const char *path, guint *id, guint *types)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, path))
      {
        *id = i;
        *types = HS_RULE_MASK (fields[i].type);
        return TRUE;
      }
  return FALSE;
}

static gboolean
has_list_cb (gpointer data, const char *name)
{
  return g_str_equal (name, "mau");
}

static void
get_field_cb (gpointer data, guint id, HsRuleValue *value)
{
  static const HsRuleValue items[] = { { .type = HS_RULE_STRING, .string = "a" },
                                       { .type = HS_RULE_STRING, .string = "b" } };

  value->type = HS_RULE_NULL;
  if (id >= 5)
    return;
  value->type = fields[id].type;
  if (id == 0)
    value->number = hs_decimal_from_int (12);
  else if (id == 1)
    value->string = "Đường Láng";
  else if (id == 2)
    value->date = (HsDate){ 2000, 2, 29 };
  else if (id == 3)
    value->boolean = TRUE;
  else
    {
      value->array.items = items;
      value->array.n_items = 2;
    }
}

static const char *
look_up_cb (gpointer data, const char *list, const char *code)
{
  return g_str_equal (code, "do") ? "Đỏ" : NULL;
}

static const HsRuleNames names = { find_field_cb, has_list_cb, NULL };
static const HsRuleContext context = { get_field_cb, look_up_cb, NULL, { 2026, 11, 24 }, NULL };

/* ' stands for ". result: JSON; "null": no value. error: part of the complaint of the compiler. */
static const struct
{
  const char *rule;
  const char *result;
  const char *error;
} cases[] = {
  { "{'var':'so'}", "12" },
  { "{'var':['soTrong',7]}", "7" },
  { "{'var':'soTrong'}", "null" },
  { "{'var':'khong.co'}", NULL, "no field “khong.co”" },
  { "{'var':1}", NULL, "written out" },
  { "{'==':[{'var':'chu'},'Đường Láng']}", "true" },
  { "{'===':[1,1.0]}", "true" },
  { "{'==':[{'var':'so'},'12']}", NULL, "compares a number with text" },
  { "{'==':[{'var':'co'},1]}", NULL, "compares yes/no with a number" },
  { "{'==':[{'var':'ngay'},'2000-02-29']}", NULL, "compares a date with text" },
  { "{'==':[{'var':'ngay'},{'date':'2000-02-29'}]}", "true" },
  { "{'==':[{'var':'chuTrong'},null]}", "true" },
  { "{'!=':[{'var':'chuTrong'},'x']}", "true" },
  { "{'!':{'var':'co'}}", "false" },
  { "{'!':{'var':'so'}}", NULL, "needs yes/no" },
  { "{'!':{'var':'coTrong'}}", "null" },
  { "{'and':[{'var':'co'},{'var':'coTrong'}]}", "null" },
  { "{'and':[false,{'var':'coTrong'}]}", "false" },
  { "{'or':[{'var':'coTrong'},true]}", "true" },
  { "{'or':[{'var':'coTrong'},false]}", "null" },
  { "{'and':[true,{'var':'so'}]}", NULL, "needs yes/no, its argument 2 is a number" },
  { "{'if':[{'var':'coTrong'},1,2]}", "2" },
  { "{'if':[false,1,true,'a']}", "\"a\"" },
  { "{'if':[false,1]}", "null" },
  { "{'if':['a',1,2]}", NULL, "condition 1 is not yes/no" },
  { "{'<':[1,{'var':'so'},20]}", "true" },
  { "{'<':[{'var':'soTrong'},3]}", "null" },
  { "{'>':[{'var':'ngay'},{'today':[]}]}", "false" },
  { "{'>':['a','b']}", NULL, "needs a number or a date" },
  { "{'<':[{'var':'so'},{'var':'ngay'}]}", NULL, "compares a number with a date" },
  { "{'in':['Láng',{'var':'chu'}]}", "true" },
  { "{'in':['a',{'var':'nhieu'}]}", "true" },
  { "{'in':[{'var':'so'},[1,12]]}", "true" },
  { "{'in':[1,'abc']}", NULL, "something else than text" },
  { "{'in':[{'var':'chuTrong'},['a']]}", "null" },
  { "{'+':[0.1,0.2]}", "0.3" },
  { "{'*':[0.07,100]}", "7" },
  { "{'-':[{'var':'so'}]}", "-12" },
  { "{'-':[1,{'var':'so'}]}", "-11" },
  { "{'+':['1',2]}", NULL, "needs a number" },
  { "{'/':[{'var':'so'},8]}", "1.5" },
  { "{'/':[{'var':'so'},-100]}", "-0.12" },
  { "{'/':[10,3,2]}", "3.33" },
  { "{'/':[-5,2,0]}", "-3" },
  { "{'/':[2,3,{'var':'so'}]}", NULL, "rounds to 0 to 6 decimal places" },
  { "{'/':[10,3]}", NULL, "always comes out" },
  { "{'/':[1,{'var':'so'}]}", NULL, "always comes out" },
  { "{'/':[1,{'-':[{'var':'so'},12]},2]}", "null" },
  { "{'%':[7.5,2]}", "1.5" },
  { "{'%':[-7,3]}", "-1" },
  { "{'%':[1,0.3]}", "0.1" },
  { "{'%':[1,0]}", "null" },
  { "{'max':[1,{'var':'so'},3.5]}", "12" },
  { "{'min':[1,{'var':'soTrong'}]}", "null" },
  { "{'min':[{'var':'ngay'},{'date':'1999-12-31'}]}", "\"1999-12-31\"" },
  { "{'max':[1,{'var':'ngay'}]}", NULL, "mixes numbers and dates" },
  { "{'sum':'so'}", NULL, "no rows “so”" },
  { "{'sum':[{'var':'so'},1]}", NULL, "name of rows written out" },
  { "{'count':[]}", NULL, "name of rows written out" },
  { "{'date.add':[{'date':'2024-02-29'},1,'years']}", "\"2025-02-28\"" },
  { "{'date.add':[{'date':'2024-01-31'},1,'months']}", "\"2024-02-29\"" },
  { "{'date.add':[{'date':'2024-03-31'},-1,'months']}", "\"2024-02-29\"" },
  { "{'date.add':[{'date':'2023-12-31'},60,'days']}", "\"2024-02-29\"" },
  { "{'age':[{'var':'ngay'},{'date':'2018-02-28'}]}", "17" },
  { "{'age':[{'var':'ngay'},{'date':'2018-03-01'}]}", "18" },
  { "{'date.diff':[{'var':'ngay'},{'date':'2001-02-28'},'years']}", "0" },
  { "{'date.diff':[{'var':'ngay'},{'date':'2000-03-29'},'months']}", "1" },
  { "{'date.diff':[{'date':'2024-02-28'},{'date':'2024-03-01'},'days']}", "2" },
  { "{'cat':['a ',{'var':'so'},' ',{'var':'ngay'}]}", "\"a 12 29/02/2000\"" },
  { "{'cat':['a',{'var':'chuTrong'}]}", "null" },
  { "{'join':[', ',{'var':'chuTrong'},'b',null,'c']}", "\"b, c\"" },
  { "{'join':[', ',{'var':'chuTrong'}]}", "null" },
  { "{'missing':['so','soTrong','chuTrong']}", "[\"soTrong\",\"chuTrong\"]" },
  { "{'missing':['la']}", NULL, "no field “la”" },
  { "{'length':{'var':'chu'}}", "10" },
  { "{'length':{'var':'nhieu'}}", "2" },
  { "{'matches':[{'var':'chu'},'^Đ\\\\p{L}+ Láng$']}", "true" },
  { "{'matches':['a\\n','^a$']}", "false" },
  { "{'matches':['١','^\\\\d$']}", "false" },
  { "{'matches':['a','(?i)a']}", NULL, "pattern:" },
  { "{'matches':['a','a++']}", NULL, "pattern:" },
  { "{'matches':['a','(']}", NULL, "pattern: missing closing parenthesis" },
  { "{'matches':['a','\\\\Qa']}", NULL, "pattern:" },
  { "{'matches':['a',{'var':'chu'}]}", NULL, "written out" },
  { "{'substr':[{'var':'chu'},0,5]}", "\"Đường\"" },
  { "{'substr':[{'var':'chu'},-4]}", "\"Láng\"" },
  { "{'substr':['a','b']}", NULL, "needs a text, then numbers" },
  { "{'word':[{'var':'chu'},1]}", "\"Láng\"" },
  { "{'word':[{'var':'chu'},2]}", "null" },
  { "{'fold':{'var':'chu'}}", "\"duong lang\"" },
  { "{'words':21}", "\"hai mươi mốt\"" },
  { "{'format':['money',1250000]}", "\"1.250.000 đ\"" },
  { "{'format':['date',{'var':'ngay'}]}", "\"29/02/2000\"" },
  { "{'format':['date',1]}", NULL, "needs a date" },
  { "{'format':['gi',1]}", NULL, "knows only" },
  { "{'lookup':['mau','do']}", "\"Đỏ\"" },
  { "{'lookup':['mau','xanh']}", "null" },
  { "{'lookup':['la','do']}", NULL, "no code list “la”" },
  { "{'today':[]}", "\"2026-11-24\"" },
  { "{'date.add':[{'var':'ngay'},1,'years']}", "\"2001-02-28\"" },
  { "{'date.add':[{'var':'ngay'},1,'days']}", "\"2000-03-01\"" },
  { "{'date.add':[{'var':'ngay'},9999999,'days']}", "null" },
  { "{'date.add':[{'var':'ngay'},1,'weeks']}", NULL, "counts in" },
  { "{'date.diff':[{'var':'ngay'},{'date':'2000-03-30'},'days']}", "30" },
  { "{'date.diff':[{'var':'ngay'},{'today':[]},'years']}", "26" },
  { "{'date.diff':[{'var':'ngayTrong'},{'today':[]},'years']}", "null" },
  { "{'date.diff':[1,{'today':[]},'days']}", NULL, "is a number" },
  { "{'age':{'var':'ngay'}}", "26" },
  { "{'date.year':{'var':'ngay'}}", "2000" },
  { "{'cccd.year':'001195012345'}", "1995" },
  { "{'cccd.year':'001203012345'}", "2003" },
  { "{'cccd.sex':'001195012345'}", "\"nu\"" },
  { "{'cccd.sex':'00119501234'}", "null" },
  { "{'co_gi':[1]}", NULL, "no operator “co_gi”" },
  { "{'+':[1],'-':[1]}", NULL, "exactly one member" },
  { "{}", NULL, "exactly one member" },
  { "{'!':[true,false]}", NULL, "has 2 arguments" },
  { "{'*':[9999999999,9999999999,10]}", NULL, NULL },
};

static HsRule *
compile (const char *text, guint want, char **where, GError **error)
{
  g_autoptr (JsonNode) json = form_test_json (text);

  return hs_rule_compile (json, want, &names, where, error);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *where = NULL;
      g_autoptr (HsRule) rule = compile (cases[i].rule, 0, &where, &error);
      g_autoptr (JsonNode) value = NULL;
      g_autofree char *got = NULL;

      g_test_message ("%s", cases[i].rule);
      if (cases[i].error != NULL)
        {
          g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
          g_assert_nonnull (strstr (error->message, cases[i].error));
          g_assert_nonnull (where);
          continue;
        }
      g_assert_no_error (error);
      if (!hs_rule_evaluate (rule, &context, &value, &error))
        {
          g_assert_null (cases[i].result); /* too many digits: told, not rounded */
          g_assert_nonnull (strstr (error->message, "too many digits"));
          continue;
        }
      got = value != NULL ? hs_json_write (value) : g_strdup ("null");
      g_assert_cmpstr (got, ==, cases[i].result);
    }
}

static void
test_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *where = NULL;

  g_assert_null (compile ("{'and':[true,{'or':[false,{'var':'la'}]}]}", 0, &where, &error));
  g_assert_cmpstr (where, ==, "/and/1/or/1/var");
}

static void
test_wanted_type (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *where = NULL;

  g_assert_null (compile ("{'var':'so'}", HS_RULE_MASK (HS_RULE_BOOLEAN), &where, &error));
  g_assert_nonnull (strstr (error->message, "must give yes/no but gives a number"));
}

static void
test_depth (void)
{
  for (guint depth = 60; depth < 70; depth++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (HsRule) rule = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "{'!':");
      g_string_append (text, "true");
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '}');
      rule = compile (text->str, 0, NULL, &error);
      g_assert_true ((rule != NULL) == (depth <= 64));
    }
}

static void
test_size (void)
{
  g_autoptr (GString) text = g_string_new ("{'+':[0");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10001; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  g_assert_null (compile (text->str, 0, NULL, &error));
  g_assert_nonnull (strstr (error->message, "longer than 10000 nodes"));
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new ("{'cat':['x'");
  g_autofree char *piece = g_strnfill (1000, 'a');
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRule) rule = NULL;
  JsonNode *value;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, ",'%s'", piece);
  g_string_append (text, "]}");
  rule = compile (text->str, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (hs_rule_evaluate (rule, &context, &value, &error));
  g_assert_nonnull (strstr (error->message, "64 KiB"));
}

/* Patterns that would run for years end; they neither match nor fail to: no condition holds. */
static void
check_runaway_pattern (const char *before, const char *after)
{
  g_autofree char *as = g_strnfill (40, 'a');
  g_autofree char *text = g_strdup_printf ("%s{'matches':['%s!','^(a+)+$']}%s", before, as, after);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRule) rule = compile (text, 0, NULL, &error);
  gint64 start = g_get_monotonic_time ();
  gboolean is_so;

  g_assert_no_error (error);
  g_assert_true (hs_rule_decide (rule, &context, &is_so, &error));
  g_assert_false (is_so);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_runaway_pattern (void)
{
  check_runaway_pattern ("", "");
  check_runaway_pattern ("{'!':", "}");
}

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRule) rule =
    compile ("{'and':[{'<':[{'age':{'var':'ngay'}},3]},{'==':[{'var':'so'},{'var':'so'}]}]}", 0,
             NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hs_rule_get_reads (rule)->len, ==, 2);
  g_assert_true (hs_rule_reads_clock (rule));
  g_assert_false (hs_rule_reads_calendar (rule));
}

static void
test_decimal (void)
{
  static const struct
  {
    const char *a, *b, *sum, *product;
    int order;
  } table[] = {
    { "0.1", "0.2", "0.3", "0.02", -1 },
    { "1e2", "100", "200", "10000", 0 },
    { "-5", "5", "0", "-25", -1 },
    { "9223372036854775807", "1", NULL, "9223372036854775807", 1 },
    { "0.0075", "0.0001", "0.0076", "0.00000075", 1 },
    { "1e30", "1e-30", NULL, "1", 1 },
    { "-0.5", "-0.25", "-0.75", "0.125", -1 },
    { "0", "0.0", "0", "0", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      HsDecimal a, b, result;

      g_assert_true (hs_decimal_parse (table[i].a, &a));
      g_assert_true (hs_decimal_parse (table[i].b, &b));
      g_assert_cmpint (hs_decimal_compare (&a, &b), ==, table[i].order);
      if (hs_decimal_add (&a, &b, &result))
        {
          g_autofree char *text = hs_decimal_to_text (&result);

          g_assert_cmpstr (text, ==, table[i].sum);
        }
      else
        g_assert_null (table[i].sum);
      g_assert_true (hs_decimal_multiply (&a, &b, &result));
      {
        g_autofree char *text = hs_decimal_to_text (&result);

        g_assert_cmpstr (text, ==, table[i].product);
      }
    }
}

static void
test_multiple (void)
{
  static const struct
  {
    const char *value, *step;
    gboolean is_multiple;
  } table[] = { { "0.0075", "0.0001", TRUE }, { "0.00751", "0.0001", FALSE },
                { "4.5", "1.5", TRUE },       { "1e30", "7", FALSE },
                { "7e30", "7", TRUE },        { "35", "10", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      HsDecimal value, step;

      g_assert_true (hs_decimal_parse (table[i].value, &value));
      g_assert_true (hs_decimal_parse (table[i].step, &step));
      g_assert_true (!hs_decimal_is_multiple (&value, &step) == !table[i].is_multiple);
    }
}

/* 30 April and 1 May 2026 are a Thursday and a Friday: holidays, before a week end. */
static void
test_working_days (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsCalendar) calendar = hs_calendar_load (world, &error);
  HsRuleContext with_calendar = context;
  static const char *const rules[][2] = {
    { "{'date.add':[{'date':'2026-04-29'},1,'workingDays']}", "\"2026-05-04\"" },
    { "{'date.diff':[{'date':'2026-04-29'},{'date':'2026-05-04'},'workingDays']}", "1" },
    { "{'date.diff':[{'date':'2026-05-04'},{'date':'2026-04-29'},'workingDays']}", "-1" },
  };

  g_assert_no_error (error);
  with_calendar.calendar = calendar;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (JsonNode) json = form_test_json (rules[i][0]);
      g_autoptr (HsRule) rule = hs_rule_compile (json, 0, &names, NULL, &error);
      g_autoptr (JsonNode) value = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_assert_true (hs_rule_reads_calendar (rule));
      g_assert_true (hs_rule_evaluate (rule, &with_calendar, &value, &error));
      text = hs_json_write (value);
      g_assert_cmpstr (text, ==, rules[i][1]);
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/rule/table", test_table);
  g_test_add_func ("/form/rule/place", test_place);
  g_test_add_func ("/form/rule/wanted-type", test_wanted_type);
  g_test_add_func ("/form/rule/depth", test_depth);
  g_test_add_func ("/form/rule/size", test_size);
  g_test_add_func ("/form/rule/long-text", test_long_text);
  g_test_add_func ("/form/rule/runaway-pattern", test_runaway_pattern);
  g_test_add_func ("/form/rule/reads", test_reads);
  g_test_add_func ("/form/rule/decimal", test_decimal);
  g_test_add_func ("/form/rule/multiple", test_multiple);
  g_test_add_func ("/form/rule/working-days", test_working_days);
  return g_test_run ();
}
