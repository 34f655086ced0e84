/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-schema-private.h"

G_BEGIN_DECLS

/* Bounds of one run. An instruction is a step; a pattern and an equality count by their length. */
#define HS_SCHEMA_MAX_DEPTH 2000
#define HS_SCHEMA_MAX_STEPS (G_GUINT64_CONSTANT (64) * 1024 * 1024)

/* Where the run is in the instance. */
typedef struct _HsSchemaPath HsSchemaPath;
struct _HsSchemaPath
{
  HsSchemaPath *parent;
  const char *name; /* NULL: an item */
  guint index;
};

/* Which members or items of one value were evaluated, by their position. */
#define HS_EVALUATED_WORDS 8
typedef struct
{
  guint n;
  gboolean all;
  guint64 *bits; /* words, or (owned) when there are more */
  guint64 words[HS_EVALUATED_WORDS];
} HsEvaluated;

typedef struct
{
  HsSchema *schema;
  guint64 steps;
  guint depth;
  HsSchemaPath *path;
  const char *stopped; /* why, once a bound was reached */
  const char *stopped_at;
  GPtrArray *errors; /* (nullable) all errors are wanted */
  guint max_errors;
  HsSchemaFault *fault; /* (nullable) the first is wanted */
  gboolean quiet;       /* inside not, if, contains: failing is no error */
  gboolean in_order;    /* members as they were written: errors are told in that order */
  guint n_scopes;
  guint16 scopes[HS_SCHEMA_MAX_DEPTH + 1]; /* resources entered, outermost first */
} HsSchemaRun;

/* hs-schema-run.c */
gboolean
hs_schema_run_block (HsSchemaRun *run, guint32 block, HsSchemaValue *value, HsEvaluated *evaluated);
void hs_schema_run_stop (HsSchemaRun *run, guint32 pc, const char *why);
/* FALSE: it does not match, or the run has stopped. */
gboolean hs_schema_run_match (HsSchemaRun *run, guint32 pc, const HsSchemaRegex *regex,
                              const char *text, gsize length);
/* Errors are being collected, and there is room: a failure does not end the run. */
static inline gboolean
hs_schema_run_goes_on (HsSchemaRun *run)
{
  return run->errors != NULL && !run->quiet && run->errors->len < run->max_errors &&
         run->stopped == NULL;
}

/* hs-schema-run-children.c. evaluated is nullable. */
gboolean
hs_schema_run_object (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated);
gboolean hs_schema_run_required (HsSchemaRun *run, guint32 pc, HsSchemaValue *value);
gboolean hs_schema_run_property_names (HsSchemaRun *run, guint32 pc, HsSchemaValue *value);
gboolean hs_schema_run_dependent_required (HsSchemaRun *run, guint32 pc, HsSchemaValue *value);
gboolean
hs_schema_run_items (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated);
gboolean
hs_schema_run_contains (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated);
gboolean hs_schema_run_unevaluated (HsSchemaRun *run, guint32 pc, HsSchemaValue *value,
                                    HsEvaluated *evaluated);

void hs_evaluated_init (HsEvaluated *self, HsSchemaValue *value);
void hs_evaluated_clear (HsEvaluated *self);
void hs_evaluated_merge (HsEvaluated *self, const HsEvaluated *more);

/* hs-schema-error.c: of instruction pc; keyword (nullable) other than its own. */
void hs_schema_run_report (HsSchemaRun *run, guint32 pc, const char *keyword, HsSchemaValue *value,
                           const char *property);
/* Same, of an item. */
void hs_schema_run_report_item (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, guint index);

G_END_DECLS
