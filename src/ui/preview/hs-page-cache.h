/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Rendered pages of one document, within a budget of bytes. Callers say what they want to show, first
 * things first; one page at a time is rendered, what is no longer wanted is cancelled, what is least
 * recently wanted is dropped. Thread: main. Signal: "page-ready" (page) also when it failed. */
#define HS_TYPE_PAGE_CACHE (hs_page_cache_get_type ())
G_DECLARE_FINAL_TYPE (HsPageCache, hs_page_cache, HS, PAGE_CACHE, GObject)

typedef struct
{
  guint page;
  guint width; /* device pixels, 1..4096 */
} HsPageWish;

/* budget: bytes of pixels kept, whatever is wanted. */
HsPageCache *hs_page_cache_new (HsDocument *document, gsize budget) G_GNUC_WARN_UNUSED_RESULT;
HsDocument *hs_page_cache_get_document (HsPageCache *self);
/* Replaces the wishes of `owner` (any pointer, a view); n 0 withdraws them. */
void hs_page_cache_want (HsPageCache *self, gpointer owner, const HsPageWish *wishes, guint n);
/* The page at that width, or the nearest other width: (transfer none) (nullable). exact (out, nullable). */
GdkTexture *hs_page_cache_look_up (HsPageCache *self, guint page, guint width, gboolean *exact);
/* Why the page cannot be shown: (transfer none) (nullable). */
const GError *hs_page_cache_get_error (HsPageCache *self, guint page);
gsize hs_page_cache_get_bytes (HsPageCache *self); /* held now */
gboolean hs_page_cache_is_idle (HsPageCache *self);

G_END_DECLS
