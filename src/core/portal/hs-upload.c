/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tus 1.0.0: creation, HEAD, PATCH. What the portal confirmed is the only progress; after a cut the portal is
 * asked where it is. Every repetition here is counted, and none waits: waiting is the caller's.
 * Source: tus.io/protocols/resumable-upload 1.0.0; data/portal-api/openapi.yaml. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-portal-private.h"
#include "portal/hs-upload.h"
#include "portal/hs-url.h"

#include <string.h>

#define CHUNK_FIRST (G_GUINT64_CONSTANT (1) << 20)
#define CHUNK_MOST (G_GUINT64_CONSTANT (8) << 20)
#define CHUNK_LEAST (G_GUINT64_CONSTANT (64) << 10)
#define MAX_STRIKES 3 /* cuts without progress */
#define MAX_METADATA 4096

typedef struct
{
  HsPortal *portal;
  HsHttp *http;
  const HsUploadJob *job;
  const HsPortalInfo *info;
  GCancellable *cancellable;
  char *url;        /* (owned) (nullable) of the upload */
  guint64 offset;   /* bytes confirmed */
  guint64 best;     /* highest offset seen */
  guint64 chunk;    /* bytes of the next PATCH */
  guint strikes;    /* cuts since the offset rose last */
  gboolean renewed; /* a lost upload was begun anew already */
} Upload;

static void
upload_clear (Upload *self)
{
  g_clear_pointer (&self->url, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Upload, upload_clear)

static gboolean
nonsense (GError **error, const char *why)
{
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "Upload: %s", why);
  return FALSE;
}

static void
report (Upload *self)
{
  if (self->offset > self->best)
    {
      self->best = self->offset;
      self->strikes = 0;
    }
  if (self->job->progress != NULL)
    self->job->progress (self->offset, self->job->size, self->job->data);
}

static void
add_metadata (GString *header, const char *key, const char *value)
{
  g_autofree char *encoded =
    value != NULL ? g_base64_encode ((const guchar *) value, strlen (value)) : NULL;

  if (encoded == NULL)
    return;
  g_string_append_printf (header, "%s%s %s", header->len > 0 ? "," : "", key, encoded);
}

static char *
dup_metadata (const HsUploadJob *job)
{
  GString *header = g_string_new (NULL);

  add_metadata (header, "dossierId", job->dossier_id);
  add_metadata (header, "attachmentId", job->attachment_id);
  add_metadata (header, "sha256", job->sha256);
  add_metadata (header, "filename", job->file_name);
  add_metadata (header, "filetype", job->media_type);
  return g_string_free (header, FALSE);
}

/* The offset an answer names: never beyond what there is. */
static gboolean
read_offset (Upload *self, HsHttpResponse *response, guint64 least, guint64 most, GError **error)
{
  guint64 offset;

  if (!hs_http_response_get_number (response, "Upload-Offset", &offset))
    return nonsense (error, "the answer has no Upload-Offset");
  if (offset < least || offset > most)
    return nonsense (error, "the portal confirms bytes that were not sent, or loses some");
  self->offset = offset;
  report (self);
  return TRUE;
}

static gboolean
create (Upload *self, GError **error)
{
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, self->job->size);
  g_autofree char *metadata = dup_metadata (self->job);
  const char *headers[] = { "Tus-Resumable", "1.0.0", "Upload-Length", length, "Upload-Metadata",
                            metadata,        NULL };
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "POST",
                            .url = self->info->tus_url,
                            .flags = HS_HTTP_AUTHORIZE | HS_HTTP_UPLOAD,
                            .headers = headers };
  g_autoptr (GError) local = NULL;

  if (strlen (metadata) > MAX_METADATA)
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID, "The file's name is too long");
      return FALSE;
    }
  if (!hs_http_send (self->http, &request, &response, self->cancellable, &local))
    {
      /* Not this upload is gone, but what it belongs to: beginning anew would not help. */
      if (g_error_matches (local, HS_PORTAL_ERROR, HS_PORTAL_ERROR_GONE))
        local->code = HS_PORTAL_ERROR_NOT_FOUND;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_free (self->url);
  self->url = hs_url_check (hs_http_get_origin (self->http),
                            hs_http_response_get (&response, "Location"), error);
  if (self->url == NULL)
    return FALSE;
  if (hs_http_response_get (&response, "Upload-Offset") != NULL)
    return read_offset (self, &response, 0, self->job->size, error);
  self->offset = 0;
  report (self);
  return TRUE;
}

/* Both times are the server's own, so no clock of ours is compared. */
static gboolean
is_expired (HsHttpResponse *response)
{
  const char *expires = hs_http_response_get (response, "Upload-Expires");
  const char *date = hs_http_response_get (response, "Date");
  g_autoptr (GDateTime) end = NULL, now = NULL;

  if (expires == NULL || date == NULL)
    return FALSE;
  end = soup_date_time_new_from_http_string (expires);
  now = soup_date_time_new_from_http_string (date);
  return end != NULL && now != NULL && g_date_time_compare (end, now) <= 0;
}

