/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-schema.h"

G_BEGIN_DECLS

/* While a schema is compiled: which documents it has reached, which schemas and anchors are in them,
 * and where a reference leads. */
typedef struct _HsSchemaRegistry HsSchemaRegistry;

typedef enum
{
  HS_VOCABULARY_CORE = 1 << 0,
  HS_VOCABULARY_APPLICATOR = 1 << 1,
  HS_VOCABULARY_UNEVALUATED = 1 << 2,
  HS_VOCABULARY_VALIDATION = 1 << 3,
  HS_VOCABULARY_META_DATA = 1 << 4,
  HS_VOCABULARY_FORMAT = 1 << 5,
  HS_VOCABULARY_CONTENT = 1 << 6,
  HS_VOCABULARY_FORMAT_ASSERTION = 1 << 7,
  HS_VOCABULARY_DEFAULT = 0x7f,
} HsVocabulary;

/* A schema with a URI of its own. */
typedef struct
{
  char *uri;            /* (owned) absolute where it can be, without fragment */
  JsonNode *node;       /* (unowned) */
  char *pointer;        /* (owned) in its document */
  guint number;         /* counted from 0 */
  guint vocabularies;   /* HsVocabulary */
  GHashTable *anchors;  /* (owned) name -> JsonNode; dynamic ones too */
  GHashTable *dynamics; /* (owned) name -> JsonNode */
} HsSchemaResource;

/* Where a schema is. */
typedef struct
{
  HsSchemaResource *resource;
  char *pointer;      /* (owned) in its document */
  const char *prefix; /* (nullable) before the pointer in "where": "uri#" of another document */
  gboolean applies;   /* has keywords about members, items or other schemas */
} HsSchemaPlace;

/* sources: (nullable). The document of root is read at once: NULL with the error where it is wrong. */
HsSchemaRegistry *
hs_schema_registry_new (JsonNode *root, const char *pointer, HsSchemaSources *sources, char **where,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_schema_registry_free (HsSchemaRegistry *self);
/* (transfer none) of a schema that was read, or resolved to. */
HsSchemaPlace *hs_schema_registry_get_place (HsSchemaRegistry *self, JsonNode *schema);
/* (element-type HsSchemaResource), by number; grows as documents are reached. */
GPtrArray *hs_schema_registry_get_resources (HsSchemaRegistry *self);
/* (element-type JsonNode) documents reached. */
GPtrArray *hs_schema_registry_get_documents (HsSchemaRegistry *self);
/* The schema a $ref or $dynamicRef of `place` names. anchor: (out) (nullable) (transfer full) the
 * name when it was named by one. NULL with error and where set. */
JsonNode *hs_schema_registry_resolve (HsSchemaRegistry *self, HsSchemaPlace *place,
                                      const char *keyword, const char *reference, char **anchor);
/* Sets the error at place/keyword (keyword nullable); FALSE. */
gboolean hs_schema_registry_fail (HsSchemaRegistry *self, HsSchemaPlace *place, const char *keyword,
                                  const char *format, ...) G_GNUC_PRINTF (4, 5);
gboolean hs_schema_registry_has_failed (HsSchemaRegistry *self);

/* hs-schema-sources.c: (transfer none) (nullable) */
JsonNode *hs_schema_sources_find (HsSchemaSources *self, const char *uri);
/* hs-schema-meta.c: (nullable) the text of a 2020-12 meta-schema. */
const char *hs_schema_meta_find (const char *uri);
/* The vocabulary of that URI; 0: unknown. */
guint hs_schema_vocabulary_find (const char *uri);

/* hs-schema-keyword.c: keywords with the shape their value must have. */
typedef enum
{
  HS_SHAPE_ANY,
  HS_SHAPE_TEXT,
  HS_SHAPE_FLAG,
  HS_SHAPE_NUMBER,
  HS_SHAPE_STEP,  /* above 0 */
  HS_SHAPE_COUNT, /* whole, 0 or more */
  HS_SHAPE_TYPES,
  HS_SHAPE_LIST,
  HS_SHAPE_NAMES,      /* different texts */
  HS_SHAPE_NAME_LISTS, /* object of those */
  HS_SHAPE_SCHEMA,
  HS_SHAPE_SCHEMAS, /* at least one */
  HS_SHAPE_SCHEMA_MAP,
} HsSchemaShape;

typedef struct
{
  const char *name;
  HsVocabulary vocabulary;
  HsSchemaShape shape;
  gboolean is_alone; /* says something of one value, whatever is in it; or nothing */
} HsSchemaKeyword;

const HsSchemaKeyword *hs_schema_keyword_find (const char *name); /* (nullable) */
/* NULL: value has the shape; else what it must be. Schemas within are not looked at. */
const char *hs_schema_keyword_check (const HsSchemaKeyword *keyword, JsonNode *value);
/* Bit of a type's name; 0: there is none. */
guint hs_schema_type_bit (const char *name);

G_END_DECLS
