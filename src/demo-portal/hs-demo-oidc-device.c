/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Device grant (RFC 8628): a code to compare, a page for the phone that names the kiosk, and polling. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-handlers.h"
#include "hs-demo-html.h"
#include "hs-demo-sign-in.h"

#include "base/hs-text.h"

#include <string.h>

/* No vowels and nothing that looks alike: RFC 8628 §6.1. */
static const char code_letters[] = "BCDFGHJKLMNPQRSTVWXZ";

#define INTERVAL_SECONDS 5

static char *
make_user_code (HsDemo *demo)
{
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < 8; i++)
    {
      if (i == 4)
        g_string_append_c (code, '-');
      g_string_append_c (code,
                         code_letters[hs_world_random_below (demo->world, strlen (code_letters))]);
    }
  return g_string_free (code, FALSE);
}

void
hs_demo_oidc_device_start (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  g_autofree char *device = hs_demo_random_name (demo, 32);
  g_autofree char *hash = hs_sha256_hex (device, strlen (device));
  g_autofree char *user_code = make_user_code (demo);
  g_autofree char *uri = hs_demo_request_url (request, "/device");
  g_autofree char *complete = g_strconcat (uri, "?user_code=", user_code, NULL);
  const char *place;
  gint64 interval = demo->auto_approve != NULL ? 1 : INTERVAL_SECONDS;

  if (form == NULL)
    return;
  if (!hs_demo_is_client (hs_demo_form_value (form, "client_id")))
    {
      hs_demo_oauth_error (request, "invalid_client", "client_id is not known here");
      return;
    }
  place = hs_demo_form_value (form, "device_name");
  if (hs_demo_db_run (
        demo->db,
        "INSERT INTO device (hash, user_code, client, scope, owner, state, place, expires_us,"
        " interval_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "sssssssii", hash, user_code, hs_demo_form_value (form, "client_id"),
        hs_demo_form_value (form, "scope"), demo->auto_approve,
        demo->auto_approve != NULL ? "approved" : "waiting", place,
        hs_demo_now (demo) + HS_DEMO_DEVICE_US, interval))
    hs_demo_reply_object (
      request, SOUP_STATUS_OK,
      hs_demo_object ("s:device_code", device, "s:user_code", user_code, "s:verification_uri", uri,
                      "s:verification_uri_complete", complete, "i:expires_in",
                      HS_DEMO_DEVICE_US / G_USEC_PER_SEC, "i:interval", interval, NULL));
}

static void
append_question (GString *page, HsDemo *demo, const char *user_code, const char *place)
{
  hs_demo_html (
    page,
    "<p>Một máy khác%s%s xin đăng nhập. Hãy so mã dưới đây với mã trên màn hình máy "
    "đó:</p><p class=\"code\">%s</p><p>Chỉ đồng ý khi <b>chính bạn</b> đang dùng máy đó "
    "và hai mã giống hệt nhau.</p>",
    place[0] == '\0' ? "" : ": ", place, user_code);
  g_string_append (page, "<form method=\"post\" action=\"/device\">");
  hs_demo_html_csrf (page, demo);
  hs_demo_html (page, "<input type=\"hidden\" name=\"user_code\" value=\"%s\">", user_code);
  for (guint i = 0; i < hs_demo_n_residents; i++)
    hs_demo_html (
      page,
      "<button class=\"who\" name=\"resident\" value=\"%s\">Mã giống nhau, đăng nhập là "
      "<b>%s</b></button>",
      hs_demo_residents[i].sub, hs_demo_residents[i].name);
  g_string_append (page, "<p><button class=\"plain\" name=\"resident\" value=\"\">Từ chối</button>"
                         "</p></form>");
}

