/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ECMA-262 regular expressions on PCRE2: what both write alike passes, what they write differently
 * is translated, what only PCRE2 knows is refused. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-form-regex.h"

#include "form/hs-form-error.h"

#include <string.h>

#define MAX_PATTERN 4096
#define LIMITS "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=2000)"

typedef struct
{
  const char *at;
  GString *out;
  gboolean in_class;
} Translation;

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "pattern: %s", what);
  return FALSE;
}

static gboolean
translate_unicode (Translation *t, GError **error)
{
  const char *digits = t->at + 2;
  gsize n = 4, skip = 0;

  if (*digits == '{')
    {
      digits++;
      n = strspn (digits, "0123456789abcdefABCDEF");
      if (n == 0 || n > 6 || digits[n] != '}')
        return refuse ("\\u{ } needs 1 to 6 hexadecimal digits", error);
      skip = 2;
    }
  else if (strspn (digits, "0123456789abcdefABCDEF") < 4)
    return refuse ("\\u needs four hexadecimal digits", error);
  g_string_append_printf (t->out, "\\x{%.*s}", (int) n, digits);
  t->at += 2 + n + skip;
  return TRUE;
}

static gboolean
translate_property (Translation *t, GError **error)
{
  static const struct
  {
    const char *ecma, *pcre;
  } names[] = {
    { "Letter", "L" }, { "Uppercase_Letter", "Lu" }, { "Lowercase_Letter", "Ll" }, { "Mark", "M" },
    { "Number", "N" }, { "Decimal_Number", "Nd" }
  };
  const char *end = strchr (t->at, '}');
  g_autofree char *name = NULL;

  if (t->at[2] != '{' || end == NULL)
    return refuse ("\\p needs {name}", error);
  name = g_strndup (t->at + 3, (gsize) (end - t->at - 3));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i].ecma))
      {
        g_free (name);
        name = g_strdup (names[i].pcre);
      }
  g_string_append_printf (t->out, "\\%c{%s}", t->at[1], name);
  t->at = end + 1;
  return TRUE;
}

static gboolean
translate_escape (Translation *t, GError **error)
{
  char c = t->at[1];

  if (c == 'u')
    return translate_unicode (t, error);
  if (c == 'p' || c == 'P')
    return translate_property (t, error);
  if (c == 'd')
    g_string_append (t->out, t->in_class ? "0-9" : "[0-9]");
  else if (c == 'w')
    g_string_append (t->out, t->in_class ? "A-Za-z0-9_" : "[A-Za-z0-9_]");
  else if (c == 'D' && !t->in_class)
    g_string_append (t->out, "[^0-9]");
  else if (c == 'W' && !t->in_class)
    g_string_append (t->out, "[^A-Za-z0-9_]");
  else if (c != '\0' && strchr ("sSbBtnvfr0^$\\.*+?()[]{}|/", c) != NULL)
    g_string_append_len (t->out, t->at, 2);
  else if (c == '-' && t->in_class)
    g_string_append (t->out, "\\-");
  else if (c >= '1' && c <= '9' && !t->in_class)
    g_string_append_len (t->out, t->at, 2);
  else
    return refuse ("an escape that ECMA-262 does not have", error);
  t->at += 2;
  return TRUE;
}

static gboolean
translate_group (Translation *t, GError **error)
{
  const char *after = t->at + 1;

  if (*after == '*')
    return refuse ("(* is not ECMA-262", error);
  if (*after == '?' && !(after[1] == ':' || after[1] == '=' || after[1] == '!' ||
                         (after[1] == '<' && after[2] != '\0' && after[2] != '>')))
    return refuse ("this kind of group is not ECMA-262", error);
  g_string_append_c (t->out, '(');
  t->at++;
  if (*after == '?') /* so that its ? is not taken for a quantifier */
    {
      g_string_append_c (t->out, '?');
      t->at++;
    }
  return TRUE;
}

static gboolean
translate_one (Translation *t, GError **error)
{
  char c = *t->at;
  const char *next;

  if (c == '\\')
    return translate_escape (t, error);
  if (c == '(' && !t->in_class)
    return translate_group (t, error);
  if (c == '[' && t->in_class) /* [:alpha:] has no special meaning here */
    g_string_append_c (t->out, '\\');
  else if (c == '[')
    t->in_class = TRUE;
  else if (c == ']')
    t->in_class = FALSE;
  else if (c == '$' && !t->in_class)
    {
      g_string_append (t->out, "\\z");
      t->at++;
      return TRUE;
    }
  else if (!t->in_class && strchr ("*+?}", c) != NULL && t->at[1] == '+')
    return refuse ("a quantifier after a quantifier", error);
  if (c == '[' && t->at[1] == ']')
    return refuse ("an empty class", error);
  next = g_utf8_next_char (t->at);
  g_string_append_len (t->out, t->at, next - t->at);
  t->at = next;
  return TRUE;
}

GRegex *
hs_form_regex_compile (const char *pattern, GError **error)
{
  Translation t = { pattern, NULL, FALSE };
  g_autoptr (GString) out = g_string_new (LIMITS);
  g_autoptr (GError) local = NULL;
  GRegex *regex;

  if (strlen (pattern) > MAX_PATTERN)
    {
      refuse ("longer than 4096 bytes", error);
      return NULL;
    }
  t.out = out;
  while (*t.at != '\0')
    if (!translate_one (&t, error))
      return NULL;
  regex = g_regex_new (out->str, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, &local);
  if (regex == NULL)
    refuse (local->message, error);
  return regex;
}

gboolean
hs_form_regex_matches (GRegex *regex, const char *text)
{
  return g_regex_match_full (regex, text, -1, 0, G_REGEX_MATCH_DEFAULT, NULL, NULL);
}
