/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed words against a title or an alias. Whole equality first, then a beginning, then the words in
 * one run, then the words apart; right marks and a short title raise the score. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-search-query.h"

#include "base/hs-text.h"
#include "catalog/hs-search-text.h"

#include <string.h>

#define MAX_TEXT_WORDS 64

#define SCORE_EQUAL 1000
#define SCORE_START 700
#define SCORE_RUN 550
#define SCORE_INSIDE 450 /* the whole text is among the typed words */
#define SCORE_APART 250  /* all words, most of them in one run */
#define SCORE_WHOLE 40   /* the last word is a word, not only a beginning */
#define SCORE_MARKS 300  /* all words with the marks that were typed */
#define SCORE_SHORT 120  /* the text is nothing but the words */

HsSearchQuery *
hs_search_query_new (const char *text)
{
  g_autoptr (HsSearchQuery) self = g_new0 (HsSearchQuery, 1);
  g_autofree char *folded = hs_text_fold (text);
  g_autofree char *marks = hs_search_marks (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_auto (GStrv) marked = g_strsplit (marks, " ", -1);
  gboolean aligned = g_strv_length (words) == g_strv_length (marked);

  for (guint i = 0; words[i] != NULL && self->n < HS_QUERY_MAX_WORDS; i++)
    {
      if (*words[i] == '\0')
        continue;
      self->raw[self->n] = g_strdup (words[i]);
      self->words[self->n] = hs_search_word (words[i]);
      self->marks[self->n] = g_strdup (aligned ? marked[i] : words[i]);
      self->has_marks |= strcmp (self->marks[self->n], self->words[self->n]) != 0;
      self->n++;
    }
  return self->n > 0 ? g_steal_pointer (&self) : NULL;
}

void
hs_search_query_free (HsSearchQuery *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_free (self->raw[i]);
      g_free (self->words[i]);
      g_free (self->marks[i]);
    }
  g_free (self);
}

HsSearchQuery *
hs_search_query_without (HsSearchQuery *self, GHashTable *ignored)
{
  g_autoptr (HsSearchQuery) rest = g_new0 (HsSearchQuery, 1);

  rest->has_marks = self->has_marks;
  for (guint i = 0; i < self->n; i++)
    {
      if (g_hash_table_contains (ignored, self->words[i]))
        continue;
      rest->raw[rest->n] = g_strdup (self->raw[i]);
      rest->words[rest->n] = g_strdup (self->words[i]);
      rest->marks[rest->n] = g_strdup (self->marks[i]);
      rest->n++;
    }
  return rest->n > 0 && rest->n < self->n ? g_steal_pointer (&rest) : NULL;
}

char *
hs_search_query_match (HsSearchQuery *self, gboolean any, gboolean with_marks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      gboolean last = i + 1 == self->n;

      if (i > 0)
        g_string_append (out, any ? " OR " : " AND ");
      if (!last && with_marks)
        g_string_append_printf (out, "marks : \"%s\"", self->marks[i]);
      else if (!last)
        g_string_append_printf (out, "\"%s\"", self->words[i]);
      else if (strcmp (self->raw[i], self->words[i]) == 0)
        g_string_append_printf (out, "\"%s\" *", self->raw[i]);
      else /* "ki" may become "kinh" or may be "ký" already */
        g_string_append_printf (out, "(\"%s\" * OR \"%s\")", self->raw[i], self->words[i]);
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *start;
  gsize length;
} Word;

static guint
split (const char *text, gsize length, Word words[MAX_TEXT_WORDS])
{
  const char *end = text + length;
  guint n = 0;

  while (text < end && n < MAX_TEXT_WORDS)
    {
      const char *space = memchr (text, ' ', (gsize) (end - text));
      const char *stop = space != NULL ? space : end;

      words[n].start = text;
      words[n].length = (gsize) (stop - text);
      n++;
      text = stop + 1;
    }
  return n;
}

static gboolean
is_word (const Word *word, const char *typed)
{
  return strncmp (word->start, typed, word->length) == 0 && typed[word->length] == '\0';
}

