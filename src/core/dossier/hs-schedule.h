/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-dossier.h"

G_BEGIN_DECLS

/* When the portal is asked again. Plain arithmetic on given time and chance, so that it can be tried
 * for a hundred thousand clients at once. Units: microseconds. Thread: any. */
typedef struct
{
  HsWorld *world;     /* (unowned) chance */
  gint64 interval_us; /* 0: nothing to ask for */
  guint failures;     /* in a row */
} HsSchedule;

/* How often a dossier in that state is asked for: just submitted 15 min for 2 h, in process 6 h, over
 * 30 days 24 h, final or not sent: 0. */
gint64 hs_schedule_interval_of (HsDossierState state, gint64 submitted_us, gint64 now_us);

/* First wait after start, sign-in or a change of interval: U(0, min (30 min, T/2)). */
gint64 hs_schedule_first (HsSchedule *self);
/* Wait after an answer: T on average, U(T/2, 3T/2), so that two turns after everybody started at once
 * nothing is left of it; not before what the portal asked for (seconds). */
gint64 hs_schedule_after_answer (HsSchedule *self, guint portal_seconds);
/* Wait after an error; retry_after in seconds, 0: nothing said. */
gint64 hs_schedule_after_error (HsSchedule *self, guint retry_after);

G_END_DECLS
