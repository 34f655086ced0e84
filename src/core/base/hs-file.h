/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Temporary file beside it, write, fsync, rename, fsync of the folder. mode as for open(2).
 * Errors: G_IO_ERROR (NO_SPACE, PERMISSION_DENIED, READ_ONLY ...); the old file stays whole. */
gboolean hs_file_save (const char *path, GBytes *bytes, int mode, GError **error);
/* max_bytes 0 = no limit; larger is G_IO_ERROR_MESSAGE_TOO_LARGE. */
GBytes *hs_file_load (const char *path, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An advisory lock on a file, held until closed; NULL with G_IO_ERROR_BUSY when another process
 * holds it. */
typedef struct _HsFileLock HsFileLock;
HsFileLock *hs_file_lock_take (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_file_lock_release (HsFileLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFileLock, hs_file_lock_release)

G_END_DECLS
