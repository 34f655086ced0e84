/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Prints a document through the print dialog: each page is rendered by the helper when its turn comes.
 * Errors are shown to the citizen in parent's window. */
void hs_document_print (GtkWindow *parent, HsDocument *document, const char *name);

G_END_DECLS
