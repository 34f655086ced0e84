/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers as rows, and as the contract shows them. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-dossier.h"

#include <string.h>

static const char *const labels[] = { "Đã khai báo, chưa nộp",
                                      "Mới đăng ký",
                                      "Được tiếp nhận",
                                      "Không được tiếp nhận",
                                      "Đang xử lý",
                                      "Yêu cầu bổ sung giấy tờ",
                                      "Yêu cầu thực hiện nghĩa vụ tài chính",
                                      "Công dân yêu cầu rút hồ sơ",
                                      "Dừng xử lý",
                                      "Đã xử lý xong",
                                      "Đã trả kết quả" };

static const char *const event_types[] = {
  "announced",  "submitted",           "accepted",         "not-accepted",
  "in-process", "supplement-required", "payment-required", "withdrawal-requested",
  "stopped",    "processed",           "result-returned"
};

const char *
hs_demo_status_event_type (HsDemoStatus status)
{
  return status < G_N_ELEMENTS (event_types) ? event_types[status] : "message";
}

const char *
hs_demo_status_label (HsDemoStatus status)
{
  return status < G_N_ELEMENTS (labels) ? labels[status] : "Không rõ";
}

gboolean
hs_demo_status_is_final (HsDemoStatus status)
{
  return status == HS_DEMO_STATUS_NOT_ACCEPTED || status == HS_DEMO_STATUS_WITHDRAWN ||
         status == HS_DEMO_STATUS_STOPPED || status == HS_DEMO_STATUS_RETURNED;
}

HsDemoDossier *
hs_demo_dossier_find (HsDemo *demo, const char *id)
{
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT id, owner, service, authority, reference, status, round, created_us,"
                      " received_us, due_us, accepted FROM dossier WHERE id = ?",
                      "s", id);
  HsDemoDossier *self;

  if (!hs_demo_db_next (demo->db, &row))
    return NULL;
  self = g_new0 (HsDemoDossier, 1);
  self->id = g_strdup (hs_demo_column (row, 0));
  self->owner = g_strdup (hs_demo_column (row, 1));
  self->service = g_strdup (hs_demo_column (row, 2));
  self->authority = g_strdup (hs_demo_column (row, 3));
  self->reference = g_strdup (hs_demo_column (row, 4));
  self->status = sqlite3_column_int (row, 5);
  self->round = sqlite3_column_int64 (row, 6);
  self->created_us = sqlite3_column_int64 (row, 7);
  self->received_us = sqlite3_column_int64 (row, 8);
  self->due_us = sqlite3_column_int64 (row, 9);
  self->accepted = sqlite3_column_int (row, 10) != 0;
  return self;
}

HsDemoDossier *
hs_demo_dossier_of_request (HsDemoRequest *request)
{
  g_autoptr (HsDemoDossier) self = hs_demo_dossier_find (request->demo, request->parts[2]);

  if (self == NULL)
    hs_demo_problem (request, "not-found", NULL, "Cổng không có hồ sơ này.");
  else if (strcmp (self->owner, request->resident->sub) != 0)
    {
      hs_demo_problem (request, "not-owner", NULL, "Hãy đăng nhập đúng người đã lập hồ sơ.");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
hs_demo_dossier_free (HsDemoDossier *self)
{
  g_free (self->id);
  g_free (self->owner);
  g_free (self->service);
  g_free (self->authority);
  g_free (self->reference);
  g_free (self);
}

gboolean
hs_demo_dossier_update (HsDemo *demo, const HsDemoDossier *self)
{
  return hs_demo_db_run (
    demo->db,
    "UPDATE dossier SET status = ?, reference = ?, received_us = ?, due_us = ?,"
    " accepted = ? WHERE id = ?",
    "isiiis", (gint64) self->status, self->reference, self->received_us, self->due_us,
    (gint64) self->accepted, self->id);
}

static const char *
attachment_state (const char *upload_state)
{
  if (upload_state == NULL)
    return "announced";
  if (strcmp (upload_state, "open") == 0)
    return "uploading";
  return upload_state;
}

GPtrArray *
hs_demo_attachment_list (HsDemo *demo, const char *dossier, gint64 round)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_demo_attachment_free);
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db,
    /* the live upload if there is one; else the last that was rejected */
    "SELECT a.id, a.evidence, a.name, a.media, a.sha256, a.copy_kind, a.size, u.id, u.state,"
    " u.offset, u.expires_us FROM attachment a LEFT JOIN upload u ON u.rowid = (SELECT max(rowid)"
    " FROM upload v WHERE v.dossier = a.dossier AND v.attachment = a.id AND v.sha256 = a.sha256"
    " AND (v.state IN ('verified', 'rejected') OR (v.state = 'open' AND v.expires_us > ?)))"
    " WHERE a.dossier = ? AND a.round = ? ORDER BY a.position",
    "isi", hs_demo_now (demo), dossier, round);

  while (hs_demo_db_next (demo->db, &row))
    {
      HsDemoAttachment *item = g_new0 (HsDemoAttachment, 1);
      const char *state = hs_demo_column (row, 8);

      item->id = g_strdup (hs_demo_column (row, 0));
      item->evidence = g_strdup (hs_demo_column (row, 1));
      item->name = g_strdup (hs_demo_column (row, 2));
      item->media = g_strdup (hs_demo_column (row, 3));
      item->sha256 = g_strdup (hs_demo_column (row, 4));
      item->copy_kind = g_strdup (hs_demo_column (row, 5));
      item->size = sqlite3_column_int64 (row, 6);
      item->upload = g_strcmp0 (state, "rejected") == 0 ? NULL : g_strdup (hs_demo_column (row, 7));
      item->state = g_strdup (attachment_state (state));
      item->offset = g_strcmp0 (state, "rejected") == 0 ? 0 : sqlite3_column_int64 (row, 9);
      item->expires_us = g_strcmp0 (state, "open") == 0 ? sqlite3_column_int64 (row, 10) : 0;
      g_ptr_array_add (list, item);
    }
  return list;
}

