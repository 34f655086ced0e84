/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For search: NFD without marks, đ/Đ to d, lower case, every run of other than letters and digits
 * to one space, no space at the ends. "Đăng ký khai sinh" -> "dang ky khai sinh". */
char *hs_text_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* For answers: NFC, white space at both ends removed, invalid UTF-8 replaced. */
char *hs_text_normalize (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE when NULL, empty, or only white space. */
gboolean hs_text_is_blank (const char *text);
/* Lower-case hexadecimal SHA-256. */
char *hs_sha256_hex (gconstpointer data, gsize length) G_GNUC_WARN_UNUSED_RESULT;
char *hs_sha256_hex_bytes (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
