/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of compatible JsonLogic, each as json-logic-js 2 has it: data, conditions, numbers. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include <math.h>
#include <string.h>

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
  return hs_logic_undefined ();
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
  *result = find (run, data, hs_logic_arg (args, n_args, 0), hs_logic_arg (args, n_args, 1));
}

/* A key that is a list stands for the arguments of "var": name and default. */
static gboolean
is_missing (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *key)
{
  HsLogicValue name = *key, standard = hs_logic_undefined (), value;

  if (hs_logic_value_is_array (key))
    {
      guint n = hs_logic_value_length (key);

      name = n > 0 ? hs_logic_value_item (key, 0) : hs_logic_undefined ();
      standard = n > 1 ? hs_logic_value_item (key, 1) : hs_logic_undefined ();
    }
  value = find (run, data, &name, &standard);
  return value.type == HS_LOGIC_NULL || (value.type == HS_LOGIC_STRING && *value.string == '\0');
}

static HsLogicList *
list_missing (HsLogicRun *run, const HsLogicValue *data, const HsLogicList *keys)
{
  HsLogicValue first = keys->n_items > 0 ? keys->items[0] : hs_logic_undefined ();
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

  hs_logic_set_list (result, list_missing (run, data, &keys));
}

static void
run_missing_some (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
                  HsLogicValue *result)
{
  const HsLogicValue *need = hs_logic_arg (args, n_args, 0),
                     *options = hs_logic_arg (args, n_args, 1);
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
  hs_logic_set_list (result, missing);
}

/* Comparison and conditions. */

static void
run_equal (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  hs_logic_set_boolean (result, hs_logic_equal_loose (run, hs_logic_arg (args, n_args, 0),
                                                      hs_logic_arg (args, n_args, 1)));
}

static void
run_unequal (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
             HsLogicValue *result)
{
  hs_logic_set_boolean (result, !hs_logic_equal_loose (run, hs_logic_arg (args, n_args, 0),
                                                       hs_logic_arg (args, n_args, 1)));
}

static void
run_same (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
          HsLogicValue *result)
{
  hs_logic_set_boolean (result, hs_logic_equal_strict (run, hs_logic_arg (args, n_args, 0),
                                                       hs_logic_arg (args, n_args, 1)));
}

static void
run_not_same (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  hs_logic_set_boolean (result, !hs_logic_equal_strict (run, hs_logic_arg (args, n_args, 0),
                                                        hs_logic_arg (args, n_args, 1)));
}

static void
compare (HsLogicRun *run, const HsLogicValue *args, guint n_args, gboolean or_equal,
         HsLogicValue *result)
{
  const HsLogicValue *b = hs_logic_arg (args, n_args, 1), *c = hs_logic_arg (args, n_args, 2);

  hs_logic_set_boolean (result,
                        hs_logic_less (run, hs_logic_arg (args, n_args, 0), b, or_equal) &&
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
  hs_logic_set_boolean (result, hs_logic_less (run, hs_logic_arg (args, n_args, 1),
                                               hs_logic_arg (args, n_args, 0), FALSE));
}

static void
run_at_least (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  hs_logic_set_boolean (result, hs_logic_less (run, hs_logic_arg (args, n_args, 1),
                                               hs_logic_arg (args, n_args, 0), TRUE));
}

static void
run_truth (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
           HsLogicValue *result)
{
  hs_logic_set_boolean (result, hs_logic_value_truthy (hs_logic_arg (args, n_args, 0)));
}

static void
run_not (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
         HsLogicValue *result)
{
  hs_logic_set_boolean (result, !hs_logic_value_truthy (hs_logic_arg (args, n_args, 0)));
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
  hs_logic_set_number (result, sum);
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
  hs_logic_set_number (result, product);
}

static void
run_subtract (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
              HsLogicValue *result)
{
  double a = hs_logic_to_number (run, hs_logic_arg (args, n_args, 0));
  const HsLogicValue *b = hs_logic_arg (args, n_args, 1);

  hs_logic_set_number (result,
                       b->type == HS_LOGIC_UNDEFINED ? -a : a - hs_logic_to_number (run, b));
}

static void
run_divide (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
            HsLogicValue *result)
{
  hs_logic_set_number (result, hs_logic_to_number (run, hs_logic_arg (args, n_args, 0)) /
                                 hs_logic_to_number (run, hs_logic_arg (args, n_args, 1)));
}

static void
run_remainder (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
               HsLogicValue *result)
{
  hs_logic_set_number (result, fmod (hs_logic_to_number (run, hs_logic_arg (args, n_args, 0)),
                                     hs_logic_to_number (run, hs_logic_arg (args, n_args, 1))));
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
  hs_logic_set_number (result, best);
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

const HsLogicOp hs_logic_base_ops[] = {
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
  { NULL },
};

const HsLogicOp *
hs_logic_find_op (const char *name)
{
  const HsLogicOp *tables[] = { hs_logic_base_ops, hs_logic_list_ops, hs_logic_text_ops };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const HsLogicOp *op = tables[i]; op->name != NULL; op++)
      if (g_str_equal (op->name, name))
        return op;
  return NULL;
}

const HsLogicOp *
hs_logic_find_form_op (const char *name)
{
  for (const HsLogicOp *op = hs_logic_form_ops; op->name != NULL; op++)
    if (g_str_equal (op->name, name))
      return op;
  return NULL;
}

GPtrArray *
hs_logic_list_operators (void)
{
  const HsLogicOp *tables[] = { hs_logic_base_ops, hs_logic_list_ops, hs_logic_text_ops,
                                hs_logic_form_ops };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const HsLogicOp *op = tables[i]; op->name != NULL; op++)
      g_ptr_array_add (names, g_strdup (op->name));
  return names;
}
