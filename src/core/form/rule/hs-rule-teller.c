/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What telling a rule needs everywhere: the rule as it was written, words for names, literals and lists. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-teller.h"

#include <string.h>

#define DATE HS_RULE_MASK (HS_RULE_DATE)
#define BOOLEAN HS_RULE_MASK (HS_RULE_BOOLEAN)

/* The rule as written. */

/* (nullable) the operator; args: (out) */
const char *
hs_teller_operator_of (JsonNode *json, JsonNode **args)
{
  JsonObjectIter iter;
  const char *name;

  if (!JSON_NODE_HOLDS_OBJECT (json) || json_object_get_size (json_node_get_object (json)) != 1)
    return NULL;
  json_object_iter_init (&iter, json_node_get_object (json));
  json_object_iter_next (&iter, &name, args);
  return name;
}

guint
hs_teller_count_args (JsonNode *args)
{
  return JSON_NODE_HOLDS_ARRAY (args) ? json_array_get_length (json_node_get_array (args)) : 1;
}

/* (nullable) */
JsonNode *
hs_teller_get_arg (JsonNode *args, guint i)
{
  if (!JSON_NODE_HOLDS_ARRAY (args))
    return i == 0 ? args : NULL;
  return i < json_array_get_length (json_node_get_array (args))
           ? json_array_get_element (json_node_get_array (args), i)
           : NULL;
}

gboolean
hs_teller_is_op (JsonNode *json, const char *name)
{
  JsonNode *args;

  return json != NULL && g_strcmp0 (hs_teller_operator_of (json, &args), name) == 0;
}

const char *
hs_teller_literal_text (JsonNode *json)
{
  return json != NULL && JSON_NODE_HOLDS_VALUE (json) &&
             json_node_get_value_type (json) == G_TYPE_STRING
           ? json_node_get_string (json)
           : NULL;
}

gboolean
hs_teller_is_literal_boolean (JsonNode *json)
{
  return JSON_NODE_HOLDS_VALUE (json) && json_node_get_value_type (json) == G_TYPE_BOOLEAN;
}

gboolean
hs_teller_is_literal_number (JsonNode *json)
{
  return json != NULL && JSON_NODE_HOLDS_VALUE (json) && !hs_teller_is_literal_boolean (json) &&
         hs_teller_literal_text (json) == NULL;
}

/* The name in {"var": "name"}, also through what only changes how it is written; (nullable) */
const char *
hs_teller_name_of (JsonNode *json)
{
  JsonNode *args;
  const char *op = json != NULL ? hs_teller_operator_of (json, &args) : NULL;

  if (op == NULL)
    return NULL;
  if (g_str_equal (op, "var"))
    return hs_teller_literal_text (hs_teller_get_arg (args, 0));
  return g_str_equal (op, "fold") ? hs_teller_name_of (hs_teller_get_arg (args, 0)) : NULL;
}

/* Words. */

char *
hs_teller_say (HsTeller *t, const char *key, const char *a, const char *b, const char *c)
{
  return hs_rule_lexicon_say (t->lexicon, key, a != NULL ? a : "", b != NULL ? b : "",
                              c != NULL ? c : "", NULL);
}

char *
hs_teller_join (HsTeller *t, GPtrArray *parts, const char *last)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      if (i > 0)
        g_string_append (text,
                         hs_rule_lexicon_get (t->lexicon, i + 1 == parts->len ? last : "comma"));
      g_string_append (text, parts->pdata[i]);
    }
  if (parts->len == 0)
    g_string_append (text, hs_rule_lexicon_get (t->lexicon, "empty"));
  return g_string_free (text, FALSE);
}

void
hs_teller_find_name (HsTeller *t, const char *path, HsRuleNamed *named)
{
  named->label = NULL;
  named->types = 0;
  named->inner_scope = HS_RULE_OWN_SCOPE;
  if (t->scope == HS_TELLER_ITEM_SCOPE || path == NULL ||
      !t->words->describe (t->words->data, t->scope, path, named))
    named->label = NULL;
}

