/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The officer's side: the page, the slips as PDF, and the autopilot. */
#include "portal-run.h"

#include <string.h>

static char *
page_text (Answer *page)
{
  return g_strndup (g_bytes_get_data (page->body, NULL), g_bytes_get_size (page->body));
}

/* The last event with a file of that kind; path to get it. */
static char *
file_path (Portal *portal, const char *dossier, const char *kind)
{
  g_autoptr (Answer) events = get (portal, "/v1/events");
  JsonArray *list = hs_json_array (json_node_get_object (events->json), "events");

  for (guint i = json_array_get_length (list); i > 0; i--)
    {
      JsonObject *event = json_array_get_object_element (list, i - 1);
      JsonObject *data = hs_json_object (event, "data");

      if (data != NULL && strcmp (hs_json_string (data, "kind", ""), kind) == 0 &&
          strcmp (hs_json_string (event, "dossierId", ""), dossier) == 0)
        return g_strdup_printf ("/v1/dossiers/%s/files/%s", dossier,
                                hs_json_string (data, "fileId", ""));
    }
  g_assert_not_reached ();
}

/* Text of a PDF by the public tool; lines joined so that breaks do not matter. */
static char *
pdf_text (Portal *portal, const char *path, const char *pdftotext)
{
  g_autoptr (Answer) answer = get (portal, path);
  g_autofree char *file = g_build_filename (portal->state_dir, "slip.pdf", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  GString *joined = g_string_new (NULL);

  assert_answer (answer, 200, NULL);
  g_assert_cmpstr (answer_header (answer, "Content-Type"), ==, "application/pdf");
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (answer->body, NULL),
                                      (gssize) g_bytes_get_size (answer->body), NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, pdftotext, file, "-", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);
  words = g_strsplit_set (text, " \n\f", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (joined, "%s ", words[i]);
  return g_string_free (joined, FALSE);
}

static void
assert_fields (const char *text, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_test_message ("%s", fields[i]);
      g_assert_nonnull (strstr (text, fields[i]));
    }
}

static void
test_slips (void)
{
  static const char *const receipt[] = { "ỦY BAN NHÂN DÂN",
                                         "PHƯỜNG BA ĐÌNH",
                                         "HÀNH CHÍNH CÔNG",
                                         "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                         "Độc lập - Tự do - Hạnh phúc",
                                         "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
                                         "Mã hồ sơ: H01.00004-",
                                         "Tiếp nhận hồ sơ của: Nguyễn Thị Hương Lan",
                                         "Địa chỉ:",
                                         "Số điện thoại: 0912000001",
                                         "Email: lan@example.vn",
                                         "Nội dung yêu cầu giải quyết: Đăng ký kết hôn",
                                         "Thành phần hồ sơ",
                                         "Tờ khai theo mẫu",
                                         "Số lượng hồ sơ: 01 (bộ)",
                                         "Thời gian giải quyết hồ sơ theo quy định là:",
                                         "Thời gian nhận hồ sơ:",
                                         "Thời gian trả kết quả giải quyết hồ sơ:",
                                         "Đăng ký nhận kết quả tại:",
                                         "Phí, lệ phí tạm thu:",
                                         "quyển số:",
                                         "Số thứ tự:",
                                         "NGƯỜI NỘP HỒ SƠ",
                                         "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                         NULL };
  static const char *const supplement[] = { "Số:",
                                            "/HDHS",
                                            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
                                            "Nguyễn Thị Hương Lan",
                                            "Nội dung yêu cầu giải quyết:",
                                            "Địa chỉ:",
                                            "Số điện thoại:",
                                            "Email:",
                                            "Bản chính",
                                            "Bản chứng thực",
                                            "Bản chụp",
                                            "Lý do: Ảnh mờ",
                                            "liên hệ",
                                            "NGƯỜI HƯỚNG DẪN",
                                            NULL };
  static const char *const refusal[] = { "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
                                         "Tiếp nhận hồ sơ của:",
                                         "Địa chỉ:",
                                         "Số điện thoại:",
                                         "Email:",
                                         "Nội dung yêu cầu giải quyết:",
                                         "Lý do không tiếp nhận: Không đúng nơi",
                                         "liên hệ",
                                         "NGƯỜI NỘP HỒ SƠ",
                                         NULL };
  static const char *const result[] = { "BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", "KẾT QUẢ GIẢI QUYẾT",
                                        NULL };
  static const struct
  {
    const char *acts[4][2];
    const char *kind;
    const char *const *fields;
  } cases[] = {
    { { { "receive", "{}" } }, "slip", receipt },
    { { { "supplement", "{\"reason\":\"Ảnh mờ\"}" } }, "supplement", supplement },
    { { { "refuse", "{\"reason\":\"Không đúng nơi\"}" } }, "refusal", refusal },
    { { { "receive", "{}" }, { "start", "{}" }, { "finish", "{}" }, { "return", "{}" } },
      "result",
      result },
  };
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");
  g_autoptr (Portal) portal = NULL;

  if (pdftotext == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  portal = portal_start (NULL);
  portal_sign_in (portal, "lan");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestDossier) dossier = dossier_file (portal);
      g_autofree char *path = NULL, *text = NULL;

      for (guint j = 0; j < 4 && cases[i].acts[j][0] != NULL; j++)
        portal_act (portal, dossier->id, cases[i].acts[j][0], cases[i].acts[j][1]);
      path = file_path (portal, dossier->id, cases[i].kind);
      text = pdf_text (portal, path, pdftotext);
      assert_fields (text, cases[i].fields);
    }
}

