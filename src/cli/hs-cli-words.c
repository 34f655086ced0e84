/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of states and tasks: one for programs that never changes, one for people, as in the window. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "widgets/hs-dossier-words.h"

static const char *const states[] = {
  [HS_DOSSIER_DRAFT] = "draft",
  [HS_DOSSIER_QUEUED] = "queued",
  [HS_DOSSIER_SENDING] = "sending",
  [HS_DOSSIER_UNCONFIRMED] = "unconfirmed",
  [HS_DOSSIER_SUBMITTED] = "submitted",
  [HS_DOSSIER_ACCEPTED] = "accepted",
  [HS_DOSSIER_NOT_ACCEPTED] = "not-accepted",
  [HS_DOSSIER_IN_PROCESS] = "in-process",
  [HS_DOSSIER_SUPPLEMENT] = "supplement",
  [HS_DOSSIER_PAYMENT] = "payment",
  [HS_DOSSIER_WITHDRAWN] = "withdrawn",
  [HS_DOSSIER_STOPPED] = "stopped",
  [HS_DOSSIER_PROCESSED] = "processed",
  [HS_DOSSIER_RETURNED] = "returned",
  [HS_DOSSIER_UNKNOWN] = "unknown",
};

static const char *const task_states[] = {
  [HS_TASK_NOT_STARTED] = "not-started",
  [HS_TASK_IN_PROGRESS] = "in-progress",
  [HS_TASK_DONE] = "done",
  [HS_TASK_HAS_ERRORS] = "has-errors",
  [HS_TASK_BLOCKED] = "blocked",
};

const char *
hs_cli_state_name (HsDossierState state)
{
  return states[state];
}

const char *
hs_cli_state_words (HsDossierState state)
{
  return hs_dossier_words (state).label;
}

const char *
hs_cli_task_name (HsTask task)
{
  return hs_task_id (task);
}

const char *
hs_cli_task_words (HsTask task)
{
  return hs_task_title (task);
}

const char *
hs_cli_task_state_name (HsTaskState state)
{
  return task_states[state];
}

const char *
hs_cli_task_state_words (HsTaskState state)
{
  return hs_task_words (state).label;
}
