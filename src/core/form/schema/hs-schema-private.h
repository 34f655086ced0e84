/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-decimal.h"
#include "form/schema/hs-schema-format.h"
#include "form/schema/hs-schema-regex.h"
#include "form/schema/hs-schema.h"

#include <math.h>
#include <string.h>

G_BEGIN_DECLS

/* Types of an instance, as bits. A number is INTEGER when its value is whole. */
enum
{
  HS_TYPE_BIT_NULL = 1 << 0,
  HS_TYPE_BIT_BOOLEAN = 1 << 1,
  HS_TYPE_BIT_INTEGER = 1 << 2,
  HS_TYPE_BIT_REAL = 1 << 3,
  HS_TYPE_BIT_STRING = 1 << 4,
  HS_TYPE_BIT_ARRAY = 1 << 5,
  HS_TYPE_BIT_OBJECT = 1 << 6,
  HS_TYPE_BITS_NUMBER = HS_TYPE_BIT_INTEGER | HS_TYPE_BIT_REAL,
  HS_TYPE_BITS_ALL = 0x7f,
};

/* One place of an instance, read out of its node once. */
typedef struct
{
  JsonNode *node;
  guint8 type;      /* one HS_TYPE_BIT_ */
  gboolean is_real; /* of a number: real counts, not whole */
  guint32 n_bytes;  /* of a string; G_MAXUINT32: not counted yet */
  guint32 n_chars;
  union
  {
    gint64 whole;
    double real;
    const char *text;
    JsonArray *array;
    JsonObject *object;
  };
} HsSchemaValue;

/* A number of a schema. */
typedef struct
{
  gboolean is_real;
  gint64 whole;
  double real;
  HsDecimal decimal;
} HsSchemaNumber;

#define HS_SCHEMA_NOT_COUNTED G_MAXUINT32

static inline void
hs_schema_value_load_scalar (HsSchemaValue *value, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  value->is_real = FALSE;
  if (type == G_TYPE_STRING)
    {
      value->type = HS_TYPE_BIT_STRING;
      value->text = json_node_get_string (node) != NULL ? json_node_get_string (node) : "";
      value->n_bytes = value->n_chars = HS_SCHEMA_NOT_COUNTED;
    }
  else if (type == G_TYPE_INT64)
    {
      value->type = HS_TYPE_BIT_INTEGER;
      value->whole = json_node_get_int (node);
    }
  else if (type == G_TYPE_DOUBLE)
    {
      value->real = json_node_get_double (node);
      value->is_real = TRUE;
      value->type = isfinite (value->real) && value->real == floor (value->real)
                      ? HS_TYPE_BIT_INTEGER
                      : HS_TYPE_BIT_REAL;
    }
  else
    value->type = type == G_TYPE_BOOLEAN ? HS_TYPE_BIT_BOOLEAN : HS_TYPE_BIT_NULL;
}

static inline void
hs_schema_value_load (HsSchemaValue *value, JsonNode *node)
{
  value->node = node;
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      value->type = HS_TYPE_BIT_OBJECT;
      value->object = json_node_get_object (node);
      break;
    case JSON_NODE_ARRAY:
      value->type = HS_TYPE_BIT_ARRAY;
      value->array = json_node_get_array (node);
      break;
    case JSON_NODE_VALUE:
      hs_schema_value_load_scalar (value, node);
      break;
    case JSON_NODE_NULL:
    default:
      value->type = HS_TYPE_BIT_NULL;
      break;
    }
}

/* hs-schema-value.c */
guint32 hs_schema_value_get_n_bytes (HsSchemaValue *value);
guint32 hs_schema_value_get_n_chars (HsSchemaValue *value);
int hs_schema_value_compare (const HsSchemaValue *value, const HsSchemaNumber *number);
gboolean hs_schema_value_is_multiple (const HsSchemaValue *value, const HsSchemaNumber *step);
gboolean hs_schema_number_read (HsSchemaNumber *number, JsonNode *node);
/* Equal values (1 and 1.0) have equal hashes. */
guint32 hs_schema_hash_node (JsonNode *node);
/* No two elements are equal; *work grows by what it cost, and beyond max nothing more is compared. */
gboolean hs_schema_array_is_unique (JsonArray *array, guint64 *work, guint64 max);
/* A name, so that up to 16 bytes two are the same when their keys are: head and tail are its first and
 * last eight bytes, which may overlap. */
