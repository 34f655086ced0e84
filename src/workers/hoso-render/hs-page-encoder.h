/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <allheaders.h>

G_BEGIN_DECLS

/* A picture as it goes into a PDF. */
typedef struct
{
  GBytes *bytes;       /* (owned) JPEG, or a bare CCITT G4 stream */
  guint width, height; /* pixels as stored */
  gboolean is_g4;
} HsEncoded;
void hs_encoded_free (HsEncoded *self);

/* One rung of the ladder: smaller and plainer on the way down. */
typedef struct
{
  guint dpi;     /* dots per inch at most; 0 = as it is */
  guint quality; /* JPEG; 0 = black and white G4 */
  gboolean gray;
} HsLadderStep;

/* The rungs. The first is only for pictures that no JPEG encoder has touched yet. */
const HsLadderStep *hs_ladder_step (guint rung);
#define HS_LADDER_FIRST_JPEG 1 /* where pictures that were JPEG before begin */
guint hs_ladder_length (void);

/* TRUE when this rung gives nothing that a rung above did not: the picture is too coarse for it, or
 * black and white already (then only G4 rungs change it: a bit depth never grows). */
gboolean hs_ladder_step_is_idle (const HsLadderStep *step, gboolean bilevel, double native_dpi);

/* About how many bytes a rung takes, next to another rung for the same picture of native_dpi; 0 for
 * G4, of which nothing can be said. */
double hs_ladder_step_weight (const HsLadderStep *step, double native_dpi);

/* Encodes by one rung. native_dpi is the picture's resolution in its place on the page.
 * Errors: HS_DOCUMENT_ERROR_HELPER. */
HsEncoded *hs_page_encode (PIX *pix, const HsLadderStep *step, double native_dpi,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 1 bit a pixel, black and white. */
gboolean hs_pix_is_bilevel (PIX *pix);
/* No palette, no alpha (on white): 1 bit, 8 bit gray or 32 bit colour. Consumes pix, gives a new. */
PIX *hs_pix_normalize (PIX *pix) G_GNUC_WARN_UNUSED_RESULT;
/* Consumes pix; the EXIF orientation done to the pixels. */
PIX *hs_pix_turn_upright (PIX *pix, guint orientation) G_GNUC_WARN_UNUSED_RESULT;

static inline void
hs_pix_free (PIX *pix)
{
  pixDestroy (&pix);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsEncoded, hs_encoded_free)
typedef PIX HsPix;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPix, hs_pix_free)

G_END_DECLS
