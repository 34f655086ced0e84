/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the values of a rule as phrases: what is computed, over rows and items too. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-teller.h"

#include <string.h>

#define DATE HS_RULE_MASK (HS_RULE_DATE)

/* Over rows and items. */

static char *
tell_in_scope (HsTeller *t, guint scope, gboolean in_reduce, JsonNode *json, gboolean condition)
{
  HsTeller inner = { t->words, t->lexicon, scope, in_reduce, t->depth };

  if (json == NULL)
    return hs_teller_say (t, "empty", NULL, NULL, NULL);
  return condition ? hs_teller_tell_condition (&inner, json, FALSE)
                   : hs_teller_tell_value (&inner, json);
}

/* The repeat a name begins with: its label, the scope of its rows, and what comes after. */
static gboolean
find_repeat (HsTeller *t, const char *path, char **label, guint *scope, const char **rest)
{
  gsize length = strlen (path);

  for (gsize i = length; i > 0; i--)
    {
      g_autofree char *name = NULL;
      HsRuleNamed named;

      if (path[i] != '.' && path[i] != '\0')
        continue;
      name = g_strndup (path, i);
      hs_teller_find_name (t, name, &named);
      if (named.label == NULL)
        continue;
      if (named.inner_scope != HS_RULE_OWN_SCOPE)
        {
          *label = named.label;
          *scope = named.inner_scope;
          *rest = path[i] == '.' ? path + i + 1 : path + i;
          return TRUE;
        }
      g_free (named.label);
    }
  return FALSE;
}

/* Repeats may be in repeats: the last one counts. */
static gboolean
find_rows (HsTeller *t, const char *path, char **label, guint *scope, const char **rest)
{
  HsTeller inner = *t;

  if (!find_repeat (&inner, path, label, scope, rest))
    return FALSE;
  while (**rest != '\0')
    {
      char *deeper = NULL;

      inner.scope = *scope;
      if (!find_repeat (&inner, *rest, &deeper, scope, rest))
        break;
      g_free (*label);
      *label = deeper;
    }
  return TRUE;
}

char *
hs_teller_tell_over_rows (HsTeller *t, const char *op, JsonNode *args, gboolean negated)
{
  const char *path = hs_teller_literal_text (hs_teller_get_arg (args, 0)), *rest = "";
  g_autofree char *rows = NULL;
  g_autofree char *where = NULL;
  g_autofree char *field = NULL;
  g_autofree char *key = NULL;
  HsTeller inner = *t;
  guint scope;
  HsRuleNamed named = { NULL, 0, 0 };
  gboolean extreme = g_str_equal (op, "min") || g_str_equal (op, "max");

  if (path == NULL || !find_rows (t, path, &rows, &scope, &rest))
    return NULL;
  inner.scope = scope;
  if (*rest != '\0')
    {
      field = hs_teller_tell_name (&inner, rest);
      hs_teller_find_name (&inner, rest, &named);
      g_free (named.label);
    }
  if (hs_teller_get_arg (args, 1) != NULL)
    {
      g_autofree char *bare = g_steal_pointer (&rows);

      where = tell_in_scope (t, scope, FALSE, hs_teller_get_arg (args, 1), TRUE);
      rows = hs_teller_say (t, "rows.where", bare, where, NULL);
    }
  if (g_str_equal (op, "count") && field == NULL)
    return hs_teller_say (t, "count", rows, NULL, NULL);
  key = g_strdup_printf ("%s%s%s%s", negated ? "!" : "", op,
                         extreme                     ? ".rows"
                         : g_str_equal (op, "count") ? ".field"
                                                     : "",
                         extreme && named.types == DATE ? ".date" : "");
  return hs_teller_say (t, key, field, rows, NULL);
}

/* {"reduce": [list, {"+": [current…, accumulator]}, 0]}: what people call a sum. (nullable) */
static char *
tell_sum (HsTeller *t, JsonNode *args, const char *list)
{
  JsonNode *step = hs_teller_get_arg (args, 1), *start = hs_teller_get_arg (args, 2), *parts,
           *current = NULL;
  g_autofree char *field = NULL;

  if (!hs_teller_is_op (step, "+") || start == NULL || !hs_teller_is_literal_number (start) ||
      json_node_get_double (start) != 0 || hs_teller_operator_of (step, &parts) == NULL ||
      hs_teller_count_args (parts) != 2)
    return NULL;
  for (guint i = 0; i < 2; i++)
    if (g_strcmp0 (hs_teller_name_of (hs_teller_get_arg (parts, i)), "accumulator") == 0)
      current = hs_teller_get_arg (parts, 1 - i);
  if (current == NULL)
    return NULL;
  field = tell_in_scope (t, HS_TELLER_ITEM_SCOPE, TRUE, current, FALSE);
  return hs_teller_say (t, "reduce.sum", list, field, NULL);
}

