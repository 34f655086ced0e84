/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads, tus 1.0: creation, HEAD, termination, expiration. Creation is idempotent per (dossier,
 * attachment, hash): a client that lost its URL gets the same again. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-upload.h"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"

#include "base/hs-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

char *
hs_demo_upload_path (HsDemo *demo, const char *id)
{
  return g_build_filename (demo->uploads_dir, id, NULL);
}

void
hs_demo_upload_remove_file (HsDemo *demo, const char *id)
{
  g_autofree char *path = hs_demo_upload_path (demo, id);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_warning ("an upload's file cannot be removed: %s", g_strerror (errno));
}

char **
hs_demo_uploads_of_dossier (HsDemo *demo, const char *dossier)
{
  GPtrArray *ids = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db, "SELECT id FROM upload WHERE dossier = ?", "s", dossier);

  while (hs_demo_db_next (demo->db, &row))
    g_ptr_array_add (ids, g_strdup (hs_demo_column (row, 0)));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

GBytes *
hs_demo_upload_load (HsDemo *demo, const char *dossier, const char *attachment, const char *sha256,
                     GError **error)
{
  g_autofree char *id =
    hs_demo_db_text (demo->db,
                     "SELECT id FROM upload WHERE dossier = ? AND attachment = ?"
                     " AND sha256 = ? AND state = 'verified'",
                     "sss", dossier, attachment, sha256);
  g_autofree char *path = NULL;

  if (id == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the file was not uploaded");
      return NULL;
    }
  path = hs_demo_upload_path (demo, id);
  return hs_file_load (path, HS_DEMO_MAX_FILE_BYTES, error);
}

void
hs_demo_upload_free (HsDemoUpload *self)
{
  g_free (self->id);
  g_free (self->dossier);
  g_free (self->attachment);
  g_free (self->sha256);
  g_free (self->state);
  g_free (self);
}

gboolean
hs_demo_tus_check (HsDemoRequest *request)
{
  const char *version = hs_demo_request_header (request, "Tus-Resumable");

  hs_demo_set_header (request, "Tus-Resumable", HS_DEMO_TUS_VERSION);
  if (g_strcmp0 (version, HS_DEMO_TUS_VERSION) == 0)
    return TRUE;
  hs_demo_set_header (request, "Tus-Version", HS_DEMO_TUS_VERSION);
  hs_demo_problem (request, "tus-version", NULL, "Cần Tus-Resumable: " HS_DEMO_TUS_VERSION ".");
  return FALSE;
}

void
hs_demo_tus_set_headers (HsDemoRequest *request, const HsDemoUpload *upload)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, upload->offset);
  g_autoptr (GDateTime) expires =
    g_date_time_new_from_unix_utc (upload->expires_us / G_USEC_PER_SEC);
  g_autofree char *date = soup_date_time_to_string (expires, SOUP_DATE_HTTP);

  hs_demo_set_header (request, "Upload-Offset", offset);
  if (strcmp (upload->state, "open") == 0)
    hs_demo_set_header (request, "Upload-Expires", date);
}

static HsDemoUpload *
find_upload (HsDemo *demo, const char *id, char **owner)
{
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db,
    "SELECT u.id, u.dossier, u.attachment, u.sha256, u.state, u.size, u.offset, u.expires_us,"
    " d.owner FROM upload u JOIN dossier d ON d.id = u.dossier WHERE u.id = ?",
    "s", id);
  HsDemoUpload *self;

  if (!hs_demo_db_next (demo->db, &row))
    return NULL;
  self = g_new0 (HsDemoUpload, 1);
  self->id = g_strdup (hs_demo_column (row, 0));
  self->dossier = g_strdup (hs_demo_column (row, 1));
  self->attachment = g_strdup (hs_demo_column (row, 2));
  self->sha256 = g_strdup (hs_demo_column (row, 3));
  self->state = g_strdup (hs_demo_column (row, 4));
  self->size = sqlite3_column_int64 (row, 5);
  self->offset = sqlite3_column_int64 (row, 6);
  self->expires_us = sqlite3_column_int64 (row, 7);
  *owner = g_strdup (hs_demo_column (row, 8));
  return self;
}

static void
expire (HsDemo *demo, const char *id)
{
  hs_demo_patch_take_over (demo, id);
  if (hs_demo_db_run (demo->db, "UPDATE upload SET state = 'ended' WHERE id = ?", "s", id))
    hs_demo_upload_remove_file (demo, id);
}

