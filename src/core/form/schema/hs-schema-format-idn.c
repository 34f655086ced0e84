/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host names in all scripts. Source: RFC 5890-5893 (IDNA 2008): which letters a label may have is
 * derived from Unicode's own properties, as RFC 5892, section 3 says; RFC 3492 (Punycode). */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-format.h"

#include <string.h>

#define MAX_LABEL 63
#define MAX_HOST 253

/* RFC 5892, 2.6. */
static gboolean
is_exception (gunichar c, gboolean *allowed)
{
  static const gunichar good[] = { 0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007 };
  static const gunichar bad[] = { 0x640,  0x7fa,  0x302e, 0x302f, 0x3031,
                                  0x3032, 0x3033, 0x3034, 0x3035, 0x303b };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (good[i] == c)
      return *allowed = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (bad[i] == c)
      {
        *allowed = FALSE;
        return TRUE;
      }
  return FALSE;
}

/* RFC 5892, 2.2: what NFKC and case folding would change. */
static gboolean
is_unstable (gunichar c)
{
  char text[8] = "";
  g_autofree char *once = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *twice = NULL;

  text[g_unichar_to_utf8 (c, text)] = '\0';
  once = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  folded = g_utf8_casefold (once, -1);
  twice = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
  return !g_str_equal (twice, text);
}

