/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats of addresses: hosts, mail, URIs and their templates, by the grammar of each RFC. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-format.h"

#include <string.h>

#define MAX_HOST 253
#define MAX_LABEL 63

/* Four numbers 0..255 without leading zeros. */
gboolean
hs_schema_format_is_ipv4 (const char *text, gsize length)
{
  const char *end = text + length;
  guint n = 0;

  for (;;)
    {
      guint value = 0, n_digits = 0;

      for (; text < end && g_ascii_isdigit (*text); text++, n_digits++)
        {
          if (n_digits > 0 && value == 0)
            return FALSE;
          value = value * 10 + (guint) (*text - '0');
          if (value > 255)
            return FALSE;
        }
      if (n_digits == 0)
        return FALSE;
      n++;
      if (text == end)
        return n == 4;
      if (*text++ != '.' || n == 4)
        return FALSE;
    }
}

/* RFC 4291, 2.2; no zone. */
gboolean
hs_schema_format_is_ipv6 (const char *text, gsize length)
{
  const char *end = text + length;
  guint groups = 0;
  gboolean gap = FALSE;

  if (length >= 2 && text[0] == ':' && text[1] == ':')
    {
      gap = TRUE;
      text += 2;
    }
  while (text < end)
    {
      gsize n = 0;

      while (text + n < end && g_ascii_isxdigit (text[n]))
        n++;
      if (text + n < end && text[n] == '.')
        return hs_schema_format_is_ipv4 (text, (gsize) (end - text)) &&
               (gap ? groups + 2 <= 7 : groups + 2 == 8);
      if (n == 0 || n > 4)
        return FALSE;
      groups++;
      text += n;
      if (text == end)
        break;
      if (*text++ != ':' || text == end)
        return FALSE;
      if (*text == ':')
        {
          if (gap)
            return FALSE;
          gap = TRUE;
          text++;
        }
    }
  return gap ? groups <= 7 : groups == 8;
}

/* RFC 1123, 2.1; "--" in the third and fourth place is only for encoded labels (RFC 5891). */
static gboolean
is_label (const char *text, gsize length)
{
  if (length == 0 || length > MAX_LABEL || text[0] == '-' || text[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;
  if (length >= 4 && text[2] == '-' && text[3] == '-')
    return g_ascii_strncasecmp (text, "xn", 2) == 0 && hs_schema_format_is_a_label (text, length);
  return TRUE;
}

static gboolean
is_host (const char *text, gsize length)
{
  const char *end = text + length;

  if (length == 0 || length > MAX_HOST)
    return FALSE;
  for (;;)
    {
      const char *dot = memchr (text, '.', (gsize) (end - text));

      if (!is_label (text, (gsize) ((dot != NULL ? dot : end) - text)))
        return FALSE;
      if (dot == NULL)
        return TRUE;
      text = dot + 1;
    }
}

gboolean
hs_schema_format_hostname (const char *text)
{
  return is_host (text, strlen (text));
}

static gboolean
is_atom_char (char c, gboolean international)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL) ||
         (international && (guchar) c >= 0x80);
}

/* "quoted \"text\"": its length, 0 when it is none. */
static gsize
quoted_length (const char *text, gboolean international)
{
  gsize i = 1;

  for (; text[i] != '\0' && text[i] != '"'; i++)
    {
      if (text[i] == '\\' && text[++i] == '\0')
        return 0;
      if ((guchar) text[i] < 0x20 || text[i] == 0x7f ||
          (!international && (guchar) text[i] >= 0x80))
        return 0;
    }
  return text[i] == '"' ? i + 1 : 0;
}

static gsize
local_length (const char *text, gboolean international)
{
  gsize n = 0;

  if (*text == '"')
    return quoted_length (text, international);
  while (is_atom_char (text[n], international) ||
         (text[n] == '.' && n > 0 && is_atom_char (text[n + 1], international)))
    n++;
  return n;
}

/* RFC 5321, 4.1.2: Mailbox; RFC 6531 when international. */
static gboolean
is_mailbox (const char *text, gboolean international)
{
  gsize n = local_length (text, international), length;

  if (n == 0 || n > 64 || text[n] != '@')
    return FALSE;
  text += n + 1;
  length = strlen (text);
  if (*text != '[')
    return international ? hs_schema_format_idn_hostname (text) : is_host (text, length);
  if (text[length - 1] != ']')
    return FALSE;
  if (g_ascii_strncasecmp (text, "[IPv6:", 6) == 0)
    return hs_schema_format_is_ipv6 (text + 6, length - 7);
  return hs_schema_format_is_ipv4 (text + 1, length - 2);
}

gboolean
hs_schema_format_email (const char *text)
{
  return is_mailbox (text, FALSE);
}

gboolean
hs_schema_format_idn_email (const char *text)
{
  return is_mailbox (text, TRUE);
}

/* URIs. Source: RFC 3986, appendix A; RFC 3987, 2.2. */

/* RFC 3987: ucschar, and iprivate in a query. */
static gboolean
is_iri_char (gunichar c, gboolean query)
{
  if (query && ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000))
    return TRUE;
  return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) ||
         (c >= 0xfdf0 && c <= 0xffef) ||
         (c >= 0x10000 && c <= 0xefffd && (c & 0xffff) <= 0xfffd && (c < 0xe0000 || c >= 0xe1000));
}

