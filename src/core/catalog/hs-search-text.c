/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vietnamese words as the catalogue and the list of administrative units compare them: folded for
 * forgiving matches, with normalised marks for exact ones. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-search-text.h"

#include "base/hs-text.h"

#include <string.h>

/* Spellings with i and y are both in use; only whole words, never inside a syllable. */
static const char *const i_or_y[] = { "hi", "ki", "li", "mi", "si", "ti", "qui" };

char *
hs_search_word (const char *folded_word)
{
  char *word = g_strdup (folded_word);

  for (guint i = 0; i < G_N_ELEMENTS (i_or_y); i++)
    if (strcmp (word, i_or_y[i]) == 0)
      word[strlen (word) - 1] = 'y';
  return word;
}

char *
hs_search_fold (const char *text)
{
  g_autofree char *folded = hs_text_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *word = hs_search_word (words[i]);

      g_free (words[i]);
      words[i] = word;
    }
  return g_strjoinv (" ", words);
}

static char
tone_letter (gunichar mark)
{
  switch (mark)
    {
    case 0x0300:
      return 'F'; /* huyền */
    case 0x0301:
      return 'S'; /* sắc */
    case 0x0309:
      return 'R'; /* hỏi */
    case 0x0303:
      return 'X'; /* ngã */
    case 0x0323:
      return 'J'; /* nặng */
    default:
      return '\0';
    }
}

static void
end_word (GString *out, GString *word, char *tone)
{
  g_autofree char *spelled = NULL;
  g_autofree char *composed = NULL;

  if (word->len == 0)
    return;
  spelled = hs_search_word (word->str);
  composed = g_utf8_normalize (spelled, -1, G_NORMALIZE_NFC);
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append (out, composed);
  if (*tone != '\0')
    g_string_append_c (out, *tone);
  g_string_truncate (word, 0);
  *tone = '\0';
}

char *
hs_search_marks (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *apart = g_utf8_normalize (valid, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) word = g_string_new (NULL);
  GString *out = g_string_sized_new (strlen (apart) + 1);
  char tone = '\0';

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char letter = tone_letter (c);

      if (letter != '\0')
        tone = letter;
      else if (g_unichar_ismark (c) || g_unichar_isalnum (c))
        g_string_append_unichar (word, g_unichar_tolower (c));
      else
        end_word (out, word, &tone);
    }
  end_word (out, word, &tone);
  return g_string_free (out, FALSE);
}

static gboolean
has_lower (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_islower (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

char *
hs_search_title (const char *legal_name)
{
  static const char *const prefix = "thủ tục ";
  g_autofree char *name = hs_text_normalize (legal_name);
  g_autofree char *lower = g_utf8_strdown (name, -1);
  const char *rest = has_lower (name) ? name : lower;
  g_autofree char *first = NULL;
  char *title;
  gsize length;

  if (g_str_has_prefix (lower, prefix) && strlen (lower) > strlen (prefix) + 3)
    rest = g_utf8_offset_to_pointer (rest, g_utf8_strlen (prefix, -1));
  while (*rest == ' ')
    rest++;
  if (*rest == '\0')
    return g_strdup (name);
  first = g_utf8_strup (rest, g_utf8_next_char (rest) - rest);
  title = g_strconcat (first, g_utf8_next_char (rest), NULL);
  length = strlen (title);
  while (length > 1 && strchr (" .;", title[length - 1]) != NULL)
    title[--length] = '\0';
  return title;
}

gboolean
hs_procedure_code_is_valid (const char *code)
{
  return code != NULL && g_regex_match_simple (
                           "^[0-9]\\.[0-9]{6,9}(\\.[0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2})?"
                           "(-[A-Za-z0-9]{1,8})?$",
                           code, G_REGEX_DOLLAR_ENDONLY, 0);
}
