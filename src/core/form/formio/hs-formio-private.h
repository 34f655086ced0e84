/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/formio/hs-formio-import.h"

G_BEGIN_DECLS

/* What the value of a component is with us. The names in the source map are in hs-formio-names.c. */
typedef enum
{
  HS_FORMIO_TEXT,
  HS_FORMIO_NUMBER,
  HS_FORMIO_YES_NO,
  HS_FORMIO_CODE,
  HS_FORMIO_BOXES, /* selectboxes: {a: true} there, ["a"] here */
  HS_FORMIO_CODES, /* a select with several values */
  HS_FORMIO_DATE,
  HS_FORMIO_DATE_TIME,
  HS_FORMIO_DAY,
  HS_FORMIO_TIME,
  HS_FORMIO_TAGS,
  HS_FORMIO_ADDRESS,
  HS_FORMIO_SURVEY,
  HS_FORMIO_OBJECT, /* container */
  HS_FORMIO_ROWS,
  HS_FORMIO_MANY,   /* "multiple": rows of one value */
  HS_FORMIO_LAYOUT, /* of the walk only, as the rest */
  HS_FORMIO_NOTE,
  HS_FORMIO_NO_KIND,
} HsFormioKind;

/* The package must stay within the depth our reader takes. */
#define HS_FORMIO_MAX_LEVEL 40 /* components in components */
#define HS_FORMIO_MAX_DATA 8   /* containers and repeats in one another */

typedef struct _HsFormioNode HsFormioNode;

/* One component that holds data. */
struct _HsFormioNode
{
  HsFormioNode *parent; /* (nullable) the container, survey or repeat it is in */
  HsFormioNode *rows;   /* (nullable) the nearest repeat it is in */
  guint depth;          /* repeats around it */
  HsFormioKind kind;
  const char *type;       /* of the component, borrowed as it */
  JsonObject *component;  /* (nullable) of a question or the value of a row */
  HsFormioItem *item;     /* borrowed from the walk */
  char *key;              /* (owned) as the form says; dots are members */
  char *name;             /* (owned) ours */
  char *pointer;          /* (owned) "/con/hoTen", rows with a star */
  char *relative;         /* (owned) "con.hoTen" from its rows */
  char *path;             /* (owned) "con.hoTen", no indexes */
  JsonObject *schema;     /* borrowed from the package being made */
  JsonObject *properties; /* (nullable) as schema; where its children go */
  JsonObject *values; /* (owned) (nullable) code -> value there, where it is not the same text */
  GPtrArray *above;   /* (owned) (element-type JsonObject) layout around it, for their conditions */
  GPtrArray *above_items; /* (owned) (element-type HsFormioItem) of above */
  JsonArray *patterns;    /* (owned) (nullable) [rule, pattern] in one pattern of the schema */
  GPtrArray *reads;  /* (owned) (element-type HsFormioNode) its value and relevance depend on */
  gboolean is_off;   /* never shown */
  gboolean is_fixed; /* shown, not typed: a hidden component with a value */
  gboolean is_conditional; /* it or something around it in the same rows is shown only sometimes */
  gboolean is_uncertain;   /* shown although a condition could not be read */
  gboolean is_object_shaped; /* a choice that is {label, value} there */
  guint mark;                /* of the search for cycles */
};

/* A text of the layout. */
typedef struct
{
  JsonObject *label; /* borrowed from the layout */
  JsonObject *component;
  HsFormioItem *item;
  HsFormioNode *rows;   /* (nullable) */
  HsFormioNode *parent; /* (nullable) */
  GPtrArray *above;     /* (owned) (element-type JsonObject) */
  GPtrArray *above_items;
} HsFormioText;

typedef struct
{
  HsWorld *world;       /* (nullable) borrowed */
  GPtrArray *items;     /* (owned) (element-type HsFormioItem) */
  GPtrArray *nodes;     /* (owned) (element-type HsFormioNode) in the order of the form */
  GPtrArray *texts;     /* (owned) (element-type HsFormioText) */
  GHashTable *by_path;  /* (owned) path -> HsFormioNode */
  GHashTable *by_key;   /* (owned) key -> HsFormioNode, the first */
  GHashTable *pointers; /* (owned) set of pointers taken */
  GHashTable
    *shipped; /* (owned) list name -> JsonArray of shipped lists, borrowed from shipped_root */
  JsonNode *shipped_root; /* (owned) (nullable) */
  JsonObject *schema;     /* borrowed: the root of the fields */
  JsonObject *lists;      /* borrowed: codeLists, as all of the package below */
  JsonObject *calculate;
  JsonObject *relevant;
  JsonObject *require;
  JsonArray *checks;
  GHashTable *check_ids;  /* (owned) set */
  GHashTable *list_texts; /* (owned) written list -> its name */
  guint mark;
} HsFormioContext;

