/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-render-protocol.h"

G_BEGIN_DECLS

/* An opened document in the helper: a PDF or a picture file. */
typedef struct _HsSource HsSource;

typedef struct
{
  void (*free) (HsSource *self);
  /* Fills pixels (ARGB32, white to begin with) of width x height. */
  gboolean (*draw) (HsSource *self, guint page, guint width, guint height, guint8 *pixels,
                    GError **error);
  /* (nullable): UTF-8 text of a page. */
  char *(*text) (HsSource *self, guint page);
  /* The PDF for the portal; NULL without error: the document's own bytes will do. May add warnings. */
  GBytes *(*prepare) (HsSource *self, guint64 max_bytes, gint64 seconds, GError **error);
} HsSourceClass;

struct _HsSource
{
  const HsSourceClass *klass;
  HsMediaType type;
  GBytes *bytes;  /* (owned) the document */
  GArray *sizes;  /* (owned) (element-type HsPageSize) points, one a page */
  guint warnings; /* HsDocumentWarnings */
  gsize over;     /* about how large the PDF would have been at the rung that was over the limit */
  double dpi;     /* dots per inch at the ladder's top, for a guess at lower rungs */
};

typedef struct
{
  guint max_pages;
  guint64 max_pixels;
  const char *password; /* (nullable) */
} HsSourceLimits;

/* Errors: HS_DOCUMENT_ERROR_*. */
HsSource *hs_source_open (GBytes *bytes, const HsSourceLimits *limits, GError **error);
void hs_source_free (HsSource *self);

HsSource *hs_pdf_source_open (GBytes *bytes, const HsSourceLimits *limits, GError **error);
HsSource *hs_image_source_open (GBytes *bytes, HsMediaType type, const HsSourceLimits *limits,
                                GError **error);

/* For the sources: prepares the common part, and gives it up. */
void hs_source_init (HsSource *self, const HsSourceClass *klass, HsMediaType type, GBytes *bytes);
void hs_source_clear (HsSource *self);
void hs_source_add_page (HsSource *self, double width, double height);
gboolean
hs_source_fail (GError **error, HsDocumentError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSource, hs_source_free)

G_END_DECLS
