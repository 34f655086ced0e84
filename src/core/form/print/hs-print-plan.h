/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-plan.h"

G_BEGIN_DECLS

/* The "print" member of a package: how its official declaration is laid out. Immutable. */
typedef enum
{
  HS_BLOCK_HEADER, /* national header and motto */
  HS_BLOCK_TITLE,
  HS_BLOCK_TEXT,
  HS_BLOCK_FILL,  /* a line of words and dotted places */
  HS_BLOCK_TABLE, /* the rows of a repeat */
  HS_BLOCK_GRID,  /* a table of fixed rows, people side by side */
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

/* A column of a table or a grid. */
typedef struct
{
  const char *label;
  HsPrintPart *part; /* (owned) (nullable) of a table: a field or a value; NULL: the row's number */
  double width;      /* share */
} HsPrintColumn;

/* A row of a grid. */
typedef struct
{
  const char *label;
  GPtrArray *cells; /* (owned) (element-type HsPrintPart) one for each column but the first */
} HsPrintGridRow;

/* Who signs, side by side. */
typedef struct
{
  const char *date; /* (nullable) above the title */
  const char *title;
  const char *note;
  HsFieldDef *field; /* (nullable) the name under the signature */
  GPtrArray *lines;  /* (owned) (element-type HsPrintPart) under the note */
} HsPrintSigner;

typedef struct _HsPrintBlock HsPrintBlock;
struct _HsPrintBlock
{
  HsPrintBlockKind kind;
  GPtrArray *parts;    /* (owned) (element-type HsPrintPart) */
  GPtrArray *columns;  /* (owned) (element-type HsPrintColumn) */
  GPtrArray *grid;     /* (owned) (element-type HsPrintGridRow) */
  GPtrArray *signers;  /* (owned) (element-type HsPrintSigner) */
  GPtrArray *lines;    /* (owned) (element-type utf8) borrowed: header */
  HsPrintBlock *inner; /* (owned) (nullable) a table inside each row of this one */
  GHashTable *covered; /* (owned) set of HsFieldDef that are printed in it */
  HsRule *when;        /* (owned) (nullable) the block is there only when it holds */
  HsFieldDef *field;   /* (nullable) the repeat of a table */
  const char *text;    /* (nullable) */
  const char *place;   /* (nullable) of signatures, as the date */
  const char *date;    /* (nullable) */
  double size;         /* points, 0: the document's */
  double indent;       /* mm */
  double before;       /* mm */
  double after;        /* mm */
  double mm;           /* height */
  guint max_lines;
  guint min_rows; /* of a table: empty ones are drawn up to it */
  gboolean bold;
  gboolean italic;
  gboolean centered;
};

struct _HsPrintPlan
{
  double width;      /* mm */
  double height;     /* mm */
  double margins[4]; /* mm: top, right, bottom, left */
  GPtrArray
    *families;       /* (owned) (element-type utf8) borrowed, NULL at the end: in order of choice */
  double size;       /* points */
  double smallest;   /* points: never smaller, the annex takes what does not fit */
  GPtrArray *blocks; /* (owned) (element-type HsPrintBlock) */
  GHashTable *covered; /* (owned) set of HsFieldDef that the paper says in its own words */
};

G_END_DECLS
