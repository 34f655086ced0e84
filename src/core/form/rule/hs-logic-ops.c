/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of compatible JsonLogic, each as json-logic-js 2 has it. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include "base/hs-date.h"
#include "form/schema/hs-form-regex.h"

#include <math.h>
#include <string.h>

static const HsLogicValue undefined = { HS_LOGIC_UNDEFINED, { 0 } };

static const HsLogicValue *
arg (const HsLogicValue *args, guint n_args, guint i)
{
  return i < n_args ? &args[i] : &undefined;
}

static void
set_boolean (HsLogicValue *result, gboolean value)
{
  result->type = HS_LOGIC_BOOLEAN;
  result->boolean = value;
}

static void
set_number (HsLogicValue *result, double number)
{
  result->type = HS_LOGIC_NUMBER;
  result->number = number;
}

static void
set_text (HsLogicValue *result, const char *text)
{
  result->type = HS_LOGIC_STRING;
  result->string = text;
}

static void
set_list (HsLogicValue *result, HsLogicList *list)
{
  result->type = list != NULL ? HS_LOGIC_LIST : HS_LOGIC_UNDEFINED;
  result->list = list;
}

/* Data. */

static HsLogicValue
walk (HsLogicRun *run, HsLogicValue value, const char *path)
{
  const char *dot;

  for (; hs_logic_spend (run, 1); path = dot + 1)
    {
      dot = strchr (path, '.');
      if (dot == NULL)
        return hs_logic_value_property (run, &value, path);
      if (dot - path < 256)
        {
          char name[256];

          memcpy (name, path, (gsize) (dot - path));
          name[dot - path] = '\0';
          value = hs_logic_value_property (run, &value, name);
        }
      else
        {
          g_autofree char *name = g_strndup (path, (gsize) (dot - path));

          value = hs_logic_value_property (run, &value, name);
        }
    }
  return undefined;
}

/* The source knows whole paths; what a text or list has by itself is found here. */
static HsLogicValue
look_up (HsLogicRun *run, const HsLogicSource *source, const char *path)
{
  HsLogicValue value = hs_logic_value_from_node (source->look_up (source->data, path));

  if (value.type == HS_LOGIC_UNDEFINED && g_str_has_suffix (path, ".length"))
    {
      g_autofree char *base = g_strndup (path, strlen (path) - strlen (".length"));

      value = hs_logic_value_from_node (source->look_up (source->data, base));
      value = hs_logic_value_property (run, &value, "length");
    }
  return value;
}

static HsLogicValue
find (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *path,
      const HsLogicValue *standard)
{
  HsLogicValue found;
  const char *text;

  if (path->type == HS_LOGIC_UNDEFINED || path->type == HS_LOGIC_NULL ||
      (path->type == HS_LOGIC_STRING && *path->string == '\0'))
    return data->type != HS_LOGIC_SOURCE ? *data : look_up (run, data->source, "");
  text = hs_logic_to_text (run, path);
  found =
    data->type == HS_LOGIC_SOURCE ? look_up (run, data->source, text) : walk (run, *data, text);
  if (found.type == HS_LOGIC_UNDEFINED)
    found = *standard;
  if (found.type == HS_LOGIC_UNDEFINED)
    found.type = HS_LOGIC_NULL;
  return found;
}

static void
run_var (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  *result = find (run, data, arg (args, n_args, 0), arg (args, n_args, 1));
}

/* A key that is a list stands for the arguments of "var": name and default. */
static gboolean
is_missing (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *key)
{
  HsLogicValue name = *key, standard = undefined, value;

  if (hs_logic_value_is_array (key))
    {
      guint n = hs_logic_value_length (key);

      name = n > 0 ? hs_logic_value_item (key, 0) : undefined;
      standard = n > 1 ? hs_logic_value_item (key, 1) : undefined;
    }
  value = find (run, data, &name, &standard);
  return value.type == HS_LOGIC_NULL || (value.type == HS_LOGIC_STRING && *value.string == '\0');
}

