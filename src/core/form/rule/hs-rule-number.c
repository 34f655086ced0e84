/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of rules: exact arithmetic, and the sums, counts and extremes over the rows of a repeat. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

#include <string.h>

#define NUMBER HS_RULE_MASK (HS_RULE_NUMBER)
#define STRING HS_RULE_MASK (HS_RULE_STRING)
#define DATE HS_RULE_MASK (HS_RULE_DATE)
#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)
#define ARRAY HS_RULE_MASK (HS_RULE_ARRAY)
#define NO_FIELD G_MAXUINT
#define MAX_PLACES 6
#define MAX_SHIFT 18 /* 10^18 times a coefficient fits 128 bits */
#define TOO_LONG "a rule made a number with too many digits"

__extension__ typedef __int128 Wide;

/* Arithmetic. */

typedef gboolean (*Arithmetic) (const HsDecimal *, const HsDecimal *, HsDecimal *);

static void
fold_numbers (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, Arithmetic step,
              HsRuleValue *result)
{
  HsDecimal total = args[0].number;

  for (guint i = 1; i < node->n_args; i++)
    if (!step (&total, &args[i].number, &total))
      {
        hs_rule_run_fail (run, TOO_LONG);
        return;
      }
  result->type = HS_RULE_NUMBER;
  result->number = total;
}

static void
run_add (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  fold_numbers (run, node, args, hs_decimal_add, result);
}

static void
run_subtract (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  HsDecimal zero = hs_decimal_from_int (0);

  if (node->n_args == 2)
    fold_numbers (run, node, args, hs_decimal_subtract, result);
  else if (hs_decimal_subtract (&zero, &args[0].number, &result->number))
    result->type = HS_RULE_NUMBER;
  else
    hs_rule_run_fail (run, TOO_LONG);
}

static void
run_multiply (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  fold_numbers (run, node, args, hs_decimal_multiply, result);
}

static Wide
power_of_ten (gint64 n)
{
  Wide power = 1;

  while (n-- > 0)
    power *= 10;
  return power;
}

static void
set_scaled (HsRuleRun *run, HsRuleValue *result, Wide coefficient, gint32 exponent)
{
  while (coefficient != 0 && coefficient % 10 == 0)
    {
      coefficient /= 10;
      exponent++;
    }
  if (coefficient > G_MAXINT64 || coefficient < G_MININT64)
    {
      hs_rule_run_fail (run, TOO_LONG);
      return;
    }
  result->type = HS_RULE_NUMBER;
  result->number.coefficient = (gint64) coefficient;
  result->number.exponent = coefficient != 0 ? exponent : 0;
}

/* What is left of a after taking b as often as it goes, with the sign of a; exact for decimals. */
static void
run_remainder (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  const HsDecimal *a = &args[0].number, *b = &args[1].number;
  gint32 exponent = MIN (a->exponent, b->exponent);

  if (b->coefficient == 0)
    return;
  if (a->coefficient == 0)
    *result = args[0];
  else if (a->exponent - exponent > MAX_SHIFT || b->exponent - exponent > MAX_SHIFT)
    hs_rule_run_fail (run, TOO_LONG);
  else
    set_scaled (run, result,
                a->coefficient * power_of_ten (a->exponent - exponent) %
                  (b->coefficient * power_of_ten (b->exponent - exponent)),
                exponent);
}

/* [a, b, places]: rounded, halves away from zero. */
static void
divide_rounded (HsRuleRun *run, const HsDecimal *a, const HsDecimal *b, gint64 places,
                HsRuleValue *result)
{
  gint64 shift = (gint64) a->exponent - b->exponent + places;
  Wide over = a->coefficient, under = b->coefficient, quotient, rest;

  if (shift > MAX_SHIFT || shift < -MAX_SHIFT)
    {
      hs_rule_run_fail (run, TOO_LONG);
      return;
    }
  if (shift >= 0)
    over *= power_of_ten (shift);
  else
    under *= power_of_ten (-shift);
  quotient = over / under;
  rest = over % under;
  rest = rest < 0 ? -rest : rest;
  if (rest * 2 >= (under < 0 ? -under : under))
    quotient += (over < 0) != (under < 0) ? -1 : 1;
  set_scaled (run, result, quotient, (gint32) -places);
}

