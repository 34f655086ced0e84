/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-catalogue.h"

G_BEGIN_DECLS

/* hs_catalogue_search() off the main thread: copies its input. */
void
hs_catalogue_search_async (HsCatalogue *catalogue, const char *text,
                           const HsCatalogueFilter *filter, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
GListModel *hs_catalogue_search_finish (HsCatalogue *catalogue, GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
