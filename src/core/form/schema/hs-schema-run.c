/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program runs: one loop over instructions; schemas that apply to the same value are here, those
 * of members and items in hs-schema-run-children.c. A run that only wants the verdict ends at the
 * first failure; one that wants all errors goes on. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-run-private.h"

#include "base/hs-json.h"
#include "form/hs-form-error.h"

#include <string.h>

#define DEFAULT_MAX_ERRORS 1000

void
hs_schema_run_stop (HsSchemaRun *run, guint32 pc, const char *why)
{
  if (run->stopped != NULL)
    return;
  run->stopped = why;
  run->stopped_at = run->schema->infos[pc].location;
}

gboolean
hs_schema_run_match (HsSchemaRun *run, guint32 pc, const HsSchemaRegex *regex, const char *text,
                     gsize length)
{
  HsSchemaRegexVerdict verdict = hs_schema_regex_match ((HsSchemaRegex *) regex, text, length);

  run->steps += length / 8;
  if (verdict == HS_SCHEMA_REGEX_LIMIT)
    hs_schema_run_stop (run, pc, "a pattern takes too much work on a text");
  return verdict == HS_SCHEMA_REGEX_YES;
}

/* Evaluated members. */

static guint
count_words (guint n)
{
  return (n + 63) / 64;
}

void
hs_evaluated_init (HsEvaluated *self, HsSchemaValue *value)
{
  self->n = value->type == HS_TYPE_BIT_OBJECT  ? json_object_get_size (value->object)
            : value->type == HS_TYPE_BIT_ARRAY ? json_array_get_length (value->array)
                                               : 0;
  self->all = FALSE;
  self->bits = self->words;
  if (count_words (self->n) > HS_EVALUATED_WORDS)
    self->bits = g_new0 (guint64, count_words (self->n));
  else
    memset (self->words, 0, count_words (self->n) * sizeof *self->words);
}

void
hs_evaluated_clear (HsEvaluated *self)
{
  if (self->bits != self->words)
    g_free (self->bits);
}

void
hs_evaluated_merge (HsEvaluated *self, const HsEvaluated *more)
{
  self->all = self->all || more->all;
  for (guint i = 0; i < count_words (self->n); i++)
    self->bits[i] |= more->bits[i];
}

/* Schemas for the same value. */

static gboolean
run_quietly (HsSchemaRun *run, guint32 block, HsSchemaValue *value, HsEvaluated *evaluated)
{
  gboolean quiet = run->quiet, ok;

  run->quiet = TRUE;
  ok = hs_schema_run_block (run, block, value, evaluated);
  run->quiet = quiet;
  return ok;
}

/* What it evaluated counts only when it succeeds. */
static gboolean
try_block (HsSchemaRun *run, guint32 block, HsSchemaValue *value, HsEvaluated *evaluated)
{
  HsEvaluated own;
  gboolean ok;

  if (block == HS_BLOCK_TRUE)
    return TRUE;
  if (evaluated == NULL)
    return run_quietly (run, block, value, NULL);
  hs_evaluated_init (&own, value);
  ok = run_quietly (run, block, value, &own);
  if (ok)
    hs_evaluated_merge (evaluated, &own);
  hs_evaluated_clear (&own);
  return ok;
}

/* The errors of branches, after the one of anyOf or oneOf. */
static void
report_branches (HsSchemaRun *run, guint32 pc, const HsSchemaBlocks *branches, HsSchemaValue *value)
{
  hs_schema_run_report (run, pc, NULL, value, NULL);
  for (guint i = 0; i < branches->n && hs_schema_run_goes_on (run); i++)
    hs_schema_run_block (run, branches->blocks[i], value, NULL);
}

static gboolean
run_any_of (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaBlocks *branches = run->schema->code[pc].data;
  gboolean any = FALSE;

  for (guint i = 0; i < branches->n && (!any || evaluated != NULL); i++)
    any = try_block (run, branches->blocks[i], value, evaluated) || any;
  if (!any)
    report_branches (run, pc, branches, value);
  return any;
}

