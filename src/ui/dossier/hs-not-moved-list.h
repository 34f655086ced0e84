/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/version/hs-form-kept.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Chưa chuyển": what an earlier version of the form was told and this one has no place for, each with its
 * reason, to be copied and done with. Hidden while there is nothing. */
#define HS_TYPE_NOT_MOVED_LIST (hs_not_moved_list_get_type ())
G_DECLARE_FINAL_TYPE (HsNotMovedList, hs_not_moved_list, HS, NOT_MOVED_LIST, AdwBin)

GtkWidget *hs_not_moved_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* form is nullable: nothing is shown. */
void hs_not_moved_list_set_form (HsNotMovedList *self, HsForm *form);

G_END_DECLS
