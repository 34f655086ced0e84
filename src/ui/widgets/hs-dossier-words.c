/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States of dossiers, tasks, events and sendings as words, icons and next steps: one table for every list
 * and page. No GTK, so hosoctl says the same. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-dossier-words.h"

#include "base/hs-date.h"
#include "base/hs-text.h"

#include <glib/gi18n.h>

typedef struct
{
  HsDossierGroup group;
  const char *label;
  const char *next;
  const char *button;
  const char *icon;
  const char *style;
} StateRow;

static const StateRow state_rows[] = {
  [HS_DOSSIER_DRAFT] = { HS_DOSSIER_GROUP_UNFINISHED, N_ ("Being prepared"),
                         N_ ("Finish the tasks, then send it."), N_ ("Continue"),
                         "document-edit-symbolic", "accent" },
  [HS_DOSSIER_QUEUED] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Waiting to be sent"),
                          N_ ("It is sent by itself as soon as the portal can be reached."),
                          N_ ("View"), "mail-send-symbolic", "accent" },
  [HS_DOSSIER_SENDING] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Being sent"),
                           N_ ("You may close the window; sending goes on next time."), N_ ("View"),
                           "mail-send-symbolic", "accent" },
  [HS_DOSSIER_UNCONFIRMED] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Waiting for the receipt"),
                               N_ (
                                 "The portal is asked whether it has the dossier. It is never sent "
                                 "twice."),
                               N_ ("View"), "emblem-synchronizing-symbolic", "accent" },
  [HS_DOSSIER_SUBMITTED] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Submitted"),
                             N_ ("The office looks at it next. There is nothing to do now."),
                             N_ ("View"), "emblem-ok-symbolic", "success" },
  [HS_DOSSIER_ACCEPTED] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Accepted"),
                            N_ ("Save the appointment slip. There is nothing else to do now."),
                            N_ ("View"), "emblem-ok-symbolic", "success" },
  [HS_DOSSIER_NOT_ACCEPTED] = { HS_DOSSIER_GROUP_ANSWER, N_ ("Not accepted"),
                                N_ ("Read the reason, then make a new dossier."),
                                N_ ("Read the reason"), "dialog-error-symbolic", "error" },
  [HS_DOSSIER_IN_PROCESS] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("In process"),
                              N_ ("The office is working on it. There is nothing to do now."),
                              N_ ("View"), "content-loading-symbolic", "accent" },
  [HS_DOSSIER_SUPPLEMENT] = { HS_DOSSIER_GROUP_ANSWER, N_ ("More papers are asked for"),
                              N_ ("Read what the office asks for, then bring or send it to that "
                                  "office by the day it gave."),
                              N_ ("View"), "dialog-warning-symbolic", "warning" },
  [HS_DOSSIER_PAYMENT] = { HS_DOSSIER_GROUP_ANSWER, N_ ("A payment is asked for"),
                           N_ ("Pay the fee, the office then goes on."), N_ ("View"),
                           "dialog-warning-symbolic", "warning" },
  [HS_DOSSIER_WITHDRAWN] = { HS_DOSSIER_GROUP_FINISHED, N_ ("Withdrawn"), "", N_ ("View"),
                             "action-unavailable-symbolic", "dim-label" },
  [HS_DOSSIER_STOPPED] = { HS_DOSSIER_GROUP_FINISHED, N_ ("Stopped"),
                           N_ ("Read what the office wrote."), N_ ("View"),
                           "action-unavailable-symbolic", "error" },
  [HS_DOSSIER_PROCESSED] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("Done, the result is ready"),
                             N_ ("Receive the result the way you chose."), N_ ("View"),
                             "emblem-ok-symbolic", "success" },
  [HS_DOSSIER_RETURNED] = { HS_DOSSIER_GROUP_FINISHED, N_ ("Result handed over"), "", N_ ("View"),
                            "emblem-ok-symbolic", "success" },
  [HS_DOSSIER_UNKNOWN] = { HS_DOSSIER_GROUP_UNDER_WAY, N_ ("With the office"),
                           N_ (
                             "The office reports a state this version does not know. Its own words "
                             "are shown."),
                           N_ ("View"), "dialog-information-symbolic", "accent" },
};

static const char *const group_titles[HS_N_DOSSIER_GROUPS] = {
  [HS_DOSSIER_GROUP_ANSWER] = N_ ("Waiting for your answer"),
  [HS_DOSSIER_GROUP_UNFINISHED] = N_ ("Continue an unfinished dossier"),
  [HS_DOSSIER_GROUP_UNDER_WAY] = N_ ("Under way"),
  [HS_DOSSIER_GROUP_FINISHED] = N_ ("Finished"),
};

static const struct
{
  const char *id;
  const char *title;
} tasks[HS_N_TASKS] = {
  [HS_TASK_OFFICE] = { "office", N_ ("Receiving office") },
  [HS_TASK_DECLARATION] = { "declaration", N_ ("Declaration") },
  [HS_TASK_PAPERS] = { "papers", N_ ("Papers") },
  [HS_TASK_DELIVERY] = { "delivery", N_ ("Receiving the result") },
  [HS_TASK_REVIEW] = { "review", N_ ("Check and declare") },
  [HS_TASK_SEND] = { "send", N_ ("Send") },
};

