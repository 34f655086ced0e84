/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ECMA-262 regular expressions on PCRE2: what both write alike passes, what they write differently
 * is translated, what only PCRE2 knows is refused. Source: ECMA-262, 22.2, with flag "u". */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-form-regex.h"

#include "form/hs-form-error.h"
#include "form/schema/hs-schema-regex.h"

#include <string.h>

#define MAX_PATTERN 4096
#define LIMITS "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=2000)"
#define HEX "0123456789abcdefABCDEF"

/* What \s is in ECMA-262, and what \S, \D and \W are within a class. */
#define SPACES                                                                                     \
  "\\t-\\r "                                                                                       \
  "\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{fef"        \
  "f}"
#define NOT_SPACES                                                                                 \
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{"   \
  "202"                                                                                            \
  "7}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{"   \
  "10f"                                                                                            \
  "fff}"
#define NOT_DIGITS "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"
#define NOT_WORD "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"
#define WORD "[A-Za-z0-9_]"

/* Where in a class we are. */
typedef enum
{
  AT_ATOM,    /* a - is a letter */
  AFTER_ATOM, /* a - makes a range */
  AFTER_DASH, /* the end of a range follows */
} ClassPlace;

typedef struct
{
  const char *at;
  GString *out;
  gboolean in_class;
  gsize class_start; /* in out: after its [ */
  ClassPlace place;
  gboolean can_repeat; /* a quantifier may follow */
} Translation;

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "pattern: %s", what);
  return FALSE;
}

static void
append_code_point (Translation *t, gunichar c)
{
  g_string_append_printf (t->out, "\\x{%x}", c);
}

/* n hexadecimal digits at text. */
static gboolean
read_hex (const char *text, gsize n, gunichar *c)
{
  *c = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      *c = *c * 16 + (gunichar) g_ascii_xdigit_value (text[i]);
    }
  return n > 0;
}

static gboolean
is_half (gunichar c)
{
  return c >= 0xd800 && c < 0xe000;
}

/* \u0041, \u{1F600}, and the two halves of a pair. end: (out) after it */
static gboolean
read_unicode (const char *text, gunichar *code, const char **end, GError **error)
{
  const char *digits = text + 2;
  gunichar c, low;

  if (*digits == '{')
    {
      gsize n = strspn (digits + 1, HEX);

      if (n > 8 || digits[1 + n] != '}' || !read_hex (digits + 1, n, &c) || c > 0x10ffff)
        return refuse ("\\u{ } needs 1 to 6 hexadecimal digits", error);
      *end = digits + n + 2;
    }
  else
    {
      if (!read_hex (digits, 4, &c))
        return refuse ("\\u needs four hexadecimal digits", error);
      *end = digits + 4;
      if (c >= 0xd800 && c < 0xdc00 && (*end)[0] == '\\' && (*end)[1] == 'u' &&
          read_hex (*end + 2, 4, &low) && low >= 0xdc00 && low < 0xe000)
        {
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          *end += 6;
        }
    }
  *code = c;
  return TRUE;
}

/* Half a pair in a class: no text of ours has one. A range is cut to what lies below or above all halves. */
static gboolean
translate_half_in_class (Translation *t, gunichar c, GError **error)
{
  const char *end = NULL;
  gunichar last = 0;

  if (t->place == AFTER_DASH)
    append_code_point (t, 0xd7ff);
  else if (t->at[0] == '-' && t->at[1] == '\\' && t->at[2] == 'u')
    {
      if (!read_unicode (t->at + 1, &last, &end, error))
        return FALSE;
      if (last < c)
        return refuse ("a range from a later to an earlier letter", error);
      if (last >= 0xe000)
        append_code_point (t, 0xe000);
      else
        {
          t->at = end;
          t->place = AFTER_DASH; /* the whole range is done */
        }
    }
  else if (t->at[0] == '-' && t->at[1] != ']')
    append_code_point (t, 0xe000); /* some letter ends the range, or it is none */
  return TRUE;
}

static gboolean
translate_unicode (Translation *t, GError **error)
{
  const char *end = NULL;
  gunichar c = 0;

  if (!read_unicode (t->at, &c, &end, error))
    return FALSE;
  t->at = end;
  if (is_half (c) && t->in_class)
    return translate_half_in_class (t, c, error);
  if (is_half (c)) /* no text of ours has one */
    g_string_append (t->out, "(?!)");
  else
    append_code_point (t, c);
  return TRUE;
}

