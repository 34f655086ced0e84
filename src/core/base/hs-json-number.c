/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: the shortest digits that read back as the same double, laid out as ECMAScript's
 * Number::toString does, which RFC 8785 asks for. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json-private.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_DIGITS 17 /* enough for every double */

typedef struct
{
  char digits[MAX_DIGITS + 1]; /* no leading and, once trimmed, no trailing zero */
  int n;                       /* digits */
  int point;                   /* the value is 0.DIGITS times ten to this power */
} Decimal;

/* value > 0, correctly rounded to n digits. */
static void
round_to (double value, int n, Decimal *out)
{
  char format[16], text[64];

  g_snprintf (format, sizeof format, "%%.%de", n - 1);
  g_ascii_formatd (text, sizeof text, format, value);
  out->n = 0;
  for (const char *p = text; *p != 'e'; p++)
    if (g_ascii_isdigit (*p))
      out->digits[out->n++] = *p;
  out->digits[out->n] = '\0';
  out->point = (int) g_ascii_strtoll (strchr (text, 'e') + 1, NULL, 10) + 1;
}

static gboolean
reads_back (const Decimal *d, double value)
{
  char text[64];

  g_snprintf (text, sizeof text, "0.%se%d", d->digits, d->point);
  return g_ascii_strtod (text, NULL) == value;
}

/* The next decimal of as many digits. */
static void
step_up (Decimal *d)
{
  int i = d->n - 1;

  while (i >= 0 && d->digits[i] == '9')
    d->digits[i--] = '0';
  if (i >= 0)
    {
      d->digits[i]++;
      return;
    }
  d->digits[0] = '1';
  d->point++;
}

static void
trim_zeros (Decimal *d)
{
  while (d->n > 1 && d->digits[d->n - 1] == '0')
    d->digits[--d->n] = '\0';
}

/* The shortest decimal that reads back, and of those the nearest. Below 15 digits a normal double
 * shows itself by zeros at the end. A power of two has a gap below half as wide as above: there the
 * nearest of 16 digits may fail and its upper neighbour be right. */
static void
shortest (double value, Decimal *d)
{
  int exponent;
  gboolean power_of_two = frexp (value, &exponent) == 0.5;

  for (int n = value < DBL_MIN ? 1 : DBL_DIG; n < MAX_DIGITS; n++)
    {
      round_to (value, n, d);
      if (reads_back (d, value))
        return trim_zeros (d);
      step_up (d);
      if (power_of_two && reads_back (d, value))
        return trim_zeros (d);
    }
  round_to (value, MAX_DIGITS, d);
  trim_zeros (d);
}

static void
lay_out (const Decimal *d, GString *out)
{
  int point = d->point;

  if (point > 21 || point <= -6)
    {
      g_string_append_c (out, d->digits[0]);
      if (d->n > 1)
        g_string_append_printf (out, ".%s", d->digits + 1);
      g_string_append_printf (out, "e%+d", point - 1);
      return;
    }
  if (point <= 0)
    {
      g_string_append (out, "0.");
      for (int i = point; i < 0; i++)
        g_string_append_c (out, '0');
      g_string_append (out, d->digits);
      return;
    }
  g_string_append_len (out, d->digits, MIN (d->n, point));
  for (int i = d->n; i < point; i++)
    g_string_append_c (out, '0');
  if (d->n > point)
    g_string_append_printf (out, ".%s", d->digits + point);
}

void
hs_json_number_to_text (double value, char text[HS_JSON_NUMBER_SIZE])
{
  g_autoptr (GString) out = g_string_sized_new (HS_JSON_NUMBER_SIZE);
  Decimal d;

  text[0] = '\0';
  g_return_if_fail (isfinite (value));
  if (value == 0)
    {
      g_strlcpy (text, "0", HS_JSON_NUMBER_SIZE);
      return;
    }
  if (value < 0)
    g_string_append_c (out, '-');
  shortest (fabs (value), &d);
  lay_out (&d, out);
  g_strlcpy (text, out->str, HS_JSON_NUMBER_SIZE);
}

void
hs_json_decimal (const char *lexeme, gsize length, GString *digits, gint64 *point)
{
  gboolean fraction = FALSE;
  gsize i;

  g_string_truncate (digits, 0);
  *point = 0;
  for (i = 0; i < length && lexeme[i] != 'e' && lexeme[i] != 'E'; i++)
    if (lexeme[i] == '.')
      fraction = TRUE;
    else if (digits->len == 0 && lexeme[i] == '0')
      *point -= fraction;
    else
      {
        g_string_append_c (digits, lexeme[i]);
        *point += !fraction;
      }
  while (digits->len > 0 && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);
  if (i < length)
    {
      g_autofree char *exponent = g_strndup (lexeme + i + 1, length - i - 1);

      *point += CLAMP (g_ascii_strtoll (exponent, NULL, 10), -G_MAXINT64 / 4, G_MAXINT64 / 4);
    }
  if (digits->len == 0)
    *point = 0;
}
