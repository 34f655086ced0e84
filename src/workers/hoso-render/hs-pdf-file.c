/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bytes of a PDF file tell without parsing it. */
#define G_LOG_DOMAIN "hoso"

#include "hs-pdf-file.h"

#include "document/hs-document.h"

#include <string.h>

#define TAIL_WINDOW 1024

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_DAMAGED, "The PDF is damaged or cut: %s",
               what);
  return FALSE;
}

/* The last occurrence of a keyword in data. */
static const guint8 *
find_last (const guint8 *data, gsize length, const char *word)
{
  const guint8 *found = NULL, *next = data;
  gsize size = strlen (word);

  while ((next = memmem (next, length - (gsize) (next - data), word, size)) != NULL)
    found = next++;
  return found;
}

/* Unsigned number after optional white space; FALSE when there is none. */
static gboolean
read_number (const guint8 *data, gsize length, gsize at, guint64 *number)
{
  gsize start;

  while (at < length && g_ascii_isspace (data[at]))
    at++;
  start = at;
  *number = 0;
  while (at < length && g_ascii_isdigit (data[at]) && at - start < 15)
    *number = *number * 10 + (guint64) (data[at++] - '0');
  return at > start;
}

/* A linearized file says its whole length at the beginning. */
static gboolean
check_linearized (const guint8 *data, gsize length, GError **error)
{
  gsize head = MIN (length, TAIL_WINDOW);
  const guint8 *mark = memmem (data, head, "/Linearized", 11);
  const guint8 *end =
    mark == NULL ? NULL : memmem (mark, head - (gsize) (mark - data), "endobj", 6);
  const guint8 *l = mark;
  guint64 number;

  while (end != NULL && l != NULL && l < end)
    {
      l = memmem (l, (gsize) (end - l), "/L", 2);
      if (l == NULL)
        break;
      l += 2;
      if (read_number (data, length, (gsize) (l - data), &number) && number > length)
        return damaged (error, "it is shorter than it says");
    }
  return TRUE;
}

gboolean
hs_pdf_file_check_whole (const guint8 *data, gsize length, GError **error)
{
  const guint8 *tail, *eof, *start;
  const gsize whole = length;
  guint64 offset;

  while (length > 0 && (data[length - 1] == 0 || g_ascii_isspace (data[length - 1])))
    length--;
  tail = data + length - MIN (length, TAIL_WINDOW);
  eof = find_last (tail, (gsize) (data + length - tail), "%%EOF");
  if (eof == NULL)
    return damaged (error, "the end mark is missing");
  start = find_last (tail, (gsize) (eof - tail), "startxref");
  if (start == NULL || !read_number (data, length, (gsize) (start - data) + 9, &offset))
    return damaged (error, "the table of contents is missing");
  if (offset >= length)
    return damaged (error, "the table of contents is outside of the file");
  return check_linearized (data, whole, error);
}

gboolean
hs_pdf_file_mentions (const guint8 *data, gsize length, const char *name)
{
  return memmem (data, length, name, strlen (name)) != NULL;
}

/* The name at data, just behind its slash, with #xx read as a byte: how many bytes it took; 0 when it is
 * another name. */
static gsize
match_name (const guint8 *data, gsize length, const char *name)
{
  gsize at = 0;

  for (; *name != '\0'; name++)
    {
      guint8 byte;

      if (at >= length)
        return 0;
      byte = data[at++];
      if (byte == '#' && length - at >= 2 && g_ascii_isxdigit (data[at]) &&
          g_ascii_isxdigit (data[at + 1]))
        {
          byte =
            (guint8) (g_ascii_xdigit_value (data[at]) << 4 | g_ascii_xdigit_value (data[at + 1]));
          at += 2;
        }
      if (byte != (guint8) *name)
        return 0;
    }
  return at;
}

gboolean
hs_pdf_file_is_encrypted (const guint8 *data, gsize length)
{
  const guint8 *slash = data;

  while ((slash = memchr (slash, '/', length - (gsize) (slash - data))) != NULL)
    {
      gsize at = (gsize) (++slash - data);
      gsize size = match_name (slash, length - at, "Encrypt");

      if (size == 0)
        continue;
      at += size;
      while (at < length && (data[at] == 0 || g_ascii_isspace (data[at])))
        at++;
      /* a comment may stand here too: better once too often */
      if (at < length && (data[at] == '<' || data[at] == '%' || g_ascii_isdigit (data[at])))
        return TRUE;
    }
  return FALSE;
}
