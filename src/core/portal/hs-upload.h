/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/hs-portal.h"

G_BEGIN_DECLS

/* Gives the bytes from offset on; called again after each interruption. */
typedef GInputStream *(*HsUploadOpenFunc) (guint64 offset, gpointer data, GError **error);
/* What the portal has confirmed (Upload-Offset), never bytes handed to the socket. Called in the
 * uploading thread. */
typedef void (*HsUploadProgressFunc) (guint64 confirmed, guint64 total, gpointer data);

typedef struct
{
  const char *dossier_id;
  const char *attachment_id;
  const char *sha256; /* lower-case hex of all bytes */
  guint64 size;
  const char *file_name;
  const char *media_type;
  HsUploadOpenFunc open;
  HsUploadProgressFunc progress; /* (nullable) */
  gpointer data;
} HsUploadJob;

/* tus 1.0: creates (idempotent per dossier, attachment, hash) or resumes *upload_url, sends chunks of
 * 1 MiB doubled to 8 after clean ones, halved after a reset, until the portal has it all. *upload_url:
 * in (nullable) and out, to be kept. Within one call a cut connection is resumed by HEAD as long as the
 * offset rises; three cuts without progress return the error, and the caller waits (backoff).
 * Thread: blocks, the portal's thread. */
gboolean hs_upload_run (HsPortal *portal, const HsUploadJob *job, char **upload_url,
                        GCancellable *cancellable, GError **error);

G_END_DECLS
