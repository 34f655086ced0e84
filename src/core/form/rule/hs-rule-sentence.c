/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells a rule in the words of an officer: conditions are clauses, and what is negated has words of its own
 * instead of a "not". */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-teller.h"

#include "form/rule/hs-logic-private.h"

#include <string.h>

#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)

/* Conditions. */

static const char *
opposite (const char *op)
{
  static const char *const pairs[][2] = { { "==", "!=" }, { "===", "!==" }, { "<", ">=" },
                                          { ">", "<=" },  { "!=", "==" },   { "!==", "===" },
                                          { ">=", "<" },  { "<=", ">" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_equal (pairs[i][0], op))
      return pairs[i][1];
  return op;
}

/* "fold" on all sides is said once. */
static JsonNode *
unfold (JsonNode *json, gboolean *folded)
{
  JsonNode *args;
  const char *op = hs_teller_operator_of (json, &args);

  if (op != NULL && g_str_equal (op, "fold"))
    {
      *folded = TRUE;
      return hs_teller_get_arg (args, 0);
    }
  return json;
}

static char *
finish_folded (HsTeller *t, char *clause, gboolean folded)
{
  char *longer;

  if (!folded)
    return clause;
  longer = hs_teller_say (t, "fold", clause, NULL, NULL);
  g_free (clause);
  return longer;
}

static char *
tell_null_test (HsTeller *t, JsonNode *subject, gboolean is_null)
{
  g_autofree char *name = hs_teller_tell_value (t, subject);
  gboolean is_name = hs_teller_is_op (subject, "var");

  if (is_null)
    return hs_teller_say (t, is_name ? "==.null" : "==.null.value", name, NULL, NULL);
  return hs_teller_say (t, is_name ? "!=.null" : "!=.null.value", name, NULL, NULL);
}

static char *
tell_equal (HsTeller *t, const char *op, JsonNode *args)
{
  gboolean equal = *op == '=', folded = FALSE;
  JsonNode *a = hs_teller_get_arg (args, 0), *b = hs_teller_get_arg (args, 1), *inner;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  const char *key;

  if (a == NULL || b == NULL)
    return hs_teller_tell_list (t, args, 0, NULL, "and");
  if (hs_teller_operator_of (a, &inner) == NULL && hs_teller_operator_of (b, &inner) != NULL)
    {
      JsonNode *swap = a;

      a = b;
      b = swap;
    }
  if (JSON_NODE_HOLDS_NULL (b))
    return tell_null_test (t, a, equal);
  if (hs_teller_is_literal_boolean (b) && hs_teller_operator_of (a, &inner) != NULL)
    {
      if (hs_teller_types_of (t, a) == BOOLEAN && !hs_teller_is_op (a, "var"))
        return hs_teller_tell_condition (t, a, equal != json_node_get_boolean (b));
    }
  a = unfold (a, &folded);
  b = unfold (b, &folded);
  left = hs_teller_tell_beside (t, a, b);
  right = hs_teller_tell_beside (t, b, a);
  key = !equal                                      ? "!="
        : hs_teller_operator_of (b, &inner) != NULL ? "==.field"
        : hs_teller_is_literal_number (b)           ? "==.number"
                                                    : "==";
  return finish_folded (t, hs_teller_say (t, key, left, right, NULL), folded);
}

static char *
tell_order (HsTeller *t, const char *op, JsonNode *args, gboolean negated)
{
  gboolean dates = hs_teller_is_date (t, hs_teller_get_arg (args, 0)) ||
                   hs_teller_is_date (t, hs_teller_get_arg (args, 1));
  g_autofree char *a = hs_teller_tell_arg (t, args, 0);
  g_autofree char *b = hs_teller_tell_arg (t, args, 1);
  g_autofree char *c = hs_teller_count_args (args) > 2 ? hs_teller_tell_arg (t, args, 2) : NULL;
  g_autofree char *key = NULL;

  if (c != NULL && *op == '<')
    key = g_strdup_printf ("%s%s.between%s", negated ? "!" : "", op, dates ? ".date" : "");
  else
    key = g_strconcat (negated ? opposite (op) : op, dates ? ".date" : "", NULL);
  return hs_teller_say (t, key, a, b, c);
}

static gboolean
are_literals (JsonNode *list)
{
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (json_node_get_array (list), i)) &&
        !JSON_NODE_HOLDS_NULL (json_array_get_element (json_node_get_array (list), i)))
      return FALSE;
  return TRUE;
}

