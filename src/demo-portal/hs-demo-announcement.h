/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

/* A checked announcement. Strings are borrowed from `node`. */
typedef struct
{
  JsonNode *node; /* (owned) as the client sent it */
  char *text;     /* (owned) its RFC 8785 bytes: two announcements are the same when these are */
  const char *dossier_id;
  const char *service;
  const char *authority;
  const char *manifest_sha256;
  gint64 round;
  JsonArray *attachments;
} HsDemoAnnouncement;

/* NULL after a problem was answered: 400, 413, 415, 422. */
HsDemoAnnouncement *hs_demo_announcement_read (HsDemoRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_announcement_free (HsDemoAnnouncement *self);

/* Media types the portal takes. NULL-terminated. */
extern const char *const hs_demo_media_types[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoAnnouncement, hs_demo_announcement_free)

G_END_DECLS
