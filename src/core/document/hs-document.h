/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* What the caller can do: choose another file (EMPTY, TYPE, DAMAGED, TOO_LARGE), give the password or
 * choose another (ENCRYPTED), scan again smaller (TOO_BIG: no allowed quality fits the byte limit),
 * no preview on this machine (SANDBOX), try again (HELPER: the helper crashed, ran out of memory or time). */
typedef enum
{
  HS_DOCUMENT_ERROR_EMPTY,
  HS_DOCUMENT_ERROR_TYPE,
  HS_DOCUMENT_ERROR_DAMAGED,
  HS_DOCUMENT_ERROR_ENCRYPTED,
  HS_DOCUMENT_ERROR_TOO_LARGE, /* pages or pixels over the limit */
  HS_DOCUMENT_ERROR_TOO_BIG,   /* bytes over the limit, and it cannot be made smaller */
  HS_DOCUMENT_ERROR_SANDBOX,
  HS_DOCUMENT_ERROR_HELPER,
} HsDocumentError;
#define HS_DOCUMENT_ERROR (hs_document_error_quark ())
GQuark hs_document_error_quark (void);

typedef enum
{
  HS_DOCUMENT_WARNING_NONE = 0,
  HS_DOCUMENT_WARNING_JAVASCRIPT = 1 << 0,
  HS_DOCUMENT_WARNING_EMBEDDED_FILES = 1 << 1,
  HS_DOCUMENT_WARNING_LOW_RESOLUTION = 1 << 2, /* under 150 dpi on A4 */
} HsDocumentWarnings;

/* What a page looks like, for a placeholder of the right shape. Points (1/72 inch). */
typedef struct
{
  double width;
  double height;
} HsPageSize;

/* Decoded pixels: CAIRO_FORMAT_RGB24 in memory order of this machine (GDK_MEMORY_B8G8R8A8 premultiplied). */
typedef struct
{
  GBytes *bytes;
  int width;
  int height;
  gsize stride;
} HsPixels;
void hs_pixels_free (HsPixels *self);

/* A foreign document, held by one hoso-render process in its sandbox while this object lives.
 * Thread: the one that opened it; the work is in the helper. */
#define HS_TYPE_DOCUMENT (hs_document_get_type ())
G_DECLARE_FINAL_TYPE (HsDocument, hs_document, HS, DOCUMENT, GObject)

/* Type by content (PDF, JPEG, PNG, TIFF), then sandbox, then facts. password is nullable. A picture's
 * page has the shape of the upright picture, fitted into A4. */
void hs_document_open_async (HsWorld *world, GBytes *bytes, const char *password,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
HsDocument *
hs_document_open_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, blocking. Thread: any but the main one. */
HsDocument *hs_document_open (HsWorld *world, GBytes *bytes, const char *password,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *hs_document_get_media_type (HsDocument *self);
guint hs_document_get_n_pages (HsDocument *self);
const HsPageSize *hs_document_get_page_size (HsDocument *self, guint page);
HsDocumentWarnings hs_document_get_warnings (HsDocument *self);

/* Page as pixels, `width` pixels wide (at most 4096); over 16384 pixels high is TOO_LARGE.
 * Cancelling leaves the document usable; after HELPER it must be opened anew. */
void hs_document_render_async (HsDocument *self, guint page, guint width, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
HsPixels *hs_document_render_finish (HsDocument *self, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_document_get_text_async (HsDocument *self, guint page, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
char *hs_document_get_text_finish (HsDocument *self, GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPixels, hs_pixels_free)

G_END_DECLS
