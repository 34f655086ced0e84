/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JavaScript's conversions and comparisons, for compatible JsonLogic. Texts are UTF-8 here and counted in UTF-16
 * code units, as JavaScript counts. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic-private.h"

#include <math.h>
#include <string.h>

/* Texts as UTF-16 counts them. */

static guint
units_of (gunichar character)
{
  return character >= 0x10000 ? 2 : 1;
}

gsize
hs_logic_count_units (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += units_of (g_utf8_get_char (p));
  return n;
}

const char *
hs_logic_slice (HsLogicRun *run, const char *text, gsize first, gssize n_units)
{
  GString *slice = g_string_new (NULL);
  gsize at = 0, end = n_units < 0 ? G_MAXSIZE : first + (gsize) n_units;

  for (const char *p = text; *p != '\0' && at < end; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      gsize next = at + units_of (character);

      if (at >= first && next <= end)
        g_string_append_unichar (slice, character);
      else if (next > first)
        g_string_append_unichar (slice, 0xfffd); /* half a pair */
      at = next;
    }
  return hs_logic_own_text (run, slice);
}

/* As by UTF-16 code units: characters above U+FFFF come before U+E000..U+FFFF. */
static int
compare_texts (const char *a, const char *b)
{
  gunichar x, y;

  while (*a != '\0' && *a == *b)
    {
      a++;
      b++;
    }
  if ((guchar) *a < 0xee || (guchar) *b < 0xee)
    return (guchar) *a - (guchar) *b;
  if ((guchar) *a >= 0xf0 && (guchar) *b >= 0xf0)
    return (guchar) *a - (guchar) *b;
  x = (guchar) *a >= 0xf0;
  y = (guchar) *b >= 0xf0;
  return x == y ? (guchar) *a - (guchar) *b : (x ? -1 : 1);
}

/* Conversions. */

static void append_text (HsLogicRun *run, GString *text, const HsLogicValue *value, guint depth);

static void
append_list (HsLogicRun *run, GString *text, const HsLogicValue *value, guint depth)
{
  guint n = hs_logic_value_length (value);

  if (depth > HS_LOGIC_MAX_VALUE_DEPTH)
    hs_logic_fail (run, "a rule made a value deeper than 128 levels");
  for (guint i = 0; i < n && hs_logic_spend (run, 1); i++)
    {
      HsLogicValue item = hs_logic_value_item (value, i);

      if (i > 0)
        g_string_append_c (text, ',');
      if (item.type != HS_LOGIC_UNDEFINED && item.type != HS_LOGIC_NULL)
        append_text (run, text, &item, depth + 1);
    }
}

static void
append_number (GString *text, double number)
{
  char digits[HS_JSON_NUMBER_SIZE];

  if (isnan (number))
    g_string_append (text, "NaN");
  else if (isinf (number))
    g_string_append (text, number < 0 ? "-Infinity" : "Infinity");
  else if (number == 0)
    g_string_append_c (text, '0');
  else
    {
      hs_json_number_to_text (number, digits);
      g_string_append (text, digits);
    }
}

static void
append_text (HsLogicRun *run, GString *text, const HsLogicValue *value, guint depth)
{
  if (text->len > HS_LOGIC_MAX_TEXT)
    {
      hs_logic_fail (run, "a rule made a text longer than 1 MiB");
      return;
    }
  switch (value->type)
    {
    case HS_LOGIC_UNDEFINED:
      g_string_append (text, "undefined");
      return;
    case HS_LOGIC_NULL:
      g_string_append (text, "null");
      return;
    case HS_LOGIC_BOOLEAN:
      g_string_append (text, value->boolean ? "true" : "false");
      return;
    case HS_LOGIC_NUMBER:
      append_number (text, value->number);
      return;
    case HS_LOGIC_STRING:
      g_string_append (text, value->string);
      return;
    case HS_LOGIC_LIST:
    case HS_LOGIC_ARRAY:
      append_list (run, text, value, depth);
      return;
    case HS_LOGIC_OBJECT:
    case HS_LOGIC_SCOPE:
    case HS_LOGIC_SOURCE:
    default:
      g_string_append (text, "[object Object]");
    }
}

const char *
hs_logic_to_text (HsLogicRun *run, const HsLogicValue *value)
{
  GString *text;

  if (value->type == HS_LOGIC_STRING)
    return value->string;
  text = g_string_new (NULL);
  append_text (run, text, value, 0);
  return hs_logic_own_text (run, text);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || c == 0xfeff;
}

