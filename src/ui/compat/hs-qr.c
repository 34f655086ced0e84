/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes by libqrencode, where the build found it. */
#define G_LOG_DOMAIN "hoso"

#include "compat/hs-qr.h"

#ifdef HS_HAVE_QRENCODE
#include <qrencode.h>

#define QUIET_ZONE 4 /* modules, as the standard asks */
#define SCALE 6      /* pixels a module */

GdkTexture *
hs_qr_texture_new (const char *text)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *pixels;
  int side;

  if (code == NULL)
    return NULL;
  side = (code->width + 2 * QUIET_ZONE) * SCALE;
  pixels = g_malloc ((gsize) side * (gsize) side * 3);
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        int column = x / SCALE - QUIET_ZONE, row = y / SCALE - QUIET_ZONE;
        gboolean inside = column >= 0 && row >= 0 && column < code->width && row < code->width;
        gboolean dark = inside && (code->data[row * code->width + column] & 1) != 0;

        memset (pixels + 3 * ((gsize) y * (gsize) side + (gsize) x), dark ? 0 : 255, 3);
      }
  QRcode_free (code);
  bytes = g_bytes_new_take (pixels, (gsize) side * (gsize) side * 3);
  return gdk_memory_texture_new (side, side, GDK_MEMORY_R8G8B8, bytes, (gsize) side * 3);
}
#else
GdkTexture *
hs_qr_texture_new (const char *text)
{
  return NULL;
}
#endif
