/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-calendar.h"
#include "base/hs-date.h"
#include "base/hs-json.h"
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

/* What the names in a rule mean, while it is compiled. */
typedef struct
{
  /* FALSE: no field of that name. types: what it may hold besides null. */
  gboolean (*find_field) (gpointer data, const char *path, guint *id, guint *types);
  gboolean (*has_list) (gpointer data, const char *name);
  gpointer data;
} HsRuleNames;

/* What a run takes from outside. */
typedef struct
{
  void (*get_field) (gpointer data, guint id, HsRuleValue *value);
  /* (nullable) NULL: no such code. Borrowed until the run ends. */
  const char *(*look_up) (gpointer data, const char *list, const char *code);
  gpointer data;
  HsDate today;
  HsCalendar *calendar; /* (nullable) NULL: working days give null */
} HsRuleContext;

/* Bounds of one rule: 64 levels, 10,000 nodes; of one run: 100,000 steps, texts of 64 KiB.
 * want: the types the rule may give besides null, 0 = any.
 * where: (out) (transfer full): JSON pointer, inside the rule, of what is wrong.
 * Errors: HS_FORM_ERROR_PACKAGE. */
HsRule *hs_rule_compile (JsonNode *expression, guint want, const HsRuleNames *names, char **where,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_rule_free (HsRule *self);
guint hs_rule_get_types (HsRule *self);
/* (element-type guint) ids of the fields it reads, each once. */
GArray *hs_rule_get_reads (HsRule *self);
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