static char *
tell_in_list (HsTeller *t, JsonNode *what, JsonNode *list, gboolean negated)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gboolean folded = FALSE, literals = are_literals (list);
  JsonNode *bare = unfold (what, &folded);
  g_autofree char *left = hs_teller_tell_value (t, bare);
  g_autofree char *right = NULL;
  g_autofree char *key = NULL;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (list), i);

      g_ptr_array_add (parts, hs_teller_tell_beside (t, unfold (item, &folded), bare));
    }
  right = hs_teller_join (t, parts, "or");
  key = g_strconcat (negated ? "!" : "", literals ? "in" : "in.fields", NULL);
  return finish_folded (t, hs_teller_say (t, key, left, right, NULL), folded);
}

static char *
tell_in (HsTeller *t, JsonNode *args, gboolean negated)
{
  JsonNode *what = hs_teller_get_arg (args, 0), *where = hs_teller_get_arg (args, 1);
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  g_autofree char *key = NULL;
  guint types;

  if (what == NULL || where == NULL)
    return hs_teller_tell_list (t, args, 0, NULL, "and");
  if (JSON_NODE_HOLDS_ARRAY (where))
    return tell_in_list (t, what, where, negated);
  left = hs_teller_tell_beside (t, what, where);
  right = hs_teller_tell_value (t, where);
  types = hs_teller_types_of (t, where);
  key = g_strconcat (negated ? "!" : "",
                     types == HS_RULE_MASK (HS_RULE_ARRAY) ? "in.choices"
                     : hs_teller_is_op (where, "merge") || hs_teller_is_op (where, "map") ||
                         hs_teller_is_op (where, "filter")
                       ? "in.list"
                       : "in.text",
                     NULL);
  return hs_teller_say (t, key, left, right, NULL);
}

/* Patterns people have a word for. */
static const char *
kind_of_pattern (const char *pattern)
{
  static const char *const known[][2] = { { "\\s", ".spaces" },      { " ", ".spaces" },
                                          { "^[0-9]+$", ".digits" }, { "^\\d+$", ".digits" },
                                          { "^[0-9]*$", ".digits" }, { "[0-9]", ".digit" },
                                          { "\\d", ".digit" } };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i][0], pattern) == 0)
      return known[i][1];
  return "";
}

/* "^[0-9]{12}$": how many digits. FALSE: not a pattern of that kind. */
static gboolean
count_digits (const char *pattern, char **number)
{
  static const char *const digits[] = { "^[0-9]{", "^\\d{" };

  for (guint i = 0; pattern != NULL && i < G_N_ELEMENTS (digits); i++)
    if (g_str_has_prefix (pattern, digits[i]) && g_str_has_suffix (pattern, "}$"))
      {
        const char *start = pattern + strlen (digits[i]);
        gsize length = strlen (start) - strlen ("}$");

        *number = g_strndup (start, length);
        if (length > 0 && strspn (*number, "0123456789") == length)
          return TRUE;
        g_clear_pointer (number, g_free);
      }
  return FALSE;
}

/* Only letters, digits and spaces: found as it stands. */
static gboolean
is_plain (const char *text, gsize length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    if (!g_unichar_isalnum (g_utf8_get_char (p)) && *p != ' ')
      return FALSE;
  return length > 0;
}

/* (nullable) "^ho( |$)": begins with; "(^|[^a-z])(cong ty|hang)([^a-z]|$)": has one of these words; "cty": contains. */
static char *
quote_words (HsTeller *t, const char *pattern, const char **key)
{
  static const char *const frames[][3] = { { "^", "( |$)", "matches.begins" },
                                           { "^", "", "matches.begins" },
                                           { "(^|[^a-z])(", ")([^a-z]|$)", "matches.words" },
                                           { "", "", "matches.contains" } };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (frames) && words == NULL; i++)
    if (g_str_has_prefix (pattern, frames[i][0]) && g_str_has_suffix (pattern, frames[i][1]) &&
        strlen (pattern) > strlen (frames[i][0]) + strlen (frames[i][1]))
      {
        g_autofree char *inner =
          g_strndup (pattern + strlen (frames[i][0]),
                     strlen (pattern) - strlen (frames[i][0]) - strlen (frames[i][1]));

        words = g_strsplit (inner, "|", -1);
        *key = frames[i][2];
        for (guint k = 0; words != NULL && words[k] != NULL; k++)
          if (!is_plain (words[k], strlen (words[k])))
            g_clear_pointer (&words, g_strfreev);
          else if (k > 0 && i != 2)
            g_clear_pointer (&words, g_strfreev);
      }
  for (guint k = 0; words != NULL && words[k] != NULL; k++)
    g_ptr_array_add (parts, hs_teller_say (t, "text", words[k], NULL, NULL));
  return words != NULL ? hs_teller_join (t, parts, "or") : NULL;
}

