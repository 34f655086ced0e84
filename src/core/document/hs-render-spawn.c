/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting hoso-render behind walls. bubblewrap gives it a file system of public system files only
 * (libraries, fonts), no network, no processes to see, no environment; inside Flatpak the portal
 * does the same. The helper adds seccomp, Landlock and resource limits itself. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-render-spawn.h"

#include <errno.h>
#include <unistd.h>

#define HELPER_SOCKET 3

/* Read by poppler, fontconfig and the loader; nothing personal is in them. */
static const char *const system_files[] = {
  "/usr",
  "/etc/fonts",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
  "/var/cache/fontconfig",
};

/* Links into /usr on today's systems, folders on older ones. */
static const char *const usr_links[] = { "/lib", "/lib64", "/lib32", "/bin", "/sbin" };

static const char *const bwrap_walls[] = {
  "--unshare-all", "--die-with-parent",
  "--new-session", "--clearenv",
  "--cap-drop",    "ALL",
  "--uid",         "65534",
  "--gid",         "65534",
  "--hostname",    "hoso-render",
  "--dev",         "/dev",
};

static void
add (GPtrArray *args, const char *a, const char *b, const char *c)
{
  g_ptr_array_add (args, g_strdup (a));
  if (b != NULL)
    g_ptr_array_add (args, g_strdup (b));
  if (c != NULL)
    g_ptr_array_add (args, g_strdup (c));
}

static void
add_bwrap (GPtrArray *args, const char *program, const char *helper)
{
  add (args, program, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bwrap_walls); i++)
    add (args, bwrap_walls[i], NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (system_files); i++)
    add (args, "--ro-bind-try", system_files[i], system_files[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (usr_links); i++)
    {
      g_autofree char *target = g_file_read_link (usr_links[i], NULL);

      if (target != NULL)
        add (args, "--symlink", target, usr_links[i]);
      else
        add (args, "--ro-bind-try", usr_links[i], usr_links[i]);
    }
  add (args, "--ro-bind", helper, "/hoso-render");
  add (args, "--remount-ro", "/", NULL);
  add (args, "--chdir", "/", NULL);
  add (args, "--", "/hoso-render", "walled");
}

static void
add_flatpak (GPtrArray *args, const char *program, const char *helper)
{
  add (args, program, "--sandbox", "--no-network");
  add (args, "--clear-env", "--watch-bus", "--forward-fd=3");
  add (args, "--directory=/", "--", NULL);
  add (args, helper, "walled", NULL);
}

char **
hs_render_spawn_command (const char *helper, HsRenderSandbox kind)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  gboolean in_flatpak = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  g_autofree char *program = NULL;

  switch (kind)
    {
    case HS_RENDER_SANDBOX_BWRAP:
      program = in_flatpak ? NULL : g_find_program_in_path ("bwrap");
      if (program == NULL)
        return NULL;
      add_bwrap (args, program, helper);
      break;
    case HS_RENDER_SANDBOX_FLATPAK:
      program = in_flatpak ? g_find_program_in_path ("flatpak-spawn") : NULL;
      if (program == NULL)
        return NULL;
      add_flatpak (args, program, helper);
      break;
    case HS_RENDER_SANDBOX_SELF:
      add (args, helper, "alone", NULL);
      break;
    default:
      g_return_val_if_reached (NULL);
    }
  g_ptr_array_add (args, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&args), FALSE);
}

/* A group of its own: bubblewrap that is killed while it starts leaves a child behind that waits for
 * it for ever, but it is still in the group. Runs between fork and exec. */
static void
lead_group (gpointer data)
{
  setpgid (0, 0);
}

gboolean
hs_render_spawn (char **command, HsRenderSandbox kind, int socket, GPid *pid, int *stderr_fd,
                 GError **error)
{
  static const char *const nothing[] = { NULL };
  const int target = HELPER_SOCKET;
  /* flatpak-spawn itself talks to the session bus; --clear-env empties what the helper gets. */
  const char *const *environment = kind == HS_RENDER_SANDBOX_FLATPAK ? NULL : nothing;

  return g_spawn_async_with_pipes_and_fds ("/", (const char *const *) command, environment,
                                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                           lead_group, NULL, -1, -1, -1, &socket, &target, 1, pid,
                                           NULL, NULL, stderr_fd, error);
}
