/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A portal that cannot prove who it is gets no byte of a request; there is no way around it. */
#define G_LOG_DOMAIN "hoso"

#include "portal-fixture.h"

#ifdef __SANITIZE_ADDRESS__
/* The leak checker's tracer fails on thread-local storage of libraries that were loaded at run time while their
 * threads still live, as GIO's TLS module is. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

typedef struct
{
  HsWorld *world;
  FaultServer *server;
  GTlsCertificate *certificate;
  char *path;
} Fixture;

static void
answer_discovery (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  g_autofree char *host = fault_request_dup_header (request, "Host");
  g_autofree char *url = g_strconcat ("https://", host, NULL);
  g_autofree char *json = portal_fixture_dup_well_known (url);

  fault_answer_json (answer, 200, json);
}

static gboolean
set_up (Fixture *f)
{
  const char *dir = g_getenv ("HOSO_SOURCE_DIR");
  g_autoptr (GError) error = NULL;

  f->path =
    g_build_filename (dir != NULL ? dir : ".", "tests/displayless/portal/self-signed.pem", NULL);
  f->world = hs_test_world_new ();
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return FALSE;
  f->certificate = g_tls_certificate_new_from_file (f->path, &error);
  g_assert_no_error (error);
  f->server = fault_server_new (answer_discovery, NULL, f->certificate);
  return TRUE;
}

static void
tear_down (Fixture *f)
{
  if (f->server != NULL)
    fault_server_free (f->server);
  g_clear_object (&f->certificate);
  g_free (f->path);
  hs_test_world_free (f->world);
}

static void
test_unknown_authority (void)
{
  Fixture f = { NULL };
  g_autoptr (HsPortal) portal = NULL;
  g_autoptr (GError) error = NULL;

  if (set_up (&f))
    {
      portal = hs_portal_new (f.world, fault_server_get_url (f.server), NULL, NULL);
      g_assert_null (hs_portal_discover (portal, NULL, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TLS);
      g_assert_false (hs_portal_error_is_transient (error));
      g_assert_cmpuint (fault_server_count (f.server, ""), ==, 0);
    }
  else
    g_test_skip ("glib-networking: GIO has no TLS");
  g_clear_object (&portal);
  tear_down (&f);
}

static void
test_trusted_authority (void)
{
  Fixture f = { NULL };
  g_autoptr (HsPortal) portal = NULL;
  g_autoptr (GError) error = NULL;

  if (set_up (&f))
    {
      f.world->tls_database = g_tls_file_database_new (f.path, &error);
      g_assert_no_error (error);
      portal = hs_portal_new (f.world, fault_server_get_url (f.server), NULL, NULL);
      g_assert_nonnull (hs_portal_discover (portal, NULL, &error));
      g_assert_no_error (error);
    }
  else
    g_test_skip ("glib-networking: GIO has no TLS");
  g_clear_object (&portal);
  tear_down (&f);
}

/* The certificate is for 127.0.0.1 only. */
static void
test_other_name (void)
{
  Fixture f = { NULL };
  g_autoptr (HsPortal) portal = NULL;
  g_autoptr (GError) error = NULL;

  if (set_up (&f))
    {
      g_auto (GStrv) parts = g_strsplit (fault_server_get_url (f.server), "127.0.0.1", 2);
      g_autofree char *url = g_strjoinv ("localhost", parts);

      f.world->tls_database = g_tls_file_database_new (f.path, &error);
      g_assert_no_error (error);
      portal = hs_portal_new (f.world, url, NULL, NULL);
      g_assert_null (hs_portal_discover (portal, NULL, &error));
      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TLS);
      g_assert_cmpuint (fault_server_count (f.server, ""), ==, 0);
    }
  else
    g_test_skip ("glib-networking: GIO has no TLS");
  g_clear_object (&portal);
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/tls/unknown-authority", test_unknown_authority);
  g_test_add_func ("/portal/tls/trusted-authority", test_trusted_authority);
  g_test_add_func ("/portal/tls/other-name", test_other_name);
  return g_test_run ();
}
