/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-calendar.h"
#include "base/hs-date.h"
#include "base/hs-json.h"
#include "form/rule/hs-logic.h"
#include "form/schema/hs-decimal.h"
#include "form/hs-form-error.h"

G_BEGIN_DECLS

/* Typed JsonLogic, strict: no coercion, conditions are booleans. A missing answer is null; an
 * operator that needs a value gives null for null, "and"/"or" decide as soon as they can, and a
 * condition that stays null counts as "not so". Immutable once compiled. Thread: any. */
typedef struct _HsRule HsRule;

typedef enum
{
  HS_RULE_NULL,
  HS_RULE_BOOLEAN,
  HS_RULE_NUMBER,
  HS_RULE_STRING,
  HS_RULE_DATE,
  HS_RULE_ARRAY,
  HS_RULE_ROW, /* an element of the array that a repeat is */
} HsRuleType;
/* A set of types, one bit each: what an expression may give. */
#define HS_RULE_MASK(type) (1u << (type))
#define HS_RULE_MASK_ANY 0x3fu

typedef struct _HsRuleValue HsRuleValue;
struct _HsRuleValue
{
  HsRuleType type;
  union
  {
    gboolean boolean;
    HsDecimal number;
    const char *string; /* borrowed, or owned by the run */
    HsDate date;
    struct
    {
      const HsRuleValue *items;
      guint n_items;
    } array;
  };
};

#define HS_RULE_OWN_SCOPE G_MAXUINT /* the scope a rule itself is in */

/* What an aggregate ("sum", "count" …) goes over. */
typedef struct
{
  guint repeat;     /* id of the last repeat in the name */
  guint scope;      /* of its rows, for find_in_row() */
  guint levels;     /* repeats passed on the way down: 1, more where one is inside another */
  const char *rest; /* what of the name comes after it: the field of a row, "" none */
} HsRuleRows;

/* What the names in a rule mean, while it is compiled. */
typedef struct
{
  /* FALSE: no field of that name. types: what it may hold besides null. */
  gboolean (*find_field) (gpointer data, const char *path, guint *id, guint *types);
  gboolean (*has_list) (gpointer data, const char *name);
  gpointer data;
  /* (nullable) NULL both: there are no repeats. FALSE: no repeat of that name, seen from scope. */
  gboolean (*find_rows) (gpointer data, guint scope, const char *path, HsRuleRows *rows);
  /* find_field() as seen from a row */
  gboolean (*find_in_row) (gpointer data, guint scope, const char *path, guint *id, guint *types);
} HsRuleNames;

/* FALSE: enough. */
typedef gboolean (*HsRuleRowFunc) (gpointer visit_data);

typedef struct _HsRuleMemo HsRuleMemo; /* see hs-rule-memo.h */

/* What a run takes from outside. */
typedef struct
{
  void (*get_field) (gpointer data, guint id, HsRuleValue *value);
  /* (nullable) NULL: no such code. Borrowed until the run ends. */
  const char *(*look_up) (gpointer data, const char *list, const char *code);
  gpointer data;
  HsDate today;
  HsCalendar *calendar; /* (nullable) NULL: working days give null */
  /* (nullable) Calls visit in every row of the repeat that counts (is not hidden), below the row `up` levels
   * above this one; in the call, get_field() answers from that row. */
  void (*each_row) (gpointer data, guint up, guint repeat, HsRuleRowFunc visit,
                    gpointer visit_data);
  /* (nullable) Of compatible rules: an answer by its path. (transfer full) (nullable) */
  JsonNode *(*get_json) (gpointer data, const char *path);
  /* (nullable) NULL both: nothing is remembered. Which row lies `up` levels above this one, whoever asks:
   * any address, not read. NULL: none. */
  gconstpointer (*find_row) (gpointer data, guint up);
  HsRuleMemo *memo;
} HsRuleContext;

/* Bounds of one rule: 64 levels, 10,000 nodes; of one run: 1,000,000 steps, texts of 64 KiB.
 * want: the types the rule may give besides null, 0 = any.
 * where: (out) (transfer full): JSON pointer, inside the rule, of what is wrong.
 * Errors: HS_FORM_ERROR_PACKAGE. */
HsRule *hs_rule_compile (JsonNode *expression, guint want, const HsRuleNames *names, char **where,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A rule written for other engines: conditions by truthiness, values as JSON (null is none; a number for a
 * field of texts becomes text, and the other way round). Takes logic. json: as written. What it reads is
 * added afterwards, before it is first run. */
HsRule *
hs_rule_new_compatible (HsLogic *logic, JsonNode *json, guint want) G_GNUC_WARN_UNUSED_RESULT;
void hs_rule_add_read (HsRule *self, guint field, guint up);
void hs_rule_free (HsRule *self);
gboolean hs_rule_is_compatible (HsRule *self);
/* (transfer none): as written */
JsonNode *hs_rule_get_json (HsRule *self);
guint hs_rule_get_types (HsRule *self);
/* (element-type guint) ids of the fields it reads, each once. */
GArray *hs_rule_get_reads (HsRule *self);
/* (element-type guint) for each of the reads, how many rows above the rule's own it is looked for (and, in an
 * aggregate, down again from there): a change of that field matters to every rule below that row. */
GArray *hs_rule_get_ups (HsRule *self);
gboolean hs_rule_reads_clock (HsRule *self);
gboolean hs_rule_reads_calendar (HsRule *self);

/* (transfer full) (nullable): NULL for null. Dates become RFC 3339 text.
 * Errors: HS_FORM_ERROR_PACKAGE when a bound or a number's size is exceeded. */
gboolean
hs_rule_evaluate (HsRule *self, const HsRuleContext *context, JsonNode **value, GError **error);
gboolean
hs_rule_decide (HsRule *self, const HsRuleContext *context, gboolean *is_so, GError **error);
/* (nullable) The text of a rule that gives texts, numbers or dates, as people write them. */
gboolean
hs_rule_evaluate_text (HsRule *self, const HsRuleContext *context, char **text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRule, hs_rule_free)

G_END_DECLS
