/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/rule/hs-rule.h"

G_BEGIN_DECLS

#define HS_RULE_MAX_DEPTH 64
#define HS_RULE_MAX_NODES 10000
#define HS_RULE_MAX_STEPS 100000
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
  guint field;         /* of "var" */
  GRegex *regex;       /* (owned) (nullable) of "matches" */
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
};

/* (nullable) */
const HsRuleOp *hs_rule_find_op (const char *name);

void hs_rule_run_node (HsRuleRun *run, HsRuleNode *node, HsRuleValue *result);
void hs_rule_run_fail (HsRuleRun *run, const char *message);
const char *hs_rule_run_own (HsRuleRun *run, char *text); /* takes text; NULL text gives NULL */
void hs_rule_set_string (HsRuleRun *run, HsRuleValue *result, char *text);
char *hs_rule_value_to_text (const HsRuleValue *value);
gboolean hs_rule_value_equal (const HsRuleValue *a, const HsRuleValue *b);

/* Tables of operators, ended by a NULL name. */
extern const HsRuleOp hs_rule_logic_ops[];
extern const HsRuleOp hs_rule_text_ops[];
extern const HsRuleOp hs_rule_date_ops[];

G_END_DECLS