static char *
tell_matches (HsTeller *t, JsonNode *args, gboolean negated)
{
  const char *pattern = hs_teller_literal_text (hs_teller_get_arg (args, 1));
  g_autofree char *text = hs_teller_tell_arg (t, args, 0);
  g_autofree char *number = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *key = NULL;
  const char *kind = "";

  if (count_digits (pattern, &number))
    return hs_teller_say (t, negated ? "!matches.count" : "matches.count", text, number, NULL);
  if (*kind_of_pattern (pattern) == '\0' && pattern != NULL)
    quoted = quote_words (t, pattern, &kind);
  if (quoted != NULL)
    key = g_strconcat (negated ? "!" : "", kind, NULL);
  else
    {
      quoted = hs_teller_say (t, "text", pattern, NULL, NULL);
      key = g_strconcat (negated ? "!" : "", "matches", kind_of_pattern (pattern), NULL);
    }
  return hs_teller_say (t, key, text, quoted, NULL);
}

/* "and" inside "or", or the other way round, goes into brackets. */
static char *
tell_connective (HsTeller *t, const char *op, JsonNode *args, gboolean negated)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gboolean is_and = g_str_equal (op, "and") != negated;

  for (guint i = 0; i < hs_teller_count_args (args); i++)
    {
      JsonNode *arg = hs_teller_get_arg (args, i), *inner = NULL, *rest = arg;
      gboolean turned = negated;
      char *part = hs_teller_tell_condition (t, arg, negated);
      const char *name;

      while ((name = hs_teller_operator_of (rest, &inner)) != NULL && g_str_equal (name, "!") &&
             hs_teller_get_arg (inner, 0) != NULL)
        {
          rest = hs_teller_get_arg (inner, 0);
          turned = !turned;
        }
      if (name != NULL && (g_str_equal (name, "and") || g_str_equal (name, "or")) &&
          hs_teller_count_args (inner) > 1 && (g_str_equal (name, "and") != turned) != is_and)
        {
          char *grouped = hs_teller_say (t, "group", part, NULL, NULL);

          g_free (part);
          part = grouped;
        }
      g_ptr_array_add (parts, part);
    }
  return hs_teller_join (t, parts, is_and ? "and" : "or");
}

/* A value where a condition is meant. */
static char *
tell_truth (HsTeller *t, JsonNode *json, gboolean negated)
{
  gboolean yes_no = hs_teller_types_of (t, json) == BOOLEAN;
  g_autofree char *value = hs_teller_tell_value (t, json);

  return hs_teller_say (t,
                        yes_no    ? (negated ? "truth.no" : "truth.yes")
                        : negated ? "truth.not"
                                  : "truth",
                        value, NULL, NULL);
}

static char *
tell_missing (HsTeller *t, const char *op, JsonNode *args, gboolean negated)
{
  g_autofree char *key = g_strconcat (negated ? "!" : "", op, ".is", NULL);
  g_autofree char *names = NULL;
  g_autofree char *need = NULL;

  if (g_str_equal (op, "missing"))
    {
      names = hs_teller_tell_names (t, args, "and");
      return hs_teller_say (t, key, names, NULL, NULL);
    }
  need = hs_teller_tell_arg (t, args, 0);
  names = hs_teller_get_arg (args, 1) != NULL
            ? hs_teller_tell_names (t, hs_teller_get_arg (args, 1), "and")
            : g_strdup ("");
  return hs_teller_say (t, key, need, names, NULL);
}

