/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* text as a QR code, dark on light whatever the style, with its quiet zone. NULL when this build has no
 * QR encoder or the text does not fit: show the address in words as well, always.
 * Ownership: (transfer full) (nullable). */
GdkTexture *hs_qr_texture_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
