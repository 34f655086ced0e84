/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* The main window: header, sidebar, the stack of pages with its own history. One action per line of the
 * page table, and win.back, win.go-home, win.new-dossier(s), win.sign-in, win.sign-out, win.search. */
#define HS_TYPE_WINDOW (hs_window_get_type ())
G_DECLARE_FINAL_TYPE (HsWindow, hs_window, HS, WINDOW, AdwApplicationWindow)

HsWindow *
hs_window_new (GtkApplication *application, HsAppContext *context) G_GNUC_WARN_UNUSED_RESULT;

HsAppContext *hs_window_get_context (HsWindow *self);
HsPage *hs_window_get_page (HsWindow *self); /* (transfer none): the page shown */
/* Shows what an action of the page table shows. target: (nullable), floating is consumed. */
void hs_window_navigate (HsWindow *self, const char *action, GVariant *target);
/* (transfer full) toast */
void hs_window_add_toast (HsWindow *self, AdwToast *toast);

G_END_DECLS
