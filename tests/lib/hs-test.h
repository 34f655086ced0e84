/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* 2026-11-24T08:00:00+07:00, a Tuesday: where every test world's clock starts. */
#define HS_TEST_NOW_US G_GINT64_CONSTANT (1795482000000000)

/* A world of its own: an empty data_dir (mode 0700) under the temporary folder, share_dir and worker_dir from
 * $HOSO_SHARE_DIR and $HOSO_WORKER_DIR, a clock that stands still until told, randomness from
 * $HOSO_TEST_SEED (printed), no secret store. hs_test_world_free() also removes data_dir. */
HsWorld *hs_test_world_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hs_test_world_free (HsWorld *world);
/* Both clocks go on by so many microseconds. Thread: any. */
void hs_test_world_advance (HsWorld *world, gint64 us);
/* Gives the world a secret store in memory (before it is handed to anything). */
void hs_test_world_add_secrets (HsWorld *world);

/* Iterates the thread-default main context until done(data) is TRUE, at most 20 s of real time; fails the
 * test otherwise. No sleeping. */
void hs_test_wait (gboolean (*done) (gpointer data), gpointer data);
/* The same for an async call: pass hs_test_result_cb with a GAsyncResult** as callback. */
void hs_test_result_cb (GObject *source, GAsyncResult *result, gpointer result_out);
GAsyncResult *hs_test_await (GAsyncResult **result); /* (transfer full) */

/* Path of tests/fixtures/<name>; of a public suite (NULL when it is not there: skip by name). */
char *hs_test_fixture (const char *name);
char *hs_test_suite (const char *relative);

/* Mounts a tmpfs of so many bytes on dir; where that is not permitted, skips the test and is FALSE. */
gboolean hs_test_mount_small (const char *dir, gsize bytes);
gboolean hs_test_remount (const char *dir, gboolean read_only, gsize bytes);
void hs_test_unmount (const char *dir);

G_END_DECLS
