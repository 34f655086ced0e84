/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vietnamese text: folded for search, normalised for answers. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"

#include <string.h>

#define MIN_PIECE 256 /* bytes that are composed at a time */

#define D_WITH_STROKE 0x0110       /* Đ */
#define D_WITH_STROKE_LOWER 0x0111 /* đ, a letter of its own: no canonical decomposition */

char *
hs_text_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *apart = NULL;
  gboolean gap = FALSE;
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);
  valid = g_utf8_make_valid (text, -1);
  apart = g_utf8_normalize (valid, -1, G_NORMALIZE_NFD);
  out = g_string_sized_new (strlen (apart));
  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_ismark (c))
        continue;
      if (c == D_WITH_STROKE || c == D_WITH_STROKE_LOWER)
        c = 'd';
      if (!g_unichar_isalnum (c))
        {
          gap = TRUE;
          continue;
        }
      if (gap && out->len > 0)
        g_string_append_c (out, ' ');
      gap = FALSE;
      g_string_append_unichar (out, g_unichar_tolower (c));
    }
  return g_string_free (out, FALSE);
}

static const char *
skip_space (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Latin letters, and the Vietnamese ones, each a character of its own: nothing is left to compose. */
static gboolean
is_composed (const char *valid)
{
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x300 && (c < 0x1ea0 || c > 0x1ef9))
        return FALSE;
    }
  return TRUE;
}

/* g_utf8_normalize() moves the rest of the text with each letter it composes: piece by piece a long text takes no
 * longer than its length. Nothing composes with an ASCII character that follows it, so pieces end before one. */
static char *
compose (const char *valid)
{
  g_autoptr (GString) composed = g_string_sized_new (strlen (valid));

  while (*valid != '\0')
    {
      gsize length = strnlen (valid, MIN_PIECE);
      g_autofree char *piece = NULL;

      while (valid[length] != '\0' && !g_ascii_isprint (valid[length]))
        length++;
      piece = g_utf8_normalize (valid, (gssize) length, G_NORMALIZE_NFC);
      g_string_append (composed, piece);
      valid += length;
    }
  return g_string_free (g_steal_pointer (&composed), FALSE);
}

char *
hs_text_normalize (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;
  const char *start, *end;

  g_return_val_if_fail (text != NULL, NULL);
  valid = g_utf8_make_valid (text, -1);
  composed = is_composed (valid) ? g_strdup (valid) : compose (valid);
  start = skip_space (composed);
  end = start + strlen (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, end - start);
}

gboolean
hs_text_is_blank (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  valid = g_utf8_make_valid (text, -1);
  return *skip_space (valid) == '\0';
}

char *
hs_sha256_hex (gconstpointer data, gsize length)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
}

char *
hs_sha256_hex_bytes (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}
