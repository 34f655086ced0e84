/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hs-store.h"

#include <sodium.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define HS_KEY_BYTES crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define HS_SEAL_BYTES                                                                              \
  (1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

struct _HsStore
{
  GObject parent_instance;
  HsWorld *world;          /* (owned) */
  char *path;              /* (owned) of the database */
  char *blob_dir;          /* (owned) */
  sqlite3 *db;             /* (owned) */
  guint8 *key;             /* (owned) profile key, HS_KEY_BYTES in locked memory */
  GError *only_read;       /* (owned) (nullable) why nothing can be written; set at opening */
  HsProtection protection; /* where the profile key is kept */
  GRecMutex lock;          /* guards db and depth; held from begin to end */
  guint depth;             /* transactions open, one inside the other */
  GHashTable *deleted; /* (owned) (element-type utf8) owners that are gone and never come back */
};

/* hs-store-sql.c: errors of SQLite as HsStoreError, statements bound by a format of
 * t text, i gint64, b GBytes. */
typedef enum
{
  HS_SQL_ERROR,
  HS_SQL_ROW,
  HS_SQL_DONE,
} HsSqlStep;
gboolean hs_sql_fail (sqlite3 *db, const char *what, GError **error);
gboolean hs_sql_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *hs_sql_query (sqlite3 *db, GError **error, const char *sql, const char *format,
                            ...) G_GNUC_WARN_UNUSED_RESULT;
HsSqlStep hs_sql_step (sqlite3_stmt *statement, GError **error);
gboolean hs_sql_run (sqlite3 *db, GError **error, const char *sql, const char *format, ...);
GBytes *hs_sql_column_bytes (sqlite3_stmt *statement, int column);

/* hs-store-seal.c: what seals a row: the key, and the associated data that ties the bytes to their
 * place. NULL from unseal: the bytes are not what was sealed there. */
char *hs_seal_place (const char *table, const char *first, ...) G_GNUC_NULL_TERMINATED;
GBytes *
hs_seal (HsWorld *world, const guint8 *key, const char *place, gconstpointer plain, gsize length);
GBytes *hs_unseal (const guint8 *key, const char *place, GBytes *sealed);
/* Bytes that are overwritten when they are given up. Takes data (g_malloc). */
GBytes *hs_bytes_new_secret (gpointer data, gsize length);

/* hs-store-schema.c: version n is reached by migrations[n - 1]. */
gboolean hs_schema_check_version (const char *path, int newest, GError **error);
gboolean hs_schema_migrate (sqlite3 *db, const char *path, const char *const *migrations,
                            int newest, GError **error);
gboolean hs_schema_remove_backups (const char *path, GError **error);

/* hs-store-key.c: the profile key, found or, only for an empty database, made. */
gboolean hs_store_load_key (HsStore *self, GError **error);
/* The key of an owner into key; made when missing and create, but not of one that was deleted: NOT_FOUND.
 * In a transaction when create. */
gboolean hs_store_owner_key (HsStore *self, const char *owner, gboolean create,
                             guint8 key[HS_KEY_BYTES], GError **error);

/* hs-store.c */
gboolean hs_store_finish (HsStore *self, gboolean good, GError **error);

/* hs-store-blob.c */
gboolean hs_store_open_blob_dir (HsStore *self, GError **error);
gboolean hs_store_unlink_blob (HsStore *self, const char *id, GError **error);

/* hs-store-record.c */
JsonNode *hs_store_unseal_record (HsStore *self, sqlite3_stmt *row, GError **error);

/* An errno of a file operation as HsStoreError; always FALSE. */
gboolean hs_store_fail_errno (const char *what, const char *name, GError **error);
/* An error of hs_file_* as HsStoreError. */
gboolean hs_store_fail_io (GError *io, GError **error);

/* hs-blob-stream.c: takes fd; the file as hs-store-blob.c writes it, 64 KiB frames. */
#define HS_BLOB_MAGIC "HSB1"
#define HS_BLOB_MAGIC_BYTES 4
#define HS_BLOB_FRAME_BYTES 65536
#define HS_BLOB_SEALED_BYTES (HS_BLOB_FRAME_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HS_TYPE_BLOB_STREAM (hs_blob_stream_get_type ())
G_DECLARE_FINAL_TYPE (HsBlobStream, hs_blob_stream, HS, BLOB_STREAM, GInputStream)
GInputStream *
hs_blob_stream_new (int fd, const char *id, const guint8 key[HS_KEY_BYTES], guint64 size,
                    guint64 offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
