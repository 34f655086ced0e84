/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The official declaration as it will be sent, page by page, with saving as PDF. It is drawn from the answers as they
 * were when the window opened. */
#define HS_TYPE_DECLARATION_WINDOW (hs_declaration_window_get_type ())
G_DECLARE_FINAL_TYPE (HsDeclarationWindow, hs_declaration_window, HS, DECLARATION_WINDOW, AdwWindow)

/* Errors: those of hs_print_layout_new(). The dossier must have a form. */
GtkWidget *hs_declaration_window_new (GtkWindow *parent, HsDossier *dossier, gint64 now_us,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
