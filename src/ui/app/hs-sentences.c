/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences put side by side without stray stops and spaces. No GTK: hosoctl speaks with it too. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-sentences.h"

#include "base/hs-text.h"

#include <stdarg.h>

static gboolean
has_mark (const GString *text)
{
  static const char *const marks[] = { ".", "!", "?", ":", ";", "…" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_suffix (text->str, marks[i]))
      return TRUE;
  return FALSE;
}

static void
append (GString *text, const char *part)
{
  g_autofree char *stripped = g_strstrip (g_strdup (part));

  if (text->len > 0)
    g_string_append (text, has_mark (text) ? " " : ". ");
  g_string_append (text, stripped);
}

char *
hs_sentences (const char *first, ...)
{
  GString *text = g_string_new (NULL);
  va_list parts;

  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    if (!hs_text_is_blank (part))
      append (text, part);
  va_end (parts);
  return g_string_free (text, FALSE);
}
