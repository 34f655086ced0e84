/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the window shows one of at a time. A page class is a template with parent="HsPage" and one
 * "child"; it finds its core objects through the context, holds no business state, and knows no other
 * page: it goes elsewhere by actions (gtk_widget_activate_action (self, "win.open-dossier", "s", id)).
 * To add a page: derive, then one line in the table of hs-window-pages.c.
 *
 * Properties with notify: title (string, shown in the header and read when the page comes up). */
#define HS_TYPE_PAGE (hs_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HsPage, hs_page, HS, PAGE, AdwBin)

struct _HsPageClass
{
  AdwBinClass parent_class;

  /* It has come up: new, or again after another page went back. Refresh what may have changed. */
  void (*shown) (HsPage *self);
  /* It is out of sight (covered or about to be destroyed): stop what costs. */
  void (*hidden) (HsPage *self);
  /* May the window go elsewhere? FALSE: no, and the page has told why. Default: yes. */
  gboolean (*may_leave) (HsPage *self);
  /* Put the focus on what is to be done here. Default: the first focusable child. */
  gboolean (*focus_first) (HsPage *self);
  /* An action of the page table while this page is up: TRUE when this page shows that itself (a dossier's
   * page takes "open-task" of the same dossier, the catalogue a new search). target is nullable. */
  gboolean (*take_target) (HsPage *self, const char *action, GVariant *target);
};

HsAppContext *
hs_page_get_context (HsPage *self); /* (transfer none); construct property "context" */
const char *hs_page_get_title (HsPage *self);
void hs_page_set_title (HsPage *self, const char *title);

void hs_page_shown (HsPage *self);
void hs_page_hidden (HsPage *self);
gboolean hs_page_may_leave (HsPage *self);
gboolean hs_page_focus_first (HsPage *self);
gboolean hs_page_take_target (HsPage *self, const char *action, GVariant *target);

G_END_DECLS