/* 1 / divisor as a decimal; FALSE when it has no end. */
static gboolean
invert (const HsDecimal *divisor, HsDecimal *inverse)
{
  gint64 rest = divisor->coefficient, n = 0;
  guint twos = 0, fives = 0;

  for (; rest != 0 && rest % 2 == 0; rest /= 2)
    twos++;
  for (; rest != 0 && rest % 5 == 0; rest /= 5)
    fives++;
  n = MAX (twos, fives);
  if ((rest != 1 && rest != -1) || n > MAX_SHIFT)
    return FALSE;
  inverse->coefficient = (gint64) (power_of_ten (n) / divisor->coefficient);
  inverse->exponent = (gint32) -n - divisor->exponent;
  return TRUE;
}

static void
run_divide (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  HsDecimal inverse;
  gint64 places = 0;

  if (args[1].number.coefficient == 0)
    return;
  if (args[0].number.coefficient == 0)
    *result = args[0];
  else if (node->n_args == 3)
    {
      hs_decimal_to_int (&args[2].number, &places);
      divide_rounded (run, &args[0].number, &args[1].number, places, result);
    }
  else if (invert (&args[1].number, &inverse) &&
           hs_decimal_multiply (&args[0].number, &inverse, &result->number))
    result->type = HS_RULE_NUMBER;
  else
    hs_rule_run_fail (run, TOO_LONG);
}

/* A quotient may have no end: either it is rounded, or the divisor is one that always comes out. */
static const char *
check_divide (HsRuleNode *node)
{
  HsRuleNode *last = node->args[node->n_args - 1];
  gboolean is_literal = last->op == NULL && last->literal.type == HS_RULE_NUMBER;
  HsDecimal inverse;
  gint64 places;

  if (node->n_args == 2)
    return is_literal && invert (&last->literal.number, &inverse)
             ? NULL
             : "needs a third argument (decimal places, 0 to 6), or a divisor written out that "
               "always comes out, as 2, 10 or 100";
  return is_literal && hs_decimal_to_int (&last->literal.number, &places) && places >= 0 &&
             places <= MAX_PLACES
           ? NULL
           : "rounds to 0 to 6 decimal places, written out";
}

/* Numbers, or dates: of arguments. */
static void
run_extreme (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result)
{
  gboolean largest = g_str_equal (node->op->name, "max");

  *result = args[0];
  for (guint i = 1; i < node->n_args; i++)
    {
      int order;

      if (!hs_rule_value_compare (run, &args[i], result, &order))
        return;
      if (largest ? order > 0 : order < 0)
        *result = args[i];
    }
}

static const char *
check_extreme (HsRuleNode *node)
{
  guint common = NUMBER | DATE;

  for (guint i = 0; i < node->n_args; i++)
    if ((node->args[i]->types & ~HS_RULE_MASK (HS_RULE_NULL)) != 0)
      common &= node->args[i]->types;
  node->types = common | HS_RULE_MASK (HS_RULE_NULL);
  return common != 0 ? NULL : "mixes numbers and dates";
}

/* Over rows. */

typedef struct
{
  HsRuleRun *run;
  HsRuleNode *node;
  HsRuleValue total; /* null: nothing yet */
  guint n;
  GHashTable *seen; /* (nullable) "unique" */
  gboolean twice;
} Rows;

/* FALSE: the row does not count. value: of the field asked for. */
static gboolean
counts (Rows *rows, HsRuleValue *value)
{
  HsRuleRun *run = rows->run;

  value->type = HS_RULE_NULL;
  if (++run->steps > HS_RULE_MAX_STEPS)
    hs_rule_run_fail (run, "a rule took more than 1,000,000 steps");
  if (run->error != NULL)
    return FALSE;
  if (rows->node->n_args == 2)
    {
      HsRuleValue verdict;

      hs_rule_run_node (run, rows->node->args[1], &verdict);
      if (verdict.type != HS_RULE_BOOLEAN || !verdict.boolean)
        return FALSE;
    }
  if (rows->node->field == NO_FIELD)
    return TRUE;
  run->context->get_field (run->context->data, rows->node->field, value);
  return value->type != HS_RULE_NULL;
}

static gboolean
count_cb (gpointer data)
{
  Rows *rows = data;
  HsRuleValue value;

  rows->n += counts (rows, &value);
  return rows->run->error == NULL;
}

static gboolean
sum_cb (gpointer data)
{
  Rows *rows = data;
  HsRuleValue value;

  if (!counts (rows, &value) || value.type != HS_RULE_NUMBER)
    return rows->run->error == NULL;
  if (!hs_decimal_add (&rows->total.number, &value.number, &rows->total.number))
    hs_rule_run_fail (rows->run, TOO_LONG);
  return rows->run->error == NULL;
}

