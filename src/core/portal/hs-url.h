/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to portal. What may be asked of, and put into, an address or a header. Thread: any. */

/* TRUE for 1..max_length characters U+0021..U+007E. */
gboolean hs_url_is_token (const char *text, gsize max_length);
/* TRUE for an id that can stand in a path as it is (schema Id of openapi.yaml; UUIDs too). */
gboolean hs_url_is_id (const char *text);
/* "https://host[:port]" (http on loopback only), lower case, without a default port, user or path.
 * Errors: HS_PORTAL_ERROR_NONSENSE says what is wrong with the address. */
char *hs_url_dup_origin (const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_url_is_loopback (const char *origin);
/* An address the server gave, absolute or an absolute path, as an absolute one.
 * Errors: HS_PORTAL_ERROR_NONSENSE when it is not printable, has a user or fragment, or another origin. */
char *hs_url_check (const char *origin, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* RFC 4648 5 without padding. decode: NULL when it is not exactly that, or longer than max_bytes. */
char *hs_base64url_encode (gconstpointer data, gsize length) G_GNUC_WARN_UNUSED_RESULT;
GBytes *hs_base64url_decode (const char *text, gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
