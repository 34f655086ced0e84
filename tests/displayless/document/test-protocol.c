/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language between the application and hoso-render, and the checks of its answers. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-render-channel.h"

#include <string.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_round_trip (void)
{
  HsRenderMessage message = { HS_RENDER_OPEN, 7, { 1, G_MAXUINT64, 3, 4 }, "mật khẩu" };
  HsRenderMessage back;
  guint8 buffer[HS_RENDER_MAX_MESSAGE];
  gsize length = hs_render_message_encode (&message, buffer);

  g_assert_true (hs_render_message_decode (buffer, length, &back, NULL));
  g_assert_cmpint (back.kind, ==, message.kind);
  g_assert_cmpuint (back.id, ==, 7);
  g_assert_cmpmem (back.args, sizeof back.args, message.args, sizeof message.args);
  g_assert_cmpstr (back.text, ==, "mật khẩu");
}

static void
test_refuses (void)
{
  HsRenderMessage message = { HS_RENDER_OPEN, 7, { 0 }, "abc" }, back;
  guint8 buffer[HS_RENDER_MAX_MESSAGE + 8] = { 0 };
  gsize length = hs_render_message_encode (&message, buffer);
  static const struct
  {
    gsize at;
    guint8 value;
  } spoilt[] = { { 0, 'X' },
                 { 4, 0 },
                 { 4, 99 },
                 { 12, 2 },
                 { 12, 4 },
                 { 13, 0xff },
                 { HS_RENDER_HEADER_BYTES, 0xff },
                 { HS_RENDER_HEADER_BYTES + 1, 0 } };

  for (gsize n = 0; n <= sizeof buffer; n++)
    g_assert_true (hs_render_message_decode (buffer, n, &back, NULL) == (n == length));
  for (gsize i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      guint8 old = buffer[spoilt[i].at];
      g_autoptr (GError) error = NULL;

      buffer[spoilt[i].at] = spoilt[i].value;
      g_assert_false (hs_render_message_decode (buffer, length, &back, &error));
      g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
      buffer[spoilt[i].at] = old;
    }
}

