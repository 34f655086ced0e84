/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's side of hoso-render: start it behind the first wall that stands, ask, watch the
 * time, and turn whatever happens to it into one clear error. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-render-client.h"

#include "document/hs-render-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_TIMEOUT_US (30 * G_USEC_PER_SEC)
#define OPEN_TIMEOUT_US (60 * G_USEC_PER_SEC)
#define EXIT_GRACE_US (G_USEC_PER_SEC / 2)

struct _HsRenderClient
{
  GPid pid;                /* 0 after it was waited for */
  int socket;              /* (owned) */
  int stderr_fd;           /* (owned) what the sandbox says when it cannot be made */
  HsRenderSandbox sandbox; /* which wall stands */
  guint layers;            /* HS_RENDER_LAYER_* the helper told */
  guint32 last_id;         /* of the last question */
  gboolean in_flight;      /* a cancelled question is still being worked on */
  gint64 in_flight_until;  /* monotonic microseconds, its deadline */
  gint64 timeout_us;       /* 0: each call's own */
  GError *failure;         /* (owned) (nullable) why the helper is gone */
};

static gboolean
fail (GError **error, HsDocumentError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, HsDocumentError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (HS_DOCUMENT_ERROR, code, format, args);
  va_end (args);
  return FALSE;
}

char *
hs_render_client_helper (HsWorld *world)
{
  return g_build_filename (world->worker_dir, "hoso-render", NULL);
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static gboolean
has_ended (HsRenderClient *self)
{
  siginfo_t info = { 0 };

  return waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

/* Kills the process and what is left of its group, and waits. Returns in words what it ended with:
 * by itself when wait_for_status, as the socket of a process that dies closes a moment before the
 * process can be waited for. */
static char *
end_process (HsRenderClient *self, gboolean wait_for_status)
{
  gint64 until = g_get_monotonic_time () + EXIT_GRACE_US;
  int status = 0;

  if (self->pid == 0)
    return g_strdup ("was ended");
  while (wait_for_status && !has_ended (self) && g_get_monotonic_time () < until)
    g_usleep (1000);
  kill (-self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  self->pid = 0;
  if (WIFSIGNALED (status))
    return g_strdup_printf ("was ended by signal %d (%s)", WTERMSIG (status),
                            g_strsignal (WTERMSIG (status)));
  /* bubblewrap tells the signal of its child as a shell does */
  if (WEXITSTATUS (status) > 128)
    return g_strdup_printf ("was ended by signal %d (%s)", WEXITSTATUS (status) - 128,
                            g_strsignal (WEXITSTATUS (status) - 128));
  return g_strdup_printf ("ended with status %d", WEXITSTATUS (status));
}

static void
give_up (HsRenderClient *self, GError *failure)
{
  close_fd (&self->socket);
  g_clear_error (&self->failure);
  self->failure = failure;
}

void
hs_render_client_distrust (HsRenderClient *self, const GError *error)
{
  g_autofree char *end = end_process (self, FALSE);

  give_up (self, g_error_copy (error));
}

/* An error of the channel means the helper is lost, unless the caller only went away. */
static void
lose_helper (HsRenderClient *self, const GError *reason)
{
  gboolean gone = g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
                  g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
                  g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_autofree char *end = end_process (self, gone);
  GError *failure = NULL;

  if (gone)
    fail (&failure, HS_DOCUMENT_ERROR_HELPER,
          "The render helper %s; the document may be damaged or need too much memory", end);
  else
    fail (&failure, HS_DOCUMENT_ERROR_HELPER, "%s", reason->message);
  give_up (self, failure);
}

static gboolean
receive (HsRenderClient *self, HsRenderMessage *reply, int *fd, gint64 deadline,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (hs_render_receive (self->socket, reply, fd, deadline, cancellable, &reason))
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    {
      lose_helper (self, reason);
      if (error != NULL)
        *error = g_error_copy (self->failure);
    }
  return FALSE;
}

static char *
read_stderr (HsRenderClient *self)
{
  char buffer[400];
  ssize_t n;

  g_unix_set_fd_nonblocking (self->stderr_fd, TRUE, NULL);
  n = read (self->stderr_fd, buffer, sizeof buffer - 1);
  buffer[MAX (n, 0)] = '\0';
  g_strdelimit (buffer, "\n\r", ' ');
  return g_utf8_make_valid (g_strstrip (buffer), -1);
}

static gboolean
start_process (HsRenderClient *self, char **command, GError **error)
{
  int pair[2];
  gboolean ok;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return fail (error, HS_DOCUMENT_ERROR_HELPER, "Cannot make a socket: %s", g_strerror (errno));
  self->socket = pair[0];
  ok = hs_render_spawn (command, self->sandbox, pair[1], &self->pid, &self->stderr_fd, error);
  close (pair[1]);
  return ok;
}

static gboolean
wait_hello (HsRenderClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  HsRenderMessage hello;
  int fd;

  if (receive (self, &hello, &fd, g_get_monotonic_time () + START_TIMEOUT_US, cancellable, &reason))
    {
      close_fd (&fd);
      if (hello.kind == HS_RENDER_FAILED)
        hs_render_message_get_error (&hello, error);
      else if (hello.kind != HS_RENDER_HELLO || hello.args[0] != HS_RENDER_VERSION)
        fail (error, HS_DOCUMENT_ERROR_HELPER, "The render helper is of another version");
      else if ((hello.args[1] & HS_RENDER_LAYER_SECCOMP) == 0)
        fail (error, HS_DOCUMENT_ERROR_SANDBOX, "The render helper is not locked");
      self->layers = (guint) hello.args[1];
      return hello.kind == HS_RENDER_HELLO && hello.args[0] == HS_RENDER_VERSION &&
             (hello.args[1] & HS_RENDER_LAYER_SECCOMP) != 0;
    }
  if (g_error_matches (reason, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER))
    {
      g_autofree char *said = read_stderr (self);

      return fail (error, HS_DOCUMENT_ERROR_SANDBOX, "%s",
                   said[0] != '\0' ? said : reason->message);
    }
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static HsRenderClient *
start_in (const char *helper, HsRenderSandbox kind, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) command = hs_render_spawn_command (helper, kind);
  g_autoptr (HsRenderClient) self = NULL;

  if (command == NULL)
    {
      fail (error, HS_DOCUMENT_ERROR_SANDBOX, "not available");
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self = g_new0 (HsRenderClient, 1);
  self->socket = self->stderr_fd = -1;
  self->sandbox = kind;
  if (!start_process (self, command, error) || !wait_hello (self, cancellable, error))
    return NULL;
  close_fd (&self->stderr_fd);
  return g_steal_pointer (&self);
}

HsRenderClient *
hs_render_client_new (const char *helper, guint kinds, GCancellable *cancellable, GError **error)
{
  static const struct
  {
    HsRenderSandbox kind;
    const char *name;
  } order[] = { { HS_RENDER_SANDBOX_FLATPAK, "Flatpak" },
                { HS_RENDER_SANDBOX_BWRAP, "bubblewrap" },
                { HS_RENDER_SANDBOX_SELF, "seccomp with Landlock" } };
  g_autoptr (GString) reasons = g_string_new (NULL);

  if (!g_file_test (helper, G_FILE_TEST_IS_EXECUTABLE))
    {
      fail (error, HS_DOCUMENT_ERROR_HELPER, "The render helper is not installed: %s", helper);
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (GError) reason = NULL;
      HsRenderClient *self = NULL;

      if ((kinds & order[i].kind) == 0)
        continue;
      self = start_in (helper, order[i].kind, cancellable, &reason);
      if (self != NULL)
        return self;
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      g_string_append_printf (reasons, "%s%s: %s", reasons->len > 0 ? "; " : "", order[i].name,
                              reason->message);
    }
  fail (error, HS_DOCUMENT_ERROR_SANDBOX, "No sandbox can be made on this machine (%s)",
        reasons->str);
  return NULL;
}

void
hs_render_client_free (HsRenderClient *self)
{
  g_autofree char *end = NULL;

  if (self == NULL)
    return;
  close_fd (&self->socket);
  end = end_process (self, FALSE);
  close_fd (&self->stderr_fd);
  g_clear_error (&self->failure);
  g_free (self);
}

HsRenderSandbox
hs_render_client_get_sandbox (HsRenderClient *self)
{
  return self->sandbox;
}

guint
hs_render_client_get_layers (HsRenderClient *self)
{
  return self->layers;
}

pid_t
hs_render_client_get_pid (HsRenderClient *self)
{
  return self->pid;
}

void
hs_render_client_set_timeout (HsRenderClient *self, gint64 timeout_us)
{
  self->timeout_us = timeout_us;
}

/* Reads on until the answer to the last question; older ones cannot be there. */
static gboolean
await_answer (HsRenderClient *self, HsRenderMessage *reply, int *fd, GCancellable *cancellable,
              GError **error)
{
  if (!receive (self, reply, fd, self->in_flight_until, cancellable, error))
    return FALSE;
  if (reply->id != self->last_id)
    {
      g_autoptr (GError) wrong = g_error_new_literal (
        HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER, "The render helper answered another question");

      close_fd (fd);
      hs_render_client_distrust (self, wrong);
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  self->in_flight = FALSE;
  return TRUE;
}

static gboolean
ask (HsRenderClient *self, HsRenderMessage *request, int fd_in, gint64 timeout_us, GError **error)
{
  g_autoptr (GError) reason = NULL;

  request->id = ++self->last_id;
  if (!hs_render_send (self->socket, request, fd_in, &reason))
    {
      lose_helper (self, reason);
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  self->in_flight = TRUE;
  self->in_flight_until =
    g_get_monotonic_time () + (self->timeout_us > 0 ? self->timeout_us : timeout_us);
  return TRUE;
}

gboolean
hs_render_client_call (HsRenderClient *self, HsRenderMessage *request, int fd_in,
                       HsRenderMessage *reply, int *fd_out, gint64 timeout_us,
                       GCancellable *cancellable, GError **error)
{
  *fd_out = -1;
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  /* One question at a time: first the answer nobody waits for any more. */
  if (self->in_flight)
    {
      if (!await_answer (self, reply, fd_out, cancellable, error))
        return FALSE;
      close_fd (fd_out);
    }
  if (!ask (self, request, fd_in, timeout_us, error) ||
      !await_answer (self, reply, fd_out, cancellable, error))
    return FALSE;
  if (reply->kind == request->kind)
    return TRUE;
  close_fd (fd_out);
  if (reply->kind == HS_RENDER_FAILED)
    hs_render_message_get_error (reply, error);
  else
    {
      g_autoptr (GError) wrong = g_error_new_literal (HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER,
                                                      "The render helper's answer is not valid: "
                                                      "another kind than the question");

      hs_render_client_distrust (self, wrong);
      g_propagate_error (error, g_steal_pointer (&wrong));
    }
  return FALSE;
}

gboolean
hs_render_check_input (GBytes *bytes, const char *password, HsMediaType *type, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  *type = HS_MEDIA_TYPE_UNKNOWN;
  if (length == 0)
    return fail (error, HS_DOCUMENT_ERROR_EMPTY, "The file is empty (0 bytes)");
  *type = hs_media_type_sniff (data, length);
  if (*type == HS_MEDIA_TYPE_UNKNOWN)
    return fail (error, HS_DOCUMENT_ERROR_TYPE,
                 "The file is not a PDF, JPEG, PNG or TIFF; by its contents it is %s",
                 hs_media_type_describe_unknown (data, length));
  if (length > HS_RENDER_MAX_INPUT)
    return fail (error, HS_DOCUMENT_ERROR_TOO_LARGE,
                 "The file has %" G_GSIZE_FORMAT " bytes, at most %u can be opened", length,
                 HS_RENDER_MAX_INPUT);
  if (password != NULL &&
      (strlen (password) > HS_RENDER_MAX_TEXT || !g_utf8_validate (password, -1, NULL)))
    return fail (error, HS_DOCUMENT_ERROR_ENCRYPTED, "The password is too long");
  return TRUE;
}

gboolean
hs_render_client_open (HsRenderClient *self, GBytes *bytes, const char *password, GBytes **sizes,
                       HsMediaType *type, guint *n_pages, HsDocumentWarnings *warnings,
                       GCancellable *cancellable, GError **error)
{
  HsRenderMessage request = { .kind = HS_RENDER_OPEN,
                              .args = { HS_RENDER_MAX_PAGES, HS_RENDER_MAX_PIXELS } };
  HsRenderMessage reply;
  g_autoptr (GError) wrong = NULL;
  gsize length, expected;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  gboolean answered;
  int fd, sizes_fd;

  *sizes = NULL;
  if (!hs_render_check_input (bytes, password, type, error))
    return FALSE;
  fd = hs_sealed_memfd_new (data, length, error);
  if (fd < 0)
    return FALSE;
  g_strlcpy (request.text, password != NULL ? password : "", sizeof request.text);
  answered = hs_render_client_call (self, &request, fd, &reply, &sizes_fd, OPEN_TIMEOUT_US,
                                    cancellable, error);
  explicit_bzero (request.text, sizeof request.text);
  close (fd);
  if (!answered)
    return FALSE;
  if (hs_render_check_open (&reply, *type, &expected, &wrong))
    *sizes = hs_sealed_memfd_map (sizes_fd, expected, &wrong);
  close_fd (&sizes_fd);
  if (*sizes != NULL &&
      !hs_render_check_sizes (g_bytes_get_data (*sizes, NULL), (guint) reply.args[1], &wrong))
    g_clear_pointer (sizes, g_bytes_unref);
  if (*sizes == NULL)
    {
      hs_render_client_distrust (self, wrong);
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  *n_pages = (guint) reply.args[1];
  *warnings = (HsDocumentWarnings) reply.args[2];
  return TRUE;
}