static gboolean
extreme_cb (gpointer data)
{
  Rows *rows = data;
  gboolean largest = g_str_equal (rows->node->op->name, "max");
  HsRuleValue value;
  int order;

  if (!counts (rows, &value))
    return rows->run->error == NULL;
  if (rows->total.type == HS_RULE_NULL)
    rows->total = value;
  else if (!hs_rule_value_compare (rows->run, &value, &rows->total, &order))
    return FALSE;
  else if (largest ? order > 0 : order < 0)
    rows->total = value;
  return TRUE;
}

static guint
hash_value (gconstpointer data)
{
  const HsRuleValue *value = data;

  switch (value->type)
    {
    case HS_RULE_STRING:
      return g_str_hash (value->string);
    case HS_RULE_NUMBER:
      return g_int64_hash (&value->number.coefficient);
    case HS_RULE_DATE:
      return (guint) (value->date.year * 372 + value->date.month * 31 + value->date.day);
    case HS_RULE_BOOLEAN:
      return value->boolean ? 2 : 1;
    case HS_RULE_NULL:
    case HS_RULE_ARRAY:
    case HS_RULE_ROW:
    default:
      return 0;
    }
}

static gboolean
equal_values (gconstpointer a, gconstpointer b)
{
  return hs_rule_value_equal (a, b);
}

static gboolean
unique_cb (gpointer data)
{
  Rows *rows = data;
  HsRuleValue value, *kept;

  if (!counts (rows, &value))
    return rows->run->error == NULL;
  kept = g_memdup2 (&value, sizeof value);
  rows->twice = !g_hash_table_add (rows->seen, kept);
  return !rows->twice;
}

static void
visit (HsRuleRun *run, HsRuleNode *node, HsRuleRowFunc func, Rows *rows)
{
  rows->run = run;
  rows->node = node;
  run->context->each_row (run->context->data, node->up, node->repeat, func, rows);
}

static void
run_count (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  Rows rows = { 0 };

  visit (run, node, count_cb, &rows);
  result->type = HS_RULE_NUMBER;
  result->number = hs_decimal_from_int (rows.n);
}

static void
run_sum (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  Rows rows = { 0 };

  rows.total.type = HS_RULE_NUMBER;
  rows.total.number = hs_decimal_from_int (0);
  visit (run, node, sum_cb, &rows);
  *result = rows.total;
}

static void
run_extreme_of_rows (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  Rows rows = { 0 };

  visit (run, node, extreme_cb, &rows);
  *result = rows.total;
}

static void
run_unique (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (hash_value, equal_values, g_free, NULL);
  Rows rows = { .seen = seen };

  visit (run, node, unique_cb, &rows);
  result->type = HS_RULE_BOOLEAN;
  result->boolean = !rows.twice;
}

/* Compiling them. */

gboolean
hs_rule_is_over_rows (JsonNode *args)
{
  if (JSON_NODE_HOLDS_ARRAY (args))
    {
      JsonArray *array = json_node_get_array (args);

      if (json_array_get_length (array) == 0)
        return FALSE;
      args = json_array_get_element (array, 0);
    }
  return JSON_NODE_HOLDS_VALUE (args) && json_node_get_value_type (args) == G_TYPE_STRING;
}

/* types: (out) of the field named, 0 when the row itself counts. */
static void
find_row_field (HsRuleCompiler *c, HsRuleNode *node, const HsRuleRows *rows,
                const HsRuleInRows *inside, guint *types)
{
  const HsRuleOp *op = node->op;

  *types = 0;
  node->field = NO_FIELD;
  if (*rows->rest == '\0')
    {
      if (!g_str_equal (op->name, "count"))
        hs_rule_compile_fail (c, "“%s” needs the name of a field in the rows", op->name);
      return;
    }
  if (!c->names->find_in_row (c->names->data, rows->scope, rows->rest, &node->field, types))
    hs_rule_compile_fail (c, "there is no field “%s” in the rows", rows->rest);
  else if ((*types & ~op->over_rows) != 0)
    {
      g_autofree char *want = hs_rule_name_types (op->over_rows);
      g_autofree char *got = hs_rule_name_types (*types);

      hs_rule_compile_fail (c, "“%s” needs %s, “%s” is %s", op->name, want, rows->rest, got);
    }
  else
    hs_rule_add_read (c->rule, node->field, inside->up);
}

