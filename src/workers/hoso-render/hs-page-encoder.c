/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures made small by leptonica: the ladder JPEG 75..40, 200 dpi, 150 dpi gray, G4. */
#define G_LOG_DOMAIN "hoso"

#include "hs-page-encoder.h"

#include "hs-source.h"

#include <math.h>

static const HsLadderStep ladder[] = {
  { 0, 90, FALSE },   { 0, 75, FALSE },   { 0, 60, FALSE },   { 0, 50, FALSE },   { 0, 40, FALSE },
  { 200, 75, FALSE }, { 200, 60, FALSE }, { 200, 50, FALSE }, { 200, 40, FALSE }, { 150, 75, TRUE },
  { 150, 60, TRUE },  { 150, 40, TRUE },  { 300, 0, TRUE },   { 200, 0, TRUE },   { 150, 0, TRUE },
};

void
hs_encoded_free (HsEncoded *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}

const HsLadderStep *
hs_ladder_step (guint rung)
{
  g_return_val_if_fail (rung < G_N_ELEMENTS (ladder), NULL);
  return &ladder[rung];
}

guint
hs_ladder_length (void)
{
  return G_N_ELEMENTS (ladder);
}

gboolean
hs_ladder_step_is_idle (const HsLadderStep *step, gboolean bilevel, double native_dpi)
{
  if (bilevel)
    return step->quality > 0 || native_dpi <= step->dpi;
  return step->dpi > 0 && native_dpi <= step->dpi && !step->gray;
}

double
hs_ladder_step_weight (const HsLadderStep *step, double native_dpi)
{
  /* measured on scans of text: bytes grow about as quality to the 1.1, and less than the area */
  double weight = pow (step->quality / 75.0, 1.1);

  if (step->dpi > 0 && native_dpi > step->dpi)
    weight *= pow (step->dpi / native_dpi, 1.6);
  return step->gray ? weight * 0.85 : weight;
}

gboolean
hs_pix_is_bilevel (PIX *pix)
{
  return pixGetDepth (pix) == 1 && pixGetColormap (pix) == NULL;
}

PIX *
hs_pix_normalize (PIX *pix)
{
  PIX *next = NULL;

  if (pix == NULL)
    return NULL;
  if (pixGetDepth (pix) == 32 && pixGetSpp (pix) == 4)
    next = pixAlphaBlendUniform (pix, 0xffffff00);
  else if (pixGetColormap (pix) != NULL)
    next = pixRemoveColormap (pix, REMOVE_CMAP_BASED_ON_SRC);
  else if (pixGetDepth (pix) != 1 && pixGetDepth (pix) != 8 && pixGetDepth (pix) != 32)
    next = pixConvertTo8 (pix, FALSE);
  else
    return pix;
  pixDestroy (&pix);
  /* a palette may have led to few gray levels */
  if (next != NULL && (pixGetDepth (next) == 2 || pixGetDepth (next) == 4))
    {
      PIX *gray = pixConvertTo8 (next, FALSE);

      pixDestroy (&next);
      next = gray;
    }
  return next;
}

PIX *
hs_pix_turn_upright (PIX *pix, guint orientation)
{
  static const struct
  {
    gboolean mirror;
    int quarters; /* clockwise, after mirroring */
  } turns[9] = { { 0 },    { 0, 0 }, { 1, 0 }, { 0, 2 }, { 1, 2 },
                 { 1, 3 }, { 0, 1 }, { 1, 1 }, { 0, 3 } };
  PIX *turned;

  if (pix == NULL || orientation < 2 || orientation > 8)
    return pix;
  if (turns[orientation].mirror)
    pixFlipLR (pix, pix);
  turned = pixRotateOrth (pix, turns[orientation].quarters);
  pixDestroy (&pix);
  return turned;
}

static PIX *
scale_by (PIX *pix, double factor)
{
  gint width = MAX ((gint) lround (pixGetWidth (pix) * factor), 1);
  gint height = MAX ((gint) lround (pixGetHeight (pix) * factor), 1);

  if (pixGetDepth (pix) == 1)
    return pixScaleToGray (pix, (l_float32) factor);
  return pixScaleToSize (pix, width, height);
}

