/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be made to go wrong, so that clients can be tested. */
typedef enum
{
  HS_DEMO_FAULT_DELAY,          /* delay=MS */
  HS_DEMO_FAULT_STATUS,         /* status=500|502|503|504, before anything is done */
  HS_DEMO_FAULT_SLOW_DOWN,      /* 429=SECONDS */
  HS_DEMO_FAULT_CUT_REQUEST,    /* cut-request=N: after N bytes of the body */
  HS_DEMO_FAULT_CUT_ANSWER,     /* cut-answer=N: after N bytes of the whole answer, orderly */
  HS_DEMO_FAULT_RESET_ANSWER,   /* reset-answer=N: the same with RST */
  HS_DEMO_FAULT_ACT_THEN_FAIL,  /* act-then-fail=STATUS: done, then that status */
  HS_DEMO_FAULT_WRONG_HASH,     /* wrong-hash: a finished upload is judged damaged */
  HS_DEMO_FAULT_WRONG_DIGEST,   /* wrong-digest: a file is sent with one byte changed */
  HS_DEMO_FAULT_EXPIRED_UPLOAD, /* expired-upload: the upload of the request is gone */
  HS_DEMO_FAULT_DIE,            /* die=before|commit|after: SIGKILL at that point */
  HS_DEMO_FAULT_TOKEN_LIFETIME, /* token-lifetime=SECONDS: a setting, not bound to requests */
  HS_DEMO_N_FAULTS,
} HsDemoFaultKind;

#define HS_DEMO_DIE_BEFORE 1
#define HS_DEMO_DIE_COMMIT 2
#define HS_DEMO_DIE_AFTER 3

/* KIND[=VALUE][,path=PREFIX][,method=M][,skip=N][,once|,count=N] */
typedef struct
{
  HsDemoFaultKind kind;
  gint64 value;
  char *spec;   /* (owned) as given */
  char *path;   /* (owned) (nullable) prefix of the path, or "*suffix" */
  char *method; /* (owned) (nullable) */
  guint skip;   /* matching requests still let through */
  gint left;    /* how often more; -1 for ever */
  guint hits;
} HsDemoFault;

typedef struct
{
  GPtrArray *list; /* (owned) (element-type HsDemoFault) */
} HsDemoFaults;

/* All that concerns one request: bit of a kind in `kinds`, its value in `values`. */
typedef struct
{
  guint kinds;
  gint64 values[HS_DEMO_N_FAULTS];
} HsDemoFaultHit;

#define HS_DEMO_HIT(hit, kind) (((hit)->kinds & (1u << (kind))) != 0)

HsDemoFault *hs_demo_fault_parse (const char *spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_fault_free (HsDemoFault *self);
void hs_demo_faults_init (HsDemoFaults *self);
void hs_demo_faults_clear (HsDemoFaults *self);
/* Counts the request against every matching fault. */
HsDemoFaultHit hs_demo_faults_match (HsDemoFaults *self, const char *method, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoFault, hs_demo_fault_free)

G_END_DECLS
