/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-schema-format.h"

G_BEGIN_DECLS

typedef struct _HsFormFormat HsFormFormat;

/* (nullable): the formats a form may name: "date", "email", "uri", "vn-cccd", "vn-phone" ... */
const HsFormFormat *hs_form_format_find (const char *name);
const char *hs_form_format_get_name (const HsFormFormat *format);
/* What checks it; of "date" and "email" a stricter one than JSON Schema's. */
HsSchemaFormat hs_form_format_get_check (const HsFormFormat *format);
/* text is NFC, trimmed, not empty. */
gboolean hs_form_format_accepts (const HsFormFormat *format, const char *text);
/* (transfer full): what was typed with the separators people put in removed, where the format has a
 * bare form ("0912 345 678" -> "0912345678"). */
char *hs_form_format_clean (const HsFormFormat *format, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