/* map, filter, reduce, all, none, some; in a row of a form the names inside are the row's. */
char *
hs_teller_tell_over_items (HsTeller *t, const char *op, JsonNode *args, gboolean negated)
{
  g_autofree char *list = hs_teller_tell_arg (t, args, 0);
  g_autofree char *rule = NULL;
  g_autofree char *start = NULL;
  g_autofree char *key = NULL;
  HsRuleNamed named;
  guint scope;

  if (g_str_equal (op, "reduce"))
    {
      char *sum = tell_sum (t, args, list);

      if (sum != NULL)
        return sum;
      rule = tell_in_scope (t, HS_TELLER_ITEM_SCOPE, TRUE, hs_teller_get_arg (args, 1), FALSE);
      start = hs_teller_tell_arg (t, args, 2);
      return hs_teller_say (t, "reduce", list, rule, start);
    }
  hs_teller_find_name (t, hs_teller_name_of (hs_teller_get_arg (args, 0)), &named);
  g_free (named.label);
  scope = named.inner_scope != HS_RULE_OWN_SCOPE ? named.inner_scope : HS_TELLER_ITEM_SCOPE;
  rule = tell_in_scope (t, scope, FALSE, hs_teller_get_arg (args, 1), !g_str_equal (op, "map"));
  key = g_strconcat (negated ? "!" : "", op, NULL);
  return hs_teller_say (t, key, list, rule, NULL);
}

/* Values. */

/* Sums inside a product, and the like, go into brackets. */
static char *
tell_operand (HsTeller *t, JsonNode *args, guint i)
{
  JsonNode *arg = hs_teller_get_arg (args, i), *inner;
  const char *name = arg != NULL ? hs_teller_operator_of (arg, &inner) : NULL;
  g_autofree char *part = hs_teller_tell_arg (t, args, i);

  if (name != NULL && strlen (name) == 1 && strchr ("+-*/%", *name) != NULL)
    return hs_teller_say (t, "group", part, NULL, NULL);
  return g_steal_pointer (&part);
}

static char *
tell_operands (HsTeller *t, const char *op, JsonNode *args)
{
  g_autofree char *text = tell_operand (t, args, 0);

  for (guint i = 1; i < hs_teller_count_args (args); i++)
    {
      g_autofree char *part = tell_operand (t, args, i);
      char *longer = hs_teller_say (t, op, text, part, NULL);

      g_free (text);
      text = longer;
    }
  return g_steal_pointer (&text);
}

static char *
tell_arithmetic (HsTeller *t, const char *op, JsonNode *args)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;
  guint n = hs_teller_count_args (args);
  gboolean is_minus = g_str_equal (op, "-") && n == 1;
  gboolean is_rounded = g_str_equal (op, "/") && n == 3;

  if (!is_minus && !is_rounded && !g_str_equal (op, "%"))
    return tell_operands (t, op, args);
  a = tell_operand (t, args, 0);
  b = n > 1 ? tell_operand (t, args, 1) : NULL;
  c = is_rounded ? tell_operand (t, args, 2) : NULL;
  return hs_teller_say (t, is_minus ? "-.minus" : is_rounded ? "/.rounded" : "%", a, b, c);
}

static char *
tell_amount (HsTeller *t, JsonNode *number, JsonNode *unit, gboolean *negative)
{
  g_autofree char *key = g_strconcat ("unit.", hs_teller_literal_text (unit), NULL);
  g_autofree char *words = hs_teller_say (t, key, NULL, NULL, NULL);
  g_autofree char *amount = NULL;

  *negative = hs_teller_is_literal_number (number) && json_node_get_double (number) < 0;
  amount = hs_teller_tell_value (t, number);
  return hs_teller_say (t, "amount", amount + (*negative && *amount == '-'), words, NULL);
}