char *
hs_teller_tell_if (HsTeller *t, JsonNode *args, gboolean condition, gboolean negated)
{
  GString *text = g_string_new (NULL);
  guint n = hs_teller_count_args (args);

  for (guint i = 0; i < n; i += 2)
    {
      gboolean is_else = i + 1 == n;
      JsonNode *value = hs_teller_get_arg (args, is_else ? i : i + 1);
      g_autofree char *when =
        is_else ? NULL : hs_teller_tell_condition (t, hs_teller_get_arg (args, i), FALSE);
      g_autofree char *then =
        condition ? hs_teller_tell_condition (t, value, negated) : hs_teller_tell_value (t, value);
      g_autofree char *part = is_else && i == 0 ? g_strdup (then)
                                                : hs_teller_say (t,
                                                                 is_else  ? "if.else"
                                                                 : i == 0 ? "if"
                                                                          : "if.next",
                                                                 is_else ? then : when, then, NULL);

      if (i > 0)
        g_string_append (text, hs_rule_lexicon_get (t->lexicon, "comma"));
      g_string_append (text, part);
    }
  return g_string_free (text, FALSE);
}

static char *
tell_condition_op (HsTeller *t, JsonNode *json, const char *op, JsonNode *args, gboolean negated)
{
  static const char *const equals[] = { "==", "===", "!=", "!==", NULL };
  static const char *const orders[] = { "<", "<=", ">", ">=", NULL };
  static const char *const items[] = { "all", "none", "some", NULL };

  if (hs_teller_is_one_of (op, equals))
    return tell_equal (t, negated ? opposite (op) : op, args);
  if (hs_teller_is_one_of (op, orders))
    return tell_order (t, op, args, negated);
  if (hs_teller_is_one_of (op, items))
    return hs_teller_tell_over_items (t, op, args, negated);
  if (g_str_equal (op, "!") && hs_teller_get_arg (args, 0) != NULL)
    return hs_teller_tell_condition (t, hs_teller_get_arg (args, 0), !negated);
  if ((g_str_equal (op, "!!") || g_str_equal (op, "log")) && hs_teller_get_arg (args, 0) != NULL)
    return hs_teller_tell_condition (t, hs_teller_get_arg (args, 0), negated);
  if (g_str_equal (op, "and") || g_str_equal (op, "or"))
    return tell_connective (t, op, args, negated);
  if (g_str_equal (op, "in"))
    return tell_in (t, args, negated);
  if (g_str_equal (op, "matches"))
    return tell_matches (t, args, negated);
  if (g_str_equal (op, "if") || g_str_equal (op, "?:"))
    return hs_teller_tell_if (t, args, TRUE, negated);
  if (g_str_equal (op, "missing") || g_str_equal (op, "missing_some"))
    return tell_missing (t, op, args, negated);
  if (g_str_equal (op, "unique"))
    return hs_teller_tell_over_rows (t, op, args, negated);
  return tell_truth (t, json, negated);
}

char *
hs_teller_tell_condition (HsTeller *t, JsonNode *json, gboolean negated)
{
  JsonNode *args;
  const char *op;
  char *clause = NULL;

  if (json == NULL || ++t->depth > HS_RULE_MAX_DEPTH + 8)
    return hs_teller_tell_raw (json);
  op = hs_teller_operator_of (json, &args);
  if (op != NULL)
    clause = tell_condition_op (t, json, op, args, negated);
  else if (hs_teller_is_literal_boolean (json))
    clause = hs_teller_say (t, json_node_get_boolean (json) != negated ? "always" : "never", NULL,
                            NULL, NULL);
  else
    clause = tell_truth (t, json, negated);
  t->depth--;
  return clause != NULL ? clause : hs_teller_tell_raw (json);
}

char *
hs_rule_to_sentence (HsRule *rule, const HsRuleWords *words)
{
  HsTeller t = { words, words->lexicon, HS_RULE_OWN_SCOPE, FALSE, 0 };
  JsonNode *json;

  g_return_val_if_fail (rule != NULL && words != NULL, NULL);
  json = hs_rule_get_json (rule);
  if ((hs_rule_get_types (rule) & ~HS_RULE_MASK (HS_RULE_NULL)) == BOOLEAN)
    return hs_teller_tell_condition (&t, json, FALSE);
  return hs_teller_tell_value (&t, json);
}

GPtrArray *
hs_rule_list_operators (void)
{
  const HsRuleOp *tables[] = { hs_rule_logic_ops, hs_rule_text_ops, hs_rule_date_ops,
                               hs_rule_number_ops };
  GPtrArray *names = hs_logic_list_operators ();

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const HsRuleOp *op = tables[i]; op->name != NULL; op++)
      if (!g_ptr_array_find_with_equal_func (names, op->name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (op->name));
  return names;
}
