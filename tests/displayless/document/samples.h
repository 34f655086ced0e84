/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"
#include "document/hs-prepare.h"

#include "hs-test.h"

#include <allheaders.h>

G_BEGIN_DECLS

/* A file of tests/fixtures/documents. */
GBytes *sample_load (const char *name);

typedef enum
{
  SAMPLE_COLOUR,  /* noisy paper, red square at the top left, black bars */
  SAMPLE_GRAY,    /* the same without colour */
  SAMPLE_BILEVEL, /* the same in 1 bit */
  SAMPLE_ALPHA,   /* red square, all else transparent */
} SampleLook;

PIX *sample_pix (guint width, guint height, SampleLook look);
GBytes *sample_png (guint width, guint height, SampleLook look);
/* orientation 0: no EXIF block; big: big-endian EXIF. */
GBytes *sample_jpeg (guint width, guint height, guint orientation, gboolean big);
/* Two pages: bilevel G4 and colour. */
GBytes *sample_tiff (guint width, guint height);
/* Header of a picture of this size and almost nothing behind it. */
GBytes *sample_png_bomb (guint32 width, guint32 height);
/* A PDF whose page i shows picture i over the whole A4 page. */
GBytes *sample_scan_pdf (guint n_pages, guint width, guint height, SampleLook look);
GBytes *sample_cut (GBytes *bytes, gsize length);

/* 0xRRGGBB of a pixel. */
guint32 sample_pixel (const HsPixels *pixels, int x, int y);
/* Opens, and renders, and waits; the caller is on the main thread of the test. */
HsDocument *sample_open (HsWorld *world, GBytes *bytes, const char *password, GError **error);
HsPixels *sample_render (HsDocument *document, guint page, guint width, GError **error);
char *sample_text (HsDocument *document, guint page, GError **error);
HsPrepared *sample_prepare (HsWorld *world, GBytes *bytes, guint64 max_bytes, const char *password,
                            GError **error);
/* Drops the last reference. A worker may still hold a finished question for a moment, so the end can
 * come in its thread: waits for it, and fails when it does not come. */
void sample_close (HsDocument *document);
void sample_wait_gone (GWeakRef *weak);
/* A folder whose hoso-render is another program of the build; world gets it as worker_dir. */
void sample_use_helper (HsWorld *world, const char *program);

#define sample_assert_red(pixel) g_assert_true (sample_is_near ((pixel), 0xe01010))
gboolean sample_is_near (guint32 pixel, guint32 colour);

G_END_DECLS