static char *
tell_date (HsTeller *t, const char *op, JsonNode *args)
{
  g_autofree char *a = hs_teller_tell_arg (t, args, 0);
  g_autofree char *b = NULL;
  g_autofree char *unit = NULL;
  gboolean negative;

  if (g_str_equal (op, "date.add") && hs_teller_count_args (args) == 3)
    {
      b = tell_amount (t, hs_teller_get_arg (args, 1), hs_teller_get_arg (args, 2), &negative);
      return hs_teller_say (t, negative ? "date.subtract" : "date.add", a, b, NULL);
    }
  if (g_str_equal (op, "date.diff") && hs_teller_count_args (args) == 3)
    {
      g_autofree char *key =
        g_strconcat ("unit.", hs_teller_literal_text (hs_teller_get_arg (args, 2)), NULL);

      b = hs_teller_tell_arg (t, args, 1);
      unit = hs_teller_say (t, key, NULL, NULL, NULL);
      return hs_teller_say (t, "date.diff", a, b, unit);
    }
  if (g_str_equal (op, "age") && hs_teller_count_args (args) == 2)
    {
      b = hs_teller_tell_arg (t, args, 1);
      return hs_teller_say (t, "age.at", a, b, NULL);
    }
  return hs_teller_say (t, op, a, NULL, NULL);
}

static char *
tell_substr (HsTeller *t, JsonNode *args)
{
  JsonNode *from = hs_teller_get_arg (args, 1);
  g_autofree char *text = hs_teller_tell_arg (t, args, 0);
  g_autofree char *where = NULL;
  g_autofree char *length = NULL;
  double number;

  if (!hs_teller_is_literal_number (from))
    {
      where = hs_teller_tell_arg (t, args, 1);
      return hs_teller_say (t, "substr.computed", text, where, NULL);
    }
  number = json_node_get_double (from);
  where = g_strdup_printf ("%.0f", number < 0 ? -number : number + 1);
  if (number < 0)
    return hs_teller_say (t, "substr.end", text, where, NULL);
  if (hs_teller_count_args (args) < 3)
    return hs_teller_say (t, "substr", text, where, NULL);
  length = hs_teller_tell_arg (t, args, 2);
  return hs_teller_say (t, "substr.length", text, where, length);
}

static char *
tell_text_op (HsTeller *t, const char *op, JsonNode *args)
{
  gboolean of_list = g_str_equal (op, "lookup") || g_str_equal (op, "format");
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (g_str_equal (op, "substr"))
    return tell_substr (t, args);
  if (g_str_equal (op, "join"))
    {
      a = hs_teller_tell_list (t, args, 1, NULL, "and");
      b = hs_teller_tell_arg (t, args, 0);
      return hs_teller_say (t, "join", a, b, NULL);
    }
  a = hs_teller_tell_arg (t, args, of_list ? 1 : 0);
  if (g_str_equal (op, "word"))
    {
      JsonNode *which = hs_teller_get_arg (args, 1);

      if (which != NULL && hs_teller_is_literal_number (which))
        b = g_strdup_printf ("%.0f", json_node_get_double (which) + 1);
      else
        b = hs_teller_tell_arg (t, args, 1);
      return hs_teller_say (t, g_strcmp0 (b, "1") == 0 ? "word.first" : "word", a, b, NULL);
    }
  if (g_str_equal (op, "lookup") &&
      g_strcmp0 (hs_teller_literal_text (hs_teller_get_arg (args, 0)), "vn-units") == 0)
    return hs_teller_say (t, "lookup.units", a, NULL, NULL);
  if (g_str_equal (op, "length") &&
      hs_teller_types_of (t, hs_teller_get_arg (args, 0)) == HS_RULE_MASK (HS_RULE_ARRAY))
    return hs_teller_say (t, "length.list", a, NULL, NULL);
  return hs_teller_say (t, op, a, NULL, NULL);
}

static char *
tell_extreme (HsTeller *t, const char *op, JsonNode *args)
{
  g_autofree char *key =
    g_strconcat (op, hs_teller_is_date (t, hs_teller_get_arg (args, 0)) ? ".date" : "", NULL);
  g_autofree char *list = NULL;
  char *over_rows;

  if (hs_rule_is_over_rows (args))
    {
      over_rows = hs_teller_tell_over_rows (t, op, args, FALSE);
      if (over_rows != NULL)
        return over_rows;
    }
  list = hs_teller_tell_list (t, args, 0, NULL, "and");
  return hs_teller_say (t, key, list, NULL, NULL);
}

