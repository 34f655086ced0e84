/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of JavaScript that is data: one assignment of an expression over data, row, value and literals,
 * also between the branches of one "if". It becomes JsonLogic that gives the same result for data a form
 * can hold; anything else gives NULL and is never run. Where JsonLogic would take a missing answer for 0 and
 * JavaScript gives NaN, the result is guarded. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-script-private.h"

#include <string.h>

#define MAX_SCRIPT 4000
#define MAX_DEPTH 40

static const HsFormioExpr none = { NULL, HS_FORMIO_TYPE_ANY, NULL, FALSE };

static HsFormioExpr parse_expression (HsFormioParser *p);

/* Paths. */

/* data.a.b, data['a'], row["x y"].z */
static char *
read_path (HsFormioParser *p)
{
  g_autoptr (GString) path = NULL;
  g_autofree char *word = hs_formio_lex_word (p);

  if (word == NULL)
    return NULL;
  path = g_string_new (word);
  for (;;)
    {
      g_autofree char *part = NULL;

      hs_formio_lex_skip (p);
      if (*p->at == '.')
        {
          p->at++;
          part = hs_formio_lex_word (p);
        }
      else if (*p->at == '[')
        {
          p->at++;
          hs_formio_lex_skip (p);
          part = hs_formio_lex_string (p);
          if (part != NULL && !hs_formio_lex_accept (p, "]"))
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

static HsFormioType
type_of_kind (HsFormioKind kind)
{
  if (kind == HS_FORMIO_NUMBER)
    return HS_FORMIO_TYPE_NUMBER;
  if (kind == HS_FORMIO_YES_NO)
    return HS_FORMIO_TYPE_BOOLEAN;
  if (kind == HS_FORMIO_TEXT || kind == HS_FORMIO_CODE || kind == HS_FORMIO_DATE)
    return HS_FORMIO_TYPE_TEXT;
  return HS_FORMIO_TYPE_ANY;
}

static HsFormioExpr
parse_path (HsFormioParser *p)
{
  g_autofree char *path = read_path (p);
  gboolean is_zero = FALSE;
  HsFormioKind kind;
  HsFormioExpr expr;

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
  expr = hs_formio_expr_new (hs_formio_var (path), type_of_kind (kind));
  expr.is_zero = is_zero;
  return expr;
}

/* Parsing, from the tightest. */

static HsFormioExpr
parse_number (HsFormioParser *p)
{
  char *end;
  double number = g_ascii_strtod (p->at, &end);
  JsonNode *node;

  /* 0x10, 010, 1px */
  if (end == p->at || hs_formio_lex_is_name (*end) ||
      (p->at[0] == '0' && hs_formio_lex_is_name (p->at[1])))
    return none;
  node = json_node_new (JSON_NODE_VALUE);
  if (number == (double) (gint64) number && number < 1e15 && number > -1e15)
    json_node_set_int (node, (gint64) number);
  else
    json_node_set_double (node, number);
  p->at = end;
  return hs_formio_expr_new (node, HS_FORMIO_TYPE_NUMBER);
}

static HsFormioExpr
parse_primary (HsFormioParser *p)
{
  hs_formio_lex_skip (p);
  if (*p->at == '\'' || *p->at == '"')
    {
      g_autofree char *text = hs_formio_lex_string (p);

      return text != NULL && g_utf8_validate (text, -1, NULL)
               ? hs_formio_expr_new (hs_formio_text (text), HS_FORMIO_TYPE_TEXT)
               : none;
    }
  if (g_ascii_isdigit (*p->at))
    return parse_number (p);
  if (hs_formio_lex_accept (p, "("))
    {
      HsFormioExpr expr = parse_expression (p);

      return expr.node != NULL && hs_formio_lex_accept (p, ")") ? expr
                                                                : hs_formio_expr_fail (&expr, NULL);
    }
  if (hs_formio_lex_accept_word (p, "true"))
    return hs_formio_expr_new (hs_formio_boolean (TRUE), HS_FORMIO_TYPE_BOOLEAN);
  if (hs_formio_lex_accept_word (p, "false"))
    return hs_formio_expr_new (hs_formio_boolean (FALSE), HS_FORMIO_TYPE_BOOLEAN);
  if (hs_formio_lex_accept_word (p, "null") || hs_formio_lex_accept_word (p, "undefined"))
    return hs_formio_expr_new (hs_formio_null (), HS_FORMIO_TYPE_NULL);
  return parse_path (p);
}

static HsFormioExpr
parse_unary (HsFormioParser *p)
{
  HsFormioExpr expr;

  if (p->depth >= MAX_DEPTH || p->nodes++ > MAX_SCRIPT)
    return none;
  hs_formio_lex_skip (p);
  if (*p->at == '!' && p->at[1] != '=')
    {
      p->at++;
      p->depth++;
      expr = parse_unary (p);
      p->depth--;
      if (expr.node == NULL)
        return none;
      hs_formio_expr_settle (&expr);
      return hs_formio_expr_new (hs_formio_op ("!", expr.node, NULL), HS_FORMIO_TYPE_BOOLEAN);
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

typedef HsFormioExpr (*Make) (const char *op, HsFormioExpr *a, HsFormioExpr *b);

/* One level of binary operators a table, the tightest first. */
static const struct
{
  const char *ops[5];
  Make make;
} levels[] = {
  { { "*", "/", "%", NULL, NULL }, hs_formio_expr_arithmetic },
  { { "+", "-", NULL, NULL, NULL }, hs_formio_expr_sum },
  { { "<=", ">=", "<", ">", NULL }, hs_formio_expr_comparison },
  { { "===", "!==", "==", "!=", NULL }, hs_formio_expr_comparison },
  { { "&&", NULL, NULL, NULL, NULL }, hs_formio_expr_logical },
  { { "||", NULL, NULL, NULL, NULL }, hs_formio_expr_logical },
};

static const char *
accept_op (HsFormioParser *p, guint level)
{
  for (guint i = 0; i < 5 && levels[level].ops[i] != NULL; i++)
    {
      const char *op = levels[level].ops[i];

      hs_formio_lex_skip (p);
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

static HsFormioExpr
parse_level (HsFormioParser *p, guint level)
{
  HsFormioExpr left = level == 0 ? parse_unary (p) : parse_level (p, level - 1);
  const char *op;

  while (left.node != NULL && (op = accept_op (p, level)) != NULL)
    {
      HsFormioExpr right = level == 0 ? parse_unary (p) : parse_level (p, level - 1);

      if (right.node == NULL)
        return hs_formio_expr_fail (&left, NULL);
      left = levels[level].make (op, &left, &right);
    }
  return left;
}

static HsFormioExpr
parse_expression (HsFormioParser *p)
{
  HsFormioExpr condition, yes, no;
  HsFormioType type;

  if (++p->depth >= MAX_DEPTH)
    return none;
  condition = parse_level (p, G_N_ELEMENTS (levels) - 1);
  hs_formio_lex_skip (p);
  if (condition.node == NULL || *p->at != '?')
    {
      p->depth--;
      return condition;
    }
  p->at++;
  yes = parse_expression (p);
  no = yes.node != NULL && hs_formio_lex_accept (p, ":") ? parse_expression (p) : none;
  p->depth--;
  if (no.node == NULL)
    {
      hs_formio_expr_fail (&yes, NULL);
      return hs_formio_expr_fail (&condition, NULL);
    }
  hs_formio_expr_settle (&condition);
  hs_formio_expr_settle (&yes);
  hs_formio_expr_settle (&no);
  type = yes.type == no.type ? yes.type : HS_FORMIO_TYPE_ANY;
  return hs_formio_expr_new (hs_formio_expr_choose (condition.node, yes.node, no.node), type);
}

/* Statements. */

static HsFormioExpr
parse_assignment (HsFormioParser *p)
{
  HsFormioExpr expr;

  if (!hs_formio_lex_accept_word (p, p->variable) || !hs_formio_lex_accept (p, "=") ||
      *p->at == '=')
    return none;
  expr = parse_expression (p);
  if (expr.node == NULL)
    return none;
  hs_formio_expr_settle (&expr);
  hs_formio_lex_accept (p, ";");
  return expr;
}

static HsFormioExpr
parse_block (HsFormioParser *p)
{
  HsFormioExpr expr;

  if (!hs_formio_lex_accept (p, "{"))
    return parse_assignment (p);
  expr = parse_assignment (p);
  return expr.node != NULL && hs_formio_lex_accept (p, "}") ? expr
                                                            : hs_formio_expr_fail (&expr, NULL);
}

/* What the variable is where no branch sets it: shown, valid, not calculated. */
static JsonNode *
standard_of (const char *variable)
{
  return strcmp (variable, "value") == 0 ? hs_formio_null () : hs_formio_boolean (TRUE);
}

static HsFormioExpr
parse_statement (HsFormioParser *p)
{
  HsFormioExpr condition, yes, no = none;

  if (!hs_formio_lex_accept_word (p, "if"))
    return parse_assignment (p);
  if (!hs_formio_lex_accept (p, "("))
    return none;
  condition = parse_expression (p);
  if (condition.node == NULL || !hs_formio_lex_accept (p, ")"))
    return hs_formio_expr_fail (&condition, NULL);
  hs_formio_expr_settle (&condition);
  yes = parse_block (p);
  if (yes.node == NULL)
    return hs_formio_expr_fail (&condition, NULL);
  if (hs_formio_lex_accept_word (p, "else"))
    {
      hs_formio_lex_skip (p);
      if (++p->depth < MAX_DEPTH)
        no = g_str_has_prefix (p->at, "if") ? parse_statement (p) : parse_block (p);
      if (no.node == NULL)
        return hs_formio_expr_fail (&condition, &yes);
    }
  else
    no = hs_formio_expr_new (standard_of (p->variable), HS_FORMIO_TYPE_ANY);
  return hs_formio_expr_new (hs_formio_expr_choose (condition.node, yes.node, no.node),
                             HS_FORMIO_TYPE_ANY);
}

JsonNode *
hs_formio_script_parse (const char *script, const char *variable, HsFormioKindFunc kind_of,
                        gpointer data)
{
  HsFormioParser p = { script, variable, kind_of, data, 0, 0 };
  HsFormioExpr expr;

  if (strlen (script) > MAX_SCRIPT)
    return NULL;
  expr = parse_statement (&p);
  hs_formio_lex_skip (&p);
  if (expr.node != NULL && *p.at != '\0')
    hs_formio_expr_fail (&expr, NULL);
  return expr.node;
}
