/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-procedure.h"

G_BEGIN_DECLS

/* Codes of the catalogue as words, translated; "" for an unknown or empty code. Both names of a service
 * level are shown: today's ("toàn trình") and the older number. */
const char *hs_online_words (const char *online);
const char *hs_online_long_words (const char *online); /* a sentence */
const char *hs_level_words (const char *level);        /* "commune" -> "Cấp xã" */
const char *hs_audience_words (const char *audience);
const char *hs_channel_words (const char *kind);
const char *hs_copy_kind_words (const char *copy_kind);
/* "1 ngày làm việc" or the note when it is not a number; (transfer full) */
char *hs_channel_duration (const HsChannel *channel);
/* "Miễn phí", "8.000 đ", or the text; (transfer full) */
char *hs_channel_fee (const HsChannel *channel);

G_END_DECLS