void
hs_demo_oidc_device_page (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autofree char *user_code = g_ascii_strup (hs_demo_request_query (request, "user_code"), -1);
  g_autofree char *place =
    hs_demo_db_text (demo->db,
                     "SELECT place FROM device WHERE user_code = ? AND state = 'waiting' AND"
                     " expires_us > ?",
                     "si", user_code, hs_demo_now (demo));
  GString *page = g_string_new (NULL);

  if (place != NULL)
    append_question (page, demo, user_code, place);
  else
    {
      if (user_code[0] != '\0')
        g_string_append (page,
                         "<p class=\"note\">Mã này không đúng, đã dùng, hoặc đã hết hạn.</p>");
      g_string_append (page,
                       "<form method=\"get\" action=\"/device\"><label>Mã trên màn hình máy kia "
                       "<input name=\"user_code\" autocomplete=\"off\" maxlength=\"9\"></label><p>"
                       "<button>Tiếp tục</button></p></form>");
    }
  hs_demo_reply_page (request, SOUP_STATUS_OK, "Đăng nhập cho máy khác", page);
}

void
hs_demo_oidc_device_post (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  const char *owner;
  gboolean approved;

  if (form == NULL || !hs_demo_check_csrf (request, form))
    return;
  owner = hs_demo_form_value (form, "resident");
  approved = hs_demo_resident_find (owner) != NULL;
  if (!hs_demo_db_run (demo->db,
                       "UPDATE device SET state = ?, owner = ? WHERE user_code = ? AND"
                       " state = 'waiting' AND expires_us > ?",
                       "sssi", approved ? "approved" : "denied", approved ? owner : NULL,
                       hs_demo_form_value (form, "user_code"), hs_demo_now (demo)))
    return;
  if (hs_demo_db_changes (demo->db) == 0)
    hs_demo_reply_page (request, SOUP_STATUS_BAD_REQUEST, "Mã không còn dùng được",
                        g_string_new ("<p>Hãy lấy mã mới trên máy kia.</p>"));
  else
    hs_demo_reply_page (request, SOUP_STATUS_OK, approved ? "Đã đăng nhập" : "Đã từ chối",
                        g_string_new ("<p>Bạn có thể đóng trang này.</p>"));
}

/* The device's row in words of RFC 8628 §3.5; NULL: approved. */
static const char *
judge_poll (HsDemo *demo, const char *hash, sqlite3_stmt *found)
{
  const char *state = hs_demo_column (found, 3);
  gint64 now = hs_demo_now (demo);
  gint64 wait = sqlite3_column_int64 (found, 6) * G_USEC_PER_SEC;

  if (sqlite3_column_int64 (found, 4) <= now)
    return "expired_token";
  if (strcmp (state, "denied") == 0)
    return "access_denied";
  if (strcmp (state, "approved") == 0)
    return NULL;
  if (strcmp (state, "waiting") != 0)
    return "invalid_grant";
  /* a tenth of tolerance for the client's timer */
  if (now - sqlite3_column_int64 (found, 5) < wait - wait / 10)
    {
      hs_demo_db_run (demo->db,
                      "UPDATE device SET interval_s = interval_s + 5, polled_us = ? WHERE hash = ?",
                      "is", now, hash);
      return "slow_down";
    }
  hs_demo_db_run (demo->db, "UPDATE device SET polled_us = ? WHERE hash = ?", "is", now, hash);
  return "authorization_pending";
}

gboolean
hs_demo_device_redeem (HsDemoRequest *request, const char *client, const char *device_code,
                       HsDemoSignIn *row)
{
  HsDemo *demo = request->demo;
  g_autofree char *hash = hs_sha256_hex (device_code, strlen (device_code));
  g_autoptr (sqlite3_stmt) found =
    hs_demo_db_query (demo->db,
                      "SELECT client, scope, owner, state, expires_us, polled_us, interval_s FROM"
                      " device WHERE hash = ?",
                      "s", hash);
  const char *error;

  if (!hs_demo_db_next (demo->db, &found) || strcmp (hs_demo_column (found, 0), client) != 0)
    {
      hs_demo_oauth_error (request, "invalid_grant", "no such device code");
      return FALSE;
    }
  error = judge_poll (demo, hash, found);
  if (error != NULL)
    {
      hs_demo_oauth_error (request, error, NULL);
      return FALSE;
    }
  row->client = g_strdup (client);
  row->scope = g_strdup (hs_demo_column (found, 1));
  row->owner = g_strdup (hs_demo_column (found, 2));
  row->family = hs_demo_random_name (demo, 16);
  return hs_demo_db_run (demo->db, "UPDATE device SET state = 'used' WHERE hash = ?", "s", hash);
}
