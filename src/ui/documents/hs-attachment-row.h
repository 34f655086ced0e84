/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One attached paper: picture of its first page, name, pages, size against the limit as a bar, look at it,
 * remove it (with undo). */
#define HS_TYPE_ATTACHMENT_ROW (hs_attachment_row_get_type ())
G_DECLARE_FINAL_TYPE (HsAttachmentRow, hs_attachment_row, HS, ATTACHMENT_ROW, GtkBox)

GtkWidget *hs_attachment_row_new (HsAppContext *context, HsDossier *dossier,
                                  HsAttachment *attachment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
