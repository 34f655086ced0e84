/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-plan.h"

G_BEGIN_DECLS

/* The "print" member of a package: how its official declaration is laid out. Immutable. */
typedef enum
{
  HS_BLOCK_HEADER, /* national header and motto */
  HS_BLOCK_TITLE,
  HS_BLOCK_TEXT,
  HS_BLOCK_FILL,  /* a line of words and dotted places */
  HS_BLOCK_TABLE, /* the rows of a repeat */
  HS_BLOCK_SPACE,
  HS_BLOCK_RULE,
  HS_BLOCK_SIGNATURE,
} HsPrintBlockKind;

typedef enum
{
  HS_PART_TEXT,
  HS_PART_FIELD,
  HS_PART_VALUE, /* a text made by a rule */
  HS_PART_BOXES, /* one box a digit */
  HS_PART_TICK,
  HS_PART_RECIPIENT,
} HsPrintPartKind;

typedef struct
{
  HsPrintPartKind kind;
  const char *text;  /* (nullable) words; of a tick: after its box; of a value: its name */
  HsFieldDef *field; /* (nullable) */
  HsRule *value;     /* (owned) (nullable) */
  JsonNode *is;      /* (nullable) a tick is set when the field's value is this */
  double grow;       /* share of the room left, beside the others in its line */
  guint count;       /* boxes */
  gboolean upper;
  gboolean bold;
} HsPrintPart;

typedef struct
{
  const char *label;
  HsFieldDef *field;
  double width; /* share */
} HsPrintColumn;

typedef struct
{
  HsPrintBlockKind kind;
  GPtrArray *parts;   /* (owned) (element-type HsPrintPart) */
  GPtrArray *columns; /* (owned) (element-type HsPrintColumn) */
  GPtrArray *lines;   /* (owned) (element-type utf8) borrowed: header */
  HsFieldDef *field;  /* (nullable) the repeat of a table; who signs */
  const char *text;   /* (nullable) */
  const char *place;  /* (nullable) of a signature, as the next two */
  const char *date;
  const char *note;
  double size;   /* points, 0: the document's */
  double indent; /* mm */
  double before; /* mm */
  double after;  /* mm */
  double mm;     /* height */
  guint max_lines;
  gboolean bold;
  gboolean italic;
  gboolean centered;
} HsPrintBlock;

struct _HsPrintPlan
{
  double margins[4]; /* mm: top, right, bottom, left */
  GPtrArray
    *families;       /* (owned) (element-type utf8) borrowed, NULL at the end: in order of choice */
  double size;       /* points */
  double smallest;   /* points: never smaller, the annex takes what does not fit */
  GPtrArray *blocks; /* (owned) (element-type HsPrintBlock) */
  GHashTable *covered; /* (owned) set of HsFieldDef that have a place in the declaration */
};

G_END_DECLS