static char *
tell_other_value (HsTeller *t, const char *op, JsonNode *args)
{
  static const char *const lists[] = { "cat", "merge", NULL };
  static const char *const items[] = { "map", "filter", "reduce", NULL };
  static const char *const rows[] = { "sum", "count", NULL };
  static const char *const texts[] = { "join",   "length", "substr",    "word",     "fold", "words",
                                       "format", "lookup", "cccd.year", "cccd.sex", NULL };
  static const char *const dates[] = { "today",     "date", "date.add", "date.diff",
                                       "date.year", "age",  NULL };
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (hs_teller_is_one_of (op, items))
    return hs_teller_tell_over_items (t, op, args, FALSE);
  if (hs_teller_is_one_of (op, rows))
    return hs_teller_tell_over_rows (t, op, args, FALSE);
  if (hs_teller_is_one_of (op, texts))
    return tell_text_op (t, op, args);
  if (hs_teller_is_one_of (op, dates))
    return tell_date (t, op, args);
  if (hs_teller_is_one_of (op, lists))
    {
      a = hs_teller_tell_list (t, args, 0, NULL, "and");
      return hs_teller_say (t, op, a, NULL, NULL);
    }
  if (g_str_equal (op, "missing"))
    {
      a = hs_teller_tell_names (t, args, "and");
      return hs_teller_say (t, op, a, NULL, NULL);
    }
  if (g_str_equal (op, "missing_some"))
    {
      a = hs_teller_tell_arg (t, args, 0);
      b = hs_teller_get_arg (args, 1) != NULL
            ? hs_teller_tell_names (t, hs_teller_get_arg (args, 1), "and")
            : NULL;
      return hs_teller_say (t, op, a, b, NULL);
    }
  return NULL;
}

static char *
tell_value_op (HsTeller *t, JsonNode *json, const char *op, JsonNode *args)
{
  static const char *const arithmetic[] = { "+", "-", "*", "/", "%", NULL };
  static const char *const conditions[] = { "==",     "===", "!=",   "!==",  "<",  "<=",
                                            ">",      ">=",  "!",    "!!",   "in", "matches",
                                            "unique", "all", "none", "some", NULL };

  if (g_str_equal (op, "var"))
    return hs_teller_tell_var (t, args);
  if (g_str_equal (op, "if") || g_str_equal (op, "?:"))
    return hs_teller_tell_if (t, args, FALSE, FALSE);
  if (hs_teller_is_one_of (op, arithmetic))
    return tell_arithmetic (t, op, args);
  if (g_str_equal (op, "min") || g_str_equal (op, "max"))
    return tell_extreme (t, op, args);
  if (g_str_equal (op, "log") && hs_teller_get_arg (args, 0) != NULL)
    return hs_teller_tell_value (t, hs_teller_get_arg (args, 0));
  if (hs_teller_is_one_of (op, conditions) || g_str_equal (op, "and") || g_str_equal (op, "or"))
    {
      g_autofree char *clause = hs_teller_tell_condition (t, json, FALSE);

      return hs_teller_say (t, "whether", clause, NULL, NULL);
    }
  return tell_other_value (t, op, args);
}

char *
hs_teller_tell_value (HsTeller *t, JsonNode *json)
{
  JsonNode *args;
  const char *op;
  char *phrase = NULL;

  if (json == NULL || ++t->depth > HS_RULE_MAX_DEPTH + 8)
    return hs_teller_tell_raw (json);
  op = hs_teller_operator_of (json, &args);
  if (op != NULL)
    phrase = tell_value_op (t, json, op, args);
  else if (JSON_NODE_HOLDS_ARRAY (json))
    {
      g_autofree char *items = hs_teller_tell_list (t, json, 0, NULL, "and");

      phrase = hs_teller_say (t, "list", items, NULL, NULL);
    }
  else if (!JSON_NODE_HOLDS_OBJECT (json))
    phrase = hs_teller_tell_literal (t, json, NULL);
  t->depth--;
  return phrase != NULL ? phrase : hs_teller_tell_raw (json);
}
