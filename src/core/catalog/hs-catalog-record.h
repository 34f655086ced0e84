/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Who said it; the lower number is believed, the others only fill what it leaves open. */
typedef enum
{
  HS_RECORD_STARTER = 0, /* shipped with the program, checked by hand */
  HS_RECORD_DETAILS = 1, /* imported, whole record */
  HS_RECORD_INDEX = 2,   /* imported, name only */
} HsRecordOrigin;

/* What every record in our own format must have, whoever made it. Errors: HS_CATALOG_ERROR_RECORD. */
gboolean hs_catalog_record_check (JsonObject *record, GError **error);

/* Keeps the record and makes the merged row again. Inside a transaction. */
gboolean hs_catalog_record_put (sqlite3 *db, const char *key, HsRecordOrigin origin,
                                JsonObject *record, gboolean *is_new, GError **error);
/* Takes back everything an origin said. Inside a transaction. */
gboolean hs_catalog_record_drop (sqlite3 *db, HsRecordOrigin origin, GError **error);
/* Fills "search" and "fts" from "procedure", most wanted first. Inside a transaction. */
gboolean hs_catalog_record_index (sqlite3 *db, GError **error);

/* Text of an array's element, "" where it is no text. (transfer none) */
const char *hs_catalog_array_text (JsonArray *array, guint index);

G_END_DECLS
