/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of a schema. Most are a few classes with counts between ^ and $ ("^[0-9]{12}$"), or a plain
 * text that is searched: those are recognised and walked. All else goes to PCRE2, with limits. */
#define G_LOG_DOMAIN "hoso"

#define PCRE2_CODE_UNIT_WIDTH 8

#include "form/schema/hs-schema-regex.h"

#include "form/hs-form-error.h"
#include "form/schema/hs-form-regex.h"

#include <pcre2.h>
#include <string.h>

#define MAX_ATOMS 12
#define MAX_MATCH 200000
#define MAX_HEAP_KIB 8192
#define NO_LIMIT G_MAXUINT32

/* One class and how often it comes. */
typedef struct
{
  guint64 ascii[2];   /* which of the 128 */
  gboolean others;    /* every letter beyond ASCII too ... */
  gboolean no_breaks; /* ... but U+2028 and U+2029 */
  guint32 min, max;
} Atom;

struct _HsSchemaRegex
{
  char *pattern;    /* (owned) as written */
  pcre2_code *code; /* (owned) (nullable) NULL: walked */
  gsize is_fast;    /* once: code was compiled for the machine, if that can be */
  Atom atoms[MAX_ATOMS];
  guint n_atoms;
  gboolean to_start, to_end; /* ^ and $ */
};

/* What PCRE2 needs to run; one for each thread. */
typedef struct
{
  pcre2_match_data *match;
  pcre2_match_context *context;
} Scratch;

static void
scratch_free (gpointer data)
{
  Scratch *scratch = data;

  pcre2_match_data_free (scratch->match);
  pcre2_match_context_free (scratch->context);
  g_free (scratch);
}

static GPrivate scratch_key = G_PRIVATE_INIT (scratch_free);

static Scratch *
get_scratch (void)
{
  Scratch *scratch = g_private_get (&scratch_key);

  if (scratch != NULL)
    return scratch;
  scratch = g_new0 (Scratch, 1);
  scratch->match = pcre2_match_data_create (1, NULL);
  scratch->context = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (scratch->context, MAX_MATCH);
  pcre2_set_heap_limit (scratch->context, MAX_HEAP_KIB);
  g_private_set (&scratch_key, scratch);
  return scratch;
}

/* Recognising simple patterns. */

static void
add_ascii (Atom *atom, guchar from, guchar to)
{
  for (guint c = from; c <= to && c < 128; c++)
    atom->ascii[c / 64] |= G_GUINT64_CONSTANT (1) << (c % 64);
}

static gboolean
has_ascii (const Atom *atom, guchar c)
{
  return (atom->ascii[c / 64] >> (c % 64) & 1) != 0;
}

/* A backslash and what follows, as a class; FALSE: not simple. single: the one character it is. */
static gboolean
read_escape (const char **text, Atom *atom, int *single)
{
  char c = (*text)[1];

  *single = -1;
  if (c == 'd')
    add_ascii (atom, '0', '9');
  else if (c == 'w')
    {
      add_ascii (atom, '0', '9');
      add_ascii (atom, 'A', 'Z');
      add_ascii (atom, 'a', 'z');
      add_ascii (atom, '_', '_');
    }
  else if (c != '\0' && strchr ("^$\\.*+?()[]{}|/-", c) != NULL)
    {
      *single = c;
      add_ascii (atom, (guchar) c, (guchar) c);
    }
  else
    return FALSE;
  *text += 2;
  return TRUE;
}

static gboolean
read_class_part (const char **text, Atom *atom)
{
  int from, to;

  if (**text == '\\')
    {
      if (!read_escape (text, atom, &from))
        return FALSE;
    }
  else
    {
      from = (guchar) * *text;
      if (from >= 128 || from == '\0')
        return FALSE;
      add_ascii (atom, (guchar) from, (guchar) from);
      (*text)++;
    }
  if (**text != '-' || (*text)[1] == ']')
    return TRUE;
  (*text)++;
  if (from < 0 || **text == '\\' || (guchar) * *text >= 128 || **text == '\0')
    return FALSE;
  to = (guchar) * *text;
  (*text)++;
  if (to < from)
    return FALSE;
  add_ascii (atom, (guchar) from, (guchar) to);
  return TRUE;
}

