/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimal numbers for rules and limits: what does not fit is told, never rounded. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-decimal.h"

#include "base/hs-json.h"

#include <math.h>

#define MAX_EXPONENT 64
#define MAX_DOUBLE_EXPONENT 400 /* 10^308 to 10^-324, with 17 digits */

__extension__ typedef __int128 Wide;

static gboolean
fit_within (Wide coefficient, gint64 exponent, gint64 bound, HsDecimal *number)
{
  while (coefficient != 0 && coefficient % 10 == 0)
    {
      coefficient /= 10;
      exponent++;
    }
  if (coefficient == 0)
    exponent = 0;
  if (coefficient > G_MAXINT64 || coefficient < G_MININT64 || exponent > bound || exponent < -bound)
    return FALSE;
  number->coefficient = (gint64) coefficient;
  number->exponent = (gint32) exponent;
  return TRUE;
}

static gboolean
fit (Wide coefficient, gint64 exponent, HsDecimal *number)
{
  return fit_within (coefficient, exponent, MAX_EXPONENT, number);
}

/* Up to 10^19: the widest step at which an int64 still fits in a Wide. */
static Wide
power_of_ten (guint n)
{
  Wide power = 1;

  while (n-- > 0)
    power *= 10;
  return power;
}

HsDecimal
hs_decimal_from_int (gint64 number)
{
  HsDecimal decimal = { 0, 0 };

  fit (number, 0, &decimal);
  return decimal;
}

static gboolean
parse_exponent (const char *text, gint64 *exponent)
{
  char *end;
  gint64 typed;

  if (*text == '+')
    text++;
  if (!g_ascii_isdigit (*text) && !(*text == '-' && g_ascii_isdigit (text[1])))
    return FALSE;
  typed = g_ascii_strtoll (text, &end, 10);
  if (*end != '\0' || typed > 10000 || typed < -10000)
    return FALSE;
  *exponent += typed;
  return TRUE;
}

static gboolean
parse_within (const char *text, gint64 bound, HsDecimal *number)
{
  gboolean negative = *text == '-', point = FALSE, any = FALSE;
  Wide coefficient = 0;
  gint64 exponent = 0;

  for (text += negative; g_ascii_isdigit (*text) || (*text == '.' && !point); text++)
    {
      if (*text == '.')
        {
          point = TRUE;
          continue;
        }
      any = TRUE;
      if (coefficient > power_of_ten (36))
        return FALSE;
      coefficient = coefficient * 10 + (*text - '0');
      exponent -= point;
    }
  if (!any)
    return FALSE;
  if (*text == 'e' || *text == 'E')
    {
      if (!parse_exponent (text + 1, &exponent))
        return FALSE;
    }
  else if (*text != '\0')
    return FALSE;
  return fit_within (negative ? -coefficient : coefficient, exponent, bound, number);
}

gboolean
hs_decimal_parse (const char *text, HsDecimal *number)
{
  return parse_within (text, MAX_EXPONENT, number);
}

/* m / 10^k with m below 10^15 reads back as the double only when m and k are its shortest decimal: both
 * are exact doubles, and one division rounds once. */
static gboolean
read_short_double (double value, HsDecimal *number)
{
  static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10 };

  for (guint k = 0; k < G_N_ELEMENTS (powers); k++)
    {
      double scaled = nearbyint (value * powers[k]);

      if (fabs (scaled) >= 1e15)
        return FALSE;
      if (scaled / powers[k] == value)
        return fit ((Wide) scaled, -(gint64) k, number);
    }
  return FALSE;
}

gboolean
hs_decimal_from_double (double value, HsDecimal *number)
{
  char text[HS_JSON_NUMBER_SIZE];

  if (!isfinite (value))
    return FALSE;
  if (read_short_double (value, number))
    return TRUE;
  hs_json_number_to_text (value, text);
  return parse_within (text, MAX_DOUBLE_EXPONENT, number);
}

gboolean
hs_decimal_from_node (JsonNode *node, HsDecimal *number)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *number = hs_decimal_from_int (json_node_get_int (node));
      return TRUE;
    }
  return json_node_get_value_type (node) == G_TYPE_DOUBLE &&
         hs_decimal_from_double (json_node_get_double (node), number);
}

