/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of states and tasks: one for programs that never changes, one for people. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const char *words; /* msgid */
} Name;

static const Name states[] = {
  [HS_DOSSIER_DRAFT] = { "draft", N_ ("Being prepared") },
  [HS_DOSSIER_QUEUED] = { "queued", N_ ("Waiting to be sent") },
  [HS_DOSSIER_SENDING] = { "sending", N_ ("Being sent") },
  [HS_DOSSIER_UNCONFIRMED] = { "unconfirmed", N_ ("Sent, not confirmed yet") },
  [HS_DOSSIER_SUBMITTED] = { "submitted", N_ ("Submitted") },
  [HS_DOSSIER_ACCEPTED] = { "accepted", N_ ("Accepted by the office") },
  [HS_DOSSIER_NOT_ACCEPTED] = { "not-accepted", N_ ("Not accepted by the office") },
  [HS_DOSSIER_IN_PROCESS] = { "in-process", N_ ("In process at the office") },
  [HS_DOSSIER_SUPPLEMENT] = { "supplement", N_ ("The office asks for more papers") },
  [HS_DOSSIER_PAYMENT] = { "payment", N_ ("The office asks for a payment") },
  [HS_DOSSIER_WITHDRAWN] = { "withdrawn", N_ ("Withdrawal asked for") },
  [HS_DOSSIER_STOPPED] = { "stopped", N_ ("Stopped by the office") },
  [HS_DOSSIER_PROCESSED] = { "processed", N_ ("The result is ready") },
  [HS_DOSSIER_RETURNED] = { "returned", N_ ("The result was handed over") },
  [HS_DOSSIER_UNKNOWN] = { "unknown", N_ ("See what the office says") },
};

static const Name tasks[] = {
  [HS_TASK_OFFICE] = { "office", N_ ("Office that receives it") },
  [HS_TASK_DECLARATION] = { "declaration", N_ ("Declaration") },
  [HS_TASK_PAPERS] = { "papers", N_ ("Papers") },
  [HS_TASK_DELIVERY] = { "delivery", N_ ("How to get the result") },
  [HS_TASK_REVIEW] = { "review", N_ ("Check and declare") },
  [HS_TASK_SEND] = { "send", N_ ("Send") },
};

static const Name task_states[] = {
  [HS_TASK_NOT_STARTED] = { "not-started", N_ ("not started") },
  [HS_TASK_IN_PROGRESS] = { "in-progress", N_ ("in progress") },
  [HS_TASK_DONE] = { "done", N_ ("done") },
  [HS_TASK_HAS_ERRORS] = { "has-errors", N_ ("has errors") },
  [HS_TASK_BLOCKED] = { "blocked", N_ ("other tasks first") },
};

const char *
hs_cli_state_name (HsDossierState state)
{
  return states[state].name;
}

const char *
hs_cli_state_words (HsDossierState state)
{
  return _ (states[state].words);
}

const char *
hs_cli_task_name (HsTask task)
{
  return tasks[task].name;
}

const char *
hs_cli_task_words (HsTask task)
{
  return _ (tasks[task].words);
}

const char *
hs_cli_task_state_name (HsTaskState state)
{
  return task_states[state].name;
}

const char *
hs_cli_task_state_words (HsTaskState state)
{
  return _ (task_states[state].words);
}
