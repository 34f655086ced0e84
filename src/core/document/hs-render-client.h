/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-render-protocol.h"
#include "document/hs-render-spawn.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* One hoso-render process and the talk with it. Thread: all calls on the one that started it (the
 * process dies with that thread), except hs_render_client_free(). After a crash, a time-out or an
 * answer that is not valid the process is killed and every call gives the same
 * HS_DOCUMENT_ERROR_HELPER. After a cancelled call the client can be used on. */
typedef struct _HsRenderClient HsRenderClient;

/* Where the helper is: worker_dir/hoso-render. */
char *hs_render_client_helper (HsWorld *world) G_GNUC_WARN_UNUSED_RESULT;
/* Starts the helper in the first kind of `kinds` that works here and waits until it is locked.
 * Errors: HS_DOCUMENT_ERROR_SANDBOX names what each kind failed with; HS_DOCUMENT_ERROR_HELPER when
 * the program is not there. */
HsRenderClient *hs_render_client_new (const char *helper, guint kinds, GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Kills the process and waits for it. */
void hs_render_client_free (HsRenderClient *self);

HsRenderSandbox hs_render_client_get_sandbox (HsRenderClient *self);
/* Bits HS_RENDER_LAYER_*. */
guint hs_render_client_get_layers (HsRenderClient *self);
pid_t hs_render_client_get_pid (HsRenderClient *self);
/* How long an answer may take, in place of the usual time. Microseconds. */
void hs_render_client_set_timeout (HsRenderClient *self, gint64 timeout_us);

/* Asks and waits. fd_in is passed along when >= 0; fd_out is -1 or the caller's to close. An answer
 * FAILED becomes the error it carries. */
gboolean hs_render_client_call (HsRenderClient *self, HsRenderMessage *request, int fd_in,
                                HsRenderMessage *reply, int *fd_out, gint64 timeout_us,
                                GCancellable *cancellable, GError **error);
/* After an answer that was found not valid: kills the helper and keeps the error for later calls. */
void hs_render_client_distrust (HsRenderClient *self, const GError *error);

/* Type by content, then hands the document over; facts come back checked. sizes: (transfer full),
 * n_pages of HsPageSize. */
gboolean
hs_render_client_open (HsRenderClient *self, GBytes *bytes, const char *password, GBytes **sizes,
                       HsMediaType *type, guint *n_pages, HsDocumentWarnings *warnings,
                       GCancellable *cancellable, GError **error);
/* Errors: EMPTY, TYPE, TOO_LARGE, before any process is started. */
gboolean
hs_render_check_input (GBytes *bytes, const char *password, HsMediaType *type, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRenderClient, hs_render_client_free)

G_END_DECLS