static HsLogicList *
list_missing (HsLogicRun *run, const HsLogicValue *data, const HsLogicList *keys)
{
  HsLogicValue first = keys->n_items > 0 ? keys->items[0] : undefined;
  gboolean in_list = hs_logic_value_is_array (&first);
  guint n = in_list ? hs_logic_value_length (&first) : keys->n_items;
  HsLogicList *missing = hs_logic_list_new (run, n);

  if (missing == NULL)
    return NULL;
  missing->n_items = 0;
  for (guint i = 0; i < n && hs_logic_spend (run, 1); i++)
    {
      HsLogicValue key = in_list ? hs_logic_value_item (&first, i) : keys->items[i];

      if (is_missing (run, data, &key))
        missing->items[missing->n_items++] = key;
    }
  return missing;
}

static void
run_missing (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
             HsLogicValue *result)
{
  HsLogicList keys = { (HsLogicValue *) args, n_args };

  set_list (result, list_missing (run, data, &keys));
}

static void
run_missing_some (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
                  HsLogicValue *result)
{
  const HsLogicValue *need = arg (args, n_args, 0), *options = arg (args, n_args, 1);
  HsLogicList *keys, *missing;
  double there;

  if (options->type == HS_LOGIC_UNDEFINED || options->type == HS_LOGIC_NULL)
    {
      hs_logic_fail (run, "“missing_some” needs a list of names");
      return;
    }
  keys = hs_logic_list_new (run, hs_logic_value_is_array (options) ? hs_logic_value_length (options)
                                                                   : 1);
  if (keys == NULL)
    return;
  if (!hs_logic_value_is_array (options))
    keys->items[0] = *options;
  for (guint i = 0; hs_logic_value_is_array (options) && i < keys->n_items; i++)
    keys->items[i] = hs_logic_value_item (options, i);
  missing = list_missing (run, data, keys);
  if (missing == NULL)
    return;
  there = hs_logic_value_is_array (options)  ? keys->n_items
          : options->type == HS_LOGIC_STRING ? (double) hs_logic_count_units (options->string)
                                             : NAN;
  if (there - missing->n_items >= hs_logic_to_number (run, need))
    missing->n_items = 0;
  set_list (result, missing);
}

/* Comparison and conditions. */

static void
run_equal (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  set_boolean (result, hs_logic_equal_loose (run, arg (args, n_args, 0), arg (args, n_args, 1)));
}

static void
run_unequal (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
             HsLogicValue *result)
{
  set_boolean (result, !hs_logic_equal_loose (run, arg (args, n_args, 0), arg (args, n_args, 1)));
}

static void
run_same (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
          HsLogicValue *result)
{
  set_boolean (result, hs_logic_equal_strict (run, arg (args, n_args, 0), arg (args, n_args, 1)));
}

static void
run_not_same (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  set_boolean (result, !hs_logic_equal_strict (run, arg (args, n_args, 0), arg (args, n_args, 1)));
}

static void
compare (HsLogicRun *run, const HsLogicValue *args, guint n_args, gboolean or_equal,
         HsLogicValue *result)
{
  const HsLogicValue *b = arg (args, n_args, 1), *c = arg (args, n_args, 2);

  set_boolean (result, hs_logic_less (run, arg (args, n_args, 0), b, or_equal) &&
                         (c->type == HS_LOGIC_UNDEFINED || hs_logic_less (run, b, c, or_equal)));
}

static void
run_less (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
          HsLogicValue *result)
{
  compare (run, args, n_args, FALSE, result);
}

static void
run_at_most (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
             HsLogicValue *result)
{
  compare (run, args, n_args, TRUE, result);
}

static void
run_more (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
          HsLogicValue *result)
{
  set_boolean (result, hs_logic_less (run, arg (args, n_args, 1), arg (args, n_args, 0), FALSE));
}

