/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small disk of its own, to fill: tmpfs in a mount namespace that ends with the test. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"

#include <sched.h>
#include <sys/mount.h>

gboolean
hs_test_mount_small (const char *dir, gsize bytes)
{
  static gboolean apart;
  g_autofree char *options = g_strdup_printf ("size=%" G_GSIZE_FORMAT ",mode=0700", bytes);

  if (!apart)
    apart = unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  if (apart && mount ("hoso-test", dir, "tmpfs", 0, options) == 0)
    return TRUE;
  g_test_skip ("mounting a small tmpfs is not permitted here");
  return FALSE;
}

gboolean
hs_test_remount (const char *dir, gboolean read_only, gsize bytes)
{
  g_autofree char *options = g_strdup_printf ("size=%" G_GSIZE_FORMAT, bytes);

  return mount ("hoso-test", dir, "tmpfs", MS_REMOUNT | (read_only ? MS_RDONLY : 0), options) == 0;
}

void
hs_test_unmount (const char *dir)
{
  umount2 (dir, MNT_DETACH);
}
