/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE for a PDF that was cut: poppler would rebuild what is left and show it as if it were whole.
 * Errors: HS_DOCUMENT_ERROR_DAMAGED. Source: ISO 32000-1, 7.5.5 and annex F (linearized length). */
gboolean hs_pdf_file_check_whole (const guint8 *data, gsize length, GError **error);
/* TRUE when an uncompressed part names this: poppler does not look everywhere. */
gboolean hs_pdf_file_mentions (const guint8 *data, gsize length, const char *name);
/* TRUE when the file is encrypted, also where it opens without a password (ISO 32000-1, 7.6.1): the entry
 * stands in a trailer or in the dictionary of a cross-reference stream, which are never compressed or
 * encrypted themselves. It may say so of a file that only looks like it. */
gboolean hs_pdf_file_is_encrypted (const guint8 *data, gsize length);

G_END_DECLS
