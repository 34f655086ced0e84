/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A document with thumbnails, zoom, rotation and a line of facts. Opens the bytes itself, shows why when
 * it cannot (and asks for a password). Keys: Page Up/Down, Ctrl+Plus/Minus/0, Ctrl+R.
 * Properties with notify: document (HsDocument, nullable: still opening, or it could not be). */
#define HS_TYPE_DOCUMENT_VIEW (hs_document_view_get_type ())
G_DECLARE_FINAL_TYPE (HsDocumentView, hs_document_view, HS, DOCUMENT_VIEW, AdwBin)

GtkWidget *hs_document_view_new (void);
/* name: what the citizen calls it, "Giấy chứng sinh". Replaces what was shown. */
void hs_document_view_load (HsDocumentView *self, HsWorld *world, GBytes *bytes, const char *name);
/* Nothing was opened and nothing will be: an error of getting the bytes. */
void hs_document_view_show_error (HsDocumentView *self, const GError *error);
void hs_document_view_clear (HsDocumentView *self);

HsDocument *hs_document_view_get_document (HsDocumentView *self); /* (transfer none) (nullable) */
void hs_document_view_go_to (HsDocumentView *self, guint page);   /* from 0 */
/* Without the strip of thumbnails, for a narrow place beside a list. */
void hs_document_view_set_compact (HsDocumentView *self, gboolean compact);

G_END_DECLS
