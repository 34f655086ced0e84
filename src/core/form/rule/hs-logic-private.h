/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-logic.h"

G_BEGIN_DECLS

#define HS_LOGIC_MAX_DEPTH 64
#define HS_LOGIC_MAX_NODES 10000
#define HS_LOGIC_MAX_STEPS 1000000
#define HS_LOGIC_MAX_MEMORY (32 * 1024 * 1024)
#define HS_LOGIC_MAX_TEXT (1024 * 1024)
#define HS_LOGIC_MAX_ITEMS 100000
#define HS_LOGIC_MAX_VALUE_DEPTH 128

typedef enum
{
  HS_LOGIC_UNDEFINED,
  HS_LOGIC_NULL,
  HS_LOGIC_BOOLEAN,
  HS_LOGIC_NUMBER,
  HS_LOGIC_STRING,
  HS_LOGIC_LIST,   /* an array made in this run */
  HS_LOGIC_ARRAY,  /* an array of the data */
  HS_LOGIC_OBJECT, /* an object of the data or of the rule */
  HS_LOGIC_SCOPE,  /* what "reduce" hands its rule: {current, accumulator} */
  HS_LOGIC_SOURCE, /* the whole of data that is looked up by name */
} HsLogicType;

typedef struct _HsLogicValue HsLogicValue;
typedef struct _HsLogicList HsLogicList;
typedef struct _HsLogicScope HsLogicScope;

/* As in JavaScript, arrays and objects are equal only to themselves: the pointer is the identity. */
struct _HsLogicValue
{
  HsLogicType type;
  union
  {
    gboolean boolean;
    double number;
    const char *string; /* borrowed from data or rule, or owned by the run */
    HsLogicList *list;  /* owned by the run */
    JsonArray *array;   /* borrowed */
    JsonObject *object; /* borrowed */
    HsLogicScope *scope;
    const HsLogicSource *source;
  };
};

struct _HsLogicList
{
  HsLogicValue *items; /* owned by the run */
  guint n_items;
};

struct _HsLogicScope
{
  HsLogicValue current;
  HsLogicValue accumulator;
};

/* One evaluation. */
typedef struct
{
  const char *today; /* (nullable) borrowed */
  GPtrArray *owned;  /* (owned) memory of this run */
  gsize bytes;       /* how much of it */
  guint64 steps;
  GError *error; /* (owned) (nullable) set once */
} HsLogicRun;

typedef struct _HsLogicOp HsLogicOp;
typedef struct _HsLogicNode HsLogicNode;
struct _HsLogicNode
{
  const HsLogicOp *op; /* NULL: a literal, or a list when is_list */
  gboolean is_list;
  HsLogicNode **args; /* (owned) (element-type HsLogicNode) (owned) */
  guint n_args;
  HsLogicValue literal; /* borrows from the rule */
  GRegex *regex;        /* (owned) (nullable) of "matches" */
};

struct _HsLogicOp
{
  const char *name;
  /* the arguments are computed; data: what "var" reads */
  void (*run) (HsLogicRun *run, const HsLogicValue *data, const HsLogicValue *args, guint n_args,
               HsLogicValue *result);
  /* computes its arguments itself */
  void (*run_lazy) (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data,
                    HsLogicValue *result);
  gboolean over_items; /* its second argument is a rule about the items of the first */
};

/* (nullable) */
const HsLogicOp *hs_logic_find_op (const char *name);
/* Tables of operators, ended by a NULL name; the last are ours. */
extern const HsLogicOp hs_logic_base_ops[];
extern const HsLogicOp hs_logic_list_ops[];
extern const HsLogicOp hs_logic_text_ops[];
extern const HsLogicOp hs_logic_form_ops[];
const HsLogicOp *hs_logic_find_form_op (const char *name);
GPtrArray *hs_logic_list_operators (void); /* (transfer full) (element-type utf8) */
void hs_logic_run_node (HsLogicRun *run, HsLogicNode *node, const HsLogicValue *data,
                        HsLogicValue *result);

/* The budget. FALSE when it is used up or an error is set already. */
gboolean hs_logic_spend (HsLogicRun *run, gsize steps);
void hs_logic_fail (HsLogicRun *run, const char *message);
/* NULL when the memory of the run is used up. */
gpointer hs_logic_alloc (HsLogicRun *run, gsize n_bytes);
/* Takes text; "" and an error when it is too long. */
const char *hs_logic_own_text (HsLogicRun *run, GString *text);
HsLogicList *hs_logic_list_new (HsLogicRun *run, guint n_items);

/* Values. */
HsLogicValue hs_logic_value_from_node (JsonNode *node); /* (nullable) NULL is undefined */
JsonNode *hs_logic_value_to_node (HsLogicRun *run, const HsLogicValue *value, guint depth);
gboolean hs_logic_value_is_array (const HsLogicValue *value);
guint hs_logic_value_length (const HsLogicValue *array);
HsLogicValue hs_logic_value_item (const HsLogicValue *array, guint index);
gboolean hs_logic_value_truthy (const HsLogicValue *value);
/* Own property of a value, undefined where there is none. */
HsLogicValue hs_logic_value_property (HsLogicRun *run, const HsLogicValue *value, const char *name);

/* Arguments and results. */

static inline HsLogicValue
hs_logic_undefined (void)
{
  return (HsLogicValue){ HS_LOGIC_UNDEFINED, { 0 } };
}

/* Argument i, undefined where there are fewer. */
static inline const HsLogicValue *
hs_logic_arg (const HsLogicValue *args, guint n_args, guint i)
{
  static const HsLogicValue nothing = { HS_LOGIC_UNDEFINED, { 0 } };

  return i < n_args ? &args[i] : &nothing;
}

static inline void
hs_logic_set_boolean (HsLogicValue *result, gboolean value)
{
  result->type = HS_LOGIC_BOOLEAN;
  result->boolean = value;
}

static inline void
hs_logic_set_number (HsLogicValue *result, double number)
{
  result->type = HS_LOGIC_NUMBER;
  result->number = number;
}

static inline void
hs_logic_set_text (HsLogicValue *result, const char *text)
{
  result->type = HS_LOGIC_STRING;
  result->string = text;
}

/* list NULL: it could not be made, the run has failed */
static inline void
hs_logic_set_list (HsLogicValue *result, HsLogicList *list)
{
  result->type = list != NULL ? HS_LOGIC_LIST : HS_LOGIC_UNDEFINED;
  result->list = list;
}

/* JavaScript's conversions and comparisons. */
const char *hs_logic_to_text (HsLogicRun *run, const HsLogicValue *value);
double hs_logic_to_number (HsLogicRun *run, const HsLogicValue *value);
double hs_logic_parse_float (HsLogicRun *run, const HsLogicValue *value);
double hs_logic_to_integer (double number); /* NaN is 0; infinities stay */
gboolean hs_logic_equal_loose (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b);
gboolean hs_logic_equal_strict (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b);
gboolean
hs_logic_less (HsLogicRun *run, const HsLogicValue *a, const HsLogicValue *b, gboolean or_equal);
gboolean hs_logic_is_object (const HsLogicValue *value); /* in JavaScript's sense: arrays too */
/* n_units UTF-16 code units from the first; -1: to the end. */
const char *hs_logic_slice (HsLogicRun *run, const char *text, gsize first, gssize n_units);
gsize hs_logic_count_units (const char *text);

G_END_DECLS
