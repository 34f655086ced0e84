/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The officer's side in a browser: the list of dossiers, one dossier with its files, and a form for each
 * act its status allows. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-handlers.h"
#include "hs-demo-html.h"
#include "hs-demo-office.h"
#include "hs-demo-services.h"
#include "hs-demo-upload.h"

#include "base/hs-date.h"
#include "base/hs-money.h"

#include <string.h>

void
hs_demo_home_page (HsDemoRequest *request)
{
  hs_demo_reply_page (
    request, SOUP_STATUS_OK, "Cổng trình diễn",
    g_string_new ("<p>Đây là cổng dịch vụ công thu nhỏ để dùng thử ứng dụng Hồ Sơ. Mọi thứ ở lại "
                  "trên máy này.</p><ul><li><a href=\"/officer\">Bàn của cán bộ</a></li><li><a "
                  "href=\"/device\">Đăng nhập cho máy khác bằng mã</a></li></ul>"));
}

static void
append_list_row (GString *page, HsDemo *demo, sqlite3_stmt *row)
{
  const char *id = hs_demo_column (row, 0);
  const HsDemoResident *resident = hs_demo_resident_find (hs_demo_column (row, 2));
  g_autoptr (HsDemoService) service = hs_demo_service_find (demo, hs_demo_column (row, 3));
  gint64 due = sqlite3_column_int64 (row, 5);
  g_autofree char *due_text = due == 0 ? g_strdup ("") : hs_time_to_text (due);

  hs_demo_html (
    page,
    "<tr><td><a href=\"/officer/dossiers/%s\">%s</a></td><td>%s</td><td>%s</td><td>%s</td>"
    "<td>%s</td></tr>",
    id, hs_demo_column (row, 1), resident == NULL ? "" : resident->name,
    service == NULL ? hs_demo_column (row, 3) : service->title,
    hs_demo_status_label (sqlite3_column_int (row, 4)), due_text);
}

void
hs_demo_officer_list (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  GString *page = g_string_new (NULL);
  guint n = 0;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT id, coalesce(reference, 'chưa nộp'), owner, service, status, due_us"
                      " FROM dossier ORDER BY coalesce(received_us, created_us) DESC LIMIT 500",
                      "");

  g_string_append (page, "<table><tr><th>Mã hồ sơ</th><th>Người nộp</th><th>Thủ tục</th><th>Trạng "
                         "thái</th><th>Hẹn trả</th></tr>");
  while (hs_demo_db_next (demo->db, &row))
    {
      append_list_row (page, demo, row);
      n++;
    }
  g_string_append (page, "</table>");
  if (n == 0)
    g_string_append (page, "<p>Chưa có hồ sơ nào. Hồ sơ nộp từ ứng dụng sẽ hiện ở đây.</p>");
  hs_demo_reply_page (request, SOUP_STATUS_OK, "Bàn của cán bộ", page);
}

static void
append_facts (GString *page, HsDemo *demo, const HsDemoDossier *dossier)
{
  const HsDemoResident *resident = hs_demo_resident_find (dossier->owner);
  g_autoptr (HsDemoService) service = hs_demo_service_find (demo, dossier->service);
  g_autofree char *place = hs_demo_authority_dup_place (demo, dossier->authority);
  g_autofree char *due =
    dossier->due_us == 0 ? g_strdup ("chưa có") : hs_time_to_text (dossier->due_us);

  hs_demo_html (
    page,
    "<table><tr><th>Trạng thái</th><td><b>%s</b></td></tr><tr><th>Thủ tục</th><td>%s</td>"
    "</tr><tr><th>Cơ quan</th><td>%s</td></tr><tr><th>Người nộp</th><td>%s<br>%s<br>%s"
    "</td></tr><tr><th>Hẹn trả kết quả</th><td>%s</td></tr></table>",
    hs_demo_status_label (dossier->status), service == NULL ? dossier->service : service->title,
    place == NULL ? "" : place, resident == NULL ? "" : resident->name,
    resident == NULL ? "" : resident->address, resident == NULL ? "" : resident->phone, due);
}

