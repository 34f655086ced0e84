/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-dossier.h"

G_BEGIN_DECLS

/* What an officer can do with a dossier, by hand or by autopilot. */
typedef enum
{
  HS_DEMO_ACT_RECEIVE,
  HS_DEMO_ACT_SUPPLEMENT,
  HS_DEMO_ACT_PAYMENT,
  HS_DEMO_ACT_REFUSE,
  HS_DEMO_ACT_START,
  HS_DEMO_ACT_FINISH,
  HS_DEMO_ACT_RETURN,
  HS_DEMO_ACT_STOP,
  HS_DEMO_N_ACTS,
} HsDemoAct;

typedef struct
{
  const char *name;   /* in addresses: "receive" */
  const char *button; /* what the officer reads */
  guint from;         /* bits of the statuses it is allowed in */
  gboolean needs_reason;
  gboolean needs_amount;
} HsDemoActInfo;

const HsDemoActInfo *hs_demo_act_info (HsDemoAct act);
gboolean hs_demo_act_find (const char *name, HsDemoAct *act);
gboolean hs_demo_act_allowed (HsDemoAct act, HsDemoStatus status);

/* One act: status, slip and event in one transaction.
 * Errors: G_IO_ERROR_NOT_FOUND no such dossier, _INVALID_ARGUMENT a reason or amount is missing,
 * _WRONG_ETAG the status does not allow it, _FAILED database or drawing. */
gboolean hs_demo_office_act (HsDemo *demo, const char *dossier, HsDemoAct act, const char *reason,
                             gint64 amount, GError **error);

/* Plays the officer: does what is due and sets the timer for the next. Called after every act of a
 * citizen or officer; nothing when the autopilot is off. */
void hs_demo_autopilot_wake (HsDemo *demo);
/* How long, in microseconds of life, an officer leaves a dossier of that status; -1: not his turn. */
gint64 hs_demo_autopilot_patience_us (HsDemoStatus status);

G_END_DECLS
