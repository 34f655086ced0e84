/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the portal is asked again: by the dossier's state, spread by chance so that a country's clients do
 * not ask at the same moment, and slower after errors. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-schedule.h"

#include "portal/hs-backoff.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

gint64
hs_schedule_interval_of (HsDossierState state, gint64 submitted_us, gint64 now_us)
{
  gint64 age_us = now_us - submitted_us;

  switch (state)
    {
    case HS_DOSSIER_SUBMITTED:
    case HS_DOSSIER_ACCEPTED:
    case HS_DOSSIER_IN_PROCESS:
    case HS_DOSSIER_SUPPLEMENT:
    case HS_DOSSIER_PAYMENT:
    case HS_DOSSIER_WITHDRAWN: /* asked for, not yet decided */
    case HS_DOSSIER_PROCESSED: /* the result is still to come */
    case HS_DOSSIER_UNKNOWN:
      if (age_us > 30 * DAY_US)
        return DAY_US;
      return state == HS_DOSSIER_SUBMITTED && age_us < 2 * HOUR_US ? 15 * MINUTE_US : 6 * HOUR_US;
    case HS_DOSSIER_DRAFT:
    case HS_DOSSIER_QUEUED:
    case HS_DOSSIER_SENDING:
    case HS_DOSSIER_UNCONFIRMED:
    case HS_DOSSIER_NOT_ACCEPTED:
    case HS_DOSSIER_STOPPED:
    case HS_DOSSIER_RETURNED:
    default:
      return 0;
    }
}

gint64
hs_schedule_first (HsSchedule *self)
{
  self->failures = 0;
  return hs_world_random_below (self->world, MIN (30 * MINUTE_US, self->interval_us / 2));
}

gint64
hs_schedule_after_answer (HsSchedule *self, guint portal_seconds)
{
  gint64 asked_us = (gint64) portal_seconds * G_USEC_PER_SEC;
  gint64 wait_us = self->interval_us / 2 + hs_world_random_below (self->world, self->interval_us);

  self->failures = 0;
  if (wait_us >= asked_us)
    return wait_us;
  /* everybody was told the same number */
  return asked_us + hs_world_random_below (self->world, asked_us / 5);
}

gint64
hs_schedule_after_error (HsSchedule *self, guint retry_after)
{
  return hs_backoff_delay_us (self->world, self->failures++, retry_after);
}