static const struct
{
  const char *ecma, *pcre;
} properties[] = {
  { "Letter", "L" },
  { "Cased_Letter", "L&" },
  { "LC", "L&" },
  { "Uppercase_Letter", "Lu" },
  { "Lowercase_Letter", "Ll" },
  { "Titlecase_Letter", "Lt" },
  { "Modifier_Letter", "Lm" },
  { "Other_Letter", "Lo" },
  { "Mark", "M" },
  { "Combining_Mark", "M" },
  { "Nonspacing_Mark", "Mn" },
  { "Spacing_Mark", "Mc" },
  { "Enclosing_Mark", "Me" },
  { "Number", "N" },
  { "Decimal_Number", "Nd" },
  { "digit", "Nd" },
  { "Letter_Number", "Nl" },
  { "Other_Number", "No" },
  { "Punctuation", "P" },
  { "punct", "P" },
  { "Connector_Punctuation", "Pc" },
  { "Dash_Punctuation", "Pd" },
  { "Open_Punctuation", "Ps" },
  { "Close_Punctuation", "Pe" },
  { "Initial_Punctuation", "Pi" },
  { "Final_Punctuation", "Pf" },
  { "Other_Punctuation", "Po" },
  { "Symbol", "S" },
  { "Math_Symbol", "Sm" },
  { "Currency_Symbol", "Sc" },
  { "Modifier_Symbol", "Sk" },
  { "Other_Symbol", "So" },
  { "Separator", "Z" },
  { "Space_Separator", "Zs" },
  { "Line_Separator", "Zl" },
  { "Paragraph_Separator", "Zp" },
  { "Other", "C" },
  { "Control", "Cc" },
  { "cntrl", "Cc" },
  { "Format", "Cf" },
  { "Surrogate", "Cs" },
  { "Private_Use", "Co" },
  { "Unassigned", "Cn" },
};

/* "Script=Greek" -> "sc:Greek", "General_Category=Letter" -> "L". */
static char *
translate_name (const char *name)
{
  static const struct
  {
    const char *ecma, *pcre;
  } keys[] = {
    { "Script=", "sc:" }, { "sc=", "sc:" }, { "Script_Extensions=", "scx:" }, { "scx=", "scx:" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_has_prefix (name, keys[i].ecma))
      return g_strconcat (keys[i].pcre, name + strlen (keys[i].ecma), NULL);
  if (g_str_has_prefix (name, "General_Category="))
    name += strlen ("General_Category=");
  else if (g_str_has_prefix (name, "gc="))
    name += strlen ("gc=");
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (name, properties[i].ecma))
      return g_strdup (properties[i].pcre);
  return g_strdup (name);
}

static gboolean
translate_property (Translation *t, GError **error)
{
  const char *end = strchr (t->at, '}');
  g_autofree char *name = NULL;
  g_autofree char *pcre = NULL;

  if (t->at[2] != '{' || end == NULL)
    return refuse ("\\p needs {name}", error);
  name = g_strndup (t->at + 3, (gsize) (end - t->at - 3));
  if (*name == '\0' ||
      strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=") !=
        strlen (name))
    return refuse ("\\p needs {name}", error);
  pcre = translate_name (name);
  g_string_append_printf (t->out, "\\%c{%s}", t->at[1], pcre);
  t->at = end + 1;
  return TRUE;
}

/* \d and its like: ASCII in ECMA-262, whatever PCRE2 was told; \b too. */
static gboolean
translate_class_escape (Translation *t, char c)
{
  static const struct
  {
    char letter;
    const char *outside, *inside; /* NULL: not so within a class */
  } all[] = {
    { 'd', "[0-9]", "0-9" },
    { 'D', "[^0-9]", NOT_DIGITS },
    { 'w', WORD, "A-Za-z0-9_" },
    { 'W', "[^A-Za-z0-9_]", NOT_WORD },
    { 's', "[" SPACES "]", SPACES },
    { 'S', "[^" SPACES "]", NOT_SPACES },
    { 'b', "(?:(?<=" WORD ")(?!" WORD ")|(?<!" WORD ")(?=" WORD "))", "\\x{8}" },
    { 'B', "(?:(?<=" WORD ")(?=" WORD ")|(?<!" WORD ")(?!" WORD "))", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].letter == c && (!t->in_class || all[i].inside != NULL))
      {
        g_string_append (t->out, t->in_class ? all[i].inside : all[i].outside);
        t->at += 2;
        t->can_repeat = strchr ("bB", c) == NULL || t->in_class;
        return TRUE;
      }
  return FALSE;
}

