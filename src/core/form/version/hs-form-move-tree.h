/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/version/hs-form-kept.h"
#include "form/version/hs-form-migration.h"
#include "form/version/hs-form-move.h"
#include "form/hs-form-private.h"

G_BEGIN_DECLS

/* An answer of the old form: what the citizen saw there. Shared by all that becomes of it. */
typedef struct
{
  char *pointer; /* (owned) with row numbers */
  char *place;   /* (owned) section, and row of a repeat */
  char *label;   /* (owned) */
  char *text;    /* (owned) as it was shown */
} HsMoveSource;

HsMoveSource *hs_move_source_ref (HsMoveSource *self);
void hs_move_source_unref (HsMoveSource *self);

typedef enum
{
  HS_MOVE_BLOCK,
  HS_MOVE_ROWS,
  HS_MOVE_VALUE,
} HsMoveNodeKind;

/* The answers of a draft while they are carried over: blocks, rows with their ids, values with where they
 * come from. */
typedef struct _HsMoveNode HsMoveNode;
struct _HsMoveNode
{
  HsMoveNodeKind kind;

  /* blocks and rows */
  GPtrArray *names;    /* (owned) (element-type utf8) of members, or ids of rows */
  GPtrArray *children; /* (owned) (element-type HsMoveNode) */

  /* values */
  JsonNode *value;      /* (owned) (nullable) */
  char *typed;          /* (owned) (nullable) it could not be read */
  HsFieldDef *def;      /* (nullable) borrowed from the old package: the field it was answered in */
  HsFormOrigin *origin; /* (owned) (nullable) as long as it is the same value */
  GPtrArray *sources;   /* (owned) (element-type HsMoveSource) */
  gboolean changed;     /* a step wrote it anew */
};

HsMoveNode *hs_move_node_new (HsMoveNodeKind kind) G_GNUC_WARN_UNUSED_RESULT;
void hs_move_node_free (HsMoveNode *self);
/* A value of its own, out of those sources. Takes value; sources may be empty. */
HsMoveNode *hs_move_node_new_value (JsonNode *value, GPtrArray *sources) G_GNUC_WARN_UNUSED_RESULT;

/* Everything that was answered in a form. */
HsMoveNode *hs_move_tree_new (HsForm *form) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer container) (element-type HsMoveNode): the root, or every row of a scope ("/members/" and a star). */
GPtrArray *hs_move_tree_list_blocks (HsMoveNode *root, const char *scope) G_GNUC_WARN_UNUSED_RESULT;
/* relative to a block; through blocks only. get: (transfer none) (nullable). take: (transfer full) (nullable).
 * put: takes node; what was in its place and is no block comes out. */
HsMoveNode *hs_move_node_get (HsMoveNode *block, const char *relative);
HsMoveNode *hs_move_node_take (HsMoveNode *block, const char *relative) G_GNUC_WARN_UNUSED_RESULT;
/* displaced: (element-type HsMoveNode) what had to go. */
void
hs_move_node_put (HsMoveNode *block, const char *relative, HsMoveNode *node, GPtrArray *displaced);

/* What has no place in the new form; each source once. */
typedef struct
{
  GListStore *kept;  /* (owned) of HsFormKept */
  GListStore *items; /* (owned) of HsFormMoveItem */
  GHashTable *seen;  /* (owned) set of pointers */
} HsMoveTray;

void hs_move_tray_init (HsMoveTray *self);
void hs_move_tray_clear (HsMoveTray *self);
/* note is nullable. Everything under the node. */
void
hs_move_tray_add (HsMoveTray *self, HsMoveNode *node, HsFormMoveReason reason, const char *note);

/* What the migration does, on the tree. */
typedef struct
{
  HsForm *old; /* the form the answers were given in */
  HsMoveTray *tray;
} HsMoveRun;
void hs_move_run_step (HsMoveRun *self, HsMoveNode *root, HsMigrateStep *step);
/* A value as it was shown in the old form. (transfer full) */
char *hs_move_run_text (HsMoveRun *self, HsMoveNode *value);

/* "Con › Thành viên 2 › Họ tên" without empty parts. */
char *hs_move_join_place (const char *place, const char *label) G_GNUC_WARN_UNUSED_RESULT;
/* The section of a field, of the repeat its row is in. "" where there is only one. */
const char *hs_move_section_title (HsFormPlan *plan, HsFieldDef *def);

/* One line; sources as given, new label and text. note is nullable. */
HsFormMoveItem *hs_form_move_item_new (HsFormMoveKind kind, HsFormMoveReason reason,
                                       const char *note) G_GNUC_WARN_UNUSED_RESULT;
void hs_form_move_item_set_old (HsFormMoveItem *self, GPtrArray *sources);
void hs_form_move_item_set_new (HsFormMoveItem *self, const char *place, const char *label,
                                const char *text, const char *pointer);
void hs_form_move_item_set_needs_answer (HsFormMoveItem *self);
void hs_form_move_item_set_kind (HsFormMoveItem *self, HsFormMoveKind kind, HsFormMoveReason reason,
                                 const char *note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsMoveNode, hs_move_node_free)

G_END_DECLS
