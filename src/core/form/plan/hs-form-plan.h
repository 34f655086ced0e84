/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"
#include "form/hs-form-field.h"
#include "form/hs-form-list.h"
#include "form/plan/hs-form-schema.h"
#include "form/rule/hs-rule.h"
#include "form/schema/hs-schema.h"

G_BEGIN_DECLS

/* A form package compiled: fields, sections, rules, and the order in which they settle. Immutable,
 * borrows strings from the package's JSON, which outlives it. Thread: any. */
typedef struct _HsFormPlan HsFormPlan;
typedef struct _HsFieldDef HsFieldDef;
typedef struct _HsPrintPlan HsPrintPlan;

#define HS_NO_INDEX G_MAXUINT
#define HS_UNITS_LIST "vn-units" /* the code list that the administrative units are */

/* How the value of a field is typed and shown, whatever asks for it. */
typedef enum
{
  HS_VALUE_NONE,
  HS_VALUE_TEXT,
  HS_VALUE_NUMBER,
  HS_VALUE_INTEGER,
  HS_VALUE_MONEY,
  HS_VALUE_DATE,
  HS_VALUE_PARTIAL_DATE,
  HS_VALUE_YES_NO,
  HS_VALUE_CODE,  /* one of a code list */
  HS_VALUE_CODES, /* several */
  HS_VALUE_UNIT,
  HS_VALUE_ROWS,
} HsValueKind;

typedef struct
{
  GPtrArray *options; /* (owned) (element-type HsFormOption) */
  GHashTable *labels; /* (owned) code -> label, borrowed from options */
} HsCodeList;

/* Which fact of whom fills a field. */
typedef struct
{
  char *role;        /* (owned) "mother" */
  const char *field; /* borrowed for ever: of a person, "fullName", or "address" */
  JsonObject *map;   /* (nullable) borrowed: value of the person -> value of the form */
} HsPrefill;

/* A condition of the schema that must be so (HS_GUARD_HOLDS) or not (HS_GUARD_FAILS). */
typedef enum
{
  HS_GUARD_ABSENT, /* what it is about is not there: neither */
  HS_GUARD_HOLDS,
  HS_GUARD_FAILS,
} HsGuardState;

typedef struct
{
  guint guard; /* in plan->guards */
  HsGuardState state;
} HsGuardUse;

/* The part of the answers that a piece of schema is about. */
typedef struct
{
  guint scope;
  char *relative;    /* (owned) pointer inside the scope; "" the row or root itself */
  guint field;       /* HS_NO_INDEX: an object */
  GArray *reads;     /* (owned) (element-type guint) fields it must hold when they are answered */
  GArray *watches;   /* (owned) (element-type guint) of a block: it is there when one is relevant */
  GPtrArray *blocks; /* (owned) (element-type utf8) objects that are always in their parent */
} HsPart;

/* "if", or a member that must be there. */
typedef struct
{
  HsPart *part;            /* (owned) */
  HsSchema *schema;        /* (owned) (nullable) NULL: that it is answered */
  gboolean absent_is_null; /* of a layout: what is not there is judged as null */
  char *place;             /* (owned) in the package */
  guint local;             /* number within its scope */
} HsFormGuard;

/* What an applicator asserts. */
typedef struct
{
  HsPart *part;        /* (owned) */
  GArray *uses;        /* (owned) (element-type HsGuardUse) all must be so, or it asserts nothing */
  HsSchema *schema;    /* (owned) */
  GPtrArray *keywords; /* (owned) (element-type utf8) interned: what may be wrong */
  gboolean maps;       /* its errors name the value that is wrong; else the object as a whole is */
  JsonObject *words;   /* (nullable) "x-message" beside it */
  char *place;         /* (owned) in the package */
  JsonNode *program;   /* (owned) the schema as it is compiled */
  guint local;         /* number within its scope */
} HsFormConstraint;

/* A field is required while all of uses are so. */
typedef struct
{
  GArray *uses;      /* (owned) (element-type HsGuardUse) */
  JsonObject *words; /* (nullable) "x-message" beside it */
} HsFormDemand;

