/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that stand in for hoso-render in tests, one for each FAKE_MODE:
 *   probe  locks itself as the real one does, then tries what must not work and tells the errno
 *   hang   opens a document, then never answers
 *   slow   answers a render after 200 ms
 *   liar   answers a render wrongly; the width chooses the lie
 *   crash  ends before it says anything
 * The real helper has nothing of this in it. */
#define G_LOG_DOMAIN "hoso"

#include "hs-lock.h"

#include "document/hs-render-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake-helper.h"

#define SOCKET 3

static int
try_open (const char *path, int flags)
{
  return open (path, flags, 0600) >= 0 ? 0 : errno;
}

static int
try_fork (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  if (pid > 0)
    waitpid (pid, NULL, 0);
  return pid > 0 ? 0 : errno;
}

static int
try_exec (void)
{
  char *argv[] = { (char *) "/usr/bin/true", NULL };

  execve (argv[0], argv, environ);
  return errno;
}

static int
try_connect_unix (void)
{
  struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "/run/dbus/system_bus_socket" };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  if (fd < 0)
    return errno;
  return connect (fd, (struct sockaddr *) &name, sizeof name) == 0 ? 0 : errno;
}

static int
try_big_memory_file (void)
{
  int fd = memfd_create ("big", 0);

  /* the signal of a file too large would end the process */
  signal (SIGXFSZ, SIG_IGN);
  return fd >= 0 && ftruncate (fd, (off_t) 1 << 32) == 0 ? 0 : errno;
}

static int
try_raise_limit (void)
{
  struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };

  return setrlimit (RLIMIT_AS, &none) == 0 ? 0 : errno;
}

static int
result (long returned)
{
  return returned >= 0 ? 0 : errno;
}

static int
attempt (FakeAttempt what)
{
  switch (what)
    {
    case FAKE_READ_SYSTEM_FILE:
      return try_open ("/usr/bin/env", O_RDONLY);
    case FAKE_READ_PASSWD:
      return try_open ("/etc/passwd", O_RDONLY);
    case FAKE_READ_HOME:
      return try_open ("/root", O_RDONLY | O_DIRECTORY);
    case FAKE_READ_PROC:
      return try_open ("/proc/self/status", O_RDONLY);
    case FAKE_WRITE_TMP:
      return try_open ("/tmp/hoso-probe", O_WRONLY | O_CREAT);
    case FAKE_WRITE_ROOT:
      return try_open ("/hoso-probe", O_RDWR | O_CREAT);
    case FAKE_WRITE_SHM:
      return try_open ("/dev/shm/hoso-probe", O_RDWR | O_CREAT);
    case FAKE_SOCKET_INET:
      return result (socket (AF_INET, SOCK_STREAM, 0));
    case FAKE_CONNECT_UNIX:
      return try_connect_unix ();
    case FAKE_FORK:
      return try_fork ();
    case FAKE_EXEC:
      return try_exec ();
    case FAKE_PTRACE:
      return result (ptrace (PTRACE_TRACEME, 0, NULL, NULL));
    case FAKE_KILL_PARENT:
      return result (kill (getppid (), 0));
    case FAKE_CODE_MEMORY:
      return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                   0) != MAP_FAILED
               ? 0
               : errno;
    case FAKE_UNSHARE:
      return result (unshare (CLONE_NEWUSER));
    case FAKE_MOUNT:
      return result (mount ("none", "/usr", "tmpfs", 0, NULL));
    case FAKE_UNLINK:
      return result (unlink ("/usr/bin/hoso-not-there"));
    case FAKE_BIG_MEMORY_FILE:
      return try_big_memory_file ();
    case FAKE_RAISE_LIMIT:
      return try_raise_limit ();
    case FAKE_ENVIRONMENT:
      /* PWD is bubblewrap's own: the folder it started the helper in, "/" */
      return environ[0] == NULL || (g_str_equal (environ[0], "PWD=/") && environ[1] == NULL)
               ? ENOENT
               : 0;
    case FAKE_MUCH_MEMORY:
      return mmap (NULL, (gsize) 4 << 30, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED
               ? 0
               : errno;
    case FAKE_OWN_DESCRIPTOR: /* signals when somebody writes */
      return fcntl (0, F_SETOWN, getpid ()) == 0 ? 0 : errno;
    case FAKE_N_ATTEMPTS:
    default:
      return -1;
    }
}

