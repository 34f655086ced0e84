/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"

G_BEGIN_DECLS

/* What the caller can do: update the program (NEWER), unlock or restore the key (KEY), restore a
 * backup (DAMAGED: authentication of sealed bytes failed, or SQLite says corrupt), free space (FULL),
 * ask again (BUSY: another process writes). */
typedef enum
{
  HS_STORE_ERROR_FAILED,
  HS_STORE_ERROR_NEWER,
  HS_STORE_ERROR_KEY,
  HS_STORE_ERROR_DAMAGED,
  HS_STORE_ERROR_FULL,
  HS_STORE_ERROR_BUSY,
  HS_STORE_ERROR_NOT_FOUND,
} HsStoreError;
#define HS_STORE_ERROR (hs_store_error_quark ())
GQuark hs_store_error_quark (void);

/* Where the profile key is kept, told to the user as it is. */
typedef enum
{
  HS_PROTECTION_SECRET_SERVICE,
  HS_PROTECTION_KEY_FILE, /* a 0600 file beside the data: whoever can read the disk can read all */
} HsProtection;

#define HS_TYPE_STORE (hs_store_get_type ())
G_DECLARE_FINAL_TYPE (HsStore, hs_store, HS, STORE, GObject)

/* Opens, and where needed makes or migrates, <data_dir>/store.db (WAL, synchronous=FULL, foreign
 * keys) and <data_dir>/blobs. Where the disk is full or takes no writing, what is there is opened to be
 * read; then each writing fails with the reason (FULL, FAILED). Thread: all functions are safe from any thread; each may block on disk. */
HsStore *hs_store_open (HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsWorld *hs_store_get_world (HsStore *self);
HsProtection hs_store_get_protection (HsStore *self);
/* PRAGMA integrity_check plus a try to unseal every record and blob. */
gboolean hs_store_check (HsStore *self, GError **error);

/* Records: JSON documents by (kind, id), sealed. `owner` names whose key seals them: a dossier's id,
 * or "profile". All records and blobs of an owner die with its key. A put is durable (fsynced) when
 * it returns TRUE. `rank` is a number that is not personal, for ordering (e.g. time in microseconds). */
gboolean hs_store_put (HsStore *self, const char *kind, const char *id, const char *owner,
                       gint64 rank, JsonNode *value, GError **error);
JsonNode *
hs_store_get (HsStore *self, const char *kind, const char *id,
              GError **error) G_GNUC_WARN_UNUSED_RESULT; /* NULL without error: not there */
char **hs_store_list (HsStore *self, const char *kind, const char *owner /* nullable: all */,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT; /* ids, highest rank first */
gboolean hs_store_delete (HsStore *self, const char *kind, const char *id, GError **error);
/* With key, records and blobs. Nothing can be put for it through this object afterwards: NOT_FOUND. TRUE also
 * when another process that reads keeps the log from being emptied at once. */
gboolean hs_store_delete_owner (HsStore *self, const char *owner, GError **error);

/* Several puts and deletes as one; nests. The store's lock is held by this thread in between, and
 * no blob call is allowed. commit FALSE rolls back. */
gboolean hs_store_begin (HsStore *self, GError **error);
gboolean hs_store_end (HsStore *self, gboolean commit, GError **error);

/* Blobs: copied, hashed, sealed and fsynced before add returns. The id is random, says nothing.
 * max_bytes 0 = no limit; a larger source is G_IO_ERROR_MESSAGE_TOO_LARGE. Errors of the source and
 * of the cancellable come as they are. */
typedef struct
{
  char *id;     /* (owned) */
  char *sha256; /* (owned) of the plain bytes, lower-case hex */
  guint64 size; /* plain bytes */
} HsBlobInfo;
void hs_blob_info_free (HsBlobInfo *self);
HsBlobInfo *
hs_store_add_blob (HsStore *self, const char *owner, GInputStream *source, guint64 max_bytes,
                   GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsBlobInfo *hs_store_add_blob_bytes (HsStore *self, const char *owner, GBytes *bytes,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *hs_store_read_blob (HsStore *self, const char *id, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A stream of the plain bytes from `offset` on; every frame is authenticated before it is given. */
GInputStream *hs_store_open_blob (HsStore *self, const char *id, guint64 offset,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ids of the blobs of an owner (NULL: all), to find those no record names any more. */
char **
hs_store_list_blobs (HsStore *self, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_store_delete_blob (HsStore *self, const char *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsBlobInfo, hs_blob_info_free)

G_END_DECLS