static gboolean
read_class (const char **text, Atom *atom)
{
  gboolean inverse = (*text)[1] == '^';

  *text += inverse ? 2 : 1;
  if (**text == ']')
    return FALSE;
  while (**text != ']')
    if (!read_class_part (text, atom))
      return FALSE;
  (*text)++;
  if (inverse)
    {
      atom->ascii[0] = ~atom->ascii[0];
      atom->ascii[1] = ~atom->ascii[1];
      atom->others = TRUE;
    }
  return TRUE;
}

static gboolean
read_atom (const char **text, Atom *atom)
{
  int single;

  if (**text == '[')
    return read_class (text, atom);
  if (**text == '\\')
    return read_escape (text, atom, &single);
  if (**text == '.')
    {
      add_ascii (atom, 0, 127);
      atom->ascii[0] &= ~(G_GUINT64_CONSTANT (1) << '\n' | G_GUINT64_CONSTANT (1) << '\r');
      atom->others = atom->no_breaks = TRUE;
    }
  else if ((guchar) * *text >= 128 || strchr ("^$*+?(){}|]", **text) != NULL)
    return FALSE;
  else
    add_ascii (atom, (guchar) * *text, (guchar) * *text);
  (*text)++;
  return TRUE;
}

static gboolean
read_count (const char **text, guint32 *count)
{
  gsize n = strspn (*text, "0123456789");

  if (n == 0 || n > 6)
    return FALSE;
  *count = (guint32) g_ascii_strtoull (*text, NULL, 10);
  *text += n;
  return TRUE;
}

static gboolean
read_quantifier (const char **text, Atom *atom)
{
  char c = **text;

  atom->min = atom->max = 1;
  if (c == '*' || c == '+' || c == '?')
    {
      atom->min = c == '+' ? 1 : 0;
      atom->max = c == '?' ? 1 : NO_LIMIT;
      (*text)++;
    }
  else if (c == '{')
    {
      (*text)++;
      if (!read_count (text, &atom->min))
        return FALSE;
      atom->max = atom->min;
      if (**text == ',')
        {
          (*text)++;
          atom->max = NO_LIMIT;
          if (**text != '}' && !read_count (text, &atom->max))
            return FALSE;
        }
      if (**text != '}' || atom->max < atom->min)
        return FALSE;
      (*text)++;
    }
  return **text != '?'; /* lazy ones mean the same, but are rare */
}

static gboolean
overlap (const Atom *a, const Atom *b)
{
  return (a->ascii[0] & b->ascii[0]) != 0 || (a->ascii[1] & b->ascii[1]) != 0 ||
         (a->others && b->others);
}

/* Walking greedily gives the right answer: a class whose count is open shares nothing with those that
 * may follow it. */
static gboolean
is_deterministic (const HsSchemaRegex *self)
{
  for (guint i = 0; i < self->n_atoms; i++)
    {
      if (self->atoms[i].min == self->atoms[i].max)
        continue;
      for (guint k = i + 1; k < self->n_atoms; k++)
        {
          if (overlap (&self->atoms[i], &self->atoms[k]))
            return FALSE;
          if (self->atoms[k].min > 0)
            break;
        }
    }
  return TRUE;
}

/* Without ^ only a plain text is searched; without $ an open count at the end asks for its least. */
static gboolean
read_simple (HsSchemaRegex *self, const char *text)
{
  if (*text == '^')
    {
      self->to_start = TRUE;
      text++;
    }
  while (*text != '\0' && !(text[0] == '$' && text[1] == '\0'))
    {
      Atom *atom = &self->atoms[self->n_atoms];

      if (self->n_atoms == MAX_ATOMS || !read_atom (&text, atom) || !read_quantifier (&text, atom))
        return FALSE;
      self->n_atoms++;
    }
  self->to_end = *text == '$';
  if (!self->to_start)
    return self->n_atoms == 0 || (self->n_atoms == 1 && !self->to_end && self->atoms[0].min <= 1);
  return is_deterministic (self);
}

/* PCRE2. */

