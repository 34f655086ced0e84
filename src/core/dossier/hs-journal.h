/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* How far a frozen dossier got. Each is on disk before the first byte of what it names is sent. */
typedef enum
{
  HS_STEP_QUEUED,     /* nothing was sent */
  HS_STEP_ANNOUNCING, /* the announcement may have arrived */
  HS_STEP_UPLOADING,  /* it did; files are under way */
  HS_STEP_SUBMITTING, /* the submission may have arrived */
  HS_STEP_DONE,       /* a verified receipt is in the store */
} HsStep;

/* The intent to send one round of one dossier, as it was frozen. Plain data; a thread has its own copy. */
typedef struct
{
  char *dossier_id; /* (owned) */
  guint round;
  HsStep step;
  char *portal_url; /* (owned) (nullable) the portal it is meant for */
  char *account;  /* (owned) (nullable) subject at the portal of who sends it; NULL: not said yet */
  gboolean asked; /* a person has said that it is to be sent; FALSE: it is for later */
  char *manifest; /* (owned) RFC 8785 text of the announcement without manifestSha256 */
  char *manifest_sha256;   /* (owned) of those bytes, lower-case hex */
  char *statement_version; /* (owned) */
  char *confirmed_at;      /* (owned) RFC 3339 */
  char *valid_to;          /* (owned) (nullable) last day its form is accepted, 2026-12-31 */
  JsonObject *blobs;       /* (owned) attachment id -> blob id */
  JsonObject *uploads;     /* (owned) attachment id -> upload URL the portal gave */
  guint attempts;          /* tries since the last progress that waiting may help: away, busy */
  guint broken;            /* and those it seldom does: answers that make no sense */
  gint64 retry_at_us;      /* wall clock, microseconds; 0: at once */
  gboolean failed;         /* a person has to do something first */
  gboolean revoking; /* a person takes it back, and the portal may have forgotten it already */
  GError *error;     /* (owned) (nullable) why it waits or failed */
} HsJournal;

HsJournal *hs_journal_new (const char *dossier_id, guint round) G_GNUC_WARN_UNUSED_RESULT;
void hs_journal_free (HsJournal *self);

/* Durable when TRUE is returned. Errors: HS_STORE_ERROR. Thread: any. */
gboolean hs_journal_save (HsJournal *self, HsStore *store, GError **error);
/* NULL without error: this dossier is not in the outbox. Errors: HS_STORE_ERROR_DAMAGED and others. */
HsJournal *
hs_journal_load (HsStore *store, const char *dossier_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_journal_delete (HsStore *store, const char *dossier_id, GError **error);

/* The manifest with its hash: the body of the announcement. */
JsonNode *hs_journal_dup_announcement (HsJournal *self) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_journal_dup_submission (HsJournal *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the manifest's list of attachments. */
JsonArray *hs_journal_dup_attachments (HsJournal *self) G_GNUC_WARN_UNUSED_RESULT;
void hs_journal_set_error (HsJournal *self, const GError *error);
/* It got on: what went wrong before counts no more. */
void hs_journal_note_progress (HsJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsJournal, hs_journal_free)

G_END_DECLS