HsDemoUpload *
hs_demo_upload_of_request (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autofree char *owner = NULL;
  g_autoptr (HsDemoUpload) self = find_upload (demo, request->parts[2], &owner);
  gboolean gone;

  if (self == NULL)
    {
      hs_demo_problem (request, "not-found", NULL, "Cổng không có lần tải lên này.");
      return NULL;
    }
  if (strcmp (owner, request->resident->sub) != 0)
    {
      hs_demo_problem (request, "not-owner", NULL, "Tệp thuộc hồ sơ của người khác.");
      return NULL;
    }
  gone = strcmp (self->state, "ended") == 0 || strcmp (self->state, "rejected") == 0;
  if (!gone && strcmp (self->state, "open") == 0 &&
      (self->expires_us <= hs_demo_now (demo) ||
       HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_EXPIRED_UPLOAD)))
    {
      expire (demo, self->id);
      gone = TRUE;
    }
  if (!gone)
    return g_steal_pointer (&self);
  hs_demo_problem (request, "upload-gone", NULL, "Hãy tải tệp này lên lại từ đầu.");
  return NULL;
}

void
hs_demo_upload_options (HsDemoRequest *request)
{
  g_autofree char *max = g_strdup_printf ("%" G_GUINT64_FORMAT, HS_DEMO_MAX_FILE_BYTES);

  hs_demo_set_header (request, "Tus-Resumable", HS_DEMO_TUS_VERSION);
  hs_demo_set_header (request, "Tus-Version", HS_DEMO_TUS_VERSION);
  hs_demo_set_header (request, "Tus-Extension", "creation,expiration,termination");
  hs_demo_set_header (request, "Tus-Max-Size", max);
  hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
}

/* Upload-Metadata: "key base64, key base64". A key twice or broken base64 is refused. */
static GHashTable *
parse_metadata (const char *header)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = header == NULL ? NULL : g_strsplit (header, ",", -1);

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (pairs[i]), " ", 2);
      g_autofree guchar *value = NULL;
      gsize size = 0;

      if (words[0] == NULL || words[0][0] == '\0')
        return NULL;
      value = words[1] == NULL ? NULL : g_base64_decode (words[1], &size);
      if (!g_hash_table_insert (table, g_strdup (words[0]), g_strndup ((char *) value, size)))
        return NULL;
    }
  return g_steal_pointer (&table);
}

/* The announced attachment an upload is for; FALSE after answering. */
static gboolean
check_announced (HsDemoRequest *request, const char *dossier, const char *attachment,
                 const char *sha256, gint64 size)
{
  HsDemo *demo = request->demo;
  g_autofree char *owner =
    hs_demo_db_text (demo->db, "SELECT owner FROM dossier WHERE id = ?", "s", dossier);
  gint64 announced;

  if (owner == NULL)
    {
      hs_demo_problem (request, "not-found", NULL, "Hồ sơ chưa được khai báo.");
      return FALSE;
    }
  if (strcmp (owner, request->resident->sub) != 0)
    {
      hs_demo_problem (request, "not-owner", NULL, "Hồ sơ thuộc về người khác.");
      return FALSE;
    }
  announced = hs_demo_db_int (demo->db, -1,
                              "SELECT size FROM attachment WHERE dossier = ? AND id = ? AND"
                              " sha256 = ? ORDER BY round DESC",
                              "sss", dossier, attachment, sha256);
  if (announced == size)
    return TRUE;
  if (announced < 0 &&
      hs_demo_db_int (demo->db, 0, "SELECT count(*) FROM attachment WHERE dossier = ? AND id = ?",
                      "ss", dossier, attachment) == 0)
    hs_demo_problem (request, "not-found", NULL, "Bản kê không có tệp này.");
  else if (announced < 0)
    hs_demo_problem (request, "manifest-conflict", NULL, "Bản kê ghi tệp này có mã băm khác.");
  else
    hs_demo_problem (request, "manifest-conflict", NULL,
                     "Bản kê ghi tệp dài %" G_GINT64_FORMAT " byte.", announced);
  return FALSE;
}

static void
reply_location (HsDemoRequest *request, const char *id)
{
  g_autofree char *url = hs_demo_request_url (request, "/v1/uploads/%s", id);
  g_autofree char *owner = NULL;
  g_autoptr (HsDemoUpload) upload = find_upload (request->demo, id, &owner);

  if (upload == NULL)
    return;
  hs_demo_reply_empty (request, SOUP_STATUS_CREATED);
  hs_demo_set_header (request, "Location", url);
  hs_demo_tus_set_headers (request, upload);
}

static gboolean
make_file (HsDemo *demo, const char *id)
{
  g_autofree char *path = hs_demo_upload_path (demo, id);
  int fd = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  int dir;

  if (fd < 0)
    {
      g_warning ("an upload's file cannot be made: %s", g_strerror (errno));
      return FALSE;
    }
  close (fd);
  dir = g_open (demo->uploads_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (dir < 0 || fsync (dir) != 0)
    g_warning ("the folder of uploads cannot be synced: %s", g_strerror (errno));
  if (dir >= 0)
    close (dir);
  return TRUE;
}

/* Uploads of the attachment that nobody continued in time: their place is free for a new one. */
static void
expire_old (HsDemo *demo, const char *dossier, const char *attachment)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT id FROM upload WHERE dossier = ? AND attachment = ? AND"
                      " state = 'open' AND expires_us <= ?",
                      "ssi", dossier, attachment, hs_demo_now (demo));

  while (hs_demo_db_next (demo->db, &row))
    g_ptr_array_add (ids, g_strdup (hs_demo_column (row, 0)));
  for (guint i = 0; i < ids->len; i++)
    expire (demo, g_ptr_array_index (ids, i));
}