/* Black and white; the background is evened out first, photos have shadows. */
static PIX *
binarize (PIX *pix)
{
  PIX *gray, *result;

  if (pixGetDepth (pix) == 1)
    return pixClone (pix);
  gray = pixConvertTo8 (pix, FALSE);
  if (gray == NULL)
    return NULL;
  result = pixGetWidth (gray) >= 64 && pixGetHeight (gray) >= 64
             ? pixOtsuThreshOnBackgroundNorm (gray, NULL, 10, 15, 100, 50, 255, 2, 2, 0.10f, NULL)
             : NULL;
  if (result == NULL)
    result = pixThresholdToBinary (gray, 128);
  pixDestroy (&gray);
  return result;
}

static HsEncoded *
encoded_take (guint8 *data, gsize length, PIX *pix, gboolean is_g4)
{
  HsEncoded *self = g_new0 (HsEncoded, 1);

  self->bytes = g_bytes_new (data, length);
  self->width = (guint) pixGetWidth (pix);
  self->height = (guint) pixGetHeight (pix);
  self->is_g4 = is_g4;
  return self;
}

static guint
le16 (const guint8 *p)
{
  return (guint) p[1] << 8 | p[0];
}

static guint32
le32 (const guint8 *p)
{
  return (guint32) le16 (p + 2) << 16 | le16 (p);
}

/* The one strip of a little-endian TIFF that leptonica wrote. */
static gboolean
find_strip (const guint8 *tiff, gsize length, gsize *offset, gsize *size)
{
  gsize ifd = length >= 8 && memcmp (tiff, "II*\0", 4) == 0 ? le32 (tiff + 4) : length;
  guint n;

  *offset = *size = 0;
  if (ifd > length || length - ifd < 2)
    return FALSE;
  n = le16 (tiff + ifd);
  if (n > (length - ifd - 2) / 12)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const guint8 *entry = tiff + ifd + 2 + 12 * i;
      guint tag = le16 (entry);
      guint32 value = le16 (entry + 2) == 3 ? le16 (entry + 8) : le32 (entry + 8);

      if ((tag == 273 || tag == 279) && le32 (entry + 4) != 1)
        return FALSE; /* more than one strip */
      if (tag == 273)
        *offset = value;
      else if (tag == 279)
        *size = value;
      else if (tag == 262 && value != 0) /* black is 1, as in a fax */
        return FALSE;
      else if (tag == 266 && value != 1) /* first pixel in the highest bit */
        return FALSE;
    }
  return *offset > 0 && *size > 0 && *offset <= length && *size <= length - *offset;
}

static HsEncoded *
encode_g4 (PIX *pix)
{
  g_autoptr (HsPix) bilevel = binarize (pix);
  guint8 *tiff = NULL;
  gsize length = 0, offset, size;
  HsEncoded *self = NULL;

  if (bilevel != NULL && pixWriteMemTiff (&tiff, &length, bilevel, IFF_TIFF_G4) == 0 &&
      find_strip (tiff, length, &offset, &size))
    self = encoded_take (tiff + offset, size, bilevel, TRUE);
  lept_free (tiff);
  return self;
}

static HsEncoded *
encode_jpeg (PIX *pix, guint quality, gboolean gray)
{
  g_autoptr (HsPix) ready = pixGetDepth (pix) == 1 || (gray && pixGetDepth (pix) != 8)
                              ? pixConvertTo8 (pix, FALSE)
                              : pixClone (pix);
  guint8 *data = NULL;
  gsize length = 0;
  HsEncoded *self = NULL;

  if (ready != NULL && pixWriteMemJpeg (&data, &length, ready, (l_int32) quality, FALSE) == 0)
    self = encoded_take (data, length, ready, FALSE);
  lept_free (data);
  return self;
}

HsEncoded *
hs_page_encode (PIX *pix, const HsLadderStep *step, double native_dpi, GError **error)
{
  gboolean g4 = step->quality == 0 || hs_pix_is_bilevel (pix);
  gboolean smaller = step->dpi > 0 && native_dpi > step->dpi && (step->quality == 0 || !g4);
  g_autoptr (HsPix) scaled = smaller ? scale_by (pix, step->dpi / native_dpi) : pixClone (pix);
  HsEncoded *self = NULL;

  if (scaled != NULL)
    self = g4 ? encode_g4 (scaled) : encode_jpeg (scaled, step->quality, step->gray);
  if (self == NULL)
    hs_source_fail (error, HS_DOCUMENT_ERROR_HELPER, "The page cannot be encoded");
  return self;
}
