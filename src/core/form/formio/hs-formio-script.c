/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of JavaScript that is data: one assignment of an expression over data, row, value and literals,
 * also between the branches of one "if". It becomes JsonLogic that gives the same result for data a form
 * can hold; anything else gives NULL and is never run. Where JsonLogic would take a missing answer for 0 and
 * JavaScript gives NaN, the result is guarded. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-date.h"

#include <string.h>

#define MAX_SCRIPT 4000
#define MAX_DEPTH 40

typedef enum
{
  TYPE_ANY,
  TYPE_NUMBER,
  TYPE_TEXT,
  TYPE_BOOLEAN,
  TYPE_NULL,
} Type;

/* guards: what must be answered for arithmetic to give a number. */
typedef struct
{
  JsonNode *node; /* NULL: not in the subset */
  Type type;
  GPtrArray *guards; /* (nullable) (element-type JsonNode) */
  gboolean is_zero;  /* a name that is null, not undefined, when it is missing */
} Expr;

typedef struct
{
  const char *at;
  const char *variable;
  HsFormioKindFunc kind_of;
  gpointer data;
  guint depth;
  guint nodes;
} Parser;

static const Expr none = { NULL, TYPE_ANY, NULL, FALSE };

static Expr parse_expression (Parser *p);

static Expr
expr_new (JsonNode *node, Type type)
{
  Expr expr = { node, type, NULL, FALSE };

  return expr;
}

static void
expr_clear (Expr *expr)
{
  g_clear_pointer (&expr->node, json_node_unref);
  g_clear_pointer (&expr->guards, g_ptr_array_unref);
}

static Expr
fail (Expr *a, Expr *b)
{
  if (a != NULL)
    expr_clear (a);
  if (b != NULL)
    expr_clear (b);
  return none;
}

/* Lexing. */

static void
skip (Parser *p)
{
  for (;;)
    {
      while (g_ascii_isspace (*p->at))
        p->at++;
      if (p->at[0] == '/' && p->at[1] == '/')
        while (*p->at != '\0' && *p->at != '\n')
          p->at++;
      else if (p->at[0] == '/' && p->at[1] == '*' && strstr (p->at + 2, "*/") != NULL)
        p->at = strstr (p->at + 2, "*/") + 2;
      else
        return;
    }
}

static gboolean
accept (Parser *p, const char *token)
{
  skip (p);
  if (!g_str_has_prefix (p->at, token))
    return FALSE;
  p->at += strlen (token);
  return TRUE;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$';
}

static gboolean
accept_word (Parser *p, const char *word)
{
  skip (p);
  if (!g_str_has_prefix (p->at, word) || is_name_char (p->at[strlen (word)]))
    return FALSE;
  p->at += strlen (word);
  return TRUE;
}

static char *
read_word (Parser *p)
{
  const char *start = p->at;

  if (g_ascii_isdigit (*start))
    return NULL;
  while (is_name_char (*p->at))
    p->at++;
  return p->at > start ? g_strndup (start, (gsize) (p->at - start)) : NULL;
}

