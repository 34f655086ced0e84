/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are whole or not there: temporary file, fsync, rename, fsync of the folder. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _HsFileLock
{
  int fd; /* (owned) open while the lock is held */
};

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s %s: %s", what, path,
               g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      ssize_t n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    return fail (error, "Cannot open folder", folder);
  good = fsync (fd) == 0 || fail (error, "Cannot sync folder", folder);
  close (fd);
  return good;
}

static gboolean
write_temporary (int fd, const char *temporary, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gboolean good = write_all (fd, data, length) || fail (error, "Cannot write", temporary);

  if (good && fsync (fd) != 0)
    good = fail (error, "Cannot sync", temporary);
  if (close (fd) != 0 && good)
    good = fail (error, "Cannot close", temporary);
  return good;
}

gboolean
hs_file_save (const char *path, GBytes *bytes, int mode, GError **error)
{
  g_autofree char *temporary = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);
  temporary = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, mode);
  if (fd < 0)
    return fail (error, "Cannot write beside", path);
  if (!write_temporary (fd, temporary, bytes, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (rename (temporary, path) != 0)
    {
      fail (error, "Cannot replace", path);
      g_unlink (temporary);
      return FALSE;
    }
  return sync_folder (path, error);
}

/* Reads until the end, so that a file that grows or has no size (proc, pipe) is bounded too. */
static GBytes *
read_all (int fd, const char *path, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[16384];

  for (;;)
    {
      ssize_t n = read (fd, buffer, sizeof buffer);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (error, "Cannot read", path);
          return NULL;
        }
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&out));
      if ((max_bytes > 0 && (gsize) n > max_bytes - out->len) || n > G_MAXINT - (gint64) out->len)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       "%s is larger than %" G_GSIZE_FORMAT " bytes", path,
                       max_bytes > 0 ? max_bytes : (gsize) G_MAXINT);
          return NULL;
        }
      g_byte_array_append (out, buffer, n);
    }
}

GBytes *
hs_file_load (const char *path, gsize max_bytes, GError **error)
{
  GBytes *bytes;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      fail (error, "Cannot open", path);
      return NULL;
    }
  bytes = read_all (fd, path, max_bytes, error);
  close (fd);
  return bytes;
}

HsFileLock *
hs_file_lock_take (const char *path, GError **error)
{
  HsFileLock *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (error, "Cannot open lock", path);
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s is locked by another process", path);
      else
        fail (error, "Cannot lock", path);
      close (fd);
      return NULL;
    }
  self = g_new0 (HsFileLock, 1);
  self->fd = fd;
  return self;
}

void
hs_file_lock_release (HsFileLock *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
}