/* hs-formio-report.c */
HsFormioItem *hs_formio_item_new (const char *path, const char *label, const char *type);
void hs_formio_item_free (HsFormioItem *self);
/* original: (nullable). Codes are literals. Makes a taken item a changed one. */
void hs_formio_note (HsFormioItem *self, const char *code, const char *what, JsonNode *original);
void hs_formio_drop (HsFormioItem *self, const char *code);
JsonObject *hs_formio_item_to_json (HsFormioItem *self);

/* hs-formio-names.c */
const char *hs_formio_kind_name (HsFormioKind kind);
HsFormioKind hs_formio_kind_from_name (const char *name);
/* A valid field name from a key, not in taken's members. */
char *hs_formio_make_name (const char *key, JsonObject *taken);
char *hs_formio_make_id (const char *text);
char *hs_formio_plain_text (const char *html); /* without tags, entities read, spaces joined */
/* The text of a number as JavaScript writes it, a string itself; NULL for other things. */
char *hs_formio_scalar_text (JsonNode *node);
/* A number, or a text that is one. */
gboolean hs_formio_number (JsonNode *node, double *number);
HsFormioNode *hs_formio_find (HsFormioContext *c, HsFormioNode *from, const char *path);
/* The name of target in a rule of something in rows; NULL: it cannot be named there. */
char *hs_formio_name_from (HsFormioNode *rows, guint depth, HsFormioNode *target);
gboolean hs_formio_is_under (HsFormioNode *node, HsFormioNode *parent);
/* (transfer none) "/a/b" members of an object, "a.b" as a key with dots. */
JsonNode *hs_formio_get (JsonObject *data, const char *key);

/* Where the walk is. */
typedef struct
{
  HsFormioNode *parent;   /* (nullable) */
  HsFormioNode *rows;     /* (nullable) */
  guint depth;            /* repeats around */
  guint level;            /* components around */
  guint data;             /* containers and repeats around */
  JsonObject *properties; /* borrowed: where fields go */
  JsonArray *elements;    /* borrowed: where layout goes */
  JsonArray *categories;  /* (nullable) borrowed: a panel becomes a section */
  gboolean is_wizard;
  gboolean is_off;
  GPtrArray *above; /* (element-type JsonObject) layout around, inside parent */
  GPtrArray *above_items;
} HsFormioPlace;

/* hs-formio-element.c. All strings: (transfer full). */
char *hs_formio_join_path (HsFormioNode *parent /* nullable */, const char *key);
char *hs_formio_title_of (JsonObject *component);
/* (nullable) What a whole group is called: an empty label stays empty. */
char *hs_formio_group_title (JsonObject *component);
/* (transfer none): its elements. label: (nullable). */
JsonArray *hs_formio_add_element (JsonArray *elements, const char *type, const char *label);
JsonArray *hs_formio_add_category (JsonArray *categories, const char *label);
JsonObject *hs_formio_open_object (JsonObject *schema); /* (transfer none): its properties */
/* hs-formio-field.c: a component that holds data, with what is in it. */
void
hs_formio_add_field (HsFormioContext *c, const HsFormioPlace *place, HsFormioItem *item,
                     JsonObject *component, HsFormioKind kind, const char *key, const char *path);
/* hs-formio-walk.c: components to schema and layout. FALSE: error. */
void
hs_formio_walk_components (HsFormioContext *c, const HsFormioPlace *place, JsonArray *components);
gboolean hs_formio_walk (HsFormioContext *c, JsonObject *form, JsonArray *components,
                         const char *title, JsonObject *schema, JsonArray *categories);
/* hs-formio-value.c */
HsFormioKind hs_formio_kind_of (JsonObject *component);
void hs_formio_fill_schema (HsFormioContext *c, HsFormioNode *node);
void hs_formio_fill_control (HsFormioNode *node, JsonObject *control);
void hs_formio_fill_default (HsFormioNode *node);
/* hs-formio-entry.c: what the source map says of a field. */
JsonObject *hs_formio_entry (HsFormioNode *node);
/* hs-formio-convert.c */
/* (transfer full) (nullable): a value of theirs in our shape; NULL with *unreadable: what stood there. */
JsonNode *
hs_formio_convert (HsFormioKind kind, JsonObject *entry, JsonNode *value, char **unreadable);
/* TRUE when no list is known to miss it. */
gboolean hs_formio_is_listed (JsonObject *entry, JsonNode *value);
/* hs-formio-convert-back.c: (transfer full) (nullable): the reverse. options (nullable): the code list. */
JsonNode *
hs_formio_convert_back (HsFormioKind kind, JsonObject *entry, JsonArray *options, JsonNode *value);
/* hs-formio-choice.c */
void hs_formio_fill_choice (HsFormioContext *c, HsFormioNode *node);
void hs_formio_fill_survey (HsFormioContext *c, HsFormioNode *node);
char *hs_formio_add_list (HsFormioContext *c, const char *name, JsonArray *list);
/* hs-formio-pattern.c: rules for texts, all in one pattern. */
void hs_formio_add_pattern (HsFormioNode *node, const char *rule, const char *pattern,
                            const char *what, JsonNode *original);
