/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Resolves a reference against a base. Any base will do, also "" and one without a scheme.
 * Source: RFC 3986, section 5.2. */
char *hs_schema_uri_resolve (const char *base, const char *reference) G_GNUC_WARN_UNUSED_RESULT;
/* Starts with a scheme. */
gboolean hs_schema_uri_is_absolute (const char *uri);
/* What comes before "#"; fragment: what comes after, percent-decoded; "" for none; NULL when badly
 * encoded. */
char *hs_schema_uri_split (const char *uri, char **fragment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
