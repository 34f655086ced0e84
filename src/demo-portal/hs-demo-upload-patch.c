/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PATCH of an upload. Bytes go to the file as they come; an offset is only told after fsync of the file
 * and commit of the row, so that kill -9 takes back nothing that was confirmed. When the last byte is
 * there, the hash of the whole file decides. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"
#include "hs-demo-upload.h"

#include "base/hs-file.h"
#include "base/hs-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Bytes after which what came is made durable, so that a long PATCH does not lose all. */
#define CHECKPOINT_BYTES (1024 * 1024)

struct HsDemoPatch
{
  HsDemo *demo;               /* borrowed */
  SoupServerMessage *message; /* borrowed; the patch ends with it at the latest */
  HsDemoUpload *upload;       /* (owned) offset: what is durable */
  int fd;                     /* -1: closed */
  gint64 written;             /* position in the file */
  gboolean failed;            /* disk trouble */
};

static gboolean
checkpoint (HsDemoPatch *self)
{
  HsDemo *demo = self->demo;
  gint64 step = self->written - self->upload->offset;

  if (step == 0 || self->failed)
    return !self->failed;
  if (fdatasync (self->fd) != 0)
    {
      g_warning ("an upload cannot be made durable: %s", g_strerror (errno));
      self->failed = TRUE;
      return FALSE;
    }
  if (!hs_demo_db_run (demo->db,
                       "UPDATE upload SET offset = ?, received = received + ?, expires_us = ? WHERE"
                       " id = ?",
                       "iiis", self->written, step, hs_demo_now (demo) + HS_DEMO_UPLOAD_US,
                       self->upload->id))
    {
      self->failed = TRUE;
      return FALSE;
    }
  self->upload->offset = self->written;
  return TRUE;
}

static void
patch_free (HsDemoPatch *self)
{
  if (self->fd >= 0)
    close (self->fd);
  hs_demo_upload_free (self->upload);
  g_free (self);
}

/* Lets go of the file; what came is durable. The patch is gone afterwards. */
static void
finish_patch (HsDemoPatch *self)
{
  HsDemoRequest *request = hs_demo_request_get (self->message);

  checkpoint (self);
  if (request != NULL)
    request->patch = NULL;
  g_hash_table_remove (self->demo->patches, self->upload->id);
}

/* The message is over: in the good case the handler took the patch already. */
static void
message_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  HsDemoRequest *request = hs_demo_request_get (message);

  if (request == NULL || request->patch == NULL)
    return;
  hs_demo_db_reset (request->demo->db);
  finish_patch (request->patch);
  hs_demo_db_reset (request->demo->db);
}

void
hs_demo_patch_take_over (HsDemo *demo, const char *upload)
{
  HsDemoPatch *patch = g_hash_table_lookup (demo->patches, upload);
  GSocket *socket;

  if (patch == NULL)
    return;
  socket = soup_server_message_get_socket (patch->message);
  finish_patch (patch);
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static HsDemoPatch *
open_patch (HsDemoRequest *request, HsDemoUpload *upload)
{
  HsDemo *demo = request->demo;
  g_autofree char *path = hs_demo_upload_path (demo, upload->id);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  HsDemoPatch *self;

  /* what a killed server wrote beyond the confirmed offset does not count */
  if (fd < 0 || ftruncate (fd, upload->offset) != 0 || lseek (fd, 0, SEEK_END) != upload->offset)
    {
      g_warning ("an upload's file is not as recorded: %s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      hs_demo_db_run (demo->db, "UPDATE upload SET state = 'ended' WHERE id = ?", "s", upload->id);
      hs_demo_problem (request, "upload-gone", NULL, "Cổng đã mất tệp này. Hãy tải lên lại.");
      return NULL;
    }
  self = g_new0 (HsDemoPatch, 1);
  self->demo = demo;
  self->message = request->message;
  self->fd = fd;
  self->written = upload->offset;
  return self;
}

static gboolean
check_patch_head (HsDemoRequest *request, const HsDemoUpload *upload)
{
  const char *type = hs_demo_request_header (request, "Content-Type");
  const char *text = hs_demo_request_header (request, "Upload-Offset");
  gint64 offset;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  if (g_strcmp0 (type, "application/offset+octet-stream") != 0)
    hs_demo_problem (request, "415:type-not-allowed", NULL,
                     "Content-Type phải là application/offset+octet-stream.");
  else if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    hs_demo_problem (request, "length-required", NULL, "Cần biết trước số byte gửi lên.");
  else if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &offset, NULL))
    hs_demo_problem (request, "malformed", NULL, "Upload-Offset phải là một số.");
  else if (g_hash_table_contains (request->demo->patches, upload->id))
    {
      hs_demo_set_header (request, "Retry-After", "1");
      hs_demo_problem (request, "upload-locked", NULL, "Hãy hỏi vị trí bằng HEAD rồi gửi tiếp.");
    }
  else if (offset != upload->offset)
    {
      hs_demo_tus_set_headers (request, upload);
      hs_demo_problem (request, "offset-mismatch", NULL,
                       "Cổng đã có %" G_GINT64_FORMAT " byte, không phải %" G_GINT64_FORMAT ".",
                       upload->offset, offset);
    }
  else if (soup_message_headers_get_content_length (headers) > upload->size - offset)
    {
      hs_demo_tus_set_headers (request, upload);
      hs_demo_problem (request, "too-large", NULL, "Tệp chỉ dài %" G_GINT64_FORMAT " byte.",
                       upload->size);
    }
  else
    return TRUE;
  return FALSE;
}

