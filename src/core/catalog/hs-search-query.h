/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HS_QUERY_MAX_WORDS 12

/* What somebody typed, ready to be compared. The last word may be a beginning. */
typedef struct
{
  char *raw[HS_QUERY_MAX_WORDS];   /* (owned) folded as typed */
  char *words[HS_QUERY_MAX_WORDS]; /* (owned) folded, i and y made one */
  char *marks[HS_QUERY_MAX_WORDS]; /* (owned) with marks, tone at the end */
  guint n;
  gboolean has_marks; /* some word was typed with a mark: then marks count */
} HsSearchQuery;

/* NULL when the text has no word. */
HsSearchQuery *hs_search_query_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void hs_search_query_free (HsSearchQuery *self);
/* A copy without the words of the set; NULL when nothing or everything would go. */
HsSearchQuery *
hs_search_query_without (HsSearchQuery *self, GHashTable *ignored) G_GNUC_WARN_UNUSED_RESULT;

/* FTS5 expression: every word (or any), the last one as a beginning; with_marks: in the column of marks. */
char *hs_search_query_match (HsSearchQuery *self, gboolean any,
                             gboolean with_marks) G_GNUC_WARN_UNUSED_RESULT;

/* How well one text (title or one alias) answers; 0: no word of it. text and marks are folded by
 * hs_search_fold() and hs_search_marks(), of length bytes. *matched gets a bit for each word found. */
int hs_search_query_score (HsSearchQuery *self, const char *text, gsize length, const char *marks,
                           gsize marks_length, guint *matched);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSearchQuery, hs_search_query_free)

G_END_DECLS