static gboolean
is_letter_or_digit (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Old Hangul letters, RFC 5892, 2.9; blocks of marks and signs, 2.4. */
static gboolean
is_ignorable (gunichar c)
{
  return (c >= 0x1100 && c <= 0x11ff) || (c >= 0xa960 && c <= 0xa97f) ||
         (c >= 0xd7b0 && c <= 0xd7ff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0x1d100 && c <= 0x1d24f) || c == 0x34f || (c >= 0x180b && c <= 0x180f) ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_virama (gunichar c)
{
  return g_unichar_combining_class (c) == 9;
}

static gboolean
has_kana_or_han (const gunichar *label, glong n)
{
  for (glong i = 0; i < n; i++)
    {
      GUnicodeScript script = g_unichar_get_script (label[i]);

      if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ||
          script == G_UNICODE_SCRIPT_HAN)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_between (const gunichar *label, glong n, gunichar from, gunichar to)
{
  for (glong i = 0; i < n; i++)
    if (label[i] >= from && label[i] <= to)
      return TRUE;
  return FALSE;
}

/* RFC 5892, appendix A: signs that need the right neighbours. */
static gboolean
is_in_context (const gunichar *label, glong n, glong i, gboolean *allowed)
{
  gunichar before = i > 0 ? label[i - 1] : 0, after = i + 1 < n ? label[i + 1] : 0;

  switch (label[i])
    {
    case 0x200c: /* the joining types of its second rule are not in GLib: any Arabic-like pair */
      *allowed = is_virama (before) || (g_unichar_get_script (before) == G_UNICODE_SCRIPT_ARABIC &&
                                        g_unichar_get_script (after) == G_UNICODE_SCRIPT_ARABIC);
      return TRUE;
    case 0x200d:
      *allowed = is_virama (before);
      return TRUE;
    case 0xb7:
      *allowed = before == 'l' && after == 'l';
      return TRUE;
    case 0x375:
      *allowed = g_unichar_get_script (after) == G_UNICODE_SCRIPT_GREEK;
      return TRUE;
    case 0x5f3:
    case 0x5f4:
      *allowed = g_unichar_get_script (before) == G_UNICODE_SCRIPT_HEBREW;
      return TRUE;
    case 0x30fb:
      *allowed = has_kana_or_han (label, n);
      return TRUE;
    default:
      if (label[i] >= 0x660 && label[i] <= 0x669)
        *allowed = !has_between (label, n, 0x6f0, 0x6f9);
      else if (label[i] >= 0x6f0 && label[i] <= 0x6f9)
        *allowed = !has_between (label, n, 0x660, 0x669);
      else
        return FALSE;
      return TRUE;
    }
}

static gboolean
is_allowed (const gunichar *label, glong n, glong i)
{
  gunichar c = label[i];
  gboolean allowed = FALSE;

  if (is_exception (c, &allowed) || is_in_context (label, n, i, &allowed))
    return allowed;
  if (c < 0x80)
    return g_ascii_islower ((char) c) || g_ascii_isdigit ((char) c) || c == '-';
  return is_letter_or_digit (c) && !is_ignorable (c) && !is_unstable (c);
}

static guint
adapt (guint delta, guint n_points, gboolean first)
{
  guint k = 0;

  delta = first ? delta / 700 : delta / 2;
  delta += delta / n_points;
  for (; delta > 455; k += 36)
    delta /= 35;
  return k + 36 * delta / (delta + 38);
}

/* RFC 3492, 6.2. Gives the number of letters, -1 when text is not Punycode. */
static glong
decode (const char *text, gsize length, gunichar out[MAX_LABEL])
{
  const char *dash = NULL, *end = text + length;
  guint64 n = 128, i = 0;
  guint bias = 72;
  glong count = 0;

  for (const char *c = text; c < end; c++)
    dash = *c == '-' ? c : dash;
  for (const char *c = text; dash != NULL && c < dash; c++)
    out[count++] = (gunichar) g_ascii_tolower (*c);
  for (text = dash != NULL ? dash + 1 : text; text < end; i++)
    {
      guint64 old = i, weight = 1;

      for (guint k = 36;; k += 36)
        {
          guint digit, threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;

          if (text == end || !g_ascii_isalnum (*text))
            return -1;
          digit = g_ascii_isdigit (*text) ? (guint) (*text - '0') + 26
                                          : (guint) (g_ascii_tolower (*text) - 'a');
          text++;
          i += digit * weight;
          if (i > G_MAXUINT32)
            return -1;
          if (digit < threshold)
            break;
          weight *= 36 - threshold;
          if (weight > G_MAXUINT32)
            return -1;
        }
      bias = adapt ((guint) (i - old), (guint) count + 1, old == 0);
      n += i / (guint64) (count + 1);
      i %= (guint64) (count + 1);
      if (n > 0x10ffff || count == MAX_LABEL)
        return -1;
      memmove (out + i + 1, out + i, (gsize) (count - (glong) i) * sizeof *out);
      out[i] = (gunichar) n;
      count++;
    }
  return count;
}

/* Bytes of the Punycode form, roughly from above: for the limit of 63. */
static gsize
encoded_length (const gunichar *label, glong n)
{
  gsize length = 4;
  gunichar last = 128;

  for (glong i = 0; i < n; i++)
    {
      length += label[i] < 0x80 ? 1 : 0;
      if (label[i] < 0x80)
        continue;
      length += label[i] == last ? 1 : label[i] > last + 0x1000 || last > label[i] + 0x1000 ? 4 : 2;
      last = label[i];
    }
  return length;
}

/* RFC 5891, 4.2.3 and 5.4. */
static gboolean
is_u_label (const gunichar *label, glong n)
{
  if (n == 0 || label[0] == '-' || label[n - 1] == '-' ||
      (n >= 4 && label[2] == '-' && label[3] == '-') || g_unichar_ismark (label[0]))
    return FALSE;
  for (glong i = 0; i < n; i++)
    if (!is_allowed (label, n, i))
      return FALSE;
  return encoded_length (label, n) <= MAX_LABEL;
}

gboolean
hs_schema_format_is_a_label (const char *text, gsize length)
{
  gunichar letters[MAX_LABEL];
  glong n;

  if (length <= 4 || length > MAX_LABEL || g_ascii_strncasecmp (text, "xn--", 4) != 0)
    return FALSE;
  n = decode (text + 4, length - 4, letters);
  if (n <= 0)
    return FALSE;
  for (glong i = 0; i < n; i++)
    if (letters[i] >= 0x80)
      return is_u_label (letters, n);
  return FALSE; /* nothing in it needed encoding */
}

static gboolean
is_idn_label (const char *text, gsize length)
{
  g_autofree gunichar *letters = NULL;
  glong n;
  gboolean ascii = TRUE;

  for (gsize i = 0; i < length; i++)
    ascii = ascii && (guchar) text[i] < 0x80;
  if (length == 0 || length > 4 * MAX_LABEL)
    return FALSE;
  if (ascii && length >= 4 && g_ascii_strncasecmp (text, "xn--", 4) == 0)
    return hs_schema_format_is_a_label (text, length);
  if (ascii)
    {
      for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum (text[i]) && text[i] != '-')
          return FALSE;
      return length <= MAX_LABEL && text[0] != '-' && text[length - 1] != '-' &&
             !(length >= 4 && text[2] == '-' && text[3] == '-');
    }
  letters = g_utf8_to_ucs4 (text, (glong) length, NULL, &n, NULL);
  return letters != NULL && is_u_label (letters, n);
}

/* Labels parted by the dots IDNA knows (RFC 3490, 3.1). */
gboolean
hs_schema_format_idn_hostname (const char *text)
{
  static const char *const dots[] = { ".", "\u3002", "\uff0e", "\uff61" };
  const char *start = text;

  if (*text == '\0' || strlen (text) > 4 * MAX_HOST || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (;; text = g_utf8_next_char (text))
    {
      gsize dot = 0;

      for (guint i = 0; i < G_N_ELEMENTS (dots) && dot == 0; i++)
        dot = g_str_has_prefix (text, dots[i]) ? strlen (dots[i]) : 0;
      if (*text != '\0' && dot == 0)
        continue;
      if (!is_idn_label (start, (gsize) (text - start)))
        return FALSE;
      if (*text == '\0')
        return TRUE;
      text += dot;
      start = text;
      if (*text == '\0')
        return FALSE;
    }
}
