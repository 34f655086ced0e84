/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One event in the timeline: when, what, the office's own words, and its slip or result. */
GtkWidget *hs_event_row_new (HsDossier *dossier, HsEvent *event) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
