/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The officer's acts. Each is one transaction that sets the status, draws the slip and tells the
 * citizen by an event. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-office.h"

#include "hs-demo-services.h"
#include "hs-demo-slip.h"

#include "base/hs-money.h"
#include "base/hs-text.h"

#include <string.h>

#define BIT(status) (1u << HS_DEMO_STATUS_##status)
#define PAYMENT_US (G_GINT64_CONSTANT (5) * 24 * 3600 * G_USEC_PER_SEC)

typedef struct
{
  HsDemoActInfo info;
  HsDemoStatus to;
  int slip; /* HsDemoSlipKind, -1 none */
} Act;

static const Act acts[HS_DEMO_N_ACTS] = {
  [HS_DEMO_ACT_RECEIVE] = { { "receive", "Tiếp nhận, in giấy hẹn", BIT (SUBMITTED), FALSE, FALSE },
                            HS_DEMO_STATUS_ACCEPTED,
                            HS_DEMO_SLIP_RECEIPT },
  [HS_DEMO_ACT_SUPPLEMENT] = { { "supplement", "Yêu cầu bổ sung",
                                 BIT (SUBMITTED) | BIT (ACCEPTED) | BIT (IN_PROCESS), TRUE, FALSE },
                               HS_DEMO_STATUS_SUPPLEMENT,
                               HS_DEMO_SLIP_SUPPLEMENT },
  [HS_DEMO_ACT_PAYMENT] = { { "payment", "Yêu cầu nộp tiền",
                              BIT (ACCEPTED) | BIT (IN_PROCESS) | BIT (PROCESSED), TRUE, TRUE },
                            HS_DEMO_STATUS_PAYMENT,
                            -1 },
  [HS_DEMO_ACT_REFUSE] = { { "refuse", "Từ chối tiếp nhận", BIT (SUBMITTED), TRUE, FALSE },
                           HS_DEMO_STATUS_NOT_ACCEPTED,
                           HS_DEMO_SLIP_REFUSAL },
  [HS_DEMO_ACT_START] = { { "start", "Bắt đầu xử lý", BIT (ACCEPTED), FALSE, FALSE },
                          HS_DEMO_STATUS_IN_PROCESS,
                          -1 },
  [HS_DEMO_ACT_FINISH] = { { "finish", "Xử lý xong", BIT (ACCEPTED) | BIT (IN_PROCESS), FALSE,
                             FALSE },
                           HS_DEMO_STATUS_PROCESSED,
                           -1 },
  [HS_DEMO_ACT_RETURN] = { { "return", "Trả kết quả", BIT (PROCESSED), FALSE, FALSE },
                           HS_DEMO_STATUS_RETURNED,
                           HS_DEMO_SLIP_RESULT },
  [HS_DEMO_ACT_STOP] = { { "stop", "Dừng xử lý",
                           BIT (ACCEPTED) | BIT (IN_PROCESS) | BIT (SUPPLEMENT) | BIT (PAYMENT),
                           TRUE, FALSE },
                         HS_DEMO_STATUS_STOPPED,
                         -1 },
};

const HsDemoActInfo *
hs_demo_act_info (HsDemoAct act)
{
  return &acts[act].info;
}

gboolean
hs_demo_act_find (const char *name, HsDemoAct *act)
{
  for (guint i = 0; i < HS_DEMO_N_ACTS; i++)
    if (strcmp (acts[i].info.name, name) == 0)
      {
        *act = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
hs_demo_act_allowed (HsDemoAct act, HsDemoStatus status)
{
  return (acts[act].info.from & (1u << status)) != 0;
}

static gboolean
check_act (const HsDemoDossier *dossier, HsDemoAct act, const char *reason, gint64 amount,
           GError **error)
{
  const HsDemoActInfo *info = &acts[act].info;

  if (dossier == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no such dossier");
  else if (!hs_demo_act_allowed (act, dossier->status))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "\"%s\" is not possible in status %d",
                 info->name, dossier->status);
  else if (info->needs_reason && hs_text_is_blank (reason))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "\"%s\" needs a reason",
                 info->name);
  else if (info->needs_amount && (amount < 1000 || amount > G_GINT64_CONSTANT (1000000000)))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "\"%s\" needs an amount of 1,000 to 1,000,000,000 dong", info->name);
  else
    return TRUE;
  return FALSE;
}