/* \k<name> */
static gboolean
translate_named_reference (Translation *t, GError **error)
{
  const char *end = strchr (t->at, '>');

  if (t->at[2] != '<' || end == NULL)
    return refuse ("\\k needs <name>", error);
  g_string_append_len (t->out, t->at, end + 1 - t->at);
  t->at = end + 1;
  return TRUE;
}

static gboolean
translate_escape (Translation *t, GError **error)
{
  char c = t->at[1];
  gunichar code;

  t->can_repeat = TRUE;
  if (translate_class_escape (t, c))
    return TRUE;
  if (c == 'u')
    return translate_unicode (t, error);
  if (c == 'p' || c == 'P')
    return translate_property (t, error);
  if (c == 'k' && !t->in_class)
    return translate_named_reference (t, error);
  if (c == 'x' && read_hex (t->at + 2, 2, &code))
    {
      append_code_point (t, code);
      t->at += 4;
      return TRUE;
    }
  if (c == 'c' && g_ascii_isalpha (t->at[2]))
    {
      append_code_point (t, (gunichar) (t->at[2] & 31));
      t->at += 3;
      return TRUE;
    }
  if (c == 'v')
    append_code_point (t, 0xb);
  else if (c == '0' && !g_ascii_isdigit (t->at[2]))
    append_code_point (t, 0);
  else if (c != '\0' && strchr ("tnrf^$\\.*+?()[]{}|/", c) != NULL)
    g_string_append_len (t->out, t->at, 2);
  else if (c == '-' && t->in_class)
    g_string_append (t->out, "\\-");
  else if (c >= '1' && c <= '9' && !t->in_class)
    {
      gsize n = strspn (t->at + 1, "0123456789");

      g_string_append_printf (t->out, "\\g{%.*s}", (int) n, t->at + 1);
      t->at += 1 + n;
      return TRUE;
    }
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
  if (*after == '?' && after[1] != '<')
    g_string_append_c (t->out, *t->at++);
  else if (*after == '?')
    {
      gsize n = after[2] == '=' || after[2] == '!' ? 2 : 1 + strcspn (t->at + 1, ">") + 1;

      if (t->at[n - 1] == '\0')
        return refuse ("a group's name does not end", error);
      g_string_append_len (t->out, t->at, (gssize) n);
      t->at += n;
    }
  t->can_repeat = FALSE;
  return TRUE;
}

/* Length of *, +, ?, {n}, {n,} or {n,m}; 0 when it is none. */
static gsize
quantifier_length (const char *text)
{
  gsize n = 1;

  if (*text == '*' || *text == '+' || *text == '?')
    return 1;
  if (*text != '{')
    return 0;
  n += strspn (text + n, "0123456789");
  if (n == 1)
    return 0;
  if (text[n] == ',')
    n += 1 + strspn (text + n + 1, "0123456789");
  return text[n] == '}' ? n + 1 : 0;
}

static gboolean
translate_quantifier (Translation *t, GError **error)
{
  gsize n = quantifier_length (t->at);

  if (n == 0)
    return refuse ("a brace without meaning", error);
  if (!t->can_repeat)
    return refuse ("a quantifier after nothing, or after a quantifier", error);
  if (t->at[n] == '?')
    n++;
  g_string_append_len (t->out, t->at, (gssize) n);
  t->at += n;
  t->can_repeat = FALSE;
  return TRUE;
}

/* An empty class is nothing, or all, to ECMA-262; to PCRE2 it does not end there. */
static void
end_class (Translation *t)
{
  gsize start = t->class_start;

  t->in_class = FALSE;
  t->can_repeat = TRUE;
  t->at++;
  if (t->out->len > start)
    g_string_append_c (t->out, ']');
  else if (t->out->str[start - 1] == '^')
    g_string_append (g_string_truncate (t->out, start - 2), "(?s:.)");
  else
    g_string_append (g_string_truncate (t->out, start - 1), "(?!)");
}

