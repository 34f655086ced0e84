/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A pattern of a schema, ready to run. Simple ones are a list of classes that is walked once; the
 * others are PCRE2's. Immutable; any thread. */
typedef struct _HsSchemaRegex HsSchemaRegex;

typedef enum
{
  HS_SCHEMA_REGEX_NO,
  HS_SCHEMA_REGEX_YES,
  HS_SCHEMA_REGEX_LIMIT, /* it took too much work to tell */
} HsSchemaRegexVerdict;

/* Errors: HS_FORM_ERROR_PACKAGE. */
HsSchemaRegex *hs_schema_regex_new (const char *pattern, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_schema_regex_free (HsSchemaRegex *self);
const char *hs_schema_regex_get_pattern (HsSchemaRegex *self);
/* length: bytes. Text that is not UTF-8 does not match. No allocation but a thread's first. */
HsSchemaRegexVerdict hs_schema_regex_match (HsSchemaRegex *self, const char *text, gsize length);
/* TRUE when it is walked, for tests. */
gboolean hs_schema_regex_is_simple (HsSchemaRegex *self);

G_END_DECLS
