/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "Received by … on …", of the verified receipt: (transfer full) (nullable) where there is none yet. */
char *hs_receipt_words (HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for a place and writes the receipt there: a JSON file with words to read, and the signed bytes, the
 * signature and the key with which anybody can check it. Tells how it went. Thread: main. */
void hs_receipt_save (GtkWidget *widget, HsAppContext *context, HsDossier *dossier);

G_END_DECLS
