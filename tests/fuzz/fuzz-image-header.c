/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first readers of a foreign picture or PDF, before any decoder. */
#include "../workers/hoso-render/hs-image-header.h"
#include "../workers/hoso-render/hs-pdf-file.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  HsImageHeader header;

  if (hs_jpeg_header_read (data, size, &header, NULL))
    g_assert (header.width > 0 && header.height > 0 && header.end <= size &&
              header.orientation >= 1 && header.orientation <= 8);
  if (hs_png_header_read (data, size, &header, NULL))
    g_assert (header.width > 0 && header.height > 0 && header.end <= size);
  hs_pdf_file_check_whole (data, size, NULL);
  return 0;
}
