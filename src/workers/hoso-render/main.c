/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hoso-render: decodes one foreign document and answers questions about it on descriptor 3, after
 * it gave up everything else. Started by the application only; argument "walled" when a sandbox was
 * put around it, "alone" when it has to be the whole sandbox itself. */
#define G_LOG_DOMAIN "hoso"

#include "hs-lock.h"
#include "hs-source.h"

#include "document/hs-render-channel.h"

#include <errno.h>
#include <fcntl.h>
#include <allheaders.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET 3

typedef struct
{
  HsSource *source; /* (owned) (nullable) after OPEN */
} Helper;

/* Sealed, mapped and counted; the application's bytes, but checked all the same. */
static GBytes *
map_document (int fd, GError **error)
{
  struct stat st;

  if (fd < 0 || fstat (fd, &st) != 0 || st.st_size <= 0 || st.st_size > HS_RENDER_MAX_INPUT)
    {
      hs_source_fail (error, HS_DOCUMENT_ERROR_EMPTY, "No document came with the question");
      return NULL;
    }
  return hs_sealed_memfd_map (fd, (gsize) st.st_size, error);
}

static gboolean
answer_open (Helper *self, const HsRenderMessage *request, int fd, HsRenderMessage *reply,
             int *reply_fd, GError **error)
{
  g_autoptr (GBytes) bytes = map_document (fd, error);
  HsSourceLimits limits = { .max_pages = (guint) MIN (request->args[0], HS_RENDER_MAX_PAGES),
                            .max_pixels = MIN (request->args[1], HS_RENDER_MAX_PIXELS),
                            .password = request->text[0] != '\0' ? request->text : NULL };

  if (bytes == NULL)
    return FALSE;
  if (self->source != NULL)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "The helper has a document already");
  self->source = hs_source_open (bytes, &limits, error);
  if (self->source == NULL)
    return FALSE;
  reply->args[0] = self->source->type;
  reply->args[1] = self->source->sizes->len;
  reply->args[2] = self->source->warnings;
  *reply_fd = hs_sealed_memfd_new (self->source->sizes->data,
                                   self->source->sizes->len * sizeof (HsPageSize), error);
  return *reply_fd >= 0;
}

/* A memory file of so many bytes, mapped for writing; NULL on error. */
static guint8 *
new_pixels (gsize length, int *fd, GError **error)
{
  void *address = MAP_FAILED;

  *fd = memfd_create ("hoso-pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (*fd >= 0 && ftruncate (*fd, (off_t) length) == 0)
    address = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
  if (address != MAP_FAILED)
    return address;
  hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "No memory for the page: %s",
                  g_strerror (errno));
  return NULL;
}

static gboolean
answer_render (Helper *self, const HsRenderMessage *request, HsRenderMessage *reply, int *reply_fd,
               GError **error)
{
  const HsPageSize *size = &g_array_index (self->source->sizes, HsPageSize, request->args[0]);
  guint width = (guint) CLAMP (request->args[1], 1, HS_RENDER_MAX_WIDTH);
  guint height = hs_render_height (size, width);
  gsize length = (gsize) width * 4 * height;
  guint8 *pixels;
  gboolean ok;

  if (height > HS_RENDER_MAX_HEIGHT)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_LARGE,
                           "Page %u is too long to be shown %u pixels wide",
                           (guint) request->args[0] + 1, width);
  pixels = new_pixels (length, reply_fd, error);
  if (pixels == NULL)
    return FALSE;
  ok = self->source->klass->draw (self->source, (guint) request->args[0], width, height, pixels,
                                  error);
  munmap (pixels, length);
  reply->args[0] = width;
  reply->args[1] = height;
  reply->args[2] = (guint64) width * 4;
  return ok && hs_sealed_memfd_seal (*reply_fd, error);
}

static gboolean
answer_text (Helper *self, const HsRenderMessage *request, HsRenderMessage *reply, int *reply_fd,
             GError **error)
{
  g_autofree char *text = self->source->klass->text (self->source, (guint) request->args[0]);

  reply->args[0] = text != NULL ? strlen (text) : 0;
  if (reply->args[0] > HS_RENDER_MAX_PAGE_TEXT)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_LARGE, "Page %u has too much text",
                           (guint) request->args[0] + 1);
  if (reply->args[0] == 0)
    return TRUE;
  *reply_fd = hs_sealed_memfd_new (text, reply->args[0], error);
  return *reply_fd >= 0;
}

