/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-catalogue.h"
#include "dossier/hs-attachment.h"
#include "form/version/hs-form-move.h"
#include "form/version/hs-form-version.h"
#include "form/hs-form.h"
#include "form/print/hs-print.h"
#include "store/hs-store.h"

G_BEGIN_DECLS

/* What the caller can do: finish what is listed (INCOMPLETE), choose another slot or file (SLOT),
 * nothing, it is frozen (FROZEN), close the other window (BUSY), make a new dossier (GONE), sign in as the
 * person it was queued by (ACCOUNT), say that this one is to be sent (NOT_ASKED), move the draft to the form that is
 * accepted now (FORM_ENDED). */
typedef enum
{
  HS_DOSSIER_ERROR_INCOMPLETE,
  HS_DOSSIER_ERROR_SLOT,
  HS_DOSSIER_ERROR_FROZEN,
  HS_DOSSIER_ERROR_BUSY,
  HS_DOSSIER_ERROR_STATE,
  HS_DOSSIER_ERROR_NOT_FOUND,
  HS_DOSSIER_ERROR_ACCOUNT,
  HS_DOSSIER_ERROR_NOT_ASKED,
  HS_DOSSIER_ERROR_FORM_ENDED,
} HsDossierError;
#define HS_DOSSIER_ERROR (hs_dossier_error_quark ())
GQuark hs_dossier_error_quark (void);

/* Local states come before the portal's ten; the portal's raw code and label are kept beside. */
typedef enum
{
  HS_DOSSIER_DRAFT,
  HS_DOSSIER_QUEUED, /* frozen, in the outbox, nothing sent yet */
  HS_DOSSIER_SENDING,
  HS_DOSSIER_UNCONFIRMED,  /* sent, receipt not seen or not verified yet */
  HS_DOSSIER_SUBMITTED,    /* 1 Mới đăng ký */
  HS_DOSSIER_ACCEPTED,     /* 2 */
  HS_DOSSIER_NOT_ACCEPTED, /* 3 */
  HS_DOSSIER_IN_PROCESS,   /* 4 */
  HS_DOSSIER_SUPPLEMENT,   /* 5 */
  HS_DOSSIER_PAYMENT,      /* 6 */
  HS_DOSSIER_WITHDRAWN,    /* 7 */
  HS_DOSSIER_STOPPED,      /* 8 */
  HS_DOSSIER_PROCESSED,    /* 9 */
  HS_DOSSIER_RETURNED,     /* 10 */
  HS_DOSSIER_UNKNOWN,      /* a code this program does not know: label is shown */
} HsDossierState;

/* One line of the task list. */
typedef enum
{
  HS_TASK_OFFICE,
  HS_TASK_DECLARATION,
  HS_TASK_PAPERS,
  HS_TASK_DELIVERY,
  HS_TASK_REVIEW,
  HS_TASK_SEND,
  HS_N_TASKS,
} HsTask;
typedef enum
{
  HS_TASK_NOT_STARTED,
  HS_TASK_IN_PROGRESS,
  HS_TASK_DONE,
  HS_TASK_HAS_ERRORS,
  HS_TASK_BLOCKED, /* other tasks first */
} HsTaskState;

/* The case: what is to be sent, and what became of it. Every change is on disk, sealed, within one
 * second; hs_dossier_flush_async() to be sure. Thread: main (the one that opened it); disk work is not.
 * Properties with notify: state, saved-us (last time everything was on disk), reference-no, title,
 * save-error (GError boxed, nullable), form (get_form() is another object now). Signal "tasks-changed". An
 * edit takes the statement back. */
#define HS_TYPE_DOSSIER (hs_dossier_get_type ())
G_DECLARE_FINAL_TYPE (HsDossier, hs_dossier, HS, DOSSIER, GObject)

const char *hs_dossier_get_id (HsDossier *self); /* UUIDv4, chosen here */
HsProcedure *hs_dossier_get_procedure (HsDossier *self);
const char *hs_dossier_get_title (HsDossier *self); /* "Đăng ký khai sinh · NGUYỄN AN BÌNH" */
HsForm *hs_dossier_get_form (HsDossier *self);      /* (nullable) read-only once frozen */
/* Replaces all answers by those of a file, as hs_form_load_draft() reads them. Errors: its own,
 * HS_DOSSIER_ERROR_FROZEN, HS_FORM_ERROR_NOT_FOUND where there is no form, BUSY. */
gboolean hs_dossier_fill (HsDossier *self, JsonNode *answers, GError **error);

/* Versions of its form. The draft stays with the package it was begun in; a newer one that only has other
 * words is taken when the dossier is claimed. A frozen dossier never moves. */
typedef enum
{
  HS_FORM_VALID,
  HS_FORM_ENDING, /* its last day is within 30 days */
  HS_FORM_ENDED,  /* it cannot be sent any more */
} HsFormValidity;
/* last_day: (out) (nullable): year 0 where there is none. */
HsFormValidity hs_dossier_get_form_validity (HsDossier *self, HsDate *last_day);
/* (transfer full): the law that brings the newer form, else that of this one. */
char **hs_dossier_dup_form_basis (HsDossier *self);
/* (transfer none) (nullable): the version that is installed and accepted now, when it is later than the
 * draft's. change: (out) (nullable): what it asks; MAJOR: the citizen should see the differences. */
