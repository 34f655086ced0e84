/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References between schemas: resolved as RFC 3986 says, for any scheme, and for documents that have
 * no absolute address at all. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-uri.h"

#include <string.h>

/* Slices of one text; begin NULL: the part is not there. */
typedef struct
{
  const char *begin;
  gsize length;
} Slice;

typedef struct
{
  Slice scheme, authority, path, query, fragment;
} Parts;

static gsize
scheme_length (const char *text)
{
  gsize n = 0;

  if (!g_ascii_isalpha (*text))
    return 0;
  while (g_ascii_isalnum (text[n]) || (text[n] != '\0' && strchr ("+-.", text[n]) != NULL))
    n++;
  return text[n] == ':' ? n : 0;
}

static Slice
take (const char **text, gsize n)
{
  Slice slice = { *text, n };

  *text += n;
  return slice;
}

static void
split (const char *text, Parts *parts)
{
  gsize n = scheme_length (text);

  memset (parts, 0, sizeof *parts);
  if (n > 0)
    {
      parts->scheme = take (&text, n);
      text++;
    }
  if (text[0] == '/' && text[1] == '/')
    {
      text += 2;
      parts->authority = take (&text, strcspn (text, "/?#"));
    }
  parts->path = take (&text, strcspn (text, "?#"));
  if (*text == '?')
    {
      text++;
      parts->query = take (&text, strcspn (text, "#"));
    }
  if (*text == '#')
    {
      text++;
      parts->fragment = take (&text, strlen (text));
    }
}

/* Section 5.2.4. */
static void
append_without_dots (GString *out, const char *path)
{
  gsize start = out->len;

  while (*path != '\0')
    {
      gsize n;

      if (g_str_has_prefix (path, "../"))
        path += 3;
      else if (g_str_has_prefix (path, "./") || g_str_has_prefix (path, "/./"))
        path += 2;
      else if (g_str_equal (path, "/."))
        path = "/";
      else if (g_str_has_prefix (path, "/../") || g_str_equal (path, "/.."))
        {
          const char *slash = g_strrstr (out->str + start, "/");

          g_string_truncate (out, slash != NULL ? (gsize) (slash - out->str) : start);
          path = path[3] == '\0' ? "/" : path + 3;
        }
      else if (g_str_equal (path, ".") || g_str_equal (path, ".."))
        break;
      else
        {
          n = 1 + strcspn (path + 1, "/");
          g_string_append_len (out, path, (gssize) n);
          path += n;
        }
    }
}

static void
append_part (GString *out, const char *before, Slice part, const char *after)
{
  if (part.begin == NULL)
    return;
  g_string_append (out, before);
  g_string_append_len (out, part.begin, (gssize) part.length);
  g_string_append (out, after);
}

static char *
merge_paths (const Parts *base, Slice path)
{
  gsize keep = base->path.length;

  if (path.length > 0 && *path.begin == '/')
    keep = 0;
  else if (base->authority.begin != NULL && base->path.length == 0)
    return g_strdup_printf ("/%.*s", (int) path.length, path.begin);
  else
    while (keep > 0 && base->path.begin[keep - 1] != '/')
      keep--;
  return g_strdup_printf ("%.*s%.*s", (int) keep, base->path.begin, (int) path.length, path.begin);
}

char *
hs_schema_uri_resolve (const char *base, const char *reference)
{
  GString *out = g_string_new (NULL);
  Parts from, to;

  split (base, &from);
  split (reference, &to);
  append_part (out, "", to.scheme.begin != NULL ? to.scheme : from.scheme, ":");
  if (to.scheme.begin != NULL || to.authority.begin != NULL)
    {
      g_autofree char *path = g_strndup (to.path.begin, to.path.length);

      append_part (out, "//", to.authority, "");
      append_without_dots (out, path);
      append_part (out, "?", to.query, "");
    }
  else if (to.path.length > 0)
    {
      g_autofree char *path = merge_paths (&from, to.path);

      append_part (out, "//", from.authority, "");
      append_without_dots (out, path);
      append_part (out, "?", to.query, "");
    }
  else
    {
      append_part (out, "//", from.authority, "");
      append_part (out, "", from.path, "");
      append_part (out, "?", to.query.begin != NULL ? to.query : from.query, "");
    }
  append_part (out, "#", to.fragment, "");
  return g_string_free (out, FALSE);
}

gboolean
hs_schema_uri_is_absolute (const char *uri)
{
  return scheme_length (uri) > 0;
}

char *
hs_schema_uri_split (const char *uri, char **fragment)
{
  const char *hash = strchr (uri, '#');

  if (hash == NULL)
    {
      *fragment = g_strdup ("");
      return g_strdup (uri);
    }
  *fragment = g_uri_unescape_string (hash + 1, NULL);
  return g_strndup (uri, (gsize) (hash - uri));
}
