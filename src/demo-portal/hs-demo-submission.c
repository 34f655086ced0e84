/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Submitting and withdrawing. A submission is one transaction: row, reference number, status, event and
 * journal, or nothing. (dossier, round) is its primary key for ever, and its answer is stored as bytes,
 * so that every repetition gets the same signed receipt. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"
#include "hs-demo-services.h"

#include "base/hs-date.h"

#include <string.h>

/* H<province>.<commune>-<yymmdd>-<serial>, or H<province> alone. */
static char *
next_reference (HsDemo *demo, const char *authority, gint64 now)
{
  HsDate date = hs_date_in_vietnam (now, NULL, NULL);
  HsUnit *unit = hs_units_find (demo->units, authority);
  HsUnit *province = unit == NULL ? NULL : hs_unit_get_parent (unit);
  g_autofree char *day = g_strdup_printf ("%02d%02d%02d", date.year % 100, date.month, date.day);
  gint64 serial = hs_demo_db_int (demo->db, 0,
                                  "INSERT INTO serial (authority, day, n) VALUES (?, ?, 1) ON"
                                  " CONFLICT DO UPDATE SET n = n + 1 RETURNING n",
                                  "ss", authority, day);

  if (province == NULL)
    return g_strdup_printf ("H%s-%s-%04" G_GINT64_FORMAT, authority, day, serial);
  return g_strdup_printf ("H%s.%s-%s-%04" G_GINT64_FORMAT, hs_unit_get_code (province), authority,
                          day, serial);
}

static JsonObject *
make_receipt (HsDemo *demo, const HsDemoDossier *dossier, gint64 round, const char *manifest,
              const char *submission, gint64 now)
{
  g_autofree char *payload = hs_demo_object_write (hs_demo_object (
    "s:dossierId", dossier->id, "i:round", round, "s:manifestSha256", manifest, "s:submissionId",
    submission, "s:referenceNo", dossier->reference, "t:receivedAt", now, "s:authorityId",
    dossier->authority, "s:iss", demo->url, NULL));
  g_autofree char *encoded = hs_demo_base64url (payload, strlen (payload));
  g_autofree char *signature = hs_demo_key_sign (&demo->keys->receipt, payload, strlen (payload));

  return hs_demo_object ("s:payload", encoded, "s:signature", signature, "s:keyId",
                         demo->keys->receipt.id, NULL);
}

/* What the office does with it: a first round waits to be received, an answer to a request goes on
 * where the dossier was. */
static void
move_on (HsDemo *demo, HsDemoDossier *dossier, gint64 now)
{
  g_autoptr (HsDemoService) service = hs_demo_service_find (demo, dossier->service);
  g_autofree char *event = NULL;
  const char *message = NULL;

  dossier->status = dossier->accepted ? HS_DEMO_STATUS_IN_PROCESS : HS_DEMO_STATUS_SUBMITTED;
  if (dossier->received_us == 0)
    dossier->received_us = now;
  else
    message = "Cơ quan đã nhận phần bổ sung của bạn.";
  if (dossier->accepted && service != NULL)
    dossier->due_us = hs_demo_service_due_us (demo, service, now);
  hs_demo_dossier_update (demo, dossier);
  event = hs_demo_event_add (demo, dossier, hs_demo_status_event_type (dossier->status), message,
                             hs_demo_object ("s:referenceNo", dossier->reference, NULL));
}