static const char *
skip_spaces (const char *text)
{
  while (*text != '\0' && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

static const char *
skip_digits (const char *text)
{
  while (g_ascii_isdigit (*text))
    text++;
  return text;
}

/* End of the longest decimal number the text begins with; text itself when it is none. */
static const char *
scan_decimal (const char *text)
{
  const char *p = *text == '+' || *text == '-' ? text + 1 : text, *digits = p, *end;

  if (g_str_has_prefix (p, "Infinity"))
    return p + strlen ("Infinity");
  p = skip_digits (p);
  if (*p == '.' && (p > digits || g_ascii_isdigit (p[1])))
    p = skip_digits (p + 1);
  if (p == digits)
    return text;
  end = p;
  if (*p == 'e' || *p == 'E')
    {
      p += p[1] == '+' || p[1] == '-' ? 2 : 1;
      if (g_ascii_isdigit (*p))
        end = skip_digits (p);
    }
  return end;
}

static double
read_decimal (const char *text, const char *end)
{
  g_autofree char *part = g_strndup (text, (gsize) (end - text));

  if (strstr (part, "Inf") != NULL)
    return *part == '-' ? -INFINITY : INFINITY;
  return g_ascii_strtod (part, NULL);
}

/* "0x1f", "0o17", "0b101"; NaN when it is none of these. */
static double
read_radix (const char *text)
{
  char kind = text[0] == '0' ? g_ascii_tolower (text[1]) : '\0';
  int radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
  double number = 0;
  const char *p = text + 2;

  if (radix == 0)
    return NAN;
  for (; g_ascii_isxdigit (*p) && g_ascii_xdigit_value (*p) < radix; p++)
    number = number * radix + g_ascii_xdigit_value (*p);
  return p > text + 2 && *skip_spaces (p) == '\0' ? number : NAN;
}

static double
text_to_number (HsLogicRun *run, const char *text)
{
  const char *start = skip_spaces (text), *end;

  hs_logic_spend (run, strlen (text) / 16);
  if (*start == '\0')
    return 0;
  end = scan_decimal (start);
  return end > start && *skip_spaces (end) == '\0' ? read_decimal (start, end) : read_radix (start);
}

double
hs_logic_to_number (HsLogicRun *run, const HsLogicValue *value)
{
  switch (value->type)
    {
    case HS_LOGIC_NULL:
      return 0;
    case HS_LOGIC_BOOLEAN:
      return value->boolean ? 1 : 0;
    case HS_LOGIC_NUMBER:
      return value->number;
    case HS_LOGIC_STRING:
      return text_to_number (run, value->string);
    case HS_LOGIC_LIST:
    case HS_LOGIC_ARRAY:
      return text_to_number (run, hs_logic_to_text (run, value));
    case HS_LOGIC_UNDEFINED:
    case HS_LOGIC_OBJECT:
    case HS_LOGIC_SCOPE:
    case HS_LOGIC_SOURCE:
    default:
      return NAN;
    }
}

double
hs_logic_parse_float (HsLogicRun *run, const HsLogicValue *value)
{
  const char *text, *end;

  if (value->type == HS_LOGIC_NUMBER)
    return value->number == 0 ? 0 : value->number; /* "-0" is read from "0" */
  text = skip_spaces (hs_logic_to_text (run, value));
  hs_logic_spend (run, strlen (text) / 16);
  end = scan_decimal (text);
  return end > text ? read_decimal (text, end) : NAN;
}

double
hs_logic_to_integer (double number)
{
  return isnan (number) ? 0 : trunc (number);
}

/* Comparisons. */

static gboolean
is_nothing (const HsLogicValue *value)
{
  return value->type == HS_LOGIC_UNDEFINED || value->type == HS_LOGIC_NULL;
}

static gboolean
is_same_object (const HsLogicValue *a, const HsLogicValue *b)
{
  return a->type == b->type && a->list == b->list;
}

static HsLogicValue
to_primitive (HsLogicRun *run, const HsLogicValue *value)
{
  HsLogicValue text = { HS_LOGIC_STRING, { 0 } };

  if (!hs_logic_is_object (value))
    return *value;
  text.string = hs_logic_to_text (run, value);
  return text;
}

static gboolean
equal_texts (HsLogicRun *run, const char *a, const char *b)
{
  hs_logic_spend (run, strlen (a) / 64);
  return strcmp (a, b) == 0;
}

gboolean
hs_logic_equal_strict (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b)
{
  if (a->type != b->type)
    return FALSE;
  if (a->type == HS_LOGIC_NUMBER)
    return a->number == b->number;
  if (a->type == HS_LOGIC_STRING)
    return equal_texts (run, a->string, b->string);
  if (a->type == HS_LOGIC_BOOLEAN)
    return !a->boolean == !b->boolean;
  return is_nothing (a) || is_same_object (a, b);
}

gboolean
hs_logic_equal_loose (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b)
{
  HsLogicValue x, y;

  if (is_nothing (a) || is_nothing (b))
    return is_nothing (a) && is_nothing (b);
  if (a->type == b->type || (hs_logic_is_object (a) && hs_logic_is_object (b)))
    return hs_logic_equal_strict (run, a, b);
  x = to_primitive (run, a);
  y = to_primitive (run, b);
  if (x.type == HS_LOGIC_STRING && y.type == HS_LOGIC_STRING)
    return equal_texts (run, x.string, y.string);
  return hs_logic_to_number (run, &x) == hs_logic_to_number (run, &y);
}

gboolean
hs_logic_less (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b, gboolean or_equal)
{
  HsLogicValue x = to_primitive (run, a), y = to_primitive (run, b);
  double p, q;
  int order;

  if (x.type == HS_LOGIC_STRING && y.type == HS_LOGIC_STRING)
    {
      hs_logic_spend (run, strlen (x.string) / 64);
      order = compare_texts (x.string, y.string);
      return or_equal ? order <= 0 : order < 0;
    }
  p = hs_logic_to_number (run, &x);
  q = hs_logic_to_number (run, &y);
  return or_equal ? p <= q : p < q;
}