void
hs_demo_patch_begin (HsDemoRequest *request)
{
  g_autoptr (HsDemoUpload) upload = NULL;

  if (!hs_demo_tus_check (request))
    return;
  upload = hs_demo_upload_of_request (request);
  if (upload == NULL || !check_patch_head (request, upload))
    return;
  request->patch = open_patch (request, upload);
  if (request->patch == NULL)
    return;
  request->patch->upload = g_steal_pointer (&upload);
  g_hash_table_insert (request->demo->patches, g_strdup (request->patch->upload->id),
                       request->patch);
  g_signal_connect (request->message, "finished", G_CALLBACK (message_finished_cb), NULL);
}

void
hs_demo_patch_write (HsDemoPatch *self, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  if (self->failed)
    return;
  while (size > 0)
    {
      ssize_t step = write (self->fd, bytes, size);

      if (step < 0 && errno == EINTR)
        continue;
      if (step < 0)
        {
          g_warning ("an upload cannot be written: %s", g_strerror (errno));
          self->failed = TRUE;
          return;
        }
      bytes += step;
      size -= step;
      self->written += step;
    }
  if (self->written - self->upload->offset >= CHECKPOINT_BYTES)
    checkpoint (self);
}

static gboolean
hash_fits (HsDemoRequest *request, const HsDemoUpload *upload)
{
  g_autofree char *path = hs_demo_upload_path (request->demo, upload->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, HS_DEMO_MAX_FILE_BYTES, &error);
  g_autofree char *sha256 = NULL;

  if (HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_WRONG_HASH))
    return FALSE;
  if (bytes == NULL)
    {
      g_warning ("an upload cannot be read back: %s", error->message);
      return FALSE;
    }
  sha256 = hs_sha256_hex_bytes (bytes);
  return strcmp (sha256, upload->sha256) == 0;
}

gboolean
hs_demo_upload_judge (HsDemoRequest *request, HsDemoUpload *upload)
{
  HsDemo *demo = request->demo;
  gboolean fits;
  const char *state;

  if (upload->offset != upload->size || strcmp (upload->state, "open") != 0)
    return TRUE;
  fits = hash_fits (request, upload);
  state = fits ? "verified" : "rejected";
  if (!hs_demo_db_begin (demo->db))
    return TRUE;
  hs_demo_db_run (demo->db, "UPDATE upload SET state = ? WHERE id = ?", "ss", state, upload->id);
  hs_demo_journal (demo, fits ? "upload-verified" : "upload-rejected", upload->dossier, 0,
                   upload->attachment);
  if (!hs_demo_db_commit (demo->db))
    return TRUE;
  g_free (upload->state);
  upload->state = g_strdup (state);
  if (!fits)
    hs_demo_upload_remove_file (demo, upload->id);
  return fits;
}

/* The body is whole. */
void
hs_demo_upload_patch (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  HsDemoPatch *patch = request->patch;
  g_autoptr (HsDemoUpload) upload = NULL;
  gboolean failed;

  if (patch == NULL)
    {
      hs_demo_problem (request, "upload-locked", NULL, "Hãy hỏi vị trí bằng HEAD rồi gửi tiếp.");
      return;
    }
  checkpoint (patch);
  failed = patch->failed;
  finish_patch (patch);
  hs_demo_set_header (request, "Tus-Resumable", HS_DEMO_TUS_VERSION);
  if (failed)
    {
      hs_demo_set_header (request, "Retry-After", "30");
      hs_demo_problem (request, "unavailable", NULL, "Cổng không ghi được tệp.");
      return;
    }
  upload = hs_demo_upload_of_request (request);
  if (upload == NULL)
    return;
  if (!hs_demo_upload_judge (request, upload))
    hs_demo_problem (request, "hash-mismatch", NULL,
                     "Tệp đã hỏng trên đường truyền. Hãy tải lên lại từ đầu.");
  if (request->answered || demo->db->failed)
    return;
  hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
  hs_demo_tus_set_headers (request, upload);
}

void
hs_demo_patches_init (HsDemo *demo)
{
  demo->patches =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) patch_free);
}
