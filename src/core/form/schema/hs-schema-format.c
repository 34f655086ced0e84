/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats of JSON Schema: times, pointers, identifiers; addresses are in hs-schema-format-net.c. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-format.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

/* n digits; their number goes to value. */
static gboolean
digits (const char **text, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      *value = *value * 10 + (guint) ((*text)[i] - '0');
    }
  *text += n;
  return TRUE;
}

static gboolean
skip (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* RFC 3339, full-date. */
static gboolean
read_date (const char **text)
{
  static const guint8 days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  guint year, month, day;

  if (!digits (text, 4, &year) || !skip (text, '-') || !digits (text, 2, &month) ||
      !skip (text, '-') || !digits (text, 2, &day))
    return FALSE;
  if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
    return FALSE;
  return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* RFC 3339, full-time; second 60 only where UTC has its leap seconds, at 23:59. */
static gboolean
read_time (const char **text)
{
  guint hour, minute, second, zone_hour = 0, zone_minute = 0;
  int utc;
  gboolean west;

  if (!digits (text, 2, &hour) || !skip (text, ':') || !digits (text, 2, &minute) ||
      !skip (text, ':') || !digits (text, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  if (skip (text, '.'))
    {
      gsize n = strspn (*text, "0123456789");

      if (n == 0)
        return FALSE;
      *text += n;
    }
  west = **text == '-';
  if (!skip (text, 'Z') && !skip (text, 'z'))
    {
      if ((!skip (text, '+') && !skip (text, '-')) || !digits (text, 2, &zone_hour) ||
          !skip (text, ':') || !digits (text, 2, &zone_minute) || zone_hour > 23 ||
          zone_minute > 59)
        return FALSE;
    }
  utc = (int) (hour * 60 + minute) - (west ? -1 : 1) * (int) (zone_hour * 60 + zone_minute);
  return second < 60 || (utc + 2880) % 1440 == 1439;
}

static gboolean
is_date (const char *text)
{
  return read_date (&text) && *text == '\0';
}

static gboolean
is_time (const char *text)
{
  return read_time (&text) && *text == '\0';
}

static gboolean
is_date_time (const char *text)
{
  return read_date (&text) && (skip (&text, 'T') || skip (&text, 't')) && read_time (&text) &&
         *text == '\0';
}

/* A run "1Y2M" of numbers with letters that follow each other in units without a gap; n: how many. */
static gboolean
read_units (const char **text, const char *units, guint *n)
{
  const char *next = NULL;

  for (*n = 0; g_ascii_isdigit (**text); (*n)++)
    {
      const char *unit;

      *text += strspn (*text, "0123456789");
      unit = **text != '\0' ? strchr (units, **text) : NULL;
      if (unit == NULL || (next != NULL && unit != next))
        return FALSE;
      next = unit + 1;
      (*text)++;
    }
  return TRUE;
}

/* RFC 3339, appendix A. */
static gboolean
is_duration (const char *text)
{
  guint n_date, n_time = 0;
  const char *weeks;

  if (!skip (&text, 'P'))
    return FALSE;
  weeks = text + strspn (text, "0123456789");
  if (weeks > text && weeks[0] == 'W')
    return weeks[1] == '\0';
  if (!read_units (&text, "YMD", &n_date))
    return FALSE;
  if (skip (&text, 'T') && (!read_units (&text, "HMS", &n_time) || n_time == 0))
    return FALSE;
  return *text == '\0' && n_date + n_time > 0;
}

static gboolean
is_uuid (const char *text)
{
  for (guint i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
    }
  return text[36] == '\0';
}

/* RFC 6901. */
static gboolean
is_json_pointer (const char *text)
{
  if (*text != '\0' && *text != '/')
    return FALSE;
  for (; *text != '\0'; text++)
    if (*text == '~' && text[1] != '0' && text[1] != '1')
      return FALSE;
  return TRUE;
}

static gboolean
is_relative_json_pointer (const char *text)
{
  gsize n = strspn (text, "0123456789");

  if (n == 0 || (n > 1 && *text == '0'))
    return FALSE;
  text += n;
  return g_str_equal (text, "#") || is_json_pointer (text);
}

static gboolean
is_regex (const char *text)
{
  g_autoptr (GRegex) regex = hs_form_regex_compile (text, NULL);

  return regex != NULL;
}

static gboolean
is_ipv4 (const char *text)
{
  return hs_schema_format_is_ipv4 (text, strlen (text));
}

static gboolean
is_ipv6 (const char *text)
{
  return hs_schema_format_is_ipv6 (text, strlen (text));
}

static const struct
{
  const char *name;
  HsSchemaFormat accepts;
} formats[] = {
  { "date", is_date },
  { "time", is_time },
  { "date-time", is_date_time },
  { "duration", is_duration },
  { "email", hs_schema_format_email },
  { "idn-email", hs_schema_format_idn_email },
  { "hostname", hs_schema_format_hostname },
  { "idn-hostname", hs_schema_format_idn_hostname },
  { "ipv4", is_ipv4 },
  { "ipv6", is_ipv6 },
  { "uri", hs_schema_format_uri },
  { "uri-reference", hs_schema_format_uri_reference },
  { "iri", hs_schema_format_iri },
  { "iri-reference", hs_schema_format_iri_reference },
  { "uri-template", hs_schema_format_uri_template },
  { "uuid", is_uuid },
  { "regex", is_regex },
  { "json-pointer", is_json_pointer },
  { "relative-json-pointer", is_relative_json_pointer },
};

HsSchemaFormat
hs_schema_format_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
      return formats[i].accepts;
  return NULL;
}
