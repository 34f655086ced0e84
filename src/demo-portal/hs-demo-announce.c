/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Announcing a dossier or the round that answers a request to supplement; looking at it; taking back
 * what was never submitted. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-announcement.h"
#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"
#include "hs-demo-upload.h"

#include <string.h>

static void
insert_round (HsDemo *demo, const HsDemoAnnouncement *announcement)
{
  hs_demo_db_run (
    demo->db,
    "INSERT INTO round (dossier, n, manifest_sha256, announcement, request, created_us)"
    " VALUES (?, ?, ?, ?, ?, ?)",
    "sisssi", announcement->dossier_id, announcement->round, announcement->manifest_sha256,
    announcement->text,
    hs_json_string (json_node_get_object (announcement->node), "requestId", NULL),
    hs_demo_now (demo));
  for (guint i = 0; i < json_array_get_length (announcement->attachments); i++)
    {
      JsonObject *item = json_array_get_object_element (announcement->attachments, i);

      hs_demo_db_run (
        demo->db,
        "INSERT INTO attachment (dossier, round, id, position, evidence, name, media, size,"
        " sha256, copy_kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "sisisssiss", announcement->dossier_id, announcement->round,
        hs_json_string (item, "attachmentId", ""), (gint64) i,
        hs_json_string (item, "evidenceTypeId", ""), hs_json_string (item, "fileName", ""),
        hs_json_string (item, "mediaType", ""), hs_json_int (item, "size", 0),
        hs_json_string (item, "sha256", ""), hs_json_string (item, "copyKind", ""));
    }
  hs_demo_journal (demo, "announced", announcement->dossier_id, announcement->round,
                   announcement->manifest_sha256);
}

static void
reply_dossier (HsDemoRequest *request, guint status, const char *id)
{
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_find (request->demo, id);

  if (dossier != NULL)
    hs_demo_reply_object (request, status, hs_demo_dossier_to_json (request, dossier));
}

/* TRUE when the round is there already: 200 for the same content, 409 for another. */
static gboolean
answer_known_round (HsDemoRequest *request, const HsDemoAnnouncement *announcement)
{
  g_autofree char *text = hs_demo_db_text (
    request->demo->db, "SELECT announcement FROM round WHERE dossier = ? AND n = ?", "si",
    announcement->dossier_id, announcement->round);

  if (text == NULL)
    return FALSE;
  if (strcmp (text, announcement->text) == 0)
    reply_dossier (request, SOUP_STATUS_OK, announcement->dossier_id);
  else
    hs_demo_problem (request, "dossier-conflict", NULL,
                     "Mã hồ sơ và vòng nộp này đã được khai báo với nội dung khác.");
  return TRUE;
}

/* TRUE when the dossier is somebody else's. */
static gboolean
answer_foreign (HsDemoRequest *request, const HsDemoDossier *dossier)
{
  if (dossier == NULL || strcmp (dossier->owner, request->resident->sub) == 0)
    return FALSE;
  hs_demo_problem (request, "not-owner", NULL, "Hãy đăng nhập đúng người đã lập hồ sơ.");
  return TRUE;
}

void
hs_demo_dossier_announce (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoAnnouncement) announcement = hs_demo_announcement_read (request);
  g_autoptr (HsDemoDossier) known = NULL;

  if (announcement == NULL || !hs_demo_db_begin (demo->db))
    return;
  known = hs_demo_dossier_find (demo, announcement->dossier_id);
  if (answer_foreign (request, known) || answer_known_round (request, announcement))
    return;
  if (known != NULL)
    {
      hs_demo_problem (request, "dossier-conflict", "/round",
                       "Hồ sơ đã có. Vòng bổ sung được mở bằng /rounds.");
      return;
    }
  if (announcement->round != 0)
    {
      hs_demo_problem (request, "announcement-invalid", "/round", "Vòng đầu của hồ sơ có số 0.");
      return;
    }
  hs_demo_db_run (demo->db,
                  "INSERT INTO dossier (id, owner, service, authority, status, round, created_us)"
                  " VALUES (?, ?, ?, ?, 0, ?, ?)",
                  "ssssii", announcement->dossier_id, request->resident->sub, announcement->service,
                  announcement->authority, announcement->round, hs_demo_now (demo));
  insert_round (demo, announcement);
  if (hs_demo_db_commit (demo->db))
    reply_dossier (request, SOUP_STATUS_CREATED, announcement->dossier_id);
}

void
hs_demo_round_open (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);
  g_autoptr (HsDemoAnnouncement) announcement = NULL;

  if (dossier == NULL)
    return;
  announcement = hs_demo_announcement_read (request);
  if (announcement == NULL || !hs_demo_db_begin (demo->db))
    return;
  if (strcmp (announcement->dossier_id, dossier->id) != 0 ||
      strcmp (announcement->service, dossier->service) != 0)
    {
      hs_demo_problem (request, "announcement-invalid", "/dossierId", "Bản kê là của hồ sơ khác.");
      return;
    }
  if (answer_known_round (request, announcement))
    return;
  if (dossier->status != HS_DEMO_STATUS_SUPPLEMENT || announcement->round != dossier->round + 1)
    {
      hs_demo_problem (request, "round-not-open", "/round",
                       "Hồ sơ đang ở vòng %" G_GINT64_FORMAT ", trạng thái %d.", dossier->round,
                       dossier->status);
      return;
    }
  insert_round (demo, announcement);
  hs_demo_db_run (demo->db, "UPDATE dossier SET round = ? WHERE id = ?", "is", announcement->round,
                  dossier->id);
  if (hs_demo_db_commit (demo->db))
    reply_dossier (request, SOUP_STATUS_CREATED, dossier->id);
}

void
hs_demo_dossier_get (HsDemoRequest *request)
{
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);

  if (dossier != NULL)
    hs_demo_reply_object (request, SOUP_STATUS_OK, hs_demo_dossier_to_json (request, dossier));
}

void
hs_demo_dossier_delete (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_find (demo, request->parts[2]);
  g_auto (GStrv) uploads = NULL;

  /* what is gone already need not be deleted again: the answer may have got lost */
  if (dossier == NULL)
    {
      hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
      return;
    }
  if (answer_foreign (request, dossier))
    return;
  if (dossier->status != HS_DEMO_STATUS_ANNOUNCED)
    {
      hs_demo_problem (request, "already-submitted", NULL,
                       "Hồ sơ đã nộp thì chỉ có thể xin rút, không xóa được.");
      return;
    }
  uploads = hs_demo_uploads_of_dossier (demo, dossier->id);
  for (guint i = 0; uploads[i] != NULL; i++)
    hs_demo_patch_take_over (demo, uploads[i]);
  if (!hs_demo_db_begin (demo->db))
    return;
  hs_demo_db_run (demo->db, "DELETE FROM dossier WHERE id = ?", "s", dossier->id);
  hs_demo_journal (demo, "deleted", dossier->id, dossier->round, NULL);
  if (!hs_demo_db_commit (demo->db))
    return;
  for (guint i = 0; uploads[i] != NULL; i++)
    hs_demo_upload_remove_file (demo, uploads[i]);
  hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
}
