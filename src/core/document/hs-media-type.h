/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Types of files that can be opened. The numbers travel in the protocol with hoso-render. */
typedef enum
{
  HS_MEDIA_TYPE_UNKNOWN = 0,
  HS_MEDIA_TYPE_PDF = 1,
  HS_MEDIA_TYPE_JPEG = 2,
  HS_MEDIA_TYPE_PNG = 3,
  HS_MEDIA_TYPE_TIFF = 4,
} HsMediaType;

/* The type by the first bytes, never by a name. Thread: any. */
HsMediaType hs_media_type_sniff (gconstpointer data, gsize length);
/* "application/pdf" and so on; NULL for UNKNOWN. (transfer none) (nullable) */
const char *hs_media_type_get_name (HsMediaType type);
/* What a file that is none of them looks like, for an error message: "an HTML page". (transfer none) */
const char *hs_media_type_describe_unknown (gconstpointer data, gsize length);

G_END_DECLS
