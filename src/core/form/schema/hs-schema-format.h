/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*HsSchemaFormat) (const char *text);

/* (nullable) The formats of JSON Schema 2020-12 (validation, section 7.3) by name. */
HsSchemaFormat hs_schema_format_find (const char *name);

/* hs-schema-format-net.c */
gboolean hs_schema_format_is_ipv4 (const char *text, gsize length);
gboolean hs_schema_format_is_ipv6 (const char *text, gsize length);
gboolean hs_schema_format_hostname (const char *text);
gboolean hs_schema_format_email (const char *text);
gboolean hs_schema_format_idn_email (const char *text);
gboolean hs_schema_format_uri (const char *text);
gboolean hs_schema_format_uri_reference (const char *text);
gboolean hs_schema_format_iri (const char *text);
gboolean hs_schema_format_iri_reference (const char *text);
gboolean hs_schema_format_uri_template (const char *text);
/* hs-schema-format-idn.c */
gboolean hs_schema_format_idn_hostname (const char *text);
/* "xn--…" decodes to a label IDNA 2008 allows. */
gboolean hs_schema_format_is_a_label (const char *text, gsize length);

G_END_DECLS