static gboolean
ask_offset (Upload *self, GError **error)
{
  const char *headers[] = { "Tus-Resumable", "1.0.0", NULL };
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "HEAD",
                            .url = self->url,
                            .flags = HS_HTTP_AUTHORIZE | HS_HTTP_UPLOAD,
                            .headers = headers };
  guint64 length = self->job->size;

  if (!hs_http_send (self->http, &request, &response, self->cancellable, error))
    return FALSE;
  if (is_expired (&response) ||
      (hs_http_response_get_number (&response, "Upload-Length", &length) &&
       length != self->job->size))
    {
      g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_GONE,
                   "The upload expired, or is one of another file");
      return FALSE;
    }
  return read_offset (self, &response, 0, self->job->size, error);
}

static GInputStream *
open_chunk (gpointer data, GError **error)
{
  Upload *self = data;

  return self->job->open (self->offset, self->job->data, error);
}

static gboolean
append (Upload *self, GError **error)
{
  guint64 n = MIN (self->chunk, self->job->size - self->offset);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, self->offset);
  const char *headers[] = { "Tus-Resumable", "1.0.0", "Upload-Offset", offset, NULL };
  g_auto (HsHttpResponse) response = { 0 };
  HsHttpRequest request = { .method = "PATCH",
                            .url = self->url,
                            .flags = HS_HTTP_AUTHORIZE | HS_HTTP_UPLOAD | HS_HTTP_REUSE,
                            .headers = headers,
                            .body_type = "application/offset+octet-stream",
                            .open_body = open_chunk,
                            .body_length = n,
                            .body_data = self };
  guint64 before = self->offset;

  if (!hs_http_send (self->http, &request, &response, self->cancellable, error))
    return FALSE;
  if (!read_offset (self, &response, before, before + n, error))
    return FALSE;
  if (self->offset == before + n)
    self->chunk = MIN (self->chunk * 2, CHUNK_MOST);
  else if (self->offset == before && ++self->strikes >= MAX_STRIKES)
    return nonsense (error, "the portal takes bytes and confirms none");
  return TRUE;
}

/* TRUE when the error is one after which the portal is asked where it is, and it is not one too many. */
static gboolean
may_go_on (Upload *self, const GError *error)
{
  if (g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_GONE))
    {
      if (self->renewed)
        return FALSE;
      self->renewed = TRUE;
      self->best = 0;
      g_clear_pointer (&self->url, g_free);
      return TRUE;
    }
  if (g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_UNREACHABLE) ||
      g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_STALLED))
    self->chunk = MAX (self->chunk / 2, CHUNK_LEAST);
  else if (!g_error_matches (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_OFFSET))
    return FALSE;
  return ++self->strikes < MAX_STRIKES;
}

/* One step towards the end: create, ask or append. known: self->offset is what the portal said last. */
static gboolean
step (Upload *self, gboolean *known, GError **error)
{
  gboolean ok;

  if (self->url == NULL)
    ok = create (self, error);
  else if (!*known)
    ok = ask_offset (self, error);
  else
    ok = append (self, error);
  *known = ok;
  return ok;
}

static gboolean
is_possible (Upload *self, GError **error)
{
  if (self->job->size <= self->info->max_file_bytes)
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_TOO_LARGE,
               "The file has %" G_GUINT64_FORMAT " bytes, the portal takes %" G_GUINT64_FORMAT,
               self->job->size, self->info->max_file_bytes);
  return FALSE;
}

static gboolean
run (Upload *self, GError **error)
{
  gboolean known = FALSE;

  while (!known || self->offset < self->job->size)
    {
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (step (self, &known, &local))
        continue;
      if (!may_go_on (self, local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_info ("Upload goes on after: %s", local->message);
    }
  return TRUE;
}

gboolean
hs_upload_run (HsPortal *portal, const HsUploadJob *job, char **upload_url,
               GCancellable *cancellable, GError **error)
{
  g_auto (Upload)
    self = { .portal = portal, .job = job, .cancellable = cancellable, .chunk = CHUNK_FIRST };
  gboolean ok;

  g_return_val_if_fail (HS_IS_PORTAL (portal) && job != NULL && upload_url != NULL, FALSE);
  self.http = hs_portal_get_http (portal);
  self.info = hs_portal_discover (portal, cancellable, error);
  if (self.info == NULL || !is_possible (&self, error))
    return FALSE;
  /* An address kept from another portal, or damaged, is worth nothing: begin anew. */
  if (*upload_url != NULL)
    self.url = hs_url_check (hs_http_get_origin (self.http), *upload_url, NULL);
  ok = run (&self, error);
  g_free (*upload_url);
  *upload_url = g_steal_pointer (&self.url);
  return ok;
}
