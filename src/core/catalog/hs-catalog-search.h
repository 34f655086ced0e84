/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-catalogue.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Keys of the procedures found, best first. (element-type utf8). limit 0: no limit. */
GPtrArray *hs_catalog_search (sqlite3 *db, const char *text, const HsCatalogueFilter *filter,
                              guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
