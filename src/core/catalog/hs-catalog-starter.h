/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Reads <share_dir>/catalog; when its content is other than what the database was filled from, fills
 * it again in one transaction. Imported records stay. Errors: HS_CATALOG_ERROR_RECORD or _FORMAT
 * naming the file, HS_BASE_ERROR_JSON_*, G_IO_ERROR; the database is then as it was. */
gboolean hs_catalog_starter_refresh (sqlite3 *db, HsWorld *world, GError **error);

G_END_DECLS
