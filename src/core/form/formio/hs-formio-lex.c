/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and texts of a script. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-script-private.h"

#include <string.h>

void
hs_formio_lex_skip (HsFormioParser *p)
{
  for (;;)
    {
      while (g_ascii_isspace (*p->at))
        p->at++;
      if (p->at[0] == '/' && p->at[1] == '/')
        while (*p->at != '\0' && *p->at != '\n')
          p->at++;
      else if (p->at[0] == '/' && p->at[1] == '*' && strstr (p->at + 2, "*/") != NULL)
        p->at = strstr (p->at + 2, "*/") + 2;
      else
        return;
    }
}

gboolean
hs_formio_lex_accept (HsFormioParser *p, const char *token)
{
  hs_formio_lex_skip (p);
  if (!g_str_has_prefix (p->at, token))
    return FALSE;
  p->at += strlen (token);
  return TRUE;
}

gboolean
hs_formio_lex_is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$';
}

gboolean
hs_formio_lex_accept_word (HsFormioParser *p, const char *word)
{
  hs_formio_lex_skip (p);
  if (!g_str_has_prefix (p->at, word) || hs_formio_lex_is_name (p->at[strlen (word)]))
    return FALSE;
  p->at += strlen (word);
  return TRUE;
}

char *
hs_formio_lex_word (HsFormioParser *p)
{
  const char *start = p->at;

  if (g_ascii_isdigit (*start))
    return NULL;
  while (hs_formio_lex_is_name (*p->at))
    p->at++;
  return p->at > start ? g_strndup (start, (gsize) (p->at - start)) : NULL;
}

/* (nullable): a text in quotes, with the plain escapes only. */
char *
hs_formio_lex_string (HsFormioParser *p)
{
  char quote = *p->at;
  g_autoptr (GString) text = g_string_new (NULL);

  if (quote != '\'' && quote != '"')
    return NULL;
  for (p->at++; *p->at != quote; p->at++)
    {
      if (*p->at == '\0' || *p->at == '\n')
        return NULL;
      if (*p->at == '\\')
        {
          p->at++;
          if (*p->at == 'n')
            {
              g_string_append_c (text, '\n');
              continue;
            }
          if (*p->at != '\\' && *p->at != '\'' && *p->at != '"')
            return NULL;
        }
      g_string_append_c (text, *p->at);
    }
  p->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