static void
append_attachments (GString *page, HsDemo *demo, const HsDemoDossier *dossier)
{
  g_string_append (page,
                   "<h2>Giấy tờ đã nộp</h2><table><tr><th>Vòng</th><th>Giấy tờ</th><th>Tệp</th>"
                   "<th>Tình trạng</th></tr>");
  for (gint64 round = 0; round <= dossier->round; round++)
    {
      g_autoptr (GPtrArray) list = hs_demo_attachment_list (demo, dossier->id, round);

      for (guint i = 0; i < list->len; i++)
        {
          const HsDemoAttachment *item = g_ptr_array_index (list, i);
          g_autofree char *name =
            hs_demo_evidence_dup_name (demo, dossier->service, item->evidence, item->evidence);

          hs_demo_html (
            page,
            "<tr><td>%" G_GINT64_FORMAT
            "</td><td>%s</td><td><a href=\"/officer/dossiers/%s/attachments/%s\">%s</a></td>"
            "<td>%s</td></tr>",
            round, name, dossier->id, item->id, item->name, item->state);
        }
    }
  g_string_append (page, "</table>");
}

static void
append_events (GString *page, HsDemo *demo, const HsDemoDossier *dossier)
{
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db, "SELECT body FROM event WHERE dossier = ? ORDER BY seq DESC", "s", dossier->id);

  g_string_append (page,
                   "<h2>Diễn biến</h2><table><tr><th>Lúc</th><th>Trạng thái</th><th>Lời nhắn</th>"
                   "<th>Tệp</th></tr>");
  while (hs_demo_db_next (demo->db, &row))
    {
      g_autoptr (JsonObject) event = hs_demo_object_read (hs_demo_column (row, 0));
      JsonObject *data = event == NULL ? NULL : hs_json_object (event, "data");
      const char *file = data == NULL ? NULL : hs_json_string (data, "fileId", NULL);
      g_autofree char *time = NULL;
      gint64 at = 0;

      if (event == NULL || !hs_time_from_rfc3339 (hs_json_string (event, "occurredAt", ""), &at))
        continue;
      time = hs_time_to_text (at);
      hs_demo_html (page, "<tr><td>%s</td><td>%s</td><td>%s</td><td>", time,
                    hs_json_string (event, "authorityStatusLabel", ""),
                    hs_json_string (event, "message", ""));
      if (file != NULL)
        hs_demo_html (page, "<a href=\"/officer/dossiers/%s/files/%s\">%s</a>", dossier->id, file,
                      hs_json_string (data, "fileName", ""));
      g_string_append (page, "</td></tr>");
    }
  g_string_append (page, "</table>");
}

static void
append_acts (GString *page, HsDemo *demo, const HsDemoDossier *dossier)
{
  guint n = 0;

  g_string_append (page, "<h2>Việc có thể làm</h2>");
  for (guint i = 0; i < HS_DEMO_N_ACTS; i++)
    {
      const HsDemoActInfo *info = hs_demo_act_info (i);

      if (!hs_demo_act_allowed (i, dossier->status))
        continue;
      n++;
      hs_demo_html (page, "<form class=\"act\" method=\"post\" action=\"/officer/dossiers/%s/%s\">",
                    dossier->id, info->name);
      hs_demo_html_csrf (page, demo);
      if (info->needs_reason)
        g_string_append (page, "<label>Nội dung, lý do <textarea name=\"reason\" rows=\"2\" "
                               "maxlength=\"2000\" required></textarea></label>");
      if (info->needs_amount)
        g_string_append (page, "<label>Số tiền (đồng) <input name=\"amount\" inputmode=\"numeric\" "
                               "required></label>");
      hs_demo_html (page, "<button>%s</button></form>", info->button);
    }
  if (n == 0)
    g_string_append (page, "<p>Không có việc gì của cán bộ lúc này.</p>");
}