/* (nullable): a text in quotes, with the plain escapes only. */
static char *
read_string (Parser *p)
{
  char quote = *p->at;
  g_autoptr (GString) text = g_string_new (NULL);

  if (quote != '\'' && quote != '"')
    return NULL;
  for (p->at++; *p->at != quote; p->at++)
    {
      if (*p->at == '\0' || *p->at == '\n')
        return NULL;
      if (*p->at == '\\')
        {
          p->at++;
          if (*p->at == 'n')
            {
              g_string_append_c (text, '\n');
              continue;
            }
          if (*p->at != '\\' && *p->at != '\'' && *p->at != '"')
            return NULL;
        }
      g_string_append_c (text, *p->at);
    }
  p->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Paths. */

/* data.a.b, data['a'], row["x y"].z */
static char *
read_path (Parser *p)
{
  g_autoptr (GString) path = NULL;
  g_autofree char *word = read_word (p);

  if (word == NULL)
    return NULL;
  path = g_string_new (word);
  for (;;)
    {
      g_autofree char *part = NULL;

      skip (p);
      if (*p->at == '.')
        {
          p->at++;
          part = read_word (p);
        }
      else if (*p->at == '[')
        {
          p->at++;
          skip (p);
          part = read_string (p);
          if (part != NULL && !accept (p, "]"))
            return NULL;
        }
      else
        break;
      if (part == NULL || strchr (part, '/') != NULL)
        return NULL;
      g_string_append_printf (path, ".%s", part);
    }
  if (*p->at == '(') /* a call */
    return NULL;
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static Type
type_of_kind (HsFormioKind kind)
{
  if (kind == HS_FORMIO_NUMBER)
    return TYPE_NUMBER;
  if (kind == HS_FORMIO_YES_NO)
    return TYPE_BOOLEAN;
  if (kind == HS_FORMIO_TEXT || kind == HS_FORMIO_CODE || kind == HS_FORMIO_DATE)
    return TYPE_TEXT;
  return TYPE_ANY;
}

static Expr
parse_path (Parser *p)
{
  g_autofree char *path = read_path (p);
  gboolean is_zero = FALSE;
  HsFormioKind kind;
  Expr expr;

  if (path == NULL)
    return none;
  if (strcmp (path, "input") == 0)
    {
      g_free (path);
      path = g_strdup ("value");
    }
  if (!g_str_has_prefix (path, "data.") && !g_str_has_prefix (path, "row.") &&
      strcmp (path, "value") != 0)
    return none;
  kind = p->kind_of (p->data, path, &is_zero);
  /* a list or an object is always true there, also when it is empty */
  if (kind == HS_FORMIO_BOXES || kind == HS_FORMIO_CODES || kind == HS_FORMIO_ADDRESS ||
      kind >= HS_FORMIO_SURVEY)
    return none;
  expr = expr_new (hs_formio_var (path), type_of_kind (kind));
  expr.is_zero = is_zero;
  return expr;
}

/* Building. */

static GPtrArray *
merge_guards (Expr *a, Expr *b)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  Expr *both[] = { a, b };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; both[i]->guards != NULL && k < both[i]->guards->len; k++)
      g_ptr_array_add (all, json_node_ref (both[i]->guards->pdata[k]));
  return all;
}

static gboolean
is_var (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) &&
         json_object_has_member (json_node_get_object (node), "var");
}

static void
guard_var (GPtrArray *guards, Expr *expr)
{
  if (is_var (expr->node) && !expr->is_zero)
    g_ptr_array_add (guards, json_node_copy (expr->node));
}

/* null is 0 in arithmetic, where JsonLogic's + makes nothing of it. */
static JsonNode *
take_operand (Expr *expr)
{
  JsonNode *node = g_steal_pointer (&expr->node), *zero;

  if (!expr->is_zero)
    return node;
  zero = json_node_new (JSON_NODE_VALUE);
  json_node_set_int (zero, 0);
  return hs_formio_op ("or", node, zero);
}

/* {"and": [all answered, node]} */
static JsonNode *
guarded (GPtrArray *guards, JsonNode *node)
{
  JsonArray *all;
  JsonObject *object;
  JsonNode *result;

  if (guards == NULL || guards->len == 0)
    return node;
  all = json_array_new ();
  for (guint i = 0; i < guards->len; i++)
    json_array_add_element (
      all, hs_formio_op ("!==", json_node_copy (guards->pdata[i]), hs_formio_null ()));
  json_array_add_element (all, node);
  object = json_object_new ();
  json_object_set_array_member (object, "and", all);
  result = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (result, object);
  return result;
}

static JsonNode *
choose (JsonNode *condition, JsonNode *yes, JsonNode *no)
{
  JsonArray *parts = json_array_new ();
  JsonObject *object = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);

  json_array_add_element (parts, condition);
  json_array_add_element (parts, yes);
  json_array_add_element (parts, no);
  json_object_set_array_member (object, "if", parts);
  json_node_take_object (result, object);
  return result;
}

/* Arithmetic used as a value: a missing answer gives nothing. */
static void
settle (Expr *expr)
{
  g_autoptr (GPtrArray) guards = g_steal_pointer (&expr->guards);

  if (expr->node != NULL && guards != NULL && guards->len > 0)
    expr->node = choose (guarded (guards, hs_formio_boolean (TRUE)), expr->node, hs_formio_null ());
}