/* Draws the slip and stores it; adds what the event says of it to data. */
static gboolean
issue_slip (HsDemo *demo, const HsDemoDossier *dossier, HsDemoSlipKind kind, const char *reason,
            JsonObject *data, GError **error)
{
  g_autoptr (HsDemoSlipFacts) facts = hs_demo_slip_facts_new (demo, dossier, reason);
  g_autoptr (GBytes) bytes = hs_demo_slip_draw (kind, facts, error);
  g_autofree char *id = NULL, *sha256 = NULL;

  if (bytes == NULL)
    return FALSE;
  id = hs_demo_random_name (demo, 12);
  sha256 = hs_sha256_hex_bytes (bytes);
  hs_demo_db_run (demo->db,
                  "INSERT INTO file (id, dossier, kind, name, media, sha256, bytes, created_us)"
                  " VALUES (?, ?, ?, ?, 'application/pdf', ?, ?, ?)",
                  "sssssbi", id, dossier->id, hs_demo_slip_event_kind (kind),
                  hs_demo_slip_file_name (kind), sha256, bytes, hs_demo_now (demo));
  json_object_set_string_member (data, "fileId", id);
  json_object_set_string_member (data, "fileName", hs_demo_slip_file_name (kind));
  json_object_set_string_member (data, "mediaType", "application/pdf");
  json_object_set_string_member (data, "kind", hs_demo_slip_event_kind (kind));
  return TRUE;
}

static char *
dup_message (HsDemoAct act, const char *reason, gint64 amount)
{
  g_autofree char *money = NULL;

  if (act == HS_DEMO_ACT_PAYMENT)
    {
      money = hs_money_to_text (amount);
      return g_strdup_printf ("Bạn cần nộp %s: %s", money, reason);
    }
  return hs_text_is_blank (reason) ? NULL : g_strdup (reason);
}

static void
accept_dossier (HsDemo *demo, HsDemoDossier *dossier)
{
  g_autoptr (HsDemoService) service = hs_demo_service_find (demo, dossier->service);

  dossier->accepted = TRUE;
  if (service != NULL)
    dossier->due_us = hs_demo_service_due_us (demo, service, hs_demo_now (demo));
}

static void
insert_payment (HsDemo *demo, const char *id, const char *dossier, const char *event, gint64 amount,
                HsDemoStatus back_to)
{
  hs_demo_db_run (demo->db,
                  "INSERT INTO payment (id, dossier, amount, request, status, back_to, created_us,"
                  " expires_us) VALUES (?, ?, ?, ?, 'requested', ?, ?, ?)",
                  "ssisiii", id, dossier, amount, event, (gint64) back_to, hs_demo_now (demo),
                  hs_demo_now (demo) + PAYMENT_US);
}

static gboolean
perform (HsDemo *demo, HsDemoDossier *dossier, HsDemoAct act, const char *reason, gint64 amount,
         GError **error)
{
  HsDemoStatus before = dossier->status;
  g_autoptr (JsonObject) data = hs_demo_object ("S:referenceNo", dossier->reference, NULL);
  g_autofree char *message = dup_message (act, reason, amount);
  g_autofree char *event = NULL, *payment = NULL;

  dossier->status = acts[act].to;
  if (act == HS_DEMO_ACT_RECEIVE)
    accept_dossier (demo, dossier);
  if (acts[act].slip >= 0 && !issue_slip (demo, dossier, acts[act].slip, reason, data, error))
    return FALSE;
  if (act == HS_DEMO_ACT_PAYMENT)
    {
      payment = hs_demo_random_name (demo, 12);
      json_object_set_string_member (data, "paymentId", payment);
      json_object_set_int_member (data, "amount", amount);
    }
  hs_demo_dossier_update (demo, dossier);
  event = hs_demo_event_add (demo, dossier, hs_demo_status_event_type (dossier->status), message,
                             json_object_ref (data));
  if (payment != NULL)
    insert_payment (demo, payment, dossier->id, event, amount, before);
  hs_demo_journal (demo, acts[act].info.name, dossier->id, dossier->round, NULL);
  return TRUE;
}

gboolean
hs_demo_office_act (HsDemo *demo, const char *id, HsDemoAct act, const char *reason, gint64 amount,
                    GError **error)
{
  g_autoptr (HsDemoDossier) dossier = NULL;

  hs_demo_db_begin (demo->db);
  dossier = hs_demo_dossier_find (demo, id);
  if (!check_act (dossier, act, reason, amount, error) ||
      !perform (demo, dossier, act, reason, amount, error))
    {
      hs_demo_db_rollback (demo->db);
      return FALSE;
    }
  if (hs_demo_db_commit (demo->db))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the database cannot be written");
  return FALSE;
}
