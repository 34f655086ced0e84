/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The socket between the application and hoso-render: one packet a message, at most one descriptor
 * with it, and sealed memory files for the bulk, so that neither side can change under the other
 * what was checked. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-render-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
#define MAX_FDS 4 /* room to notice and close what should not be there */

typedef union
{
  char buffer[CMSG_SPACE (sizeof (int) * MAX_FDS)];
  struct cmsghdr align;
} Control;

static gboolean
fail_errno (GError **error, int saved_errno, const char *what)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", what,
               g_strerror (saved_errno));
  return FALSE;
}

gboolean
hs_render_send (int socket, const HsRenderMessage *message, int pass_fd, GError **error)
{
  guint8 buffer[HS_RENDER_MAX_MESSAGE];
  struct iovec iov = { buffer, hs_render_message_encode (message, buffer) };
  Control control = { 0 };
  struct msghdr header = { .msg_iov = &iov, .msg_iovlen = 1 };
  ssize_t sent;

  if (pass_fd >= 0)
    {
      struct cmsghdr *cmsg = &control.align;

      header.msg_control = control.buffer;
      header.msg_controllen = CMSG_SPACE (sizeof (int));
      cmsg->cmsg_level = SOL_SOCKET;
      cmsg->cmsg_type = SCM_RIGHTS;
      cmsg->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (cmsg), &pass_fd, sizeof (int));
    }
  do
    sent = sendmsg (socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0)
    fail_errno (error, errno, "Cannot send to the render helper");
  explicit_bzero (buffer, sizeof buffer); /* a password may have been in it */
  return sent >= 0;
}

static gint
left_ms (gint64 deadline_us)
{
  gint64 left;

  if (deadline_us == 0)
    return -1;
  left = (deadline_us - g_get_monotonic_time () + 999) / 1000;
  return (gint) CLAMP (left, 0, G_MAXINT);
}

/* Until the socket has something to read. */
static gboolean
wait_readable (int socket, gint64 deadline_us, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = { { .fd = socket, .events = G_IO_IN }, { .fd = -1 } };
  gboolean has_fd = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fds[1]);
  gboolean ok = FALSE;
  int n;

  do
    n = g_poll (fds, has_fd ? 2 : 1, left_ms (deadline_us));
  while (n < 0 && errno == EINTR);
  if (n < 0)
    fail_errno (error, errno, "Cannot wait for the render helper");
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      ok = fds[0].revents != 0;
      if (!ok)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                             "The render helper did not answer in time");
    }
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return ok;
}

/* Returns how many descriptors came; only the first is kept. */
static guint
collect_fds (struct msghdr *header, int *first)
{
  guint n = 0;

  for (struct cmsghdr *cmsg = CMSG_FIRSTHDR (header); cmsg != NULL;
       cmsg = CMSG_NXTHDR (header, cmsg))
    {
      gsize bytes = cmsg->cmsg_len - CMSG_LEN (0);

      if (cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_RIGHTS)
        continue;
      for (gsize i = 0; i < bytes / sizeof (int); i++)
        {
          int fd;

          memcpy (&fd, CMSG_DATA (cmsg) + i * sizeof (int), sizeof (int));
          if (n++ == 0)
            *first = fd;
          else
            close (fd);
        }
    }
  return n;
}

gboolean
hs_render_receive (int socket, HsRenderMessage *message, int *received_fd, gint64 deadline_us,
                   GCancellable *cancellable, GError **error)
{
  guint8 buffer[HS_RENDER_MAX_MESSAGE + 1];
  struct iovec iov = { buffer, sizeof buffer };
  Control control = { 0 };
  struct msghdr header = { .msg_iov = &iov,
                           .msg_iovlen = 1,
                           .msg_control = control.buffer,
                           .msg_controllen = sizeof control.buffer };
  ssize_t length;
  guint n_fds;
  gboolean ok = FALSE;

  *received_fd = -1;
  if (!wait_readable (socket, deadline_us, cancellable, error))
    return FALSE;
  do
    length = recvmsg (socket, &header, MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length == 0 || (length < 0 && errno == ECONNRESET))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The render helper is gone");
      return FALSE;
    }
  if (length < 0)
    return fail_errno (error, errno, "Cannot read from the render helper");
  n_fds = collect_fds (&header, received_fd);
  if (n_fds > 1 || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
    g_set_error_literal (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER,
                         "The render helper's answer is not valid: too long, or too many files");
  else
    ok = hs_render_message_decode (buffer, (gsize) length, message, error);
  if (!ok && *received_fd >= 0)
    {
      close (*received_fd);
      *received_fd = -1;
    }
  explicit_bzero (buffer, sizeof buffer);
  return ok;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      ssize_t n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_errno (error, errno, "Cannot fill a memory file");
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

gboolean
hs_sealed_memfd_seal (int fd, GError **error)
{
  if (fcntl (fd, F_ADD_SEALS, SEALS) != 0)
    return fail_errno (error, errno, "Cannot seal a memory file");
  return TRUE;
}

int
hs_sealed_memfd_new (gconstpointer data, gsize length, GError **error)
{
  int fd = memfd_create ("hoso-document", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    {
      fail_errno (error, errno, "Cannot make a memory file");
      return -1;
    }
  if (!write_all (fd, data, length, error) || !hs_sealed_memfd_seal (fd, error))
    {
      close (fd);
      return -1;
    }
  return fd;
}

typedef struct
{
  gpointer address;
  gsize length;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->address, mapping->length);
  g_free (mapping);
}

GBytes *
hs_sealed_memfd_map (int fd, gsize expected, GError **error)
{
  struct stat st;
  int seals = fcntl (fd, F_GET_SEALS);
  Mapping *mapping;
  gpointer address;

  if (fd < 0 || seals < 0 || (seals & SEALS) != SEALS || fstat (fd, &st) != 0 ||
      !S_ISREG (st.st_mode) || st.st_size < 0 || (guint64) st.st_size != expected || expected == 0)
    {
      g_set_error_literal (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER,
                           "The render helper's memory file is missing, not sealed or of another "
                           "size than it said");
      return NULL;
    }
  address = mmap (NULL, expected, PROT_READ, MAP_PRIVATE, fd, 0);
  if (address == MAP_FAILED)
    {
      fail_errno (error, errno, "Cannot map a memory file");
      return NULL;
    }
  mapping = g_new (Mapping, 1);
  mapping->address = address;
  mapping->length = expected;
  return g_bytes_new_with_free_func (address, expected, mapping_free, mapping);
}