typedef struct
{
  guint64 head, tail;
  guint32 length; /* bytes */
  guint32 hash;
} HsSchemaKey;
#define HS_SCHEMA_KEY_EXACT 16

static inline guint64
hs_schema_load_8 (const char *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return word;
}

static inline guint64
hs_schema_load_4 (const char *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return word;
}

static inline void
hs_schema_key_init (HsSchemaKey *key, const char *name)
{
  const guint64 odd = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  const guchar *bytes = (const guchar *) name;
  gsize n = strlen (name);
  guint64 mixed;

  key->tail = 0;
  if (n >= 8)
    {
      key->head = hs_schema_load_8 (name);
      key->tail = hs_schema_load_8 (name + n - 8);
    }
  else if (n >= 4)
    key->head = hs_schema_load_4 (name) | hs_schema_load_4 (name + n - 4) << 32;
  else if (n > 0)
    key->head = bytes[0] | (guint) bytes[n >> 1] << 8 | (guint) bytes[n - 1] << 16;
  else
    key->head = 0;
  mixed = (key->head ^ n) * odd;
  mixed = (mixed ^ mixed >> 32 ^ key->tail) * odd;
  for (gsize i = 8; i + 8 < n; i += 8)
    mixed = (mixed ^ mixed >> 32 ^ hs_schema_load_8 (name + i)) * odd;
  key->length = (guint32) n;
  key->hash = (guint32) (mixed >> 32);
}

/* Memory that is given back all at once. */
typedef struct _HsSchemaArena HsSchemaArena;
HsSchemaArena *hs_schema_arena_new (void);
void hs_schema_arena_free (HsSchemaArena *self);
gpointer hs_schema_arena_alloc (HsSchemaArena *self, gsize size); /* zeroed, aligned to 8 */
char *hs_schema_arena_strdup (HsSchemaArena *self, const char *text);

/* The program. */
typedef enum
{
  HS_OP_END,
  HS_OP_TRACK, /* first of a block: what follows has its own record of evaluated members */
  HS_OP_SCOPE, /* number: resource that is entered, for $dynamicRef */
  HS_OP_FALSE,
  HS_OP_TYPE, /* number: bits */
  HS_OP_CONST_TEXT,
  HS_OP_CONST,
  HS_OP_ENUM, /* HsSchemaEnum */
  HS_OP_MIN_LENGTH,
  HS_OP_MAX_LENGTH,
  HS_OP_FORMAT, /* HsSchemaNamedFormat */
  HS_OP_PATTERN,
  HS_OP_MINIMUM, /* HsSchemaNumber, as the four below */
  HS_OP_MAXIMUM,
  HS_OP_ABOVE,
  HS_OP_BELOW,
  HS_OP_MULTIPLE,
  HS_OP_MIN_PROPERTIES,
  HS_OP_MAX_PROPERTIES,
  HS_OP_MIN_ITEMS,
  HS_OP_MAX_ITEMS,
  HS_OP_UNIQUE,             /* the last that calls no other block */
  HS_OP_REQUIRED,           /* HsSchemaNames */
  HS_OP_OBJECT,             /* HsSchemaObject */
  HS_OP_ITEMS,              /* HsSchemaItems */
  HS_OP_CONTAINS,           /* HsSchemaContains */
  HS_OP_PROPERTY_NAMES,     /* number: block */
  HS_OP_DEPENDENT_REQUIRED, /* HsSchemaDependents */
  HS_OP_CALL,               /* number: block; $ref and each of allOf */
  HS_OP_DYNAMIC,            /* HsSchemaDynamic */
  HS_OP_IF,                 /* HsSchemaIf */
  HS_OP_ANY_OF,             /* HsSchemaBlocks */
  HS_OP_ONE_OF,             /* HsSchemaBlocks */
  HS_OP_NOT,                /* number: block */
  HS_OP_DEPENDENT_SCHEMAS,  /* HsSchemaDependents */
  HS_OP_UNEVALUATED_ITEMS,  /* number: block */
  HS_OP_UNEVALUATED_PROPERTIES,
} HsSchemaOp;