/* A slip with very many papers and a very long reason goes over several pages. */
static void
test_long_slip (void)
{
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");
  g_autoptr (Portal) portal = NULL;
  g_autofree TestFile *files = g_new0 (TestFile, 60);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) announced = NULL, submitted = NULL;
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (pdftotext == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (guint i = 0; i < 60; i++)
    {
      char *name = g_strdup_printf ("giay-to-so-%u.pdf", i);

      g_ptr_array_add (names, name);
      files[i] = (TestFile){ name, name, "application/pdf", 10 };
    }
  portal = portal_start (NULL);
  portal_sign_in (portal, "lan");
  dossier = dossier_new (0, NULL, files, 60);
  announced = dossier_announce (portal, dossier);
  dossier_upload_all (portal, dossier);
  submitted = dossier_submit (portal, dossier);
  assert_answer (submitted, 201, NULL);
  portal_act (portal, dossier->id, "receive", "{}");
  path = file_path (portal, dossier->id, "slip");
  text = pdf_text (portal, path, pdftotext);
  for (guint i = 0; i < 60; i++)
    g_assert_nonnull (strstr (text, g_ptr_array_index (names, i)));
  g_assert_nonnull (strstr (text, "NGƯỜI TIẾP NHẬN HỒ SƠ"));
}

