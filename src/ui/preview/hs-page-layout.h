/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

G_BEGIN_DECLS

#define HS_PAGE_GAP 12          /* pixels between and around pages */
#define HS_PAGE_LABEL_HEIGHT 24 /* pixels below a thumbnail */
#define HS_PAGE_THUMBNAIL 110   /* pixels of a thumbnail's longer side */
#define HS_PAGE_MAX_ZOOM 4.0

/* Where the pages of a document lie under one another: numbers only. Zero-initialised is empty; pixels
 * are the screen's at scale 1. */
typedef struct
{
  HsDocument *document; /* (unowned) (nullable) */
  gboolean thumbnails;  /* each page fitted to HS_PAGE_THUMBNAIL, with room for its number */
  double zoom;          /* pixels per 1/96 inch */
  guint rotation;       /* quarter turns clockwise */
  guint n_pages;
  double *tops;  /* (owned) n_pages + 1 offsets, pixels; the last is the height */
  double widest; /* pixels */
} HsPageLayout;

void hs_page_layout_set_document (HsPageLayout *self, HsDocument *document);
/* The page as turned and zoomed, whole pixels. */
void hs_page_layout_get_size (const HsPageLayout *self, guint page, double *width, double *height);
/* The zoom at which every page fits into width, and into height unless that is 0. */
double hs_page_layout_fit (const HsPageLayout *self, double width, double height);
/* After any change: computes tops and widest. */
void hs_page_layout_update (HsPageLayout *self);
/* The page at a height: the last whose top is above it. There must be pages. */
guint hs_page_layout_page_at (const HsPageLayout *self, double y);
void hs_page_layout_clear (HsPageLayout *self);

G_END_DECLS
