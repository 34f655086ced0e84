/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

G_BEGIN_DECLS

/* Versions of forms in words, translated. No GTK, so hosoctl says the same. */

/* Heading of a group of the page of differences: "Giữ nguyên". Static text. */
const char *hs_move_kind_title (HsFormMoveKind kind);
/* What the group means for the citizen, one sentence. Static text. */
const char *hs_move_kind_hint (HsFormMoveKind kind);
/* Why an answer is not moved, or has to be looked at; "" where there is nothing to say. Static text. */
const char *hs_move_reason_words (HsFormMoveReason reason);
/* "3 mục giữ nguyên, 1 mục đổi tên, 2 mục cần khai lại". (transfer full) */
char *hs_move_summary (HsFormMove *move);

typedef enum
{
  HS_FORM_NEWS_NONE,
  HS_FORM_NEWS_NEWER,  /* a newer version can be looked at */
  HS_FORM_NEWS_ENDING, /* the draft's own is accepted for some days more */
  HS_FORM_NEWS_ENDED,  /* and no longer */
} HsFormNews;
/* What the citizen should know about the form of a dossier that is not frozen. text: (out) (transfer full)
 * (nullable): sentences, with the law. */
HsFormNews hs_form_news (HsDossier *dossier, char **text);

G_END_DECLS