typedef struct
{
  guint8 op;
  guint8 types; /* the instance types it has a say on */
  union
  {
    gint64 number;
    gconstpointer data; /* in the arena */
  };
} HsInstruction;

/* What an error says of an instruction; not touched before there is one. */
typedef struct
{
  const char *location; /* "uri#/pointer" of its schema */
  const char *keyword;
} HsSchemaInfo;

/* Blocks: a schema's instructions. */
#define HS_BLOCK_TRUE 0
#define HS_BLOCK_NONE G_MAXUINT32 /* the keyword is not there */

typedef struct
{
  guint32 n;
  const char **names;
} HsSchemaNames;

typedef struct
{
  guint32 n;
  guint32 *blocks;
} HsSchemaBlocks;

typedef struct
{
  guint32 mask; /* slots - 1 */
  guint32 n;
  JsonNode **slots;   /* (nullable) by hash */
  const char **texts; /* of slots that are strings, else NULL */
  guint32 *hashes;
  JsonNode **in_order;
} HsSchemaEnum;

typedef struct
{
  const char *name;
  HsSchemaFormat accepts;
} HsSchemaNamedFormat;

typedef struct
{
  HsSchemaKey key;
  const char *name; /* NULL: an empty slot */
  guint32 block;    /* HS_BLOCK_NONE: only required */
  gboolean is_required;
} HsSchemaProperty;

typedef struct
{
  HsSchemaRegex *regex;
  guint32 block;
} HsSchemaPattern;

typedef struct
{
  guint32 mask;    /* slots - 1 */
  guint32 n_names; /* used slots */
  guint32 n_required;
  guint32 n_patterns;
  HsSchemaProperty *slots;
  HsSchemaProperty **in_order; /* as the schema has them */
  HsSchemaPattern *patterns;
  guint32 additional; /* block or HS_BLOCK_NONE */
} HsSchemaObject;

typedef struct
{
  guint32 n_prefix;
  guint32 *prefix;
  guint32 rest; /* block or HS_BLOCK_NONE */
} HsSchemaItems;

typedef struct
{
  guint32 block;
  gint64 min, max; /* max -1: none */
  gboolean has_min;
} HsSchemaContains;

typedef struct
{
  const char *name;
  HsSchemaNames required;
  guint32 block;
} HsSchemaDependent;

typedef struct
{
  guint32 n;
  HsSchemaDependent *all;
} HsSchemaDependents;

typedef struct
{
  guint32 condition, then, otherwise; /* blocks; TRUE where there is none */
} HsSchemaIf;

typedef struct
{
  guint32 block; /* when nothing in scope has the anchor */
  guint32 n;
  guint32 *resources, *blocks;
} HsSchemaDynamic;

struct _HsSchema
{
  HsSchemaArena *arena;
  HsInstruction *code; /* in the arena, as all below */
  HsSchemaInfo *infos; /* beside each instruction */
  guint32 *blocks;     /* block -> first instruction */
  guint32 n_code;
  guint32 n_blocks;
  guint32 start;        /* block */
  GPtrArray *regexes;   /* (owned) (element-type HsSchemaRegex) */
  GPtrArray *documents; /* (owned) (element-type JsonNode): const and enum are in them */
};

/* The first thing wrong, without allocation, for one field's message. */
typedef struct
{
  const char *keyword; /* (nullable) NULL: nothing */
  char limit[64];
  char actual[64];
} HsSchemaFault;

/* hs-schema-run.c. FALSE: a bound was reached, and why is in error. */
gboolean
hs_schema_find_fault (HsSchema *self, JsonNode *instance, HsSchemaFault *fault, GError **error);
/* hs-schema-error.c: the numbers of a failed instruction. */
void
hs_schema_fault_describe (HsSchemaFault *fault, const HsInstruction *ins, HsSchemaValue *value);

G_END_DECLS
