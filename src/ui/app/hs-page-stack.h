/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-page.h"

G_BEGIN_DECLS

/* Pages one over another: a GtkStack with the way back. The stack owns its pages; a page left by going
 * back is destroyed. Properties with notify: depth (pages, the shown one included). Signal: "changed"
 * after another page came up. */
#define HS_TYPE_PAGE_STACK (hs_page_stack_get_type ())
G_DECLARE_FINAL_TYPE (HsPageStack, hs_page_stack, HS, PAGE_STACK, AdwBin)

HsPage *hs_page_stack_get_page (HsPageStack *self); /* (transfer none) (nullable) */
const char *
hs_page_stack_get_action (HsPageStack *self); /* (nullable) what the shown page came by */
guint hs_page_stack_get_depth (HsPageStack *self);

/* Puts page (floating is consumed) on top. */
void hs_page_stack_push (HsPageStack *self, HsPage *page, const char *action, GVariant *target);
/* One page back; FALSE when there is none or the page wants to stay. */
gboolean hs_page_stack_pop (HsPageStack *self);
/* Back to the page that came by the same action and target: FALSE when there is none. */
gboolean hs_page_stack_pop_to (HsPageStack *self, const char *action, GVariant *target);
/* Leaves all pages but the first. */
void hs_page_stack_pop_to_root (HsPageStack *self);

G_END_DECLS
