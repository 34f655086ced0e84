/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON Schema 2020-12, compiled to a program. Source: json-schema.org/draft/2020-12, core and
 * validation. Immutable once made; used from any thread. */
typedef struct _HsSchema HsSchema;

/* Documents a $ref may reach, by absolute URI; the 2020-12 meta-schemas are always among them. Nothing
 * is ever fetched. Reference-counted; immutable from the first compilation on. */
typedef struct _HsSchemaSources HsSchemaSources;

HsSchemaSources *hs_schema_sources_new (void) G_GNUC_WARN_UNUSED_RESULT;
HsSchemaSources *hs_schema_sources_ref (HsSchemaSources *self);
void hs_schema_sources_unref (HsSchemaSources *self);
/* Keeps a reference to document, which must not change afterwards. uri: absolute, without fragment (an
 * empty one is dropped). Errors: HS_FORM_ERROR_PACKAGE when uri is not absolute or taken. */
gboolean
hs_schema_sources_add (HsSchemaSources *self, const char *uri, JsonNode *document, GError **error);

typedef enum
{
  HS_SCHEMA_DEFAULT = 0,
  /* "format" is checked, not only noted; names nobody knows stay notes. A meta-schema whose
   * $vocabulary has format-assertion asks for it by itself, and then an unknown name is an error. */
  HS_SCHEMA_ASSERT_FORMATS = 1 << 0,
  /* As above, and the formats of forms are meant: an e-mail address has a dot in its domain. */
  HS_SCHEMA_FORM_FORMATS = 1 << 1,
} HsSchemaFlags;

/* Compiles the schema at pointer ("" = all of root) of a document; $ref resolves within root and
 * sources (nullable). Keeps a reference to root, which must not change afterwards.
 * where: (out) (optional) (nullable) (transfer full): the place of the fault, a pointer into root, or
 * "uri#/pointer" when it is in another document; set only with an error.
 * Errors: HS_FORM_ERROR_PACKAGE, with keyword and place in the message. Thread: any. */
HsSchema *
hs_schema_compile (JsonNode *root, const char *pointer, HsSchemaSources *sources,
                   HsSchemaFlags flags, char **where, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_schema_free (HsSchema *self);

/* The verdict. FALSE with an error only when a bound was reached before there was one (steps, depth,
 * work of a pattern): HS_FORM_ERROR_PACKAGE. No allocation when the instance is valid, unless an array
 * beyond 256 items must be unique, unevaluated members of more than 512 are asked for, or the format
 * is regex or idn-hostname.
 * Thread: any. */
gboolean hs_schema_check (HsSchema *self, JsonNode *instance, gboolean *is_valid, GError **error);

/* One thing that is wrong. */
typedef struct
{
  char *
    instance; /* (owned) pointer to the value; of the object when a member is missing or too many */
  char *schema; /* (owned) "uri#/pointer" of the keyword; of the schema where that is false */
  const char *keyword; /* "minLength"; "false" for the schema false */
  char *limit;         /* (owned) (nullable) what the schema wants: "10", "string or null" */
  char *actual;        /* (owned) (nullable) what the instance has: "12", "integer" */
  char *property;      /* (owned) (nullable) the member that is missing, too many, or badly named */
} HsSchemaError;

void hs_schema_error_free (HsSchemaError *self);

/* (transfer full) (element-type HsSchemaError): everything wrong, at most max (0 = 1,000), in the order
 * of the schema's evaluation; the error of anyOf and oneOf is followed by those of their branches.
 * Empty when valid. NULL with an error as hs_schema_check(). */
GPtrArray *hs_schema_list_errors (HsSchema *self, JsonNode *instance, guint max,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the program is made of, for benches and the curious. */
guint hs_schema_get_n_instructions (HsSchema *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSchema, hs_schema_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSchemaSources, hs_schema_sources_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSchemaError, hs_schema_error_free)

G_END_DECLS
