/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the helper gives up before it sees a foreign byte: limits, and files by Landlock. The system
 * calls are in hs-lock-seccomp.c. */
#define G_LOG_DOMAIN "hoso"

#include "hs-lock.h"

#include "document/hs-render-protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_MEMORY (1280UL * 1024 * 1024) /* a picture of 100 megapixels in colour and its reader */
#define MAX_CPU_SECONDS 1200 /* of a document's whole life; each answer has its own time */

typedef struct
{
  int resource;
  rlim_t limit;
  const char *name;
} Limit;

static const Limit limits[] = {
#ifndef __SANITIZE_ADDRESS__ /* its shadow memory takes terabytes of addresses */
  { RLIMIT_AS, MAX_MEMORY, "memory" },
#endif
  { RLIMIT_CPU, MAX_CPU_SECONDS, "processor time" },
  { RLIMIT_FSIZE, HS_RENDER_MAX_REPLY, "file size" }, /* memory files count too */
  { RLIMIT_NOFILE, 64, "open files" },
  { RLIMIT_NPROC, 0, "processes" },
  { RLIMIT_CORE, 0, "core dumps" },
};

/* What poppler, fontconfig and the C library read while they work. */
static const char *const readable[] = {
  "/usr",
  "/lib",
  "/lib64",
  "/etc/fonts",
  "/var/cache/fontconfig",
  "/app",
  "/run/host/fonts",
  "/run/host/local-fonts",
  "/run/host/fonts-cache",
};

/* Every right of the first version of Landlock: what is not allowed below is denied. */
#define LANDLOCK_ALL ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

static gboolean
fail (GError **error, const char *what)
{
  int saved_errno = errno;

  g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX, "%s: %s", what,
               g_strerror (saved_errno));
  return FALSE;
}

gboolean
hs_lock_limits (GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      struct rlimit old, limit = { limits[i].limit, limits[i].limit };

      if (getrlimit ((__rlimit_resource_t) limits[i].resource, &old) == 0 &&
          old.rlim_max < limit.rlim_max)
        limit.rlim_cur = limit.rlim_max = old.rlim_max;
      if (setrlimit ((__rlimit_resource_t) limits[i].resource, &limit) != 0)
        return fail (error, limits[i].name);
    }
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail (error, "Cannot turn core dumps off");
  return TRUE;
}

static gboolean
allow_reading (int ruleset, const char *path)
{
  struct landlock_path_beneath_attr rule = {
    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    .parent_fd = open (path, O_PATH | O_CLOEXEC),
  };
  gboolean ok = TRUE;

  if (rule.parent_fd < 0)
    return TRUE; /* not on this system: nothing to allow */
  ok = syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close (rule.parent_fd);
  return ok;
}

gboolean
hs_lock_landlock (gboolean *there, GError **error)
{
  struct landlock_ruleset_attr attr = { .handled_access_fs = LANDLOCK_ALL };
  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
  gboolean ok = TRUE;

  *there = FALSE;
  if (ruleset < 0)
    return fail (error, "The kernel has no Landlock");
  for (gsize i = 0; ok && i < G_N_ELEMENTS (readable); i++)
    ok = allow_reading (ruleset, readable[i]);
  ok = ok && syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  if (!ok)
    fail (error, "Landlock cannot be turned on");
  close (ruleset);
  *there = ok;
  return ok;
}

gboolean
hs_lock (gboolean need_landlock, guint *layers, GError **error)
{
  g_autoptr (GError) no_landlock = NULL;
  gboolean landlock;

  if (!hs_lock_limits (error))
    return FALSE;
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail (error, "Cannot give up new privileges");
  if (!hs_lock_landlock (&landlock, &no_landlock) && need_landlock)
    {
      g_propagate_error (error, g_steal_pointer (&no_landlock));
      return FALSE;
    }
  if (!hs_lock_seccomp (error))
    return FALSE;
  *layers =
    HS_RENDER_LAYER_SECCOMP | HS_RENDER_LAYER_RLIMITS | (landlock ? HS_RENDER_LAYER_LANDLOCK : 0);
  return TRUE;
}