static void
answer_open (const HsRenderMessage *request)
{
  HsRenderMessage reply = { HS_RENDER_OPEN, request->id, { HS_MEDIA_TYPE_PDF, 1, 0, 0 }, "" };
  HsPageSize size = { 100, 100 };
  int fd = hs_sealed_memfd_new (&size, sizeof size, NULL);

  hs_render_send (SOCKET, &reply, fd, NULL);
  close (fd);
}

static int
white_pixels (guint width, guint height, gboolean seal)
{
  gsize length = (gsize) width * height * 4;
  g_autofree guint8 *pixels = g_malloc (length);
  int fd = memfd_create ("white", MFD_ALLOW_SEALING);

  memset (pixels, 0xff, length);
  g_assert (write (fd, pixels, length) == (ssize_t) length);
  if (seal)
    hs_sealed_memfd_seal (fd, NULL);
  return fd;
}

static void
answer_lie (const HsRenderMessage *request)
{
  guint width = (guint) request->args[1];
  HsRenderMessage reply = {
    HS_RENDER_RENDER, request->id, { width, width, (guint64) width * 4, 0 }, ""
  };
  int fd = -1;

  switch ((FakeLie) width)
    {
    case FAKE_LIE_NOT_SEALED:
      fd = white_pixels (width, width, FALSE);
      break;
    case FAKE_LIE_TOO_SHORT:
      fd = white_pixels (width, width - 1, TRUE);
      break;
    case FAKE_LIE_NO_FILE:
      break;
    case FAKE_LIE_HUGE:
      reply.args[0] = reply.args[1] = 1u << 31;
      fd = white_pixels (width, width, TRUE);
      break;
    case FAKE_LIE_STRIDE:
      reply.args[2] = 4;
      fd = white_pixels (width, width, TRUE);
      break;
    case FAKE_LIE_OTHER_ID:
      reply.id++;
      fd = white_pixels (width, width, TRUE);
      break;
    case FAKE_LIE_OTHER_KIND:
      reply.kind = HS_RENDER_TEXT;
      fd = white_pixels (width, width, TRUE);
      break;
    case FAKE_LIE_GARBAGE:
      g_assert (send (SOCKET, "rubbish", 7, 0) == 7);
      return;
    case FAKE_LIE_PIPE:
      {
        int ends[2];

        g_assert (pipe (ends) == 0);
        fd = ends[0];
        break;
      }
    case FAKE_LIE_NONE:
    default:
      fd = white_pixels (width, width, TRUE);
      break;
    }
  hs_render_send (SOCKET, &reply, fd, NULL);
  if (fd >= 0)
    close (fd);
}

static void
answer (const HsRenderMessage *request)
{
  const struct timespec pause = { 0, 200000000 };

  if (request->kind == HS_RENDER_OPEN)
    answer_open (request);
  else if (FAKE_MODE == FAKE_MODE_PROBE)
    {
      HsRenderMessage reply = { request->kind, request->id, { 0 }, "" };

      reply.args[0] = (guint64) attempt ((FakeAttempt) request->args[0]);
      hs_render_send (SOCKET, &reply, -1, NULL);
    }
  else if (FAKE_MODE == FAKE_MODE_SLOW)
    {
      nanosleep (&pause, NULL);
      answer_lie (request);
    }
  else if (FAKE_MODE == FAKE_MODE_LIAR)
    answer_lie (request);
}

int
main (int argc, char **argv)
{
  HsRenderMessage message = {
    HS_RENDER_HELLO, 0, { HS_RENDER_VERSION, HS_RENDER_LAYER_SECCOMP }, ""
  };
  g_autoptr (GError) error = NULL;
  guint layers = 0;
  int fd;

  if (FAKE_MODE == FAKE_MODE_CRASH)
    abort ();
  if (FAKE_MODE == FAKE_MODE_PROBE)
    {
      if (!hs_lock (argc > 1 && g_str_equal (argv[1], "alone"), &layers, &error))
        hs_render_message_set_error (&message, 0, error);
      else
        message.args[1] = layers;
    }
  hs_render_send (SOCKET, &message, -1, NULL);
  while (hs_render_receive (SOCKET, &message, &fd, 0, NULL, NULL))
    {
      answer (&message);
      if (fd >= 0)
        close (fd);
    }
  _exit (0);
}
