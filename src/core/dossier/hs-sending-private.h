/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"
#include "dossier/hs-journal.h"

G_BEGIN_DECLS

HsSending *hs_sending_new (HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;
/* One line a file of the manifest, nothing confirmed yet. */
void hs_sending_set_files (HsSending *self, HsJournal *journal);
/* retry_at_us: wall clock, 0 none. error is copied. */
void
hs_sending_update (HsSending *self, HsSendingPhase phase, gint64 retry_at_us, const GError *error);
void hs_sending_set_confirmed (HsSending *self, guint file, guint64 confirmed);

G_END_DECLS
