/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-schema-private.h"
#include "form/schema/hs-schema-registry.h"

G_BEGIN_DECLS

/* A $dynamicRef whose answer depends on the way that led to it. */
typedef struct
{
  char *anchor; /* (owned) */
  gboolean recorded;
  HsSchemaDynamic *dynamic; /* in the arena */
} HsDynamicUse;

/* A block that has its number, but no code yet. */
typedef struct
{
  JsonNode *node;
  guint32 block;
  gboolean recorded;
} HsWaiting;

/* One compilation. A schema that is used both where evaluated members are recorded and where they are
 * not is compiled once for each. */
typedef struct
{
  HsSchemaRegistry *registry; /* (unowned) */
  HsSchemaFlags flags;
  HsSchemaArena *arena; /* (owned) */
  GArray *code;         /* (owned) (element-type HsInstruction) of finished blocks */
  GArray *infos;        /* (owned) (element-type HsSchemaInfo) */
  GArray *blocks; /* (owned) (element-type guint32) first instruction; G_MAXUINT32: not done */
  GHashTable *known[2];   /* (owned) JsonNode -> block + 1; [1]: recorded */
  GHashTable *regexes;    /* (owned) pattern -> HsSchemaRegex (in all_regexes) */
  GPtrArray *all_regexes; /* (owned) */
  GPtrArray *dynamics;    /* (owned) (element-type HsDynamicUse) */
  GArray *waiting;        /* (owned) (element-type HsWaiting) referred to, not yet compiled */
  gboolean scopes;        /* $dynamicRef needs to know which resources were entered */
  guint depth;
} HsSchemaCompiler;

/* The block being written: one schema. */
typedef struct
{
  HsSchemaCompiler *compiler;
  HsSchemaPlace *place;
  JsonObject *schema;
  GArray *code, *infos; /* (owned) */
  const char *location; /* in the arena */
  gboolean recorded;    /* which members were evaluated matters to this or a surrounding schema */
} HsSchemaBlock;

/* The member, when the schema's vocabularies have the keyword. (nullable) */
JsonNode *hs_schema_block_get (HsSchemaBlock *self, const char *keyword);
HsInstruction *
hs_schema_block_add (HsSchemaBlock *self, HsSchemaOp op, guint types, const char *keyword);
void hs_schema_block_add_data (HsSchemaBlock *self, HsSchemaOp op, guint types, const char *keyword,
                               gconstpointer data);
void hs_schema_block_add_number (HsSchemaBlock *self, HsSchemaOp op, guint types,
                                 const char *keyword, gint64 number);
gpointer hs_schema_block_alloc (HsSchemaBlock *self, gsize size);
HsSchemaRegex *
hs_schema_block_get_regex (HsSchemaBlock *self, const char *keyword, const char *pattern);
/* The block of a schema; HS_BLOCK_TRUE for node NULL or when it fails. */
guint32 hs_schema_compiler_get_block (HsSchemaCompiler *self, JsonNode *node, gboolean recorded);

/* The same for what a reference leads to: it is compiled later, so that long ways through a schema do
 * not become deep ones. */
guint32 hs_schema_compiler_get_later (HsSchemaCompiler *self, JsonNode *node, gboolean recorded);

/* hs-schema-compile-assert.c, hs-schema-compile-apply.c: FALSE once failed. */
gboolean hs_schema_block_add_assertions (HsSchemaBlock *self);
gboolean hs_schema_block_add_children (HsSchemaBlock *self); /* of objects and arrays */
gboolean hs_schema_block_add_in_place (HsSchemaBlock *self); /* references, allOf ... */
gboolean hs_schema_block_add_unevaluated (HsSchemaBlock *self);

G_END_DECLS
