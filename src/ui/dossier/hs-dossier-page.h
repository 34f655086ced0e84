/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* One dossier: the task list in sight on the left, the step being done on the right.
 * Widget actions for the steps inside: dossier.next, dossier.previous, dossier.edit ((ss) task, detail):
 * detail is a field's pointer in the declaration, a slot's id in the papers, or "". */
#define HS_TYPE_DOSSIER_PAGE (hs_dossier_page_get_type ())
G_DECLARE_FINAL_TYPE (HsDossierPage, hs_dossier_page, HS, DOSSIER_PAGE, HsPage)

/* For the page table: target "s" (dossier id), or "(ss)" (id, task as in win.open-task).
 * Errors: HS_DOSSIER_ERROR_NOT_FOUND. Ownership: (transfer floating). */
HsPage *hs_dossier_page_make (HsAppContext *context, GVariant *target, GError **error);
HsPage *hs_dossier_page_make_task (HsAppContext *context, GVariant *target, GError **error);

/* Names as in win.open-task; unknown names do nothing. */
void hs_dossier_page_show_task (HsDossierPage *self, const char *task);

G_END_DECLS
