/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

#define HS_DEMO_TUS_VERSION "1.0.0"
/* An upload nobody continues is kept that long. */
#define HS_DEMO_UPLOAD_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* One row of the table upload. Its bytes are the file <state-dir>/uploads/<id>. */
typedef struct
{
  char *id;         /* (owned) */
  char *dossier;    /* (owned) */
  char *attachment; /* (owned) */
  char *sha256;     /* (owned) */
  char *state;      /* (owned) "open", "verified", "rejected", "ended" */
  gint64 size, offset, expires_us;
} HsDemoUpload;

/* The upload of the path if it is the caller's and alive; else NULL after 404, 403 or 410. */
HsDemoUpload *hs_demo_upload_of_request (HsDemoRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_upload_free (HsDemoUpload *self);
char *hs_demo_upload_path (HsDemo *demo, const char *id);
void hs_demo_upload_remove_file (HsDemo *demo, const char *id);
char **hs_demo_uploads_of_dossier (HsDemo *demo, const char *dossier);
/* The bytes of a verified attachment, in whichever round it came. */
GBytes *hs_demo_upload_load (HsDemo *demo, const char *dossier, const char *attachment,
                             const char *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 412 and FALSE when the request does not speak tus 1.0; sets Tus-Resumable of the answer. */
gboolean hs_demo_tus_check (HsDemoRequest *request);
void hs_demo_tus_set_headers (HsDemoRequest *request, const HsDemoUpload *upload);

/* A running PATCH: bytes go to the file as they come. */
typedef struct HsDemoPatch HsDemoPatch;
/* While the head is read: checks all, opens the file; sets request->patch or answers a problem. */
void hs_demo_patch_begin (HsDemoRequest *request);
void hs_demo_patch_write (HsDemoPatch *self, gconstpointer data, gsize size);
/* Where all bytes are there and were not looked at yet: verified (TRUE), or thrown away so that the client begins
 * anew (FALSE). A PATCH that was taken over, or a portal that died, leaves such an upload to whoever asks next. */
gboolean hs_demo_upload_judge (HsDemoRequest *request, HsDemoUpload *upload);
/* Makes demo->patches. */
void hs_demo_patches_init (HsDemo *demo);
/* Ends a PATCH of that upload that still runs on another connection, keeping what it brought. */
void hs_demo_patch_take_over (HsDemo *demo, const char *upload);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoUpload, hs_demo_upload_free)

G_END_DECLS