guint
hs_teller_types_of (HsTeller *t, JsonNode *json)
{
  JsonNode *args;
  const char *op = json != NULL ? hs_teller_operator_of (json, &args) : NULL;
  const char *const dates[] = { "today", "date", "date.add", NULL };
  const char *const conditions[] = { "==",     "===", "!=",   "!==",  "<",  "<=", ">",
                                     ">=",     "!",   "!!",   "and",  "or", "in", "matches",
                                     "unique", "all", "none", "some", NULL };
  HsRuleNamed named;

  if (op == NULL)
    return json != NULL && hs_teller_is_literal_boolean (json) ? BOOLEAN : 0;
  if (g_strv_contains (dates, op))
    return DATE;
  if (g_strv_contains (conditions, op))
    return BOOLEAN;
  if (g_str_equal (op, "var"))
    {
      hs_teller_find_name (t, hs_teller_literal_text (hs_teller_get_arg (args, 0)), &named);
      g_free (named.label);
      return named.types;
    }
  if (g_str_equal (op, "min") || g_str_equal (op, "max") || g_str_equal (op, "if"))
    return hs_teller_types_of (t, hs_teller_get_arg (args, hs_teller_count_args (args) - 1));
  return 0;
}

gboolean
hs_teller_is_date (HsTeller *t, JsonNode *json)
{
  return hs_teller_types_of (t, json) == DATE;
}

static char *
tell_number (HsTeller *t, JsonNode *json)
{
  g_autofree char *plain = NULL;
  const char *point = hs_rule_lexicon_get (t->lexicon, "point");
  const char *thousands = hs_rule_lexicon_get (t->lexicon, "thousands");
  GString *text = g_string_new (NULL);
  HsDecimal number;
  const char *dot;
  gsize whole;

  if (!hs_decimal_from_node (json, &number))
    {
      g_string_free (text, TRUE);
      return hs_json_write (json);
    }
  plain = hs_decimal_to_text (&number);
  dot = strchr (plain, '.');
  whole = dot != NULL ? (gsize) (dot - plain) : strlen (plain);
  for (gsize i = 0; i < whole; i++)
    {
      if (i > (plain[0] == '-') && (whole - i) % 3 == 0)
        g_string_append (text, thousands);
      g_string_append_c (text, plain[i]);
    }
  if (dot != NULL)
    g_string_append_printf (text, "%s%s", point, dot + 1);
  return g_string_free (text, FALSE);
}

/* path (nullable): the field whose value this is compared with. */
char *
hs_teller_tell_literal (HsTeller *t, JsonNode *json, const char *path)
{
  const char *text = hs_teller_literal_text (json);
  g_autofree char *code = NULL;
  HsDate date;

  if (JSON_NODE_HOLDS_NULL (json))
    return hs_teller_say (t, "null", NULL, NULL, NULL);
  if (hs_teller_is_literal_boolean (json))
    return hs_teller_say (t, json_node_get_boolean (json) ? "true" : "false", NULL, NULL, NULL);
  if (text == NULL)
    return tell_number (t, json);
  if (path != NULL && t->scope != HS_TELLER_ITEM_SCOPE && t->words->describe_code != NULL)
    code = t->words->describe_code (t->words->data, t->scope, path, text);
  if (code == NULL && hs_date_parse_iso (text, &date))
    return hs_date_to_text (&date);
  return hs_teller_say (t, "text", code != NULL ? code : text, NULL, NULL);
}

/* A value that is compared with `other`: a code of that field has its label. */
char *
hs_teller_tell_beside (HsTeller *t, JsonNode *json, JsonNode *other)
{
  JsonNode *args;

  if (hs_teller_literal_text (json) != NULL && hs_teller_is_op (other, "cccd.sex"))
    {
      g_autofree char *key = g_strconcat ("cccd.sex.", hs_teller_literal_text (json), NULL);

      if (hs_rule_lexicon_get (t->lexicon, key) != NULL)
        return hs_teller_say (t, key, NULL, NULL, NULL);
    }
  if (hs_teller_operator_of (json, &args) == NULL && !JSON_NODE_HOLDS_ARRAY (json))
    return hs_teller_tell_literal (t, json, hs_teller_name_of (other));
  return hs_teller_tell_value (t, json);
}

char *
hs_teller_tell_raw (JsonNode *json)
{
  return json != NULL ? hs_json_write (json) : g_strdup ("");
}

char *
hs_teller_tell_arg (HsTeller *t, JsonNode *args, guint i)
{
  JsonNode *arg = hs_teller_get_arg (args, i), *inner;
  const char *op = arg != NULL ? hs_teller_operator_of (arg, &inner) : NULL;
  g_autofree char *text = NULL;

  if (arg == NULL)
    return hs_teller_say (t, "empty", NULL, NULL, NULL);
  text = hs_teller_tell_value (t, arg);
  /* a choice inside a sentence: where it ends must be heard */
  if (g_strcmp0 (op, "if") == 0 || g_strcmp0 (op, "?:") == 0)
    return hs_teller_say (t, "group", text, NULL, NULL);
  return g_steal_pointer (&text);
}