static void
create_upload (HsDemoRequest *request, GHashTable *metadata, gint64 size)
{
  HsDemo *demo = request->demo;
  const char *dossier = hs_demo_form_value (metadata, "dossierId");
  const char *attachment = hs_demo_form_value (metadata, "attachmentId");
  const char *sha256 = hs_demo_form_value (metadata, "sha256");
  g_autofree char *id = NULL, *known = NULL;

  if (!check_announced (request, dossier, attachment, sha256, size))
    return;
  expire_old (demo, dossier, attachment);
  if (!hs_demo_db_begin (demo->db))
    return;
  known =
    hs_demo_db_text (demo->db,
                     "SELECT id FROM upload WHERE dossier = ? AND attachment = ? AND sha256 = ?"
                     " AND state IN ('open', 'verified')",
                     "sss", dossier, attachment, sha256);
  if (known != NULL)
    {
      hs_demo_db_rollback (demo->db);
      hs_demo_patch_take_over (demo, known);
      reply_location (request, known);
      return;
    }
  id = hs_demo_random_name (demo, 16);
  if (!make_file (demo, id))
    return;
  hs_demo_db_run (demo->db,
                  "INSERT INTO upload (id, dossier, attachment, sha256, size, offset, state,"
                  " expires_us) VALUES (?, ?, ?, ?, ?, 0, 'open', ?)",
                  "ssssii", id, dossier, attachment, sha256, size,
                  hs_demo_now (demo) + HS_DEMO_UPLOAD_US);
  if (hs_demo_db_commit (demo->db))
    reply_location (request, id);
}

void
hs_demo_upload_create (HsDemoRequest *request)
{
  g_autoptr (GHashTable) metadata = NULL;
  const char *length = hs_demo_request_header (request, "Upload-Length");
  gint64 size;

  if (!hs_demo_tus_check (request))
    return;
  if (length == NULL || !g_ascii_string_to_signed (length, 10, 1, G_MAXINT64, &size, NULL))
    {
      hs_demo_problem (request, "malformed", NULL, "Upload-Length phải là số byte, từ 1.");
      return;
    }
  if ((guint64) size > HS_DEMO_MAX_FILE_BYTES)
    {
      hs_demo_problem (request, "too-large", NULL, "Mỗi tệp nhiều nhất %" G_GUINT64_FORMAT " byte.",
                       HS_DEMO_MAX_FILE_BYTES);
      return;
    }
  metadata = parse_metadata (hs_demo_request_header (request, "Upload-Metadata"));
  if (metadata == NULL)
    hs_demo_problem (request, "malformed", NULL, "Upload-Metadata không đúng định dạng.");
  else
    create_upload (request, metadata, size);
}

void
hs_demo_upload_head (HsDemoRequest *request)
{
  g_autoptr (HsDemoUpload) upload = NULL;
  g_autofree char *length = NULL;

  if (!hs_demo_tus_check (request))
    return;
  /* who asks has given up the other connection: what it brought so far counts */
  hs_demo_patch_take_over (request->demo, request->parts[2]);
  upload = hs_demo_upload_of_request (request);
  if (upload == NULL)
    return;
  if (!hs_demo_upload_judge (request, upload))
    {
      hs_demo_problem (request, "upload-gone", NULL, "Hãy tải tệp này lên lại từ đầu.");
      return;
    }
  length = g_strdup_printf ("%" G_GINT64_FORMAT, upload->size);
  hs_demo_reply_empty (request, SOUP_STATUS_OK);
  hs_demo_set_header (request, "Upload-Length", length);
  hs_demo_tus_set_headers (request, upload);
}

void
hs_demo_upload_delete (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (HsDemoUpload) upload = NULL;
  gint64 submitted;

  if (!hs_demo_tus_check (request))
    return;
  upload = hs_demo_upload_of_request (request);
  if (upload == NULL)
    return;
  submitted =
    hs_demo_db_int (demo->db, 0,
                    "SELECT count(*) FROM attachment a JOIN submission s ON s.dossier ="
                    " a.dossier AND s.round = a.round WHERE a.dossier = ? AND a.id = ? AND"
                    " a.sha256 = ?",
                    "sss", upload->dossier, upload->attachment, upload->sha256);
  if (submitted > 0)
    {
      hs_demo_problem (request, "already-submitted", NULL, "Tệp thuộc hồ sơ đã nộp.");
      return;
    }
  expire (demo, upload->id);
  if (!demo->db->failed)
    hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
}
