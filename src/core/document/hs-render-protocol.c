/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages between the application and hoso-render, and the checks of an answer. The helper has read
 * hostile bytes, so its answers are treated as hostile too. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-render-protocol.h"

#include <math.h>
#include <string.h>

#define MAGIC 0x31525348u /* "HSR1" */

static void
put32 (guint8 *p, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (p, &value, 4);
}

static void
put64 (guint8 *p, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (p, &value, 8);
}

static guint32
get32 (const guint8 *p)
{
  guint32 value;

  memcpy (&value, p, 4);
  return GUINT32_FROM_LE (value);
}

static guint64
get64 (const guint8 *p)
{
  guint64 value;

  memcpy (&value, p, 8);
  return GUINT64_FROM_LE (value);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER,
               "The render helper's answer is not valid: %s", what);
  return FALSE;
}

gsize
hs_render_message_encode (const HsRenderMessage *message, guint8 *buffer)
{
  gsize length = strnlen (message->text, HS_RENDER_MAX_TEXT);

  put32 (buffer, MAGIC);
  put32 (buffer + 4, message->kind);
  put32 (buffer + 8, message->id);
  put32 (buffer + 12, (guint32) length);
  for (guint i = 0; i < HS_RENDER_N_ARGS; i++)
    put64 (buffer + 16 + 8 * i, message->args[i]);
  memcpy (buffer + HS_RENDER_HEADER_BYTES, message->text, length);
  return HS_RENDER_HEADER_BYTES + length;
}

gboolean
hs_render_message_decode (const guint8 *data, gsize length, HsRenderMessage *message,
                          GError **error)
{
  gsize text;

  memset (message, 0, sizeof *message);
  if (length < HS_RENDER_HEADER_BYTES)
    return refuse (error, "shorter than its header");
  if (get32 (data) != MAGIC)
    return refuse (error, "wrong magic number");
  text = get32 (data + 12);
  if (text > HS_RENDER_MAX_TEXT || length != HS_RENDER_HEADER_BYTES + text)
    return refuse (error, "length and contents differ");
  if (get32 (data + 4) < HS_RENDER_HELLO || get32 (data + 4) > HS_RENDER_FAILED)
    return refuse (error, "unknown kind of message");
  if (!g_utf8_validate_len ((const char *) data + HS_RENDER_HEADER_BYTES, text, NULL))
    return refuse (error, "text is not UTF-8");
  message->kind = (HsRenderKind) get32 (data + 4);
  message->id = get32 (data + 8);
  for (guint i = 0; i < HS_RENDER_N_ARGS; i++)
    message->args[i] = get64 (data + 16 + 8 * i);
  memcpy (message->text, data + HS_RENDER_HEADER_BYTES, text);
  return TRUE;
}

void
hs_render_message_set_error (HsRenderMessage *message, guint32 id, const GError *failure)
{
  const char *end;

  memset (message, 0, sizeof *message);
  message->kind = HS_RENDER_FAILED;
  message->id = id;
  message->args[0] =
    failure->domain == HS_DOCUMENT_ERROR ? (guint64) failure->code : HS_DOCUMENT_ERROR_HELPER;
  g_strlcpy (message->text, failure->message, sizeof message->text);
  if (!g_utf8_validate (message->text, -1, &end))
    message->text[end - message->text] = '\0';
}

void
hs_render_message_get_error (const HsRenderMessage *message, GError **error)
{
  g_autofree char *text = g_strdup (message->text);
  int code = message->args[0] <= HS_DOCUMENT_ERROR_HELPER ? (int) message->args[0]
                                                          : HS_DOCUMENT_ERROR_HELPER;

  for (char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_set_error_literal (error, HS_DOCUMENT_ERROR, code,
                       text[0] != '\0' ? text : "The render helper failed without a reason");
}

guint
hs_render_height (const HsPageSize *size, guint width)
{
  double height = round (width * size->height / size->width);

  return height < 1 ? 1 : height > G_MAXINT ? G_MAXINT : (guint) height;
}

gboolean
hs_render_check_open (const HsRenderMessage *reply, HsMediaType sniffed, gsize *expected_bytes,
                      GError **error)
{
  const guint64 known = HS_DOCUMENT_WARNING_JAVASCRIPT | HS_DOCUMENT_WARNING_EMBEDDED_FILES |
                        HS_DOCUMENT_WARNING_LOW_RESOLUTION;

  if (reply->args[0] != (guint64) sniffed)
    return refuse (error, "another type than the document's");
  if (reply->args[1] == 0 || reply->args[1] > HS_RENDER_MAX_PAGES)
    return refuse (error, "impossible number of pages");
  if ((reply->args[2] & ~known) != 0)
    return refuse (error, "unknown warnings");
  *expected_bytes = reply->args[1] * sizeof (HsPageSize);
  return TRUE;
}

gboolean
hs_render_check_sizes (const HsPageSize *sizes, guint n_pages, GError **error)
{
  for (guint i = 0; i < n_pages; i++)
    if (!(sizes[i].width > 0 && sizes[i].width <= HS_RENDER_MAX_POINTS && sizes[i].height > 0 &&
          sizes[i].height <= HS_RENDER_MAX_POINTS))
      return refuse (error, "impossible page size");
  return TRUE;
}

gboolean
hs_render_check_render (const HsRenderMessage *reply, const HsPageSize *size, guint width,
                        gsize *expected_bytes, GError **error)
{
  if (reply->args[0] != width || reply->args[1] != hs_render_height (size, width) ||
      width > HS_RENDER_MAX_WIDTH || reply->args[1] > HS_RENDER_MAX_HEIGHT)
    return refuse (error, "picture of another size than asked for");
  if (reply->args[2] != (guint64) width * 4)
    return refuse (error, "impossible stride");
  *expected_bytes = reply->args[1] * reply->args[2];
  return TRUE;
}

gboolean
hs_render_check_text (const HsRenderMessage *reply, gsize *expected_bytes, GError **error)
{
  if (reply->args[0] > HS_RENDER_MAX_PAGE_TEXT)
    return refuse (error, "too much text");
  *expected_bytes = reply->args[0];
  return TRUE;
}

gboolean
hs_render_check_prepare (const HsRenderMessage *reply, guint n_pages, guint64 max_bytes,
                         gsize *expected_bytes, GError **error)
{
  HsRenderMessage facts = *reply;
  gsize sizes;

  facts.args[0] = HS_MEDIA_TYPE_PDF;
  if (!hs_render_check_open (&facts, HS_MEDIA_TYPE_PDF, &sizes, error))
    return FALSE;
  if (reply->args[1] != n_pages)
    return refuse (error, "another number of pages than the document");
  if (reply->args[3] > 1 || (reply->args[3] == 0) != (reply->args[0] == 0))
    return refuse (error, "changed and length do not go together");
  if (reply->args[0] > HS_RENDER_MAX_REPLY || (max_bytes > 0 && reply->args[0] > max_bytes))
    return refuse (error, "PDF over the limit");
  *expected_bytes = reply->args[0];
  return TRUE;
}
