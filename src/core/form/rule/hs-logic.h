/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "form/hs-form-error.h"

G_BEGIN_DECLS

/* Compatible JsonLogic, for rules that were written for other engines: what json-logic-js 2 gives, with
 * JavaScript's conversions between types. Immutable once compiled. Thread: any.
 * Bounds of a rule: 64 levels, 10,000 nodes; of a run: 1,000,000 steps (long texts and lists cost more
 * than one), 32 MiB, texts of 1 MiB, lists of 100,000 items, results 128 levels deep.
 * It differs from JavaScript where that is not data: nothing is found on an object's prototype, data is
 * never run as a rule, half a surrogate pair becomes U+FFFD, "log" writes nothing, and an operator nobody
 * knows is an error when the rule is compiled, not when it is reached.
 * Source: jsonlogic.com; github.com/jwadhams/json-logic-js 2; ECMA-262 for ==, <, ToString, ToNumber. */
typedef struct _HsLogic HsLogic;

/* where: (out) (optional) (transfer full): JSON pointer, inside the rule, of what is wrong.
 * Keeps a reference to rule, which must not be changed any more. Errors: HS_FORM_ERROR_PACKAGE. */
HsLogic *hs_logic_compile (JsonNode *rule, char **where, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same with operators of ours that a form needs and JsonLogic lacks: "today", "date.add" [date, number,
 * "days" | "months" | "years"], "length" (of a text in characters, of a list), "matches" [text, ECMA-262
 * pattern written out]; dates are texts "2026-11-24", what cannot be computed is null or, of "matches", false. */
HsLogic *
hs_logic_compile_form (JsonNode *rule, char **where, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_logic_free (HsLogic *self);

/* (transfer full): never NULL but on error; undefined, NaN and infinity become null, as JSON.stringify()
 * writes them. Objects of data may be shared with the result. data (nullable) NULL is undefined.
 * Errors: HS_FORM_ERROR_PACKAGE when a bound was hit, or where JavaScript would throw. */
JsonNode *hs_logic_apply (HsLogic *self, JsonNode *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Data that is looked up by name instead of being a document. */
typedef struct
{
  /* path: as the rule wrote it, "a.b.0.c", "" is everything. (transfer none) (nullable): valid until the
   * run ends; NULL: nothing there. ".length" of a text or a list need not be known. */
  JsonNode *(*look_up) (gpointer data, const char *path);
  gpointer data;
  const char *today; /* (nullable) "2026-11-24", for the operator "today" */
} HsLogicSource;
JsonNode *hs_logic_apply_source (HsLogic *self, const HsLogicSource *source,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type utf8) (transfer none): the paths it reads of the data (not of items inside map, filter …),
 * each once, in the order they stand. reads_all: (out) (optional): a path is computed or the whole is
 * read, so any part of the data may matter. */
GPtrArray *hs_logic_get_reads (HsLogic *self, gboolean *reads_all);

gboolean hs_logic_reads_clock (HsLogic *self);

/* What JsonLogic takes for true: not null, false, 0, NaN, "", []. (nullable) NULL is undefined. */
gboolean hs_logic_is_truthy (JsonNode *value);

/* TRUE when the engine has an operator of that name. */
gboolean hs_logic_has_operator (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsLogic, hs_logic_free)

G_END_DECLS