static gboolean
compile (HsSchemaRegex *self, GError **error)
{
  g_autofree char *translated = hs_form_regex_translate (self->pattern, error);
  PCRE2_UCHAR message[120];
  PCRE2_SIZE offset;
  int code;

  if (translated == NULL)
    return FALSE;
  self->code = pcre2_compile ((PCRE2_SPTR) translated, PCRE2_ZERO_TERMINATED,
                              PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C,
                              &code, &offset, NULL);
  if (self->code != NULL)
    return TRUE;
  pcre2_get_error_message (code, message, sizeof message);
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "pattern: %s", (const char *) message);
  return FALSE;
}

HsSchemaRegex *
hs_schema_regex_new (const char *pattern, GError **error)
{
  HsSchemaRegex *self = g_new0 (HsSchemaRegex, 1);

  self->pattern = g_strdup (pattern);
  if (read_simple (self, pattern) || compile (self, error))
    return self;
  hs_schema_regex_free (self);
  return NULL;
}

void
hs_schema_regex_free (HsSchemaRegex *self)
{
  if (self == NULL)
    return;
  g_free (self->pattern);
  g_clear_pointer (&self->code, pcre2_code_free);
  g_free (self);
}

const char *
hs_schema_regex_get_pattern (HsSchemaRegex *self)
{
  return self->pattern;
}

gboolean
hs_schema_regex_is_simple (HsSchemaRegex *self)
{
  return self->code == NULL;
}

/* Bytes of the character at text when the class has it, 0 when not. */
static inline gsize
step (const Atom *atom, const guchar *text, const guchar *end)
{
  gsize n;

  if (text == end)
    return 0;
  if (*text < 0x80)
    return has_ascii (atom, *text) ? 1 : 0;
  if (!atom->others)
    return 0;
  n = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;
  if ((gsize) (end - text) < n)
    return 0;
  if (atom->no_breaks && n == 3 && text[0] == 0xe2 && text[1] == 0x80 &&
      (text[2] == 0xa8 || text[2] == 0xa9))
    return 0;
  return n;
}

static gboolean
walk (HsSchemaRegex *self, const guchar *text, const guchar *end)
{
  for (guint i = 0; i < self->n_atoms; i++)
    {
      const Atom *atom = &self->atoms[i];
      guint32 count = 0;

      while (count < atom->max)
        {
          gsize n = step (atom, text, end);

          if (n == 0)
            break;
          text += n;
          count++;
        }
      if (count < atom->min)
        return FALSE;
    }
  return !self->to_end || text == end;
}

/* One class anywhere. */
static gboolean
search (HsSchemaRegex *self, const guchar *text, const guchar *end)
{
  if (self->n_atoms == 0 || self->atoms[0].min == 0)
    return TRUE;
  for (; text < end; text++)
    if ((*text & 0xc0) != 0x80 && step (&self->atoms[0], text, end) > 0)
      return TRUE;
  return FALSE;
}

HsSchemaRegexVerdict
hs_schema_regex_match (HsSchemaRegex *self, const char *text, gsize length)
{
  const guchar *bytes = (const guchar *) text;
  Scratch *scratch;
  int found;

  if (self->code == NULL)
    return (self->to_start ? walk (self, bytes, bytes + length)
                           : search (self, bytes, bytes + length))
             ? HS_SCHEMA_REGEX_YES
             : HS_SCHEMA_REGEX_NO;
  if (g_once_init_enter (&self->is_fast))
    {
      pcre2_jit_compile (self->code, PCRE2_JIT_COMPLETE); /* takes longer than many a text */
      g_once_init_leave (&self->is_fast, 1);
    }
  scratch = get_scratch ();
  found =
    pcre2_match (self->code, (PCRE2_SPTR) text, length, 0, 0, scratch->match, scratch->context);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT)
    found = pcre2_match (self->code, (PCRE2_SPTR) text, length, 0, PCRE2_NO_JIT, scratch->match,
                         scratch->context);
  if (found >= 0)
    return HS_SCHEMA_REGEX_YES;
  if (found == PCRE2_ERROR_NOMATCH ||
      (found <= PCRE2_ERROR_UTF8_ERR1 && found >= PCRE2_ERROR_UTF8_ERR21))
    return HS_SCHEMA_REGEX_NO;
  return HS_SCHEMA_REGEX_LIMIT;
}
