/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-lint.h"

G_BEGIN_DECLS

/* The schema of a package as a document: what keywords there are, where references lead. */
typedef struct
{
  HsFormLint *lint;    /* (unowned) */
  JsonNode *root;      /* (unowned) the member "schema" */
  GHashTable *anchors; /* (owned) "#name" or an $id -> place, as they are written */
} HsSchemaWalk;

/* One schema object and where it stands in the package: "/schema/properties/x". */
typedef struct
{
  JsonObject *object; /* (unowned) */
  char *place;        /* (owned) */
} HsPiece;

void hs_piece_free (HsPiece *self);

/* FALSE: an unknown keyword, anywhere in the schema. */
gboolean hs_schema_walk_init (HsSchemaWalk *self, HsFormLint *lint, JsonNode *root);
void hs_schema_walk_clear (HsSchemaWalk *self);
/* (nullable): NULL with the error set. place: of the object with "$ref"; target: its place. */
JsonNode *
hs_schema_walk_resolve (HsSchemaWalk *self, JsonObject *object, const char *place, char **target);
/* (element-type HsPiece): the object itself, and what it takes over whole, by "$ref" and "allOf", in
 * that order; (nullable) NULL with the error set. */
GPtrArray *hs_schema_walk_pieces (HsSchemaWalk *self, JsonObject *object, const char *place);
/* One of the pieces, all of one schema, takes over itself: by "$ref", or by a "$ref" in its "allOf". */
gboolean hs_schema_walk_is_endless (HsSchemaWalk *self, GPtrArray *pieces);
/* A "$ref" to a place of the schema, from another document. */
#define HS_SCHEMA_WALK_URI "hoso://form/schema"
char *hs_schema_walk_ref (const char *place);

/* Keywords whose value is a schema, an array of schemas, an object of schemas. */
typedef enum
{
  HS_HOLDS_NOTHING,
  HS_HOLDS_SCHEMA,
  HS_HOLDS_ARRAY,
  HS_HOLDS_OBJECT,
} HsKeywordHolds;
HsKeywordHolds hs_schema_keyword_holds (const char *keyword);

G_END_DECLS
