/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-catalog-record.h"
#include "catalog/hs-catalogue.h"

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define HS_IMPORT_MAX_BYTES (64 * 1024 * 1024)

/* One import: where accepted records go and refusals are kept. */
typedef struct
{
  sqlite3 *db;
  GCancellable *cancellable; /* (nullable) */
  HsImportReport *report;
  GHashTable *seen; /* (owned) code -> "uuid\ntitle" of its first record in this file */
  char *file_name;  /* (owned) for the source of records that name none */
} HsImport;

/* Runs over all records of a text; FALSE: cancelled, the database failed, or no such shape. */
gboolean hs_import_details (HsImport *self, const char *text, gsize length, GError **error);
gboolean hs_import_index (HsImport *self, const char *text, gsize length, GError **error);
/* TRUE when the first line is the header of the index. */
gboolean hs_import_index_is_header (const char *text, gsize length);

/* Stores one converted record. A second record of a code with another identity is kept beside the
 * first as "<code>~<start of its identity>". FALSE only when the database failed. */
gboolean hs_import_put (HsImport *self, HsRecordOrigin origin, JsonObject *record, const char *uuid,
                        GError **error);
/* Notes "<code> (record N, <place>): <reason>". */
void hs_import_refuse (HsImport *self, const char *code, const char *place, const char *reason);

/* One record as the national portal's crawlers keep it to our own format. On failure *pointer names the
 * member. Errors: HS_CATALOG_ERROR_RECORD. */
JsonObject *
hs_import_convert (JsonObject *record, char **pointer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ["citizen", …] from names of the kinds of applicants; names may be cut at commas. (transfer full) */
JsonArray *hs_import_audience (const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
