/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats a schema may name, Vietnamese numbers among them: what is wrong in every case is an
 * error here; what is only unlikely is left to the warnings of a package. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-form-format.h"

#include "base/hs-date.h"
#include "form/schema/hs-schema-regex.h"

#include <string.h>

struct _HsFormFormat
{
  const char *name;
  HsSchemaFormat accepts; /* (nullable) as JSON Schema has it */
  const char *separators; /* (nullable) removed from what is typed */
};

static gboolean
is_digits (const char *text, gsize from, gsize to)
{
  gsize length = strlen (text);

  return length >= from && length <= to && strspn (text, "0123456789") == length;
}

static gboolean
is_date (const char *text)
{
  HsDate date;

  return hs_date_parse_iso (text, &date) && date.day != 0;
}

static gboolean
is_partial_date (const char *text)
{
  HsDate date;

  return hs_date_parse_iso (text, &date);
}

/* Source: HTML standard, valid e-mail address, plus a dot in the domain. */
static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  gsize local;

  if (at == NULL || strchr (at + 1, '@') != NULL)
    return FALSE;
  local = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                        ".!#$%&'*+/=?^_`{|}~-");
  if (local == 0 || text + local != at || local > 64 || *text == '.' || at[-1] == '.' ||
      strstr (text, "..") != NULL)
    return FALSE;
  at++;
  for (const char *c = at; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-')
      return FALSE;
  return strchr (at, '.') != NULL && *at != '.' && *at != '-' && !g_str_has_suffix (at, ".") &&
         !g_str_has_suffix (at, "-") && strstr (at, "-.") == NULL && strstr (at, ".-") == NULL;
}

/* Source: Decree 137/2015, art. 13 (12 digits, no check digit). */
static gboolean
is_cccd (const char *text)
{
  return is_digits (text, 12, 12);
}

static gboolean
is_cmnd (const char *text)
{
  return is_digits (text, 9, 9);
}

static gboolean
is_bhxh (const char *text)
{
  return is_digits (text, 10, 10);
}

/* Compiled when first asked for, and never given back. */
static gboolean
matches_once (HsSchemaRegex **regex, const char *pattern, const char *text)
{
  if (g_once_init_enter (regex))
    g_once_init_leave (regex, hs_schema_regex_new (pattern, NULL));
  return hs_schema_regex_match (*regex, text, strlen (text)) == HS_SCHEMA_REGEX_YES;
}

/* Number after the prefix 0 or +84. Source: libphonenumber metadata for VN. */
static gboolean
is_phone (const char *text)
{
  static HsSchemaRegex *regex;

  return strspn (text, "+0123456789") == strlen (text) &&
         matches_once (&regex,
                       "^(?:0|\\+?84)(?:(?:5(?:2[238]|59)|89[6-9]|99[013-9])\\d{6}"
                       "|(?:3\\d|5[1689]|7[06-9]|8[1-8]|9[0-8])\\d{7}"
                       "|2(?:0[3-9]|1[0-689]|2[0-25-9]|[38][2-9]|4[2-8]|5[124-9]|6[0-39]"
                       "|7[0-7]|9[0-4679])\\d{7})$",
                       text);
}

/* The check digit of a tax code: 10 - (sum of digit x weight mod 11); a result of 10 is treated
 * differently by different programs, so it is let pass. Source: domain notes, 109 real codes. */
static gboolean
tax_digits_agree (const char *text)
{
  static const int weights[] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
  int sum = 0, check;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    sum += (text[i] - '0') * weights[i];
  check = 10 - sum % 11;
  return check == 10 || check == text[9] - '0';
}

static gboolean
is_mst (const char *text)
{
  gsize length = strlen (text);

  if (is_digits (text, 12, 12)) /* personal number as tax code, from 2025-07-01 */
    return TRUE;
  if (strspn (text, "0123456789") < 10)
    return FALSE;
  if (length == 14 && (text[10] != '-' || !is_digits (text + 11, 3, 3)))
    return FALSE;
  return (length == 10 || length == 14) && tax_digits_agree (text);
}

static gboolean
is_passport (const char *text)
{
  return g_ascii_isupper (*text) && is_digits (text + 1, 7, 8);
}

