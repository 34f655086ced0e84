/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"

G_BEGIN_DECLS

/* Tells when anything about the dossiers of a book changed that a list shows. Signal: "changed"
 * (HsCaseBook *), once for all changes of one turn of the main loop. Thread: main. */
#define HS_TYPE_BOOK_WATCH (hs_book_watch_get_type ())
G_DECLARE_FINAL_TYPE (HsBookWatch, hs_book_watch, HS, BOOK_WATCH, GObject)

HsBookWatch *hs_book_watch_new (HsCaseBook *book) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