static gboolean
starts_word (const Word *word, const char *typed)
{
  gsize length = strlen (typed);

  return length <= word->length && memcmp (word->start, typed, length) == 0;
}

static gboolean
matches (HsSearchQuery *self, guint i, const Word *word)
{
  if (is_word (word, self->words[i]))
    return TRUE;
  return i + 1 == self->n && starts_word (word, self->raw[i]);
}

static gboolean
is_tone (char c)
{
  return c != '\0' && strchr ("FSRXJ", c) != NULL;
}

/* The word with its marks as typed; a last word may stop before its tone was reached. */
static gboolean
matches_marks (HsSearchQuery *self, guint i, const Word *marked)
{
  const char *typed = self->marks[i];
  gsize typed_length = strlen (typed);
  gsize length = marked->length;

  if (is_word (marked, typed))
    return TRUE;
  if (i + 1 != self->n)
    return FALSE;
  if (typed_length > 0 && is_tone (typed[typed_length - 1]))
    {
      if (length == 0 || marked->start[length - 1] != typed[typed_length - 1])
        return FALSE;
      typed_length--;
      length--;
    }
  return typed_length <= length && memcmp (marked->start, typed, typed_length) == 0;
}

/* Length of the run of words from the first typed one that begins at position at. */
static guint
run_length (HsSearchQuery *self, const Word *words, guint n, guint at)
{
  guint run = 0;

  while (run < self->n && at + run < n && matches (self, run, &words[at + run]))
    run++;
  return run;
}

static int
score_marks (HsSearchQuery *self, const Word *words, const Word *marked, guint n)
{
  guint right = 0;

  if (!self->has_marks)
    return 0;
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < n; j++)
      if (matches (self, i, &words[j]) && matches_marks (self, i, &marked[j]))
        {
          right++;
          break;
        }
  return (int) (SCORE_MARKS * right / self->n);
}

/* Words here and there say the less the farther they are from each other. */
static int
score_apart (HsSearchQuery *self, guint found, guint run)
{
  int score = (int) (SCORE_APART * found * run / (self->n * self->n));

  return found == self->n ? score : score / 2;
}

/* Words of the text that were typed. */
static guint
count_covered (HsSearchQuery *self, const Word *words, guint n)
{
  guint covered = 0;

  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < self->n; i++)
      if (is_word (&words[j], self->words[i]))
        {
          covered++;
          break;
        }
  return covered;
}

int
hs_search_query_score (HsSearchQuery *self, const char *text, gsize length, const char *marks,
                       gsize marks_length, guint *matched)
{
  Word words[MAX_TEXT_WORDS];
  Word marked[MAX_TEXT_WORDS];
  guint n = split (text, length, words);
  guint n_marked = split (marks, marks_length, marked);
  guint found = 0;
  guint best = 0;
  guint best_at = 0;
  gboolean last_whole = FALSE;
  int score;

  *matched = 0;
  for (guint j = 0; j < n; j++)
    {
      guint run = run_length (self, words, n, j);

      if (run > best)
        {
          best = run;
          best_at = j;
        }
      last_whole |= is_word (&words[j], self->words[self->n - 1]);
      for (guint i = 0; i < self->n; i++)
        if ((*matched & (1u << i)) == 0 && matches (self, i, &words[j]))
          {
            *matched |= 1u << i;
            found++;
          }
    }
  if (found == 0)
    return 0;
  if (best == self->n && best == n && is_word (&words[n - 1], self->words[self->n - 1]))
    score = SCORE_EQUAL;
  else if (best == self->n)
    score = best_at == 0 ? SCORE_START : SCORE_RUN - (int) MIN (best_at, 20);
  else
    score = score_apart (self, found, best) + (last_whole ? SCORE_WHOLE : 0);
  if (n >= 2 && n < self->n && count_covered (self, words, n) == n)
    score = MAX (score, SCORE_INSIDE + (int) (10 * n));
  score += (int) (SCORE_SHORT * found / MAX (n, found));
  return score + (n == n_marked ? score_marks (self, words, marked, n) : 0);
}