/* Letters Vietnamese is written with, told without the tables: Latin-1, Extended-A, the two horned ones
 * and Extended Additional. */
static gboolean
is_common_letter (gunichar u)
{
  if (u < 0x80)
    return g_ascii_isalpha ((char) u);
  return (u >= 0xc0 && u < 0x180 && u != 0xd7 && u != 0xf7) || u == 0x1a0 || u == 0x1a1 ||
         u == 0x1af || u == 0x1b0 || (u >= 0x1ea0 && u <= 0x1ef9);
}

/* Letters with their marks, spaces, and the signs that ethnic and foreign names have. */
static gboolean
is_name (const char *text)
{
  gboolean any = FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (is_common_letter (u) || (u >= 0x80 && g_unichar_isalpha (u)))
        any = TRUE;
      else if (!g_unichar_ismark (u) && u != ' ' && u != '-' && u != '\'' && u != 0x2019 &&
               u != '.')
        return FALSE;
    }
  return any;
}

static gboolean
is_plate (const char *text)
{
  static HsSchemaRegex *regex;

  return matches_once (&regex, "^[0-9]{2}-?[A-Z][A-Z0-9]?-?[0-9]{4,5}$", text);
}

/* Code of a province (2 digits) or commune (5); whether it exists is asked of the units. */
static gboolean
is_unit (const char *text)
{
  return is_digits (text, 2, 2) || is_digits (text, 5, 5);
}

#define NUMBER_SEPARATORS " .-\u00a0\u200b"

static const HsFormFormat formats[] = {
  { "date", is_date, NULL },
  { "email", is_email, NULL },
  { "vn-partial-date", is_partial_date, NULL },
  { "vn-cccd", is_cccd, NUMBER_SEPARATORS },
  { "vn-cmnd", is_cmnd, NUMBER_SEPARATORS },
  { "vn-bhxh", is_bhxh, NUMBER_SEPARATORS },
  { "vn-phone", is_phone, NUMBER_SEPARATORS "()" },
  { "vn-mst", is_mst, " .\u00a0\u200b" },
  { "vn-passport", is_passport, NUMBER_SEPARATORS },
  { "vn-name", is_name, NULL },
  { "vn-plate", is_plate, " .\u00a0\u200b" },
  { "vn-unit", is_unit, NULL },
  { "time", NULL, NULL },
  { "date-time", NULL, NULL },
  { "duration", NULL, NULL },
  { "hostname", NULL, NULL },
  { "ipv4", NULL, NULL },
  { "ipv6", NULL, NULL },
  { "uri", NULL, NULL },
  { "uri-reference", NULL, NULL },
  { "uuid", NULL, NULL },
  { "regex", NULL, NULL },
  { "json-pointer", NULL, NULL },
};

const HsFormFormat *
hs_form_format_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
      return &formats[i];
  return NULL;
}

const char *
hs_form_format_get_name (const HsFormFormat *format)
{
  return format->name;
}

HsSchemaFormat
hs_form_format_get_check (const HsFormFormat *format)
{
  return format->accepts != NULL ? format->accepts : hs_schema_format_find (format->name);
}

gboolean
hs_form_format_accepts (const HsFormFormat *format, const char *text)
{
  return hs_form_format_get_check (format) (text);
}

/* Runs of white space in a name to one space. */
static char *
clean_name (const char *text)
{
  GString *clean = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (g_unichar_isspace (u))
        space = clean->len > 0;
      else
        {
          if (space)
            g_string_append_c (clean, ' ');
          g_string_append_unichar (clean, u);
          space = FALSE;
        }
    }
  return g_string_free (clean, FALSE);
}

char *
hs_form_format_clean (const HsFormFormat *format, const char *text)
{
  GString *clean;

  if (format->accepts == is_name)
    return clean_name (text);
  if (format->separators == NULL)
    return g_strdup (text);
  clean = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)) &&
        g_utf8_strchr (format->separators, -1, g_utf8_get_char (c)) == NULL)
      g_string_append_unichar (clean, g_utf8_get_char (c));
  return g_string_free (clean, FALSE);
}
