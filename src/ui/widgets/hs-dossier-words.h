/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"

G_BEGIN_DECLS

/* Where a dossier stands, as the lists group it: what needs the citizen comes first. */
typedef enum
{
  HS_DOSSIER_GROUP_ANSWER,     /* supplement, payment, not accepted: the office waits */
  HS_DOSSIER_GROUP_UNFINISHED, /* a draft */
  HS_DOSSIER_GROUP_UNDER_WAY,  /* in the outbox, or with the office */
  HS_DOSSIER_GROUP_FINISHED,
  HS_N_DOSSIER_GROUPS,
} HsDossierGroup;

/* One state in words, translated. Ownership: static text. */
typedef struct
{
  HsDossierGroup group;
  const char *label;  /* "Yêu cầu bổ sung" */
  const char *next;   /* what the citizen does now, one sentence; "" nothing */
  const char *button; /* verb of the button that leads there, "Bổ sung" */
  const char *icon;   /* symbolic icon name */
  const char *style;  /* css class: "accent", "success", "warning", "error", "dim-label" */
} HsDossierWords;

HsDossierWords hs_dossier_words (HsDossierState state);
const char *hs_dossier_group_title (HsDossierGroup group);

/* One line of the task list: "Nơi tiếp nhận". */
const char *hs_task_title (HsTask task);
/* "office", "declaration", "papers", "delivery", "review", "send": the target of win.open-task. */
const char *hs_task_id (HsTask task);
HsTask hs_task_from_id (const char *id); /* HS_N_TASKS when unknown */
typedef struct
{
  const char *label; /* "Đã xong" */
  const char *icon;
  const char *style;
} HsTaskWords;
HsTaskWords hs_task_words (HsTaskState state);
/* One line about a dossier for a list: "3/6 mục · tiếp theo: Giấy tờ", or number, office's words, due
 * date. (transfer full) */
char *hs_dossier_summary (HsDossier *dossier);
/* What an event was: the office's own label; for what happened on this computer, our words. */
const char *hs_event_words (HsEvent *event);
/* "Đang gửi các tệp…", a sentence for each phase. */
const char *hs_sending_phase_words (HsSendingPhase phase);
/* "counter", "post", "electronic", NULL: not chosen yet. */
const char *hs_delivery_words (const char *mode);

G_END_DECLS
