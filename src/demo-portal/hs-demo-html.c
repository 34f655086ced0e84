/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of the portal's few web pages: sign-in, device code, payment, officer. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-html.h"

#include <sodium.h>
#include <string.h>

static const char style[] =
  "body{font:17px/1.5 sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#222;"
  "background:#fafafa}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}"
  "header{border-bottom:3px solid #b5121b;margin-bottom:1rem;padding:.5rem 0}"
  "header b{color:#b5121b}.note{background:#fff5d6;border-left:4px solid #c90;padding:.6rem 1rem}"
  "table{border-collapse:collapse;width:100%;background:#fff}th,td{border:1px solid #ccc;"
  "padding:.4rem .6rem;text-align:left;vertical-align:top}th{background:#f0f0f0}"
  "button{font:inherit;padding:.5rem 1rem;border:1px solid #1a5fb4;background:#1a5fb4;"
  "color:#fff;border-radius:6px;cursor:pointer}button.plain{background:#fff;color:#1a5fb4}"
  "button.who{display:block;width:100%;text-align:left;margin:.5rem 0;background:#fff;"
  "color:#222;border-color:#999}button:focus,a:focus,input:focus,textarea:focus{outline:3px solid "
  "#f5c211}input,textarea{font:inherit;padding:.4rem;border:1px solid #888;border-radius:6px;"
  "width:100%;box-sizing:border-box}form.act{border:1px solid #ccc;background:#fff;"
  "padding:.8rem 1rem;margin:.6rem 0;border-radius:8px}label{display:block;margin:.4rem 0}"
  ".code{font-size:2rem;letter-spacing:.2rem;font-family:monospace}";

void
hs_demo_html (GString *page, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_markup_vprintf_escaped (format, args);
  va_end (args);
  g_string_append (page, text);
}

void
hs_demo_reply_page (HsDemoRequest *request, guint status, const char *title, GString *body)
{
  g_autoptr (GString) page = g_string_new ("<!doctype html>\n");

  hs_demo_html (page,
                "<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                "content=\"width=device-width\"><title>%s</title><style>",
                title);
  g_string_append (page, style);
  hs_demo_html (
    page,
    "</style></head><body><header><b>Cổng dịch vụ công trình diễn</b> · chạy trên chính "
    "máy này, không phải cổng của Nhà nước</header><main><h1>%s</h1>",
    title);
  g_string_append_len (page, body->str, body->len);
  g_string_append (page, "</main></body></html>\n");
  g_string_free (body, TRUE);
  hs_demo_set_header (request, "Content-Security-Policy",
                      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                      "frame-ancestors 'none'");
  hs_demo_set_header (request, "X-Frame-Options", "DENY");
  hs_demo_set_header (request, "Referrer-Policy", "same-origin");
  hs_demo_reply_text (request, status, "text/html; charset=utf-8", page->str);
}

void
hs_demo_html_csrf (GString *page, HsDemo *demo)
{
  hs_demo_html (page, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", demo->csrf_token);
}

gboolean
hs_demo_check_csrf (HsDemoRequest *request, GHashTable *form)
{
  const char *token = hs_demo_form_value (form, "csrf");
  const char *wanted = request->demo->csrf_token;

  if (strlen (token) == strlen (wanted) && sodium_memcmp (token, wanted, strlen (wanted)) == 0)
    return TRUE;
  hs_demo_problem (request, "forbidden", NULL,
                   "Trang đã cũ. Hãy quay lại, tải lại trang rồi thử lần nữa.");
  return FALSE;
}
