/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parts, ended by NULL, as one text: blank parts are left out, one space between, and a part before another
 * ends with a full stop when it has no mark of its own ("Tên" and "Hà Nội" -> "Tên. Hà Nội"). Ownership:
 * (transfer full). No GTK. Thread: any. */
char *hs_sentences (const char *first, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