HsFormPackage *hs_dossier_get_newer_form (HsDossier *self, HsFormChange *change);
/* What moving to that one would do; nothing is changed. Errors: HS_DOSSIER_ERROR_STATE: there is none. */
HsFormMove *hs_dossier_plan_move (HsDossier *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Does it: durable when TRUE, nothing has changed when FALSE. "notify::form" tells that get_form() is
 * another one. Errors: FROZEN, BUSY, STATE: the draft has changed since it was planned; the store's. */
gboolean hs_dossier_move_form (HsDossier *self, HsFormMove *move, GError **error);
/* (transfer full) (nullable): the version that hs_dossier_move_back() returns to. */
char *hs_dossier_dup_version_before (HsDossier *self) G_GNUC_WARN_UNUSED_RESULT;
/* Back to form and answers as they were before the last move. Errors: as above. */
gboolean hs_dossier_move_back (HsDossier *self, GError **error);

guint hs_dossier_get_round (HsDossier *self);
HsDossierState hs_dossier_get_state (HsDossier *self);
gboolean hs_dossier_is_frozen (HsDossier *self);
gint64 hs_dossier_get_created_us (HsDossier *self);
gint64 hs_dossier_get_saved_us (HsDossier *self);
const GError *hs_dossier_get_save_error (HsDossier *self); /* (nullable) */

HsUnit *
hs_dossier_get_office (HsDossier *self); /* (nullable) the commune (or province) that receives */
void hs_dossier_set_office (HsDossier *self, HsUnit *office);
const char *
hs_dossier_get_delivery (HsDossier *self); /* "counter", "post", "electronic", NULL not chosen */
void hs_dossier_set_delivery (HsDossier *self, const char *mode, const char *address);
const char *hs_dossier_get_delivery_address (HsDossier *self); /* (nullable) */
gboolean hs_dossier_get_statement (HsDossier *self);           /* truthfulness ticked */
void hs_dossier_set_statement (HsDossier *self, gboolean agreed);

/* Slots for the answers as they are now: (transfer none) of HsSlot. */
GListModel *hs_dossier_get_slots (HsDossier *self);
/* Prepares (sandbox, PDF, limit), copies, hashes, fsyncs, then fills the slot. max_bytes as the portal
 * said last, else 10 MiB. */
void hs_dossier_attach_async (HsDossier *self, const char *slot_id, GFile *file,
                              const char *password, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
/* (transfer none) (nullable) */
HsAttachment *hs_dossier_attach_finish (HsDossier *self, GAsyncResult *result, GError **error);
/* Most bytes a prepared file may have: what the portal said last, else 10 MiB. */
guint64 hs_dossier_get_max_file_bytes (HsDossier *self);
void hs_dossier_detach (HsDossier *self, HsAttachment *attachment);
/* Puts a detached one back (undo); its bytes are kept until the dossier is frozen or closed. */
void hs_dossier_reattach (HsDossier *self, HsAttachment *attachment);
void hs_dossier_read_attachment_async (HsDossier *self, HsAttachment *attachment,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
GBytes *hs_dossier_read_attachment_finish (HsDossier *self, GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

HsTaskState hs_dossier_get_task_state (HsDossier *self, HsTask task);
/* "2/4 phần" as numbers; total 0 when it has no parts. */
void hs_dossier_get_task_progress (HsDossier *self, HsTask task, guint *done, guint *total);
/* How its declaration is printed: the official form, a draft until it is frozen, addressed to the office.
 * recipient: (out) (transfer full) (nullable): keep it as long as the options. */
HsPrintOptions hs_dossier_get_print_options (HsDossier *self, gint64 now_us, char **recipient);
/* What still stops sending: (element-type utf8) machine-readable "task:detail". Empty: ready. */
char **hs_dossier_list_missing (HsDossier *self);

/* Takes the dossier's file lock for editing and reads again what another process changed; the first
 * edit does it too. Errors: HS_DOSSIER_ERROR_BUSY: another window or process has it. */
gboolean hs_dossier_claim (HsDossier *self, GError **error);
/* Gives the lock back. Flush first: what is unsaved is written before it returns. */
void hs_dossier_release (HsDossier *self);
/* (nullable): why get_form() is NULL though the procedure has a form. */
const GError *hs_dossier_get_form_error (HsDossier *self);
/* When the verified receipt was stored, microseconds; 0: it was not. */
gint64 hs_dossier_get_submitted_us (HsDossier *self);

void hs_dossier_flush_async (HsDossier *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean hs_dossier_flush_finish (HsDossier *self, GAsyncResult *result, GError **error);

/* After sending. */
const char *hs_dossier_get_reference_no (HsDossier *self);   /* (nullable) "H50.12-261124-0007" */
const char *hs_dossier_get_status_label (HsDossier *self);   /* the office's own words, or "" */
const char *hs_dossier_get_status_message (HsDossier *self); /* (nullable) reason, what to bring */
gint64 hs_dossier_get_due_us (HsDossier *self);              /* 0 unknown */
/* In the outbox, and a person has to do something before it is tried again. */
gboolean hs_dossier_has_failed (HsDossier *self);
const GError *hs_dossier_get_send_error (HsDossier *self); /* (nullable) why it waits or failed */
GListModel *hs_dossier_get_events (HsDossier *self); /* (transfer none) of HsEvent, newest first */
JsonNode *hs_dossier_get_receipt (HsDossier *self);  /* (nullable) verified payload */
/* (nullable): what hs_receipt_verify_proof() proves that receipt with, without a portal. */
JsonNode *hs_dossier_get_receipt_proof (HsDossier *self);

G_END_DECLS