static void
run_at_least (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  set_boolean (result, hs_logic_less (run, arg (args, n_args, 1), arg (args, n_args, 0), TRUE));
}

static void
run_truth (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  set_boolean (result, hs_logic_value_truthy (arg (args, n_args, 0)));
}

static void
run_not (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  set_boolean (result, !hs_logic_value_truthy (arg (args, n_args, 0)));
}

static void
run_if (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  guint i;

  for (i = 0; i + 1 < node->n_args; i += 2)
    {
      HsLogicValue condition;

      hs_logic_run_node (run, node->args[i], data, &condition);
      if (run->error != NULL)
        return;
      if (hs_logic_value_truthy (&condition))
        {
          hs_logic_run_node (run, node->args[i + 1], data, result);
          return;
        }
    }
  if (i + 1 == node->n_args)
    hs_logic_run_node (run, node->args[i], data, result);
  else
    result->type = HS_LOGIC_NULL;
}

static void
run_connective (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, gboolean stops,
                HsLogicValue *result)
{
  for (guint i = 0; i < node->n_args && run->error == NULL; i++)
    {
      hs_logic_run_node (run, node->args[i], data, result);
      if (!hs_logic_value_truthy (result) == !stops)
        return;
    }
}

static void
run_and (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  run_connective (run, node, data, FALSE, result);
}

static void
run_or (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  run_connective (run, node, data, TRUE, result);
}

/* Numbers. */

static void
run_add (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  double sum = 0;

  for (guint i = 0; i < n_args; i++)
    sum += hs_logic_parse_float (run, &args[i]);
  set_number (result, sum);
}

static void
run_multiply (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  double product;

  if (n_args == 0)
    {
      hs_logic_fail (run, "“*” needs an argument");
      return;
    }
  *result = args[0]; /* one argument comes back as it is */
  if (n_args == 1)
    return;
  product = hs_logic_parse_float (run, &args[0]);
  for (guint i = 1; i < n_args; i++)
    {
      product = product == 0 ? 0 : product; /* it is written and read again each time */
      product *= hs_logic_parse_float (run, &args[i]);
    }
  set_number (result, product);
}

static void
run_subtract (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  double a = hs_logic_to_number (run, arg (args, n_args, 0));
  const HsLogicValue *b = arg (args, n_args, 1);

  set_number (result, b->type == HS_LOGIC_UNDEFINED ? -a : a - hs_logic_to_number (run, b));
}

static void
run_divide (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
            HsLogicValue *result)
{
  set_number (result, hs_logic_to_number (run, arg (args, n_args, 0)) /
                        hs_logic_to_number (run, arg (args, n_args, 1)));
}

static void
run_remainder (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
               HsLogicValue *result)
{
  set_number (result, fmod (hs_logic_to_number (run, arg (args, n_args, 0)),
                            hs_logic_to_number (run, arg (args, n_args, 1))));
}

static void
find_extreme (HsLogicRun *run, const HsLogicValue *args, guint n_args, gboolean largest,
              HsLogicValue *result)
{
  double best = largest ? -INFINITY : INFINITY;

  for (guint i = 0; i < n_args; i++)
    {
      double number = hs_logic_to_number (run, &args[i]);

      if (isnan (number) || isnan (best))
        best = NAN;
      else if (largest ? number > best : number < best)
        best = number;
    }
  set_number (result, best);
}

static void
run_min (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  find_extreme (run, args, n_args, FALSE, result);
}

static void
run_max (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  find_extreme (run, args, n_args, TRUE, result);
}

/* Lists. */