char *
hs_teller_tell_list (HsTeller *t, JsonNode *args, guint from, JsonNode *beside, const char *last)
{
  static const char *const lists[] = { "join", "cat", "if", "?:", "merge", NULL };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = from; i < hs_teller_count_args (args); i++)
    {
      JsonNode *arg = hs_teller_get_arg (args, i), *inner;
      const char *op = hs_teller_operator_of (arg, &inner);
      char *part =
        beside != NULL ? hs_teller_tell_beside (t, arg, beside) : hs_teller_tell_value (t, arg);

      if (op != NULL && hs_teller_is_one_of (op, lists)) /* a list in a list */
        {
          char *grouped = hs_teller_say (t, "group", part, NULL, NULL);

          g_free (part);
          part = grouped;
        }
      g_ptr_array_add (parts, part);
    }
  return hs_teller_join (t, parts, last);
}

/* Names. */

static char *
tell_item (HsTeller *t, const char *path)
{
  if (t->in_reduce &&
      (g_str_equal (path, "accumulator") || g_str_has_prefix (path, "accumulator.")))
    return hs_teller_say (t, "var.accumulator", NULL, NULL, NULL);
  if (t->in_reduce && g_str_equal (path, "current"))
    return hs_teller_say (t, "var.current", NULL, NULL, NULL);
  if (t->in_reduce && g_str_has_prefix (path, "current."))
    path += strlen ("current.");
  return *path == '\0' ? hs_teller_say (t, "var.item", NULL, NULL, NULL)
                       : hs_teller_say (t, "var.field", path, NULL, NULL);
}

char *
hs_teller_tell_name (HsTeller *t, const char *path)
{
  HsRuleNamed named;
  g_autofree char *label = NULL;

  if (t->scope == HS_TELLER_ITEM_SCOPE)
    return tell_item (t, path);
  if (*path == '\0')
    return hs_teller_say (t, "var.everything", NULL, NULL, NULL);
  hs_teller_find_name (t, path, &named);
  label = named.label;
  if (label != NULL)
    return g_steal_pointer (&label);
  if (g_str_has_suffix (path, ".length"))
    {
      g_autofree char *base = g_strndup (path, strlen (path) - strlen (".length"));
      g_autofree char *name = hs_teller_tell_name (t, base);

      return hs_teller_say (t, "var.length", name, NULL, NULL);
    }
  return hs_teller_say (t, "name", path, NULL, NULL);
}

char *
hs_teller_tell_var (HsTeller *t, JsonNode *args)
{
  JsonNode *path = hs_teller_get_arg (args, 0), *standard = hs_teller_get_arg (args, 1);
  g_autofree char *name = NULL;
  g_autofree char *other = NULL;

  if (path == NULL || JSON_NODE_HOLDS_NULL (path))
    name = hs_teller_tell_name (t, "");
  else if (hs_teller_literal_text (path) != NULL)
    name = hs_teller_tell_name (t, hs_teller_literal_text (path));
  else if (hs_teller_is_literal_number (path))
    {
      g_autofree char *number = hs_json_write (path);

      name = hs_teller_tell_name (t, number);
    }
  else
    {
      other = hs_teller_tell_value (t, path);
      name = hs_teller_say (t, "var.computed", other, NULL, NULL);
      g_clear_pointer (&other, g_free);
    }
  if (standard == NULL)
    return g_steal_pointer (&name);
  other = hs_teller_tell_value (t, standard);
  return hs_teller_say (t, "var.default", name, other, NULL);
}

/* {"missing": ["a", "b"]}: names are texts here. */
char *
hs_teller_tell_names (HsTeller *t, JsonNode *args, const char *last)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  JsonNode *first = hs_teller_get_arg (args, 0);

  if (first != NULL && JSON_NODE_HOLDS_ARRAY (first))
    return hs_teller_tell_names (t, first, last);
  for (guint i = 0; i < hs_teller_count_args (args); i++)
    {
      const char *name = hs_teller_literal_text (hs_teller_get_arg (args, i));

      g_ptr_array_add (parts, name != NULL ? hs_teller_tell_name (t, name)
                                           : hs_teller_tell_value (t, hs_teller_get_arg (args, i)));
    }
  return hs_teller_join (t, parts, last);
}

gboolean
hs_teller_is_one_of (const char *op, const char *const *names)
{
  return g_strv_contains (names, op);
}
