/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to download: slips and results of a dossier, blobs of the catalogue. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-bytes.h"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"

#include <sodium.h>
#include <string.h>

typedef enum
{
  RANGE_NONE,
  RANGE_OK,
  RANGE_BAD,
} RangeKind;

/* One range of bytes; several, or another unit, are ignored as RFC 9110 §14.2 allows. */
static RangeKind
parse_range (const char *header, gsize size, gsize *start, gsize *end)
{
  g_auto (GStrv) ends = NULL;
  guint64 first = 0, last = 0;

  if (header == NULL || !g_str_has_prefix (header, "bytes=") || strchr (header, ',') != NULL)
    return RANGE_NONE;
  ends = g_strsplit (header + strlen ("bytes="), "-", 2);
  if (ends[0] == NULL || ends[1] == NULL || (ends[0][0] == '\0' && ends[1][0] == '\0'))
    return RANGE_NONE;
  if ((ends[0][0] != '\0' &&
       !g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXUINT64, &first, NULL)) ||
      (ends[1][0] != '\0' &&
       !g_ascii_string_to_unsigned (ends[1], 10, 0, G_MAXUINT64, &last, NULL)))
    return RANGE_NONE;
  if (ends[0][0] == '\0')
    {
      if (last == 0)
        return RANGE_BAD;
      *start = last >= size ? 0 : size - last;
      *end = size;
      return size > 0 ? RANGE_OK : RANGE_BAD;
    }
  if (ends[1][0] != '\0' && last < first)
    return RANGE_NONE;
  if (first >= size)
    return RANGE_BAD;
  *start = first;
  *end = ends[1][0] == '\0' || last >= size ? size : last + 1;
  return RANGE_OK;
}

static void
set_digest (HsDemoRequest *request, GBytes *bytes)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL, *value = NULL;

  crypto_hash_sha256 (digest, data, size);
  text = g_base64_encode (digest, sizeof digest);
  value = g_strdup_printf ("sha-256=:%s:", text);
  hs_demo_set_header (request, "Repr-Digest", value);
}

/* The same bytes with the middle one changed, for the fault switch. */
static GBytes *
spoil (GBytes *bytes)
{
  gsize size;
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  size = g_bytes_get_size (bytes);
  if (size > 0)
    copy[size / 2] ^= 1;
  return g_bytes_new_take (copy, size);
}

void
hs_demo_reply_file (HsDemoRequest *request, const char *type, GBytes *bytes, const char *sha256,
                    const char *cache)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", sha256);
  const char *if_range = hs_demo_request_header (request, "If-Range");
  g_autofree char *range = g_strdup (hs_demo_request_header (request, "Range"));
  g_autoptr (GBytes) body = NULL, part = NULL;
  g_autofree char *content_range = NULL;
  gsize size = g_bytes_get_size (bytes), start = 0, end = size;
  RangeKind kind = RANGE_NONE;

  /* libsoup would answer ranges by itself, also where If-Range forbids it */
  soup_message_headers_remove (headers, "Range");
  if (hs_demo_reply_not_modified (request, etag))
    return;
  hs_demo_set_header (request, "Cache-Control", cache);
  hs_demo_set_header (request, "Accept-Ranges", "bytes");
  if (if_range == NULL || strcmp (if_range, etag) == 0)
    kind = parse_range (range, size, &start, &end);
  if (kind == RANGE_BAD)
    {
      content_range = g_strdup_printf ("bytes */%" G_GSIZE_FORMAT, size);
      hs_demo_set_header (request, "Content-Range", content_range);
      hs_demo_problem (request, "range-not-satisfiable", NULL,
                       "Tệp chỉ có %" G_GSIZE_FORMAT " byte.", size);
      return;
    }
  set_digest (request, bytes);
  body =
    HS_DEMO_HIT (&request->fault, HS_DEMO_FAULT_WRONG_DIGEST) ? spoil (bytes) : g_bytes_ref (bytes);
  part = g_bytes_new_from_bytes (body, start, end - start);
  if (kind == RANGE_OK)
    {
      content_range = g_strdup_printf (
        "bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, start, end - 1, size);
      hs_demo_set_header (request, "Content-Range", content_range);
    }
  hs_demo_reply_bytes (request, kind == RANGE_OK ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK,
                       type, part);
}

static void
reply_dossier_file (HsDemoRequest *request, const char *dossier, const char *file)
{
  HsDemo *demo = request->demo;
  g_autofree char *type = NULL, *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db, "SELECT media, sha256, bytes FROM file WHERE dossier = ? AND id = ?", "ss", dossier,
    file);

  if (!hs_demo_db_next (demo->db, &row))
    {
      hs_demo_problem (request, "not-found", NULL, "Hồ sơ không có tệp này.");
      return;
    }
  type = g_strdup (hs_demo_column (row, 0));
  sha256 = g_strdup (hs_demo_column (row, 1));
  bytes = hs_demo_column_bytes (row, 2);
  hs_demo_reply_file (request, type, bytes, sha256, "private, no-cache");
}

void
hs_demo_file (HsDemoRequest *request)
{
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);

  if (dossier != NULL)
    reply_dossier_file (request, dossier->id, request->parts[4]);
}

void
hs_demo_officer_file (HsDemoRequest *request)
{
  reply_dossier_file (request, request->parts[2], request->parts[4]);
}
