/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line of a dossier's task list: a task, or a section of the declaration under its task. */
#define HS_TYPE_TASK_ROW (hs_task_row_get_type ())
G_DECLARE_FINAL_TYPE (HsTaskRow, hs_task_row, HS, TASK_ROW, GtkListBoxRow)

GtkWidget *hs_task_row_new_for_task (HsDossier *dossier, HsTask task) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hs_task_row_new_for_section (HsFormSection *section) G_GNUC_WARN_UNUSED_RESULT;

HsTask hs_task_row_get_task (HsTaskRow *self);
const char *hs_task_row_get_section (HsTaskRow *self); /* (nullable) a task's own line */
void hs_task_row_refresh (HsTaskRow *self);
/* told: its errors stand on its page, it needs mending. Else quiet: it is being filled in, and "in progress" whatever
 * is wrong in it. */
void hs_task_row_set_telling (HsTaskRow *self, gboolean quiet, gboolean told);
/* Of a section: something in it is wrong. */
gboolean hs_task_row_is_wrong (HsTaskRow *self);

G_END_DECLS