/* Characters of [text, end) are unreserved, sub-delims, percent-encoded or one of extra. */
static gboolean
is_made_of (const char *text, const char *end, const char *extra, gboolean international,
            gboolean query)
{
  while (text < end)
    {
      if ((guchar) *text >= 0x80)
        {
          if (!international || !is_iri_char (g_utf8_get_char (text), query))
            return FALSE;
          text = g_utf8_next_char (text);
          continue;
        }
      if (*text == '%')
        {
          if (end - text < 3 || !g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2]))
            return FALSE;
          text += 3;
          continue;
        }
      if (!g_ascii_isalnum (*text) && strchr ("-._~!$&'()*+,;=", *text) == NULL &&
          strchr (extra, *text) == NULL)
        return FALSE;
      text++;
    }
  return TRUE;
}

/* [::1] or [v1.x]; end: after "]". */
static gboolean
is_ip_literal (const char *text, const char *end)
{
  const char *dot;

  if (end - text < 3 || end[-1] != ']')
    return FALSE;
  text++;
  end--;
  if (*text != 'v' && *text != 'V')
    return hs_schema_format_is_ipv6 (text, (gsize) (end - text));
  dot = memchr (text, '.', (gsize) (end - text));
  if (dot == NULL || dot == text + 1 || dot + 1 == end)
    return FALSE;
  for (const char *c = text + 1; c < dot; c++)
    if (!g_ascii_isxdigit (*c))
      return FALSE;
  return memchr (dot, '%', (gsize) (end - dot)) == NULL &&
         is_made_of (dot + 1, end, ":", FALSE, FALSE);
}

static gboolean
is_authority (const char *text, const char *end, gboolean international)
{
  const char *at = memchr (text, '@', (gsize) (end - text)), *port;

  if (at != NULL)
    {
      if (!is_made_of (text, at, ":", international, FALSE))
        return FALSE;
      text = at + 1;
    }
  port = end;
  while (port > text && g_ascii_isdigit (port[-1]))
    port--;
  if (port > text && port[-1] == ':')
    end = port - 1;
  if (text < end && *text == '[')
    return is_ip_literal (text, end);
  return is_made_of (text, end, "", international, FALSE);
}

static gboolean
is_reference (const char *text, gboolean needs_scheme, gboolean international)
{
  gsize scheme = 0, n;

  if (g_ascii_isalpha (*text))
    while (g_ascii_isalnum (text[scheme]) ||
           (text[scheme] != '\0' && strchr ("+-.", text[scheme]) != NULL))
      scheme++;
  if (scheme > 0 && text[scheme] == ':')
    text += scheme + 1;
  else if (needs_scheme)
    return FALSE;
  else
    scheme = 0;
  if (text[0] == '/' && text[1] == '/')
    {
      text += 2;
      n = strcspn (text, "/?#");
      if (!is_authority (text, text + n, international))
        return FALSE;
      text += n;
    }
  else if (scheme == 0 && memchr (text, ':', strcspn (text, "/?#")) != NULL)
    return FALSE; /* the first segment would look like a scheme */
  n = strcspn (text, "?#");
  if (!is_made_of (text, text + n, ":@/", international, FALSE))
    return FALSE;
  text += n;
  if (*text == '?')
    {
      n = strcspn (++text, "#");
      if (!is_made_of (text, text + n, ":@/?", international, TRUE))
        return FALSE;
      text += n;
    }
  return *text == '\0' || is_made_of (text + 1, text + strlen (text), ":@/?", international, FALSE);
}

gboolean
hs_schema_format_uri (const char *text)
{
  return is_reference (text, TRUE, FALSE);
}

gboolean
hs_schema_format_uri_reference (const char *text)
{
  return is_reference (text, FALSE, FALSE);
}

gboolean
hs_schema_format_iri (const char *text)
{
  return is_reference (text, TRUE, TRUE);
}

gboolean
hs_schema_format_iri_reference (const char *text)
{
  return is_reference (text, FALSE, TRUE);
}

/* One variable of an expression: name, then :n or *. RFC 6570, 2.3 and 2.4. */
static gboolean
read_variable (const char **text)
{
  const char *c = *text;
  gboolean any = FALSE;

  for (;;)
    {
      if (*c == '%' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]))
        c += 3;
      else if (g_ascii_isalnum (*c) || *c == '_')
        c++;
      else if (*c == '.' && any && (g_ascii_isalnum (c[1]) || c[1] == '_' || c[1] == '%'))
        c++;
      else
        break;
      any = TRUE;
    }
  if (any && *c == '*')
    c++;
  else if (any && *c == ':')
    {
      gsize n = strspn (++c, "0123456789");

      if (n < 1 || n > 4 || *c == '0')
        return FALSE;
      c += n;
    }
  *text = c;
  return any;
}

static gboolean
read_expression (const char **text)
{
  const char *c = *text + 1;

  if (*c != '\0' && strchr ("+#./;?&=,!@|", *c) != NULL)
    c++;
  do
    if (!read_variable (&c))
      return FALSE;
  while (*c == ',' && *c++ != '\0');
  if (*c != '}')
    return FALSE;
  *text = c + 1;
  return TRUE;
}

gboolean
hs_schema_format_uri_template (const char *text)
{
  while (*text != '\0')
    {
      if (*text == '{')
        {
          if (!read_expression (&text))
            return FALSE;
          continue;
        }
      if (*text == '%' ? !g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2])
                       : (guchar) *text <= 0x20 || strchr ("\"'<>\\^`|}\x7f", *text) != NULL)
        return FALSE;
      text++;
    }
  return TRUE;
}