static void
test_page (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) list = NULL, page = NULL, forged = NULL, acted = NULL, twice = NULL;
  g_autoptr (Answer) after = NULL, file = NULL, empty = NULL;
  g_autofree char *path = NULL, *text = NULL, *csrf = NULL, *body = NULL, *act = NULL, *seen = NULL;
  g_autofree char *none = NULL, *attachment = NULL, *listed = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  list = call (portal, "GET", "/officer", "-", NULL, 0);
  assert_answer (list, 200, NULL);
  listed = page_text (list);
  g_assert_nonnull (strstr (listed, "Mới đăng ký"));
  path = g_strconcat ("/officer/dossiers/", dossier->id, NULL);
  page = call (portal, "GET", path, "-", NULL, 0);
  text = page_text (page);
  g_assert_nonnull (strstr (text, "Đăng ký kết hôn"));
  g_assert_nonnull (strstr (text, "Phường Ba Đình, Thành phố Hà Nội"));
  g_assert_nonnull (strstr (text, "Tiếp nhận, in giấy hẹn"));
  g_assert_null (strstr (text, "Trả kết quả</button>"));
  g_assert_null (strstr (text, "<script"));

  act = g_strconcat (path, "/supplement", NULL);
  forged = call_form (portal, act, "reason=x");
  assert_answer (forged, 403, "forbidden");
  csrf = portal_csrf (portal, path);
  none = g_strdup_printf ("csrf=%s&reason=+", csrf);
  empty = call_form (portal, act, none);
  assert_answer (empty, 422, NULL);
  body = g_strdup_printf ("csrf=%s&reason=%%3Cscript%%3Ealert(1)%%3C%%2Fscript%%3E", csrf);
  acted = call_form (portal, act, body);
  g_assert_cmpuint (acted->status, ==, 303);
  twice = call_form (portal, act, body);
  assert_answer (twice, 409, "state-not-allowed");
  after = call (portal, "GET", path, "-", NULL, 0);
  seen = page_text (after);
  g_assert_nonnull (strstr (seen, "&lt;script&gt;alert(1)"));
  g_assert_null (strstr (seen, "<script>"));

  attachment =
    g_strdup_printf ("%s/attachments/%s", path, dossier_attachment (dossier, 0, "attachmentId"));
  file = call (portal, "GET", attachment, "-", NULL, 0);
  assert_answer (file, 200, NULL);
  g_assert_cmpstr (answer_header (file, "Content-Type"), ==, "text/plain; charset=utf-8");
  g_assert_cmpstr (answer_header (file, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_nonnull (strstr (answer_header (file, "Content-Security-Policy"), "sandbox"));
}

/* Every act in every status: allowed or 409, never anything else. */
static void
test_acts_keep_to_the_states (void)
{
  static const char *const acts[] = { "receive", "supplement", "payment", "refuse",
                                      "start",   "finish",     "return",  "stop" };
  static const char *body = "{\"reason\":\"Vì\",\"amount\":5000}";
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (TestDossier) dossier = NULL;
  g_autofree char *path = NULL;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  for (guint i = 0; i < G_N_ELEMENTS (acts) * 3; i++)
    {
      g_autofree char *act =
        g_strdup_printf ("/_demo/dossiers/%s/%s", dossier->id, acts[i * 5 % G_N_ELEMENTS (acts)]);
      g_autoptr (Answer) answer = call_json (portal, "POST", act, body);

      g_assert_true (answer->status == 200 || answer->status == 409);
    }
}

static gint64
status_of (Portal *portal, const char *dossier)
{
  g_autofree char *path = g_strconcat ("/v1/dossiers/", dossier, NULL);
  g_autoptr (Answer) answer = get (portal, path);

  return answer_int (answer, "/status/code");
}

static void
test_autopilot_at_once (void)
{
  static const char *const arguments[] = { "--autopilot", "instant", NULL };
  static const int expected[] = { 1, 2, 4, 9, 10 };
  g_autoptr (Portal) portal = portal_start (arguments);
  g_autoptr (TestDossier) dossier = NULL;
  g_autoptr (Answer) events = NULL;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  while (status_of (portal, dossier->id) != 10)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  events = get (portal, "/v1/events");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/events/%u/status", i);

      g_assert_cmpint (answer_int (events, pointer), ==, expected[i]);
    }
  g_assert_cmpstr (answer_text (events, "/events/4/data/kind"), ==, "result");
}

/* As slow as life; the clock is ours. */
static void
test_autopilot_follows_the_clock (void)
{
  static const char *const arguments[] = { "--autopilot", "1", NULL };
  static const struct
  {
    gint64 advance, status;
  } steps[] = { { 29 * 60, 1 },   { 2 * 60, 2 }, { 3600, 2 },     { 3700, 4 },
                { 19 * 3600, 4 }, { 3700, 9 },   { 2 * 3600, 9 }, { 3700, 10 } };
  g_autoptr (Portal) portal = portal_start (arguments);
  g_autoptr (TestDossier) dossier = NULL;

  portal_fault (portal, "token-lifetime=86400");
  portal_sign_in (portal, "lan");
  dossier = dossier_file (portal);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      portal_advance (portal, steps[i].advance);
      portal_sign_in (portal, "lan");
      g_assert_cmpint (status_of (portal, dossier->id), ==, steps[i].status);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-portal/office/slips", test_slips);
  g_test_add_func ("/demo-portal/office/long-slip", test_long_slip);
  g_test_add_func ("/demo-portal/office/page", test_page);
  g_test_add_func ("/demo-portal/office/acts-keep-to-the-states", test_acts_keep_to_the_states);
  g_test_add_func ("/demo-portal/office/autopilot-at-once", test_autopilot_at_once);
  g_test_add_func ("/demo-portal/office/autopilot-follows-the-clock",
                   test_autopilot_follows_the_clock);
  return g_test_run ();
}