gboolean
hs_decimal_to_int (const HsDecimal *number, gint64 *whole)
{
  Wide wide;

  if (number->exponent < 0 || number->exponent > 19)
    return FALSE;
  wide = (Wide) number->coefficient * power_of_ten ((guint) number->exponent);
  if (wide > G_MAXINT64 || wide < G_MININT64)
    return FALSE;
  *whole = (gint64) wide;
  return TRUE;
}

JsonNode *
hs_decimal_to_node (const HsDecimal *number)
{
  g_autofree char *text = NULL;
  gint64 whole;

  if (hs_decimal_to_int (number, &whole))
    return json_node_init_int (json_node_alloc (), whole);
  text = hs_decimal_to_text (number);
  return json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
}

char *
hs_decimal_to_text (const HsDecimal *number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number->coefficient);
  const char *unsigned_digits = digits + (number->coefficient < 0);
  GString *text = g_string_new (number->coefficient < 0 ? "-" : "");
  int length = (int) strlen (unsigned_digits), before = length + number->exponent;

  if (number->exponent >= 0)
    {
      g_string_append (text, unsigned_digits);
      for (int i = 0; i < number->exponent; i++)
        g_string_append_c (text, '0');
      return g_string_free (text, FALSE);
    }
  if (before <= 0)
    g_string_append_c (text, '0');
  else
    g_string_append_len (text, unsigned_digits, before);
  g_string_append_c (text, '.');
  for (int i = before; i < 0; i++)
    g_string_append_c (text, '0');
  g_string_append (text, unsigned_digits + MAX (before, 0));
  return g_string_free (text, FALSE);
}

/* Brings both to the smaller exponent; FALSE when they are too far apart. */
static gboolean
align (const HsDecimal *a, const HsDecimal *b, Wide *wide_a, Wide *wide_b, gint32 *exponent)
{
  gint32 smaller = MIN (a->exponent, b->exponent);

  *exponent = smaller;
  if (a->exponent - smaller > 18 || b->exponent - smaller > 18)
    return FALSE;
  *wide_a = (Wide) a->coefficient * power_of_ten ((guint) (a->exponent - smaller));
  *wide_b = (Wide) b->coefficient * power_of_ten ((guint) (b->exponent - smaller));
  return TRUE;
}

gboolean
hs_decimal_add (const HsDecimal *a, const HsDecimal *b, HsDecimal *sum)
{
  Wide wide_a, wide_b;
  gint32 exponent;

  if (a->coefficient == 0 || b->coefficient == 0)
    {
      *sum = a->coefficient == 0 ? *b : *a;
      return TRUE;
    }
  return align (a, b, &wide_a, &wide_b, &exponent) && fit (wide_a + wide_b, exponent, sum);
}

gboolean
hs_decimal_subtract (const HsDecimal *a, const HsDecimal *b, HsDecimal *difference)
{
  HsDecimal negative = *b;

  return fit (-(Wide) b->coefficient, b->exponent, &negative) &&
         hs_decimal_add (a, &negative, difference);
}

gboolean
hs_decimal_multiply (const HsDecimal *a, const HsDecimal *b, HsDecimal *product)
{
  return fit ((Wide) a->coefficient * b->coefficient, (gint64) a->exponent + b->exponent, product);
}

static int
sign_of (gint64 number)
{
  return (number > 0) - (number < 0);
}

int
hs_decimal_compare (const HsDecimal *a, const HsDecimal *b)
{
  int sign_a = sign_of (a->coefficient), sign_b = sign_of (b->coefficient);
  Wide wide_a, wide_b;
  gint32 exponent;

  if (sign_a != sign_b || sign_a == 0)
    return (sign_a > sign_b) - (sign_a < sign_b);
  if (align (a, b, &wide_a, &wide_b, &exponent))
    return (wide_a > wide_b) - (wide_a < wide_b);
  return a->exponent > b->exponent ? sign_a : -sign_a;
}

gboolean
hs_decimal_is_multiple (const HsDecimal *value, const HsDecimal *step)
{
  Wide wide_value, wide_step, rest;
  gint32 far;

  if (value->coefficient == 0)
    return TRUE;
  if (align (value, step, &wide_value, &wide_step, &far))
    return wide_value % wide_step == 0;
  if (value->exponent < step->exponent)
    return FALSE; /* finer than the step by 19 digits, and no trailing zero */
  /* value = c x 10^n x unit: take the remainder while multiplying up */
  rest = value->coefficient % step->coefficient;
  for (gint32 i = value->exponent - step->exponent; i > 0 && rest != 0; i--)
    rest = rest * 10 % step->coefficient;
  return rest == 0;
}