void
hs_demo_attachment_free (HsDemoAttachment *self)
{
  g_free (self->id);
  g_free (self->evidence);
  g_free (self->name);
  g_free (self->media);
  g_free (self->sha256);
  g_free (self->copy_kind);
  g_free (self->state);
  g_free (self->upload);
  g_free (self);
}

static JsonObject *
attachment_to_json (HsDemoRequest *request, const HsDemoAttachment *item, gint64 round)
{
  g_autofree char *url =
    item->upload == NULL ? NULL : hs_demo_request_url (request, "/v1/uploads/%s", item->upload);
  JsonObject *problem = NULL;

  if (strcmp (item->state, "rejected") == 0)
    problem = hs_demo_object ("s:type", "about:blank", "s:title", "Tệp nhận được không đúng mã băm",
                              "i:status", (gint64) 422, "s:code", "hash-mismatch", "b:retryable",
                              TRUE, NULL);
  return hs_demo_object ("s:attachmentId", item->id, "i:round", round, "s:evidenceTypeId",
                         item->evidence, "s:fileName", item->name, "s:mediaType", item->media,
                         "i:size", item->size, "s:sha256", item->sha256, "s:copyKind",
                         item->copy_kind, "s:state", item->state, "S:uploadUrl", url, "i:offset",
                         item->offset, "t:expiresAt", item->expires_us, "O:problem", problem, NULL);
}

static gboolean
all_verified (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HsDemoAttachment *item = g_ptr_array_index (list, i);

      if (strcmp (item->state, "verified") != 0)
        return FALSE;
    }
  return TRUE;
}

/* Also adds the round's attachments to `all`. */
static JsonObject *
round_to_json (HsDemoRequest *request, const char *dossier, sqlite3_stmt *row, JsonArray *all)
{
  gint64 n = sqlite3_column_int64 (row, 0);
  JsonObject *submission = hs_demo_object_read (hs_demo_column (row, 2));
  g_autoptr (GPtrArray) list = hs_demo_attachment_list (request->demo, dossier, n);
  JsonArray *array = json_array_new ();
  const char *state = submission != NULL ? "submitted" : all_verified (list) ? "ready" : "open";

  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *item = attachment_to_json (request, g_ptr_array_index (list, i), n);

      json_array_add_object_element (all, json_object_ref (item));
      json_array_add_object_element (array, item);
    }
  return hs_demo_object ("i:round", n, "s:state", state, "s:manifestSha256",
                         hs_demo_column (row, 1), "S:requestId", hs_demo_column (row, 3),
                         "a:attachments", array, "O:submission", submission, NULL);
}

JsonObject *
hs_demo_status_to_json (HsDemoStatus status)
{
  g_autofree char *code = g_strdup_printf ("%d", status);

  return hs_demo_object ("i:code", (gint64) status, "s:label", hs_demo_status_label (status),
                         "s:authorityStatusCode", code, NULL);
}

JsonObject *
hs_demo_dossier_to_json (HsDemoRequest *request, const HsDemoDossier *self)
{
  HsDemo *demo = request->demo;
  gboolean submitted = self->status != HS_DEMO_STATUS_ANNOUNCED;
  JsonArray *rounds = json_array_new (), *all = json_array_new ();
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT r.n, r.manifest_sha256, s.answer, r.request FROM round r LEFT JOIN"
                      " submission s ON s.dossier = r.dossier AND s.round = r.n WHERE r.dossier ="
                      " ? ORDER BY r.n",
                      "s", self->id);

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (rounds, round_to_json (request, self->id, row, all));
  return hs_demo_object ("s:dossierId", self->id, "s:serviceId", self->service,
                         "s:competentAuthorityId", self->authority, "S:referenceNo",
                         self->reference, "O:status",
                         submitted ? hs_demo_status_to_json (self->status) : NULL, "t:expiresAt",
                         submitted ? G_GINT64_CONSTANT (0) : self->created_us + HS_DEMO_DOSSIER_US,
                         "t:createdAt", self->created_us, "t:receivedAt", self->received_us,
                         "t:dueAt", self->due_us, "a:rounds", rounds, "a:attachments", all, NULL);
}

void
hs_demo_journal (HsDemo *demo, const char *act, const char *dossier, gint64 round,
                 const char *detail)
{
  hs_demo_db_run (demo->db,
                  "INSERT INTO journal (at_us, act, dossier, round, detail) VALUES (?, ?, ?, ?, ?)",
                  "issis", hs_demo_now (demo), act, dossier, round, detail);
}