static gboolean
run_one_of (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaBlocks *branches = run->schema->code[pc].data;
  guint n = 0;

  for (guint i = 0; i < branches->n && n < 2; i++)
    n += try_block (run, branches->blocks[i], value, evaluated) ? 1 : 0;
  if (n == 0)
    report_branches (run, pc, branches, value);
  else if (n > 1)
    hs_schema_run_report (run, pc, NULL, value, NULL);
  return n == 1;
}

static gboolean
run_not (HsSchemaRun *run, guint32 pc, HsSchemaValue *value)
{
  guint32 block = (guint32) run->schema->code[pc].number;

  if (block != HS_BLOCK_TRUE && !run_quietly (run, block, value, NULL))
    return TRUE;
  hs_schema_run_report (run, pc, NULL, value, NULL);
  return FALSE;
}

static gboolean
run_if (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaIf *branch = run->schema->code[pc].data;
  gboolean holds = try_block (run, branch->condition, value, evaluated);

  return hs_schema_run_block (run, holds ? branch->then : branch->otherwise, value, evaluated);
}

static gboolean
run_dynamic (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaDynamic *dynamic = run->schema->code[pc].data;

  for (guint i = 0; i < run->n_scopes && dynamic->n > 1; i++)
    for (guint k = 0; k < dynamic->n; k++)
      if (dynamic->resources[k] == run->scopes[i])
        return hs_schema_run_block (run, dynamic->blocks[k], value, evaluated);
  return hs_schema_run_block (run, dynamic->block, value, evaluated);
}

static gboolean
run_dependent_schemas (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaDependents *dependents = run->schema->code[pc].data;
  gboolean ok = TRUE;

  for (guint i = 0; i < dependents->n && (ok || hs_schema_run_goes_on (run)); i++)
    if (json_object_has_member (value->object, dependents->all[i].name))
      ok = hs_schema_run_block (run, dependents->all[i].block, value, evaluated) && ok;
  return ok;
}

/* Single values. */

