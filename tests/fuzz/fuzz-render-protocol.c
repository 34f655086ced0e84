/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that was taken over sends what it likes: the decoder and the checks of answers must take
 * every packet, and what they accept must be safe to use. */
#include "document/hs-render-protocol.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_render (const HsRenderMessage *message)
{
  const HsPageSize a4 = { 595, 842 };
  gsize expected = 0;

  if (!hs_render_check_render (message, &a4, 100, &expected, NULL))
    return;
  g_assert (expected == message->args[1] * message->args[2]);
  g_assert (message->args[0] == 100 && message->args[2] == 400 && message->args[1] == 142);
}

static void
check_sizes (const uint8_t *data, size_t size)
{
  HsPageSize sizes[8];
  guint n = (guint) MIN (size / sizeof (HsPageSize), G_N_ELEMENTS (sizes));

  memcpy (sizes, data, n * sizeof (HsPageSize));
  if (!hs_render_check_sizes (sizes, n, NULL))
    return;
  for (guint i = 0; i < n; i++)
    g_assert (hs_render_height (&sizes[i], HS_RENDER_MAX_WIDTH) >= 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  HsRenderMessage message, again;
  guint8 buffer[HS_RENDER_MAX_MESSAGE];
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) told = NULL;
  gsize expected = 0;

  check_sizes (data, size);
  hs_media_type_sniff (data, size);
  hs_media_type_describe_unknown (data, size);
  if (!hs_render_message_decode (data, size, &message, &error))
    {
      g_assert (error != NULL);
      return 0;
    }
  g_assert (hs_render_message_encode (&message, buffer) == size);
  g_assert (hs_render_message_decode (buffer, size, &again, NULL));
  g_assert (memcmp (buffer, data, size) == 0);
  hs_render_message_get_error (&message, &told);
  g_assert (told != NULL && g_utf8_validate (told->message, -1, NULL));
  check_render (&message);
  if (hs_render_check_open (&message, HS_MEDIA_TYPE_PDF, &expected, NULL))
    g_assert (expected > 0 && expected <= HS_RENDER_MAX_PAGES * sizeof (HsPageSize));
  if (hs_render_check_text (&message, &expected, NULL))
    g_assert (expected <= HS_RENDER_MAX_PAGE_TEXT);
  if (hs_render_check_prepare (&message, 3, 5000, &expected, NULL))
    g_assert (expected <= 5000);
  return 0;
}