static void
submit (HsDemoRequest *request, HsDemoDossier *dossier, gint64 round, const char *manifest)
{
  HsDemo *demo = request->demo;
  gint64 now = hs_demo_now (demo);
  g_autofree char *id = hs_world_uuid (demo->world);
  g_autofree char *answer = NULL;

  if (dossier->reference == NULL)
    dossier->reference = next_reference (demo, dossier->authority, now);
  answer = hs_demo_object_write (
    hs_demo_object ("s:submissionId", id, "s:referenceNo", dossier->reference, "t:receivedAt", now,
                    "o:receipt", make_receipt (demo, dossier, round, manifest, id, now), NULL));
  hs_demo_db_run (demo->db,
                  "INSERT INTO submission (dossier, round, id, manifest_sha256, reference,"
                  " received_us, answer) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  "sisssis", dossier->id, round, id, manifest, dossier->reference, now, answer);
  move_on (demo, dossier, now);
  hs_demo_journal (demo, "submitted", dossier->id, round, id);
  if (hs_demo_db_commit (demo->db))
    hs_demo_reply_text (request, SOUP_STATUS_CREATED, "application/json", answer);
}

/* TRUE when the round was submitted before: the stored bytes, or 409 for another manifest. */
static gboolean
answer_replay (HsDemoRequest *request, const HsDemoDossier *dossier, gint64 round,
               const char *manifest)
{
  HsDemo *demo = request->demo;
  g_autofree char *answer = NULL, *known = NULL;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT manifest_sha256, answer FROM submission WHERE dossier = ? AND round"
                      " = ?",
                      "si", dossier->id, round);

  if (!hs_demo_db_next (demo->db, &row))
    return FALSE;
  known = g_strdup (hs_demo_column (row, 0));
  answer = g_strdup (hs_demo_column (row, 1));
  g_clear_pointer (&row, sqlite3_finalize);
  if (strcmp (known, manifest) != 0)
    {
      hs_demo_problem (request, "manifest-conflict", "/manifestSha256",
                       "Vòng này đã nộp với bản kê khác.");
      return TRUE;
    }
  hs_demo_db_run (demo->db,
                  "UPDATE submission SET replays = replays + 1 WHERE dossier = ? AND round = ?",
                  "si", dossier->id, round);
  if (hs_demo_db_commit (demo->db))
    hs_demo_reply_text (request, SOUP_STATUS_OK, "application/json", answer);
  return TRUE;
}

