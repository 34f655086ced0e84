/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-form-format.h"
#include "form/plan/hs-form-lint.h"

G_BEGIN_DECLS

typedef enum
{
  HS_SCHEMA_STRING,
  HS_SCHEMA_INTEGER,
  HS_SCHEMA_NUMBER,
  HS_SCHEMA_BOOLEAN,
  HS_SCHEMA_ARRAY,
  HS_SCHEMA_OBJECT,
} HsSchemaType;

/* What one field's value must be: the asserting keywords of its schema, compiled. Immutable. */
typedef struct _HsFieldSchema HsFieldSchema;

/* What is wrong with a value: the first keyword that does not hold, and what a message may say. */
typedef struct
{
  const char *keyword; /* "pattern", "format" ...; borrowed from the schema; NULL: nothing wrong */
  char limit[40];      /* "" or the limit */
  char actual[40];     /* "" or what the value has */
} HsSchemaVerdict;

/* Keywords that a field's schema asserts by itself, and those it takes words from. */
gboolean hs_field_schema_asserts (const char *keyword);
gboolean hs_field_schema_notes (const char *keyword);

/* object: only such keywords count; the others are somebody else's. */
HsFieldSchema *hs_field_schema_compile (HsFormLint *lint, JsonObject *object,
                                        const char *pointer) G_GNUC_WARN_UNUSED_RESULT;
void hs_field_schema_free (HsFieldSchema *self);
HsSchemaType hs_field_schema_get_type (HsFieldSchema *self);
const HsFormFormat *hs_field_schema_get_format (HsFieldSchema *self); /* (nullable) */
const char *hs_field_schema_get_code_list (HsFieldSchema *self); /* (nullable) of it or its items */
GPtrArray *hs_field_schema_get_enum (HsFieldSchema *self); /* (nullable) (element-type JsonNode) */
HsFieldSchema *
hs_field_schema_get_items (HsFieldSchema *self);            /* (nullable) of an array of values */
guint hs_field_schema_get_max_length (HsFieldSchema *self); /* characters, 0 none */
/* (element-type utf8) the asserting keywords it has: each needs a message. */
GPtrArray *hs_field_schema_list_keywords (HsFieldSchema *self) G_GNUC_WARN_UNUSED_RESULT;

/* value has the schema's type in JSON's sense, or "type" is the verdict. TRUE: nothing wrong. No
 * allocation when it is. For an array: only the array itself and values in it. */
gboolean hs_field_schema_check (HsFieldSchema *self, JsonNode *value, HsSchemaVerdict *verdict);
/* Of an array only how many items it has. */
gboolean hs_field_schema_check_count (HsFieldSchema *self, guint n, HsSchemaVerdict *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFieldSchema, hs_field_schema_free)

G_END_DECLS