static gboolean
answer_prepare (Helper *self, const HsRenderMessage *request, HsRenderMessage *reply, int *reply_fd,
                GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) pdf = self->source->klass->prepare (self->source, request->args[0],
                                                         (gint64) request->args[1], &failure);
  gsize length = 0;
  gconstpointer data = pdf != NULL ? g_bytes_get_data (pdf, &length) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (length > HS_RENDER_MAX_REPLY)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_TOO_BIG, "The PDF is too large");
  reply->args[0] = length;
  reply->args[1] = self->source->sizes->len;
  reply->args[2] = self->source->warnings;
  reply->args[3] = pdf != NULL;
  if (pdf != NULL)
    *reply_fd = hs_sealed_memfd_new (data, length, error);
  return pdf == NULL || *reply_fd >= 0;
}

static gboolean
answer (Helper *self, const HsRenderMessage *request, int fd, HsRenderMessage *reply, int *reply_fd,
        GError **error)
{
  reply->kind = request->kind;
  reply->id = request->id;
  if (request->kind == HS_RENDER_OPEN)
    return answer_open (self, request, fd, reply, reply_fd, error);
  if (self->source == NULL)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "No document is open");
  if (request->kind == HS_RENDER_PREPARE)
    return answer_prepare (self, request, reply, reply_fd, error);
  if (request->args[0] >= self->source->sizes->len)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "There is no such page");
  if (request->kind == HS_RENDER_RENDER)
    return answer_render (self, request, reply, reply_fd, error);
  if (request->kind == HS_RENDER_TEXT)
    return answer_text (self, request, reply, reply_fd, error);
  return hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "Unknown question");
}

/* One question and its answer; FALSE when the application is gone. */
static gboolean
serve (Helper *self)
{
  HsRenderMessage request, reply = { 0 };
  g_autoptr (GError) error = NULL;
  int fd, reply_fd = -1;
  gboolean sent;

  if (!hs_render_receive (SOCKET, &request, &fd, 0, NULL, &error))
    return FALSE;
  if (!answer (self, &request, fd, &reply, &reply_fd, &error))
    {
      hs_render_message_set_error (&reply, request.id, error);
      if (reply_fd >= 0)
        close (reply_fd);
      reply_fd = -1;
    }
  explicit_bzero (request.text, sizeof request.text);
  sent = hs_render_send (SOCKET, &reply, reply_fd, NULL);
  if (fd >= 0)
    close (fd);
  if (reply_fd >= 0)
    close (reply_fd);
  return sent;
}

/* Decoders print what they find; that may be a name or a path in the document. */
static gboolean
be_silent (GError **error)
{
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  if (null < 0)
    return hs_source_fail (error, HS_DOCUMENT_ERROR_SANDBOX, "There is no /dev/null");
  for (int fd = 0; fd <= 2; fd++)
    dup2 (null, fd);
  close (null);
  setMsgSeverity (L_SEVERITY_NONE);
  setLeptDebugOK (0);
  return TRUE;
}

static gboolean
start (gboolean alone, guint *layers, GError **error)
{
  if (alone)
    {
      setsid ();
      prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    }
  return be_silent (error) && hs_lock (alone, layers, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsRenderMessage hello = { .kind = HS_RENDER_HELLO, .args = { HS_RENDER_VERSION } };
  gboolean alone = argc == 2 && g_str_equal (argv[1], "alone");
  Helper helper = { 0 };
  guint layers = 0;

  if (!alone && !(argc == 2 && g_str_equal (argv[1], "walled")))
    {
      g_printerr ("hoso-render is started by Hồ Sơ, not by hand\n");
      return 2;
    }
  if (!start (alone, &layers, &error))
    hs_render_message_set_error (&hello, 0, error);
  hello.args[1] = hello.kind == HS_RENDER_HELLO ? layers : 0;
  if (!hs_render_send (SOCKET, &hello, -1, NULL) || hello.kind != HS_RENDER_HELLO)
    _exit (1);
  while (serve (&helper))
    ;
  /* Nothing to save, and handlers of the libraries have nothing to do here. */
  _exit (0);
}