static gboolean
check_announced (HsDemoRequest *request, const HsDemoDossier *dossier, gint64 round,
                 JsonObject *body)
{
  g_autofree char *text = hs_demo_db_text (request->demo->db,
                                           "SELECT announcement FROM round WHERE dossier = ? AND"
                                           " n = ?",
                                           "si", dossier->id, round);
  g_autoptr (JsonObject) announcement = hs_demo_object_read (text);
  gint64 confirmed;

  if (announcement == NULL)
    hs_demo_problem (request, "not-found", NULL, "Vòng này chưa được khai báo.");
  else if (g_strcmp0 (hs_json_string (body, "manifestSha256", NULL),
                      hs_json_string (announcement, "manifestSha256", "")) != 0)
    hs_demo_problem (request, "manifest-conflict", "/manifestSha256",
                     "Mã băm khác với bản kê đã khai báo.");
  else if (g_strcmp0 (hs_json_string (body, "statementVersion", NULL),
                      hs_json_string (announcement, "statementVersion", "")) != 0)
    hs_demo_problem (request, "statement-outdated", "/statementVersion",
                     "Lời cam đoan khác với lúc khai báo.");
  else if (!hs_time_from_rfc3339 (hs_json_string (body, "confirmedAt", ""), &confirmed))
    hs_demo_problem (request, "announcement-invalid", "/confirmedAt",
                     "Thiếu thời điểm bạn bấm nộp.");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_complete (HsDemoRequest *request, const HsDemoDossier *dossier, gint64 round)
{
  g_autoptr (GPtrArray) list = hs_demo_attachment_list (request->demo, dossier->id, round);
  g_autofree char *detail = NULL;
  JsonArray *missing = json_array_new ();
  guint n;

  for (guint i = 0; i < list->len; i++)
    {
      const HsDemoAttachment *item = g_ptr_array_index (list, i);

      if (strcmp (item->state, "verified") != 0)
        json_array_add_object_element (missing, hs_demo_object ("s:attachmentId", item->id,
                                                                "s:state", item->state, "i:offset",
                                                                item->offset, NULL));
    }
  n = json_array_get_length (missing);
  if (n == 0)
    {
      json_array_unref (missing);
      return TRUE;
    }
  detail = g_strdup_printf ("%u tệp chưa tải lên xong.", n);
  hs_demo_problem_with (request, "attachments-incomplete", NULL, detail,
                        hs_demo_object ("a:missing", missing, NULL));
  return FALSE;
}

void
hs_demo_submission (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body;
  const char *manifest;
  gint64 round;

  if (dossier == NULL)
    return;
  node = hs_demo_request_json (request);
  if (node == NULL)
    return;
  body = json_node_get_object (node);
  manifest = hs_json_string (body, "manifestSha256", "");
  if (!g_ascii_string_to_signed (request->parts[4], 10, 0, 99, &round, NULL))
    {
      hs_demo_problem (request, "not-found", NULL, "Không có vòng nộp này.");
      return;
    }
  if (!hs_demo_db_begin (demo->db) || answer_replay (request, dossier, round, manifest) ||
      !check_announced (request, dossier, round, body) || !check_complete (request, dossier, round))
    return;
  if (round != dossier->round || (round > 0 && dossier->status != HS_DEMO_STATUS_SUPPLEMENT))
    {
      hs_demo_problem (request, "round-not-open", NULL, "Cơ quan không chờ vòng nộp này.");
      return;
    }
  submit (request, dossier, round, manifest);
}

static void
reply_withdrawal (HsDemoRequest *request, guint status, const char *dossier, gint64 at)
{
  hs_demo_reply_object (request, status,
                        hs_demo_object ("s:dossierId", dossier, "t:requestedAt", at, "o:status",
                                        hs_demo_status_to_json (HS_DEMO_STATUS_WITHDRAWN), NULL));
}

static void
withdraw (HsDemoRequest *request, HsDemoDossier *dossier, const char *reason)
{
  HsDemo *demo = request->demo;
  gint64 now = hs_demo_now (demo);
  g_autofree char *event = NULL;

  dossier->status = HS_DEMO_STATUS_WITHDRAWN;
  dossier->due_us = 0;
  hs_demo_dossier_update (demo, dossier);
  event = hs_demo_event_add (demo, dossier, "withdrawal-requested", reason, NULL);
  hs_demo_journal (demo, "withdrawn", dossier->id, dossier->round, NULL);
  if (hs_demo_db_commit (demo->db))
    reply_withdrawal (request, SOUP_STATUS_ACCEPTED, dossier->id, now);
}

void
hs_demo_withdrawal (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);
  g_autoptr (JsonNode) node = NULL;
  const char *reason;

  if (dossier == NULL)
    return;
  node = hs_demo_request_json (request);
  if (node == NULL)
    return;
  reason = hs_json_string (json_node_get_object (node), "reason", "");
  if (reason[0] == '\0' || g_utf8_strlen (reason, -1) > 2000)
    hs_demo_problem (request, "announcement-invalid", "/reason",
                     "Hãy viết lý do rút hồ sơ, nhiều nhất 2000 ký tự.");
  else if (dossier->status == HS_DEMO_STATUS_WITHDRAWN)
    reply_withdrawal (request, SOUP_STATUS_OK, dossier->id,
                      hs_demo_db_int (demo->db, 0,
                                      "SELECT recorded_us FROM event WHERE dossier = ? ORDER BY seq"
                                      " DESC LIMIT 1",
                                      "s", dossier->id));
  else if (dossier->status == HS_DEMO_STATUS_ANNOUNCED)
    hs_demo_problem (request, "not-submitted", NULL, "Hồ sơ chưa nộp thì chỉ cần xóa.");
  else if (hs_demo_status_is_final (dossier->status) || dossier->status == HS_DEMO_STATUS_PROCESSED)
    hs_demo_problem (request, "already-final", NULL, "Cơ quan đã giải quyết xong hồ sơ.");
  else if (hs_demo_db_begin (demo->db))
    withdraw (request, dossier, reason);
}
