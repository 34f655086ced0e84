/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/version/hs-form-move-tree.h"

G_BEGIN_DECLS

/* Where answers are written: the root, or one row. */
typedef struct
{
  JsonNode *answers;   /* object */
  const char *pointer; /* "" or "/members/2" */
  const char *place;   /* "" or "Thành viên 3" */
} HsMoveSpot;

/* What the steps left, on its way into the new form. */
typedef struct
{
  HsForm *old;
  HsFormPackage *from;
  HsFormPackage *to;
  HsUnits *units;   /* (nullable) */
  GPtrArray *steps; /* (element-type HsMigrateStep) that were done */
  HsMoveTray *tray;
  GListStore *items;   /* of HsFormMoveItem, in the new form's order */
  JsonNode *answers;   /* written */
  JsonObject *typed;   /* written: what stays as it was typed */
  JsonObject *rows;    /* written: ids */
  JsonObject *origins; /* written */
} HsMoveFit;

void hs_move_fit_run (HsMoveFit *self, HsMoveNode *root);
gboolean hs_move_fit_is_new (HsMoveFit *self, HsFieldDef *def);

G_END_DECLS