void
hs_demo_officer_dossier (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_find (demo, request->parts[2]);
  g_autofree char *title = NULL;
  GString *page;

  if (dossier == NULL)
    {
      hs_demo_problem (request, "not-found", NULL, "Không có hồ sơ này.");
      return;
    }
  title =
    g_strdup_printf ("Hồ sơ %s", dossier->reference == NULL ? "chưa nộp" : dossier->reference);
  page = g_string_new ("<p><a href=\"/officer\">← Danh sách</a></p>");
  append_facts (page, demo, dossier);
  append_acts (page, demo, dossier);
  append_attachments (page, demo, dossier);
  append_events (page, demo, dossier);
  hs_demo_reply_page (request, SOUP_STATUS_OK, title, page);
}

/* Foreign bytes: shown in a sandbox without rights, never sniffed. */
static void
reply_foreign (HsDemoRequest *request, const char *media, GBytes *bytes)
{
  hs_demo_set_header (request, "Content-Security-Policy", "sandbox; default-src 'none'");
  hs_demo_reply_bytes (
    request, SOUP_STATUS_OK,
    strcmp (media, "application/json") == 0 ? "text/plain; charset=utf-8" : media, bytes);
}

void
hs_demo_officer_attachment (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autofree char *media = NULL, *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT media, sha256 FROM attachment WHERE dossier = ? AND id = ? ORDER BY"
                      " round DESC LIMIT 1",
                      "ss", request->parts[2], request->parts[4]);

  if (hs_demo_db_next (demo->db, &row))
    {
      media = g_strdup (hs_demo_column (row, 0));
      sha256 = g_strdup (hs_demo_column (row, 1));
      bytes = hs_demo_upload_load (demo, request->parts[2], request->parts[4], sha256, NULL);
    }
  if (bytes == NULL)
    hs_demo_problem (request, "not-found", NULL, "Tệp chưa được tải lên.");
  else
    reply_foreign (request, media, bytes);
}

static void
reply_act_error (HsDemoRequest *request, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    hs_demo_problem (request, "not-found", NULL, "Không có hồ sơ này.");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    hs_demo_problem (request, "state-not-allowed", NULL,
                     "Hồ sơ đã đổi trạng thái. Hãy tải lại trang.");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    hs_demo_problem (request, "announcement-invalid", NULL,
                     "Hãy ghi lý do; số tiền từ 1.000 đến 1.000.000.000 đồng.");
  else
    {
      g_warning ("officer: %s", error->message);
      hs_demo_problem (request, "internal", NULL, "Không ghi được.");
    }
}

void
hs_demo_officer_act (HsDemoRequest *request)
{
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;
  const char *amount_text;
  gint64 amount = 0;
  HsDemoAct act;

  if (form == NULL || !hs_demo_check_csrf (request, form))
    return;
  amount_text = hs_demo_form_value (form, "amount");
  if (!hs_demo_act_find (request->parts[3], &act))
    hs_demo_problem (request, "not-found", NULL, "Không có việc này.");
  else if (amount_text[0] != '\0' && !hs_money_parse (amount_text, &amount, NULL))
    hs_demo_problem (request, "announcement-invalid", NULL, "Số tiền không đọc được.");
  else if (!hs_demo_office_act (request->demo, request->parts[2], act,
                                hs_demo_form_value (form, "reason"), amount, &error))
    reply_act_error (request, error);
  else
    {
      location = g_strdup_printf ("/officer/dossiers/%s", request->parts[2]);
      hs_demo_reply_redirect (request, location);
    }
}

/* The same for tests and scripts, as JSON: {"reason": ..., "amount": ...}. */
void
hs_demo_control_act (HsDemoRequest *request)
{
  g_autoptr (JsonNode) node = hs_demo_request_json (request);
  g_autoptr (HsDemoDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *body;
  HsDemoAct act;

  if (node == NULL)
    return;
  body = json_node_get_object (node);
  if (!hs_demo_act_find (request->parts[3], &act))
    hs_demo_problem (request, "not-found", NULL, "Không có việc này.");
  else if (!hs_demo_office_act (request->demo, request->parts[2], act,
                                hs_json_string (body, "reason", NULL),
                                hs_json_int (body, "amount", 0), &error))
    reply_act_error (request, error);
  else if ((dossier = hs_demo_dossier_find (request->demo, request->parts[2])) != NULL)
    hs_demo_reply_object (request, SOUP_STATUS_OK, hs_demo_status_to_json (dossier->status));
}