static gboolean
translate_atom (Translation *t, GError **error)
{
  const char *next = g_utf8_next_char (t->at);

  if (*t->at == '\\')
    return translate_escape (t, error);
  if (*t->at == '[') /* [:alpha:] has no special meaning here */
    g_string_append_c (t->out, '\\');
  g_string_append_len (t->out, t->at, next - t->at);
  t->at = next;
  return TRUE;
}

static gboolean
translate_in_class (Translation *t, GError **error)
{
  if (*t->at == ']')
    {
      end_class (t);
      return TRUE;
    }
  if (*t->at == '-' && t->place == AFTER_ATOM && t->at[1] != ']')
    {
      g_string_append_c (t->out, *t->at++);
      t->place = AFTER_DASH;
      return TRUE;
    }
  if (!translate_atom (t, error))
    return FALSE;
  t->place = t->place == AFTER_DASH ? AT_ATOM : AFTER_ATOM;
  return TRUE;
}

static void
translate_literal (Translation *t)
{
  const char *next = g_utf8_next_char (t->at);

  g_string_append_len (t->out, t->at, next - t->at);
  t->can_repeat = *t->at != '^' && *t->at != '|';
  t->at = next;
}

static void
replace (Translation *t, gsize n, const char *by, gboolean can_repeat)
{
  g_string_append (t->out, by);
  t->at += n;
  t->can_repeat = can_repeat;
}

static gboolean
translate_one (Translation *t, GError **error)
{
  if (t->in_class)
    return translate_in_class (t, error);
  switch (*t->at)
    {
    case '\\':
      return translate_escape (t, error);
    case '(':
      return translate_group (t, error);
    case '[':
      if (t->at[1] == ']')
        replace (t, 2, "(?!)", TRUE);
      else if (t->at[1] == '^' && t->at[2] == ']')
        replace (t, 3, "(?s:.)", TRUE);
      else
        {
          t->in_class = TRUE;
          t->place = AT_ATOM;
          replace (t, t->at[1] == '^' ? 2 : 1, t->at[1] == '^' ? "[^" : "[", FALSE);
          t->class_start = t->out->len;
        }
      return TRUE;
    case '.':
      replace (t, 1, "[^\\n\\r\\x{2028}\\x{2029}]", TRUE);
      return TRUE;
    case '$':
      replace (t, 1, "\\z", FALSE);
      return TRUE;
    case ']':
      return refuse ("] without [", error);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
      return translate_quantifier (t, error);
    default:
      translate_literal (t);
      return TRUE;
    }
}

static gboolean
translate_all (const char *pattern, GString *out, GError **error)
{
  Translation t = { .at = pattern, .out = out };

  if (strlen (pattern) > MAX_PATTERN)
    return refuse ("longer than 4096 bytes", error);
  while (*t.at != '\0')
    if (!translate_one (&t, error))
      return FALSE;
  return !t.in_class || refuse ("[ without ]", error);
}

char *
hs_form_regex_translate (const char *pattern, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!translate_all (pattern, out, error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

GRegex *
hs_form_regex_compile (const char *pattern, GError **error)
{
  g_autoptr (GString) out = g_string_new (LIMITS);
  g_autoptr (GError) local = NULL;
  GRegex *regex;

  if (!translate_all (pattern, out, error))
    return NULL;
  regex = g_regex_new (out->str, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, &local);
  if (regex == NULL)
    {
      /* GLib's sentence is translated and counts our limits; PCRE2's own is neither */
      HsSchemaRegex *again = hs_schema_regex_new (pattern, error);

      if (again != NULL)
        refuse (local->message, error);
      hs_schema_regex_free (again);
    }
  return regex;
}

gboolean
hs_form_regex_try (GRegex *regex, const char *text, gboolean *found)
{
  g_autoptr (GError) local = NULL;

  *found = g_regex_match_full (regex, text, -1, 0, G_REGEX_MATCH_DEFAULT, NULL, &local);
  return local == NULL;
}

gboolean
hs_form_regex_matches (GRegex *regex, const char *text)
{
  gboolean found;

  return hs_form_regex_try (regex, text, &found) && found;
}
