/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walls around foreign bytes: a probe inside them tries what an attacker would. */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include "document/hs-render-client.h"
#include "fake-helper.h"

#include <errno.h>
#include <string.h>

#define ASK_US (20 * G_USEC_PER_SEC)

static const char *const attempt_names[FAKE_N_ATTEMPTS] = {
  "read a system file",
  "read /etc/passwd",
  "read a home",
  "read /proc",
  "write /tmp",
  "write /",
  "write /dev/shm",
  "TCP socket",
  "connect to a bus",
  "fork",
  "exec",
  "ptrace",
  "kill",
  "memory with code",
  "unshare",
  "mount",
  "unlink",
  "huge memory file",
  "raise a limit",
  "environment",
  "4 GiB of memory",
  "own a descriptor",
};

static int
ask (HsRenderClient *probe, FakeAttempt what)
{
  HsRenderMessage request = { .kind = HS_RENDER_TEXT, .args = { what } };
  HsRenderMessage reply;
  g_autoptr (GError) error = NULL;
  int fd;

  hs_render_client_call (probe, &request, -1, &reply, &fd, ASK_US, NULL, &error);
  g_assert_no_error (error);
  return (int) reply.args[0];
}

static void
assert_walled (HsRenderClient *probe)
{
  for (int what = 0; what < FAKE_N_ATTEMPTS; what++)
    {
      int result;

#ifdef __SANITIZE_ADDRESS__
      if (what == FAKE_MUCH_MEMORY)
        continue;
#endif
      result = ask (probe, (FakeAttempt) what);
      g_test_message ("%s: %s", attempt_names[what], result == 0 ? "works" : g_strerror (result));
      if (what == FAKE_READ_SYSTEM_FILE)
        g_assert_cmpint (result, ==, 0);
      else
        g_assert_cmpint (result, >, 0);
    }
}

static char *
program (const char *name)
{
  return g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "tests", "displayless", "document", name,
                           NULL);
}

static void
test_walls (gconstpointer data)
{
  HsRenderSandbox kind = (HsRenderSandbox) GPOINTER_TO_UINT (data);
  g_autofree char *helper = program ("fake-probe");
  g_autoptr (GError) error = NULL;
  HsRenderClient *probe = hs_render_client_new (helper, kind, NULL, &error);

  if (g_error_matches (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX))
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (hs_render_client_get_sandbox (probe), ==, kind);
  g_assert_true (hs_render_client_get_layers (probe) & HS_RENDER_LAYER_SECCOMP);
  g_assert_true (hs_render_client_get_layers (probe) & HS_RENDER_LAYER_RLIMITS);
  if (kind == HS_RENDER_SANDBOX_SELF)
    g_assert_true (hs_render_client_get_layers (probe) & HS_RENDER_LAYER_LANDLOCK);
  assert_walled (probe);
  hs_render_client_free (probe);
}

/* The real helper does its work in each kind of sandbox, with fonts that are not in the document. */
static void
test_works_in (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data);
  HsWorld *world = hs_test_world_new ();
  g_autofree char *helper = hs_render_client_helper (world);
  g_autoptr (GBytes) bytes = sample_load ("vietnamese-not-embedded.pdf");
  g_autoptr (GBytes) sizes = NULL;
  g_autoptr (GError) error = NULL;
  HsRenderClient *client = hs_render_client_new (helper, kind, NULL, &error);
  HsRenderMessage request = { .kind = HS_RENDER_PREPARE, .args = { 30000, 0 } };
  HsRenderMessage reply;
  HsDocumentWarnings warnings;
  HsMediaType type;
  guint n_pages;
  int fd;

  if (g_error_matches (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX))
    g_test_skip (error->message);
  else
    {
      g_assert_no_error (error);
      g_assert_true (hs_render_client_open (client, bytes, NULL, &sizes, &type, &n_pages, &warnings,
                                            NULL, &error));
      g_assert_true (
        hs_render_client_call (client, &request, -1, &reply, &fd, ASK_US, NULL, &error));
      g_assert_cmpint (fd, ==, -1);
    }
  hs_render_client_free (client);
  hs_test_world_free (world);
}

static void
test_no_sandbox_no_preview (void)
{
  g_autofree char *crash = program ("fake-crash");
  g_autofree char *missing = program ("not-there");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) gone = NULL;

  /* when a helper does not come up behind any wall, the reasons of each are told */
  g_assert_null (hs_render_client_new (crash, HS_RENDER_SANDBOX_ANY, NULL, &error));
  g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "bubblewrap"));
  g_assert_nonnull (strstr (error->message, "seccomp"));

  g_assert_null (hs_render_client_new (missing, HS_RENDER_SANDBOX_ANY, NULL, &gone));
  g_assert_error (gone, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
}

/* What the walls are made of. */
static void
test_command_lines (void)
{
  g_auto (GStrv) bwrap = hs_render_spawn_command ("/x/hoso-render", HS_RENDER_SANDBOX_BWRAP);
  g_auto (GStrv) self = hs_render_spawn_command ("/x/hoso-render", HS_RENDER_SANDBOX_SELF);
  const char *const must[] = { "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
                               "--remount-ro" };
  const char *const never[] = { "--share-net", "--bind", "--dev-bind", "--proc",
                                "/home",       "/etc",   "/run",       "/var" };

  g_assert_cmpstr (self[0], ==, "/x/hoso-render");
  g_assert_cmpstr (self[1], ==, "alone");
  if (bwrap == NULL)
    {
      g_test_skip ("bwrap is not installed");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (must); i++)
    g_assert_true (g_strv_contains ((const char *const *) bwrap, must[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_false (g_strv_contains ((const char *const *) bwrap, never[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/document/sandbox/walls/bubblewrap",
                        GUINT_TO_POINTER (HS_RENDER_SANDBOX_BWRAP), test_walls);
  g_test_add_data_func ("/document/sandbox/walls/alone", GUINT_TO_POINTER (HS_RENDER_SANDBOX_SELF),
                        test_walls);
  g_test_add_data_func ("/document/sandbox/works/bubblewrap",
                        GUINT_TO_POINTER (HS_RENDER_SANDBOX_BWRAP), test_works_in);
  g_test_add_data_func ("/document/sandbox/works/alone", GUINT_TO_POINTER (HS_RENDER_SANDBOX_SELF),
                        test_works_in);
  g_test_add_func ("/document/sandbox/no-sandbox-no-preview", test_no_sandbox_no_preview);
  g_test_add_func ("/document/sandbox/command-lines", test_command_lines);
  return g_test_run ();
}
