/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parts, ended by NULL, as one text: blank parts are left out, one space between, and a part before another
 * ends with a full stop when it has no mark of its own ("Tên" and "Hà Nội" -> "Tên. Hà Nội"). Ownership:
 * (transfer full). No GTK. Thread: any. */
char *hs_sentences (const char *first, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* A size for people, in units of 1024 and with the language's decimal mark: "928 bytes", "12 KB", "1.1 MB".
 * A whole number has no decimals, so the limit of 10 MiB reads "10 MB". Ownership: (transfer full). Thread: any. */
char *hs_size_text (guint64 size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