struct _HsFieldDef
{
  guint index;          /* in plan->fields */
  guint scope;          /* in plan->scopes */
  guint local;          /* in its scope's fields */
  guint section;        /* in plan->sections, HS_NO_INDEX until a layout shows it */
  guint order;          /* in the layout; a repeat before what is in its rows */
  guint inner_scope;    /* of a repeat's rows, else HS_NO_INDEX */
  char *pointer;        /* (owned) "/con/hoTen"; rows have a star as index; "" for a note */
  char *relative;       /* (owned) pointer inside its scope */
  char *schema_pointer; /* (owned) where the package describes it */
  HsFieldKind kind;
  HsValueKind value_kind;
  HsFieldSchema *schema; /* (owned) NULL for a note */
  const char *label;
  const char *hint;   /* (nullable) */
  const char *why;    /* (nullable) */
  const char *unit;   /* (nullable) */
  const char *group;  /* (nullable) */
  JsonObject *words;  /* (nullable) x-message */
  JsonNode *standard; /* (nullable) the value it starts with */
  HsCodeList *list;   /* (nullable) borrowed */
  GPtrArray *options; /* (owned) (element-type HsFormOption) */
  HsPrefill *prefill; /* (owned) (nullable) */
  gboolean upper_case;
  gboolean is_multi_line;
  gboolean schema_required;
  gboolean schema_read_only;
  HsRule *calculate;     /* (owned) (nullable) */
  HsRule *require;       /* (owned) (nullable) */
  HsRule *read_only;     /* (owned) (nullable) */
  GPtrArray *conditions; /* (owned) (element-type HsRule) borrowed: own and inherited relevance */
  GArray *checks;        /* (owned) (element-type guint) in plan->checks, in their order */
  JsonObject *merged;    /* (owned) (nullable) its schema with what "$ref" and "allOf" bring */
  GPtrArray *pieces;     /* (owned) (nullable) (element-type HsPiece) while the plan is compiled */
  GPtrArray *demands;    /* (owned) (element-type HsFormDemand) */
  GArray *shown_if;      /* (owned) (element-type HsGuardUse) rules of the layout: all */
  GArray *locked_if;     /* (owned) (element-type HsGuardUse) rules of the layout: any */
  GArray *constraints;   /* (owned) (element-type guint) in plan->constraints: may blame it */
};

/* The root, or the rows of one repeat. */
typedef struct
{
  guint parent;            /* HS_NO_INDEX for the root */
  guint repeat;            /* field whose rows these are, HS_NO_INDEX for the root */
  guint depth;             /* 0 for the root */
  GPtrArray *fields;       /* (owned) (element-type HsFieldDef) borrowed */
  GHashTable *by_relative; /* (owned) borrowed keys -> HsFieldDef */
  GPtrArray *shown;        /* (owned) (element-type HsFieldDef) in layout order, for rows */
  GArray *children;        /* (owned) (element-type guint) scopes */
  GPtrArray *repeats;      /* (owned) (element-type HsFieldDef) borrowed */
  GArray *nodes;           /* (owned) (element-type guint) in plan->nodes */
  guint n_checks;
  guint n_guards;
  guint n_constraints;
} HsFormScope;

typedef struct
{
  const char *id;
  const char *title;
  GPtrArray *fields; /* (owned) (element-type HsFieldDef) borrowed, layout order, notes too */
} HsSectionDef;

typedef struct
{
  const char *id;
  const char *message;
  gboolean is_warning;
  HsRule *when; /* (owned) TRUE: the message shows */
  guint scope;
  guint local;   /* number within its scope */
  GArray *at;    /* (owned) (element-type guint) fields */
  char *pointer; /* (owned) in the package */
} HsFormCheck;

/* An object of the schema: what a rule about a whole block names. */
typedef struct
{
  guint scope;
  gboolean required;
  char *relative;    /* (owned) pointer inside its scope; "" for the root and for rows */
  GPtrArray *pieces; /* (owned) (element-type HsPiece) while the plan is compiled */
} HsObjectDef;

typedef enum
{
  HS_NODE_VALUE, /* a calculated or typed value */
  HS_NODE_RELEVANT,
  HS_NODE_DEMAND, /* required, read-only */
  HS_NODE_CHECK,
  HS_NODE_VERDICT, /* the one message of a field */
  HS_NODE_GUARD,
  HS_NODE_CONSTRAINT,
} HsNodeKind;