static void
run_merge (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  HsLogicList *list;
  guint n = 0;

  for (guint i = 0; i < n_args && n <= HS_LOGIC_MAX_ITEMS; i++)
    n += hs_logic_value_is_array (&args[i]) ? hs_logic_value_length (&args[i]) : 1;
  list = hs_logic_list_new (run, n);
  n = 0;
  for (guint i = 0; list != NULL && i < n_args; i++)
    {
      guint length = hs_logic_value_is_array (&args[i]) ? hs_logic_value_length (&args[i]) : 1;

      if (!hs_logic_spend (run, length))
        return;
      for (guint k = 0; k < length; k++)
        list->items[n++] =
          hs_logic_value_is_array (&args[i]) ? hs_logic_value_item (&args[i], k) : args[i];
    }
  set_list (result, list);
}

/* What the list operators begin with. rule (nullable): of the items. */
static guint
run_items (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *items)
{
  *items = undefined;
  if (node->n_args > 0)
    hs_logic_run_node (run, node->args[0], data, items);
  return hs_logic_value_is_array (items) ? hs_logic_value_length (items) : 0;
}

static void
run_on_item (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *item, HsLogicValue *result)
{
  *result = undefined;
  if (hs_logic_spend (run, 1) && node->n_args > 1)
    hs_logic_run_node (run, node->args[1], item, result);
}

static void
run_map (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);
  HsLogicList *list = hs_logic_list_new (run, n);

  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (&items, i);

      run_on_item (run, node, &item, &list->items[i]);
    }
  set_list (result, list);
}

static void
run_filter (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);
  HsLogicList *list = hs_logic_list_new (run, n);

  if (list != NULL)
    list->n_items = 0;
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (&items, i), verdict;

      run_on_item (run, node, &item, &verdict);
      if (hs_logic_value_truthy (&verdict))
        list->items[list->n_items++] = item;
    }
  set_list (result, list);
}

static void
run_reduce (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items, initial = { HS_LOGIC_NULL, { 0 } };
  guint n = run_items (run, node, data, &items);

  if (node->n_args > 2)
    hs_logic_run_node (run, node->args[2], data, &initial);
  *result = initial;
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicScope *scope = hs_logic_alloc (run, sizeof *scope);
      HsLogicValue value = { HS_LOGIC_SCOPE, { 0 } };

      if (scope == NULL)
        return;
      scope->current = hs_logic_value_item (&items, i);
      scope->accumulator = *result;
      value.scope = scope;
      run_on_item (run, node, &value, result);
    }
}

/* The first item whose verdict is `wanted`. */
static gboolean
any_item (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *items, guint n, gboolean wanted)
{
  for (guint i = 0; i < n && run->error == NULL; i++)
    {
      HsLogicValue item = hs_logic_value_item (items, i), verdict;

      run_on_item (run, node, &item, &verdict);
      if (!hs_logic_value_truthy (&verdict) == !wanted)
        return TRUE;
    }
  return FALSE;
}

static void
run_all (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  set_boolean (result, n > 0 && !any_item (run, node, &items, n, FALSE));
}

static void
run_none (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  set_boolean (result, !any_item (run, node, &items, n, TRUE));
}

static void
run_some (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue items;
  guint n = run_items (run, node, data, &items);

  set_boolean (result, any_item (run, node, &items, n, TRUE));
}

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
  const HsLogicValue *what = arg (args, n_args, 0), *where = arg (args, n_args, 1);
  gboolean found = FALSE;

  if (where->type == HS_LOGIC_STRING)
    found = is_in_text (run, what, where->string);
  else if (hs_logic_value_is_array (where))
    for (guint i = 0; i < hs_logic_value_length (where) && !found && hs_logic_spend (run, 1); i++)
      {
        HsLogicValue item = hs_logic_value_item (where, i);

        found = hs_logic_equal_strict (run, what, &item);
      }
  set_boolean (result, found);
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
  set_text (result, hs_logic_own_text (run, text));
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
  const char *text = hs_logic_to_text (run, arg (args, n_args, 0));
  const HsLogicValue *end = arg (args, n_args, 2);
  double start = hs_logic_to_number (run, arg (args, n_args, 1));
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
  set_text (result, take_part (run, text, start, n));
}