static Expr
make_arithmetic (const char *op, Expr *a, Expr *b)
{
  JsonNode *left;
  Expr expr;

  if (a->type != TYPE_NUMBER || b->type != TYPE_NUMBER)
    return fail (a, b);
  expr = expr_new (NULL, TYPE_NUMBER);
  expr.guards = merge_guards (a, b);
  guard_var (expr.guards, a);
  guard_var (expr.guards, b);
  left = take_operand (a);
  expr.node = hs_formio_op (op, left, take_operand (b));
  fail (a, b);
  return expr;
}

/* + is a sum of numbers, or joins where one side is known to be a text. */
static Expr
make_plus (Expr *a, Expr *b)
{
  if (a->type == TYPE_NUMBER && b->type == TYPE_NUMBER)
    return make_arithmetic ("+", a, b);
  if ((a->type != TYPE_TEXT && a->type != TYPE_NUMBER) ||
      (b->type != TYPE_TEXT && b->type != TYPE_NUMBER))
    return fail (a, b);
  settle (a);
  settle (b);
  return expr_new (hs_formio_op ("cat", a->node, b->node), TYPE_TEXT);
}

static gboolean
may_equal (const char *op, Expr *a, Expr *b)
{
  gboolean strict = strlen (op) == 3;

  /* missing is undefined there and null here: only == null is the same */
  if (a->type == TYPE_NULL || b->type == TYPE_NULL)
    return !strict && a->type != b->type;
  return a->type == TYPE_ANY || b->type == TYPE_ANY || a->type == b->type || !strict;
}

static Expr
make_comparison (const char *op, Expr *a, Expr *b)
{
  g_autoptr (GPtrArray) guards = NULL;
  JsonNode *node;

  if (*op == '=' || *op == '!')
    {
      if (!may_equal (op, a, b))
        return fail (a, b);
      settle (a);
      settle (b);
      return expr_new (hs_formio_op (op, a->node, b->node), TYPE_BOOLEAN);
    }
  if (a->type == TYPE_NULL || b->type == TYPE_NULL || a->type == TYPE_BOOLEAN ||
      b->type == TYPE_BOOLEAN)
    return fail (a, b);
  guards = merge_guards (a, b);
  guard_var (guards, a);
  guard_var (guards, b);
  node =
    guarded (guards, hs_formio_op (op, g_steal_pointer (&a->node), g_steal_pointer (&b->node)));
  fail (a, b);
  return expr_new (node, TYPE_BOOLEAN);
}

/* Parsing, from the tightest. */

static Expr
parse_number (Parser *p)
{
  char *end;
  double number = g_ascii_strtod (p->at, &end);
  JsonNode *node;

  /* 0x10, 010, 1px */
  if (end == p->at || is_name_char (*end) || (p->at[0] == '0' && is_name_char (p->at[1])))
    return none;
  node = json_node_new (JSON_NODE_VALUE);
  if (number == (double) (gint64) number && number < 1e15 && number > -1e15)
    json_node_set_int (node, (gint64) number);
  else
    json_node_set_double (node, number);
  p->at = end;
  return expr_new (node, TYPE_NUMBER);
}

static Expr
parse_primary (Parser *p)
{
  skip (p);
  if (*p->at == '\'' || *p->at == '"')
    {
      g_autofree char *text = read_string (p);

      return text != NULL && g_utf8_validate (text, -1, NULL)
               ? expr_new (hs_formio_text (text), TYPE_TEXT)
               : none;
    }
  if (g_ascii_isdigit (*p->at))
    return parse_number (p);
  if (accept (p, "("))
    {
      Expr expr = parse_expression (p);

      return expr.node != NULL && accept (p, ")") ? expr : fail (&expr, NULL);
    }
  if (accept_word (p, "true"))
    return expr_new (hs_formio_boolean (TRUE), TYPE_BOOLEAN);
  if (accept_word (p, "false"))
    return expr_new (hs_formio_boolean (FALSE), TYPE_BOOLEAN);
  if (accept_word (p, "null") || accept_word (p, "undefined"))
    return expr_new (hs_formio_null (), TYPE_NULL);
  return parse_path (p);
}

