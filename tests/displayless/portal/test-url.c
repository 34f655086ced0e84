/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses a server gives: which are used and which are refused; and the backoff's bounds. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-backoff.h"
#include "portal/hs-portal-error.h"
#include "portal/hs-url.h"

#include "hs-test.h"

#include <string.h>

static void
test_origins (void)
{
  static const struct
  {
    const char *url;
    const char *origin; /* NULL: refused */
  } cases[] = {
    { "https://dichvucong.example", "https://dichvucong.example" },
    { "https://DichVuCong.Example:443/", "https://dichvucong.example" },
    { "https://dichvucong.example:8443/a/b?c=d", "https://dichvucong.example:8443" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://[::1]:8080/x", "http://[::1]:8080" },
    { "http://localhost", "http://localhost" },
    { "http://dichvucong.example", NULL },
    { "http://127.0.0.1.example", NULL },
    { "ftp://127.0.0.1", NULL },
    { "https://user:secret@dichvucong.example", NULL },
    { "https://dichvucong.example/#x", NULL },
    { "https:///x", NULL },
    { "//dichvucong.example", NULL },
    { "dichvucong.example", NULL },
    { "https://dich vu.example", NULL },
    { "https://dịchvụ.example", NULL },
    { "https://evil.example\\@dichvucong.example", NULL },
    { "https://a%00b.example", NULL },
    { "https://a.example:99999", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *origin = hs_url_dup_origin (cases[i].url, &error);

      g_test_message ("%s", cases[i].url);
      g_assert_cmpstr (origin, ==, cases[i].origin);
      if (cases[i].origin == NULL)
        g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
    }
}

static void
test_server_given (void)
{
  static const struct
  {
    const char *url;
    const char *used; /* NULL: refused */
  } cases[] = {
    { "https://p.example/v1/uploads/1", "https://p.example/v1/uploads/1" },
    { "https://p.example:443/x", "https://p.example:443/x" },
    { "/v1/uploads/1?a=b", "https://p.example/v1/uploads/1?a=b" },
    { "//evil.example/x", NULL },
    { "https://evil.example/x", NULL },
    { "http://p.example/x", NULL },
    { "https://p.example:444/x", NULL },
    { "https://p.example@evil.example/x", NULL },
    { "uploads/1", NULL },
    { "/x\r\nSet-Cookie: a", NULL },
    { "javascript:alert(1)", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = hs_url_check ("https://p.example", cases[i].url, &error);

      g_test_message ("%s", cases[i].url);
      g_assert_cmpstr (url, ==, cases[i].used);
      if (cases[i].used == NULL)
        g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
    }
}

static void
test_ids (void)
{
  g_assert_true (hs_url_is_id ("6d3f2c1a-0b5e-4f7d-9a3c-112233445566"));
  g_assert_true (hs_url_is_id ("slip_1.pdf"));
  g_assert_false (hs_url_is_id (""));
  g_assert_false (hs_url_is_id (NULL));
  g_assert_false (hs_url_is_id (".."));
  g_assert_false (hs_url_is_id ("a/b"));
  g_assert_false (hs_url_is_id ("a?b"));
  g_assert_false (hs_url_is_id ("a%2fb"));
  g_assert_false (hs_url_is_id ("ý"));
}

static void
test_base64url (void)
{
  static const char *const wrong[] = { "YQ==", "Y", "a+b/", "YQ\n", " YQ", "YR", NULL };
  g_autofree char *text = hs_base64url_encode ("\xfb\xff", 2);
  g_autoptr (GBytes) bytes = hs_base64url_decode ("-_8", 2);
  g_autoptr (GBytes) none = hs_base64url_decode ("", 10);

  g_assert_cmpstr (text, ==, "-_8");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\xfb\xff", 2);
  g_assert_cmpuint (g_bytes_get_size (none), ==, 0);
  g_assert_null (hs_base64url_decode ("YWJj", 2));
  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_null (hs_base64url_decode (wrong[i], 100));
    }
}

/* Full jitter: every value of [0, cap] is possible, the mean is its middle. */
static void
test_backoff (void)
{
  HsWorld *world = hs_test_world_new ();

  for (guint attempt = 0; attempt < 40; attempt++)
    {
      gint64 cap = MIN (attempt > 20 ? G_MAXINT64 : 5000000LL << attempt, 3600000000LL);
      gint64 low = G_MAXINT64, high = 0;
      double sum = 0;

      for (guint i = 0; i < 2000; i++)
        {
          gint64 delay = hs_backoff_delay_us (world, attempt, 0);

          low = MIN (low, delay);
          high = MAX (high, delay);
          sum += delay;
        }
      g_assert_cmpint (low, >=, 0);
      g_assert_cmpint (high, <=, cap);
      g_assert_cmpint (low, <, cap / 50);
      g_assert_cmpint (high, >, cap - cap / 50);
      g_assert_cmpfloat (sum / 2000, >, 0.45 * cap);
      g_assert_cmpfloat (sum / 2000, <, 0.55 * cap);
    }
  hs_test_world_free (world);
}

static void
test_backoff_as_told (void)
{
  static const guint seconds[] = { 1, 30, 43200, 86400, G_MAXUINT };
  HsWorld *world = hs_test_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      gint64 least = MIN (seconds[i], 86400) * (gint64) G_USEC_PER_SEC;

      for (guint k = 0; k < 500; k++)
        {
          gint64 delay = hs_backoff_delay_us (world, k % 30, seconds[i]);

          g_assert_cmpint (delay, >=, least);
          g_assert_cmpint (delay, <=, MIN (2 * least, 86400LL * G_USEC_PER_SEC));
        }
    }
  hs_test_world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/url/origins", test_origins);
  g_test_add_func ("/portal/url/server-given", test_server_given);
  g_test_add_func ("/portal/url/ids", test_ids);
  g_test_add_func ("/portal/url/base64url", test_base64url);
  g_test_add_func ("/portal/backoff/full-jitter", test_backoff);
  g_test_add_func ("/portal/backoff/as-told", test_backoff_as_told);
  return g_test_run ();
}
