/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* An answer that found no place in the version of the form the draft was moved to ("Chưa chuyển"): part
 * of the draft, never of what is sent, until the citizen has dealt with it. Immutable. */
#define HS_TYPE_FORM_KEPT (hs_form_kept_get_type ())
G_DECLARE_FINAL_TYPE (HsFormKept, hs_form_kept, HS, FORM_KEPT, GObject)

/* note is nullable; reason: a name as in the draft, "no-field". */
HsFormKept *hs_form_kept_new (const char *pointer, const char *label, const char *text,
                              const char *note, const char *reason) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_form_kept_get_pointer (HsFormKept *self); /* in the form it was answered in */
const char *hs_form_kept_get_label (HsFormKept *self);
const char *hs_form_kept_get_text (HsFormKept *self);
const char *hs_form_kept_get_note (HsFormKept *self);   /* (nullable) the package's words */
const char *hs_form_kept_get_reason (HsFormKept *self); /* see hs_form_move_reason_from_name() */

/* The member "notMoved" of a draft. read: (transfer full) of HsFormKept; node is nullable. Errors:
 * HS_FORM_ERROR_ANSWERS. write: (nullable) when there is none. */
GListStore *hs_form_kept_read (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_form_kept_write (GListModel *list) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer none) of HsFormKept. */
GListModel *hs_form_get_not_moved (HsForm *self);
/* It is dealt with: "changed" tells that the draft changed. FALSE: it is not in the tray. */
gboolean hs_form_drop_not_moved (HsForm *self, HsFormKept *kept);
/* Takes that back: it goes to the end of the tray, unless it is there. */
void hs_form_put_not_moved (HsForm *self, HsFormKept *kept);

G_END_DECLS
