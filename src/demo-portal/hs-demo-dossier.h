/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

/* How long a dossier that is not submitted is promised to stay. */
#define HS_DEMO_DOSSIER_US (G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC)

/* The national status codes. 0: announced, not submitted yet. */
typedef enum
{
  HS_DEMO_STATUS_ANNOUNCED = 0,
  HS_DEMO_STATUS_SUBMITTED = 1,
  HS_DEMO_STATUS_ACCEPTED = 2,
  HS_DEMO_STATUS_NOT_ACCEPTED = 3,
  HS_DEMO_STATUS_IN_PROCESS = 4,
  HS_DEMO_STATUS_SUPPLEMENT = 5,
  HS_DEMO_STATUS_PAYMENT = 6,
  HS_DEMO_STATUS_WITHDRAWN = 7,
  HS_DEMO_STATUS_STOPPED = 8,
  HS_DEMO_STATUS_PROCESSED = 9,
  HS_DEMO_STATUS_RETURNED = 10,
} HsDemoStatus;

/* One row of the table dossier. */
typedef struct
{
  char *id;        /* (owned) */
  char *owner;     /* (owned) */
  char *service;   /* (owned) */
  char *authority; /* (owned) */
  char *reference; /* (owned) (nullable) before submission */
  HsDemoStatus status;
  gint64 round;
  gint64 created_us, received_us, due_us; /* 0: not yet, not known */
  gboolean accepted;                      /* the appointment slip was issued */
} HsDemoDossier;

/* One announced file and how far it has come. */
typedef struct
{
  char *id;
  char *evidence;
  char *name;
  char *media;
  char *sha256;
  char *copy_kind;
  char *state;  /* "announced", "uploading", "verified", "rejected" */
  char *upload; /* (nullable) id of the upload while it may be continued */
  gint64 size, offset, expires_us;
} HsDemoAttachment;

/* NULL when there is no such dossier. */
HsDemoDossier *hs_demo_dossier_find (HsDemo *demo, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/* The dossier of the path, if it is the caller's; else NULL after 404 or 403. */
HsDemoDossier *hs_demo_dossier_of_request (HsDemoRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_dossier_free (HsDemoDossier *self);
/* (element-type HsDemoAttachment), in the announced order. */
GPtrArray *
hs_demo_attachment_list (HsDemo *demo, const char *dossier, gint64 round) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_attachment_free (HsDemoAttachment *self);
/* The contract's Dossier. */
JsonObject *hs_demo_dossier_to_json (HsDemoRequest *request, const HsDemoDossier *self);

const char *hs_demo_status_label (HsDemoStatus status);
/* The contract's Status. */
JsonObject *hs_demo_status_to_json (HsDemoStatus status);
/* 3, 7, 8 and 10 end a dossier. */
gboolean hs_demo_status_is_final (HsDemoStatus status);

/* Adds to the journal that tests ask. Part of the running transaction, if there is one. */
void hs_demo_journal (HsDemo *demo, const char *act, const char *dossier, gint64 round,
                      const char *detail);

/* An event with the dossier's status, round and due date, in the running transaction. message
 * (nullable); data (taken) (nullable). Returns its id, (transfer full). */
char *hs_demo_event_add (HsDemo *demo, const HsDemoDossier *dossier, const char *type,
                         const char *message, JsonObject *data) G_GNUC_WARN_UNUSED_RESULT;
/* Writes status, reference, received_us, due_us and accepted of the row back. */
gboolean hs_demo_dossier_update (HsDemo *demo, const HsDemoDossier *self);
/* "submitted", "accepted" ...: the contract's type of the event that brings a status. */
const char *hs_demo_status_event_type (HsDemoStatus status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoDossier, hs_demo_dossier_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoAttachment, hs_demo_attachment_free)

G_END_DECLS
