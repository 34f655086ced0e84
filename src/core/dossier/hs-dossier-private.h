/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-file.h"
#include "base/hs-worker.h"
#include "dossier/hs-attachment-private.h"
#include "dossier/hs-dossier.h"
#include "dossier/hs-progress.h"

G_BEGIN_DECLS

#define HS_DOSSIER_KIND "dossier"
#define HS_DOSSIER_DEFAULT_MAX_BYTES (G_GUINT64_CONSTANT (10) * 1024 * 1024)
/* The words of the truthfulness statement that was ticked. */
#define HS_DOSSIER_STATEMENT_VERSION "cam-doan-1"

/* What all dossiers of one book share; each field borrowed by the caller's choice of lifetime. */
typedef struct
{
  HsStore *store;
  HsUnits *units;
  HsWorker *disk; /* writes records, in order */
} HsDossierPlace;

/* Which save of which process: a record is never overwritten by one that did not know it. */
typedef struct
{
  char writer[33];
  guint64 rev;
} HsRecordMark;

/* Which package a draft belongs to (hs-dossier-pin.c). */
typedef struct
{
  char *id;      /* (owned) (nullable) as all: NULL in records that did not say it yet */
  char *version; /* (owned) */
  char *sha256;  /* (owned) of the package's bytes */
  GPtrArray
    *lists; /* (owned) (nullable) the code lists it only names, each with the blob that keeps it */
} HsFormPin;
void hs_form_pin_clear (HsFormPin *self);
/* id, version and sha256. */
void hs_form_pin_name (HsFormPin *self, HsFormPackage *package);
void hs_form_pin_read (HsFormPin *self, JsonObject *object /* nullable */);
JsonObject *hs_form_pin_to_json (const HsFormPin *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): form_blob (nullable) and those of the lists. */
char **
hs_form_pin_dup_blobs (const HsFormPin *self, const char *form_blob) G_GNUC_WARN_UNUSED_RESULT;

struct _HsDossier
{
  GObject parent_instance;

  HsStore *store;         /* (owned) */
  HsUnits *units;         /* (owned) */
  HsWorker *disk;         /* (owned) */
  HsProcedure *procedure; /* (owned) */
  char *id;               /* (owned) UUIDv4, also the owner of all its records and blobs */
  gint64 created_us;
  guint round;            /* 0 the first */
  guint64 max_file_bytes; /* of one attachment, as the portal said last */

  /* What is filled. */
  char *form_blob;    /* (owned) (nullable) the package's bytes; NULL: the procedure has no form */
  HsFormPin pin;      /* (owned) which package that is */
  HsForm *form;       /* (owned) (nullable) made when first asked for */
  GError *form_error; /* (owned) (nullable) why it could not be made */
  JsonNode *draft;    /* (owned) (nullable) answers until the form is made */
  HsFormPackage *newer;      /* (owned) (nullable) valid when newer_known */
  HsFormChange newer_change; /* what it asks */
  gboolean newer_known;      /* the installed form was looked at */
  char *subject;             /* (owned) (nullable) whom it is about, for the title */
  char *title;               /* (owned) */
  HsUnit *office;            /* (owned) (nullable) */
  char *delivery;            /* (owned) (nullable) "counter", "post", "electronic" */
  char *address;             /* (owned) (nullable) */
  gboolean statement;        /* truthfulness ticked for what is there now */
  gboolean frozen;           /* in the outbox or sent */
  GListStore *slots;         /* (owned) (element-type HsSlot) */
  GPtrArray *detached; /* (owned) (element-type HsAttachment) for undo; bytes still in the store */

  /* What became of it. */
  HsDossierState state;
  gboolean in_outbox;   /* the journal has an entry that is not done */
  HsStep step;          /* valid when in_outbox */
  gboolean send_failed; /* a person has to do something first */
  GError *send_error;   /* (owned) (nullable) why it waits in the outbox or failed */
  char *reference_no;   /* (owned) (nullable) */
  char *status_label;   /* (owned) */
  char *status_message; /* (owned) (nullable) */
  gint64 due_us;
  gint64 submitted_us;
  JsonNode *receipt;  /* (owned) (nullable) verified payload */
  JsonNode *proof;    /* (owned) (nullable) what it was verified with */
  GListStore *events; /* (owned) (element-type HsEvent) newest first */

  /* Saving. */
  HsFileLock *lock;    /* (owned) (nullable) this process edits it */
  HsRecordMark mark;   /* of the next save's writer; rev counts up with every save */
  HsRecordMark base;   /* the record as it was read */
  guint64 edit;        /* counts edits */
  guint64 saved_edit;  /* all edits up to this one are on disk */
  guint64 saving_edit; /* the save under way covers these; 0 none under way */
  GSource *timer;      /* (owned) (nullable) the next save */
  guint failures;      /* saves that failed in a row */
  gint64 saved_us;     /* 0 never */
  GError *save_error;  /* (owned) (nullable) */
  GPtrArray *flushes;  /* (owned) (element-type GTask) waiting for saved_edit to reach their edit */
};

