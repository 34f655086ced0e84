/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/plan/hs-form-plan.h"

G_BEGIN_DECLS

/* What a package says about drafts of its earlier versions: the "migrate" member, compiled. Immutable,
 * borrows strings from the package's JSON. Thread: any. */

typedef enum
{
  HS_MIGRATE_RENAME,
  HS_MIGRATE_MOVE,
  HS_MIGRATE_SPLIT,
  HS_MIGRATE_JOIN,
  HS_MIGRATE_MAP,
  HS_MIGRATE_DEFAULT,
  HS_MIGRATE_DROP,
} HsMigrateKind;

typedef struct
{
  HsMigrateKind kind;
  char *scope;         /* (owned) "", or the rows it is done in (ends in a star) */
  GPtrArray *from;     /* (owned) (element-type utf8) borrowed, pointers in the whole form */
  GPtrArray *to;       /* (owned) (element-type utf8) borrowed */
  const char *text;    /* (nullable) between the parts (split, join), or why (drop) */
  gboolean rest_first; /* split: what is too much stays with the first part, not the last */
  GPtrArray *rules;    /* (owned) (nullable) (element-type HsRule) split: one for each part */
  JsonObject *values;  /* (nullable) map: old -> new; null: it is no longer there */
  JsonNode *value;     /* (nullable) default; map: whatever is not among the values */
} HsMigrateStep;

typedef struct
{
  const char *from; /* versions */
  const char *to;
  GPtrArray *steps; /* (owned) (element-type HsMigrateStep) */
} HsMigrateEntry;

typedef struct
{
  GPtrArray *entries; /* (owned) (element-type HsMigrateEntry) oldest first */
} HsFormMigration;

/* migrate is nullable. Errors: HS_FORM_ERROR_PACKAGE. */
HsFormMigration *hs_form_migration_compile (HsFormPlan *plan, HsFormLint *lint, JsonArray *migrate,
                                            const char *version) G_GNUC_WARN_UNUSED_RESULT;
void hs_form_migration_free (HsFormMigration *self);
/* (transfer container) (element-type HsMigrateStep): in order, what a draft of that version goes through. */
GPtrArray *
hs_form_migration_list_steps (HsFormMigration *self, const char *from) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): where the steps bring what was at the pointer (stars for rows), when they bring it whole to
 * one place; "" when they split, join or drop it. */
char *hs_form_migration_follow (HsFormMigration *self, const char *from, const char *pointer);
/* (nullable): where a step begins with something that the old form does not have, and no step before made. */
char *hs_form_migration_find_unknown (HsFormMigration *self, const char *from, HsFormPlan *old);
/* `inner` is `outer`, or in it. */
gboolean hs_pointer_is_in (const char *inner, const char *outer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormMigration, hs_form_migration_free)

G_END_DECLS