static gboolean
is_text_listed (const HsSchemaEnum *values, const char *text)
{
  HsSchemaKey key;

  hs_schema_key_init (&key, text);
  for (guint32 at = key.hash & values->mask; values->slots[at] != NULL;
       at = (at + 1) & values->mask)
    if (values->hashes[at] == key.hash && values->texts[at] != NULL &&
        strcmp (values->texts[at], text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_listed (const HsSchemaEnum *values, HsSchemaValue *value)
{
  guint32 hash;

  if (value->type == HS_TYPE_BIT_STRING)
    return is_text_listed (values, value->text);
  hash = hs_schema_hash_node (value->node);
  for (guint32 at = hash & values->mask; values->slots[at] != NULL; at = (at + 1) & values->mask)
    if (values->hashes[at] == hash && hs_json_equal (values->slots[at], value->node))
      return TRUE;
  return FALSE;
}

static gboolean
is_at_least (HsSchemaValue *value, gint64 min)
{
  guint32 n = hs_schema_value_get_n_bytes (value);

  if (n < min)
    return FALSE;
  return n / 4 >= min || hs_schema_value_get_n_chars (value) >= min;
}

static gboolean
is_at_most (HsSchemaValue *value, gint64 max)
{
  return hs_schema_value_get_n_bytes (value) <= max || hs_schema_value_get_n_chars (value) <= max;
}

static gboolean
is_unique (HsSchemaRun *run, HsSchemaValue *value)
{
  return hs_schema_array_is_unique (value->array, &run->steps, HS_SCHEMA_MAX_STEPS);
}

/* What one instruction that calls no other says. */
static gboolean
holds (HsSchemaRun *run, guint32 pc, const HsInstruction *ins, HsSchemaValue *value)
{
  switch (ins->op)
    {
    case HS_OP_TYPE:
      return (ins->number & value->type) != 0;
    case HS_OP_CONST_TEXT:
      return value->type == HS_TYPE_BIT_STRING && strcmp (value->text, ins->data) == 0;
    case HS_OP_CONST:
      return value->type != HS_TYPE_BIT_STRING &&
             hs_json_equal ((JsonNode *) ins->data, value->node);
    case HS_OP_ENUM:
      return is_listed (ins->data, value);
    case HS_OP_MIN_LENGTH:
      return is_at_least (value, ins->number);
    case HS_OP_MAX_LENGTH:
      return is_at_most (value, ins->number);
    case HS_OP_FORMAT:
      return ((const HsSchemaNamedFormat *) ins->data)->accepts (value->text);
    case HS_OP_PATTERN:
      return hs_schema_run_match (run, pc, ins->data, value->text,
                                  hs_schema_value_get_n_bytes (value));
    case HS_OP_MINIMUM:
      return hs_schema_value_compare (value, ins->data) >= 0;
    case HS_OP_MAXIMUM:
      return hs_schema_value_compare (value, ins->data) <= 0;
    case HS_OP_ABOVE:
      return hs_schema_value_compare (value, ins->data) > 0;
    case HS_OP_BELOW:
      return hs_schema_value_compare (value, ins->data) < 0;
    case HS_OP_MULTIPLE:
      return hs_schema_value_is_multiple (value, ins->data);
    case HS_OP_MIN_PROPERTIES:
      return json_object_get_size (value->object) >= ins->number;
    case HS_OP_MAX_PROPERTIES:
      return json_object_get_size (value->object) <= ins->number;
    case HS_OP_MIN_ITEMS:
      return json_array_get_length (value->array) >= ins->number;
    case HS_OP_MAX_ITEMS:
      return json_array_get_length (value->array) <= ins->number;
    case HS_OP_UNIQUE:
      return is_unique (run, value);
    case HS_OP_FALSE:
    default:
      return FALSE;
    }
}

static void
enter_scope (HsSchemaRun *run, gint64 resource)
{
  if (run->n_scopes == 0 || run->scopes[run->n_scopes - 1] != resource)
    run->scopes[run->n_scopes++] = (guint16) resource; /* at most one for each level of depth */
}

/* One instruction that calls others. */
static gboolean
apply (HsSchemaRun *run, guint32 pc, const HsInstruction *ins, HsSchemaValue *value,
       HsEvaluated *evaluated)
{
  switch (ins->op)
    {
    case HS_OP_REQUIRED:
      return hs_schema_run_required (run, pc, value);
    case HS_OP_OBJECT:
      return hs_schema_run_object (run, pc, value, evaluated);
    case HS_OP_ITEMS:
      return hs_schema_run_items (run, pc, value, evaluated);
    case HS_OP_CONTAINS:
      return hs_schema_run_contains (run, pc, value, evaluated);
    case HS_OP_PROPERTY_NAMES:
      return hs_schema_run_property_names (run, pc, value);
    case HS_OP_DEPENDENT_REQUIRED:
      return hs_schema_run_dependent_required (run, pc, value);
    case HS_OP_CALL:
      return hs_schema_run_block (run, (guint32) ins->number, value, evaluated);
    case HS_OP_DYNAMIC:
      return run_dynamic (run, pc, value, evaluated);
    case HS_OP_IF:
      return run_if (run, pc, value, evaluated);
    case HS_OP_ANY_OF:
      return run_any_of (run, pc, value, evaluated);
    case HS_OP_ONE_OF:
      return run_one_of (run, pc, value, evaluated);
    case HS_OP_NOT:
      return run_not (run, pc, value);
    case HS_OP_DEPENDENT_SCHEMAS:
      return run_dependent_schemas (run, pc, value, evaluated);
    case HS_OP_UNEVALUATED_ITEMS:
    case HS_OP_UNEVALUATED_PROPERTIES:
      return hs_schema_run_unevaluated (run, pc, value, evaluated);
    default:
      return TRUE;
    }
}

static gboolean
run_code (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  gboolean all = TRUE;

  for (;; pc++)
    {
      const HsInstruction *ins = &run->schema->code[pc];
      gboolean ok;

      if ((ins->types & value->type) == 0)
        continue;
      if (ins->op == HS_OP_END)
        return all;
      run->steps++;
      if (ins->op == HS_OP_SCOPE)
        {
          enter_scope (run, ins->number);
          continue;
        }
      if (ins->op < HS_OP_REQUIRED)
        {
          ok = holds (run, pc, ins, value);
          if (!ok)
            hs_schema_run_report (run, pc, NULL, value, NULL);
        }
      else
        ok = apply (run, pc, ins, value, evaluated);
      if (!ok && !hs_schema_run_goes_on (run))
        return FALSE;
      all = all && ok;
    }
}

static gboolean
run_tracked (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *outer)
{
  HsEvaluated own;
  gboolean ok;

  hs_evaluated_init (&own, value);
  ok = run_code (run, pc + 1, value, &own);
  if (ok && outer != NULL)
    hs_evaluated_merge (outer, &own);
  hs_evaluated_clear (&own);
  return ok;
}

gboolean
hs_schema_run_block (HsSchemaRun *run, guint32 block, HsSchemaValue *value, HsEvaluated *evaluated)
{
  guint32 pc = run->schema->blocks[block];
  guint n_scopes = run->n_scopes;
  gboolean ok;

  if (block == HS_BLOCK_TRUE)
    return TRUE;
  if (G_UNLIKELY (run->depth >= HS_SCHEMA_MAX_DEPTH))
    hs_schema_run_stop (run, pc, "schemas apply each other without end");
  else if (G_UNLIKELY (run->steps > HS_SCHEMA_MAX_STEPS))
    hs_schema_run_stop (run, pc, "the check takes too many steps");
  if (G_UNLIKELY (run->stopped != NULL))
    return FALSE;
  run->depth++;
  if (run->schema->code[pc].op == HS_OP_TRACK)
    ok = run_tracked (run, pc, value, evaluated);
  else
    ok = run_code (run, pc, value, evaluated);
  run->depth--;
  run->n_scopes = n_scopes;
  return ok;
}

/* The ways to ask. */

static void
start (HsSchemaRun *run, HsSchema *schema)
{
  memset (run, 0, G_STRUCT_OFFSET (HsSchemaRun, scopes));
  run->schema = schema;
}

static gboolean
refuse (HsSchemaRun *run, GError **error)
{
  if (run->stopped == NULL)
    run->stopped = "the check takes too many steps";
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "%s: %s",
               run->stopped_at != NULL ? run->stopped_at : "#", run->stopped);
  return FALSE;
}

/* A bound may have been reached by the very last instruction. */
static inline gboolean
finish (HsSchemaRun *run, GError **error)
{
  return G_LIKELY (run->stopped == NULL && run->steps <= HS_SCHEMA_MAX_STEPS) ||
         refuse (run, error);
}

gboolean
hs_schema_check (HsSchema *self, JsonNode *instance, gboolean *is_valid, GError **error)
{
  HsSchemaRun run;
  HsSchemaValue value;

  g_return_val_if_fail (self != NULL && instance != NULL && is_valid != NULL, FALSE);
  start (&run, self);
  hs_schema_value_load (&value, instance);
  *is_valid = hs_schema_run_block (&run, self->start, &value, NULL);
  return finish (&run, error);
}

gboolean
hs_schema_find_fault (HsSchema *self, JsonNode *instance, HsSchemaFault *fault, GError **error)
{
  HsSchemaRun run;
  HsSchemaValue value;

  start (&run, self);
  memset (fault, 0, sizeof *fault);
  run.fault = fault;
  run.in_order = TRUE;
  hs_schema_value_load (&value, instance);
  hs_schema_run_block (&run, self->start, &value, NULL);
  return finish (&run, error);
}

GPtrArray *
hs_schema_list_errors (HsSchema *self, JsonNode *instance, guint max, GError **error)
{
  g_autoptr (GPtrArray) errors =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hs_schema_error_free);
  HsSchemaRun run;
  HsSchemaValue value;

  g_return_val_if_fail (self != NULL && instance != NULL, NULL);
  start (&run, self);
  run.errors = errors;
  run.max_errors = max > 0 ? max : DEFAULT_MAX_ERRORS;
  run.in_order = TRUE;
  hs_schema_value_load (&value, instance);
  hs_schema_run_block (&run, self->start, &value, NULL);
  return finish (&run, error) ? g_steal_pointer (&errors) : NULL;
}
