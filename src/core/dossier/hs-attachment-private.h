/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "dossier/hs-attachment.h"

G_BEGIN_DECLS

/* What is known of a file before it is an attachment; all borrowed. */
typedef struct
{
  const char *id;
  const char *slot;
  const char *file_name;
  const char *original_name;
  const char *media_type;
  guint64 size; /* bytes */
  const char *sha256;
  const char *blob;
  guint n_pages;
  HsDocumentWarnings warnings;
} HsAttachmentFacts;

HsAttachment *hs_attachment_new (const HsAttachmentFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* As the dossier's record keeps it. from_json: NULL when a member that must be there is not. */
JsonNode *hs_attachment_to_json (HsAttachment *self) G_GNUC_WARN_UNUSED_RESULT;
HsAttachment *hs_attachment_from_json (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* evidence is borrowed from procedure, which the slot keeps. */
HsSlot *hs_slot_new (HsProcedure *procedure, const HsEvidence *evidence) G_GNUC_WARN_UNUSED_RESULT;
GListStore *hs_slot_get_store (HsSlot *self);
/* Notifies "needed" when any of the three changed. */
void hs_slot_set_flags (HsSlot *self, gboolean relevant, gboolean needed, gboolean satisfied);

/* node: an event of the portal, or one made here (seq 0). NULL with an error that names the member
 * when it is not one. Texts of the portal are made printable and bounded. */
HsEvent *hs_event_from_json (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_event_get_dossier_id (HsEvent *self);
/* Newest first: by seq between two of the portal, else by time. */
int hs_event_compare (gconstpointer a, gconstpointer b, gpointer unused);
/* (transfer full): printable, at most max_chars characters; control and direction marks become
 * spaces, line feeds stay. NULL stays NULL. */
char *hs_event_clean_text (const char *text, guint max_chars);

G_END_DECLS