static const HsTaskWords task_words[] = {
  [HS_TASK_NOT_STARTED] = { N_ ("Not started"), "radio-symbolic", "dim-label" },
  [HS_TASK_IN_PROGRESS] = { N_ ("In progress"), "radio-mixed-symbolic", "accent" },
  [HS_TASK_DONE] = { N_ ("Done"), "emblem-ok-symbolic", "success" },
  [HS_TASK_HAS_ERRORS] = { N_ ("Needs correction"), "dialog-warning-symbolic", "warning" },
  [HS_TASK_BLOCKED] = { N_ ("After the other tasks"), "changes-prevent-symbolic", "dim-label" },
};

/* gettext ("") is the header of the catalogue. */
static const char *
translate (const char *text)
{
  return *text != '\0' ? _ (text) : text;
}

HsDossierWords
hs_dossier_words (HsDossierState state)
{
  const StateRow *row;

  if ((guint) state >= G_N_ELEMENTS (state_rows))
    state = HS_DOSSIER_UNKNOWN;
  row = &state_rows[state];
  return (HsDossierWords){
    row->group, translate (row->label), translate (row->next), _ (row->button), row->icon,
    row->style
  };
}

const char *
hs_dossier_group_title (HsDossierGroup group)
{
  g_return_val_if_fail ((guint) group < HS_N_DOSSIER_GROUPS, "");
  return _ (group_titles[group]);
}

const char *
hs_task_title (HsTask task)
{
  g_return_val_if_fail ((guint) task < HS_N_TASKS, "");
  return _ (tasks[task].title);
}

const char *
hs_task_id (HsTask task)
{
  g_return_val_if_fail ((guint) task < HS_N_TASKS, "");
  return tasks[task].id;
}

HsTask
hs_task_from_id (const char *id)
{
  for (guint i = 0; i < HS_N_TASKS; i++)
    if (g_strcmp0 (tasks[i].id, id) == 0)
      return (HsTask) i;
  return HS_N_TASKS;
}

HsTaskWords
hs_task_words (HsTaskState state)
{
  HsTaskWords words;

  if ((guint) state >= G_N_ELEMENTS (task_words))
    state = HS_TASK_NOT_STARTED;
  words = task_words[state];
  words.label = _ (words.label);
  return words;
}

/* "3/6 tasks · next: Papers" */
static char *
summarise_draft (HsDossier *dossier)
{
  guint n_done = 0;
  HsTask next = HS_N_TASKS;

  for (guint i = 0; i < HS_N_TASKS; i++)
    if (hs_dossier_get_task_state (dossier, i) == HS_TASK_DONE)
      n_done++;
    else if (next == HS_N_TASKS)
      next = i;
  if (next == HS_N_TASKS)
    return g_strdup_printf (_ ("%u of %u tasks done"), n_done, (guint) HS_N_TASKS);
  return g_strdup_printf (_ ("%u of %u tasks done · next: %s"), n_done, (guint) HS_N_TASKS,
                          hs_task_title (next));
}

char *
hs_dossier_summary (HsDossier *dossier)
{
  HsDossierState state = hs_dossier_get_state (dossier);
  HsDossierWords words = hs_dossier_words (state);
  const char *label = hs_dossier_get_status_label (dossier);
  const char *number = hs_dossier_get_reference_no (dossier);
  gint64 due_us = hs_dossier_get_due_us (dossier);
  GString *text;

  if (state == HS_DOSSIER_DRAFT)
    return summarise_draft (dossier);
  text = g_string_new (NULL);
  if (number != NULL)
    g_string_append_printf (text, "%s · ", number);
  g_string_append (text, hs_text_is_blank (label) ? words.label : label);
  /* the day of the result: not that of an answer the office waits for, which its event tells */
  if (due_us > 0 && words.group == HS_DOSSIER_GROUP_UNDER_WAY)
    {
      HsDate due = hs_date_in_vietnam (due_us, NULL, NULL);
      g_autofree char *date = hs_date_to_text (&due);

      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("due %s"), date);
    }
  return g_string_free (text, FALSE);
}

const char *
hs_event_words (HsEvent *event)
{
  const char *type = hs_event_get_type_name (event);

  if (!hs_text_is_blank (hs_event_get_label (event)))
    return hs_event_get_label (event);
  if (g_strcmp0 (type, "local.queued") == 0)
    return _ ("You put the dossier into the outbox");
  if (g_strcmp0 (type, "local.unqueued") == 0)
    return _ ("You took the dossier back");
  if (g_strcmp0 (type, "local.submitted") == 0)
    return _ ("The portal gave its signed receipt");
  return _ ("There is news about the dossier");
}

const char *
hs_sending_phase_words (HsSendingPhase phase)
{
  switch (phase)
    {
    case HS_SENDING_WAITING:
      return _ ("Waiting in the outbox");
    case HS_SENDING_ANNOUNCING:
      return _ ("Telling the portal what will come…");
    case HS_SENDING_UPLOADING:
      return _ ("Sending the files…");
    case HS_SENDING_SUBMITTING:
      return _ ("Handing in the dossier…");
    case HS_SENDING_CONFIRMING:
      return _ ("Asking the portal for the receipt…");
    case HS_SENDING_DONE:
      return _ ("Sent. The receipt is verified.");
    case HS_SENDING_FAILED:
    default:
      return _ ("Not sent. Something needs you.");
    }
}

const char *
hs_delivery_words (const char *mode)
{
  if (g_strcmp0 (mode, "counter") == 0)
    return _ ("At the counter of the office");
  if (g_strcmp0 (mode, "post") == 0)
    return _ ("By post, to my address");
  if (g_strcmp0 (mode, "electronic") == 0)
    return _ ("As an electronic file, here in Hồ Sơ");
  return mode != NULL ? mode : _ ("Not chosen yet");
}
