/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-render-protocol.h"

G_BEGIN_DECLS

/* Sends one message, with a descriptor when pass_fd >= 0 (which stays the caller's).
 * Errors: G_IO_ERROR. */
gboolean hs_render_send (int socket, const HsRenderMessage *message, int pass_fd, GError **error);

/* Waits for one message. deadline_us is g_get_monotonic_time()'s, 0 = for ever. received_fd is -1 or
 * the descriptor that came along, the caller's to close.
 * Errors: G_IO_ERROR_TIMED_OUT, _CANCELLED, _CLOSED (the other end is gone), HS_DOCUMENT_ERROR_HELPER
 * for a message that is not valid. Thread: any; blocks. */
gboolean hs_render_receive (int socket, HsRenderMessage *message, int *received_fd,
                            gint64 deadline_us, GCancellable *cancellable, GError **error);

/* A memfd holding data that nobody can change any more; -1 on error. */
int hs_sealed_memfd_new (gconstpointer data, gsize length, GError **error);
/* Adds the seals; the descriptor must not be mapped writable. */
gboolean hs_sealed_memfd_seal (int fd, GError **error);
/* Maps a foreign memfd read-only after checking that it is sealed against every change and exactly
 * `expected` bytes long. The descriptor stays the caller's. Errors: HS_DOCUMENT_ERROR_HELPER. */
GBytes *hs_sealed_memfd_map (int fd, gsize expected, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
