/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* What became of one answer. */
typedef enum
{
  HS_FORM_MOVE_SAME,
  HS_FORM_MOVE_RENAMED,   /* the same answer under another name or in another place */
  HS_FORM_MOVE_CHANGED,   /* written anew, or no longer accepted as it is: to be looked at */
  HS_FORM_MOVE_NEW,       /* a question the old form did not have */
  HS_FORM_MOVE_NOT_MOVED, /* kept in the tray */
  HS_FORM_N_MOVES,
} HsFormMoveKind;

/* Why an answer is CHANGED or NOT_MOVED. */
typedef enum
{
  HS_FORM_MOVE_REASON_NONE,
  HS_FORM_MOVE_REASON_CONVERTED, /* by a declared step, or read anew for the new kind of field */
  HS_FORM_MOVE_REASON_REFUSED,   /* the note is the new form's message */
  HS_FORM_MOVE_REASON_DROPPED,   /* no longer asked; the note is the package's reason */
  HS_FORM_MOVE_REASON_NO_FIELD,  /* the new form has no such field */
  HS_FORM_MOVE_REASON_KIND,      /* it cannot be written in the new kind of field */
  HS_FORM_MOVE_REASON_CODE,      /* no longer among the choices */
  HS_FORM_MOVE_REASON_OCCUPIED,  /* something else moved into its place */
  HS_FORM_MOVE_REASON_PART,      /* only a part of it found a place */
  HS_FORM_N_MOVE_REASONS,
} HsFormMoveReason;

/* Names for programs and drafts: "not-moved", "no-field". An unknown name is NO_FIELD. */
const char *hs_form_move_kind_get_name (HsFormMoveKind self);
const char *hs_form_move_reason_get_name (HsFormMoveReason self);
HsFormMoveReason hs_form_move_reason_from_name (const char *name);

/* One line of the page of differences. Immutable. */
#define HS_TYPE_FORM_MOVE_ITEM (hs_form_move_item_get_type ())
G_DECLARE_FINAL_TYPE (HsFormMoveItem, hs_form_move_item, HS, FORM_MOVE_ITEM, GObject)
HsFormMoveKind hs_form_move_item_get_kind (HsFormMoveItem *self);
HsFormMoveReason hs_form_move_item_get_reason (HsFormMoveItem *self);
/* Where it stands: "Con", "Thành viên › Thành viên 2"; of the old form for NOT_MOVED. */
const char *hs_form_move_item_get_place (HsFormMoveItem *self);
const char *hs_form_move_item_get_old_label (HsFormMoveItem *self);   /* "" for NEW */
const char *hs_form_move_item_get_old_text (HsFormMoveItem *self);    /* "" for NEW */
const char *hs_form_move_item_get_old_pointer (HsFormMoveItem *self); /* "" for NEW */
const char *hs_form_move_item_get_label (HsFormMoveItem *self);       /* "" for NOT_MOVED */
const char *hs_form_move_item_get_text (HsFormMoveItem *self);        /* "" for NOT_MOVED */
const char *hs_form_move_item_get_pointer (HsFormMoveItem *self);     /* "" for NOT_MOVED */
const char *hs_form_move_item_get_note (HsFormMoveItem *self); /* (nullable) the package's words */
/* The citizen has something to do about it: CHANGED, NOT_MOVED, NEW that must be answered. */
gboolean hs_form_move_item_needs_answer (HsFormMoveItem *self);

/* A draft carried into another version of its form, on a copy: what it becomes, and what the citizen
 * should see before he accepts. Nothing of it is lost: what does not fit is kept in the new draft's tray. */
#define HS_TYPE_FORM_MOVE (hs_form_move_get_type ())
G_DECLARE_FINAL_TYPE (HsFormMove, hs_form_move, HS, FORM_MOVE, GObject)

/* draft: as hs_form_dup_draft() gives, or plain answers, of `from`; not changed. units is nullable.
 * Errors: HS_FORM_ERROR_ANSWERS: it is no draft of `from`; HS_FORM_ERROR_PACKAGE: two different forms,
 * or `to` is not later. Thread: the one of the world's forms. */
HsFormMove *
hs_form_move_new (HsFormPackage *from, JsonNode *draft, HsFormPackage *to, HsWorld *world,
                  HsUnits *units, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsFormPackage *hs_form_move_get_from (HsFormMove *self);
HsFormPackage *hs_form_move_get_to (HsFormMove *self);
JsonNode *hs_form_move_get_draft (HsFormMove *self); /* (transfer none) as it was given */
/* (transfer none) of HsFormMoveItem, in the order of the new form; then what is not moved. */
GListModel *hs_form_move_get_items (HsFormMove *self);
guint hs_form_move_count (HsFormMove *self, HsFormMoveKind kind);
guint hs_form_move_count_to_answer (HsFormMove *self); /* items that need an answer */
/* The draft of `to`. */
JsonNode *hs_form_move_dup_draft (HsFormMove *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
