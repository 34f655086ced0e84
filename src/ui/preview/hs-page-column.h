/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preview/hs-page-cache.h"
#include "preview/hs-page-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a document under one another, inside a GtkScrolledWindow's viewport. Draws what is in
 * sight from the cache, placeholders of the right shape for the rest, and asks the cache for it.
 * Properties with notify: current-page (the one in sight, from 0), zoom. Signal: "activated" (page), a
 * click or Enter on a thumbnail. */
#define HS_TYPE_PAGE_COLUMN (hs_page_column_get_type ())
G_DECLARE_FINAL_TYPE (HsPageColumn, hs_page_column, HS, PAGE_COLUMN, GtkWidget)

typedef enum
{
  HS_ZOOM_FIT_WIDTH,
  HS_ZOOM_FIT_PAGE,
  HS_ZOOM_FREE, /* zoom: 1.0 is 96 dpi */
} HsZoomMode;

#define HS_ZOOM_MIN 0.25
#define HS_ZOOM_MAX HS_PAGE_MAX_ZOOM

/* thumbnails: page numbers below, the current page marked, arrows move it. */
void hs_page_column_set_thumbnails (HsPageColumn *self, gboolean thumbnails);
void hs_page_column_set_cache (HsPageColumn *self, HsPageCache *cache); /* (nullable) */
/* What scrolls it: the scrolled window's. */
void hs_page_column_set_adjustments (HsPageColumn *self, GtkAdjustment *horizontal,
                                     GtkAdjustment *vertical);

void hs_page_column_set_zoom (HsPageColumn *self, HsZoomMode mode, double zoom);
HsZoomMode hs_page_column_get_zoom_mode (HsPageColumn *self);
double hs_page_column_get_zoom (HsPageColumn *self); /* as it is now, also when fitted */
/* Quarter turns clockwise, all pages. */
void hs_page_column_set_rotation (HsPageColumn *self, guint quarters);
guint hs_page_column_get_rotation (HsPageColumn *self);

guint hs_page_column_get_current_page (HsPageColumn *self);
/* Scrolls to the page's top. */
void hs_page_column_go_to (HsPageColumn *self, guint page);
/* Marks a page (thumbnails), scrolling only as far as needed. */
void hs_page_column_mark (HsPageColumn *self, guint page);

G_END_DECLS