/* What runs after a node: a node for every row of its scope under the row of scope "via". */
typedef struct
{
  guint node;
  guint via;
} HsPlanEdge;

typedef struct
{
  HsNodeKind kind;
  guint subject; /* field, check, guard or constraint */
  guint scope;
  guint local;        /* number within its scope */
  GArray *dependents; /* (owned) (element-type HsPlanEdge) */
} HsPlanNode;

struct _HsFormPlan
{
  GPtrArray *fields;      /* (owned) (element-type HsFieldDef) */
  GPtrArray *scopes;      /* (owned) (element-type HsFormScope) */
  GPtrArray *sections;    /* (owned) (element-type HsSectionDef) */
  GPtrArray *checks;      /* (owned) (element-type HsFormCheck) */
  GPtrArray *conditions;  /* (owned) (element-type HsRule) relevance rules */
  GHashTable *by_pointer; /* (owned) pointer with * for rows -> HsFieldDef */
  GHashTable *objects;    /* (owned) pointer -> HsObjectDef: blocks of fields */
  GPtrArray
    *bodies; /* (owned) (element-type HsObjectDef) root, blocks (borrowed by objects), rows */
  GPtrArray *guards;      /* (owned) (element-type HsFormGuard) */
  GPtrArray *constraints; /* (owned) (element-type HsFormConstraint) */
  HsSchema *whole;        /* (owned) the pure schema: what the office checks by */
  GHashTable *lists;      /* (owned) name -> HsCodeList */
  GPtrArray *named;       /* (owned) (element-type HsFormList) lists that are not in the package */
  JsonObject *messages;   /* (unowned) */
  GPtrArray *nodes;       /* (owned) (element-type HsPlanNode) in the order they settle */
  guint *value_node;      /* (owned) node number of each field's value */
  guint *verdict_node;    /* (owned) of each field's verdict */
  HsPrintPlan *print;     /* (owned) (nullable) */
  gboolean reads_clock;
  gboolean reads_calendar;
};

/* Errors: HS_FORM_ERROR_PACKAGE, HS_FORM_ERROR_CYCLE, HS_FORM_ERROR_ENGINE. */
/* world: (nullable) where the code lists are that the package only names; kept: (nullable) (element-type
 * HsFormList) those that are taken first. */
HsFormPlan *hs_form_plan_compile (JsonObject *root, HsJsonIndex *index, HsWorld *world,
                                  GPtrArray *kept, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_form_plan_free (HsFormPlan *self);

HsFieldDef *hs_form_plan_field (HsFormPlan *self, guint index);
HsFormScope *hs_form_plan_scope (HsFormPlan *self, guint index);
/* A name as rules write it ("con.hoTen", "../x"), seen from a scope; NULL: no such field. */
HsFieldDef *hs_form_plan_resolve (HsFormPlan *self, guint scope, const char *path);
/* An object of fields, or the row itself. */
gboolean hs_form_plan_is_block (HsFormPlan *self, guint scope, const char *relative);
/* Types that a field may hold in a rule, besides null. */
guint hs_field_def_rule_types (HsFieldDef *self);
/* (nullable): the template of a message about a field. */
const char *hs_form_plan_message (HsFormPlan *self, HsFieldDef *field, const char *keyword);
/* A word of the package: "value.true", "print.page"; "" when it is not there. */
const char *hs_form_plan_word (HsFormPlan *self, const char *name);
/* Puts names ({label}, {limit} ...) into a template: pairs of name and text, then NULL. */
char *
hs_form_plan_expand (const char *template, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
/* The scope both lie in. */
guint hs_form_plan_common_scope (HsFormPlan *self, guint a, guint b);
/* Names for hs_rule_compile() as seen from a scope. */
typedef struct
{
  HsFormPlan *plan;
  guint scope;
} HsPlanView;
HsRuleNames hs_plan_view_names (HsPlanView *view);
HsCodeList *hs_form_plan_list (HsFormPlan *self, const char *name); /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormPlan, hs_form_plan_free)

G_END_DECLS