static void
test_errors (void)
{
  HsRenderMessage message;
  g_autoptr (GError) known =
    g_error_new_literal (HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_DAMAGED, "x");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "y\nz\033[1m");
  g_autofree char *long_text = g_strnfill (510, 'a');
  g_autofree char *too_long = g_strconcat (long_text, "ệ", NULL);
  g_autoptr (GError) cut =
    g_error_new_literal (HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_TYPE, too_long);
  g_autoptr (GError) a = NULL;
  g_autoptr (GError) b = NULL;
  g_autoptr (GError) c = NULL;
  g_autoptr (GError) d = NULL;

  hs_render_message_set_error (&message, 1, known);
  hs_render_message_get_error (&message, &a);
  g_assert_error (a, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_DAMAGED);
  message.args[0] = G_MAXUINT64;
  hs_render_message_get_error (&message, &b);
  g_assert_error (b, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
  hs_render_message_set_error (&message, 1, foreign);
  hs_render_message_get_error (&message, &c);
  g_assert_error (c, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
  g_assert_cmpstr (c->message, ==, "y z [1m"); /* no control characters from outside */
  hs_render_message_set_error (&message, 1, cut);
  hs_render_message_get_error (&message, &d);
  g_assert_cmpstr (d->message, ==, long_text); /* cut between characters */
}

static void
test_checks (void)
{
  const HsPageSize a4 = { 595, 842 };
  const HsPageSize strange[] = { { 0, 1 }, { 1, -1 }, { NAN, 1 }, { 1, INFINITY }, { 1e9, 1 } };
  HsRenderMessage open = { HS_RENDER_OPEN, 1, { HS_MEDIA_TYPE_PDF, 2, 0, 0 }, "" };
  HsRenderMessage prepare = { HS_RENDER_PREPARE, 1, { 1000, 2, 0, 1 }, "" };
  gsize n;

  g_assert_true (hs_render_check_open (&open, HS_MEDIA_TYPE_PDF, &n, NULL));
  g_assert_cmpuint (n, ==, 2 * sizeof (HsPageSize));
  g_assert_false (hs_render_check_open (&open, HS_MEDIA_TYPE_PNG, &n, NULL));
  open.args[1] = 0;
  g_assert_false (hs_render_check_open (&open, HS_MEDIA_TYPE_PDF, &n, NULL));
  open.args[1] = G_MAXUINT64;
  g_assert_false (hs_render_check_open (&open, HS_MEDIA_TYPE_PDF, &n, NULL));
  g_assert_true (hs_render_check_sizes (&a4, 1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    g_assert_false (hs_render_check_sizes (&strange[i], 1, NULL));

  g_assert_true (hs_render_check_prepare (&prepare, 2, 1000, &n, NULL));
  g_assert_false (hs_render_check_prepare (&prepare, 3, 1000, &n, NULL));
  g_assert_false (hs_render_check_prepare (&prepare, 2, 999, &n, NULL));
  prepare.args[3] = 0;
  g_assert_false (hs_render_check_prepare (&prepare, 2, 0, &n, NULL));
}

static void
test_memory_files (void)
{
  g_autoptr (GError) error = NULL;
  int sealed = hs_sealed_memfd_new ("abc", 3, NULL);
  int loose = memfd_create ("loose", MFD_ALLOW_SEALING);
  g_autoptr (GBytes) bytes = hs_sealed_memfd_map (sealed, 3, NULL);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);
  g_assert_cmpint (write (sealed, "x", 1), ==, -1);
  g_assert_cmpint (ftruncate (sealed, 0), ==, -1);
  g_assert_cmpint (write (loose, "abc", 3), ==, 3);
  g_assert_null (hs_sealed_memfd_map (sealed, 4, NULL));
  g_assert_null (hs_sealed_memfd_map (sealed, 0, NULL));
  g_assert_null (hs_sealed_memfd_map (-1, 3, NULL));
  g_assert_null (hs_sealed_memfd_map (loose, 3, &error));
  g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
  close (sealed);
  close (loose);
}

static void
test_channel (void)
{
  HsRenderMessage message = { HS_RENDER_TEXT, 5, { 1 }, "" }, back;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) timed_out = NULL;
  g_autoptr (GError) cancel = NULL;
  g_autoptr (GError) closed = NULL;
  int pair[2], fd, extra = hs_sealed_memfd_new ("abc", 3, NULL);

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ==, 0);
  g_assert_true (hs_render_send (pair[0], &message, extra, NULL));
  g_assert_true (hs_render_receive (pair[1], &back, &fd, 0, NULL, NULL));
  g_assert_cmpuint (back.id, ==, 5);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_false (
    hs_render_receive (pair[1], &back, &fd, g_get_monotonic_time () + 1000, NULL, &timed_out));
  g_assert_error (timed_out, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_cancellable_cancel (cancelled);
  g_assert_false (hs_render_receive (pair[1], &back, &fd, 0, cancelled, &cancel));
  g_assert_error (cancel, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close (pair[0]);
  g_assert_false (hs_render_receive (pair[1], &back, &fd, 0, NULL, &closed));
  g_assert_error (closed, G_IO_ERROR, G_IO_ERROR_CLOSED);
  close (pair[1]);
  close (extra);
}

static void
test_media_types (void)
{
  static const struct
  {
    const char *bytes;
    HsMediaType type;
  } cases[] = {
    { "%PDF-1.4", HS_MEDIA_TYPE_PDF },          { "\xef\xbb\xbf%PDF-1.4", HS_MEDIA_TYPE_PDF },
    { "junk\n%PDF-1.4", HS_MEDIA_TYPE_PDF },    { "<html>%PDF-1.4", HS_MEDIA_TYPE_UNKNOWN },
    { "\xff\xd8\xff\xe0", HS_MEDIA_TYPE_JPEG }, { "\x89PNG\r\n\x1a\n", HS_MEDIA_TYPE_PNG },
    { "\x89PNG\n", HS_MEDIA_TYPE_UNKNOWN },     { "", HS_MEDIA_TYPE_UNKNOWN },
    { "%PDF", HS_MEDIA_TYPE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hs_media_type_sniff (cases[i].bytes, strlen (cases[i].bytes)), ==,
                     cases[i].type);
  g_assert_cmpint (hs_media_type_sniff ("II*\0xxxx", 8), ==, HS_MEDIA_TYPE_TIFF);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/protocol/round-trip", test_round_trip);
  g_test_add_func ("/document/protocol/refuses", test_refuses);
  g_test_add_func ("/document/protocol/errors", test_errors);
  g_test_add_func ("/document/protocol/checks", test_checks);
  g_test_add_func ("/document/protocol/memory-files", test_memory_files);
  g_test_add_func ("/document/protocol/channel", test_channel);
  g_test_add_func ("/document/protocol/media-types", test_media_types);
  return g_test_run ();
}