static Expr
parse_unary (Parser *p)
{
  Expr expr;

  if (p->depth >= MAX_DEPTH || p->nodes++ > MAX_SCRIPT)
    return none;
  skip (p);
  if (*p->at == '!' && p->at[1] != '=')
    {
      p->at++;
      p->depth++;
      expr = parse_unary (p);
      p->depth--;
      if (expr.node == NULL)
        return none;
      settle (&expr);
      return expr_new (hs_formio_op ("!", expr.node, NULL), TYPE_BOOLEAN);
    }
  if (*p->at == '-' && g_ascii_isdigit (p->at[1]))
    {
      p->at++;
      expr = parse_number (p);
      if (expr.node == NULL)
        return none;
      if (json_node_get_value_type (expr.node) == G_TYPE_INT64)
        json_node_set_int (expr.node, -json_node_get_int (expr.node));
      else
        json_node_set_double (expr.node, -json_node_get_double (expr.node));
      return expr;
    }
  return parse_primary (p);
}

typedef Expr (*Make) (const char *op, Expr *a, Expr *b);

static Expr
make_sum (const char *op, Expr *a, Expr *b)
{
  return *op == '+' ? make_plus (a, b) : make_arithmetic (op, a, b);
}

static Expr
make_logical (const char *op, Expr *a, Expr *b)
{
  Type type = a->type == b->type ? a->type : TYPE_ANY;

  settle (a);
  settle (b);
  return expr_new (hs_formio_op (*op == '&' ? "and" : "or", a->node, b->node), type);
}

/* One level of binary operators a table, the tightest first. */
static const struct
{
  const char *ops[5];
  Make make;
} levels[] = {
  { { "*", "/", "%", NULL, NULL }, make_arithmetic },
  { { "+", "-", NULL, NULL, NULL }, make_sum },
  { { "<=", ">=", "<", ">", NULL }, make_comparison },
  { { "===", "!==", "==", "!=", NULL }, make_comparison },
  { { "&&", NULL, NULL, NULL, NULL }, make_logical },
  { { "||", NULL, NULL, NULL, NULL }, make_logical },
};

static const char *
accept_op (Parser *p, guint level)
{
  for (guint i = 0; i < 5 && levels[level].ops[i] != NULL; i++)
    {
      const char *op = levels[level].ops[i];

      skip (p);
      if (!g_str_has_prefix (p->at, op))
        continue;
      /* "+=", "++", "**", "<<" are other things */
      if (strlen (op) == 1 && strchr ("=+-*<>", p->at[1]) != NULL && p->at[1] != '\0' &&
          !(p->at[1] == '-' && *op != '-'))
        return NULL;
      p->at += strlen (op);
      return op;
    }
  return NULL;
}

static Expr
parse_level (Parser *p, guint level)
{
  Expr left = level == 0 ? parse_unary (p) : parse_level (p, level - 1);
  const char *op;

  while (left.node != NULL && (op = accept_op (p, level)) != NULL)
    {
      Expr right = level == 0 ? parse_unary (p) : parse_level (p, level - 1);

      if (right.node == NULL)
        return fail (&left, NULL);
      left = levels[level].make (op, &left, &right);
    }
  return left;
}

static Expr
parse_expression (Parser *p)
{
  Expr condition, yes, no;
  Type type;

  if (++p->depth >= MAX_DEPTH)
    return none;
  condition = parse_level (p, G_N_ELEMENTS (levels) - 1);
  skip (p);
  if (condition.node == NULL || *p->at != '?')
    {
      p->depth--;
      return condition;
    }
  p->at++;
  yes = parse_expression (p);
  no = yes.node != NULL && accept (p, ":") ? parse_expression (p) : none;
  p->depth--;
  if (no.node == NULL)
    {
      fail (&yes, NULL);
      return fail (&condition, NULL);
    }
  settle (&condition);
  settle (&yes);
  settle (&no);
  type = yes.type == no.type ? yes.type : TYPE_ANY;
  return expr_new (choose (condition.node, yes.node, no.node), type);
}

/* Statements. */

static Expr
parse_assignment (Parser *p)
{
  Expr expr;

  if (!accept_word (p, p->variable) || !accept (p, "=") || *p->at == '=')
    return none;
  expr = parse_expression (p);
  if (expr.node == NULL)
    return none;
  settle (&expr);
  accept (p, ";");
  return expr;
}