static void
run_log (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  *result = *arg (args, n_args, 0);
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
  const HsLogicValue *when = arg (args, n_args, 0), *unit = arg (args, n_args, 2);
  double number = hs_logic_to_integer (hs_logic_to_number (run, arg (args, n_args, 1)));
  HsDate date;

  result->type = HS_LOGIC_NULL;
  if (when->type == HS_LOGIC_STRING && unit->type == HS_LOGIC_STRING &&
      hs_date_parse_iso (when->string, &date) && add_to_date (&date, number, unit->string))
    {
      g_autofree char *text = hs_date_to_iso (&date);

      set_text (result, hs_logic_own_text (run, g_string_new (text)));
    }
}

static void
run_length (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
            HsLogicValue *result)
{
  const HsLogicValue *value = arg (args, n_args, 0);

  result->type = HS_LOGIC_NULL;
  if (hs_logic_value_is_array (value))
    set_number (result, hs_logic_value_length (value));
  else if (value->type == HS_LOGIC_STRING && hs_logic_spend (run, strlen (value->string) / 16))
    set_number (result, (double) g_utf8_strlen (value->string, -1));
}

static void
run_matches (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data, HsLogicValue *result)
{
  HsLogicValue text;

  hs_logic_run_node (run, node->args[0], data, &text);
  set_boolean (result, text.type == HS_LOGIC_STRING &&
                         hs_logic_spend (run, 10 + strlen (text.string) / 4) &&
                         hs_form_regex_matches (node->regex, text.string));
}

static const HsLogicOp form_ops[] = {
  { "today", run_today, NULL, FALSE },
  { "date.add", run_date_add, NULL, FALSE },
  { "length", run_length, NULL, FALSE },
  { "matches", NULL, run_matches, FALSE },
};

static const HsLogicOp ops[] = {
  { "var", run_var, NULL, FALSE },
  { "missing", run_missing, NULL, FALSE },
  { "missing_some", run_missing_some, NULL, FALSE },
  { "if", NULL, run_if, FALSE },
  { "?:", NULL, run_if, FALSE },
  { "and", NULL, run_and, FALSE },
  { "or", NULL, run_or, FALSE },
  { "==", run_equal, NULL, FALSE },
  { "===", run_same, NULL, FALSE },
  { "!=", run_unequal, NULL, FALSE },
  { "!==", run_not_same, NULL, FALSE },
  { "!", run_not, NULL, FALSE },
  { "!!", run_truth, NULL, FALSE },
  { "<", run_less, NULL, FALSE },
  { "<=", run_at_most, NULL, FALSE },
  { ">", run_more, NULL, FALSE },
  { ">=", run_at_least, NULL, FALSE },
  { "+", run_add, NULL, FALSE },
  { "-", run_subtract, NULL, FALSE },
  { "*", run_multiply, NULL, FALSE },
  { "/", run_divide, NULL, FALSE },
  { "%", run_remainder, NULL, FALSE },
  { "min", run_min, NULL, FALSE },
  { "max", run_max, NULL, FALSE },
  { "merge", run_merge, NULL, FALSE },
  { "map", NULL, run_map, TRUE },
  { "filter", NULL, run_filter, TRUE },
  { "reduce", NULL, run_reduce, TRUE },
  { "all", NULL, run_all, TRUE },
  { "none", NULL, run_none, TRUE },
  { "some", NULL, run_some, TRUE },
  { "in", run_in, NULL, FALSE },
  { "cat", run_cat, NULL, FALSE },
  { "substr", run_substr, NULL, FALSE },
  { "log", run_log, NULL, FALSE },
};

const HsLogicOp *
hs_logic_find_op (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    if (g_str_equal (ops[i].name, name))
      return &ops[i];
  return NULL;
}

const HsLogicOp *
hs_logic_find_form_op (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (form_ops); i++)
    if (g_str_equal (form_ops[i].name, name))
      return &form_ops[i];
  return NULL;
}
