/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

G_BEGIN_DECLS

/* A paper made ready for the portal: always a PDF within the limit. */
typedef struct
{
  GBytes *bytes;    /* (owned) application/pdf */
  char *media_type; /* (owned) */
  guint n_pages;
  HsDocumentWarnings warnings;
  gboolean changed; /* it was made from an image, or made smaller */
} HsPrepared;
void hs_prepared_free (HsPrepared *self);

/* Checks the bytes of a file the citizen chose; a PDF that is within max_bytes stays as it is, an
 * image becomes a one-page A4 PDF (JPEG bytes embedded unchanged where they fit, else the ladder
 * JPEG 75..40, 200 dpi, 150 dpi gray, G4). All decoding happens in hoso-render.
 * Errors: HS_DOCUMENT_ERROR_*. Thread: the work is not on the caller's. */
void hs_prepare_async (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HsPrepared *hs_prepare_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsPrepared *hs_prepare (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPrepared, hs_prepared_free)

G_END_DECLS
