/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-procedure.h"
#include "document/hs-document.h"

G_BEGIN_DECLS

/* A file that fills a slot; immutable. */
#define HS_TYPE_ATTACHMENT (hs_attachment_get_type ())
G_DECLARE_FINAL_TYPE (HsAttachment, hs_attachment, HS, ATTACHMENT, GObject)
const char *hs_attachment_get_id (HsAttachment *self); /* UUIDv4 */
const char *hs_attachment_get_slot (HsAttachment *self);
const char *
hs_attachment_get_file_name (HsAttachment *self); /* what the portal gets: "Giay-chung-sinh.pdf" */
const char *hs_attachment_get_original_name (HsAttachment *self);
const char *hs_attachment_get_media_type (HsAttachment *self);
guint64 hs_attachment_get_size (HsAttachment *self); /* bytes */
const char *hs_attachment_get_sha256 (HsAttachment *self);
const char *hs_attachment_get_blob (HsAttachment *self);
guint hs_attachment_get_n_pages (HsAttachment *self);
HsDocumentWarnings hs_attachment_get_warnings (HsAttachment *self);

/* A paper asked for, and what fills it. Properties with notify: needed. */
#define HS_TYPE_SLOT (hs_slot_get_type ())
G_DECLARE_FINAL_TYPE (HsSlot, hs_slot, HS, SLOT, GObject)
const HsEvidence *hs_slot_get_evidence (HsSlot *self);
gboolean hs_slot_is_needed (HsSlot *self);    /* must be filled, with the answers as they are */
gboolean hs_slot_is_relevant (HsSlot *self);  /* FALSE: its condition is false now */
gboolean hs_slot_is_satisfied (HsSlot *self); /* filled, or another of its group is */
GListModel *hs_slot_get_attachments (HsSlot *self); /* (transfer none) of HsAttachment */

/* One event of the office (or own action), as recorded. */
#define HS_TYPE_EVENT (hs_event_get_type ())
G_DECLARE_FINAL_TYPE (HsEvent, hs_event, HS, EVENT, GObject)
guint64 hs_event_get_seq (HsEvent *self); /* 0: a local event */
const char *hs_event_get_type_name (HsEvent *self);
int hs_event_get_status (HsEvent *self); /* national code 1..10; 0 none; -1 a code not known here */
const char *hs_event_get_code (HsEvent *self); /* raw code of the authority */
const char *hs_event_get_label (HsEvent *self);
const char *hs_event_get_message (HsEvent *self); /* (nullable) */
gint64 hs_event_get_occurred_us (HsEvent *self);
gint64 hs_event_get_due_us (HsEvent *self);
const char *hs_event_get_file (HsEvent *self);      /* (nullable) file id of a slip or result */
const char *hs_event_get_file_name (HsEvent *self); /* (nullable) */

G_END_DECLS