static Expr
parse_block (Parser *p)
{
  Expr expr;

  if (!accept (p, "{"))
    return parse_assignment (p);
  expr = parse_assignment (p);
  return expr.node != NULL && accept (p, "}") ? expr : fail (&expr, NULL);
}

/* What the variable is where no branch sets it: shown, valid, not calculated. */
static JsonNode *
standard_of (const char *variable)
{
  return strcmp (variable, "value") == 0 ? hs_formio_null () : hs_formio_boolean (TRUE);
}

static Expr
parse_statement (Parser *p)
{
  Expr condition, yes, no = none;

  if (!accept_word (p, "if"))
    return parse_assignment (p);
  if (!accept (p, "("))
    return none;
  condition = parse_expression (p);
  if (condition.node == NULL || !accept (p, ")"))
    return fail (&condition, NULL);
  settle (&condition);
  yes = parse_block (p);
  if (yes.node == NULL)
    return fail (&condition, NULL);
  if (accept_word (p, "else"))
    {
      skip (p);
      if (++p->depth < MAX_DEPTH)
        no = g_str_has_prefix (p->at, "if") ? parse_statement (p) : parse_block (p);
      if (no.node == NULL)
        return fail (&condition, &yes);
    }
  else
    no = expr_new (standard_of (p->variable), TYPE_ANY);
  return expr_new (choose (condition.node, yes.node, no.node), TYPE_ANY);
}

JsonNode *
hs_formio_script_parse (const char *script, const char *variable, HsFormioKindFunc kind_of,
                        gpointer data)
{
  Parser p = { script, variable, kind_of, data, 0, 0 };
  Expr expr;

  if (strlen (script) > MAX_SCRIPT)
    return NULL;
  expr = parse_statement (&p);
  skip (&p);
  if (expr.node != NULL && *p.at != '\0')
    fail (&expr, NULL);
  return expr.node;
}

/* Days. */

static JsonNode *
add_days (JsonNode *day, const char *unit, int number)
{
  static const char *const units[][2] = { { "day", "days" },     { "days", "days" },
                                          { "month", "months" }, { "months", "months" },
                                          { "year", "years" },   { "years", "years" } };
  JsonArray *arguments;
  JsonObject *object;
  JsonNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i][0]))
      {
        arguments = json_array_new ();
        json_array_add_element (arguments, day);
        json_array_add_int_element (arguments, number);
        json_array_add_string_element (arguments, units[i][1]);
        object = json_object_new ();
        json_object_set_array_member (object, "date.add", arguments);
        node = json_node_new (JSON_NODE_OBJECT);
        json_node_take_object (node, object);
        return node;
      }
  json_node_unref (day);
  return NULL;
}

/* moment().subtract(18, 'years') */
static JsonNode *
parse_moment (Parser *p)
{
  JsonNode *day;
  JsonObject *today = json_object_new ();

  json_object_set_array_member (today, "today", json_array_new ());
  day = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (day, today);
  while (day != NULL && accept (p, "."))
    {
      gboolean minus = accept_word (p, "subtract");
      g_autofree char *unit = NULL;
      gint64 number;
      char *end;

      if ((!minus && !accept_word (p, "add")) || !accept (p, "("))
        break;
      skip (p);
      number = g_ascii_strtoll (p->at, &end, 10);
      if (end == p->at || number < 0 || number > 100000)
        break;
      p->at = end;
      if (!accept (p, ","))
        break;
      skip (p);
      unit = read_string (p);
      if (unit == NULL || !accept (p, ")"))
        break;
      day = add_days (day, unit, minus ? -(int) number : (int) number);
    }
  accept (p, ";");
  skip (p);
  if (*p->at != '\0')
    g_clear_pointer (&day, json_node_unref);
  return day;
}

JsonNode *
hs_formio_script_parse_day (const char *text)
{
  Parser p = { text, "", NULL, NULL, 0, 0 };
  HsDate date;

  if (strlen (text) > 200)
    return NULL;
  if (strlen (text) >= 10)
    {
      g_autofree char *day = g_strndup (text, 10);

      if (hs_date_parse_iso (day, &date) && date.day != 0 && (text[10] == 'T' || text[10] == '\0'))
        return hs_formio_text (day);
    }
  if (accept (&p, "moment") && accept (&p, "(") && accept (&p, ")"))
    return parse_moment (&p);
  return NULL;
}
