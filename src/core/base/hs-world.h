/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HsSecretStore:
 *
 * Where secrets that must survive the process are kept: the desktop's Secret Service, or a table
 * in a test. Each call may block. "Not there" is NULL without error; "cannot be asked" is an error.
 */
typedef struct
{
  char *(*lookup) (gpointer data, const char *name, GError **error);
  gboolean (*store) (gpointer data, const char *name, const char *secret, GError **error);
  gboolean (*clear) (gpointer data, const char *name, GError **error);
} HsSecretStore;

/**
 * HsWorld:
 *
 * Time, place and chance: everything the core takes from outside, so that a test owns it.
 * Immutable after it was given to the first object, so any thread may read it.
 */
typedef struct
{
  gatomicrefcount ref_count;

  char *data_dir;   /* (owned) drafts, blobs, outbox, catalogue; mode 0700 */
  char *share_dir;  /* (owned) read-only files of the installation: catalog/, forms/, portal-api/ */
  char *worker_dir; /* (owned) where hoso-render and hoso-scan are */

  gint64 (*now_us) (gpointer data);       /* wall clock, microseconds since 1970 UTC */
  gint64 (*monotonic_us) (gpointer data); /* microseconds, never goes back */
  void (*random) (gpointer data, gpointer buffer, gsize n_bytes);
  gpointer clock_data;

  const HsSecretStore *secrets; /* (nullable) NULL: there is no secret store (kiosk, no bus) */
  gpointer secrets_data;

  GTlsDatabase *tls_database; /* (owned) (nullable) NULL: the system's roots of trust */
} HsWorld;

/* The user's own world: XDG directories, system clock, libsodium randomness, Secret Service if one
 * answers. $HOSO_DATA_DIR, $HOSO_SHARE_DIR and $HOSO_WORKER_DIR override the places,
 * $HOSO_SECRETS=none turns the Secret Service off. Creates data_dir with mode 0700. */
HsWorld *hs_world_new_system (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A bare world with real clock and randomness, no secret store; the fields may be set afterwards. */
HsWorld *hs_world_new (const char *data_dir, const char *share_dir,
                       const char *worker_dir) G_GNUC_WARN_UNUSED_RESULT;
HsWorld *hs_world_ref (HsWorld *self);
void hs_world_unref (HsWorld *self);

gint64 hs_world_now_us (HsWorld *self);
gint64 hs_world_monotonic_us (HsWorld *self);
void hs_world_random (HsWorld *self, gpointer buffer, gsize n_bytes);
/* Uniform in [0, upper), unbiased; 0 when upper is 0. */
guint64 hs_world_random_below (HsWorld *self, guint64 upper);
/* UUID version 4 from the world's randomness, lower case. */
char *hs_world_uuid (HsWorld *self);
/* Path below share_dir or data_dir. Ownership: (transfer full). */
char *hs_world_share_path (HsWorld *self, const char *relative);
char *hs_world_data_path (HsWorld *self, const char *relative);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsWorld, hs_world_unref)

G_END_DECLS
