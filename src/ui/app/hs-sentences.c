/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences put side by side without stray stops and spaces, and sizes in words. No GTK: hosoctl speaks
 * with it too. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-sentences.h"

#include "base/hs-text.h"

#include <glib/gi18n.h>
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

/* Tenths of a unit as a number: "1.1", and "10" when they are whole. */
static char *
tenths_text (guint64 tenths)
{
  if (tenths % 10 == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, tenths / 10);
  return g_strdup_printf ("%" G_GUINT64_FORMAT "%s%u", tenths / 10, C_ ("decimal mark", "."),
                          (guint) (tenths % 10));
}

char *
hs_size_text (guint64 size)
{
  const guint64 kib = 1024, mib = kib * 1024, gib = mib * 1024;
  g_autofree char *number = NULL;

  if (size < kib)
    return g_strdup_printf (ngettext ("%u byte", "%u bytes", (gulong) size), (guint) size);
  if (size < mib - kib / 2)
    return g_strdup_printf (_ ("%u KB"), (guint) ((size + kib / 2) / kib));
  /* to the nearest tenth; whole units first, so that no size overflows */
  if (size < gib - mib / 20)
    {
      number = tenths_text (size / mib * 10 + (size % mib * 10 + mib / 2) / mib);
      return g_strdup_printf (_ ("%s MB"), number);
    }
  number = tenths_text (size / gib * 10 + (size % gib * 10 + gib / 2) / gib);
  return g_strdup_printf (_ ("%s GB"), number);
}
