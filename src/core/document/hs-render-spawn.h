/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

G_BEGIN_DECLS

/* How a helper is walled in. In each kind it also locks itself (seccomp, resource limits, and
 * Landlock where the kernel has it; SELF demands Landlock). */
typedef enum
{
  HS_RENDER_SANDBOX_BWRAP = 1 << 0,   /* bubblewrap: own namespaces, read-only system files */
  HS_RENDER_SANDBOX_FLATPAK = 1 << 1, /* flatpak-spawn --sandbox, inside Flatpak */
  HS_RENDER_SANDBOX_SELF = 1 << 2,    /* the helper's own seccomp and Landlock only */
} HsRenderSandbox;

/* What may be tried on this machine, strongest first. */
#define HS_RENDER_SANDBOX_ANY                                                                      \
  (HS_RENDER_SANDBOX_BWRAP | HS_RENDER_SANDBOX_FLATPAK | HS_RENDER_SANDBOX_SELF)

/* Command line that starts `helper` in one kind of sandbox; NULL when this kind does not exist here
 * (no bwrap program, not inside Flatpak). Ownership: (transfer full). */
char **hs_render_spawn_command (const char *helper, HsRenderSandbox kind) G_GNUC_WARN_UNUSED_RESULT;

/* Starts it with the socket as descriptor 3, an empty environment and errors on a pipe. The process
 * dies with the calling THREAD, which must live as long as the helper is needed; the caller waits
 * for the process, which leads a process group. Errors: G_SPAWN_ERROR. */
gboolean hs_render_spawn (char **command, HsRenderSandbox kind, int socket, GPid *pid,
                          int *stderr_fd, GError **error);

G_END_DECLS
