/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sentences for the citizen, in the language of the process; never NULL, next may be "". */
typedef struct
{
  const char *heading; /* what happened */
  const char *body;    /* what was kept, what it means */
  const char *next;    /* what to do now */
} HsErrorWords;

/* Every code of every core domain, and the G_IO_ERROR codes a citizen can meet; else general words.
 * No GTK: hosoctl uses the same table. Thread: any. Ownership: static text. */
HsErrorWords hs_error_words (const GError *error);
/* FALSE when only the general words fit: the table lacks it. For the test of completeness. */
gboolean hs_error_words_knows (const GError *error);

G_END_DECLS
