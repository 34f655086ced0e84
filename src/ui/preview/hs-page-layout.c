/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The geometry of a column of pages. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-page-layout.h"

#include <math.h>

#define PX_PER_POINT (96.0 / 72.0)
#define MIN_FIT 0.05

/* The page as turned, at zoom 1. */
static void
get_natural_size (const HsPageLayout *self, guint page, double *width, double *height)
{
  const HsPageSize *size =
    self->document != NULL ? hs_document_get_page_size (self->document, page) : NULL;
  double w = size != NULL && size->width > 1 ? size->width : 595;
  double h = size != NULL && size->height > 1 ? size->height : 842;

  *width = (self->rotation % 2 == 0 ? w : h) * PX_PER_POINT;
  *height = (self->rotation % 2 == 0 ? h : w) * PX_PER_POINT;
}

void
hs_page_layout_set_document (HsPageLayout *self, HsDocument *document)
{
  self->document = document;
  self->n_pages = document != NULL ? hs_document_get_n_pages (document) : 0;
  self->rotation = 0;
}

void
hs_page_layout_get_size (const HsPageLayout *self, guint page, double *width, double *height)
{
  double scale = self->zoom;

  get_natural_size (self, page, width, height);
  if (self->thumbnails)
    scale = HS_PAGE_THUMBNAIL / MAX (*width, *height);
  *width = MAX (1, round (*width * scale));
  *height = MAX (1, round (*height * scale));
}

double
hs_page_layout_fit (const HsPageLayout *self, double width, double height)
{
  double widest = 1, tallest = 1, zoom;

  for (guint i = 0; i < self->n_pages; i++)
    {
      double w, h;

      get_natural_size (self, i, &w, &h);
      widest = MAX (widest, w);
      tallest = MAX (tallest, h);
    }
  zoom = (width - 2 * HS_PAGE_GAP) / widest;
  if (height > 0)
    zoom = MIN (zoom, (height - 2 * HS_PAGE_GAP) / tallest);
  return CLAMP (zoom, MIN_FIT, HS_PAGE_MAX_ZOOM);
}

void
hs_page_layout_update (HsPageLayout *self)
{
  double top = HS_PAGE_GAP;

  g_free (self->tops);
  self->tops = g_new0 (double, self->n_pages + 1);
  self->widest = 0;
  for (guint i = 0; i < self->n_pages; i++)
    {
      double w, h;

      hs_page_layout_get_size (self, i, &w, &h);
      self->tops[i] = top;
      self->widest = MAX (self->widest, w);
      top += h + HS_PAGE_GAP + (self->thumbnails ? HS_PAGE_LABEL_HEIGHT : 0);
    }
  self->tops[self->n_pages] = top;
}

guint
hs_page_layout_page_at (const HsPageLayout *self, double y)
{
  guint low = 0, high = self->n_pages;

  while (low + 1 < high)
    {
      guint middle = (low + high) / 2;

      if (self->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

void
hs_page_layout_clear (HsPageLayout *self)
{
  g_clear_pointer (&self->tops, g_free);
  *self = (HsPageLayout){ 0 };
}