void hs_formio_fill_patterns (HsFormioNode *node);
/* hs-formio-message.c */
JsonObject *hs_formio_messages (void);
void hs_formio_fill_messages (HsFormioNode *node);
char *hs_formio_check_message (HsFormioNode *node, const char *rule, const char *fallback);

/* hs-formio-script.c: the small part of JavaScript that is data. variable: what it sets ("show"). kind_of tells
 * what "data.x" holds, and whether it counts as 0 when it is missing: Form.io makes null of a "number" that is
 * not there, and leaves all others undefined. (transfer full): JsonLogic over Form.io's names; NULL: it is more than that. */
typedef HsFormioKind (*HsFormioKindFunc) (gpointer data, const char *path, gboolean *is_zero);
JsonNode *hs_formio_script_parse (const char *script, const char *variable,
                                  HsFormioKindFunc kind_of, gpointer data);
/* hs-formio-script-day.c: a day, "2024-01-31", or "moment()" with add and subtract. (transfer full) (nullable) */
JsonNode *hs_formio_script_parse_day (const char *text);

/* hs-formio-logic.c: JsonLogic over Form.io's names to ours. */
typedef struct
{
  HsFormioContext *context;
  HsFormioNode *rows;   /* (nullable) whose rows the rule is in */
  guint depth;          /* repeats around it */
  HsFormioNode *parent; /* (nullable) what "row" is */
  HsFormioNode *self;   /* (nullable) what "value" is */
  GPtrArray *reads;     /* (element-type HsFormioNode) borrowed */
  gboolean or_null;     /* 0, false and "" as "value" are null */
  const char *code;     /* why it was refused */
} HsFormioRule;
JsonNode *hs_formio_rewrite (HsFormioRule *rule, JsonNode *logic);
/* An HsFormioKindFunc; data: HsFormioRule. */
HsFormioKind hs_formio_rule_kind (gpointer data, const char *path, gboolean *is_zero);
/* hs-formio-operator.c: of conditions. */
typedef struct
{
  const char *name;
  /* One comparison; consumes var. NULL: cannot be said of such a field. */
  JsonNode *(*compare) (HsFormioNode *node, JsonNode *var, JsonNode *value);
  gboolean whole;       /* of a list as it is, not of any of its items */
  gboolean is_negative; /* true of what is missing */
} HsFormioOperator;
const HsFormioOperator *hs_formio_operator (const char *name); /* (nullable) */
/* hs-formio-condition.c: TRUE: *condition is NULL when it is always shown. FALSE: rule->code. */
gboolean hs_formio_condition (HsFormioRule *rule, JsonObject *component, JsonNode **condition,
                              const char **what);
/* hs-formio-rules.c */
void hs_formio_fill_rules (HsFormioContext *c);
/* A rule at node, for what it reads: reads. */
HsFormioRule hs_formio_rule_for (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads);
gboolean hs_formio_is_repeat (HsFormioNode *node);
/* hs-formio-check.c */
/* Wrong when `when` (taken) holds. message: (nullable). */
void hs_formio_add_check (HsFormioContext *c, HsFormioNode *node, const char *rule, JsonNode *when,
                          const char *message);
void hs_formio_fill_checks (HsFormioContext *c, HsFormioNode *node); /* of a shown component */
gboolean hs_formio_is_part_required (HsFormioNode *node, const char *part); /* of a day */
/* hs-formio-require.c */
void hs_formio_fill_required (HsFormioContext *c, HsFormioNode *node, gboolean is_calculated);
/* hs-formio-logic.c: pieces of rules. */
JsonNode *hs_formio_op (const char *op, JsonNode *first, JsonNode *second); /* takes both */
JsonNode *hs_formio_text (const char *text);
JsonNode *hs_formio_boolean (gboolean value);
JsonNode *hs_formio_null (void);
JsonNode *hs_formio_var (const char *name);

G_END_DECLS
