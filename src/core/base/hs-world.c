/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as the user's machine is: system clock, libsodium's randomness, XDG directories.
 * Tests fill the same struct with a clock and places of their own. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-world.h"
#include "base/hs-world-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>

static gint64
system_now_us (gpointer data)
{
  return g_get_real_time ();
}

static gint64
system_monotonic_us (gpointer data)
{
  return g_get_monotonic_time ();
}

static void
system_random (gpointer data, gpointer buffer, gsize n_bytes)
{
  randombytes_buf (buffer, n_bytes);
}

static char *
choose_dir (const char *variable, const char *fallback)
{
  const char *value = g_getenv (variable);

  return g_strdup (value != NULL && *value != '\0' ? value : fallback);
}

/* Makes the directory private to the user, also when an older version or a copy left it open. */
static gboolean
make_private_dir (const char *path, GError **error)
{
  GStatBuf info;

  if (g_mkdir_with_parents (path, 0700) == 0 && g_stat (path, &info) == 0)
    {
      if ((info.st_mode & 077) == 0 || g_chmod (path, 0700) == 0)
        return TRUE;
    }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Data directory %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

HsWorld *
hs_world_new_system (GError **error)
{
  g_autofree char *home = g_build_filename (g_get_user_data_dir (), "hoso", NULL);
  g_autofree char *data_dir = choose_dir ("HOSO_DATA_DIR", home);
  g_autofree char *share_dir = choose_dir ("HOSO_SHARE_DIR", HS_PKGDATADIR);
  g_autofree char *worker_dir = choose_dir ("HOSO_WORKER_DIR", HS_PKGLIBEXECDIR);
  HsWorld *self;

  /* without HOME it would be wherever the program was started */
  if (!g_path_is_absolute (data_dir))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                   "Data directory %s is not an absolute path: set HOME, XDG_DATA_HOME or "
                   "HOSO_DATA_DIR",
                   data_dir);
      return NULL;
    }
  if (!make_private_dir (data_dir, error))
    return NULL;
  self = hs_world_new (data_dir, share_dir, worker_dir);
  if (g_strcmp0 (g_getenv ("HOSO_SECRETS"), "none") != 0)
    self->secrets = hs_world_find_secrets ();
  return self;
}

HsWorld *
hs_world_new (const char *data_dir, const char *share_dir, const char *worker_dir)
{
  HsWorld *self = g_new0 (HsWorld, 1);

  if (sodium_init () < 0)
    g_error ("libsodium cannot find a source of randomness");
  g_atomic_ref_count_init (&self->ref_count);
  self->data_dir = g_strdup (data_dir);
  self->share_dir = g_strdup (share_dir);
  self->worker_dir = g_strdup (worker_dir);
  self->now_us = system_now_us;
  self->monotonic_us = system_monotonic_us;
  self->random = system_random;
  return self;
}

HsWorld *
hs_world_ref (HsWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hs_world_unref (HsWorld *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->data_dir);
  g_free (self->share_dir);
  g_free (self->worker_dir);
  g_clear_object (&self->tls_database);
  g_free (self);
}

gint64
hs_world_now_us (HsWorld *self)
{
  return self->now_us (self->clock_data);
}

gint64
hs_world_monotonic_us (HsWorld *self)
{
  return self->monotonic_us (self->clock_data);
}

void
hs_world_random (HsWorld *self, gpointer buffer, gsize n_bytes)
{
  self->random (self->clock_data, buffer, n_bytes);
}

guint64
hs_world_random_below (HsWorld *self, guint64 upper)
{
  guint64 number, unbiased;

  if (upper == 0)
    return 0;
  /* The first 2^64 mod upper numbers would make small results more likely. */
  unbiased = (0 - upper) % upper;
  do
    hs_world_random (self, &number, sizeof number);
  while (number < unbiased);
  return number % upper;
}

char *
hs_world_uuid (HsWorld *self)
{
  guint8 b[16];

  hs_world_random (self, b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

char *
hs_world_share_path (HsWorld *self, const char *relative)
{
  return g_build_filename (self->share_dir, relative, NULL);
}

char *
hs_world_data_path (HsWorld *self, const char *relative)
{
  return g_build_filename (self->data_dir, relative, NULL);
}
