/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"
#include "portal/hs-session.h"

G_BEGIN_DECLS

/* All dossiers of one profile, newest first, as a GListModel of HsDossier; and everything that is done
 * with more than one: create, delete, send, follow. Thread: main; network and disk work is not. */
#define HS_TYPE_CASE_BOOK (hs_case_book_get_type ())
G_DECLARE_FINAL_TYPE (HsCaseBook, hs_case_book, HS, CASE_BOOK, GObject)

/* portal_url is nullable: no portal chosen, nothing can be sent. Loads all dossiers. Opening resumes
 * what the journal says was under way, once hs_case_book_resume() is called. Before the last reference
 * goes, hs_case_book_pause() and let the main context run until nothing is in flight. */
HsCaseBook *hs_case_book_open (HsStore *store, HsCatalogue *catalogue, HsUnits *units,
                               const char *portal_url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is in the store and could not be opened, "id: reason" a line; it stays there untouched.
 * (transfer none). */
const char *const *hs_case_book_get_unreadable (HsCaseBook *self);
HsStore *hs_case_book_get_store (HsCaseBook *self);
HsCatalogue *hs_case_book_get_catalogue (HsCaseBook *self);
HsUnits *hs_case_book_get_units (HsCaseBook *self);
HsSession *hs_case_book_get_session (HsCaseBook *self); /* (nullable) */
const char *hs_case_book_get_portal_url (HsCaseBook *self);

HsDossier *hs_case_book_create (HsCaseBook *self, const char *procedure_code,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsDossier *
hs_case_book_find (HsCaseBook *self, const char *dossier_id); /* (transfer none) (nullable) */
/* Destroys the dossier's key, records and blobs. A dossier under way must be told to the portal first. */
gboolean hs_case_book_delete (HsCaseBook *self, HsDossier *dossier, GError **error);

/* Where sending is, for the send page; one object per send. Properties with notify: phase, n-files-done,
 * bytes-confirmed, bytes-total, retry-at-us (0 none), error (GError boxed, nullable: why it waits). */
#define HS_TYPE_SENDING (hs_sending_get_type ())
G_DECLARE_FINAL_TYPE (HsSending, hs_sending, HS, SENDING, GObject)
typedef enum
{
  HS_SENDING_WAITING, /* in the outbox: for a sign-in, for the network, for its time */
  HS_SENDING_ANNOUNCING,
  HS_SENDING_UPLOADING,
  HS_SENDING_SUBMITTING,
  HS_SENDING_CONFIRMING,
  HS_SENDING_DONE,
  HS_SENDING_FAILED, /* needs a person: error says what */
} HsSendingPhase;
HsSendingPhase hs_sending_get_phase (HsSending *self);
HsDossier *hs_sending_get_dossier (HsSending *self);
const GError *hs_sending_get_error (HsSending *self); /* (nullable) */
gint64 hs_sending_get_retry_at_us (HsSending *self);
/* One line a file: (transfer none) of HsSendingFile {attachment, confirmed, total}. */
GListModel *hs_sending_get_files (HsSending *self);
#define HS_TYPE_SENDING_FILE (hs_sending_file_get_type ())
G_DECLARE_FINAL_TYPE (HsSendingFile, hs_sending_file, HS, SENDING_FILE, GObject)
const char *hs_sending_file_get_name (HsSendingFile *self);
guint64 hs_sending_file_get_confirmed (HsSendingFile *self); /* property with notify */
guint64 hs_sending_file_get_total (HsSendingFile *self);

/* Freezes (manifest, hash, journal fsynced) and puts into the outbox, where it waits, also over restarts, until a
 * person says with hs_case_book_resume_one() that it is to be sent. Errors: HS_DOSSIER_ERROR_INCOMPLETE. */
HsSending *
hs_case_book_queue (HsCaseBook *self, HsDossier *dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The sending of a dossier in the outbox: (transfer none) (nullable). */
HsSending *hs_case_book_get_sending (HsCaseBook *self, HsDossier *dossier);
/* Starts or restarts the outbox now, after start and sign-in. One that failed waits for a person, and so
 * does one that nobody has asked to send yet, or that is somebody else's, or for another portal. */
void hs_case_book_resume (HsCaseBook *self);
/* Because a person asks for this one ("gửi", "thử ngay"): the others stay as they are. From then
 * on it is sent by who is signed in, or signs in first, and by nobody else. No effect when it is not in the outbox. */
void hs_case_book_resume_one (HsCaseBook *self, HsDossier *dossier);
/* Stops what is in flight; the dossier stays in the outbox. To take it out again while nothing was
 * submitted: unqueue (asks the portal first when it was announced). */
void hs_case_book_pause (HsCaseBook *self);
void hs_case_book_unqueue_async (HsCaseBook *self, HsDossier *dossier, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_case_book_unqueue_finish (HsCaseBook *self, GAsyncResult *result, GError **error);

/* One batch call for all dossiers; at most once a minute unless forced. */
void hs_case_book_refresh_async (HsCaseBook *self, gboolean force, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_case_book_refresh_finish (HsCaseBook *self, GAsyncResult *result, GError **error);

/* A slip or result, fetched once, then from the sealed store. */
void hs_case_book_get_file_async (HsCaseBook *self, HsDossier *dossier, const char *file_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *hs_case_book_get_file_finish (HsCaseBook *self, GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
