/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compiles an ECMA-262 pattern (flag "u") with PCRE2, with limits against runaway matching.
 * Errors: HS_FORM_ERROR_PACKAGE says what of the pattern is not understood. Thread: any. */
GRegex *hs_form_regex_compile (const char *pattern, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE when the limit was reached: nobody knows. */
gboolean hs_form_regex_try (GRegex *regex, const char *text, gboolean *found);
/* FALSE also when the limit was reached. */
gboolean hs_form_regex_matches (GRegex *regex, const char *text);
/* The same pattern as PCRE2 writes it (UTF on; Unicode properties for classes on or off). */
char *hs_form_regex_translate (const char *pattern, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