static void
compile_condition (HsRuleCompiler *c, HsRuleNode *node, JsonNode *json, const HsRuleInRows *inside,
                   guint depth)
{
  const HsRuleInRows *outside = c->rows;
  HsRuleNode *condition;

  hs_rule_compile_enter (c, "1");
  c->rows = inside;
  condition = hs_rule_compile_node (c, json, depth + 1);
  c->rows = outside;
  node->args[node->n_args++] = condition;
  if (condition != NULL && c->where == NULL &&
      (condition->types & ~(BOOLEAN | HS_RULE_MASK (HS_RULE_NULL))) != 0)
    hs_rule_compile_fail (c, "the condition of a row is not yes/no");
  hs_rule_compile_leave (c);
}

static guint
count_levels_up (const char *path)
{
  guint up = 0;

  for (; g_str_has_prefix (path, "../"); path += 3)
    up++;
  return up;
}

void
hs_rule_compile_over_rows (HsRuleCompiler *c, HsRuleNode *node, JsonNode *args, guint depth)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (args) ? json_node_get_array (args) : NULL;
  JsonNode *name = array != NULL ? json_array_get_element (array, 0) : args;
  guint n = array != NULL ? json_array_get_length (array) : 1;
  HsRuleInRows inside;
  HsRuleRows rows;
  guint types, up;

  node->over_rows = TRUE;
  node->args = g_new0 (HsRuleNode *, 3);
  node->args[node->n_args++] = hs_rule_compile_node (c, name, depth + 1);
  if (c->where != NULL)
    return;
  if (n > 2)
    hs_rule_compile_fail (c, "“%s” has %u arguments", node->op->name, n);
  else if (c->names->find_rows == NULL ||
           !c->names->find_rows (c->names->data,
                                 c->rows != NULL ? c->rows->scope : HS_RULE_OWN_SCOPE,
                                 node->args[0]->text, &rows))
    hs_rule_compile_fail (c, "there are no rows “%s”", node->args[0]->text);
  if (c->where != NULL)
    return;
  up = count_levels_up (node->args[0]->text);
  node->repeat = rows.repeat;
  node->up = up; /* from the row it is run in, which a condition already is in */
  inside.scope = rows.scope;
  inside.up = c->rows == NULL ? up : c->rows->up + (up > c->rows->down ? up - c->rows->down : 0);
  inside.down =
    c->rows == NULL ? rows.levels : rows.levels + (c->rows->down > up ? c->rows->down - up : 0);
  hs_rule_add_read (c->rule, rows.repeat, inside.up);
  find_row_field (c, node, &rows, &inside, &types);
  if (c->where == NULL && n == 2)
    compile_condition (c, node, json_array_get_element (array, 1), &inside, depth);
  node->types = node->op->result;
  if (node->op->run_over_rows == run_extreme_of_rows)
    node->types = types | HS_RULE_MASK (HS_RULE_NULL);
}

#define ORDERED (NUMBER | DATE)
#define ROW_ONLY 255 /* fewest arguments: none are enough, it goes over rows */

const HsRuleOp hs_rule_number_ops[] = {
  { "+", 1, 255, NUMBER, NUMBER, FALSE, -1, NULL, run_add, NULL, NULL, 0 },
  { "-", 1, 2, NUMBER, NUMBER, FALSE, -1, NULL, run_subtract, NULL, NULL, 0 },
  { "*", 1, 255, NUMBER, NUMBER, FALSE, -1, NULL, run_multiply, NULL, NULL, 0 },
  { "/", 2, 3, NUMBER, NUMBER, FALSE, -1, check_divide, run_divide, NULL, NULL, 0 },
  { "%", 2, 2, NUMBER, NUMBER, FALSE, -1, NULL, run_remainder, NULL, NULL, 0 },
  { "min", 2, 255, ORDERED, ORDERED, FALSE, -1, check_extreme, run_extreme, NULL,
    run_extreme_of_rows, ORDERED },
  { "max", 2, 255, ORDERED, ORDERED, FALSE, -1, check_extreme, run_extreme, NULL,
    run_extreme_of_rows, ORDERED },
  { "sum", ROW_ONLY, 0, NUMBER, NUMBER, FALSE, -1, NULL, NULL, NULL, run_sum, NUMBER },
  { "count", ROW_ONLY, 0, 0, NUMBER, FALSE, -1, NULL, NULL, NULL, run_count, HS_RULE_MASK_ANY },
  { "unique", ROW_ONLY, 0, 0, BOOLEAN, FALSE, -1, NULL, NULL, NULL, run_unique,
    NUMBER | STRING | DATE | BOOLEAN },
  { NULL },
};