typedef enum
{
  HS_DOSSIER_PROP_STATE = 1,
  HS_DOSSIER_PROP_SAVED_US,
  HS_DOSSIER_PROP_REFERENCE_NO,
  HS_DOSSIER_PROP_SAVE_ERROR,
  HS_DOSSIER_PROP_TITLE,
  HS_DOSSIER_PROP_FORM,
  HS_DOSSIER_N_PROPS,
} HsDossierProperty;
void hs_dossier_notify (HsDossier *self, HsDossierProperty property);
void hs_dossier_emit_tasks_changed (HsDossier *self);

/* A new draft; its record is on disk when this returns. */
HsDossier *hs_dossier_new (const HsDossierPlace *place, HsProcedure *procedure,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From its record. Errors: HS_STORE_ERROR_DAMAGED, those of the store. */
HsDossier *hs_dossier_load (const HsDossierPlace *place, HsCatalogue *catalogue, const char *id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Record as another process left it; only while nothing is unsaved here. */
gboolean hs_dossier_reload (HsDossier *self, GError **error);
/* Takes over what the store says of sending and following. Consumes progress. */
void hs_dossier_take_progress (HsDossier *self, HsProgress *progress);

/* hs-dossier-record.c */
typedef struct
{
  HsStore *store; /* (owned) */
  char *id;       /* (owned) */
  gint64 rank;
  JsonNode *record; /* (owned) */
  HsRecordMark mark;
  HsRecordMark base;
  gboolean create; /* there is none yet; otherwise it was deleted when there is none */
} HsRecordSave;
HsRecordSave *hs_dossier_snapshot (HsDossier *self) G_GNUC_WARN_UNUSED_RESULT;
void hs_record_save_free (HsRecordSave *self);
/* Durable when TRUE. Errors: HS_DOSSIER_ERROR_BUSY when another process changed the record. Thread: any. */
gboolean hs_record_save_run (HsRecordSave *self, GError **error);
/* Fills self from a record. FALSE with an error, and nothing changed, when it is not one. */
gboolean hs_dossier_read_record (HsDossier *self, JsonNode *record, GError **error);
char *hs_dossier_record_procedure (JsonNode *record); /* (transfer full) (nullable) */

/* hs-dossier-save.c: something was edited; in a frozen dossier that is a programmer error. */
void hs_dossier_edited (HsDossier *self);
/* Everything that is unsaved is written by this thread now. */
gboolean hs_dossier_save_now (HsDossier *self, GError **error);
/* All edits up to this one are on disk, however they came there. */
void hs_dossier_mark_saved (HsDossier *self, guint64 edit);
void hs_dossier_stop_saving (HsDossier *self);
/* FALSE with BUSY when another process edits it. */
gboolean hs_dossier_ensure_claimed (HsDossier *self, GError **error);

/* hs-dossier-papers.c */
void hs_dossier_make_slots (HsDossier *self);
void hs_dossier_update_slots (HsDossier *self);
HsSlot *hs_dossier_find_slot (HsDossier *self, const char *id); /* (transfer none) (nullable) */
HsAttachment *
hs_dossier_find_attachment (HsDossier *self, const char *id); /* (transfer none) (nullable) */
/* Bytes of what was taken out for good. Thread: main; the disk work is not. */
void hs_dossier_drop_detached (HsDossier *self);

/* Freezing and its reverse; both durable when TRUE. account (nullable): who sends it, as the portal knows
 * that person. */
gboolean
hs_dossier_freeze (HsDossier *self, const char *portal_url, const char *account, GError **error);
gboolean hs_dossier_unfreeze (HsDossier *self, GError **error);
void hs_dossier_update_state (HsDossier *self);
void hs_dossier_update_title (HsDossier *self);
/* What the form's answers change here: title, slots, tasks. */
void hs_dossier_follow_form (HsDossier *self);

/* hs-dossier-form.c: it is edited through this dossier. */
void hs_dossier_watch_form (HsDossier *self);
/* It is made again when it is asked for next, from what the record says. */
void hs_dossier_drop_form (HsDossier *self);

/* hs-dossier-pin.c */
/* The package in blob, with the lists kept for it first, and those of the installation for what was not kept.
 * draft: (nullable). Errors: HS_STORE_ERROR_DAMAGED: something is not what the record or the draft names. */
HsFormPackage *hs_dossier_read_pinned (HsDossier *self, const char *blob, const HsFormPin *pin,
                                       JsonNode *draft, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds to pin a blob of each list of package that it lacks; to be named in the record by the next save. Those
 * added before an error are in pin. */
gboolean
hs_dossier_pin_lists (HsDossier *self, HsFormPin *pin, HsFormPackage *package, GError **error);
/* A record that was written before lists were kept gets them, when it can be written. */
void hs_dossier_keep_lists (HsDossier *self);
/* After the record that named them; but not what names them now. blobs: (nullable). */
void hs_dossier_delete_form_blobs (HsDossier *self, char **blobs);

/* hs-dossier-version.c */
/* A newer version that has other words only is taken. */
void hs_dossier_take_patch (HsDossier *self);
void hs_dossier_forget_newer (HsDossier *self);
/* Errors: HS_DOSSIER_ERROR_FORM_ENDED. */
gboolean hs_dossier_check_validity (HsDossier *self, GError **error);
/* What was kept for the way back goes, within the caller's transaction; blobs: (out) (transfer full) (nullable): the
 * bytes to delete after it. */
gboolean hs_dossier_forget_before (HsDossier *self, char ***blobs, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRecordSave, hs_record_save_free)

G_END_DECLS
