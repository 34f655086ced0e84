/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-rule.h"

G_BEGIN_DECLS

#define HS_RULE_MAX_DEPTH 64
#define HS_RULE_MAX_NODES 10000
#define HS_RULE_MAX_STEPS 1000000
#define HS_RULE_MAX_TEXT 65536

typedef struct _HsRuleNode HsRuleNode;
typedef struct _HsRuleOp HsRuleOp;

/* One evaluation. */
typedef struct
{
  const HsRuleContext *context;
  GPtrArray *owned; /* (owned) memory of values made in this run */
  guint steps;
  GError *error; /* (owned) (nullable) set once */
} HsRuleRun;

struct _HsRuleNode
{
  const HsRuleOp *op; /* NULL: a literal */
  HsRuleNode **args;  /* (owned) */
  guint n_args;
  guint types;         /* what it may give, null included */
  HsRuleValue literal; /* scalars; strings owned by text */
  char *text;          /* (owned) (nullable) literal text, list name, pattern as written */
  guint field;         /* of "var"; of an aggregate G_MAXUINT when the row itself counts */
  GRegex *regex;       /* (owned) (nullable) of "matches" */
  guint repeat;        /* of an aggregate: whose rows */
  guint up;            /* of an aggregate: from how many rows above */
  gboolean over_rows;  /* args: the name, then (optional) the condition of a row */
};

struct _HsRuleOp
{
  const char *name;
  guint8 min_args;
  guint8 max_args;     /* 255 = no limit */
  guint arg_types;     /* allowed for each argument, besides null */
  guint result;        /* types, null not included */
  gboolean takes_null; /* FALSE: null in, null out */
  /* First argument must be a literal text: a list, a kind, a pattern comes last. */
  gint8 literal_arg; /* number of the argument that must be a literal text, -1 none */
  /* (nullable) more checks once the arguments are compiled; returns an English complaint. */
  const char *(*check) (HsRuleNode *node);
  /* args are values already, unless lazy. */
  void (*run) (HsRuleRun *run, HsRuleNode *node, const HsRuleValue *args, HsRuleValue *result);
  /* evaluates its own arguments (if, and, or, var, missing) */
  void (*run_lazy) (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result);
  /* (nullable) an aggregate: its first argument may name a repeat; types a field of it may have */
  void (*run_over_rows) (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result);
  guint over_rows;
};

struct _HsRule
{
  JsonNode *json;   /* (owned) as written */
  HsRuleNode *root; /* (owned) (nullable) typed rules */
  HsLogic *logic;   /* (owned) (nullable) compatible rules */
  GArray *reads;    /* (owned) (element-type guint) */
  GArray *ups;      /* (owned) (element-type guint) beside reads */
  guint types;
  gboolean reads_clock;
  gboolean reads_calendar;
};

/* Where the condition of an aggregate looks from. */
typedef struct
{
  guint scope;
  guint up;   /* rows above the rule's own where the way down began */
  guint down; /* repeats passed on the way down */
} HsRuleInRows;

typedef struct
{
  const HsRuleNames *names;
  HsRule *rule;
  const HsRuleInRows *rows; /* (nullable) NULL: in the rule itself */
  guint n_nodes;
  GPtrArray *path; /* (element-type utf8) owned tokens of the place */
  char *where;     /* (owned) (nullable) set with the error */
  GError **error;
} HsRuleCompiler;

HsRule *hs_rule_new (JsonNode *json) G_GNUC_WARN_UNUSED_RESULT;
void hs_rule_compile_fail (HsRuleCompiler *c, const char *format, ...) G_GNUC_PRINTF (2, 3);
void hs_rule_compile_enter (HsRuleCompiler *c, const char *token);
void hs_rule_compile_leave (HsRuleCompiler *c);
HsRuleNode *hs_rule_compile_node (HsRuleCompiler *c, JsonNode *json, guint depth);
void hs_rule_compile_args (HsRuleCompiler *c, HsRuleNode *node, JsonNode *json, guint depth);
void hs_rule_node_free (HsRuleNode *node);
char *hs_rule_name_types (guint types); /* "a number or a date" */

/* TRUE when the arguments of an aggregate begin with the name of a repeat. */
gboolean hs_rule_is_over_rows (JsonNode *args);
void hs_rule_compile_over_rows (HsRuleCompiler *c, HsRuleNode *node, JsonNode *args, guint depth);

/* (nullable) */
const HsRuleOp *hs_rule_find_op (const char *name);

void hs_rule_run_node (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result);
void hs_rule_run_fail (HsRuleRun *run, const char *message);
const char *hs_rule_run_own (HsRuleRun *run, char *text); /* takes text; NULL text gives NULL */
void hs_rule_set_string (HsRuleRun *run, HsRuleValue *result, char *text);
char *hs_rule_value_to_text (const HsRuleValue *value);
/* FALSE with the error of the run set: not both numbers or both dates. */
gboolean
hs_rule_value_compare (HsRuleRun *run, const HsRuleValue *a, const HsRuleValue *b, int *order);
gboolean hs_rule_value_equal (const HsRuleValue *a, const HsRuleValue *b);

/* Tables of operators, ended by a NULL name. */
extern const HsRuleOp hs_rule_logic_ops[];
extern const HsRuleOp hs_rule_text_ops[];
extern const HsRuleOp hs_rule_date_ops[];
extern const HsRuleOp hs_rule_number_ops[];

G_END_DECLS
