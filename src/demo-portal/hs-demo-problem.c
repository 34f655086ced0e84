/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problem details (RFC 9457): one table of all codes, with the status each has, whether the same call
 * may be made again, and a title for the citizen. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-http.h"

#include <string.h>

typedef struct
{
  const char *code; /* after "415:", the status is part of the name because two share the code */
  guint status;
  gboolean retryable;
  const char *title;
} Problem;

static const Problem problems[] = {
  { "malformed", 400, FALSE, "Yêu cầu không đúng định dạng" },
  { "token-missing", 401, FALSE, "Bạn cần đăng nhập" },
  { "token-expired", 401, TRUE, "Phiên đăng nhập đã hết hạn" },
  { "forbidden", 403, FALSE, "Không được phép" },
  { "not-owner", 403, FALSE, "Hồ sơ này thuộc về người khác" },
  { "not-found", 404, FALSE, "Không tìm thấy" },
  { "method-not-allowed", 405, FALSE, "Không dùng được cách gọi này" },
  { "dossier-conflict", 409, FALSE, "Mã hồ sơ đã được dùng với nội dung khác" },
  { "manifest-conflict", 409, FALSE, "Nội dung khác với bản kê đã khai báo" },
  { "already-submitted", 409, FALSE, "Hồ sơ đã được nộp" },
  { "already-final", 409, FALSE, "Hồ sơ đã kết thúc" },
  { "not-submitted", 409, FALSE, "Hồ sơ chưa được nộp" },
  { "attachments-incomplete", 409, FALSE, "Còn thiếu tệp" },
  { "round-not-open", 409, FALSE, "Cơ quan không chờ bổ sung hồ sơ này" },
  { "state-not-allowed", 409, FALSE, "Trạng thái hồ sơ không cho phép" },
  { "nothing-to-pay", 409, FALSE, "Hồ sơ không có khoản phải nộp" },
  { "amount-changed", 409, FALSE, "Số tiền phải nộp đã thay đổi" },
  { "offset-mismatch", 409, TRUE, "Vị trí tải lên không khớp" },
  { "upload-gone", 410, FALSE, "Lần tải lên này không còn" },
  { "cursor-expired", 410, FALSE, "Mốc đồng bộ đã quá cũ" },
  { "length-required", 411, FALSE, "Yêu cầu phải có Content-Length" },
  { "tus-version", 412, FALSE, "Phiên bản tus không được hỗ trợ" },
  { "too-large", 413, FALSE, "Quá lớn" },
  { "too-many-files", 413, FALSE, "Quá nhiều tệp" },
  { "415:type-not-allowed", 415, FALSE, "Loại nội dung không được nhận" },
  { "range-not-satisfiable", 416, FALSE, "Đoạn yêu cầu nằm ngoài tệp" },
  { "wrong-host", 421, FALSE, "Cổng trình diễn chỉ phục vụ chính máy này" },
  { "announcement-invalid", 422, FALSE, "Bản khai báo chưa hợp lệ" },
  { "manifest-mismatch", 422, FALSE, "Mã băm của bản kê không khớp" },
  { "unknown-service", 422, FALSE, "Cổng không có thủ tục này" },
  { "authority-not-competent", 422, FALSE, "Cơ quan này không giải quyết thủ tục" },
  { "form-withdrawn", 422, FALSE, "Biểu mẫu này không còn dùng" },
  { "type-not-allowed", 422, FALSE, "Loại tệp không được nhận" },
  { "statement-outdated", 422, FALSE, "Lời cam đoan không khớp" },
  { "hash-mismatch", 422, TRUE, "Tệp nhận được không đúng mã băm" },
  { "upload-locked", 423, TRUE, "Tệp đang được tải lên ở kết nối khác" },
  { "slow-down", 429, TRUE, "Bạn gửi quá nhiều yêu cầu" },
  { "internal", 500, TRUE, "Cổng gặp lỗi" },
  { "unavailable", 503, TRUE, "Cổng đang bận" },
};

static const Problem *
find_problem (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (strcmp (problems[i].code, code) == 0)
      return &problems[i];
  g_error ("problem code %s is not in the table", code);
}

static JsonArray *
make_errors (const char *pointer, const char *detail)
{
  JsonArray *errors = json_array_new ();

  if (pointer != NULL)
    json_array_add_object_element (errors,
                                   hs_demo_object ("s:pointer", pointer, "s:detail", detail, NULL));
  return errors;
}

void
hs_demo_problem_with (HsDemoRequest *self, const char *code, const char *pointer,
                      const char *detail, JsonObject *extra)
{
  const Problem *problem = find_problem (code);
  const char *plain = g_str_has_prefix (code, "415:") ? code + 4 : code;
  g_autofree char *text = NULL;
  JsonObject *object = extra != NULL ? extra : json_object_new ();

  json_object_set_string_member (object, "type", "about:blank");
  json_object_set_string_member (object, "title", problem->title);
  json_object_set_int_member (object, "status", problem->status);
  json_object_set_string_member (object, "code", plain);
  json_object_set_boolean_member (object, "retryable", problem->retryable);
  json_object_set_string_member (object, "detail", detail);
  json_object_set_string_member (object, "traceId", self->trace_id);
  json_object_set_array_member (object, "errors", make_errors (pointer, detail));
  text = hs_demo_object_write (object);
  if (problem->status == 401)
    hs_demo_set_header (self, "WWW-Authenticate",
                        strcmp (code, "token-expired") == 0
                          ? "Bearer realm=\"hoso\", error=\"invalid_token\""
                          : "Bearer realm=\"hoso\"");
  hs_demo_reply_text (self, problem->status, "application/problem+json", text);
}

void
hs_demo_problem (HsDemoRequest *self, const char *code, const char *pointer, const char *format,
                 ...)
{
  g_autofree char *detail = NULL;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  hs_demo_problem_with (self, code, pointer, detail, NULL);
}
